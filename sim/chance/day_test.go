package chance

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/sim"
	"github.com/proofhouse/proofhouse/sim/explore"
)

func smallHouse(t *testing.T) *house {
	t.Helper()
	h := &house{}
	var err error
	if h.o.Packs, err = rules.Parse([]string{"us-ca-part13", "lmsc-bulletin-1"}); err != nil {
		t.Fatal(err)
	}
	h.reader = sim.NewReader(h.o.Packs)
	if h.morning, err = newMorning(h.o.Packs); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestWhoDoesRightIsNotHeldUp: with everything done right and nothing begun again, each firearm is
// handed over with whatever it was to be loaded with.
func TestWhoDoesRightIsNotHeldUp(t *testing.T) {
	h := smallHouse(t)
	for x := range uint8(gunCount) {
		room := firearms[x].loads()
		for dummies := range room + 1 {
			for blanked := range room + 1 - dummies {
				t.Run(fmt.Sprintf("%s with %d dummies and %d blanks", firearms[x].name, dummies, blanked), func(t *testing.T) {
					d := &drawn{}
					d.wants[x] = want{true, dummies, blanked}
					w, err := h.begin(d)
					if err != nil {
						t.Fatal(err)
					}
					rng := rand.New(rand.NewPCG(1, 1))
					for n := 0; n < 60 && !w.done(); n++ {
						var next []move
						for _, m := range w.moves() {
							if w.next(m) {
								next = append(next, m)
							}
						}
						if len(next) == 0 {
							t.Fatalf("nothing brings the work on: %v", w.log.judge(sim.HandOver(firearms[x].id)))
						}
						if err := w.do(next[rng.IntN(len(next))]); err != nil {
							t.Fatal(err)
						}
					}
					if w.sum.handed != 1 {
						t.Errorf("handed over %d times: %v", w.sum.handed, w.log.judge(sim.HandOver(firearms[x].id)))
					}
				})
			}
		}
	}
}

// TestEveryActHappens: no wrong act of the list is one that never comes about, and each has its words.
func TestEveryActHappens(t *testing.T) {
	h := smallHouse(t)
	h.o.Third = true
	var seen [actCount]bool
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 7))
		h.sets, h.o.Claims = [][]explore.People{{explore.Everybody, explore.Of(explore.Handler), 1 << explore.AD}}, []explore.Claim{explore.Resets}
		d := h.draw(rng)
		d.appetite = 200
		w, err := h.begin(&d)
		if err != nil {
			t.Fatal(err)
		}
		way, err := w.course(rng, d.appetite)
		if err != nil {
			t.Fatal(err)
		}
		told, err := h.tell(&d, way)
		if err != nil {
			t.Fatal(err)
		}
		for n, m := range way {
			seen[m.do] = true
			if text := told[n].Text; strings.Contains(text, "%!") || len(text) < 20 {
				t.Fatalf("act %d is told as %q", m.do, text)
			}
		}
	}
	for do, is := range seen {
		if !is {
			t.Errorf("act %d (%s) never happened", do, said[do])
		}
	}
}
