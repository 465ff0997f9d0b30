package proof_test

import (
	"bytes"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// BenchmarkBundleIntegrity measures framing, digest, leaves and root on one core, with one signed
// checkpoint. Budget: 1,000,000 entries a second with all cores busy.
func BenchmarkBundleIntegrity(b *testing.B) {
	const entries, entryBytes = 20_000, 728
	s := sample{notary: newNotary(b, origin, "a")}
	for i := range entries {
		e := make([]byte, entryBytes)
		e[0], e[1] = byte(i), byte(i>>8)
		s.entries = append(s.entries, proof.BundleEntry{Envelope: e})
		s.times = append(s.times, none)
	}
	s.times = append(s.times, 1)
	file := s.write(b)
	for b.Loop() {
		if r := proof.VerifyBundle(bytes.NewReader(file), s.expecting()); !r.Whole {
			b.Fatal(r.Reasons)
		}
	}
	ours := entries * float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(ours, "ours/s")
	b.ReportMetric(1e6/ours, "ratio")
	b.ReportMetric(entryBytes, "entry-B")
	b.ReportMetric(1, "cores")
}

// BenchmarkRange measures what a phone pays to follow the log, for each entry.
func BenchmarkRange(b *testing.B) {
	var r proof.Range
	var leaf proof.Hash
	b.ReportAllocs()
	for b.Loop() {
		if err := r.Append(leaf); err != nil {
			b.Fatal(err)
		}
	}
}
