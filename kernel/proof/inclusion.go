package proof

import (
	"bytes"
	"encoding/base64"
	"errors"
	"math/bits"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// Bounds of a proof file.
const (
	// PathMax is the most hashes an inclusion or consistency proof can have at SizeMax.
	PathMax = rangeLevels + 1
	// ExtraMax is the longest extra data in bytes.
	ExtraMax = 4096
	// ProofMax is the longest proof file in bytes.
	ProofMax = NoteMax + ExtraMax*4/3 + PathMax*45 + 256
)

const proofMagic = "c2sp.org/tlog-proof@v1"

// Sentinels for callers that branch.
var (
	// ErrProof reports hashes that do not lead to the root.
	ErrProof = errors.New("proof does not lead to the root")
	// ErrProofFile reports text that is not a proof file in the one form this package writes.
	ErrProofFile = errors.New("malformed proof file")

	errBounds = errors.New("out of bounds")
)

// CheckInclusion verifies that the tree of this size and root has leaf at index: RFC 6962 section
// 2.1.1, by the steps of RFC 9162 section 2.1.3.2.
func CheckInclusion(path []Hash, size uint64, root Hash, index uint64, leaf Hash) error {
	if size > SizeMax || index >= size || len(path) > PathMax {
		return refusal.In(inclusionOf(index, size), errBounds)
	}
	at := climb{node: index, last: size - 1}
	have := leaf
	for _, sibling := range path {
		left, ok := at.up()
		switch {
		case !ok:
			return refusal.In(inclusionOf(index, size), ErrProof)
		case left:
			have = NodeHash(sibling, have)
		default:
			have = NodeHash(have, sibling)
		}
	}
	if at.last != 0 || have != root {
		return refusal.In(inclusionOf(index, size), ErrProof)
	}
	return nil
}

func inclusionOf(index, size uint64) string {
	return "check inclusion of " + number(index) + " in " + number(size)
}

func consistencyOf(newSize, oldSize uint64) string {
	return "check consistency of " + number(newSize) + " with " + number(oldSize)
}

// number writes a count as every text of this package does.
func number(n uint64) string { return strconv.FormatUint(n, 10) }

// climb is a way from a node to the root: the number of the node in its level, from the left, and of
// the last node there.
type climb struct{ node, last uint64 }

// up goes to the parent over the next sibling of a path and reports on which side that stands. It is
// not ok at the root, which has no sibling. A last node without a sibling is its own parent, so levels
// are skipped until it has one on its left.
func (c *climb) up() (left, ok bool) {
	if c.last == 0 {
		return false, false
	}
	left = c.node&1 == 1
	if c.node == c.last && !left {
		alone := bits.TrailingZeros64(c.node)
		c.node, c.last, left = c.node>>alone, c.last>>alone, true
	}
	c.node, c.last = c.node>>1, c.last>>1
	return left, true
}

// CheckConsistency verifies that the tree of newSize begins with the tree of oldSize: RFC 6962
// section 2.1.2, by the steps of RFC 9162 section 2.1.4.2. The empty tree begins every tree, with an
// empty proof.
func CheckConsistency(
	path []Hash, newSize uint64, newRoot Hash, oldSize uint64, oldRoot Hash,
) error {
	if newSize > SizeMax || oldSize > newSize || len(path) > PathMax {
		return refusal.In(consistencyOf(newSize, oldSize), errBounds)
	}
	ok := false
	switch oldSize {
	case 0:
		ok = len(path) == 0 && oldRoot == emptyRoot && (newSize > 0 || newRoot == emptyRoot)
	case newSize:
		ok = len(path) == 0 && oldRoot == newRoot
	default:
		ok = grows(path, newSize, newRoot, oldSize, oldRoot)
	}
	if !ok {
		return refusal.In(consistencyOf(newSize, oldSize), ErrProof)
	}
	return nil
}

// grows follows the edge of the older tree up to both roots, for 0 < oldSize < newSize.
func grows(path []Hash, newSize uint64, newRoot Hash, oldSize uint64, oldRoot Hash) bool {
	// The path begins with the smallest perfect subtree at the older tree's edge; a tree that is one
	// perfect subtree is known by its root, so there the path leaves it out.
	perfect := bits.TrailingZeros64(oldSize)
	at := climb{node: (oldSize - 1) >> perfect, last: (newSize - 1) >> perfect}
	older, newer := oldRoot, oldRoot
	if oldSize != 1<<perfect {
		if len(path) == 0 {
			return false
		}
		older, newer, path = path[0], path[0], path[1:]
	}
	for _, sibling := range path {
		left, ok := at.up()
		switch {
		case !ok:
			return false
		case left: // In both trees.
			older, newer = NodeHash(sibling, older), NodeHash(sibling, newer)
		default: // Only in the newer.
			newer = NodeHash(newer, sibling)
		}
	}
	return at.last == 0 && older == oldRoot && newer == newRoot
}

// Proof says that one entry is in a ledger, in a file that needs nothing else but the keys: C2SP
// tlog-proof.
type Proof struct {
	Extra []byte // Data for the reader; nothing authenticates it. Nil when there is none.
	Index uint64
	Path  []Hash // From the leaf's sibling up to the root's child.
	Note  []byte // The signed checkpoint, verbatim.
}

// Format returns the proof as a file.
func (p Proof) Format() []byte {
	var b bytes.Buffer
	b.WriteString(proofMagic + "\n")
	if len(p.Extra) > 0 {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.Extra) + "\n")
	}
	b.WriteString("index " + number(p.Index) + "\n")
	for _, h := range p.Path {
		b.WriteString(h.String() + "\n")
	}
	b.WriteByte('\n')
	b.Write(p.Note)
	return b.Bytes()
}

// ParseProof reads a proof file. Every accepted file is the one Format returns. Nothing is verified
// yet: Verify does.
func ParseProof(file []byte) (Proof, error) {
	if len(file) > ProofMax {
		return Proof{}, refusal.Of(ErrProofFile, strconv.Itoa(len(file))+" bytes, at most "+
			strconv.Itoa(ProofMax))
	}
	head, signed, ok := bytes.Cut(file, []byte("\n\n"))
	if !ok {
		return Proof{}, refusal.Of(ErrProofFile, "no empty line before the checkpoint")
	}
	line := bytes.Split(head, []byte("\n"))
	if len(line) < 2 || len(line) > PathMax+3 || string(line[0]) != proofMagic {
		return Proof{}, refusal.Of(ErrProofFile, "want "+strconv.Quote(proofMagic)+" and an index")
	}
	p := Proof{Note: bytes.Clone(signed)}
	line = line[1:]
	if text, ok := bytes.CutPrefix(line[0], []byte("extra ")); ok {
		extra, err := base64.StdEncoding.Strict().DecodeString(string(text))
		if err != nil || len(extra) == 0 || len(extra) > ExtraMax {
			return Proof{}, refusal.Of(ErrProofFile, "extra is not 1 to "+strconv.Itoa(ExtraMax)+
				" bytes in base64")
		}
		p.Extra, line = extra, line[1:]
	}
	if len(line) == 0 || !bytes.HasPrefix(line[0], []byte("index ")) {
		return Proof{}, refusal.Of(ErrProofFile, "no index")
	}
	var err error
	if p.Index, err = parseCount(string(line[0][len("index "):]), SizeMax); err != nil {
		return Proof{}, refusal.Both(ErrProofFile, refusal.In("index", err))
	}
	for i, l := range line[1:] {
		h, err := parseHash(string(l))
		if err != nil {
			return Proof{}, refusal.Both(ErrProofFile, refusal.In("hash "+strconv.Itoa(i), err))
		}
		p.Path = append(p.Path, h)
	}
	// base64 decoding skips line breaks, so only equal text proves that one spelling was read.
	if !bytes.Equal(p.Format(), file) {
		return Proof{}, refusal.Of(ErrProofFile, "not in its one spelling")
	}
	return p, nil
}

// Verify checks the checkpoint's signatures and the path from the envelope's leaf to its root, and
// returns the checkpoint.
func (p Proof) Verify(envelope []byte, keys Keys) (TrackItem, error) {
	item, err := OpenTrackItem(p.Note, keys)
	if err != nil {
		return TrackItem{}, refusal.In("verify proof", err)
	}
	if err := CheckInclusion(p.Path, item.Size, item.Root, p.Index, LeafHash(envelope)); err != nil {
		return TrackItem{}, refusal.In("verify proof", err)
	}
	return item, nil
}
