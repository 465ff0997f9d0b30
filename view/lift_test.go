package view_test

import (
	"encoding/json"
	"testing"
)

// liftDay is a day of noes: one told to a handler, one of the receiver's own, one of the handler's that
// outlasts their turn.
const liftDay = `begin as ready
07:30 withhold item=R-03 said_for=p1 handler=h1 as=told
# look: told to the handler
07:31 lift of=told performer=p1
07:32 withhold item=R-03 performer=p1 as=own
# look: the receiver's own
07:33 lift of=own performer=p1
07:34 withhold item=R-03 handler=h1 as=handler
# look: the handler's own
07:35 on-duty h2 role=handler
07:36 relieve h1 to=h2 items=R-03 containers=BOX-2 handler=h1,h2
# look: relieved
07:37 examine R-03 handler=h2
# look: relieved and looked
07:38 lift of=handler handler=h2
# look: lifted
`

// TestANoIsOfferedToWhomItIsTheirsToLift: a button that the fold takes no notice of is a lie.
func TestANoIsOfferedToWhomItIsTheirsToLift(t *testing.T) {
	s := tellText(t, "lift", liftDay)
	for _, c := range []struct {
		look string
		want map[string]string
	}{
		{"told to the handler", map[string]string{"p1": "alone", "h1": "with-another"}},
		{"the receiver's own", map[string]string{"p1": "alone"}},
		{"the handler's own", map[string]string{"h1": "alone"}},
		{"relieved", map[string]string{"h1": "alone"}},
		{"relieved and looked", map[string]string{"h1": "alone", "h2": "alone"}},
	} {
		s.until(c.look)
		for _, who := range []string{"p1", "h1", "h2", "w2", "ad1", ""} {
			var rows []struct{ Lifts string }
			if err := json.Unmarshal(s.model("blocks", map[string]string{"person": who}), &rows); err != nil || len(rows) != 1 {
				t.Fatalf("%s: %v, %v", c.look, rows, err)
			}
			if got := rows[0].Lifts; got != c.want[who] {
				t.Errorf("%s: %q is offered to %q, want %q", c.look, got, who, c.want[who])
			}
		}
	}
	s.until("lifted")
	if got := s.model("blocks", map[string]string{"person": "h2"}); string(got) != "[]" {
		t.Errorf("after who was offered it lifted it, %s holds", got)
	}
}
