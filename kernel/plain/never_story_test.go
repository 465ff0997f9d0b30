//go:build !js

package plain_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/scenario"
)

// fewStories is how many stories a usual run takes: which ones changes with their number, not from run
// to run. The long run takes all.
const fewStories = 6

// TestNothingThatTakesAwayEverCompletesAStory asks the same of what the stories recorded.
func TestNothingThatTakesAwayEverCompletesAStory(t *testing.T) {
	names := scenario.Embedded()
	step := max(1, len(names)/fewStories)
	if thorough() {
		step = 1
	}
	for n := 0; n < len(names); n += step {
		text, err := scenario.Read(names[n])
		if err != nil {
			t.Fatal(err)
		}
		story, err := scenario.Parse(names[n], text)
		if err != nil {
			t.Fatal(err)
		}
		s := tell(t, story)
		r := &record{s.entries, s.track, s.track[len(s.track)-1].Time}
		if why := r.never(t, honest, uint64(n)); why != "" {
			t.Errorf("%s: %s", names[n], why)
		}
	}
}
