package paper

import (
	"fmt"
	"strconv"

	"rsc.io/qr"
)

// quiet is the empty margin that a reader needs around a QR, in modules (ISO/IEC 18004 section 9.1).
const quiet = 4

// Grid is a QR as dark and light squares, without its quiet zone.
type Grid struct{ code *qr.Code }

// Grid draws the code. A label can be torn and dirty, so a quarter of its squares may be lost; a sheet
// of paper is kept in a folder, an eighth is enough and its squares stay large.
func (c Code) Grid() (Grid, error) {
	text, err := c.Text()
	if err != nil {
		return Grid{}, err
	}
	level := qr.Q
	if c.Stands != nil {
		level = qr.M
	}
	code, err := qr.Encode(text, level)
	if err != nil {
		return Grid{}, fmt.Errorf("draw code: %w", err)
	}
	return Grid{code}, nil
}

// Size returns how many squares a side has, 0 for an empty grid.
func (g Grid) Size() int {
	if g.code == nil {
		return 0
	}
	return g.code.Size
}

// bar is a run of dark squares in one row.
type bar struct{ x, y, width int }

// bars returns the dark squares as few runs as rows allow: fewer than one rectangle for each square,
// and no hairlines between neighbours.
func (g Grid) bars() []bar {
	var out []bar
	for y := range g.Size() {
		for x := 0; x < g.Size(); x++ {
			if !g.code.Black(x, y) {
				continue
			}
			from := x
			for x < g.Size() && g.code.Black(x, y) {
				x++
			}
			out = append(out, bar{from, y, x - from})
		}
	}
	return out
}

// Path returns the dark squares as the d of an SVG path, one unit for each square, with the quiet zone
// around it: the picture is Side units wide and high.
func (g Grid) Path() string {
	var out []byte
	number := func(letter byte, n int) { out = strconv.AppendInt(append(out, letter), int64(n), 10) }
	for _, b := range g.bars() {
		number('M', b.x+quiet)
		number(' ', b.y+quiet)
		number('h', b.width)
		out = append(out, "v1"...)
		number('h', -b.width)
		out = append(out, 'z')
	}
	return string(out)
}

// Side returns the width of the picture that Path draws, in squares, quiet zone and all.
func (g Grid) Side() int { return g.Size() + 2*quiet }
