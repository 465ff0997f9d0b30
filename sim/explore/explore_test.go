package explore_test

import (
	"flag"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

var update = flag.Bool("update", false, "write what the searches found into docs/fault-sets.md")

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
