package sqlite_test

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/ledgertest"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
)

// entryBytes is the size of a benchmark entry: a payload of 350 bytes and two passkey signatures.
const entryBytes = 728

// BenchmarkAppend measures the ledger alone, without signatures of persons, against the rate at
// which this machine can append one entry to a plain file and make it durable, in the same run.
// Budgets: one caller 0.7 times that rate, 64 callers 6 times.
func BenchmarkAppend(b *testing.B) {
	for _, c := range []struct {
		name    string
		callers int
		must    float64
	}{{"1 caller", 1, 0.7}, {"64 callers", 64, 6}} {
		b.Run(c.name, func(b *testing.B) {
			peer := writeAndSync(b)
			l := benchLedger(b)
			var next atomic.Int64
			begin := time.Now()
			b.ResetTimer()
			var all sync.WaitGroup
			for range c.callers {
				all.Go(func() {
					for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
						if _, err := l.Append(b.Context(), benchEntry(i)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.StopTimer()
			elapsed := time.Since(begin)
			peer = (peer + writeAndSync(b)) / 2 // Before and after: machines change their mind.
			ours := float64(b.N) / elapsed.Seconds()
			b.ReportMetric(ours, "ours/s")
			b.ReportMetric(peer, "peer/s")
			b.ReportMetric(ours/peer, "ratio")
			b.ReportMetric(c.must, "must")
			b.ReportMetric(entryBytes, "entry-B")
			b.ReportMetric(float64(runtime.GOMAXPROCS(0)), "cores")
		})
	}
}

func benchEntry(i int64) ledger.Submission {
	e := make([]byte, entryBytes)
	binary.BigEndian.PutUint64(e, uint64(i))
	return ledger.Submission{ID: event.ID(sha256.Sum256(e)), Envelope: e}
}

func benchLedger(b *testing.B) *ledger.Ledger {
	b.Helper()
	dir := b.TempDir()
	s, err := sqlite.Create(b.Context(), filepath.Join(dir, "p.db"), ledgertest.Origin)
	if err != nil {
		b.Fatal(err)
	}
	points, err := ledger.OpenCheckpointDir(filepath.Join(dir, "checkpoints"))
	if err != nil {
		b.Fatal(err)
	}
	secret, err := ledger.GenerateSecret(rand.NewChaCha8([32]byte{1}), ledgertest.Origin)
	if err != nil {
		b.Fatal(err)
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		b.Fatal(err)
	}
	l, err := ledger.Create(b.Context(), ledger.Config{
		Store: s, Checkpoints: points,
		Signer: signer, Clock: time.Now,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		for _, c := range []func() error{l.Close, s.Close, points.Close} {
			if err := c(); err != nil {
				b.Error(err)
			}
		}
	})
	return l
}

// writeAndSync returns how many entries a second this machine appends to a plain file, each made
// durable before the next.
func writeAndSync(b *testing.B) float64 {
	b.Helper()
	f, err := os.Create(filepath.Join(b.TempDir(), "plain"))
	if err != nil {
		b.Fatal(err)
	}
	entry := benchEntry(1).Envelope
	begin, n := time.Now(), 0
	for time.Since(begin) < 500*time.Millisecond {
		if _, err := f.Write(entry); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	rate := float64(n) / time.Since(begin).Seconds()
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return rate
}
