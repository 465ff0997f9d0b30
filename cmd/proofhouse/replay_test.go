package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/scenario"
)

// run plays replay as a shell would and returns what it printed and how it ended.
func runReplay(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), append([]string{"replay"}, args...), strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// storyIn writes a story to a file of its own.
func storyIn(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// opened is the shortest production that a scene can be asked about.
const opened = `# Nobody planned anything.
day 2026-11-20
09:00 production region=US-CA founders=ad1:directing:ad,x1:sound:steward packs=us-ca-part13
`

const heldStart = opened + `judge start 42
----
HOLD H09 ...
`

func TestAStoryThatEndsAsItSaysPasses(t *testing.T) {
	path := storyIn(t, strings.Replace(heldStart, "HOLD H09 ...", "HOLD H08 ...\nH08 meeting.none", 1))
	out, errs, code := runReplay(t, path)
	if code != exitDone || errs != "" || !strings.HasSuffix(out, "\n1 passed, 0 failed\n") {
		t.Fatalf("code %d\n%s%s", code, out, errs)
	}
	for _, want := range []string{
		"story.txt: Nobody planned anything.",
		"2026-11-20 09:00:00  May scene 42 start?",
		"HOLD, as the story expects",
		"Assistant director",
		"H08 The record does not show a safety meeting that two people held for scene 42.",
		"Next: Hold the safety meeting where the guns will be used.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestAStoryIsToldInSpanish(t *testing.T) {
	out, _, code := runReplay(t, "--lang", "es", storyIn(t, strings.Replace(heldStart, "H09", "H08", 1)))
	if code != exitDone || !strings.Contains(out, "¿Puede empezar la escena 42?") ||
		!strings.Contains(out, "El registro no muestra ") {
		t.Fatalf("code %d\n%s", code, out)
	}
}

func TestAnAnswerThatDiffersIsShownAndCounted(t *testing.T) {
	for name, c := range map[string]struct{ answer, want string }{
		"COMPLETE on a HOLD": {"COMPLETE", "expected COMPLETE, got HOLD"},
		"a code too many":    {"HOLD H08 H23 ...", "expected H23, got HOLD"},
		"a code too few":     {"HOLD H08", "did not expect"},
		"another reason":     {"HOLD H08 ...\nH08 meeting.absent", "expected the reason H08 meeting.absent"},
	} {
		t.Run(name, func(t *testing.T) {
			path := storyIn(t, strings.Replace(heldStart, "HOLD H09 ...", c.answer, 1))
			out, _, code := runReplay(t, path)
			if code != exitRefused || !strings.Contains(out, c.want) ||
				!strings.Contains(out, "story.txt:4: ") || !strings.HasSuffix(out, "0 passed, 1 failed\n") {
				t.Fatalf("code %d, want %q in\n%s", code, c.want, out)
			}
		})
	}
}

func TestAStoryThatIsNotUnderstoodIsRefusedWithLineAndColumn(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown verb":         {opened + "09:01 enroll h1\n", "story.txt:4:7: "},
		"unknown word":         {opened + "09:01 enrol h1 dept=props\n", "story.txt:4:16: "},
		"unknown question":     {opened + "judge whether 42\n----\nCOMPLETE\n", "story.txt:4:7: "},
		"an act that is alone": {opened + "09:01 sweep handler=h9\njudge close\n----\nHOLD H04\n", "story.txt:4"},
		"nothing is asked":     {opened, "asks nothing"},
		"an empty file":        {"", "asks nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := runReplay(t, storyIn(t, c.text))
			if code != exitUsage || !strings.Contains(errs, c.want) || out != "" {
				t.Fatalf("code %d, want %q in\n%s%s", code, c.want, out, errs)
			}
		})
	}
}

func TestWhatIsNoStoryFileIsRefused(t *testing.T) {
	long := storyIn(t, "# "+strings.Repeat("x", scenario.StoryMax-2))
	tooLong := storyIn(t, "# "+strings.Repeat("x", scenario.StoryMax-1))
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"a folder":                  {[]string{t.TempDir()}, "is a folder"},
		"a missing file":            {[]string{filepath.Join(t.TempDir(), "none.txt")}, "none.txt"},
		"a byte too long":           {[]string{tooLong}, "split the story"},
		"as long as may be":         {[]string{long}, "asks nothing"},
		"a language nobody wrote":   {[]string{"--lang", "tlh"}, "en, es"},
		"a flag nobody knows":       {[]string{"--quick"}, "usage: proofhouse replay"},
		"a flag's name after --":    {[]string{"--", "--json"}, "open --json"},
		"more files than are heard": {make([]string, replayFilesMax+1), "at most 1000"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := runReplay(t, c.args...)
			if code != exitUsage || !strings.Contains(errs, c.want) || out != "" {
				t.Fatalf("code %d, want %q in\n%s%s", code, c.want, out, errs)
			}
		})
	}
}

// withCauses has two causes, as short as causes can be.
const withCauses = opened + `cause stop H23 # somebody called STOP
cause concern H15 # somebody is worried
-stop stop main by=x1
-concern concern by=x1 as=worry
judge start 42
----
CAUSES
`

func TestEverySubsetOfTheCausesCounts(t *testing.T) {
	// With every cause repaired this story is not COMPLETE, so one subset of four differs.
	out, _, code := runReplay(t, "--verbose", storyIn(t, withCauses))
	if code != exitRefused || !strings.HasSuffix(out, "\n3 passed, 1 failed\n") {
		t.Fatalf("code %d\n%s", code, out)
	}
	for _, want := range []string{
		"no cause ", "stop, concern ", "3 of 3 sets of causes HOLD with at least their codes.",
		"expected COMPLETE, got HOLD", "the answer is not the expected one: HOLD.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// readLines parses what --json printed.
func readLines(t *testing.T, out string) (judged []judgedLine, sum summaryLine) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	for n, line := range lines {
		decode := json.NewDecoder(strings.NewReader(line))
		decode.DisallowUnknownFields()
		if n == len(lines)-1 {
			if err := decode.Decode(&sum); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			return judged, sum
		}
		var j judgedLine
		if err := decode.Decode(&j); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		judged = append(judged, j)
	}
	return judged, sum
}

func TestJSONSaysTheSame(t *testing.T) {
	out, _, code := runReplay(t, storyIn(t, strings.Replace(heldStart, "H09 ...", "H08", 1)), "--json")
	judged, sum := readLines(t, out)
	if code != exitRefused || len(judged) != 1 || sum != (summaryLine{0, 1}) {
		t.Fatalf("code %d\n%s", code, out)
	}
	j := judged[0]
	if j.Story != "story.txt" || j.Line != 4 || j.Time != "2026-11-20T09:00:00Z" ||
		string(j.Question) != `{"ask":"start","scene":"42"}` || j.Outcome != "HOLD" ||
		j.Expected != "HOLD H08" || j.OK || j.Wrong == "" || len(j.Codes) < 2 {
		t.Errorf("%+v", j)
	}
	var reasons []struct{ Code, Key, Act string }
	if err := json.Unmarshal(j.Reasons, &reasons); err != nil || len(reasons) < len(j.Codes) {
		t.Errorf("%d reasons for %d codes: %v", len(reasons), len(j.Codes), err)
	}
}

func TestJSONHasALineForEverySubset(t *testing.T) {
	out, _, code := runReplay(t, "--json", storyIn(t, withCauses))
	judged, sum := readLines(t, out)
	if code != exitRefused || len(judged) != 4 || sum != (summaryLine{3, 1}) {
		t.Fatalf("code %d, %d lines\n%s", code, len(judged), out)
	}
	seen := map[string]bool{}
	for _, j := range judged {
		seen[strings.Join(j.Causes, " ")] = true
	}
	for _, want := range []string{"", "stop", "concern", "stop concern"} {
		if !seen[want] {
			t.Errorf("no telling with %q", want)
		}
	}
}

func TestTheStoriesThatShipEndAsTheySay(t *testing.T) {
	out, errs, code := runReplay(t)
	if code != exitDone || !strings.HasSuffix(out, " passed, 0 failed\n") {
		t.Fatalf("code %d\n%s%s", code, out, errs)
	}
	for _, want := range []string{
		"nm-2021.txt: ", "127 of 127 sets of causes HOLD with at least their codes.",
		"With every cause repaired: RECORD COMPLETE.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q", want)
		}
	}
}
