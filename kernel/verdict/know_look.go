package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// findSecondLook: whoever signs the first hand-over of a segment beside the handler has looked into
// the item with their own eyes, behind everything that was changed in it. What is loaded again within
// the segment is looked at by the watcher of that load.
func findSecondLook(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		if !l.wantsSecondLook(it) {
			return
		}
		x := state.Lack{Item: it.Item, Person: it.Second.Watcher, Index: it.Second.Index}
		add := func(key string) {
			y := x
			y.Key = key
			l.lack(f, y)
		}
		shared := l.sharedWell(it)
		switch {
		case !l.known.LookHolds(it, it.Second):
			x.Person = ""
			add("look.none")
		default:
			if !shared && !l.known.LookIsOf(it, it.Second) {
				add("look.changed")
			}
			if !shared && !l.known.InSight(it, it.Second.Index, it.Second.Watcher, l.now) {
				add("look.out-of-sight")
			}
			for _, y := range l.secondLookLacks(it, it.Second) {
				l.lack(f, y)
			}
			l.valid(it.Second.Watcher, event.WatcherTraining) // Without a day it says so.
		}
		if l.q.Ask == Start && !shared && l.known.GivenInSegment(it) {
			x.Index = it.Given
			add("look.not-signed")
		}
	})
}

// sharedWell reports whether handler and watcher signed a hand-over of the segment together, behind a
// look that lacks nothing.
func (l *look) sharedWell(it *state.Item) bool {
	return l.known.SharedInSegment(it) && len(l.secondLookLacks(it, it.Shared.Look)) == 0
}

// wantsSecondLook: what fires, and what could be taken for something that does.
func (l *look) wantsSecondLook(it *state.Item) bool {
	return l.firearm(it) || it.LookAlike != "" &&
		slices.ContainsFunc(l.known.Items(), func(other *state.Item) bool {
			return other.LookAlike == it.LookAlike && l.firearm(other)
		})
}

// secondLookLacks lists what a second look did not see, or who may not have made it.
func (l *look) secondLookLacks(it *state.Item, look state.SecondLook) []state.Lack {
	var out []state.Lack
	if !l.secondPerson(it, look) {
		out = append(out, state.Lack{
			Key: "look.watcher", Item: it.Item, Person: look.Watcher, Index: look.Index,
		})
	}
	return append(out, sightLacks(it, look)...)
}

// sightLacks lists what a look did not see, whoever made it.
func sightLacks(it *state.Item, look state.SecondLook) []state.Lack {
	var out []state.Lack
	add := func(key string, n, of int64) {
		out = append(out, state.Lack{
			Key: key, Item: it.Item, Person: look.Watcher, N: n, Of: of, Index: look.Index,
		})
	}
	b := look.Body
	if b.Seen != it.Chambers || b.Length != it.Chambers {
		// A list of another length is not the list of this item, however much of it was seen.
		add("look.partial", min(b.Seen, max(0, it.Chambers-1)), it.Chambers)
	}
	if b.Rounds != look.Loaded {
		add("look.mismatch", b.Rounds, look.Loaded)
	}
	if look.Others && b.Drawn != event.Yes {
		add("look.not-drawn", 0, 0)
	}
	if !readsIdentity(it, b) {
		add("look.identity", 0, 0)
	}
	return out
}

// secondPerson reports whether who looked counts as watcher and as another person than the handler,
// does not play and does not have the item.
func (l *look) secondPerson(it *state.Item, look state.SecondLook) bool {
	who, _ := l.known.Person(look.Watcher)
	paper, trained := l.known.PaperOf(who, event.WatcherTraining)
	return trained && (l.day == "" || paper.Valid(l.until)) && l.known.Watched(who, look.Index) &&
		l.besideHandler(it, look.Watcher) && !l.plays(who)
}

// besideHandler reports whether somebody counts as another person than the handler of an item and than
// everybody who handled it in this segment. Behind a relief these are several: who loaded it, or had it
// alone for a minute, is no second person to look for what they may have put in.
func (l *look) besideHandler(it *state.Item, who event.PersonID) bool {
	return l.known.TwoPeople(it.Handler, who) && l.known.BesideHands(it, who)
}

// readsIdentity: where something looks like the item its tag is not enough, and a serial that was read
// is the item's own in any case.
func readsIdentity(it *state.Item, b *event.ItemLooked) bool {
	switch b.Identity {
	case event.SerialRead:
		return it.Serial4 != "" && b.Serial4 == it.Serial4
	case event.MarkSeen:
		return true
	case event.TagOnly, event.NoIdentity:
	}
	return it.LookAlike == ""
}

// findThirdLook: a third person, an AD or an advisor, looked as the watcher did and signed the first
// hand-over of the segment with the other two. A count alone says nothing of what goes in behind it.
func findThirdLook(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		if !l.wantsSecondLook(it) {
			return
		}
		signed := l.known.ByThreeInSegment(it) && l.looksThird(it, it.ByThree.Look)
		now := l.known.LookHolds(it, it.Third) && l.looksThird(it, it.Third) &&
			(signed || l.known.LookIsOf(it, it.Third) && l.known.InSight(it, it.Third.Index, it.Third.Watcher, l.now))
		if !now {
			l.lack(f, state.Lack{Key: "third.look", Item: it.Item, Index: it.Third.Index})
		}
		if l.q.Ask == Start && !signed && l.known.GivenInSegment(it) {
			l.lack(f, state.Lack{Key: "third.not-signed", Item: it.Item, Index: it.Given})
		}
	})
}

// looksThird reports whether a look saw everything and is that of a person of its own.
func (l *look) looksThird(it *state.Item, look state.SecondLook) bool {
	return len(sightLacks(it, look)) == 0 && !l.playsNamed(look.Watcher) &&
		l.besideHandler(it, look.Watcher) &&
		(it.Second.Index == state.NoIndex || l.known.TwoPeople(it.Second.Watcher, look.Watcher))
}

// findThirdCounted: each tray of the test at the hand-over was counted by a third person, an AD or an
// advisor, who did not see the number either.
func findThirdCounted(l *look, f Fact) Tri {
	return l.eachFirearm(f, func(it *state.Item) {
		var room [4]*state.Tray
		trays, missing, total := l.retests(it, room[:0])
		if missing > 0 {
			l.lack(f, state.Lack{
				Key: "third.missing", Item: it.Item, N: total - missing, Of: total, Index: it.Changed,
			})
		}
		for _, t := range trays {
			x := state.Lack{
				Item: it.Item, Tray: t.Body.Tray, Person: t.ThirdPerson, N: t.ThirdNumber, Of: t.Body.Rounds,
				Index: t.Third,
			}
			switch {
			case !l.known.Stands(t.Third):
				x.Key, x.Person, x.N, x.Index = "third.missing", "", 0, t.Tested
				l.lack(f, x)
				continue
			case !l.thirdPerson(t):
				x.Key = "third.person"
				l.lack(f, x)
			}
			if t.Opened != state.NoIndex && (t.ThirdNumber != t.Number || t.ThirdNumber != t.Body.Rounds) {
				x.Key = "third.mismatch"
				l.lack(f, x)
			}
		}
	})
}

// thirdPerson reports whether the third count of a tray is that of a person of its own.
func (l *look) thirdPerson(t *state.Tray) bool {
	if !l.known.TwoPeople(t.ThirdPerson, t.Handler) || l.playsNamed(t.ThirdPerson) {
		return false
	}
	return t.Counted == state.NoIndex || l.known.TwoPeople(t.ThirdPerson, t.Watcher)
}
