package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"sort"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Entries yields the entries from index from up to but not including to, in order, as far as a
// signed checkpoint covers them.
func (l *Ledger) Entries(ctx context.Context, from, to uint64) iter.Seq2[Entry, error] {
	return l.cfg.Store.Entries(ctx, from, min(to, l.Head().Size))
}

// Entry returns one entry, or ErrNoEntry.
func (l *Ledger) Entry(ctx context.Context, index uint64) (Entry, error) {
	for e, err := range l.Entries(ctx, index, index+1) {
		if err != nil {
			return Entry{}, fmt.Errorf("entry %d: %w", index, err)
		}
		return e, nil
	}
	return Entry{}, fmt.Errorf("entry %d: %w", index, ErrNoEntry)
}

// Find returns the entry with an identity, or ErrNoEntry.
func (l *Ledger) Find(ctx context.Context, id event.ID) (Entry, error) {
	found, err := l.cfg.Store.Find(ctx, []event.ID{id})
	if err != nil {
		return Entry{}, fmt.Errorf("find %s: %w", id.Short(), err)
	}
	for _, e := range found {
		if e.Index < l.Head().Size {
			return e, nil
		}
	}
	return Entry{}, fmt.Errorf("find %s: %w", id.Short(), ErrNoEntry)
}

// Track yields the track items from position from up to but not including to, in order.
func (l *Ledger) Track(ctx context.Context, from, to uint64) iter.Seq2[proof.TrackItem, error] {
	head := l.Head()
	return func(yield func(proof.TrackItem, error) bool) {
		next := from
		for item, err := range l.cfg.Store.Track(ctx, from, min(to, head.Position+1)) {
			if !yield(item, err) || err != nil {
				return
			}
			next = item.Position + 1
		}
		// The newest item may not be in the store yet.
		if next == head.Position && next < to {
			yield(head, nil)
		}
	}
}

// TrackItem returns one track item.
func (l *Ledger) TrackItem(ctx context.Context, position uint64) (proof.TrackItem, error) {
	for item, err := range l.Track(ctx, position, position+1) {
		return item, err
	}
	return proof.TrackItem{}, fmt.Errorf("track item %d: %w", position, ErrNoEntry)
}

// covering returns the first track item above an entry, timed or not.
func (l *Ledger) covering(ctx context.Context, index uint64) (proof.TrackItem, error) {
	head := l.Head()
	if index >= head.Size {
		return proof.TrackItem{}, fmt.Errorf("entry %d: %w", index, ErrNoEntry)
	}
	var failed error
	position := sort.Search(int(head.Position), func(i int) bool {
		item, err := l.TrackItem(ctx, uint64(i))
		if err != nil {
			failed = err
		}
		return item.Size > index
	})
	if failed != nil {
		return proof.TrackItem{}, failed
	}
	return l.TrackItem(ctx, uint64(position))
}

// Inclusion proves that the tree of size has the entry at index: the hashes proof.CheckInclusion
// takes. Size is at most that of Head.
func (l *Ledger) Inclusion(ctx context.Context, index, size uint64) ([]proof.Hash, error) {
	t := l.tip.Load()
	if size > t.item.Size || index >= size {
		return nil, fmt.Errorf("inclusion of %d in %d: %w", index, size, ErrNoEntry)
	}
	path, err := tlog.ProveRecord(int64(size), int64(index), newHashes(ctx, l.cfg.Store, &t.tree))
	if err != nil {
		return nil, fmt.Errorf("inclusion of %d in %d: %w", index, size, err)
	}
	return proved(path), nil
}

// Consistency proves that the tree of newSize begins with the tree of oldSize: the hashes
// proof.CheckConsistency takes. NewSize is at most that of Head.
func (l *Ledger) Consistency(ctx context.Context, oldSize, newSize uint64) ([]proof.Hash, error) {
	t := l.tip.Load()
	if newSize > t.item.Size || oldSize > newSize {
		return nil, fmt.Errorf("consistency of %d with %d: %w", newSize, oldSize, ErrNoEntry)
	}
	if oldSize == 0 {
		return nil, nil
	}
	path, err := tlog.ProveTree(int64(newSize), int64(oldSize), newHashes(ctx, l.cfg.Store, &t.tree))
	if err != nil {
		return nil, fmt.Errorf("consistency of %d with %d: %w", newSize, oldSize, err)
	}
	return proved(path), nil
}

// Prove returns the proof that an entry is under the newest checkpoint.
func (l *Ledger) Prove(ctx context.Context, index uint64) (proof.Proof, error) {
	t := l.tip.Load()
	if index >= t.item.Size {
		return proof.Proof{}, fmt.Errorf("prove entry %d: %w", index, ErrNoEntry)
	}
	path, err := tlog.ProveRecord(int64(t.item.Size), int64(index),
		newHashes(ctx, l.cfg.Store, &t.tree))
	if err != nil {
		return proof.Proof{}, fmt.Errorf("prove entry %d: %w", index, err)
	}
	return proof.Proof{Index: index, Path: proved(path), Note: t.item.Note}, nil
}

// Resource returns the bytes of a tile or of an entry bundle: C2SP tlog-tiles, sections Merkle Tree
// and Log entries. It returns ErrNoTile for what the tree of Head does not have.
func (l *Ledger) Resource(ctx context.Context, p TilePath) ([]byte, error) {
	t := l.tip.Load()
	if !p.Entries {
		return newHashes(ctx, l.cfg.Store, &t.tree).tile(p.Level, p.Number, p.Width)
	}
	from := p.Number * tileWidth
	to := from + uint64(p.Width)
	if p.Number > proof.SizeMax/tileWidth || to > t.item.Size {
		return nil, ErrNoTile
	}
	var out []byte
	for e, err := range l.cfg.Store.Entries(ctx, from, to) {
		if err != nil {
			return nil, fmt.Errorf("entry bundle %d: %w", p.Number, err)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(len(e.Envelope)))
		out = append(out, e.Envelope...)
	}
	return out, nil
}

// Openings returns the openings of an entry that were not erased.
func (l *Ledger) Openings(ctx context.Context, index uint64) ([]Opening, error) {
	return l.cfg.Store.Openings(ctx, index)
}

// Erase removes one opening for good and reports whether there was one. Leaf and proofs stay. That
// it was erased, by whom and why, is for an event to say.
func (l *Ledger) Erase(ctx context.Context, index uint64, field string) (bool, error) {
	return l.cfg.Store.Erase(ctx, index, field)
}
