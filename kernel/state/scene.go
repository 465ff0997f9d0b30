package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

type dayUnit struct {
	Day  event.Day
	Unit event.UnitID
}

// UnitDay is the shooting day a unit is in.
type UnitDay struct {
	event.DayCalled

	Index  int
	Closed int // NoIndex while the day runs.
}

// Scene is what the log knows about one scene. The newest plan counts; everything else names the
// plan it was made for.
type Scene struct {
	ID       event.SceneID
	Plan     *event.ScenePlanned
	Planned  int
	Risk     int // Newest assessment of any plan, or NoIndex.
	Meeting  int // Newest meeting on any plan, or NoIndex.
	Attended []int
	Pointing []int

	near     []*Person // The people of the plan, zone first; nil for one the log did not know then.
	nearby   crowd     // The same people as a set.
	stranger bool      // Whether the log did not know one of them then: the set does not speak for all.
	met      crowd     // Whom the meeting names or who signed it, as far as the log knew them then.
	came     []crowd   // Whom each attendance names, likewise.
}

// Scene returns a scene the log knows.
func (s *State) Scene(id event.SceneID) (*Scene, bool) {
	c, ok := s.scenes[id]
	return c, ok
}

// Day returns the newest shooting day of a unit, and false before the first.
func (s *State) Day(unit event.UnitID) (*UnitDay, bool) {
	d, ok := s.days[unit]
	return d, ok
}

// Notice returns the event by which the call sheet gave notice for a day, or NoIndex.
func (s *State) Notice(day event.Day, unit event.UnitID) int { return indexOf(s.notices, day, unit) }

// Outside returns the newest event that says of a day that the police were told or that the place is
// closed to the public, or NoIndex.
func (s *State) Outside(day event.Day, unit event.UnitID) int { return indexOf(s.outside, day, unit) }

// Sweep returns the sweep of a day, or NoIndex.
func (s *State) Sweep(day event.Day, unit event.UnitID) int { return indexOf(s.sweeps, day, unit) }

func indexOf(m map[dayUnit]int, day event.Day, unit event.UnitID) int {
	if i, ok := m[dayUnit{day, unit}]; ok {
		return i
	}
	return NoIndex
}

func (s *State) sceneEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.ScenePlanned:
		c := s.scenes[b.Scene]
		if c == nil {
			c = &Scene{ID: b.Scene, Risk: NoIndex, Meeting: NoIndex}
			s.scenes[b.Scene] = c
		}
		s.planFor(c, b, i)
	case *event.RiskAssessed:
		if c := s.planned(b.Of); c != nil {
			c.Risk = i
		}
	case *event.MeetingHeld:
		if c := s.planned(b.Of); c != nil {
			c.Meeting, c.Attended, c.came = i, nil, nil
			c.met = s.crowdOf(b.People)
			for _, p := range s.entries[i].by {
				if p != nil {
					c.met.add(p.number)
				}
			}
		}
	case *event.Attended:
		if c := s.metFor(b.Of); c != nil {
			c.Attended = append(c.Attended, i)
			c.came = append(c.came, s.crowdOf(b.People))
		}
	case *event.PointingApproved:
		if c := s.planned(b.Of); c != nil {
			c.Pointing = append(c.Pointing, i)
		}
	case *event.NoticeGiven:
		if b.To == event.CrewTold {
			s.notices[dayUnit{b.Day, b.Unit}] = i
		} else {
			s.outside[dayUnit{b.Day, b.Unit}] = i
		}
	case *event.SweepDone:
		s.sweeps[dayUnit{b.Day, b.Unit}] = i
		if b.Found != event.No {
			// What a sweep found is a loose round: the next sweep does not make it go away.
			s.raise(Block{Kind: event.KindLooseFound, Index: i, Nature: event.UnknownRound, N: 1})
		}
	case *event.DayCalled:
		s.days[b.Unit] = &UnitDay{DayCalled: *b, Index: i, Closed: NoIndex}
		if at, known := slices.BinarySearch(s.unitRow, b.Unit); !known {
			s.unitRow = slices.Insert(s.unitRow, at, b.Unit)
		}
	case *event.BreakCalled:
		s.breakAll(i, b)
	case *event.DayClosed:
		if d := s.days[b.Unit]; d != nil && d.Day == b.Day && s.Stands(i) {
			d.Closed = i
		}
	}
}

// planFor makes a plan the one that counts for its scene.
func (s *State) planFor(c *Scene, b *event.ScenePlanned, i int) {
	c.Plan, c.Planned, c.stranger = b, i, false
	c.near = make([]*Person, 0, len(b.Zone)+len(b.Near))
	c.nearby = make(crowd, 0, len(s.byNumber)>>6+1)
	near := func(id event.PersonID) {
		p := s.people[id]
		c.near = append(c.near, p)
		if p == nil {
			c.stranger = true
			return
		}
		c.nearby.add(p.number)
	}
	for _, z := range b.Zone {
		near(z.Person)
	}
	for _, p := range b.Near {
		near(p)
	}
}

// planned returns the scene one of whose plans is the event id.
func (s *State) planned(id event.ID) *Scene {
	i, ok := s.Find(id)
	if !ok {
		return nil
	}
	b, ok := s.entries[i].Event.Body.(*event.ScenePlanned)
	if !ok {
		return nil
	}
	return s.scenes[b.Scene]
}

// metFor returns the scene whose newest meeting is the event id.
func (s *State) metFor(id event.ID) *Scene {
	i, ok := s.Find(id)
	if !ok {
		return nil
	}
	m, ok := s.entries[i].Event.Body.(*event.MeetingHeld)
	if !ok {
		return nil
	}
	if c := s.planned(m.Of); c != nil && c.Meeting == i {
		return c
	}
	return nil
}

// breakAll is a meal, a company move or wrap: whatever is neither sealed nor locked has a gap.
func (s *State) breakAll(i int, b *event.BreakCalled) {
	why := "break"
	for _, it := range s.itemsInOrder() {
		if !s.Secured(it) && s.inUnit(it.Handler, b.Unit) {
			s.breakItem(it, i, why, it.Handler)
			if it.Holder.Kind == WithHandler {
				it.Holder = Holder{Since: i}
			}
		}
	}
	for _, c := range s.containersInOrder() {
		if !c.Sealed && s.inUnit(c.Holder.Person, b.Unit) {
			s.breakContainer(c, i, why, c.Holder.Person)
		}
	}
}

// inUnit reports whether a person may work in a unit: unless they are on duty in another one.
func (s *State) inUnit(who event.PersonID, unit event.UnitID) bool {
	p, ok := s.people[who]
	return !ok || p.Duty.Index == NoIndex || p.Duty.Unit == unit
}

// Present reports whether somebody was at a scene's newest meeting, and the event that says so.
func (s *State) Present(c *Scene, who event.PersonID) (int, bool) {
	return s.PresentPerson(c, who, s.people[who])
}

// PresentPerson is Present for somebody who was looked up before; p may be nil.
func (s *State) PresentPerson(c *Scene, who event.PersonID, p *Person) (int, bool) {
	if p != nil {
		if c.met.has(p.number) && s.Stands(c.Meeting) {
			return c.Meeting, true
		}
		for n, i := range c.Attended {
			if c.came[n].has(p.number) && s.Stands(i) && !s.playersAlone(i) {
				return i, true
			}
		}
	}
	return s.presentByName(c, who)
}

// AllNearPresent reports whether PresentPerson says of everybody whom EachNear yields that they were
// there. It takes sixty-four people at a time, because a scene has many and mostly nobody is missing.
// False says no more than that each of them has to be asked about.
func (s *State) AllNearPresent(c *Scene) bool {
	if c.stranger {
		return false
	}
	for w, absent := range c.nearby {
		if s.Stands(c.Meeting) {
			absent &^= c.met.word(w)
		}
		for n := 0; n < len(c.Attended) && absent != 0; n++ {
			i := c.Attended[n]
			if came := absent & c.came[n].word(w); came != 0 && s.Stands(i) && !s.playersAlone(i) {
				absent &^= came
			}
		}
		if absent != 0 {
			return false
		}
	}
	return true
}

// EachNear yields the people of a scene's plan with what the log knows about them, those of the zone
// first; nil for one it does not know.
func (s *State) EachNear(c *Scene, yield func(event.PersonID, *Person)) {
	for n := range c.near {
		id := event.PersonID("")
		if n < len(c.Plan.Zone) {
			id = c.Plan.Zone[n].Person
		} else {
			id = c.Plan.Near[n-len(c.Plan.Zone)]
		}
		p := c.near[n]
		if p == nil {
			p = s.people[id] // The log may have met them since.
		}
		yield(id, p)
	}
}

// crowdOf returns those of a list whom the log knows.
func (s *State) crowdOf(people []event.PersonID) crowd {
	out := make(crowd, 0, len(s.byNumber)>>6+1)
	for _, id := range people {
		if p, ok := s.people[id]; ok {
			out.add(p.number)
		}
	}
	return out
}

// presentByName is Present for somebody the log met after they had been named.
func (s *State) presentByName(c *Scene, who event.PersonID) (int, bool) {
	if m, ok := s.meeting(c); ok && slices.Contains(m.People, who) && s.Stands(c.Meeting) {
		return c.Meeting, true
	}
	if c.Meeting != NoIndex && s.Signed(c.Meeting, who) && s.Stands(c.Meeting) {
		return c.Meeting, true
	}
	for _, i := range c.Attended {
		b, ok := s.entries[i].Event.Body.(*event.Attended)
		if ok && slices.Contains(b.People, who) && s.Stands(i) && !s.playersAlone(i) {
			return i, true
		}
	}
	return NoIndex, false
}

// playersAlone reports whether only performers signed. Who was there is for somebody else to say:
// nothing rests on a performer's signature.
func (s *State) playersAlone(i int) bool {
	e := &s.entries[i]
	for n := range e.Event.Signers {
		if !s.playsIn(e, n) {
			return false
		}
	}
	return true
}

func (s *State) meeting(c *Scene) (*event.MeetingHeld, bool) {
	e, ok := s.Entry(c.Meeting)
	if !ok {
		return nil, false
	}
	b, ok := e.Event.Body.(*event.MeetingHeld)
	return b, ok
}

// Meeting returns the body of a scene's newest meeting.
func (s *State) Meeting(c *Scene) (*event.MeetingHeld, bool) { return s.meeting(c) }

// Risk returns the body of a scene's newest risk assessment.
func (s *State) Risk(c *Scene) (*event.RiskAssessed, bool) {
	e, ok := s.Entry(c.Risk)
	if !ok {
		return nil, false
	}
	b, ok := e.Event.Body.(*event.RiskAssessed)
	return b, ok
}

// PlanID returns the identity of a scene's newest plan.
func (s *State) PlanID(c *Scene) event.ID { return s.entries[c.Planned].ID }

// Approved reports whether pointing toward a person is approved under the newest plan, and how. The
// newest approval about them counts, and when it does not stand none does.
func (s *State) Approved(c *Scene, who event.PersonID) (event.PointingHow, bool) {
	for _, i := range slices.Backward(c.Pointing) {
		b, ok := s.entries[i].Event.Body.(*event.PointingApproved)
		if ok && b.Of == s.PlanID(c) && slices.Contains(b.People, who) {
			return b.How, s.Agreed(i)
		}
	}
	return event.NoPointing, false
}
