package intake

import (
	"fmt"
	"strconv"
	"strings"
)

// Date is a day of the Gregorian calendar as "2027-03-31". The empty date means that the file
// does not say; it never means "none".
type Date string

const isoExample = "2027-03-31"

var monthWords = map[string]int{
	"jan": 1, "ene": 1, "feb": 2, "mar": 3, "apr": 4, "abr": 4, "may": 5, "jun": 6, "jul": 7,
	"aug": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "nov": 11, "dec": 12, "dic": 12,
}

// slashDate is a date written with two numbers whose order the text does not tell.
type slashDate struct{ first, second, year int }

// dateOrder decides once for a whole file how day and month are ordered: as the person said,
// else as a date with a number above 12 shows; a file that shows both orders shows none.
func (t *table) dateOrder(said DateOrder, fields ...Field) DateOrder {
	if said != DatesByFile {
		return said
	}
	dayFirst, monthFirst := false, false
	for _, rec := range t.rows {
		for _, f := range fields {
			d, ok := parseSlash(t.cell(rec, f))
			if !ok {
				continue
			}
			dayFirst = dayFirst || d.first > 12 && d.second <= 12
			monthFirst = monthFirst || d.second > 12 && d.first <= 12
		}
	}
	switch {
	case dayFirst && !monthFirst:
		return DatesDayFirst
	case monthFirst && !dayFirst:
		return DatesMonthFirst
	}
	return DatesByFile
}

// date reads a cell. An empty cell is the empty date; a text that is no date, or one whose
// order nobody can tell, is a problem of the row.
func (t *table) date(rec record, f Field, order DateOrder) (Date, *Problem) {
	text := t.cell(rec, f)
	if noText(text) {
		return "", nil
	}
	p := &Problem{Line: rec.line, Column: t.column(f), Code: RowBadDate}
	p.Reason = "the cell is not a date"
	p.Do = "Write the date as " + isoExample + "."
	if d, ok := parseSlash(text); ok {
		return orderDate(d, order, p)
	}
	if d, ok := parseFixed(text); ok {
		return d, nil
	}
	if n, err := strconv.Atoi(text); err == nil && n > 20000 && n < 80000 {
		p.Reason = "the cell holds a spreadsheet's day number instead of a date"
	}
	return "", p
}

func orderDate(d slashDate, order DateOrder, p *Problem) (Date, *Problem) {
	day, month := d.first, d.second
	switch {
	case order == DatesMonthFirst, order == DatesByFile && d.second > 12:
		day, month = d.second, d.first
	case order == DatesDayFirst, order == DatesByFile && d.first > 12, d.first == d.second:
	default:
		p.Code = RowAmbiguousDate
		p.Reason = "nothing in the file tells whether the day or the month comes first"
		p.Do = "Write the date as " + isoExample + ", or say --dates mdy or --dates dmy."
		return "", p
	}
	if date, ok := newDate(d.year, month, day); ok {
		return date, nil
	}
	return "", p
}

// parseSlash reads 3/4/2027, 3-4-2027 and two-digit years of this century.
func parseSlash(text string) (slashDate, bool) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		parts = strings.Split(text, "-")
	}
	if len(parts) != 3 || len(parts[0]) > 2 {
		return slashDate{}, false
	}
	first, ok1 := number(parts[0], 2)
	second, ok2 := number(parts[1], 2)
	year, ok3 := yearOf(parts[2])
	return slashDate{first, second, year}, ok1 && ok2 && ok3
}

// parseFixed reads the forms that leave no doubt: 2027-03-31, 2027/3/31, 31.3.2027,
// "31 Mar 2027", "March 31, 2027" and their Spanish months.
func parseFixed(text string) (Date, bool) {
	for _, sep := range []string{"-", "/"} {
		if p := strings.Split(text, sep); len(p) == 3 && len(p[0]) == 4 {
			return fromParts(p[0], p[1], p[2])
		}
	}
	if p := strings.Split(text, "."); len(p) == 3 {
		return fromParts(p[2], p[1], p[0])
	}
	words := foldWords(text)
	kept := words[:0]
	for _, w := range words {
		if w != "de" {
			kept = append(kept, w)
		}
	}
	if len(kept) != 3 {
		return "", false
	}
	day, month := kept[0], kept[1]
	if _, isNumber := number(day, 2); !isNumber {
		day, month = month, day
	}
	if len(month) < 3 || monthWords[month[:3]] == 0 {
		return "", false
	}
	return fromParts(kept[2], strconv.Itoa(monthWords[month[:3]]), day)
}

func fromParts(year, month, day string) (Date, bool) {
	y, ok1 := yearOf(strings.TrimSpace(year))
	m, ok2 := number(strings.TrimSpace(month), 2)
	d, ok3 := number(strings.TrimSpace(day), 2)
	if !ok1 || !ok2 || !ok3 {
		return "", false
	}
	return newDate(y, m, d)
}

// number reads 1 to width digits and nothing else.
func number(text string, width int) (int, bool) {
	if text == "" || len(text) > width {
		return 0, false
	}
	n := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

func yearOf(text string) (int, bool) {
	y, ok := number(text, 4)
	switch {
	case ok && len(text) == 2:
		return 2000 + y, true
	case ok && len(text) == 4 && y >= 1900 && y <= 2199:
		return y, true
	}
	return 0, false
}

func newDate(year, month, day int) (Date, bool) {
	if month < 1 || month > 12 || day < 1 || day > monthDays(year, month) {
		return "", false
	}
	return Date(fmt.Sprintf("%04d-%02d-%02d", year, month, day)), true
}

func monthDays(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// noText reports a cell by which offices say that there is nothing to say.
func noText(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "-", "--", "–", "—", "n/a", "na", "none", "ninguno", "ninguna", "s/n":
		return true
	}
	return false
}
