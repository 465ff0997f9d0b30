package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// withhold raises the no of everybody who signed it, or of the one for whom it was recorded: each takes
// back their own.
func (s *State) withhold(i int, b *event.Withheld) {
	no := Block{Kind: event.KindWithheld, Index: i, Item: b.Item, Scene: b.Scene, Person: b.SaidFor}
	if b.SaidFor != "" {
		s.raise(no)
		return
	}
	for _, g := range s.entries[i].Event.Signers {
		no.Person = g.Person
		s.raise(no)
	}
}

// putAway reports whether rounds that were found loose can have been tested: somebody put a container
// into quarantine who knew of them, and nobody called them LIVE (docs/spec/events.md, section 5).
func (s *State) putAway(loose *Block) bool {
	return loose.Nature != event.LiveRound && slices.ContainsFunc(s.blocks.all, func(b *Block) bool {
		return b.Kind == event.KindQuarantined && b.Container != "" && s.Stands(b.Index) && s.Follows(b.Index, loose.Index)
	})
}

// closable: AD or advisor, and a handler who did not hold the item. Where nobody can say who held it,
// because no item was named or nobody had received it, two handlers: one of them may have.
func (s *State) closable(i int, b *Block) bool {
	if b.Kind != event.KindDischarged && b.Kind != event.KindIncidentDeclared ||
		s.signerAs(i, event.AD, event.Advisor) == "" || !s.twoSigned(i) {
		return false
	}
	if b.Person == "" {
		return s.twoAmong(slices.DeleteFunc(slices.Clone(s.entries[i].Event.Signers), func(g event.Signer) bool {
			return g.Role != event.Handler
		}))
	}
	handler := s.signerAs(i, event.Handler)
	return handler != "" && handler != b.Person
}
