package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/state"
)

// What the first hand-over of a custody segment needs, a pack can ask for again: at every hand-over,
// because a receiver had the item in between, or once a day, because a night under lock ends no segment.

// findLookEveryTime: behind the moment in which the item last came back, a watcher looked into it, and
// signed the hand-over that came after with the handler.
func findLookEveryTime(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		l.lookAnew(f, it, it.CameBack, "look.not-anew", "look.not-signed-anew")
	})
}

// findLookToday: the same behind the newest call of the unit's day. Without one there is no today.
func findLookToday(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		if l.dayAt == state.NoIndex && l.wantsSecondLook(it) {
			l.dayNone(f)
			return
		}
		l.lookAnew(f, it, l.dayAt, "look.not-today", "look.not-signed-today")
	})
}

// lookAnew asks for a second look behind an event, and for a hand-over signed by both behind that look.
// What the look saw and who made it is asked by look.second, in every production.
func (l *look) lookAnew(f Fact, it *state.Item, since int, noLook, notSigned string) {
	if !l.wantsSecondLook(it) {
		return
	}
	x := state.Lack{Item: it.Item, Person: it.Second.Watcher, Index: it.Second.Index}
	add := func(key string) { x.Key = key; l.lack(f, x) }
	well := l.sharedWell(it)
	shared := well && l.known.LookFollows(it.Shared.Look, since)
	switch {
	case !l.known.LookHolds(it, it.Second):
		x.Person = ""
		add("look.none") // As look.second says it: one reason, not two.
	case !l.known.LookFollows(it.Second, since):
		add(noLook)
	case !shared && !l.known.LookIsOf(it, it.Second):
		add("look.changed")
	}
	if l.q.Ask != Start || !l.known.GivenInSegment(it) || !l.known.Later(it.Given, since) {
		return
	}
	x.Index = it.Given
	switch {
	case !well:
		add("look.not-signed") // Likewise.
	case !shared:
		add(notSigned)
	}
}

// findRetestedEveryTime: the tests that cover the rounds inside lie behind the moment in which the item
// last came back. What each of them lacks is asked by load.retested, in every production.
func findRetestedEveryTime(l *look, f Fact) Tri {
	return l.eachFirearm(f, func(it *state.Item) {
		var room [4]*state.Tray
		trays, all := l.retested(f, it, room[:0]) // What is missing is said as load.retested says it.
		old := func(t *state.Tray) bool { return !l.known.Follows(t.Tested, it.CameBack) }
		if all && slices.ContainsFunc(trays, old) {
			l.lack(f, state.Lack{Key: "retest.not-anew", Item: it.Item, Index: it.CameBack})
		}
	})
}
