package show_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/proofhouse/proofhouse/sim/show"
)

var (
	update = flag.Bool("update", false, "write docs/well-run-show.md anew")
	seeds  = flag.Uint64("seeds", 0, "play every show from this many seeds and compare no page")
)

const page = "../../docs/well-run-show.md"

func shows(t *testing.T) []show.Options {
	t.Helper()
	all, err := show.Shows()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func play(t *testing.T, o show.Options) *show.Report {
	t.Helper()
	r, err := show.Play(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, against := range r.Against() {
		t.Errorf("%s, seed %d: %s", r.Name, r.Seed, against)
	}
	if t.Failed() {
		t.Log(r.Text())
	}
	return r
}

// TestTheWellRunShow plays the shows whose figures are published and compares them with the page.
func TestTheWellRunShow(t *testing.T) {
	var all []*show.Report
	for n, o := range shows(t) {
		played := uint64(1) // Two of California and two of the faults: these have the claims to bear.
		if n == 0 || o.Faults {
			played = 2
		}
		o.Days = 20
		for o.Seed = 1; o.Seed <= max(played, *seeds); o.Seed++ {
			all = append(all, play(t, o))
		}
	}
	if *seeds > 0 {
		t.Logf("%d shows", len(all))
		return
	}
	got := []byte(show.Page(all))
	if *update {
		if err := os.WriteFile(filepath.FromSlash(page), got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(filepath.FromSlash(page))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the figures are not those on the page: look at them, then go test ./sim/show -update")
	}
}

// TestSeedsThatOnceHeldDoNot plays one show of each kind in which people once had a HOLD that they
// could have done without: a look that grew too old while a newcomer took the course, a duty that ran out
// in a set-up, and a third person who had gone to lunch with another unit.
func TestSeedsThatOnceHeldDoNot(t *testing.T) {
	all := shows(t)
	for _, once := range []struct {
		show int
		seed uint64
	}{{0, 12}, {0, 43}, {1, 39}, {2, 28}} {
		o := all[once.show]
		o.Seed, o.Days = once.seed, 20
		play(t, o)
	}
}

// TestAShowIsTheSameEverywhere: what a seed draws depends on nothing else.
func TestAShowIsTheSameEverywhere(t *testing.T) {
	o := shows(t)[0]
	o.Seed, o.Days = 7, 4
	a, b := play(t, o), play(t, o)
	if a.Text() != b.Text() || a.Entries() != b.Entries() {
		t.Errorf("one seed played twice:\n%s\n%s", a.Text(), b.Text())
	}
	o.Seed++
	if c := play(t, o); c.Entries() == a.Entries() {
		t.Errorf("seeds 7 and 8 both recorded %d entries", c.Entries())
	}
}
