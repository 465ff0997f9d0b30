package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// handlers are the people whose papers and duty the question rests on, each once: worked out when the
// first fact asks for them. Like the items they have room of their own, see items.
func (l *look) handlers() []handler {
	if !l.handlersAsked {
		if l.tomorrow {
			l.handlersAhead()
		} else {
			l.handlersNow()
		}
		l.handlersAsked = true // Behind the work: half a list is none.
	}
	return l.handlersIncluded()
}

func (l *look) handlersIncluded() []handler {
	if l.handlerCount > len(l.handlerRoom) {
		return l.manyHandlers
	}
	return l.handlerRoom[:l.handlerCount]
}

// handler is somebody whose papers and duty the question rests on; who is nil for one the log does not know.
type handler struct {
	id  event.PersonID
	who *state.Person
}

func (l *look) handlersNow() {
	l.includeHandler(l.handler)
	for _, it := range l.items() {
		// Whoever locked an item up yesterday does not handle it today.
		if l.firearm(it) && !l.known.Secured(it) {
			l.includeHandler(it.Handler)
		}
	}
}

func (l *look) includeHandler(id event.PersonID) {
	same := func(h handler) bool { return h.id == id }
	if id == "" || slices.ContainsFunc(l.handlersIncluded(), same) {
		return
	}
	who, _ := l.known.Person(id)
	h := handler{id, who}
	switch {
	case l.handlerCount < len(l.handlerRoom):
		l.handlerRoom[l.handlerCount] = h
	case l.handlerCount == len(l.handlerRoom):
		l.manyHandlers = append(slices.Clone(l.handlerRoom[:]), h)
	default:
		l.manyHandlers = append(l.manyHandlers, h)
	}
	l.handlerCount++
}

// eachHandler runs a finding over them; a question with a firearm and no handler lacks one.
func (l *look) eachHandler(f Fact, one func(handler)) Tri {
	all := l.handlers()
	if len(all) == 0 && l.facts[FactItemIsFirearm] != False {
		l.lack(f, state.Lack{Key: "handler.none", Index: state.NoIndex})
	}
	for _, h := range all {
		one(h)
	}
	if l.tomorrow && (f == FactHandlerPermit || f == FactHandlerTrained) {
		l.reliefAhead(one)
	}
	return l.result(f)
}

func findPermit(l *look, f Fact) Tri {
	return l.eachHandler(f, func(h handler) {
		x := state.Lack{Key: "handler.permit", Person: h.id, Index: state.NoIndex}
		paper, ok := l.known.PaperOf(h.who, event.HandlerPermit)
		if !ok {
			l.lack(f, x)
			return
		}
		x.Index = paper.Index
		age, known := l.known.Elapsed(paper.Index, l.now)
		if l.tomorrow {
			age += l.daysAhead() * event.DaySeconds
		}
		if !known || age > l.params[ParamPermitCheckMax]*event.DaySeconds {
			l.lack(f, x)
		}
		if !l.dayNone(f) && (paper.Expires == "" || !paper.Valid(l.until)) {
			x.Key, x.Detail = "handler.permit-expired", string(paper.Expires)
			l.lack(f, x)
		}
	})
}

func findTrained(l *look, f Fact) Tri {
	return l.eachHandler(f, func(h handler) {
		if _, ok := l.validOf(h.who, event.HandlerTraining); !ok {
			l.lack(f, state.Lack{Key: "handler.training", Person: h.id, Index: state.NoIndex})
		}
	})
}

// valid returns a credential that stands and has not ended by the day of the question.
func (l *look) valid(who event.PersonID, what event.CredentialKind) (state.Paper, bool) {
	p, _ := l.known.Person(who)
	return l.validOf(p, what)
}

// validOf is valid for somebody who was looked up before.
func (l *look) validOf(who *state.Person, what event.CredentialKind) (state.Paper, bool) {
	p, ok := l.known.PaperOf(who, what)
	return p, ok && (p.Valid(l.until) || l.dayNone(l.finding))
}

func findOnDuty(l *look, f Fact) Tri {
	return l.eachHandler(f, func(h handler) {
		switch {
		case !l.known.Holds(h.id, event.Handler):
			l.lack(f, state.Lack{Key: "handler.not-appointed", Person: h.id, Index: state.NoIndex})
		case !l.known.OnDuty(h.id, event.Handler, l.now):
			l.lack(f, state.Lack{Key: "handler.off-duty", Person: h.id, Index: state.NoIndex})
		case !l.worksHere(h.who):
			l.lack(f, state.Lack{Key: "handler.other-unit", Person: h.id, Index: state.NoIndex})
		}
	})
}

// worksHere reports whether somebody is on duty in the unit of the question: whose day, sweep and notice count
// is not for whoever asks to choose.
func (l *look) worksHere(who *state.Person) bool {
	return who != nil && who.Duty.Unit == l.unit()
}

func findSoleDuty(l *look, f Fact) Tri {
	return l.eachHandler(f, func(h handler) {
		if i := l.known.HasOtherDuty(h.id); i != state.NoIndex {
			l.lack(f, state.Lack{Key: "handler.other-duty", Person: h.id, Index: i})
		}
	})
}

func findCapacity(l *look, f Fact) Tri {
	if l.scene == nil {
		l.lack(f, state.Lack{Key: "plan.none", Scene: l.q.Scene, Index: state.NoIndex})
		return l.result(f)
	}
	if l.tomorrow {
		return l.capacityAhead(f)
	}
	for _, h := range l.handlers() {
		out := int64(0)
		for _, it := range l.known.Items() {
			if l.firearm(it) && it.Handler == h.id && !l.known.Secured(it) && it.Examined != state.NoIndex {
				out++
			}
		}
		if limit := l.scene.Plan.Capacity; out > limit {
			l.lack(f, state.Lack{Key: "handler.capacity", Person: h.id, N: out, Of: limit, Index: l.scene.Planned})
		}
	}
	return l.result(f)
}

// eachNamed asks about the people who handle or stand near firearms in the scene, without those whom
// its plan lists: State.EachNear yields these. Somebody may come up twice: what they lack is noted
// once.
func (l *look) eachNamed(one func(event.PersonID, *state.Person)) {
	named := func(who event.PersonID) {
		if who != "" {
			p, _ := l.known.Person(who)
			one(who, p)
		}
	}
	named(l.q.To)
	for _, h := range l.handlers() {
		one(h.id, h.who)
	}
	for _, it := range l.items() {
		if it.Holder.Kind == state.WithReceiver {
			named(it.Holder.Person)
		}
	}
	if l.scene != nil {
		for _, s := range spots(l.scene.Plan) {
			named(s.person)
		}
	}
}

func findCourse(l *look, f Fact) Tri {
	if l.scene == nil {
		l.lack(f, state.Lack{Key: "plan.none", Scene: l.q.Scene, Index: state.NoIndex})
	}
	took := func(who event.PersonID, p *state.Person) {
		if _, ok := l.validOf(p, event.FirearmsCourse); !ok {
			l.lack(f, state.Lack{Key: "course.missing", Person: who, Index: state.NoIndex})
		}
	}
	l.eachNamed(took)
	if l.scene != nil && !l.known.AllNearTook(l.scene, l.until) {
		l.known.EachNear(l.scene, took)
	}
	return l.result(f)
}

func findReceiverTrained(l *look, f Fact) Tri {
	need := func(who event.PersonID, item event.ItemID) {
		if _, ok := l.valid(who, event.PerformerTraining); !ok {
			l.lack(f, state.Lack{Key: "performer.untrained", Person: who, Item: item, Index: state.NoIndex})
		}
	}
	if l.q.Ask == HandOver {
		need(l.q.To, l.q.Item)
	}
	for _, it := range l.items() {
		if it.Holder.Kind == state.WithReceiver && l.firearm(it) {
			need(it.Holder.Person, it.Item)
		}
	}
	return l.result(f)
}

func findContact(l *look, f Fact) Tri {
	if !l.known.Stands(l.known.Contact()) {
		l.lack(f, state.Lack{Key: "contact.none", Index: state.NoIndex})
	}
	return l.result(f)
}

func findNotice(l *look, f Fact) Tri {
	if l.dayNone(f) {
		return l.result(f)
	}
	switch i := l.known.Notice(l.day, l.unit()); {
	case !l.known.Stands(i):
		l.lack(f, state.Lack{Key: "notice.none", Detail: string(l.day), Index: state.NoIndex})
	case !l.tomorrow && !l.known.Later(l.dayAt, i):
		l.lack(f, state.Lack{Key: "notice.late", Detail: string(l.day), Index: i})
	}
	return l.result(f)
}

func findSweep(l *look, f Fact) Tri {
	if l.dayNone(f) {
		return l.result(f)
	}
	i := l.known.Sweep(l.day, l.unit())
	e, ok := l.known.Entry(i)
	none := state.Lack{Key: "sweep.none", Detail: string(l.day), Index: i}
	if !ok || !l.known.Stands(i) || !l.ofToday(i) {
		l.lack(f, none)
		return l.result(f)
	}
	b, is := e.Event.Body.(*event.SweepDone)
	asked := is
	for _, a := range []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets} {
		asked = asked && slices.Contains(b.Areas, a)
	}
	if !asked || b.Found != event.No {
		l.lack(f, none)
	}
	return l.result(f)
}
