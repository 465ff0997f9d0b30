package intake

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"testing"
)

// sound checks what holds for any bytes: a file is refused with a code and a next step and
// nothing is read from it, or every line is either a row or a problem with a reason.
func sound(t *testing.T, err error, rows int, f findings) {
	t.Helper()
	if err != nil {
		fe, ok := errors.AsType[*FileError](err)
		if !ok || fe.Code == "" || fe.Reason == "" || fe.Do == "" {
			t.Fatalf("refused without reason: %v", err)
		}
		if rows != 0 {
			t.Fatalf("%d rows came out of a refused file", rows)
		}
	}
	for _, p := range f.Problems {
		if p.Code == "" || p.Line < 1 || p.Reason == "" || p.Do == "" {
			t.Fatalf("problem without place or reason: %+v", p)
		}
	}
	for _, n := range f.Notes {
		if n.Code == "" || n.Line < 1 || n.Reason == "" || n.Do == "" {
			t.Fatalf("note without place or reason: %+v", n)
		}
	}
}

func FuzzCrew(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw []byte) {
		sheet, err := Crew(bytes.NewReader(raw), Mapping{})
		sound(t, err, len(sheet.Rows), sheet.findings)
		lines, keys := map[int]bool{}, map[string]bool{}
		for _, row := range sheet.Rows {
			if lines[row.Line] || keys[row.Key.Reveal()] || !row.Name.Given() ||
				!slices.Contains(roleOrder, row.Role) || row.Department == "" {
				t.Fatalf("row of line %d is not one sound person", row.Line)
			}
			lines[row.Line], keys[row.Key.Reveal()] = true, true
		}
		for _, p := range sheet.Problems {
			if lines[p.Line] {
				t.Fatalf("line %d is a row and a problem", p.Line)
			}
		}
		again, _ := Crew(bytes.NewReader(raw), Mapping{})
		if !reflect.DeepEqual(sheet, again) {
			t.Fatal("the same bytes were read in two ways")
		}
	})
}

func FuzzItems(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw []byte) {
		sheet, err := Items(bytes.NewReader(raw), Mapping{})
		sound(t, err, len(sheet.Items)+len(sheet.Lots), sheet.findings)
		for _, row := range sheet.Items {
			if row.Tag == "" || row.Class == "" || row.Kind == "" || len([]rune(row.LastFour)) > 4 {
				t.Fatalf("item of line %d is not sound", row.Line)
			}
		}
		for _, row := range sheet.Lots {
			if row.Lot == "" || row.Contents == "" || row.Contents == "LIVE" || row.Count < 1 ||
				(row.Contents == ContentsDummy) != (row.Construction != "") {
				t.Fatalf("lot of line %d is not sound", row.Line)
			}
		}
	})
}

func soundScript(t *testing.T, raw []byte, name string) {
	t.Helper()
	sheet, err := Script(bytes.NewReader(raw), name)
	sound(t, err, len(sheet.Scenes), sheet.findings)
	numbers := map[string]bool{}
	for i, s := range sheet.Scenes {
		if s.Number == "" || numbers[s.Number] || s.Order != i+1 || len(s.Digest) != 64 ||
			s.FirstLine < 1 || s.LastLine < s.FirstLine || s.Proposed != (len(s.Why) > 0) {
			t.Fatalf("scene %d is not sound: %+v", i+1, s)
		}
		numbers[s.Number] = true
	}
}

func FuzzFountain(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw []byte) { soundScript(t, raw, "a.fountain") })
}

func FuzzFDX(f *testing.F) {
	f.Fuzz(func(t *testing.T, raw []byte) { soundScript(t, raw, "a.fdx") })
}
