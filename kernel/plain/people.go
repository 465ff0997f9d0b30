package plain

import (
	"crypto/sha256"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// hub is the box on the cart. It may stop a set and nothing else.
const hub event.PersonID = "hub"

// Bounds of a duty session, in seconds.
const (
	dutyMaxS = 6 * 3600
	idleMaxS = 15 * 60
)

// opening is how the production began, nil before the first entry counts.
func (l *Log) opening() *event.ProductionOpened {
	if len(l.acts) == 0 {
		return nil
	}
	b, _ := l.acts[0].event.Body.(*event.ProductionOpened)
	return b
}

// enrolment returns the act that gave a person their place here: the opening, or the newest enrolment
// that was good when it arrived.
func (l *Log) enrolment(who event.PersonID) *act {
	if o := l.opening(); o != nil && (who == hub || slices.ContainsFunc(o.Founders, func(f event.FounderEntry) bool {
		return f.Person == who
	})) {
		return l.acts[0]
	}
	for _, a := range slices.Backward(l.acts) {
		if b, is := a.event.Body.(*event.CrewEnrolled); is && a.enrols && b.Person == who {
			return a
		}
	}
	return nil
}

func (l *Log) enrolled(who event.PersonID) bool {
	a := l.enrolment(who)
	return a != nil && a.stands()
}

func (l *Log) isFounder(who event.PersonID) bool {
	a := l.enrolment(who)
	return a != nil && a.index == 0
}

func (l *Log) vouchers(who event.PersonID) []event.PersonID {
	if a := l.enrolment(who); a != nil {
		if b, is := a.event.Body.(*event.CrewEnrolled); is {
			return b.Vouchers
		}
	}
	return nil
}

// mayEnrol: every voucher signed, is enrolled, is not from the office, is another person; the person
// signed; the key is nobody's; and who has a place does not get another one.
func (l *Log) mayEnrol(a *act, b *event.CrewEnrolled) bool {
	back := l.departed(b.Person) && !l.isFounder(b.Person)
	if l.enrolled(b.Person) && !back || b.Person == hub || !a.signedBy(b.Person) {
		return false
	}
	for _, v := range b.Vouchers {
		if v == b.Person || v == hub || !l.enrolled(v) || !a.signedBy(v) || l.department(v) == event.OfficeDepartment {
			return false
		}
	}
	had, taken := l.owner(b.Key)
	_, bad := l.badFrom(b.Key)
	mine := had.who == b.Person && !had.device && !bad && l.enrolment(b.Person) != nil
	return !taken || mine
}

func (l *Log) department(who event.PersonID) event.Department {
	for _, f := range l.opening().Founders {
		if f.Person == who {
			return f.Department
		}
	}
	if a := l.enrolment(who); a != nil {
		if b, is := a.event.Body.(*event.CrewEnrolled); is {
			return b.Department
		}
	}
	return event.NoDepartment
}

// role is one role a person was given, and by which act.
type role struct {
	role event.Role
	act  *act
}

func (l *Log) roles(who event.PersonID) []role {
	var out []role
	for _, a := range l.acts {
		switch b := a.event.Body.(type) {
		case *event.ProductionOpened:
			for _, f := range b.Founders {
				if f.Person == who {
					out = append(out, role{event.Founder, a}, role{f.Role, a}, role{event.Crew, a})
				}
			}
			if who == hub {
				out = []role{{event.Operator, a}}
			}
		case *event.CrewEnrolled:
			if a.enrols && b.Person == who {
				out = append(out, role{event.Crew, a})
			}
		case *event.Appointed:
			if b.Person == who && a.turn > 0 && appointedByOther(a, who) {
				out = append(out, role{b.Role, a})
			}
		default:
		}
	}
	return out
}

// appointedByOther: nobody gives themselves a role.
func appointedByOther(a *act, who event.PersonID) bool {
	return slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool {
		return g.Person != who && enough([]event.Signer{g}, event.KindAppointed.Needs())
	})
}

// has reports whether a person holds a role by an act that stands.
func (l *Log) has(who event.PersonID, r event.Role) bool {
	return slices.ContainsFunc(l.roles(who), func(h role) bool { return h.role == r && h.act.stands() })
}

// everHad reports whether a person was ever given a role by an act that counted then.
func (l *Log) everHad(who event.PersonID, r event.Role) bool {
	return slices.ContainsFunc(l.roles(who), func(h role) bool { return h.role == r && h.act.counted() })
}

// performs reports whether somebody is or was in front of the camera here.
func (l *Log) performs(who event.PersonID) bool {
	return l.everHad(who, event.Performer) || l.everHad(who, event.StandIn) || l.wasCast(who)
}

// wasCast reports whether somebody came here as one of the cast, whatever they were appointed to.
func (l *Log) wasCast(who event.PersonID) bool {
	return slices.ContainsFunc(l.acts, func(a *act) bool {
		switch b := a.event.Body.(type) {
		case *event.ProductionOpened:
			return slices.ContainsFunc(b.Founders, func(f event.FounderEntry) bool {
				return f.Person == who && f.Department == event.Cast
			})
		case *event.CrewEnrolled:
			return a.enrols && b.Person == who && b.Department == event.Cast
		default:
			return false
		}
	})
}

func (l *Log) performerSigned(g event.Signer) bool {
	return g.Role == event.Performer || g.Role == event.StandIn || l.performs(g.Person)
}

// above is everybody a person stands in the production through, however far back, without going
// through one of them.
func (l *Log) above(who, without event.PersonID) []event.PersonID {
	var out []event.PersonID
	open := []event.PersonID{who}
	for len(open) > 0 {
		next := open[0]
		open = open[1:]
		for _, v := range l.vouchers(next) {
			if v != without && v != who && !slices.Contains(out, v) {
				out, open = append(out, v), append(open, v)
			}
		}
	}
	return out
}

func (l *Log) through(who, other event.PersonID) bool {
	return slices.Contains(l.above(who, ""), other)
}

// two reports whether a and b count as two people.
func (l *Log) two(a, b event.PersonID) bool {
	if a == b || a == hub || b == hub || !l.enrolled(a) || !l.enrolled(b) {
		return false
	}
	if l.isFounder(a) && l.isFounder(b) {
		return true
	}
	v, w := slices.Sorted(slices.Values(l.vouchers(a))), slices.Sorted(slices.Values(l.vouchers(b)))
	if l.through(a, b) || l.through(b, a) || slices.Equal(v, w) {
		return false
	}
	// Without a way to a founder somebody is nobody's second person; nor are two who both have one only
	// through the same third, be that a founder.
	for _, who := range []event.PersonID{a, b} {
		if !l.isFounder(who) && !l.reachesFounder(who, "") {
			return false
		}
	}
	for _, x := range l.above(a, "") {
		if l.through(b, x) && !l.reachesFounder(a, x) && !l.reachesFounder(b, x) {
			return false
		}
	}
	return true
}

func (l *Log) reachesFounder(who, without event.PersonID) bool {
	return slices.ContainsFunc(l.above(who, without), l.isFounder)
}

// twoAmong reports whether two of some signers count as two people.
func (l *Log) twoAmong(signers []event.Signer) bool {
	for _, g := range signers {
		for _, h := range signers {
			if l.two(g.Person, h.Person) {
				return true
			}
		}
	}
	return false
}

// twoSigned leaves performers out: nothing rests on them.
func (l *Log) twoSigned(a *act) bool {
	var others []event.Signer
	for _, g := range a.event.Signers {
		if !l.performerSigned(g) {
			others = append(others, g)
		}
	}
	return l.twoAmong(others)
}

// departed reports whether a person left and did not come back.
func (l *Log) departed(who event.PersonID) bool {
	since := 0
	if a := l.enrolment(who); a != nil {
		since = a.index
	}
	return slices.ContainsFunc(l.acts[since:], func(a *act) bool {
		b, is := a.event.Body.(*event.Departed)
		return is && a.sent && b.Person == who
	})
}

// ofProduction reports whether somebody belongs to the production: who enrolled, or was put on the
// list of its people, and did not leave.
func (l *Log) ofProduction(who event.PersonID) bool {
	if who == hub || l.departed(who) {
		return false
	}
	var entry *act
	for _, a := range l.acts {
		b, is := a.event.Body.(*event.CrewListed)
		if is && a.turn > 0 && slices.ContainsFunc(b.People, func(p event.ListedPerson) bool { return p.Person == who }) {
			entry = a
		}
	}
	return l.enrolled(who) || entry != nil && entry.stands()
}

// everybody is each person the log names in a place that makes them known, in the order of ids.
func (l *Log) everybody() []event.PersonID {
	var out []event.PersonID
	add := func(who event.PersonID) {
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	for _, a := range l.acts {
		for _, g := range a.event.Signers {
			if a.event.Kind != event.KindTrayOpened && a.event.Kind != event.KindDutyContinued {
				add(g.Person)
			}
		}
		for _, who := range named(a) {
			add(who)
		}
	}
	slices.Sort(out)
	return out
}

// named are the people whom an act itself makes known.
func named(a *act) []event.PersonID {
	switch b := a.event.Body.(type) {
	case *event.ProductionOpened:
		return []event.PersonID{b.Founders[0].Person, b.Founders[1].Person, hub}
	case *event.CrewListed:
		var out []event.PersonID
		for _, p := range b.People {
			out = append(out, p.Person)
		}
		return out
	case *event.CrewEnrolled:
		return []event.PersonID{b.Person}
	case *event.Appointed:
		if appointedByOther(a, b.Person) {
			return []event.PersonID{b.Person}
		}
	case *event.Credential:
		return b.People
	case *event.DutyContinued:
		return []event.PersonID{b.Person}
	case *event.DutyClosed:
		return []event.PersonID{b.Person}
	case *event.OtherDuty:
		return []event.PersonID{b.Person}
	case *event.OtherDutyEnded:
		if a.event.Signers[0].Person != b.Person || len(a.event.Signers) > 1 {
			return []event.PersonID{b.Person}
		}
	case *event.Departed:
		if a.sent {
			return []event.PersonID{b.Person}
		}
	default:
	}
	return nil
}

// sameSite reports whether an assertion was made on this production's own page.
func (l *Log) sameSite(s event.Assertion) bool {
	o := l.opening()
	return s.RPIDHash == sha256.Sum256([]byte(o.RP)) && slices.Contains(o.Origins, s.Origin)
}
