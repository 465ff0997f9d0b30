package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// newItem is an item of which nothing is known but what was said of it at event i.
func (s *State) newItem(i int, r event.ReceivedItem) *Item {
	handler := s.signerAs(i, event.Handler)
	it := &Item{
		ReceivedItem: r, Received: i, Handler: handler, Examined: NoIndex, Looked: NoIndex,
		Changed: NoIndex, Fired: NoIndex, Bore: NoIndex, Given: NoIndex, Collected: NoIndex,
		CameBack: NoIndex, locked: noAbsence, Upset: NoIndex, Back: NoIndex,
		Gap: Gap{Index: NoIndex}, Holder: Holder{WithHandler, handler, "", i},
		Second: SecondLook{Index: NoIndex}, Shared: Shared{Index: NoIndex},
		Third: SecondLook{Index: NoIndex}, ByThree: Shared{Index: NoIndex},
	}
	s.inHand(it, handler, i)
	it.growTo(r.Chambers + r.Magazine - 1)
	return it
}

// growTo gives an item positions up to the one at last.
func (it *Item) growTo(last int64) {
	it.Positions = slices.Grow(it.Positions, int(max(0, last+1-int64(len(it.Positions)))))
	for int64(len(it.Positions)) <= last {
		it.Positions = append(it.Positions, Position{Loaded: NoIndex, Source: NoIndex})
	}
}

// stranger reports whether nobody ever received an item.
func (s *State) stranger(it *Item) bool {
	return s.entries[it.Received].Event.Kind != event.KindItemReceived
}

// itemOrNew returns an item that rounds go into or that is handed on. One that nobody received is an item
// all the same, of which nobody said what it is or how many chambers it has: a receipt can still follow.
func (s *State) itemOrNew(id event.ItemID, i int) *Item {
	if it := s.items[id]; it != nil {
		return it
	}
	it := s.newItem(i, event.ReceivedItem{Item: id, Class: event.UnknownClass})
	s.keepItem(it)
	return it
}
