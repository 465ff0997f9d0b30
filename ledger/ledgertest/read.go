package ledgertest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

func testErase(t *testing.T, h *house) {
	l := h.create()
	s := Submission(0)
	s.Openings = []ledger.Opening{
		{Field: "note", Salt: [16]byte{1}, Value: []byte("kept")},
		{Field: "name", Salt: [16]byte{2}, Value: []byte("erased")},
		{Field: "photo", Salt: [16]byte{3}},
	}
	r := h.append(l, s)
	h.fill(l, 1, 3)
	before, err := l.Openings(h.ctx, 0)
	if err != nil || len(before) != 3 || before[0].Field != "name" || before[0].Salt != [16]byte{2} ||
		string(before[0].Value) != "erased" || len(before[2].Value) != 0 {
		t.Fatalf("came back as %v, %v", before, err)
	}
	for _, c := range []struct {
		index uint64
		field string
		there bool
	}{{0, "name", true}, {0, "name", false}, {0, "nothing", false}, {7, "name", false}} {
		if there, err := l.Erase(h.ctx, c.index, c.field); err != nil || there != c.there {
			t.Errorf("erasing %s of %d: %v, %v", c.field, c.index, there, err)
		}
	}
	after, err := l.Openings(h.ctx, 0)
	if err != nil || len(after) != 2 || after[0].Field != "note" || after[1].Field != "photo" {
		t.Errorf("left are %v, %v", after, err)
	}
	p, err := l.Prove(h.ctx, r.Index)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Verify(s.Envelope, l.Keys()); err != nil {
		t.Errorf("the proof after erasing: %v", err)
	}
	// The same act sent again brings its openings along; what was erased stays erased.
	if r, err := l.Append(h.ctx, s); err != nil || !r.Repeated {
		t.Errorf("sent again: %+v, %v", r, err)
	}
	if again, err := l.Openings(h.ctx, 0); err != nil || len(again) != 2 {
		t.Errorf("after sending again there are %v, %v", again, err)
	}
}

// twin is the tree built the way x/mod/sumdb/tlog describes it, one leaf at a time, in memory.
type twin []tlog.Hash

func (s twin) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("hash %d is not there", index)
		}
		out[i] = s[index]
	}
	return out, nil
}

// bigSize is large enough for a full tile of level 1 and for partial ones of every level.
const bigSize = 256*256 + 256 + 57

func testTiles(t *testing.T, h *house) {
	l := h.create()
	record(t, h, l, bigSize)
	var s twin
	for e, err := range l.Entries(h.ctx, 0, bigSize) {
		if err != nil {
			t.Fatal(err)
		}
		add, err := tlog.StoredHashes(int64(e.Index), e.Envelope, s)
		if err != nil {
			t.Fatal(err)
		}
		s = append(s, add...)
	}
	whole, err := tlog.TreeHash(bigSize, s)
	root := proof.Hash(whole)
	if err != nil || l.Head().Size != bigSize || l.Head().Root != root {
		t.Fatalf("root of %d is %s, %v, the tree built another way has %s", l.Head().Size, l.Head().Root,
			err, root)
	}
	for range 2 { // As written, and as loaded again.
		compareTiles(t, h, l, s)
		compareBundles(t, h, l)
		compareProofs(t, h, l, s, root)
		h.close(l)
		h.secondStore()
		l = h.open()
	}
}

// record appends n entries through many callers.
func record(t *testing.T, h *house, l *ledger.Ledger, n int) {
	t.Helper()
	var all sync.WaitGroup
	var next atomic.Int64
	for range 2 * ledger.BatchMax {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if _, err := l.Append(h.ctx, Submission(i)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

func compareTiles(t *testing.T, h *house, l *ledger.Ledger, s twin) {
	t.Helper()
	tiles := tlog.NewTiles(8, 0, bigSize)
	if len(tiles) != 257+1+1+1+1 {
		t.Fatalf("%d tiles", len(tiles))
	}
	for _, tile := range tiles {
		want, err := tlog.ReadTileData(tile, s)
		if err != nil {
			t.Fatal(err)
		}
		// Every narrower form of a tile is served as well: some earlier checkpoint needed it.
		for w := tile.W; w > 0; w -= 85 {
			p := ledger.TilePath{Level: tile.L, Number: uint64(tile.N), Width: w}
			got, err := l.Resource(h.ctx, p)
			if err != nil || !bytes.Equal(got, want[:32*w]) {
				t.Fatalf("%s differs, %v", p, err)
			}
		}
		if tile.W < 256 {
			p := ledger.TilePath{Level: tile.L, Number: uint64(tile.N), Width: tile.W + 1}
			if _, err := l.Resource(h.ctx, p); !errors.Is(err, ledger.ErrNoTile) {
				t.Errorf("%s, wider than the tree: %v", p, err)
			}
		}
	}
	for _, p := range []ledger.TilePath{{Level: 3, Width: 1}, {Level: 63, Width: 1}, {
		Number: 1 << 60,
		Width:  1,
	}, {Level: 1, Number: 2, Width: 1}, {Width: 0}, {Width: 257}, {Level: -1, Width: 1}} {
		if _, err := l.Resource(h.ctx, p); !errors.Is(err, ledger.ErrNoTile) {
			t.Errorf("tile %+v: %v", p, err)
		}
	}
}

func compareBundles(t *testing.T, h *house, l *ledger.Ledger) {
	t.Helper()
	for _, p := range []ledger.TilePath{
		{Entries: true, Width: 256},
		{Entries: true, Number: 256, Width: 256},
		{Entries: true, Number: 257, Width: 57},
		{Entries: true, Number: 257, Width: 1},
	} {
		data, err := l.Resource(h.ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		leaves, err := l.Resource(h.ctx, ledger.TilePath{Number: p.Number, Width: p.Width})
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Width {
			n := int(binary.BigEndian.Uint16(data))
			leaf := proof.LeafHash(data[2 : 2+n])
			if !bytes.Equal(leaf[:], leaves[32*i:32*i+32]) {
				t.Fatalf("%s: entry %d is not the one of the tile", p, i)
			}
			data = data[2+n:]
		}
		if len(data) != 0 {
			t.Errorf("%s: %d bytes too many", p, len(data))
		}
	}
	for _, p := range []ledger.TilePath{
		{Entries: true, Number: 257, Width: 58},
		{Entries: true, Number: 258, Width: 1},
		{Entries: true, Number: 1 << 62, Width: 256},
	} {
		if _, err := l.Resource(h.ctx, p); !errors.Is(err, ledger.ErrNoTile) {
			t.Errorf("%s: %v", p, err)
		}
	}
}

func compareProofs(t *testing.T, h *house, l *ledger.Ledger, s twin, root proof.Hash) {
	t.Helper()
	for size := uint64(1); size <= bigSize; size += 2047 {
		old, err := tlog.TreeHash(int64(size), s)
		if err != nil {
			t.Fatal(err)
		}
		path, err := l.Consistency(h.ctx, size, bigSize)
		if err != nil {
			t.Fatal(err)
		}
		if err := proof.CheckConsistency(path, bigSize, root, size, proof.Hash(old)); err != nil {
			t.Fatal(err)
		}
		e, err := l.Entry(h.ctx, size-1)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			size uint64
			root proof.Hash
		}{{bigSize, root}, {size, proof.Hash(old)}} {
			path, err := l.Inclusion(h.ctx, size-1, c.size)
			if err != nil {
				t.Fatal(err)
			}
			if err := proof.CheckInclusion(path, c.size, c.root, size-1, e.Leaf); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range [][2]uint64{{0, bigSize + 1}, {bigSize, bigSize}, {5, 5}, {5, 4}} {
		if _, err := l.Inclusion(h.ctx, c[0], c[1]); !errors.Is(err, ledger.ErrNoEntry) {
			t.Errorf("inclusion of %d in %d: %v", c[0], c[1], err)
		}
	}
	for _, c := range [][2]uint64{{0, bigSize + 1}, {bigSize + 1, bigSize}, {5, 4}} {
		if _, err := l.Consistency(h.ctx, c[0], c[1]); !errors.Is(err, ledger.ErrNoEntry) {
			t.Errorf("consistency of %d with %d: %v", c[1], c[0], err)
		}
	}
}

func testDesk(t *testing.T, h *house) {
	put := func(kind, key, value string) error {
		return h.store.Put(h.ctx, ledger.DeskItem{Kind: kind, Key: key, Value: []byte(value)})
	}
	for _, err := range []error{
		put("draft", "b", "1"), put("draft", "a", "2"), put("voucher", "a", "3"),
		put("draft", "b", "4"), put("empty", "a", ""),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	h.secondStore()
	drafts, err := h.store.List(h.ctx, "draft")
	if err != nil || len(drafts) != 2 || drafts[0].Key != "a" || string(drafts[1].Value) != "4" ||
		drafts[0].Kind != "draft" {
		t.Errorf("drafts %v, %v", drafts, err)
	}
	var all sync.WaitGroup
	var got atomic.Int64
	for range 20 {
		all.Go(func() {
			item, ok, err := h.store.Take(h.ctx, "voucher", "a")
			if err != nil {
				t.Error(err)
			}
			if ok && string(item.Value) == "3" {
				got.Add(1)
			}
		})
	}
	all.Wait()
	if got.Load() != 1 {
		t.Errorf("a voucher was spent %d times", got.Load())
	}
	if list, err := h.store.List(h.ctx, "voucher"); err != nil || len(list) != 0 {
		t.Errorf("left are %v, %v", list, err)
	}
	long := func(n int) string { return strings.Repeat("k", n) }
	for _, c := range []struct {
		name, kind, key string
		value           int
		ok              bool
	}{
		{"longest value", "k", "v", ledger.DeskValueMax, true},
		{"value too long", "k", "v", ledger.DeskValueMax + 1, false},
		{"longest key", "k", long(ledger.DeskKeyMax), 0, true},
		{"key too long", "k", long(ledger.DeskKeyMax + 1), 0, false},
		{"no key", "k", "", 0, false},
		{"longest kind", long(ledger.DeskKeyMax), "v", 0, true},
		{"kind too long", long(ledger.DeskKeyMax + 1), "v", 0, false},
		{"no kind", "", "v", 0, false},
	} {
		if err := put(c.kind, c.key, strings.Repeat("x", c.value)); (err == nil) != c.ok {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
	testDeskIsBounded(t, h, put)
}

func testDeskIsBounded(t *testing.T, h *house, put func(kind, key, value string) error) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := i; n < ledger.DeskItemsMax; n += 8 {
				if err := put("full", fmt.Sprint(n), "x"); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if err := put("full", "one more", "x"); !errors.Is(err, ledger.ErrDeskFull) {
		t.Errorf("one more than the bound: %v", err)
	}
	if err := put("full", "17", "y"); err != nil {
		t.Errorf("replacing on a full desk: %v", err)
	}
	if err := put("other", "17", "y"); err != nil {
		t.Errorf("another kind: %v", err)
	}
	if _, ok, err := h.store.Take(h.ctx, "full", "17"); !ok || err != nil {
		t.Errorf("taking from a full desk: %v, %v", ok, err)
	}
	if err := put("full", "one more", "x"); err != nil {
		t.Errorf("after one was taken: %v", err)
	}
}

func testBundle(t *testing.T, h *house) {
	l := h.create()
	for i := range 20 {
		s := Submission(i)
		s.Openings = []ledger.Opening{{Field: "shown", Value: []byte{byte(i)}}, {Field: "kept back"}}
		h.clock.Set(1_700_000_000 + int64(i))
		if i == 7 {
			h.clock.Set(7)
		}
		h.append(l, s)
	}
	var b bytes.Buffer
	x := ledger.Export{
		Demo: true, Packs: [][]byte{[]byte("{}")},
		Openings: func(ctx context.Context, e ledger.Entry) ([]ledger.Opening, error) {
			all, err := l.Openings(ctx, e.Index)
			return all[1:], err
		},
	}
	if err := l.WriteBundle(h.ctx, &b, x); err != nil {
		t.Fatal(err)
	}
	keys := l.Keys()
	r := proof.VerifyBundle(&b, proof.BundleCheck{
		Origin: Origin, Keys: &keys,
		Entry: func(e proof.BundleEntry) error {
			if !bytes.Equal(e.Envelope, Submission(int(e.Index)).Envelope) || len(e.Openings) != 1 ||
				e.Openings[0].Field != "shown" || e.Openings[0].Value[0] != byte(e.Index) {
				return fmt.Errorf("came back as %v", e)
			}
			return nil
		},
	})
	if !r.Whole || r.Entries != 20 || r.Checkpoints != 21 || r.ClockFaults != 1 || !r.Header.Demo ||
		r.Head.Time != 1_700_000_019 {
		t.Errorf("report %+v", r)
	}
}

func testAudit(t *testing.T, h *house) {
	l := h.create()
	record(t, h, l, 600)
	h.clock.Set(5)
	h.append(l, Submission(600))
	h.close(l)
	r, err := ledger.Audit(h.ctx, h.store, l.Keys())
	if err != nil || !r.Whole || r.Entries != 601 || r.Tiles != 2 || r.Unsigned != 0 {
		t.Errorf("report %+v, %v", r, err)
	}
	s := Submission(700)
	if err := h.store.Append(h.ctx, ledger.Batch{At: 601, Rows: []ledger.Row{{Entry: ledger.Entry{
		Index: 601, ID: s.ID, Envelope: s.Envelope, Leaf: proof.Hash{1},
	}}}}); err != nil {
		t.Fatal(err)
	}
	r, err = ledger.Audit(h.ctx, h.store, l.Keys())
	if err != nil || r.Whole || r.Unsigned != 1 || len(r.Reasons) != 1 ||
		r.Reasons[0].Place != "entry 601" {
		t.Errorf("after a leaf that is not that of its envelope: %+v, %v", r, err)
	}
	if _, err := ledger.Open(h.ctx, h.config()); err == nil {
		t.Error("it was opened")
	}
}
