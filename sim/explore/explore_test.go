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
	out, err := rules.Parse(ids)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func california(t *testing.T) []*verdict.Pack { return packs(t, "us-ca-part13", "lmsc-bulletin-1") }
