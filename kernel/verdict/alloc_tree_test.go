//go:build !js

package verdict

import "testing"

func TestEvalAndMissingAllocateNothing(t *testing.T) {
	tree := compile(t, Requirement, benchTree)
	clause := Clause{Requires: tree}
	known := Facts{FactHandlerPermit: True}
	if n := testing.AllocsPerRun(100, func() {
		if clause.Asked(&known, "2026-11-23") && clause.Requires.Eval(&known) == True {
			t.Error("true of half of it")
		}
		missing := clause.Requires.Missing(&known)
		for range missing.All() {
			return
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
