package production

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// reloadHost is what an entry's vouch names after a reload: its signatures were checked before it
// was appended, and its leaf is under a root that was signed since.
const reloadHost = "recorded under a signed root"

// apply lets one recorded entry wait for its checkpoint. The caller holds the lock.
func (p *Production) apply(o event.Opened) error {
	if err := p.known.Apply(o); err != nil {
		return err
	}
	p.keys.waiting = append(p.keys.waiting, o.Event().Body)
	return nil
}

// tick folds what a checkpoint covers. A checkpoint without a time folds nothing: a time nobody
// vouched for must not date an act. The caller holds the lock.
func (p *Production) tick(item proof.TrackItem) error {
	note := item.Note
	item.Note = nil // The ledger keeps the note; the fold asks only for size, root and time.
	if err := p.track.Append(item); err != nil {
		return err
	}
	item.Note = note
	if item.ClockFault {
		return nil
	}
	if err := p.known.Tick(checkpoint(item)); err != nil {
		return err
	}
	for len(p.keys.waiting) > p.known.Pending() {
		p.keys.learn(p.known, p.keys.waiting[0])
		p.keys.waiting = p.keys.waiting[1:]
	}
	return nil
}

// checkpoint writes a track item as the fold reads it. The empty log has no root there, because an
// event that names it gives none.
func checkpoint(item proof.TrackItem) state.Checkpoint {
	c := state.Checkpoint{Size: int64(item.Size), Time: int64(item.Time)}
	if item.Size > 0 {
		c.Root = fmt.Sprintf("%x", item.Root[:])
	}
	return c
}

// committed is the ledger's hook: the entries are durable and under a signed checkpoint, and no
// caller was told yet.
func (p *Production) committed(entries []ledger.Entry, item proof.TrackItem) {
	p.writing.admitted = 0
	p.mu.Lock()
	stops, err := p.take(entries, item)
	if err != nil && p.fault == nil {
		// The entries are recorded and the fold is behind them. Everything known stays known up to
		// here, and from here on every verdict is a HOLD until the production is opened again.
		p.fault = fmt.Errorf("%w: %w", ErrFold, err)
		p.cfg.Log.Error("fold", slog.Uint64("size", item.Size), slog.Any("error", err))
	}
	p.mu.Unlock()
	p.announce(stops, item)
}

// take folds a batch and returns the indexes of the STOPs in it.
func (p *Production) take(entries []ledger.Entry, item proof.TrackItem) ([]uint64, error) {
	if p.fault != nil {
		return nil, p.fault
	}
	var stops []uint64
	for _, e := range entries {
		o, err := p.opened(e)
		if err != nil {
			return stops, fmt.Errorf("entry %d: %w", e.Index, err)
		}
		if o.Event().Kind == event.KindStopCalled {
			stops = append(stops, e.Index)
		}
		if err := p.apply(o); err != nil {
			return stops, fmt.Errorf("entry %d: %w", e.Index, err)
		}
	}
	return stops, p.tick(item)
}

// opened finds what the caller of Record checked. A caller that left in the meantime took it along;
// then the signatures are checked here once more.
func (p *Production) opened(e ledger.Entry) (event.Opened, error) {
	if o, ok := p.inflight.find(e.Leaf); ok {
		return o, nil
	}
	parsed, err := event.Parse(e.Envelope)
	if err != nil {
		return event.Opened{}, err
	}
	return event.Open(parsed, passkey.Vouch(parsed))
}

// load folds the whole log. Each track item's root is compared with the root of the leaves before
// it, computed here.
func (p *Production) load(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := p.ledger.Head()
	var leaves proof.Range
	next, stop := pull(p.ledger.Entries(ctx, 0, head.Size))
	defer stop()
	for item, err := range p.ledger.Track(ctx, 0, head.Position+1) {
		if err != nil {
			return fmt.Errorf("track: %w", err)
		}
		for leaves.Size() < item.Size {
			if err := p.loadEntry(next, &leaves); err != nil {
				return fmt.Errorf("entry %d: %w", leaves.Size(), err)
			}
		}
		if root := leaves.Root(); root != item.Root {
			return &ledger.RootError{Size: item.Size, Signed: item.Root, Have: root}
		}
		if err := p.tick(item); err != nil {
			return fmt.Errorf("track item %d: %w", item.Position, err)
		}
	}
	return nil
}

func (p *Production) loadEntry(next func() (ledger.Entry, error), leaves *proof.Range) error {
	e, err := next()
	if err != nil {
		return err
	}
	o, err := reopen(e.Envelope)
	if err != nil {
		return err
	}
	if err := p.apply(o); err != nil {
		return err
	}
	return leaves.Append(proof.LeafHash(e.Envelope))
}
