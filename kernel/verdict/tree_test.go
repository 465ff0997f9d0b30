package verdict

import (
	"math/rand/v2"
	"testing"
)

var allTri = []Tri{Unknown, False, True}

// The tables of Kleene's strong logic, Introduction to Metamathematics section 64.
func TestKleeneTables(t *testing.T) {
	and := [3][3]Tri{
		Unknown: {Unknown: Unknown, False: False, True: Unknown},
		False:   {Unknown: False, False: False, True: False},
		True:    {Unknown: Unknown, False: False, True: True},
	}
	or := [3][3]Tri{
		Unknown: {Unknown: Unknown, False: Unknown, True: True},
		False:   {Unknown: Unknown, False: False, True: True},
		True:    {Unknown: True, False: True, True: True},
	}
	not := [3]Tri{Unknown: Unknown, False: True, True: False}
	all := compile(t, Requirement, `{"all":[{"fact":"load.tested"},{"fact":"load.retested"}]}`)
	either := compile(t, Requirement, `{"any":[{"fact":"load.tested"},{"fact":"load.retested"}]}`)
	for _, a := range allTri {
		if got := a.Not(); got != not[a] {
			t.Errorf("not %s = %s, want %s", a, got, not[a])
		}
		for _, b := range allTri {
			known := Facts{FactLoadTested: a, FactLoadRetested: b}
			if got := all.Eval(&known); got != and[a][b] {
				t.Errorf("%s and %s = %s, want %s", a, b, got, and[a][b])
			}
			if got := either.Eval(&known); got != or[a][b] {
				t.Errorf("%s or %s = %s, want %s", a, b, got, or[a][b])
			}
		}
	}
}

func TestNumberOutsideTriNeverCountsAsAnAnswer(t *testing.T) {
	odd := Tri(7)
	if got := odd.Not(); got != Unknown {
		t.Errorf("not 7 = %s, want unknown", got)
	}
	known := Facts{FactLoadTested: odd, FactHandlerPermit: True, FactHandlerTrained: False}
	for _, formula := range []string{
		`{"fact":"load.tested"}`,
		`{"all":[{"fact":"load.tested"},{"fact":"handler.permit"}]}`,
		`{"any":[{"fact":"load.tested"},{"fact":"handler.trained"}]}`,
	} {
		tree := compile(t, Requirement, formula)
		if got := tree.Eval(&known); got != Unknown {
			t.Errorf("%s = %s where load.tested is 7, want unknown", tree.String(), got)
		}
	}
}

func TestZeroValuesAreTheCautiousOnes(t *testing.T) {
	var tri Tri
	if tri != Unknown {
		t.Errorf("zero Tri = %s", tri)
	}
	var tree Tree
	if got := tree.Eval(&Facts{}); got != Unknown {
		t.Errorf("zero Tree = %s, want unknown", got)
	}
	var c Clause
	if !c.Asked(&Facts{}, "2026-11-23") {
		t.Error("a clause without applies is not asked")
	}
	if c.Requires.Eval(&Facts{}) == True {
		t.Error("a clause that requires nothing is true")
	}
	if c.Force != ForceCore || c.Citation.TextStatus != TextUnverified {
		t.Errorf("zero clause has force %s and text %s", c.Force, c.Citation.TextStatus)
	}
}

func TestTreeSaysWhichFactsAreMissing(t *testing.T) {
	const tree = `{"all":[{"fact":"load.tested"},
		{"any":[{"fact":"load.retested"},{"fact":"sweep.done-today"}]}]}`
	cases := []struct {
		name  string
		known Facts
		want  Tri
		miss  []Fact
	}{
		{
			"nothing recorded",
			Facts{},
			Unknown,
			[]Fact{FactLoadTested, FactLoadRetested, FactSweepDoneToday},
		},
		{
			"one alternative is enough",
			Facts{FactLoadTested: True, FactSweepDoneToday: True},
			True, nil,
		},
		{
			"recorded as no beats not recorded",
			Facts{FactLoadTested: False},
			False,
			[]Fact{FactLoadTested, FactLoadRetested, FactSweepDoneToday},
		},
		{
			"a branch that is true is not missing",
			Facts{FactLoadTested: False, FactLoadRetested: True},
			False,
			[]Fact{FactLoadTested},
		},
		{
			"both alternatives recorded as no",
			Facts{FactLoadTested: True, FactLoadRetested: False, FactSweepDoneToday: False},
			False,
			[]Fact{FactLoadRetested, FactSweepDoneToday},
		},
	}
	compiled := compile(t, Requirement, tree)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := compiled.Eval(&c.known); got != c.want {
				t.Errorf("tree is %s, want %s", got, c.want)
			}
			var want FactSet
			for _, f := range c.miss {
				want.Add(f)
			}
			if got := compiled.Missing(&c.known); got != want {
				t.Errorf("missing %v, want %v", names(got), names(want))
			}
		})
	}
}

func TestTreeIsWrittenForWhoReadsIt(t *testing.T) {
	for text, want := range map[string]string{
		`{"fact":"ask.load"}`: "ask.load",
		`{"not":{"any":[{"fact":"ask.load"},{"fact":"ask.start"}]}}`:                                      "not (ask.load or ask.start)",
		`{"all":[{"fact":"item.is-firearm"},{"any":[{"fact":"ask.load"},{"not":{"fact":"ask.start"}}]}]}`: "item.is-firearm and (ask.load or not ask.start)",
	} {
		tree := compile(t, Applicability, text)
		if got := tree.String(); got != want {
			t.Errorf("%s is written %q, want %q", text, got, want)
		}
	}
	if got := (&Tree{nodes: []node{{op: opAll}}}).String(); got != "" {
		t.Errorf("a tree that no compiler makes is written %q", got)
	}
}

func names(s FactSet) []string {
	var list []string
	for f := range s.All() {
		list = append(list, f.String())
	}
	return list
}

func compile(t testing.TB, kind FactKind, text string) Tree {
	t.Helper()
	r := &reader{in: text}
	tree := r.tree(kind)
	r.end()
	if r.err != nil {
		t.Fatal(r.err)
	}
	return tree
}

// randomTree builds a tree as the compiler lays it out. Requirement trees have no "not".
func randomTree(rnd *rand.Rand, kind FactKind, depth int) Tree {
	var t Tree
	var grow func(depth int)
	grow = func(depth int) {
		me := len(t.nodes)
		t.nodes = append(t.nodes, node{fact: Fact(1 + rnd.IntN(6))})
		n := rnd.IntN(4)
		switch {
		case depth == 0 || n == 0 || me > 40:
		case n == 1 && kind == Applicability:
			t.nodes[me].op = opNot
			grow(depth - 1)
		default:
			t.nodes[me].op = opAll
			if n > 2 {
				t.nodes[me].op = opAny
			}
			for range 1 + rnd.IntN(3) {
				grow(depth - 1)
			}
		}
		t.nodes[me].end = uint8(len(t.nodes))
	}
	grow(depth)
	return t
}

func randomFacts(rnd *rand.Rand) Facts {
	var known Facts
	for f := range known {
		known[f] = Tri(rnd.IntN(3))
	}
	return known
}

// Less evidence never makes a requirement true, and what is not recorded never makes a clause go
// away, whichever one leaf it is.
func TestLessEvidenceNeverHelps(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 1))
	held, asked := 0, 0
	for range 4000 {
		require, apply := randomTree(rnd, Requirement, 4), randomTree(rnd, Applicability, 4)
		known := randomFacts(rnd)
		for f := NoFact + 1; f < 8; f++ {
			for _, cautious := range []Tri{Unknown, False} {
				less := known
				less[f] = cautious
				if require.Eval(&known) != True {
					held++
					if require.Eval(&less) == True {
						t.Fatalf("%v: %s from %s to %s makes it true", require, f, known[f], cautious)
					}
				}
			}
			less := known
			less[f] = Unknown
			if apply.Eval(&known) != False {
				asked++
				if apply.Eval(&less) == False {
					t.Fatalf("%v: not recording %s makes the clause go away", apply, f)
				}
			}
		}
	}
	if held == 0 || asked == 0 {
		t.Fatalf("%d times held, %d times asked: nothing was tried", held, asked)
	}
}

// Missing must be honest both ways: empty exactly when the tree is true, and enough to repair it.
func TestMissingIsEmptyExactlyWhenTrueAndIsEnough(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	held := 0
	for range 4000 {
		tree, known := randomTree(rnd, Requirement, 4), randomFacts(rnd)
		missing := tree.Missing(&known)
		if (missing.Len() == 0) != (tree.Eval(&known) == True) {
			t.Fatalf("%v is %s but missing is %v", tree, tree.Eval(&known), names(missing))
		}
		for f := range missing.All() {
			held++
			if known[f] == True {
				t.Fatalf("%v: %s is true and listed as missing", tree, f)
			}
			known[f] = True
		}
		if tree.Eval(&known) != True {
			t.Fatalf("%v is %s after everything missing was recorded", tree, tree.Eval(&known))
		}
	}
	if held == 0 {
		t.Fatal("no tree ever held")
	}
}

// plainEval is the twin: the same logic over a tree of pointers, written without short cuts.
func plainEval(t *Tree, i int, known *Facts) (value Tri, end int) {
	n := t.nodes[i]
	if n.op == opFact {
		return known[n.fact], i + 1
	}
	yes, no, unknown := 0, 0, 0
	at := i + 1
	for at < int(n.end) {
		var v Tri
		v, at = plainEval(t, at, known)
		switch v {
		case True:
			yes++
		case False:
			no++
		case Unknown:
			unknown++
		}
	}
	switch {
	case n.op == opNot && yes == 1, n.op == opAll && no > 0, n.op == opAny && yes+unknown == 0:
		return False, at
	case n.op == opNot && no == 1, n.op == opAll && unknown == 0, n.op == opAny && yes > 0:
		return True, at
	}
	return Unknown, at
}

func TestTreeAgreesWithItsTwin(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 3))
	for range 4000 {
		tree, known := randomTree(rnd, Applicability, 5), randomFacts(rnd)
		want, end := plainEval(&tree, 0, &known)
		if got := tree.Eval(&known); got != want || end != len(tree.nodes) {
			t.Fatalf("%v of %v: %s, the twin says %s", tree, known, got, want)
		}
	}
}

func TestFactSetKeepsWhatWasAdded(t *testing.T) {
	var s FactSet
	s.Add(FactCount)
	s.Add(255)
	if s.Len() != 0 || s.Has(FactCount) || s.Has(255) {
		t.Errorf("numbers outside the list were added: %v", names(s))
	}
	for f := NoFact + 1; f < FactCount; f++ {
		s.Add(f)
	}
	if s.Len() != int(FactCount)-1 {
		t.Errorf("%d facts in the full set, want %d", s.Len(), FactCount-1)
	}
	want := NoFact + 1
	for f := range s.All() {
		if f != want || !s.Has(f) {
			t.Fatalf("got %s, want %s", f, want)
		}
		want++
	}
}

func TestEveryFactIsDeclaredOnce(t *testing.T) {
	seen := map[string]bool{}
	for f := NoFact + 1; f < FactCount; f++ {
		info := f.Info()
		switch {
		case info.Name == "" || info.Says == "":
			t.Errorf("fact %d has no name or sentence", f)
		case seen[info.Name]:
			t.Errorf("%s twice", info.Name)
		case FactOf(info.Name) != f || f.String() != info.Name:
			t.Errorf("%s reads back as %s", info.Name, FactOf(info.Name))
		case (info.Kind == Requirement) == (info.Code == NoCode):
			t.Errorf("%s is a fact of %s with %s", f, info.Kind, info.Code)
		}
		seen[info.Name] = true
	}
	if FactOf("") != NoFact || FactOf("load.testd") != NoFact || FactCount.Info() != (FactInfo{}) {
		t.Error("a name or number outside the list is a fact")
	}
}

func TestEveryCodeReadsBack(t *testing.T) {
	for c := H01; c < CodeCount; c++ {
		if CodeOf(c.String()) != c {
			t.Errorf("%s reads back as %s", c, CodeOf(c.String()))
		}
	}
	for _, s := range []string{"", "H", "H00", "H28", "H99", "h01", "H1", "H001", "no code"} {
		if CodeOf(s) != NoCode {
			t.Errorf("%q is the code %s", s, CodeOf(s))
		}
	}
}

// benchTree has the shape and size of the largest clauses that ship.
const benchTree = `{"all":[{"fact":"handler.permit"},{"fact":"handler.trained"},
	{"fact":"handler.on-duty"},{"any":[{"fact":"load.tested"},{"fact":"load.retested"}]}]}`

func BenchmarkEval(b *testing.B) {
	tree := compile(b, Requirement, benchTree)
	known := Facts{
		FactHandlerPermit: True, FactHandlerTrained: True, FactHandlerOnDuty: True,
		FactLoadRetested: True,
	}
	b.ReportAllocs()
	for b.Loop() {
		if tree.Eval(&known) != True {
			b.Fatal("not true")
		}
	}
}

func BenchmarkMissing(b *testing.B) {
	tree := compile(b, Requirement, benchTree)
	known := Facts{FactHandlerPermit: True}
	b.ReportAllocs()
	for b.Loop() {
		if missing := tree.Missing(&known); missing.Len() != 4 {
			b.Fatal("not four")
		}
	}
}
