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
		*event.Shown, *event.ItemLooked:
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
		*event.Released, *event.LooseFound, *event.RoundsLost, *event.RoundsFound, *event.PackDropped,
		*event.DropAgreed:
		s.blockEffect(i, b)
	case *event.HoldAccepted, *event.AcceptanceRefused:
		s.acceptEffect(i, b)
	case *event.Corrected:
		s.correct(i, b)
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
			s.adopt(i, b.Packs)
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
		if s.appointedByOther(i, b.Person) {
			s.give(s.person(b.Person), b.Role, i)
		}
	case *event.Credential:
		for _, who := range b.People {
			p := s.person(who)
			p.Credentials = append(p.Credentials, Paper{b.What, b.Expires, i, over(b.Expires)})
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
		// Nobody sends somebody else away alone.
		if len(s.entries[i].Faces) > 0 || !s.Signed(i, b.Person) && !s.twoSigned(i) {
			return
		}
		p := s.person(b.Person)
		p.Departed = i
		s.breakCustody(b.Person, s.gapAt(i, "duty", b.Person))
	}
}

// adopt adds packs to those that bind. Another edition of an adopted pack stands beside the old one:
// sets only grow. One that was dropped binds again.
func (s *State) adopt(i int, packs []event.PackRef) {
	for _, p := range packs {
		at := slices.Index(s.production.packs, p)
		if at < 0 {
			s.production.packs, s.production.since = append(s.production.packs, p), append(s.production.since, i)
			continue
		}
		s.production.since[at] = i
	}
}
