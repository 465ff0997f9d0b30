package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// effect lets an entry whose links are in order change what is known. An act whose signatures do
// not suffice happened all the same: it then only takes away.
func (s *State) effect(i int) {
	switch b := s.entries[i].Event.Body.(type) {
	case *event.ItemReceived, *event.ItemExamined, *event.BoreChecked, *event.TestFired,
		*event.Loaded, *event.Unloaded, *event.HandedOver, *event.Collected, *event.Reset,
		*event.LockedUp, *event.Discharged, *event.Quarantined, *event.ItemReturned,
		*event.Shown:
		s.itemEffect(i, b)
	case *event.ContainerRegistered, *event.ContainerSealed, *event.ContainerOpened,
		*event.ContainerMoved, *event.Unattended, *event.RoundsReceived, *event.RoundsMoved,
		*event.RoundsDestroyed, *event.TrayTested, *event.TrayCounted, *event.TrayOpened,
		*event.TraysEndorsed, *event.RoundsCounted:
		s.roundsEffect(i, b)
	case *event.ScenePlanned, *event.RiskAssessed, *event.MeetingHeld, *event.Attended,
		*event.PointingApproved, *event.NoticeGiven, *event.SweepDone, *event.DayCalled,
		*event.BreakCalled, *event.DayClosed:
		s.sceneEffect(i, b)
	case *event.ConcernRaised, *event.ConcernAnswered, *event.StopCalled, *event.StopReceived,
		*event.Restarted, *event.Withheld, *event.WithheldLifted, *event.IncidentDeclared,
		*event.IncidentSecured, *event.IncidentClosed, *event.Misfired, *event.MisfireClosed,
		*event.Released, *event.LooseFound, *event.RoundsLost, *event.RoundsFound:
		s.blockEffect(i, b)
	case *event.Corrected:
		s.correct(b)
	case *event.Reconciled:
		s.reconcile(i, b)
	case *event.Countersigned, *event.ProductionOpened, *event.CrewEnrolled:
		// Nothing more to know: a late signature changes no verdict, the others took effect already.
	default:
		s.crewEffect(i, b)
	}
}

func (s *State) crewEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.PacksAdopted:
		if s.Stands(i) {
			s.adopt(b.Packs)
		}
	case *event.ContactNamed:
		s.production.named = i
	case *event.CrewListed:
		for _, l := range b.People {
			p := s.person(l.Person)
			p.Listed, p.Proposed = i, l.Proposed
			if p.Enrolled == NoIndex {
				p.Department = l.Department
			}
		}
	case *event.KeyAdded:
		if s.Stands(i) && s.Signed(i, b.Person) {
			s.addKey(b.Key, keyOwner{person: b.Person, since: i, bad: -1})
		}
	case *event.KeyRevoked:
		s.revoke(i, b)
	case *event.Appointed:
		if !s.alone(i, b.Person) {
			p := s.person(b.Person)
			p.Roles = append(p.Roles, Held{b.Role, i})
		}
	case *event.Credential:
		for _, who := range b.People {
			p := s.person(who)
			p.Credentials = append(p.Credentials, Paper{b.What, b.Expires, i})
		}
	case *event.DutyOpened, *event.DutyContinued, *event.DutyClosed, *event.Relieved:
		s.dutyEffect(i, b)
	case *event.OtherDuty:
		s.person(b.Person).OtherDuty = i
	case *event.OtherDutyEnded:
		if !s.alone(i, b.Person) {
			s.person(b.Person).otherEnded = i
		}
	case *event.Departed:
		p := s.person(b.Person)
		p.Departed = i
		s.breakCustody(b.Person, i, "duty")
	}
}

// HasOtherDuty returns the index of work a person has besides handling, or NoIndex.
func (s *State) HasOtherDuty(id event.PersonID) int {
	p, ok := s.people[id]
	if !ok || p.OtherDuty == NoIndex || p.otherEnded > p.OtherDuty && s.Stands(p.otherEnded) {
		return NoIndex
	}
	return p.OtherDuty
}

// alone reports whether nobody but who signed.
func (s *State) alone(i int, who event.PersonID) bool {
	for _, g := range s.entries[i].Event.Signers {
		if g.Person != who {
			return false
		}
	}
	return true
}

func (s *State) adopt(packs []event.PackRef) {
	for _, p := range packs {
		at := slices.IndexFunc(s.production.packs, func(q event.PackRef) bool { return q.Pack == p.Pack })
		if at < 0 {
			s.production.packs = append(s.production.packs, p)
			continue
		}
		// Another edition of an adopted pack stands beside the old one: sets only grow.
		if s.production.packs[at].Digest != p.Digest {
			s.production.packs = append(s.production.packs, p)
		}
	}
}

func (s *State) dutyEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.DutyOpened:
		if !s.Stands(i) || !s.Signed(i, b.Person) || !s.Holds(b.Person, b.Role) {
			return
		}
		p := s.person(b.Person)
		old := p.Duty
		ranOut := old.Index != NoIndex && old.Closed == NoIndex && !s.stillOnDuty(old, i)
		if ranOut || old.Closed == NoIndex && old.Index != NoIndex && old.Role != b.Role {
			s.breakCustody(b.Person, i, "duty")
		}
		if s.addKey(b.Device, keyOwner{person: b.Person, device: true, since: i, bad: -1}) ||
			s.keys[b.Device].person == b.Person {
			p.Duty = Duty{Index: i, Role: b.Role, Unit: b.Unit, Device: b.Device, Closed: NoIndex, active: i}
		}
	case *event.DutyContinued:
		p := s.person(b.Person)
		if s.Stands(i) && s.Signed(i, b.Person) && p.Duty.Device == b.Device && p.Duty.Closed == NoIndex {
			p.Duty.active = i
		}
	case *event.DutyClosed:
		p := s.person(b.Person)
		if p.Duty.Index != NoIndex && p.Duty.Closed == NoIndex {
			p.Duty.Closed = i
			if p.Duty.Role == event.Handler {
				s.breakCustody(b.Person, i, "duty")
			}
		}
	case *event.Relieved:
		s.relieve(i, b)
	}
}

func (s *State) stillOnDuty(d Duty, i int) bool {
	age, ok := s.Elapsed(d.Index, s.entries[i].When)
	return ok && age <= DutyMaxS
}

// relieve passes custody without a gap when both handlers signed; without that it is a gap.
func (s *State) relieve(i int, b *event.Relieved) {
	good := s.Stands(i) && s.Signed(i, b.From) && s.Signed(i, b.To)
	for _, id := range b.Items {
		it := s.items[id]
		switch {
		case it == nil:
		case good && it.Handler == b.From:
			it.Handler = b.To
			if it.Holder.Kind == WithHandler {
				it.Holder = Holder{Kind: WithHandler, Person: b.To, Since: i}
			}
		default:
			s.breakItem(it, i, "handler", b.From)
		}
	}
	for _, id := range b.Containers {
		c := s.containers[id]
		switch {
		case c == nil:
		case good && (c.Holder.Person == b.From || c.Sealed):
			c.Holder = Holder{Kind: WithHandler, Person: b.To, Since: i}
		default:
			s.breakContainer(c, i, "handler", b.From)
		}
	}
}

func (s *State) revoke(i int, b *event.KeyRevoked) {
	owner, ok := s.keys[b.Key]
	if !ok || owner.person != b.Person {
		return
	}
	if owner.bad < 0 || b.Since < owner.bad {
		owner.bad = b.Since
	}
	s.keys[b.Key] = owner
	for n := max(b.Since, 0); n < int64(i); n++ {
		if slices.Contains(s.entries[n].Keys, b.Key) {
			s.shake(int(n))
		}
	}
}

// correct takes away what a correction says is wrong. A block is never taken away, and a field no
// rule reads takes nothing away.
func (s *State) correct(b *event.Corrected) {
	of, ok := s.Find(b.Of)
	if !ok {
		return
	}
	kind := s.entries[of].Event.Kind
	for _, name := range b.Fields {
		if polarityOf(kind, name) != event.Clerical {
			s.shake(of)
			return
		}
	}
}

func polarityOf(k event.Kind, field string) event.Polarity {
	for _, f := range event.Describe(k) {
		if f.Name == field {
			return f.Polarity
		}
	}
	return event.Support
}

// shake marks an event as taken away and voids what it had done to custody.
func (s *State) shake(i int) {
	e := &s.entries[i]
	if e.shaken || e.Event.Kind.Polarity() == event.Block {
		return
	}
	e.shaken = true
	if e.Event.Kind == event.KindReset || e.Event.Kind == event.KindTrayTested {
		for _, it := range s.itemsInOrder() {
			if it.Looked == i {
				it.Looked = NoIndex
			}
		}
	}
	for _, l := range e.Event.Links {
		switch l.Object.Type {
		case event.ItemObject:
			if it := s.items[event.ItemID(l.Object.ID)]; it != nil && e.Event.Kind != event.KindItemExamined {
				s.breakItem(it, max(it.Gap.Index, i), "unsupported", "")
			}
		case event.ContainerObject:
			if c := s.containers[event.ContainerID(l.Object.ID)]; c != nil {
				s.breakContainer(c, max(c.Gap.Index, i), "unsupported", "")
			}
		case event.TrayObject, event.NoObject:
		}
	}
}
