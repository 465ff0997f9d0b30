package view_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// thirdDay is a hand-over in a production that asks for a third person's count.
const thirdDay = `begin as loaded
07:24 adopt house-third-count founder=x1 ad=ad1
07:24 enrol ad3 department=directing vouchers=cam1
07:24 appoint ad3 role=ad ad=ad1
07:24 on-duty ad3 role=ad
07:25 tray HR1 lot=D-014 item=R-03 rounds=6 passed=6 handler=h1
# look: tested
07:26 count HR1 number=6 watcher=w2
# look: counted
07:27 count HR1 number=6 ad=ad3
# look: counted by three
`

// TestATrayKeepsItsNumberUntilTheThirdCount: the handler's phone opens a tray by itself, so it has to
// know that somebody still counts.
func TestATrayKeepsItsNumberUntilTheThirdCount(t *testing.T) {
	s := tellText(t, "third", thirdDay)
	acts := func(person string) []string {
		var me struct{ Todo []struct{ Act string } }
		if err := json.Unmarshal(s.model("me", map[string]string{"person": person}), &me); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, one := range me.Todo {
			out = append(out, one.Act)
		}
		return out
	}
	third := func() bool {
		var rows []struct {
			Tray  string
			Third bool
		}
		if err := json.Unmarshal(s.model("trays", map[string]string{}), &rows); err != nil {
			t.Fatal(err)
		}
		return rows[len(rows)-1].Tray == "HR1" && rows[len(rows)-1].Third
	}
	for _, c := range []struct {
		look        string
		third       bool
		asked, open bool
	}{
		{"tested", true, true, false},
		{"counted", true, true, false},
		{"counted by three", false, false, true},
	} {
		s.until(c.look)
		if third() != c.third || slices.Contains(acts("ad3"), "third-count") != c.asked ||
			slices.Contains(acts("h1"), "open-tray") != c.open {
			t.Errorf("%s: waits %v, the AD has %v, the handler %v", c.look, third(), acts("ad3"), acts("h1"))
		}
	}
}
