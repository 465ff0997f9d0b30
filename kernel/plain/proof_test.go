//go:build !js

package plain_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The long run: PROOFHOUSE_TWIN_EVENTS says how many random events to compare. It plays sets in blocks
// of seeds and says one line for each finished block. Where PROOFHOUSE_PROOF_DIR names a folder, finished
// blocks are kept there and not played again; a folder is for one state of the code and one
// PROOFHOUSE_TWIN_SEED, the number before that of the first set, which is 0 where none is named.

// blockSets is how many sets are one block: about ten thousand events.
const blockSets = 80

// block is what one block of seeds came to.
type block struct {
	Events    int            `json:"events"`
	Questions int            `json:"questions"`
	Complete  int            `json:"complete"`
	Keys      map[string]int `json:"keys"`
}

func TestTheTwinAgreesOnTheLongRun(t *testing.T) {
	text := os.Getenv("PROOFHOUSE_TWIN_EVENTS")
	if text == "" {
		text = "0" // A usual run plays the sets of TestTheTwinAgreesOnRandomSets.
	}
	want, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("PROOFHOUSE_TWIN_EVENTS is %q, want a number", text)
	}
	before, err := strconv.ParseUint(cmp.Or(os.Getenv("PROOFHOUSE_TWIN_SEED"), "0"), 10, 63)
	if err != nil {
		t.Fatalf("PROOFHOUSE_TWIN_SEED: %v", err)
	}
	all := block{Keys: map[string]int{}}
	for n := uint64(0); all.Events < want; n++ {
		first := before + n*blockSets + 1
		b := runBlock(t, n, first)
		all.add(b)
		t.Logf("block %d, sets %d to %d: %d events, %d questions, %d COMPLETE; so far %d events", n,
			first, first+blockSets-1, b.Events, b.Questions, b.Complete, all.Events)
	}
	if want == 0 {
		return
	}
	t.Logf("%d events, %d questions, %d of them COMPLETE, and no disagreement", all.Events, all.Questions, all.Complete)
	if 50*all.Complete < all.Questions {
		t.Errorf("%d of %d questions are COMPLETE, want two of a hundred", all.Complete, all.Questions)
	}
	sayKeys(t, all.Keys, want)
}

func (b *block) add(other block) {
	b.Events += other.Events
	b.Questions += other.Questions
	b.Complete += other.Complete
	for key, n := range other.Keys {
		b.Keys[key] += n
	}
}

// runBlock plays a block, or reads what it came to when it was played before.
func runBlock(t *testing.T, n, first uint64) block {
	t.Helper()
	path := ""
	if dir := os.Getenv("PROOFHOUSE_PROOF_DIR"); dir != "" {
		path = filepath.Join(dir, fmt.Sprintf("twin-%04d.json", n))
		if text, err := os.ReadFile(path); err == nil {
			var b block
			if json.Unmarshal(text, &b) == nil && b.Events > 0 {
				return b
			}
		}
	}
	sum := newTally()
	for seed := first; seed < first+blockSets; seed++ {
		if wrong, s := play(t, seed, 5, sum); wrong != "" {
			s.keep(t)
			t.Fatal(wrong)
		}
	}
	b := block{Events: sum.events, Questions: sum.questions, Complete: sum.complete, Keys: sum.keys}
	if path != "" {
		text, err := json.Marshal(b)
		if err == nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return b
}
