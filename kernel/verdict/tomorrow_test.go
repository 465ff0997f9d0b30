package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// TestTomorrowLeavesOutOnlyWhatTheDayItselfShows: in the evening everything is locked up, nobody is on
// duty and nothing of tomorrow has been done. Only what the evening can mend is named.
func TestTomorrowLeavesOutOnlyWhatTheDayItselfShows(t *testing.T) {
	tomorrow := verdict.Question{Ask: verdict.Tomorrow, Scene: "42", Unit: "main"}
	w := begin(t)
	w.withDummies()
	w.unload(6, 0)
	w.lockUp()
	w.offDuty("h1", event.ByLockUp)
	p := w.plan()
	p.Day = "2026-11-22"
	w.planned(p)
	w.assessed(w.risk())
	w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
	w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-22", Unit: "main", To: event.CrewTold})
	w.wantComplete(tomorrow)
	for key, q := range map[string]verdict.Question{
		"plan.none":   {Ask: verdict.Tomorrow, Scene: "42", Unit: "main", Day: "2026-11-23"},
		"day.none":    {Ask: verdict.Tomorrow, Scene: "42", Unit: "second"},
		"notice.none": {Ask: verdict.Tomorrow, Scene: "42", Unit: "second", Day: "2026-11-22"},
	} {
		w.wantHold(q, key)
	}
	w.do("p1/performer!", &event.StopCalled{Unit: "main"})
	w.wantHold(tomorrow, "stop.open")
}

// TestWhatIsAskedAheadIsEvidence: the evening before leaves evidence out, never a rule.
func TestWhatIsAskedAheadIsEvidence(t *testing.T) {
	n := 0
	for f := verdict.NoFact + 1; f < verdict.FactCount; f++ {
		if !f.KnownAhead() {
			continue
		}
		n++
		if f.Info().Kind != verdict.Requirement {
			t.Errorf("%s is asked ahead and is no requirement", f)
		}
	}
	if n < 25 {
		t.Errorf("only %d facts are asked ahead", n)
	}
}

// TestTomorrowReadsThePlannedLoad: tonight nothing is loaded, so the cards, the distances, the papers
// and the number of hands are compared with what the plan will need.
func TestTomorrowReadsThePlannedLoad(t *testing.T) {
	tomorrow := verdict.Question{Ask: verdict.Tomorrow, Scene: "42", Unit: "main"}
	for name, c := range map[string]struct {
		plan func(*event.ScenePlanned)
		act  func(*world)
		want string // Empty for COMPLETE.
	}{
		"a card, room and a medic": {},
		"another load than any lot that came has no rounds to test": {
			plan: func(p *event.ScenePlanned) { p.Load = event.Full },
		},
		"no card for the lot": {
			act: func(w *world) { w.correct(w.newest(event.KindTestFired), "distance_mm") }, want: "blanks.no-test-fire",
		},
		"nearer than the floor": {
			plan: func(p *event.ScenePlanned) { p.Zone[0].DistanceMM = 6000 }, want: "zone.distance",
		},
		"nearer than the card": {
			act: func(w *world) {
				w.onDutyAs("h1", event.Handler)
				w.do("h1/handler!", &event.TestFired{Item: "R-03", Lot: "B-02", DistanceMM: 8000})
			},
			want: "zone.distance",
		},
		"nobody has a medic's licence": {
			act: func(w *world) {
				w.packs = append(w.packs, pack(w.t, "house"))
				w.adopt(pack(w.t, "house")) // The law asks for one with live rounds only.
				w.correct(w.paperOf(event.MedicLicence), "what")
			},
			want: "medic.absent",
		},
		"more than the handlers can keep in sight": {
			plan: func(p *event.ScenePlanned) {
				p.Items = append(p.Items, event.PlannedItem{Item: "R-04", Class: event.LiveCapable})
				p.Capacity = 1
			},
			act: func(w *world) {
				w.do("h1/handler! w2/watcher!", &event.ItemReceived{
					Items: []event.ReceivedItem{received("R-04", event.LiveCapable, "4472", "")},
				})
			},
			want: "handler.capacity",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.withBlanks()
			w.unload(2, 0)
			w.examine("R-03")
			w.lockUp()
			w.offDuty("h1", event.ByLockUp)
			if c.act != nil {
				c.act(w)
			}
			p := w.plan()
			p.Day, p.Purpose, p.Load = "2026-11-22", event.OnCamera, event.Half
			p.Medic, p.Protected, p.Zone[0].DistanceMM = event.Yes, event.Yes, 7000
			if c.plan != nil {
				c.plan(p)
			}
			w.planned(p)
			w.assessed(w.risk())
			w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
			w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-22", Unit: "main", To: event.CrewTold})
			if c.want == "" {
				w.wantComplete(tomorrow)
				return
			}
			w.wantHold(tomorrow, c.want)
		})
	}
}

// evening is that of a day with dummies, everything locked up, tomorrow's scene planned with a load.
func (w *world) evening(load event.Load) verdict.Question {
	w.withDummies()
	w.unload(6, 0)
	w.lockUp()
	w.offDuty("h1", event.ByLockUp)
	p := w.plan()
	p.Day, p.Load, p.Zone[0].DistanceMM = "2026-11-22", load, 7000
	w.planned(p)
	w.assessed(w.risk())
	w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
	w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-22", Unit: "main", To: event.CrewTold})
	return verdict.Question{Ask: verdict.Tomorrow, Scene: "42", Unit: "main"}
}

// TestTomorrowLooksAtWhoeverMayRelieve: the one who had the items last is not the only one whose
// papers count tomorrow, and a handler of another unit is no part of it.
func TestTomorrowLooksAtWhoeverMayRelieve(t *testing.T) {
	w := begin(t)
	tomorrow := w.evening(event.NoBlank)
	w.wantComplete(tomorrow)
	w.paper("med1/crew!", event.HandlerPermit, "2026-11-21", "h2")
	w.wantHold(tomorrow, "handler.permit-expired")
	w.onDutyAs("h2", event.Handler)
	w.wantHold(tomorrow, "handler.permit-expired")
	w.do("h2/handler!", &event.DutyOpened{Person: "h2", Role: event.Handler, Unit: "second", Device: keyOf("other")})
	w.wantComplete(tomorrow)
}

// TestTomorrowNamesALotThatNobodyTried: the blanks that came last are those that will be loaded.
func TestTomorrowNamesALotThatNobodyTried(t *testing.T) {
	w := begin(t)
	tomorrow := w.evening(event.Half)
	w.wantComplete(tomorrow)
	w.do("h1/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{blanks("B-03", "BOX-9")}})
	w.wantHold(tomorrow, "blanks.no-test-fire")
	w.do("h1/handler!", &event.TestFired{Item: "R-03", Lot: "B-03", DistanceMM: 4000})
	w.wantComplete(tomorrow)
}

// TestTomorrowMayBeMonday: a permit that was looked up 28 days ago is fresh enough for tomorrow, and not
// for the day after the weekend.
func TestTomorrowMayBeMonday(t *testing.T) {
	w := begin(t)
	w.evening(event.NoBlank)
	w.day += 27 * 24 * 3600
	w.at("06:00")
	w.do("ad1/ad!", &event.DayCalled{Day: "2026-12-18", Unit: "main", Region: "US-CA", Place: "stage-4"})
	for day, old := range map[event.Day]bool{"2026-12-19": false, "2026-12-20": false, "2026-12-21": true} {
		q := verdict.Question{Ask: verdict.Tomorrow, Scene: "42", Unit: "main", Day: day}
		if got := w.has(q, "handler.permit"); got != old {
			t.Errorf("asked for %s: the permit was looked up too long ago: %v, want %v", day, got, old)
		}
	}
}
