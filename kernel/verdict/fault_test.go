package verdict_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// faults lists what the faults of a verdict say.
func faults(v verdict.Verdict) []string {
	var out []string
	for _, r := range v.Reasons {
		if r.Key == "judge.fault" {
			out = append(out, r.Detail)
		}
	}
	return out
}

// mute is an error that cannot say what it is when it is nil.
type mute struct{ text string }

func (m *mute) Error() string { return m.text }

func TestAPanicSaysShortlyWhatItWas(t *testing.T) {
	var none []int
	for _, c := range []struct {
		name string
		with func()
		want string
	}{
		{"a text", func() { panic("broken part") }, "broken part"},
		{"an error", func() { panic(errors.New("no such place")) }, "no such place"},
		{"a fault of the program", func() { _ = none[len(none)] }, "runtime error: index out of range [0] with length 0"},
		{"neither", func() { panic(struct{ N int }{7}) }, "a panic without a text"},
		{"an error that panics itself", func() { panic((*mute)(nil)) }, "a panic without a text"},
		{"more than anybody reads", func() { panic(strings.Repeat("x", 61)) }, strings.Repeat("x", 60)},
		{"as much as fits", func() { panic(strings.Repeat("x", 60)) }, strings.Repeat("x", 60)},
		{"signs no font may have", func() { panic("caf\u00e9\n\x7f") }, "caf???"},
		{"nothing", func() { panic("") }, "a panic without a text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.wantComplete(handOver)
			defer verdict.Replace(verdict.FactCustodyUnbroken, func() verdict.Tri { c.with(); return verdict.True })()
			v := w.judge(handOver)
			got := faults(v)
			if v.Outcome != verdict.Hold || len(got) != 1 || got[0] != "custody.unbroken: "+c.want {
				t.Errorf("%s %q", v.Outcome, got)
			}
		})
	}
}

// TestAnImpossibleClauseHolds plants trees no compiler makes: neither a panic nor an endless walk gets
// out, every other clause is still judged, and each broken one names itself.
func TestAnImpossibleClauseHolds(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.wantComplete(handOver)
	good := w.packs[0]
	for how := range verdict.ImpossibleTrees {
		for _, applies := range []bool{false, true} {
			w.packs = append([]*verdict.Pack{verdict.Broken(good, how, applies)}, shipped(t)[1:]...)
			v := w.judge(handOver)
			got := faults(v)
			if v.Outcome != verdict.Hold || len(got) == 0 || !strings.HasPrefix(got[0], "clause "+string(good.Clauses[0].ID)) {
				t.Errorf("tree %d, applies %t: %s %q", how, applies, v.Outcome, got)
			}
		}
	}
}
