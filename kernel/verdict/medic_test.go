package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// TestTheMedicHasTheirHandsFree: a licence alone makes nobody the medic of a scene.
func TestTheMedicHasTheirHandsFree(t *testing.T) {
	for name, medic := range map[string]struct {
		who  event.PersonID
		role bool
		then func(*world)

		stranger bool
	}{
		"the handler":  {"h1", true, nil, false},
		"the receiver": {"p1", true, nil, false},
		"somebody who has a gun": {"dir1", true, func(w *world) {
			w.do("h1/handler", &event.HandedOver{Item: "G-11", To: "dir1", Scene: "42", Purpose: event.OnCamera})
		}, false},
		"somebody nobody appointed": {"dir1", false, nil, false},
		"somebody not enrolled":     {"dir1", true, nil, true},
		"somebody who has left": {"dir1", true, func(w *world) {
			w.do("dir1/crew!", &event.Departed{Person: "dir1", Day: "2026-11-21"})
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t)
			w.packs = append(slices.Clip(w.packs), house(t))
			w.withBlanks()
			w.wantComplete(onCamera)
			if !medic.stranger {
				w.enrol("dir1", event.Directing, "x1")
			}
			w.paper("x1/steward!", event.MedicLicence, "", medic.who)
			if medic.role {
				w.appoint(medic.who, event.Medic)
			}
			m := w.meeting()
			m.Medic = medic.who
			w.met(m)
			if medic.then != nil {
				w.wantComplete(onCamera)
				medic.then(w)
			}
			w.wantHold(onCamera, "medic.absent")
		})
	}
}
