package state

import (
	"cmp"
	"maps"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Every walk over what is known goes in the order of ids, so that two machines say the same.

func (s *State) itemsInOrder() []*Item { return s.itemRow }

func (s *State) containersInOrder() []*Container { return s.boxRow }

// Items returns every item in the order of their ids. The caller must not change the slice.
func (s *State) Items() []*Item { return s.itemRow }

// Containers returns every container in the order of their ids. The caller must not change the slice.
func (s *State) Containers() []*Container { return s.boxRow }

// Lots returns every lot in the order of their ids.
func (s *State) Lots() []*Lot { return sorted(s.lots) }

// Scenes returns every scene in the order of their ids.
func (s *State) Scenes() []*Scene { return sorted(s.scenes) }

// People returns everybody the log knows in the order of their ids. The caller must not change the
// slice.
func (s *State) People() []*Person { return s.peopleRow }

// Given returns everybody an event ever gave a role, whether it stands or not, in the order of their
// ids. The caller must not change the slice.
func (s *State) Given(role event.Role) []*Person { return s.given[role] }

// Units returns every unit that has a day, in the order of their ids. The caller must not change the
// slice.
func (s *State) Units() []event.UnitID { return s.unitRow }

// keepItem and keepContainer put a thing in its place when it becomes known, so that no question has
// to sort.

func (s *State) keepItem(it *Item) {
	it.life = s.chain(it.Item.Object())
	s.items[it.Item] = it
	at, known := slices.BinarySearchFunc(s.itemRow, it.Item, func(a *Item, id event.ItemID) int {
		return cmp.Compare(a.Item, id)
	})
	if known {
		s.itemRow[at] = it
		return
	}
	s.itemRow = slices.Insert(s.itemRow, at, it)
}

func (s *State) keepContainer(c *Container) {
	c.life = s.chain(c.ID.Object())
	s.containers[c.ID] = c
	at, _ := slices.BinarySearchFunc(s.boxRow, c.ID, func(a *Container, id event.ContainerID) int {
		return cmp.Compare(a.ID, id)
	})
	s.boxRow = slices.Insert(s.boxRow, at, c)
}

func sorted[K ~string, V any](m map[K]*V) []*V {
	out := make([]*V, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// Links order the life of an object and entries arrive in another order, so "before" and "after"
// are about when an entry took effect, never about its place in the log.

func (s *State) order(i int) int {
	if i < 0 || i >= len(s.entries) {
		return 0
	}
	return s.entries[i].order
}

// Later reports whether event a took effect after event b. One that does not exist is earlier than
// every other.
func (s *State) Later(a, b int) bool { return s.order(a) > s.order(b) }

// Follows reports whether event a took effect after event b and can answer it: whoever made a knew
// of b. A look that was taken before a shot and arrived after it is no look at what the shot left.
func (s *State) Follows(a, b int) bool {
	return s.order(a) > 0 && s.Later(a, b) && s.knew(a, b)
}

// After reports whether an act lies behind a gap: it took effect later, and where the gap is told
// by an entry that no link orders, who acted had seen that entry or signed it.
func (s *State) After(index int, g *Gap) bool {
	if index < 0 {
		return false
	}
	if g.order == 0 {
		return true
	}
	return 2*s.order(index) > g.order && s.knew(index, g.told-1)
}

// knew reports whether the author of event a had seen event b: a names a checkpoint that covers it,
// or one person signed both.
func (s *State) knew(a, b int) bool {
	if b < 0 || b >= len(s.entries) {
		return true
	}
	e := &s.entries[a]
	if e.When.Earliest != Past && e.Event.Seen.Size > int64(b) {
		return true
	}
	for _, g := range e.Event.Signers {
		if s.Signed(b, g.Person) {
			return true
		}
	}
	return len(e.Event.Links) > 0 && len(s.entries[b].Event.Links) > 0 && s.linked(a, b)
}

// linked reports whether two events stand in the life of one object.
func (s *State) linked(a, b int) bool {
	for _, l := range s.entries[a].Event.Links {
		for _, m := range s.entries[b].Event.Links {
			if l.Object == m.Object {
				return true
			}
		}
	}
	return false
}
