package verdict_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// wholeDay is a day on which everybody does their part: a rehearsal with dummies, a STOP, a scene on
// camera with blanks, lunch under lock.
func (w *world) wholeDay() {
	w.withDummies()
	w.give()
	w.later(300)
	w.collect()
	w.do("h1/handler", &event.Reset{Items: []event.ItemID{"R-03"}})
	stop := w.do("cam1/crew!", &event.StopCalled{Unit: "main"})
	w.do("ad1/ad", &event.StopReceived{Of: stop})
	w.do("h1/hazard-owner w2/crew", &event.Restarted{Of: []event.ID{stop}})
	held := w.do("p1/performer!", &event.Withheld{Item: "R-03"})
	w.do("p1/performer!", &event.WithheldLifted{Of: held})
	w.at("08:30")
	w.unload(6, 0)
	p := w.plan()
	p.Purpose, p.Load, p.Medic, p.Protected = event.OnCamera, event.Half, event.Yes, event.Yes
	p.Zone[0].DistanceMM = 7000
	w.scene(p)
	w.do("p1/performer!", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"p1"}, How: event.OwnPhone})
	w.load("BOX-3", "B-02", 2)
	w.do("h1/handler", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera})
	w.do("h1/handler", &event.Discharged{Item: "R-03", Planned: event.Yes, Shots: 2})
	w.collect()
	w.bore(event.BoreUnobstructed)
	w.unload(0, 2)
	w.examine("R-03")
	w.at("11:59")
	w.lockUp()
	w.do("ad1/ad", &event.BreakCalled{Unit: "main", What: event.Meal})
	w.offDuty("h1", event.ByMeal)
}

var dayQuestions = []verdict.Question{handOver, onCamera, start, closeDay, loadIt}

// outcomes plays the day and answers every question after every act. Between lets a test put
// something in after an act.
func outcomes(t *testing.T, change func(*world), between func(w *world, n int)) ([][]verdict.Verdict, *world) {
	w := begin(t)
	if change != nil {
		change(w)
	}
	var out [][]verdict.Verdict
	w.after = func(n int) {
		if between != nil {
			between(w, n)
		}
		var row []verdict.Verdict
		for _, q := range dayQuestions {
			row = append(row, w.judge(q))
		}
		out = append(out, row)
	}
	w.wholeDay()
	return out, w
}

// worse fails when a HOLD became COMPLETE.
func worse(t *testing.T, what string, before, after [][]verdict.Verdict, w *world) {
	t.Helper()
	for n := range min(len(before), len(after)) {
		for k := range before[n] {
			if before[n][k].Outcome == verdict.Hold && after[n][k].Outcome == verdict.Complete {
				t.Errorf("%s: %s after act %d was HOLD %v and is COMPLETE", what, dayQuestions[k].Ask, n+1, keys(before[n][k]))
				return
			}
		}
	}
}

func completes(rows [][]verdict.Verdict) int {
	n := 0
	for _, row := range rows {
		for _, v := range row {
			if v.Outcome == verdict.Complete {
				n++
			}
		}
	}
	return n
}

// otherWorld are kinds whose absence is not missing evidence but another world: the item was not
// loaded, not handed out, the unit did not go elsewhere. That such an act cannot be left out of the
// record is the log's work (its checkpoints cover it) and that of the links behind it.
var otherWorld = map[event.Kind]bool{
	event.KindItemReceived: true, event.KindRoundsReceived: true, event.KindLoaded: true, event.KindUnloaded: true,
	event.KindHandedOver: true, event.KindScenePlanned: true, event.KindDayCalled: true, event.KindProductionOpened: true,
}

func TestLeavingOutSupportNeverCompletes(t *testing.T) {
	base, day := outcomes(t, nil, nil)
	if completes(base) < 20 {
		t.Fatalf("the day is COMPLETE only %d times", completes(base))
	}
	for n := range len(day.log) {
		e := day.log[n].Event()
		if e.Kind.Polarity() != event.Support || otherWorld[e.Kind] {
			continue
		}
		rows, w := outcomes(t, func(w *world) { w.skip = n + 1 }, nil)
		if e.Kind == event.KindItemExamined {
			// Who did not examine it did not take it out of the locker either.
			for k := range rows {
				rows[k][3].Outcome = verdict.Hold
			}
		}
		worse(t, fmt.Sprintf("without %d %s", n, e.Kind), base, rows, w)
	}
}

// TestAnEntryDroppedFromTheLogHolds drops one act from a log whose later acts still name it: whatever it had
// changed waits for it, and the checkpoint that covers more entries than there are says the rest.
func TestAnEntryDroppedFromTheLogHolds(t *testing.T) {
	w := begin(t)
	w.withDummies()
	full := w.log
	for n := 1; n < len(full); n++ {
		short := begin(t)
		for k, o := range full {
			if k == n {
				continue
			}
			if err := short.s.Apply(o); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range w.ticks {
			_ = short.s.Tick(c) // Refused from the hole on: it covers an entry that is not here.
		}
		short.now = w.now
		v := short.judge(handOver)
		found := false
		for _, r := range v.Reasons {
			found = found || r.Code == verdict.H25
		}
		if v.Outcome == verdict.Complete || !found {
			t.Errorf("without %d %s: %s %v", n, full[n].Event().Kind, v.Outcome, keys(v))
		}
	}
}

func TestNamingNoCheckpointNeverCompletes(t *testing.T) {
	base, day := outcomes(t, nil, nil)
	for n := 1; n < len(day.log); n++ {
		rows, w := outcomes(t, func(w *world) { w.unseen = n + 1 }, nil)
		worse(t, fmt.Sprintf("unseen %d %s", n, day.log[n].Event().Kind), base, rows, w)
	}
}

func TestNoCorrectionEverCompletes(t *testing.T) {
	base, day := outcomes(t, nil, nil)
	random := rand.New(rand.NewPCG(2, 132))
	for n := range len(day.log) {
		e := day.log[n].Event()
		fields := event.Describe(e.Kind)
		if len(fields) == 0 {
			continue
		}
		for range 2 {
			field, at := fields[random.IntN(len(fields))].Name, n+1+random.IntN(len(day.log)-n)
			of := day.log[n].ID()
			rows, w := outcomes(t, nil, func(w *world, k int) {
				if k == at {
					w.do("cam1/crew!", &event.Corrected{Of: of, Fields: []string{field}})
				}
			})
			worse(t, fmt.Sprintf("%s of %d %s corrected after %d", field, n, e.Kind, at), base, rows, w)
		}
	}
}

func TestNoRevocationEverCompletes(t *testing.T) {
	base, day := outcomes(t, nil, nil)
	random := rand.New(rand.NewPCG(3, 132))
	for _, who := range []event.PersonID{"ad1", "x1", "h1", "w1", "w2", "p1", "med1"} {
		for range 4 {
			at := 40 + random.IntN(len(day.log)-40)
			since := int64(random.IntN(at))
			rows, w := outcomes(t, nil, func(w *world, k int) {
				if k == at {
					w.do("cam1/crew! w3/crew!", &event.KeyRevoked{Person: who, Key: keyOf(string(who)), Since: since})
				}
			})
			worse(t, fmt.Sprintf("%s revoked since %d after %d", who, since, at), base, rows, w)
		}
	}
}

func TestNoBlockEverCompletes(t *testing.T) {
	base, day := outcomes(t, nil, nil)
	random := rand.New(rand.NewPCG(4, 132))
	item := event.ItemID("R-03")
	blocks := []event.Body{
		&event.StopCalled{Unit: "main"}, &event.Withheld{Item: item}, &event.Withheld{Scene: "42"},
		&event.Misfired{Item: item}, &event.Discharged{Item: item, Planned: event.No, Shots: 1},
		&event.Discharged{Item: item, Planned: event.Yes, Shots: 1},
		&event.LooseFound{Nature: event.UnknownRound, Count: 1, Near: []event.Object{item.Object()}},
		&event.Unattended{Objects: []event.Object{item.Object()}}, &event.ConcernRaised{}, &event.IncidentDeclared{},
		&event.OtherDuty{Person: "h1"}, &event.Departed{Person: "w2", Day: "2026-11-21"},
		&event.BreakCalled{Unit: "main", What: event.Meal}, &event.RoundsCounted{Container: "BOX-1", Lot: "D-014", Number: 1},
		&event.DutyClosed{Person: "h1", Why: event.ByTime},
	}
	for n, b := range blocks {
		for range 4 {
			at := 45 + random.IntN(len(day.log)-45)
			rows, w := outcomes(t, nil, func(w *world, k int) {
				if k == at {
					w.do("cam1/crew!", b)
				}
			})
			worse(t, fmt.Sprintf("block %d %s after %d", n, b.Kind(), at), base, rows, w)
			if rows[at-1][0].Outcome == verdict.Complete && b.Kind() != event.KindRoundsCounted && b.Kind() != event.KindDeparted {
				t.Errorf("%s after act %d changes nothing", b.Kind(), at)
			}
		}
	}
}

// TestNothingRestsOnAPerformer leaves out every act a performer signed, but STOP and withheld.
func TestNothingRestsOnAPerformer(t *testing.T) {
	base, day := outcomes(t, nil, nil)
	tried := 0
	for n := range len(day.log) {
		e := day.log[n].Event()
		if e.Signers[0].Role != event.Performer || e.Kind == event.KindWithheld || e.Kind == event.KindWithheldLifted {
			continue
		}
		tried++
		rows, _ := outcomes(t, func(w *world) { w.skip = n + 1 }, nil)
		for k := range base {
			for q := range base[k] {
				if base[k][q].Outcome != rows[k][q].Outcome {
					t.Errorf("without %s: %s after act %d is %s", e.Kind, dayQuestions[q].Ask, k+1, rows[k][q].Outcome)
				}
			}
		}
	}
	if tried == 0 {
		t.Fatal("no performer signed anything")
	}
}
