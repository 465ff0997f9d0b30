package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

func TestTheDayAfter(t *testing.T) {
	for day, want := range map[event.Day]event.Day{
		"2026-11-23": "2026-11-24",
		"2026-11-30": "2026-12-01",
		"2026-12-31": "2027-01-01",
		"2028-02-28": "2028-02-29",
		"2028-02-29": "2028-03-01",
		"2027-02-28": "2027-03-01",
		"2199-12-31": "",
		"":           "",
		"2026-13-01": "",
		"yesterday!": "",
	} {
		if got := verdict.DayAfter(day); got != want {
			t.Errorf("the day after %q is %q, want %q", day, got, want)
		}
	}
}

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
		"notice.none": {Ask: verdict.Tomorrow, Scene: "42", Unit: "second"},
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
