package plain_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// TestLinksOrderWhatArrivesInAnotherOrder gives the acts of a whole beginning in many other orders. Acts
// about things change places with their neighbours where no thing is in both and nobody named a
// checkpoint that is not there yet; enrolments, duties, plans and what refers to another act stay. What
// the links say does not depend on which phone had a signal first.
func TestLinksOrderWhatArrivesInAnotherOrder(t *testing.T) {
	moved, complete := 0, 0
	for seed := uint64(1); seed <= arrivalSets; seed++ {
		s := newSet(t, seed)
		s.lags = true
		s.begin()
		if len(s.unsent) > 0 || s.w.known.Pending() > 0 {
			continue // Something is still on its way.
		}
		for range 3 {
			shuffled := s.shuffle()
			if !slices.EqualFunc(shuffled, s.log, func(a, b event.Opened) bool { return a.ID() == b.ID() }) {
				moved++
			}
			straight, other := s.arriving(t, s.log), s.arriving(t, shuffled)
			now := state.Interval{Earliest: s.now, Latest: s.now + 1}
			for _, q := range straight.questions() {
				if why, _ := other.disagreement(q, now); why != "" {
					t.Fatalf("seed %d, the twin in another order: %s", seed, why)
				}
				v := verdict.Judge(straight.known, q, straight.packs, now)
				if v.Outcome == verdict.Complete {
					complete++
				}
				a, b := outline(v), outline(verdict.Judge(other.known, q, other.packs, now))
				if !slices.Equal(a, b) {
					t.Fatalf("seed %d: %+v\nin the order of the log: %v\nin another order:       %v", seed, q, a, b)
				}
			}
		}
	}
	if moved < arrivalSets || complete < 2 {
		t.Fatalf("%d orders were others, %d answers COMPLETE", moved, complete)
	}
}

// outline is a verdict without the places of its evidence in the log, which are another matter in
// another order.
func outline(v verdict.Verdict) []string {
	out := []string{v.Outcome.String()}
	for _, r := range v.Reasons {
		r.Index = 0
		a := answerOf(verdict.Verdict{Reasons: []verdict.Reason{r}})
		out = append(out, a.reasons[0])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// arriving lets entries arrive under the checkpoints that were signed on this set.
func (s *set) arriving(t *testing.T, log []event.Opened) *twins {
	t.Helper()
	w := newTwins(t)
	put := int64(0)
	for _, c := range s.ticks {
		for ; put < c.Size; put++ {
			w.add(t, log[put])
		}
		w.tick(t, c)
	}
	return w
}

// shuffle exchanges neighbours that nothing orders: neither names the other, both are about things,
// they change no thing in common, and nobody signed both.
func (s *set) shuffle() []event.Opened {
	log := slices.Clone(s.log)
	for range 40 * len(log) {
		n := 1 + s.rand.IntN(len(log)-2)
		if exchangeable(log[n].Event(), log[n+1].Event()) && log[n+1].Event().Seen.Size <= int64(n) {
			log[n], log[n+1] = log[n+1], log[n]
		}
	}
	return log
}

// aboutThings are kinds that say something of items, rounds and boxes only.
func aboutThings(k event.Kind) bool {
	return k >= event.KindContainerRegistered && k <= event.KindUnloaded && k != event.KindUnattended ||
		k == event.KindRoundsReceived || k == event.KindTestFired
}

func exchangeable(a, b *event.Event) bool {
	if !aboutThings(a.Kind) || !aboutThings(b.Kind) {
		return false
	}
	for _, k := range a.Links {
		if slices.ContainsFunc(b.Links, func(l event.Link) bool { return l.Object == k.Object }) {
			return false
		}
	}
	return true
}
