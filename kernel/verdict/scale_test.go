package verdict_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
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

// TestEveryOpenBlockIsListedOnceAndNoneIsForgotten goes through the sizes around which the judge counts
// in another way, and one that no walk over pairs would come through quickly.
func TestEveryOpenBlockIsListedOnceAndNoneIsForgotten(t *testing.T) {
	w := begin(t)
	w.withDummies()
	var raised []event.ID
	for _, n := range []int{1, 31, 32, 33, 34, 4000} {
		for len(raised) < n {
			raised = append(raised, w.do("cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1}))
		}
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			var got []int
			for _, r := range w.judge(handOver).Reasons {
				if r.Key == "rounds.loose" {
					got = append(got, r.Index)
				}
			}
			if len(got) != n {
				t.Fatalf("%d reasons", len(got))
			}
			for k, i := range got {
				if at, _ := w.s.Find(raised[k]); at != i {
					t.Fatalf("reason %d is of entry %d", k, i)
				}
			}
		})
	}
	if open := w.s.OpenBlocks(); len(open) != len(raised) {
		t.Errorf("%d blocks are open", len(open))
	}
}

// TestTheOpenBlocksAreThoseThatHold plays the whole day and a release that is taken away again: the
// list says at every moment what asking each block says.
func TestTheOpenBlocksAreThoseThatHold(t *testing.T) {
	w := begin(t)
	seen := 0
	w.after = func(int) {
		want := slices.DeleteFunc(slices.Clone(w.s.Blocks()), func(b *state.Block) bool { return !w.s.Open(b) })
		if !slices.Equal(w.s.OpenBlocks(), want) {
			t.Fatalf("%d blocks are listed as open, %d are", len(w.s.OpenBlocks()), len(want))
		}
		seen = max(seen, len(want))
	}
	w.withDummies()
	one := w.do("cam1/crew!", &event.StopCalled{Unit: "main"})
	w.do("cam1/crew!", &event.StopCalled{Unit: "main"})
	w.do("p1/performer!", &event.Withheld{Item: "R-03"})
	again := w.do("h1/hazard-owner w2/crew", &event.Restarted{Of: []event.ID{one}})
	w.lockUp()
	w.correct(again, "of")
	w.do("h1/hazard-owner w2/crew", &event.Restarted{Of: []event.ID{one}})
	w.correct(again, "of")
	w.correct(w.newest(event.KindLockedUp), "items")
	if seen != 3 {
		t.Errorf("at most %d were open", seen)
	}
	if open := w.s.OpenBlocks(); len(open) != 2 || open[1].Kind != event.KindWithheld {
		t.Errorf("%d are open in the end", len(open))
	}
}

// BenchmarkOpenBlocks asks one question while thousands of blocks hold.
func BenchmarkOpenBlocks(b *testing.B) {
	w := begin(b)
	w.withDummies()
	for range 4000 {
		w.do("cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1})
	}
	now := state.Interval{Earliest: w.now, Latest: w.now}
	for b.Loop() {
		if v := verdict.Judge(w.s, handOver, w.packs, now); len(v.Reasons) < 4000 {
			b.Fatal(len(v.Reasons))
		}
	}
}
