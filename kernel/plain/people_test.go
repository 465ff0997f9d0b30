package plain_test

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// crew are the people of every set: ad1 and x1 founded it, h1 and h2 handle, w1 to w3 watch, p1 and p2
// play, s1 and s2 are there only through h1.
var crew = []struct {
	who        event.PersonID
	department event.Department
	vouchers   []event.PersonID
	role       event.Role
}{
	{"h1", event.Props, []event.PersonID{"x1"}, event.Handler},
	{"h2", event.Props, []event.PersonID{"ad1", "x1"}, event.Handler},
	{"w1", event.Art, []event.PersonID{"ad1"}, event.Watcher},
	{"w2", event.Grip, []event.PersonID{"x1", "ad1"}, event.Watcher},
	{"med1", event.Medical, []event.PersonID{"x1"}, event.Medic},
	{"w3", event.Electric, []event.PersonID{"ad1", "med1"}, event.Watcher},
	{"p1", event.Cast, []event.PersonID{"ad1"}, event.Performer},
	{"p2", event.Cast, []event.PersonID{"x1"}, event.StandIn},
	{"cam1", event.Camera, []event.PersonID{"x1"}, event.Crew},
	{"adv1", event.SafetyDepartment, []event.PersonID{"ad1", "cam1"}, event.Advisor},
	{"s1", event.Props, []event.PersonID{"h1"}, event.Watcher},
	{"s2", event.Props, []event.PersonID{"s1"}, event.Watcher},
	{"off1", event.OfficeDepartment, []event.PersonID{"ad1"}, event.Office},
	{"g1", event.OtherDepartment, []event.PersonID{"x1", "ad1"}, event.Guild},
}

func everybody() []event.PersonID {
	out := []event.PersonID{"ad1", "x1"}
	for _, c := range crew {
		out = append(out, c.who)
	}
	return out
}

// holders are those who were appointed to a role, those first who mostly act in it.
func (s *set) holders(r event.Role) []event.PersonID {
	switch r { // Every other role is one that nobody was given.
	case event.Founder:
		return []event.PersonID{"ad1", "x1"}
	case event.AD, event.Producer:
		return []event.PersonID{"ad1"}
	case event.Steward, event.Recipient:
		return []event.PersonID{"x1"}
	case event.Handler, event.HazardOwner:
		return []event.PersonID{"h1", "h2"}
	case event.Watcher:
		return []event.PersonID{"w2", "w1", "w3", "s1", "s2"}
	case event.Advisor:
		return []event.PersonID{"adv1"}
	case event.Guild:
		return []event.PersonID{"g1"}
	case event.Office:
		return []event.PersonID{"off1"}
	default:
		return everybody()
	}
}

// verified and session say how somebody signs; as takes what the kind and the person's duty ask for.
func verified(who event.PersonID, r event.Role) event.Signer {
	return event.Signer{Person: who, Role: r, How: event.Verified}
}

func (s *set) as(k event.Kind, who event.PersonID, r event.Role) event.Signer {
	g := verified(who, r)
	for _, n := range k.Needs() {
		if n.How == event.Verified && (len(n.Roles) == 0 || slices.Contains(n.Roles, r)) {
			return g
		}
	}
	if p := s.phones[who]; p != nil && p.on && (r != event.Handler && r != event.Watcher || p.role == r) {
		g.How = event.Session
	}
	return g
}

// handler is whose turn it is to handle: who has an item, or the first who is on duty.
func (s *set) handler() event.PersonID {
	if it, ok := s.w.known.Item("R-03"); ok && it.Handler != "" && (s.clean || s.chance(95)) {
		if p := s.phones[it.Handler]; p != nil && p.on {
			return it.Handler
		}
	}
	if p := s.phones["h1"]; p != nil && p.on || s.chance(70) {
		return "h1"
	}
	return "h2"
}

// signers are those a kind needs, mostly: now and then one is missing, is somebody else, signs in
// another role, or is joined by one more.
func (s *set) signers(k event.Kind) []event.Signer {
	var out []event.Signer
	for _, n := range k.Needs() {
		r, who := event.Crew, pick(s, everybody()...)
		if len(n.Roles) > 0 {
			r = n.Roles[0]
			if !s.clean && s.chance(15) {
				r = pick(s, n.Roles...)
			}
			all := s.holders(r)
			who = all[0]
			if !s.clean && s.chance(12) {
				who = pick(s, all...)
			}
			if r == event.Handler {
				who = s.handler()
			}
		}
		if slices.ContainsFunc(out, func(g event.Signer) bool { return g.Person == who }) {
			who = pick(s, everybody()...)
		}
		out = append(out, s.as(k, who, r))
	}
	return s.spoil(out)
}

// spoil makes a mistake with who signs, now and then.
func (s *set) spoil(out []event.Signer) []event.Signer {
	if s.clean || len(out) == 0 {
		return out
	}
	at := s.rand.IntN(len(out))
	switch n := s.rand.IntN(200); {
	case n < 4 && len(out) > 1:
		out = slices.Delete(out, at, at+1)
	case n < 7:
		out[at].Person = pick(s, everybody()...)
	case n < 10:
		out[at].Role = pick(s, event.Crew, event.Performer, event.Watcher, event.Handler, event.AD, event.Advisor)
	case n < 12:
		out[at].How = event.Session
	case n < 14:
		out[at].How = event.Verified
	case n < 16:
		out = append(out, verified(pick(s, everybody()...), event.Crew))
	}
	return out
}

// say records what a body says, signed as its kind needs.
func (s *set) say(body event.Body) (event.ID, bool) { return s.do(body, s.signers(body.Kind())...) }

// onDuty opens a duty with a new device key.
func (s *set) onDuty(who event.PersonID, r event.Role) {
	p := s.phones[who]
	if p == nil {
		p = &phone{}
	}
	key := keyOf(fmt.Sprintf("device %s %d", who, p.n+1))
	unit := event.UnitID("main")
	if !s.clean && s.chance(3) {
		unit = "second"
	}
	if !s.clean && s.chance(3) {
		key = keyOf(fmt.Sprintf("device %s %d", pick(s, everybody()...), 1)) // A phone that was somebody's.
	}
	if _, ok := s.do(&event.DutyOpened{Person: who, Role: r, Unit: unit, Device: key}, verified(who, r)); ok {
		s.phones[who] = &phone{role: r, key: key, active: s.now, on: true, n: p.n + 1}
	}
}

func (s *set) offDuty(who event.PersonID) {
	p := s.phones[who]
	if p == nil {
		return
	}
	signer := event.Signer{Person: who, Role: p.role, How: event.Session}
	if !s.clean && s.chance(20) {
		signer = verified(pick(s, everybody()...), event.Crew)
	}
	why := pick(s, event.ByRelief, event.ByMeal, event.ByLockUp, event.ByTime, event.ByWrap)
	if _, ok := s.do(&event.DutyClosed{Person: who, Why: why}, signer); ok {
		p.on = false
	}
}

// enrol is somebody's first key, vouched for face to face.
func (s *set) enrol(who event.PersonID, d event.Department, vouchers ...event.PersonID) {
	signers := []event.Signer{verified(who, event.Crew)}
	for _, v := range vouchers {
		signers = append(signers, verified(v, event.Crew))
	}
	s.do(&event.CrewEnrolled{Person: who, Department: d, Key: keyOf(string(who)), Vouchers: vouchers}, s.spoil(signers)...)
}

// known are the things of a set that somebody has recorded, or one that nobody has.
func (s *set) anyItem() event.ItemID {
	if s.chance(75) {
		return "R-03"
	}
	return pick[event.ItemID](s, "R-04", "G-11", "M-05", "NONE")
}

func (s *set) anyBox() event.ContainerID {
	all := s.w.known.Containers()
	if len(all) == 0 || s.chance(4) {
		return "NEW-1"
	}
	return all[s.rand.IntN(len(all))].ID
}

func (s *set) anyLot() event.LotID {
	return pick[event.LotID](s, "D-014", "D-014", "B-02", "B-02", "D-099", "L-01", "S-05", "NOLOT")
}

// lotIn is a lot of which the log places rounds in a container.
func (s *set) lotIn(id event.ContainerID) (event.LotID, int64) {
	c, ok := s.w.known.Container(id)
	if !ok || len(c.Parts) == 0 {
		return s.anyLot(), 1
	}
	p := c.Parts[s.rand.IntN(len(c.Parts))]
	return p.Lot, p.Count
}

// anyEntry is something that was recorded, of some kinds if there is one.
func (s *set) anyEntry(kinds ...event.Kind) event.ID {
	var all []event.ID
	for n := range s.w.known.Size() {
		e, _ := s.w.known.Entry(int(n))
		if len(kinds) == 0 || slices.Contains(kinds, e.Event.Kind) {
			all = append(all, e.ID)
		}
	}
	if len(all) == 0 {
		return keyID("nothing of that kind")
	}
	if s.chance(70) {
		return all[len(all)-1]
	}
	return all[s.rand.IntN(len(all))]
}

// openBlocks are what is open of some kinds, oldest first.
func (s *set) openBlocks(kinds ...event.Kind) []*state.Block {
	return slices.DeleteFunc(slices.Clone(s.w.known.OpenBlocks()), func(b *state.Block) bool {
		return !slices.Contains(kinds, b.Kind)
	})
}

// blockID names an open block of some kinds, or any act of them.
func (s *set) blockID(kinds ...event.Kind) event.ID {
	if open := s.openBlocks(kinds...); len(open) > 0 && s.chance(95) {
		e, _ := s.w.known.Entry(open[s.rand.IntN(len(open))].Index)
		return e.ID
	}
	return s.anyEntry(kinds...)
}
