package explore

import (
	"slices"

	"github.com/proofhouse/proofhouse/sim"
)

// Claim is which hand-overs are looked for, and who put the round in.
type Claim uint8

// The claims, and the number for hand-overs that are not the first of their segment.
const (
	ClaimA Claim = iota // First hand-over; somebody other than its two people put the round in.
	ClaimB              // First hand-over; one of its two people did.
	Resets              // A later hand-over of the segment; anybody did.
	ClaimCount
)

var claimNames = [ClaimCount]string{"A", "B", "resets"}

// String returns the claim's name.
func (c Claim) String() string { return claimNames[c%ClaimCount] }

// ClaimOf reads a claim's name.
func ClaimOf(s string) (Claim, bool) {
	at := slices.Index(claimNames[:], s)
	return Claim(max(at, 0)), at >= 0
}

// Putters are those of a set who may put the round in.
func (c Claim) Putters(s People) People {
	switch c {
	case ClaimA:
		return s &^ pair
	case ClaimB:
		return s & pair
	case Resets, ClaimCount:
	}
	return s
}

// Bars reports whether a set of people is one that is claimed not to suffice, without or with a third
// person at the hand-over (docs/decisions/0041-claims.md). Nothing is claimed of later hand-overs
// whatever the packs; see Against.
func (c Claim) Bars(who People, third bool) bool {
	n := who.Count()
	switch c {
	case ClaimA:
		return n < claimedA
	case ClaimB:
		return n < claimedB || !pair.Within(who) || third && n < claimedThird
	case Resets, ClaimCount:
	}
	return false
}

// barsAnew is the same of a later hand-over of a segment, under packs that ask for look and test at each.
func barsAnew(who People) bool { return who.Count() < claimedEach || !who.Has(Watcher) }

// visited is one state of the search and how it was come to.
type visited struct {
	before int32
	step   step
	rec    int32
	truth  uint32
}

// search walks every state that one set of people can bring about: those with the fewest wrong steps
// first, and among them the nearest, so that a way that is told has nothing wrong in it that could be
// left out.
type search struct {
	b     *book
	claim Claim
	off   sim.Rule
	stage stage

	seen   map[uint64]struct{}
	queue  []visited // Every state that was come to, once for each number of wrong steps at the most.
	now    []int32   // Of those, the ones to go on from with as many wrong steps as now.
	next   []int32   // And with one more.
	later  map[uint64]struct{}
	states int
	tried  int // Transitions.
	goal   int32
	bare   bool // A firearm that was to be loaded was handed over as an empty one, with the round in it.
}

// newSearch prepares the walk of one set.
func newSearch(b *book, claim Claim, who People, third bool, off sim.Rule) *search {
	return &search{
		b: b, claim: claim, off: off, goal: -1, seen: map[uint64]struct{}{}, later: map[uint64]struct{}{},
		stage: stage{err: who, putters: claim.Putters(who), third: third, each: b.each, chambers: b.chambers},
	}
}

// run reports whether the set suffices.
func (s *search) run(load Rounds) bool {
	s.add(visited{before: -1, rec: int32(load)}) // The first records are in the order of Rounds.
	for len(s.now) > 0 && s.goal < 0 {
		s.layer()
		s.now = s.now[:0]
		for _, at := range s.next {
			if k := s.queue[at].key(); s.mark(s.seen, k) {
				s.now = append(s.now, at)
			}
		}
		s.next = s.next[:0]
		clear(s.later)
	}
	return s.goal >= 0
}

// layer goes on from every state with one number of wrong steps.
func (s *search) layer() {
	for n := 0; n < len(s.now) && s.goal < 0; n++ {
		at := s.now[n]
		v := s.queue[at]
		s.states++
		r := s.b.recs[v.rec] // A copy: the book grows under the walk.
		complete := r.stage == onSet && r.holder == withHandler && s.off.Complete(s.b.find(v.rec).give)
		t := unpack(v.truth)
		s.stage.moves(&r, t, complete, func(st step, next truth) {
			s.tried++
			to, ok := s.b.then(v.rec, st.act)
			if !ok || s.goal >= 0 {
				return
			}
			s.reach(at, &r, st, to, next)
		})
	}
}

func (s *search) reach(from int32, r *record, st step, to int32, t truth) {
	given := st.act >= giveSigned && st.act <= giveAlone
	later := r.given == right
	v := visited{before: from, step: st, rec: to, truth: t.known(&s.b.recs[to]).pack()}
	switch {
	case given && t.loaded() && later == (s.claim == Resets) && s.off.Complete(s.b.find(to).after):
		if r.rounds != NoRounds && r.loaded == 0 {
			s.bare = true
			return
		}
		s.goal = int32(len(s.queue))
		s.queue = append(s.queue, v)
	case given && (t.loaded() && t.live != away && st.act == giveAlone || later || st.act == giveAlone || s.stage.third && st.act == giveSigned):
		// Nothing of what follows is a hand-over of this claim.
	default:
		s.add(v)
	}
}

func (v *visited) key() uint64 { return uint64(v.rec)<<32 | uint64(v.truth) }

// mark puts a state into a set and reports whether it is new there.
func (s *search) mark(set map[uint64]struct{}, k uint64) bool {
	if _, known := set[k]; known {
		return false
	}
	set[k] = struct{}{}
	return true
}

func (s *search) add(v visited) {
	k := v.key()
	at := int32(len(s.queue))
	switch {
	case v.step.wrong == 0:
		if !s.mark(s.seen, k) {
			return
		}
		s.now = append(s.now, at)
	default:
		if _, known := s.seen[k]; known || !s.mark(s.later, k) {
			return
		}
		s.next = append(s.next, at)
	}
	s.queue = append(s.queue, v)
}

// path lists the steps to the goal, oldest first, with the record each was taken on.
func (s *search) path() []visited {
	var out []visited
	for at := s.goal; at >= 0 && s.queue[at].before >= 0; at = s.queue[at].before {
		out = append(out, s.queue[at])
	}
	slices.Reverse(out)
	return out
}
