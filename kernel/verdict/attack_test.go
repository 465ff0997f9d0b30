package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// The stories of this file are ways in which one person once reached COMPLETE alone.

func TestAnActThatDoesNotStandTakesNoRoundAway(t *testing.T) {
	for name, hide := range map[string]func(*world){
		"a performer loads it into the rubber gun": func(w *world) {
			w.do("p1/performer!", &event.Loaded{Item: "G-11", Container: "BAG-9", Lot: "D-099", Positions: positions(1)})
		},
		"a performer moves it to quarantine": func(w *world) {
			w.do("p1/performer!", &event.RoundsMoved{Lot: "D-099", From: "BAG-9", To: "QUAR", Count: 1})
		},
	} {
		w := begin(t)
		w.withDummies()
		w.do("h1/handler", &event.ContainerRegistered{Container: "BAG-9", What: event.Bag})
		w.do("h1/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{{
			Lot: "D-099", Nature: event.Dummy, Construction: event.OtherConstruction, Load: event.NoBlank,
			Count: 1, Container: "BAG-9", Seal: "S-99", Lender: "L1",
		}}})
		w.do("h1/handler", &event.ContainerOpened{Container: "BAG-9", Seal: "S-99"})
		w.wantHold(handOver, "rounds.unknown-open")
		hide(w)
		if v := w.judge(handOver); v.Outcome != verdict.Hold {
			t.Errorf("%s: the answer is %s", name, v.Outcome)
		}
	}
}

func TestPuppetsAreNobodysSecondPerson(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.enrol("s1", event.Props, "h1")
	w.enrol("s2", event.Props, "s1")
	w.enrol("s3", event.Props, "h1")
	for _, pair := range [][2]event.PersonID{{"h1", "s1"}, {"h1", "s2"}, {"s1", "s2"}, {"s2", "s3"}} {
		if w.s.TwoPeople(pair[0], pair[1]) {
			t.Errorf("%s and %s count as two", pair[0], pair[1])
		}
	}
}

// TestOneFounderIsNotEverybody: whom one founder alone brought in, however they vouched for one another,
// are that founder's word only. Who also stands here through the other one is somebody else.
func TestOneFounderIsNotEverybody(t *testing.T) {
	w := begin(t)
	w.open()
	w.enrol("a", event.Props, "ad1")
	w.enrol("b", event.Grip, "ad1")
	w.enrol("c", event.Electric, "ad1", "b")
	w.enrol("d", event.Sound, "c", "b")
	w.enrol("other", event.Art, "x1")
	w.enrol("both", event.Medical, "ad1", "x1")
	w.enrol("late", event.Camera, "d", "other")
	for _, c := range []struct {
		one, other event.PersonID
		two        bool
	}{
		{"a", "c", false},
		{"a", "d", false},
		{"c", "d", false},
		{"ad1", "d", false},
		{"ad1", "x1", true},
		{"a", "other", true},
		{"a", "both", true},
		{"d", "late", false}, // It vouched for them.
		{"a", "late", true},
		{"both", "late", true},
	} {
		if w.s.TwoPeople(c.one, c.other) != c.two || w.s.TwoPeople(c.other, c.one) != c.two {
			t.Errorf("that %s and %s count as two is not %v", c.one, c.other, c.two)
		}
	}
}

// TestOneFoundersPeopleCompleteNothing: handler, watchers and everybody who looked at papers are keys
// that the AD made.
func TestOneFoundersPeopleCompleteNothing(t *testing.T) {
	w := begin(t)
	w.open()
	w.at("09:10")
	w.enrol("c1", event.Grip, "ad1")
	w.enrol("h1", event.Props, "ad1")
	w.enrol("w1", event.Electric, "ad1", "c1")
	w.enrol("c2", event.Grip, "ad1", "c1")
	w.enrol("w2", event.Sound, "ad1", "c2")
	w.enrol("p1", event.Cast, "ad1")
	w.enrol("cam1", event.Camera, "ad1")
	w.appoint("h1", event.Handler)
	w.appoint("w1", event.Watcher)
	w.appoint("w2", event.Watcher)
	w.appoint("p1", event.Performer)
	w.at("09:30")
	w.paper("cam1/crew!", event.HandlerPermit, "2027-06-30", "h1")
	w.paper("cam1/crew!", event.HandlerTraining, "", "h1")
	w.paper("cam1/crew!", event.WatcherTraining, "", "w1", "w2")
	w.paper("cam1/crew!", event.FirearmsCourse, "", "h1", "w1", "w2", "p1", "ad1")
	w.paper("c1/crew!", event.FirearmsCourse, "", "cam1")
	w.do("ad1/ad!", &event.ContactNamed{Person: "ad1"})
	w.prep()
	w.shooting()
	w.at("07:40")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
	w.wantHold(handOver, "look.watcher")
	w.wantHold(handOver, "retest.watcher")
	w.wantHold(handOver, "item.received-alone")
}

func TestNobodySendsSomebodyElseAwayAlone(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("cam1/crew!", &event.Departed{Person: "h1", Day: "2026-11-21"})
	w.wantComplete(handOver)
}

func TestADayEndsByItself(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.later(18 * 3600)
	w.wantHold(handOver, "day.none")
}

func TestWhoAsksCannotChooseWhichStopCounts(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("cam1/crew!", &event.StopCalled{Unit: "main"})
	q := handOver
	q.Unit = "second"
	w.wantHold(q, "stop.open")
}

func TestTheFirstEntryIsNotCorrectedAway(t *testing.T) {
	w := begin(t)
	w.withDummies()
	e, _ := w.s.Entry(0)
	w.do("cam1/crew!", &event.Corrected{Of: e.ID, Fields: []string{"founders"}})
	w.wantComplete(handOver)
}

func TestAPlanForAnotherRegionIsNoPlan(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: "GB-ENG", Place: "stage-4"})
	w.wantHold(handOver, "plan.none")
}

func TestWhatASweepFoundStaysFound(t *testing.T) {
	w := begin(t)
	w.withDummies()
	sweep := func(found event.Answer) {
		w.do("h1/handler", &event.SweepDone{
			Day: "2026-11-21", Unit: "main", Found: found,
			Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
		})
	}
	sweep(event.Yes)
	sweep(event.No)
	w.wantHold(handOver, "rounds.loose")
}
