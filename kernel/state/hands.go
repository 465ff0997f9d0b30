package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Hand is somebody who had an item, and the newest act that says so.
type Hand struct {
	Person event.PersonID
	Index  int
	Given  bool // It was handed over to them; otherwise they handled it.
}

// inHand notes that a handler has an item in their hands, or passes it on from them. Each stands in the
// list once as who handled and once as who received, and who had the item before its newest gap only until
// the next one takes it: the list is never longer than twice the people of two segments.
func (s *State) inHand(it *Item, who event.PersonID, i int) { s.had(it, Hand{who, i, false}) }

// had notes that somebody has an item in their hands, as a handler or as who receives.
func (s *State) had(it *Item, by Hand) {
	for n := range it.Hands {
		if it.Hands[n].Person == by.Person && it.Hands[n].Given == by.Given {
			it.Hands[n].Index = by.Index
			return
		}
	}
	it.Hands = append(slices.DeleteFunc(it.Hands, func(h Hand) bool { return !s.since(h, it.Gap) }), by)
}

// since reports whether somebody had an item behind a gap.
func (s *State) since(h Hand, g Gap) bool { return 2*s.order(h.Index) > g.order }

// BesideHands reports whether somebody counts as another person than every handler who had an item
// since its newest gap (whoever took it, loaded it, examined it, or passed it on), and is none of those who
// received it since then.
func (s *State) BesideHands(it *Item, who event.PersonID) bool {
	for _, h := range it.Hands {
		if s.since(h, it.Gap) && (h.Person == who || !h.Given && !s.TwoPeople(h.Person, who)) {
			return false
		}
	}
	return true
}

// reached ends the segments of what lies locked up in a container that somebody works in without its
// handler: nobody can say what was done to it while that container was open. Whoever shares a locker with
// another handler opens it together with them, or the other examines what was theirs.
func (s *State) reached(c *Container, i int) {
	s.inLocker(c, func(it *Item) {
		if !s.Stands(i) || !s.Signed(i, it.Handler) {
			it.Gap.widen(s.gapToldAt(i, "handler", it.Handler))
		}
	})
}

// gapToldAt is a gap of an item that entry i tells of and that no link of the item orders.
func (s *State) gapToldAt(i int, why string, who event.PersonID) Gap {
	g := s.gapAt(i, why, who)
	g.told = i + 1
	return g
}

// inLocker runs a step for every item that lies locked up in a container.
func (s *State) inLocker(c *Container, one func(*Item)) {
	if c.What != event.Locker && c.What != event.Bag {
		return // Nothing is locked up in these; a locker that nobody could register is a bag by now.
	}
	for _, it := range s.itemsInOrder() {
		if it.Holder.Kind == InLocker && it.Holder.Container == c.ID {
			one(it)
		}
	}
}
