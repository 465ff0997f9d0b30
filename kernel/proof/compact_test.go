package proof_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// storage is the plain twin of Range: every hash of the tree, in the order tlog gives them.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, errors.New("no such hash")
		}
		out[i] = s[index]
	}
	return out, nil
}

func (s *storage) add(t testing.TB, n int, data []byte) {
	t.Helper()
	h, err := tlog.StoredHashes(int64(n), data, *s)
	if err != nil {
		t.Fatal(err)
	}
	*s = append(*s, h...)
}

func (s storage) root(t testing.TB, n int) proof.Hash {
	t.Helper()
	h, err := tlog.TreeHash(int64(n), s)
	if err != nil {
		t.Fatal(err)
	}
	return proof.Hash(h)
}

// record proves the entry at index in the tree of size.
func (s storage) record(t testing.TB, size, index int) []proof.Hash {
	t.Helper()
	path, err := tlog.ProveRecord(int64(size), int64(index), s)
	if err != nil {
		t.Fatal(err)
	}
	return ours(path)
}

// growth proves that the tree of newer begins with the tree of older.
func (s storage) growth(t testing.TB, newer, older int) []proof.Hash {
	t.Helper()
	path, err := tlog.ProveTree(int64(newer), int64(older), s)
	if err != nil {
		t.Fatal(err)
	}
	return ours(path)
}

func ours(path []tlog.Hash) []proof.Hash {
	out := make([]proof.Hash, len(path))
	for i, h := range path {
		out[i] = proof.Hash(h)
	}
	return out
}

func theirs(path []proof.Hash) []tlog.Hash {
	out := make([]tlog.Hash, len(path))
	for i, h := range path {
		out[i] = tlog.Hash(h)
	}
	return out
}

func TestRangeAgreesWithTheWholeTree(t *testing.T) {
	var s storage
	var r proof.Range
	for n, e := range envelopes(2001) {
		if got, want := r.Root(), s.root(t, n); got != want || r.Size() != uint64(n) {
			t.Fatalf("size %d: root %s, the whole tree has %s", n, got, want)
		}
		again, err := proof.ResumeRange(r.Size(), r.Nodes())
		if err != nil || again != r {
			t.Fatalf("size %d: resumed differently (%v)", n, err)
		}
		s.add(t, n, e)
		if err := r.Append(proof.LeafHash(e)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRangeSnapshotsDoNotShare(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var r proof.Range
	for range 300 {
		snapshot, root := r, r.Root()
		var leaf proof.Hash
		for i := range leaf {
			leaf[i] = byte(random.Uint32())
		}
		if err := r.Append(leaf); err != nil {
			t.Fatal(err)
		}
		if snapshot.Root() != root || r.Root() == root {
			t.Fatalf("size %d: a snapshot changed, or the range did not", r.Size())
		}
	}
}

func TestRangeHasABound(t *testing.T) {
	r, err := proof.ResumeRange(proof.SizeMax-1, make([]proof.Hash, 40))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Append(proof.Hash{}); err != nil || r.Size() != proof.SizeMax {
		t.Errorf("at the bound: %v", err)
	}
	if err := r.Append(proof.Hash{}); !errors.Is(err, proof.ErrFull) {
		t.Errorf("above the bound: %v", err)
	}
	for _, c := range []struct {
		name  string
		size  uint64
		nodes int
	}{
		{"too few hashes", 3, 1}, {"too many hashes", 4, 2}, {"size above the bound", proof.SizeMax + 1, 2},
	} {
		if _, err := proof.ResumeRange(c.size, make([]proof.Hash, c.nodes)); err == nil {
			t.Errorf("%s was accepted", c.name)
		}
	}
}

func TestInclusionOfEveryEntryInEverySmallTree(t *testing.T) {
	const most = 40
	var s storage
	for size, e := range envelopes(most) {
		s.add(t, size, e)
		size++
		root := s.root(t, size)
		for i, e := range envelopes(size) {
			path := s.record(t, size, i)
			checkPath(t, path, func(p []proof.Hash) error {
				return proof.CheckInclusion(p, uint64(size), root, uint64(i), proof.LeafHash(e))
			})
			if err := proof.CheckInclusion(path, uint64(size), root, uint64(i), proof.Hash{}); err == nil {
				t.Errorf("another leaf was accepted at %d of %d", i, size)
			}
		}
	}
}

func TestConsistencyOfEverySmallTree(t *testing.T) {
	const most = 40
	var s storage
	roots := []proof.Hash{s.root(t, 0)}
	for n, e := range envelopes(most) {
		s.add(t, n, e)
		roots = append(roots, s.root(t, n+1))
	}
	for newer := 1; newer <= most; newer++ {
		for older := 1; older <= newer; older++ {
			path := s.growth(t, newer, older)
			check := func(p []proof.Hash, old proof.Hash) error {
				return proof.CheckConsistency(p, uint64(newer), roots[newer], uint64(older), old)
			}
			checkPath(t, path, func(p []proof.Hash) error { return check(p, roots[older]) })
			if err := check(path, roots[older-1]); !errors.Is(err, proof.ErrProof) {
				t.Errorf("another old root was accepted at %d of %d: %v", older, newer, err)
			}
		}
		if err := proof.CheckConsistency(nil, uint64(newer), roots[newer], 0, roots[0]); err != nil {
			t.Errorf("the empty tree does not begin %d: %v", newer, err)
		}
	}
}

// checkPath wants the path accepted, and refused with any hash changed, left out or added.
func checkPath(t *testing.T, path []proof.Hash, check func([]proof.Hash) error) {
	t.Helper()
	if err := check(path); err != nil {
		t.Fatal(err)
	}
	for i := range path {
		changed := append([]proof.Hash{}, path...)
		changed[i][i%32] ^= 1
		if err := check(changed); !errors.Is(err, proof.ErrProof) {
			t.Errorf("hash %d changed: %v", i, err)
		}
		shorter := append(append([]proof.Hash{}, path[:i]...), path[i+1:]...)
		if err := check(shorter); !errors.Is(err, proof.ErrProof) {
			t.Errorf("hash %d left out: %v", i, err)
		}
	}
	if err := check(append(append([]proof.Hash{}, path...), proof.Hash{})); err == nil {
		t.Error("a hash too many was accepted")
	}
}

// Sizes near 2^63 make the arithmetic of some readers loop for ever.
func TestProofsHaveBounds(t *testing.T) {
	var h proof.Hash
	two := make([]proof.Hash, 2)
	for _, err := range []error{
		proof.CheckInclusion(two, 1<<63-1, h, 0, h),
		proof.CheckConsistency(two, 1<<63-1, h, 1, h),
		proof.CheckInclusion(nil, 1<<63, h, 0, h),
		proof.CheckInclusion(nil, proof.SizeMax+1, h, 0, h),
		proof.CheckInclusion(nil, 1, h, 1, h),
		proof.CheckInclusion(make([]proof.Hash, proof.PathMax+1), 1, h, 0, h),
		proof.CheckConsistency(nil, 1<<63, h, 1, h),
		proof.CheckConsistency(nil, 1, h, 2, h),
		proof.CheckConsistency(nil, 5, h, 0, h),
		proof.CheckConsistency(nil, 0, h, 0, (&proof.Range{}).Root()),
		proof.CheckConsistency(make([]proof.Hash, 1), 5, h, 0, (&proof.Range{}).Root()),
	} {
		if err == nil {
			t.Error("something out of bounds was accepted")
		}
	}
}
