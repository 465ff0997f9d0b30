package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// What nobody received is there all the same once rounds go into it, are tested in it, or it is handed over.
func TestWhatNobodyReceivedIsAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		do  func(w *world)
		key string
	}{
		"loaded": {func(w *world) {
			w.unseal("BOX-2")
			w.do("h1/handler w2/watcher", &event.Loaded{
				Item: "R-09", Container: "BOX-2", Lot: "D-014", Positions: positions(2),
			})
			w.seal("BOX-2")
		}, "rounds.unknown-loaded"},
		"loaded by somebody alone": {func(w *world) {
			w.do("cam1/crew", &event.Loaded{Item: "R-09", Container: "BAG-9", Lot: "L-9", Positions: positions(5)})
		}, "rounds.unknown-loaded"},
		"tested": {func(w *world) {
			w.do("h1/handler", &event.TrayTested{
				Tray: "HR8", Item: "R-09", Lot: "D-014", Rounds: 2, Tests: []event.RoundTest{event.Rattle, event.Hole},
				Passed: event.CommitNumber(w.salt("HR8"), 2),
			})
		}, "rounds.unknown-loaded"},
		"handed over": {func(w *world) {
			w.do("h1/handler! w2/watcher!", &event.HandedOver{
				Item: "R-09", To: "p1", Scene: "42", Purpose: event.Rehearsal,
			})
		}, "item.received-alone"},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.give()
			w.wantComplete(start)
			c.do(w)
			w.wantHold(start, c.key)
		})
	}
}

// Emptied and used again, it is no more known than before.
func TestWhatNobodyReceivedStaysUnknown(t *testing.T) {
	w := begin(t)
	w.withDummies()
	load := &event.Loaded{Item: "R-09", Container: "BOX-2", Lot: "D-014", Positions: positions(2)}
	w.unseal("BOX-2")
	w.do("h1/handler w2/watcher", load)
	w.wantHold(handOver, "rounds.unknown-loaded")
	w.do("h1/handler", &event.Unloaded{Item: "R-09", Container: "QUAR", Unfired: 2})
	w.wantComplete(handOver)
	w.do("h1/handler w2/watcher", load)
	w.wantHold(handOver, "rounds.unknown-loaded")
}

// What went in before two people said what the thing is comes out again, round for round: a live one that
// both saw go in is not gone because they received the thing afterwards.
func TestAReceiptTakesNoRoundsAway(t *testing.T) {
	for name, before := range map[string]func(*world){
		"met loaded":     func(*world) {},
		"received alone": func(w *world) { w.takeIn("h1/handler", received("R-09", event.LiveCapable, "1234", "")) },
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			live := dummies("LIVE-1", "BAG-L")
			live.Nature, live.Construction, live.Count = event.LiveRound, event.OtherConstruction, 1
			w.takeLot("h1/handler w2/watcher", live)
			w.unseal("BAG-L")
			before(w)
			w.do("h1/handler w2/watcher", &event.Loaded{Item: "R-09", Container: "BAG-L", Lot: "LIVE-1", Positions: positions(1)})
			w.takeIn("h1/handler w2/watcher", received("R-09", event.LiveCapable, "1234", ""))
			w.wantHold(handOver, "rounds.unknown-loaded")
			w.do("h1/handler", &event.Unloaded{Item: "R-09", Container: "QUAR2", Unfired: 0})
			w.wantHold(handOver, "rounds.missing")
		})
	}
}

// And nobody is told to look for rounds that came out again.
func TestAReceiptLosesNoRounds(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.unseal("BOX-2")
	w.do("h1/handler w2/watcher", &event.Loaded{Item: "R-09", Container: "BOX-2", Lot: "D-014", Positions: positions(2)})
	w.seal("BOX-2")
	w.takeIn("h1/handler w2/watcher", received("R-09", event.LiveCapable, "1234", ""))
	w.do("h1/handler", &event.Unloaded{Item: "R-09", Container: "QUAR2", Unfired: 2})
	if got := keys(w.judge(handOver)); len(got) != 1 || got[0] != "H01 rounds.unknown-open" {
		t.Errorf("want only what lies in QUAR2 now, got %v", got)
	}
}
