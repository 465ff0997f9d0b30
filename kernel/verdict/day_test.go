package verdict_test

import (
	"cmp"
	"crypto/sha256"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// The people of every test: ad1 first AD and founder, x1 sound mixer and founder, h1 and h2 handlers,
// w1 to w3 watchers, p1 and p2 performers, cam1 camera, med1 medic, adv1 safety advisor.

func (w *world) open() {
	w.at("09:00")
	tax := event.No
	if w.tag == "tax" {
		tax = event.Yes
	}
	var packs []event.PackRef
	for _, p := range w.packs {
		packs = append(packs, event.PackRef{Pack: p.ID, Digest: p.Digest})
	}
	w.do("ad1/founder! x1/founder!", &event.ProductionOpened{
		Region: w.region, RP: rp, Origins: []string{origin}, LogOrigin: "log.example", LogKey: "k", ClockKey: "c",
		Hub: keyOf("hub"), Demo: event.No, TaxCredit: tax, Packs: packs,
		Founders: []event.FounderEntry{
			{Person: "ad1", Department: event.Directing, Role: event.AD, Key: keyOf("ad1")},
			{Person: "x1", Department: event.Sound, Role: event.Steward, Key: keyOf("x1")},
		},
	})
}

func (w *world) enrol(who event.PersonID, d event.Department, vouchers ...event.PersonID) {
	by := string(who) + "/crew!"
	for _, v := range vouchers {
		by += " " + string(v) + "/crew!"
	}
	w.do(by, &event.CrewEnrolled{Person: who, Department: d, Key: keyOf(string(who)), Vouchers: vouchers})
}

func (w *world) appoint(who event.PersonID, role event.Role) {
	w.do("ad1/ad!", &event.Appointed{Person: who, Role: role})
}

func (w *world) paper(by string, what event.CredentialKind, expires event.Day, people ...event.PersonID) {
	w.do(by, &event.Credential{What: what, People: people, Expires: expires})
}

func (w *world) crew() {
	w.at("09:10")
	w.enrol("h1", event.Props, "x1")
	w.enrol("h2", event.Props, "ad1", "x1")
	w.enrol("w1", event.Art, "ad1")
	w.enrol("w2", event.Grip, "ad1", "x1")
	w.enrol("med1", event.Medical, "x1")
	w.enrol("w3", event.Electric, "ad1", "med1")
	w.enrol("p1", event.Cast, "ad1")
	w.enrol("p2", event.Cast, "x1")
	w.enrol("cam1", event.Camera, "x1")
	w.enrol("adv1", event.SafetyDepartment, "ad1", "cam1")
	for _, r := range []struct {
		who  event.PersonID
		role event.Role
	}{
		{"h1", event.Handler},
		{"h2", event.Handler},
		{"w1", event.Watcher},
		{"w2", event.Watcher},
		{"w3", event.Watcher},
		{"p1", event.Performer},
		{"p2", event.Performer},
		{"med1", event.Medic},
		{"adv1", event.Advisor},
	} {
		w.appoint(r.who, r.role)
	}
	w.at("09:30")
	w.paper("med1/crew!", event.HandlerPermit, "2027-06-30", "h1", "h2")
	w.paper("med1/crew!", event.HandlerTraining, "", "h1", "h2")
	w.paper("cam1/crew!", event.WatcherTraining, "", "w1", "w2", "w3")
	w.paper("med1/crew!", event.FirearmsCourse, "", "h1", "h2", "w1", "w2", "w3", "p1", "p2", "cam1", "ad1", "x1", "adv1")
	w.paper("ad1/crew!", event.MedicLicence, "", "med1")
	w.do("ad1/ad!", &event.ContactNamed{Person: "ad1"})
}

func received(item event.ItemID, class event.Class, serial, like string) event.ReceivedItem {
	r := event.ReceivedItem{
		Item: item, Class: class, Mechanism: event.Revolver, Chambers: 6, Serial4: serial, LookAlike: like,
		Lender: "L1", Unloaded: event.Yes,
	}
	if class == event.Solid {
		r.Mechanism, r.Chambers = event.Inert, 0
	}
	return r
}

func dummies(lot event.LotID, box event.ContainerID) event.ReceivedLot {
	return event.ReceivedLot{
		Lot: lot, Nature: event.Dummy, Construction: event.RattleHole, Load: event.NoBlank, Count: 50,
		Container: box, Seal: "S-" + string(box), Lender: "L1",
	}
}

func blanks(lot event.LotID, box event.ContainerID) event.ReceivedLot {
	l := dummies(lot, box)
	l.Nature, l.Construction, l.Load = event.Blank, event.OtherConstruction, event.Half
	return l
}

func (w *world) prep() {
	w.at("10:00")
	w.onDutyAs("h1", event.Handler)
	w.onDutyAs("w1", event.Watcher)
	w.onDutyAs("ad1", event.AD)
	w.at("10:05")
	w.do("h1/handler w1/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-03", w.class, "4471", "LA-1")}})
	w.do("h1/handler w1/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("G-11", event.Solid, "", "LA-1")}})
	w.do("h1/handler", &event.ContainerRegistered{Container: "SAFE-1", What: event.Locker})
	w.do("h1/handler", &event.ContainerRegistered{Container: "QUAR", What: event.Quarantine})
	w.do("h1/handler w1/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{dummies("D-014", "BOX-1")}})
	w.do("h1/handler w1/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{blanks("B-02", "BOX-3")}})
	w.at("10:20")
	w.tested("BOX-2", "T1", normal)
	w.at("10:40")
	w.do("h1/handler", &event.TestFired{Item: "R-03", Lot: "B-02", DistanceMM: 4000})
	w.do("h1/handler", &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Light})
	w.at("10:45")
	w.examine("R-03")
	w.at("10:50")
	w.do("h1/handler w1/watcher", &event.LockedUp{Items: []event.ItemID{"R-03", "G-11"}, Container: "SAFE-1"})
	w.offDuty("h1", event.ByLockUp)
	w.offDuty("w1", event.ByLockUp)
	w.at("16:59")
	w.onDutyAs("ad1", event.AD)
	w.ids["notice"] = w.told(event.CrewTold)
}

// trayWay says how a tray is tested; the zero value is as people should.
type trayWay struct {
	tests   []event.RoundTest
	rounds  int64
	paceS   int64
	counted int64 // What the watcher counts instead of the number of rounds.
	handler string
	watcher string
	before  bool // The number is shown before the watcher counts.
	skip    string
	lot     event.LotID
}

var normal = trayWay{}

func hexOf(b []byte) string { return fmt.Sprintf("%x", b) }

func (w *world) salt(tray event.TrayID) [16]byte {
	sum := sha256.Sum256([]byte("salt " + string(tray)))
	return [16]byte(sum[:16])
}

// tray tests rounds in From (or in an item), has them counted and shown, and endorsed at prep.
func (w *world) tray(b *event.TrayTested, how trayWay) event.ID {
	w.t.Helper()
	if how.watcher == "" {
		how.watcher = "w1/watcher"
	}
	if how.tests == nil {
		how.tests = []event.RoundTest{event.Rattle, event.Hole}
	}
	if how.rounds == 0 {
		how.rounds = 10
	}
	if how.lot == "" {
		how.lot = "D-014"
	}
	by := cmp.Or(how.handler, "h1/handler")
	number, salt := how.rounds, w.salt(b.Tray)
	b.Lot, b.Rounds, b.Tests, b.Passed = how.lot, how.rounds, how.tests, event.CommitNumber(salt, number)
	pace := how.paceS
	if pace == 0 {
		pace = 2 * how.rounds
	}
	w.do(by, &event.Shown{Item: "R-03", To: "ad1"}) // The act the pace runs from.
	w.later(pace)
	id := w.do(by, b)
	w.ids[string(b.Tray)] = id
	counted := number
	if how.counted != 0 {
		counted = how.counted
	}
	if how.before {
		w.do(by, &event.TrayOpened{Of: id, Number: number, Salt: hexOf(salt[:])})
	}
	if how.skip == "count" {
		return id
	}
	w.do(how.watcher, &event.TrayCounted{Of: id, Number: counted})
	if how.skip != "open" && !how.before {
		w.do(by, &event.TrayOpened{Of: id, Number: number, Salt: hexOf(salt[:])})
	}
	if b.Item == "" && how.skip != "endorse" {
		w.do(by+" "+how.watcher, &event.TraysEndorsed{Trays: []event.ID{id}})
	}
	return id
}

// tested fills a new box with one tested tray from BOX-1 and leaves both sealed.
func (w *world) tested(box event.ContainerID, tray event.TrayID, how trayWay) {
	w.t.Helper()
	if w.boxes[box] == event.NoContainer {
		w.do("h1/handler", &event.ContainerRegistered{Container: box, What: event.Box})
	}
	w.unseal("BOX-1")
	w.tray(&event.TrayTested{Tray: tray, From: "BOX-1", To: box}, how)
	w.seal("BOX-1")
	w.seal(box)
}

func (w *world) seal(box event.ContainerID) {
	w.t.Helper()
	w.nonce++
	w.do("h1/handler", &event.ContainerSealed{Container: box, Seal: fmt.Sprintf("S-%d", w.nonce)})
}

func (w *world) unseal(box event.ContainerID) {
	w.t.Helper()
	if seal, ok := w.seals[box]; ok {
		w.do("h1/handler", &event.ContainerOpened{Container: box, Seal: seal})
	}
}

// look is a whole examination of a revolver, empty or loaded as the log says.
func (w *world) look(item event.ItemID) *event.ItemExamined {
	it, ok := w.s.Item(item)
	if !ok {
		w.t.Fatalf("no item %s", item)
	}
	b := &event.ItemExamined{
		Item: item, Identity: event.SerialRead, Serial4: it.Serial4, Length: it.Chambers, Feed: event.SeenEmpty,
		Bore: event.BoreUnobstructed,
	}
	for n := range it.Chambers {
		seen := event.SeenEmpty
		if it.Positions[n].Loaded >= 0 {
			seen = event.SeenRound
		}
		b.Chambers = append(b.Chambers, seen)
	}
	return b
}

func (w *world) examine(item event.ItemID) event.ID { return w.do("h1/handler", w.look(item)) }

// shooting is the day itself up to the meeting.
func (w *world) shooting() {
	w.day += 24 * 3600
	w.at("06:30")
	w.onDutyAs("ad1", event.AD)
	w.onDutyAs("h1", event.Handler)
	w.onDutyAs("w2", event.Watcher)
	w.at("06:40")
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: w.region, Place: "stage-4"})
	w.do("h1/handler", &event.SweepDone{
		Day: "2026-11-21", Unit: "main", Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	})
	w.at("07:00")
	w.paper("h1/handler!", event.PerformerTraining, "", "p1")
	w.scene(w.plan())
}

func (w *world) plan() *event.ScenePlanned {
	return &event.ScenePlanned{
		Scene: "42", Pages: event.ID(sha256.Sum256([]byte("pages"))), Day: "2026-11-21", Region: w.region, Place: "stage-4",
		Purpose: event.Rehearsal, Items: []event.PlannedItem{{Item: "R-03", Class: w.class}},
		Load: event.NoBlank, Zone: []event.Standing{{Person: "cam1", DistanceMM: 3000}}, Near: []event.PersonID{"ad1"},
		Capacity: 2, Medic: event.No, Protected: event.No,
	}
}

// scene records a plan and everything that is made for it.
func (w *world) scene(p *event.ScenePlanned) {
	w.t.Helper()
	w.planned(p)
	w.assessed(w.risk())
	w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
	w.met(w.meeting())
}

func (w *world) planned(p *event.ScenePlanned) { w.ids["plan"] = w.do("h1/handler ad1/ad", p) }

func (w *world) assessed(b *event.RiskAssessed) {
	by := "ad1/ad h1/handler"
	if w.tag == "tax" { // In the pilot the advisor makes the assessment.
		by = "adv1/advisor! h1/handler"
	}
	w.do(by, b)
}

func (w *world) met(b *event.MeetingHeld) { w.ids["meeting"] = w.do("ad1/ad h1/handler", b) }

func (w *world) risk() *event.RiskAssessed {
	return &event.RiskAssessed{
		Of: w.ids["plan"], Uncontrolled: 20, Controlled: 6, Controls: 3, Groups: []event.Department{event.Camera},
		WhyReal: event.Yes,
	}
}

func (w *world) approval(how event.PointingHow) *event.PointingApproved {
	return &event.PointingApproved{Of: w.ids["plan"], People: []event.PersonID{"cam1"}, How: how}
}

func (w *world) meeting() *event.MeetingHeld {
	return &event.MeetingHeld{
		Of: w.ids["plan"], Day: "2026-11-21", Place: "stage-4", Topics: event.Topics(), Walked: event.Yes,
		Medic: "med1", Protected: event.Yes, People: []event.PersonID{"p1", "cam1", "w2", "med1", "adv1"},
	}
}

func positions(n int64) []int64 {
	out := make([]int64, n)
	for i := range out {
		out[i] = int64(i) + 1
	}
	return out
}

// load puts rounds of a lot from a box into R-03.
func (w *world) load(box event.ContainerID, lot event.LotID, n int64) event.ID {
	w.t.Helper()
	w.unseal(box)
	w.examine("R-03")
	id := w.do("h1/handler w2/watcher", &event.Loaded{Item: "R-03", Container: box, Lot: lot, Positions: positions(n)})
	w.seal(box)
	w.seen("R-03")
	return id
}

// second is a watcher's whole look into an item, as the log says it is.
func (w *world) second(item event.ItemID) *event.ItemLooked {
	it, ok := w.s.Item(item)
	if !ok {
		w.t.Fatalf("no item %s", item)
	}
	return &event.ItemLooked{
		Item: item, Identity: event.SerialRead, Serial4: it.Serial4, Length: it.Chambers, Seen: it.Chambers,
		Rounds: int64(len(it.Loaded())), Drawn: event.Yes,
	}
}

// seen lets the watcher of the hand-over look into an item.
func (w *world) seen(item event.ItemID) event.ID { return w.do("w2/watcher", w.second(item)) }

// retest tests every dummy in R-03 again with the watcher of the hand-over.
func (w *world) retest(tray event.TrayID, n int64) event.ID {
	w.t.Helper()
	return w.tray(&event.TrayTested{Tray: tray, Item: "R-03"}, trayWay{rounds: n, watcher: "w2/watcher"})
}

func (w *world) unload(unfired, spent int64) event.ID {
	w.t.Helper()
	id := w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "QUAR", Unfired: unfired, Spent: spent})
	w.seen("R-03")
	return id
}

// again takes everything out and puts six tested dummies from a new box in.
func (w *world) again(how trayWay) {
	w.t.Helper()
	w.nonce++
	n := w.nonce
	it, _ := w.s.Item("R-03")
	w.unload(int64(len(it.Loaded())), 0)
	w.later(30)
	w.tested(event.ContainerID(fmt.Sprintf("BOX-%d", n)), event.TrayID(fmt.Sprintf("T-%d", n)), how)
	w.load(event.ContainerID(fmt.Sprintf("BOX-%d", n)), "D-014", 6)
	w.retest(event.TrayID(fmt.Sprintf("R-%d", n)), 6)
}

var (
	handOver = verdict.Question{
		Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal,
	}
	onCamera = verdict.Question{
		Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera,
	}
	start     = verdict.Question{Ask: verdict.Start, Scene: "42", Unit: "main"}
	closeDay  = verdict.Question{Ask: verdict.Close, Unit: "main"}
	loadIt    = verdict.Question{Ask: verdict.Load, Item: "R-03", Container: "BOX-2", Scene: "42"}
	releaseIt = verdict.Question{Ask: verdict.Release, Container: "BOX-2", Unit: "main"}
)

// withDummies is the moment before the first hand-over of a rehearsal with six dummies.
func (w *world) withDummies() {
	w.open()
	w.crew()
	w.prep()
	w.shooting()
	w.at("07:40")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
}

// withBlanks is the moment before a hand-over on camera with two blanks.
func (w *world) withBlanks() {
	w.open()
	w.crew()
	w.prep()
	w.shooting()
	p := w.plan()
	p.Purpose, p.Load, p.Medic, p.Protected = event.OnCamera, event.Half, event.Yes, event.Yes
	p.Zone[0].DistanceMM = 7000
	w.scene(p)
	w.at("07:40")
	w.load("BOX-3", "B-02", 2)
}

func (w *world) give() event.ID {
	w.t.Helper()
	return w.do("h1/handler! w2/watcher!", &event.HandedOver{
		Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, Trays: []event.ID{w.ids["HR1"]},
	})
}

func (w *world) collect() event.ID {
	w.t.Helper()
	return w.do("h1/handler", &event.Collected{Item: "R-03", From: "p1"})
}
