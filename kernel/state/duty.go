package state

import "github.com/proofhouse/proofhouse/kernel/event"

// HasOtherDuty returns the index of work a person has besides handling, or NoIndex.
func (s *State) HasOtherDuty(id event.PersonID) int {
	p, ok := s.people[id]
	if !ok || p.OtherDuty == NoIndex || p.otherEnded > p.OtherDuty && s.Stands(p.otherEnded) {
		return NoIndex
	}
	return p.OtherDuty
}

// appointedByOther reports whether somebody other than the person signed in a role that appoints.
func (s *State) appointedByOther(i int, who event.PersonID) bool {
	for _, g := range s.entries[i].Event.Signers {
		if g.Person != who && event.Meets([]event.Signer{g}, event.KindAppointed.Needs()) {
			return true
		}
	}
	return false
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

func (s *State) dutyEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.DutyOpened:
		s.openDuty(i, b)
	case *event.DutyContinued:
		p := s.person(b.Person)
		if s.Stands(i) && s.Signed(i, b.Person) && p.Duty.Device == b.Device && p.Duty.Closed == NoIndex {
			p.Duty.active = i
		}
	case *event.DutyClosed:
		p := s.person(b.Person)
		if p.Duty.Index != NoIndex && p.Duty.Closed == NoIndex {
			p.Duty.Closed = i
			p.dutyEnded.add(i)
			if p.Duty.Role == event.Handler {
				s.breakCustody(b.Person, s.gapAt(i, "duty", b.Person))
			}
		}
	case *event.Relieved:
		s.relieve(i, b)
	}
}

// openDuty begins a duty. Only one that goes on from an open duty in the same role keeps custody:
// in every other case there was a time in which nobody on duty had what this person holds.
func (s *State) openDuty(i int, b *event.DutyOpened) {
	if !s.Stands(i) || !s.Signed(i, b.Person) || !s.Holds(b.Person, b.Role) {
		return
	}
	p := s.person(b.Person)
	old := p.Duty
	goesOn := old.Index != NoIndex && old.Closed == NoIndex && old.Role == b.Role && s.Stands(old.Index) &&
		s.stillOnDuty(old, i)
	if !goesOn {
		if old.Index != NoIndex && old.Closed == NoIndex {
			p.dutyEnded.add(i) // It had run out, or this one is another.
		}
		s.breakCustody(b.Person, s.gapAt(i, "duty", b.Person))
	}
	if s.addKey(b.Device, keyOwner{person: b.Person, device: true, since: i, bad: -1}) ||
		s.keys[b.Device].person == b.Person {
		p.Duty = Duty{Index: i, Role: b.Role, Unit: b.Unit, Device: b.Device, Closed: NoIndex, active: i}
	}
}

func (s *State) stillOnDuty(d Duty, i int) bool {
	age, ok := s.Elapsed(d.Index, s.entries[i].When)
	return ok && age <= DutyMaxS
}

// tire ends custody where an act shows that its signer's duty had run out before it: locking up
// after six hours does not mend the time in which nobody on duty held what is locked up.
func (s *State) tire(i int) {
	e := &s.entries[i]
	for n, g := range e.Event.Signers {
		p := s.signer(e, n)
		if p == nil || p.Duty.Role != event.Handler || p.Duty.Closed != NoIndex || p.Duty.ranOut ||
			s.stillOnDuty(p.Duty, i) {
			continue
		}
		p.Duty.ranOut = true
		s.breakCustody(g.Person, s.gapBefore(i, "duty", g.Person))
	}
}

// breakCustody ends the segments of everything a person has in the open.
func (s *State) breakCustody(who event.PersonID, gap Gap) {
	for _, it := range s.itemsInOrder() {
		if it.Handler == who && !s.Secured(it) {
			it.Gap.widen(gap)
			if it.Holder.Kind == WithHandler {
				it.Holder = Holder{Since: gap.Index}
			}
		}
	}
	for _, c := range s.containersInOrder() {
		if c.Holder.Person == who && !c.Sealed {
			c.Gap.widen(gap)
			c.Holder = Holder{Since: gap.Index}
		}
	}
}

// relieve passes custody without a gap when both handlers signed; without that it is a gap.
func (s *State) relieve(i int, b *event.Relieved) {
	good := s.Stands(i) && s.Signed(i, b.From) && s.Signed(i, b.To) && b.From != b.To &&
		s.OnDuty(b.To, event.Handler, s.When(i))
	for _, id := range b.Items {
		it := s.items[id]
		switch {
		case it == nil:
		case good && it.Handler == b.From:
			it.Handler = b.To
			s.inHand(it, b.From, i)
			s.inHand(it, b.To, i)
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
