package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// everyTime adopts the house rule of every hand-over.
func (w *world) everyTime() {
	w.t.Helper()
	w.packs = append(slices.Clip(w.packs), pack(w.t, "house-every-hand-over"))
}

// giveAs hands R-03 over with the newest test of what is inside.
func (w *world) giveAs(by string) {
	w.t.Helper()
	w.do(by, &event.HandedOver{
		Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal,
		Trays: []event.ID{w.newest(event.KindTrayTested)},
	})
}

// anewCauses are of a production that asks at every hand-over for what the first one needs.
func anewCauses() []cause {
	base := func(w *world) {
		w.everyTime()
		w.withDummies()
		w.seen("R-03")
		w.give()
		w.collect()
		w.retest("HR2", 6)
		w.seen("R-03")
	}
	comesBack := func(w *world, _ *ask) {
		w.giveAs("h1/handler! w2/watcher!")
		w.collect()
	}
	alone := func(w *world, _ *ask) { w.giveAs("h1/handler!") }
	again := func(w *world, _ *ask) {
		w.collect()
		w.retest("HR3", 6)
		w.seen("R-03")
		w.giveAs("h1/handler! w2/watcher!")
		w.wantComplete(start)
	}
	look := func(w *world, _ *ask) { w.seen("R-03") }
	recalled := func(w *world, _ *ask) {
		w.call("US-CA")
		w.swept("main")
		w.met(w.meeting())
	}
	return []cause{
		{key: "look.not-anew", code: verdict.H03, base: base, mend: look, do: comesBack, also: "H01 retest.not-anew"},
		{key: "retest.not-anew", code: verdict.H01, base: base, do: comesBack, also: "H03 look.not-anew", mend: func(w *world, _ *ask) {
			w.retest("HR3", 6)
		}},
		{
			key: "look.not-signed-anew", code: verdict.H03, base: base, q: start, do: alone, mend: again,
			also: "H01 retest.watcher",
		},
		{key: "look.not-today", code: verdict.H03, base: base, do: recalled, mend: look},
		{
			key: "look.not-signed-today", code: verdict.H03, base: base, q: start, mend: again,
			also: "H01 retest.watcher H03 look.not-signed-anew", do: func(w *world, q *ask) {
				recalled(w, q)
				look(w, q)
				alone(w, q)
			},
		},
	}
}

// TestEveryHandOverIsAskedAnew: what was done before the item came back counts no longer, whichever act
// brought it back, and a look of somebody who had not heard of that is none.
func TestEveryHandOverIsAskedAnew(t *testing.T) {
	for _, c := range []struct {
		name string
		back func(*world)
	}{
		{"collected", func(w *world) { w.collect() }},
		{"examined in the handler's hands", func(w *world) { w.examine("R-03") }},
		{"locked up", func(w *world) { w.lockUp() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.everyTime()
			w.withDummies()
			w.wantComplete(handOver) // The first time there is nothing to ask anew.
			w.wantComplete(start)
			w.give()
			w.wantComplete(start)
			early := w.draft("w2/watcher!", w.second("R-03"))
			c.back(w)
			w.wantHold(handOver, "look.not-anew")
			w.wantHold(handOver, "retest.not-anew")
			w.wantHold(start, "look.not-anew") // The scene does not start between two takes either.
			w.put(early)
			w.wantHold(handOver, "look.not-anew")
			w.retest("HR2", 6)
			w.seen("R-03")
			w.wantComplete(handOver)
			w.wantComplete(start)
			w.examine("R-03") // What the handler does meanwhile is no receiver.
			w.wantComplete(handOver)
			w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "QUAR", Unfired: 6})
			w.wantHold(handOver, "look.changed") // In the first turn of a segment, and in every other.
			w.seen("R-03")
			w.wantComplete(handOver)
		})
	}
}

// TestAHandOverOfBothCountsOnce: that both signed an earlier one is no signature of the newest.
func TestAHandOverOfBothCountsOnce(t *testing.T) {
	w := begin(t)
	w.everyTime()
	w.withDummies()
	w.unload(6, 0)
	hand := func(by string) {
		w.do(by, &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
	}
	hand("h1/handler! w2/watcher!")
	w.wantComplete(start)
	w.collect()
	w.seen("R-03")
	hand("h1/handler! w1/watcher!") // A watcher, not the one who looked.
	w.wantHold(start, "look.not-signed-anew")
	w.collect()
	w.wantHold(handOver, "look.not-anew")
	w.seen("R-03")
	hand("h1/handler! w2/watcher!")
	w.wantComplete(start)
	w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
	w.examine("R-03")
	w.wantHold(handOver, "look.none") // A new segment says so once.
	w.seen("R-03")
	w.wantComplete(handOver)
	w.wantComplete(start)
}

// TestALookOfNoDay: where no day was called, or what called it was taken back, no look is of today.
func TestALookOfNoDay(t *testing.T) {
	w := begin(t)
	w.everyTime()
	w.withDummies()
	w.wantComplete(handOver)
	w.correct(w.newest(event.KindDayCalled), "day")
	w.wantHold(handOver, "day.none")
	early := w.draft("w2/watcher!", w.second("R-03"))
	w.call("US-CA")
	w.swept("main")
	w.met(w.meeting())
	w.wantHold(handOver, "look.not-today")
	w.put(early)
	w.wantHold(handOver, "look.not-today") // Its author had not heard of the call.
	w.seen("R-03")
	w.wantComplete(handOver)
}

// TestWhatCannotFireIsNotAskedAnew: a thing that nobody takes for a firearm is looked at by nobody.
func TestWhatCannotFireIsNotAskedAnew(t *testing.T) {
	w := begin(t)
	w.everyTime()
	w.withDummies()
	w.do("h1/handler! w2/watcher!", &event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "G-12", Class: event.Solid, Mechanism: event.Inert, Lender: "L1", Unloaded: event.Yes,
	}}})
	q := verdict.Question{Ask: verdict.HandOver, Item: "G-12", To: "p1", Scene: "42", Purpose: event.Rehearsal}
	for _, r := range w.judge(q).Reasons {
		if slices.Contains([]string{"look.not-anew", "look.not-today", "look.none"}, r.Key) {
			t.Errorf("a piece of wood lacks %s", r.Key)
		}
	}
	w.correct(w.newest(event.KindDayCalled), "day")
	for _, r := range w.judge(q).Reasons {
		if r.Key == "look.not-today" {
			t.Error("a piece of wood is looked at on a day that nobody called")
		}
	}
}
