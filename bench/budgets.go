package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// suite is one test binary whose benchmarks carry budgets, or a measurement of its own.
type suite struct {
	in      string // The folder of the test binary, from the root of the house.
	tests   string // Tests to run before them; empty for none.
	match   string // Benchmarks to run.
	budgets []budget
	page    int                                   // How much slower a page's Chromium has to be; 0 runs natively.
	measure func(context.Context) ([]line, error) // Instead of a test binary.
}

// budget is one promise about the figures of a run.
type budget struct {
	name    string
	bench   string // The benchmark, without the word Benchmark and the number of cores.
	unit    string // The figure that counts, as the benchmark prints it.
	peer    string // The peer's benchmark; empty without one.
	against string // The figure of the same benchmark that is the peer's; empty without one.
	must    float64
	more    bool // More is better.
	zero    bool // Nothing may be allocated.

	bytes      string // The figure that says how large an event is.
	signatures int
	cores      int // 0 when all may work.
	also       []string
}

var suites = []suite{
	{in: "kernel/verdict", match: "^Benchmark(HandOver|Start|Fold)$", budgets: []budget{
		{
			name: "verdict: hand-over, every pack, 100,000 events", bench: "HandOver", unit: "ns/op",
			must: 10_000, zero: true, cores: 1, also: []string{"events", "allocs/op"},
		},
		{
			name: "verdict: start of a scene with 60 people and 10 items", bench: "Start", unit: "ns/op",
			must: 500_000, cores: 1, also: []string{"events", "allocs/op"},
		},
		{
			name: "fold: events a second", bench: "Fold", unit: "events/s", must: 300_000, more: true,
			bytes: "B/event", cores: 1,
		},
		{
			name: "fold: payload a second", bench: "Fold", unit: "MB/s", must: 100, more: true,
			bytes: "B/event", cores: 1,
		},
	}},
	{in: "kernel/verdict", match: "^BenchmarkFold$", page: 1, budgets: []budget{{
		name: "fold: 100,000 events in a Chromium worker", bench: "Fold", unit: "ns/op", must: 2e9,
		bytes: "B/event", cores: 1,
	}}},
	{in: "kernel/verdict", match: "^BenchmarkTail$", page: slowPhone, budgets: []budget{{
		name: "fold: a tail of 1,000 events in Chromium, 4 times slower", bench: "Tail", unit: "ns/op",
		must: 50e6, cores: 1,
	}}},
	{in: "bench/peers", tests: "^TestTheEnginesAgree$", match: "^BenchmarkRule$", budgets: []budget{
		{
			name: "rule: against cedar-go 1.9.0", bench: "Rule/ours", unit: "ns/op", peer: "Rule/cedar-go",
			must: 12, cores: 1,
		},
		{
			name: "rule: against OPA 1.22.2", bench: "Rule/ours", unit: "ns/op", peer: "Rule/opa", must: 150,
			cores: 1,
		},
	}},
	{in: "ledger/sqlite", match: "^BenchmarkAppend$", budgets: []budget{
		{
			name: "append: 1 caller against write and sync of a plain file", bench: "Append/1_caller",
			unit: "ours/s", against: "peer/s", must: 0.7, more: true, bytes: "entry-B", signatures: 2,
		},
		{
			name: "append: 64 callers against write and sync of a plain file", bench: "Append/64_callers",
			unit: "ours/s", against: "peer/s", must: 6, more: true, bytes: "entry-B", signatures: 2,
		},
	}},
	{in: "kernel/proof", match: "^BenchmarkBundleIntegrity$", budgets: []budget{
		{
			name: "bundle: integrity, entries a second", bench: "BundleIntegrity", unit: "ours/s",
			must: 1_000_000, more: true, bytes: "entry-B", signatures: 2, cores: 1,
		},
	}},
	{in: "web/src/generated", budgets: []budget{{name: "first load: kernel, brotli"}}, measure: kernelSize},
}

func (s *suite) has(name string) bool {
	return slices.ContainsFunc(s.budgets, func(b budget) bool { return strings.Contains(b.name, name) })
}

// run measures a suite and holds its figures against the budgets.
func (s *suite) run(ctx context.Context, runs int) ([]line, error) {
	if s.measure != nil {
		return s.measure(ctx)
	}
	execute := s.native
	if s.page > 0 {
		execute = s.inPage
	}
	out, err := execute(ctx, runs)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	figures := parse(out)
	var lines []line
	for _, b := range s.budgets {
		l, err := b.hold(figures)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// native runs the benchmarks on this machine and returns what they print.
func (s *suite) native(ctx context.Context, runs int) ([]byte, error) {
	tests := s.tests
	if tests == "" {
		tests = "^$"
	}
	//nolint:gosec // Every word but the number of runs stands in the table above.
	cmd := exec.CommandContext(ctx, "go", "test", "-run", tests, "-bench", s.match, "-benchmem",
		"-count", strconv.Itoa(runs), "-timeout", "30m", ".")
	cmd.Dir = filepath.Join("..", s.in)
	cmd.Stderr = os.Stderr
	return cmd.Output()
}

// figures are what the runs of each benchmark printed, by benchmark and unit.
type figures map[string]map[string][]float64

// parse reads the lines of go test -bench.
func parse(out []byte) figures {
	all := figures{}
	for text := range bytes.Lines(out) {
		words := strings.Fields(string(text))
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(words[0], "Benchmark")
		if at := strings.LastIndexByte(name, '-'); at > 0 {
			if _, err := strconv.Atoi(name[at+1:]); err == nil {
				name = name[:at]
			}
		}
		if all[name] == nil {
			all[name] = map[string][]float64{}
		}
		for n := 2; n+1 < len(words); n += 2 {
			if v, err := strconv.ParseFloat(words[n], 64); err == nil {
				all[name][words[n+1]] = append(all[name][words[n+1]], v)
			}
		}
	}
	return all
}

func (f figures) median(bench, unit string) (float64, int, error) {
	all := slices.Sorted(slices.Values(f[bench][unit]))
	n := len(all)
	if n == 0 {
		return 0, 0, fmt.Errorf("%s printed no %s", bench, unit)
	}
	return (all[n/2] + all[(n-1)/2]) / 2, n, nil
}

// hold compares the figures with the budget.
func (b *budget) hold(f figures) (line, error) {
	ours, runs, err := f.median(b.bench, b.unit)
	if err != nil {
		return line{}, err
	}
	l := line{Name: b.name, Ours: ours, Goal: 1, Unit: b.unit, Signatures: b.signatures, Cores: b.cores, Runs: runs}
	if l.Cores == 0 {
		l.Cores = cores()
	}
	reference := b.must
	if b.peer != "" || b.against != "" {
		bench, unit := b.bench, b.unit
		if b.peer != "" {
			bench = b.peer
		} else {
			unit = b.against
		}
		peer, _, err := f.median(bench, unit)
		if err != nil {
			return line{}, err
		}
		l.Peer, l.Goal, reference = &peer, b.must, peer
	}
	if b.more {
		l.Ratio = ours / reference
	} else {
		l.Ratio = reference / ours
	}
	if b.bytes != "" {
		l.EventBytes, _, err = f.median(b.bench, b.bytes)
		if err != nil {
			return line{}, err
		}
	}
	for _, unit := range b.also {
		if l.Also == nil {
			l.Also = map[string]float64{}
		}
		if l.Also[unit], _, err = f.median(b.bench, unit); err != nil {
			return line{}, err
		}
	}
	l.OK = l.Ratio >= l.Goal && (!b.zero || l.Also["allocs/op"] == 0)
	return l, nil
}
