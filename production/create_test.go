package production_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/proofhouse/proofhouse/production"
)

func TestKeysAreNeverWrittenOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	if _, err := production.LoadKeys(dir); !errors.Is(err, production.ErrKeys) {
		t.Errorf("no keys: %v", err)
	}
	// A start that ended early left this behind.
	if err := os.MkdirAll(dir+".new", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir+".new", "hub.key"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := production.GenerateKeys(dir, logAt)
	if err != nil {
		t.Fatal(err)
	}
	read, err := production.LoadKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	if read.Signer.Keys() != made.Signer.Keys() || read.Hub.Public() != made.Hub.Public() {
		t.Error("other keys were read than were made")
	}
	if _, err := production.GenerateKeys(dir, logAt); err == nil {
		t.Error("keys were made where keys are")
	}
	again, err := production.LoadKeys(dir)
	if err != nil || again.Signer.Keys() != made.Signer.Keys() {
		t.Errorf("the keys changed: %v", err)
	}
	for _, name := range []string{"ledger.key", "hub.key"} {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := production.LoadKeys(dir); !errors.Is(err, production.ErrKeys) {
			t.Errorf("%s that others can read: %v", name, err)
		}
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
