package view_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/view"
)

// shown is what a screen reads out of an item's model.
type shown struct {
	Contents struct {
		State    string
		Examined int64
		Tested   *struct{ Trays []string }
	}
	Custody struct {
		Open  bool `json:"segment_open"`
		Since int64
	}
	Checks struct {
		Examined, Bore *struct{ Time int64 }
	}
}

func (s *told) item(id, to string) shown {
	s.t.Helper()
	var out shown
	given := map[string]string{"item": id}
	if to != "" {
		given["to"] = to
	}
	if err := json.Unmarshal(s.model("item", given), &out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// lacking lists the facts about what is in an item that a verdict misses.
func lacking(v verdict.Verdict) []string {
	var out []string
	for _, r := range v.Reasons {
		for _, c := range r.Clauses {
			for _, f := range []string{"item.examined", "custody.unbroken", "load.tested", "source.sealed"} {
				if c.Pack == verdict.CorePack && string(c.Clause) == "CORE-"+f {
					out = append(out, f+" "+r.Key)
				}
			}
		}
	}
	return out
}

// TestContentsAreNeverMoreFavourableThanTheVerdict goes through every story that ships, with every
// cause and with none: whenever it judges, each item that the record says something about lacks
// nothing of what says so.
func TestContentsAreNeverMoreFavourableThanTheVerdict(t *testing.T) {
	said := map[string]int{}
	for _, name := range scenario.Embedded() {
		text, err := scenario.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := scenario.Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		tellings := []*scenario.Story{whole}
		if len(whole.Causes) > 0 {
			var all []string
			for _, c := range whole.Causes {
				all = append(all, c.Name)
			}
			tellings = []*scenario.Story{whole.With(all), whole.With(nil)}
		}
		for _, story := range tellings {
			t.Run(name, func(t *testing.T) {
				s := tellText(t, name, text)
				for n, first := 0, 0; n < len(story.Lines); n++ {
					if story.Lines[n].Verb != "judge" && n+1 < len(story.Lines) {
						continue
					}
					part := &scenario.Story{Name: name, Lines: story.Lines[first : n+1]}
					first = n + 1
					result, err := s.run.Play(t.Context(), part)
					if err != nil {
						t.Fatal(err)
					}
					var to []event.PersonID
					for _, j := range result.Judgements {
						to = append(to, j.Verdict.Question.To)
					}
					for state, times := range s.compare(story.Lines[n].Number, append(to, "")) {
						said[state] += times
					}
				}
			})
		}
	}
	for _, state := range []string{"known", "empty", "unknown", "not-examined"} {
		if said[state] == 0 {
			t.Errorf("no story ever says %s: the comparison proves nothing", state)
		}
	}
}

// compare holds the contents of every item against the verdict, and counts what they say.
func (s *told) compare(line int, receivers []event.PersonID) map[string]int {
	s.t.Helper()
	said := map[string]int{}
	s.stage.Production.View(func(known *state.State) {
		at := s.stage.Clock.Now().Unix()
		now := state.Interval{Earliest: at - 2, Latest: at + 2}
		ask := func(q verdict.Question) verdict.Verdict { return verdict.Judge(known, q, s.packs, now) }
		look := view.Look{Known: known, Now: now, Judge: ask}
		for _, it := range known.Items() {
			for _, to := range receivers {
				state := look.ContentsOf(it, to).State.String()
				said[state]++
				if state != "known" && state != "empty" {
					continue
				}
				lacks := lacking(ask(verdict.Question{Ask: verdict.HandOver, Item: it.Item, To: to}))
				if len(lacks) > 0 {
					s.t.Errorf("line %d: %s to %q is %s, and the verdict lacks %s", line, it.Item, to, state,
						strings.Join(slices.Compact(lacks), ", "))
				}
			}
		}
	})
	return said
}

// TestALookFromBeforeAGapSaysNothing: what a phone without signal signed before the meal and sent
// after it stands behind the meal in the log, and before it in the record.
func TestALookFromBeforeAGapSaysNothing(t *testing.T) {
	s := tellText(t, "late", `begin as meeting
07:20 examine R-03 handler=h1 as=whole
# look: looked at
08:00 break what=meal ad=ad1
08:01 examine R-03 handler=h1 seen=whole
08:01 bore R-03 handler=h1 seen=whole
# look: late look
08:10 examine R-03 handler=h1
# look: looked again
`)
	s.until("looked at")
	if got := s.item("R-03", ""); got.Contents.State != "empty" || !got.Custody.Open || got.Checks.Examined == nil {
		t.Errorf("after a whole look: %+v", got)
	}
	s.until("late look")
	got := s.item("R-03", "")
	if got.Contents.State == "empty" || got.Contents.State == "known" || got.Contents.Examined != 0 {
		t.Errorf("the contents are %+v", got.Contents)
	}
	if got.Custody.Open || got.Checks.Examined != nil || got.Checks.Bore != nil {
		t.Errorf("a look from before the meal counts: %+v", got)
	}
	s.until("looked again")
	if got := s.item("R-03", ""); got.Contents.State != "empty" || got.Contents.Examined == 0 {
		t.Errorf("after a look behind the meal: %+v", got)
	}
}

// TestALookThatNobodyJudgedSaysNothing: without a judge nothing is known.
func TestALookThatNobodyJudgedSaysNothing(t *testing.T) {
	s := tell(t)
	s.until("examined")
	s.stage.Production.View(func(known *state.State) {
		it, ok := known.Item("R-03")
		if !ok {
			t.Fatal("the item is not in the record")
		}
		look := view.Look{Known: known}
		if got := look.ContentsOf(it, "").State; got != view.ContentsUnknown {
			t.Errorf("contents are %v without a judge", got)
		}
	})
}
