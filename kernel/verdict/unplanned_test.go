package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// TestWhatIsOutInASceneIsAskedAbout: a second real firearm that nobody examined is handed over for a scene
// whose plan does not name it.
func TestWhatIsOutInASceneIsAskedAbout(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("h1/handler w2/watcher", &event.ItemReceived{
		Items: []event.ReceivedItem{received("R-04", event.LiveCapable, "9999", "LA-1")},
	})
	give := func(scene event.SceneID) {
		w.do("h1/handler", &event.HandedOver{Item: "R-04", To: "p2", Scene: scene, Purpose: event.Rehearsal})
	}
	give("7")
	w.wantComplete(start) // It is out elsewhere.
	w.do("h1/handler", &event.Collected{Item: "R-04", From: "p2"})
	give("42")
	w.wantHold(start, "plan.item")
	w.wantHold(start, "examine.missing")
	w.wantComplete(handOver) // That one is about the item it names.
	w.do("h1/handler", &event.Collected{Item: "R-04", From: "p2"})
	w.do("h1/handler w2/watcher", &event.LockedUp{Items: []event.ItemID{"R-04"}, Container: "SAFE-1"})
	w.wantComplete(start)
}
