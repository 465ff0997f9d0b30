package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// block is something that holds until its own release.
type block struct {
	kind  event.Kind // Of the act that raised it, or the kind it counts as.
	act   *act
	item  event.ItemID
	box   event.ContainerID
	lot   event.LotID
	scene event.SceneID
	who   event.PersonID // The subject of a concern; who held the item of a discharge; who withheld.
	n     int64
}

func (l *Log) raise(b block) {
	if !slices.Contains(l.blocks(), b) {
		l.write(note{what: raised, act: b.act, block: b})
	}
}

func (l *Log) blocks() []block {
	var out []block
	for _, n := range l.notes {
		if n.what == raised {
			out = append(out, n.block)
		}
	}
	return out
}

// releaseOf returns the newest act that ended a block, nil while none did.
func (l *Log) releaseOf(b block) *act {
	for _, n := range slices.Backward(l.notes) {
		if n.what == released && n.block == b {
			return n.act
		}
	}
	return nil
}

// open reports whether a block holds: nothing ended it, or what did stands no longer.
func (l *Log) open(b block) bool {
	r := l.releaseOf(b)
	return r == nil || !r.stands()
}

func (l *Log) openBlocks() []block {
	return slices.DeleteFunc(l.blocks(), func(b block) bool { return !l.open(b) })
}

// blocksOf are the blocks that an act raised.
func (l *Log) blocksOf(id event.ID) []block {
	return slices.DeleteFunc(l.blocks(), func(b block) bool { return b.act.id != id })
}

func (l *Log) raiseQuarantine(a *act, b *event.Quarantined) {
	for _, id := range b.Items {
		l.raise(block{kind: event.KindQuarantined, act: a, item: id})
	}
	for _, id := range b.Containers {
		l.raise(block{kind: event.KindQuarantined, act: a, box: id})
	}
}

// release ends the open blocks of the acts that are named, when it may.
func (l *Log) release(a *act, of []event.ID, may func(block) bool) {
	for _, id := range of {
		for _, b := range l.blocksOf(id) {
			if a.stood && l.open(b) && may(b) {
				l.write(note{what: released, act: a, block: b})
			}
		}
	}
}

func (l *Log) handlerOf(id event.ItemID) event.PersonID {
	it, _ := l.item(id)
	return it.handler
}

// blockEffect is what acts do that raise blocks or end them.
func (l *Log) blockEffect(a *act) {
	switch b := a.event.Body.(type) {
	case *event.ConcernRaised:
		l.raise(block{kind: a.event.Kind, act: a, item: b.Item, scene: b.Scene, who: b.Subject})
	case *event.StopCalled:
		l.raise(block{kind: a.event.Kind, act: a})
	case *event.Withheld:
		whose := []event.PersonID{b.SaidFor}
		if b.SaidFor == "" {
			whose = nil
			for _, g := range a.event.Signers {
				whose = append(whose, g.Person)
			}
		}
		for _, who := range whose {
			l.raise(block{kind: a.event.Kind, act: a, item: b.Item, scene: b.Scene, who: who})
		}
	case *event.IncidentDeclared:
		l.raise(block{kind: a.event.Kind, act: a, item: b.Item, who: l.handlerOf(b.Item)})
	case *event.Misfired:
		l.raise(block{kind: a.event.Kind, act: a, item: b.Item, who: l.handlerOf(b.Item)})
	case *event.LooseFound:
		l.raise(block{kind: a.event.Kind, act: a, n: b.Count})
		l.near(a, b.Near)
	case *event.IncidentSecured:
		l.near(a, b.Objects)
	case *event.Restarted:
		owner := a.as(event.HazardOwner, event.Handler)
		l.release(a, b.Of, func(x block) bool {
			return x.kind == event.KindStopCalled && owner != "" && l.twoAmong(a.event.Signers)
		})
	case *event.WithheldLifted:
		l.release(a, []event.ID{b.Of}, func(x block) bool { return l.liftable(a, x) })
	case *event.ConcernAnswered:
		recipient := a.as(event.Recipient, event.Steward, event.Advisor)
		owner := a.as(event.HazardOwner, event.Handler, event.AD)
		l.release(a, []event.ID{b.Of}, func(x block) bool {
			return x.kind == event.KindConcernRaised && recipient != "" && owner != "" && recipient != owner &&
				recipient != x.who && l.twoSigned(a)
		})
	case *event.PackDropped:
		l.raise(block{kind: a.event.Kind, act: a})
	case *event.DropAgreed:
		l.agreeToDrop(a, l.find(b.Of))
	case *event.IncidentClosed:
		l.release(a, []event.ID{b.Of}, func(x block) bool { return l.closable(a, x) })
	case *event.MisfireClosed:
		l.misfireClosed(a, b)
	case *event.Released:
		l.letOut(a, b)
	case *event.RoundsLost:
		l.release(a, []event.ID{b.Of}, func(x block) bool { return l.searched(a, x) })
	case *event.RoundsFound:
		l.release(a, []event.ID{b.Of}, func(x block) bool { return l.searched(a, x) })
		l.layUnknown(a, b.Container)
	default:
	}
}

func (l *Log) searched(a *act, b block) bool {
	return b.kind == event.KindRoundsCounted && l.twoSigned(a)
}

// closable: an AD or advisor signs with a handler who did not hold the item. Nobody knows who that is
// when no item is known: then two handlers sign, of whom one did not.
func (l *Log) closable(a *act, b block) bool {
	if b.kind != event.KindDischarged && b.kind != event.KindIncidentDeclared || a.as(event.AD, event.Advisor) == "" {
		return false
	}
	var handlers []event.Signer
	for _, g := range a.event.Signers {
		if g.Role == event.Handler {
			handlers = append(handlers, g)
		}
	}
	switch {
	case len(handlers) == 0 || !l.twoSigned(a):
		return false
	case b.who == "":
		return l.twoAmong(handlers)
	}
	return handlers[0].Person != b.who
}

// liftable: by whose no it is. A handler's own also by the handler who relieved them and then looked at
// the item; what a handler recorded for somebody also by either of them before a second person.
func (l *Log) liftable(a *act, b block) bool {
	if b.kind != event.KindWithheld {
		return false
	}
	if a.signedBy(b.who) {
		return true
	}
	recorder, now := b.act.as(event.Handler), a.as(event.Handler)
	heard := func(who event.PersonID) bool {
		return slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool {
			return !l.performerSigned(g) && l.two(who, g.Person)
		})
	}
	switch {
	case recorder == "":
		return false
	case b.act.signedBy(b.who):
		return recorder == b.who && l.tookOver(a, b, recorder)
	case a.signedBy(recorder):
		return heard(recorder)
	}
	return l.tookOver(a, b, recorder) && heard(now)
}

// tookOver reports whether the handler who signs has an item since they relieved somebody of it behind
// a block, and has looked at it since.
func (l *Log) tookOver(a *act, b block, from event.PersonID) bool {
	it, known := l.item(b.item)
	who := a.as(event.Handler)
	if !known || who == "" || it.handler != who {
		return false
	}
	relief := slices.IndexFunc(l.turns, func(x *act) bool {
		r, is := x.event.Body.(*event.Relieved)
		return is && r.From == from && r.To == who && slices.Contains(r.Items, b.item) && x.turn > b.act.turn && x.stands()
	})
	if relief < 0 {
		return false
	}
	exam := l.at(it.examined)
	return exam != nil && exam.stands() && exam.signedBy(who) && l.follows(exam.index, l.turns[relief].index)
}

// near voids what was known of things that a loose round may have come from or gone into.
func (l *Log) near(a *act, things []event.Object) {
	for _, o := range things {
		id, c := event.ItemID(o.ID), event.ContainerID(o.ID)
		if _, known := l.item(id); known && o.Type == event.ItemObject {
			l.breakItem(id, a, "loose", "")
		}
		if _, known := l.box(c); known && o.Type == event.ContainerObject {
			l.breakBox(c, a, "loose", "")
		}
	}
}

// agreeToDrop: the guild and the advisor, who were here in these roles before the pack was dropped and
// brought neither themselves nor one another here, end that drop and those before it of the same
// edition, but none of their own.
func (l *Log) agreeToDrop(a, dropped *act) {
	if dropped == nil || !l.twoSigned(a) {
		return
	}
	of, is := dropped.event.Body.(*event.PackDropped)
	own := func(x *act) bool { return x.signedBy(a.as(event.Guild)) || x.signedBy(a.as(event.Advisor)) }
	for _, as := range []event.Role{event.Guild, event.Advisor} {
		is = is && slices.ContainsFunc(l.roles(a.as(as)), func(h role) bool {
			return h.role == as && h.act.stands() && h.act.index < dropped.index && !own(h.act)
		})
	}
	for _, x := range l.acts[:dropped.index+1] {
		if b, drops := x.event.Body.(*event.PackDropped); is && drops && *b == *of && !own(x) {
			l.release(a, []event.ID{x.id}, func(y block) bool { return y.kind == event.KindPackDropped })
		}
	}
}

// misfireClosed: the bore was seen, the round lies in quarantine, everybody was told again.
func (l *Log) misfireClosed(a *act, b *event.MisfireClosed) {
	c, known := l.box(b.Container)
	away := known && c.what == event.Quarantine
	l.release(a, []event.ID{b.Of}, func(x block) bool {
		return x.kind == event.KindMisfired && b.Bore == event.BoreUnobstructed && b.Rebriefed == event.Yes && away &&
			l.watched(a)
	})
	l.layUnknown(a, b.Container)
	all := l.blocksOf(b.Of)
	if len(all) == 0 || !a.stood {
		return
	}
	if r := l.releaseOf(all[0]); r != nil && r != a {
		return // Somebody put the round away before.
	}
	if it, known := l.item(all[0].item); known && l.later(all[0].act.index, it.changed) {
		l.write(note{what: roundsAway, act: a, item: it.Item})
		l.write(note{what: upset, act: a, item: it.Item})
	}
}

// wait is how long people waited before they closed a misfire.
func (l *Log) wait(b block) (int64, bool) {
	r := l.releaseOf(b)
	if r == nil {
		return 0, false
	}
	c, is := r.event.Body.(*event.MisfireClosed)
	if !is {
		return 0, false
	}
	return c.WaitSeconds, true
}

// layUnknown: rounds nobody can name lie in a container from now on.
func (l *Log) layUnknown(a *act, id event.ContainerID) {
	l.keep(id, event.Quarantine, a)
	l.write(note{what: upset, act: a, box: id})
}

// letOut ends quarantines and loose rounds.
func (l *Log) letOut(a *act, b *event.Released) {
	l.release(a, b.Of, func(x block) bool {
		if x.kind != event.KindLooseFound && x.kind != event.KindQuarantined || !l.watched(a) {
			return false
		}
		if _, known := l.box(x.box); known {
			l.write(note{what: freed, act: a, box: x.box})
		}
		switch {
		case x.kind == event.KindQuarantined, b.As == event.AsDestroyed:
			return true
		case b.As == event.AsTested:
			return !calledLive(x) && l.awayTo(x) != none
		}
		return false
	})
}

// calledLive reports whether who found loose rounds said that they are live.
func calledLive(x block) bool {
	b, is := x.act.event.Body.(*event.LooseFound)
	return is && b.Nature == event.LiveRound
}

// awayTo returns the act that put a container into quarantine behind the find of loose rounds, and by
// somebody who knew of it.
func (l *Log) awayTo(x block) int {
	for _, a := range l.turns {
		if q, is := a.event.Body.(*event.Quarantined); is && len(q.Containers) > 0 && a.stands() && l.follows(a.index, x.act.index) {
			return a.index
		}
	}
	return none
}

// quarantined reports whether a container is in quarantine: by what it is, or by an act that holds.
func (l *Log) quarantined(c box) bool {
	return c.what == event.Quarantine || slices.ContainsFunc(l.openBlocks(), func(b block) bool {
		return b.kind == event.KindQuarantined && b.box == c.id
	})
}
