package ledger

import (
	"bytes"
	"context"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// AuditReport is what Audit found. The zero value is not whole.
type AuditReport struct {
	Whole       bool
	Entries     uint64
	Tiles       uint64
	Checkpoints uint64
	Unsigned    uint64         // Entries above the last checkpoint in the store; Open signs them.
	Reasons     []proof.Reason // At most proof.ReasonsMax.
}

// Audit reads a whole store and compares everything in it with everything else: envelopes with leaf
// hashes, leaves with tiles and with the root of every checkpoint, checkpoints with the keys and
// with each other. It writes nothing and can run while the ledger is open. The error is the store's;
// what does not agree is in the report.
func Audit(ctx context.Context, s Store, keys proof.Keys) (AuditReport, error) {
	a := auditor{store: s, keys: keys}
	size, err := s.Size(ctx)
	if err != nil {
		return a.report, fmt.Errorf("audit: %w", err)
	}
	items, err := s.TrackLen(ctx)
	if err != nil {
		return a.report, fmt.Errorf("audit: %w", err)
	}
	if err := keys.Check(s.Origin()); err != nil {
		a.reason("store", "%s", err)
	}
	roots, err := a.entries(ctx, size, items)
	if err != nil {
		return a.report, fmt.Errorf("audit: %w", err)
	}
	if err := a.track(ctx, items, roots); err != nil {
		return a.report, fmt.Errorf("audit: %w", err)
	}
	a.report.Whole = len(a.report.Reasons) == 0
	return a.report, nil
}

type auditor struct {
	store  Store
	keys   proof.Keys
	report AuditReport
	tree   tree
}

func (a *auditor) reason(place, format string, args ...any) {
	if len(a.report.Reasons) < proof.ReasonsMax {
		a.report.Reasons = append(a.report.Reasons,
			proof.Reason{Place: place, Fact: fmt.Sprintf(format, args...)})
	}
}

// entries checks all entries and tiles and returns the root at each size the track names.
func (a *auditor) entries(ctx context.Context, size, items uint64) (map[uint64]proof.Hash, error) {
	roots := map[uint64]proof.Hash{}
	for item, err := range a.store.Track(ctx, 0, items) {
		if err != nil {
			return nil, err
		}
		roots[item.Size] = proof.Hash{}
	}
	seen := map[event.ID]bool{}
	a.noteRoot(roots)
	for e, err := range a.store.Entries(ctx, 0, size) {
		if err != nil {
			return nil, err
		}
		place := fmt.Sprintf("entry %d", a.report.Entries)
		if e.Index != a.report.Entries {
			a.reason(place, "the next one in the store is entry %d", e.Index)
		}
		if proof.LeafHash(e.Envelope) != e.Leaf {
			a.reason(place, "its leaf hash is not that of its envelope")
		}
		if seen[e.ID] {
			a.reason(place, "its identity is there twice")
		}
		seen[e.ID] = true
		tiles, err := a.tree.append(proof.LeafHash(e.Envelope))
		if err != nil {
			return nil, err
		}
		if err := a.tiles(ctx, tiles); err != nil {
			return nil, err
		}
		a.report.Entries++
		a.noteRoot(roots)
	}
	if a.report.Entries != size {
		a.reason("store", "it counts %d entries and has %d", size, a.report.Entries)
	}
	return roots, nil
}

func (a *auditor) noteRoot(roots map[uint64]proof.Hash) {
	if _, ok := roots[a.tree.size()]; ok {
		roots[a.tree.size()] = a.tree.sorted.Root()
	}
}

func (a *auditor) tiles(ctx context.Context, tiles []Tile) error {
	for _, t := range tiles {
		have, err := a.store.Tile(ctx, t.Level, t.Number)
		if err != nil {
			return err
		}
		if !bytes.Equal(have, t.Hashes) {
			a.reason(fmt.Sprintf("tile %d/%d", t.Level, t.Number), "it is not that of its entries")
		}
		a.report.Tiles++
	}
	return nil
}

// track checks every signed checkpoint against the keys, the one before it and the entries.
func (a *auditor) track(ctx context.Context, items uint64, roots map[uint64]proof.Hash) error {
	var prev *proof.TrackItem
	for stored, err := range a.store.Track(ctx, 0, items) {
		if err != nil {
			return err
		}
		place := fmt.Sprintf("checkpoint %d", stored.Position)
		if stored.Position != a.report.Checkpoints {
			a.reason(place, "it stands at position %d", a.report.Checkpoints)
		}
		a.report.Checkpoints++
		item, err := proof.OpenTrackItem(stored.Note, a.keys)
		if err != nil {
			a.reason(place, "%s", err)
			continue
		}
		if item.ClockFault && prev != nil {
			item.Time = prev.Time
		}
		if item.Checkpoint != stored.Checkpoint || item.Time != stored.Time ||
			item.ClockFault != stored.ClockFault {
			a.reason(place, "its columns are not what its note says")
		}
		if prev != nil {
			if err := proof.Follows(*prev, item); err != nil {
				a.reason(place, "%s", err)
			}
		}
		if root := roots[item.Size]; root != item.Root {
			a.reason(place, "the root of %d entries is %s, signed was %s", item.Size, root, item.Root)
		}
		prev = &item
	}
	if prev != nil && prev.Size < a.report.Entries {
		a.report.Unsigned = a.report.Entries - prev.Size
	}
	return nil
}
