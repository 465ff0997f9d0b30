package intake

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func readCrew(t *testing.T, text string, m Mapping) CrewSheet {
	t.Helper()
	sheet, err := Crew(strings.NewReader(text), m)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestEverySpreadsheetProgramGivesTheSameRows(t *testing.T) {
	plain := "Full name,Dept.,Job title,Cell\n\"Sample, Ada\",Camera,Operator,505-555-0101\n" +
		"Bo Other,GRIP,\"Grip \"\"B\"\"\",505-555-0102\n"
	want := readCrew(t, plain, Mapping{})
	if len(want.Rows) != 2 || want.Rows[0].Name.Reveal() != "Ada Sample" ||
		want.Rows[1].Position != `Grip "B"` {
		t.Fatalf("rows = %d, problems %v", len(want.Rows), want.Problems)
	}
	cases := map[string]string{
		"with a byte order mark": "\xef\xbb\xbf" + plain,
		"with CRLF":              strings.ReplaceAll(plain, "\n", "\r\n"),
		"with CR alone":          strings.ReplaceAll(plain, "\n", "\r"),
		"without a last newline": strings.TrimSuffix(plain, "\n"),
		"with semicolons": "Full name;Dept.;Job title;Cell\nSample, Ada;Camera;Operator;505-555-0101\n" +
			"Bo Other;GRIP;\"Grip \"\"B\"\"\";505-555-0102\n",
		"with tabs": "Full name\tDept.\tJob title\tCell\nSample, Ada\tCamera\tOperator\t505-555-0101\n" +
			"Bo Other\tGRIP\t\"Grip \"\"B\"\"\"\t505-555-0102\n",
		"with Spanish columns": "Nombre completo;Departamento;Puesto;Teléfono\n" +
			"Ada Sample;Cámara;Operator;505-555-0101\nBo Other;Maquinistas;Grip \"B\";505-555-0102\n",
		"with first and last name apart": "Last,First,Department,Position,Phone\n" +
			"Sample,Ada,Camera,Operator,505-555-0101\nOther,Bo,Grip,\"Grip \"\"B\"\"\",505-555-0102\n",
		"under department lines": "Name,Department,Position,Cell\nCAMERA,,,\n" +
			"Ada Sample,,Operator,505-555-0101\nGrips\nBo Other,,\"Grip \"\"B\"\"\",505-555-0102\n",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			got := readCrew(t, text, Mapping{})
			if len(got.Problems) != 0 || len(got.Notes) != 0 {
				t.Fatalf("problems %v, notes %v", got.Problems, got.Notes)
			}
			for i := range got.Rows {
				got.Rows[i].Line = want.Rows[i].Line
			}
			if !reflect.DeepEqual(got.Rows, want.Rows) {
				t.Errorf("rows differ: %d", len(got.Rows))
			}
		})
	}
}

func TestLinesThatAreNoPerson(t *testing.T) {
	const columns = "Name,Department,Position,Duty,Course,Course date\n"
	cases := []struct {
		name, line string
		code       Code
	}{
		{"no name", ",Grip,Grip,,,", RowMissing},
		{"no department", "B C,,Grip,,,", RowMissing},
		{"not hired yet", "TBD,Grip,Grip,,,", RowNobody},
		{"a total", "Total crew,,87,,,", RowTotal},
		{"the header once more", "name,DEPARTMENT,Position,Duty,Course,Course date", RowDuplicate},
		{"the same person again", "ada  SAMPLE,camera,Focus,,,", RowDuplicate},
		{"text behind a quotation", `"B" C,Grip,Grip,,,`, RowQuote},
		{"an unquoted separator", "C, B,Grip,Grip,,,", RowExtraCells},
		{"a hidden direction mark", "B\u202eC,Grip,Grip,,,", RowControl},
		{"a bell", "B\aC,Grip,Grip,,,", RowControl},
		{"a role that is none", "B C,Grip,Grip,boss,,", RowBadDuty},
		{"no date", "B C,Grip,Grip,,x,soon", RowBadDate},
		{"a day that is not in the calendar", "B C,Grip,Grip,,x,2026-02-29", RowBadDate},
		{"a spreadsheet's day number", "B C,Grip,Grip,,x,46113", RowBadDate},
		{"day or month first", "B C,Grip,Grip,,x,3/4/2026", RowAmbiguousDate},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := columns + "Ada Sample,Camera,Operator,,,\n" + c.line + "\nLast One,Grip,Grip,,,\n"
			sheet := readCrew(t, text, Mapping{})
			if len(sheet.Rows) != 2 || len(sheet.Problems) != 1 {
				t.Fatalf("rows %d, problems %v", len(sheet.Rows), sheet.Problems)
			}
			p := sheet.Problems[0]
			if p.Code != c.code || p.Line != 3 || p.Reason == "" || p.Do == "" {
				t.Errorf("problem = %+v, want %s in line 3", p, c.code)
			}
			if c.code == RowDuplicate && !strings.Contains(p.Reason, "line ") {
				t.Errorf("the reason names no line: %q", p.Reason)
			}
		})
	}
}

func TestOneDateThatShowsTheOrderDecidesTheFile(t *testing.T) {
	file := func(dates ...string) string {
		var b strings.Builder
		b.WriteString("Name,Department,Position,Course date\n")
		for i, d := range dates {
			fmt.Fprintf(&b, "P %d,Grip,Grip,%q\n", i, d)
		}
		return b.String()
	}
	cases := []struct {
		name  string
		order DateOrder
		dates []string
		want  []Date // "" is a problem
	}{
		{"day first shown", "", []string{"3/4/2026", "25/4/2026"}, []Date{"2026-04-03", "2026-04-25"}},
		{"month first shown", "", []string{"3/4/26", "4/25/2026"}, []Date{"2026-03-04", "2026-04-25"}},
		{"nothing shown", "", []string{"3/4/2026"}, []Date{""}},
		{
			"both shown", "",
			[]string{"25/4/2026", "4/25/2026", "3/4/2026"},
			[]Date{"2026-04-25", "2026-04-25", ""},
		},
		{"the same number twice", "", []string{"4/4/2026"}, []Date{"2026-04-04"}},
		{"said by the person", DatesDayFirst, []string{"3/4/2026"}, []Date{"2026-04-03"}},
		{"said otherwise than a date shows", DatesDayFirst, []string{"4/25/2026"}, []Date{""}},
		{
			"forms without doubt", "",
			[]string{"2026-04-03", "3.4.2026", "3 Apr 2026", "April 3, 2026", "3 de abril de 2026"},
			[]Date{"2026-04-03", "2026-04-03", "2026-04-03", "2026-04-03", "2026-04-03"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sheet := readCrew(t, file(c.dates...), Mapping{Dates: c.order})
			at := map[int]Date{}
			for _, row := range sheet.Rows {
				at[row.Line] = row.CourseDate
			}
			for i, want := range c.want {
				if at[i+2] != want {
					t.Errorf("%q read as %q, want %q", c.dates[i], at[i+2], want)
				}
			}
		})
	}
}

func TestRolesAreProposedFromColumnTitleOrDepartment(t *testing.T) {
	cases := []struct {
		department, position, duty string
		want                       Role
		notes                      int
	}{
		{"Props", "Property Master", "", RoleHandler, 0},
		{"Props", "Asst. Property Master", "", RoleHandler, 0},
		{"Atrezzo", "Armera", "", RoleHandler, 0},
		{"Props", "Props Assistant", "", RoleCrew, 0},
		{"ADs", "1st Assistant Director", "", RoleAD, 0},
		{"Directing", "Director", "", RoleCrew, 0},
		{"Camera", "1st AC", "", RoleCrew, 0},
		{"Production", "Assistant to Producer", "", RoleOffice, 0},
		{"Cast", "Nell", "", RolePerformer, 0},
		{"Cast", "Stand-In", "", RoleStandIn, 0},
		{"Grip", "Best Boy", "Watcher", RoleWatcher, 0},
		{"Sound", "Utility / Union Steward", "", RoleSteward, 0},
		{"Props", "Armorer / Set Medic", "", RoleHandler, 1},
		{"Camera & Grip", "Operator", "", RoleCrew, 1},
	}
	for _, c := range cases {
		t.Run(c.department+" "+c.position+" "+c.duty, func(t *testing.T) {
			text := "Name;Department;Position;Duty\nA B;" + c.department + ";" + c.position + ";" + c.duty
			sheet := readCrew(t, text, Mapping{})
			if len(sheet.Rows) != 1 || sheet.Rows[0].Role != c.want || len(sheet.Notes) != c.notes {
				t.Errorf("rows %+v, notes %v, want %s", sheet.Rows, sheet.Notes, c.want)
			}
			if c.duty == "" && sheet.Rows[0].Role == RoleWatcher {
				t.Error("a job title made somebody a watcher")
			}
		})
	}
}

func TestACourseNotRecordedIsNotACourseRecordedAsNo(t *testing.T) {
	for text, want := range map[string]CourseState{
		"": CourseNotRecorded, "No": CourseNo, "pending": CourseNo, "Yes": CourseHeld,
		"FSC-1": CourseHeld,
	} {
		row := readCrew(t, "Name,Department,Position,Course\nA B,Grip,Grip,"+text, Mapping{}).Rows[0]
		if row.Course != want || row.Certificate.Given() != (text == "FSC-1") {
			t.Errorf("%q read as %q", text, row.Course)
		}
	}
}

func TestAMappingReadsAColumnNobodyKnows(t *testing.T) {
	text := "Who,Dept,What they do,Name\nAda Sample,Grip,Grip,set 4\n"
	m, err := ParseMapping([]string{"Who=name", "what they do = role", "Name=-"})
	if err != nil {
		t.Fatal(err)
	}
	sheet := readCrew(t, text, m)
	if len(sheet.Rows) != 1 || sheet.Rows[0].Name.Reveal() != "Ada Sample" {
		t.Fatalf("rows %d, problems %v", len(sheet.Rows), sheet.Problems)
	}
	var got []string
	for _, c := range sheet.Plan.Columns {
		got = append(got, fmt.Sprintf("%s>%s by %s", c.Header, c.Field, c.By))
	}
	want := "Who>name by map, Dept>department by name, What they do>role by map, Name> by map"
	if strings.Join(got, ", ") != want {
		t.Errorf("plan = %v", got)
	}
}

func TestThePlanTellsWhatWasUnderstood(t *testing.T) {
	text := "A title\n\nName;Dept;Position;Phone;Cell;Shoe size\nA B;Grip;Grip;;;9\nTotal;1;;;;\n"
	p := readCrew(t, text, Mapping{}).Plan
	if p.Separator != "semicolon" || p.TitleLines != 1 || p.HeaderLine != 3 || p.Rows != 1 ||
		p.Problems != 1 || len(p.FileDigest) != 64 {
		t.Errorf("plan = %+v", p)
	}
	if p.Columns[4].By != "repeat" || p.Columns[5].Field != "" || p.Columns[5].By != "" {
		t.Errorf("columns = %+v", p.Columns)
	}
}

func TestReadingTwiceGivesTheSameKeysAndAnotherOrderToo(t *testing.T) {
	a := readCrew(t, head+"Ada Sample,Camera,Operator\nBo Other,Grip,Grip\n", Mapping{})
	b := readCrew(t, "Dept,Job,Full Name\nGrips,Key grip,BO OTHER\n"+
		"Cámara,Operator,\"Sample, Ada\"\n", Mapping{})
	if a.Rows[0].Key != b.Rows[1].Key || a.Rows[1].Key != b.Rows[0].Key {
		t.Error("the same people have other keys in another file")
	}
}

func TestNothingPersonalIsPrinted(t *testing.T) {
	text := "Name,Department,Position,Phone,E-mail,Permit,Course,Permit expires\n" +
		"Ada Sample,Camera,Operator,call me,ada at example,EFP-77,FSC-88,2027-01-01\n" +
		"Bo Sample,Nowhere,Operator,505-555-0101,ada@example.org,,,\n" +
		"Cy Sample,Grip,Operator,505-555-0101,ada@example.org,,,\n" +
		"Di Sample,Grip,Operator,,,EFP-99,,soon\nDi Sample,Grip,Operator,,,,,\nBo Sample,Nowhere,x,,,,,\n"
	sheet := readCrew(t, text, Mapping{})
	if len(sheet.Rows) != 4 || len(sheet.Problems) != 2 || len(sheet.Notes) != 4 {
		t.Fatalf("rows %d, problems %v, notes %v", len(sheet.Rows), sheet.Problems, sheet.Notes)
	}
	dump, err := json.Marshal(sheet)
	if err != nil {
		t.Fatal(err)
	}
	printed := fmt.Sprintf("%v %+v %#v %s %q %x", sheet, sheet, sheet.Rows,
		sheet.Rows[0].Email, sheet.Rows[0].Key,
		sheet.Rows[0].Name) + string(dump)
	for _, secret := range []string{
		"Sample", "sample", "ada", "505", "EFP", "FSC", "call me", "53616d706c65",
	} {
		if strings.Contains(printed, secret) {
			t.Errorf("%q is printed", secret)
		}
	}
}
