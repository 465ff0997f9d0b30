package plain_test

import (
	"crypto/sha256"
	_ "embed"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
)

//go:embed testdata/machines.golden
var everyMachine string

var update = flag.Bool("update", false, "write the golden file")

// machineSets is how many random sets the digest is about.
const machineSets = 8

// TestEveryMachineSaysTheSameOfRandomSets plays random sets and compares the digest of every byte of
// every answer with one golden file. It runs natively and as WebAssembly under Node: what is equal in
// both is equal on a server and on a phone.
func TestEveryMachineSaysTheSameOfRandomSets(t *testing.T) {
	var out strings.Builder
	for seed := uint64(1); seed <= machineSets; seed++ {
		fmt.Fprintf(&out, "%d %s\n", seed, answersOf(t, seed))
	}
	if *update {
		writeGolden(t, "testdata/machines.golden", out.String())
		return
	}
	if out.String() != everyMachine {
		t.Errorf("look at what changed, then run go test ./kernel/plain -run Machine -update; got\n%swant\n%s",
			out.String(), everyMachine)
	}
}

// answersOf is the digest of every answer on one random set, as its bytes leave the kernel.
func answersOf(t *testing.T, seed uint64) string {
	s := newSet(t, seed)
	s.begin()
	sum := sha256.New()
	asked := 0
	for range stepsMax {
		s.step()
		all := s.w.questions()
		for range 6 {
			v := verdict.Judge(s.w.known, all[s.rand.IntN(len(all))], s.w.packs, s.present())
			sum.Write(verdict.AppendJSON(nil, v))
			asked++
		}
	}
	return fmt.Sprintf("%d entries %d answers %x", len(s.log), asked, sum.Sum(nil))
}
