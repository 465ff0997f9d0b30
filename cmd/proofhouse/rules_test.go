package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/scenario"
)

// written puts a text into a new file.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// shipped is the text of a pack that ships, with one place changed.
func shipped(t *testing.T, id, old, text string) string {
	t.Helper()
	f, ok := rules.Find(id)
	if !ok || !strings.Contains(string(f.Bytes), old) {
		t.Fatalf("%s has no %q", id, old)
	}
	return strings.Replace(string(f.Bytes), old, text, 1)
}

func TestEveryPackThatShipsPassesItsLint(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "rules", "*.json"))
	if err != nil || len(files) != len(rules.All()) {
		t.Fatalf("%d files, %d packs ship: %v", len(files), len(rules.All()), err)
	}
	out, errs, code := commandLine(t, append([]string{"rules", "lint"}, files...)...)
	if code != exitDone || strings.Count(out, "nothing found wrong") != len(files) {
		t.Errorf("exit code %d:\n%s%s", code, out, errs)
	}
}

// Each place at which a pack leaves the format is named by line, column and clause.
func TestLintNamesThePlace(t *testing.T) {
	cases := filepath.Join("..", "..", "rules", "cases", "au-qld.txt")
	for name, c := range map[string]struct{ old, text, says string }{
		"unknown operator": {`{"any": [`, `{"some": [`, `:18:19: clause QLD-1, clauses[0].applies.some: unknown operator "some"`},
		"unknown fact":     {`"item.not-live-capable"`, `"item.not-live"`, `:19:28: clause QLD-1, clauses[0].requires.fact: "item.not-live": want a known fact`},
		"wrong type":       {`"code": "H22"`, `"code": 22`, `:11:30: clause QLD-1, clauses[0].code: want text`},
		"missing citation": {"\"citation\": {\n        \"instrument\"", "\"quotation\": {\n        \"instrument\"", `clause QLD-1, clauses[0]: unknown member "quotation"`},
		"missing member":   {`"authority": "State of Queensland",`, ``, `:1:1: member "authority" is missing`},
		"no JSON":          {`"format": 1,`, `"format": 1`, `want a comma`},
		"a link":           {`"State of Queensland"`, `"State of Queensland, www.example"`, `:5:38: "www.": cite instrument and section`},
	} {
		t.Run(name, func(t *testing.T) {
			file := written(t, "au-qld.json", shipped(t, "au-qld", c.old, c.text))
			out, _, code := commandLine(t, "rules", "lint", file, "--cases", cases)
			if code != exitRefused || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %q in\n%s", code, c.says, out)
			}
		})
	}
}

func TestLintWantsCases(t *testing.T) {
	whole := shipped(t, "au-qld", "QLD-1", "QLD-1")
	file := written(t, "au-qld.json", whole)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"none": {[]string{file}, "no cases try it"},
		"too few": {
			[]string{file, "--cases", written(t, "c.txt", "clause QLD-1\n  facts ask.load=no ask.hand-over=no ask.start=no -> NOT-ASKED\n")},
			"clause QLD-1: no case is COMPLETE",
		},
		"unreadable":   {[]string{file, "--cases", written(t, "c.txt", "clause QLD-1\nfact -> HOLD\n")}, "c.txt:2: want clause"},
		"another name": {[]string{written(t, "qld.json", whole), "--cases", filepath.Join("..", "..", "rules", "cases", "au-qld.txt")}, "name it au-qld.json"},
		"no file":      {[]string{"missing.json"}, "missing.json"},
	} {
		t.Run(name, func(t *testing.T) {
			out, _, code := commandLine(t, append([]string{"rules", "lint"}, c.args...)...)
			if code != exitRefused || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %q in\n%s", code, c.says, out)
			}
		})
	}
}

func TestShowTellsAPackInWords(t *testing.T) {
	out, _, code := commandLine(t, "rules", "show", "us-ca-part13")
	for _, want := range []string{
		"CA-9153-a-2  H05 Given or taken by somebody else", "California Labor Code, 9153(a)(2)", "force     law\n",
		"law, because a law takes it up", "not compared with the official text", "general knowledge, which nobody has compared",
		"in force  2025-07-01 to 2030-06-30", "asked if  item.burns-powder and ask.hand-over\n", "asks for  giver.is-handler\n",
	} {
		if code != exitDone || !strings.Contains(out, want) {
			t.Errorf("exit code %d, no %q in\n%s", code, want, out)
		}
	}
	out, _, code = commandLine(t, "rules", "show", "house")
	if code != exitDone || !strings.Contains(out, "misfire_wait_s is 60 s (HP-10)") || !strings.Contains(out, "wherever a production adopts it") ||
		!strings.Contains(out, "there is no official text") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	out, _, code = commandLine(t, "rules", "show", "house", "--json")
	var told struct {
		ID, Edition, SHA256 string
		Pack                struct{ Clauses []struct{ ID string } }
	}
	f, _ := rules.Find("house")
	if err := json.Unmarshal([]byte(out), &told); err != nil || code != exitDone || told.ID != "house" ||
		len(told.Pack.Clauses) != 21 || told.SHA256 == "" || len(f.Bytes) == 0 {
		t.Errorf("exit code %d, %+v: %v", code, told, err)
	}
	if _, errs, code := commandLine(t, "rules", "show", "us-nm"); code != exitRefused || !strings.Contains(errs, "no pack that ships and no file") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// An authority draws a key, signs its pack, and whoever was given the public key can tell.
func TestASignedPackIsKnownByItsKey(t *testing.T) {
	dir := t.TempDir()
	secret, pack := filepath.Join(dir, "secret"), filepath.Join(dir, "au-qld.json")
	cases := filepath.Join("..", "..", "rules", "cases", "au-qld.txt")
	if err := os.WriteFile(pack, []byte(shipped(t, "au-qld", "QLD-1", "QLD-1")), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, code := commandLine(t, "rules", "key", "authority.example/rules", "--key", secret)
	public := strings.TrimSpace(out[strings.Index(out, "\n"):])
	if code != exitDone || !strings.HasPrefix(public, "authority.example/rules+") {
		t.Fatalf("exit code %d: %s", code, out)
	}
	if info, err := os.Stat(secret); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the private key's file: %v", err)
	}
	if _, errs, code := commandLine(t, "rules", "key", "x", "--key", secret); code != exitRefused || !strings.Contains(errs, "exists") {
		t.Errorf("a key was written over, exit code %d: %s", code, errs)
	}
	if out, errs, code := commandLine(t, "rules", "sign", pack, "--key", secret); code != exitDone || !strings.Contains(out, "signed by authority.example/rules") {
		t.Fatalf("exit code %d: %s%s", code, out, errs)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"the right key":      {[]string{"--key", public}, exitDone, "signed by authority.example/rules, checked"},
		"no key":             {nil, exitDone, "which nobody checked"},
		"another key":        {[]string{"--key", "authority.example/rules+c3a5f2ee+AcGUDNZ6fyGPjrAz9EvZS1Dyy6WVhLDYqm5n2VuUzFIG"}, exitUsage, "--key"},
		"a key that is none": {[]string{"--key", "k"}, exitUsage, "--key"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := commandLine(t, append([]string{"rules", "lint", pack, "--cases", cases}, c.args...)...)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d: %s%s", code, out, errs)
			}
		})
	}
	if err := os.WriteFile(pack, []byte(shipped(t, "au-qld", "QLD-1", "QLD-2")), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, code := commandLine(t, "rules", "lint", pack, "--key", public); code != exitRefused || !strings.Contains(out, "another pack or another edition") {
		t.Errorf("a changed pack passes, exit code %d: %s", code, out)
	}
	if _, errs, code := commandLine(t, "rules", "sign", pack, "--key", pack); code != exitRefused || !strings.Contains(errs, "holds no private key") {
		t.Errorf("exit code %d: %s", code, errs)
	}
}

// playedIn makes a data directory in which a story that ships happened.
func playedIn(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	stage, err := scenario.Begin(t.Context(), dir, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	text, err := scenario.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	story, err := scenario.Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scenario.NewRun(stage).Play(t.Context(), story); err != nil {
		t.Fatal(err)
	}
	if err := stage.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestDiffShowsWhichPastAnswersWouldDiffer(t *testing.T) {
	data := playedIn(t, "compliant-day.txt")
	same := written(t, "us-ca-part13.json", shipped(t, "us-ca-part13", "\n", "\n\n"))
	out, errs, code := commandLine(t, "rules", "diff", "us-ca-part13", same, "--data", data)
	if code != exitDone || !strings.Contains(out, " asked again, 0 answered otherwise, 0 of them") || strings.HasPrefix(out, "0 asked") {
		t.Fatalf("an edition that only differs in white space, exit code %d: %s%s", code, out, errs)
	}
	stricter := written(t, "us-ca-part13.json", shipped(t, "us-ca-part13", `"requires": {"fact": "contact.named"}`,
		`"requires": {"all": [{"fact": "contact.named"}, {"fact": "police.told"}]}`))
	out, errs, code = commandLine(t, "rules", "diff", "us-ca-part13", stricter, "--data", data)
	if code != exitDone || !strings.Contains(out, "RECORD COMPLETE under 2026-11-23, HOLD under 2026-11-23") ||
		!strings.Contains(out, "  + H21 The record does not show that the police were told") {
		t.Errorf("a stricter edition, exit code %d:\n%s%s", code, out, errs)
	}
	out, _, code = commandLine(t, "rules", "diff", stricter, "us-ca-part13", "--data", data, "--json")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var last struct{ Judged, Differ, Turned int }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil || code != exitDone ||
		last.Differ == 0 || last.Turned != last.Differ || last.Judged <= last.Differ || len(lines) != last.Differ+1 {
		t.Errorf("exit code %d, %+v: %v\n%s", code, last, err, out)
	}
	var one struct {
		Entry    int
		Old, New struct{ Outcome string }
	}
	if err := json.Unmarshal([]byte(lines[0]), &one); err != nil || one.Entry == 0 || one.Old.Outcome != "HOLD" || one.New.Outcome != "COMPLETE" {
		t.Errorf("%+v: %v", one, err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"a pack nobody adopted": {[]string{"uk-hse", "house", "--data", data}, "never adopted"},
		"a pack that is none":   {[]string{"us-ca-part13", "us-nm", "--data", data}, "no pack that ships"},
		"no production":         {[]string{"us-ca-part13", "house", "--data", t.TempDir()}, "there is no production"},
	} {
		if _, errs, code := commandLine(t, append([]string{"rules", "diff"}, c.args...)...); code != exitRefused || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit code %d: %s", name, code, errs)
		}
	}
}

func TestRulesWantsAVerb(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"none":              {nil, exitUsage, "needs one of"},
		"help":              {[]string{"--help"}, exitDone, "usage: proofhouse rules lint"},
		"unknown":           {[]string{"bend"}, exitUsage, `"bend" is none of`},
		"lint of nothing":   {[]string{"lint"}, exitUsage, "needs files"},
		"show of two":       {[]string{"show", "house", "uk-hse"}, exitUsage, "needs one pack"},
		"diff without data": {[]string{"diff", "house", "house"}, exitUsage, "--data"},
		"sign without key":  {[]string{"sign", "house.json"}, exitUsage, "--key"},
		"key without file":  {[]string{"key", "name"}, exitUsage, "--key"},
	} {
		if out, errs, code := commandLine(t, append([]string{"rules"}, c.args...)...); code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%s: exit code %d: %s%s", name, code, out, errs)
		}
	}
}
