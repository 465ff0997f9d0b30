package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Signed before the hand-over, a test says nothing of what the handler did until then: only who counted
// it, at the hand-over itself, says that the item stayed in their sight.
func TestATestIsSignedWithTheHandOver(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("h1/handler! w2/watcher!", &event.TraysEndorsed{Trays: []event.ID{w.ids["HR1"]}})
	w.do("w3/watcher!", w.second("R-03"))
	w.do("h1/handler! w3/watcher!", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
	w.wantHold(start, "retest.watcher")
	w.collect()
	w.do("h1/handler! w2/watcher! w3/watcher!", &event.HandedOver{
		Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, Trays: []event.ID{w.ids["HR1"]},
	})
	w.wantComplete(start)
}

// fourHours pass, in which the handler has the item and goes on with their duty.
func (w *world) fourHours() {
	w.t.Helper()
	w.later(4 * 3600)
	w.do("h1/handler!", &event.DutyContinued{Person: "h1", Device: w.devices["h1"].key})
	w.onDutyAs("h1", event.Handler)
}

// wantOutOfSight wants look and test made again, whether or not both sign the hand-over.
func (w *world) wantOutOfSight() {
	w.t.Helper()
	w.wantHold(handOver, "look.out-of-sight")
	w.wantHold(handOver, "retest.out-of-sight")
	w.give()
	w.wantHold(start, "look.out-of-sight")
	w.wantHold(start, "retest.out-of-sight")
}

// Hours in which the watcher was not there lie between look and hand, whether the item was locked up or not.
func TestOutOfSightForHours(t *testing.T) {
	for name, locked := range map[string]bool{"in the open": false, "locked up": true} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			if locked {
				w.lockUp()
			}
			w.offDuty("w2", event.ByLockUp)
			w.fourHours()
			if locked {
				w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "x"})
				w.later(900)
			}
			w.examine("R-03")
			w.onDutyAs("w2", event.Watcher)
			w.wantOutOfSight()
		})
	}
}

// A duty that ran out without anybody closing it ended all the same, and who signs with a passkey may be on
// none: a look and a test are not of this afternoon because nobody said that the morning was over.
func TestOutOfSightWithoutAWord(t *testing.T) {
	for name, begins := range map[string]func(*world){
		"a duty that runs out": func(*world) {},
		"no duty at all": func(w *world) {
			w.offDuty("w2", event.ByLockUp)
			w.tray(&event.TrayTested{Tray: "HR2", Item: "R-03"}, trayWay{rounds: 6, watcher: "w2/watcher!"})
			w.do("w2/watcher!", w.second("R-03"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			begins(w)
			w.wantComplete(handOver)
			for range 2 {
				w.fourHours()
			}
			w.examine("R-03")
			w.wantOutOfSight()
		})
	}
}

// What two people signed with the hand-over they cannot take back by signing it once more.
func TestATestStaysSignedWithTheHandOver(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.give()
	w.wantComplete(start)
	w.do("h1/handler! w2/watcher!", &event.TraysEndorsed{Trays: []event.ID{w.ids["HR1"]}})
	w.wantComplete(start)
}

// What was signed before the item went out of sight and arrived afterwards is no look at what came back: the
// phone had no network, or its owner kept the look in hand.
func TestALookToldLateIsOfWhatWasThere(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	w.correct(w.newest(event.KindItemLooked), "rounds") // The day's own look: none but the late one counts.
	look := w.draft("w2/watcher!", w.second("R-03"))
	w.later(120)
	w.do("h1/handler w3/watcher!", &event.LockedUp{Items: []event.ItemID{"R-03", "G-11"}, Container: "SAFE-1"})
	w.later(3000)
	w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "x"})
	w.examine("R-03")
	w.put(look)
	w.wantHold(onCamera, "look.out-of-sight")
	w.do("h1/handler! w2/watcher!", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera})
	w.wantHold(start, "look.out-of-sight")
	w.collect()
	w.seen("R-03")
	w.wantComplete(onCamera)
}

// A test that was signed before its watcher went off duty says nothing of the hour behind it either.
func TestATestToldLateIsOfWhatWasThere(t *testing.T) {
	w := begin(t)
	w.withDummies()
	test := w.draft("h1/handler", &event.TrayTested{
		Tray: "HR9", Item: "R-03", Lot: "D-014", Rounds: 6, Tests: []event.RoundTest{event.Rattle, event.Hole},
		Passed: event.CommitNumber(w.salt("HR9"), 6),
	})
	w.offDuty("w2", event.ByMeal)
	w.later(60)
	w.onDutyAs("w2", event.Watcher)
	tray := w.put(test)
	w.ids["HR9"] = tray
	w.do("w2/watcher", &event.TrayCounted{Of: tray, Number: 6})
	w.show("HR9", 6)
	w.seen("R-03")
	w.wantHold(handOver, "retest.out-of-sight")
}
