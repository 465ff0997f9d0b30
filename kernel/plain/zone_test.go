//go:build !js

package plain_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/scenario"
)

// randomPlans is a story that plans one scene again and again, each time drawn anew, and measures
// something of the firearm now and then.
func randomPlans(r *rand.Rand, plans int) string {
	var out strings.Builder
	out.WriteString("begin as blanks\n")
	at := func() int { return 90_000 + r.IntN(20_000) }
	people := []string{"cam1", "dir1", "w2", "x1"}
	who := func() string { return people[r.IntN(len(people))] }
	where := []string{"", ":ahead", ":ahead-left", ":ahead-right", ":left", ":right", ":behind"}
	several := func(most int, one func() string) string {
		var parts []string
		for range r.IntN(most + 1) {
			parts = append(parts, one())
		}
		if len(parts) == 0 {
			return "-"
		}
		return strings.Join(parts, ",")
	}
	for n := range plans {
		if n%4 == 3 {
			fmt.Fprintf(&out, "test-fire R-03 lot=B-02 distance_mm=%d cone_half_cdeg=%d vent_mm=%d vent_half_cdeg=%d ejection=%s "+
				"ejection_mm=%d handler=h1\n", 1+r.IntN(9000), r.IntN(2)*r.IntN(9000), r.IntN(2)*r.IntN(5000), r.IntN(2)*r.IntN(9000),
				[]string{"-", "none", "left", "right", "both"}[r.IntN(5)], r.IntN(2)*r.IntN(6000))
		}
		fmt.Fprintf(&out, "plan 42 purpose=on-camera load=half items=R-03:LIVE_CAPABLE handler=h1 ad=ad1 zone=%s muzzles=%s "+
			"placed=%s cameras=%s stops=%s\n",
			several(2, func() string { return fmt.Sprintf("%s:%d%s", who(), r.IntN(9000), where[r.IntN(len(where))]) }),
			several(3, func() string {
				return fmt.Sprintf("%s:%d:%d:%d:%d", []string{"R-03", "G-11", "R-99"}[r.IntN(3)], at(), at(), 500*r.IntN(72), 500*r.IntN(20))
			}),
			several(3, func() string { return fmt.Sprintf("%s:%d:%d", who(), at(), at()) }),
			several(2, func() string { return fmt.Sprintf("%s:%d:%d", []string{"-", "cam1"}[r.IntN(2)], at(), at()) }),
			several(2, func() string {
				return fmt.Sprintf("%s:%d:%d:%d:%d", []string{"shield", "backstop"}[r.IntN(2)], at(), at(), at(), at())
			}))
		fmt.Fprintf(&out, "approve-pointing scene=42 people=%s how=%s handler=h1 ad=ad1\n", who(),
			[]string{"off-axis", "shield", "distance"}[r.IntN(3)])
		ask := []string{"judge start 42", "judge hand-over R-03 to=p1 scene=42 purpose=on-camera", "judge tomorrow 42"}[n%3]
		out.WriteString(ask + "\n----\nHOLD H11\n\n")
	}
	return out.String()
}

// TestTheTwinAgreesOnWhereEverybodyStands: both find the same people in the same areas of drawings
// that nobody thought of.
func TestTheTwinAgreesOnWhereEverybodyStands(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 40))
	seen := map[string]int{}
	for range 2 {
		story, err := scenario.Parse("plans", randomPlans(random, 24))
		if err != nil {
			t.Fatal(err)
		}
		s := tell(t, story)
		s.compareAsked(t)
		for _, j := range s.asked {
			for _, r := range j.Verdict.Reasons {
				seen[r.Key]++
			}
		}
	}
	for _, key := range []string{
		"zone.in-cone", "zone.in-vent", "zone.in-ejection", "zone.on-axis", "zone.no-shield", "zone.not-approved",
		"zone.distance",
	} {
		if seen[key] == 0 {
			t.Errorf("no drawing gave %s", key)
		}
	}
	t.Logf("%v", seen)
}
