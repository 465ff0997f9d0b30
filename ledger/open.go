package ledger

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// queueLen is how many callers can hand over their entry while a transaction is being written.
const queueLen = 4 * BatchMax

// Create begins a new production: it makes the first record in the checkpoint store and signs the
// checkpoint of the empty log, so that the first event has a time to name. It returns
// ErrCheckpointExists if the origin was begun before, and refuses a store with entries.
func Create(ctx context.Context, cfg Config) (*Ledger, error) {
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("create ledger: %w", err)
	}
	size, err := cfg.Store.Size(ctx)
	if err != nil {
		return nil, fmt.Errorf("create ledger: %w", err)
	}
	items, err := cfg.Store.TrackLen(ctx)
	if err != nil {
		return nil, fmt.Errorf("create ledger: %w", err)
	}
	if size != 0 || items != 0 {
		return nil, fmt.Errorf("create ledger: the store already has %d entries", size)
	}
	empty := proof.Range{}
	first := Recorded{Root: empty.Root()}
	first.Time, first.ClockFault = readClock(cfg.Clock, 0)
	if err := cfg.Checkpoints.Create(ctx, cfg.Signer.Origin(), first); err != nil {
		return nil, fmt.Errorf("create ledger: %w", err)
	}
	// The record exists and nothing is signed. If the process ends here, Open signs it.
	return Open(ctx, cfg)
}

// Open goes on with a production: it rebuilds the edge of the tree, compares it with what was last
// signed, and signs whatever is durable and was not signed yet.
//
// It returns ErrNoCheckpoint, *AheadError, *RootError or ErrCheckpointBehind, signing nothing, where
// the stores do not belong together. Their entries can still be read with the Store and Audit.
func Open(ctx context.Context, cfg Config) (*Ledger, error) {
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	last, err := cfg.Checkpoints.Last(ctx, cfg.Signer.Origin())
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	size, err := cfg.Store.Size(ctx)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	items, err := cfg.Store.TrackLen(ctx)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if last.Size > size || last.Position > items {
		return nil, fmt.Errorf("open ledger: %w", &AheadError{Recorded: last, Size: size, TrackLen: items})
	}
	if items > last.Position+1 {
		return nil, fmt.Errorf("open ledger: track item %d is signed, item %d recorded: %w", items-1,
			last.Position, ErrCheckpointBehind)
	}
	t, err := loadTree(ctx, cfg.Store, size)
	if err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	if err := compareRoot(ctx, cfg.Store, t, last); err != nil {
		return nil, fmt.Errorf("open ledger: %w", err)
	}
	return start(ctx, cfg, t, last, items)
}

// compareRoot checks that the first last.Size entries are the ones that were signed.
func compareRoot(ctx context.Context, s Store, t *tree, last Recorded) error {
	root, err := tlog.TreeHash(int64(last.Size), newHashes(ctx, s, t))
	if err != nil {
		return fmt.Errorf("root of %d entries: %w", last.Size, err)
	}
	if have := proof.Hash(root); have != last.Root {
		return &RootError{Size: last.Size, Signed: last.Root, Have: have}
	}
	return nil
}

// start signs the last record again, which gives the note that was or would have been published,
// then signs the rows that came after it, and lets the writer go.
func start(ctx context.Context, cfg Config, t *tree, last Recorded, items uint64) (*Ledger, error) {
	l := &Ledger{
		cfg:   cfg,
		queue: make(chan *request, queueLen),
		quit:  make(chan struct{}),
		done:  make(chan struct{}),
	}
	item := cfg.Signer.sign(last)
	if items == last.Position+1 {
		if err := sameItem(ctx, cfg.Store, item); err != nil {
			return nil, fmt.Errorf("open ledger: %w", err)
		}
	}
	l.w = writer{l: l, last: last, size: t.size(), saved: items}
	l.tip.Store(&tip{tree: *t, item: item})
	if t.size() > last.Size {
		// The rows are durable; their checkpoint is not signed yet, and nobody was told of them.
		if err := l.w.save(ctx); err != nil {
			return nil, fmt.Errorf("open ledger: keep track item %d: %w", item.Position, err)
		}
		if _, err := l.w.seal(ctx, *t); err != nil {
			return nil, fmt.Errorf("open ledger: %w", err)
		}
	}
	go l.w.run()
	return l, nil
}

// sameItem checks that the newest stored track item is the one the record stands for.
func sameItem(ctx context.Context, s Store, item proof.TrackItem) error {
	for have, err := range s.Track(ctx, item.Position, item.Position+1) {
		if err != nil {
			return fmt.Errorf("track item %d: %w", item.Position, err)
		}
		if string(have.Note) != string(item.Note) {
			return fmt.Errorf("track item %d: the store has another note than the one signed",
				item.Position)
		}
		return nil
	}
	return errors.New("the newest track item is missing")
}
