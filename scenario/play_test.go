package scenario_test

import (
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/scenario"
)

// stage opens a real production in a folder of its own.
func stage(t *testing.T) *scenario.Stage {
	t.Helper()
	s, err := scenario.Begin(t.Context(), t.TempDir(), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestEveryEmbeddedStoryEndsAsItSays(t *testing.T) {
	if len(scenario.Embedded()) == 0 {
		t.Fatal("no story is embedded")
	}
	for _, name := range scenario.Embedded() {
		t.Run(name, func(t *testing.T) {
			text, err := scenario.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			s, err := scenario.Parse(name, text)
			if err != nil {
				t.Fatal(err)
			}
			result, err := scenario.NewRun(stage(t)).Play(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if result.Passed+result.Failed == 0 {
				t.Error("the story asks nothing")
			}
			for _, j := range result.Judgements {
				if j.Wrong == "" {
					continue
				}
				t.Errorf("line %d: %s: %s", j.Line.Number, j.Line.Text, j.Wrong)
				for _, r := range j.Verdict.Reasons {
					t.Logf("  %s %s %+v %v", r.Code, r.Key, r.Lack, r.Clauses)
				}
			}
		})
	}
}

// With any six of the seven causes repaired the answer is still HOLD, and every set of causes shows
// at least its own codes. With all seven repaired, each at its own time of day, it is COMPLETE.
func TestEverySetOfCausesHoldsForItsOwnReasons(t *testing.T) {
	text, err := scenario.Read("nm-2021.txt")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Parse("nm-2021.txt", text)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Causes) != 7 || len(s.Subsets()) != 128 {
		t.Fatalf("%d causes, %d sets", len(s.Causes), len(s.Subsets()))
	}
	for _, causes := range s.Subsets() {
		t.Run(strings.Join(append([]string{"causes"}, causes...), " "), func(t *testing.T) {
			t.Parallel()
			result, err := scenario.NewRun(stage(t)).Play(t.Context(), s.With(causes))
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range result.Judgements {
				if j.Wrong != "" {
					t.Error(j.Wrong)
				}
				if (j.Verdict.Outcome == verdict.Complete) != (len(causes) == 0) {
					t.Errorf("%v gave %s", causes, j.Verdict.Outcome)
				}
			}
		})
	}
}
