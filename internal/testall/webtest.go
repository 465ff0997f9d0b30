package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// vitest runs the client's unit tests. Its list goes to the screen, its JSON report to a file.
func vitest(ctx context.Context, h host) tally {
	return npm(ctx, h, "test", parseVitest, func(report string) ([]string, []string) {
		return []string{"--reporter=default", "--reporter=json", "--outputFile.json=" + report}, nil
	})
}

// playwright runs the browser tests against the server that its own configuration starts.
func playwright(ctx context.Context, h host) tally {
	return npm(ctx, h, "e2e", parsePlaywright, func(report string) ([]string, []string) {
		return []string{"--reporter=list,json"}, []string{"PLAYWRIGHT_JSON_OUTPUT_FILE=" + report}
	})
}

// npm runs one script of the client and counts the report it leaves. The options and environment
// that ask a runner for that report differ; the rest is the same.
func npm(
	ctx context.Context, h host, script string,
	parse func([]byte) (tally, error), options func(report string) (args, environ []string),
) tally {
	dir, err := os.MkdirTemp("", "testall")
	if err != nil {
		return failure("npm run %s: %v", script, err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // A report left behind harms nobody.
	path := filepath.Join(dir, "report.json")
	args, environ := options(path)
	cmd := command(ctx, filepath.Join(h.root, "web"), "npm",
		append([]string{"run", "--silent", script, "--"}, args...)...)
	// The output is read in logs as often as in a terminal.
	cmd.Env = append(os.Environ(), append(environ, "NO_COLOR=1", "FORCE_COLOR=0")...)
	cmd.Stdout, cmd.Stderr = h.out, h.out
	runErr := cmd.Run()
	report, err := os.ReadFile(path)
	if err != nil {
		return failure("npm run %s: no report (%v, %v)", script, err, runErr)
	}
	result, err := parse(report)
	if err != nil {
		result.fail("npm run %s: %v", script, err)
	}
	if runErr != nil && result.failed == 0 {
		result.fail("npm run %s: %v, and no test reports a failure", script, runErr)
	}
	return result
}

// vitestReport is the part that is read of vitest's JSON reporter, which keeps Jest's shape.
type vitestReport struct {
	Success     *bool `json:"success"`
	TestResults []struct {
		Name             string `json:"name"`
		Status           string `json:"status"`
		Message          string `json:"message"`
		AssertionResults []struct {
			FullName string `json:"fullName"`
			Status   string `json:"status"`
		} `json:"assertionResults"`
	} `json:"testResults"`
}

func parseVitest(data []byte) (tally, error) {
	var report vitestReport
	if err := json.Unmarshal(data, &report); err != nil {
		return tally{}, fmt.Errorf("read vitest's report: %w", err)
	}
	if report.Success == nil {
		return tally{}, errors.New("read vitest's report: it does not say whether it succeeded")
	}
	var result tally
	for _, file := range report.TestResults {
		failedHere := false
		for _, test := range file.AssertionResults {
			switch test.Status {
			case "passed":
				result.passed++
			case "failed":
				result.failed++
				failedHere = true
			default:
				result.fail("%s: %s is %q and proved nothing", file.Name, test.FullName, test.Status)
				failedHere = true
			}
		}
		if file.Status != "passed" && !failedHere {
			result.fail("%s: the file failed as a whole: %s", file.Name, file.Message)
		}
	}
	if !*report.Success && result.failed == 0 {
		result.fail("vitest did not succeed, and no test reports a failure")
	}
	return result, nil
}

// playwrightReport is the part that is read of Playwright's JSON reporter.
type playwrightReport struct {
	Stats *struct {
		Expected   int `json:"expected"`
		Unexpected int `json:"unexpected"`
		Flaky      int `json:"flaky"`
		Skipped    int `json:"skipped"`
	} `json:"stats"`
	Errors []struct {
		Message string `json:"message"`
	} `json:"errors"`
}

func parsePlaywright(data []byte) (tally, error) {
	var report playwrightReport
	if err := json.Unmarshal(data, &report); err != nil {
		return tally{}, fmt.Errorf("read playwright's report: %w", err)
	}
	if report.Stats == nil {
		return tally{}, errors.New("read playwright's report: it has no numbers")
	}
	result := tally{passed: report.Stats.Expected, failed: report.Stats.Unexpected}
	for range report.Stats.Flaky {
		result.fail("a test passed only when it was tried again")
	}
	for range report.Stats.Skipped {
		result.fail("a test was skipped and proved nothing")
	}
	for _, e := range report.Errors {
		result.fail("%s", e.Message)
	}
	return result, nil
}
