package paper_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/paper"
)

const mark = "9F3A5C2100B7D4E6"

// rect is a filled rectangle of a page, in points from its top left.
type rect struct{ x, y, w, h float64 }

// page is what one page of a PDF draws, as far as these sheets draw: black rectangles and words.
type page struct {
	rects []rect
	words []string
	at    [][2]float64 // Where each of the words begins.
}

var (
	streams = regexp.MustCompile(`(?s)/Filter /FlateDecode /Length \d+>>\nstream\n(.*?)\nendstream`)
	fills   = regexp.MustCompile(`([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re f`)
	says    = regexp.MustCompile(`BT ([\d.-]+) ([\d.-]+) Td \(((?:[^()\\]|\\.)*)\)\s?Tj ET`)
	escapes = regexp.MustCompile(`\\(.)`)
	colours = regexp.MustCompile(`(?m)^([\d.]+ ){1,4}(rg|RG|g|G|k|K)$`)
)

// pages reads a PDF back.
func pages(t *testing.T, pdf []byte, height float64) []page {
	t.Helper()
	var out []page
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		var p page
		for _, f := range fills.FindAllSubmatch(text, -1) {
			n := numbers(t, f[1:])
			top := height - n[1] // The height of a rectangle is written downwards.
			p.rects = append(p.rects, rect{n[0], top, n[2], -n[3]})
		}
		for _, f := range says.FindAllSubmatch(text, -1) {
			n := numbers(t, f[1:3])
			p.at = append(p.at, [2]float64{n[0], height - n[1]})
			p.words = append(p.words, utf8Of(escapes.ReplaceAll(f[3], []byte("$1"))))
		}
		for _, c := range colours.FindAll(text, -1) {
			if strings.Trim(string(c), "0. rgRGkK") != "" {
				t.Errorf("a colour: %s", c)
			}
		}
		out = append(out, p)
	}
	return out
}

func numbers(t *testing.T, texts [][]byte) []float64 {
	t.Helper()
	var out []float64
	for _, text := range texts {
		n, err := strconv.ParseFloat(string(text), 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, n)
	}
	return out
}

func utf8Of(latin1 []byte) string {
	out := make([]rune, len(latin1))
	for i, b := range latin1 {
		out[i] = rune(b)
	}
	return string(out)
}

func itemLabel(id string) paper.Label {
	return paper.Label{
		Code:  paper.Code{Production: mark, About: paper.Subject{Kind: paper.Item, ID: id}},
		Title: id, Lines: []string{"REAL GUN", "A label is not a look."},
	}
}

func write(t *testing.T, s paper.Sheet) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.WritePDF(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const a4Height, letterHeight = 297 * 72 / 25.4, 279.4 * 72 / 25.4

// What is printed is the code, square for square: the drawn rectangles are laid on its grid.
func TestAPrintedCodeIsTheCode(t *testing.T) {
	label := itemLabel("R-03")
	pdf := write(t, paper.Sheet{Format: paper.A4, Labels: []paper.Label{label}})
	drawn := pages(t, pdf, a4Height)
	if len(drawn) != 1 || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("%d pages", len(drawn))
	}
	grid, err := label.Code.Grid()
	if err != nil {
		t.Fatal(err)
	}
	rects := drawn[0].rects
	left := slices.MinFunc(rects, func(a, b rect) int { return int(math.Copysign(1, a.x-b.x)) }).x
	module := rects[0].h
	var path strings.Builder
	for _, r := range rects {
		x, y := (r.x-left)/module, (r.y-rects[0].y)/module
		w := r.w / module
		fmt.Fprintf(&path, "M%.0f %.0fh%.0fv1h%.0fz", x+4, y+4, w, -w)
	}
	if path.String() != grid.Path() {
		t.Errorf("drawn %s\nwant  %s", path.String(), grid.Path())
	}
	if mm := module * 25.4 / 72; mm < 0.5 {
		t.Errorf("a square is %.2f mm wide", mm)
	}
}

func TestASheetIsTheSameTwiceAndFillsItsPages(t *testing.T) {
	for _, each := range []struct {
		name   string
		format paper.Format
		badges bool
		fits   int
		height float64
	}{
		{"labels on A4", paper.A4, false, 21, a4Height},
		{"labels on Letter", paper.Letter, false, 30, letterHeight},
		{"badges on A4", paper.A4, true, 10, a4Height},
		{"badges on Letter", paper.Letter, true, 8, letterHeight},
	} {
		t.Run(each.name, func(t *testing.T) {
			s := paper.Sheet{
				Format: each.format, Badges: each.badges, Demo: "DEMO IDENTITIES", DemoShort: "DEMO",
				Production: "North yard", At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
			}
			for n := range each.fits + 1 {
				s.Labels = append(s.Labels, itemLabel(fmt.Sprintf("R-%02d", n)))
			}
			pdf := write(t, s)
			if !bytes.Equal(pdf, write(t, s)) {
				t.Error("equal sheets give other bytes")
			}
			drawn := pages(t, pdf, each.height)
			if len(drawn) != 2 {
				t.Fatalf("%d pages, want 2", len(drawn))
			}
			perLabel := []string{"REAL GUN", "A label is not a look.", "DEMO", "North yard"}
			if n := len(drawn[0].words); n != 1+each.fits*(1+len(perLabel)) {
				t.Errorf("%d texts on the first page", n)
			}
			want := append([]string{"DEMO IDENTITIES", fmt.Sprintf("R-%02d", each.fits)}, perLabel...)
			if !slices.Equal(drawn[1].words, want) {
				t.Errorf("second page says %q, want %q", drawn[1].words, want)
			}
			onPage(t, drawn[0], each.height)
		})
	}
}

// onPage: nothing leaves the page, and no words are written over a code.
func onPage(t *testing.T, p page, height float64) {
	t.Helper()
	for n, at := range p.at {
		if at[0] < 0 || at[0] > 216*72/25.4 || at[1] < 0 || at[1] > height {
			t.Errorf("%q at %v leaves the page", p.words[n], at)
		}
		for _, r := range p.rects {
			if at[0] >= r.x && at[0] <= r.x+r.w && at[1] >= r.y && at[1] <= r.y+r.h {
				t.Errorf("%q is written over a code", p.words[n])
			}
		}
	}
}

func TestWhatCannotBePrintedIsRefused(t *testing.T) {
	many := slices.Repeat([]paper.Label{itemLabel("R-03")}, paper.LabelsMax+1)
	for name, each := range map[string]struct {
		sheet paper.Sheet
		want  error
	}{
		"no format":          {paper.Sheet{Labels: many[:1]}, paper.ErrFormat},
		"a format of nobody": {paper.Sheet{Format: 9, Labels: many[:1]}, paper.ErrFormat},
		"nothing to print":   {paper.Sheet{Format: paper.A4}, paper.ErrNoLabels},
		"one too many":       {paper.Sheet{Format: paper.A4, Labels: many}, paper.ErrLabelsMax},
	} {
		if err := each.sheet.WritePDF(io.Discard); !errors.Is(err, each.want) {
			t.Errorf("%s: %v, want %v", name, err, each.want)
		}
	}
	if err := (paper.Sheet{Format: paper.A4, Labels: many[:paper.LabelsMax]}).WritePDF(io.Discard); err != nil {
		t.Errorf("as many as one file may have: %v", err)
	}
	broken := paper.Sheet{Format: paper.A4, Labels: []paper.Label{{Title: "R-03"}}}
	if err := broken.WritePDF(io.Discard); err == nil {
		t.Error("a label without a code was printed")
	}
	for name, want := range map[string]paper.Format{"a4": paper.A4, "letter": paper.Letter, "A4": paper.NoFormat} {
		if got := paper.FormatOf(name); got != want {
			t.Errorf("format %q: %d", name, got)
		}
	}
}

// A name with letters that the fonts of a PDF reader lack leaves a line to write on.
func TestANameThatCannotBePrintedLeavesALine(t *testing.T) {
	said := func(title string) []string {
		label := itemLabel("R-03")
		label.Title = title
		return pages(t, write(t, paper.Sheet{Format: paper.A4, Labels: []paper.Label{label}}), a4Height)[0].words
	}
	if got := said("Zoë (B.)"); got[0] != "Zoë (B.)" {
		t.Errorf("said %q", got)
	}
	if got := said(""); got[0] != "REAL GUN" {
		t.Errorf("said %q", got)
	}
	long := strings.Repeat("W", 60)
	if got := said(long); got[0] != long {
		t.Errorf("said %q", got)
	}
}
