package verdict

// Replace puts another finder in the place of one and returns how to put the old one back. It is for
// tests of what the judge does when a part of it breaks.
func Replace(f Fact, finder func() Tri) (restore func()) {
	if finder == nil {
		finder = func() Tri { return Unknown }
	}
	instead[f] = finder
	return func() { instead[f] = nil }
}

// Impossible trees, as no compiler lays them out.
const (
	EndsBeforeItself = iota
	EndsBehindTheTree
	NamesNoFact
	ImpossibleTrees
)

// Broken returns a pack that passes for the same edition, with an impossible tree in every clause: in
// what it requires, or in when it applies.
func Broken(p *Pack, how int, applies bool) *Pack {
	copied := *p
	copied.Clauses = append([]Clause(nil), p.Clauses...)
	tree := Tree{nodes: []node{{op: opAll, end: 2}, {op: opAll}}}
	switch how {
	case EndsBehindTheTree:
		tree = Tree{nodes: []node{{op: opAll, end: 200}, {op: opNot, end: 3}}}
	case NamesNoFact:
		tree = Tree{nodes: []node{{op: opFact, fact: 250, end: 1}}}
	}
	for n := range copied.Clauses {
		if applies {
			copied.Clauses[n].Applies = tree
		} else {
			copied.Clauses[n].Requires = tree
		}
	}
	return &copied
}
