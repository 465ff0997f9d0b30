// Package explore searches every way in which a few people who do wrong acts could bring a live round
// past a COMPLETE, and says how many people that takes.
//
// A *truth* (where the one live round lies, how many rounds are in the chambers, what has been in whose
// sight) goes beside a *record* (what people signed). The record is a real log: events are encoded,
// sealed, parsed, opened, folded and judged by the shipped kernel, under the packs as shipped; only the
// arithmetic of signatures is left out. People who are not in the set that is searched act right: an
// honest test finds a live round among the rounds it tests, an honest look finds a bullet among blanks
// and a number that differs, an honest watcher counts only what they saw tested and signs only what
// they had in sight, an honest handler leaves nothing out of sight without saying so. People in the set
// may do any wrong act at any time. The walk is breadth first over all states, so what it does not find
// does not exist within the printed bounds.
//
// docs/decisions/0041-claims.md says what is claimed and why; docs/fault-sets.md is what was found.
package explore

import (
	"errors"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// Options say what is searched.
type Options struct {
	Claim    Claim
	Faults   int  // The most people who may do wrong acts, 1 to FaultsMax.
	Chambers int  // Of the firearm, 1 to ChambersMax.
	Third    bool // Whether an AD counts, looks and signs too at the hand-over.
	Lapses   int  // How many things may be wrong on the record at a time, 1 or 2; 0 means 1.
	Packs    []*verdict.Pack
	Without  string // A fact or the key of a reason that is left out of every verdict; empty for none.
}

// Bounds of Options.
const (
	FaultsMax   = int(PersonCount)
	ChambersMax = 4
	LapsesMax   = 2
)

// ErrOptions reports a search that cannot be made.
var ErrOptions = errors.New("explore: no such search")

// ThirdPack is the pack that asks for a third person at the first hand-over of a segment.
const ThirdPack = "house-third-count"

// EachPack is the pack that asks at every hand-over for what the first one of a segment needs.
const EachPack = "house-every-hand-over"

// Asks reports whether a pack has a clause that asks for a fact.
func (o Options) Asks(f verdict.Fact) bool {
	return slices.ContainsFunc(o.Packs, func(p *verdict.Pack) bool {
		return slices.ContainsFunc(p.Clauses, func(c verdict.Clause) bool { return c.Requires.Facts().Has(f) })
	})
}

// anew reports whether the packs ask for look and test at every hand-over.
func (o Options) anew() bool {
	return o.Asks(verdict.FactLookEveryTime) && o.Asks(verdict.FactLoadRetestedEveryTime)
}

// Check reports what keeps a search from being made.
func (o Options) Check() error {
	switch {
	case o.Claim >= ClaimCount:
		return fmt.Errorf("%w: claim %d", ErrOptions, o.Claim)
	case o.Faults < 1 || o.Faults > FaultsMax:
		return fmt.Errorf("%w: %d faults, 1 to %d", ErrOptions, o.Faults, FaultsMax)
	case o.Chambers < 1 || o.Chambers > ChambersMax:
		return fmt.Errorf("%w: %d chambers, 1 to %d", ErrOptions, o.Chambers, ChambersMax)
	case o.Lapses < 0 || o.Lapses > LapsesMax:
		return fmt.Errorf("%w: %d things wrong at a time, 1 or %d", ErrOptions, o.Lapses, LapsesMax)
	case len(o.Packs) == 0:
		return fmt.Errorf("%w: no packs", ErrOptions)
	}
	return nil
}

// Set is a smallest set of people who suffice: no part of it does.
type Set struct {
	Who    People
	Rounds Rounds     // What the firearm was to be handed over with.
	Path   []Sentence // One of the ways with the fewest wrong steps, as short as possible.
}

// Sentence is one step of a way.
type Sentence struct {
	Text  string
	Wrong People // Who did or omitted a wrong act in it; nobody when all was right.
}

// Result is what a search found.
type Result struct {
	Sets        []Set // By what is loaded, then by number of people, then in the order of Person.
	States      int   // States of truth and record, over all sets of people searched.
	Transitions int
	Records     int // Records, each with a real log of its own.
	Judged      int // Logs folded and judged by the kernel.
	Again       int // Second logs of a record that were judged too: all got the verdict of the first.
	Complete    int // Records on which the hand-over is COMPLETE. Without any, nothing was shown.
}

// Least returns how many people the smallest set has, 0 when none was found.
func (r *Result) Least() int {
	n := 0
	for _, s := range r.Sets {
		if n == 0 || s.Who.Count() < n {
			n = s.Who.Count()
		}
	}
	return n
}

// Bounds says in words what the search leaves out.
func Bounds(o Options) string {
	return fmt.Sprintf("%d chambers, one live round, at most %d loads, %d tests of a load at the hand-over, "+
		"%d hand-overs, %d custody segments, %d look that grows old, at most %d wrong on the record at a time",
		o.Chambers, loadsMax, triesMax, handsMax, segmentsMax, waitsMax, max(o.Lapses, 1))
}

// House keeps the logs and verdicts of one choice of packs and chambers, for several searches.
type House struct {
	b *book
	o Options
}

// NewHouse prepares the logs of a search.
func NewHouse(o Options) (*House, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	b := newBook(o.Chambers, o.Packs)
	b.lapses = max(o.Lapses, 1)
	b.each = o.Asks(verdict.FactLookEveryTime) || o.Asks(verdict.FactLoadRetestedEveryTime)
	return &House{b: b, o: o}, nil
}

// ErrClash reports that the record is too coarse: two logs of one record got two verdicts.
var ErrClash = errors.New("explore: the abstraction is wrong")

// Search walks the sets of up to n people. A set that has a smaller one that suffices is not walked.
func (h *House) Search(claim Claim, n int, without string) (Result, error) {
	off, err := sim.RuleOf(without)
	if err != nil {
		return Result{}, fmt.Errorf("%w: %w", ErrOptions, err)
	}
	var r Result
	for load := range RoundsCount {
		h.searchOne(&r, claim, load, n, off)
	}
	r.Records, r.Judged, r.Again, r.Complete = len(h.b.recs), h.b.judged, h.b.again, h.b.complete(off)
	if h.b.clash != nil {
		return r, fmt.Errorf("%w: %w", ErrClash, h.b.clash)
	}
	return r, nil
}

// Ways walks one set of people and tells a shortest way for each sort of rounds it suffices with.
func (h *House) Ways(claim Claim, who People) []Set {
	var out []Set
	for load := range RoundsCount {
		s := newSearch(h.b, claim, who, h.o.Third, sim.Rule{})
		if claim.Putters(who) != 0 && s.run(load) {
			out = append(out, Set{Who: who, Rounds: load, Path: h.tell(s)})
		}
	}
	return out
}

// searchOne walks the sets of up to n people for a firearm that is to be handed over with one sort of
// rounds.
func (h *House) searchOne(r *Result, claim Claim, load Rounds, n int, off sim.Rule) {
	enough := r.enough(load)
	for k := 1; k <= n; k++ {
		for _, who := range setsOf(k) {
			if claim.Putters(who) == 0 || slices.ContainsFunc(enough, func(s People) bool { return s.Within(who) }) {
				continue
			}
			s := newSearch(h.b, claim, who, h.o.Third, off)
			if s.run(load) {
				enough = append(enough, who)
				r.Sets = append(r.Sets, Set{Who: who, Rounds: load, Path: h.tell(s)})
			}
			if s.bare && !slices.ContainsFunc(r.enough(NoRounds), func(s People) bool { return s.Within(who) }) {
				r.Sets = append(r.Sets, Set{Who: who, Rounds: NoRounds}) // What a plain empty firearm did not show.
			}
			r.States += s.states
			r.Transitions += s.tried
		}
	}
}

// enough lists the sets that were found to suffice for one sort of rounds.
func (r *Result) enough(load Rounds) []People {
	var out []People
	for _, s := range r.Sets {
		if s.Rounds == load {
			out = append(out, s.Who)
		}
	}
	return out
}

// Against returns the sets that contradict what is claimed of a search, docs/decisions/0041-claims.md:
// claim A none below three, claim B none below two and each with both people of the hand-over, with a
// third person none below three in either. Of later hand-overs nothing is claimed, unless the packs ask
// for look and test at each of them: then none below two, and each with the hand-over watcher.
func (r *Result) Against(o Options) []Set {
	var out []Set
	for _, s := range r.Sets {
		if o.Claim.Bars(s.Who, o.Third) || o.Claim == Resets && o.anew() && barsAnew(s.Who) {
			out = append(out, s)
		}
	}
	return out
}
