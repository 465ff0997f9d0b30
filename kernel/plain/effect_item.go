package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// examine takes a look over. What is seen otherwise than the loads say upsets what is known.
func (l *Log) examine(a *act, b *event.ItemExamined) {
	it, known := l.item(b.Item)
	if !known {
		return
	}
	if !a.stood || a.as(event.Handler) == "" {
		l.breakItem(b.Item, a, "unsupported", "")
		return
	}
	l.takeItem(it, a.as(event.Handler), a)
	odd := false
	for n, look := range b.Chambers {
		if n >= int(it.Chambers) {
			break
		}
		full := it.positions[n].load != none
		switch look {
		case event.SeenEmpty: // From a magazine a round may have gone on into the chamber, or not.
			odd = odd || full && it.Mechanism != event.Magazine
		case event.SeenRound:
			odd = odd || !full && !it.magazineFilled()
		case event.SeenSpent:
			odd = odd || !full || it.fired == none
		case event.NotSeen, event.NoLook:
		}
	}
	if b.Feed != event.NotSeen {
		odd = odd || (b.Feed == event.SeenEmpty) == it.magazineFilled()
	}
	if odd {
		l.write(note{what: upset, act: a, item: b.Item})
	}
	l.write(note{what: examined, act: a, item: b.Item})
}

// lookThrough: nobody looks through a bore with rounds behind it; that something is in it can be seen.
func (l *Log) lookThrough(a *act, b *event.BoreChecked) {
	it, known := l.item(b.Item)
	if !known {
		return
	}
	l.takeItem(it, a.as(event.Handler), a)
	if len(it.filled()) == 0 || b.Bore == event.BoreObstructed {
		l.write(note{what: boreSeen, act: a, item: b.Item})
	}
}

// meet reads an item, and begins the life of one that nobody received: what is loaded or handed over is
// there, though nobody said what it is.
func (l *Log) meet(a *act, id event.ItemID) item {
	if _, known := l.item(id); !known {
		stranger := &event.ReceivedItem{Item: id, Class: event.UnknownClass}
		l.write(note{what: begins, act: a, item: id, received: stranger, who: a.as(event.Handler)})
	}
	it, _ := l.item(id)
	return it
}

func (l *Log) load(a *act, b *event.Loaded) {
	it := l.meet(a, b.Item)
	c := l.keep(b.Container, event.Bag, a)
	from := &source{box: b.Container, lot: b.Lot, load: a.index, lacks: l.boxLacks(c)}
	l.openBox(c, a)
	if c.sealed {
		from.lacks = append(from.lacks, lack{key: "source.seal", box: c.id, index: a.index})
	}
	count := int64(len(b.Positions))
	var full bool
	from.trays, full = l.draw(b.Container, a, b.Lot, count)
	if !full {
		from.lacks = append(from.lacks, lack{
			key: "load.untested", item: b.Item, lot: b.Lot, box: c.id, of: count, index: a.index,
		})
	}
	if a.stood {
		l.takeItem(it, a.as(event.Handler), a)
	}
	for _, n := range b.Positions {
		n += it.before()
		if it.stranger || n > int64(len(it.positions)) || it.positions[n-1].load != none {
			l.write(note{what: upset, act: a, item: b.Item})
		}
	}
	l.write(note{what: loaded, act: a, item: b.Item, source: from})
}

// unload moves what was inside into a container. What nobody could name there, nobody can name here.
func (l *Log) unload(a *act, b *event.Unloaded) {
	it, known := l.item(b.Item)
	if !known {
		return
	}
	l.openBox(l.keep(b.Container, event.Bag, a), a)
	doubtful := !a.stood || it.upset != none
	var lots []event.LotID
	for _, p := range it.filled() {
		lots = append(lots, p.lot)
		doubtful = doubtful || !l.behind(p.load, it.gap) || !l.stands(p.load)
	}
	for _, from := range it.sources {
		doubtful = doubtful || len(from.lacks) > 0
		l.write(note{what: poured, act: a, box: from.box, into: b.Container})
	}
	if missing := int64(len(lots)) - it.away - b.Unfired - b.Spent; missing != 0 {
		l.raise(block{
			kind: event.KindRoundsCounted, act: a, item: b.Item, box: b.Container, n: max(missing, -missing),
		})
		doubtful = true
	}
	left := b.Unfired
	for n, x := range lots {
		if slices.Contains(lots[:n], x) {
			continue
		}
		count := int64(0)
		for _, y := range lots {
			if x == y && count < left {
				count++
			}
		}
		left -= count
		if count > 0 {
			l.write(note{what: laid, act: a, box: b.Container, lot: x, n: count, tray: none, yes: doubtful})
		}
	}
	if left > 0 {
		l.write(note{what: upset, act: a, box: b.Container})
	}
	l.takeItem(it, a.as(event.Handler), a)
	l.write(note{what: unloaded, act: a, item: b.Item})
	if !a.stood {
		l.write(note{what: upset, act: a, item: b.Item})
	}
}

// handOver passes an item on: from the hand of the handler who has it, or out of the locker by the one
// whose segment it is. Anything else is a gap.
func (l *Log) handOver(a *act, b *event.HandedOver) {
	it := l.meet(a, b.Item)
	giver := a.as(event.Handler)
	held := it.holder.where == withHandler && it.holder.who == giver || it.holder.where == inLocker && it.handler == giver
	if giver == "" || !held || !a.stood {
		l.breakItem(b.Item, a, "handler", a.first())
	}
	l.write(note{what: given, act: a, item: b.Item})
	l.write(note{what: holds, act: a, item: b.Item, where: withReceiver, who: b.To})
	for _, id := range b.Trays {
		at := l.trayOf(id)
		if !a.stood || at == none || !slices.Contains(it.retests, at) {
			continue
		}
		if t := l.tray(at); a.verifiedBy(t.handler) && a.verifiedBy(t.watcher) &&
			l.keptInSight(it, at, t.watcher, a.to) {
			l.write(note{what: endorsed, act: a, tray: at})
		}
	}
	fresh := func(s second) bool { // They sign together for what lies in it, so the look is of that.
		x := s.act
		return x != nil && x.stands() && a.verifiedBy(s.who()) && l.later(x.index, it.changed) && x.saw(it.changed) &&
			l.keptInSight(it, x.index, s.who(), a.to)
	}
	if a.stood && giver != "" && a.verifiedBy(giver) && fresh(it.second) {
		l.write(note{what: shared, act: a, item: b.Item})
		if fresh(it.third) {
			l.write(note{what: sharedByThree, act: a, item: b.Item})
		}
	}
}

func (l *Log) collect(a *act, b *event.Collected) {
	it, known := l.item(b.Item)
	if !known {
		return
	}
	handler := a.as(event.Handler)
	l.write(note{what: collected, act: a, item: b.Item})
	if handler == "" || !a.stood {
		l.breakItem(b.Item, a, "handler", a.first())
		l.write(note{what: holds, act: a, item: b.Item})
		return
	}
	if it.holder.where == withReceiver && it.holder.who != b.From {
		l.breakItem(b.Item, a, "handler", it.holder.who)
		it, _ = l.item(b.Item)
	}
	l.takeItem(it, handler, a)
}

// reset counts as a look while the segment has a whole one behind its newest gap and newest shot.
func (l *Log) reset(a *act, b *event.Reset) {
	for _, id := range b.Items {
		it, known := l.item(id)
		if known && a.stood && it.handler == a.as(event.Handler) && it.looked != none && l.stands(it.examined) &&
			l.behind(it.examined, it.gap) && l.follows(it.looked, it.fired) {
			l.write(note{what: looked, act: a, item: id})
		}
	}
}

func (l *Log) lockUp(a *act, b *event.LockedUp) {
	c := l.keep(b.Container, event.Locker, a)
	good := l.watched(a) && c.what == event.Locker
	for _, id := range b.Items {
		it, known := l.item(id)
		if !known {
			continue
		}
		if !good {
			l.breakItem(id, a, "unsupported", "")
			l.write(note{what: holds, act: a, item: id})
			continue
		}
		if it.handler != a.as(event.Handler) || it.holder.where == withNobody {
			l.takeItem(it, a.as(event.Handler), a)
		}
		l.write(note{what: holds, act: a, item: id, where: inLocker, box: b.Container})
		for _, x := range l.openBlocks() {
			if x.kind == event.KindWithheld && x.item == id {
				l.write(note{what: released, act: a, block: x})
			}
		}
	}
	if good {
		number := c.seal
		if !c.sealed {
			number = "" // What is locked up has no number.
		}
		l.write(note{what: sealed, act: a, box: b.Container, why: number})
	}
}

// discharge notes shots. As many as there were blanks can have been planned.
func (l *Log) discharge(a *act, b *event.Discharged) {
	it, known := l.item(b.Item)
	blanks := int64(0)
	for _, p := range it.filled() {
		if x, ok := l.lot(p.lot); ok && l.natureOf(x) == event.Blank {
			blanks++
		}
	}
	if known {
		l.write(note{what: fired, act: a, item: b.Item, n: b.Shots})
	}
	if b.Planned != event.Yes || !known || it.shots+b.Shots > blanks {
		l.raise(block{kind: event.KindDischarged, act: a, item: b.Item, who: it.handler})
	}
}

func (l *Log) quarantine(a *act, b *event.Quarantined) {
	l.raiseQuarantine(a, b)
	for _, id := range b.Items {
		if _, known := l.item(id); known {
			l.breakItem(id, a, "unsupported", "")
		}
	}
	for _, id := range b.Containers {
		l.keep(id, event.Quarantine, a)
		l.write(note{what: ordered, act: a, box: id, yes: a.stood})
	}
}

// giveBack ends an item's life here. Without the signature it needs nobody can say where it is.
func (l *Log) giveBack(a *act, b *event.ItemReturned) {
	for _, id := range b.Items {
		it, known := l.item(id)
		if !known {
			continue
		}
		here := it.holder.where == withHandler || it.holder.where == inLocker
		if a.stood && here && len(it.filled()) == 0 && it.upset == none {
			l.write(note{what: holds, act: a, item: id, where: goneBack})
			continue
		}
		l.breakItem(id, a, "unsupported", "")
		l.write(note{what: holds, act: a, item: id})
	}
}
