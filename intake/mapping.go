package intake

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Field is one thing that a sheet can tell about a row, by its name on the command line.
type Field string

// Fields of a crew list.
const (
	FieldName          Field = "name"
	FieldFirst         Field = "first"
	FieldLast          Field = "last"
	FieldDepartment    Field = "department"
	FieldRole          Field = "role"
	FieldDuty          Field = "duty"
	FieldPhone         Field = "phone"
	FieldEmail         Field = "email"
	FieldPermit        Field = "permit"
	FieldPermitExpires Field = "permit-expires"
	FieldCourse        Field = "course"
	FieldCourseDate    Field = "course-date"
)

// Fields of a list of guns and gun-shaped props, and of an ammunition manifest.
const (
	FieldTag          Field = "tag"
	FieldDescription  Field = "description"
	FieldClass        Field = "class"
	FieldKind         Field = "kind"
	FieldCalibre      Field = "calibre"
	FieldSerial       Field = "serial"
	FieldMark         Field = "mark"
	FieldChambers     Field = "chambers"
	FieldLookAlike    Field = "look-alike"
	FieldLender       Field = "lender"
	FieldLicence      Field = "licence"
	FieldDue          Field = "due"
	FieldLot          Field = "lot"
	FieldContents     Field = "contents"
	FieldLoad         Field = "load"
	FieldConstruction Field = "construction"
	FieldCount        Field = "count"
	FieldBox          Field = "box"
)

// fieldIgnore as the target of an override leaves a column unread.
const fieldIgnore Field = "-"

// DateOrder says how 03/04/2027 is read. The zero value lets the file decide: one date whose
// first or second number is above 12 shows the order of all.
type DateOrder string

// The orders of day and month that a person can state.
const (
	DatesByFile     DateOrder = ""
	DatesMonthFirst DateOrder = "mdy"
	DatesDayFirst   DateOrder = "dmy"
)

// Mapping is what a person says about a sheet before it is read. The zero value reads columns
// by their names alone.
type Mapping struct {
	overrides []override
	Dates     DateOrder // order of day and month, when the file cannot show it
	Lender    string    // lender of every row that names none; at most MaxCellBytes
}

type override struct {
	header string // folded
	given  string // as written
	field  Field
}

// ParseMapping reads overrides of the form "Job title=role". "Notes=-" leaves a column
// unread. The error is a *FileError with code FileMapField when the right side is no field.
func ParseMapping(specs []string) (Mapping, error) {
	var m Mapping
	for _, spec := range specs {
		at := strings.LastIndexByte(spec, '=')
		if at < 0 || foldKey(spec[:at]) == "" {
			return Mapping{}, &FileError{
				Code: FileMapField, Reason: fmt.Sprintf("the mapping %q has no column or no '='", spec),
				Do: `Write it as "Column name=field".`,
			}
		}
		o := override{foldKey(spec[:at]), squeeze(spec[:at]), Field(strings.TrimSpace(spec[at+1:]))}
		if o.field != fieldIgnore && !slices.Contains(allFields(), o.field) {
			return Mapping{}, &FileError{
				Code: FileMapField, Column: o.given,
				Reason: fmt.Sprintf("%q is not a field", string(o.field)),
				Do:     "Use one of: " + fieldList(allFields()) + "; or - to leave the column unread.",
			}
		}
		m.overrides = append(m.overrides, o)
	}
	return m, nil
}

// ColumnPlan says how one column is read. It is part of a dry run.
type ColumnPlan struct {
	Index  int    // column, from 1
	Header string // as in the file
	Field  Field  // empty: the column is not read
	By     string // "name", "map", "repeat" (an earlier column gives this field) or ""
}

// Plan is what a dry run shows: how the file was understood, before anybody signs anything.
type Plan struct {
	FileDigest string // hex SHA-256 of the file as given
	Separator  string // "comma", "semicolon" or "tab"
	TitleLines int    // filled lines above the header, not read
	HeaderLine int    // line of the header, from 1
	Columns    []ColumnPlan
	Rows       int // rows read
	Problems   int // lines with a problem
	Notes      int // notes on rows read
}

// sheet is one kind of sheet: its columns and what must be there.
type sheet struct {
	name    string
	columns func() columnNames
	// missing returns the fields that must be there and are not.
	missing func(has func(Field) bool) []Field
}

// columnNames maps a folded header to the field it means, and keeps the names for messages.
type columnNames struct {
	byKey  map[string]Field
	fields []Field
	names  map[Field][]string
}

// columnList loads column vocabularies; where two give one header, the earlier file wins.
func columnList(files ...string) func() columnNames {
	return sync.OnceValue(func() columnNames {
		c := columnNames{byKey: map[string]Field{}, names: map[Field][]string{}}
		for _, name := range files {
			text, err := vocabulary.ReadFile("vocabulary/" + name)
			if err != nil {
				panic("intake: vocabulary file missing from the build: " + name)
			}
			c.read(string(text))
		}
		return c
	})
}

func (c *columnNames) read(text string) {
	var f Field
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			f = Field(strings.Trim(line, "[]"))
			if !slices.Contains(c.fields, f) {
				c.fields = append(c.fields, f)
			}
		default:
			if _, taken := c.byKey[foldKey(line)]; !taken {
				c.byKey[foldKey(line)] = f
				c.names[f] = append(c.names[f], line)
			}
		}
	}
}

var (
	crewColumns  = columnList("columns-crew.txt")
	itemColumns  = columnList("columns-items.txt")
	lotColumns   = columnList("columns-lots.txt")
	mixedColumns = columnList("columns-items.txt", "columns-lots.txt")
)

// allFields lists every field of every sheet, in the order of the vocabularies.
func allFields() []Field {
	fields := slices.Clone(crewColumns().fields)
	for _, f := range mixedColumns().fields {
		if !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

func fieldList(fields []Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = string(f)
	}
	return strings.Join(words, ", ")
}

// plan decides what each header cell means for one kind of sheet.
func (s sheet) plan(header []string, m Mapping) []ColumnPlan {
	names := s.columns()
	columns := make([]ColumnPlan, len(header))
	taken := map[Field]bool{}
	for i, text := range header {
		columns[i] = ColumnPlan{Index: i + 1, Header: squeeze(text)}
		for _, o := range m.overrides {
			if o.header == foldKey(text) {
				columns[i].By = "map"
				if o.field != fieldIgnore {
					columns[i].Field = o.field
					taken[o.field] = true
				}
			}
		}
	}
	for i, text := range header {
		f, known := names.byKey[foldKey(text)]
		switch {
		case columns[i].By != "" || !known:
		case taken[f]:
			columns[i].By = "repeat"
		default:
			columns[i].Field, columns[i].By = f, "name"
			taken[f] = true
		}
	}
	return columns
}

// refuse returns the error that the plan of the chosen header deserves, or nil.
func (s sheet) refuse(columns []ColumnPlan, line int, m Mapping) error {
	names := s.columns()
	for _, o := range m.overrides {
		count := 0
		for _, c := range columns {
			if o.field != fieldIgnore && c.Field == o.field {
				count++
			}
		}
		present := slices.ContainsFunc(columns, func(c ColumnPlan) bool {
			return foldKey(c.Header) == o.header
		})
		switch {
		case !present:
			return &FileError{
				Code: FileMapColumn, Line: line, Column: o.given,
				Reason: fmt.Sprintf("the header has no column %q", o.given),
				Do:     "Write the column as it stands in the header, or leave the mapping out.",
			}
		case o.field != fieldIgnore && !slices.Contains(names.fields, o.field):
			return &FileError{
				Code: FileMapField, Line: line, Column: o.given,
				Reason: fmt.Sprintf("a sheet of %s has no field %q", s.name, string(o.field)),
				Do:     "Use one of: " + fieldList(names.fields) + ".",
			}
		case count > 1:
			return &FileError{
				Code: FileMapTwice, Line: line, Column: o.given,
				Reason: fmt.Sprintf("two columns are mapped to %q", string(o.field)),
				Do:     "Map one column to a field and leave the other unread with \"Column=-\".",
			}
		}
	}
	missing := s.missing(func(f Field) bool { return hasField(columns, f) })
	if len(missing) == 0 {
		return nil
	}
	f := missing[0]
	return &FileError{
		Code: FileMissingColumn, Line: line, Column: string(f),
		Reason: fmt.Sprintf("the header has no column for %s", fieldList(missing)),
		Do: fmt.Sprintf("Name a column for %s (understood: %s), or map one with \"Column=%s\".",
			f, strings.Join(names.names[f], ", "), f),
	}
}

func hasField(columns []ColumnPlan, f Field) bool {
	return slices.ContainsFunc(columns, func(c ColumnPlan) bool { return c.Field == f })
}
