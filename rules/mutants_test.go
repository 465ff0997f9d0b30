package rules_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

// A mutant is a pack with one place changed. The cases of a pack are worth what they notice of that.
type mutant struct {
	clause string // Empty for the pack itself.
	what   string
	pack   map[string]any
}

func (m mutant) id(pack string) string {
	return strings.TrimSuffix(pack+" "+m.clause, " ") + ": " + m.what
}

// argued says of each mutant that no case notices why that is accepted. A mutant that is noticed may
// not stand here.
var argued = map[string]string{}

const mutantsPage = "../docs/rule-mutants.md"

// decoded is a fresh copy of a pack, so that each mutant changes its own.
func decoded(t *testing.T, b []byte) map[string]any {
	t.Helper()
	var out map[string]any
	in := json.NewDecoder(bytes.NewReader(b))
	in.UseNumber()
	if err := in.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func parsed(t *testing.T, pack map[string]any) (*verdict.Pack, error) {
	t.Helper()
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(pack); err != nil {
		t.Fatal(err)
	}
	return verdict.ParsePack(bytes.TrimSuffix(out.Bytes(), []byte("\n")))
}

func member[T any](v any, name string) T {
	out, _ := v.(map[string]any)[name].(T)
	return out
}

// mutantsOf makes every mutant of a pack.
func mutantsOf(t *testing.T, b []byte) []mutant {
	t.Helper()
	var out []mutant
	add := func(clause, what string, change func(pack map[string]any)) {
		m := mutant{clause, what, decoded(t, b)}
		change(m.pack)
		out = append(out, m)
	}
	clauses := func(pack any) []any { return member[[]any](pack, "clauses") }
	original := decoded(t, b)
	spans(original, "", func(pack any) any { return pack }, add)
	for i := range member[[]any](original, "params") {
		for _, by := range []int64{-1, 1} {
			p := func(pack any) map[string]any { return member[[]any](pack, "params")[i].(map[string]any) }
			name := member[string](p(original), "name")
			add(member[string](p(original), "clause"), fmt.Sprintf("%s %+d", name, by), func(pack map[string]any) {
				v, err := p(pack)["value"].(json.Number).Int64()
				if err != nil {
					t.Fatal(err)
				}
				p(pack)["value"] = v + by
			})
		}
	}
	for i, c := range clauses(original) {
		id := member[string](c, "id")
		at := func(pack any) any { return clauses(pack)[i] }
		add(id, "dropped", func(pack map[string]any) { pack["clauses"] = slices.Delete(clauses(pack), i, i+1) })
		spans(c, id, at, add)
		for _, tree := range []string{"applies", "requires"} {
			if node := member[map[string]any](c, tree); node != nil {
				whole := func(pack any) map[string]any { return member[map[string]any](at(pack), tree) }
				nodes(node, tree, func(what string, change func(map[string]any)) {
					add(id, what, func(pack map[string]any) { change(whole(pack)) })
				}, nil)
			}
		}
		if member[map[string]any](c, "applies") != nil {
			add(id, "applies dropped", func(pack map[string]any) { delete(at(pack).(map[string]any), "applies") })
		}
	}
	return out
}

// spans moves each end of a span by a day, both ways.
func spans(
	of any, clause string, at func(pack any) any, add func(clause, what string, change func(map[string]any)),
) {
	for _, end := range []string{"from", "until"} {
		if member[string](member[map[string]any](of, "in_force"), end) == "" {
			continue
		}
		for _, by := range []int{-1, 1} {
			add(clause, fmt.Sprintf("%s %+d day", end, by), func(pack map[string]any) {
				span := member[map[string]any](at(pack), "in_force")
				day, _ := time.Parse(time.DateOnly, member[string](span, end))
				span[end] = day.AddDate(0, 0, by).Format(time.DateOnly)
			})
		}
	}
}

// nodes walks a tree and makes the mutants of each operator and fact. The path leads from the root of
// the tree to the node.
func nodes(
	node map[string]any, path string, add func(what string, change func(whole map[string]any)), steps []any,
) {
	here := func(whole map[string]any) map[string]any {
		at := whole
		for _, s := range steps {
			switch s := s.(type) {
			case string:
				at, _ = at[s].(map[string]any)
			case [2]any:
				at, _ = at[s[0].(string)].([]any)[s[1].(int)].(map[string]any)
			}
		}
		return at
	}
	become := func(at, other map[string]any) {
		clear(at)
		maps.Copy(at, other)
	}
	add(path+" negated", func(whole map[string]any) {
		at := here(whole)
		inner := map[string]any{}
		become(inner, at)
		become(at, map[string]any{"not": inner})
	})
	if inner, ok := node["not"].(map[string]any); ok {
		add(path+": not dropped", func(whole map[string]any) {
			at := here(whole)
			become(at, at["not"].(map[string]any))
		})
		nodes(inner, path+".not", add, append(slices.Clone(steps), "not"))
	}
	for op, other := range map[string]string{"all": "any", "any": "all"} {
		list, ok := node[op].([]any)
		if !ok {
			continue
		}
		add(path+": "+op+" for "+other, func(whole map[string]any) {
			at := here(whole)
			become(at, map[string]any{other: at[op]})
		})
		for i, child := range list {
			at := fmt.Sprintf("%s.%s[%d]", path, op, i)
			add(at+" dropped", func(whole map[string]any) {
				n := here(whole)
				n[op] = slices.Delete(n[op].([]any), i, i+1)
			})
			nodes(child.(map[string]any), at, add, append(slices.Clone(steps), [2]any{op, i}))
		}
	}
}

// TestCasesNoticeEveryMutant changes every comparison, connective and threshold of every pack and asks
// the pack's own cases whether they notice. The page lists the score, and each mutant that lives.
func TestCasesNoticeEveryMutant(t *testing.T) {
	var page strings.Builder
	page.WriteString(mutantsHead)
	page.WriteString("\n| Pack | Mutants | Refused by the reader | Noticed by a case | Alive |\n|---|---|---|---|---|\n")
	var alive []string
	all, refused, noticed := 0, 0, 0
	for _, f := range rules.All() {
		cases := casesOf(t, packOf(t, packID(f)))
		m, r, k := 0, 0, 0
		for _, one := range mutantsOf(t, f.Bytes) {
			m++
			pack, err := parsed(t, one.pack)
			switch {
			case err != nil:
				r++
			case slices.ContainsFunc(cases, func(c rules.Case) bool { return !c.Agrees(pack) }):
				k++
			default:
				alive = append(alive, one.id(f.ID()))
			}
		}
		if k == 0 {
			t.Errorf("%s: no mutant was noticed", f.Name)
		}
		all, refused, noticed = all+m, refused+r, noticed+k
		fmt.Fprintf(&page, "| `%s` | %d | %d | %d | %d |\n", f.ID(), m, r, k, m-r-k)
	}
	fmt.Fprintf(&page, "| all | %d | %d | %d | %d |\n", all, refused, noticed, len(alive))
	page.WriteString(aliveTable(t, alive))
	t.Logf("%d mutants, %d refused by the reader, %d noticed, %d alive", all, refused, noticed, len(alive))
	if *update {
		if err := os.WriteFile(mutantsPage, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := os.ReadFile(mutantsPage); err != nil || string(b) != page.String() {
		t.Errorf("%s is not what the cases notice: go test ./rules -update, and read the change", mutantsPage)
	}
}

// aliveTable lists the mutants that no case notices, each with why.
func aliveTable(t *testing.T, alive []string) string {
	t.Helper()
	for id := range argued {
		if !slices.Contains(alive, id) {
			t.Errorf("%s is argued and not alive", id)
		}
	}
	if len(alive) == 0 {
		return "\nNo mutant is alive.\n"
	}
	out := "\n| Alive | Why it changes no verdict, or why it is accepted |\n|---|---|\n"
	for _, id := range alive {
		if argued[id] == "" {
			t.Errorf("%s is alive and nobody argued why", id)
		}
		out += fmt.Sprintf("| %s | %s |\n", id, argued[id])
	}
	return out
}

// TestAMutantThatNoCaseTriesStaysAlive plants a clause whose cases are too few: a score that cannot
// fall says nothing.
func TestAMutantThatNoCaseTriesStaysAlive(t *testing.T) {
	f, _ := rules.Find("house")
	cases := slices.DeleteFunc(casesOf(t, packOf(t, "house")), func(c rules.Case) bool { return c.Clause == "HP-2" })
	alive := 0
	for _, one := range mutantsOf(t, f.Bytes) {
		pack, err := parsed(t, one.pack)
		if err == nil && !slices.ContainsFunc(cases, func(c rules.Case) bool { return !c.Agrees(pack) }) {
			if one.clause != "HP-2" {
				t.Errorf("%s is alive", one.id("house"))
			}
			alive++
		}
	}
	if alive < 10 {
		t.Errorf("%d mutants are alive without their cases", alive)
	}
}

const mutantsHead = `# Mutants of the rules

This page is for people who want to know what the cases of the rule packs are worth. Every comparison,
connective and threshold of every pack that ships is changed, one at a time, and the pack's own cases
(` + "`rules/cases/`" + `) are asked whether they notice: "all" becomes "any" and back, a child of either is
dropped, a node is negated, a clause or its situation is dropped, a day of a span and a number of a
parameter move by one, both ways. A change that the reader refuses (a "not" over evidence, an empty
list, a number out of bounds) can never be a pack and is counted apart.

` + "`go test ./rules -run Mutant -v`" + ` prints the score; ` + "`go test ./rules -update`" + ` writes this page.
`

func packID(f rules.File) event.PackID { return event.PackID(f.ID()) }
