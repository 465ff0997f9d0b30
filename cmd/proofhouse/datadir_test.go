package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
)

// TestAMissingCheckpointStore starts over a store whose record of what was signed is gone: whole, or
// replaced by an empty folder.
func TestAMissingCheckpointStore(t *testing.T) {
	for name, empty := range map[string]bool{"gone": false, "an empty folder in its place": true} {
		t.Run(name, func(t *testing.T) {
			dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
			foundedIn(t, dir, false)
			moved := dir.checkpointsPath() + ".moved"
			if err := os.Rename(dir.checkpointsPath(), moved); err != nil {
				t.Fatal(err)
			}
			if empty {
				if err := os.Mkdir(dir.checkpointsPath(), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			_, errs, code := commandLine(t, "serve", "--data", dir.path, "--addr", "127.0.0.1:0")
			if code != exitRefused || !strings.Contains(errs, "the checkpoint store is missing") ||
				!strings.Contains(errs, "--checkpoints") {
				t.Errorf("serve: %d %s", code, errs)
			}
			if _, err := os.Stat(dir.checkpointsPath()); !empty && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a failed start left something there: %v", err)
			}
			h, err := dataDir{path: dir.path, checkpoints: moved}.open(t.Context(), housing{log: quietLog()})
			if err != nil {
				t.Fatalf("with the store named: %v", err)
			}
			if err := h.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestABeginningThatEndedBeforeItsFirstSignature goes on where nothing was signed yet.
func TestABeginningThatEndedBeforeItsFirstSignature(t *testing.T) {
	dir := dataDir{path: t.TempDir()}
	keys, err := production.GenerateKeys(dir.keys(), "set.example/log")
	if err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Create(t.Context(), dir.store(), keys.Signer.Origin())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := dir.open(t.Context(), housing{log: quietLog()})
	if err != nil {
		t.Fatal(err)
	}
	if h.Head().Size != 0 || h.Opened() != nil {
		t.Errorf("%d entries", h.Head().Size)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}
