package demo

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/ledger/sqlite"
)

// answer is what a page reads of a telling.
type answer struct {
	Causes []TaleCause
	Told   []string
	Asked  []struct {
		Verdict struct {
			Outcome string
			Reasons []struct{ Code string }
		}
	}
	People  []struct{ Person string }
	History []struct {
		Index int
		Kind  string
	}
}

func told(t *testing.T, tales *Tales, name string, causes []string) answer {
	t.Helper()
	b, err := tales.Tell(t.Context(), name, causes)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestATaleIsAHoldUntilTheLastCauseIsMended: each cause alone gives a HOLD with all of its own codes,
// all of them give all codes, and none gives a complete record.
func TestATaleIsAHoldUntilTheLastCauseIsMended(t *testing.T) {
	tales := NewTales(sqlite.Create)
	happened := told(t, tales, "nm-2021", nil)
	if len(happened.Causes) != 7 || len(happened.Told) != 7 || len(happened.Asked) != 1 {
		t.Fatalf("%d causes, %d told, %d answers", len(happened.Causes), len(happened.Told), len(happened.Asked))
	}
	codes := func(a answer) []string {
		var out []string
		for _, r := range a.Asked[0].Verdict.Reasons {
			out = append(out, r.Code)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	for _, c := range happened.Causes {
		alone := told(t, tales, "nm-2021", []string{c.Name})
		if alone.Asked[0].Verdict.Outcome != "HOLD" {
			t.Errorf("with %s alone: %s", c.Name, alone.Asked[0].Verdict.Outcome)
		}
		for _, code := range c.Codes {
			if got := codes(alone); !slices.Contains(got, code) {
				t.Errorf("with %s alone the codes are %v, without %s", c.Name, got, code)
			}
			if got := codes(happened); !slices.Contains(got, code) {
				t.Errorf("as it happened the codes are %v, without %s of %s", got, code, c.Name)
			}
		}
	}
	if mended := told(t, tales, "nm-2021", []string{}); mended.Asked[0].Verdict.Outcome != "COMPLETE" {
		t.Errorf("with every cause mended: %s %v", mended.Asked[0].Verdict.Outcome, codes(mended))
	}
}

// TestAWellRunDayIsToldWhole: every entry of the day is there in log order, with the people who signed.
func TestAWellRunDayIsToldWhole(t *testing.T) {
	day := told(t, NewTales(sqlite.Create), "well-run", nil)
	if len(day.History) < 50 || len(day.People) < 5 || len(day.Asked) < 5 {
		t.Fatalf("%d entries, %d people, %d answers", len(day.History), len(day.People), len(day.Asked))
	}
	for n, e := range day.History {
		if e.Index != n {
			t.Fatalf("entry %d stands at place %d", e.Index, n)
		}
	}
	if last := day.Asked[len(day.Asked)-1].Verdict.Outcome; last != "COMPLETE" {
		t.Errorf("the day ends in %s", last)
	}
}

func TestAnUnknownTaleIsNotTold(t *testing.T) {
	tales := NewTales(sqlite.Create)
	for name, causes := range map[string][]string{"../nm-2021": nil, "": nil, "nm-2021": {"weather"}} {
		if _, err := tales.Tell(t.Context(), name, causes); !errors.Is(err, ErrNoTale) {
			t.Errorf("%q with %s: %v", name, strings.Join(causes, ","), err)
		}
	}
}
