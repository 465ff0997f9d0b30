package verdict_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// TestNamesOutsideTheirListsAreNoNames: a number of a newer build gets a name that says so, never that of
// something else and never a panic.
func TestNamesOutsideTheirListsAreNoNames(t *testing.T) {
	for got, want := range map[string]string{
		verdict.Code(200).String():              "no code",
		verdict.Fact(250).String():              "no fact",
		verdict.Outcome(9).String():             "HOLD",
		verdict.AskOf("start").String():         "start",
		verdict.AskOf("lunch").String():         "",
		verdict.FactKind(0).String():            "requirement",
		verdict.Applicability.String():          "applicability",
		verdict.Cause(0).String():               "fault",
		verdict.Blocked.String():                "blocked",
		verdict.Direction(77).String():          "",
		verdict.Force(77).String():              verdict.ForceCore.String(),
		verdict.TextStatus(77).String():         verdict.TextUnverified.String(),
		verdict.Tri(77).String():                verdict.Unknown.String(),
		verdict.True.String():                   "yes",
		verdict.False.String():                  "no",
		verdict.Fact(250).Info().Name:           "",
		verdict.Param(77).Info().Name:           "",
		verdict.FactOf("no.such-fact").String(): "no fact",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestEveryActIsOfSomeReason: the acts a page has to offer are exactly those reasons advise.
func TestEveryActIsOfSomeReason(t *testing.T) {
	acts := verdict.Acts()
	if !slices.IsSorted(acts) || len(slices.Compact(slices.Clone(acts))) != len(acts) {
		t.Errorf("the acts are not each once in order: %v", acts)
	}
	seen := map[string]bool{}
	for _, key := range verdict.ReasonKeys() {
		cause, _, act := verdict.Remedy(key)
		if act != "" && !slices.Contains(acts, act) {
			t.Errorf("%s advises %s, which is not listed", key, act)
		}
		if cause == verdict.Fault && key != "judge.fault" {
			t.Errorf("%s is a fault", key)
		}
		seen[act] = true
	}
	for _, act := range acts {
		if !seen[act] {
			t.Errorf("%s is listed and advised by nothing", act)
		}
	}
}

// TestAReasonIsJSONWhateverFillsIt: a verdict with every reason, accepted and with hostile words in it.
func TestAReasonIsJSONWhateverFillsIt(t *testing.T) {
	v := verdict.Verdict{Question: verdict.Question{
		Ask: verdict.Tomorrow, Item: "i", Container: "c", To: "t", By: "b", Scene: "s",
		Purpose: event.Rehearsal, Unit: "u", Day: "2026-11-23",
	}}
	for n, key := range verdict.ReasonKeys() {
		v.Reasons = append(v.Reasons, verdict.Reason{
			Lack: state.Lack{
				Key: key, Item: "i", Container: "c", Lot: "l", Tray: "t", Person: "p", Scene: "s",
				N: 1, Of: 2, Detail: "a \"quoted\"\\ word\n\x00<>&\u2028", Index: n - 1,
			},
			Code: verdict.H01, AcceptedBy: []event.PersonID{"h1", "ad1"}[:n%3],
			Clauses: []verdict.ClauseRef{{Pack: "a", Clause: "b"}, {Pack: "c", Clause: "d"}},
		})
	}
	var out struct {
		Reasons []struct {
			Key      string
			Params   map[string]string
			Accepted []string `json:"accepted_by"`
			Evidence []int
		}
	}
	if err := json.Unmarshal(verdict.AppendJSON(nil, v), &out); err != nil {
		t.Fatal(err)
	}
	for n, r := range out.Reasons {
		if r.Key != v.Reasons[n].Key || r.Params["item"] == "" || len(r.Accepted) != len(v.Reasons[n].AcceptedBy) {
			t.Errorf("%d: read back %+v", n, r)
		}
	}
	if len(out.Reasons) != len(v.Reasons) {
		t.Errorf("%d reasons of %d", len(out.Reasons), len(v.Reasons))
	}
}

// TestContentsOfNothingAreUnknown: who cannot say what is inside has a reason for it.
func TestContentsOfNothingAreUnknown(t *testing.T) {
	now := state.Interval{Earliest: state.Past, Latest: state.Future}
	if lacks := verdict.ContentsLacks(nil, nil, now); len(lacks) != 1 || lacks[0].Key != "judge.fault" {
		t.Errorf("of nothing: %v", lacks)
	}
	w := begin(t)
	w.withDummies()
	it, _ := w.s.Item("R-03")
	if lacks := verdict.ContentsLacks(w.s, it, state.Interval{Earliest: w.now, Latest: w.now}); len(lacks) != 0 {
		t.Errorf("of tested dummies: %v", lacks)
	}
	w.correct(w.ids["T1"], "passed")
	if lacks := verdict.ContentsLacks(w.s, it, state.Interval{Earliest: w.now, Latest: w.now}); len(lacks) == 0 {
		t.Error("nothing lacks after the test was taken back")
	}
}

// TestAQuarantinedSourceHolds: the box the rounds came from was put into quarantine afterwards.
func TestAQuarantinedSourceHolds(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BOX-2"}})
	w.wantHold(handOver, "quarantine.open")
}
