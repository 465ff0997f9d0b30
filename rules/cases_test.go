package rules_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// A case is one line under a clause: what is known, and what the clause then says. The format is
// described in docs/spec/rulepack.md.
type ruleCase struct {
	place   string
	clause  verdict.ClauseID
	day     event.Day // Empty for the first day on which the clause is in force.
	known   verdict.Facts
	named   verdict.FactSet
	outcome string
	missing []string
	param   verdict.Param // Set in a case that measures instead of naming facts.
	value   int64         // What was measured, in the parameter's unit.
}

var outcomes = []string{"COMPLETE", "HOLD", "UNKNOWN", "NOT-ASKED"}

func readCases(name string) ([]ruleCase, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var cases []ruleCase
	var clause verdict.ClauseID
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		place := fmt.Sprintf("%s:%d", filepath.Base(name), n)
		switch first, rest, _ := strings.Cut(line, " "); first {
		case "", "#":
		case "clause":
			clause = verdict.ClauseID(rest)
		case "on", "facts", "measured":
			read := readCase
			if first == "measured" {
				read = readMeasured
			}
			c, err := read(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", place, err)
			}
			c.place, c.clause = place, clause
			cases = append(cases, c)
		default:
			return nil, fmt.Errorf("%s: want clause, facts, on, measured or #", place)
		}
	}
	return cases, lines.Err()
}

// readCase reads "on DAY facts NAME=VALUE … -> OUTCOME FACT …"; "on DAY" may be left out.
func readCase(line string) (ruleCase, error) {
	var c ruleCase
	if rest, ok := strings.CutPrefix(line, "on "); ok {
		day, after, _ := strings.Cut(rest, " ")
		c.day, line = event.Day(day), after
	}
	given, then, ok := strings.Cut(line, " -> ")
	given, isFacts := strings.CutPrefix(given+" ", "facts ")
	if !ok || !isFacts {
		return c, fmt.Errorf("want facts NAME=VALUE … -> OUTCOME")
	}
	for pair := range strings.FieldsSeq(given) {
		name, value, _ := strings.Cut(pair, "=")
		f := verdict.FactOf(name)
		at := slices.Index([]string{"unknown", "no", "yes"}, value)
		if f == verdict.NoFact || at < 0 || c.named.Has(f) {
			return c, fmt.Errorf("%s: want a known fact once, and yes, no or unknown", pair)
		}
		c.known[f] = verdict.Tri(at)
		c.named.Add(f)
	}
	words := strings.Fields(then)
	if len(words) == 0 || !slices.Contains(outcomes, words[0]) {
		return c, fmt.Errorf("want one of %v after the arrow", outcomes)
	}
	c.outcome, c.missing = words[0], words[1:]
	return c, nil
}

// readMeasured reads "measured NAME=VALUE -> OUTCOME": what was measured on set against the number
// that holds under this pack.
func readMeasured(line string) (ruleCase, error) {
	var c ruleCase
	given, then, ok := strings.Cut(strings.TrimPrefix(line, "measured "), " -> ")
	name, text, is := strings.Cut(given, "=")
	value, err := strconv.ParseInt(text, 10, 64)
	for p := verdict.NoParam + 1; p < verdict.ParamCount; p++ {
		if p.String() == name {
			c.param = p
		}
	}
	if !ok || !is || err != nil || c.param == verdict.NoParam || then != "COMPLETE" && then != "HOLD" {
		return c, fmt.Errorf("want measured NAME=VALUE -> COMPLETE or HOLD")
	}
	c.value, c.outcome = value, then
	return c, nil
}

// measure says what the parameters of one pack, with those of the core, make of a measurement.
func measure(pack *verdict.Pack, c ruleCase) string {
	holds := verdict.Combine(pack)[c.param]
	enough := c.value >= holds
	if c.param.Info().Direction == verdict.Least {
		enough = c.value <= holds
	}
	if enough {
		return "COMPLETE"
	}
	return "HOLD"
}

// answer says what a pack makes of a case, in the words of the case format; "no clause" when the
// clause is not in the pack.
func answer(pack *verdict.Pack, c ruleCase) (string, []string) {
	clause := find(pack, c.clause)
	switch {
	case clause == nil:
		return "no clause", nil
	case c.param != verdict.NoParam:
		return measure(pack, c), nil
	}
	got, missing := outcome(clause, c)
	slices.Sort(missing)
	return got, missing
}

// outcome says what a clause makes of a case, in the words of the case format.
func outcome(clause *verdict.Clause, c ruleCase) (string, []string) {
	day := c.day
	if day == "" {
		day = clause.InForce.From
	}
	if !clause.Asked(&c.known, day) {
		return "NOT-ASKED", nil
	}
	var missing []string
	for f := range clause.Requires.Missing(&c.known).All() {
		missing = append(missing, f.String())
	}
	switch clause.Requires.Eval(&c.known) {
	case verdict.True:
		return "COMPLETE", missing
	case verdict.False:
		return "HOLD", missing
	case verdict.Unknown:
	}
	return "UNKNOWN", missing
}

func find(pack *verdict.Pack, id verdict.ClauseID) *verdict.Clause {
	for i := range pack.Clauses {
		if pack.Clauses[i].ID == id {
			return &pack.Clauses[i]
		}
	}
	return nil
}

func TestEveryCaseComesOutAsWritten(t *testing.T) {
	for _, pack := range packs(t) {
		cases, err := readCases(filepath.Join("cases", string(pack.ID)+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			clause := find(pack, c.clause)
			if clause == nil {
				t.Errorf("%s: %s has no clause %q", c.place, pack.ID, c.clause)
				continue
			}
			if c.param != verdict.NoParam && !gives(pack, c) {
				t.Errorf("%s: %s does not give %s", c.place, c.clause, c.param)
			}
			// A fact that the clause does not read would make the case say more than it tries.
			for f := range c.named.All() {
				if !clause.Applies.Facts().Has(f) && !clause.Requires.Facts().Has(f) {
					t.Errorf("%s: %s does not read %s", c.place, clause.ID, f)
				}
			}
			got, missing := answer(pack, c)
			slices.Sort(c.missing)
			if got != c.outcome || !slices.Equal(missing, c.missing) {
				t.Errorf("%s: %s says %s %v, want %s %v", c.place, clause.ID, got, missing,
					c.outcome, c.missing)
			}
		}
	}
}

// gives reports whether a clause is the one a pack's parameter comes from.
func gives(pack *verdict.Pack, c ruleCase) bool {
	return slices.ContainsFunc(pack.Params, func(s verdict.Setting) bool {
		return s.Param == c.param && s.Clause == c.clause
	})
}

func TestEveryParameterShipsBothKindsOfMeasurement(t *testing.T) {
	for _, pack := range packs(t) {
		cases, err := readCases(filepath.Join("cases", string(pack.ID)+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range pack.Params {
			for _, kind := range []string{"COMPLETE", "HOLD"} {
				if !slices.ContainsFunc(cases, func(c ruleCase) bool {
					return c.param == s.Param && c.clause == s.Clause && c.outcome == kind
				}) {
					t.Errorf("%s: no measurement of %s is %s", pack.ID, s.Param, kind)
				}
			}
		}
	}
}

func TestEveryClauseShipsEveryKindOfCase(t *testing.T) {
	for _, pack := range packs(t) {
		cases, err := readCases(filepath.Join("cases", string(pack.ID)+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range pack.Clauses {
			clause := &pack.Clauses[i]
			for _, kind := range outcomes {
				if kind == "NOT-ASKED" && clause.Applies.IsZero() {
					continue
				}
				if !slices.ContainsFunc(cases, func(c ruleCase) bool {
					return c.clause == clause.ID && c.param == verdict.NoParam && c.outcome == kind
				}) {
					t.Errorf("%s: clause %s has no case that is %s", pack.ID, clause.ID, kind)
				}
			}
		}
	}
}

func TestCaseIsRefusedWhenItCannotBeRead(t *testing.T) {
	cases := []struct{ name, line string }{
		{"unknown fact", "facts load.testd=yes -> COMPLETE"},
		{"value that is no answer", "facts load.tested=maybe -> COMPLETE"},
		{"fact without value", "facts load.tested -> COMPLETE"},
		{"fact twice", "facts load.tested=yes load.tested=no -> COMPLETE"},
		{"no outcome", "facts load.tested=yes"},
		{"unknown outcome", "facts load.tested=yes -> FINE"},
		{"nothing after the arrow", "facts load.tested=yes -> "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, err := readCase(c.line); err == nil {
				t.Errorf("read as %+v", got)
			}
		})
	}
	for _, line := range []string{
		"measured misfire_wait=60 -> HOLD", "measured misfire_wait_s=a -> HOLD", "measured misfire_wait_s=60",
		"measured misfire_wait_s=60 -> UNKNOWN", "measured misfire_wait_s -> HOLD",
	} {
		if got, err := readMeasured(line); err == nil {
			t.Errorf("%s: read as %+v", line, got)
		}
	}
}
