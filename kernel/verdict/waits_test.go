package verdict_test

import (
	"crypto/sha256"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// lose makes an act build on one that nobody sent, in the life of some kind of thing.
func lose(e *event.Event, of event.ObjectType) {
	for n := range e.Links {
		if e.Links[n].Object.Type == of {
			e.Links[n].Prev = event.ID(sha256.Sum256([]byte("never sent")))
		}
	}
}

// twoHandlers is a day with dummies on which a second handler can sign how a history goes on.
func twoHandlers(t *testing.T) *world {
	t.Helper()
	w := begin(t)
	w.withDummies()
	w.onDutyAs("h2", event.Handler)
	return w
}

func (w *world) reconcileAs(o event.Object, heads ...event.ID) {
	w.t.Helper()
	w.do("h1/handler! h2/handler!", &event.Reconciled{Object: o, Heads: append(heads, w.s.Heads(o)...)})
}

// A load of an untested round waits for a link of the bag that nobody sent. Two handlers reconcile the
// bag with it: the load never takes effect, so nobody can say what is in the revolver either.
func TestReconcilingABagLeavesTheItemOfItsLoadInDoubt(t *testing.T) {
	w := twoHandlers(t)
	w.do("h2/handler", &event.ContainerRegistered{Container: "BAG-9", What: event.Bag})
	e := w.draft("h1/handler! w1/watcher!", &event.Loaded{Item: "R-03", Container: "BAG-9", Lot: "D-099", Positions: []int64{6}})
	lose(e, event.ContainerObject)
	lost := w.put(e)
	w.wantHold(handOver, "record.missing-link")

	w.reconcileAs(event.ContainerID("BAG-9").Object(), lost)
	w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BAG-9"}})
	w.wantHold(handOver, "rounds.unknown-loaded")
	w.wantHold(start, "custody.gap")
	w.unload(6, 0)
	w.examine("R-03")
	w.again(normal)
	w.wantComplete(handOver)
}

// A reconciliation that names the waiting act of another thing altogether leaves it waiting.
func TestReconcilingAThingLeavesTheActsOfOthersWaiting(t *testing.T) {
	w := twoHandlers(t)
	b := w.look("R-03")
	b.Serial4, b.Bore = "9999", event.BoreObstructed
	e := w.draft("h2/handler", b)
	lose(e, event.ItemObject)
	lost := w.put(e)
	w.wantHold(handOver, "record.missing-link")

	w.reconcileAs(event.ItemID("G-11").Object(), lost)
	w.do("h1/handler", &event.Unloaded{Item: "G-11", Container: "QUAR"})
	w.wantHold(handOver, "record.missing-link")
}

// What somebody called LIVE counts as lying there, also when its receipt never takes effect: because it
// was reconciled, or because it forked the life of another box.
func TestLiveRoundsOfAReceiptThatNeverTookEffect(t *testing.T) {
	bag := event.ContainerID("BAG-9")
	live := dummies("L-1", bag)
	live.Nature, live.Construction, live.Count = event.LiveRound, event.OtherConstruction, 5
	for name, happen := range map[string]func(*world){
		"reconciled": func(w *world) {
			e := w.draft("h2/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{live}})
			lose(e, event.ContainerObject)
			w.reconcileAs(bag.Object(), w.put(e))
		},
		"forked": func(w *world) {
			e := w.draft("h2/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{dummies("D-099", "BOX-1"), live}})
			w.unseal("BOX-1")
			w.put(e)
			w.seal("BOX-1")
			w.reconcileAs(event.ContainerID("BOX-1").Object())
			w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BOX-1"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := twoHandlers(t)
			w.wantComplete(handOver)
			happen(w)
			w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{bag}})
			w.wantHold(handOver, "rounds.live")
			w.do("h1/handler! w2/watcher!", &event.RoundsDestroyed{Container: bag, Lot: "L-1", Count: 5})
			w.wantComplete(handOver)
		})
	}
}

// A receipt of live rounds into an open bag waits, and so does a load of an untested round into a
// firearm that nobody asks about: until they have their place no round may be anywhere on set.
func TestRoundsOfAnActThatWaitsHoldTheProduction(t *testing.T) {
	bag := event.ContainerID("BAG-9")
	live := dummies("L-1", bag)
	live.Nature, live.Construction, live.Count = event.LiveRound, event.OtherConstruction, 5
	for name, c := range map[string]struct {
		by   string
		body event.Body
		of   event.ObjectType
	}{
		"received":  {"h2/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{live}}, event.ContainerObject},
		"moved":     {"h2/handler", &event.RoundsMoved{Lot: "D-014", From: "BOX-1", To: bag, Count: 5}, event.ContainerObject},
		"tested":    {"h2/handler", &event.TrayTested{Tray: "T9", Lot: "D-777", From: "BOX-1", To: bag, Rounds: 5, Tests: []event.RoundTest{event.Rattle}, Passed: event.CommitNumber([16]byte{1}, 5)}, event.ContainerObject},
		"loaded":    {"h2/handler! w1/watcher!", &event.Loaded{Item: "R-04", Container: bag, Lot: "D-777", Positions: []int64{1}}, event.ItemObject},
		"taken out": {"h2/handler", &event.Unloaded{Item: "R-04", Container: bag, Unfired: 5}, event.ItemObject},
	} {
		t.Run(name, func(t *testing.T) {
			w := twoHandlers(t)
			w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-04", event.LiveCapable, "9999", "LA-1")}})
			w.wantComplete(handOver)
			e := w.draft(c.by, c.body)
			lose(e, c.of)
			w.put(e)
			for _, q := range []verdict.Question{handOver, loadIt} {
				w.wantHold(q, "rounds.waits")
			}
			w.give()
			w.wantHold(start, "rounds.waits")
		})
	}
}
