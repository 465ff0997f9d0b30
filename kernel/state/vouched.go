package state

import (
	"cmp"
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

// meet keeps those who are in both.
func (c *crowd) meet(other crowd) {
	*c = (*c)[:min(len(*c), len(other))]
	for n := range *c {
		(*c)[n] &= other[n]
	}
}

// join adds everybody of another crowd.
func (c *crowd) join(other crowd) {
	for len(*c) < len(other) {
		*c = append(*c, 0)
	}
	for n, bits := range other {
		(*c)[n] |= bits
	}
}

// trace works out from the vouchers' own standing whom somebody stands in the production through, and
// whom not one way to a founder goes around. It takes a word for every 64 people and voucher. The
// result says whether anything is other than before.
func (s *State) trace(p *Person) bool {
	s.traced++
	through, all := crowd(nil), ways{}
	for _, id := range p.Vouchers {
		v := s.people[id]
		through.join(v.through)
		through.add(v.number)
		all.by(v)
	}
	same := all.reaches == p.reaches && slices.Equal(through, p.through) && slices.Equal(all.only, p.only)
	p.reaches, p.through, p.only = all.reaches, through, all.only
	return !same
}

// ways are the ways of one person to the founders: whether there is one, and who stands on each.
type ways struct {
	reaches bool
	only    crowd
}

// by adds the ways through one voucher.
func (w *ways) by(v *Person) {
	if !v.reaches {
		return // No way to a founder goes through somebody who has none.
	}
	way := slices.Clone(v.only)
	way.add(v.number)
	if !w.reaches {
		w.reaches, w.only = true, way
		return
	}
	w.only.meet(way)
}

// OneWord reports whether a newcomer whom exactly these people vouch for would be one person's word
// alone: the same person stands on all their ways to the founders, or there is no way. One voucher is
// always one word. Whom OneWord does not hold of counts as two beside people of either founder, but
// not beside those through whom they stand here, nor beside whom the same vouchers brought in.
func (s *State) OneWord(vouchers []event.PersonID) bool {
	all := ways{}
	for _, id := range vouchers {
		if v, ok := s.people[id]; ok && s.enrolled(v) {
			all.by(v)
		}
	}
	return !all.reaches || slices.ContainsFunc(all.only, func(bits uint64) bool { return bits != 0 })
}

// retrace works out anew where everybody stands who stands here through somebody enrolled once more.
// In the order of their enrolments one round is enough, and another one shows it, but for people who
// vouched for those they were themselves enrolled through.
func (s *State) retrace(again *Person) {
	var below []*Person
	for _, p := range s.peopleRow {
		if p == again || p.through.has(again.number) {
			p.reaches, p.through, p.only = false, nil, nil
			below = append(below, p)
		}
	}
	slices.SortStableFunc(below, func(a, b *Person) int { return cmp.Compare(a.Enrolled, b.Enrolled) })
	for changed := true; changed; {
		changed = false
		for _, p := range below {
			changed = s.trace(p) || changed
		}
	}
}

// TwoPeople reports whether a and b count as two: different people, enrolled by different voucher
// sets, neither of whom stands in the production through the other, and whom no third person, a founder
// or not, could have made up alone: not all ways of both to the founders go through the same one.
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
	return !puppets(p, q)
}

// Agreed reports whether an act about a scene stands and is that of two people: a handler and an AD or
// advisor who signed it count as two.
func (s *State) Agreed(i int) bool {
	if !s.Stands(i) {
		return false
	}
	e := &s.entries[i]
	for n, g := range e.Event.Signers {
		if g.Role != event.Handler {
			continue
		}
		for m, o := range e.Event.Signers {
			if o.Role != event.AD && o.Role != event.Advisor {
				continue
			}
			p, q := s.signer(e, n), s.signer(e, m)
			if p != nil && q != nil && s.twoPeople(p, q) {
				return true
			}
		}
	}
	return false
}

// descends reports whether p stands in the production through q: q vouched for p, or for somebody
// who did, however far back.
func descends(p, q *Person) bool { return p.through.has(q.number) }

// puppets reports whether one person, a founder or not, stands between both and every founder: then
// both are only that person's word. So is everybody who stands here through no founder at all.
func puppets(p, q *Person) bool {
	if !p.reaches || !q.reaches {
		return true
	}
	for n := range min(len(p.only), len(q.only)) {
		if p.only[n]&q.only[n] != 0 {
			return true
		}
	}
	return false
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
