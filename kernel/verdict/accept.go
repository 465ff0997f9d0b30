package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/state"
)

// acceptable lists the codes whose reasons people may go on with, saying so. It is fixed here and no
// pack changes it: whatever is about rounds, custody, looks, people in the line of fire, blocks and
// the record itself is never among them.
var acceptable = [...]Code{H08, H09, H10, H17, H18, H19, H21, H22}

// acceptReasons notes on each reason who accepted it. The outcome stays what it is: HOLD.
func (l *look) acceptReasons() {
	for n := range l.reasons {
		r := &l.reasons[n]
		if !r.Acceptable() {
			continue
		}
		a, given := l.known.Accepted(r.Lack, l.unit(), l.day)
		if !given || l.ownAct(r, a) {
			continue
		}
		if by, counts := l.known.AcceptedBy(a, l.now); counts {
			r.AcceptedBy = by[:]
		}
	}
}

// Acceptable reports whether a handler on duty and the AD together may go on with a reason: its code
// allows it, and nothing that asks for it is law.
func (r *Reason) Acceptable() bool {
	return slices.Contains(acceptable[:], r.Code) && len(r.Clauses) > 0 &&
		!slices.ContainsFunc(r.Clauses, func(c ClauseRef) bool {
			return c.Force != ForceStandard && c.Force != ForceGuideline && c.Force != ForceHouse
		})
}

// ownAct reports whether somebody would accept what they did themselves: the reason is about them, or
// the act that says otherwise carries their signature.
func (l *look) ownAct(r *Reason, a *state.Acceptance) bool {
	entry, known := l.known.Entry(a.Index)
	if !known {
		return true
	}
	for _, g := range entry.Event.Signers {
		if g.Person == r.Person || r.Cause == RecordedOtherwise && l.known.Signed(r.Index, g.Person) {
			return true
		}
	}
	return false
}
