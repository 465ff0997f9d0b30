package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// planned reports whether the scene has a plan that stands, for today, and notes it when not.
func (l *look) planned(f Fact) bool {
	none := state.Lack{Key: "plan.none", Scene: l.q.Scene, Index: state.NoIndex}
	if !l.planStands() {
		l.lack(f, none)
		return false
	}
	return true
}

func findPlan(l *look, f Fact) Tri {
	if l.planned(f) && !l.dayNone(f) && (l.scene.Plan.Day != l.day || l.scene.Plan.Place != l.place ||
		l.scene.Plan.Region != l.region) {
		l.lack(f, state.Lack{Key: "plan.none", Scene: l.q.Scene, Index: l.scene.Planned})
	}
	return l.result(f)
}

// findPlanUnchanged: assessment and meeting were about the plan as it is now.
func findPlanUnchanged(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	l.assessedAsPlanned(f)
	m, ok := l.known.Meeting(l.scene)
	switch {
	case !ok:
		l.lack(f, state.Lack{Key: "meeting.none", Scene: l.scene.ID, Index: state.NoIndex})
	case m.Of != l.known.PlanID(l.scene):
		l.lack(f, state.Lack{Key: "meeting.old-plan", Scene: l.scene.ID, Index: l.scene.Meeting})
	}
	return l.result(f)
}

// findAsPlanned: the plan names the item. That it is what the plan calls it belongs to its identity,
// which the core asks of every hand-over; the evening before there is only this.
func findAsPlanned(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	return l.each(f, func(it *state.Item) { l.compareClass(f, it, l.tomorrow) })
}

// compareClass notes when the plan does not name an item and, where that is asked, when it names it as
// another kind of object.
func (l *look) compareClass(f Fact, it *state.Item, class bool) {
	at := slices.IndexFunc(l.scene.Plan.Items, func(p event.PlannedItem) bool { return p.Item == it.Item })
	switch {
	case at < 0:
		l.lack(f, state.Lack{Key: "plan.item", Item: it.Item, Scene: l.scene.ID, Index: l.scene.Planned})
	case class && l.scene.Plan.Items[at].Class != it.Class:
		l.lack(f, state.Lack{Key: "plan.class", Item: it.Item, Scene: l.scene.ID, Index: l.scene.Planned})
	}
}

// comparePlan notes what an item is, or has inside, that the plan does not say: a plan is judged by
// everybody who reads it, and a stronger blank than theirs was judged by nobody.
func (l *look) comparePlan(f Fact, it *state.Item) {
	if l.q.Ask == Load && l.scene == nil || !l.planned(f) {
		return
	}
	l.compareClass(f, it, true)
	for _, id := range l.blankLots(it) {
		lot, _ := l.known.Lot(id)
		if planned := l.scene.Plan.Load; planned <= event.NoBlank || lot.Load <= event.NoBlank || lot.Load > planned {
			l.lack(f, state.Lack{
				Key: "plan.load", Item: it.Item, Lot: id, Scene: l.scene.ID, Index: l.scene.Planned,
			})
		}
	}
}

func findMeeting(l *look, f Fact) Tri {
	x := state.Lack{Key: "meeting.none", Scene: l.q.Scene, Index: state.NoIndex}
	if l.scene == nil {
		l.lack(f, x)
		return l.result(f)
	}
	m, ok := l.known.Meeting(l.scene)
	if !ok || !l.known.Agreed(l.scene.Meeting) {
		l.lack(f, x)
		return l.result(f)
	}
	x.Index = l.scene.Meeting
	if !l.dayNone(f) {
		if m.Day != l.day || !l.ofToday(l.scene.Meeting) {
			x.Key = "meeting.other-day"
			l.lack(f, x)
		}
		if m.Place != l.scene.Plan.Place || m.Place != l.place {
			x.Key = "meeting.other-place"
			l.lack(f, x)
		}
	}
	if m.Of != l.known.PlanID(l.scene) {
		x.Key = "meeting.old-plan"
		l.lack(f, x)
	}
	return l.result(f)
}

// meeting returns the body of the scene's meeting, noting its absence. One of another day says nothing of
// who is there today and what is in place.
func (l *look) meeting(f Fact) (*event.MeetingHeld, bool) {
	x := state.Lack{Key: "meeting.none", Scene: l.q.Scene, Index: state.NoIndex}
	if l.scene != nil {
		if m, ok := l.known.Meeting(l.scene); ok && l.known.Agreed(l.scene.Meeting) {
			if l.dayNone(f) || l.ofToday(l.scene.Meeting) {
				return m, true
			}
			x.Key, x.Index = "meeting.other-day", l.scene.Meeting
		}
	}
	l.lack(f, x)
	return nil, false
}

func findTopics(l *look, f Fact) Tri {
	m, ok := l.meeting(f)
	if !ok {
		return l.result(f)
	}
	for _, t := range event.Topics() {
		if !slices.Contains(m.Topics, t) {
			l.lack(f, state.Lack{Key: "meeting.topic", Scene: l.scene.ID, Detail: t.String(), Index: l.scene.Meeting})
		}
	}
	return l.result(f)
}

func findWalked(l *look, f Fact) Tri {
	if m, ok := l.meeting(f); ok && m.Walked != event.Yes {
		l.lack(f, state.Lack{Key: "meeting.no-walk", Scene: l.scene.ID, Index: l.scene.Meeting})
	}
	return l.result(f)
}

func findAttended(l *look, f Fact) Tri {
	if _, ok := l.meeting(f); !ok {
		return l.result(f)
	}
	present := func(who event.PersonID, p *state.Person) {
		if _, ok := l.known.PresentPerson(l.scene, who, p); !ok {
			l.lack(f, state.Lack{Key: "meeting.absent", Person: who, Scene: l.scene.ID, Index: l.scene.Meeting})
		}
	}
	l.eachNamed(present)
	if !l.known.AllNearPresent(l.scene) {
		l.known.EachNear(l.scene, present)
	}
	return l.result(f)
}

func findRisk(l *look, f Fact) Tri {
	l.assessedAsPlanned(f)
	return l.result(f)
}

// assessedAsPlanned notes when the assessment that stands is not of the plan that counts.
func (l *look) assessedAsPlanned(f Fact) {
	if !l.assessed(f) {
		return
	}
	if b, ok := l.known.Risk(l.scene); !ok || b.Of != l.known.PlanID(l.scene) {
		l.lack(f, state.Lack{Key: "plan.old-risk", Scene: l.scene.ID, Index: l.scene.Risk})
	}
}

func findRiskComplete(l *look, f Fact) Tri {
	if !l.assessed(f) {
		return l.result(f)
	}
	b, ok := l.known.Risk(l.scene)
	if !ok || b.Uncontrolled < 1 || b.Controlled < 1 || b.Controls < 1 || len(b.Groups) == 0 {
		l.lack(f, state.Lack{Key: "risk.incomplete", Scene: l.scene.ID, Index: l.scene.Risk})
	}
	return l.result(f)
}

func findSubstitution(l *look, f Fact) Tri {
	b, ok := (*event.RiskAssessed)(nil), false
	if l.scene != nil {
		b, ok = l.known.Risk(l.scene)
	}
	if !ok || !l.known.Agreed(l.scene.Risk) || b.WhyReal != event.Yes {
		l.lack(f, state.Lack{Key: "substitution.none", Scene: l.q.Scene, Index: state.NoIndex})
	}
	return l.result(f)
}

func findPurpose(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	purpose := l.q.Purpose
	if l.q.Ask == Start {
		purpose = l.scene.Plan.Purpose
	}
	switch purpose {
	case event.Rehearsal, event.Training, event.OnCamera, event.Development:
		if purpose != l.scene.Plan.Purpose {
			l.lack(f, state.Lack{Key: "plan.purpose", Scene: l.scene.ID, Detail: purpose.String(), Index: l.scene.Planned})
		}
	case event.NoPurpose, event.OtherPurpose:
		l.lack(f, state.Lack{Key: "purpose.not-permitted", Scene: l.scene.ID, Detail: purpose.String(), Index: state.NoIndex})
	}
	return l.result(f)
}

func findMedic(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	if l.tomorrow {
		return l.medicAhead(f)
	}
	m, ok := l.meeting(f)
	if !ok {
		return l.result(f)
	}
	if _, licensed := l.valid(m.Medic, event.MedicLicence); !licensed || !l.medicIsFree(m.Medic) {
		l.lack(f, state.Lack{Key: "medic.absent", Scene: l.scene.ID, Person: m.Medic, Index: l.scene.Meeting})
	}
	return l.result(f)
}

// medicIsFree reports whether somebody may be the medic here: enrolled and appointed, still there, and with
// no gun in their hands or to look after.
func (l *look) medicIsFree(who event.PersonID) bool {
	p, known := l.known.Person(who)
	if !known || !l.known.Stands(p.Enrolled) || p.Departed != state.NoIndex || !l.known.Holds(who, event.Medic) || who == l.q.To ||
		slices.ContainsFunc(l.handlers(), func(h handler) bool { return h.id == who }) {
		return false
	}
	return !slices.ContainsFunc(l.known.Items(), func(it *state.Item) bool {
		return it.Holder.Kind == state.WithReceiver && it.Holder.Person == who
	})
}

func findProtection(l *look, f Fact) Tri {
	if m, ok := l.meeting(f); ok && m.Protected != event.Yes {
		l.lack(f, state.Lack{Key: "protection.missing", Scene: l.scene.ID, Index: l.scene.Meeting})
	}
	return l.result(f)
}
