package production_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/production"
)

// BenchmarkOpen opens a production of 10,000 events again from its files: every leaf and root is
// computed, every event is folded, no signature is checked.
func BenchmarkOpen(b *testing.B) {
	r := newRig(b)
	const events = 10_000
	subs := make(chan production.Submission, events)
	for range events - int(r.p.Head().Size) {
		payload := r.contact(same)
		subs <- production.Submission{Entry: raw(payload, r.sign(r.key("a1"), payload))}
	}
	close(subs)
	done := make(chan error, 64)
	for range cap(done) {
		go func() {
			for s := range subs {
				if _, err := r.p.Record(b.Context(), s); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range cap(done) {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		r.reopen()
	}
}
