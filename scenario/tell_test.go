package scenario_test

import (
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/scenario"
)

// held is a verdict with four reasons of three owners.
var held = verdict.Verdict{Reasons: []verdict.Reason{
	{
		Lack: state.Lack{Key: "tray.not-counted", Tray: "T1", Lot: "D-014", Index: 17}, Code: verdict.H01,
		Who: event.Watcher, Act: "count-tray",
		Clauses: []verdict.ClauseRef{{Pack: "core", Clause: "CORE-load.tested"}, {Pack: "lmsc-bulletin-1", Clause: "SB1-11"}},
	},
	{Lack: state.Lack{Key: "meeting.topic", Detail: "abort", Scene: "42", Index: 3}, Code: verdict.H08, Who: event.AD, Act: "hold-meeting"},
	{Lack: state.Lack{Key: "withheld.item", Item: "R-03", Person: "p1", Index: 9}, Code: verdict.H24, Act: "ask-person"},
	{Lack: state.Lack{Key: "meeting.no-walk", Scene: "42", Index: state.NoIndex}, Code: verdict.H08, Who: event.AD},
}}

func TestReasonsAreToldByWhoCanAct(t *testing.T) {
	groups := scenario.Explain("en", held)
	var who []string
	for _, g := range groups {
		who = append(who, g.Who)
	}
	if got := strings.Join(who, ", "); got != "Watcher, Assistant director, Anybody" {
		t.Fatalf("groups %s", got)
	}
	first := groups[0].Reasons[0]
	if first.Code != "H01" || first.Says != "The record does not show a watcher's count of tray T1, lot D-014." ||
		first.Next != "Count the tray yourself before you see the other number." || first.Entry != 17 ||
		strings.Join(first.Clauses, "; ") != "core CORE-load.tested; lmsc-bulletin-1 SB1-11" {
		t.Errorf("%+v", first)
	}
	meeting := groups[1].Reasons
	if len(meeting) != 2 || !strings.Contains(meeting[0].Says, "how to stop it") {
		t.Errorf("a topic is not said in words: %+v", meeting)
	}
	if meeting[1].Next != "" || meeting[1].Entry != state.NoIndex {
		t.Errorf("a step where none helps: %+v", meeting[1])
	}
}

func TestEveryReasonIsToldInFull(t *testing.T) {
	for _, lang := range []string{"en", "es"} {
		for _, key := range verdict.ReasonKeys() {
			v := verdict.Verdict{Reasons: []verdict.Reason{{Lack: state.Lack{
				Key: key, Item: "i", Container: "c", Lot: "l", Tray: "t", Person: "p", Scene: "s", Detail: "command",
			}}}}
			if said := scenario.Explain(lang, v)[0].Reasons[0].Says; strings.ContainsAny(said, "{}") || said == "reason."+key {
				t.Errorf("%s: %s", lang, said)
			}
		}
	}
}

func TestQuestionsAreAskedInWords(t *testing.T) {
	for want, q := range map[string]verdict.Question{
		"May R-03 go to p1 for scene 42, rehearsal?":       {Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal},
		"May (unnamed) go to p1 for scene 42, (unnamed)?":  {Ask: verdict.HandOver, To: "p1", Scene: "42"},
		"May rounds from BOX-2 go into R-03 for scene 42?": {Ask: verdict.Load, Item: "R-03", Container: "BOX-2", Scene: "42"},
		"May scene 42 start?":                              {Ask: verdict.Start, Scene: "42"},
		"May QUAR leave quarantine?":                       {Ask: verdict.Release, Container: "QUAR"},
		"May the day be closed?":                           {Ask: verdict.Close},
	} {
		if got := scenario.Asked("en", q); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
