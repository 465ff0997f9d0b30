package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// acceptable are the codes whose reasons people may go on with, saying so; and what binds no more than
// that is what a standard, a guideline or the house asks for.
var (
	acceptable = []string{"H08", "H09", "H10", "H17", "H18", "H19", "H21", "H22"}
	binding    = []string{"CORE", "LAW", "LAW_BY_REFERENCE"}
)

// saysOtherwise are the reasons with such a code where the record says something else, rather than
// nothing.
var saysOtherwise = []string{
	"meeting.old-plan", "meeting.other-day", "meeting.other-place", "plan.class", "plan.item", "plan.old-risk",
	"plan.purpose", "purpose.not-permitted", "notice.late",
}

// accept notes on a reason who went on with it. The first acceptance of the day that two people gave is
// the one that counts; taken back or refused, none does.
func (i *inquiry) accept(r *Reason) {
	bound := slices.ContainsFunc(r.forces, func(f string) bool { return slices.Contains(binding, f) })
	if bound || !slices.Contains(acceptable, r.Code) {
		return
	}
	unit := i.unit()
	for _, a := range i.acts {
		b, is := a.event.Body.(*event.HoldAccepted)
		if !is || b.Unit != unit || b.Day != i.day || !names(b, r) || !a.counted() {
			continue
		}
		if a.stands() && !i.refused(a) && !i.ownAct(r, a) {
			i.acceptedBy(r, a, b)
		}
		return
	}
}

func names(b *event.HoldAccepted, r *Reason) bool {
	return b.Reason == r.Key && b.Item == r.Item && b.Person == r.Person && b.Detail == r.Detail &&
		(r.Scene == "" || b.Scene == r.Scene)
}

// refused: an advisor who signed as one said no. That needs nobody else.
func (i *inquiry) refused(a *act) bool {
	return slices.ContainsFunc(i.notes, func(n note) bool { return n.what == refused && n.by == a })
}

// refuse notes an advisor's no when it is said.
func (l *Log) refuse(a *act, b *event.AcceptanceRefused) {
	of := l.find(b.Of)
	if of == nil || of.event.Kind != event.KindHoldAccepted {
		return
	}
	if len(a.faults) == 0 && l.has(a.as(event.Advisor), event.Advisor) {
		l.write(note{what: refused, act: a, by: of})
	}
}

// ownAct: nobody accepts what is about themselves or what they signed.
func (i *inquiry) ownAct(r *Reason, a *act) bool {
	for _, g := range a.event.Signers {
		other := i.at(r.Index)
		if g.Person == r.Person || other != nil && slices.Contains(saysOtherwise, r.Key) && other.signedBy(g.Person) {
			return true
		}
	}
	return false
}

// acceptedBy: a handler on duty and the AD, two people, not about the one of them the reason names.
func (i *inquiry) acceptedBy(r *Reason, a *act, b *event.HoldAccepted) {
	handler, ad := a.as(event.Handler), a.as(event.AD)
	if i.two(handler, ad) && i.onDuty(handler, event.Handler, i.latest) && i.has(ad, event.AD) &&
		b.Person != handler && b.Person != ad {
		r.AcceptedBy = []event.PersonID{handler, ad}
	}
}
