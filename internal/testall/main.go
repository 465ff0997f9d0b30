// Testall runs every test of the house and closes with one line that sums them:
//
//	N passed, N failed
//
// It exists because the house has four test runners (Go's own, Go's under WebAssembly, vitest and
// Playwright), Go's own runs twice, and a person wants one answer. It would rather be wrong on the
// strict side:
//
//   - a stage that ran no test has failed, whatever its exit code says,
//   - a package that does not build has failed,
//   - a test that started and never ended has failed,
//   - a skipped or flaky test has failed, because it proved nothing,
//   - a runner that exits non-zero while its report shows no failure has failed once.
//
// Tests are counted at the top level: a table of forty cases is one test in Go, and one `test(...)`
// is one test in the client. The output of everything that failed is printed in full. The exit code
// is 0 only when every stage passed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// stageLimit ends a stage that hangs. It is above packageLimit, so that a Go test that hangs shows its
// stack first, and below the hour or more that common CI services allow a job: one stage that hangs
// is counted and shown, and the sum still gets printed, before the service ends the run unseen.
const stageLimit = 15 * time.Minute

// tally is what one stage came to.
type tally struct {
	passed, failed int
	notes          []string // what failed that no test's own output shows
}

// fail counts one failure and says why.
func (t *tally) fail(format string, args ...any) {
	t.failed++
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

// stage is one runner with its own way of reporting.
type stage struct {
	name  string
	gate  bool // a gate passes or fails and has no tests to count
	tests func(ctx context.Context, h host) tally
}

// host is where the stages run: the repository and the place the output goes.
type host struct {
	root string
	out  io.Writer
}

// stages lists the runners, the quick ones first.
func stages() []stage {
	return []stage{
		{name: "vet", gate: true, tests: vet},
		{name: "go", tests: goNative},
		{name: "race", tests: goRace},
		{name: "wasm", tests: goWASM},
		{name: "client", tests: vitest},
		{name: "browser", tests: playwright},
	}
}

func main() {
	only := flag.String("only", "", "comma-separated stages to run: "+strings.Join(names(stages()), ", "))
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	chosen, err := choose(stages(), *only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testall:", err)
		os.Exit(2)
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testall:", err)
		os.Exit(2)
	}
	if !runAll(ctx, host{root: root, out: os.Stdout}, chosen) {
		os.Exit(1)
	}
}

// choose returns the named stages, all of them when nothing is named.
func choose(all []stage, only string) ([]stage, error) {
	if only == "" {
		return all, nil
	}
	var chosen []stage
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(all, func(s stage) bool { return s.name == name })
		if i < 0 {
			return nil, fmt.Errorf("stage %q: not one of %s", name, strings.Join(names(all), ", "))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func names(all []stage) []string {
	list := make([]string, 0, len(all))
	for _, s := range all {
		list = append(list, s.name)
	}
	return list
}

// runAll runs the stages one after the other, prints the sum as the last line and reports whether
// everything passed.
func runAll(ctx context.Context, h host, chosen []stage) bool {
	total := tally{}
	var table strings.Builder
	for _, s := range chosen {
		fmt.Fprintf(h.out, "=== %s\n", s.name)
		started := time.Now()
		result := runOne(ctx, h, s)
		for _, note := range result.notes {
			fmt.Fprintf(h.out, "%s: %s\n", s.name, note)
		}
		fmt.Fprintf(&table, "%-8s %5d passed %4d failed %6.1f s\n",
			s.name, result.passed, result.failed, time.Since(started).Seconds())
		total.passed += result.passed
		total.failed += result.failed
	}
	fmt.Fprintf(h.out, "\n%s\n%d passed, %d failed\n", table.String(), total.passed, total.failed)
	return total.failed == 0
}

// runOne runs one stage within its limit. A stage that counted nothing has failed.
func runOne(ctx context.Context, h host, s stage) tally {
	ctx, cancel := context.WithTimeout(ctx, stageLimit)
	defer cancel()
	result := s.tests(ctx, h)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		result.fail("ended after %s", stageLimit)
	}
	if !s.gate && result.passed+result.failed == 0 {
		result.fail("no test ran")
	}
	return result
}

// moduleRoot is the folder of the go.mod in force.
func moduleRoot(ctx context.Context) (string, error) {
	file, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("find go.mod: %w", err)
	}
	path := strings.TrimSpace(string(file))
	if path == "" || path == os.DevNull {
		return "", errors.New("find go.mod: not inside the module")
	}
	return filepath.Dir(path), nil
}

// command makes a child that is asked to stop, then made to, when ctx ends. It reads no input.
func command(ctx context.Context, dir, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...) // #nosec G204 -- fixed names from this file's callers
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}
