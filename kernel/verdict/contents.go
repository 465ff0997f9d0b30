package verdict

import (
	"github.com/proofhouse/proofhouse/kernel/state"
)

// ContentsLacks lists what the record does not show about the rounds in an item: why load.tested or
// source.sealed would not be true of it now. A screen may name what is inside only when the list is
// empty; what it cannot work out is on the list.
func ContentsLacks(known *state.State, it *state.Item, now state.Interval) []state.Lack {
	l := look{known: known, now: now}
	var out []state.Lack
	if known == nil || it == nil {
		return []state.Lack{judgeFault("contents").Lack}
	}
	if fault := l.guard(func() { out = l.roundLacks(it) }); fault != "" {
		return []state.Lack{judgeFault(join("contents", fault)).Lack}
	}
	return out
}
