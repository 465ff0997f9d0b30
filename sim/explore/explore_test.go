package explore_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/sim/explore"
)

var update = flag.Bool("update", false, "write what the searches found into testdata")

func packs(t *testing.T, ids ...string) []*verdict.Pack {
	t.Helper()
	var out []*verdict.Pack
	for _, id := range ids {
		f, ok := rules.Find(id)
		if !ok {
			t.Fatalf("no pack %s", id)
		}
		p, err := verdict.ParsePack(f.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func california(t *testing.T) []*verdict.Pack { return packs(t, "us-ca-part13", "lmsc-bulletin-1") }

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; go test ./sim/explore -update writes it:\n%s", path, got)
	}
}

// TestTheClaims searches everything with two chambers: what is found, and that the wrong acts of a way
// are those of its people and nobody else's.
func TestTheClaims(t *testing.T) {
	o := explore.Options{Chambers: 2, Packs: california(t), Faults: 3}
	h, err := explore.NewHouse(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file   string
		claim  explore.Claim
		faults int
	}{
		{"claim-a.txt", explore.ClaimA, 3},
		{"claim-b.txt", explore.ClaimB, 2},
		{"resets.txt", explore.Resets, 2},
	} {
		t.Run(c.file, func(t *testing.T) {
			r, err := h.Search(c.claim, c.faults, "")
			if err != nil {
				t.Fatal(err)
			}
			o := o
			o.Claim, o.Faults = c.claim, c.faults
			golden(t, c.file, explore.Text(o, r))
			if len(r.Against(c.claim, false)) > 0 || r.Complete == 0 || len(r.Sets) == 0 {
				t.Error("the claim does not hold, or nothing was searched")
			}
			for _, s := range r.Sets {
				var wrong explore.People
				for _, x := range s.Path {
					wrong |= x.Wrong
				}
				if wrong != s.Who {
					t.Errorf("%s: the wrong acts are those of %s", s.Who, wrong)
				}
			}
		})
	}
}
