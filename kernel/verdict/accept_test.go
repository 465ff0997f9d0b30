package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// unprotected is a scene whose plan asks for shields and whose meeting says that there were none: only
// the bulletin asks for them.
func unprotected(t *testing.T) *world {
	w := begin(t)
	w.withDummies()
	p := w.plan()
	p.Protected = event.Yes
	w.planned(p)
	w.assessed(w.risk())
	w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
	m := w.meeting()
	m.Protected = event.No
	w.met(m)
	return w
}

func acceptance(key string) *event.HoldAccepted {
	return &event.HoldAccepted{Unit: "main", Day: "2026-11-21", Reason: key, Scene: "42"}
}

// by lists who accepted a reason; the verdict must be HOLD whoever did.
func (w *world) by(q verdict.Question, key string) []event.PersonID {
	w.t.Helper()
	v := w.judge(q)
	n := slices.IndexFunc(v.Reasons, func(r verdict.Reason) bool { return r.Key == key })
	if v.Outcome != verdict.Hold || n < 0 {
		w.t.Fatalf("want HOLD with %s, got %s %v", key, v.Outcome, keys(v))
	}
	return v.Reasons[n].AcceptedBy
}

func TestAReasonThatOnlyAGuidelineGivesCanBeAcceptedAndStaysHold(t *testing.T) {
	w := unprotected(t)
	if by := w.by(handOver, "protection.missing"); by != nil {
		t.Fatalf("accepted by %v before anybody did", by)
	}
	w.do("h1/handler ad1/ad", acceptance("protection.missing"))
	if by := w.by(handOver, "protection.missing"); !slices.Equal(by, []event.PersonID{"h1", "ad1"}) {
		t.Fatalf("accepted by %v", by)
	}
	// Off duty the handler no longer stands for it.
	w.offDuty("h1", event.ByRelief)
	if by := w.by(handOver, "protection.missing"); by != nil {
		t.Errorf("accepted by %v", by)
	}
}

func TestWhoCannotAccept(t *testing.T) {
	for name, by := range map[string]string{
		"the handler alone":              "h1/handler",
		"the AD alone":                   "ad1/ad",
		"the watcher in the AD's place":  "h1/handler w2/ad!",
		"the advisor in the AD's place":  "h1/handler ad1/advisor!",
		"a performer as handler":         "p1/handler! ad1/ad",
		"the founder as no AD":           "h1/handler x1/ad!",
		"a handler who is not appointed": "w1/handler! ad1/ad",
	} {
		t.Run(name, func(t *testing.T) {
			w := unprotected(t)
			w.do(by, acceptance("protection.missing"))
			if got := w.by(handOver, "protection.missing"); got != nil {
				t.Errorf("accepted by %v", got)
			}
		})
	}
}

func TestWhatLawAsksIsNotAccepted(t *testing.T) {
	w := begin(t)
	w.withDummies()
	p := w.plan()
	p.Near = append(p.Near, "bg9")
	w.scene(p)
	a := acceptance("course.missing")
	a.Scene, a.Person = "", "bg9"
	w.do("h1/handler ad1/ad", a)
	if by := w.by(handOver, "course.missing"); by != nil {
		t.Errorf("accepted by %v", by)
	}
}

func TestNothingAboutRoundsLooksCustodyBlocksOrTheRecordIsAcceptable(t *testing.T) {
	may := []verdict.Code{
		verdict.H08, verdict.H09, verdict.H10, verdict.H17, verdict.H18, verdict.H19, verdict.H21, verdict.H22,
	}
	for c := verdict.H01; c < verdict.CodeCount; c++ {
		for f := verdict.ForceCore; f <= verdict.ForceHouse; f++ {
			r := verdict.Reason{Code: c, Clauses: []verdict.ClauseRef{{Force: f}}}
			want := slices.Contains(may, c) && f >= verdict.ForceStandard
			if r.Acceptable() != want {
				t.Errorf("%s %s: acceptable is %t", c, f, !want)
			}
			r.Clauses = append(r.Clauses, verdict.ClauseRef{Force: verdict.ForceLaw})
			if r.Acceptable() {
				t.Errorf("%s %s beside law is acceptable", c, f)
			}
		}
		if bare := (&verdict.Reason{Code: c}); bare.Acceptable() {
			t.Errorf("%s of no clause is acceptable", c)
		}
	}
}

func TestNobodyAcceptsTheirOwnAct(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("h1/handler ad1/ad", &event.HoldAccepted{
		Unit: "main", Day: "2026-11-21", Reason: "performer.untrained", Item: "R-03", Person: "ad1",
	})
	q := handOver
	q.To = "ad1"
	if by := w.by(q, "performer.untrained"); by != nil {
		t.Errorf("accepted by %v", by)
	}
}

func TestAnAcceptanceIsGivenOnceADay(t *testing.T) {
	w := unprotected(t)
	given := w.do("h1/handler ad1/ad", acceptance("protection.missing"))
	w.correct(given, "reason")
	w.do("h1/handler ad1/ad", acceptance("protection.missing"))
	if by := w.by(handOver, "protection.missing"); by != nil {
		t.Errorf("accepted by %v after it was taken back", by)
	}
}

func TestTheAdvisorsNoEndsIt(t *testing.T) {
	w := unprotected(t)
	w.enrol("sa1", event.SafetyDepartment, "ad1", "x1")
	w.appoint("sa1", event.Advisor)
	given := w.do("h1/handler ad1/ad", acceptance("protection.missing"))
	w.do("w2/advisor!", &event.AcceptanceRefused{Of: given})
	if by := w.by(handOver, "protection.missing"); by == nil {
		t.Fatal("somebody who is no advisor refused it")
	}
	w.do("sa1/advisor!", &event.AcceptanceRefused{Of: given})
	w.do("h1/handler ad1/ad", acceptance("protection.missing"))
	if by := w.by(handOver, "protection.missing"); by != nil {
		t.Errorf("accepted by %v after the advisor's no", by)
	}
}

func TestAnotherDayAnotherUnitAnotherReasonIsNotAccepted(t *testing.T) {
	for name, change := range map[string]func(*event.HoldAccepted){
		"yesterday":      func(a *event.HoldAccepted) { a.Day = "2026-11-20" },
		"another unit":   func(a *event.HoldAccepted) { a.Unit = "second" },
		"another scene":  func(a *event.HoldAccepted) { a.Scene = "43" },
		"another reason": func(a *event.HoldAccepted) { a.Reason = "meeting.absent" },
		"of somebody":    func(a *event.HoldAccepted) { a.Person = "cam1" },
	} {
		w := unprotected(t)
		a := acceptance("protection.missing")
		change(a)
		w.do("h1/handler ad1/ad", a)
		if by := w.by(handOver, "protection.missing"); by != nil {
			t.Errorf("%s: accepted by %v", name, by)
		}
	}
}
