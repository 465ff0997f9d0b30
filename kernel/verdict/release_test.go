package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// TestAMisfiredRoundGoesIntoQuarantine closes a misfire with the round in other places.
func TestAMisfiredRoundGoesIntoQuarantine(t *testing.T) {
	for _, c := range []struct {
		name string
		box  event.ContainerID
		hold bool
	}{{"a quarantine", "QUAR", false}, {"a box", "BOX-2", true}, {"a locker", "SAFE-1", true}, {"nobody knows what", "X-1", true}} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withBlanks()
			of := w.do("cam1/crew!", &event.Misfired{Item: "R-03"})
			w.do("h1/handler w2/watcher", &event.MisfireClosed{
				Of: of, WaitSeconds: 30, Bore: event.BoreUnobstructed, Container: c.box, Rebriefed: event.Yes,
			})
			if w.has(onCamera, "misfire.open") != c.hold {
				t.Errorf("%v", keys(w.judge(onCamera)))
			}
		})
	}
}

// TestWhatWasFiredSinceIsNotCalledOld: a look sixteen minutes old is not older than half an hour.
func TestWhatWasFiredSinceIsNotCalledOld(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	w.do("h1/handler", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera})
	w.do("h1/handler", &event.Discharged{Item: "R-03", Planned: event.Yes, Shots: 1})
	w.collect()
	w.later(16 * 60)
	if !w.has(onCamera, "examine.fired") || w.has(onCamera, "examine.old") {
		t.Errorf("after a shot: %v", keys(w.judge(onCamera)))
	}
	w.later(15 * 60)
	if !w.has(onCamera, "examine.fired") || !w.has(onCamera, "examine.old") {
		t.Errorf("half an hour after a shot: %v", keys(w.judge(onCamera)))
	}
	w.examine("R-03")
	if w.has(onCamera, "examine.fired") || w.has(onCamera, "examine.old") {
		t.Errorf("after a look: %v", keys(w.judge(onCamera)))
	}
}

// TestOnlyWhatIsInQuarantineIsReleased asks about a box that is not, one by an act, and one by what it is.
func TestOnlyWhatIsInQuarantineIsReleased(t *testing.T) {
	w := begin(t)
	w.withDummies()
	q := releaseIt
	w.wantHold(q, "container.not-quarantined")
	w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BOX-2"}})
	w.wantComplete(q)
	w.release(w.newest(event.KindQuarantined))
	w.wantHold(q, "container.not-quarantined")
	q.Container = "QUAR"
	if w.has(q, "container.not-quarantined") {
		t.Errorf("a quarantine: %v", keys(w.judge(q)))
	}
}

// TestWhoLiftsANoThatWasRecordedForSomebody goes through the people who might sign.
func TestWhoLiftsANoThatWasRecordedForSomebody(t *testing.T) {
	for _, c := range []struct {
		name, recorded, by string
		lifts              bool
	}{
		{"the person", "h1/handler", "p1/performer!", true},
		{"the handler who recorded it", "h1/handler", "h1/handler", false},
		{"with a watcher", "h1/handler", "h1/handler w2/watcher", true},
		{"with the AD", "h1/handler", "h1/handler ad1/ad", true},
		{"with their own voucher", "h1/handler", "h1/handler x1/crew!", false},
		{"with another performer", "h1/handler", "h1/handler p2/performer!", false},
		{"two others", "h1/handler", "ad1/ad w2/watcher", false},
		{"another handler with a watcher", "h1/handler", "h2/handler! w2/watcher", false},
		{"a performer who recorded it, with a watcher", "p2/performer!", "p2/performer! w2/watcher", false},
		{"nobody of the act", "h1/handler", "cam1/crew!", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			of := w.do(c.recorded, &event.Withheld{Item: "R-03", SaidFor: "p1"})
			w.wantHold(handOver, "withheld.item")
			w.do(c.by, &event.WithheldLifted{Of: of})
			if held := w.has(handOver, "withheld.item"); held == c.lifts {
				t.Errorf("lifted by %s: still held %t", c.by, held)
			}
		})
	}
}

// TestWhoRelievesAHandlerLiftsANoTheyRecorded before another person, after a look of their own.
func TestWhoRelievesAHandlerLiftsANoTheyRecorded(t *testing.T) {
	w := begin(t)
	w.withDummies()
	of := w.do("h1/handler", &event.Withheld{Item: "R-03", SaidFor: "p1"})
	w.onDutyAs("h2", event.Handler)
	w.do("h1/handler! h2/handler!", &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{"R-03"}})
	open := func() bool { return len(w.s.OpenBlocks()) > 0 }
	w.do("h2/handler med1/crew!", &event.WithheldLifted{Of: of})
	if !open() {
		t.Error("lifted before the relieving handler looked")
	}
	w.do("h2/handler", w.look("R-03"))
	w.do("h2/handler", &event.WithheldLifted{Of: of})
	if !open() {
		t.Error("lifted by the relieving handler alone")
	}
	w.do("h2/handler med1/crew!", &event.WithheldLifted{Of: of})
	if open() {
		t.Error("not lifted by both after the look")
	}
}

// TestWhoRelievesAHandlerLiftsTheirNoAfterALookOfTheirOwn goes through each thing that has to be there.
func TestWhoRelievesAHandlerLiftsTheirNoAfterALookOfTheirOwn(t *testing.T) {
	w := begin(t)
	w.withDummies()
	theirs := w.do("p1/performer!", &event.Withheld{Item: "R-03"})
	of := w.do("h1/handler", &event.Withheld{Item: "R-03"})
	scene := w.do("h1/handler", &event.Withheld{Scene: "42"})
	open := func() map[event.ID]bool {
		out := map[event.ID]bool{}
		for _, b := range w.s.OpenBlocks() {
			e, _ := w.s.Entry(b.Index)
			out[e.ID] = true
		}
		return out
	}
	try := func(what string, want bool) {
		t.Helper()
		for _, id := range []event.ID{theirs, of, scene} {
			w.do("h2/handler", &event.WithheldLifted{Of: id})
		}
		got := open()
		if got[of] == want || !got[theirs] || !got[scene] {
			t.Errorf("%s: the handler's no holds %t, a performer's %t, one to a scene %t", what, got[of], got[theirs], got[scene])
		}
	}
	w.onDutyAs("h2", event.Handler)
	try("on duty", false)
	w.do("h2/handler", w.look("R-03"))
	try("after a look without relief", false)
	w.do("h1/handler", w.look("R-03"))
	w.do("h1/handler! h2/handler!", &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{"R-03"}})
	try("relieved, before a look", false)
	w.do("h2/handler", w.look("R-03"))
	try("relieved and looked", true)
}
