package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// keep notes that a container is in use, if it was not known, and reads it.
func (l *Log) keep(id event.ContainerID, what event.ContainerKind, a *act) box {
	if _, known := l.box(id); !known {
		l.write(note{what: kept, act: a, box: id, kind: what})
	}
	c, _ := l.box(id)
	return c
}

// takeBox puts a container into a handler's hands.
func (l *Log) takeBox(c box, a *act) {
	who := a.as(event.Handler)
	if who == "" || !a.stood {
		l.breakBox(c.id, a, "handler", a.first())
		return
	}
	if !c.sealed && c.who != "" && c.who != who {
		l.write(note{what: gap, act: a, box: c.id, why: "handler", who: c.who, early: true})
	}
	l.write(note{what: holds, act: a, box: c.id, where: withHandler, who: who})
}

// openBox notes that somebody works in a container. A seal that nobody had opened by its number is
// broken.
func (l *Log) openBox(c box, a *act) {
	if c.sealed {
		l.write(note{what: unsealed, act: a, box: c.id})
		l.write(note{what: broken, act: a, box: c.id})
		l.write(note{what: gap, act: a, box: c.id, why: "seal", who: a.as(event.Handler), early: true})
		c.sealed = false
	}
	l.takeBox(c, a)
}

// draw takes rounds out of a container. An act that does not stand takes nothing out.
func (l *Log) draw(id event.ContainerID, a *act, lot event.LotID, n int64) (trays []int, full bool) {
	if !a.stood {
		return nil, false
	}
	c, _ := l.box(id)
	trays, full = c.draw(lot, n)
	l.write(note{what: drawn, act: a, box: id, lot: lot, n: n})
	return trays, full
}

// lockedIn is every item that lies locked up in a container.
func (l *Log) lockedIn(id event.ContainerID) []item {
	return slices.DeleteFunc(l.items(), func(it item) bool {
		return it.holder.where != inLocker || it.holder.box != id
	})
}

// intoLockers: whoever works in a locker has everything in it within reach. What belongs to a handler
// who did not sign as well, and whatever an act reaches that does not stand, is out of custody.
func (l *Log) intoLockers(a *act) {
	for _, k := range a.event.Links {
		id := event.ContainerID(k.Object.ID)
		c, known := l.box(id)
		if !known || k.Object.Type != event.ContainerObject {
			continue
		}
		// The other kinds reach into a container whose links they stand in.
		//exhaustive:ignore
		switch a.event.Kind {
		case event.KindLockedUp, event.KindQuarantined, event.KindContainerRegistered:
			continue // To lock up takes two, to name a container touches nothing in it.
		case event.KindContainerSealed, event.KindContainerMoved:
			if c.sealed {
				continue
			}
		}
		b, opens := a.event.Body.(*event.ContainerOpened)
		changed := opens && c.sealed && c.seal != "" && c.seal != b.Seal // Another had it open before.
		for _, it := range l.lockedIn(id) {
			if !a.stood || changed || !a.signedBy(it.handler) {
				l.breakItem(it.Item, a, "handler", it.handler)
			}
		}
	}
}

func (l *Log) boxEffect(a *act) {
	switch b := a.event.Body.(type) {
	case *event.ContainerRegistered:
		l.register(a, b)
	case *event.ContainerSealed:
		c := l.keep(b.Container, event.Bag, a)
		l.takeBox(c, a)
		if a.stood && c.seals() {
			l.write(note{what: sealed, act: a, box: c.id, why: b.Seal})
		}
	case *event.ContainerOpened:
		c := l.keep(b.Container, event.Bag, a)
		l.takeBox(c, a)
		if !c.sealed || c.seal != "" && c.seal != b.Seal || !a.stood {
			l.breakBox(c.id, a, "seal", "")
			l.write(note{what: broken, act: a, box: c.id})
		}
		l.write(note{what: unsealed, act: a, box: c.id})
	case *event.ContainerMoved:
		if c := l.keep(b.Container, event.Bag, a); !c.sealed {
			l.breakBox(c.id, a, "break", "")
		}
	case *event.Unattended:
		l.unattended(a, b)
	case *event.RoundsReceived:
		for _, r := range b.Lots {
			l.receiveLot(a, r)
		}
	case *event.RoundsMoved:
		l.move(a, b)
	case *event.RoundsDestroyed:
		l.openBox(l.keep(b.Container, event.Bag, a), a)
		if l.watched(a) {
			l.draw(b.Container, a, b.Lot, b.Count)
		}
	case *event.TrayTested:
		l.testTray(a, b)
	case *event.TraysEndorsed:
		for _, id := range b.Trays {
			if at := l.trayOf(id); at != none && a.stood {
				t := l.tray(at)
				given := l.at(t.endorsed) // Signed with a hand-over, it stays signed with that.
				inHand := given != nil && given.stands() && given.event.Kind == event.KindHandedOver
				if a.signedBy(t.handler) && a.signedBy(t.watcher) && !inHand {
					l.write(note{what: endorsed, act: a, tray: at})
				}
			}
		}
	case *event.RoundsCounted:
		l.countRounds(a, b)
	default:
	}
}

func (l *Log) register(a *act, b *event.ContainerRegistered) {
	if _, known := l.box(b.Container); known {
		return
	}
	kind := b.What
	if !a.stood {
		kind = event.Bag
	}
	l.keep(b.Container, kind, a)
	l.write(note{what: holds, act: a, box: b.Container, where: withHandler, who: a.as(event.Handler)})
}

// receiveLot takes a lot into a container. What was there before is no longer behind its seal.
func (l *Log) receiveLot(a *act, r event.ReceivedLot) {
	c := l.keep(r.Container, event.Intake, a)
	l.nameLot(a, r)
	for _, p := range c.parts {
		if l.receivedByTwo(a.index) && p.lot == r.Lot && l.laidAlone(p) {
			l.write(note{what: recounted, act: a, box: c.id, part: p.note})
		}
	}
	c, _ = l.box(r.Container)
	if c.begun == a.index || slices.ContainsFunc(c.parts, func(p part) bool { return p.since == a.index }) {
		l.takeBox(c, a)
	} else {
		l.openBox(c, a)
	}
	l.write(note{what: laid, act: a, box: r.Container, lot: r.Lot, n: r.Count, tray: none})
	handled := len(a.faults) == 0 && !a.lost && a.as(event.Handler) != ""
	if handled && c.seals() { // A handler alone can seal a box; that says nothing about what is in it.
		l.write(note{what: sealed, act: a, box: r.Container, why: r.Seal})
	} else {
		l.write(note{what: unsealed, act: a, box: r.Container})
	}
}

// nameLot: two deliveries under one name that differ leave it unknown, or live if either said so; what
// two people say stands instead of what one had said alone.
func (l *Log) nameLot(a *act, r event.ReceivedLot) {
	have, known := l.lot(r.Lot)
	same := have.nature == r.Nature && have.construction == r.Construction && have.load == r.Load
	switch {
	case !known || l.receivedByTwo(a.index) && !l.receivedByTwo(have.received):
		l.write(note{what: lotKnown, act: a, lot: r.Lot})
	case !same:
		l.write(note{what: lotOther, act: a, lot: r.Lot})
	}
	if known && have.nature == event.LiveRound || r.Nature == event.LiveRound {
		l.write(note{what: lotLive, act: a, lot: r.Lot})
	}
}

// move puts rounds together by hand. Only what was known where it came from stays known, and what came
// from behind a seal that was not opened first is not.
func (l *Log) move(a *act, b *event.RoundsMoved) {
	from := l.keep(b.From, event.Bag, a)
	l.keep(b.To, event.Bag, a)
	known := !from.sealed && a.stood && len(l.boxLacks(from)) == 0
	l.openBox(from, a)
	to, _ := l.box(b.To)
	l.openBox(to, a)
	trays, full := l.draw(b.From, a, b.Lot, b.Count)
	n := note{what: laid, act: a, box: b.To, lot: b.Lot, n: b.Count, tray: none, yes: !known || !full}
	if known && full && len(trays) == 1 {
		n.tray = trays[0]
	}
	l.write(n)
	l.write(note{what: poured, act: a, box: b.From, into: b.To})
	if !full {
		l.write(note{what: upset, act: a, box: b.To})
	}
}

// unattended ends the segment of everything named, and of what lies in a container that was open.
func (l *Log) unattended(a *act, b *event.Unattended) {
	for _, o := range b.Objects {
		if it, known := l.item(event.ItemID(o.ID)); known && o.Type == event.ItemObject {
			l.breakItem(it.Item, a, "unattended", it.handler)
			l.write(note{what: holds, act: a, item: it.Item})
		}
		c, known := l.box(event.ContainerID(o.ID))
		if !known || o.Type != event.ContainerObject || c.sealed {
			continue
		}
		l.breakBox(c.id, a, "unattended", c.who)
		for _, it := range l.items() {
			if it.holder.where == inLocker && it.holder.box == c.id {
				l.breakItem(it.Item, a, "unattended", it.handler)
			}
		}
	}
}

// testTray notes a test: of rounds inside an item, or of rounds that go from one container to another.
func (l *Log) testTray(a *act, b *event.TrayTested) {
	before := none
	for _, x := range l.acts {
		if x != l.arrived && x.signedBy(a.as(event.Handler)) && x.event.Kind != event.KindTrayOpened &&
			x.event.Kind != event.KindDutyContinued {
			before = x.index
		}
	}
	if b.Item != "" {
		l.write(note{what: testedAfter, act: a, n: int64(before)})
		it := l.meet(a, b.Item)
		l.write(note{what: retested, act: a, item: b.Item})
		if int64(len(it.filled())) < b.Rounds {
			l.write(note{what: upset, act: a, item: b.Item})
		}
		l.takeItem(it, a.as(event.Handler), a)
		return
	}
	from := l.keep(b.From, event.Bag, a)
	l.keep(b.To, event.Box, a)
	l.openBox(from, a)
	to, _ := l.box(b.To)
	l.openBox(to, a)
	if _, full := l.draw(b.From, a, b.Lot, b.Rounds); !full {
		before = none // More rounds than there were: nobody can say which these are.
	}
	l.write(note{what: testedAfter, act: a, n: int64(before)})
	l.write(note{what: laid, act: a, box: b.To, lot: b.Lot, n: b.Rounds, tray: a.index})
}

// countRounds raises the alarm where fewer are there, and doubts the container where the number is
// another.
func (l *Log) countRounds(a *act, b *event.RoundsCounted) {
	c, known := l.box(b.Container)
	if !known {
		return
	}
	have := c.count(b.Lot)
	if b.Number < have {
		l.raise(block{kind: event.KindRoundsCounted, act: a, box: b.Container, lot: b.Lot, n: have - b.Number})
	}
	if b.Number != have {
		l.breakBox(c.id, a, "count", "")
	}
}
