package plain_test

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// mend does what a reason says somebody can do about it.
func (s *set) mend(r *verdict.Reason) {
	item := r.Item
	if item == "" {
		item = "R-03"
	}
	switch r.Act {
	case "examine", "read-mark":
		s.say(s.look(item))
	case "check-bore", "free-bore":
		s.say(&event.BoreChecked{Item: item, Bore: event.BoreUnobstructed, Method: event.Light})
	case "look":
		s.lookInto(item)
	case "hand-over-by-both":
		s.collect(item)
		if s.chance(50) { // As a house asks that adopted the rule of every hand-over.
			s.retest(item)
			s.lookInto(item)
		}
		s.give(item, "p1")
	case "third-count":
		s.thirdCount(r)
	case "take-back", "collect":
		s.collect(item)
	case "lock-up":
		s.lockUp(item)
	case "go-on-duty":
		s.onDuty(pick[event.PersonID](s, "h1", "h1", "h2"), event.Handler)
	case "retest-rounds":
		s.retest(item)
	case "load-with-watcher", "reload-from-tested":
		s.load(item)
		if s.chance(70) {
			s.retest(item)
		}
	case "test-tray", "reseal-test", "box-and-test", "destroy-live", "count-tray", "endorse-trays", "open-tray":
		s.mendRounds(r)
	case "receive-together":
		s.receiveTogether(r)
	case "plan-scene", "move-people", "swap-replica", "change-purpose", "second-handler", "empty-line":
		s.stage("42")
	case "hold-meeting", "call-medic", "set-shields":
		s.meet("42", s.planID("42"))
	case "attend-meeting":
		s.say(&event.Attended{Of: s.anyEntry(event.KindMeetingHeld), People: []event.PersonID{r.Person}, How: event.Badge})
	case "assess-risk", "answer-substitution":
		s.say(s.risk(s.planID("42")))
	case "assess-with-advisor", "endorse-risk":
		s.do(s.risk(s.planID("42")), s.as(event.KindRiskAssessed, "adv1", event.Advisor), s.as(event.KindRiskAssessed, s.handler(), event.Handler))
	case "approve-pointing":
		s.approve(s.planID("42"))
	case "test-fire":
		s.say(s.card(item, r.Lot))
	default:
		s.mendPeople(r)
	}
}

// thirdCount tests the rounds in an item again, with the AD or an advisor counting too.
func (s *set) thirdCount(r *verdict.Reason) {
	for _, t := range s.w.known.Trays() {
		if t.Body.Tray != r.Tray || s.chance(60) {
			continue
		}
		e, _ := s.w.known.Entry(t.Tested)
		s.do(&event.TrayCounted{Of: e.ID, Number: t.Body.Rounds}, s.as(event.KindTrayCounted, "ad1", event.AD))
		return
	}
	s.third = true
	s.retest("R-03")
	s.third = false
}

func (s *set) planID(id event.SceneID) event.ID {
	if c, ok := s.w.known.Scene(id); ok {
		return s.w.known.PlanID(c)
	}
	return keyID("no plan")
}

// mendPeople does what is about papers, blocks and the record.
func (s *set) mendPeople(r *verdict.Reason) {
	switch r.Act {
	case "check-permit":
		s.paper("med1", event.HandlerPermit, "2027-06-30", "h1", "h2")
	case "check-training":
		s.paper("med1", event.HandlerTraining, "2027-06-30", "h1", "h2")
	case "take-course":
		s.paper("cam1", event.FirearmsCourse, "", r.Person)
	case "train-performer":
		s.paper("h1", event.PerformerTraining, "", r.Person)
	case "name-advisor":
		s.say(&event.Appointed{Person: "adv1", Role: event.Advisor})
	case "appoint":
		s.say(&event.Appointed{Person: pick[event.PersonID](s, "h1", "h2", "adv1"), Role: pick(s, event.Handler, event.Advisor)})
	case "tell-police":
		s.say(&event.NoticeGiven{Day: s.today(), Unit: "main", To: pick(s, event.PoliceTold, event.PlaceClosed)})
	case "name-contact":
		s.say(&event.ContactNamed{Person: "ad1"})
	case "give-notice":
		s.say(&event.NoticeGiven{Day: event.Day(r.Detail), Unit: "main", To: pick(s, event.CrewTold, event.PoliceTold)})
	case "sweep":
		s.sweep()
	case "call-day":
		s.callDay()
	case "end-other-duty":
		s.say(&event.OtherDutyEnded{Person: r.Person})
	case "wait-sync":
		s.tick()
	case "adopt-pack":
		s.adopt()
	case "examine-anew", "act-anew", "send-missing":
		s.reconcile(r)
	default:
		s.mendBlock(r)
	}
}

func (s *set) mendBlock(r *verdict.Reason) {
	var of event.ID
	if e, ok := s.w.known.Entry(r.Index); ok {
		of = e.ID
	}
	k := event.KindRestarted
	h := s.handler()
	switch r.Act {
	case "restart":
		s.do(&event.Restarted{Of: []event.ID{of}}, s.spoil([]event.Signer{
			s.as(k, h, event.HazardOwner), s.as(k, pick[event.PersonID](s, "ad1", "w2", "p1"), event.Crew),
		})...)
	case "ask-person":
		s.lift(r)
	case "answer-concern":
		s.do(&event.ConcernAnswered{Of: of, Action: event.Explained}, s.spoil([]event.Signer{
			s.as(event.KindConcernAnswered, pick[event.PersonID](s, "x1", "adv1"), pick(s, event.Steward, event.Advisor)),
			s.as(event.KindConcernAnswered, h, event.HazardOwner),
		})...)
	case "close-incident":
		signers := []event.Signer{
			verified("ad1", event.AD), verified(pick[event.PersonID](s, "h2", "h2", "h1"), event.Handler),
		}
		if r.Item == "" && signers[1].Person == "h2" {
			signers = append(signers, verified("h1", event.Handler))
		}
		s.do(&event.IncidentClosed{Of: of}, s.spoil(signers)...)
	case "close-misfire", "name-cause":
		b := &event.MisfireClosed{
			Of: of, WaitSeconds: pick[int64](s, 60, 60, 10), Bore: event.BoreUnobstructed, Container: "QUAR", Rebriefed: event.Yes,
		}
		if s.chance(10) {
			b.Container, b.Rebriefed = s.anyBox(), pick(s, event.Yes, event.No)
		}
		s.do(b, s.spoil([]event.Signer{s.as(b.Kind(), h, event.Handler), s.as(b.Kind(), "w2", event.Watcher)})...)
	case "quarantine-test", "release-loose", "end-quarantine":
		s.letOut(r, of)
	case "search-rounds":
		if s.chance(50) {
			s.do(&event.RoundsLost{Of: of}, s.spoil([]event.Signer{verified(h, event.Handler), verified("w2", event.Crew)})...)
		} else {
			s.do(&event.RoundsFound{Of: of, Container: "QUAR"}, s.spoil([]event.Signer{verified(h, event.Handler), verified("cam1", event.Crew)})...)
		}
	}
}

// lift takes a no back: by who said it, or as the rules for somebody else's no allow.
func (s *set) lift(r *verdict.Reason) {
	e, ok := s.w.known.Entry(r.Index)
	if !ok {
		return
	}
	signers := []event.Signer{verified(r.Person, event.Crew)}
	if s.chance(40) {
		signers = []event.Signer{verified(pick[event.PersonID](s, "h1", "h2"), event.Handler)}
		if s.chance(70) {
			signers = append(signers, verified(pick[event.PersonID](s, "w2", "cam1", "p1"), event.Crew))
		}
	}
	s.do(&event.WithheldLifted{Of: e.ID}, signers...)
}

// letOut releases a quarantine or a loose round, or puts a box into quarantine first.
func (s *set) letOut(r *verdict.Reason, of event.ID) {
	if r.Key != "quarantine.open" && r.Key != "rounds.loose" {
		if r.Container != "" {
			s.say(&event.Quarantined{Containers: []event.ContainerID{r.Container}})
		}
		return
	}
	if r.Key == "rounds.loose" && s.chance(60) {
		s.say(&event.Quarantined{Containers: []event.ContainerID{"QUAR"}})
	}
	b := &event.Released{Of: []event.ID{of}, As: pick(s, event.AsTested, event.AsTested, event.AsDestroyed, event.AsRepaired)}
	s.do(b, s.spoil([]event.Signer{verified(s.handler(), event.Handler), verified("w2", event.Watcher)})...)
}

// mendRounds does what is about a tray or a container.
func (s *set) mendRounds(r *verdict.Reason) {
	of := event.ID{}
	for _, t := range s.w.known.Trays() {
		if t.Body.Tray == r.Tray {
			e, _ := s.w.known.Entry(t.Tested)
			of = e.ID
		}
	}
	switch {
	case r.Act == "count-tray" && !of.IsZero():
		s.do(&event.TrayCounted{Of: of, Number: s.secrets[of].number}, s.as(event.KindTrayCounted, "w1", event.Watcher))
	case r.Act == "open-tray" && !of.IsZero():
		s.openTray(of, s.handler())
	case r.Act == "endorse-trays" && !of.IsZero():
		s.do(&event.TraysEndorsed{Trays: []event.ID{of}},
			verified(s.handler(), event.Handler), verified(pick[event.PersonID](s, "w1", "w2"), event.Watcher))
	case r.Container == "" || r.Container == "BOX-1" || r.Key == "load.untested":
		s.tested("BOX-1", "D-014")
	case s.chance(50):
		s.unseal(r.Container)
		s.seal(r.Container)
	case s.chance(50):
		s.say(&event.Quarantined{Containers: []event.ContainerID{r.Container}})
	default:
		lot, n := s.lotIn(r.Container)
		s.do(&event.RoundsDestroyed{Container: r.Container, Lot: lot, Count: max(1, n)},
			verified(s.handler(), event.Handler), verified("w2", event.Watcher))
	}
}

func (s *set) receiveTogether(r *verdict.Reason) {
	if r.Container == "" {
		class, serial := event.LiveCapable, "4471"
		if r.Item == "G-11" {
			class, serial = event.Solid, ""
		}
		if r.Item != "" {
			s.say(&event.ItemReceived{Items: []event.ReceivedItem{received(r.Item, class, serial, "LA-1")}})
		}
		return
	}
	l := lotOf(r.Lot, event.Dummy, r.Container)
	if have, ok := s.w.known.Lot(r.Lot); ok {
		l = have.ReceivedLot
		l.Container, l.Seal = r.Container, "IN-"+string(r.Container)
	}
	s.takeIn(l)
}

func (s *set) adopt() {
	var packs []event.PackRef
	for _, p := range s.w.packs {
		if s.chance(60) {
			packs = append(packs, event.PackRef{Pack: p.ID, Digest: p.Digest})
		}
	}
	if s.chance(4) {
		packs = append(packs, event.PackRef{Pack: s.w.packs[0].ID, Digest: keyID("another edition")})
	}
	s.say(&event.PacksAdopted{Packs: packs})
}

// reconcile names every head of a thing, or forgets one.
func (s *set) reconcile(r *verdict.Reason) {
	var o event.Object
	for _, x := range []event.Object{
		event.ItemID(r.Detail).Object(), event.ContainerID(r.Detail).Object(), event.TrayID(r.Detail).Object(),
	} {
		if r.Detail != "" && (s.w.known.Forked(x) >= 0 || s.w.known.Missing(x) >= 0) {
			o = x
		}
	}
	if e, ok := s.w.known.Entry(r.Index); ok && o.ID == "" && r.Key == "rounds.waits" {
		o = e.Event.Links[s.rand.IntN(len(e.Event.Links))].Object // Its life is the one, or one of others.
	}
	if o.ID == "" {
		return
	}
	b := &event.Reconciled{Object: o, Heads: slices.Clone(s.w.known.Heads(o))}
	if i := s.w.known.Missing(o); i >= 0 {
		e, _ := s.w.known.Entry(i)
		b.Heads = append(b.Heads, e.ID)
	}
	if len(b.Heads) > 1 && s.chance(15) {
		b.Heads = b.Heads[1:]
	}
	id, ok := s.do(b, s.spoil([]event.Signer{verified("h1", event.Handler), verified(pick[event.PersonID](s, "h2", "adv1"), pick(s, event.Handler, event.Advisor))})...)
	if ok {
		s.heads[o] = id
	}
}
