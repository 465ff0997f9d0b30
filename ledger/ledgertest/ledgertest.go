// Package ledgertest holds what every ledger.Store and every ledger.CheckpointStore must do, as
// tests that a store's own tests run. The stores under test are real; only the faults are made.
package ledgertest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

// Origin is the origin of every production in these tests.
const Origin = "ledger.example/p/1"

// Place is where one test keeps one production, for example an empty directory.
type Place interface {
	// Create makes the store of a new production.
	Create(ctx context.Context, origin string) (ledger.Store, error)
	// Open opens it again. Several stores may be open at once.
	Open(ctx context.Context) (ledger.Store, error)
}

// Run runs the conformance tests. newPlace returns an empty place that is removed with the test.
func Run(t *testing.T, newPlace func(t *testing.T) Place) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *house)
	}{
		{"entries keep their order and have receipts that verify", testOrder},
		{"the same entry again returns its first receipt", testRepeat},
		{"a known identity with another envelope is refused", testConflict},
		{"a store refuses whatever does not continue it and writes nothing", testStoreRefusals},
		{"admission refuses, cuts batches and is not asked about repeats", testAdmission},
		{"a write that ends in an error and happened", testFailedWriteHappened},
		{"a write that ends in an error and did not happen", testFailedWriteDidNotHappen},
		{"a write of which nothing is known stops the ledger", testFailedWriteUnknown},
		{"a store that does not answer a look-up", testFailedLookUp},
		{"a second writer is superseded", testSecondWriter},
		{"a crash between rows and checkpoint", testCrashBeforeCheckpoint},
		{"a crash between checkpoint and the next write", testCrashAfterCheckpoint},
		{"a checkpoint write that ends in an error", testFailedSwap},
		{"stores that do not belong together are not signed", testRefusesToSign},
		{"a production is created once", testCreate},
		{"a clock that runs backwards", testBackwardClock},
		{"ticks date an idle ledger, at a bounded rate", testTick},
		{"64 callers at once", testConcurrent},
		{"callers that leave", testLeaving},
		{"closing while callers come", testClose},
		{"openings can be erased and proofs hold", testErase},
		{"bounds of a submission", testBounds},
		{"tiles and proofs agree with a tree built another way", testTiles},
		{"the desk", testDesk},
		{"a bundle verifies", testBundle},
		{"an audit finds nothing in what was written", testAudit},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, newHouse(t, newPlace(t))) })
	}
}

// house is one production under test.
type house struct {
	t      *testing.T
	ctx    context.Context
	place  Place
	store  *Faulty
	points *FaultyCheckpoints
	signer *ledger.Signer
	clock  *Clock
	hooks  ledger.Hooks
}

func newHouse(t *testing.T, place Place) *house {
	t.Helper()
	points, err := ledger.OpenCheckpointDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := points.Close(); err != nil {
			t.Error(err)
		}
	})
	secret, err := ledger.GenerateSecret(rand.NewChaCha8([32]byte{1}), Origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{
		t: t, ctx: t.Context(), place: place, signer: signer, clock: NewClock(1_700_000_000),
		points: &FaultyCheckpoints{CheckpointStore: points},
	}
	s, err := place.Create(h.ctx, Origin)
	if err != nil {
		t.Fatal(err)
	}
	h.use(s)
	return h
}

// use makes s the store and closes it with the test.
func (h *house) use(s ledger.Store) {
	f := &Faulty{Store: s}
	h.store = f
	h.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			h.t.Error(err)
		}
	})
}

// secondStore opens the place once more.
func (h *house) secondStore() {
	h.t.Helper()
	s, err := h.place.Open(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	h.use(s)
}

func (h *house) config() ledger.Config {
	return ledger.Config{
		Store: h.store, Checkpoints: h.points, Signer: h.signer, Clock: h.clock.Now,
		Hooks: h.hooks,
	}
}

func (h *house) create() *ledger.Ledger {
	h.t.Helper()
	l, err := ledger.Create(h.ctx, h.config())
	if err != nil {
		h.t.Fatal(err)
	}
	h.closeLater(l)
	return l
}

func (h *house) open() *ledger.Ledger {
	h.t.Helper()
	l, err := ledger.Open(h.ctx, h.config())
	if err != nil {
		h.t.Fatal(err)
	}
	h.closeLater(l)
	return l
}

// closeLater ends the writer before the stores are closed. Tests that care about what Close returns
// call it themselves.
func (h *house) closeLater(l *ledger.Ledger) { h.t.Cleanup(func() { _ = l.Close() }) }

func (h *house) close(l *ledger.Ledger) {
	h.t.Helper()
	if err := l.Close(); err != nil {
		h.t.Fatal(err)
	}
}

// append records an entry that must be new.
func (h *house) append(l *ledger.Ledger, s ledger.Submission) ledger.Receipt {
	h.t.Helper()
	r, err := l.Append(h.ctx, s)
	if err != nil {
		h.t.Fatal(err)
	}
	if r.Repeated {
		h.t.Fatalf("entry %d was there before", r.Index)
	}
	return r
}

// fill records the entries from up to but not including to, one after the other.
func (h *house) fill(l *ledger.Ledger, from, to int) {
	h.t.Helper()
	for i := from; i < to; i++ {
		if r := h.append(l, Submission(i)); r.Index != uint64(i) {
			h.t.Fatalf("entry %d was recorded as %d", i, r.Index)
		}
	}
}

// size wants the ledger and the store to have n entries.
func (h *house) size(l *ledger.Ledger, n uint64) {
	h.t.Helper()
	have, err := h.store.Size(h.ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	if have != n || l.Head().Size != n {
		h.t.Errorf("the store has %d entries, %d are signed, want %d", have, l.Head().Size, n)
	}
}

// track reads the whole track, with every signature checked.
func (h *house) track(l *ledger.Ledger) *proof.Track {
	h.t.Helper()
	var tr proof.Track
	for item, err := range l.Track(h.ctx, 0, proof.SizeMax) {
		if err != nil {
			h.t.Fatal(err)
		}
		opened, err := proof.OpenTrackItem(item.Note, l.Keys())
		if err != nil {
			h.t.Fatal(err)
		}
		if err := tr.Append(opened); err != nil {
			h.t.Fatal(err)
		}
		if last, _ := tr.Last(); last.Position != item.Position || last.Time != item.Time ||
			last.ClockFault != item.ClockFault || last.Checkpoint != item.Checkpoint {
			h.t.Fatalf("track item %+v says %+v", item, last)
		}
	}
	if last, ok := tr.Last(); !ok || last.Position != l.Head().Position {
		h.t.Fatalf("the track ends at %d, the head is %d", last.Position, l.Head().Position)
	}
	return &tr
}

// Submission returns the i-th of a sequence of different entries.
func Submission(i int) ledger.Submission {
	e := fmt.Appendf(nil, "envelope %d", i)
	return ledger.Submission{ID: event.ID(sha256.Sum256(e)), Envelope: e}
}

// Clock is a clock that a test sets.
type Clock struct{ sec atomic.Int64 }

// NewClock returns a clock that stands at a Unix time.
func NewClock(sec int64) *Clock {
	c := &Clock{}
	c.Set(sec)
	return c
}

// Set moves the hands.
func (c *Clock) Set(sec int64) { c.sec.Store(sec) }

// Now reads the clock.
func (c *Clock) Now() time.Time { return time.Unix(c.sec.Load(), 0) }
