package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrTilePath reports a path that is not in the one spelling C2SP tlog-tiles gives it.
var ErrTilePath = errors.New("not a tile path")

// tilePathMax is the longest path in bytes: five groups of digits are more than a tree of
// proof.SizeMax needs.
const tilePathMax = 64

// TilePath names a tile or an entry bundle: C2SP tlog-tiles, sections Merkle Tree and Log entries.
type TilePath struct {
	Entries bool // An entry bundle; Level is 0.
	Level   int
	Number  uint64
	Width   int // 1 to 256; 256 is a full tile.
}

// String returns the path below the log's prefix, for example tile/0/x001/234.p/112.
func (p TilePath) String() string {
	level := "entries"
	if !p.Entries {
		level = strconv.Itoa(p.Level)
	}
	n := p.Number
	number := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		number = fmt.Sprintf("x%03d/%s", n%1000, number)
	}
	if p.Width != tileWidth {
		number += ".p/" + strconv.Itoa(p.Width)
	}
	return "tile/" + level + "/" + number
}

// ParseTilePath reads the form String writes, and no other spelling.
func ParseTilePath(s string) (TilePath, error) {
	rest, ok := strings.CutPrefix(s, "tile/")
	if !ok || len(s) > tilePathMax {
		return TilePath{}, ErrTilePath
	}
	level, rest, ok := strings.Cut(rest, "/")
	if !ok {
		return TilePath{}, ErrTilePath
	}
	p := TilePath{Entries: level == "entries", Width: tileWidth}
	var err error
	if !p.Entries {
		if p.Level, err = strconv.Atoi(level); err != nil || p.Level < 0 || p.Level > 63 {
			return TilePath{}, ErrTilePath
		}
	}
	number, width, partial := strings.Cut(rest, ".p/")
	if partial {
		if p.Width, err = strconv.Atoi(width); err != nil || p.Width < 1 || p.Width >= tileWidth {
			return TilePath{}, ErrTilePath
		}
	}
	digits := strings.NewReplacer("x", "", "/", "").Replace(number)
	if p.Number, err = strconv.ParseUint(digits, 10, 63); err != nil {
		return TilePath{}, ErrTilePath
	}
	// Spelling it again refuses leading zeroes, signs and misplaced separators in one go.
	if p.String() != s {
		return TilePath{}, ErrTilePath
	}
	return p, nil
}
