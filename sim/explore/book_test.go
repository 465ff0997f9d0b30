package explore

import (
	"errors"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

func smallHouse(t *testing.T) *House {
	t.Helper()
	o := Options{Chambers: 1, Faults: 1, Packs: shippedPacks(t, "us-ca-part13", "lmsc-bulletin-1")}
	h, err := NewHouse(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func shippedPacks(t *testing.T, ids ...string) []*verdict.Pack {
	t.Helper()
	out, err := rules.Parse(ids)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestARecordThatIsTooCoarseIsNoticed lets a log without an examination come to the record of one with.
func TestARecordThatIsTooCoarseIsNoticed(t *testing.T) {
	h := smallHouse(t)
	examined, ok := h.b.then(0, examine)
	if !ok {
		t.Fatal("nobody may examine")
	}
	h.b.compare(examined, h.b.write(h.b.pages[0], h.b.recs[0], passTime), passTime)
	if _, err := h.Search(ClaimA, 1, ""); !errors.Is(err, ErrClash) {
		t.Errorf("two verdicts of one record pass: %v", err)
	}
}

// TestTheSmallestDay is a day on which everybody does right: it is COMPLETE, and not before.
func TestTheSmallestDay(t *testing.T) {
	h := smallHouse(t)
	at := int32(0)
	for n, a := range []act{examine, lookIn} {
		if h.b.find(at).String() == "" {
			t.Errorf("COMPLETE after %d acts", n)
		}
		at, _ = h.b.then(at, a)
	}
	if got := h.b.find(at).String(); got != "" {
		t.Errorf("after everything was done right these are not true: %s", got)
	}
	alone, _ := h.b.then(at, giveAlone)
	both, _ := h.b.then(at, giveSigned)
	if h.b.find(alone).String() == "" || h.b.find(both).String() != "" {
		t.Errorf("signed alone: [%s], by both: [%s]", h.b.find(alone), h.b.find(both))
	}
}

// TestASetAgainstAClaimIsSaid tries each claim with the largest set that contradicts it and the next.
func TestASetAgainstAClaimIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		claim   Claim
		third   bool
		who     People
		against bool
		packs   []string
	}{
		"A, two":                      {ClaimA, false, Of(Watcher, AD), true, nil},
		"A, three":                    {ClaimA, false, Of(Handler, Watcher, AD), false, nil},
		"B, one":                      {ClaimB, false, Of(Handler), true, nil},
		"B, both":                     {ClaimB, false, Of(Handler, Watcher), false, nil},
		"B, two without the watcher":  {ClaimB, false, Of(Handler, AD), true, nil},
		"B, many without the handler": {ClaimB, false, Everybody &^ Of(Handler), true, nil},
		"third, A, two":               {ClaimA, true, Of(Handler, AD), true, nil},
		"third, B, both":              {ClaimB, true, Of(Handler, Watcher), true, nil},
		"third, B, three":             {ClaimB, true, Of(Handler, Watcher, AD), false, nil},
		"later, one":                  {Resets, false, Of(Handler), false, nil},
		"later, anew, one":            {Resets, false, Of(Watcher), true, []string{EachPack}},
		"later, anew, two":            {Resets, false, Of(Receiver, Watcher), false, []string{EachPack}},
		"later, anew, nobody watches": {Resets, false, Of(Receiver, Handler), true, []string{EachPack}},
		"later, another pack":         {Resets, false, Of(Handler), false, []string{ThirdPack}},
	} {
		t.Run(name, func(t *testing.T) {
			r := Result{Sets: []Set{{Who: c.who}, {Who: Everybody}}}
			o := Options{Claim: c.claim, Third: c.third, Packs: shippedPacks(t, c.packs...)}
			if got := r.Against(o); (len(got) == 1 && got[0].Who == c.who) != c.against || len(got) > 1 {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestATruthIsItsNumber(t *testing.T) {
	for n := range uint32(1 << 15) {
		if where(n&15) < whereCount && unpack(n).pack() != n {
			t.Fatalf("%d is %+v and then %d", n, unpack(n), unpack(n).pack())
		}
	}
}

// TestOptionsThatCannotBe tries each bound at, below and above.
func TestOptionsThatCannotBe(t *testing.T) {
	good := smallHouse(t).o
	for name, c := range map[string]struct {
		change func(*Options)
		ok     bool
	}{
		"as it is":      {func(*Options) {}, true},
		"nobody":        {func(o *Options) { o.Faults = 0 }, false},
		"everybody":     {func(o *Options) { o.Faults = FaultsMax }, true},
		"more people":   {func(o *Options) { o.Faults = FaultsMax + 1 }, false},
		"no chamber":    {func(o *Options) { o.Chambers = 0 }, false},
		"four chambers": {func(o *Options) { o.Chambers = ChambersMax }, true},
		"five chambers": {func(o *Options) { o.Chambers = ChambersMax + 1 }, false},
		"two lapses":    {func(o *Options) { o.Lapses = LapsesMax }, true},
		"three lapses":  {func(o *Options) { o.Lapses = LapsesMax + 1 }, false},
		"no packs":      {func(o *Options) { o.Packs = nil }, false},
		"no such claim": {func(o *Options) { o.Claim = ClaimCount }, false},
	} {
		t.Run(name, func(t *testing.T) {
			o := good
			c.change(&o)
			if err := o.Check(); (err == nil) != c.ok {
				t.Errorf("%v", err)
			}
		})
	}
	for _, without := range []string{"moon", "ask.start"} {
		if _, err := smallHouse(t).Search(ClaimA, 1, without); !errors.Is(err, ErrOptions) {
			t.Errorf("without %s: %v", without, err)
		}
	}
}
