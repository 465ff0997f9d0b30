package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// longShow is a production with at least n entries, before a hand-over that is COMPLETE.
func longShow(b *testing.B, n int) *world {
	b.Helper()
	w := begin(b)
	w.withDummies()
	for len(w.log) < n {
		w.give()
		w.later(20)
		w.collect()
		w.do("h1/handler", &event.Reset{Items: []event.ItemID{"R-03"}})
		if len(w.log)%40 < 3 {
			w.examine("R-03")
		}
		if w.now-w.day > 12*3600 {
			b.Fatal("the day is too short for so many acts")
		}
	}
	w.examine("R-03")
	if w.now > w.day+12*3600 {
		w.onDutyAs("h1", event.Handler)
	}
	w.wantComplete(handOver)
	return w
}

func BenchmarkHandOver(b *testing.B) {
	w := longShow(b, 2000)
	now := state.Interval{Earliest: w.now, Latest: w.now}
	b.ReportAllocs()
	b.ReportMetric(float64(len(w.log)), "events")
	for b.Loop() {
		if v := verdict.Judge(w.s, handOver, w.packs, now); v.Outcome != verdict.Complete {
			b.Fatal(keys(v))
		}
	}
}

func BenchmarkFold(b *testing.B) {
	w := longShow(b, 2000)
	b.ReportAllocs()
	for b.Loop() {
		s, next := state.New(), 0
		for _, c := range w.ticks {
			for ; int64(next) < c.Size; next++ {
				if err := s.Apply(w.log[next]); err != nil {
					b.Fatal(err)
				}
			}
			if err := s.Tick(c); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(w.log)*b.N)/b.Elapsed().Seconds(), "events/s")
}
