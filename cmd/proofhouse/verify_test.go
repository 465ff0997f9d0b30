package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// TestAChangedEntryIsNamedFirst changes one bit of an early entry: every later checkpoint has another
// root then, and the entry is what somebody has to look at.
func TestAChangedEntryIsNamedFirst(t *testing.T) {
	dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
	foundedIn(t, dir, false)
	bodies := make([]event.Body, 90)
	for n := range bodies {
		bodies[n] = &event.ContactNamed{Person: "a1"}
	}
	performIn(t, dir, "a1", event.AD, bodies...)
	file := filepath.Join(t.TempDir(), "b.phb")
	if out, errs, code := commandLine(t, "export", "--data", dir.path, "-o", file); code != exitDone {
		t.Fatalf("export: %d\n%s%s", code, out, errs)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, []byte(`"nonce":"`)) // Of entry 0.
	at = at + 1 + bytes.Index(whole[at+1:], []byte(`"nonce":"`)) + len(`"nonce":"`)
	whole[at] ^= 1
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	out, errs, code := commandLine(t, "verify", file)
	_, reasons, refused := strings.Cut(out, ": REFUSED\n")
	if code != exitRefused || !refused {
		t.Fatalf("verify: %d\n%s%s", code, out, errs)
	}
	lines := strings.Split(strings.TrimSpace(reasons), "\n")
	if !strings.HasPrefix(strings.TrimSpace(lines[0]), "entry 1: ") {
		t.Errorf("the first reason is %q", lines[0])
	}
	if n := strings.Count(reasons, rootFact); n != 1 {
		t.Errorf("%d lines about one root, want 1", n)
	}
	if !strings.Contains(reasons, "later checkpoints differ too") || len(lines) > 6 {
		t.Errorf("%d lines:\n%s", len(lines), reasons)
	}
}
