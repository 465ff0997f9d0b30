//go:build unix

package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/ledgertest"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
)

// childDir tells the test binary to be the process that is killed.
const childDir = "LEDGER_KILL_DIR"

// rounds is how often the child is killed.
const rounds = 25

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, child(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// child appends from many goroutines and prints the number of each entry once it has its receipt.
// It never ends by itself.
func child(dir string) error {
	l, err := open(context.Background(), dir)
	if err != nil {
		return err
	}
	begin := int(l.Head().Size)
	fmt.Println("open", begin)
	var all sync.WaitGroup
	failures := make(chan error, 16)
	for c := range 16 {
		all.Go(func() {
			for i := begin + c; ; i += 16 {
				r, err := l.Append(context.Background(), submission(i))
				if err != nil {
					failures <- err
					return
				}
				// One write each, so that a line is there whole or not at all.
				_, _ = os.Stdout.WriteString("entry " + strconv.Itoa(i) + " " +
					strconv.FormatUint(r.Index, 10) + "\n")
			}
		})
	}
	all.Wait()
	return <-failures
}

// submission brings openings along and differs in size, so that a torn write would show.
func submission(i int) ledger.Submission {
	s := ledgertest.Submission(i)
	s.Envelope = append(s.Envelope, make([]byte, i*131%3000)...)
	s.Openings = []ledger.Opening{{Field: "f", Value: make([]byte, i%700)}}
	return s
}

func open(ctx context.Context, dir string) (*ledger.Ledger, error) {
	text, err := os.ReadFile(filepath.Join(dir, "key"))
	if err != nil {
		return nil, err
	}
	secret, err := ledger.ParseSecret(text)
	if err != nil {
		return nil, err
	}
	cfg := ledger.Config{Clock: time.Now}
	if cfg.Signer, err = ledger.NewSigner(secret); err != nil {
		return nil, err
	}
	points, err := ledger.OpenCheckpointDir(filepath.Join(dir, "checkpoints"))
	if err != nil {
		return nil, err
	}
	cfg.Checkpoints = points
	path := filepath.Join(dir, "p.db")
	begin := ledger.Open
	if cfg.Store, err = sqlite.Create(ctx, path, ledgertest.Origin); err == nil {
		begin = ledger.Create
	} else if errors.Is(err, os.ErrExist) {
		cfg.Store, err = sqlite.Open(ctx, path)
	}
	if err != nil {
		return nil, err
	}
	return begin(ctx, cfg)
}

// Killing the process at any moment loses no entry that had its receipt and leaves none half there.
func TestKilledProcessKeepsWhatItAcknowledged(t *testing.T) {
	dir := t.TempDir()
	secret, err := ledger.GenerateSecret(rand.NewChaCha8([32]byte{1}), ledgertest.Origin)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "key"), secret.Reveal(), 0o600); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	acked := map[int]uint64{}
	for range rounds {
		runUntilKilled(t, dir, time.Duration(random.IntN(60))*time.Millisecond, acked)
	}
	if len(acked) < rounds {
		t.Fatalf("only %d entries were acknowledged: the test did not do its work", len(acked))
	}
	l, err := open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, index := range acked {
		e, err := l.Entry(t.Context(), index)
		if err != nil || e.ID != submission(i).ID || proof.LeafHash(submission(i).Envelope) != e.Leaf {
			t.Errorf("entry %d was acknowledged as %d, which is %s, %v", i, index, e.ID.Short(), err)
		}
		o, err := l.Openings(t.Context(), index)
		if err != nil || len(o) != 1 || len(o[0].Value) != i%700 {
			t.Errorf("entry %d has openings %v, %v", index, len(o), err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "p.db"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := ledger.Audit(t.Context(), s, l.Keys())
	if err != nil || !r.Whole {
		t.Errorf("audit %+v, %v", r, err)
	}
	t.Logf("killed %d times, %d entries acknowledged, %d recorded", rounds, len(acked), r.Entries)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// runUntilKilled starts the child, lets it append for a while and kills it, then reads what it had
// acknowledged.
func runUntilKilled(t *testing.T, dir string, after time.Duration, acked map[int]uint64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); err != nil {
		t.Fatalf("the child did not open: %q, %v", first, err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		var i int
		var index uint64
		if _, err := fmt.Sscanf(line, "entry %d %d\n", &i, &index); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		acked[i] = index
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %v", err)
	}
}
