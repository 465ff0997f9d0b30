package ledger

import (
	"bytes"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Readers work on copies of the tree while the writer goes on, and a transaction that did not happen
// leaves a copy behind. Neither may change what an older copy says.
func TestCopiesOfTheTreeStayAsTheyWere(t *testing.T) {
	const most = 2*tileWidth + 5
	leaf := func(i int) proof.Hash { return proof.LeafHash([]byte{byte(i), byte(i >> 8)}) }
	var newest tree
	var copies []tree
	var edges [][tileLevels][]byte
	for i := range most {
		copies = append(copies, newest)
		var edge [tileLevels][]byte
		for level := range edge {
			edge[level] = join(newest.edge[level])
		}
		edges = append(edges, edge)
		abandoned := newest
		if _, err := abandoned.append(leaf(i + 7000)); err != nil {
			t.Fatal(err)
		}
		if _, err := newest.append(leaf(i)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range copies {
		for level := range edges[i] {
			if !bytes.Equal(join(copies[i].edge[level]), edges[i][level]) {
				t.Fatalf("the copy of size %d changed at level %d", i, level)
			}
		}
	}
}
