package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// second is a watcher's look into an item: how many rounds were loaded then, and whether some of them
// were no dummies. Without one the act is nil.
type second struct {
	act    *act
	loaded int64
	others bool
}

func (s second) body() *event.ItemLooked {
	b, _ := s.act.event.Body.(*event.ItemLooked)
	return b
}

func (s second) who() event.PersonID {
	if w := s.act.as(event.Watcher); w != "" {
		return w
	}
	return s.act.as(event.AD, event.Advisor)
}

// lookIn notes a look that counts. It changes nothing, so it is no link of the item.
func (l *Log) lookIn(a *act, b *event.ItemLooked) {
	it, known := l.item(b.Item)
	if !known || !a.stood {
		return
	}
	others := false
	for _, p := range it.filled() {
		x, known := l.lot(p.lot)
		others = others || !known || l.natureOf(x) != event.Dummy
	}
	what := watched
	if a.as(event.Watcher) == "" {
		what = watchedToo
	}
	l.write(note{what: what, act: a, item: b.Item, n: int64(len(it.filled())), yes: others})
}

// saw reports whether the author of an act had seen another: only its checkpoint says so, whoever
// signed the other.
func (a *act) saw(i int) bool { return i == none || a.from != Past && a.event.Seen.Size > int64(i) }

// here reports whether a look lies in the item's segment, by what its author had seen.
func (l *Log) here(it item, s second) bool {
	g := it.gap
	return s.act != nil && s.act.stands() && l.behind(s.act.index, g) && s.act.saw(g.index) &&
		s.act.saw(g.told) && s.act.saw(g.next)
}

// keptInSight reports whether an item can have stayed in somebody's sight from an act until a moment: no
// note that the author of the act had not seen, or that is later, says that it went into a locker or that
// their duty ended, and at the longest it took as long as a duty lasts.
func (l *Log) keptInSight(it item, since int, who event.PersonID, until int64) bool {
	took, known := l.age(since, until)
	return known && took <= dutyMaxS && !slices.ContainsFunc(l.notes, func(n note) bool {
		gone := n.what == holds && n.item == it.Item && n.where == inLocker || n.what == wentOff && n.who == who
		return gone && (l.later(n.act.index, since) || !l.at(since).saw(n.act.index))
	})
}

// lookedTwice: a watcher looked into what fires, and into what looks like it.
func lookedTwice(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		if !i.likeFirearm(it) {
			return nil
		}
		both := i.bothSigned(it)
		var out []lack
		index := none
		if it.second.act != nil {
			index = it.second.act.index
		}
		if !i.here(it, it.second) {
			out = append(out, lack{key: "look.none", item: it.Item, index: index})
		} else {
			x := it.second.act
			if !both && (!i.later(x.index, it.changed) || !x.saw(it.changed)) {
				out = append(out, lack{key: "look.changed", item: it.Item, who: it.second.who(), index: index})
			}
			if !both && !i.keptInSight(it, index, it.second.who(), i.latest) {
				out = append(out, lack{key: "look.out-of-sight", item: it.Item, who: it.second.who(), index: index})
			}
			out = append(out, i.secondLacks(it, it.second)...)
			out = append(out, i.undated(it.second.who(), event.WatcherTraining)...)
		}
		if i.q.Ask == "start" && it.given != none && 2*i.turnOf(it.given) > it.gap.order && !both {
			who := event.PersonID("")
			if i.here(it, it.second) {
				who = it.second.who()
			}
			out = append(out, lack{key: "look.not-signed", item: it.Item, who: who, index: it.given})
		}
		return out
	})
}

// likeFirearm: a firearm, or what cannot be told from one at a glance.
func (i *inquiry) likeFirearm(it item) bool {
	if i.firearm(it) {
		return true
	}
	return slices.ContainsFunc(i.Log.items(), func(o item) bool {
		return it.LookAlike != "" && it.LookAlike == o.LookAlike && i.firearm(o)
	})
}

func (i *inquiry) secondLacks(it item, s second) []lack {
	var out []lack
	who := s.who()
	if !i.watches(who, s.act) || !i.valid(who, event.WatcherTraining) || !i.looksBeside(it, who) || i.plays(who) {
		out = append(out, lack{key: "look.watcher", item: it.Item, who: who, index: s.act.index})
	}
	return append(out, s.notSeen(it)...)
}

// looksBeside: nobody who handled the item since its newest break looks as somebody else: neither who
// has it, nor whoever worked on it as a handler, nor who relieved or was relieved, nor who received it.
func (i *inquiry) looksBeside(it item, who event.PersonID) bool {
	if !i.two(it.handler, who) {
		return false
	}
	for _, a := range i.turns {
		mine := slices.ContainsFunc(a.event.Links, func(k event.Link) bool { return k.Object == it.Item.Object() })
		if !mine || !a.stood || 2*a.turn <= it.gap.order || a.turn < i.turnOf(it.received) {
			continue
		}
		if b, is := a.event.Body.(*event.HandedOver); is && b.To == who {
			return false
		}
		had := []event.PersonID{a.as(event.Handler)}
		if b, is := a.event.Body.(*event.Relieved); is {
			had = []event.PersonID{b.From, b.To}
		}
		if slices.ContainsFunc(had, func(x event.PersonID) bool { return !i.two(x, who) }) {
			return false
		}
	}
	return true
}

// notSeen is what a look left out, or saw otherwise than the log.
func (s second) notSeen(it item) []lack {
	var out []lack
	b := s.body()
	add := func(key string, n, of int64) {
		out = append(out, lack{key: key, item: it.Item, who: s.who(), n: n, of: of, index: s.act.index})
	}
	if b.Length != it.Chambers || b.Seen != it.Chambers {
		add("look.partial", min(b.Seen, max(it.Chambers-1, 0)), it.Chambers)
	}
	if b.Rounds != s.loaded {
		add("look.mismatch", b.Rounds, s.loaded)
	}
	if s.others && b.Drawn != event.Yes {
		add("look.not-drawn", 0, 0)
	}
	alike := it.LookAlike != ""
	if b.Identity == event.SerialRead && (it.Serial4 == "" || b.Serial4 != it.Serial4) ||
		b.Identity == event.TagOnly && alike {
		add("look.identity", 0, 0)
	}
	return out
}

// lookedThrice: an AD or advisor looked in as well and signed the hand-over as the third.
func lookedThrice(i *inquiry) []lack {
	good := func(it item, s second) bool {
		who := s.who()
		if len(s.notSeen(it)) > 0 || i.plays(who) || !i.looksBeside(it, who) {
			return false
		}
		return it.second.act == nil || i.two(it.second.who(), who)
	}
	return i.each(func(it item) []lack {
		if !i.likeFirearm(it) {
			return nil
		}
		var out []lack
		x := it.third
		signed := i.stands(it.byThree) && 2*i.turnOf(it.byThree) > it.gap.order && i.here(it, it.thirdly) &&
			good(it, it.thirdly) && i.three(i.as(it.byThree, event.Handler), it.beside.who(), it.thirdly.who())
		current := signed || x.act != nil && i.later(x.act.index, it.changed) && x.act.saw(it.changed) &&
			i.keptInSight(it, x.act.index, x.who(), i.latest)
		if !i.here(it, x) || !good(it, x) || !current {
			index := none
			if x.act != nil {
				index = x.act.index
			}
			out = append(out, lack{key: "third.look", item: it.Item, index: index})
		}
		if i.q.Ask == "start" && !signed && it.given != none && 2*i.turnOf(it.given) > it.gap.order {
			out = append(out, lack{key: "third.not-signed", item: it.Item, index: it.given})
		}
		return out
	})
}

// three reports whether each of three counts as another person than both others.
func (i *inquiry) three(a, b, c event.PersonID) bool {
	return i.two(a, b) && i.two(b, c) && i.two(a, c)
}

// thirdCounted: an AD or advisor counted each tray of the test at the hand-over too.
func thirdCounted(i *inquiry) []lack {
	return i.eachFirearm(func(it item) []lack {
		var out []lack
		trays, missing, total := i.retests(it)
		if missing > 0 {
			out = append(out, lack{key: "third.missing", item: it.Item, n: total - missing, of: total, index: it.changed})
		}
		for _, t := range trays {
			x := lack{
				item: it.Item, tray: t.body.Tray, who: t.thirdWho, n: t.thirdNumber, of: t.body.Rounds, index: t.third,
			}
			if !i.stands(t.third) {
				x.key, x.who, x.n, x.index = "third.missing", "", 0, t.tested
				out = append(out, x)
				continue
			}
			if !i.two(t.thirdWho, t.handler) || i.plays(t.thirdWho) || t.counted != none && !i.two(t.thirdWho, t.watcher) {
				x.key = "third.person"
				out = append(out, x)
			}
			if t.opened != none && (t.thirdNumber != t.body.Rounds || t.thirdNumber != t.number) {
				x.key = "third.mismatch"
				out = append(out, x)
			}
		}
		return out
	})
}
