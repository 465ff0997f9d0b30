package verdict

import "strings"

// Tri is a statement's standing in Kleene's strong three-valued logic. The zero value is Unknown:
// what nobody recorded is not the same as what was recorded as no, and neither supports anything.
type Tri uint8

// The three values. Any other number counts as Unknown.
const (
	Unknown Tri = iota
	False
	True
)

// String returns unknown, no or yes, as cases spell them.
func (t Tri) String() string {
	switch t {
	case False:
		return "no"
	case True:
		return "yes"
	case Unknown:
	}
	return "unknown"
}

// Not swaps True and False and leaves Unknown.
func (t Tri) Not() Tri {
	switch t {
	case True:
		return False
	case False:
		return True
	case Unknown:
	}
	return Unknown
}

// Bounds of one tree. A clause that needs more is two clauses.
const (
	// TreeDepthMax is how many operators and facts may stand on one path from the root.
	TreeDepthMax = 8
	// TreeNodesMax is how many operators and facts one tree may have.
	TreeNodesMax = 64
)

type op uint8

const (
	opFact op = iota
	opAll
	opAny
	opNot
)

// node is one operator or fact. Nodes lie in prefix order, so a node's children follow it and each
// child begins where the one before it ends.
type node struct {
	op   op
	fact Fact
	end  uint8 // Index after the node's last descendant.
}

// Tree is a compiled formula over facts. It is evaluated without allocation, and an operator the
// compiler did not know never gets this far. The zero Tree says nothing and is Unknown.
type Tree struct {
	nodes []node
	laid  bool    // The compiler laid it out, so that a walk over it ends.
	reads FactSet // Every fact of the nodes, once it is laid out.
}

// lay keeps what is asked of a tree again and again, once it is whole.
func (t *Tree) lay() {
	t.reads = t.Facts()
	t.laid = t.sound()
}

// IsZero reports whether the tree says nothing.
func (t *Tree) IsZero() bool { return len(t.nodes) == 0 }

// Eval returns what the tree says of what is known: "all" is True only if every part is and False as
// soon as one is, "any" is True as soon as one is and False only if every part is.
func (t *Tree) Eval(known *Facts) Tri {
	if !t.sound() {
		return Unknown
	}
	return t.eval(0, known)
}

// sound reports whether every node ends behind itself and within the tree, so that a walk ends. No
// compiled tree is otherwise; one that is says nothing, and the judge holds.
func (t *Tree) sound() bool {
	if t.laid {
		return true
	}
	for i, n := range t.nodes {
		if int(n.end) <= i || int(n.end) > len(t.nodes) {
			return false
		}
	}
	return len(t.nodes) > 0
}

func (t *Tree) eval(i int, known *Facts) Tri {
	n := &t.nodes[i]
	whole, settles := True, False // What all of nothing is, and what one of them is enough for.
	switch n.op {
	case opFact:
		return known.of(n.fact)
	case opNot:
		return t.eval(i+1, known).Not()
	case opAll:
	case opAny:
		whole, settles = False, True
	default:
		return Unknown
	}
	for j := i + 1; j < int(n.end); {
		child := &t.nodes[j]
		v := known.of(child.fact)
		if child.op != opFact { // Most are one, and need no call.
			v = t.eval(j, known)
		}
		if v == settles {
			return settles
		}
		if v == Unknown {
			whole = Unknown
		}
		j = int(child.end)
	}
	return whole
}

// of returns what is known of a fact. A number outside the closed list cannot stand in a compiled
// tree, and an unlisted Tri must not pass for an answer.
func (known *Facts) of(f Fact) Tri {
	if v := known[f]; v <= True {
		return v
	}
	return Unknown
}

// Missing returns the facts that keep a tree without "not" from being True: making all of them True
// makes it True, and each stands in a branch that is not. It is empty when the tree is True.
func (t *Tree) Missing(known *Facts) FactSet {
	var set FactSet
	if t.sound() {
		t.missing(0, known, &set)
	}
	return set
}

func (t *Tree) missing(i int, known *Facts, set *FactSet) {
	n := t.nodes[i]
	if t.eval(i, known) == True {
		return
	}
	if n.op == opFact {
		set.Add(n.fact)
		return
	}
	for j := i + 1; j < int(n.end); j = int(t.nodes[j].end) {
		t.missing(j, known, set)
	}
}

// only returns the fact that is the whole tree, and false when it is more than one fact.
func (t *Tree) only() (Fact, bool) {
	if len(t.nodes) != 1 || t.nodes[0].op != opFact || t.nodes[0].fact >= FactCount {
		return NoFact, false
	}
	return t.nodes[0].fact, true
}

// Facts returns every fact the tree reads.
func (t *Tree) Facts() FactSet {
	if t.laid {
		return t.reads
	}
	var set FactSet
	for _, n := range t.nodes {
		if n.op == opFact {
			set.Add(n.fact)
		}
	}
	return set
}

// String writes the tree for who reviews a pack: facts by name, joined by "and" and "or".
func (t *Tree) String() string {
	if !t.sound() {
		return ""
	}
	var out strings.Builder
	t.write(&out, 0, true)
	return out.String()
}

func (t *Tree) write(out *strings.Builder, i int, outermost bool) {
	n := t.nodes[i]
	between := " and "
	switch n.op {
	case opFact:
		out.WriteString(n.fact.String())
		return
	case opNot:
		out.WriteString("not ")
		t.write(out, i+1, false)
		return
	case opAny:
		between = " or "
	case opAll:
	}
	if !outermost {
		out.WriteString("(")
	}
	for j := i + 1; j < int(n.end); j = int(t.nodes[j].end) {
		if j > i+1 {
			out.WriteString(between)
		}
		t.write(out, j, false)
	}
	if !outermost {
		out.WriteString(")")
	}
}
