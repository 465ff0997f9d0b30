package scenario_test

import (
	"errors"
	"path"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

const opened = "day 2026-11-20\n" +
	"09:00 production region=US-CA founders=ad1:directing:ad,x1:sound:steward packs=us-ca-part13\n"

// play checks and plays a story whose lines stand below the opening of a production, which has two.
func play(t *testing.T, lines string) (*scenario.Result, error) {
	t.Helper()
	s, err := scenario.Parse("story.txt", opened+lines)
	if err == nil {
		err = scenario.Check(s)
	}
	if err != nil {
		return nil, err
	}
	return scenario.NewRun(stage(t)).Play(t.Context(), s)
}

func TestWhatAStoryMayNotSay(t *testing.T) {
	for name, c := range map[string]struct {
		lines        string
		line, column int
		want         string
	}{
		"a verb nobody knows":               {"09:01 enroll h1", 3, 7, `"enroll" is no verb of the story language: known are endorse, enrol, examine`},
		"a verb like no other":              {"09:01 xyz", 3, 7, "known are accept, adopt, agree-drop,"},
		"a time that is none":               {"24:00 stop main by=x1", 3, 1, `"24:00" is no verb`},
		"a word nobody knows":               {"stop main colour=red by=x1", 3, 11, `"colour" is no word of "stop" (stop.called): known are unit, role=person`},
		"a second bare word":                {"stop main second by=x1", 3, 11, `"second" is no word`},
		"a field of another verb":           {"stop main passed=10 by=x1", 3, 11, `"passed" is no word`},
		"a scene where none belongs":        {"stop main scene=42 by=x1", 3, 11, `"scene" is no word`},
		"a value outside the list":          {"enrol h1 department=weapons vouchers=x1", 3, 10, "department is one of office, directing"},
		"a number in letters":               {"lot D-1 nature=DUMMY count=ten container=B handler=ad1", 3, 22, `count: "ten" is no whole number`},
		"a distance where none belongs":     {"lot D-1 nature=DUMMY count=10m container=B handler=ad1", 3, 22, "no whole number"},
		"a number below nothing":            {"test-fire R lot=L distance_mm=-4m handler=ad1", 3, 19, "no whole number"},
		"a distance past every number":      {"test-fire R lot=L distance_mm=9223372036854775807m handler=ad1", 3, 19, "no whole number"},
		"a distance past its bound":         {"test-fire R lot=L distance_mm=2000m handler=ad1", 3, 1, "from 1 to 1000000"},
		"a list that counts down":           {"load R container=B lot=L positions=6-1 handler=ad1", 3, 26, "count upwards"},
		"a list past its bound":             {"load R container=B lot=L positions=1-200,1-200 handler=ad1", 3, 26, "at most 256 elements"},
		"a list that repeats past it":       {"load R container=B lot=L positions=1-256*256 handler=ad1", 3, 26, "at most 256 elements"},
		"a list repeated by a word":         {"load R container=B lot=L positions=1*x handler=ad1", 3, 26, "behind * stands a number"},
		"a list repeated not at all":        {"load R container=B lot=L positions=1*0 handler=ad1", 3, 26, "behind * stands a number"},
		"an object with a part left out":    {"plan 42 items=R-03 handler=ad1", 3, 9, "write item:class"},
		"a label nobody gave":               {"restart of=stop9 by=x1", 3, 9, `no act above is called "stop9"`},
		"a label that is taken":             {"stop main by=x1 as=s\nstop main by=ad1 as=s", 4, 18, `called "s" already`},
		"going on from a label nobody gave": {"container C-1 what=box handler=ad1 after=c9", 3, 36, `no act above is called "c9"`},
		"going on where nothing goes on":    {"stop main by=x1 after=nothing", 3, 17, "changes no object's history"},
		"seen from a label nobody gave":     {"stop main by=x1 seen=s9", 3, 17, `no act above is called "s9"`},
		"nobody signs":                      {"container C-1 what=box", 3, 1, "who signs?"},
		"one person twice":                  {"stop main by=x1 as=s\nrestart of=s by=x1,x1", 4, 1, "one person signs as two"},
		"a pack nobody ships":               {"adopt us-xx ad=ad1", 3, 1, "digest"},
		"a time that goes back":             {"09:10 stop main by=x1\n09:09 stop main by=x1", 4, 1, "times go forward"},
		"a day that goes back":              {"day 2026-11-19", 3, 5, "days go forward"},
		"a day that is none":                {"day 2026-02-30", 3, 5, "a day looks like"},
		"no day":                            {"day", 3, 1, "write: day 2026-11-23"},
		"a day with a time":                 {"09:00 day 2026-11-21", 3, 7, "stands alone"},
		"a beginning nobody wrote":          {"begin as tomorrow", 3, 10, "known are blanks, california"},
		"a beginning without as":            {"begin california", 3, 1, "write: begin as"},
		"no question":                       {"judge\n----\nCOMPLETE", 3, 1, "ask load, hand-over"},
		"another question":                  {"judge finish\n----\nCOMPLETE", 3, 7, "ask load, hand-over"},
		"a word another question has":       {"judge start 42 to=p1\n----\nCOMPLETE", 3, 16, `"to" is no word of judge start`},
		"two scenes":                        {"judge start 42 43\n----\nCOMPLETE", 3, 16, "or there twice"},
		"another purpose":                   {"judge hand-over R-03 purpose=fun\n----\nCOMPLETE", 3, 22, "purpose is rehearsal"},
		"the count of a tray in words":      {"tray T1 lot=D rounds=10 passed=all handler=ad1", 3, 25, "passed is the number of rounds"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := play(t, c.lines)
			refusedAt(t, err, c.line, c.column, c.want)
		})
	}
}

func TestATimeNeedsADay(t *testing.T) {
	s, err := scenario.Parse("story.txt", "09:00 stop main by=x1\n")
	if err != nil {
		t.Fatal(err)
	}
	_, err = scenario.NewRun(stage(t)).Play(t.Context(), s)
	refusedAt(t, err, 1, 1, "which day it is")
}

// TestAnActThatIsRefusedEndsTheStory: the story is told through the real admission.
func TestAnActThatIsRefusedEndsTheStory(t *testing.T) {
	_, err := play(t, "stop main by=nobody\n")
	refusal, is := errors.AsType[*production.Refusal](err)
	if !is || refusal.Code != production.UnknownSigner || !strings.HasPrefix(err.Error(), "story.txt:3: ") {
		t.Fatalf("%v", err)
	}
}

// TestTheRunnerNoticesAnotherAnswer: a test that cannot see a difference proves nothing.
func TestTheRunnerNoticesAnotherAnswer(t *testing.T) {
	for name, c := range map[string]struct{ lines, want string }{
		"COMPLETE expected of a HOLD": {"judge start 42\n----\nCOMPLETE", "expected COMPLETE, got HOLD"},
		"HOLD expected of a COMPLETE": {"call place=ranch ad=ad1\njudge close\n----\nHOLD H01 ...", "expected HOLD, got COMPLETE"},
		"a code that is not there":    {"judge start 42\n----\nHOLD H08 H24 ...", "expected H24"},
		"a code that is not expected": {"judge start 42\n----\nHOLD H08", "did not expect"},
		"a reason that is not there":  {"judge start 42\n----\nHOLD H08 ...\nH08 meeting.absent", "expected the reason H08 meeting.absent"},
		"a cause that gives nothing":  {"cause quiet H24\njudge start 42\n----\nCAUSES", "expected H24"},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := play(t, c.lines)
			if err != nil {
				t.Fatal(err)
			}
			if result.Passed != 0 || result.Failed != 1 || !strings.Contains(result.Judgements[0].Wrong, c.want) {
				t.Fatalf("%d passed, %d failed: %q, want %q", result.Passed, result.Failed, result.Judgements[0].Wrong, c.want)
			}
		})
	}
}

func TestEveryBeginningIsWhole(t *testing.T) {
	for _, name := range scenario.Beginnings() {
		file := path.Join("begin", name+".txt")
		text, err := scenario.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := scenario.Parse(file, text)
		if err == nil {
			err = scenario.Check(s)
		}
		if err != nil {
			t.Error(err)
			continue
		}
		if s.Asks() || s.Title == "" {
			t.Errorf("%s asks something or has no title", name)
		}
	}
}

// TestAStoryIsRepeatable: the same names give the same keys, so that two runs give one answer.
func TestAStoryIsRepeatable(t *testing.T) {
	s, err := scenario.Parse("story.txt", "begin as ready\njudge start 42\n----\nCOMPLETE\n")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		result, err := scenario.NewRun(stage(t)).Play(t.Context(), s)
		if err != nil || result.Failed != 0 {
			t.Fatalf("%+v: %v", result, err)
		}
	}
}
