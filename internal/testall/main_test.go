package main

import (
	"context"
	"strings"
	"testing"
)

func counted(name string, gate bool, result tally) stage {
	return stage{name: name, gate: gate, tests: func(context.Context, host) tally { return result }}
}

func TestTheLastLineSumsEveryStage(t *testing.T) {
	for _, c := range []struct {
		name   string
		stages []stage
		last   string
		good   bool
	}{
		{
			"two stages that passed",
			[]stage{
				counted("vet", true, tally{}),
				counted("go", false, tally{passed: 40}),
				counted("wasm", false, tally{passed: 2}),
			},
			"42 passed, 0 failed", true,
		},
		{
			"one failure among many",
			[]stage{counted("go", false, tally{passed: 40}), counted("wasm", false, tally{passed: 1, failed: 1})},
			"41 passed, 1 failed", false,
		},
		{
			"a stage that ran nothing has failed",
			[]stage{counted("go", false, tally{passed: 40}), counted("client", false, tally{})},
			"40 passed, 1 failed", false,
		},
		{
			"a gate that failed",
			[]stage{counted("vet", true, failure("it found something")), counted("go", false, tally{passed: 1})},
			"1 passed, 1 failed", false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			if good := runAll(t.Context(), host{out: &out}, c.stages); good != c.good {
				t.Errorf("passed = %v, want %v", good, c.good)
			}
			lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
			if last := lines[len(lines)-1]; last != c.last {
				t.Errorf("last line is %q, want %q", last, c.last)
			}
		})
	}
}

func TestStagesAreChosenByName(t *testing.T) {
	got, err := choose(stages(), "wasm,go")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(names(got), " ") != "wasm go" {
		t.Errorf("got %q", names(got))
	}
	if got, err := choose(stages(), ""); err != nil || len(got) != len(stages()) {
		t.Errorf("no name: %q, %v; want every stage", names(got), err)
	}
	if _, err := choose(stages(), "go,gone"); err == nil {
		t.Error("an unknown stage was accepted")
	}
}
