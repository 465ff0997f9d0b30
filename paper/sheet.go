package paper

import (
	"errors"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// LabelsMax is the most labels of one file.
const LabelsMax = 500

// Format says which stationery the labels are for. The zero value is none.
type Format byte

// The formats: what label printers in most of the world take, and in North America.
const (
	NoFormat Format = iota
	A4
	Letter
)

// FormatOf reads a format's name, a4 or letter; NoFormat when there is none of that name.
func FormatOf(name string) Format {
	switch name {
	case "a4":
		return A4
	case "letter":
		return Letter
	}
	return NoFormat
}

// layout is where labels lie on a page, in millimetres.
type layout struct {
	pageWidth, pageHeight float64
	left, top             float64 // Of the first label.
	width, height         float64 // Of one label.
	stepX, stepY          float64
	columns, rows         int
}

// Labels are three in a row: 63.5 by 38.1 mm on A4, 2 5/8 by 1 inch on Letter, as they are sold
// everywhere. Badges are as large as a bank card and are cut out.
var (
	labelLayout = [...]layout{
		A4:     {210, 297, 7.2, 15.1, 63.5, 38.1, 66, 38.1, 3, 7},
		Letter: {215.9, 279.4, 4.8, 12.7, 66.7, 25.4, 69.8, 25.4, 3, 10},
	}
	badgeLayout = [...]layout{
		A4:     {210, 297, 17.4, 14, 85.6, 54, 89.6, 54, 2, 5},
		Letter: {215.9, 279.4, 20.4, 14, 85.6, 54, 89.6, 54, 2, 4},
	}
)

// Label is one label or badge.
type Label struct {
	Code Code
	// Title is what it is told by, largest: the id of a thing, a person's name or, where there is none
	// that these letters can print, nothing, so that it is written by hand.
	Title string
	// Lines stand under the title, the first one in bold.
	Lines []string
}

// Sheet is what is printed at once.
type Sheet struct {
	Format Format
	Badges bool // Large and cut out instead of small and peeled off.
	Labels []Label
	// Production is its name in small letters on each, empty for none.
	Production string
	// Demo and DemoShort say on each page and on each label that nobody here is a verified person; both
	// are empty outside a demo.
	Demo, DemoShort string
	// At is when it was asked for; a file says so in its properties, no label does.
	At time.Time
}

// Errors of WritePDF.
var (
	ErrFormat    = errors.New("no such paper format")
	ErrNoLabels  = errors.New("no labels were asked for")
	ErrLabelsMax = errors.New("more labels than one file may have")
)

// WritePDF writes the labels as one PDF. Equal sheets give equal bytes. Everything is black on white.
func (s Sheet) WritePDF(out io.Writer) error {
	switch {
	case s.Format != A4 && s.Format != Letter:
		return fmt.Errorf("labels: %w", ErrFormat)
	case len(s.Labels) == 0:
		return fmt.Errorf("labels: %w", ErrNoLabels)
	case len(s.Labels) > LabelsMax:
		return fmt.Errorf("labels: %d: %w", len(s.Labels), ErrLabelsMax)
	}
	at := labelLayout[s.Format]
	if s.Badges {
		at = badgeLayout[s.Format]
	}
	d := newDrawing(at, s.At)
	perPage := at.columns * at.rows
	for n, label := range s.Labels {
		if n%perPage == 0 {
			d.page(s)
		}
		place := n % perPage
		x := at.left + float64(place%at.columns)*at.stepX
		y := at.top + float64(place/at.columns)*at.stepY
		if err := d.label(s, label, x, y); err != nil {
			return fmt.Errorf("labels: %w", err)
		}
	}
	if err := d.pdf.Output(out); err != nil {
		return fmt.Errorf("labels: %w", err)
	}
	return nil
}

// drawing is a PDF in the making.
type drawing struct {
	pdf *fpdf.Fpdf
	at  layout
}

func newDrawing(at layout, made time.Time) *drawing {
	pdf := fpdf.NewCustom(&fpdf.InitType{
		UnitStr: "mm", Size: fpdf.SizeType{Wd: at.pageWidth, Ht: at.pageHeight},
	})
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("Proofhouse", false)
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetFillColor(0, 0, 0)
	pdf.SetTextColor(0, 0, 0)
	pdf.SetDrawColor(0, 0, 0)
	return &drawing{pdf, at}
}

// Sizes of letters in points, and of the rest in millimetres.
const (
	titleMost  = 30.0
	boldMost   = 11.0
	lineMost   = 8.0
	small      = 6.0
	inset      = 2.0
	ruleMM     = 0.2
	mmPerPoint = 25.4 / 72
	leading    = 1.15
)

func (d *drawing) page(s Sheet) {
	d.pdf.AddPage()
	if s.Demo == "" {
		return
	}
	d.pdf.SetFont("Helvetica", "B", lineMost)
	d.pdf.SetXY(d.at.left, d.at.top/2-inset)
	d.pdf.CellFormat(d.at.pageWidth-2*d.at.left, 2*inset, latin1(s.Demo), "", 0, "C", false, 0, "")
}

// label draws one label: the code to the left, words to the right.
func (d *drawing) label(s Sheet, l Label, x, y float64) error {
	grid, err := l.Code.Grid()
	if err != nil {
		return err
	}
	if s.Badges {
		d.pdf.SetLineWidth(ruleMM)
		d.pdf.Rect(x, y, d.at.width, d.at.height, "D") // Where to cut.
	}
	side := min(d.at.height-inset, d.at.width*0.45)
	module := side / float64(grid.Side())
	left, top := x+inset/2, y+(d.at.height-side)/2
	for _, b := range grid.bars() {
		d.pdf.Rect(left+module*float64(quiet+b.x), top+module*float64(quiet+b.y),
			module*float64(b.width), module, "F")
	}
	d.words(d.rows(s, l), left+side, y+inset, d.at.width-side-2*inset, d.at.height-2*inset)
	return nil
}

// row is one line of words; an empty one is a rule to write on.
type row struct {
	text   string
	style  string
	points float64
}

// rows lists what a label says, from the top down.
func (d *drawing) rows(s Sheet, l Label) []row {
	out := []row{{l.Title, "B", titleMost}}
	for n, line := range l.Lines {
		if n == 0 {
			out = append(out, row{line, "B", boldMost})
			continue
		}
		out = append(out, row{line, "", lineMost})
	}
	if s.DemoShort != "" {
		out = append(out, row{s.DemoShort, "B", small})
	}
	if s.Production != "" && printable(s.Production) {
		out = append(out, row{s.Production, "", small})
	}
	return out
}

// words writes rows into a place, each as large as its width allows and all of them smaller where the
// height does not suffice: nothing is left out.
func (d *drawing) words(rows []row, x, y, width, height float64) {
	total := 0.0
	for n := range rows {
		r := &rows[n]
		d.pdf.SetFont("Helvetica", r.style, r.points)
		if wide := d.pdf.GetStringWidth(latin1(r.text)); wide > width {
			r.points *= width / wide
		}
		total += r.points * mmPerPoint * leading
	}
	scale := min(1, height/total)
	d.pdf.SetCellMargin(0)
	for _, r := range rows {
		tall := r.points * scale * mmPerPoint * leading
		if r.text == "" {
			d.pdf.SetLineWidth(ruleMM)
			d.pdf.Line(x, y+tall*0.9, x+width, y+tall*0.9)
		} else {
			d.pdf.SetFont("Helvetica", r.style, r.points*scale)
			d.pdf.SetXY(x, y)
			d.pdf.CellFormat(width, tall, latin1(r.text), "", 0, "L", false, 0, "")
		}
		y += tall
	}
}

// latin1Last is the last character that the fonts every PDF reader has by itself can show.
const latin1Last = 0xff

// printable reports whether a text can be printed as it is. A name with other letters is left out and
// written by hand: a wrong name is worse than an empty line.
func printable(text string) bool {
	for _, r := range text {
		if r < ' ' || r > '~' && r < 0xa0 || r > latin1Last {
			return false
		}
	}
	return true
}

// latin1 writes a printable text as those fonts want it, one byte for each character.
func latin1(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if r > latin1Last {
			r = '?'
		}
		out = append(out, byte(r))
	}
	return string(out)
}
