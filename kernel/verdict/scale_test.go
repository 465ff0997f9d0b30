package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// TestACorrectionAfterManyCyclesEnds: rounds went from one box into a firearm and back two thousand
// times. A walk over every way they can have gone would not come to an end.
func TestACorrectionAfterManyCyclesEnds(t *testing.T) {
	w := begin(t)
	w.withDummies()
	opened := w.do("h1/handler", &event.ContainerRegistered{Container: "BELT-1", What: event.Belt})
	w.do("h1/handler", &event.ContainerRegistered{Container: "BELT-2", What: event.Belt})
	w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "BELT-1", Unfired: 6})
	for range 2000 {
		w.do("h1/handler w2/watcher", &event.Loaded{
			Item: "R-03", Container: "BELT-1", Lot: "D-014", Positions: positions(6),
		})
		w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "BELT-1", Unfired: 6})
	}
	w.do("h1/handler", &event.RoundsMoved{Lot: "D-014", From: "BELT-1", To: "BELT-2", Count: 6})
	w.do("h1/handler w2/watcher", &event.Loaded{
		Item: "R-03", Container: "BELT-2", Lot: "D-014", Positions: positions(6),
	})
	w.correct(opened, "what")
	w.correct(w.ids["T1"], "to")
	it, _ := w.s.Item("R-03")
	n := 0
	for _, x := range it.Sources[0].Lacks {
		if x.Key == "source.unsealed" && x.Container == "BELT-2" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the source is marked %d times", n)
	}
}

// TestWhatACorrectionReachesAndWhatNot: rounds that left a box before the corrected act are not about it,
// those that left later are, through every hand they went.
func TestWhatACorrectionReachesAndWhatNot(t *testing.T) {
	w := begin(t)
	w.withDummies()
	for _, id := range []event.ContainerID{"BELT-1", "BELT-2", "BELT-3"} {
		w.do("h1/handler", &event.ContainerRegistered{Container: id, What: event.Belt})
	}
	move := func(from, to event.ContainerID, n int64) event.ID {
		return w.do("h1/handler", &event.RoundsMoved{Lot: "D-014", From: from, To: to, Count: n})
	}
	odd := func(id event.ContainerID) bool {
		c, _ := w.s.Container(id)
		return slices.ContainsFunc(c.Parts, func(p state.Part) bool { return p.Odd })
	}
	w.unseal("BOX-2")
	move("BOX-2", "BELT-1", 1)
	seal := w.do("h1/handler", &event.ContainerSealed{Container: "BOX-2", Seal: "S-9"})
	w.do("h1/handler", &event.ContainerOpened{Container: "BOX-2", Seal: "S-9"})
	move("BOX-2", "BELT-2", 2)
	move("BELT-2", "BELT-3", 1)
	before := [3]bool{odd("BELT-1"), odd("BELT-2"), odd("BELT-3")}
	w.correct(seal, "seal")
	after := [3]bool{odd("BELT-1"), odd("BELT-2"), odd("BELT-3")}
	if before != [3]bool{} || after != [3]bool{false, true, true} {
		t.Errorf("odd before %v, after %v", before, after)
	}
}
