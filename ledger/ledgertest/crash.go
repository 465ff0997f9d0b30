package ledgertest

import (
	"bytes"
	"errors"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

func testFailedWriteHappened(t *testing.T, h *house) {
	var g gather
	h.hooks.Committed = g.committed
	l := h.create()
	h.fill(l, 0, 3)
	h.store.FailAppend(Happened)
	if _, err := l.Append(h.ctx, Submission(3)); !errors.Is(err, ledger.ErrOutcomeUnknown) ||
		!errors.Is(err, ErrFault) {
		t.Errorf("got %v", err)
	}
	h.size(l, 4)
	if last := g.batches[len(g.batches)-1]; len(last) != 1 || last[0].Index != 3 {
		t.Errorf("the hook was told of %v", last)
	}
	if r, err := l.Append(h.ctx, Submission(3)); err != nil || !r.Repeated || r.Index != 3 {
		t.Errorf("sent again: %+v, %v", r, err)
	}
	h.fill(l, 4, 6)
	h.close(l)
	h.secondStore()
	l = h.open()
	h.size(l, 6)
	h.track(l)
}

func testFailedWriteDidNotHappen(t *testing.T, h *house) {
	var g gather
	h.hooks.Committed = g.committed
	l := h.create()
	h.fill(l, 0, 3)
	h.store.FailAppend(DidNotHappen)
	if _, err := l.Append(h.ctx, Submission(3)); !errors.Is(err, ledger.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	h.size(l, 3)
	if len(g.batches) != 3 {
		t.Errorf("the hook was told of %v", g.batches)
	}
	h.fill(l, 3, 6) // Entry 3 is recorded now, at its own place.
	h.close(l)
	h.secondStore()
	l = h.open()
	h.size(l, 6)
	h.track(l)
}

func testFailedWriteUnknown(t *testing.T, h *house) {
	for _, e := range []Ending{Happened, DidNotHappen} {
		var l *ledger.Ledger
		if e == Happened {
			l = h.create()
			h.fill(l, 0, 3)
		} else {
			h.secondStore()
			l = h.open()
		}
		before := l.Head()
		h.store.FailAppend(e)
		h.store.Blind()
		next := Submission(int(before.Size))
		if _, err := l.Append(h.ctx, next); !errors.Is(err, ledger.ErrOutcomeUnknown) {
			t.Errorf("got %v", err)
		}
		if _, err := l.Append(h.ctx, next); !errors.Is(err, ledger.ErrStopped) {
			t.Errorf("after the stop: %v", err)
		}
		if _, err := l.Tick(h.ctx); !errors.Is(err, ledger.ErrStopped) {
			t.Errorf("tick after the stop: %v", err)
		}
		if got := l.Head(); !bytes.Equal(got.Note, before.Note) {
			t.Errorf("the head moved to %+v", got)
		}
		if e, err := l.Entry(h.ctx, 0); err != nil || e.ID != Submission(0).ID {
			t.Errorf("reading after the stop: %v", err)
		}
		if err := l.Close(); !errors.Is(err, ledger.ErrStopped) || !errors.Is(err, ErrFault) {
			t.Errorf("close returned %v", err)
		}
	}
	h.secondStore()
	l := h.open()
	h.size(l, 4)
	h.fill(l, 4, 5)
	h.track(l)
}

func testFailedLookUp(t *testing.T, h *house) {
	l := h.create()
	h.store.FailFind()
	if _, err := l.Append(h.ctx, Submission(0)); !errors.Is(err, ErrFault) ||
		errors.Is(err, ledger.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	h.size(l, 0)
	h.fill(l, 0, 2)
}

func testSecondWriter(t *testing.T, h *house) {
	first := h.create()
	h.fill(first, 0, 2)
	h.secondStore()
	second := h.open()
	h.fill(first, 2, 4)
	if _, err := second.Append(h.ctx, Submission(9)); !errors.Is(err, ledger.ErrStopped) ||
		!errors.Is(err, ledger.ErrSuperseded) {
		t.Errorf("got %v", err)
	}
	if err := second.Close(); !errors.Is(err, ledger.ErrSuperseded) {
		t.Errorf("close returned %v", err)
	}
	h.fill(first, 4, 6)
	h.size(first, 6)
	h.track(first)
}

func testCrashBeforeCheckpoint(t *testing.T, h *house) {
	l := h.create()
	h.fill(l, 0, 3)
	h.points.FailSwap(DidNotHappen, DidNotHappen)
	if _, err := l.Append(h.ctx, Submission(3)); !errors.Is(err, ledger.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if l.Head().Size != 3 {
		t.Errorf("a checkpoint of size %d was shown", l.Head().Size)
	}
	if _, err := l.Append(h.ctx, Submission(4)); !errors.Is(err, ledger.ErrStopped) {
		t.Errorf("after the stop: %v", err)
	}
	h.store.Kill()
	_ = l.Close() // A process that is gone saves nothing.
	h.secondStore()
	h.clock.Set(1_700_000_500)
	l = h.open()
	h.size(l, 4)
	if l.Head().Time != 1_700_000_500 {
		t.Errorf("the entry is dated %d", l.Head().Time)
	}
	if r, err := l.Append(h.ctx, Submission(3)); err != nil || !r.Repeated {
		t.Errorf("sent again: %+v, %v", r, err)
	}
	h.fill(l, 4, 6)
	h.track(l)
}

// The newest track item is in the checkpoint store only, until the next write. What a caller holds
// must be the same after a crash at that point, byte for byte.
func testCrashAfterCheckpoint(t *testing.T, h *house) {
	l := h.create()
	h.fill(l, 0, 3)
	held := h.append(l, Submission(3))
	h.store.Kill()
	if err := l.Close(); !errors.Is(err, ErrFault) {
		t.Errorf("close without a store returned %v", err)
	}
	h.secondStore()
	h.clock.Set(1_700_000_500)
	l = h.open()
	if !bytes.Equal(l.Head().Note, held.Checkpoint.Note) {
		t.Errorf("the head is %s\nthe caller holds %s", l.Head().Note, held.Checkpoint.Note)
	}
	if tr := h.track(l); tr.Len() != 5 {
		t.Errorf("the track has %d items", tr.Len())
	}
	h.fill(l, 4, 5)
	item, err := l.TrackItem(h.ctx, held.Checkpoint.Position)
	if err != nil || !bytes.Equal(item.Note, held.Checkpoint.Note) {
		t.Errorf("the track has %+v, %v", item, err)
	}
}

func testFailedSwap(t *testing.T, h *house) {
	l := h.create()
	h.points.FailSwap(Happened)
	h.fill(l, 0, 1) // The record is there, so the caller gets its receipt.
	h.points.FailSwap(DidNotHappen)
	h.fill(l, 1, 2) // The second attempt was good.
	h.points.FailSwap(DidNotHappen)
	h.points.Blind(true)
	if _, err := l.Append(h.ctx, Submission(2)); !errors.Is(err, ledger.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	h.points.Blind(false)
	if err := l.Close(); !errors.Is(err, ledger.ErrStopped) {
		t.Errorf("close returned %v", err)
	}
	h.secondStore()
	l = h.open()
	h.size(l, 3)
	h.track(l)
	last, err := h.points.Last(h.ctx, Origin)
	if err != nil {
		t.Fatal(err)
	}
	other := last
	other.Position++
	if err := h.points.Swap(h.ctx, Origin, last, other); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(h.ctx, Submission(3)); !errors.Is(err, ledger.ErrMoved) {
		t.Errorf("another process signs: %v", err)
	}
}

func testRefusesToSign(t *testing.T, h *house) {
	l := h.create()
	h.fill(l, 0, 5)
	h.close(l)
	good, err := h.points.Last(h.ctx, Origin)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*ledger.Recorded)
		check  func(error) bool
	}{
		{
			"the database lost entries", func(r *ledger.Recorded) { r.Size++; r.Position++ },
			func(err error) bool {
				ahead, ok := errors.AsType[*ledger.AheadError](err)
				return ok && ahead.Recorded.Size == 6 && ahead.Size == 5
			},
		},
		{
			"the database lost a time", func(r *ledger.Recorded) { r.Position += 2 },
			func(err error) bool {
				ahead, ok := errors.AsType[*ledger.AheadError](err)
				return ok && ahead.Recorded.Position == 7 && ahead.TrackLen == 6
			},
		},
		{
			"the database has other entries", func(r *ledger.Recorded) { r.Root = proof.Hash{1} },
			func(err error) bool {
				root, ok := errors.AsType[*ledger.RootError](err)
				return ok && root.Size == 5 && root.Have == good.Root
			},
		},
		{
			"the database has another time", func(r *ledger.Recorded) { r.Time++ },
			func(err error) bool { return err != nil },
		},
		{"the checkpoint store was put back", func(r *ledger.Recorded) {
			*r = ledger.Recorded{Root: (&proof.Range{}).Root(), Time: good.Time}
		}, func(err error) bool { return errors.Is(err, ledger.ErrCheckpointBehind) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := good
			c.change(&bad)
			if err := h.points.Swap(h.ctx, Origin, good, bad); err != nil {
				t.Fatal(err)
			}
			if l, err := ledger.Open(h.ctx, h.config()); !c.check(err) {
				t.Errorf("opened %v, %v", l != nil, err)
			}
			if have, err := h.points.Last(h.ctx, Origin); err != nil || have != bad {
				t.Errorf("the record is now %+v, %v", have, err)
			}
			if err := h.points.Swap(h.ctx, Origin, bad, good); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("the checkpoint store is missing", func(t *testing.T) { withoutCheckpoints(t, h) })
	l = h.open()
	h.fill(l, 5, 6)
}

// withoutCheckpoints opens a production whose checkpoint store is gone.
func withoutCheckpoints(t *testing.T, h *house) {
	t.Helper()
	empty, err := ledger.OpenCheckpointDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cfg := h.config()
	cfg.Checkpoints = empty
	if _, err := ledger.Open(h.ctx, cfg); !errors.Is(err, ledger.ErrNoCheckpoint) {
		t.Errorf("opened with %v", err)
	}
	if _, err := ledger.Create(h.ctx, cfg); err == nil {
		t.Error("a production with entries was created again")
	}
}

func testCreate(t *testing.T, h *house) {
	if _, err := ledger.Open(h.ctx, h.config()); !errors.Is(err, ledger.ErrNoCheckpoint) {
		t.Errorf("opened before it was created: %v", err)
	}
	h.close(h.create())
	if _, err := ledger.Create(h.ctx, h.config()); err == nil {
		t.Error("created twice")
	}
	h.close(h.open())
	cfg := h.config()
	cfg.Clock = nil
	if _, err := ledger.Open(h.ctx, cfg); err == nil {
		t.Error("opened without a clock")
	}
	secret, err := ledger.GenerateSecret(bytes.NewReader(make([]byte, 31+33)), "other.example")
	if err == nil {
		t.Errorf("one seed for both keys was accepted: %v", secret)
	}
	secret, err = ledger.GenerateSecret(bytes.NewReader(bytes.Repeat([]byte{1, 2, 3}, 22)),
		"other.example")
	if err != nil {
		t.Fatal(err)
	}
	cfg = h.config()
	if cfg.Signer, err = ledger.NewSigner(secret); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(h.ctx, cfg); err == nil {
		t.Error("opened with the keys of another production")
	}
}
