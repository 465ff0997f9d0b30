package view_test

import (
	"encoding/json"
	"testing"
)

// anewDay is two hand-overs in a production that asks at each of them for what the first one needs.
const anewDay = `begin as ready
07:28 adopt house-every-hand-over founder=x1 ad=ad1
# look: before
07:29 hand-over R-03 to=p1 scene=42 purpose=rehearsal trays=HR1 handler=h1 watcher=w2
# look: signed by both
07:34 collect R-03 from=p1 handler=h1
# look: came back
07:35 look R-03 watcher=w2
# look: looked anew
07:36 tray HR2 lot=D-014 item=R-03 rounds=6 passed=6 handler=h1
07:37 count HR2 number=6 watcher=w2
07:37 show-count HR2 handler=h1
07:38 hand-over R-03 to=p1 scene=42 purpose=rehearsal trays=HR2 handler=h1 watcher=w2
# look: signed again
`

// TestWhoLookedAnewSignsAnew: whoever looked since the last hand-over signs the next one beside the handler.
func TestWhoLookedAnewSignsAnew(t *testing.T) {
	s := tellText(t, "anew", anewDay)
	for _, c := range []struct {
		at                string
		signs, look, test bool // Whether the watcher signs the next one; what the verdict asks for anew.
	}{
		{"before", true, false, false},
		{"signed by both", false, false, false},
		{"came back", false, true, true},
		{"looked anew", true, false, true},
		{"signed again", false, false, false},
	} {
		s.until(c.at)
		var item struct {
			Custody struct{ Beside []struct{ Person string } }
			Verdict struct{ Reasons []struct{ Key string } }
		}
		args := map[string]string{"item": "R-03", "to": "p1", "scene": "42", "purpose": "rehearsal"}
		if err := json.Unmarshal(s.model("item", args), &item); err != nil {
			t.Fatal(err)
		}
		asked := map[string]bool{}
		for _, r := range item.Verdict.Reasons {
			asked[r.Key] = true
		}
		signs := len(item.Custody.Beside) == 1 && item.Custody.Beside[0].Person == "w2"
		if signs != c.signs || asked["look.not-anew"] != c.look ||
			asked["retest.not-anew"] != c.test {
			t.Errorf("%s: beside the handler %v, asked for %v", c.at, item.Custody.Beside, asked)
		}
	}
}
