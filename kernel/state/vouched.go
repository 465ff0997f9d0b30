package state

import (
	"math/bits"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// This file says who counts as two people: that is a question of who vouched for whom.

// crowd is a set of people by their numbers: one bit for each.
type crowd []uint64

func (c crowd) has(n int) bool { return n>>6 < len(c) && c[n>>6]>>(n&63)&1 == 1 }

// word returns those of a set whose numbers begin at 64 times w, empty behind the end of the set.
func (c crowd) word(w int) uint64 {
	if w < len(c) {
		return c[w]
	}
	return 0
}

func (c *crowd) add(n int) {
	for len(*c) <= n>>6 {
		*c = append(*c, 0)
	}
	(*c)[n>>6] |= 1 << (n & 63)
}

// trace works out whom somebody stands in the production through.
func (s *State) trace(p *Person) {
	var room [ancestryRoom]event.PersonID
	p.through = p.through[:0]
	for _, x := range s.ancestry(room[:0], p.ID, "") {
		if q := s.people[x]; q != nil {
			p.through.add(q.number)
		}
	}
}

// TwoPeople reports whether a and b count as two: different people, enrolled by different voucher
// sets, neither of whom stands in the production through the other, nor both through one third person
// who is no founder.
func (s *State) TwoPeople(a, b event.PersonID) bool {
	p, okA := s.people[a]
	q, okB := s.people[b]
	return okA && okB && s.twoPeople(p, q)
}

func (s *State) twoPeople(p, q *Person) bool {
	if p == q || !s.enrolled(p) || !s.enrolled(q) || p.ID == HubPerson || q.ID == HubPerson {
		return false // The box on the cart is nobody's second person.
	}
	if p.Enrolled == 0 && q.Enrolled == 0 {
		return true // The two founders vouch for themselves, from different departments.
	}
	if descends(p, q) || descends(q, p) || sameSet(p.Vouchers, q.Vouchers) {
		return false
	}
	return !s.puppets(p, q)
}

// descends reports whether p stands in the production through q: q vouched for p, or for somebody
// who did, however far back.
func descends(p, q *Person) bool { return p.through.has(q.number) }

// puppets reports whether one person who is no founder stands between both and every founder: then
// both are only that person's word.
func (s *State) puppets(p, q *Person) bool {
	for n := range min(len(p.through), len(q.through)) {
		for both := p.through[n] & q.through[n]; both != 0; both &= both - 1 {
			x := s.byNumber[n<<6+bits.TrailingZeros64(both)]
			if x.Enrolled != 0 && !s.reachesFounder(p.ID, x.ID) && !s.reachesFounder(q.ID, x.ID) {
				return true
			}
		}
	}
	return false
}

func (s *State) reachesFounder(who, without event.PersonID) bool {
	var room [ancestryRoom]event.PersonID
	return slices.ContainsFunc(s.ancestry(room[:0], who, without), func(x event.PersonID) bool {
		p := s.people[x]
		return p != nil && p.Enrolled == 0
	})
}

// ancestryRoom is how many vouchers a question about two people keeps on the stack.
const ancestryRoom = 16

// ancestry adds to an empty list everybody a person stands in the production through, without going
// through one: nearest first. The list is its own queue.
func (s *State) ancestry(out []event.PersonID, who, without event.PersonID) []event.PersonID {
	from := who
	for at := 0; ; at++ {
		if p := s.people[from]; p != nil {
			for _, v := range p.Vouchers {
				if v != without && v != who && !slices.Contains(out, v) {
					out = append(out, v)
				}
			}
		}
		if at == len(out) {
			return out
		}
		from = out[at]
	}
}

func sameSet(a, b []event.PersonID) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}
