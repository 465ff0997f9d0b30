package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// effect writes what an act did whose links are in order. One whose signatures do not suffice happened
// all the same: it then only takes away.
func (l *Log) effect(a *act) {
	switch b := a.event.Body.(type) {
	case *event.DutyOpened:
		l.openDuty(a, b)
	case *event.DutyClosed:
		l.closeDuty(a, b)
	case *event.Departed:
		a.sent = len(a.faults) == 0 && (a.signedBy(b.Person) || l.twoSigned(a))
		if a.sent {
			l.breakCustody(a, b.Person, false)
		}
	case *event.Relieved:
		l.relieve(a, b)
	case *event.BreakCalled:
		l.breakUnit(a, b)
	case *event.SweepDone:
		if b.Found != event.No {
			l.raise(block{kind: event.KindLooseFound, act: a, n: 1})
		}
	case *event.KeyRevoked:
		l.revoke(a, b)
	case *event.Corrected:
		l.correct(a, b)
	case *event.Reconciled:
		l.reconcile(a, b)
	case *event.AcceptanceRefused:
		l.refuse(a, b)
	default:
		l.intoLockers(a)
		l.itemEffect(a)
		l.boxEffect(a)
		l.blockEffect(a)
	}
}

func (l *Log) itemEffect(a *act) {
	switch b := a.event.Body.(type) {
	case *event.ItemReceived:
		for n := range b.Items {
			l.receive(a, &b.Items[n])
		}
	case *event.ItemExamined:
		l.examine(a, b)
	case *event.BoreChecked:
		l.lookThrough(a, b)
	case *event.Loaded:
		l.load(a, b)
	case *event.Unloaded:
		l.unload(a, b)
	case *event.HandedOver:
		l.handOver(a, b)
	case *event.Collected:
		l.collect(a, b)
	case *event.Reset:
		l.reset(a, b)
	case *event.LockedUp:
		l.lockUp(a, b)
	case *event.Discharged:
		l.discharge(a, b)
	case *event.Quarantined:
		l.quarantine(a, b)
	case *event.ItemReturned:
		l.giveBack(a, b)
	case *event.ItemLooked:
		l.lookIn(a, b)
	default:
	}
}

// openDuty begins a duty. Custody goes on only where an open duty in the same role does.
func (l *Log) openDuty(a *act, b *event.DutyOpened) {
	if !a.stood || !a.signedBy(b.Person) || !l.has(b.Person, b.Role) {
		return
	}
	old := l.duty(b.Person)
	if old == nil || old.closed != none || old.body.Role != b.Role || !old.act.stands() || !l.lasts(old, a) {
		l.breakCustody(a, b.Person, false)
		if old != nil && old.closed == none {
			l.write(note{what: wentOff, act: a, who: b.Person})
		}
	}
	owner, taken := l.owner(b.Device)
	a.opens = !taken || owner.who == b.Person
}

// lasts reports whether a duty had not run out when an act happened, by the longest time possible.
func (l *Log) lasts(d *duty, a *act) bool {
	age, known := l.age(d.act.index, a.to)
	return known && age <= dutyMaxS
}

func (l *Log) closeDuty(a *act, b *event.DutyClosed) {
	d := l.duty(b.Person)
	if d != nil && d.closed == a.index {
		l.write(note{what: wentOff, act: a, who: b.Person})
	}
	if d != nil && d.closed == a.index && d.body.Role == event.Handler {
		l.breakCustody(a, b.Person, false)
	}
}

// tire ends custody where an act shows that its signer's duty had run out before it.
func (l *Log) tire(a *act) {
	for _, g := range a.event.Signers {
		d := l.duty(g.Person)
		if d == nil || d.body.Role != event.Handler || l.lasts(d, a) || d.closed != none && d.closed != a.index {
			continue
		}
		already := slices.ContainsFunc(l.notes, func(n note) bool {
			return n.what == ranOut && n.n == int64(d.act.index)
		})
		if !already {
			l.write(note{what: ranOut, act: a, n: int64(d.act.index)})
			l.breakCustody(a, g.Person, true)
		}
	}
}

// breakCustody ends the segments of everything a person has in the open, at an act or before it.
func (l *Log) breakCustody(a *act, who event.PersonID, early bool) {
	for _, it := range l.items() {
		if it.handler != who || l.secured(it) {
			continue
		}
		l.write(note{what: gap, act: a, item: it.Item, why: "duty", who: who, early: early})
		if it.holder.where == withHandler {
			l.write(note{what: holds, act: a, item: it.Item, early: early})
		}
	}
	for _, c := range l.boxes() {
		if c.who == who && !c.sealed {
			l.write(note{what: gap, act: a, box: c.id, why: "duty", who: who, early: early})
			l.write(note{what: holds, act: a, box: c.id, early: early})
		}
	}
}

// relieve passes custody on without a gap when both handlers signed and the second is on duty.
func (l *Log) relieve(a *act, b *event.Relieved) {
	good := a.stood && a.signedBy(b.From) && a.signedBy(b.To) && b.From != b.To && l.onDuty(b.To, event.Handler, a.to)
	for _, id := range b.Items {
		it, known := l.item(id)
		switch {
		case !known:
		case good && it.handler == b.From:
			l.write(note{what: handles, act: a, item: id, who: b.To})
			if it.holder.where == withHandler {
				l.write(note{what: holds, act: a, item: id, where: withHandler, who: b.To})
			}
		default:
			l.breakItem(id, a, "handler", b.From)
		}
	}
	for _, id := range b.Containers {
		c, known := l.box(id)
		switch {
		case !known:
		case good && (c.who == b.From || c.sealed):
			l.write(note{what: holds, act: a, box: id, where: withHandler, who: b.To})
		default:
			l.breakBox(id, a, "handler", b.From)
		}
	}
}

// breakUnit is a meal, a company move or wrap: what is neither sealed nor locked has a gap, unless
// whoever has it is on duty in another unit.
func (l *Log) breakUnit(a *act, b *event.BreakCalled) {
	here := func(who event.PersonID) bool {
		d := l.duty(who)
		return d == nil || d.body.Unit == b.Unit
	}
	for _, it := range l.items() {
		if l.secured(it) || !here(it.handler) {
			continue
		}
		l.breakItem(it.Item, a, "break", it.handler)
		if it.holder.where == withHandler {
			l.write(note{what: holds, act: a, item: it.Item})
		}
	}
	for _, c := range l.boxes() {
		if !c.sealed && here(c.who) {
			l.breakBox(c.id, a, "break", c.who)
		}
	}
}

// takeItem puts an item into a handler's hands. A new segment begins when another handler had it, when
// nobody did, when it was back at its lender's, and when no handler had given it to who had it.
func (l *Log) takeItem(it item, who event.PersonID, a *act) {
	if who == "" || !a.stood {
		l.breakItem(it.Item, a, "handler", a.first())
		return
	}
	wrongly := it.holder.where == withReceiver && !l.givenByHandler(it)
	switch {
	case it.holder.where == withNobody && it.gap.why != "":
		l.write(note{what: gapEnds, act: a, item: it.Item})
	case it.handler != who || wrongly || it.holder.where == withNobody || it.holder.where == goneBack:
		l.write(note{what: gap, act: a, item: it.Item, why: "handler", who: it.handler, early: true})
	}
	l.write(note{what: handles, act: a, item: it.Item, who: who})
	l.write(note{what: holds, act: a, item: it.Item, where: withHandler, who: who})
}

// receive begins the life of an item. A second thing under a tag that is in use makes unknown what
// either is.
func (l *Log) receive(a *act, r *event.ReceivedItem) {
	old, known := l.item(r.Item)
	counts := known && l.receivedByTwo(old.received)
	if known && (!l.receivedByTwo(a.index) || counts && old.back == none) {
		l.breakItem(r.Item, a, "unsupported", "")
		if old.Class != r.Class || old.received == a.index {
			l.write(note{what: isUnknown, act: a, item: r.Item})
		}
		l.write(note{what: upset, act: a, item: r.Item})
		return
	}
	l.write(note{what: begins, act: a, item: r.Item, received: r, who: a.as(event.Handler)})
	if known {
		l.write(note{what: gap, act: a, item: r.Item, why: "handler", who: old.handler, early: true})
	}
	if !known || counts && old.holder.where == goneBack {
		return
	}
	// Saying what it is says nothing about rounds that are in it or were fired from it.
	if x := l.at(old.fired); x != nil {
		l.write(note{what: fired, act: x, item: r.Item, n: old.shots})
	}
	if x := l.at(old.bore); x != nil {
		l.write(note{what: boreSeen, act: x, item: r.Item})
	}
	l.write(note{what: keepsRounds, act: a, item: r.Item, before: &old})
	if len(old.filled()) > 0 || old.upset != none {
		l.write(note{what: upset, act: a, item: r.Item})
	}
}

// receivedByTwo reports whether an act is a receipt that says what a thing is: a handler and a watcher
// who count as two signed it, and nothing has taken that away.
func (l *Log) receivedByTwo(i int) bool {
	a := l.at(i)
	return a != nil && (a.event.Kind == event.KindItemReceived || a.event.Kind == event.KindRoundsReceived) && l.watched(a)
}
