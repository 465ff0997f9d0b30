package ledgertest

import (
	"context"
	"errors"
	"sync"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
)

// ErrFault is the error of every fault made here.
var ErrFault = errors.New("disk does not answer")

// Ending says how a write that returns an error really ended.
type Ending int

// The endings. The zero value makes no fault.
const (
	NoFault Ending = iota
	Happened
	DidNotHappen
)

// Faulty is a store whose next writes and reads can be made to end in an error.
type Faulty struct {
	ledger.Store
	mu      sync.Mutex
	appends Ending
	blind   bool
	finds   bool
	dead    bool
}

// FailAppend makes the next Append return ErrFault after it ended this way.
func (f *Faulty) FailAppend(e Ending) { f.set(func() { f.appends = e }) }

// Blind makes Size return ErrFault from now on, so that nobody can find out how a write ended.
func (f *Faulty) Blind() { f.set(func() { f.blind = true }) }

// FailFind makes the next Find return ErrFault.
func (f *Faulty) FailFind() { f.set(func() { f.finds = true }) }

// Kill makes every write fail without a trace from now on, as if the process had ended.
func (f *Faulty) Kill() { f.set(func() { f.dead = true }) }

func (f *Faulty) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

// Append implements ledger.Store.
func (f *Faulty) Append(ctx context.Context, b ledger.Batch) error {
	f.mu.Lock()
	e := f.appends
	f.appends = NoFault
	if f.dead {
		e = DidNotHappen
	}
	f.mu.Unlock()
	if e == DidNotHappen {
		return ErrFault
	}
	err := f.Store.Append(ctx, b)
	if e == Happened && err == nil {
		return ErrFault
	}
	return err
}

// Size implements ledger.Store.
func (f *Faulty) Size(ctx context.Context) (uint64, error) {
	f.mu.Lock()
	blind := f.blind
	f.mu.Unlock()
	if blind {
		return 0, ErrFault
	}
	return f.Store.Size(ctx)
}

// Find implements ledger.Store.
func (f *Faulty) Find(ctx context.Context, ids []event.ID) ([]ledger.Entry, error) {
	f.mu.Lock()
	fails := f.finds
	f.finds = false
	f.mu.Unlock()
	if fails {
		return nil, ErrFault
	}
	return f.Store.Find(ctx, ids)
}

// FaultyCheckpoints is a checkpoint store whose next writes can be made to end in an error.
type FaultyCheckpoints struct {
	ledger.CheckpointStore
	mu    sync.Mutex
	swaps []Ending
	blind bool
}

// FailSwap makes the next calls of Swap return ErrFault after they ended this way.
func (f *FaultyCheckpoints) FailSwap(e ...Ending) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.swaps = e
}

// Blind makes Last return ErrFault or work again.
func (f *FaultyCheckpoints) Blind(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.blind = on
}

// Last implements ledger.CheckpointStore.
func (f *FaultyCheckpoints) Last(ctx context.Context, origin string) (ledger.Recorded, error) {
	f.mu.Lock()
	blind := f.blind
	f.mu.Unlock()
	if blind {
		return ledger.Recorded{}, ErrFault
	}
	return f.CheckpointStore.Last(ctx, origin)
}

// Swap implements ledger.CheckpointStore.
func (f *FaultyCheckpoints) Swap(
	ctx context.Context, origin string, old, next ledger.Recorded,
) error {
	f.mu.Lock()
	e := NoFault
	if len(f.swaps) > 0 {
		e, f.swaps = f.swaps[0], f.swaps[1:]
	}
	f.mu.Unlock()
	if e == DidNotHappen {
		return ErrFault
	}
	err := f.CheckpointStore.Swap(ctx, origin, old, next)
	if e == Happened && err == nil {
		return ErrFault
	}
	return err
}
