package proof

import (
	"encoding/base64"
	"errors"
	"math/bits"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/primitive"
)

// Hash is a SHA-256 value of the tree: a leaf, a node or a root.
type Hash [primitive.HashSize]byte

// String returns the hash as checkpoints and proofs spell it, in base64.
func (h Hash) String() string { return base64.StdEncoding.EncodeToString(h[:]) }

// rangeLevels is the number of levels a tree of SizeMax leaves has.
const rangeLevels = 41

var emptyRoot = Hash(primitive.SHA256(nil)) // RFC 6962 section 2.1: the hash of an empty list.

// ErrFull reports a tree that would grow above SizeMax.
var ErrFull = errors.New("tree is at its largest size")

// LeafHash returns the leaf hash of an entry: SHA-256(0x00, envelope), RFC 6962 section 2.1.
func LeafHash(envelope []byte) Hash {
	h := primitive.NewSHA256()
	h.Write([]byte{0})
	h.Write(envelope)
	var out Hash
	h.Sum(out[:0])
	return out
}

// NodeHash returns the hash over two subtrees: SHA-256(0x01, left, right), RFC 6962 section 2.1. The
// first byte keeps an entry from being taken for two subtrees.
func NodeHash(left, right Hash) Hash {
	var b [1 + 2*primitive.HashSize]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+primitive.HashSize:], right[:])
	return primitive.SHA256(b[:])
}

// Range is a list of leaves seen once, in order, of which only the perfect subtrees are kept: one
// hash for each 1 in the binary form of the size. The zero value is the empty list. Copying a Range
// takes a snapshot, and two Ranges are == when they saw the same leaves.
type Range struct {
	size  uint64
	nodes [rangeLevels]Hash // nodes[l] covers 2^l leaves and counts while bit l of size is set.
}

// Size returns the number of leaves appended.
func (r *Range) Size() uint64 { return r.size }

// Append adds one leaf. Each level that carries joins two subtrees of equal size, as an increment
// carries in binary, so a leaf costs two hashes on average.
func (r *Range) Append(leaf Hash) error {
	if r.size >= SizeMax {
		return ErrFull
	}
	h := leaf
	level := bits.TrailingZeros64(^r.size)
	for l := range level {
		h = NodeHash(r.nodes[l], h)
		r.nodes[l] = Hash{}
	}
	r.nodes[level] = h
	r.size++
	return nil
}

// Root returns the Merkle root over all leaves: RFC 6962 section 2.1, from the smallest subtree on
// the right to the largest on the left.
func (r *Range) Root() Hash {
	if r.size == 0 {
		return emptyRoot
	}
	level := bits.TrailingZeros64(r.size)
	h := r.nodes[level]
	for l := level + 1; l < bits.Len64(r.size); l++ {
		if r.size>>l&1 == 1 {
			h = NodeHash(r.nodes[l], h)
		}
	}
	return h
}

// Nodes returns the kept hashes, largest subtree first, so that a host can store them and go on
// later with ResumeRange.
func (r *Range) Nodes() []Hash {
	var out []Hash
	for l := bits.Len64(r.size) - 1; l >= 0; l-- {
		if r.size>>l&1 == 1 {
			out = append(out, r.nodes[l])
		}
	}
	return out
}

// ResumeRange rebuilds a Range from its size and Nodes. It cannot tell whether they are true: its
// Root must be compared with a signed checkpoint before anything rests on it.
func ResumeRange(size uint64, nodes []Hash) (Range, error) {
	if size > SizeMax || bits.OnesCount64(size) != len(nodes) {
		return Range{}, errors.New("resume range: size " + number(size) + " does not go with " +
			strconv.Itoa(len(nodes)) + " hashes")
	}
	r := Range{size: size}
	for l := bits.Len64(size) - 1; l >= 0; l-- {
		if size>>l&1 == 1 {
			r.nodes[l], nodes = nodes[0], nodes[1:]
		}
	}
	return r, nil
}
