package ledgertest

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

func testOrder(t *testing.T, h *house) {
	l := h.create()
	if head := l.Head(); head.Size != 0 || head.Time != 1_700_000_000 || head.ClockFault {
		t.Errorf("the first checkpoint is %+v", head)
	}
	for i := range 300 {
		h.clock.Set(1_700_000_000 + int64(i))
		s := Submission(i)
		r := h.append(l, s)
		if r.Index != uint64(i) || r.ID != s.ID || r.Leaf != proof.LeafHash(s.Envelope) {
			t.Fatalf("entry %d: receipt %+v", i, r)
		}
		item, err := proof.OpenTrackItem(r.Checkpoint.Note, l.Keys())
		if err != nil || item.Size != uint64(i)+1 || item.Time != proof.UnixTime(1_700_000_000+i) {
			t.Fatalf("entry %d: checkpoint %+v, %v", i, item, err)
		}
	}
	h.close(l)
	h.secondStore()
	l = h.open()
	h.size(l, 300)
	i := 0
	for e, err := range l.Entries(h.ctx, 0, proof.SizeMax) {
		if err != nil {
			t.Fatal(err)
		}
		s := Submission(i)
		if e.Index != uint64(i) || e.ID != s.ID || !bytes.Equal(e.Envelope, s.Envelope) ||
			e.Leaf != proof.LeafHash(s.Envelope) {
			t.Fatalf("entry %d came back as %+v", i, e)
		}
		found, err := l.Find(h.ctx, s.ID)
		if err != nil || found.Index != e.Index {
			t.Fatalf("entry %d was found as %d, %v", i, found.Index, err)
		}
		i++
	}
	if i != 300 {
		t.Errorf("%d entries came back", i)
	}
	if tr := h.track(l); tr.Len() != 301 {
		t.Errorf("the track has %d items", tr.Len())
	}
	h.fill(l, 300, 310)
	if _, err := l.Entry(h.ctx, 310); !errors.Is(err, ledger.ErrNoEntry) {
		t.Errorf("entry behind the last: %v", err)
	}
	if _, err := l.Find(h.ctx, event.ID{1}); !errors.Is(err, ledger.ErrNoEntry) {
		t.Errorf("unknown identity: %v", err)
	}
}

func testRepeat(t *testing.T, h *house) {
	l := h.create()
	h.fill(l, 0, 3)
	h.clock.Set(1_700_000_050)
	first := h.append(l, Submission(3))
	h.clock.Set(1_700_000_060)
	h.fill(l, 4, 8)
	same := func(when string) {
		t.Helper()
		r, err := l.Append(h.ctx, Submission(3))
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		if !r.Repeated || r.Index != 3 || r.Leaf != first.Leaf || r.ID != first.ID ||
			!bytes.Equal(r.Checkpoint.Note, first.Checkpoint.Note) ||
			r.Checkpoint.Time != 1_700_000_050 {
			t.Errorf("%s: receipt %+v, the first was %+v", when, r, first)
		}
	}
	same("right away")
	h.size(l, 8)
	h.close(l)
	h.secondStore()
	l = h.open()
	same("after opening again")
	h.size(l, 8)
}

func testConflict(t *testing.T, h *house) {
	l := h.create()
	h.fill(l, 0, 5)
	other := Submission(3)
	other.Envelope = []byte("the same payload under other signatures")
	_, err := l.Append(h.ctx, other)
	known, ok := errors.AsType[*ledger.KnownError](err)
	if !ok || known.Index != 3 || known.Error() != "already recorded as entry 3" {
		t.Errorf("got %v", err)
	}
	h.size(l, 5)
	h.fill(l, 5, 6)
}

func testStoreRefusals(t *testing.T, h *house) {
	row := func(i int, at uint64) ledger.Row {
		s := Submission(i)
		return ledger.Row{Entry: ledger.Entry{
			Index: at, ID: s.ID, Envelope: s.Envelope,
			Leaf: proof.LeafHash(s.Envelope),
		}, Openings: []ledger.Opening{{Field: "f"}}}
	}
	item := proof.TrackItem{Checkpoint: proof.Checkpoint{Origin: Origin}, Note: []byte("n")}
	later := item
	later.Position = 2
	if err := h.store.Append(h.ctx, ledger.Batch{
		Rows:  []ledger.Row{row(0, 0), row(1, 1)},
		Track: []proof.TrackItem{item},
	}); err != nil {
		t.Fatal(err)
	}
	many := make([]ledger.Row, ledger.BatchMax+1)
	for i := range many {
		many[i] = row(10+i, uint64(2+i))
	}
	for _, c := range []struct {
		name  string
		batch ledger.Batch
		want  error
	}{
		{
			"expects fewer entries",
			ledger.Batch{At: 1, Rows: []ledger.Row{row(5, 1)}},
			ledger.ErrSuperseded,
		},
		{
			"expects more entries",
			ledger.Batch{At: 3, Rows: []ledger.Row{row(5, 3)}},
			ledger.ErrSuperseded,
		},
		{"leaves a gap", ledger.Batch{At: 2, Rows: []ledger.Row{row(5, 2), row(6, 4)}}, nil},
		{"begins elsewhere", ledger.Batch{At: 2, Rows: []ledger.Row{row(5, 3)}}, nil},
		{"one identity twice", ledger.Batch{At: 2, Rows: []ledger.Row{row(5, 2), row(5, 3)}}, nil},
		{"a known identity", ledger.Batch{At: 2, Rows: []ledger.Row{row(5, 2), row(0, 3)}}, nil},
		{"track position taken", ledger.Batch{
			At: 2, Rows: []ledger.Row{row(5, 2)},
			Track: []proof.TrackItem{item},
		}, ledger.ErrSuperseded},
		{"track with a gap", ledger.Batch{
			At: 2, Rows: []ledger.Row{row(5, 2)},
			Track: []proof.TrackItem{later},
		}, ledger.ErrSuperseded},
		{"too many rows", ledger.Batch{At: 2, Rows: many}, nil},
	} {
		err := h.store.Append(h.ctx, c.batch)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	size, err := h.store.Size(h.ctx)
	items, err2 := h.store.TrackLen(h.ctx)
	left, err3 := h.store.Openings(h.ctx, 2)
	if err = errors.Join(err, err2, err3); err != nil || size != 2 || items != 1 || len(left) != 0 {
		t.Errorf("%d entries, %d items, %d openings, %v", size, items, len(left), err)
	}
	if _, err := h.store.Tile(h.ctx, 0, 0); !errors.Is(err, ledger.ErrNoTile) {
		t.Errorf("a tile that is not there: %v", err)
	}
	if h.store.Origin() != Origin {
		t.Errorf("origin %q", h.store.Origin())
	}
}

// gather is a set of hooks that records what they are told.
type gather struct {
	mu      sync.Mutex
	batches [][]ledger.Entry
	items   []proof.TrackItem
	asked   int
	waiting int // Admitted and not committed yet.
}

func (g *gather) committed(entries []ledger.Entry, at proof.TrackItem) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.batches = append(g.batches, entries)
	g.items = append(g.items, at)
	g.waiting -= len(entries)
}

func testAdmission(t *testing.T, h *house) {
	var g gather
	refusal := errors.New("the firearm is not here")
	h.hooks = ledger.Hooks{Committed: g.committed, Admit: func(s ledger.Submission) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.asked++
		switch {
		case bytes.Equal(s.Envelope, Submission(100).Envelope):
			return refusal
		case bytes.Equal(s.Envelope, Submission(101).Envelope):
			return ledger.ErrCutBatch
		case g.waiting > 0: // Every entry depends on the one before it.
			return ledger.ErrCutBatch
		}
		g.waiting++
		return nil
	}}
	l := h.create()
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			if _, err := l.Append(h.ctx, Submission(i)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	h.size(l, 100)
	for i, b := range g.batches {
		if len(b) != 1 || b[0].Index != uint64(i) || g.items[i].Size != uint64(i)+1 {
			t.Fatalf("batch %d has %d entries under size %d", i, len(b), g.items[i].Size)
		}
	}
	if _, err := l.Append(h.ctx, Submission(100)); !errors.Is(err, refusal) {
		t.Errorf("refused with %v", err)
	}
	if _, err := l.Append(h.ctx, Submission(101)); !errors.Is(err, ledger.ErrCutBatch) {
		t.Errorf("cutting an empty batch gave %v", err)
	}
	asked := g.asked
	if r, err := l.Append(h.ctx, Submission(50)); err != nil || !r.Repeated {
		t.Errorf("repeated: %+v, %v", r, err)
	}
	if g.asked != asked {
		t.Error("admission was asked about an entry that is recorded")
	}
	h.size(l, 100)
}

func testConcurrent(t *testing.T, h *house) {
	const callers, each = 64, 15
	var g gather
	h.hooks.Committed = g.committed
	l := h.create()
	var all sync.WaitGroup
	receipts := make([]ledger.Receipt, callers*each)
	for c := range callers {
		all.Go(func() {
			for i := range each {
				// The neighbour records the same entries, so that every one is offered twice.
				for _, n := range []int{c*each + i, (c^1)*each + i} {
					r, err := l.Append(h.ctx, Submission(n))
					if err != nil {
						t.Error(err)
						return
					}
					if n == c*each+i {
						receipts[n] = r
					}
				}
			}
		})
	}
	all.Wait()
	h.size(l, callers*each)
	seen := map[uint64]bool{}
	for n, r := range receipts {
		e, err := l.Entry(h.ctx, r.Index)
		if err != nil || e.ID != Submission(n).ID || seen[r.Index] {
			t.Fatalf("receipt %d says entry %d, which is %s, %v", n, r.Index, e.ID.Short(), err)
		}
		seen[r.Index] = true
		if r.Checkpoint.Size <= r.Index {
			t.Fatalf("entry %d has a checkpoint of size %d", r.Index, r.Checkpoint.Size)
		}
		p, err := l.Prove(h.ctx, r.Index)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Verify(Submission(n).Envelope, l.Keys()); err != nil {
			t.Fatal(err)
		}
	}
	next := uint64(0)
	for i, b := range g.batches {
		if len(b) == 0 || len(b) > ledger.BatchMax {
			t.Fatalf("a batch of %d", len(b))
		}
		for _, e := range b {
			if e.Index != next {
				t.Fatalf("entry %d was told after %d", e.Index, next)
			}
			next++
		}
		if g.items[i].Size != next {
			t.Fatalf("batch %d ends at %d under a checkpoint of %d", i, next, g.items[i].Size)
		}
	}
	h.track(l)
}

func testBounds(t *testing.T, h *house) {
	l := h.create()
	long := func(n int) ledger.Submission {
		s := Submission(n)
		s.Envelope = bytes.Repeat([]byte{byte(n)}, n)
		return s
	}
	with := func(n int, o ...ledger.Opening) ledger.Submission {
		s := Submission(n)
		s.Openings = o
		return s
	}
	many := func(n, size int) []ledger.Opening {
		var out []ledger.Opening
		for i := range n {
			out = append(out, ledger.Opening{Field: fmt.Sprint(i), Value: make([]byte, size)})
		}
		return out
	}
	field := string(bytes.Repeat([]byte("f"), ledger.OpeningFieldMax))
	value := make([]byte, ledger.OpeningValueMax)
	nobody := Submission(1)
	nobody.ID = event.ID{}
	for _, c := range []struct {
		name string
		sub  ledger.Submission
		ok   bool
	}{
		{"empty envelope", long(0), false},
		{"shortest envelope", long(1), true},
		{"longest envelope", long(ledger.EnvelopeMax), true},
		{"envelope too long", long(ledger.EnvelopeMax + 1), false},
		{"no identity", nobody, false},
		{"no openings", with(10), true},
		{"most openings", with(11, many(ledger.OpeningsMax, 1)...), true},
		{"too many openings", with(12, many(ledger.OpeningsMax+1, 1)...), false},
		{"longest field and value", with(13, ledger.Opening{Field: field, Value: value}), true},
		{"field too long", with(14, ledger.Opening{Field: field + "f"}), false},
		{"value too long", with(15, ledger.Opening{Field: "f", Value: append(value, 0)}), false},
		{"no field", with(16, ledger.Opening{Value: value}), false},
		{"one field twice", with(17, many(1, 1)[0], many(1, 2)[0]), false},
		{"most bytes of openings", with(18, many(4, ledger.OpeningValueMax)...), true},
		{"too many bytes of openings", with(19, append(many(4, ledger.OpeningValueMax),
			ledger.Opening{Field: "one more", Value: []byte{1}})...), false},
	} {
		before := l.Head().Size
		r, err := l.Append(h.ctx, c.sub)
		if (err == nil) != c.ok {
			t.Errorf("%s: got %v", c.name, err)
		}
		if err != nil {
			h.size(l, before)
			continue
		}
		e, err := l.Entry(h.ctx, r.Index)
		if err != nil || !bytes.Equal(e.Envelope, c.sub.Envelope) {
			t.Errorf("%s: %d bytes came back, %v", c.name, len(e.Envelope), err)
		}
		back, err := l.Openings(h.ctx, r.Index)
		if err != nil || len(back) != len(c.sub.Openings) {
			t.Errorf("%s: %d openings came back, %v", c.name, len(back), err)
		}
	}
	h.track(l)
}
