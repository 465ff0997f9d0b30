package production_test

import (
	"database/sql"
	"encoding/hex"
	"os"
	"testing"
	"time"

	_ "modernc.org/sqlite" // For changing a closed store behind the ledger's back.

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/production"
)

// story takes dummies from a sealed box through one tested tray into a revolver.
func (r *rig) story() {
	r.t.Helper()
	h, w := verified("h1", event.Handler), verified("w1", event.Watcher)
	r.duty("h1", event.Handler)
	r.duty("w1", event.Watcher)
	r.do(&event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "R-03", Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: 6, Serial4: "4471",
		Lender: "lender-a", Unloaded: event.Yes,
	}}}, h, w)
	r.do(&event.RoundsReceived{Lots: []event.ReceivedLot{{
		Lot: "D-014", Nature: event.Dummy, Construction: event.RattleHole, Load: event.NoBlank, Count: 50,
		Container: "BX-1", Seal: "S-1", Lender: "lender-a",
	}}}, h, w)
	r.do(&event.ContainerRegistered{Container: "B-1", What: event.Box}, session("h1", event.Handler))
	r.do(&event.ContainerOpened{Container: "BX-1", Seal: "S-1"}, session("h1", event.Handler))
	r.clock.Move(time.Minute)
	tested := r.do(r.tray(6), session("h1", event.Handler))
	r.do(&event.TrayCounted{Of: tested.ID, Number: 6}, session("w1", event.Watcher))
	r.do(&event.TrayOpened{Of: tested.ID, Number: 6, Salt: hex.EncodeToString(traySalt[:])},
		session("h1", event.Handler))
	r.do(&event.TraysEndorsed{Trays: []event.ID{tested.ID}}, h, w)
	r.do(&event.ItemExamined{
		Item: "R-03", Identity: event.SerialRead, Serial4: "4471", Length: 6, Feed: event.SeenEmpty,
		Chambers: []event.Look{
			event.SeenEmpty, event.SeenEmpty, event.SeenEmpty, event.SeenEmpty, event.SeenEmpty, event.SeenEmpty,
		},
		Bore: event.BoreUnobstructed,
	}, session("h1", event.Handler))
	r.do(&event.Loaded{
		Item: "R-03", Container: "B-1", Lot: "D-014", Positions: []int64{1, 2, 3, 4, 5, 6},
	}, h, w)
}

var traySalt = [16]byte{1, 2, 3}

func (r *rig) tray(passed int64) *event.TrayTested {
	return &event.TrayTested{
		Tray: "T1", Lot: "D-014", From: "BX-1", To: "B-1", Rounds: 6,
		Tests: []event.RoundTest{event.Rattle, event.Hole}, Passed: event.CommitNumber(traySalt, passed),
	}
}

// tamper changes the closed store as somebody with the disk in hand would.
func (r *rig) tamper(statement string) {
	r.t.Helper()
	db, err := sql.Open("sqlite", r.path())
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			r.t.Error(err)
		}
	}()
	if _, err := db.ExecContext(r.t.Context(), statement); err != nil {
		r.t.Fatal(err)
	}
}

// The order of test, count and opening decides whether a count was blind, not what anybody claims.
func TestABlindCountIsBlindOnlyInItsOrder(t *testing.T) {
	for name, c := range map[string]struct {
		openFirst bool
		want      string // What the record does not show, empty when the tray is whole.
	}{
		"counted, then opened": {false, ""},
		"opened, then counted": {true, "tray.not-blind"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.duty("h1", event.Handler)
			r.duty("w1", event.Watcher)
			r.do(&event.RoundsReceived{Lots: []event.ReceivedLot{{
				Lot: "D-014", Nature: event.Dummy, Construction: event.RattleHole, Load: event.NoBlank, Count: 50,
				Container: "BX-1", Seal: "S-1", Lender: "lender-a",
			}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
			r.clock.Move(time.Minute)
			tested := r.do(r.tray(6), session("h1", event.Handler))
			count := func() {
				r.do(&event.TrayCounted{Of: tested.ID, Number: 6}, session("w1", event.Watcher))
			}
			open := func() {
				r.do(&event.TrayOpened{Of: tested.ID, Number: 6, Salt: hex.EncodeToString(traySalt[:])},
					session("h1", event.Handler))
			}
			if c.openFirst {
				open()
				count()
			} else {
				count()
				open()
			}
			r.p.View(func(known *state.State) {
				tray, ok := known.TrayAt(tested.ID)
				if !ok {
					t.Fatal("the tray is not known")
				}
				found := ""
				for _, l := range known.TrayLacks(tray) {
					if l.Key == "tray.not-blind" {
						found = l.Key
					}
				}
				if found != c.want {
					t.Errorf("the record lacks %q, want %q: %+v", found, c.want, known.TrayLacks(tray))
				}
			})
		})
	}
}

func TestABoxStopsAUnitByItself(t *testing.T) {
	r := newRig(t)
	heard, err := r.p.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer heard.Close()
	got, err := r.p.Stop(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	first := <-heard.C
	if first.Kind != production.StopCalled || first.Index != got.Index {
		t.Errorf("first notice %+v, want the STOP at %d", first, got.Index)
	}
	second := <-heard.C
	if second.Kind != production.LogGrew || second.Size != got.Index+1 {
		t.Errorf("second notice %+v, want the log at %d", second, got.Index+1)
	}
	r.p.View(func(known *state.State) {
		if !known.Stands(int(got.Index)) {
			e, _ := known.Entry(int(got.Index))
			t.Errorf("the STOP does not stand: %v", e.Faces)
		}
	})
}

func TestASlowListenerIsToldToComeBack(t *testing.T) {
	r := newRig(t)
	slow, err := r.p.Listen()
	if err != nil {
		t.Fatal(err)
	}
	for range 40 {
		r.do(&event.ContactNamed{Person: "a1"}, verified("a1", event.AD))
	}
	n := 0
	for range slow.C {
		n++
	}
	if !slow.Lagged() || n == 0 || n >= 40 {
		t.Errorf("%d notices, lagged %v", n, slow.Lagged())
	}
	slow.Close()
	quick, err := r.p.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, open := <-quick.C; open || quick.Lagged() {
		t.Error("a listener of a closed production is still told, or told that it lags")
	}
	if _, err := r.p.Listen(); err == nil {
		t.Error("a closed production takes listeners")
	}
}

// file returns the bytes of the store and its write-ahead log.
func (r *rig) file() string {
	r.t.Helper()
	var all []byte
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(r.path() + suffix)
		if err != nil && !os.IsNotExist(err) {
			r.t.Fatal(err)
		}
		all = append(all, b...)
	}
	return string(all)
}
