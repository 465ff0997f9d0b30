package scenario

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
)

// Props are the real parts of a new production, in a folder of their own.
type Props struct {
	Store       ledger.Store
	Checkpoints *ledger.CheckpointDir
	Keys        production.KeySet
}

// MakeProps draws keys and makes the stores of a log in an empty folder. Which store it is, the
// caller says with create, which gets its path and the log's origin.
func MakeProps[S ledger.Store](
	ctx context.Context, dir, origin string, create func(context.Context, string, string) (S, error),
) (*Props, error) {
	keys, err := production.GenerateKeys(filepath.Join(dir, "keys"), origin)
	if err != nil {
		return nil, fmt.Errorf("make props: %w", err)
	}
	store, err := create(ctx, filepath.Join(dir, "production.db"), origin)
	if err != nil {
		return nil, fmt.Errorf("make props: %w", err)
	}
	checks, err := ledger.OpenCheckpointDir(filepath.Join(dir, "checkpoints"))
	if err != nil {
		return nil, fmt.Errorf("make props: %w", errors.Join(err, store.Close()))
	}
	return &Props{Store: store, Checkpoints: checks, Keys: keys}, nil
}

// Config says how a production begins on these parts: with every rule pack that ships and a log that
// goes nowhere.
func (p *Props) Config(clock func() time.Time) production.Config {
	var packs [][]byte
	for _, f := range rules.All() {
		packs = append(packs, f.Bytes)
	}
	return production.Config{
		Store: p.Store, Checkpoints: p.Checkpoints, Signer: p.Keys.Signer, Hub: p.Keys.Hub, Clock: clock,
		Packs: packs, Log: slog.New(slog.DiscardHandler),
	}
}

// Close closes both stores. The production on them was closed before.
func (p *Props) Close() error { return errors.Join(p.Store.Close(), p.Checkpoints.Close()) }
