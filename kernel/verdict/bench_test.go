package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// seasonEntries is how long the production is that verdict and fold are measured on.
const seasonEntries = 100_000

// tailEntries is how many entries come at once in BenchmarkTail.
const tailEntries = 1_000

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
		fold := &folding{season: s, b: b, folded: state.New()}
		fold.upTo(len(s.log))
	}
	perSecond := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(float64(len(s.log))*perSecond, "events/s")
	b.ReportMetric(float64(payload)*perSecond/1e6, "MB/s")
	b.ReportMetric(float64(payload)/float64(len(s.log)), "B/event")
}

// BenchmarkTail folds 1,000 entries onto a production that has at least 50,000 already, as a page does
// that was away for a while.
func BenchmarkTail(b *testing.B) {
	s := benchSeason(b)
	fold := &folding{season: s, b: b, next: len(s.log)}
	for b.Loop() {
		if fold.next+tailEntries > len(s.log) {
			b.StopTimer()
			fold = &folding{season: s, b: b, folded: state.New()}
			fold.upTo(seasonEntries / 2)
			b.StartTimer()
		}
		fold.upTo(fold.next + tailEntries)
	}
}

// folding is a fold of the season on its way.
type folding struct {
	*season
	b          *testing.B
	folded     *state.State
	next, tick int
}

// upTo folds entries and ticks until n entries are in.
func (f *folding) upTo(n int) {
	for ; f.next < n; f.next++ {
		for f.tick < len(f.ticks) && f.ticks[f.tick].Size <= int64(f.next) {
			f.sign()
		}
		if err := f.folded.Apply(f.log[f.next]); err != nil {
			f.b.Fatal(err)
		}
	}
	for f.tick < len(f.ticks) && f.ticks[f.tick].Size <= int64(n) {
		f.sign()
	}
}

func (f *folding) sign() {
	if err := f.folded.Tick(f.ticks[f.tick]); err != nil {
		f.b.Fatal(err)
	}
	f.tick++
}
