package plain_test

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// wild says something of a kind that may or may not make sense now.
func (s *set) wild(k event.Kind) {
	switch k { // The general answer is at the end: every kind stands in one of the four lists.
	case event.KindProductionOpened:
		// A log has one, and it is the first.
	case event.KindDutyOpened:
		s.onDuty(pick[event.PersonID](s, "h1", "h2", "w1", "w2", "ad1", "p1"), pick(s, event.Handler, event.Handler, event.Watcher, event.AD))
	case event.KindDutyClosed:
		s.offDuty(pick[event.PersonID](s, "h1", "h2", "w2", "ad1"))
	case event.KindTrayTested:
		s.wildTray()
	case event.KindItemLooked:
		s.lookInto(s.anyItem())
	case event.KindTrayOpened:
		s.openTray(s.anyEntry(event.KindTrayTested), s.handler())
	case event.KindStopCalled:
		b := &event.StopCalled{Unit: pick[event.UnitID](s, "main", "second")}
		if s.chance(30) {
			s.do(b, event.Signer{Person: state.HubPerson, Role: event.Operator, How: event.Session})
			return
		}
		s.say(b)
	default:
		body := s.wildPeople(k)
		if body == nil {
			body = s.wildRounds(k)
		}
		if body == nil {
			body = s.wildItem(k)
		}
		if body == nil {
			body = s.wildScene(k)
		}
		if body == nil {
			body = s.wildBlock(k)
		}
		if body == nil {
			s.t.Fatalf("the generator cannot say %s", k)
		}
		s.say(body)
	}
}

func (s *set) anybody() event.PersonID { return pick(s, everybody()...) }

func (s *set) wildPeople(k event.Kind) event.Body {
	who := s.anybody()
	role := pick(s, event.Handler, event.Watcher, event.Advisor, event.Performer, event.AD, event.Medic)
	switch k { // Other kinds are said elsewhere.
	case event.KindPacksAdopted:
		p := s.w.packs[s.rand.IntN(len(s.w.packs))]
		ref := event.PackRef{Pack: p.ID, Digest: p.Digest}
		if s.chance(30) {
			ref.Digest = keyID("another edition")
		}
		return &event.PacksAdopted{Packs: []event.PackRef{ref}}
	case event.KindPackDropped:
		p := s.w.packs[s.rand.IntN(len(s.w.packs))]
		return &event.PackDropped{Pack: p.ID, Digest: p.Digest}
	case event.KindDropAgreed:
		return &event.DropAgreed{Of: s.anyEntry(event.KindPackDropped)}
	case event.KindContactNamed:
		return &event.ContactNamed{Person: who}
	case event.KindDayCalled:
		return &event.DayCalled{Day: s.today(), Unit: pick[event.UnitID](s, "main", "main", "second"), Region: s.region, Place: "stage-4"}
	case event.KindBreakCalled:
		return &event.BreakCalled{Unit: pick[event.UnitID](s, "main", "second"), What: pick(s, event.Meal, event.CompanyMove, event.Wrap)}
	case event.KindDayClosed:
		return &event.DayClosed{Day: s.today(), Unit: "main"}
	case event.KindCrewListed:
		return &event.CrewListed{People: []event.ListedPerson{{Person: pick[event.PersonID](s, who, "new1"), Department: event.Camera, Proposed: event.Crew}}}
	case event.KindCrewEnrolled:
		key := keyOf(pick(s, string(who), "new1"))
		return &event.CrewEnrolled{Person: pick[event.PersonID](s, who, "new1"), Department: event.Grip, Key: key, Vouchers: []event.PersonID{s.anybody()}}
	case event.KindKeyAdded:
		return &event.KeyAdded{Person: who, Key: keyOf(fmt.Sprintf("more %s %d", who, s.rand.IntN(3)))}
	case event.KindKeyRevoked:
		key := keyOf(string(who))
		if s.chance(50) {
			key = keyOf(fmt.Sprintf("device %s 1", who))
		}
		since := s.w.known.Size() - s.rand.Int64N(20)
		return &event.KeyRevoked{Person: who, Key: key, Since: max(0, since)}
	case event.KindAppointed:
		return &event.Appointed{Person: who, Role: role}
	case event.KindCredential:
		what := pick(s, event.HandlerPermit, event.HandlerTraining, event.WatcherTraining, event.FirearmsCourse, event.MedicLicence, event.PerformerTraining)
		return &event.Credential{What: what, People: []event.PersonID{who}, Expires: s.until()}
	case event.KindDutyContinued:
		if p := s.phones[who]; p != nil {
			return &event.DutyContinued{Person: who, Device: p.key}
		}
		return &event.DutyContinued{Person: who, Device: keyOf("nobody's")}
	case event.KindOtherDuty:
		return &event.OtherDuty{Person: pick[event.PersonID](s, "h1", "h2")}
	case event.KindOtherDutyEnded:
		return &event.OtherDutyEnded{Person: pick[event.PersonID](s, "h1", "h2")}
	case event.KindRelieved:
		b := &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{s.anyItem()}}
		if s.chance(50) {
			b.From, b.To = "h2", "h1"
		}
		if s.chance(50) {
			b.Containers = []event.ContainerID{s.anyBox()}
		}
		return b
	case event.KindDeparted:
		return &event.Departed{Person: who, Day: s.today()}
	default:
		return nil
	}
}

func (s *set) wildTray() {
	b := &event.TrayTested{Lot: s.anyLot(), Rounds: 1 + s.rand.Int64N(10)}
	if s.chance(50) {
		b.Item = s.anyItem()
	} else {
		b.From, b.To = s.anyBox(), s.anyBox()
		b.Lot, _ = s.lotIn(b.From)
	}
	s.tray(b, pick[event.PersonID](s, "w1", "w2", "p1", "s1"))
}

func (s *set) wildRounds(k event.Kind) event.Body {
	box := s.anyBox()
	lot, n := s.lotIn(box)
	switch k { // Other kinds are said elsewhere.
	case event.KindContainerRegistered:
		s.nonce++
		return &event.ContainerRegistered{
			Container: event.ContainerID(fmt.Sprintf("C-%d", s.nonce%7)), What: pick(s, event.Box, event.Belt, event.Bag, event.Locker, event.Cart, event.Quarantine, event.Intake),
		}
	case event.KindContainerSealed:
		s.seals[box] = fmt.Sprintf("S-%d", s.nonce)
		return &event.ContainerSealed{Container: box, Seal: s.seals[box]}
	case event.KindContainerOpened:
		return &event.ContainerOpened{Container: box, Seal: pick(s, "WRONG", s.seals[box], s.seals[box])}
	case event.KindContainerMoved:
		return &event.ContainerMoved{Container: box, Place: "ranch"}
	case event.KindRoundsReceived:
		l := lotOf(s.anyLot(), pick(s, event.Dummy, event.Blank, event.SnapCap, event.EmptyCase, event.LiveRound, event.UnknownRound), box)
		if s.chance(20) {
			l.Construction = pick(s, event.SolidRound, event.HoleEmpty, event.RattleSpent)
		}
		l.Count = 1 + s.rand.Int64N(20)
		s.seals[box] = l.Seal
		return &event.RoundsReceived{Lots: []event.ReceivedLot{l}}
	case event.KindTrayCounted:
		return &event.TrayCounted{Of: s.anyEntry(event.KindTrayTested), Number: s.rand.Int64N(11)}
	case event.KindTraysEndorsed:
		return &event.TraysEndorsed{Trays: []event.ID{s.anyEntry(event.KindTrayTested)}}
	case event.KindRoundsMoved:
		return &event.RoundsMoved{Lot: lot, From: box, To: s.anyBox(), Count: 1 + s.rand.Int64N(max(1, n)+1)}
	case event.KindLooseFound:
		return &event.LooseFound{Nature: pick(s, event.UnknownRound, event.LiveRound, event.Dummy), Count: 1, Near: s.things()}
	case event.KindRoundsCounted:
		if s.chance(60) {
			if c, ok := s.w.known.Container(box); ok {
				n = c.Count(lot)
			}
		}
		return &event.RoundsCounted{Container: box, Lot: lot, Number: max(0, n-s.rand.Int64N(2))}
	case event.KindRoundsLost:
		return &event.RoundsLost{Of: s.blockID(event.KindRoundsCounted)}
	case event.KindRoundsFound:
		return &event.RoundsFound{Of: s.blockID(event.KindRoundsCounted), Container: pick(s, "QUAR", box)}
	case event.KindRoundsDestroyed:
		return &event.RoundsDestroyed{Container: box, Lot: lot, Count: max(1, n)}
	default:
		return nil
	}
}

// things are an item, a container, both or neither.
func (s *set) things() []event.Object {
	var out []event.Object
	if s.chance(60) {
		out = append(out, s.anyItem().Object())
	}
	if s.chance(50) {
		out = append(out, s.anyBox().Object())
	}
	return out
}

func (s *set) wildItem(k event.Kind) event.Body {
	id := s.anyItem()
	switch k { // Other kinds are said elsewhere.
	case event.KindUnattended:
		return &event.Unattended{Objects: s.things()}
	case event.KindItemReceived:
		return &event.ItemReceived{Items: []event.ReceivedItem{received(
			id, pick(s, event.LiveCapable, event.Solid, event.BlankOnly, event.UnknownClass), pick(s, "", "4471", "9999"), pick(s, "", "LA-1"))}}
	case event.KindItemExamined:
		return s.look(id)
	case event.KindBoreChecked:
		return &event.BoreChecked{Item: id, Bore: pick(s, event.BoreUnobstructed, event.BoreObstructed, event.BoreNotSeen), Method: event.Rod}
	case event.KindTestFired:
		return s.card(id, s.anyLot())
	case event.KindLoaded:
		box := s.anyBox()
		lot, _ := s.lotIn(box)
		return &event.Loaded{Item: id, Container: box, Lot: lot, Positions: []int64{1 + s.rand.Int64N(7)}}
	case event.KindUnloaded:
		return &event.Unloaded{Item: id, Container: s.anyBox(), Unfired: s.rand.Int64N(7), Spent: s.rand.Int64N(2)}
	case event.KindShown:
		return &event.Shown{Item: id, To: "p1"}
	case event.KindHandedOver:
		return &event.HandedOver{
			Item: id, To: pick[event.PersonID](s, "p1", "p2", "cam1"), Scene: "42", Purpose: event.Rehearsal,
			Trays: []event.ID{s.anyEntry(event.KindTrayTested)},
		}
	case event.KindCollected:
		return &event.Collected{Item: id, From: pick[event.PersonID](s, "p1", "p2")}
	case event.KindReset:
		return &event.Reset{Items: []event.ItemID{id}}
	case event.KindLockedUp:
		return &event.LockedUp{Items: []event.ItemID{id}, Container: pick(s, "SAFE-1", "SAFE-1", s.anyBox())}
	case event.KindItemReturned:
		return &event.ItemReturned{Items: []event.ItemID{id}}
	case event.KindDischarged:
		return &event.Discharged{Item: id, Planned: pick(s, event.Yes, event.Yes, event.No), Shots: 1 + s.rand.Int64N(2)}
	case event.KindMisfired:
		return &event.Misfired{Item: id}
	case event.KindQuarantined:
		b := &event.Quarantined{Containers: []event.ContainerID{s.anyBox()}}
		if s.chance(40) {
			b = &event.Quarantined{Items: []event.ItemID{id}}
		}
		return b
	default:
		return nil
	}
}

func (s *set) wildScene(k event.Kind) event.Body {
	scene := pick[event.SceneID](s, "42", "42", "43")
	switch k { // Other kinds are said elsewhere.
	case event.KindScenePlanned:
		return s.plan(scene)
	case event.KindRiskAssessed:
		return s.risk(s.anyEntry(event.KindScenePlanned))
	case event.KindMeetingHeld:
		return &event.MeetingHeld{
			Of: s.anyEntry(event.KindScenePlanned), Day: s.today(), Place: "stage-4", Topics: event.Topics(), Walked: event.Yes,
			Protected: event.Yes, People: []event.PersonID{"p1", "cam1"}, Medic: "med1",
		}
	case event.KindAttended:
		return &event.Attended{Of: s.anyEntry(event.KindMeetingHeld), People: []event.PersonID{s.anybody()}, How: event.Badge}
	case event.KindPointingApproved:
		return &event.PointingApproved{
			Of: s.anyEntry(event.KindScenePlanned), People: []event.PersonID{"cam1"}, How: pick(s, event.OffAxis, event.Shield, event.Distance),
		}
	case event.KindNoticeGiven:
		return &event.NoticeGiven{Day: s.today(), Unit: "main", To: pick(s, event.CrewTold, event.PoliceTold, event.PlaceClosed)}
	case event.KindSweepDone:
		return &event.SweepDone{
			Day: s.today(), Unit: "main", Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
			Found: pick(s, event.No, event.No, event.Yes),
		}
	default:
		return nil
	}
}

func (s *set) wildBlock(k event.Kind) event.Body {
	id := s.anyItem()
	switch k { // Other kinds are said elsewhere.
	case event.KindConcernRaised:
		return &event.ConcernRaised{
			Scene: pick[event.SceneID](s, "", "42", "43"), Item: pick(s, "", id), Subject: pick[event.PersonID](s, "", "h1", "x1"),
		}
	case event.KindConcernAnswered:
		return &event.ConcernAnswered{Of: s.blockID(event.KindConcernRaised), Action: event.Explained}
	case event.KindStopReceived:
		return &event.StopReceived{Of: s.blockID(event.KindStopCalled)}
	case event.KindRestarted:
		return &event.Restarted{Of: []event.ID{s.blockID(event.KindStopCalled)}}
	case event.KindWithheld:
		return &event.Withheld{
			Item: pick(s, id, id, ""), Scene: pick[event.SceneID](s, "", "42", "43"), SaidFor: pick[event.PersonID](s, "", "", "p1", "h1"),
		}
	case event.KindWithheldLifted:
		return &event.WithheldLifted{Of: s.blockID(event.KindWithheld)}
	case event.KindIncidentDeclared:
		return &event.IncidentDeclared{Item: pick(s, "", id)}
	case event.KindIncidentSecured:
		return &event.IncidentSecured{Of: s.anyEntry(), Objects: []event.Object{id.Object()}}
	case event.KindIncidentClosed:
		return &event.IncidentClosed{Of: s.blockID(event.KindDischarged, event.KindIncidentDeclared)}
	case event.KindMisfireClosed:
		return &event.MisfireClosed{
			Of: s.blockID(event.KindMisfired), WaitSeconds: 60, Bore: pick(s, event.BoreUnobstructed, event.BoreObstructed), Container: "QUAR",
			Rebriefed: event.Yes,
		}
	case event.KindReleased:
		return &event.Released{Of: []event.ID{s.blockID(event.KindQuarantined, event.KindLooseFound)}, As: event.AsTested}
	case event.KindHoldAccepted:
		return s.acceptance()
	case event.KindAcceptanceRefused:
		return &event.AcceptanceRefused{Of: s.anyEntry(event.KindHoldAccepted)}
	case event.KindCorrected:
		return s.correction()
	case event.KindCountersigned:
		return &event.Countersigned{Of: s.anyEntry()}
	case event.KindReconciled:
		o := pick(s, id.Object(), s.anyBox().Object())
		return &event.Reconciled{Object: o, Heads: append([]event.ID{s.heads[o]}, s.w.known.Heads(o)...)}
	default:
		return nil
	}
}

// correction takes back a field of something that was said: often of what was said last.
func (s *set) correction() event.Body {
	size := int(s.w.known.Size())
	e, ok := s.w.known.Entry(max(0, size-1-s.rand.IntN(min(size, 1+s.rand.IntN(size)))))
	if !ok {
		return &event.Corrected{Of: keyID("nothing"), Fields: []string{"item"}}
	}
	fields := event.Describe(e.Event.Kind)
	name := "item"
	if len(fields) > 0 {
		name = fields[s.rand.IntN(len(fields))].Name
	}
	return &event.Corrected{Of: e.ID, Fields: []string{name}}
}

// acceptance names a reason that keeps scene 42 from starting.
func (s *set) acceptance() event.Body {
	b := &event.HoldAccepted{Unit: "main", Day: s.today(), Reason: "meeting.none", Scene: "42"}
	if d, ok := s.w.known.Day("main"); ok {
		b.Day = d.Day
	}
	v := s.target()
	may := slices.DeleteFunc(slices.Clone(v.Reasons), func(r verdict.Reason) bool { return !r.Acceptable() })
	if len(may) == 0 || s.chance(10) {
		may = v.Reasons
	}
	if len(may) > 0 {
		r := may[s.rand.IntN(len(may))]
		b.Reason, b.Item, b.Person, b.Detail = r.Key, r.Item, r.Person, r.Detail
	}
	return b
}
