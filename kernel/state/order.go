package state

import (
	"maps"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Every walk over what is known goes in the order of ids, so that two machines say the same.

func (s *State) itemsInOrder() []*Item { return sorted(s.items) }

func (s *State) containersInOrder() []*Container { return sorted(s.containers) }

// Items returns every item in the order of their ids.
func (s *State) Items() []*Item { return sorted(s.items) }

// Containers returns every container in the order of their ids.
func (s *State) Containers() []*Container { return sorted(s.containers) }

// Lots returns every lot in the order of their ids.
func (s *State) Lots() []*Lot { return sorted(s.lots) }

// Scenes returns every scene in the order of their ids.
func (s *State) Scenes() []*Scene { return sorted(s.scenes) }

// People returns everybody the log knows in the order of their ids.
func (s *State) People() []*Person { return sorted(s.people) }

// Units returns every unit that has a day, in the order of their ids.
func (s *State) Units() []event.UnitID { return slices.Sorted(maps.Keys(s.days)) }

func sorted[K ~string, V any](m map[K]*V) []*V {
	out := make([]*V, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}
