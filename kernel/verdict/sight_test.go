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
			w.later(4 * 3600)
			w.do("h1/handler!", &event.DutyContinued{Person: "h1", Device: w.devices["h1"].key})
			w.onDutyAs("h1", event.Handler)
			if locked {
				w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "x"})
				w.later(900)
			}
			w.examine("R-03")
			w.onDutyAs("w2", event.Watcher)
			w.wantHold(handOver, "look.out-of-sight")
			w.wantHold(handOver, "retest.out-of-sight")
			w.give()
			w.wantHold(start, "look.out-of-sight")
			w.wantHold(start, "retest.out-of-sight")
		})
	}
}
