package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// The stories of this file are those that the kernel's twin once told differently.

// TestALockerKeepsNoNumberOfASealThatWasOpened seals a locker with a number, opens it, and then locks
// it up with a key: who opens it next reads no number that could be another one.
func TestALockerKeepsNoNumberOfASealThatWasOpened(t *testing.T) {
	for _, opened := range []bool{true, false} {
		w := begin(t)
		w.withDummies()
		w.do("h1/handler", &event.ContainerRegistered{Container: "SAFE-3", What: event.Locker})
		w.do("h1/handler", &event.ContainerSealed{Container: "SAFE-3", Seal: "S-1"})
		if opened {
			w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-3", Seal: "S-1"})
		}
		w.do("h1/handler w2/watcher", &event.LockedUp{Items: []event.ItemID{"G-11"}, Container: "SAFE-3"})
		w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-3", Seal: "KEY"})
		c, _ := w.s.Container("SAFE-3")
		if broken := c.Broken != state.NoIndex; broken == opened {
			t.Errorf("opened before the lock-up: %v, and the seal did not match: %v", opened, broken)
		}
	}
}

// TestAQuarantineIsRaisedOnce lets a quarantine arrive before the act that it goes on from, ends it, and
// then lets that act fork the box's history.
func TestAQuarantineIsRaisedOnce(t *testing.T) {
	w := begin(t)
	w.withDummies()
	sealed := w.sign(w.draft("h1/handler", &event.ContainerSealed{Container: "BOX-2", Seal: "S-77"}))
	e := w.draft("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BOX-2"}})
	e.Links[0].Prev = sealed.ID()
	quarantined := w.put(e)
	w.do("h1/handler", &event.ContainerMoved{Container: "BOX-2", Place: "stage-4"})
	w.wantHold(handOver, "quarantine.open")
	w.release(quarantined)
	if w.has(handOver, "quarantine.open") {
		t.Fatal("the quarantine holds after its release")
	}
	w.apply(sealed)
	w.wantHold(handOver, "record.fork")
	if w.has(handOver, "quarantine.open") {
		t.Error("the quarantine that had ended holds again")
	}
}

// TestWhatWentBackToItsLenderIsNotHere gives an examined gun back: nobody may be handed it, nor after
// somebody examined what carries its tag, until two people receive it again.
func TestWhatWentBackToItsLenderIsNotHere(t *testing.T) {
	w := begin(t)
	w.open()
	w.crew()
	w.prep()
	w.shooting()
	look := func() {
		w.examine("R-03")
		w.do("w2/watcher", &event.ItemLooked{
			Item: "R-03", Identity: event.SerialRead, Serial4: "4471", Length: 6, Seen: 6, Drawn: event.Yes,
		})
	}
	look()
	w.wantComplete(handOver)
	w.do("h1/handler!", &event.ItemReturned{Items: []event.ItemID{"R-03"}})
	w.wantHold(handOver, "item.gone-back")
	w.wantHold(loadIt, "custody.not-held")
	look()
	w.wantHold(handOver, "item.gone-back")
	w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-03", event.LiveCapable, "4471", "LA-1")}})
	w.later(1)
	look()
	w.wantComplete(handOver)
}
