package intake

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// Class is what a gun-shaped object can do. ClassUnknown is treated like ClassLiveCapable by
// every judgement.
type Class string

// The classes.
const (
	ClassUnknown     Class = "UNKNOWN"
	ClassLiveCapable Class = "LIVE_CAPABLE"
	ClassBlankOnly   Class = "BLANK_ONLY"
	ClassPellet      Class = "PELLET"
	ClassFlash       Class = "FLASH"
	ClassDeactivated Class = "DEACTIVATED"
	ClassSolid       Class = "SOLID"
)

// Kind is the shape of a gun-shaped object.
type Kind string

// The kinds.
const (
	KindRevolver Kind = "revolver"
	KindPistol   Kind = "pistol"
	KindRifle    Kind = "rifle"
	KindShotgun  Kind = "shotgun"
	KindOther    Kind = "other"
)

// Counted is a number that a list may leave out; an unrecorded number is not zero.
type Counted struct {
	N     int
	Known bool
}

// Bounds of numbers in lists.
const (
	MaxChambers  = 200
	MaxLotRounds = 100000
)

// ItemRow is one gun-shaped object.
type ItemRow struct {
	Line        int
	Tag         string // as on the object: "R-03"
	Description string
	Class       Class
	Kind        Kind
	Calibre     string
	Serial      Opening // whole serial number
	LastFour    string  // its last four letters or digits, read by eye when handed over
	Mark        string  // identifying mark of an object without serial number
	Chambers    Counted // chambers or magazine capacity
	LookAlike   string  // items of one group look alike
	Lender      string
	Licence     Opening // the owner's licence, as a reference
	Due         Date    // day it goes back
}

// ItemSheet is a list of a rental house: objects, ammunition lots, or both.
type ItemSheet struct {
	Plan  Plan
	Items []ItemRow
	Lots  []LotRow
	findings
}

func needs(has func(Field) bool, fields ...Field) []Field {
	var missing []Field
	for _, f := range fields {
		if !has(f) {
			missing = append(missing, f)
		}
	}
	return missing
}

var itemSheet = sheet{
	name: "items", columns: itemColumns,
	missing: func(has func(Field) bool) []Field {
		missing := needs(has, FieldTag, FieldClass)
		if !has(FieldDescription) && !has(FieldKind) {
			missing = append(missing, FieldDescription)
		}
		return missing
	},
}

var lotSheet = sheet{
	name: "lots", columns: lotColumns,
	missing: func(has func(Field) bool) []Field {
		return needs(has, FieldLot, FieldContents, FieldCount)
	},
}

// mixedSheet has both kinds of rows; a row is what its filled identity says.
var mixedSheet = sheet{
	name: "items and lots", columns: mixedColumns,
	missing: func(has func(Field) bool) []Field {
		return needs(has, FieldTag, FieldClass, FieldLot, FieldContents, FieldCount)
	},
}

// Items reads a list of gun-shaped objects, a list of ammunition lots, or a list with both;
// the header tells which. The error is a *FileError, or the reader's own error.
func Items(r io.Reader, m Mapping) (ItemSheet, error) {
	src, err := readSource(r)
	if err != nil {
		return ItemSheet{}, err
	}
	t, kind, err := openTable(src, []sheet{mixedSheet, itemSheet, lotSheet}, m)
	if err != nil {
		return ItemSheet{}, err
	}
	c := itemReader{table: t, lender: m.Lender, seen: map[string]int{}}
	c.order = t.dateOrder(m.Dates, FieldDue)
	for _, rec := range t.rows {
		c.row(rec, kind.name)
	}
	c.sameFour()
	t.plan.Rows = len(c.items) + len(c.lots)
	t.plan.Problems, t.plan.Notes = len(c.Problems), len(c.Notes)
	return ItemSheet{Plan: t.plan, Items: c.items, Lots: c.lots, findings: c.findings}, nil
}

type itemReader struct {
	table
	findings
	items  []ItemRow
	lots   []LotRow
	lender string // of rows that name none
	order  DateOrder
	seen   map[string]int // folded tag or lot number -> line
}

func (c *itemReader) row(rec record, kind string) {
	if p, bad := c.faulty(rec); bad {
		c.problem(p)
		return
	}
	isLot := kind == lotSheet.name
	if kind == mixedSheet.name {
		tag, lot := c.cell(rec, FieldTag) != "", c.cell(rec, FieldLot) != ""
		if tag && lot {
			c.problem(Problem{
				Line: rec.line, Column: c.column(FieldTag), Code: RowTwoKinds,
				Reason: "the line has a tag and a lot number; it cannot be both",
				Do:     "Give the gun and the ammunition a line each.",
			})
			return
		}
		isLot = lot
	}
	var p *Problem
	if isLot {
		p = c.lot(rec)
	} else {
		p = c.item(rec)
	}
	if p != nil {
		c.problem(*p)
	}
}

// identity reads the tag or lot number and refuses a second row with the same one.
func (c *itemReader) identity(rec record, f Field) (string, *Problem) {
	id := c.cell(rec, f)
	p := &Problem{Line: rec.line, Column: c.column(f)}
	if foldKey(id) == "" {
		p.Code, p.Reason = RowMissing, "the line has no "+string(f)
		p.Do = "Write the " + string(f) + " as it stands on the object or its box."
		return "", p
	}
	key := string(f) + "|" + foldKey(id)
	if line, again := c.seen[key]; again {
		p.Code, p.Reason = RowDuplicate, fmt.Sprintf("same as line %d: the same %s", line, f)
		p.Do = "Delete one of the two, or correct the " + string(f) + "."
		return "", p
	}
	return id, nil
}

// keep marks an identity as taken once the row is certain to stay.
func (c *itemReader) keep(rec record, f Field, id string) {
	c.seen[string(f)+"|"+foldKey(id)] = rec.line
}

func (c *itemReader) item(rec record) *Problem {
	tag, p := c.identity(rec, FieldTag)
	if p != nil {
		return p
	}
	row := ItemRow{
		Line: rec.line, Tag: tag, Description: c.cell(rec, FieldDescription),
		Calibre: given(c.cell(rec, FieldCalibre)), Mark: given(c.cell(rec, FieldMark)),
		LookAlike: given(c.cell(rec, FieldLookAlike)), Lender: c.lenderOf(rec),
		Licence: Opening{given(c.cell(rec, FieldLicence))},
	}
	if row.Due, p = c.date(rec, FieldDue, c.order); p != nil {
		return p
	}
	if row.Chambers, p = c.counted(rec, FieldChambers, MaxChambers); p != nil {
		return p
	}
	row.Serial = Opening{given(c.cell(rec, FieldSerial))}
	row.LastFour = lastFour(row.Serial.Reveal())
	c.keep(rec, FieldTag, tag)
	c.classify(rec, &row)
	if row.LastFour == "" && row.Mark == "" {
		c.note(Note{
			Line: rec.line, Column: c.column(FieldSerial), Code: NoteNoIdentity,
			Reason: "the item has neither a serial number nor an identifying mark",
			Do:     "Put a mark on it that can be read by eye, and record it at the first check.",
		})
	}
	if row.Lender == "" {
		c.noLender(rec)
	}
	c.items = append(c.items, row)
	return nil
}

// classify reads class and kind. A text that leaves doubt is UNKNOWN, never a guess.
func (c *itemReader) classify(rec record, row *ItemRow) {
	text := c.cell(rec, FieldClass)
	row.Class = classOf(text)
	if row.Class == ClassUnknown {
		reason := "the list does not say the class; it is read as UNKNOWN"
		if text != "" {
			reason = "the text of the class leaves it open; it is read as UNKNOWN"
		}
		c.note(Note{
			Line: rec.line, Column: c.column(FieldClass), Code: NoteClass, Reason: reason,
			Do: "UNKNOWN is treated as able to fire live rounds until a handler has checked it.",
		})
	}
	text = c.cell(rec, FieldKind)
	if !hasField(c.plan.Columns, FieldKind) {
		text = row.Description
	}
	groups := kindWords().groups(text)
	row.Kind = KindOther
	if len(groups) == 1 {
		row.Kind = Kind(groups[0])
		return
	}
	c.note(Note{
		Line: rec.line, Column: c.column(FieldKind), Code: NoteKind,
		Reason: "the kind of the item is not told; it is read as other",
		Do:     "Write revolver, pistol, rifle, shotgun or other.",
	})
}

// classOf maps a text to a class. Two classes in one text, or a negation, leave it UNKNOWN.
func classOf(text string) Class {
	if literal := Class(strings.ToUpper(strings.Join(foldWords(text), "_"))); slices.Contains(
		[]Class{
			ClassLiveCapable, ClassBlankOnly, ClassPellet, ClassFlash, ClassDeactivated, ClassSolid,
		}, literal) {
		return literal
	}
	if groups := classWords().groups(text); len(groups) == 1 && groups[0] != negation &&
		!strings.Contains(text, "?") {
		return Class(groups[0])
	}
	return ClassUnknown
}

// negation is the group of words that turn a phrase around; a text with one is never read.
const negation = "negation"

// sameFour notes look-alikes whose last four cannot tell them apart.
func (c *itemReader) sameFour() {
	first := map[string]int{}
	for _, row := range c.items {
		if row.LookAlike == "" || row.LastFour == "" {
			continue
		}
		key := foldKey(row.LookAlike) + "|" + strings.ToLower(row.LastFour)
		if line, again := first[key]; again {
			c.note(Note{
				Line: row.Line, Column: c.column(FieldSerial), Code: NoteSameFour,
				Reason: fmt.Sprintf("it looks like the item of line %d and its serial number ends "+
					"in the same four", line),
				Do: "Put a mark on one of them that can be read by eye.",
			})
			continue
		}
		first[key] = row.Line
	}
}

func (c *itemReader) lenderOf(rec record) string {
	if lender := given(c.cell(rec, FieldLender)); lender != "" {
		return lender
	}
	return squeeze(c.lender)
}

func (c *itemReader) noLender(rec record) {
	c.note(Note{
		Line: rec.line, Column: c.column(FieldLender), Code: NoteNoLender,
		Reason: "the line names no lender",
		Do:     "Say --lender for the whole file, or fill the column.",
	})
}

// counted reads a whole number between 1 and most; an empty cell is not recorded.
func (c *itemReader) counted(rec record, f Field, most int) (Counted, *Problem) {
	text := c.cell(rec, f)
	if noText(text) {
		return Counted{}, nil
	}
	n, ok := number(text, 6)
	if !ok || n < 1 || n > most {
		return Counted{}, &Problem{
			Line: rec.line, Column: c.column(f), Code: RowBadNumber,
			Reason: fmt.Sprintf("the cell is not a whole number between 1 and %d", most),
			Do:     "Write the number with digits only, as 1000.",
		}
	}
	return Counted{N: n, Known: true}, nil
}

// given is the text of a cell, or "" for the signs by which lists say "nothing".
func given(text string) string {
	if noText(text) {
		return ""
	}
	return text
}

// lastFour takes the last four letters or digits of a serial number, upper case.
func lastFour(serial string) string {
	var kept []rune
	for _, r := range serial {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			kept = append(kept, unicode.ToUpper(r))
		}
	}
	return string(kept[max(0, len(kept)-4):])
}
