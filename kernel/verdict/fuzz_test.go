package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// deeds are what arbitrary bytes can make people do; n chooses among small lists.
var deeds = []func(w *world, n int){
	func(w *world, n int) { w.later(int64(n) * 60) },
	func(w *world, n int) { w.examine(pick[event.ItemID](n, "R-03", "G-11")) },
	func(w *world, n int) { w.do(pick(n, "h1/handler", "p1/performer!", "w2/watcher"), w.look("R-03")) },
	func(w *world, n int) { w.unload(int64(n%8), int64(n%3)) },
	func(w *world, n int) {
		w.load(pick[event.ContainerID](n, "BOX-2", "BOX-3", "QUAR"), pick[event.LotID](n/3, "D-014", "B-02"), int64(n%6)+1)
	},
	func(w *world, n int) {
		w.do(pick(n, "h1/handler", "ad1/ad", "p1/performer!"), &event.HandedOver{
			Item: "R-03", To: pick[event.PersonID](n/3, "p1", "cam1"), Scene: "42", Purpose: event.Rehearsal,
		})
	},
	func(w *world, n int) { w.collect() },
	func(w *world, n int) { w.do("h1/handler", &event.Reset{Items: []event.ItemID{"R-03"}}) },
	func(w *world, n int) {
		w.do(pick(n, "h1/handler", "cam1/crew!"), &event.Discharged{Item: "R-03", Planned: pick(n/2, event.Yes, event.No), Shots: int64(n%3) + 1})
	},
	func(w *world, n int) { w.do("h1/handler", &event.Misfired{Item: "R-03"}) },
	func(w *world, n int) { w.do("cam1/crew!", &event.StopCalled{Unit: "main"}) },
	func(w *world, n int) { w.do(pick(n, "p1/performer!", "h1/handler"), &event.Withheld{Item: "R-03"}) },
	func(w *world, n int) {
		w.do("cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1, Near: []event.Object{event.ContainerID("BOX-2").Object()}})
	},
	func(w *world, n int) {
		w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
	},
	func(w *world, n int) { w.do("h1/handler", &event.Quarantined{Items: []event.ItemID{"R-03"}}) },
	func(w *world, n int) {
		w.do("h1/handler", &event.RoundsMoved{Lot: "D-014", From: "BOX-2", To: "QUAR", Count: int64(n%4) + 1})
	},
	func(w *world, n int) { w.do("h1/handler", &event.ContainerSealed{Container: "BOX-2", Seal: "S-7"}) },
	func(w *world, n int) { w.lockUp() },
	func(w *world, n int) {
		if e, ok := w.s.Entry(n % int(w.s.Size())); ok && n > 0 && e.Event.Kind != event.KindProductionOpened {
			w.do("h1/handler", &event.Corrected{Of: e.ID, Fields: []string{event.Describe(e.Event.Kind)[0].Name}})
		}
	},
	func(w *world, n int) { w.planned(w.plan()) },
	func(w *world, n int) { w.met(w.meeting()) },
	func(w *world, n int) { w.blind = n%2 == 0 },
}

func pick[T any](n int, of ...T) T { return of[n%len(of)] }

// FuzzJudge lets people do anything in any order and asks everything: the answer is COMPLETE without a
// reason, or HOLD with reasons that the catalogue knows, none of them a fault of the judge.
func FuzzJudge(f *testing.F) {
	f.Add([]byte{})
	for n := range deeds {
		f.Add([]byte{byte(n), 1, byte(n), 2, 1, 0, 5, 0})
	}
	f.Fuzz(func(t *testing.T, acts []byte) {
		w := begin(t)
		w.withDummies()
		for n := 0; n+1 < min(len(acts), 80); n += 2 {
			deeds[int(acts[n])%len(deeds)](w, int(acts[n+1]))
		}
		for ask := verdict.Load; ask <= verdict.Tomorrow; ask++ {
			q := verdict.Question{
				Ask: ask, Item: "R-03", Container: "BOX-2", To: "p1", Scene: "42", Purpose: event.Rehearsal, Unit: "main",
			}
			for _, now := range []state.Interval{{Earliest: w.now, Latest: w.now}, {Earliest: state.Past, Latest: state.Future}} {
				answered(t, verdict.Judge(w.s, q, w.packs, now), now)
			}
		}
	})
}

func answered(t *testing.T, v verdict.Verdict, now state.Interval) {
	t.Helper()
	if (v.Outcome == verdict.Complete) != (len(v.Reasons) == 0) {
		t.Fatalf("%s with %d reasons", v.Outcome, len(v.Reasons))
	}
	if v.Outcome == verdict.Complete && now.Latest == state.Future {
		t.Fatalf("%s is COMPLETE at a time nobody knows", v.Question.Ask)
	}
	for _, r := range v.Reasons {
		if r.Cause == verdict.Fault || r.Code == verdict.NoCode || len(r.Clauses) == 0 {
			t.Fatalf("%s: %+v", v.Question.Ask, r)
		}
	}
}
