package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Hand is a handler who had an item, and the newest act that says so.
type Hand struct {
	Person event.PersonID
	Index  int
}

// inHand notes that a handler has an item in their hands, or passes it on from them. Each stands in the
// list once, and who had the item before its newest gap only until the next one takes it: the list is
// never longer than the people of two segments.
func (s *State) inHand(it *Item, who event.PersonID, i int) {
	for n := range it.Hands {
		if it.Hands[n].Person == who {
			it.Hands[n].Index = i
			return
		}
	}
	it.Hands = append(slices.DeleteFunc(it.Hands, func(h Hand) bool { return !s.since(h, it.Gap) }), Hand{who, i})
}

// since reports whether somebody had an item behind a gap.
func (s *State) since(h Hand, g Gap) bool { return 2*s.order(h.Index) > g.order }

// BesideHands reports whether somebody counts as another person than every handler who had an item
// since its newest gap: whoever took it, loaded it, examined it, or passed it on.
func (s *State) BesideHands(it *Item, who event.PersonID) bool {
	for _, h := range it.Hands {
		if s.since(h, it.Gap) && !s.TwoPeople(h.Person, who) {
			return false
		}
	}
	return true
}
