//go:build !js

package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// TestCompleteAllocatesNothing: who asks at every touch must not have to clean up behind it. The
// kernel for the browser is compiled without inlining, where a closure costs an allocation.
func TestCompleteAllocatesNothing(t *testing.T) {
	s := longSeason(t, 2000)
	now := state.Interval{Earliest: s.now, Latest: s.now}
	for _, q := range []verdict.Question{s.question(), s.starting()} {
		s.wantComplete(q)
		if n := testing.AllocsPerRun(20, func() { verdict.Judge(s.s, q, s.packs, now) }); n != 0 {
			t.Errorf("%s: %v allocations", q.Ask, n)
		}
	}
}
