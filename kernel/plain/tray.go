package plain

import (
	"encoding/hex"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// paceS is the least time in seconds that one round takes to test by hand.
const paceS = 2

// tray is one group of rounds tested by hand, as far as that went.
type tray struct {
	tested   int
	body     *event.TrayTested
	handler  event.PersonID
	counted  int
	number   int64
	watcher  event.PersonID
	opened   int
	shown    int64
	match    bool
	endorsed int
	before   int // The handler's act before the test.

	third       int // The first count of an AD or advisor that nobody had shown the number to.
	thirdNumber int64
	thirdWho    event.PersonID
}

// tray reads what became of a test.
func (l *Log) tray(tested int) tray {
	a := l.acts[tested]
	b, _ := a.event.Body.(*event.TrayTested)
	t := tray{
		tested: tested, body: b, handler: a.as(event.Handler), counted: none, opened: none, endorsed: none,
		before: none, third: none,
	}
	for _, n := range l.notes {
		switch {
		case n.what == testedAfter && n.act == a:
			t.before = int(n.n)
		case n.what == endorsed && n.tray == tested:
			t.endorsed = n.act.index
		}
	}
	for _, x := range l.turns {
		if x.turn <= a.turn {
			continue
		}
		switch b := x.event.Body.(type) {
		case *event.TrayCounted:
			if b.Of == a.id && x.stood {
				t.count(x, b)
			}
		case *event.TrayOpened:
			if b.Of == a.id && t.opened == none {
				t.open(x, b)
			}
		default:
		}
	}
	return t
}

// count takes in a number: the watcher's first one, or without a watcher a third person's first one
// while nobody has shown the handler's.
func (t *tray) count(x *act, b *event.TrayCounted) {
	if watcher := x.as(event.Watcher); watcher != "" {
		if t.counted == none {
			t.counted, t.number, t.watcher = x.index, b.Number, watcher
		}
		return
	}
	if t.third == none && t.opened == none {
		t.third, t.thirdNumber, t.thirdWho = x.index, b.Number, x.as(event.AD, event.Advisor)
	}
}

// open takes in the number somebody shows. Another one than the handler who shows a number before the
// watcher counted has spoilt the count; later it is nothing.
func (t *tray) open(x *act, b *event.TrayOpened) {
	if x.as(event.Handler) != t.handler {
		if t.counted == none {
			t.opened = x.index
		}
		return
	}
	salt, err := hex.DecodeString(b.Salt)
	if err != nil || len(salt) != 16 {
		return
	}
	t.opened, t.shown = x.index, b.Number
	t.match = event.CommitNumber([16]byte(salt), b.Number) == t.body.Passed
}

// trayOf returns the index of a tray's test, none while it has not taken effect.
func (l *Log) trayOf(id event.ID) int {
	a := l.find(id)
	if a == nil || a.turn == 0 || len(a.forks) > 0 || a.event.Kind != event.KindTrayTested {
		return none
	}
	return a.index
}

// lack is one thing the record does not show: what a reason says besides its code.
type lack struct {
	key    string
	item   event.ItemID
	box    event.ContainerID
	lot    event.LotID
	tray   event.TrayID
	who    event.PersonID
	scene  event.SceneID
	n, of  int64
	detail string
	index  int
}

// trayLacks lists what the record does not show about a tray, but the endorsement.
func (l *Log) trayLacks(t tray) []lack {
	var out []lack
	add := func(key string, index int, who event.PersonID) {
		out = append(out, lack{
			key: key, tray: t.body.Tray, lot: t.body.Lot, item: t.body.Item, box: t.body.To, who: who, index: index,
		})
	}
	if !l.stands(t.tested) {
		add("tray.not-tested", t.tested, t.handler)
	}
	if x, known := l.lot(t.body.Lot); !known || !discriminate(x.construction, t.body.Tests) {
		add("tray.tests", t.tested, t.handler)
	}
	before, this := l.at(t.before), l.at(t.tested)
	if before == nil || this.from == Past || before.to == Future || this.from-before.to < t.body.Rounds*paceS {
		add("tray.pace", t.tested, t.handler)
	}
	if !l.stands(t.counted) {
		add("tray.not-counted", t.tested, "")
		return out
	}
	if !l.watches(t.watcher, l.at(t.counted)) || !l.two(t.handler, t.watcher) {
		add("tray.watcher", t.counted, t.watcher)
	}
	switch {
	case !l.stands(t.opened) || !t.match:
		add("tray.not-opened", t.tested, t.handler)
	case l.later(t.counted, t.opened):
		add("tray.not-blind", t.opened, t.watcher)
	case t.shown != t.number || t.shown != t.body.Rounds:
		add("tray.mismatch", t.counted, t.watcher)
	}
	return out
}

// discriminate reports whether the tests made are the two that tell a dummy of a construction from a
// live round (docs/spec: rattle and hole, rattle and primer, hole and pocket, material and no mouth).
func discriminate(c event.Construction, made []event.RoundTest) bool {
	both := func(a, b event.RoundTest) bool { return slices.Contains(made, a) && slices.Contains(made, b) }
	switch c {
	case event.RattleHole:
		return both(event.Rattle, event.Hole)
	case event.RattleSpent:
		return both(event.Rattle, event.Primer)
	case event.HoleEmpty:
		return both(event.Hole, event.Pocket)
	case event.SolidRound:
		return both(event.Material, event.NoCaseMouth)
	case event.NoConstruction, event.OtherConstruction:
	}
	return false
}

// partLacks lists what the record does not show about one part of a container.
func (l *Log) partLacks(c box, p part) []lack {
	base := lack{box: c.id, lot: p.lot, index: p.since}
	one := func(key string, index int) []lack {
		base.key, base.index = key, index
		return []lack{base}
	}
	x, known := l.lot(p.lot)
	switch {
	case !known:
		return one("rounds.unknown-open", p.since)
	case !l.receivedByTwo(x.received) || l.laidAlone(p):
		if x.nature == event.LiveRound {
			return one("rounds.live", p.since)
		}
		return one("rounds.received-alone", p.since)
	}
	if p.odd || c.upset != none {
		return one("rounds.unknown-open", max(c.upset, p.since))
	}
	switch x.nature {
	case event.LiveRound:
		return one("rounds.live", p.since)
	case event.NoNature, event.UnknownRound:
		return one("rounds.unknown-open", p.since)
	case event.Dummy:
		if p.tray == none {
			return one("tray.not-tested", p.since)
		}
	case event.Blank, event.SnapCap, event.EmptyCase:
	}
	if !l.behind(p.since, c.gap) {
		return one("source.unsealed", c.gap.index)
	}
	if x.nature != event.Dummy {
		return nil
	}
	t := l.tray(p.tray)
	out := l.trayLacks(t)
	if !l.stands(t.endorsed) {
		base.key, base.tray, base.index = "tray.not-endorsed", t.body.Tray, t.tested
		out = append(out, base)
	}
	return out
}

// boxLacks lists everything the record does not show about what lies in a container.
func (l *Log) boxLacks(c box) []lack {
	var out []lack
	opened := false
	for _, p := range c.parts {
		if p.lot != c.parts[0].lot {
			out = append(out, lack{key: "source.mixed", box: c.id, lot: p.lot, index: p.since})
		}
		out = append(out, l.partLacks(c, p)...)
		opened = opened || l.later(c.broken, p.since)
	}
	if c.broken != none && opened {
		out = append(out, lack{key: "source.seal", box: c.id, index: c.broken})
	}
	if c.upset != none && len(c.parts) == 0 {
		out = append(out, lack{key: "rounds.unknown-open", box: c.id, index: c.upset})
	}
	return out
}
