package show

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

// setting is one production to be played: where it works, what it adopts and what that place wants
// of its plans.
type setting struct {
	name      string
	region    event.Region
	packs     []string
	taxCredit bool
	third     bool
	anew      bool
	emptyLine bool
	blankOnly bool
	faults    bool
}

// settings are the productions whose figures are published: California as shipped, the same with
// everything that a house can add, every other place that a pack was made for, and the one in which
// papers and plans go wrong.
var settings = []setting{
	{name: "California", region: "US-CA", packs: []string{"us-ca-part13", "lmsc-bulletin-1"}},
	{
		name: "California, tax credit and every house rule", region: "US-CA", taxCredit: true, third: true,
		packs: []string{"us-ca-part13", "lmsc-bulletin-1", "lmsc-bulletin-2", "house", "house-third-count"},
	},
	{
		name: "California, every hand-over anew", region: "US-CA", anew: true,
		packs: []string{"us-ca-part13", "lmsc-bulletin-1", "house-every-hand-over"},
	},
	{name: "England", region: "GB-ENG", packs: []string{"uk-hse", "house"}},
	{name: "Ontario", region: "CA-ON", packs: []string{"ca-on-guideline-39", "house"}, emptyLine: true},
	{name: "Manitoba", region: "CA-MB", packs: []string{"ca-mb-guideline-22", "house"}},
	{name: "New South Wales", region: "AU-NSW", packs: []string{"au-national", "house"}},
	{name: "Queensland", region: "AU-QLD", packs: []string{"au-national", "au-qld", "house"}, blankOnly: true},
	{
		name: "California, papers and plans go wrong", region: "US-CA", taxCredit: true, faults: true,
		packs: []string{"us-ca-part13", "lmsc-bulletin-1", "house"},
	},
}

// Shows returns every production whose figures are published, without seed and days.
func Shows() ([]Options, error) {
	out := make([]Options, 0, len(settings))
	for _, s := range settings {
		o := Options{
			Name: s.name, Region: s.region, TaxCredit: s.taxCredit, Third: s.third, Anew: s.anew, EmptyLine: s.emptyLine,
			BlankOnly: s.blankOnly, Faults: s.faults,
		}
		packs, err := rules.Parse(s.packs)
		if err != nil {
			return nil, fmt.Errorf("show %s: %w", s.name, err)
		}
		o.Packs = packs
		if n := slices.Index(s.packs, endsMidway); n >= 0 {
			old, next, err := editions()
			if err != nil {
				return nil, fmt.Errorf("show %s: %w", s.name, err)
			}
			o.Packs[n], o.Later = old, []*verdict.Pack{next}
		}
		out = append(out, o)
	}
	return out, nil
}

// The bulletin has a next edition in the middle of the show: the one adopted at the opening is in
// force until its eleventh day, and the evening before the twelfth says so.
const endsMidway = "lmsc-bulletin-1"

func editions() (old, next *verdict.Pack, err error) {
	f, _ := rules.Find(endsMidway)
	raw := f.Bytes
	span := []byte(`"in_force": {"from": "2003-04-16"}`)
	if bytes.Count(raw, span) != 1 {
		return nil, nil, fmt.Errorf("%s is not in force as it was", endsMidway)
	}
	if old, err = verdict.ParsePack(bytes.Replace(raw, span,
		[]byte(`"in_force": {"from": "2003-04-16", "until": "2026-11-16"}`), 1)); err != nil {
		return nil, nil, err
	}
	newer := bytes.Replace(raw, []byte(`"edition": "2026-11-23"`), []byte(`"edition": "2026-11-24"`), 1)
	if bytes.Equal(newer, raw) {
		return nil, nil, fmt.Errorf("%s has another edition than it had", endsMidway)
	}
	next, err = verdict.ParsePack(bytes.Replace(newer, span, []byte(`"in_force": {"from": "2026-11-17"}`), 1))
	return old, next, err
}
