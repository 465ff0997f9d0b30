package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClientReports(t *testing.T) {
	for _, c := range []struct {
		name           string
		parse          func([]byte) (tally, error)
		report         string
		passed, failed int
	}{
		{
			"vitest: two passed", parseVitest,
			`{"success":true,"testResults":[{"status":"passed","assertionResults":
				[{"status":"passed"},{"status":"passed"}]}]}`, 2, 0,
		},
		{
			"vitest: one failed", parseVitest,
			`{"success":false,"testResults":[{"status":"failed","assertionResults":
				[{"status":"passed"},{"status":"failed"}]}]}`, 1, 1,
		},
		{
			"vitest: a file that cannot be loaded has no tests", parseVitest,
			`{"success":false,"testResults":[{"status":"failed","message":"no such module"}]}`, 0, 1,
		},
		{
			"vitest: a skipped test", parseVitest,
			`{"success":true,"testResults":[{"status":"passed","assertionResults":
				[{"status":"passed"},{"status":"skipped"}]}]}`, 1, 1,
		},
		{
			"vitest: an error outside of every test", parseVitest,
			`{"success":false,"testResults":[{"status":"passed","assertionResults":
				[{"status":"passed"}]}]}`, 1, 1,
		},
		{
			"playwright: three passed", parsePlaywright,
			`{"stats":{"expected":3,"unexpected":0,"flaky":0,"skipped":0},"errors":[]}`, 3, 0,
		},
		{
			"playwright: one of each", parsePlaywright,
			`{"stats":{"expected":1,"unexpected":1,"flaky":1,"skipped":1},"errors":[]}`, 1, 3,
		},
		{
			"playwright: the server did not start", parsePlaywright,
			`{"stats":{"expected":0,"unexpected":0,"flaky":0,"skipped":0},
				"errors":[{"message":"timed out waiting for the server"}]}`, 0, 1,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.parse([]byte(c.report))
			if err != nil {
				t.Fatal(err)
			}
			if got.passed != c.passed || got.failed != c.failed {
				t.Errorf("got %d passed, %d failed; want %d, %d", got.passed, got.failed, c.passed, c.failed)
			}
		})
	}
}

func TestAReportThatSaysNothingIsAnError(t *testing.T) {
	for _, report := range []string{"", "{}", "[]", `{"testResults":[]}`, `{"errors":[]}`} {
		if got, err := parseVitest([]byte(report)); err == nil {
			t.Errorf("vitest report %q: %+v", report, got)
		}
		if got, err := parsePlaywright([]byte(report)); err == nil {
			t.Errorf("playwright report %q: %+v", report, got)
		}
	}
}

// The scripts are run by the real npm; what they print is theirs, what they report is counted.
func TestNpmScriptsAreCountedByTheirReport(t *testing.T) {
	const report = `{"success":true,"testResults":[{"status":"passed",` +
		`"assertionResults":[{"status":"passed"}]}]}`
	for _, c := range []struct {
		name, script   string
		passed, failed int
	}{
		{
			"a report and exit 0",
			`node -e 'require("fs").writeFileSync(process.argv.pop(), process.env.REPORT)'`, 1, 0,
		},
		{
			"a report without failures and exit 1",
			`node -e 'require("fs").writeFileSync(process.argv.pop(), process.env.REPORT);process.exit(1)'`,
			1, 1,
		},
		{"no report and exit 0", `node -e 0`, 0, 1},
		{"no report and exit 1", `node -e 'process.exit(1)'`, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			if err := os.Mkdir(filepath.Join(root, "web"), 0o755); err != nil {
				t.Fatal(err)
			}
			pkg := `{"private":true,"scripts":{"test":` + quote(c.script) + `}}`
			err := os.WriteFile(filepath.Join(root, "web", "package.json"), []byte(pkg), 0o644)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			got := npm(t.Context(), host{root: root, out: &out}, "test", parseVitest,
				func(path string) ([]string, []string) {
					return []string{path}, []string{"REPORT=" + report}
				})
			if got.passed != c.passed || got.failed != c.failed {
				t.Errorf("got %+v; want %d passed, %d failed\n%s", got, c.passed, c.failed, out.String())
			}
		})
	}
}

// quote writes s as a JSON string. The scripts above hold no control characters.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
