package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// putAway reports whether rounds that were found loose can have been tested: somebody put a container
// into quarantine who knew of them, and nobody called them LIVE (docs/spec/events.md, section 5).
func (s *State) putAway(loose *Block) bool {
	return loose.Nature != event.LiveRound && slices.ContainsFunc(s.blocks.all, func(b *Block) bool {
		return b.Kind == event.KindQuarantined && b.Container != "" && s.Stands(b.Index) && s.Follows(b.Index, loose.Index)
	})
}
