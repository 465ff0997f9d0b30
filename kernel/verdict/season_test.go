package verdict_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// season is a long production: shooting days with ten firearms in the hands of two handlers, a crew
// of sixty and a new player every day, rounds delivered and tested every week, scenes with dummies
// and with blanks, STOPs, withholdings, concerns, loose rounds, misfires and incidents that are
// raised and ended. No two days are alike, and all of it is asked for by the packs as shipped.
type season struct {
	*world

	days  int
	dummy event.LotID // The lots in use this week.
	blank event.LotID
	plan  event.ID
	scene *event.ScenePlanned
}

// part is one firearm with the people who answer for it.
type part struct {
	item             event.ItemID
	handler, watcher string // As signers are spelled, without an exclamation mark.
	player           event.PersonID
	tested, used     event.ContainerID // The boxes its dummies come from and go to.
}

const (
	partCount = 10
	crewCount = 60
	sixShots  = 6
)

// parts are the firearms of the season.
func (s *season) parts() []part {
	var out []part
	for n := range partCount {
		p := part{
			item: event.ItemID(fmt.Sprintf("R-%02d", n+1)), player: event.PersonID(fmt.Sprintf("p%d", n%8+1)),
			handler: "h1/handler", watcher: "w2/watcher",
			tested: event.ContainerID(fmt.Sprintf("DUM-%d-%d", n+1, s.days/5)),
			used:   event.ContainerID(fmt.Sprintf("USED-%d-%d", n+1, s.days/5)),
		}
		if n >= partCount/2 {
			p.handler, p.watcher = "h2/handler", "w3/watcher"
		}
		out = append(out, p)
	}
	return out
}

// longSeason plays whole days until the log has about n entries, and one more up to the moment
// before the first hand-over of a rehearsal with ten firearms and sixty people near.
func longSeason(t testing.TB, n int) *season {
	t.Helper()
	s := &season{world: begin(t)}
	s.open()
	s.crew()
	s.company()
	for s.morning(); len(s.log) < n; s.morning() {
		s.wholeDay()
	}
	s.rehearsal(s.parts(), 0)
	return s
}

// question is the hand-over that the season ends before, and starting the start of its scene.
func (s *season) question() verdict.Question {
	return verdict.Question{Ask: verdict.HandOver, Item: "R-03", To: "p3", Scene: s.scene.Scene, Purpose: s.scene.Purpose}
}

func (s *season) starting() verdict.Question {
	return verdict.Question{Ask: verdict.Start, Scene: s.scene.Scene, Unit: "main"}
}

// company enrols everybody who stays for the whole season, and takes the firearms over.
func (s *season) company() {
	for n := 3; n <= 8; n++ {
		s.player(event.PersonID(fmt.Sprintf("p%d", n)))
	}
	vouchers := []event.PersonID{"x1", "cam1", "med1", "h1"}
	departments := []event.Department{event.Grip, event.Electric, event.Camera, event.Art, event.Sound}
	for n := range crewCount {
		s.enrol(member(n), departments[n%len(departments)], vouchers[n%len(vouchers)])
	}
	s.paper("med1/crew!", event.FirearmsCourse, "", s.everybody()...)
	s.appoint("x1", event.Recipient)
	s.at("10:00")
	s.onDutyAs("h1", event.Handler)
	s.onDutyAs("h2", event.Handler)
	s.onDutyAs("w1", event.Watcher)
	for n, p := range s.parts() {
		s.do(p.handler+"! w1/watcher!", &event.ItemReceived{Items: []event.ReceivedItem{
			received(p.item, event.LiveCapable, fmt.Sprintf("%04d", 4400+n), ""),
		}})
	}
	s.do("h1/handler", &event.ContainerRegistered{Container: "SAFE-1", What: event.Locker})
	s.do("h1/handler", &event.ContainerRegistered{Container: "QUAR", What: event.Quarantine})
	s.week()
	s.lockUp()
	s.at("16:00")
	s.onDutyAs("ad1", event.AD)
	s.notice()
}

func member(n int) event.PersonID { return event.PersonID(fmt.Sprintf("c%02d", n)) }

// everybody is the crew of sixty, without those who handle, watch and play.
func (s *season) everybody() []event.PersonID {
	var out []event.PersonID
	for n := range crewCount {
		out = append(out, member(n))
	}
	return out
}

func (s *season) player(who event.PersonID) {
	s.enrol(who, event.Cast, "ad1")
	s.appoint(who, event.Performer)
	s.paper("med1/crew!", event.FirearmsCourse, "", who)
}

func (s *season) today() event.Day {
	return event.Day(time.Unix(s.day, 0).UTC().Format(time.DateOnly))
}

func (s *season) notice() {
	next := event.Day(time.Unix(s.day+24*3600, 0).UTC().Format(time.DateOnly))
	s.do("ad1/ad", &event.NoticeGiven{Day: next, Unit: "main", To: event.CrewTold})
}

// week receives dummies and blanks, fills each firearm's box from a tested tray and test-fires.
func (s *season) week() {
	n := s.days / 5
	dummyIn, blankIn := event.ContainerID(fmt.Sprintf("IN-D-%d", n)), event.ContainerID(fmt.Sprintf("IN-B-%d", n))
	s.dummy, s.blank = event.LotID(fmt.Sprintf("D-%03d", n)), event.LotID(fmt.Sprintf("B-%03d", n))
	d, b := dummies(s.dummy, dummyIn), blanks(s.blank, blankIn)
	d.Count, b.Count = 80, 600
	s.paper("med1/crew!", event.HandlerPermit, "2027-06-30", "h1", "h2")
	s.do("h1/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{d, b}})
	for k, p := range s.parts() {
		for _, box := range []event.ContainerID{p.tested, p.used} {
			s.do(p.handler, &event.ContainerRegistered{Container: box, What: event.Box})
		}
		s.lift(p, dummyIn)
		s.trayOf(p, &event.TrayTested{From: dummyIn, To: p.tested}, "w1/watcher")
		s.shut(p, dummyIn)
		s.shut(p, p.tested)
		s.examineOf(p)
		if k < 4 {
			s.do(p.handler+"!", &event.TestFired{Item: p.item, Lot: s.blank, DistanceMM: 3500 + int64(100*(n%5))})
			s.do(p.handler, &event.BoreChecked{Item: p.item, Bore: event.BoreUnobstructed, Method: event.Light})
			s.examineOf(p)
		}
	}
}

// destroy takes last week's dummies out of use.
func (s *season) destroy() {
	for _, p := range s.parts() {
		box := event.ContainerID(strings.TrimSuffix(string(p.tested), strconv.Itoa(s.days/5)) + strconv.Itoa(s.days/5-1))
		s.lift(p, box)
		s.do(p.handler+"! w1/watcher!", &event.RoundsDestroyed{Container: box, Lot: s.dummy, Count: sixShots})
	}
}

func (s *season) lift(p part, box event.ContainerID) {
	if seal, ok := s.seals[box]; ok {
		s.do(p.handler, &event.ContainerOpened{Container: box, Seal: seal})
	}
}

func (s *season) shut(p part, box event.ContainerID) {
	s.nonce++
	s.do(p.handler, &event.ContainerSealed{Container: box, Seal: fmt.Sprintf("S-%d", s.nonce)})
}

// trayOf tests six dummies, has them counted without being told the number, and shows it.
func (s *season) trayOf(p part, b *event.TrayTested, watcher string) event.ID {
	s.nonce++
	b.Tray = event.TrayID(fmt.Sprintf("T-%d", s.nonce))
	salt := s.salt(b.Tray)
	b.Lot, b.Rounds, b.Tests = s.dummy, sixShots, []event.RoundTest{event.Rattle, event.Hole}
	b.Passed = event.CommitNumber(salt, sixShots)
	s.do(p.handler, &event.Shown{Item: p.item, To: "ad1"})
	s.later(2 * sixShots)
	id := s.do(p.handler, b)
	s.do(watcher, &event.TrayCounted{Of: id, Number: sixShots})
	s.do(p.handler, &event.TrayOpened{Of: id, Number: sixShots, Salt: hexOf(salt[:])})
	if b.Item == "" {
		s.do(p.handler+"! "+watcher+"!", &event.TraysEndorsed{Trays: []event.ID{id}})
	}
	return id
}

func (s *season) examineOf(p part) { s.do(p.handler, s.look(p.item)) }

// lockUp puts every firearm away and ends the duty of handlers and watchers.
func (s *season) lockUp() {
	for n, p := range s.parts() {
		watcher := p.watcher
		if s.devices["w2"] == nil || !s.devices["w2"].on {
			watcher = "w1/watcher"
		}
		s.do(p.handler+"! "+watcher+"!", &event.LockedUp{Items: []event.ItemID{p.item}, Container: "SAFE-1"})
		if n == partCount-1 {
			for _, who := range []event.PersonID{"h1", "h2", "w1", "w2", "w3"} {
				if d := s.devices[who]; d != nil && d.on {
					s.offDuty(who, event.ByLockUp)
				}
			}
		}
	}
}

func (s *season) onDuty() {
	s.onDutyAs("ad1", event.AD)
	s.onDutyAs("h1", event.Handler)
	s.onDutyAs("h2", event.Handler)
	for _, w := range []event.PersonID{"w1", "w2", "w3"} {
		s.onDutyAs(w, event.Watcher)
	}
}

// morning is a new day up to the first scene.
func (s *season) morning() {
	s.days++
	s.world.day += 24 * 3600
	s.at("06:00")
	s.onDuty()
	s.do("ad1/ad", &event.DayCalled{Day: s.today(), Unit: "main", Region: "US-CA", Place: "stage-4"})
	s.do("h1/handler", &event.SweepDone{
		Day: s.today(), Unit: "main", Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	})
	guest := event.PersonID(fmt.Sprintf("g%03d", s.days))
	s.do("ad1/ad!", &event.CrewListed{People: []event.ListedPerson{{Person: guest, Department: event.Cast, Proposed: event.Performer}}})
	s.player(guest)
	for n := range 8 {
		s.paper("h1/handler!", event.PerformerTraining, "", event.PersonID(fmt.Sprintf("p%d", n+1)))
	}
	if s.days%5 == 0 {
		s.destroy()
		s.week()
	}
}

// wholeDay is what follows the morning: rehearsals, takes with blanks, lunch under lock, wrap.
func (s *season) wholeDay() {
	all := s.parts()
	few := all[s.days%3 : s.days%3+3]
	s.rehearsal(few, 8+s.days%5)
	s.trouble()
	s.empty(few)
	s.onCamera(all[:2+s.days%3], 4+s.days%4)
	s.lunch(s.days%2 == 0)
	s.rehearsal(all, 5+s.days%4)
	s.empty(all)
	for _, p := range all {
		s.do(p.handler, &event.RoundsCounted{Container: p.tested, Lot: s.dummy, Number: sixShots})
	}
	s.lockUp()
	s.notice()
}

// prepare records a plan, its assessment, who may be pointed at, and the meeting.
func (s *season) prepare(parts []part, purpose event.Purpose) {
	s.nonce++
	b := &event.ScenePlanned{
		Scene: event.SceneID(fmt.Sprintf("SC-%d", s.nonce)), Pages: sha256.Sum256(fmt.Appendf(nil, "pages %d", s.nonce)),
		Day: s.today(), Region: "US-CA", Place: "stage-4", Purpose: purpose, Load: event.NoBlank, Capacity: partCount,
		Medic: event.No, Protected: event.No,
	}
	for _, p := range parts {
		b.Items = append(b.Items, event.PlannedItem{Item: p.item, Class: event.LiveCapable})
	}
	if purpose == event.OnCamera {
		b.Load, b.Medic, b.Protected = event.Half, event.Yes, event.Yes
	}
	people := s.everybody()
	for _, who := range people[:8] {
		b.Zone = append(b.Zone, event.Standing{Person: who, DistanceMM: 7000})
	}
	b.Near = people[8:]
	s.scene, s.plan = b, s.do("h1/handler ad1/ad", b)
	s.do("ad1/ad h1/handler", &event.RiskAssessed{
		Of: s.plan, Uncontrolled: 20, Controlled: 6, Controls: 3, Groups: []event.Department{event.Camera},
		WhyReal: event.Yes,
	})
	s.do("h1/handler ad1/ad", &event.PointingApproved{Of: s.plan, People: people[:8], How: event.OffAxis})
	met := s.do("ad1/ad h1/handler", &event.MeetingHeld{
		Of: s.plan, Day: s.today(), Place: "stage-4", Topics: event.Topics(), Walked: event.Yes, Medic: "med1",
		Protected: event.Yes, People: slices.Concat(people[:20], []event.PersonID{"h2", "w2", "w3", "med1"}),
	})
	for n := 20; n < crewCount; n += 8 {
		s.do("x1/steward!", &event.Attended{Of: met, People: people[n : n+8], How: event.Badge})
	}
	for n := range 8 {
		who := event.PersonID(fmt.Sprintf("p%d", n+1))
		s.do(string(who)+"/performer!", &event.Attended{Of: met, People: []event.PersonID{who}, How: event.OwnPhone})
		s.do("ad1/ad", &event.Attended{Of: met, People: []event.PersonID{who}, How: event.Ticked})
	}
}

// rehearsal loads dummies that were tested, tests them again inside, and plays takes.
func (s *season) rehearsal(parts []part, takes int) {
	s.prepare(parts, event.Rehearsal)
	trays := make([]event.ID, len(parts))
	for n, p := range parts {
		s.lift(p, p.tested)
		s.examineOf(p)
		s.do(p.handler+"! "+p.watcher+"!", &event.Loaded{
			Item: p.item, Container: p.tested, Lot: s.dummy, Positions: positions(sixShots),
		})
		s.shut(p, p.tested)
		trays[n] = s.trayOf(p, &event.TrayTested{Item: p.item}, p.watcher)
		s.do(p.watcher, s.second(p.item))
	}
	for take := range takes {
		for n, p := range parts {
			given := &event.HandedOver{Item: p.item, To: p.player, Scene: s.scene.Scene, Purpose: event.Rehearsal}
			if take == 0 {
				given.Trays = []event.ID{trays[n]}
				s.do(p.handler+"! "+p.watcher+"!", given)
			} else {
				s.do(p.handler, given)
			}
		}
		s.later(60 + int64(s.days%7)*10)
		for _, p := range parts {
			s.do(p.handler, &event.Collected{Item: p.item, From: p.player})
			s.do(p.handler, &event.Reset{Items: []event.ItemID{p.item}})
		}
	}
}

// empty takes the dummies out and tests them into their box again, as at prep.
func (s *season) empty(parts []part) {
	for _, p := range parts {
		s.lift(p, p.used)
		s.do(p.handler, &event.Unloaded{Item: p.item, Container: p.used, Unfired: sixShots})
		s.examineOf(p)
		s.lift(p, p.tested)
		s.trayOf(p, &event.TrayTested{From: p.used, To: p.tested}, "w1/watcher")
		s.shut(p, p.used)
		s.shut(p, p.tested)
	}
}

// onCamera plays takes with two blanks each, and looks through the bore after every one.
func (s *season) onCamera(parts []part, takes int) {
	s.prepare(parts, event.OnCamera)
	box := event.ContainerID(fmt.Sprintf("IN-B-%d", s.days/5))
	for take := range takes {
		for _, p := range parts {
			s.lift(p, box)
			s.examineOf(p)
			s.do(p.handler+"! "+p.watcher+"!", &event.Loaded{
				Item: p.item, Container: box, Lot: s.blank, Positions: positions(2),
			})
			s.shut(p, box)
			given := &event.HandedOver{Item: p.item, To: p.player, Scene: s.scene.Scene, Purpose: event.OnCamera}
			if take == 0 {
				s.do(p.watcher, s.second(p.item))
				s.do(p.handler+"! "+p.watcher+"!", given)
			} else {
				s.do(p.handler, given)
			}
			s.do(p.handler, &event.Discharged{Item: p.item, Planned: event.Yes, Shots: 2})
			s.do(p.handler, &event.Collected{Item: p.item, From: p.player})
			s.do(p.handler, &event.BoreChecked{Item: p.item, Bore: event.BoreUnobstructed, Method: event.Light})
			s.do(p.handler, &event.Unloaded{Item: p.item, Container: "QUAR", Spent: 2})
			s.examineOf(p)
		}
		s.later(90 + int64(take))
	}
}

func (s *season) lunch(late bool) {
	s.later(300)
	s.lockUp()
	s.do("ad1/ad", &event.BreakCalled{Unit: "main", What: event.Meal})
	s.offDuty("ad1", event.ByMeal)
	clock := "12:30"
	if late {
		clock = "12:50"
	}
	s.at(clock)
	s.onDuty()
}

// trouble is what comes in the way of a day, and how it ends.
func (s *season) trouble() {
	who := string(member(s.days % crewCount))
	stop := s.do(who+"/crew!", &event.StopCalled{Unit: "main"})
	s.do("ad1/ad", &event.StopReceived{Of: stop})
	s.do("h1/hazard-owner w2/crew", &event.Restarted{Of: []event.ID{stop}})
	item := s.parts()[s.days%partCount].item
	held := s.do("p1/performer!", &event.Withheld{Item: item})
	s.do("p1/performer!", &event.WithheldLifted{Of: held})
	if s.days%3 == 0 {
		c := s.do(who+"/crew!", &event.ConcernRaised{Item: item})
		s.do("x1/recipient! ad1/ad", &event.ConcernAnswered{Of: c, Action: event.Changed})
	}
	if s.days%7 == 0 {
		loose := s.do(who+"/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1})
		s.do("h1/handler! w2/watcher!", &event.Released{Of: []event.ID{loose}, As: event.AsDestroyed})
	}
	if s.days%11 == 0 {
		shown := s.do("h1/handler", &event.Shown{Item: "R-01", To: "ad1"})
		s.do("h1/handler", &event.Corrected{Of: shown, Fields: []string{"to"}})
	}
	if s.days%13 == 0 {
		in := s.do("h2/handler", &event.IncidentDeclared{Item: "R-06"})
		s.do("ad1/ad! h1/handler!", &event.IncidentClosed{Of: in})
	}
}

// TestASeasonEndsReadyForItsScene keeps what the benchmarks measure a production that the packs let work.
func TestASeasonEndsReadyForItsScene(t *testing.T) {
	s := longSeason(t, 6000)
	s.wantComplete(s.question())
	s.wantComplete(s.starting())
	bytes, kinds := 0, map[event.Kind]bool{}
	for _, o := range s.log {
		payload, err := event.Encode(o.Event())
		if err != nil {
			t.Fatal(err)
		}
		bytes += len(payload)
		kinds[o.Event().Kind] = true
	}
	t.Logf("%d entries in %d days, %d B mean payload, %d kinds", len(s.log), s.days, bytes/len(s.log), len(kinds))
}

// TestEveryItemOfADayIsAskedAbout goes through the number around which the judge keeps items elsewhere.
func TestEveryItemOfADayIsAskedAbout(t *testing.T) {
	for _, n := range []int{15, 16, 17, 18, 40} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			var items []event.ReceivedItem
			for k := range n - 1 { // One is there already.
				items = append(items, received(event.ItemID(fmt.Sprintf("X-%02d", k)), event.LiveCapable, "0001", ""))
			}
			w.do("h1/handler! w2/watcher!", &event.ItemReceived{Items: items})
			open := 0
			for _, r := range w.judge(closeDay).Reasons {
				if r.Key == "custody.not-locked" {
					open++
				}
			}
			if open != n {
				t.Errorf("%d of %d", open, n)
			}
		})
	}
}

// TestWhoWasMetLaterCountsAsPresent: an attendance may name somebody before the log met them.
func TestWhoWasMetLaterCountsAsPresent(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("w2/crew!", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"late1"}, How: event.Ticked})
	w.enrol("late1", event.Camera, "x1")
	c, _ := w.s.Scene("42")
	if _, ok := w.s.Present(c, "late1"); !ok {
		t.Error("named before enrolled: absent")
	}
	if _, ok := w.s.Present(c, "late2"); ok {
		t.Error("never named: present")
	}
}

// TestNoRoundLiesWhereNobodyLooks: after every act of a day and of two weeks, each container that holds
// anything is among those the judge looks into.
func TestNoRoundLiesWhereNobodyLooks(t *testing.T) {
	stocked := func(w *world) {
		at := 0
		for _, c := range w.s.Containers() {
			listed := at < len(w.s.Stocked()) && w.s.Stocked()[at] == c
			if listed {
				at++
			} else if len(c.Parts) > 0 || c.Upset != state.NoIndex {
				t.Fatalf("entry %d: %s is not looked into", len(w.log), c.ID)
			}
		}
		if at != len(w.s.Stocked()) {
			t.Fatalf("entry %d: the list is not in the order of the ids", len(w.log))
		}
	}
	w := begin(t)
	w.after = func(int) { stocked(w) }
	w.wholeDay()
	w.do("h1/handler", &event.RoundsMoved{Lot: "B-02", From: "BOX-9", To: "BOX-8", Count: 500})
	w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "BOX-7", Unfired: 3})
	s := &season{world: begin(t)}
	s.after = func(int) { stocked(s.world) }
	s.open()
	s.crew()
	s.company()
	for range 11 {
		s.morning()
		s.wholeDay()
	}
	if n := len(s.s.Stocked()); n > len(s.s.Containers())/2 {
		t.Errorf("%d of %d containers are looked into", n, len(s.s.Containers()))
	}
}
