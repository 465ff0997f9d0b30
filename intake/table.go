package intake

import (
	"fmt"
	"slices"
	"strings"
)

// record is one line of a sheet, or several when a quoted cell holds line ends.
type record struct {
	line  int // line where it begins, from 1
	cells []string
	fault Code // RowQuote or RowCellTooLong, with the column; empty when whole
	at    int  // column index of the fault, from 0
}

func (r record) blank() bool {
	for _, c := range r.cells {
		if squeeze(c) != "" {
			return false
		}
	}
	return true
}

// scanner reads delimited text as spreadsheet programs write it (RFC 4180, any of three
// separators, any line end).
type scanner struct {
	text string
	pos  int
	line int
	sep  byte
}

// next returns the next record; more is false at the end of the text. The error is a
// *FileError, and then nothing of the file counts.
func (s *scanner) next() (rec record, more bool, err error) {
	for s.pos < len(s.text) && (s.text[s.pos] == '\n' || s.text[s.pos] == '\r') {
		s.lineEnd() // An empty line is no record.
	}
	if s.pos >= len(s.text) {
		return record{}, false, nil
	}
	rec.line = s.line
	for column := 0; ; column++ {
		cell, fault, err := s.cell()
		if err != nil {
			return record{}, false, err
		}
		if fault == "" && len(cell) > MaxCellBytes {
			fault = RowCellTooLong
		}
		if fault != "" && rec.fault == "" {
			rec.fault, rec.at = fault, column
		}
		if column < MaxColumns {
			rec.cells = append(rec.cells, cell)
		} else if squeeze(cell) != "" {
			return record{}, false, &FileError{
				Code: FileTooManyColumns, Line: rec.line,
				Reason: fmt.Sprintf("the line has more than %d columns", MaxColumns),
				Do:     "Export only the columns that are needed.",
			}
		}
		if !s.separator() {
			break
		}
	}
	s.lineEnd()
	return rec, true, nil
}

// separator steps over one separator and says whether there was one.
func (s *scanner) separator() bool {
	if s.pos < len(s.text) && s.text[s.pos] == s.sep {
		s.pos++
		return true
	}
	return false
}

func (s *scanner) lineEnd() {
	if s.pos >= len(s.text) {
		return
	}
	if s.text[s.pos] == '\r' {
		s.pos++
		if s.pos < len(s.text) && s.text[s.pos] == '\n' {
			s.pos++
		}
	} else {
		s.pos++
	}
	s.line++
}

// cell reads up to a separator, a line end or the end of the text.
func (s *scanner) cell() (text string, fault Code, err error) {
	if s.pos < len(s.text) && s.text[s.pos] == '"' {
		text, err = s.quoted()
		if err != nil {
			return "", "", err
		}
		if rest := s.plain(); squeeze(rest) != "" {
			fault = RowQuote
		}
		return text, fault, nil
	}
	return s.plain(), "", nil
}

func (s *scanner) plain() string {
	from := s.pos
	for s.pos < len(s.text) {
		if b := s.text[s.pos]; b == s.sep || b == '\n' || b == '\r' {
			break
		}
		s.pos++
	}
	return s.text[from:s.pos]
}

// quoted reads a cell in quotation marks; two marks inside stand for one.
func (s *scanner) quoted() (string, error) {
	opened := s.line
	s.pos++
	var b strings.Builder
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		if c == '"' {
			s.pos++
			if s.pos >= len(s.text) || s.text[s.pos] != '"' {
				return b.String(), nil
			}
		} else if c == '\n' || c == '\r' && !strings.HasPrefix(s.text[s.pos:], "\r\n") {
			s.line++
		}
		b.WriteByte(c)
		s.pos++
	}
	return "", &FileError{
		Code: FileOpenQuote, Line: opened,
		Reason: "a quotation mark opens in this line and is never closed",
		Do:     "Put the closing quotation mark, or take the opening one away.",
	}
}

// table is a sheet whose header is understood and whose rows are in memory.
type table struct {
	plan   Plan
	index  map[Field]int // field -> column, from 0
	header []string
	rows   []record
}

var separatorNames = map[byte]string{',': "comma", ';': "semicolon", '\t': "tab"}

// candidate is one way to read the top of a file: separator, header line and kind of sheet.
type candidate struct {
	sheet   sheet
	sep     byte
	titles  int
	header  record
	columns []ColumnPlan
	whole   bool // nothing that must be there is missing
	known   int  // columns understood
}

func (c candidate) better(than candidate) bool {
	if c.whole != than.whole {
		return c.whole
	}
	return c.known > than.known
}

// openTable finds separator, header and kind of sheet by what makes the most sense: the line,
// among the first filled ones, that names the most columns we understand.
func openTable(src source, sheets []sheet, m Mapping) (table, sheet, error) {
	var best candidate
	var firstErr error
	for _, sep := range []byte{',', ';', '\t'} {
		c, err := bestHeader(src.text, sep, sheets, m)
		if err != nil && firstErr == nil {
			firstErr = err
		}
		if c.better(best) {
			best = c
		}
	}
	if best.known == 0 {
		if firstErr != nil {
			return table{}, sheet{}, firstErr
		}
		names := sheets[0].columns()
		return table{}, sheet{}, &FileError{
			Code:   FileNoHeader,
			Reason: fmt.Sprintf("no header line was found in the first %d lines", MaxTitleLines+1),
			Do: "Put a line with the names of the columns above the rows. Understood fields: " +
				fieldList(names.fields) + ".",
		}
	}
	if err := best.sheet.refuse(best.columns, best.header.line, m); err != nil {
		return table{}, sheet{}, err
	}
	t, err := readRows(src, best)
	return t, best.sheet, err
}

func bestHeader(text string, sep byte, sheets []sheet, m Mapping) (candidate, error) {
	var best candidate
	s := scanner{text: text, line: 1, sep: sep}
	for titles := 0; titles <= MaxTitleLines; {
		rec, more, err := s.next()
		if err != nil || !more {
			return best, err
		}
		if rec.blank() {
			continue
		}
		for _, kind := range sheets {
			c := candidate{sheet: kind, sep: sep, titles: titles, header: rec}
			c.columns = kind.plan(rec.cells, m)
			for _, column := range c.columns {
				if column.Field != "" {
					c.known++
				}
			}
			c.whole = len(kind.missing(func(f Field) bool { return hasField(c.columns, f) })) == 0
			if c.better(best) {
				best = c
			}
		}
		titles++
	}
	return best, nil
}

func readRows(src source, c candidate) (table, error) {
	t := table{header: c.header.cells, index: map[Field]int{}}
	t.plan = Plan{
		FileDigest: src.digest, Separator: separatorNames[c.sep],
		TitleLines: c.titles, HeaderLine: c.header.line, Columns: c.columns,
	}
	for i, column := range c.columns {
		if column.Field != "" {
			t.index[column.Field] = i
		}
	}
	s := scanner{text: src.text, line: 1, sep: c.sep}
	for {
		rec, more, err := s.next()
		if err != nil {
			return table{}, err
		}
		if !more {
			break
		}
		if rec.line <= c.header.line || rec.blank() {
			continue
		}
		if len(t.rows) == MaxRows {
			return table{}, &FileError{
				Code: FileTooManyRows, Line: rec.line,
				Reason: fmt.Sprintf("the sheet has more than %d rows", MaxRows),
				Do:     "Split the file.",
			}
		}
		t.rows = append(t.rows, rec)
	}
	if len(t.rows) == 0 {
		return table{}, &FileError{
			Code: FileNoRows, Line: c.header.line, Reason: "there is no row below the header",
			Do: "Export the list again and look at it before you import it.",
		}
	}
	return t, nil
}

// cell is the text of a field in a row, trimmed; "" when there is no such column.
func (t *table) cell(rec record, f Field) string {
	i, known := t.index[f]
	if !known || i >= len(rec.cells) {
		return ""
	}
	return squeeze(rec.cells[i])
}

// column is the header of a field as the file has it, for findings.
func (t *table) column(f Field) string {
	if i, known := t.index[f]; known {
		return squeeze(t.header[i])
	}
	return string(f)
}

func (t *table) columnAt(i int) string {
	if i < len(t.header) {
		return squeeze(t.header[i])
	}
	return fmt.Sprintf("column %d", i+1)
}

// faulty finds what is wrong with a row whatever it is about. The caller drops the row.
func (t *table) faulty(rec record) (Problem, bool) {
	p := Problem{Line: rec.line, Column: t.columnAt(rec.at), Code: rec.fault}
	if rec.fault == RowQuote {
		p.Reason = "there is text behind a closing quotation mark"
		p.Do = "Double the quotation marks inside the cell, or take them away."
		return p, true
	}
	if rec.fault == RowCellTooLong {
		p.Reason = fmt.Sprintf("the cell is longer than %d bytes", MaxCellBytes)
		p.Do = "Shorten the cell. If a quotation mark opens in it, close it."
		return p, true
	}
	// Empty ones count too: a comma in a name moves every later cell by one, and the last,
	// empty cell is then all that shows it.
	if len(rec.cells) > len(t.header) {
		p.Column, p.Code = t.columnAt(len(t.header)), RowExtraCells
		p.Reason = "the line has more cells than the header has columns"
		p.Do = "Put quotation marks around a cell that contains the separator."
		return p, true
	}
	for i, cell := range rec.cells {
		if strings.ContainsFunc(cell, oddRune) {
			p.Column, p.Code = t.columnAt(i), RowControl
			p.Reason = "the cell contains a control character or a hidden direction mark"
			p.Do = "Type the cell anew by hand."
			return p, true
		}
	}
	if slices.EqualFunc(rec.cells, t.header, sameText) {
		return Problem{
			Line: rec.line, Code: RowDuplicate,
			Reason: fmt.Sprintf("this line repeats the header in line %d", t.plan.HeaderLine),
			Do:     "Nothing needs to be done; the line is left out.",
		}, true
	}
	return total(rec)
}

func sameText(a, b string) bool { return foldKey(a) == foldKey(b) }

// total recognises the sum that many sheets have below their rows.
func total(rec record) (Problem, bool) {
	for _, cell := range rec.cells {
		words := foldWords(cell)
		if len(words) == 0 {
			continue
		}
		// A person can be called Sum; a line that begins with "Total crew" is nobody's name.
		switch strings.Join(words[:min(len(words), 2)], " ") {
		case "total", "totals", "subtotal", "totales", "suma", "sum", "grand total", "sub total",
			"total crew", "total items", "total rounds", "total lots", "total general":
		default:
			return Problem{}, false
		}
		return Problem{
			Line: rec.line, Code: RowTotal, Reason: "this line is a total, not a row",
			Do: "Nothing needs to be done; the line is left out.",
		}, true
	}
	return Problem{}, false
}
