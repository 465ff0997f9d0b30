package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// nearAgree fails when the answers about all people near a scene at once say more than asking each of
// them does. It returns both answers of the last scene.
func nearAgree(w *world) (present, took bool) {
	w.t.Helper()
	const day = event.Day("2026-11-21")
	for _, c := range w.s.Scenes() {
		present, took = w.s.AllNearPresent(c), w.s.AllNearTook(c, day)
		eachPresent, eachTook := true, true
		w.s.EachNear(c, func(who event.PersonID, p *state.Person) {
			_, here := w.s.PresentPerson(c, who, p)
			paper, ok := w.s.PaperOf(p, event.FirearmsCourse)
			eachPresent, eachTook = eachPresent && here, eachTook && ok && paper.Valid(day)
		})
		if present && !eachPresent || took && !eachTook {
			w.t.Fatalf("entry %d, %s: all present %v and trained %v, each %v and %v",
				len(w.log), c.ID, present, took, eachPresent, eachTook)
		}
	}
	return present, took
}

// TestEverybodyNearIsEachOfThem: after every act of a day and of a week, and in each way in which one
// of several people can be the one who was not there or took no course.
func TestEverybodyNearIsEachOfThem(t *testing.T) {
	w := begin(t)
	w.after = func(int) { nearAgree(w) }
	w.wholeDay()
	s := &season{world: begin(t)}
	s.after = func(int) { nearAgree(s.world) }
	s.open()
	s.crew()
	s.company()
	for range 6 {
		s.morning()
		s.wholeDay()
	}

	near := func(who ...event.PersonID) func(*world) {
		return func(w *world) {
			p := w.plan()
			p.Near = who
			w.scene(p)
		}
	}
	for name, c := range map[string]struct {
		do            func(*world)
		present, took bool
	}{
		"everybody":                   {near("ad1"), true, true},
		"one was not there":           {near("ad1", "h2"), false, true},
		"one of them was never met":   {near("ad1", "late1"), false, false},
		"one took the course in time": {func(w *world) { near("ad1", "h2")(w); w.attended("h2") }, true, true},
		"one looked at their own": {func(w *world) {
			w.paper("med1/crew!", event.FirearmsCourse, "", "ad1", "med1")
			near("ad1", "med1")(w)
		}, true, false},
		"one looked at their own and another had before": {func(w *world) {
			w.paper("x1/steward!", event.FirearmsCourse, "", "ad1", "x1")
			near("ad1", "x1")(w)
			w.attended("x1")
		}, true, true},
		"who looked plays since": {func(w *world) {
			w.paper("w1/crew!", event.FirearmsCourse, "", "ad1")
			near("ad1")(w)
			w.appoint("w1", event.StandIn)
		}, true, true},
		"a newer paper has ended": {func(w *world) {
			w.paper("med1/crew!", event.FirearmsCourse, "2026-11-20", "cam1", "ad1")
			near("ad1")(w)
		}, true, false},
		"a newer paper was taken back": {func(w *world) {
			w.paper("med1/crew!", event.FirearmsCourse, "", "cam1", "ad1")
			w.correct(w.paperOf(event.FirearmsCourse), "people")
			near("ad1")(w)
		}, true, false},
		"the meeting was taken back": {func(w *world) {
			near("ad1")(w)
			w.correct(w.ids["meeting"], "people")
		}, false, true},
		"a player alone says who came": {func(w *world) {
			near("ad1", "h2")(w)
			w.do("p1/performer!", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.OwnPhone})
		}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			c.do(w)
			w.t = t
			if present, took := nearAgree(w); present != c.present || took != c.took {
				t.Errorf("present %v, trained %v", present, took)
			}
		})
	}
}

func (w *world) attended(who event.PersonID) {
	w.t.Helper()
	w.do("w2/crew!", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{who}, How: event.Ticked})
}
