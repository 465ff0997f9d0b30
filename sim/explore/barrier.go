package explore

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// What is claimed of the packs as shipped, docs/decisions/0041-claims.md.
const (
	claimedA     = 3
	claimedB     = 2
	claimedThird = 3 // Of either, with a third person.
	claimedEach  = 2 // Of later hand-overs, with a pack that asks for test and look at each of them.
)

// Barrier is what happens to the two numbers when one rule is left out of every verdict.
type Barrier struct {
	Rule  string // The name of a fact, or the key of a reason.
	Turns bool   // Whether any record of the search becomes COMPLETE by it.
	A, B  int    // The fewest people; what is claimed when no set below that suffices.
}

// Drops reports whether a number is lower without the rule.
func (b Barrier) Drops() bool { return b.A < claimedA || b.B < claimedB }

// Barriers switches off every fact that a clause asks for and every reason that any record of the
// search was held for, one at a time, and searches again below what is claimed. The house must have
// searched both claims before: a rule that turns none of its records into COMPLETE turns nothing.
func (h *House) Barriers() ([]Barrier, error) {
	var out []Barrier
	for _, name := range h.rules() {
		off, err := sim.RuleOf(name)
		if err != nil {
			return nil, err
		}
		b := Barrier{Rule: name, Turns: h.turns(off), A: claimedA, B: claimedB}
		if b.Turns {
			b.A, b.B = h.least(ClaimA, claimedA, off), h.least(ClaimB, claimedB, off)
		}
		out = append(out, b)
	}
	if h.b.clash != nil {
		return out, fmt.Errorf("%w: %w", ErrClash, h.b.clash)
	}
	return out, nil
}

// rules lists the facts of core and packs in the order of their declaration, then the keys.
func (h *House) rules() []string {
	facts := h.b.reader.Facts()
	var keys []string
	for _, f := range h.b.found {
		if f == nil {
			continue
		}
		for _, r := range slices.Concat(f.give, f.after) {
			keys = append(keys, r.Key)
			facts = append(facts, r.By...)
		}
	}
	slices.Sort(facts)
	slices.Sort(keys)
	var out []string
	for _, f := range slices.Compact(facts) {
		if f != verdict.NoFact {
			out = append(out, f.String())
		}
	}
	return append(out, slices.Compact(keys)...)
}

// turns reports whether a rule is all that keeps any record from COMPLETE.
func (h *House) turns(off sim.Rule) bool {
	return slices.ContainsFunc(h.b.found, func(f *finding) bool {
		return f != nil && (len(f.give) > 0 && off.Complete(f.give) || len(f.after) > 0 && off.Complete(f.after))
	})
}

// least returns the fewest people who suffice, claimed when nobody below that does.
func (h *House) least(claim Claim, claimed int, off sim.Rule) int {
	for k := 1; k < claimed; k++ {
		for _, who := range setsOf(k) {
			if claim.Putters(who) == 0 {
				continue
			}
			for load := range RoundsCount {
				if s := newSearch(h.b, claim, who, h.o.Third, off); s.run(load) || s.bare {
					return k
				}
			}
		}
	}
	return claimed
}
