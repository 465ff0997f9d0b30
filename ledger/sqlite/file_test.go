package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
)

// Everything an erased opening was must be gone from the database and from its write-ahead log.
func TestErasedBytesAreInNoFile(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Create(t.Context(), filepath.Join(dir, "p.db"), "a")
	if err != nil {
		t.Fatal(err)
	}
	salt := [16]byte([]byte("SALT-OF-ONE-NAME"))
	value := bytes.Repeat([]byte("a name nobody may read. "), 400) // Longer than a page.
	batch := ledger.Batch{Rows: []ledger.Row{{
		Entry:    ledger.Entry{ID: [32]byte{1}, Leaf: [32]byte{1}, Envelope: []byte("e")},
		Openings: []ledger.Opening{{Field: "name", Salt: salt, Value: value}},
	}}}
	if err := s.Append(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if n := occurrences(t, dir, salt[:]); n == 0 {
		t.Fatal("the salt is nowhere to be found before it is erased, so the test cannot see it")
	}
	if there, err := s.Erase(t.Context(), 0, "name"); !there || err != nil {
		t.Fatalf("erase: %v, %v", there, err)
	}
	for _, secret := range [][]byte{salt[:], []byte("nobody may read")} {
		if n := occurrences(t, dir, secret); n != 0 {
			t.Errorf("%q is still there %d times", secret, n)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func occurrences(t *testing.T, dir string, what []byte) int {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(data, what)
	}
	return n
}

func TestOpenRefusesWhatIsNotALedger(t *testing.T) {
	path := func() string { return filepath.Join(t.TempDir(), "p.db") }
	marked := func(marks string) string {
		p := path()
		s, err := sqlite.Create(t.Context(), p, "a")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		change(t, p, marks)
		return p
	}
	text, empty := path(), path()
	if err := errors.Join(os.WriteFile(text, bytes.Repeat([]byte("hello "), 1000), 0o600),
		os.WriteFile(empty, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"no file", path(), nil},
		{"a text", text, nil},
		{"an empty file", empty, sqlite.ErrFormat},
		{"a database of another program", marked("PRAGMA application_id = 1"), sqlite.ErrFormat},
		{"a later format", marked("PRAGMA user_version = 2"), sqlite.ErrFormat},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := sqlite.Open(t.Context(), c.path)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v, %v", s != nil, err)
			}
		})
	}
}

func TestOpenChangesNothingOfAnotherProgram(t *testing.T) {
	p := filepath.Join(t.TempDir(), "p.db")
	change(t, p, "CREATE TABLE other (a)")
	before, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), p); !errors.Is(err, sqlite.ErrFormat) {
		t.Errorf("got %v", err)
	}
	if after, err := os.ReadFile(p); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file changed, %v", err)
	}
}

func TestCreateStartsAfreshOverAHalfMadeFile(t *testing.T) {
	p := filepath.Join(t.TempDir(), "p.db")
	if err := os.WriteFile(p+".new", []byte("half a"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Create(t.Context(), p, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func change(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestCreateRefusesAPathThatExists(t *testing.T) {
	p := filepath.Join(t.TempDir(), "p.db")
	s, err := sqlite.Create(t.Context(), p, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Create(t.Context(), p, "b"); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v", err)
	}
	info, err := os.Stat(p)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// A closed production must be whole in its one file, so that copying it is a copy.
func TestAClosedStoreLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Create(t.Context(), filepath.Join(dir, "p.db"), "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), ledger.DeskItem{Kind: "k", Key: "k"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.List(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("left are %v, %v", files, err)
	}
}

func TestDurabilityIsAskedFor(t *testing.T) {
	p := filepath.Join(t.TempDir(), "p.db")
	s, err := sqlite.Create(t.Context(), p, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2",
		"foreign_keys": "1", "busy_timeout": "5000", "secure_delete": "1",
	} {
		if got := sqlite.Pragma(t.Context(), t, s, pragma); got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}
