package proof_test

import (
	"crypto/sha256"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// compareInclusion wants the same answer of this package and of x/mod/sumdb/tlog, and returns it.
func compareInclusion(
	t *testing.T, path []proof.Hash, size uint64, root proof.Hash, index uint64, leaf proof.Hash,
) bool {
	t.Helper()
	err := proof.CheckInclusion(path, size, root, index, leaf)
	other := tlog.CheckRecord(theirs(path), int64(size), tlog.Hash(root), int64(index), tlog.Hash(leaf))
	if (err == nil) != (other == nil) {
		t.Fatalf("inclusion of %d in %d by %d hashes: %v, tlog says %v", index, size, len(path), err, other)
	}
	return err == nil
}

// compareGrowth does so for a tree of newer that begins with the tree of older.
func compareGrowth(
	t *testing.T, path []proof.Hash, newer uint64, root proof.Hash, older uint64, old proof.Hash,
) bool {
	t.Helper()
	err := proof.CheckConsistency(path, newer, root, older, old)
	other := tlog.CheckTree(theirs(path), int64(newer), tlog.Hash(root), int64(older), tlog.Hash(old))
	if (err == nil) != (other == nil) {
		t.Fatalf("consistency of %d with %d by %d hashes: %v, tlog says %v", newer, older, len(path), err,
			other)
	}
	return err == nil
}

// spoilt returns everything a path can be changed to in one step.
func spoilt(path []proof.Hash) [][]proof.Hash {
	out := [][]proof.Hash{append(slices.Clone(path), proof.Hash{}), slices.Insert(slices.Clone(path), 0, proof.Hash{})}
	for i := range path {
		changed := slices.Clone(path)
		changed[i][i%32] ^= 1
		out = append(out, changed, slices.Delete(slices.Clone(path), i, i+1),
			slices.Insert(slices.Clone(path), i, path[i]))
		if i > 0 {
			swapped := slices.Clone(path)
			swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
			out = append(out, swapped)
		}
	}
	return out
}

const oracleTree = 40

func TestInclusionIsCheckedAsTlogChecksIt(t *testing.T) {
	var s storage
	var roots, leaves []proof.Hash
	for n, e := range envelopes(oracleTree + 1) {
		roots, leaves = append(roots, s.root(t, n)), append(leaves, proof.LeafHash(e))
		s.add(t, n, e)
	}
	for size := 1; size <= oracleTree; size++ {
		for i := range size {
			path := s.record(t, size, i)
			check := func(path []proof.Hash, size, i int, leaf proof.Hash) bool {
				return compareInclusion(t, path, uint64(size), roots[size], uint64(i), leaf)
			}
			if !check(path, size, i, leaves[i]) {
				t.Fatalf("%d in %d was refused", i, size)
			}
			for _, p := range spoilt(path) {
				check(p, size, i, leaves[i])
			}
			for j := range size {
				check(path, size, j, leaves[i])
				check(path, size, i, leaves[j])
			}
			for other := i + 1; other <= oracleTree; other++ {
				check(path, other, i, leaves[i])
				compareInclusion(t, path, uint64(other), roots[size], uint64(i), leaves[i])
			}
			for _, above := range []proof.Hash{node(leaves[i], roots[size]), node(roots[size], leaves[i])} {
				longer := append(slices.Clone(path), leaves[i])
				compareInclusion(t, longer, uint64(size), above, uint64(i), leaves[i])
			}
		}
	}
}

func TestConsistencyIsCheckedAsTlogChecksIt(t *testing.T) {
	var s storage
	var roots []proof.Hash
	for n, e := range envelopes(oracleTree + 1) {
		roots = append(roots, s.root(t, n))
		s.add(t, n, e)
	}
	for newer := 1; newer <= oracleTree; newer++ {
		for older := 1; older <= newer; older++ {
			path := s.growth(t, newer, older)
			check := func(path []proof.Hash, newer, older int, old proof.Hash) bool {
				return compareGrowth(t, path, uint64(newer), roots[newer], uint64(older), old)
			}
			if !check(path, newer, older, roots[older]) {
				t.Fatalf("%d after %d was refused", newer, older)
			}
			for _, p := range spoilt(path) {
				check(p, newer, older, roots[older])
			}
			for other := 1; other <= newer; other++ {
				check(path, newer, other, roots[other])
				check(path, newer, older, roots[other])
			}
			for other := older; other <= oracleTree; other++ {
				check(path, other, older, roots[older])
				compareGrowth(t, path, uint64(other), roots[newer], uint64(older), roots[older])
			}
			longer := append(slices.Clone(path), roots[1])
			compareGrowth(t, longer, uint64(newer), node(roots[1], roots[newer]), uint64(older),
				node(roots[1], roots[older]))
			compareGrowth(t, longer, uint64(newer), node(roots[newer], roots[1]), uint64(older), roots[older])
		}
	}
}

func node(left, right proof.Hash) proof.Hash {
	return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
}

// half is the largest power of two below size: where RFC 6962 section 2.1 divides a tree.
func half(size uint64) uint64 { return 1 << (bits.Len64(size-1) - 1) }

// leads returns the root that a path leads to and what is left of it, by the definition of RFC 6962
// section 2.1.1. What the path lacks is the zero hash.
func leads(path []proof.Hash, size, index uint64, leaf proof.Hash) (proof.Hash, []proof.Hash) {
	if size == 1 {
		return leaf, path
	}
	if k := half(size); index < k {
		h, rest := leads(path, k, index, leaf)
		sibling, rest := first(rest)
		return node(h, sibling), rest
	}
	k := half(size)
	h, rest := leads(path, size-k, index-k, leaf)
	sibling, rest := first(rest)
	return node(sibling, h), rest
}

// grown returns the older and the newer root that a path leads to and what is left of it, by the
// definition of RFC 6962 section 2.1.2.
func grown(
	path []proof.Hash, newer, older uint64, old proof.Hash, whole bool,
) (was, is proof.Hash, rest []proof.Hash) {
	if newer == older {
		if whole {
			return old, old, path
		}
		h, rest := first(path)
		return h, h, rest
	}
	if k := half(newer); older <= k {
		was, is, rest = grown(path, k, older, old, whole)
		sibling, rest := first(rest)
		return was, node(is, sibling), rest
	}
	k := half(newer)
	was, is, rest = grown(path, newer-k, older-k, old, false)
	sibling, rest := first(rest)
	return node(sibling, was), node(sibling, is), rest
}

func first(path []proof.Hash) (proof.Hash, []proof.Hash) {
	if len(path) == 0 {
		return proof.Hash{}, nil
	}
	return path[0], path[1:]
}

// bigPath returns up to PathMax hashes, the same for one seed.
func bigPath(seed uint64, n int) []proof.Hash {
	random := rand.New(rand.NewPCG(seed, 1))
	path := make([]proof.Hash, n)
	for i := range path {
		for j := range path[i] {
			path[i][j] = byte(random.Uint32())
		}
	}
	return path
}

// compareBig builds a path for a tree that is far too large to be built and compares both checks on it
// and on a path with one bit changed. With more it is that much longer or shorter than it has to be.
func compareBig(t *testing.T, size, index, seed uint64, more int) {
	t.Helper()
	size = 1 + size%proof.SizeMax
	index %= size
	whole := bigPath(seed, proof.PathMax)
	_, rest := leads(whole, size, index, whole[0])
	need := len(whole) - len(rest)
	n := max(0, min(need+more, proof.PathMax))
	root, _ := leads(whole[:n], size, index, whole[0])
	if ok := compareInclusion(t, whole[:n], size, root, index, whole[0]); ok != (n == need) {
		t.Errorf("%d in %d by %d hashes: %v", index, size, n, ok)
	}
	if n > 0 {
		spoiled := slices.Clone(whole[:n])
		spoiled[seed%uint64(n)][seed%32] ^= 1 << (seed % 8)
		compareInclusion(t, spoiled, size, root, index, whole[0])
	}

	older := index + 1
	_, _, rest = grown(whole, size, older, whole[0], true)
	need = len(whole) - len(rest)
	n = max(0, min(need+more, proof.PathMax))
	was, is, _ := grown(whole[:n], size, older, whole[0], true)
	if ok := compareGrowth(t, whole[:n], size, is, older, was); ok != (n == need) {
		t.Errorf("%d after %d by %d hashes: %v", size, older, n, ok)
	}
	if n > 0 {
		spoiled := slices.Clone(whole[:n])
		spoiled[seed%uint64(n)][seed%32] ^= 1 << (seed % 8)
		compareGrowth(t, spoiled, size, is, older, was)
	}
}

func TestProofsOfBigTreesAreCheckedAsTlogChecksThem(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 3))
	for i := range uint64(600) {
		size := proof.SizeMax >> random.IntN(41)
		compareBig(t, size-1, size-1, i, 0)
		compareBig(t, size, random.Uint64(), i, 0)
		compareBig(t, random.Uint64N(size), random.Uint64(), i, random.IntN(3)-1)
	}
}

func FuzzProofsAreCheckedAsTlogChecksThem(f *testing.F) {
	for _, size := range []uint64{0, 1, 6, 7, 255, 256, 1<<40 - 1, 1 << 39, 0xAAAAAAAAAA} {
		for _, more := range []int{-1, 0, 1} {
			f.Add(size, size/3, size+5, more)
			f.Add(size, size, size+6, more)
		}
	}
	f.Fuzz(compareBig)
}
