package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// seasonEntries is how long the production is that verdict and fold are measured on.
const seasonEntries = 100_000

// played is the season the benchmarks share: to make it takes far longer than to measure it.
var played *season

func benchSeason(b *testing.B) *season {
	b.Helper()
	if played == nil {
		played = longSeason(b, seasonEntries)
	}
	played.t = b
	return played
}

func benchComplete(b *testing.B, of func(*season) verdict.Question) {
	s := benchSeason(b)
	q, now := of(s), state.Interval{Earliest: s.now, Latest: s.now}
	s.wantComplete(q)
	b.ReportAllocs()
	for b.Loop() {
		if v := verdict.Judge(s.s, q, s.packs, now); v.Outcome != verdict.Complete {
			b.Fatal(keys(v))
		}
	}
	b.ReportMetric(float64(len(s.log)), "events")
}

// BenchmarkHandOver asks for one item of a long production, under every pack as shipped.
func BenchmarkHandOver(b *testing.B) { benchComplete(b, (*season).question) }

// BenchmarkStart asks for a scene with ten items and sixty people.
func BenchmarkStart(b *testing.B) { benchComplete(b, (*season).starting) }

// BenchmarkFold folds a long production without leaf hashes and signature checks: one checkpoint an
// entry, as a ledger signs them while one person acts at a time.
func BenchmarkFold(b *testing.B) {
	s := benchSeason(b)
	payload := 0
	for _, o := range s.log {
		p, err := event.Encode(o.Event())
		if err != nil {
			b.Fatal(err)
		}
		payload += len(p)
	}
	b.ReportAllocs()
	for b.Loop() {
		fold, next := state.New(), 0
		for _, c := range s.ticks {
			for ; int64(next) < c.Size; next++ {
				if err := fold.Apply(s.log[next]); err != nil {
					b.Fatal(err)
				}
			}
			if err := fold.Tick(c); err != nil {
				b.Fatal(err)
			}
		}
	}
	perSecond := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(float64(len(s.log))*perSecond, "events/s")
	b.ReportMetric(float64(payload)*perSecond/1e6, "MB/s")
	b.ReportMetric(float64(payload)/float64(len(s.log)), "B/event")
}
