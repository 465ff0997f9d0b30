package show_test

import (
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/sim/show"
)

// TestWhatSpeaksAgainstAShowIsSaid tries each claim at its bound and one beyond it.
func TestWhatSpeaksAgainstAShowIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*show.Report)
		says   string // Empty for nothing.
	}{
		"as it should be":      {func(*show.Report) {}, ""},
		"nothing played":       {func(r *show.Report) { r.SetUps, r.HeldSetUps = 0, 0 }, "no set-up was played"},
		"a set-up that stuck":  {func(r *show.Report) { r.Stuck = 1 }, "1 set-ups did not come to COMPLETE"},
		"advice that is idle":  {func(r *show.Report) { r.Unmended = map[string]int{"H03 examine.old": 2} }, "H03 examine.old stood as it was after the act it advises, 2 times"},
		"a HOLD from nothing":  {func(r *show.Report) { r.Causes = map[show.Cause]int{show.ByNothing: 1} }, "1 HOLDs came from nothing"},
		"too many held":        {func(r *show.Report) { r.HeldSetUps = show.MostHeld + 1 }, "6 of 100 set-ups held"},
		"many held by faults":  {func(r *show.Report) { r.HeldSetUps, r.Faults = 60, map[string]int{"no medic": 1} }, ""},
		"nine in ten foretold": {func(r *show.Report) { r.Due, r.Named = 10, 9 }, ""},
		"too few foretold":     {func(r *show.Report) { r.Due, r.Named = 100, show.LeastNamed-1 }, "the evening before named 89 of 100"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &show.Report{SetUps: 100, HeldSetUps: show.MostHeld}
			c.change(r)
			if got := strings.Join(r.Against(), "\n"); c.says == "" && got != "" || !strings.HasPrefix(got, c.says) {
				t.Errorf("%q, want %q", got, c.says)
			}
		})
	}
}
