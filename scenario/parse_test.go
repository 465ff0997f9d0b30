package scenario_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/scenario"
)

// refusedAt asks for a refusal at one place, in words that hold want.
func refusedAt(t *testing.T, err error, line, column int, want string) {
	t.Helper()
	refusal, is := errors.AsType[*scenario.SyntaxError](err)
	if !is {
		t.Fatalf("no refusal of the language: %v", err)
	}
	if refusal.Line != line || refusal.Column != column || !strings.Contains(refusal.Want, want) {
		t.Errorf("%v; want line %d column %d and %q", refusal, line, column, want)
	}
	if !strings.HasPrefix(err.Error(), fmt.Sprintf("story.txt:%d:%d: ", line, column)) {
		t.Errorf("an editor cannot jump to %q", err)
	}
}

func TestWhatTheParserRefuses(t *testing.T) {
	judge := "judge start 42\n"
	declared := "cause stop H23\n"
	many := strings.Repeat(" x", scenario.WordsMax)
	var causes strings.Builder
	for n := range scenario.CausesMax {
		fmt.Fprintf(&causes, "cause c%d H01\n", n)
	}
	for name, c := range map[string]struct {
		text         string
		line, column int
		want         string
	}{
		"a control character":              {"stop main\x07", 1, 10, "control characters"},
		"a control character of Latin 1":   {"# \u0085", 1, 3, "control characters"},
		"bytes that are no UTF-8":          {"# \xff\xfe", 1, 1, "UTF-8"},
		"a byte too much":                  {strings.Repeat("#", scenario.StoryMax+1), 1, 1, "at most 524288 bytes"},
		"a line too much":                  {strings.Repeat("\n", scenario.LinesMax), scenario.LinesMax, 1, "at most 10000 lines"},
		"a word too much":                  {"stop" + many, 1, 6 + 2*(scenario.WordsMax-1), "at most 64 words"},
		"a time and nothing else":          {"09:10", 1, 6, "a verb belongs here"},
		"a word where the verb belongs":    {"09:10 handler=h1", 1, 17, "a verb belongs here"},
		"a key without a value":            {"bore R-03 handler=", 1, 11, "key=value"},
		"a value without a key":            {"bore R-03 =h1", 1, 11, "key=value"},
		"a cause twice on a line":          {declared + "-stop +stop stop main", 2, 7, "names each cause once"},
		"a key twice":                      {"bore R-03 handler=h1 handler=h2", 1, 22, "handler is given twice"},
		"a rule of dashes alone":           {"----", 1, 1, "below a judge line only"},
		"a judge line without an answer":   {judge, 2, 1, "answer of the judge line above is missing"},
		"an act before the answer":         {judge + "stop main", 2, 1, "write ---- and the answer"},
		"an empty answer":                  {judge + "----\n\n", 3, 1, "COMPLETE or HOLD belongs"},
		"an answer that ends the file":     {judge + "----\n", 3, 1, "COMPLETE or HOLD belongs"},
		"another answer":                   {judge + "----\nMAYBE", 3, 1, "COMPLETE, HOLD or CAUSES"},
		"a word behind COMPLETE":           {judge + "----\nCOMPLETE H01", 3, 10, "nothing stands behind COMPLETE"},
		"a HOLD without a code":            {judge + "----\nHOLD", 3, 1, "at least one code"},
		"a HOLD that only says more":       {judge + "----\nHOLD ...", 3, 1, "at least one code"},
		"no such code":                     {judge + "----\nHOLD H28", 3, 6, "H01 to H27"},
		"code zero":                        {judge + "----\nHOLD H00", 3, 6, "H01 to H27"},
		"more before the codes":            {judge + "----\nHOLD ... H01", 3, 6, "H01 to H27"},
		"a reason below COMPLETE":          {judge + "----\nCOMPLETE\nH01 meeting.none", 4, 1, "nothing stands below"},
		"a reason below CAUSES":            {declared + judge + "----\nCAUSES\nH01 meeting.none", 5, 1, "nothing stands below"},
		"a reason without a key":           {judge + "----\nHOLD H08\nH08", 4, 1, "the key of a reason"},
		"a reason with a sentence":         {judge + "----\nHOLD H08\nH08 meeting.none today", 4, 1, "the key of a reason"},
		"a reason without a code":          {judge + "----\nHOLD H08\nmeeting.none H08", 4, 1, "the key of a reason"},
		"a reason nobody gives":            {judge + "----\nHOLD H08\nH08 meeting.nine", 4, 5, `no reason is called "meeting.nine"`},
		"CAUSES without causes":            {judge + "----\nCAUSES", 3, 1, "declares causes"},
		"a cause without a code":           {"cause stop", 1, 1, "write: cause name H01"},
		"a cause with another word":        {"cause stop STOP", 1, 12, "H01 to H27"},
		"a cause twice":                    {declared + "cause stop H15", 2, 7, "stands above already"},
		"a cause too much":                 {causes.String() + "cause last H01", scenario.CausesMax + 1, 1, "at most 8 causes"},
		"a line of no cause":               {declared + "-stopp stop main", 2, 1, "no cause of this name"},
		"a repair of no cause":             {"+stop stop main", 1, 1, "no cause of this name"},
		"a cause without an act":           {declared + "-stop", 2, 6, "an act belongs behind"},
		"a cause with a time and no act":   {declared + "-stop 09:00", 2, 12, "a verb belongs here"},
		"the column counts from the start": {"\t  stop  =x", 1, 10, "key=value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := scenario.Parse("story.txt", c.text)
			refusedAt(t, err, c.line, c.column, c.want)
		})
	}
}

func TestWhatTheParserReads(t *testing.T) {
	text := "\ufeff# A title.\r\n# More.\r\ncause stop H23 H15 # somebody calls\r\n" +
		"day 2026-11-20 # a comment\r\n-stop\t09:10:30 stop main by=x1 as=s\r\n" +
		"judge start 42\r\n----\r\n# why\r\nHOLD H23 H08 ...\r\nH08 meeting.none\r\n\r\njudge close\r\n----\r\nCAUSES"
	s, err := scenario.Parse("story.txt", text)
	if err != nil {
		t.Fatal(err)
	}
	if s.Title != "A title." || len(s.Lines) != 4 || !s.Asks() {
		t.Fatalf("%+v", s)
	}
	if c := s.Causes[0]; c.Name != "stop" || c.Says != "somebody calls" || strings.Join(c.Codes, " ") != "H23 H15" {
		t.Errorf("cause %+v", c)
	}
	stop := s.Lines[1]
	if stop.Number != 5 || stop.Column != 16 || stop.Clock != "09:10:30" || stop.Verb != "stop" ||
		!slices.Equal(stop.Marks, []scenario.Mark{{Cause: "stop"}}) || len(stop.Args) != 3 || stop.Args[1] != (scenario.Arg{Key: "by", Value: "x1", Column: 26}) {
		t.Errorf("line %+v", stop)
	}
	asked := s.Lines[2].Expect
	if asked.String() != "HOLD H08 H23 ..." || len(asked.Details) != 1 || asked.Details[0] != (scenario.Detail{Code: "H08", Key: "meeting.none", Line: 10}) {
		t.Errorf("expects %s %+v", asked, asked.Details)
	}
	if got := s.Lines[3].Expect.String(); got != "CAUSES" {
		t.Errorf("expects %s", got)
	}
}

func TestAsMuchAsMayBeIsRead(t *testing.T) {
	for name, text := range map[string]string{
		"bytes": strings.Repeat("#", scenario.StoryMax),
		"lines": strings.Repeat("\n", scenario.LinesMax-1),
		"words": "stop" + strings.Repeat(" x", scenario.WordsMax-1),
	} {
		if _, err := scenario.Parse("story.txt", text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAStoryIsToldWithSomeOfItsCauses(t *testing.T) {
	s, err := scenario.Parse("story.txt", "cause a H01\ncause b H02\nstop main by=x0\n-a stop main by=x1\n+a stop main by=x2\n-b stop main by=x3\n")
	if err != nil {
		t.Fatal(err)
	}
	sets := s.Subsets()
	if len(sets) != 4 || len(sets[0]) != 0 || len(sets[3]) != 2 {
		t.Fatalf("subsets %v", sets)
	}
	for causes, want := range map[string]string{"": "x0 x2", "a": "x0 x1", "b": "x0 x2 x3", "a b": "x0 x1 x3"} {
		var who []string
		for _, l := range s.With(strings.Fields(causes)).Lines {
			who = append(who, l.Args[1].Value)
		}
		if got := strings.Join(who, " "); got != want {
			t.Errorf("with %q: %s, want %s", causes, got, want)
		}
	}
	if len(s.Lines) != 4 {
		t.Error("telling a story changed it")
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range scenario.Embedded() {
		text, err := scenario.Read(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range []string{
		"", "\ufeff", "#", "----", "judge", "judge start 42\n----\nHOLD H01 ...\nH01 tray.not-counted",
		"cause a H01\n-a\n", "begin as", "begin as loaded", "day", "09:00 day 2026-11-20", "production founders=:::",
		"tray T1 passed=", "load R-03 positions=1-256*256,1-256*256", "\xff", "-", "+", "= =", "as=as", "\u00a0#",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := scenario.Parse("story.txt", text)
		if err == nil {
			err = scenario.Check(s)
		}
		if err == nil {
			if len(s.Lines) > scenario.LinesMax || len(s.Causes) > scenario.CausesMax {
				t.Fatalf("%d lines, %d causes", len(s.Lines), len(s.Causes))
			}
			return
		}
		refusal, is := errors.AsType[*scenario.SyntaxError](err)
		if !is || refusal.Line < 1 || refusal.Column < 1 || refusal.Want == "" {
			t.Fatalf("refused without a place: %v", err)
		}
	})
}

// A line of two causes is told where both marks fit: the same hand-over names the trays only where there
// are any.
func TestALineOfTwoCauses(t *testing.T) {
	s, err := scenario.Parse("story.txt", "cause a H01\ncause b H02\n+a -b 09:00 stop main by=x1\n+b +a 09:00 stop main by=x2\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ causes, told string }{{"", "x2"}, {"a", ""}, {"b", "x1"}, {"a b", ""}} {
		told := ""
		for _, l := range s.With(strings.Fields(c.causes)).Lines {
			told += l.Args[1].Value
		}
		if told != c.told {
			t.Errorf("with %q: %q, want %q", c.causes, told, c.told)
		}
	}
}
