package plain_test

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"flag"
	"fmt"
	"hash"
	"os"
	"strconv"
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
		sum := sha256.New()
		entries, asked := answersOf(t, seed, sum)
		fmt.Fprintf(&out, "%d %d entries %d answers %x\n", seed, entries, asked, sum.Sum(nil))
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

// machineBlock is how many random sets the long run says one line about.
const machineBlock = 400

// TestEveryMachineOnTheLongRun plays as many random entries as PROOFHOUSE_MACHINE_EVENTS says, none in
// a usual run, and says the digest of all answers so far after each block of sets. `make proof` runs it
// natively and as WebAssembly and compares the lines.
func TestEveryMachineOnTheLongRun(t *testing.T) {
	want, err := strconv.Atoi(cmp.Or(os.Getenv("PROOFHOUSE_MACHINE_EVENTS"), "0"))
	if err != nil {
		t.Fatalf("PROOFHOUSE_MACHINE_EVENTS: %v", err)
	}
	sum, entries, asked := sha256.New(), 0, 0
	for seed := uint64(1); entries < want; seed++ {
		e, a := answersOf(t, seed, sum)
		entries, asked = entries+e, asked+a
		if seed%machineBlock == 0 || entries >= want {
			t.Logf("sets 1 to %d: %d entries, %d answers, digest %x", seed, entries, asked, sum.Sum(nil))
		}
	}
}

// answersOf adds every answer on one random set, as its bytes leave the kernel, to a digest and returns
// how many entries and answers there were.
func answersOf(t *testing.T, seed uint64, sum hash.Hash) (entries, asked int) {
	s := newSet(t, seed)
	s.begin()
	for range stepsMax {
		s.step()
		all := s.w.questions()
		for range 6 {
			v := verdict.Judge(s.w.known, all[s.rand.IntN(len(all))], s.w.packs, s.present())
			sum.Write(verdict.AppendJSON(nil, v))
			asked++
		}
	}
	return len(s.log), asked
}
