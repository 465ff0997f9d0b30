package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/proofhouse/proofhouse/demo"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
)

// dataDir is where a production lives:
//
//	production.db   entries, leaves, tiles, openings and the desk: one SQLite file
//	keys/           what the box signs with; nobody else may read it
//	checkpoints/    what was signed last; never restored from a backup
//	lock            held by the one process that has the production open
//
// Checkpoints may lie elsewhere, so that a backup of the directory leaves them out by itself.
type dataDir struct {
	path        string
	checkpoints string // Empty for the folder inside path.
}

// The names inside a data directory.
const (
	storeName       = "production.db"
	keysName        = "keys"
	checkpointsName = "checkpoints"
	lockName        = "lock"
)

// Errors of a data directory. Each says what to do next.
var (
	errNoProduction = errors.New("there is no production: start it with serve or demo first")
	errInUse        = errors.New("another process has this production open: stop it first")
	errNoSigned     = errors.New("the checkpoint store is missing, which remembers what was signed " +
		"last: name where it lies with --checkpoints or bring it back from where it was moved, " +
		"never from a backup and never as an empty folder (runbook checkpoint-store-missing)")
)

func (d dataDir) store() string { return filepath.Join(d.path, storeName) }

func (d dataDir) keys() string { return filepath.Join(d.path, keysName) }

func (d dataDir) checkpointsPath() string {
	if d.checkpoints != "" {
		return d.checkpoints
	}
	return filepath.Join(d.path, checkpointsName)
}

// exists reports whether a production was begun here.
func (d dataDir) exists() (bool, error) {
	_, err := os.Stat(d.store())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// house is one open production with everything that has to be closed after it, in order.
type house struct {
	*production.Production

	closers []io.Closer
}

// Close closes the production, then its stores, then lets the directory go.
func (h *house) Close() error {
	var all []error
	if h.Production != nil {
		all = append(all, h.Production.Close())
	}
	for _, c := range slices.Backward(h.closers) {
		all = append(all, c.Close())
	}
	return errors.Join(all...)
}

// housing says how a production is opened.
type housing struct {
	clock     func() time.Time // The demo's own clock where there is one, else time.Now, when nil.
	log       *slog.Logger
	allowDemo bool
	rp        string   // What a new production has to be opened with.
	origins   []string // The same.
}

// config gathers everything a production works with.
func (d dataDir) config(
	h *house, keys production.KeySet, store ledger.Store, x housing,
) (production.Config, error) {
	checks, err := ledger.OpenCheckpointDir(d.checkpointsPath())
	if err != nil {
		return production.Config{}, err
	}
	h.closers = append(h.closers, checks)
	if x.clock == nil {
		x.clock, err = d.clock()
		if err != nil {
			return production.Config{}, err
		}
	}
	var packs [][]byte
	for _, f := range rules.All() {
		packs = append(packs, f.Bytes)
	}
	return production.Config{
		Store: store, Checkpoints: checks, Signer: keys.Signer, Hub: keys.Hub, Clock: x.clock, Packs: packs,
		Log: x.log, AllowDemo: x.allowDemo, RP: x.rp, Origins: x.origins,
	}, nil
}

// clock returns the clock of the production: a demo may have moved its own ahead, and to sign by
// another one would be to sign by a clock that ran backwards.
func (d dataDir) clock() (func() time.Time, error) {
	clock, err := demo.OpenClock(filepath.Join(d.path, demoClockName))
	if errors.Is(err, fs.ErrNotExist) {
		return time.Now, nil
	}
	if err != nil {
		return nil, err
	}
	return clock.Now, nil
}

// open opens the production that lives here.
func (d dataDir) open(ctx context.Context, x housing) (_ *house, err error) {
	has, err := d.exists()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", d.path, err)
	}
	if !has {
		return nil, fmt.Errorf("open %s: %w", d.path, errNoProduction)
	}
	h := &house{}
	defer func() {
		if err != nil {
			err = fmt.Errorf("open %s: %w", d.path, errors.Join(err, h.Close()))
		}
	}()
	if err := h.hold(d); err != nil {
		return nil, err
	}
	keys, err := production.LoadKeys(d.keys())
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, d.store())
	if err != nil {
		return nil, err
	}
	h.closers = append(h.closers, store)
	signed, err := d.signed(ctx, store)
	if err != nil {
		return nil, err
	}
	cfg, err := d.config(h, keys, store, x)
	if err != nil {
		return nil, err
	}
	h.Production, err = production.Open(ctx, cfg)
	switch {
	case !errors.Is(err, ledger.ErrNoCheckpoint):
	case signed:
		err = fmt.Errorf("%s: %w", d.checkpointsPath(), errNoSigned)
	case store.Origin() == keys.Signer.Origin():
		// The store was made and nothing was signed yet: the last start ended right here.
		h.Production, err = production.Begin(ctx, cfg)
	}
	return h, err
}

// signed reports whether something in a store was signed already. Then the checkpoint store has to
// be there: an empty one made in its place would hide that it is missing.
func (d dataDir) signed(ctx context.Context, store ledger.Store) (bool, error) {
	size, err := store.Size(ctx)
	if err != nil {
		return false, err
	}
	items, err := store.TrackLen(ctx)
	if err != nil || size+items == 0 {
		return false, err
	}
	if _, err := os.Stat(d.checkpointsPath()); errors.Is(err, fs.ErrNotExist) {
		return true, fmt.Errorf("%s: %w", d.checkpointsPath(), errNoSigned)
	}
	return true, nil
}

// begin makes the production of a new directory: keys, stores and the signed checkpoint of the empty
// log. Its founders sign the first entry.
func (d dataDir) begin(ctx context.Context, origin string, x housing) (_ *house, err error) {
	h := &house{}
	defer func() {
		if err != nil {
			err = fmt.Errorf("begin %s: %w", d.path, errors.Join(err, h.Close()))
		}
	}()
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return nil, err
	}
	if err := h.hold(d); err != nil {
		return nil, err
	}
	keys, err := production.LoadKeys(d.keys())
	if errors.Is(err, production.ErrKeys) {
		// Refuses keys that are there and cannot be used: nothing is ever written over.
		keys, err = production.GenerateKeys(d.keys(), origin)
	}
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Create(ctx, d.store(), keys.Signer.Origin())
	if err != nil {
		return nil, err
	}
	h.closers = append(h.closers, store)
	cfg, err := d.config(h, keys, store, x)
	if err != nil {
		return nil, err
	}
	h.Production, err = production.Begin(ctx, cfg)
	return h, err
}

// hold keeps every other process out of the directory until the house is closed.
func (h *house) hold(d dataDir) error {
	f, err := os.OpenFile(filepath.Join(d.path, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := lockFile(f); err != nil {
		return errors.Join(err, f.Close())
	}
	h.closers = append(h.closers, f) // Closing it lets the lock go; so does the end of the process.
	return nil
}

// quietLog is for commands that say themselves what happened.
func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }
