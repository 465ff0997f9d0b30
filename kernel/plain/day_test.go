package plain_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

// begin is everything up to the first hand-over of a day: a production, its people and their papers,
// what is received and tested, the plan of scene 42 and the meeting about it. Half of all sets begin
// without a mistake.
func (s *set) begin() {
	s.clean = s.chance(68)
	s.third = s.chance(25)
	s.open()
	s.later(1)
	s.crewAndPapers()
	s.later(1)
	s.duties()
	s.receive()
	s.later(60)
	if s.chance(85) {
		s.say(&event.TestFired{Item: "R-03", Lot: "B-02", DistanceMM: 4000})
	}
	s.tested("BOX-1", "D-014")
	s.callDay()
	s.stage("42")
	s.load("R-03")
	s.retest("R-03")
	s.lookInto("R-03")
	s.clean, s.third = false, false
}

func (s *set) open() {
	s.region = pick[event.Region](s, "US-CA", "US-CA", "US-CA", "US-CA", "US-CA", "US-NM", "GB-ENG", "CA-ON", "AU-QLD")
	s.demo = s.chance(5)
	var packs []event.PackRef
	for _, p := range s.w.packs {
		if p.Governs(s.region) && s.chance(s.adopts(p)) {
			packs = append(packs, event.PackRef{Pack: p.ID, Digest: p.Digest})
		}
	}
	if len(packs) == 0 || !s.clean && s.chance(5) {
		packs = append(packs, event.PackRef{Pack: "house-of-old", Digest: keyID("an edition nobody has")})
	}
	if s.seed%16 == 5 {
		packs = s.adoptEnded(packs)
	}
	demo, tax := event.No, pick(s, event.No, event.No, event.Yes)
	if s.demo {
		demo = event.Yes
	}
	s.do(&event.ProductionOpened{
		Region: s.region, RP: rp, Origins: []string{origin}, LogOrigin: "log.example", LogKey: "k", ClockKey: "c",
		Hub: keyOf("hub"), Demo: demo, TaxCredit: tax, Packs: packs,
		Founders: []event.FounderEntry{
			{Person: "ad1", Department: event.Directing, Role: event.AD, Key: keyOf("ad1")},
			{Person: "x1", Department: event.Sound, Role: event.Steward, Key: keyOf("x1")},
		},
	}, verified("ad1", event.Founder), verified("x1", event.Founder))
}

// adoptEnded opens the production with an edition of the oldest bulletin that ended before the first day. The
// present edition is there to be adopted later on.
func (s *set) adoptEnded(packs []event.PackRef) []event.PackRef {
	f, known := rules.Find("lmsc-bulletin-1")
	if !known {
		s.t.Fatal("no bulletin 1 among the shipped packs")
	}
	ended := s.w.read(s.t, []byte(strings.NewReplacer(
		`"edition": "2026-11-23"`, `"edition": "2025-01-01"`,
		`"in_force": {"from": "2003-04-16"}`, `"in_force": {"from": "2003-04-16", "until": "2026-11-01"}`,
	).Replace(string(f.Bytes))))
	packs = slices.DeleteFunc(packs, func(ref event.PackRef) bool { return ref.Pack == ended.ID })
	return append(packs, event.PackRef{Pack: ended.ID, Digest: ended.Digest})
}

// adopts is how often of a hundred times a production adopts a pack that it may: the law of the place
// and the oldest bulletin mostly.
func (s *set) adopts(p *verdict.Pack) int {
	switch {
	case s.clean && p.Jurisdiction[0] != verdict.Anywhere:
		return 100
	case p.Jurisdiction[0] != verdict.Anywhere || p.ID == "lmsc-bulletin-1":
		return 88
	}
	return 12
}

func (s *set) crewAndPapers() {
	for _, c := range crew {
		s.enrol(c.who, c.department, c.vouchers...)
	}
	for _, c := range crew {
		if c.role != event.Crew && (c.role != event.Advisor || s.chance(85)) {
			s.say(&event.Appointed{Person: c.who, Role: c.role})
		}
	}
	people := everybody()
	s.paper("med1", event.HandlerPermit, s.until(), "h1", "h2")
	s.paper("med1", event.HandlerTraining, s.until(), "h1", "h2")
	s.paper("cam1", event.WatcherTraining, "", "w1", "w2", "w3", "s1")
	s.paper("med1", event.FirearmsCourse, "", people...)
	s.paper("ad1", event.MedicLicence, s.until(), "med1")
	s.paper("h1", event.PerformerTraining, "", "p1", "p2")
	s.say(&event.ContactNamed{Person: "ad1"})
}

func (s *set) paper(by event.PersonID, what event.CredentialKind, until event.Day, people ...event.PersonID) {
	if !s.clean && s.chance(4) {
		by = people[0]
	}
	s.do(&event.Credential{What: what, People: people, Expires: until}, verified(by, event.Crew))
}

// until is the last day of a paper: mostly far away.
func (s *set) until() event.Day {
	if s.clean || s.chance(93) {
		return "2027-06-30"
	}
	return pick[event.Day](s, "", "2026-11-01", "2026-11-20")
}

func (s *set) duties() {
	s.onDuty("ad1", event.AD)
	s.onDuty("h1", event.Handler)
	s.onDuty("w1", event.Watcher)
	s.onDuty("w2", event.Watcher)
	if s.chance(40) {
		s.onDuty("h2", event.Handler)
	}
	if s.chance(30) {
		s.onDuty("p1", event.Performer)
	}
}

func received(id event.ItemID, class event.Class, serial, like string) event.ReceivedItem {
	r := event.ReceivedItem{
		Item: id, Class: class, Mechanism: event.Revolver, Chambers: 6, Serial4: serial, LookAlike: like,
		Lender: "L1", Unloaded: event.Yes,
	}
	switch {
	case class == event.Solid:
		r.Mechanism, r.Chambers = event.Inert, 0
	case id == "M-05":
		r.Mechanism, r.Chambers, r.Magazine = event.Magazine, 1, 5
	}
	return r
}

func lotOf(id event.LotID, n event.Nature, box event.ContainerID) event.ReceivedLot {
	r := event.ReceivedLot{
		Lot: id, Nature: n, Construction: event.OtherConstruction, Load: event.NoBlank, Count: 50, Container: box,
		Seal: "IN-" + string(box), Lender: "L1",
	}
	switch n { // The others are of no construction that is tested.
	case event.Dummy:
		r.Construction = event.RattleHole
	case event.Blank:
		r.Load = event.Half
	default:
	}
	return r
}

func (s *set) receive() {
	items := []event.ReceivedItem{received("R-03", event.LiveCapable, "4471", "LA-1")}
	if s.chance(60) {
		items = append(items, received("G-11", event.Solid, "", "LA-1"))
	}
	if s.chance(25) {
		items = append(items, received("R-04", event.BlankOnly, "1234", ""), received("M-05", event.LiveCapable, "7007", ""))
	}
	s.say(&event.ItemReceived{Items: items})
	for _, it := range items[1:] {
		if it.Class != event.Solid {
			s.say(s.look(it.Item))
		}
	}
	s.say(&event.ContainerRegistered{Container: "SAFE-1", What: event.Locker})
	s.say(&event.ContainerRegistered{Container: "QUAR", What: event.Quarantine})
	s.takeIn(lotOf("D-014", event.Dummy, "BOX-1"))
	s.takeIn(lotOf("B-02", event.Blank, "BOX-3"))
}

func (s *set) takeIn(lots ...event.ReceivedLot) {
	if _, ok := s.say(&event.RoundsReceived{Lots: lots}); ok {
		for _, l := range lots {
			s.seals[l.Container] = l.Seal
		}
	}
}

// today is the day the clock shows.
func (s *set) today() event.Day {
	return event.Day(time.Unix(s.now, 0).UTC().Format(time.DateOnly))
}

func (s *set) callDay() {
	s.day = s.today()
	region, place := s.region, event.PlaceID("stage-4")
	if !s.clean && s.chance(5) {
		region, place = pick[event.Region](s, "US-NM", "GB-ENG", "US-CA"), "ranch"
	}
	notice := &event.NoticeGiven{Day: s.day, Unit: "main", To: event.CrewTold}
	late := !s.clean && s.chance(10)
	if !late {
		s.say(notice)
	}
	s.say(&event.DayCalled{Day: s.day, Unit: "main", Region: region, Place: place})
	if late {
		s.say(notice)
	}
	s.sweep()
}

func (s *set) sweep() {
	b := &event.SweepDone{
		Day: s.today(), Unit: "main", Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	}
	if !s.clean && s.chance(6) {
		b.Found = event.Yes
	}
	if !s.clean && s.chance(6) {
		b.Areas = b.Areas[:1]
	}
	s.say(b)
}

// evening is what people do for a scene of the day to come.
func (s *set) evening() {
	p := s.plan("43")
	p.Day = event.Day(time.Unix(s.now, 0).UTC().AddDate(0, 0, 1).Format(time.DateOnly))
	plan, ok := s.say(p)
	if !ok {
		return
	}
	s.say(s.risk(plan))
	s.approve(plan)
	s.say(&event.NoticeGiven{Day: p.Day, Unit: "main", To: event.CrewTold})
}

// stage plans a scene and does everything that is made for it.
func (s *set) stage(id event.SceneID) {
	plan, ok := s.say(s.plan(id))
	if !ok {
		return
	}
	if s.chance(30) {
		s.do(s.risk(plan), s.as(event.KindRiskAssessed, "adv1", event.Advisor), s.as(event.KindRiskAssessed, s.handler(), event.Handler))
	} else {
		s.say(s.risk(plan))
	}
	s.approve(plan)
	s.meet(id, plan)
}

func (s *set) plan(id event.SceneID) *event.ScenePlanned {
	p := &event.ScenePlanned{
		Scene: id, Pages: keyID(fmt.Sprintf("pages %d", s.nonce)), Day: s.today(), Region: s.region, Place: "stage-4",
		Purpose: event.Rehearsal, Items: []event.PlannedItem{{Item: "R-03", Class: event.LiveCapable}},
		Load: event.NoBlank, Zone: []event.Standing{{Person: "cam1", DistanceMM: 3000}}, Near: []event.PersonID{"ad1"},
		Capacity: pick[int64](s, 1, 2), Medic: event.No, Protected: event.No,
	}
	if s.chance(30) {
		p.Purpose, p.Load, p.Medic, p.Protected = event.OnCamera, event.Half, event.Yes, event.Yes
		p.Zone[0].DistanceMM = 7000
	}
	p.Zone[0].Where = pick(s, event.NoWhere, event.Ahead, event.AheadLeft, event.RightSide, event.Behind)
	if s.chance(30) {
		s.draw(p)
	}
	if d, ok := s.w.known.Day("main"); ok && s.chance(90) {
		p.Day, p.Region, p.Place = d.Day, d.Region, d.Place
	}
	if s.clean || !s.chance(25) {
		return p
	}
	switch s.rand.IntN(8) {
	case 0:
		p.Day = "2026-11-22"
	case 1:
		p.Place = "ranch"
	case 2:
		p.Purpose = pick(s, event.Training, event.Development, event.OtherPurpose)
	case 3:
		p.Items[0].Class = pick(s, event.Solid, event.BlankOnly)
	case 4:
		p.Items = append(p.Items, event.PlannedItem{Item: pick[event.ItemID](s, "G-11", "R-04", "NONE"), Class: event.Solid})
	case 5:
		p.Items = []event.PlannedItem{{Item: "G-11", Class: event.Solid}}
	case 6:
		p.Zone = append(p.Zone, event.Standing{Person: pick(s, everybody()...), DistanceMM: 1000})
	case 7:
		p.Capacity = 1
	}
	return p
}

// draw places what a plan names in millimetres: mostly the camera far off the aim.
func (s *set) draw(p *event.ScenePlanned) {
	at := func() (x, y int64) { return s.rand.Int64N(12_000), s.rand.Int64N(12_000) }
	for _, it := range p.Items {
		p.Muzzles = append(p.Muzzles, event.Muzzle{
			Item: it.Item, XMM: 6000, YMM: 1000, AimCdeg: pick[int64](s, 9000, 9000, s.rand.Int64N(event.TurnCdeg)),
			SwingCdeg: pick[int64](s, 0, 500, 9000, 18000),
		})
	}
	x, y := at()
	p.Cameras = append(p.Cameras, event.CameraMark{Person: pick[event.PersonID](s, "cam1", ""), XMM: x, YMM: y})
	for _, who := range []event.PersonID{"p1", "ad1", "cam1"} {
		if s.chance(50) {
			x, y := at()
			p.Placed = append(p.Placed, event.Placed{Person: who, XMM: x, YMM: y})
		}
	}
	if s.chance(40) {
		x, y := at()
		p.Stops = append(p.Stops, event.Stop{
			What: pick(s, event.ShieldStop, event.BackstopStop), FromXMM: x, FromYMM: y, ToXMM: min(x+2000, 12_000), ToYMM: y,
		})
	}
}

// card is a test-fire's, with or without what was measured beside the distance.
func (s *set) card(id event.ItemID, lot event.LotID) *event.TestFired {
	b := &event.TestFired{Item: id, Lot: lot, DistanceMM: 1000 + s.rand.Int64N(8000)}
	if s.chance(50) {
		b.ConeHalfCdeg, b.VentMM, b.VentHalfCdeg = s.rand.Int64N(4500), s.rand.Int64N(3000), s.rand.Int64N(9000)
		b.Ejection, b.EjectionMM = pick(s, event.NoEjection, event.EjectsNot, event.EjectsLeft, event.EjectsRight, event.EjectsBoth), s.rand.Int64N(5000)
	}
	return b
}

func (s *set) risk(plan event.ID) *event.RiskAssessed {
	b := &event.RiskAssessed{
		Of: plan, Uncontrolled: 20, Controlled: 6, Controls: 3, Groups: []event.Department{event.Camera}, WhyReal: event.Yes,
	}
	if !s.clean && s.chance(12) {
		b.Controls, b.WhyReal = s.rand.Int64N(2), event.No
	}
	return b
}

func (s *set) approve(plan event.ID) {
	who := []event.PersonID{"cam1"}
	if !s.clean && s.chance(10) {
		who = append(who, "p1")
	}
	s.say(&event.PointingApproved{Of: plan, People: who, How: pick(s, event.OffAxis, event.Shield, event.Distance)})
}

func (s *set) meet(id event.SceneID, plan event.ID) {
	place := event.PlaceID("stage-4")
	if c, ok := s.w.known.Scene(id); ok {
		place = c.Plan.Place
	}
	b := &event.MeetingHeld{
		Of: plan, Day: s.today(), Place: place, Topics: event.Topics(), Walked: event.Yes, Medic: "med1",
		Protected: event.Yes, People: []event.PersonID{"p1", "cam1", "w2", "med1", "adv1"},
	}
	if d, ok := s.w.known.Day("main"); ok {
		b.Day = d.Day
	}
	if !s.clean && s.chance(25) {
		switch s.rand.IntN(6) {
		case 0:
			b.Topics = b.Topics[:s.rand.IntN(5)]
		case 1:
			b.Walked = event.No
		case 2:
			b.Medic = pick[event.PersonID](s, "", "h1")
		case 3:
			b.Protected = event.No
		case 4:
			b.People = b.People[:s.rand.IntN(5)]
		case 5:
			b.Place, b.Day = "ranch", "2026-11-19"
		}
	}
	s.say(b)
}
