package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// ahead are the facts that the evening before can know: papers, plans, approvals, blocks. What is
// done on the day itself (looks, tests, custody, the meeting, the sweep) is not among them: nobody
// can have done it yet, and a forecast that named it every evening would be read by nobody.
var ahead = factSet(
	FactProductionRoundsKnown, FactHandlerPermit, FactHandlerTrained, FactHandlerSoleDuty,
	FactHandlerCapacity, FactPlanExists, FactItemAsPlanned, FactRiskAssessed, FactRiskComplete,
	FactAdvisorAppointed, FactZoneApproved, FactZoneDistance, FactBlanksTestFired,
	FactBoreAfterSequence, FactIncidentsClosed, FactConcernsAnswered, FactRoundsNoneMissing,
	FactCourseEveryoneNear, FactPurposePermitted, FactMedicPresent, FactClockTrusted,
	FactRecordSynced, FactTextVerifiedForLive, FactNoticeGiven, FactContactNamed,
	FactSubstitutionAnswered, FactStopNone, FactWithheldNone, FactRecordWhole, FactPacksValid,
	FactAdvisorBeforePlan, FactRiskByAdvisor, FactRiskEndorsed, FactZoneEmpty, FactZoneNotDirect,
	FactMisfiresExplained, FactPoliceTold, FactItemNotLiveCapable,
)

func factSet(facts ...Fact) FactSet {
	var s FactSet
	for _, f := range facts {
		s.Add(f)
	}
	return s
}

// KnownAhead reports whether the question of tomorrow asks for a fact.
func (f Fact) KnownAhead() bool { return ahead.Has(f) }

// lookAhead turns the question into that of the scene's start on the day to come: the day the
// question names, or the one after the unit's newest.
func (l *look) lookAhead() {
	l.q.Ask, l.tomorrow = Start, true
	l.day = l.q.Day
	if d, ok := l.known.Day(l.unit()); ok && l.day == "" {
		l.day = d.Day.Next()
	}
	if l.planStands() {
		l.region, l.place = l.scene.Plan.Region, l.scene.Plan.Place
	}
}

// aheadMax is how many days ahead a question looks at the most.
const aheadMax = 366

// daysAhead is how many days lie between the unit's newest day and the one that is asked about: three
// from a Friday to a Monday. It is one where nobody can say.
func (l *look) daysAhead() int64 {
	d, ok := l.known.Day(l.unit())
	if !ok {
		return 1
	}
	from, known := d.Day.Number()
	to, asked := l.day.Number()
	if !known || !asked {
		return 1
	}
	return max(1, min(aheadMax, to-from))
}

// handlersAhead are those who will most likely handle the planned firearms: whoever had them last,
// and where none of these is a handler any more, every handler.
func (l *look) handlersAhead() {
	found := false
	for _, it := range l.items() {
		if l.firearm(it) && l.known.Holds(it.Handler, event.Handler) {
			found = true
			l.includeHandler(it.Handler)
		}
	}
	if found {
		return
	}
	for _, p := range l.known.Given(event.Handler) {
		if l.known.Holds(p.ID, event.Handler) && p.Departed == state.NoIndex {
			l.includeHandler(p.ID)
		}
	}
}

// reliefAhead are the handlers of the unit, and those who have had no duty yet: any of them may relieve
// whoever has the items, and their papers are looked at tonight as well.
func (l *look) reliefAhead(one func(handler)) {
	for _, p := range l.known.Given(event.Handler) {
		here := p.Duty.Index == state.NoIndex || p.Duty.Unit == l.unit()
		if here && p.Departed == state.NoIndex && l.known.Holds(p.ID, event.Handler) {
			one(handler{p.ID, p})
		}
	}
}

// capacityAhead compares what the plan brings out with what the handlers can keep in sight.
func (l *look) capacityAhead(f Fact) Tri {
	out, handlers := int64(0), l.handlers()
	for _, it := range l.items() {
		if l.firearm(it) {
			out++
		}
	}
	if limit := l.scene.Plan.Capacity * int64(len(handlers)); out > limit && len(handlers) > 0 {
		l.lack(f, state.Lack{
			Key: "handler.capacity", Person: handlers[0].id, N: out, Of: limit, Index: l.scene.Planned,
		})
	}
	return l.result(f)
}

// plannedLots lists the lots of blanks that the plan's load can come from: none before any arrived.
func (l *look) plannedLots() []*state.Lot {
	var out []*state.Lot
	for _, lot := range l.known.Lots() {
		if lot.Nature != event.Blank || lot.Load != l.scene.Plan.Load || !l.known.Stands(lot.Received) {
			continue
		}
		for _, c := range l.known.Containers() {
			if c.Count(lot.Lot) > 0 {
				out = append(out, lot)
				break
			}
		}
	}
	return out
}

// testFiredAhead: each planned firearm has a card for at least one lot it may be loaded from, and no lot
// came later than that which nobody has test-fired in anything yet. Which lots fit which firearm is not
// on record; one that has a card was tried in what it fits.
func (l *look) testFiredAhead(f Fact) Tri {
	if l.scene == nil || l.scene.Plan.Load <= event.NoBlank {
		return l.result(f)
	}
	lots := l.plannedLots()
	for _, it := range l.items() {
		if !l.firearm(it) || len(lots) == 0 {
			continue
		}
		newest, tested := state.NoIndex, false
		for _, lot := range lots {
			if _, _, ok := l.known.TestDistance(it.Item, lot.Lot); ok && (!tested || l.known.Later(lot.Received, newest)) {
				newest, tested = lot.Received, true
			}
		}
		x := state.Lack{Key: "blanks.no-test-fire", Item: it.Item, Lot: lots[0].Lot, Index: state.NoIndex}
		if !tested {
			l.lack(f, x)
			continue
		}
		for _, lot := range lots {
			if l.known.Later(lot.Received, newest) && !l.triedInAny(lot.Lot) {
				x.Lot = lot.Lot
				l.lack(f, x)
			}
		}
	}
	return l.result(f)
}

// triedInAny reports whether there is a card of a lot for any item.
func (l *look) triedInAny(lot event.LotID) bool {
	return slices.ContainsFunc(l.known.Items(), func(it *state.Item) bool {
		_, _, ok := l.known.TestDistance(it.Item, lot)
		return ok
	})
}

// medicAhead: the plan asks for medical personnel and somebody may be that.
func (l *look) medicAhead(f Fact) Tri {
	if l.dayNone(f) {
		return l.result(f)
	}
	for _, p := range l.known.Given(event.Medic) {
		if _, licensed := l.valid(p.ID, event.MedicLicence); licensed && l.known.Holds(p.ID, event.Medic) &&
			p.Departed == state.NoIndex {
			return l.result(f)
		}
	}
	l.lack(f, state.Lack{Key: "medic.absent", Scene: l.q.Scene, Index: state.NoIndex})
	return l.result(f)
}
