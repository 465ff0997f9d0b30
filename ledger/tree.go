package ledger

import (
	"context"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// The geometry of C2SP tlog-tiles: a tile spans eight levels of the tree.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
	// tileLevels is the number of tile levels a tree of proof.SizeMax leaves has.
	tileLevels = 6
)

// tree is the right edge of the Merkle tree: of each level, the hashes of the tile that is not full
// yet. Together with the full tiles in the Store it answers every question about the tree.
//
// Copying a tree takes a snapshot. The copies share the arrays behind the slices: only the newest
// copy may append, and it writes only beyond the length that older copies see.
type tree struct {
	edge   [tileLevels][]proof.Hash
	sorted proof.Range // The same leaves, for the root.
}

func (t *tree) size() uint64 { return t.sorted.Size() }

// append adds a leaf and returns the tiles it completed, lowest level first.
func (t *tree) append(leaf proof.Hash) ([]Tile, error) {
	number := t.size()
	if err := t.sorted.Append(leaf); err != nil {
		return nil, err
	}
	var full []Tile
	h := leaf
	for level := range tileLevels {
		if t.edge[level] == nil {
			t.edge[level] = make([]proof.Hash, 0, tileWidth)
		}
		t.edge[level] = append(t.edge[level], h)
		if len(t.edge[level]) < tileWidth {
			break
		}
		number >>= tileHeight
		full = append(full, Tile{Level: level, Number: number, Hashes: join(t.edge[level])})
		h = subtree(t.edge[level])
		// A fresh array for the next tile: older copies may still read this one.
		t.edge[level] = nil
	}
	return full, nil
}

// subtree returns the root over a power of two of hashes.
func subtree(hashes []proof.Hash) proof.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return proof.NodeHash(subtree(hashes[:half]), subtree(hashes[half:]))
}

func join(hashes []proof.Hash) []byte {
	out := make([]byte, 0, len(hashes)*tlog.HashSize)
	for i := range hashes {
		out = append(out, hashes[i][:]...)
	}
	return out
}

func split(data []byte) []proof.Hash {
	out := make([]proof.Hash, len(data)/tlog.HashSize)
	for i := range out {
		copy(out[i][:], data[i*tlog.HashSize:])
	}
	return out
}

// loadTree rebuilds the edge from the store. Entries that no full tile covers are hashed again from
// their envelopes; the rest is believed until the caller has compared the root with what was signed.
func loadTree(ctx context.Context, s Store, size uint64) (*tree, error) {
	if size > proof.SizeMax {
		return nil, fmt.Errorf("load tree: size %d is above %d", size, proof.SizeMax)
	}
	t := &tree{}
	from := size &^ (tileWidth - 1)
	next := from
	t.edge[0] = make([]proof.Hash, 0, tileWidth)
	for e, err := range s.Entries(ctx, from, size) {
		if err != nil {
			return nil, fmt.Errorf("load tree: %w", err)
		}
		if e.Index != next || proof.LeafHash(e.Envelope) != e.Leaf {
			return nil, fmt.Errorf("load tree: entry %d is not the one its leaf hash names", next)
		}
		t.edge[0] = append(t.edge[0], e.Leaf)
		next++
	}
	if next != size {
		return nil, fmt.Errorf("load tree: entry %d is missing", next)
	}
	for level := 1; level < tileLevels; level++ {
		count := size >> (tileHeight * level)
		t.edge[level] = make([]proof.Hash, 0, tileWidth)
		for n := count &^ (tileWidth - 1); n < count; n++ {
			data, err := fullTile(ctx, s, level-1, n)
			if err != nil {
				return nil, fmt.Errorf("load tree: %w", err)
			}
			t.edge[level] = append(t.edge[level], subtree(split(data)))
		}
	}
	var err error
	t.sorted, err = proof.ResumeRange(size, t.perfect())
	return t, err
}

// perfect returns the perfect subtrees of the edge, largest first.
func (t *tree) perfect() []proof.Hash {
	var out []proof.Hash
	for level := tileLevels - 1; level >= 0; level-- {
		rest := t.edge[level]
		for b := bits.Len(uint(len(rest))) - 1; b >= 0; b-- {
			if len(t.edge[level])>>b&1 == 1 {
				out = append(out, subtree(rest[:1<<b]))
				rest = rest[1<<b:]
			}
		}
	}
	return out
}

func fullTile(ctx context.Context, s Store, level int, number uint64) ([]byte, error) {
	data, err := s.Tile(ctx, level, number)
	if err != nil {
		return nil, fmt.Errorf("tile %d/%d: %w", level, number, err)
	}
	if len(data) != tileWidth*tlog.HashSize {
		return nil, fmt.Errorf("tile %d/%d: %d bytes", level, number, len(data))
	}
	return data, nil
}

// proved returns a path of tlog as the kernel takes it.
func proved(path []tlog.Hash) []proof.Hash {
	out := make([]proof.Hash, len(path))
	for i, h := range path {
		out[i] = proof.Hash(h)
	}
	return out
}

// hashes answers tlog's questions about a snapshot of the tree.
type hashes struct {
	ctx   context.Context
	store Store
	tree  *tree
	seen  map[tileKey][]byte
}

type tileKey struct {
	level  int
	number uint64
}

func newHashes(ctx context.Context, s Store, t *tree) *hashes {
	return &hashes{ctx: ctx, store: s, tree: t, seen: map[tileKey][]byte{}}
}

// ReadHashes implements tlog.HashReader. tlog asks for log2(size) hashes, which lie in at most
// tileLevels tiles of one path.
func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		t := tlog.TileForIndex(tileHeight, index)
		data, err := h.tile(t.L, uint64(t.N), t.W)
		if err != nil {
			return nil, err
		}
		if out[i], err = tlog.HashFromTile(t, data, index); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tile returns the first width hashes of a tile. A partial tile is the beginning of the full one,
// so it is never stored.
func (h *hashes) tile(level int, number uint64, width int) ([]byte, error) {
	if level < 0 || level >= tileLevels || width < 1 || width > tileWidth {
		return nil, ErrNoTile
	}
	count := h.tree.size() >> (tileHeight * level)
	if number > count>>tileHeight || number<<tileHeight+uint64(width) > count {
		return nil, ErrNoTile
	}
	if number == count>>tileHeight {
		return join(h.tree.edge[level][:width]), nil
	}
	key := tileKey{level, number}
	data, ok := h.seen[key]
	if !ok {
		var err error
		if data, err = fullTile(h.ctx, h.store, level, number); err != nil {
			return nil, err
		}
		h.seen[key] = data
	}
	return data[:width*tlog.HashSize], nil
}
