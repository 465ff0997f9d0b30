package state

import (
	"cmp"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/primitive"
)

type production struct {
	id     event.ProductionID
	opened *event.ProductionOpened
	packs  []event.PackRef
	since  []int // The newest adoption of each.
	rpHash [32]byte
	named  int // Index of the newest contact_named, NoIndex without one.

	doubted []string // Members of the opening that a correction says are wrong.
}

// keyOwner says whose key this is and what it may stand for.
type keyOwner struct {
	person event.PersonID
	device bool
	since  int   // Index of the event that enrolled it.
	bad    int64 // First index from which it no longer counts; -1 while it counts.
}

// Person is what the log knows about somebody on this production.
type Person struct {
	ID          event.PersonID
	Department  event.Department
	Proposed    event.Role
	Listed      int // Index of the roster entry, or NoIndex.
	Enrolled    int // Index of the enrolment, or NoIndex.
	Departed    int // Index of the departure, or NoIndex; an enrolment behind it clears it.
	Vouchers    []event.PersonID
	Roles       []Held
	Credentials []Paper
	Duty        Duty
	OtherDuty   int // Index of an open other duty, or NoIndex.

	otherEnded int
	dutyEnded  absences
	last       int   // Newest entry the person signed, or NoIndex.
	number     int   // The how-manieth person the log met, from 0.
	through    crowd // Everybody the person stands in the production through.
	only       crowd // Those of them through whom every way to a founder goes.
	reaches    bool  // Whether there is a way to a founder at all.
	cast       bool  // Was ever enrolled in the department of those who play.
}

// Held is a role a person was given.
type Held struct {
	Role  event.Role
	Index int
}

// Paper is one credential on record.
type Paper struct {
	What    event.CredentialKind
	Expires event.Day
	Index   int

	over int64 // When its last day has ended everywhere on Earth, in Unix seconds; Future without one.
}

// Duty is the newest duty of a person.
type Duty struct {
	Index  int // NoIndex before the first.
	Role   event.Role
	Unit   event.UnitID
	Device event.PublicKey
	Closed int // NoIndex while it is open.

	active int  // Newest act of the session: the idle clock runs from its earliest moment.
	ranOut bool // An act after six hours showed that it had ended, and custody with it.
}

// Bounds of a duty session (docs/spec/events.md, signatures).
const (
	// DutyMaxS is the longest a duty lasts, in seconds.
	DutyMaxS = 6 * 3600
	// IdleMaxS is how long a device key stays unlocked without an act, in seconds.
	IdleMaxS = 15 * 60
)

// HubPerson is the id under which the production's own box signs a STOP nobody signed in for.
const HubPerson event.PersonID = "hub"

func (s *State) open(e *event.Event) {
	b, ok := e.Body.(*event.ProductionOpened)
	if !ok {
		return
	}
	s.production = production{
		id: e.Production, opened: b, packs: slices.Clone(b.Packs),
		since: make([]int, len(b.Packs)), rpHash: primitive.SHA256([]byte(b.RP)), named: NoIndex,
	}
	for _, f := range b.Founders {
		p := s.person(f.Person)
		p.Department, p.Enrolled, p.reaches = f.Department, 0, true
		p.cast = f.Department == event.Cast
		s.give(p, event.Founder, 0)
		s.give(p, f.Role, 0)
		s.give(p, event.Crew, 0)
		s.addKey(f.Key, keyOwner{person: f.Person, since: 0, bad: -1})
	}
	hub := s.person(HubPerson)
	hub.Enrolled = 0
	s.give(hub, event.Operator, 0)
	s.addKey(b.Hub, keyOwner{person: HubPerson, device: true, bad: -1})
}

// ProductionID returns the production, empty before the first checkpoint.
func (s *State) ProductionID() event.ProductionID {
	if s.production.opened == nil && s.Pending() > 0 {
		return s.pending[s.taken].Event().Production
	}
	return s.production.id
}

// Production returns how the production was opened, nil before.
func (s *State) Production() *event.ProductionOpened { return s.production.opened }

// Packs returns the rule packs adopted so far, oldest first, without those that guild and advisor agreed
// to drop and nobody adopted again. The caller must not change the slice.
func (s *State) Packs() []event.PackRef {
	if !slices.ContainsFunc(s.blocks.dropped, func(b *Block) bool { return !s.Open(b) }) {
		return s.production.packs
	}
	var out []event.PackRef
	for n, p := range s.production.packs {
		if !slices.ContainsFunc(s.blocks.dropped, func(b *Block) bool {
			return b.Pack == p && !s.Open(b) && !s.Later(s.production.since[n], b.Index)
		}) {
			out = append(out, p)
		}
	}
	return out
}

// Contact returns the index of the newest named contact, or NoIndex.
func (s *State) Contact() int { return s.production.named }

// Demo reports whether software keys stand for people here.
func (s *State) Demo() bool {
	return s.production.opened != nil && s.production.opened.Demo == event.Yes
}

func (s *State) person(id event.PersonID) *Person {
	p := s.people[id]
	if p == nil {
		p = &Person{
			ID: id, Listed: NoIndex, Enrolled: NoIndex, Departed: NoIndex, OtherDuty: NoIndex,
			otherEnded: NoIndex, dutyEnded: noAbsence, last: NoIndex, Duty: Duty{Index: NoIndex, Closed: NoIndex, active: NoIndex},
			number: len(s.people),
		}
		s.people[id] = p
		s.byNumber = append(s.byNumber, p)
		s.peopleRow = inRow(s.peopleRow, p)
	}
	return p
}

// give notes that event i gives a person a role. Whether it stands is asked when it is read.
func (s *State) give(p *Person, role event.Role, i int) {
	p.Roles = append(p.Roles, Held{role, i})
	s.given[role] = inRow(s.given[role], p)
}

// inRow puts somebody in their place in a list that is in the order of ids, once.
func inRow(row []*Person, p *Person) []*Person {
	at, known := slices.BinarySearchFunc(row, p.ID, func(q *Person, id event.PersonID) int {
		return cmp.Compare(q.ID, id)
	})
	if known {
		return row
	}
	return slices.Insert(row, at, p)
}

// Person returns somebody the log knows.
func (s *State) Person(id event.PersonID) (*Person, bool) {
	p, ok := s.people[id]
	return p, ok
}

func (s *State) addKey(k event.PublicKey, owner keyOwner) bool {
	if _, taken := s.keys[k]; taken {
		return false // A key belongs to the first person it was enrolled for, for ever.
	}
	s.keys[k] = owner
	return true
}

// KeyOwner returns whose passkey (or demo key) this is, and false for a device key or a stranger's.
func (s *State) KeyOwner(k event.PublicKey) (event.PersonID, bool) {
	o, ok := s.keys[k]
	if !ok || o.device || o.bad >= 0 {
		return "", false
	}
	return o.person, true
}

// enrol gives a person their first key. It runs before the signatures are judged, because the new
// key is one of the signers; if the vouchers do not hold, the person holds no role.
func (s *State) enrol(i int) {
	b, ok := s.entries[i].Event.Body.(*event.CrewEnrolled)
	if !ok {
		return
	}
	p := s.person(b.Person)
	back := p.Departed != NoIndex && p.Enrolled != 0
	if p.Enrolled != NoIndex && (s.enrolled(p) && !back || b.Person == HubPerson) {
		return // A second enrolment is not a way to a second key; KeyAdded is.
	}
	if !s.vouched(i, b) || !s.addKey(b.Key, keyOwner{person: b.Person, since: i, bad: -1}) && !s.kept(p, b.Key) {
		return
	}
	again := p.Enrolled != NoIndex
	if back {
		p.Departed = NoIndex
		if p.Duty.Closed == NoIndex {
			p.Duty.Closed = i // What they were on duty for ended when they left.
		}
	}
	p.Enrolled, p.Department, p.Vouchers = i, b.Department, slices.Clone(b.Vouchers)
	p.cast = p.cast || b.Department == event.Cast
	s.give(p, event.Crew, i)
	if !again {
		s.trace(p) // Nobody stands here yet through somebody enrolled for the first time.
		return
	}
	s.retrace(p)
}

// kept reports whether somebody who comes back has this key from before, and it still counts.
func (s *State) kept(p *Person, k event.PublicKey) bool {
	owner, known := s.keys[k]
	return known && owner.person == p.ID && !owner.device && owner.bad < 0 && p.Enrolled != NoIndex
}

// enrolled reports whether a person's enrolment still stands: each voucher's signature counted, and
// nothing has taken the event away since.
func (s *State) enrolled(p *Person) bool { return s.Stands(p.Enrolled) }

// vouched reports whether every named voucher signed and is an enrolled person outside the office.
func (s *State) vouched(i int, b *event.CrewEnrolled) bool {
	for _, v := range b.Vouchers {
		p, ok := s.people[v]
		if !ok || !s.enrolled(p) || v == b.Person || v == HubPerson || !s.Signed(i, v) ||
			p.Department == event.OfficeDepartment {
			return false
		}
	}
	return s.Signed(i, b.Person)
}

// Holds reports whether a person was given a role by an event that stands.
func (s *State) Holds(id event.PersonID, role event.Role) bool {
	p, ok := s.people[id]
	return ok && s.holds(p, role)
}

func (s *State) holds(p *Person, role event.Role) bool {
	for _, h := range p.Roles {
		if h.Role == role && s.Stands(h.Index) {
			return true
		}
	}
	return false
}

// EverHeld reports whether a person was given a role by an event that counted when it was recorded,
// whatever became of it. It is for rules that ask what somebody is not: to take an appointment back
// must not make a player a watcher, or an advisor independent.
func (s *State) EverHeld(id event.PersonID, role event.Role) bool {
	p, ok := s.people[id]
	return ok && s.everHeld(p, role)
}

func (s *State) everHeld(p *Person, role event.Role) bool {
	for _, h := range p.Roles {
		if h.Role == role && s.entries[h.Index].counted() {
			return true
		}
	}
	return false
}

// Played reports whether somebody ever was a performer or a stand-in, as EverHeld says, or was enrolled
// with the cast: an actor whom nobody has appointed yet is one.
func (s *State) Played(id event.PersonID) bool {
	p, ok := s.people[id]
	return ok && s.played(p)
}

// PlayedBy is Played for somebody who was looked up before; p may be nil.
func (s *State) PlayedBy(p *Person) bool { return p != nil && s.played(p) }

func (s *State) played(p *Person) bool {
	if p.cast {
		return true
	}
	for _, h := range p.Roles {
		if (h.Role == event.Performer || h.Role == event.StandIn) && s.entries[h.Index].counted() {
			return true
		}
	}
	return false
}

// RolesOf lists the roles a person holds, in the order they were given.
func (s *State) RolesOf(id event.PersonID) []event.Role {
	p, ok := s.people[id]
	if !ok {
		return nil
	}
	var out []event.Role
	for _, h := range p.Roles {
		if s.Stands(h.Index) && !slices.Contains(out, h.Role) {
			out = append(out, h.Role)
		}
	}
	return out
}

// faces judges every signature of an entry. What it finds is kept with the entry.
func (s *State) faces(i int, o event.Opened) []Fault {
	e := o.Event()
	var out []Fault
	for n, g := range e.Signers {
		if why := s.face(i, n, g, o); why != "" {
			out = append(out, Fault{g.Person, why})
		}
	}
	return out
}

func (s *State) face(i, n int, g event.Signer, o event.Opened) string {
	key, kind := s.entries[i].Keys[n], s.entries[i].Kinds[n]
	owner, ok := s.keys[key]
	p := s.signer(&s.entries[i], n)
	switch {
	case p == nil || p.Enrolled != i && !s.enrolled(p):
		return "unknown-signer"
	case !ok || owner.person != g.Person:
		return "wrong-key"
	case owner.bad >= 0 && int64(i) >= owner.bad:
		return "revoked"
	case kind == event.Software && !s.Demo():
		return "software"
	case kind == event.Device != owner.device:
		return "wrong-key"
	case p.Departed != NoIndex:
		return "departed"
	case !s.mayActAs(i, p, g.Role):
		return "role"
	case g.Person == HubPerson && o.Event().Kind != event.KindStopCalled:
		return "role" // The box may stop a set; it may say nothing else.
	}
	if kind == event.Passkey {
		a := o.Assertion(n)
		if a.RPIDHash != s.production.rpHash ||
			!slices.Contains(s.production.opened.Origins, a.Origin) {
			return "origin"
		}
	}
	if kind == event.Device && g.Person != HubPerson {
		return s.sessionFault(i, p, g, key)
	}
	return ""
}

// mayActAs reports whether the person holds the role they sign in. Everybody may act as crew; a
// hazard owner is whoever owns it, which for firearms is the handler.
func (s *State) mayActAs(i int, p *Person, role event.Role) bool {
	if role == event.HazardOwner {
		role = event.Handler
	}
	for _, h := range p.Roles {
		if h.Role == role && (h.Index == i || s.Stands(h.Index)) {
			return true
		}
	}
	return false
}

// sessionFault judges a device key. The verified act that opens a watcher's session is a duty opened
// as watcher, as for a handler: it is the one event that carries the device key. The key counts while
// its duty is open, not older than six hours and not idle for more than fifteen minutes, each by the
// longest time that is possible.
func (s *State) sessionFault(i int, p *Person, g event.Signer, key event.PublicKey) string {
	d := &p.Duty
	if d.Index == NoIndex || d.Device != key || d.Closed != NoIndex || !s.Stands(d.Index) {
		return "not-on-duty"
	}
	if (g.Role == event.Handler || g.Role == event.Watcher) && d.Role != g.Role {
		return "not-on-duty"
	}
	now := s.entries[i].When
	if age, ok := s.Elapsed(d.Index, now); !ok || age > DutyMaxS {
		return "expired"
	}
	if idle, ok := s.Elapsed(d.active, now); !ok || idle > IdleMaxS {
		return "locked"
	}
	return ""
}

// touchSessions moves the idle clock of everybody whose signature counted.
func (s *State) touchSessions(i int) {
	e := &s.entries[i]
	for n, g := range e.Event.Signers {
		p := s.signer(e, n)
		if p == nil || p.Duty.Index == NoIndex || s.faulted(i, g.Person) {
			continue
		}
		mine := e.Kinds[n] == event.Device && e.Keys[n] == p.Duty.Device || g.How == event.Verified
		// An act that arrives late does not make the session look idler than it was.
		if mine && e.When.Earliest >= s.When(p.Duty.active).Earliest {
			p.Duty.active = i
		}
	}
}

func (s *State) faulted(i int, who event.PersonID) bool {
	for _, f := range s.entries[i].Faces {
		if f.Person == who {
			return true
		}
	}
	return false
}

// OnDuty reports whether a person is on duty in a role, by the longest time that is possible.
func (s *State) OnDuty(id event.PersonID, role event.Role, now Interval) bool {
	p, ok := s.people[id]
	if !ok || p.Duty.Index == NoIndex || p.Duty.Closed != NoIndex || p.Duty.Role != role ||
		p.Departed != NoIndex || !s.Stands(p.Duty.Index) {
		return false
	}
	age, ok := s.Elapsed(p.Duty.Index, now)
	return ok && age <= DutyMaxS
}
