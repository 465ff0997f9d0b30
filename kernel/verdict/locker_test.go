package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// locked is the moment in which R-03, empty and back from its first hand-over, lies in a locker.
func (w *world) locked() {
	w.withDummies()
	w.unload(6, 0)
	w.examine("R-03")
	w.do("w3/watcher!", w.second("R-03"))
	w.givenTo("h1/handler! w3/watcher!", "p1")
	w.collect()
	w.lockUp()
	w.wantComplete(handOver)
	w.onDutyAs("h2", event.Handler)
}

// TestWhoeverReachesIntoALockerEndsWhatLiesThere: every act that needs the locker open, by whoever is not
// the handler of what lies in it.
func TestWhoeverReachesIntoALockerEndsWhatLiesThere(t *testing.T) {
	for name, reach := range map[string]func(*world){
		"another handler opens it": func(w *world) {
			w.do("h2/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "none"})
		},
		"a performer opens it": func(w *world) {
			w.do("p2/performer!", &event.ContainerOpened{Container: "SAFE-1", Seal: "none"})
		},
		"another handler puts rounds in": func(w *world) {
			w.do("h2/handler", &event.RoundsMoved{Lot: "D-014", From: "BOX-2", To: "SAFE-1", Count: 1})
		},
		"another handler seals it open": func(w *world) {
			w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "none"})
			w.wantComplete(handOver)
			w.do("h2/handler", &event.ContainerSealed{Container: "SAFE-1", Seal: "S-77"})
		},
		"another handler moves it open": func(w *world) {
			w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "none"})
			w.do("h2/handler", &event.ContainerMoved{Container: "SAFE-1", Place: "stage-4"})
		},
		"it has another seal than it was given": func(w *world) {
			w.do("h1/handler", &event.ContainerSealed{Container: "SAFE-1", Seal: "S-78"})
			w.wantComplete(handOver)
			w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "S-79"})
		},
		"two open it at once": func(w *world) {
			b := &event.ContainerOpened{Container: "SAFE-1", Seal: "none"}
			e := w.draft("h2/handler", b)
			w.do("h1/handler", b)
			w.wantComplete(handOver)
			w.put(e)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.locked()
			early := w.draft("h1/handler", w.look("R-03"))
			reach(w)
			w.wantHold(handOver, "custody.gap")
			w.put(early) // Examined before it, and arrived behind it.
			w.wantHold(handOver, "look.none")
			w.examine("R-03")
			w.do("w3/watcher!", w.second("R-03"))
			if v := w.judge(handOver); w.has(handOver, "custody.gap") || w.has(handOver, "look.none") {
				t.Errorf("examined and looked into again, it still lacks %v", keys(v))
			}
		})
	}
}

// TestALockerOpenedTogether: two handlers who share one open it side by side, and a number put on what is
// locked already opens nothing.
func TestALockerOpenedTogether(t *testing.T) {
	w := begin(t)
	w.locked()
	w.do("h2/handler", &event.ContainerSealed{Container: "SAFE-1", Seal: "S-77"})
	w.wantComplete(handOver)
	w.do("h1/handler h2/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "S-77"})
	w.wantComplete(handOver)
}
