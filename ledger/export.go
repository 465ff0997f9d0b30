package ledger

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Export says what goes into a bundle besides the entries and the track, which always do, whole.
type Export struct {
	// Demo puts proof.DemoBanner into the header.
	Demo bool
	// Packs are the rule packs used, as bytes.
	Packs [][]byte
	// Openings returns which openings of an entry to show; nil shows none. It is called twice for
	// each entry and must answer alike.
	Openings func(ctx context.Context, e Entry) ([]Opening, error)
}

// WriteBundle writes the ledger up to its newest checkpoint as one file that verifies offline:
// docs/spec/bundle.md. Entries recorded while it runs are not in it.
func (l *Ledger) WriteBundle(ctx context.Context, out io.Writer, x Export) error {
	head := l.Head()
	h := proof.BundleHeader{
		Origin:      l.cfg.Signer.Origin(),
		Keys:        l.Keys(),
		Demo:        x.Demo,
		Packs:       uint64(len(x.Packs)),
		Entries:     head.Size,
		Checkpoints: head.Position + 1,
	}
	var err error
	if h.Openings, err = l.countOpenings(ctx, head.Size, x); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	w, err := proof.NewBundleWriter(out, h)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	for _, p := range x.Packs {
		if err := w.Pack(p); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	next, stop := iter.Pull2(l.cfg.Store.Entries(ctx, 0, head.Size))
	defer stop()
	written := uint64(0)
	for item, err := range l.Track(ctx, 0, head.Position+1) {
		if err != nil {
			return fmt.Errorf("export: track: %w", err)
		}
		for ; written < item.Size; written++ {
			e, err, ok := next()
			if !ok {
				err = ErrNoEntry
			}
			if err == nil {
				err = x.write(ctx, w, e)
			}
			if err != nil {
				return fmt.Errorf("export: entry %d: %w", written, err)
			}
		}
		if err := w.Checkpoint(item); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// write writes one entry with the openings to show.
func (x Export) write(ctx context.Context, w *proof.BundleWriter, e Entry) error {
	shown, err := x.shown(ctx, e)
	if err != nil {
		return err
	}
	return w.Entry(e.Envelope, shown)
}

func (x Export) shown(ctx context.Context, e Entry) ([]Opening, error) {
	if x.Openings == nil {
		return nil, nil
	}
	return x.Openings(ctx, e)
}

func (l *Ledger) countOpenings(ctx context.Context, size uint64, x Export) (uint64, error) {
	if x.Openings == nil {
		return 0, nil
	}
	n := uint64(0)
	for e, err := range l.cfg.Store.Entries(ctx, 0, size) {
		if err != nil {
			return 0, fmt.Errorf("entries: %w", err)
		}
		shown, err := x.shown(ctx, e)
		if err != nil {
			return 0, fmt.Errorf("openings of entry %d: %w", e.Index, err)
		}
		n += uint64(len(shown))
	}
	return n, nil
}
