package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

func dir(t *testing.T, path string) *ledger.CheckpointDir {
	t.Helper()
	d, err := ledger.OpenCheckpointDir(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func record(n uint64) ledger.Recorded {
	return ledger.Recorded{
		Position: n, Size: 3 * n, Root: proof.Hash{byte(n)},
		Time: proof.UnixTime(1_700_000_000 + n), ClockFault: n%2 == 1,
	}
}

func TestCheckpointRecordsAreKeptAndCompared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "made", "by", "it")
	d := dir(t, path)
	const a, b = "a.example", "b.example"
	if _, err := d.Last(t.Context(), a); !errors.Is(err, ledger.ErrNoCheckpoint) {
		t.Errorf("before the first: %v", err)
	}
	if err := d.Swap(t.Context(), a, record(0), record(1)); !errors.Is(err, ledger.ErrNoCheckpoint) {
		t.Errorf("swapped what is not there: %v", err)
	}
	for _, o := range []string{a, b} {
		if err := d.Create(t.Context(), o, record(0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Create(t.Context(), a, record(5)); !errors.Is(err, ledger.ErrCheckpointExists) {
		t.Errorf("created twice: %v", err)
	}
	for n := range uint64(7) {
		if err := d.Swap(t.Context(), a, record(n), record(n+1)); err != nil {
			t.Fatal(err)
		}
		if err := d.Swap(t.Context(), a, record(n), record(9)); !errors.Is(err, ledger.ErrMoved) {
			t.Errorf("swapped an old record: %v", err)
		}
		for _, look := range []*ledger.CheckpointDir{d, dir(t, path)} {
			if have, err := look.Last(t.Context(), a); err != nil || have != record(n+1) {
				t.Errorf("the record is %+v, %v", have, err)
			}
		}
	}
	if have, err := d.Last(t.Context(), b); err != nil || have != record(0) {
		t.Errorf("the other origin has %+v, %v", have, err)
	}
	if err := d.Release(a); err != nil {
		t.Error(err)
	}
	if have, err := d.Last(t.Context(), a); err != nil || have != record(7) {
		t.Errorf("after releasing: %+v, %v", have, err)
	}
	if names, err := os.ReadDir(path); err != nil || len(names) != 2 {
		t.Errorf("the directory holds %v, %v", names, err)
	}
}

// Of many that replace one record, through two handles as two processes would, exactly one wins.
func TestOneSwapWins(t *testing.T) {
	path := t.TempDir()
	d := [2]*ledger.CheckpointDir{dir(t, path), dir(t, path)}
	if err := d[0].Create(t.Context(), "a", record(0)); err != nil {
		t.Fatal(err)
	}
	for n := range uint64(20) {
		var all sync.WaitGroup
		var won atomic.Int64
		for i := range 8 {
			all.Go(func() {
				switch err := d[i%2].Swap(t.Context(), "a", record(n), record(n+1)); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, ledger.ErrMoved):
					t.Error(err)
				}
			})
		}
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("%d callers replaced record %d", won.Load(), n)
		}
	}
}

// A write that was cut short spoils the newer slot only: the older record is still there, and from
// the newer one nothing had been signed.
func TestSpoiledSlots(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(file []byte)
		want  ledger.Recorded
		err   error
	}{
		{"none", func([]byte) {}, record(2), nil},
		{"the newer one, first byte", func(f []byte) { f[0] ^= 1 }, record(1), nil},
		{"the newer one, in the middle", func(f []byte) { f[40] ^= 1 }, record(1), nil},
		{"the newer one, last byte of its digest", func(f []byte) { f[75+31] ^= 1 }, record(1), nil},
		{"the newer one, empty", func(f []byte) { clear(f[:4096]) }, record(1), nil},
		{"the older one", func(f []byte) { clear(f[4096:]) }, record(2), nil},
		{"both", func(f []byte) { clear(f) }, ledger.Recorded{}, ledger.ErrSlots},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := t.TempDir()
			d := dir(t, path)
			err := d.Create(t.Context(), "a", record(0))
			for n := range uint64(2) {
				err = errors.Join(err, d.Swap(t.Context(), "a", record(n), record(n+1)))
			}
			if err := errors.Join(err, d.Release("a")); err != nil {
				t.Fatal(err)
			}
			edit(t, path, c.spoil)
			have, err := d.Last(t.Context(), "a")
			if have != c.want || !errors.Is(err, c.err) {
				t.Fatalf("the record is %+v, %v", have, err)
			}
			if err == nil {
				if err := d.Swap(t.Context(), "a", have, record(7)); err != nil {
					t.Error(err)
				}
				if again, err := d.Last(t.Context(), "a"); again != record(7) {
					t.Errorf("and then %+v, %v", again, err)
				}
			}
		})
	}
}

// A record that was copied to the name of another origin is not that origin's.
func TestARecordBelongsToItsOrigin(t *testing.T) {
	path := t.TempDir()
	d := dir(t, path)
	for _, o := range []string{"a", "b"} {
		if err := errors.Join(d.Create(t.Context(), o, record(0)), d.Release(o)); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(path, "*"))
	if err != nil || len(names) != 2 {
		t.Fatal(names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(names[1], data, 0o600); err != nil {
		t.Fatal(err)
	}
	_, errA := d.Last(t.Context(), "a")
	_, errB := d.Last(t.Context(), "b")
	if (errA == nil) == (errB == nil) || !errors.Is(errors.Join(errA, errB), ledger.ErrSlots) {
		t.Errorf("a: %v, b: %v", errA, errB)
	}
	for _, n := range names {
		if strings.Contains(n, "a.") || !strings.HasSuffix(n, ".checkpoint") {
			t.Errorf("a file is called %s", n)
		}
	}
}

func edit(t *testing.T, dir string, change func([]byte)) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.checkpoint"))
	if err != nil || len(names) != 1 {
		t.Fatal(names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(data) != 8192 {
		t.Fatalf("the file has %d bytes", len(data))
	}
	change(data)
	if err := os.WriteFile(names[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
}
