package ledgertest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

func testBackwardClock(t *testing.T, h *house) {
	const start = 1_700_000_000
	l := h.create()
	for i, c := range []struct {
		name  string
		clock int64
		time  proof.UnixTime
		fault bool
	}{
		{"it goes on", start + 10, start + 10, false},
		{"it stands", start + 10, start + 10, false},
		{"back within the slack, the last time stands", start + 8, start + 10, false},
		{"back by a second more", start + 7, start + 10, true},
		{"back by years", 5, start + 10, true},
		{"no time at all", 0, start + 10, true},
		{"before 1970", -5, start + 10, true},
		{"nearly where it was", start + 9, start + 10, false},
		{"on again", start + 11, start + 11, false},
	} {
		h.clock.Set(c.clock)
		r := h.append(l, Submission(i))
		got := r.Checkpoint
		if got.Time != c.time || got.ClockFault != c.fault {
			t.Errorf("%s: time %d, fault %v", c.name, got.Time-start, got.ClockFault)
		}
		if timed := strings.Contains(string(got.Note), Origin+proof.ClockSuffix); timed == c.fault {
			t.Errorf("%s: the clock signed: %v", c.name, timed)
		}
	}
	tr := h.track(l)
	if got, ok := tr.Received(4); !ok || got.Time != start+10 || got.Size != 8 {
		t.Errorf("an entry under a fault is dated %d by size %d", got.Time-start, got.Size)
	}
	h.clock.Set(5)
	h.append(l, Submission(9))
	h.close(l)
	h.secondStore()
	l = h.open() // A clock that is wrong at the start of a process is the usual case.
	if head := l.Head(); !head.ClockFault || head.Time != start+11 {
		t.Errorf("after opening again: %d, fault %v", head.Time-start, head.ClockFault)
	}
	h.append(l, Submission(10))
	if head := l.Head(); !head.ClockFault || head.Time != start+11 {
		t.Errorf("and after an entry: %d, fault %v", head.Time-start, head.ClockFault)
	}
}

func testTick(t *testing.T, h *house) {
	const start = 1_700_000_000
	var g gather
	h.hooks.Committed = g.committed
	l := h.create()
	h.fill(l, 0, 1)
	tick := func(clock int64) proof.TrackItem {
		t.Helper()
		h.clock.Set(clock)
		item, err := l.Tick(h.ctx)
		if err != nil {
			t.Fatal(err)
		}
		return item
	}
	every := int64(ledger.TickEveryDefault.Seconds())
	for _, c := range []struct {
		name     string
		clock    int64
		position uint64
		time     proof.UnixTime
		fault    bool
	}{
		{"too young", start + every - 1, 1, start, false},
		{"old enough", start + every, 2, proof.UnixTime(start + every), false},
		{"asked again", start + every, 2, proof.UnixTime(start + every), false},
		{"asked again much later", start + 5*every, 3, proof.UnixTime(start + 5*every), false},
		{"the clock went back", start, 4, proof.UnixTime(start + 5*every), true},
		{"it is still back", start + 1, 4, proof.UnixTime(start + 5*every), true},
		{"it is right again", start + 5*every, 5, proof.UnixTime(start + 5*every), false},
	} {
		item := tick(c.clock)
		if item.Position != c.position || item.Time != c.time || item.ClockFault != c.fault ||
			item.Size != 1 {
			t.Errorf("%s: %+v", c.name, item)
		}
	}
	if n := len(g.items); n != 5 || len(g.batches[n-1]) != 0 || g.items[n-1].Position != 5 {
		t.Errorf("the hook was told %d times, last of %d", n, g.items[n-1].Position)
	}
	h.fill(l, 1, 2)
	h.close(l)
	h.secondStore()
	if tr := h.track(h.open()); tr.Len() != 7 {
		t.Errorf("the track has %d items", tr.Len())
	}
}

func testLeaving(t *testing.T, h *house) {
	hold, held := make(chan struct{}), make(chan struct{}, 1)
	h.hooks.Admit = func(s ledger.Submission) error {
		if bytes.Equal(s.Envelope, Submission(0).Envelope) {
			held <- struct{}{}
			<-hold
		}
		return nil
	}
	l := h.create()
	gone, leave := context.WithCancelCause(h.ctx)
	why := errors.New("the phone is out of reach")
	result := make(chan error)
	mine := Submission(0)
	go func() {
		_, err := l.Append(gone, mine)
		result <- err
	}()
	<-held
	leave(why)
	if err := <-result; !errors.Is(err, ledger.ErrOutcomeUnknown) || !errors.Is(err, why) {
		t.Errorf("left while it was with the writer: %v", err)
	}
	clear(mine.Envelope) // Whoever left may use the buffer for something else.
	close(hold)
	r, err := l.Append(h.ctx, Submission(0))
	if err != nil || !r.Repeated || r.Index != 0 {
		t.Errorf("sent again: %+v, %v", r, err)
	}
	h.fill(l, 1, 2)
	h.size(l, 2)
}

func testClose(t *testing.T, h *house) {
	l := h.create()
	var all sync.WaitGroup
	var mu sync.Mutex
	recorded := map[int]ledger.Receipt{}
	begun := make(chan struct{}, 32)
	for c := range 32 {
		all.Go(func() {
			for i := c * 1000; ; i++ {
				r, err := l.Append(h.ctx, Submission(i))
				if errors.Is(err, ledger.ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				recorded[i] = r
				mu.Unlock()
				if i == c*1000 {
					begun <- struct{}{}
				}
			}
		})
	}
	for range 32 {
		<-begun
	}
	h.close(l)
	all.Wait()
	h.close(l) // Closing twice is harmless.
	if _, err := l.Tick(h.ctx); !errors.Is(err, ledger.ErrClosed) {
		t.Errorf("tick after closing: %v", err)
	}
	h.secondStore()
	l = h.open()
	h.size(l, uint64(len(recorded)))
	for i, r := range recorded {
		if e, err := l.Entry(h.ctx, r.Index); err != nil || e.ID != Submission(i).ID {
			t.Fatalf("entry %d is %s, %v", r.Index, e.ID.Short(), err)
		}
	}
	h.track(l)
}
