package ledger_test

import (
	"errors"
	"testing"

	"github.com/proofhouse/proofhouse/ledger"
)

func TestTilePaths(t *testing.T) {
	for _, c := range []struct {
		path string
		want ledger.TilePath
	}{
		{"tile/0/000", ledger.TilePath{Width: 256}},
		{"tile/0/000.p/1", ledger.TilePath{Width: 1}},
		{"tile/0/999.p/255", ledger.TilePath{Number: 999, Width: 255}},
		{"tile/1/x001/000", ledger.TilePath{Level: 1, Number: 1000, Width: 256}},
		{"tile/0/x001/x234/067", ledger.TilePath{Number: 1234067, Width: 256}},
		{"tile/63/x001/x234/067.p/112", ledger.TilePath{Level: 63, Number: 1234067, Width: 112}},
		{"tile/entries/x273/000", ledger.TilePath{Entries: true, Number: 273000, Width: 256}},
		{"tile/entries/273.p/112", ledger.TilePath{Entries: true, Number: 273, Width: 112}},
		{"tile/0/x009/x223/x372/x036/x854/x775/807", ledger.TilePath{Number: 1<<63 - 1, Width: 256}},
	} {
		got, err := ledger.ParseTilePath(c.path)
		if err != nil || got != c.want || got.String() != c.path {
			t.Errorf("%s was read as %+v, %v, and is written %s", c.path, got, err, got)
		}
	}
}

func TestParseTilePathRefuses(t *testing.T) {
	for _, path := range []string{
		"", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tiles/0/000", "tile/8/0/000",
		"tile/00/000", "tile/-1/000", "tile/+1/000", "tile/64/000", "tile/data/000",
		"tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000", "tile/0/x000/001", "tile/0/001/002",
		"tile/0/x001", "tile/0/x01/000", "tile/0/xx001/000", "tile/0/00x", "tile/0/-01", "tile/0/x001//000",
		"tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
		"tile/0/000.p/+1", "tile/0/000.p/1/", "tile/0/000.p/1.p/1", "tile/0/000/", "tile/0/000 ",
		"tile/entries", "tile/entries/0/000", "tile/0/x009/x223/x372/x036/x854/x775/808",
		"tile/0/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/001",
	} {
		if p, err := ledger.ParseTilePath(path); !errors.Is(err, ledger.ErrTilePath) {
			t.Errorf("%s was read as %+v, %v", path, p, err)
		}
	}
}

func FuzzParseTilePath(f *testing.F) {
	f.Add("tile/0/x001/x234/067.p/112")
	f.Add("tile/entries/000")
	f.Add("tile/0/000.p/256")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ledger.ParseTilePath(s)
		if err == nil && p.String() != s {
			t.Errorf("%q is written again as %q", s, p)
		}
	})
}
