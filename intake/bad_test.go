package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func bad(t *testing.T, name string) io.Reader {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "bad", name))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

// refused checks that a whole file is refused with this code and line, and that the message
// says what to do and quotes nobody.
func refused(t *testing.T, err error, code Code, line int) *FileError {
	t.Helper()
	fe, ok := errors.AsType[*FileError](err)
	if !ok {
		t.Fatalf("error = %v, want a FileError %s", err, code)
	}
	if fe.Code != code || fe.Line != line {
		t.Errorf("refused as %s in line %d, want %s in line %d", fe.Code, fe.Line, code, line)
	}
	if fe.Reason == "" || fe.Do == "" || !strings.Contains(fe.Error(), string(code)) {
		t.Errorf("the refusal does not say what is wrong and what to do: %+v", fe)
	}
	for _, word := range []string{"Sample", "Person", "example.org"} {
		if strings.Contains(fe.Error()+fe.Do, word) {
			t.Errorf("the refusal quotes the file: %v", fe)
		}
	}
	return fe
}

func TestCrewFilesThatAreRefusedWhole(t *testing.T) {
	cases := []struct {
		name, file string
		code       Code
		line       int
		says       string
	}{
		{"UTF-16 little endian", "crew-utf16le.csv", FileUTF16, 1, "little endian"},
		{"UTF-16 big endian", "crew-utf16be.csv", FileUTF16, 1, "big endian"},
		{"UTF-16 without its mark", "crew-utf16-no-mark.csv", FileUTF16, 1, "little endian"},
		{"Latin-1", "crew-latin1.csv", FileNotUTF8, 2, "0xF1"},
		{"a zero byte", "crew-nul.csv", FileNUL, 3, "zero byte"},
		{"no column for the department", "crew-missing-column.csv", FileMissingColumn, 3, "department"},
		{"a quotation mark never closed", "crew-open-quote.csv", FileOpenQuote, 3, "never closed"},
		{"a workbook", "crew-workbook.csv", FileWorkbook, 0, "workbook"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sheet, err := Crew(bad(t, c.file), Mapping{})
			fe := refused(t, err, c.code, c.line)
			if !strings.Contains(fe.Reason, c.says) {
				t.Errorf("reason %q does not say %q", fe.Reason, c.says)
			}
			if len(sheet.Rows) != 0 {
				t.Errorf("%d rows came out of a refused file", len(sheet.Rows))
			}
		})
	}
}

func TestAMissingColumnNamesWhatIsUnderstood(t *testing.T) {
	_, err := Crew(bad(t, "crew-missing-column.csv"), Mapping{})
	fe := refused(t, err, FileMissingColumn, 3)
	for _, word := range []string{"dept", "departamento", `"Column=department"`} {
		if !strings.Contains(fe.Do, word) {
			t.Errorf("Do %q does not name %q", fe.Do, word)
		}
	}
}

func TestScriptsThatAreRefusedWhole(t *testing.T) {
	deep := "<FinalDraft><Content>" + strings.Repeat("<P>", MaxXMLDepth) +
		strings.Repeat("</P>", MaxXMLDepth) + "</Content></FinalDraft>"
	cases := []struct {
		name, file string
		text       string
		code       Code
		line       int
	}{
		{"entities that expand", "script-entities.fdx", "", FileScriptDoctype, 2},
		{"an entity nobody declared", "script-undeclared-entity.fdx", "", FileScriptXML, 1},
		{"cut short", "script-cut-short.fdx", "", FileScriptXML, 1},
		{"a boneyard never ended", "script-open-boneyard.fountain", "", FileScriptBoneyard, 5},
		{
			"a document type in small letters inside a comment", "a.fdx",
			"<FinalDraft><!-- <!doctype x> --></FinalDraft>", FileScriptDoctype, 1,
		},
		{"an entity declaration alone", "a.fdx", "\n<!ENTITY a 'b'>", FileScriptDoctype, 2},
		{"another XML", "a.fdx", "<html></html>", FileScriptRoot, 1},
		{"no element at all", "a.fdx", "only text", FileScriptRoot, 1},
		{"nested too deep", "a.fdx", deep, FileScriptDepth, 1},
		{
			"another encoding declared", "a.fdx",
			`<?xml version="1.0" encoding="ISO-8859-1"?><FinalDraft/>`, FileScriptXML, 1,
		},
		{"no scene", "a.fountain", "Only a line.\n", FileScriptNoScenes, 0},
		{"neither format", "a.pdf", "%PDF-1.7", FileScriptKind, 0},
		{"empty", "a.fountain", " \n\n", FileEmpty, 0},
		{"UTF-16", "a.fountain", "\xff\xfeI\x00N\x00", FileUTF16, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := io.Reader(strings.NewReader(c.text))
			if c.text == "" {
				r = bad(t, c.file)
			}
			sheet, err := Script(r, c.file)
			refused(t, err, c.code, c.line)
			if len(sheet.Scenes) != 0 {
				t.Errorf("%d scenes came out of a refused file", len(sheet.Scenes))
			}
		})
	}
}

const head = "Name,Department,Position\n"

func crewRows(n int) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, "P %d,Grip,Grip\n", i)
	}
	return b.String()
}

func TestBounds(t *testing.T) {
	wide := func(n int) string {
		return "Name,Department,Position" + strings.Repeat(",x", n-3) + "\nA B,Grip,Grip\n"
	}
	const one = "A B,Grip,Grip\n"
	titles := func(n int) string { return strings.Repeat("A title\n\n", n) + head + one }
	file := func(n int) string { return head + one + strings.Repeat("\n", n-len(head)-len(one)) }
	cases := []struct {
		name string
		text string
		code Code // empty: accepted
	}{
		{"one row below the bound", crewRows(MaxRows - 1), ""},
		{"rows at the bound", crewRows(MaxRows), ""},
		{"one row above the bound", crewRows(MaxRows + 1), FileTooManyRows},
		{"one column below the bound", wide(MaxColumns - 1), ""},
		{"columns at the bound", wide(MaxColumns), ""},
		{"one column above the bound", wide(MaxColumns + 1), FileTooManyColumns},
		{"title lines at the bound", titles(MaxTitleLines), ""},
		{"one title line above the bound", titles(MaxTitleLines + 1), FileNoHeader},
		{"bytes at the bound", file(MaxFileBytes), ""},
		{"one byte above the bound", file(MaxFileBytes + 1), FileTooBig},
		{"a header without rows", head, FileNoRows},
		{"nothing", "", FileEmpty},
		{"only a mark", "\xef\xbb\xbf", FileEmpty},
		{"words without a header", "one,two\nthree,four\n", FileNoHeader},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Crew(strings.NewReader(c.text), Mapping{})
			if c.code == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			fe, ok := errors.AsType[*FileError](err)
			if !ok || fe.Code != c.code {
				t.Fatalf("error = %v, want %s", err, c.code)
			}
		})
	}
}

func TestCellAtAndAboveTheBound(t *testing.T) {
	for _, n := range []int{MaxCellBytes - 1, MaxCellBytes, MaxCellBytes + 1} {
		text := head + "A B,Grip," + strings.Repeat("g", n) + "\nC D,Grip,Grip\n"
		sheet, err := Crew(strings.NewReader(text), Mapping{})
		if err != nil {
			t.Fatal(err)
		}
		tooLong := len(sheet.Problems) == 1 && sheet.Problems[0].Code == RowCellTooLong
		if tooLong != (n > MaxCellBytes) || len(sheet.Rows)+len(sheet.Problems) != 2 {
			t.Errorf("%d bytes: rows %d, problems %v", n, len(sheet.Rows), sheet.Problems)
		}
	}
}

func TestScenesAtAndAboveTheBound(t *testing.T) {
	script := func(n int) string { return strings.Repeat("INT. BARN - DAY\n\nHay.\n\n", n) }
	if s, err := Script(strings.NewReader(script(MaxScenes)), "a.fountain"); err != nil ||
		len(s.Scenes) != MaxScenes {
		t.Errorf("at the bound: %d scenes, %v", len(s.Scenes), err)
	}
	_, err := Script(strings.NewReader(script(MaxScenes+1)), "a.fountain")
	if fe, ok := errors.AsType[*FileError](err); !ok || fe.Code != FileScriptManyScene {
		t.Errorf("above the bound: %v", err)
	}
}

func TestAReaderThatBreaksGivesItsOwnErrorAndNoRows(t *testing.T) {
	broken := errors.New("the disk went away")
	for _, text := range []string{"", head + "A B,Grip,Grip\n"} {
		r := io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))
		sheet, err := Crew(r, Mapping{})
		if !errors.Is(err, broken) || len(sheet.Rows) != 0 {
			t.Errorf("rows %d, error %v", len(sheet.Rows), err)
		}
	}
}

func TestMappingsThatAreRefused(t *testing.T) {
	for name, spec := range map[string]string{
		"no equals sign": "Job title", "no column": "=role", "no such field": "Job title=rank",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseMapping([]string{spec})
			refused(t, err, FileMapField, 0)
		})
	}
	cases := []struct {
		name  string
		specs []string
		code  Code
	}{
		{"a column that is not there", []string{"Rank=role"}, FileMapColumn},
		{"two columns for one field", []string{"Name=role", "Position=role"}, FileMapTwice},
		{"a field of another sheet", []string{"Position=serial"}, FileMapField},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := ParseMapping(c.specs)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Crew(strings.NewReader(head+"A B,Grip,Grip\n"), m)
			refused(t, err, c.code, 1)
		})
	}
}
