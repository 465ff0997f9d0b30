package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

func (w *world) takeIn(by string, items ...event.ReceivedItem) event.ID {
	w.t.Helper()
	return w.do(by, &event.ItemReceived{Items: items})
}

func (w *world) takeLot(by string, l event.ReceivedLot) event.ID {
	w.t.Helper()
	return w.do(by, &event.RoundsReceived{Lots: []event.ReceivedLot{l}})
}

// TestAReceiptIsByTwoPeopleWhoCountAsTwo receives a rubber gun and a box of blanks in every way that
// does not count, and then as it should be.
func TestAReceiptIsByTwoPeopleWhoCountAsTwo(t *testing.T) {
	for _, c := range []struct{ name, by string }{
		{"one handler", "h1/handler!"},
		{"one watcher", "w2/watcher!"},
		{"two handlers", "h1/handler! h2/handler!"},
		{"a session key", "h1/handler~ w2/watcher!"},
		{"a watcher without papers", "h1/handler! cam1/watcher!"},
		{"the handler's voucher as watcher", "h1/handler! x1/watcher!"},
		{"two people of the same vouchers", "h2/handler! w2/watcher!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.appoint("cam1", event.Watcher)
			w.appoint("x1", event.Watcher)
			w.paper("w1/crew!", event.WatcherTraining, "", "x1")
			w.takeIn(c.by, received("G-77", event.Solid, "", ""))
			w.takeLot(c.by, blanks("B-77", "BOX-77"))
			q := verdict.Question{Ask: verdict.Load, Item: "R-03", Container: "BOX-77", Scene: "42"}
			w.wantHold(q, "rounds.received-alone")
			w.wantUnknown("G-77", "B-77")
			w.takeIn("h1/handler w2/watcher", received("G-77", event.Solid, "", ""))
			w.takeLot("h1/handler w2/watcher", blanks("B-77", "BOX-77"))
			it, _ := w.s.Item("G-77")
			lot, _ := w.s.Lot("B-77")
			box, _ := w.s.Container("BOX-77")
			if w.s.ClassOf(it) != event.Solid || w.s.NatureOf(lot) != event.Blank || box.Count("B-77") != 50 {
				t.Errorf("received by both: %s, %s, %d rounds", w.s.ClassOf(it), w.s.NatureOf(lot), box.Count("B-77"))
			}
			if v := w.judge(q); slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool { return r.Container == "BOX-77" }) {
				t.Errorf("received by both: %v", keys(v))
			}
		})
	}
}

func (w *world) wantUnknown(item event.ItemID, lot event.LotID) {
	w.t.Helper()
	it, _ := w.s.Item(item)
	l, _ := w.s.Lot(lot)
	if w.s.ClassOf(it) != event.UnknownClass || w.s.NatureOf(l) != event.UnknownRound {
		w.t.Errorf("%s is %s, %s is %s", item, w.s.ClassOf(it), lot, w.s.NatureOf(l))
	}
}

// TestAReceiptFallsWithItsWatcher takes away what made the watcher of a receipt one.
func TestAReceiptFallsWithItsWatcher(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.takeIn("h1/handler w1/watcher!", received("G-77", event.Solid, "", ""))
	w.takeLot("h1/handler w1/watcher!", blanks("B-77", "BOX-77"))
	w.correct(w.appointment("w1", event.Watcher), "person")
	w.wantUnknown("G-77", "B-77")
}

// TestWhatOnePersonLaidInStaysUnknownWhereverElseItLies receives a lot by two people after somebody had
// put rounds under its name into another box, into an item and into a box by hand.
func TestWhatOnePersonLaidInStaysUnknownWhereverElseItLies(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.unload(6, 0)
	w.takeLot("h1/handler!", blanks("B-77", "BOX-77"))
	w.takeLot("h1/handler!", blanks("B-77", "BOX-78"))
	w.do("h1/handler", &event.ContainerRegistered{Container: "BOX-79", What: event.Box})
	w.do("h1/handler", &event.RoundsMoved{Lot: "B-77", From: "BOX-77", To: "BOX-79", Count: 5})
	w.seal("BOX-79")
	w.load("BOX-77", "B-77", 2)
	w.takeLot("h1/handler w2/watcher", blanks("B-77", "BOX-77"))
	in := func(box event.ContainerID) verdict.Question {
		return verdict.Question{Ask: verdict.Load, Item: "R-03", Container: box, Scene: "42"}
	}
	w.wantHold(in("BOX-78"), "rounds.received-alone")
	w.wantHold(in("BOX-79"), "rounds.unknown-open")
	w.wantHold(handOver, "rounds.unknown-loaded")
	if v := w.judge(in("BOX-77")); slices.Contains(keys(v), "H01 rounds.received-alone") {
		t.Errorf("the box two people received: %v", keys(v))
	}
	w.unload(2, 0)
	w.examine("R-03")
	w.takeLot("h1/handler w2/watcher", blanks("B-77", "BOX-78"))
	if w.has(in("BOX-78"), "rounds.received-alone") {
		t.Errorf("received by both: %v", keys(w.judge(in("BOX-78"))))
	}
}

// TestAReceiptByTwoDoesNotWashWhatIsInside receives an item again that one person had received, loaded
// and fired.
func TestAReceiptByTwoDoesNotWashWhatIsInside(t *testing.T) {
	w := begin(t)
	w.withDummies()
	r := received("R-77", event.LiveCapable, "5150", "")
	w.takeIn("h1/handler!", r)
	w.examine("R-77")
	w.unseal("BOX-2")
	w.do("h1/handler w2/watcher", &event.Loaded{Item: "R-77", Container: "BOX-2", Lot: "D-014", Positions: []int64{1}})
	w.seal("BOX-2")
	w.do("h1/handler", &event.Discharged{Item: "R-77", Planned: event.No, Shots: 1})
	w.takeIn("h1/handler w2/watcher", r)
	w.examine("R-77")
	q := handOver
	q.Item = "R-77"
	for _, key := range []string{"rounds.unknown-loaded", "discharge.open"} {
		w.wantHold(q, key)
	}
	if w.has(q, "item.received-alone") {
		t.Errorf("received by both: %v", keys(w.judge(q)))
	}
	w.do("h1/handler", &event.Unloaded{Item: "R-77", Container: "QUAR"})
	w.examine("R-77")
	if w.has(q, "rounds.unknown-loaded") {
		t.Errorf("emptied: %v", keys(w.judge(q)))
	}
}

// TestLiveStandsWhoeverSaysSo receives a lot as live and as something else, in both orders.
func TestLiveStandsWhoeverSaysSo(t *testing.T) {
	const both, one = "h1/handler w2/watcher", "h1/handler!"
	live := dummies("D-77", "BOX-77")
	live.Nature, live.Construction = event.LiveRound, event.OtherConstruction
	other := blanks("D-77", "BOX-77")
	for _, c := range []struct {
		name          string
		by, again     string
		first, second event.ReceivedLot
		want          event.Nature
	}{
		{"one says live, then two do not", one, both, live, other, event.LiveRound},
		{"two do not, then one says live", both, one, other, live, event.LiveRound},
		{"one says live", one, one, live, live, event.LiveRound},
		{"one is wrong, then two say it", one, both, dummies("D-77", "BOX-77"), other, event.Blank},
		{"two say it, then one says otherwise", both, one, other, dummies("D-77", "BOX-77"), event.UnknownRound},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.takeLot(c.by, c.first)
			w.takeLot(c.again, c.second)
			lot, _ := w.s.Lot("D-77")
			if got := w.s.NatureOf(lot); got != c.want {
				t.Errorf("the lot counts as %s, want %s", got, c.want)
			}
			if c.want == event.LiveRound {
				w.wantHold(handOver, "rounds.live")
			}
		})
	}
}
