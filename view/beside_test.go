package view_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// besideDay is a first hand-over in front of three people, and what comes back from it.
const besideDay = `begin as loaded
07:24 adopt house-third-count founder=x1 ad=ad1
07:24 enrol ad3 department=directing vouchers=cam1,bg1
07:24 appoint ad3 role=ad ad=ad1
07:25 tray HR1 lot=D-014 item=R-03 rounds=6 passed=6 handler=h1
07:26 count HR1 number=6 watcher=w2
07:26 count HR1 number=6 ad=ad3
07:27 show-count HR1 handler=h1
# look: nobody looked
07:27 look R-03 watcher=w2
# look: the watcher looked
07:28 look R-03 ad=ad3
# look: both looked
07:29 hand-over R-03 to=p1 scene=42 purpose=rehearsal trays=HR1 handler=h1 watcher=w2 ad=ad3
# look: handed over
07:40 collect R-03 from=p1 handler=h1
# look: back
07:41 look R-03 watcher=w2
# look: looked again
`

// TestWhoLookedSignsTheHandOver: a look without its author's signature under the hand-over says nothing
// of what went in behind it, and nobody is asked to sign twice for one look.
func TestWhoLookedSignsTheHandOver(t *testing.T) {
	s := tellText(t, "beside", besideDay)
	for _, c := range []struct {
		look string
		want []string
	}{
		{"nobody looked", nil},
		{"the watcher looked", []string{"w2 watcher"}},
		{"both looked", []string{"w2 watcher", "ad3 ad"}},
		{"handed over", nil},
		{"back", nil},
		{"looked again", []string{"w2 watcher"}},
	} {
		s.until(c.look)
		var item struct {
			Custody struct {
				Beside []struct{ Person, Role string }
			}
		}
		if err := json.Unmarshal(s.model("item", map[string]string{"item": "R-03"}), &item); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range item.Custody.Beside {
			got = append(got, b.Person+" "+b.Role)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q sign beside the handler, want %q", c.look, got, c.want)
		}
	}
}
