package state

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// line is a log of acts nobody's signature counts on: links order them all the same.
type line struct {
	t testing.TB
	s *State
	n int64
}

func begin(t testing.TB) *line {
	t.Helper()
	w := &line{t: t, s: New()}
	w.put(w.draft(&event.ProductionOpened{
		Region: "US-CA", RP: "set.example", Origins: []string{"https://set.example"}, LogOrigin: "log.example",
		LogKey: "k", ClockKey: "c", Hub: keyOf("hub"), Demo: event.No, TaxCredit: event.No,
		Packs: []event.PackRef{{Pack: "pack", Digest: event.ID{1}}},
		Founders: []event.FounderEntry{
			{Person: "ad1", Department: event.Directing, Role: event.AD, Key: keyOf("ad1")},
			{Person: "x1", Department: event.Sound, Role: event.Steward, Key: keyOf("x1")},
		},
	}))
	return w
}

func keyOf(name string) event.PublicKey {
	var k event.PublicKey
	k[0] = 4
	x, y := sha256.Sum256([]byte("x "+name)), sha256.Sum256([]byte("y "+name))
	copy(k[1:], x[:])
	copy(k[33:], y[:])
	return k
}

func (w *line) draft(body event.Body) *event.Event {
	w.n++
	nonce := sha256.Sum256(fmt.Appendf(nil, "%d", w.n))
	production := sha256.Sum256([]byte("production"))
	e := &event.Event{
		Kind: body.Kind(), Production: event.ProductionID(hex.EncodeToString(production[:16])),
		Nonce: hex.EncodeToString(nonce[:16]), AtMS: w.n * 1000, Body: body,
		Signers: []event.Signer{{Person: "ad1", Role: event.Handler, How: event.Session}},
	}
	if _, is := body.(*event.ProductionOpened); is {
		e.Signers = []event.Signer{
			{Person: "ad1", Role: event.Founder, How: event.Session}, {Person: "x1", Role: event.Founder, How: event.Session},
		}
	}
	w.s.Link(e)
	return e
}

func (w *line) sign(e *event.Event) event.Opened {
	w.t.Helper()
	payload, err := event.Encode(e)
	if err != nil {
		w.t.Fatal(err)
	}
	var signatures []event.Signature
	for _, g := range e.Signers {
		signatures = append(signatures, event.Signature{
			Kind: event.Device, Key: keyOf(string(g.Person)), DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1},
		})
	}
	entry, err := event.Seal(payload, signatures)
	if err != nil {
		w.t.Fatal(err)
	}
	p, err := event.Parse(entry)
	if err != nil {
		w.t.Fatal(err)
	}
	valid := make([]bool, len(p.Checks()))
	for n := range valid {
		valid[n] = true
	}
	o, err := event.Open(p, event.Vouch{Host: "test", Valid: valid})
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

func (w *line) put(e *event.Event) event.ID { return w.apply(w.sign(e)) }

func (w *line) apply(o event.Opened) event.ID {
	w.t.Helper()
	if err := w.s.Apply(o); err != nil {
		w.t.Fatal(err)
	}
	c := Checkpoint{Size: w.s.Size() + 1, Root: "00", Time: w.n}
	if err := w.s.Tick(c); err != nil {
		w.t.Fatal(err)
	}
	return o.ID()
}

func bore(item int) *event.BoreChecked {
	return &event.BoreChecked{
		Item: event.ItemID(fmt.Sprintf("R-%d", item)), Bore: event.BoreUnobstructed, Method: event.Rod,
	}
}

// TestWhoWaitsCostsOthersNothing: however many links wait for acts nobody sends, an act that nobody
// waits for is asked once.
func TestWhoWaitsCostsOthersNothing(t *testing.T) {
	w := begin(t)
	const waiting = 1000
	for n := range waiting {
		e := w.draft(bore(n))
		e.Links[0].Prev = event.ID(sha256.Sum256(fmt.Appendf(nil, "lost %d", n)))
		w.put(e)
	}
	before := w.s.asked
	const others = 1000
	for n := range others {
		w.put(w.draft(bore(waiting + n)))
	}
	if got := w.s.asked - before; got != others {
		t.Errorf("%d acts were asked for their past %d times", others, got)
	}
	for n := range waiting {
		if o := bore(n).Item.Object(); w.s.Missing(o) == NoIndex || len(w.s.Links(o)) != 0 {
			t.Fatalf("%s does not wait", o.ID)
		}
	}
}

// TestABackwardLineGoesOnAtOnce hands in a life of one object from its end: each act waits for the one
// before it, and the first lets all go on, in order, each asked twice.
func TestABackwardLineGoesOnAtOnce(t *testing.T) {
	w := begin(t)
	const acts = 500
	line := make([]event.Opened, acts)
	var prev event.ID
	for n := range acts {
		e := w.draft(bore(1))
		e.Links[0].Prev = prev
		line[n] = w.sign(e)
		prev = line[n].ID()
	}
	o := bore(1).Item.Object()
	for n := acts - 1; n > 0; n-- {
		w.apply(line[n])
		if got := w.s.Missing(o); got != 1 {
			t.Fatalf("the oldest that waits is %d", got)
		}
	}
	w.apply(line[0])
	links := w.s.Links(o)
	if len(links) != acts || w.s.Missing(o) != NoIndex || w.s.Forked(o) != NoIndex {
		t.Fatalf("%d links, missing %d, forked %d", len(links), w.s.Missing(o), w.s.Forked(o))
	}
	for n, i := range links {
		if w.s.entries[i].ID != line[n].ID() {
			t.Fatalf("link %d is another", n)
		}
	}
	if w.s.asked > 2*acts+1 {
		t.Errorf("asked %d times", w.s.asked)
	}
}

// TestALinkThatWaitsForTwo has two objects whose pasts arrive one after the other.
func TestALinkThatWaitsForTwo(t *testing.T) {
	w := begin(t)
	one, two := w.sign(w.draft(bore(1))), w.sign(w.draft(bore(2)))
	e := w.draft(&event.LockedUp{Items: []event.ItemID{"R-1", "R-2"}, Container: "SAFE-1"})
	for n, l := range e.Links {
		switch l.Object {
		case bore(1).Item.Object():
			e.Links[n].Prev = one.ID()
		case bore(2).Item.Object():
			e.Links[n].Prev = two.ID()
		}
	}
	both := w.apply(w.sign(e))
	w.apply(two)
	for _, n := range []int{1, 2} {
		if w.s.Missing(bore(n).Item.Object()) == NoIndex {
			t.Errorf("R-%d waits for nothing", n)
		}
	}
	w.apply(one)
	for _, n := range []int{1, 2} {
		o := bore(n).Item.Object()
		if w.s.Missing(o) != NoIndex || len(w.s.Heads(o)) != 1 || w.s.Heads(o)[0] != both {
			t.Errorf("R-%d did not go on", n)
		}
	}
}
