package plain

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// grant is a key that somebody was given.
type grant struct {
	key    event.PublicKey
	who    event.PersonID
	device bool
	act    *act
}

// grants lists every key anybody was given by an act that may give one, in the order of the log. A key
// belongs to the first one it was given to, for ever.
func (l *Log) grants() []grant {
	var out []grant
	for _, a := range l.acts {
		switch b := a.event.Body.(type) {
		case *event.ProductionOpened:
			for _, f := range b.Founders {
				out = append(out, grant{f.Key, f.Person, false, a})
			}
			out = append(out, grant{b.Hub, hub, true, a})
		case *event.CrewEnrolled:
			if a.enrols {
				out = append(out, grant{b.Key, b.Person, false, a})
			}
		case *event.KeyAdded:
			if a.turn > 0 && a.stood && a.signedBy(b.Person) {
				out = append(out, grant{b.Key, b.Person, false, a})
			}
		case *event.DutyOpened:
			if a.opens {
				out = append(out, grant{b.Device, b.Person, true, a})
			}
		default:
		}
	}
	return out
}

func (l *Log) owner(k event.PublicKey) (grant, bool) {
	for _, g := range l.grants() {
		if g.key == k {
			return g, true
		}
	}
	return grant{}, false
}

// badFrom is the log index from which a key counts no longer, and false while it counts.
func (l *Log) badFrom(k event.PublicKey) (int64, bool) {
	since, bad := Future, false
	for _, n := range l.notes {
		if n.what == condemned && n.key == k {
			since, bad = min(since, n.n), true
		}
	}
	return since, bad
}

// faultsOf judges every signature of an act that arrives now.
func (l *Log) faultsOf(a *act) []fault {
	var out []fault
	for n, g := range a.event.Signers {
		if why := l.faultOf(a, n, g); why != "" {
			out = append(out, fault{g.Person, why})
		}
	}
	return out
}

func (l *Log) faultOf(a *act, n int, g event.Signer) string {
	sig := a.opened.Signatures()[n]
	owner, known := l.owner(sig.Key)
	since, bad := l.badFrom(sig.Key)
	place := l.enrolment(g.Person)
	switch {
	case place == nil || place != a && !place.stands():
		return "unknown-signer"
	case !known || owner.who != g.Person:
		return "wrong-key"
	case bad && int64(a.index) >= since:
		return "revoked"
	case sig.Kind == event.Software && l.opening().Demo != event.Yes:
		return "software"
	case (sig.Kind == event.Device) != owner.device:
		return "wrong-key"
	case l.departed(g.Person):
		return "departed"
	case !l.mayActAs(a, g):
		return "role"
	case g.Person == hub && a.event.Kind != event.KindStopCalled:
		return "role"
	case sig.Kind == event.Passkey && !l.sameSite(a.opened.Assertion(n)):
		return "origin"
	case sig.Kind == event.Device && g.Person != hub:
		return l.sessionFault(a, g, sig.Key)
	}
	return ""
}

// mayActAs: who signs in a role holds it. The hazard of a firearm is owned by the handler.
func (l *Log) mayActAs(a *act, g event.Signer) bool {
	want := g.Role
	if want == event.HazardOwner {
		want = event.Handler
	}
	return slices.ContainsFunc(l.roles(g.Person), func(h role) bool {
		return h.role == want && (h.act == a || h.act.stands())
	})
}

// sessionFault judges a device key: its duty is open, in the role if that is handler or watcher, not
// older than six hours and not idle for more than a quarter of an hour.
func (l *Log) sessionFault(a *act, g event.Signer, k event.PublicKey) string {
	d := l.duty(g.Person)
	if d == nil || d.body.Device != k || d.closed != none || !d.act.stands() {
		return "not-on-duty"
	}
	if (g.Role == event.Handler || g.Role == event.Watcher) && d.body.Role != g.Role {
		return "not-on-duty"
	}
	if age, known := l.age(d.act.index, a.to); !known || age > dutyMaxS {
		return "expired"
	}
	if idle, known := l.age(l.active(d), a.to); !known || idle > idleMaxS {
		return "locked"
	}
	return ""
}

// duty is a person's newest duty.
type duty struct {
	act    *act
	body   *event.DutyOpened
	closed int
}

func (l *Log) duty(who event.PersonID) *duty {
	for _, a := range slices.Backward(l.acts) {
		b, is := a.event.Body.(*event.DutyOpened)
		if !is || !a.opens || b.Person != who {
			continue
		}
		d := &duty{a, b, none}
		for _, c := range l.acts[a.index+1:] {
			if e, is := c.event.Body.(*event.DutyClosed); is && e.Person == who && c.turn > 0 && d.closed == none {
				d.closed = c.index
			}
			if e, is := c.event.Body.(*event.CrewEnrolled); is && c.enrols && e.Person == who && d.closed == none {
				d.closed = c.index // Who comes back has to go on duty.
			}
		}
		return d
	}
	return nil
}

// active is the act from which a session's idle clock runs: the newest one signed with its key or as a
// verified person, that began no earlier than the one before.
func (l *Log) active(d *duty) int {
	newest := d.act
	for _, a := range l.acts[d.act.index+1:] {
		if a == l.arrived && a.turn == 0 {
			continue // It is being judged.
		}
		if l.touches(a, d) && a.from >= newest.from {
			newest = a
		}
		b, is := a.event.Body.(*event.DutyContinued)
		if is && b.Person == d.body.Person && b.Device == d.body.Device && a.stood && a.signedBy(b.Person) &&
			(d.closed == none || d.closed > a.index) {
			newest = a
		}
	}
	return newest.index
}

func (l *Log) touches(a *act, d *duty) bool {
	for n, g := range a.event.Signers {
		sig := a.opened.Signatures()[n]
		mine := sig.Kind == event.Device && sig.Key == d.body.Device || g.How == event.Verified
		faulty := slices.ContainsFunc(a.faults, func(f fault) bool { return f.who == g.Person })
		if g.Person == d.body.Person && mine && !faulty {
			return true
		}
	}
	return false
}

// onDuty reports whether a person is on duty in a role, by the longest time possible.
func (l *Log) onDuty(who event.PersonID, r event.Role, latest int64) bool {
	d := l.duty(who)
	if d == nil || d.closed != none || d.body.Role != r || l.departed(who) || !d.act.stands() {
		return false
	}
	age, known := l.age(d.act.index, latest)
	return known && age <= dutyMaxS
}

// otherDuty returns the act that gave somebody other work, while nobody took it away again.
func (l *Log) otherDuty(who event.PersonID) int {
	given, ended := none, none
	for _, a := range l.acts {
		switch b := a.event.Body.(type) {
		case *event.OtherDuty:
			if b.Person == who {
				given = a.index
			}
		case *event.OtherDutyEnded:
			others := slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool { return g.Person != who })
			if b.Person == who && others {
				ended = a.index
			}
		default:
		}
	}
	if ended > given && l.stands(ended) {
		return none
	}
	return given
}

// paper is a credential somebody saw.
type paper struct {
	body *event.Credential
	act  *act
}

// paper returns a person's newest paper of a kind that counted when it was recorded and was looked at
// by somebody independent, before a turn where that is asked; and whether it still stands.
func (l *Log) paper(who event.PersonID, kind event.CredentialKind, before int) (paper, bool) {
	for _, a := range slices.Backward(l.turns) {
		b, is := a.event.Body.(*event.Credential)
		if !is || b.What != kind || !slices.Contains(b.People, who) || before > 0 && a.turn >= before {
			continue
		}
		if a.counted() && l.independent(who, b, a) {
			return paper{b, a}, a.stands()
		}
	}
	return paper{}, false
}

// independent: somebody else looked at it, no performer, and for handlers and watchers nobody of the
// same line of vouchers; and for performers somebody who had been made a handler before.
func (l *Log) independent(who event.PersonID, b *event.Credential, a *act) bool {
	handling := b.What == event.HandlerPermit || b.What == event.HandlerTraining || b.What == event.WatcherTraining
	return slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool {
		kin := l.through(who, g.Person) || l.through(g.Person, who)
		trains := slices.ContainsFunc(l.roles(g.Person), func(h role) bool {
			return h.role == event.Handler && h.act.stands() && h.act.index < a.index
		})
		return g.Person != who && !l.performerSigned(g) && !(handling && kin) &&
			(b.What != event.PerformerTraining || trains)
	})
}

// watches reports whether somebody was a watcher with papers when an act took effect.
func (l *Log) watches(who event.PersonID, at *act) bool {
	if who == "" || at == nil || at.turn == 0 || !l.has(who, event.Watcher) {
		return false
	}
	p, ok := l.paper(who, event.WatcherTraining, at.turn)
	return ok && (p.body.Expires == "" || at.to <= lastMoment(p.body.Expires))
}

// lastMoment is noon in Greenwich on the day after one: then it is over in the last place on Earth.
func lastMoment(d event.Day) int64 {
	var year, month, day int64
	if _, err := fmt.Sscanf(string(d), "%4d-%2d-%2d", &year, &month, &day); err != nil {
		return Past
	}
	days := day // Of 1970-01-01 there is one, and it is not over before the next begins.
	for y := int64(1970); y < year; y++ {
		days += 365 + leapDay(y)
	}
	for m, long := range [...]int64{31, 28 + leapDay(year), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31} {
		if int64(m)+1 < month {
			days += long
		}
	}
	return days*24*3600 + 12*3600
}

func leapDay(year int64) int64 {
	if year%400 == 0 || year%4 == 0 && year%100 != 0 {
		return 1
	}
	return 0
}

// watched reports whether a handler and a watcher who counts signed an act that stands.
func (l *Log) watched(a *act) bool {
	watcher := a.as(event.Watcher)
	return a.stands() && l.watches(watcher, a) && l.two(a.as(event.Handler), watcher)
}
