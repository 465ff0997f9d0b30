package verdict_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/words"
)

const verdictSpec = "../../docs/spec/verdict.md"

var updateSpec = flag.Bool("update", false, "write the tables of docs/spec/verdict.md")

// TestSpecIsCurrent compares the tables of the page with the code that judges.
func TestSpecIsCurrent(t *testing.T) {
	old, err := os.ReadFile(verdictSpec)
	if err != nil {
		t.Fatal(err)
	}
	page := string(old)
	for _, part := range []struct{ name, text string }{
		{"core", coreTable()},
		{"requirements", factTable(func(f verdict.Fact) bool {
			return f.Info().Kind == verdict.Requirement && len(verdict.CoreAsks(f)) == 0
		})},
		{"applicability", factTable(func(f verdict.Fact) bool { return f.Info().Kind == verdict.Applicability })},
		{"params", paramTable()},
		{"example", exampleVerdict()},
		{"codes", codeTable()},
		{"reasons", reasonTable()},
	} {
		page = fillPart(t, page, part.name, part.text)
	}
	if *updateSpec {
		if err := os.WriteFile(verdictSpec, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(old, []byte(page)) {
		t.Errorf("%s is out of date: run go test ./kernel/verdict -run Spec -update", verdictSpec)
	}
}

func fillPart(t *testing.T, page, name, text string) string {
	t.Helper()
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	head, rest, ok := strings.Cut(page, begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no marks for %s", verdictSpec, name)
	}
	return head + begin + "\n" + text + "\n" + end + tail
}

func coreTable() string {
	out := "| Fact | Code | Asked by | Is yes when |\n|---|---|---|---|\n"
	for f := verdict.NoFact + 1; f < verdict.FactCount; f++ {
		asks := verdict.CoreAsks(f)
		if len(asks) == 0 {
			continue
		}
		names := make([]string, len(asks))
		for i, a := range asks {
			names[i] = a.String()
		}
		info := f.Info()
		out += fmt.Sprintf("| `%s`%s | %s | %s | %s |\n", info.Name, aheadMark(f), info.Code, strings.Join(names, ", "), info.Says)
	}
	return out
}

func factTable(keep func(verdict.Fact) bool) string {
	out := "| Fact | Code | Is yes when |\n|---|---|---|\n"
	for f := verdict.NoFact + 1; f < verdict.FactCount; f++ {
		if !keep(f) {
			continue
		}
		code := ""
		if f.Info().Code != verdict.NoCode {
			code = f.Info().Code.String()
		}
		out += fmt.Sprintf("| `%s`%s | %s | %s |\n", f.Info().Name, aheadMark(f), code, f.Info().Says)
	}
	return out
}

// aheadMark marks the facts that the question of tomorrow asks for.
func aheadMark(f verdict.Fact) string {
	if f.KnownAhead() {
		return " *ahead*"
	}
	return ""
}

func paramTable() string {
	out := "| Parameter | Strictest is the | Core | Bounds |\n|---|---|---|---|\n"
	for p := verdict.NoParam + 1; p < verdict.ParamCount; p++ {
		i := p.Info()
		out += fmt.Sprintf("| `%s` | %s | %d %s | %s |\n", i.Name, i.Direction, i.Core, i.Unit, i.Says)
	}
	return out
}

// exampleVerdict is one answer that another implementation can rebuild byte for byte.
func exampleVerdict() string {
	v := verdict.Verdict{
		Question: verdict.Question{Ask: verdict.Start, Scene: "42", Unit: "main"},
		Entry:    1204, Time: 1_763_900_000,
		Reasons: []verdict.Reason{{
			Lack: state.Lack{Key: "tray.not-counted", Tray: "T1", Lot: "D-014", Container: "BOX-2", Index: 17},
			Code: verdict.H01, Cause: verdict.NotRecorded, Who: event.Watcher, Act: "count-tray",
			Clauses: []verdict.ClauseRef{{
				Pack: verdict.CorePack, Clause: "CORE-load.tested", Force: verdict.ForceCore, Status: verdict.TextVerified,
			}},
		}},
	}
	return "```json\n" + string(verdict.AppendJSON(nil, v)) + "\n```\n"
}

func codeTable() string {
	out := "| Code | Title |\n|---|---|\n"
	for c := verdict.NoCode + 1; c < verdict.CodeCount; c++ {
		out += fmt.Sprintf("| %s | %s |\n", c, words.Say(words.English, "code."+c.String(), nil))
	}
	return out
}

func reasonTable() string {
	out := "| Key | Cause | Who | What they do |\n|---|---|---|---|\n"
	for _, key := range verdict.ReasonKeys() {
		cause, who, act := verdict.Remedy(key)
		role := "anybody"
		if who != event.NoRole {
			role = who.String()
		}
		said := "nothing removes it today"
		if act != "" {
			said = "`" + act + "`: " + words.Say(words.English, "next."+act, nil)
		}
		out += fmt.Sprintf("| `%s` | %s | %s | %s |\n", key, cause, role, said)
	}
	return out
}
