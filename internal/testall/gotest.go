package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// packageLimit ends one package's tests with a stack trace, before the stage itself is ended.
const packageLimit = "-timeout=10m"

// vet is a gate: `go test` runs a part of vet only.
func vet(ctx context.Context, h host) tally {
	var result tally
	cmd := command(ctx, h.root, "go", "vet", "./...")
	cmd.Stdout, cmd.Stderr = h.out, h.out
	if err := cmd.Run(); err != nil {
		result.fail("go vet ./...: %v", err)
	}
	return result
}

// goNative runs every package's tests on this machine.
func goNative(ctx context.Context, h host) tally {
	return goTest(ctx, h, nil, packageLimit, "./...")
}

// concurrent are the rooms in which goroutines share memory. The tests of ledger/sqlite are left
// out: they kill processes and wait for the disk, which takes minutes under the detector.
var concurrent = []string{"./api", "./ledger", "./passkey", "./production"}

// goRace runs the tests of the concurrent rooms once more with the race detector. It needs a C
// compiler; without one the go command says so and the stage has failed.
func goRace(ctx context.Context, h host) tally {
	return goTest(ctx, h, nil, slices.Concat([]string{"-race", packageLimit}, concurrent)...)
}

// goWASM runs the kernel's tests once more as WebAssembly under Node: phones run that build, and
// both must say the same. It is compiled as `make wasm` compiles it, without inlining, and gets its
// cryptography from the module that the page's worker bundles.
func goWASM(ctx context.Context, h host) tally {
	root, err := command(ctx, h.root, "go", "env", "GOROOT").Output()
	if err != nil {
		return failure("go env GOROOT: %v", err)
	}
	runtime := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")
	script := filepath.Join(h.root, "internal", "testall", "wasm.mjs")
	// The stack is that of go_js_wasm_exec: V8's own is too small for some tests.
	exec := fmt.Sprintf("-exec=node --stack-size=8192 '%s' '%s'", script, runtime)
	args := []string{packageLimit, "-gcflags=all=-l", exec, "./kernel/..."}
	return goTest(ctx, h, wasmEnviron(os.Environ()), args...)
}

// wasmEnviron keeps only what the go command and Node need: Go's WebAssembly start-up code refuses
// arguments and environment of more than 12 KiB together, and some machines carry more than that.
func wasmEnviron(environ []string) []string {
	kept := []string{"GOOS=js", "GOARCH=wasm"}
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		switch {
		case name == "GOOS" || name == "GOARCH":
		case slices.Contains([]string{"PATH", "HOME", "TMPDIR", "LANG", "CI"}, name),
			strings.HasPrefix(name, "GO"), strings.HasPrefix(name, "XDG_"):
			kept = append(kept, entry)
		}
	}
	return kept
}

// goTest runs `go test -json` and counts what it reports. A nil environ means this process's own.
func goTest(ctx context.Context, h host, environ []string, args ...string) tally {
	cmd := command(ctx, h.root, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Env = environ
	cmd.Stderr = h.out
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return failure("go test: %v", err)
	}
	if err := cmd.Start(); err != nil {
		return failure("go test: %v", err)
	}
	report := newGoReport(h.out)
	readErr := report.read(pipe)
	waitErr := cmd.Wait()
	result := report.close()
	if readErr != nil {
		result.fail("go test: %v", readErr)
	}
	if waitErr != nil && result.failed == 0 {
		result.fail("go test: %v, and no test reports a failure", waitErr)
	}
	return result
}

func failure(format string, args ...any) tally {
	var t tally
	t.fail(format, args...)
	return t
}

// goEvent is one line of `go test -json`, as `go doc test2json` describes it. Build events carry
// ImportPath, all others Package.
type goEvent struct {
	Action, Package, ImportPath, Test, Output, FailedBuild string
	Elapsed                                                float64 // seconds
}

// goPackage is what one package has reported so far.
type goPackage struct {
	output         []goEvent       // in the order it was printed
	good           map[string]bool // tests and subtests that passed
	running        map[string]bool // top-level tests that started and have not ended
	passed, failed int
	skipped        []string
}

// goReport adds up the events of one `go test -json`.
type goReport struct {
	out      io.Writer
	packages map[string]*goPackage
	builds   map[string]*strings.Builder // what the compiler said, by import path
	total    tally
}

func newGoReport(out io.Writer) *goReport {
	return &goReport{
		out:      out,
		packages: map[string]*goPackage{},
		builds:   map[string]*strings.Builder{},
	}
}

// read takes every line until the end of the report. A line that is no event is shown as it is.
func (r *goReport) read(from io.Reader) error {
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e goEvent
			if json.Unmarshal(line, &e) != nil || e.Action == "" {
				fmt.Fprintf(r.out, "%s", line)
			} else {
				r.event(e)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the report: %w", err)
		}
	}
}

func (r *goReport) event(e goEvent) {
	switch e.Action {
	case "build-output":
		if r.builds[e.ImportPath] == nil {
			r.builds[e.ImportPath] = &strings.Builder{}
		}
		r.builds[e.ImportPath].WriteString(e.Output)
		return
	case "build-fail":
		return // The package that needed it reports its own failure and names this build.
	}
	p := r.packages[e.Package]
	if p == nil {
		p = &goPackage{running: map[string]bool{}, good: map[string]bool{}}
		r.packages[e.Package] = p
	}
	topLevel := e.Test != "" && !strings.Contains(e.Test, "/")
	switch e.Action {
	case "output":
		p.output = append(p.output, e)
	case "run":
		if topLevel {
			p.running[e.Test] = true
		}
	case "pass", "fail", "skip":
		p.good[e.Test] = e.Action == "pass"
		switch {
		case topLevel:
			p.end(e)
		case e.Test != "" && e.Action == "skip":
			p.skipped = append(p.skipped, e.Test)
		case e.Test == "":
			r.endPackage(e, p)
		}
	}
}

// end counts one top-level test.
func (p *goPackage) end(e goEvent) {
	delete(p.running, e.Test)
	switch e.Action {
	case "pass":
		p.passed++
	case "fail":
		p.failed++
	case "skip":
		p.skipped = append(p.skipped, e.Test)
	}
}

// show prints what a package printed, without its good tests unless all of it is wanted.
func (r *goReport) show(p *goPackage, all bool) {
	for _, e := range p.output {
		if all || e.Test == "" || !p.good[e.Test] {
			fmt.Fprint(r.out, e.Output)
		}
	}
}

// endPackage settles one package: it shows the output of one that failed and a single line for one
// that passed.
func (r *goReport) endPackage(e goEvent, p *goPackage) {
	delete(r.packages, e.Package)
	for _, test := range p.skipped {
		p.failed++
		r.total.notes = append(r.total.notes,
			fmt.Sprintf("%s: %s was skipped and proved nothing", e.Package, test))
	}
	whole := e.Action == "fail" && p.failed == 0
	if whole {
		// It did not build, or it ended in the middle: no single test did it.
		p.failed++
		r.total.notes = append(r.total.notes, e.Package+": the package failed as a whole")
	}
	r.total.passed += p.passed
	r.total.failed += p.failed
	if p.failed > 0 {
		if build := r.builds[e.FailedBuild]; build != nil {
			fmt.Fprint(r.out, build.String())
		}
		r.show(p, whole)
		return
	}
	if p.passed > 0 {
		fmt.Fprintf(r.out, "ok   %-60s %4d tests %7.2f s\n", e.Package, p.passed, e.Elapsed)
	}
}

// close counts every package that never reported its end.
func (r *goReport) close() tally {
	for _, name := range slices.Sorted(maps.Keys(r.packages)) {
		p := r.packages[name]
		r.total.passed += p.passed
		r.total.failed += p.failed
		r.total.fail("%s: ended without a result while %d tests ran: %s", name, len(p.running),
			strings.Join(slices.Sorted(maps.Keys(p.running)), ", "))
		r.show(p, true)
	}
	r.packages = map[string]*goPackage{}
	return r.total
}
