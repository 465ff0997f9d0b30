package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

const dayS = 24 * 3600

// handlers are the people whose papers and duty the question rests on. Whoever locked an item up
// yesterday does not handle it today.
func (i *inquiry) handlers() []event.PersonID {
	if i.tomorrow {
		return i.handlersAhead()
	}
	var out []event.PersonID
	add := func(who event.PersonID) {
		if who != "" && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	add(i.handler)
	for _, it := range i.items {
		if i.firearm(it) && !i.secured(it) {
			add(it.handler)
		}
	}
	return out
}

// eachHandler asks something of each; a firearm without any handler lacks one.
func (i *inquiry) eachHandler(one func(event.PersonID) []lack) []lack {
	var out []lack
	all := i.handlers()
	if len(all) == 0 && !i.applies("item.is-firearm").no {
		out = append(out, lack{key: "handler.none", index: none})
	}
	for _, who := range all {
		out = append(out, one(who)...)
	}
	return out
}

// eachWithPapers asks the same of whoever may relieve one of them tomorrow.
func (i *inquiry) eachWithPapers(one func(event.PersonID) []lack) []lack {
	out := i.eachHandler(one)
	if !i.tomorrow {
		return out
	}
	for _, who := range i.everybody() {
		if slices.Contains(i.handlers(), who) || !i.has(who, event.Handler) || i.departed(who) {
			continue
		}
		if d := i.duty(who); d == nil || d.body.Unit == i.unit() {
			out = append(out, one(who)...)
		}
	}
	return out
}

func handlerPermit(i *inquiry) []lack {
	return i.eachWithPapers(func(who event.PersonID) []lack {
		p, ok := i.paper(who, event.HandlerPermit, 0)
		if !ok {
			return []lack{{key: "handler.permit", who: who, index: none}}
		}
		var out []lack
		age, known := i.age(p.act.index, i.latest)
		if i.tomorrow {
			age += i.daysAhead() * dayS
		}
		if !known || age > i.param("permit_check_max_days")*dayS {
			out = append(out, lack{key: "handler.permit", who: who, index: p.act.index})
		}
		out = append(out, i.noDay()...)
		if i.day != "" && !i.inDate(p.body.Expires) {
			out = append(out, lack{
				key: "handler.permit-expired", who: who, detail: string(p.body.Expires), index: p.act.index,
			})
		}
		return out
	})
}

// inDate: a last day is neither before the day in question nor before the date of the newest checkpoint.
func (i *inquiry) inDate(last event.Day) bool {
	tick, _ := i.newestTick()
	return last != "" && last >= i.day && last >= dateAt(tick.Time)
}

// valid reports whether somebody has a paper that has not ended by the day in question. While there is
// no day nobody can tell, and undated says that this is why.
func (i *inquiry) valid(who event.PersonID, kind event.CredentialKind) bool {
	p, ok := i.paper(who, kind, 0)
	return ok && (p.body.Expires == "" || i.day == "" || i.inDate(p.body.Expires))
}

// undated is what valid leaves open.
func (i *inquiry) undated(who event.PersonID, kind event.CredentialKind) []lack {
	if p, ok := i.paper(who, kind, 0); ok && p.body.Expires != "" {
		return i.noDay()
	}
	return nil
}

func handlerTrained(i *inquiry) []lack {
	return i.eachWithPapers(func(who event.PersonID) []lack {
		if i.valid(who, event.HandlerTraining) {
			return i.undated(who, event.HandlerTraining)
		}
		return []lack{{key: "handler.training", who: who, index: none}}
	})
}

func handlerOnDuty(i *inquiry) []lack {
	return i.eachHandler(func(who event.PersonID) []lack {
		switch {
		case !i.has(who, event.Handler):
			return []lack{{key: "handler.not-appointed", who: who, index: none}}
		case !i.onDuty(who, event.Handler, i.latest):
			return []lack{{key: "handler.off-duty", who: who, index: none}}
		case i.duty(who).body.Unit != i.unit():
			return []lack{{key: "handler.other-unit", who: who, index: none}}
		}
		return nil
	})
}

func handlerSoleDuty(i *inquiry) []lack {
	return i.eachHandler(func(who event.PersonID) []lack {
		if at := i.otherDuty(who); at != none {
			return []lack{{key: "handler.other-duty", who: who, index: at}}
		}
		return nil
	})
}

func (i *inquiry) noPlan() lack { return lack{key: "plan.none", scene: i.q.Scene, index: none} }

func handlerCapacity(i *inquiry) []lack {
	if i.scene == nil {
		return []lack{i.noPlan()}
	}
	if i.tomorrow {
		return i.capacityAhead()
	}
	var out []lack
	for _, who := range i.handlers() {
		n := int64(0)
		for _, it := range i.Log.items() {
			if i.firearm(it) && it.handler == who && it.examined != none && !i.secured(it) {
				n++
			}
		}
		if most := i.scene.plan.Capacity; n > most {
			out = append(out, lack{key: "handler.capacity", who: who, n: n, of: most, index: i.scene.planned.index})
		}
	}
	return out
}

// near are the people who handle or stand near firearms in the scene.
func (i *inquiry) near() []event.PersonID {
	out := append([]event.PersonID{i.q.To}, i.handlers()...)
	for _, it := range i.items {
		if it.holder.where == withReceiver {
			out = append(out, it.holder.who)
		}
	}
	if i.scene != nil {
		for _, z := range i.scene.plan.Zone {
			out = append(out, z.Person)
		}
		for _, m := range marked(i.scene.plan) {
			out = append(out, m.who)
		}
		out = append(out, i.scene.plan.Near...)
	}
	return slices.DeleteFunc(out, func(who event.PersonID) bool { return who == "" })
}

func courseTaken(i *inquiry) []lack {
	var out []lack
	if i.scene == nil {
		out = append(out, i.noPlan())
	}
	for _, who := range i.near() {
		if !i.valid(who, event.FirearmsCourse) {
			out = append(out, lack{key: "course.missing", who: who, index: none})
		}
		out = append(out, i.undated(who, event.FirearmsCourse)...)
	}
	return out
}

func receiverTrained(i *inquiry) []lack {
	var out []lack
	need := func(who event.PersonID, id event.ItemID) {
		if !i.valid(who, event.PerformerTraining) {
			out = append(out, lack{key: "performer.untrained", who: who, item: id, index: none})
		}
		out = append(out, i.undated(who, event.PerformerTraining)...)
	}
	if i.q.Ask == "hand-over" {
		need(i.q.To, i.q.Item)
	}
	for _, it := range i.items {
		if it.holder.where == withReceiver && i.firearm(it) {
			need(it.holder.who, it.Item)
		}
	}
	return out
}

func contactNamed(i *inquiry) []lack {
	a := i.newest(func(b event.Body) bool { return b.Kind() == event.KindContactNamed })
	if a != nil && a.stands() {
		return nil
	}
	return []lack{{key: "contact.none", index: none}}
}

func noticeGiven(i *inquiry) []lack {
	if i.day == "" {
		return i.noDay()
	}
	unit := i.unit()
	a := i.newest(func(b event.Body) bool {
		n, is := b.(*event.NoticeGiven)
		return is && n.Day == i.day && n.Unit == unit && n.To == event.CrewTold
	})
	switch {
	case a == nil || !a.stands():
		return []lack{{key: "notice.none", detail: string(i.day), index: none}}
	case !i.tomorrow && a.turn >= i.turnOf(i.called):
		return []lack{{key: "notice.late", detail: string(i.day), index: a.index}}
	}
	return nil
}

func sweepDone(i *inquiry) []lack {
	if i.day == "" {
		return i.noDay()
	}
	unit := i.unit()
	a := i.newest(func(b event.Body) bool {
		s, is := b.(*event.SweepDone)
		return is && s.Day == i.day && s.Unit == unit
	})
	if a == nil {
		return []lack{{key: "sweep.none", detail: string(i.day), index: none}}
	}
	b, _ := a.event.Body.(*event.SweepDone)
	whole := slices.Contains(b.Areas, event.WardrobeArea) && slices.Contains(b.Areas, event.ArtArea) &&
		slices.Contains(b.Areas, event.Pockets)
	if whole && b.Found == event.No && a.stands() && i.ofTheDay(a) {
		return nil
	}
	return []lack{{key: "sweep.none", detail: string(i.day), index: a.index}}
}
