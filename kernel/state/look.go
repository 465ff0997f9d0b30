package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// SecondLook is a watcher's own look into an item, with what the log placed in it at that moment. The
// handler's look is Item.Examined; this one is somebody else's. A third look is an AD's or advisor's.
type SecondLook struct {
	Index   int // Index of the look, or NoIndex.
	Body    *event.ItemLooked
	Watcher event.PersonID
	Loaded  int64 // Rounds the log placed in the item then.
	Others  bool  // Whether some of them were no dummies.
}

// Shared is a hand-over that the handler and the watcher of the second look signed together, each
// verified: from look and test to hand the item was in the sight of both.
type Shared struct {
	Index int // Index of the hand-over, or NoIndex.
	Look  SecondLook
	With  event.PersonID // Whose second look stood beside a third; empty where two signed.
}

// looked keeps the newest look that counts. Looking changes nothing, so it stands in no chain: what
// it answers is asked later, from what its author had seen.
func (s *State) looked(i int, b *event.ItemLooked) {
	it := s.items[b.Item]
	if it == nil || !s.Stands(i) {
		return
	}
	loaded := it.Loaded()
	look := SecondLook{
		Index: i, Body: b, Watcher: s.signerAs(i, event.Watcher), Loaded: int64(len(loaded)),
		Others: slices.ContainsFunc(loaded, func(p Position) bool {
			lot, ok := s.lots[p.Lot]
			return !ok || s.NatureOf(lot) != event.Dummy
		}),
	}
	if look.Watcher == "" {
		look.Watcher = s.signerAs(i, event.AD, event.Advisor)
		it.Third = look
		return
	}
	it.Second = look
}

// share notes a hand-over in the sight of both, and of a third person who looked too. Signatures make
// no look newer: one from before the contents were changed says nothing of what is handed over, however
// many sign.
func (s *State) share(it *Item, giver event.PersonID, i int) {
	look := it.Second
	if !s.Stands(i) || !s.Stands(look.Index) || giver == "" || !s.verified(i, giver) ||
		!s.verified(i, look.Watcher) || !s.LookIsOf(it, look) || !s.InSight(it, look.Index, look.Watcher, s.entries[i].When) {
		return
	}
	it.Shared = Shared{Index: i, Look: look}
	if third := it.Third; s.Stands(third.Index) && s.verified(i, third.Watcher) && s.LookIsOf(it, third) &&
		s.InSight(it, third.Index, third.Watcher, s.entries[i].When) {
		it.ByThree = Shared{Index: i, Look: third, With: look.Watcher}
	}
}

// LookHolds reports whether a second look lies behind the item's newest gap, for certain: it took
// effect later and its author had seen the act that ended the gap.
func (s *State) LookHolds(it *Item, look SecondLook) bool {
	last := max(it.Gap.Index, it.Gap.told-1, it.Gap.next-1)
	return s.Stands(look.Index) && s.After(look.Index, &it.Gap) && s.saw(look.Index, last)
}

// LookIsOf reports whether a second look was made at what is in the item now.
func (s *State) LookIsOf(it *Item, look SecondLook) bool { return s.LookFollows(look, it.Changed) }

// LookFollows reports whether a second look was made after an event for certain: it took effect later
// and its author had seen that event. Every look follows NoIndex.
func (s *State) LookFollows(look SecondLook, i int) bool {
	return s.Later(look.Index, i) && s.saw(look.Index, i)
}

// absences are the acts with which something went out of sight: the one that took effect last, and the one
// with the highest number, which is another where acts arrived in another order. NoIndex without any.
type absences struct{ last, highest int }

var noAbsence = absences{NoIndex, NoIndex}

func (a *absences) add(i int) { a.last, a.highest = i, max(a.highest, i) }

// answers reports whether an act lies behind all absences for certain: it took effect later and its author
// had seen each of them. What was seen before one may arrive behind it.
func (s *State) answers(act int, a absences) bool {
	return !s.Later(a.last, act) && s.saw(act, a.highest)
}

// InSight reports whether nothing took an item out of the sight of somebody between an act of theirs and
// now: it was not locked up, their duty did not end, and no more time lies between than a duty lasts. Who
// signs with a passkey may be on no duty that could end.
func (s *State) InSight(it *Item, act int, who event.PersonID, now Interval) bool {
	p, known := s.people[who]
	age, bounded := s.Elapsed(act, now)
	return known && bounded && age <= DutyMaxS && s.answers(act, it.locked) && s.answers(act, p.dutyEnded)
}

// SignedInHand reports whether who tested and who counted signed a test with a hand-over. What they sign
// before it does not keep what they tested in sight.
func (s *State) SignedInHand(t *Tray) bool {
	return s.Stands(t.Endorsed) && s.entries[t.Endorsed].Event.Kind == event.KindHandedOver
}

// saw reports whether the author of an act without links had seen event b. To have signed b too is
// not enough here: who helped to load knows of the load, and may have looked before it.
func (s *State) saw(a, b int) bool {
	if b < 0 || b >= len(s.entries) {
		return true
	}
	e := &s.entries[a]
	return e.When.Earliest != Past && e.Event.Seen.Size > int64(b)
}

// GivenInSegment reports whether an item was handed over behind its newest gap, whatever signatures
// the hand-over has.
func (s *State) GivenInSegment(it *Item) bool {
	return it.Given != NoIndex && 2*s.order(it.Given) > it.Gap.order
}

// SharedInSegment reports whether the newest hand-over that handler and watcher signed together lies
// behind the item's newest gap and still stands with its look.
func (s *State) SharedInSegment(it *Item) bool { return s.inSegment(it, it.Shared) }

// ByThreeInSegment is the same of the newest hand-over that three signed together.
func (s *State) ByThreeInSegment(it *Item) bool { return s.inSegment(it, it.ByThree) }

func (s *State) inSegment(it *Item, by Shared) bool {
	return s.Stands(by.Index) && 2*s.order(by.Index) > it.Gap.order && s.LookHolds(it, by.Look) &&
		s.apart(by)
}

// apart reports whether those who signed a hand-over together count as that many people, whoever has
// the item or looked at it since.
func (s *State) apart(by Shared) bool {
	giver, who := s.signerAs(by.Index, event.Handler), by.Look.Watcher
	return s.TwoPeople(giver, who) &&
		(by.With == "" || s.TwoPeople(giver, by.With) && s.TwoPeople(by.With, who))
}
