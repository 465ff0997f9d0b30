//go:build !js

package plain_test

import (
	"context"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/plain"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

// told is a story as it was recorded: its entries, and the checkpoints people could have seen.
type told struct {
	entries []event.Opened
	track   []state.Checkpoint
	asked   []scenario.Judgement
}

// tell plays a story on a real production and keeps what was recorded.
func tell(t *testing.T, s *scenario.Story) *told {
	t.Helper()
	stage := stageOf(t)
	out := &told{}
	look := func() {
		stage.Production.View(func(known *state.State) {
			if c, ok := known.Newest(); ok && (len(out.track) == 0 || out.track[len(out.track)-1] != c) {
				out.track = append(out.track, c)
			}
		})
	}
	stage.Record = func(ctx context.Context, s production.Submission) (production.Receipt, error) {
		look()
		r, err := stage.Production.Record(ctx, s)
		if err == nil {
			out.entries = append(out.entries, openedOf(t, s.Entry))
		}
		look()
		return r, err
	}
	result, err := scenario.NewRun(stage).Play(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	out.asked = result.Judgements
	return out
}

func stageOf(t *testing.T) *scenario.Stage {
	t.Helper()
	stage, err := scenario.Begin(t.Context(), t.TempDir(), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	return stage
}

// replay feeds twins with a story, checkpoint by checkpoint.
func (s *told) replay(t *testing.T, upTo, until int64, each func(w *twins, c state.Checkpoint)) *twins {
	t.Helper()
	w := newTwins(t)
	put := int64(0)
	for _, c := range s.track {
		if c.Size > upTo || c.Time > until {
			break
		}
		for ; put < c.Size; put++ {
			w.add(t, s.entries[put])
		}
		w.tick(t, c)
		each(w, c)
	}
	return w
}

// fewQuestions is how many questions are asked after one entry of a story in a usual run; the long run
// asks all. Which ones they are changes from entry to entry.
const fewQuestions = 2

func TestTheTwinAgreesOnEveryStory(t *testing.T) {
	questions, complete := 0, 0
	for _, name := range scenario.Embedded() {
		t.Run(name, func(t *testing.T) {
			text, err := scenario.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			story, err := scenario.Parse(name, text)
			if err != nil {
				t.Fatal(err)
			}
			s := tell(t, story)
			s.replay(t, int64(len(s.entries)), plain.Future, func(w *twins, c state.Checkpoint) {
				now := state.Interval{Earliest: c.Time - proof.ClockSlackSec, Latest: c.Time + proof.ClockSlackSec}
				all := w.questions()
				step := 1
				if !thorough() {
					step = max(1, len(all)/fewQuestions)
				}
				for n := int(c.Size) % step; n < len(all); n += step {
					why, v := w.disagreement(all[n], now)
					questions++
					if v.Outcome == verdict.Complete {
						complete++
					}
					if why != "" {
						t.Fatal(why)
					}
				}
			})
			s.compareAsked(t)
		})
	}
	t.Logf("%d questions, %d of them COMPLETE", questions, complete)
	if complete == 0 {
		t.Error("no question was answered COMPLETE")
	}
}

// compareAsked compares what the real production answered to the story's own questions.
func (s *told) compareAsked(t *testing.T) {
	t.Helper()
	for _, j := range s.asked {
		w := s.replay(t, j.Verdict.Entry, j.Verdict.Time, func(*twins, state.Checkpoint) {})
		if c, _ := w.known.Newest(); c.Time != j.Verdict.Time {
			w.tick(t, state.Checkpoint{Size: j.Verdict.Entry, Root: "asked", Time: j.Verdict.Time})
		}
		at := j.At.Unix()
		now := state.Interval{Earliest: at - proof.ClockSlackSec, Latest: at + proof.ClockSlackSec}
		if why := differ(answerOf(j.Verdict), w.twin(j.Verdict.Question, now)); why != "" {
			t.Errorf("line %d: %s:\n%s", j.Line.Number, j.Line.Text, why)
		}
	}
}
