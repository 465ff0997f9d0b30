package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// This file establishes what only some authorities ask for: no core clause reads these facts.

// soleAdvisor returns the first appointment of a safety advisor who has no other role, NoIndex when
// there is none. An advisor who ever held another one is not independent of those who do the work.
func (l *look) soleAdvisor() int {
	first := state.NoIndex
	for _, p := range l.known.Given(event.Advisor) {
		if p.Departed != state.NoIndex || slices.ContainsFunc(p.Roles, func(h state.Held) bool {
			return h.Role != event.Advisor && h.Role != event.Crew && l.known.EverHeld(p.ID, h.Role)
		}) {
			continue
		}
		for _, h := range p.Roles {
			if h.Role == event.Advisor && l.known.Stands(h.Index) && (first == state.NoIndex || h.Index < first) {
				first = h.Index
			}
		}
	}
	return first
}

func findAdvisor(l *look, f Fact) Tri {
	if l.soleAdvisor() == state.NoIndex {
		l.lack(f, state.Lack{Key: "advisor.none", Index: state.NoIndex})
	}
	return l.result(f)
}

// findAdvisorFirst: a plan that somebody signed before there was an advisor is made anew with one.
func findAdvisorFirst(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	switch at := l.soleAdvisor(); {
	case at == state.NoIndex:
		l.lack(f, state.Lack{Key: "advisor.none", Index: state.NoIndex})
	case !l.known.Later(l.scene.Planned, at):
		l.lack(f, state.Lack{Key: "advisor.late", Scene: l.scene.ID, Index: at})
	}
	return l.result(f)
}

// findWithoutAdvisor: to look at everything is the advisor's right, to have it in hand is not.
func findWithoutAdvisor(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		for _, who := range []event.PersonID{l.q.By, l.q.To, it.Handler, it.Holder.Person} {
			if l.known.EverHeld(who, event.Advisor) {
				l.lack(f, state.Lack{Key: "advisor.handles", Item: it.Item, Person: who, Index: it.Holder.Since})
			}
		}
	})
}

func findAdvisorMet(l *look, f Fact) Tri {
	if _, ok := l.meeting(f); !ok {
		return l.result(f)
	}
	if !slices.ContainsFunc(l.known.Given(event.Advisor), func(p *state.Person) bool {
		_, present := l.known.PresentPerson(l.scene, p.ID, p)
		return present && l.known.Holds(p.ID, event.Advisor)
	}) {
		l.lack(f, state.Lack{Key: "meeting.no-advisor", Scene: l.scene.ID, Index: l.scene.Meeting})
	}
	return l.result(f)
}

// assessed reports whether a scene has a plan and an assessment that stands, and notes it when not.
func (l *look) assessed(f Fact) bool {
	if !l.planned(f) {
		return false
	}
	if _, ok := l.known.Risk(l.scene); !ok || !l.known.Agreed(l.scene.Risk) {
		l.lack(f, state.Lack{Key: "risk.none", Scene: l.scene.ID, Index: l.scene.Risk})
		return false
	}
	return true
}

func findRiskByAdvisor(l *look, f Fact) Tri {
	if l.assessed(f) && !l.known.Holds(l.known.SignerAs(l.scene.Risk, event.Advisor), event.Advisor) {
		l.lack(f, state.Lack{Key: "risk.no-advisor", Scene: l.scene.ID, Index: l.scene.Risk})
	}
	return l.result(f)
}

func findRiskEndorsed(l *look, f Fact) Tri {
	if !l.assessed(f) {
		return l.result(f)
	}
	return l.eachHandler(f, func(h handler) {
		if !l.known.Signed(l.scene.Risk, h.id) {
			l.lack(f, state.Lack{Key: "risk.not-endorsed", Person: h.id, Scene: l.scene.ID, Index: l.scene.Risk})
		}
	})
}

// findMisfiresExplained is about those that were closed: an open one holds by itself.
func findMisfiresExplained(l *look, f Fact) Tri {
	for _, b := range l.known.Misfires() {
		if !l.known.Open(b) && !l.known.Stands(l.known.MisfireCause(b)) {
			l.lack(f, state.Lack{Key: "misfire.no-cause", Item: b.Item, Index: b.Index})
		}
	}
	return l.result(f)
}

func findPolice(l *look, f Fact) Tri {
	if !l.dayNone(f) && !l.known.Stands(l.known.Outside(l.day, l.unit())) {
		l.lack(f, state.Lack{Key: "police.none", Detail: string(l.day), Index: state.NoIndex})
	}
	return l.result(f)
}

func findNotLiveCapable(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		switch l.known.ClassOf(it) { // What one person alone called it is no class.
		case event.LiveCapable, event.UnknownClass, event.NoClass:
			l.lack(f, state.Lack{Key: "item.live-capable", Item: it.Item, Index: it.Received})
		case event.BlankOnly, event.Pellet, event.Flash, event.Deactivated, event.Solid:
		}
	})
}
