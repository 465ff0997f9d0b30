package sim

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Reason is one thing a verdict holds for: its key, the item it is about, and the facts whose clauses
// ask for it.
type Reason struct {
	Key  string
	Item event.ItemID
	By   []verdict.Fact
}

// Reader says which facts the reasons of verdicts under some packs are a lack of.
type Reader struct {
	owner map[verdict.ClauseRef][]verdict.Fact
}

// NewReader prepares a reader for packs.
func NewReader(packs []*verdict.Pack) *Reader {
	r := &Reader{owner: map[verdict.ClauseRef][]verdict.Fact{}}
	for _, p := range packs {
		for _, c := range p.Clauses {
			for f := range c.Requires.Facts().All() {
				k := verdict.ClauseRef{Pack: p.ID, Clause: c.ID}
				r.owner[k] = append(r.owner[k], f)
			}
		}
	}
	return r
}

// Facts lists what the clauses of the packs ask for, each as often as it is asked, in no order.
func (r *Reader) Facts() []verdict.Fact {
	var out []verdict.Fact
	for _, own := range r.owner {
		out = append(out, own...)
	}
	return out
}

// Reasons lists what a verdict holds for; none means COMPLETE.
func (r *Reader) Reasons(v verdict.Verdict) []Reason {
	if v.Outcome == verdict.Complete {
		return nil
	}
	var out []Reason
	for _, x := range v.Reasons {
		out = append(out, Reason{Key: x.Key, Item: x.Item, By: r.factsOf(x)})
	}
	if len(out) == 0 {
		out = append(out, Reason{Key: "no reason"})
	}
	return out
}

// factsOf lists the facts a reason is a lack of, as far as the clauses that ask for it tell. A core
// clause asks for one fact; a pack's clause of several asks for the same one, where it has it.
func (r *Reader) factsOf(x verdict.Reason) []verdict.Fact {
	var out []verdict.Fact
	for _, c := range x.Clauses {
		if name, is := strings.CutPrefix(string(c.Clause), "CORE-"); is {
			out = append(out, verdict.FactOf(name))
		}
	}
	core := len(out)
	for _, c := range x.Clauses {
		own := r.owner[verdict.ClauseRef{Pack: c.Pack, Clause: c.Clause}]
		if slices.ContainsFunc(own, func(f verdict.Fact) bool { return slices.Contains(out[:core], f) }) {
			continue
		}
		out = append(out, own...)
	}
	if len(out) == 0 {
		out = append(out, verdict.NoFact) // A fault of the judge is a lack of nothing that can be named.
	}
	return out
}

// AboutSignatures reports whether a reason says that a hand-over lacks a signature.
func (r *Reason) AboutSignatures() bool {
	return strings.HasPrefix(r.Key, "look.not-signed") || r.Key == "third.not-signed" || r.Key == "retest.watcher"
}

// Rule is what is left out of every verdict: the shipped kernel has judged, and reasons of these are
// taken out of what it said. The zero value leaves out nothing.
type Rule struct {
	fact verdict.Fact
	key  string
}

// ErrRule reports a name that is no rule's.
var ErrRule = errors.New("no such rule")

// RuleOf reads the name of a fact or, with a key's dot and no fact of that name, the key of a reason.
// The empty name is the rule that leaves out nothing.
func RuleOf(name string) (Rule, error) {
	if name == "" {
		return Rule{}, nil
	}
	if f := verdict.FactOf(name); f != verdict.NoFact && f.Info().Kind == verdict.Requirement {
		return Rule{fact: f}, nil
	}
	if strings.Contains(name, ".") && verdict.FactOf(name) == verdict.NoFact {
		return Rule{key: name}, nil
	}
	return Rule{}, fmt.Errorf("%w: %q is neither a fact that clauses ask for nor the key of a reason", ErrRule, name)
}

// stands reports whether a reason is left once a rule is off.
func (r Rule) stands(x *Reason) bool {
	if r.key != "" && x.Key == r.key {
		return false
	}
	return r.fact == verdict.NoFact || slices.ContainsFunc(x.By, func(f verdict.Fact) bool { return f != r.fact })
}

// Complete reports whether nothing is left of the reasons of a verdict once the rule is off.
func (r Rule) Complete(all []Reason) bool {
	return !slices.ContainsFunc(all, func(x Reason) bool { return r.stands(&x) })
}
