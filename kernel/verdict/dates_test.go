package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// The sweep of today was signed yesterday under today's date.
func TestASweepOfTheDayBeforeIsNotOfToday(t *testing.T) {
	w := begin(t)
	w.open()
	w.crew()
	w.prep()
	w.onDutyAs("h1", event.Handler)
	w.do("h1/handler", &event.SweepDone{
		Day: "2026-11-21", Unit: "main", Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	})
	w.offDuty("h1", event.ByLockUp)
	w.day += 24 * 3600
	w.at("06:30")
	w.onDutyAs("ad1", event.AD)
	w.onDutyAs("h1", event.Handler)
	w.onDutyAs("w2", event.Watcher)
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: w.region, Place: "stage-4"})
	w.paper("h1/handler!", event.PerformerTraining, "", "p1")
	w.scene(w.plan())
	w.at("07:40")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
	w.wantHold(handOver, "sweep.none")
}

// The meeting "of today" was held, by its own interval, the day before.
func TestAMeetingOfTheDayBeforeIsNotOfToday(t *testing.T) {
	w := begin(t)
	w.open()
	w.crew()
	w.prep()
	w.onDutyAs("h1", event.Handler)
	w.scene(w.plan()) // Plan, assessment, approval and meeting, all at 17:00 of the 20th.
	w.offDuty("h1", event.ByLockUp)
	w.day += 24 * 3600
	w.at("06:30")
	w.onDutyAs("ad1", event.AD)
	w.onDutyAs("h1", event.Handler)
	w.onDutyAs("w2", event.Watcher)
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: w.region, Place: "stage-4"})
	w.do("h1/handler", &event.SweepDone{
		Day: "2026-11-21", Unit: "main", Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	})
	w.paper("h1/handler!", event.PerformerTraining, "", "p1")
	w.at("07:40")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
	w.wantHold(handOver, "meeting.other-day")
}

// The handler's permit ended on the 20th; the AD calls the 21st the 20th.
func TestADayCalledBackwardMakesNoPermitLast(t *testing.T) {
	w := begin(t)
	w.open()
	w.crew()
	w.paper("med1/crew!", event.HandlerPermit, "2026-11-20", "h1", "h2")
	w.prep()
	w.day += 24 * 3600
	w.at("06:30")
	w.onDutyAs("ad1", event.AD)
	w.onDutyAs("h1", event.Handler)
	w.onDutyAs("w2", event.Watcher)
	w.at("06:40")

	w.paper("h1/handler!", event.PerformerTraining, "", "p1")
	w.callAs("2026-11-21")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
	w.wantHold(handOver, "handler.permit-expired")
	w.callAs("2026-11-20")
	w.wantHold(handOver, "handler.permit-expired") // The ledger's clock says the 21st, the call sheet the 20th.
}

// The tax-credit pilot binds from 2025-07-01 to 2030-06-30: its clauses go when the day is called 2031.
func TestADayCalledFarAheadIsNoDay(t *testing.T) {
	w := begin(t)
	w.tag = "tax"
	w.open()
	w.crew()
	w.paper("med1/crew!", event.HandlerPermit, "2199-01-01", "h1", "h2")
	w.prep()
	w.day += 24 * 3600
	w.at("06:30")
	w.onDutyAs("ad1", event.AD)
	w.onDutyAs("h1", event.Handler)
	w.onDutyAs("w2", event.Watcher)
	w.at("06:40")
	w.tag = "" // No advisor signs the assessment from here on.

	w.paper("h1/handler!", event.PerformerTraining, "", "p1")
	w.callAs("2026-11-21")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
	w.wantHold(handOver, "risk.no-advisor")
	w.callAs("2031-01-01")
	w.wantHold(handOver, "day.none")
}

// The notice of the day is given an hour behind the call.
func TestANoticeBehindTheCallIsLate(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.correct(w.ids["notice"], "day")
	w.wantHold(handOver, "notice.none")
	w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-21", Unit: "main", To: event.CrewTold})
	w.wantHold(handOver, "notice.late")
}

// callAs gives notice of a day under a date, calls it, and sweeps, plans, assesses and meets on it.
func (w *world) callAs(day event.Day) {
	w.do("ad1/ad", &event.NoticeGiven{Day: day, Unit: "main", To: event.CrewTold})
	w.do("ad1/ad", &event.DayCalled{Day: day, Unit: "main", Region: w.region, Place: "stage-4"})
	w.do("h1/handler", &event.SweepDone{
		Day: day, Unit: "main", Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	})
	p := w.plan()
	p.Day = day
	w.planned(p)
	w.assessed(w.risk())
	w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
	m := w.meeting()
	m.Day = day
	w.met(m)
}
