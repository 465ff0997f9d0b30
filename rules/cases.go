package rules

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// CasesMax is the longest file of cases in bytes.
const CasesMax = 1 << 20

// What a case expects (docs/spec/rulepack.md, cases).
const (
	CaseComplete = "COMPLETE"
	CaseHold     = "HOLD"
	CaseUnknown  = "UNKNOWN"
	CaseNotAsked = "NOT-ASKED"

	// CaseNoClause is what a pack answers that does not have the clause of a case; no case expects it.
	CaseNoClause = "no clause"
)

// caseOutcomes are the words a case may expect.
var caseOutcomes = []string{CaseComplete, CaseHold, CaseUnknown, CaseNotAsked}

// Case is one line under a clause: what is known, and what the clause then says.
type Case struct {
	Line    int // From 1.
	Clause  verdict.ClauseID
	Day     event.Day       // Empty for the first day on which the clause is in force.
	Known   verdict.Facts   // What the line says is known.
	Named   verdict.FactSet // The facts the line names.
	Outcome string
	Missing []string // The facts that keep the clause from being complete, in order.

	Param verdict.Param // Set in a case that measures instead of naming facts.
	Value int64         // What was measured, in the parameter's unit.
}

// CaseError says which line of a file of cases cannot be read.
type CaseError struct {
	Line int // From 1.
	Want string
}

func (e *CaseError) Error() string { return fmt.Sprintf("read cases: line %d: %s", e.Line, e.Want) }

// ReadCases reads a file of cases. The error is a *CaseError.
func ReadCases(b []byte) ([]Case, error) {
	if len(b) > CasesMax {
		return nil, &CaseError{Line: 1, Want: fmt.Sprintf("file of %d bytes, at most %d", len(b), CasesMax)}
	}
	var cases []Case
	var clause verdict.ClauseID
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		read := readCase
		switch first, rest, _ := strings.Cut(line, " "); first {
		case "", "#":
			continue
		case "clause":
			clause = verdict.ClauseID(rest)
			continue
		case "on", "facts":
		case "measured":
			read = readMeasured
		default:
			return nil, &CaseError{n, "want clause, facts, on, measured or #"}
		}
		c, err := read(line)
		if err != nil {
			return nil, &CaseError{n, err.Error()}
		}
		c.Line, c.Clause = n, clause
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		return nil, &CaseError{1, err.Error()}
	}
	return cases, nil
}

// readCase reads "on DAY facts NAME=VALUE … -> OUTCOME FACT …"; "on DAY" may be left out.
func readCase(line string) (Case, error) {
	var c Case
	if rest, ok := strings.CutPrefix(line, "on "); ok {
		day, after, _ := strings.Cut(rest, " ")
		c.Day, line = event.Day(day), after
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
		if f == verdict.NoFact || at < 0 || c.Named.Has(f) {
			return c, fmt.Errorf("%s: want a known fact once, and yes, no or unknown", pair)
		}
		c.Known[f] = verdict.Tri(at)
		c.Named.Add(f)
	}
	words := strings.Fields(then)
	if len(words) == 0 || !slices.Contains(caseOutcomes, words[0]) {
		return c, fmt.Errorf("want one of %v after the arrow", caseOutcomes)
	}
	c.Outcome, c.Missing = words[0], words[1:]
	slices.Sort(c.Missing)
	return c, nil
}

// readMeasured reads "measured NAME=VALUE -> OUTCOME": what was measured on set against the number
// that holds under this pack.
func readMeasured(line string) (Case, error) {
	var c Case
	given, then, ok := strings.Cut(strings.TrimPrefix(line, "measured "), " -> ")
	name, text, is := strings.Cut(given, "=")
	value, err := strconv.ParseInt(text, 10, 64)
	for p := verdict.NoParam + 1; p < verdict.ParamCount; p++ {
		if p.String() == name {
			c.Param = p
		}
	}
	if !ok || !is || err != nil || c.Param == verdict.NoParam || then != CaseComplete && then != CaseHold {
		return c, fmt.Errorf("want measured NAME=VALUE -> COMPLETE or HOLD")
	}
	c.Value, c.Outcome = value, then
	return c, nil
}

// Answer says what a pack makes of a case: an outcome, and the facts that are missing, in order.
func (c *Case) Answer(pack *verdict.Pack) (outcome string, missing []string) {
	clause := clauseOf(pack, c.Clause)
	switch {
	case clause == nil:
		return CaseNoClause, nil
	case c.Param != verdict.NoParam:
		return c.measure(pack), nil
	}
	day := c.Day
	if day == "" {
		day = clause.InForce.From
	}
	if !clause.Asked(&c.Known, day) {
		return CaseNotAsked, nil
	}
	for f := range clause.Requires.Missing(&c.Known).All() {
		missing = append(missing, f.String())
	}
	slices.Sort(missing)
	switch clause.Requires.Eval(&c.Known) {
	case verdict.True:
		return CaseComplete, missing
	case verdict.False:
		return CaseHold, missing
	case verdict.Unknown:
	}
	return CaseUnknown, missing
}

// measure says what the parameters of one pack, with those of the core, make of a measurement.
func (c *Case) measure(pack *verdict.Pack) string {
	holds := verdict.Combine(pack)[c.Param]
	enough := c.Value >= holds
	if c.Param.Info().Direction == verdict.Least {
		enough = c.Value <= holds
	}
	if enough {
		return CaseComplete
	}
	return CaseHold
}

// Agrees reports whether a pack answers a case as the case expects.
func (c *Case) Agrees(pack *verdict.Pack) bool {
	outcome, missing := c.Answer(pack)
	return outcome == c.Outcome && slices.Equal(missing, c.Missing)
}

// Finding is one thing that is wrong between a pack and its cases.
type Finding struct {
	Line   int // Of the cases; 0 when something is not there at all.
	Clause verdict.ClauseID
	Text   string
}

// CheckCases compares a pack with its cases: each comes out as written and names only what its clause
// reads, and each clause and parameter has one of every kind.
func CheckCases(pack *verdict.Pack, cases []Case) []Finding {
	var out []Finding
	for i := range cases {
		if text := cases[i].wrong(pack); text != "" {
			out = append(out, Finding{cases[i].Line, cases[i].Clause, text})
		}
	}
	has := func(id verdict.ClauseID, param verdict.Param, outcome string) bool {
		return slices.ContainsFunc(cases, func(c Case) bool {
			return c.Clause == id && c.Param == param && c.Outcome == outcome
		})
	}
	for i := range pack.Clauses {
		clause := &pack.Clauses[i]
		for _, kind := range caseOutcomes {
			if kind == CaseNotAsked && clause.Applies.IsZero() {
				continue
			}
			if !has(clause.ID, verdict.NoParam, kind) {
				out = append(out, Finding{0, clause.ID, "no case is " + kind})
			}
		}
	}
	for _, s := range pack.Params {
		for _, kind := range []string{CaseComplete, CaseHold} {
			if !has(s.Clause, s.Param, kind) {
				out = append(out, Finding{0, s.Clause, fmt.Sprintf("no measurement of %s is %s", s.Param, kind)})
			}
		}
	}
	return out
}

// wrong says what is wrong with a case, empty when nothing is.
func (c *Case) wrong(pack *verdict.Pack) string {
	clause := clauseOf(pack, c.Clause)
	if clause == nil {
		return fmt.Sprintf("%s has no clause %q", pack.ID, c.Clause)
	}
	if c.Param != verdict.NoParam && !slices.ContainsFunc(pack.Params, func(s verdict.Setting) bool {
		return s.Param == c.Param && s.Clause == c.Clause
	}) {
		return fmt.Sprintf("the clause does not give %s", c.Param)
	}
	// A fact that the clause does not read would make the case say more than it tries.
	for f := range c.Named.All() {
		if !clause.Applies.Facts().Has(f) && !clause.Requires.Facts().Has(f) {
			return fmt.Sprintf("the clause does not read %s", f)
		}
	}
	if c.Agrees(pack) {
		return ""
	}
	outcome, missing := c.Answer(pack)
	return fmt.Sprintf("the clause says %s %v, want %s %v", outcome, missing, c.Outcome, c.Missing)
}

func clauseOf(pack *verdict.Pack, id verdict.ClauseID) *verdict.Clause {
	for i := range pack.Clauses {
		if pack.Clauses[i].ID == id {
			return &pack.Clauses[i]
		}
	}
	return nil
}
