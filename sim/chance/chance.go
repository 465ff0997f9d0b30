// Package chance plays days that are drawn from seeds: what sim/explore walks whole in a small model is
// met here by chance in a larger one. A day has two revolvers of six chambers that look the same and a
// magazine pistol, two of which are used, empty, with dummies, with blanks or with both; a box of
// dummies, a box of blanks, a loose bag, a belt, and one live round within reach. The people are those
// of sim/explore, and so is what they do: everybody in the set that was drawn may do any wrong act at any
// time, and everybody else does right by the truth they can see (docs/fault-sets.md, section 6).
//
// The truth, one firearm and one number at a time, goes beside a real log that the shipped kernel folds
// and judges. Nothing is abstract, so nothing here rests on the explorer's record being fine enough. What
// is looked for is the same: a first hand-over of a segment that was judged COMPLETE and lacks no
// signature, with the live round in what the receiver holds.
package chance

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
	"github.com/proofhouse/proofhouse/sim/explore"
)

// Options say which days are played.
type Options struct {
	Seed    uint64          // Of the first day; each next one has the next number.
	Days    int             // How many, 1 to DaysMax.
	Claims  []explore.Claim // What is looked for, drawn anew for each day; A and B when it is empty.
	Faults  int             // People who may err: 0 for any set that a claim says does not suffice.
	Who     explore.People  // That set and no other, where it is not empty.
	Third   bool            // Whether an AD counts, looks and signs too at the hand-over.
	Packs   []*verdict.Pack
	Enough  int    // Days on which people sufficed after which no more are played; 0 for all days.
	Without string // A fact or the key of a reason that is left out of every verdict; empty for none.

	off sim.Rule
}

// Bounds of Options and of a day.
const (
	DaysMax = 10_000_000
	actsMax = 120 // Acts of one day.
	keptMax = 5   // Counterexamples that are told; all are counted.
)

// ErrOptions reports days that cannot be played.
var ErrOptions = errors.New("chance: no such days")

// Check reports what keeps days from being played.
func (o *Options) Check() error {
	switch {
	case o.Days < 1 || o.Days > DaysMax:
		return fmt.Errorf("%w: %d days, 1 to %d", ErrOptions, o.Days, DaysMax)
	case o.Enough < 0:
		return fmt.Errorf("%w: enough after %d", ErrOptions, o.Enough)
	case o.Faults < 0 || o.Faults > explore.FaultsMax:
		return fmt.Errorf("%w: %d faults, 0 to %d", ErrOptions, o.Faults, explore.FaultsMax)
	case !o.Who.Within(explore.Everybody):
		return fmt.Errorf("%w: people %b", ErrOptions, o.Who)
	case len(o.Packs) == 0:
		return fmt.Errorf("%w: no packs", ErrOptions)
	}
	for _, c := range o.Asked() {
		if c != explore.ClaimA && c != explore.ClaimB {
			return fmt.Errorf("%w: nothing is claimed of %s", ErrOptions, c)
		}
		if len(o.sets(c)) == 0 {
			return fmt.Errorf("%w: nobody of them puts the round in, as claim %s has it", ErrOptions, c)
		}
	}
	return nil
}

// Asked lists the claims that are looked for: those named, or each that the people named can try.
func (o *Options) Asked() []explore.Claim {
	if len(o.Claims) > 0 {
		return o.Claims
	}
	both := []explore.Claim{explore.ClaimA, explore.ClaimB}
	return slices.DeleteFunc(both, func(c explore.Claim) bool { return len(o.sets(c)) == 0 })
}

// sets lists the sets of people one of which is drawn.
func (o *Options) sets(claim explore.Claim) []explore.People {
	var out []explore.People
	for who := explore.People(1); who <= explore.Everybody; who++ {
		switch {
		case claim.Putters(who) == 0:
		case o.Who != 0 && who != o.Who:
		case o.Who == 0 && o.Faults == 0 && !claim.Bars(who, o.Third):
		case o.Faults != 0 && who.Count() != o.Faults:
		default:
			out = append(out, who)
		}
	}
	return out
}

// Counter is one day on which people sufficed, shrunk to the acts it takes.
type Counter struct {
	Seed  uint64
	Claim explore.Claim
	Who   explore.People // Who might err that day.
	Wrong explore.People // Who did, in the acts that are left.
	Path  []explore.Sentence
}

// Result is what was met.
type Result struct {
	Days     int
	Acts     int // Things that happened, signed or not.
	Records  int // Entries that the people of these days signed.
	Judged   int // Verdicts asked of the kernel.
	Complete int // Of these on a hand-over, COMPLETE.
	Whole    int // Days with at least one hand-over that was COMPLETE and signed as it should be.
	Handed   int // Those hand-overs.
	Later    int // Later hand-overs of a segment, of which nothing is claimed.
	Loaded   int // Days on which the live round was in a firearm at some time.
	Found    int // Days on which people sufficed.
	Against  int // Of these, with a set that is claimed not to suffice.
	Counters []Counter
}

// tally is what one day adds to it.
type tally struct {
	acts, records, judged, complete, handed, later int

	loaded, against bool
}

// Run plays the days. It is the same for the same options on every machine.
func Run(o Options) (Result, error) {
	o.Claims = o.Asked()
	if err := o.Check(); err != nil {
		return Result{}, err
	}
	var err error
	if o.off, err = sim.RuleOf(o.Without); err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrOptions, err)
	}
	h := house{o: o, reader: sim.NewReader(o.Packs)}
	if h.morning, err = newMorning(o.Packs); err != nil {
		return Result{}, err
	}
	for _, c := range o.Claims {
		h.sets = append(h.sets, o.sets(c))
	}
	var r Result
	for n := range uint64(o.Days) {
		if err := h.play(o.Seed+n, &r); err != nil {
			return r, fmt.Errorf("chance: seed %d: %w", o.Seed+n, err)
		}
		if o.Enough > 0 && r.Found >= o.Enough {
			break
		}
	}
	return r, nil
}

// house keeps what all days share.
type house struct {
	o       Options
	reader  *sim.Reader
	morning *morning
	sets    [][]explore.People // By claim.
}

// play plays the day of one seed and adds it up.
func (h *house) play(seed uint64, r *Result) error {
	rng := rand.New(rand.NewPCG(seed, 6)) //nolint:gosec // A day is drawn anew from its seed.
	d := h.draw(rng)
	w, err := h.begin(&d)
	if err != nil {
		return err
	}
	way, err := w.course(rng, d.appetite)
	if err != nil {
		return err
	}
	r.add(&w.sum)
	if !w.sum.against {
		return nil
	}
	r.Found++
	if d.claim.Bars(d.who, h.o.Third) && h.o.Without == "" {
		r.Against++
	}
	if len(r.Counters) == keptMax {
		return nil
	}
	if way, err = h.shrink(&d, way); err != nil {
		return err
	}
	c := Counter{Seed: seed, Claim: d.claim, Who: d.who}
	if c.Path, err = h.tell(&d, way); err != nil {
		return err
	}
	for _, x := range c.Path {
		c.Wrong |= x.Wrong
	}
	r.Counters = append(r.Counters, c)
	return nil
}

func (r *Result) add(t *tally) {
	r.Days++
	r.Acts, r.Records, r.Judged = r.Acts+t.acts, r.Records+t.records, r.Judged+t.judged
	r.Complete, r.Handed, r.Later = r.Complete+t.complete, r.Handed+t.handed, r.Later+t.later
	if t.handed > 0 {
		r.Whole++
	}
	if t.loaded {
		r.Loaded++
	}
}
