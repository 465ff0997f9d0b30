package intake

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Department is one of a closed list; what an office writes is mapped to it.
type Department string

// The departments. DeptOther is also what an unknown text becomes, with a note.
const (
	DeptOffice     Department = "production-office"
	DeptDirecting  Department = "directing"
	DeptCamera     Department = "camera"
	DeptGrip       Department = "grip"
	DeptElectric   Department = "electric"
	DeptSound      Department = "sound"
	DeptArt        Department = "art"
	DeptProps      Department = "props"
	DeptCostume    Department = "costume"
	DeptMakeupHair Department = "makeup-hair"
	DeptStunts     Department = "stunts"
	DeptEffects    Department = "effects"
	DeptLocations  Department = "locations"
	DeptTransport  Department = "transport"
	DeptCatering   Department = "catering"
	DeptMedical    Department = "medical"
	DeptCast       Department = "cast"
	DeptBackground Department = "background"
	DeptAccounting Department = "accounting"
	DeptSafety     Department = "safety"
	DeptPost       Department = "post"
	DeptOther      Department = "other"
)

// Role is what a row proposes a person to be in Proofhouse. A proposal gives no right: a
// person is enrolled and credentialed by signed acts of others.
type Role string

// The roles a crew list can propose.
const (
	RoleHandler     Role = "handler"
	RoleWatcher     Role = "watcher"
	RoleAD          Role = "ad"
	RoleAdvisor     Role = "advisor"
	RoleMedic       Role = "medic"
	RoleHazardOwner Role = "hazard-owner"
	RoleSteward     Role = "steward"
	RoleStandIn     Role = "stand-in"
	RolePerformer   Role = "performer"
	RoleProducer    Role = "producer"
	RoleOffice      Role = "office"
	RoleCrew        Role = "crew"
)

// roleOrder decides when a position names two roles: the earlier one is proposed.
var roleOrder = []Role{
	RoleWatcher, RoleHandler, RoleAD, RoleAdvisor, RoleMedic, RoleHazardOwner, RoleSteward,
	RoleStandIn, RolePerformer, RoleProducer, RoleOffice, RoleCrew,
}

// CourseState says what the list says about a firearms safety course. "Not recorded" and
// "recorded as no" are different.
type CourseState string

// The states of a course; the zero value is the cautious one.
const (
	CourseNotRecorded CourseState = ""
	CourseNo          CourseState = "no"
	CourseHeld        CourseState = "held"
)

// CrewRow is one person of a crew list.
type CrewRow struct {
	Line           int
	Key            Opening // folded name and department: equal for the same person in a later file
	Name           Opening
	Department     Department
	Position       string // as written; at most MaxCellBytes
	Role           Role
	Phone          Opening
	Email          Opening
	Permit         Opening // number of an entertainment firearms permit
	PermitExpires  Date
	Course         CourseState
	Certificate    Opening // number of the course certificate, when the list has one
	CourseDate     Date
	DutyFromColumn bool // the role stands in a column of its own, not in the job title
}

// CrewSheet is a crew list as read.
type CrewSheet struct {
	Plan Plan
	Rows []CrewRow
	findings
}

var crewSheet = sheet{
	name: "crew", columns: crewColumns,
	missing: func(has func(Field) bool) []Field {
		var missing []Field
		if !has(FieldName) && !(has(FieldFirst) && has(FieldLast)) {
			missing = append(missing, FieldName)
		}
		if !has(FieldDepartment) {
			missing = append(missing, FieldDepartment)
		}
		if !has(FieldRole) {
			missing = append(missing, FieldRole)
		}
		return missing
	},
}

// Crew reads a crew list. The error is a *FileError, or the reader's own error. Reading
// writes nothing: a dry run is simply a caller that stops here.
func Crew(r io.Reader, m Mapping) (CrewSheet, error) {
	src, err := readSource(r)
	if err != nil {
		return CrewSheet{}, err
	}
	t, _, err := openTable(src, []sheet{crewSheet}, m)
	if err != nil {
		return CrewSheet{}, err
	}
	c := crewReader{table: t, seen: map[string]int{}, mail: map[string]int{}}
	c.order = t.dateOrder(m.Dates, FieldPermitExpires, FieldCourseDate)
	for _, rec := range t.rows {
		c.row(rec)
	}
	t.plan.Rows, t.plan.Problems, t.plan.Notes = len(c.rows), len(c.Problems), len(c.Notes)
	return CrewSheet{Plan: t.plan, Rows: c.rows, findings: c.findings}, nil
}

type crewReader struct {
	table
	findings
	rows    []CrewRow
	order   DateOrder
	seen    map[string]int // key -> line
	mail    map[string]int // folded e-mail -> line
	heading Department     // of the last line that was only a department
}

func (c *crewReader) row(rec record) {
	if p, bad := c.faulty(rec); bad {
		c.problem(p)
		return
	}
	if d, is := headingOf(rec); is {
		c.heading = d
		return
	}
	row := CrewRow{Line: rec.line, Position: c.cell(rec, FieldRole)}
	name, p := c.name(rec)
	if p != nil {
		c.problem(*p)
		return
	}
	department, known, p := c.department(rec)
	if p != nil {
		c.problem(*p)
		return
	}
	row.Name, row.Department = Opening{name}, department
	key := foldName(name) + "|" + string(department)
	if line, again := c.seen[key]; again {
		c.problem(Problem{
			Line: rec.line, Column: c.nameColumn(), Code: RowDuplicate,
			Reason: fmt.Sprintf("same as line %d: the same name in the same department", line),
			Do:     "Delete one of the two. If they are two people, add a middle name to one.",
		})
		return
	}
	row.Key = Opening{key}
	if p := c.papers(rec, &row); p != nil {
		c.problem(*p)
		return
	}
	if p := c.role(rec, &row); p != nil {
		c.problem(*p)
		return
	}
	// From here on the row stays; what follows can only add notes.
	c.seen[key] = rec.line
	if !known {
		c.note(Note{
			Line: rec.line, Column: c.column(FieldDepartment), Code: NoteDepartment,
			Reason: "the department is none of the list and is read as other",
			Do:     "Write one of the departments of docs/spec/imports.md, or leave it as other.",
		})
	}
	c.contact(rec, &row)
	c.rows = append(c.rows, row)
}

// headingOf recognises a line that holds nothing but the name of a department, as call sheets
// have above each group.
func headingOf(rec record) (Department, bool) {
	only := ""
	for _, cell := range rec.cells {
		if squeeze(cell) == "" {
			continue
		}
		if only != "" {
			return "", false
		}
		only = cell
	}
	d := Department(departmentWords().whole(only))
	return d, d != ""
}

func (c *crewReader) nameColumn() string {
	if hasField(c.plan.Columns, FieldName) {
		return c.column(FieldName)
	}
	return c.column(FieldLast)
}

func (c *crewReader) name(rec record) (string, *Problem) {
	name := c.cell(rec, FieldName)
	if last, first, comma := strings.Cut(name, ","); comma && !strings.Contains(first, ",") {
		name = squeeze(first + " " + last)
	}
	if name == "" {
		name = squeeze(c.cell(rec, FieldFirst) + " " + c.cell(rec, FieldLast))
	}
	p := &Problem{Line: rec.line, Column: c.nameColumn()}
	if foldKey(name) == "" {
		p.Code, p.Reason = RowMissing, "the line has no name"
		p.Do = "Write the name, or delete the line."
		return "", p
	}
	switch foldName(name) {
	case "tbd", "tba", "tbc", "n a", "vacant", "open", "none", "por confirmar", "vacante":
		p.Code, p.Reason = RowNobody, "nobody is named yet for this position"
		p.Do = "Import the list again when the person is known."
		return "", p
	}
	return name, nil
}

func (c *crewReader) department(rec record) (Department, bool, *Problem) {
	text := c.cell(rec, FieldDepartment)
	if text == "" && c.heading != "" {
		return c.heading, true, nil
	}
	if text == "" {
		return "", false, &Problem{
			Line: rec.line, Column: c.column(FieldDepartment), Code: RowMissing,
			Reason: "the line has no department",
			Do:     "Write the department of this person.",
		}
	}
	d, known := departmentOf(text)
	return d, known, nil
}

// departmentOf maps a text to the closed list; a text that names two is other.
func departmentOf(text string) (Department, bool) {
	if whole := departmentWords().whole(text); whole != "" {
		return Department(whole), true
	}
	if groups := departmentWords().groups(text); len(groups) == 1 {
		return Department(groups[0]), true
	}
	return DeptOther, false
}

// papers reads permit and course. A date nobody can read drops the row: a permit with a
// wrong day would be worse than no permit.
func (c *crewReader) papers(rec record, row *CrewRow) *Problem {
	var p *Problem
	if permit := c.cell(rec, FieldPermit); !noText(permit) {
		row.Permit = Opening{permit}
	}
	if row.PermitExpires, p = c.date(rec, FieldPermitExpires, c.order); p != nil {
		return p
	}
	if row.CourseDate, p = c.date(rec, FieldCourseDate, c.order); p != nil {
		return p
	}
	text := c.cell(rec, FieldCourse)
	switch foldName(text) {
	case "":
		if row.CourseDate != "" {
			row.Course = CourseHeld
		}
	case "no", "none", "n a", "na", "pending", "booked", "scheduled", "tbc", "tbd", "pendiente":
		row.Course = CourseNo
	case "yes", "y", "x", "si", "held", "done", "completed":
		row.Course = CourseHeld
	default:
		row.Course, row.Certificate = CourseHeld, Opening{text}
	}
	return nil
}

// role proposes a role: the column for it wins, then the job title, then the department.
func (c *crewReader) role(rec record, row *CrewRow) *Problem {
	if duty := c.cell(rec, FieldDuty); !noText(duty) {
		role := Role(strings.Join(foldWords(duty), "-"))
		if !slices.Contains(roleOrder, role) {
			return &Problem{
				Line: rec.line, Column: c.column(FieldDuty), Code: RowBadDuty,
				Reason: "the cell is none of the roles",
				Do:     "Use one of: " + roleList() + "; or leave the cell empty.",
			}
		}
		row.Role, row.DutyFromColumn = role, true
		return nil
	}
	groups := positionWords().groups(row.Position)
	for _, role := range roleOrder {
		if slices.Contains(groups, string(role)) {
			row.Role = role
			break
		}
	}
	if len(groups) > 1 {
		c.note(Note{
			Line: rec.line, Column: c.column(FieldRole), Code: NoteRole,
			Reason: "the position names more than one role; " + string(row.Role) + " is proposed",
			Do:     "If that is not right, write the role in a column \"Proofhouse role\".",
		})
	}
	if row.Role == "" {
		row.Role = defaultRole(row.Department)
	}
	return nil
}

func defaultRole(d Department) Role {
	if d == DeptCast || d == DeptBackground {
		return RolePerformer
	}
	if d == DeptOffice || d == DeptAccounting {
		return RoleOffice
	}
	return RoleCrew
}

func roleList() string {
	words := make([]string, len(roleOrder))
	for i, r := range roleOrder {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// contact reads telephone and e-mail. What cannot be one is left out with a note: a person
// without a telephone is still a person of the crew.
func (c *crewReader) contact(rec record, row *CrewRow) {
	if phone := c.cell(rec, FieldPhone); !noText(phone) {
		if plausiblePhone(phone) {
			row.Phone = Opening{phone}
		} else {
			c.contactNote(rec, FieldPhone, "the cell is not a telephone number and is left out")
		}
	}
	mail := c.cell(rec, FieldEmail)
	if noText(mail) {
		return
	}
	if !plausibleMail(mail) {
		c.contactNote(rec, FieldEmail, "the cell is not an e-mail address and is left out")
		return
	}
	row.Email = Opening{mail}
	folded := strings.ToLower(mail)
	if line, again := c.mail[folded]; again {
		c.note(Note{
			Line: rec.line, Column: c.column(FieldEmail), Code: NoteSharedMail,
			Reason: fmt.Sprintf("the e-mail address is also that of line %d", line),
			Do:     "Give each person an address of their own, so that one cannot act as the other.",
		})
		return
	}
	c.mail[folded] = rec.line
}

func (c *crewReader) contactNote(rec record, f Field, reason string) {
	c.note(Note{
		Line: rec.line, Column: c.column(f), Code: NoteContact, Reason: reason,
		Do: "Correct the cell and import the file again, or leave it out.",
	})
}

func plausiblePhone(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-(). /xXextEXT", r):
			return false
		}
	}
	return digits >= 5 && digits <= 20
}

func plausibleMail(text string) bool {
	at := strings.IndexByte(text, '@')
	return at > 0 && at == strings.LastIndexByte(text, '@') && len(text) <= 254 &&
		strings.Contains(text[at+1:], ".") && !strings.HasSuffix(text, ".") &&
		!strings.ContainsAny(text, " ,;<>\"")
}
