package chance_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/sim/chance"
	"github.com/proofhouse/proofhouse/sim/explore"
)

func packs(t *testing.T, ids ...string) []*verdict.Pack {
	t.Helper()
	out, err := rules.Parse(ids)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func california(t *testing.T) []*verdict.Pack { return packs(t, "us-ca-part13", "lmsc-bulletin-1") }

func played(t *testing.T, o chance.Options) chance.Result {
	t.Helper()
	r, err := chance.Run(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestBelowTheClaims: sets that are claimed not to suffice do not, on days of which most are COMPLETE and
// many have the live round in a firearm. A seed that ever failed stands in the list for good.
func TestBelowTheClaims(t *testing.T) {
	for name, o := range map[string]chance.Options{
		"California":          {Seed: 1, Days: 400, Packs: california(t)},
		"with a third":        {Seed: 1, Days: 200, Third: true, Packs: packs(t, "us-ca-part13", "lmsc-bulletin-1", explore.ThirdPack)},
		"England and Wales":   {Seed: 1, Days: 100, Packs: packs(t, "uk-hse")},
		"Ontario":             {Seed: 1, Days: 100, Packs: packs(t, "ca-on-guideline-39")},
		"Australia":           {Seed: 1, Days: 100, Packs: packs(t, "au-national")},
		"all but the handler": {Seed: 1, Days: 100, Packs: california(t), Who: explore.Everybody &^ explore.Of(explore.Handler), Claims: []explore.Claim{explore.ClaimB}},
		"all but the second":  {Seed: 1, Days: 100, Packs: california(t), Who: explore.Everybody &^ explore.Of(explore.Watcher), Claims: []explore.Claim{explore.ClaimB}},
	} {
		t.Run(name, func(t *testing.T) {
			r := played(t, o)
			if r.Against > 0 || r.Found > 0 {
				t.Errorf("people sufficed:\n%s", chance.Text(&o, &r))
			}
			if r.Days != o.Days || 10*r.Whole < 6*r.Days || 10*r.Loaded < 3*r.Days {
				t.Errorf("little was shown: %d of %d days COMPLETE, on %d the round was in a firearm", r.Whole, r.Days, r.Loaded)
			}
		})
	}
}

// TestAtTheClaims: sets that are known to suffice do, within few days, and what is told of them is short
// and has them and nobody else in it.
func TestAtTheClaims(t *testing.T) {
	for name, c := range map[string]struct {
		claim explore.Claim
		who   explore.People
	}{
		"A, AD":           {explore.ClaimA, explore.Of(explore.Handler, explore.Watcher, explore.AD)},
		"A, prep watcher": {explore.ClaimA, explore.Of(explore.Handler, explore.Watcher, explore.PrepWatcher)},
		"A, outsider":     {explore.ClaimA, explore.Of(explore.Handler, explore.Watcher, explore.Outsider)},
		"B":               {explore.ClaimB, explore.Of(explore.Handler, explore.Watcher)},
	} {
		t.Run(name, func(t *testing.T) {
			o := chance.Options{
				Seed: 1, Days: 400, Enough: 3, Claims: []explore.Claim{c.claim}, Who: c.who, Packs: california(t),
			}
			r := played(t, o)
			if r.Found != o.Enough || r.Against > 0 || len(r.Counters) != r.Found {
				t.Fatalf("found on %d days, %d of them against the claim", r.Found, r.Against)
			}
			for _, x := range r.Counters {
				last := x.Path[len(x.Path)-1].Text
				if x.Wrong != c.who || x.Who != c.who || len(x.Path) > 40 || !strings.Contains(last, "judged COMPLETE") {
					t.Errorf("seed %d: %s of %s in %d acts:\n%s", x.Seed, x.Wrong, x.Who, len(x.Path), chance.Text(&o, &r))
				}
			}
		})
	}
}

// TestARuleOff: with one rule left out of every verdict, fewer people than are claimed suffice, and that is
// met. The same seeds meet nothing under the rules as they ship.
func TestARuleOff(t *testing.T) {
	for _, without := range []string{"look.second", "look.not-signed", "load.retested", "retest.missing", "tray.mismatch"} {
		t.Run(without, func(t *testing.T) {
			o := chance.Options{Seed: 1, Days: 2500, Enough: 1, Packs: california(t), Without: without}
			r := played(t, o)
			if r.Found != 1 || r.Against != 0 {
				t.Fatalf("without %s: found on %d of %d days, %d against", without, r.Found, r.Days, r.Against)
			}
			x := r.Counters[0]
			if !x.Claim.Bars(x.Wrong, false) || x.Wrong == 0 {
				t.Errorf("seed %d: %s are no fewer than are claimed", x.Seed, x.Wrong)
			}
			o.Without, o.Seed, o.Days = "", x.Seed, 1
			if r := played(t, o); r.Found > 0 {
				t.Errorf("seed %d suffices with the rule, too", x.Seed)
			}
		})
	}
}

// TestASeedIsADay: the same seeds are the same days, and one of them by itself is the same day as among
// others.
func TestASeedIsADay(t *testing.T) {
	o := chance.Options{Seed: 1, Days: 200, Enough: 1, Faults: 3, Claims: []explore.Claim{explore.ClaimA}, Packs: california(t)}
	r, again := played(t, o), played(t, o)
	if !reflect.DeepEqual(r, again) || r.Found != 1 {
		t.Fatalf("the same seeds, or none found: %+v and %+v", r, again)
	}
	o.Seed, o.Days = r.Counters[0].Seed, 1
	if alone := played(t, o); !reflect.DeepEqual(alone.Counters, r.Counters) {
		t.Errorf("seed %d by itself is another day: %+v and %+v", o.Seed, alone.Counters, r.Counters)
	}
	o.Seed, o.Days, o.Enough = 1, 50, 0
	was := played(t, o)
	o.Seed = 51
	if next := played(t, o); next.Acts == was.Acts {
		t.Errorf("other seeds are the same days: %+v", next)
	}
}

// TestOptionsThatCannotBe tries each bound at, below and above.
func TestOptionsThatCannotBe(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*chance.Options)
		ok     bool
	}{
		"as it is":                  {func(*chance.Options) {}, true},
		"no day":                    {func(o *chance.Options) { o.Days = 0 }, false},
		"the most days":             {func(o *chance.Options) { o.Days = chance.DaysMax }, true},
		"more days":                 {func(o *chance.Options) { o.Days = chance.DaysMax + 1 }, false},
		"fewer than no faults":      {func(o *chance.Options) { o.Faults = -1 }, false},
		"everybody":                 {func(o *chance.Options) { o.Faults = explore.FaultsMax }, true},
		"more people":               {func(o *chance.Options) { o.Faults = explore.FaultsMax + 1 }, false},
		"enough before the first":   {func(o *chance.Options) { o.Enough = -1 }, false},
		"a person of another model": {func(o *chance.Options) { o.Who = explore.Everybody + 1 }, false},
		"no packs":                  {func(o *chance.Options) { o.Packs = nil }, false},
		"later hand-overs":          {func(o *chance.Options) { o.Claims = []explore.Claim{explore.Resets} }, false},
		"nobody else puts the round": {func(o *chance.Options) {
			o.Claims, o.Who = []explore.Claim{explore.ClaimA}, explore.Of(explore.Handler)
		}, false},
		"nobody of the two puts it in": {func(o *chance.Options) { o.Claims, o.Who = []explore.Claim{explore.ClaimB}, explore.Of(explore.AD) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := chance.Options{Seed: 1, Days: 1, Packs: california(t)}
			c.change(&o)
			if err := o.Check(); (err == nil) != c.ok || err != nil && !errors.Is(err, chance.ErrOptions) {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := chance.Run(chance.Options{Seed: 1, Days: 1, Packs: california(t), Without: "moon"}); !errors.Is(err, chance.ErrOptions) {
		t.Errorf("without the moon: %v", err)
	}
}
