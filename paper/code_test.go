package paper_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/paper"
)

// vectors are what both readers of codes are held to.
type vectors struct {
	Mark struct {
		Production event.ProductionID `json:"production"`
		Mark       string             `json:"mark"`
	} `json:"mark"`
	Read []struct {
		Name   string `json:"name"`
		Text   string `json:"text"`
		Mark   string `json:"mark"`
		Kind   string `json:"kind"`
		ID     string `json:"id"`
		Size   uint64 `json:"size"`
		Root   string `json:"root"`
		Origin string `json:"origin"`
	} `json:"read"`
	Refused []struct {
		Name string `json:"name"`
		Text string `json:"text"`
		Why  string `json:"why"`
	} `json:"refused"`
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/codes.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

var kinds = map[string]paper.Kind{
	"item": paper.Item, "container": paper.Container, "person": paper.Person, "entry": paper.Entry,
	"day": paper.Day,
}

var reasons = map[string]error{
	"no-code": paper.ErrNoCode, "version": paper.ErrVersion, "broken": paper.ErrBroken,
}

func TestACodeIsReadAsItWasWritten(t *testing.T) {
	v := readVectors(t)
	if got := paper.MarkOf(v.Mark.Production); got != v.Mark.Mark {
		t.Errorf("mark of %s: %s, want %s", v.Mark.Production, got, v.Mark.Mark)
	}
	for _, each := range v.Read {
		t.Run(each.Name, func(t *testing.T) {
			want := paper.Code{Production: each.Mark, About: paper.Subject{Kind: kinds[each.Kind], ID: each.ID}}
			if each.Size > 0 {
				root, err := base64.RawURLEncoding.DecodeString(each.Root)
				if err != nil {
					t.Fatal(err)
				}
				want.Stands = &paper.Standing{Size: each.Size, Root: proof.Hash(root), Origin: each.Origin}
			}
			got, err := paper.ParseCode(each.Text)
			if err != nil {
				t.Fatalf("%q: %v", each.Text, err)
			}
			if back, err := got.Text(); err != nil || back != each.Text {
				t.Errorf("written again: %q, %v; want %q", back, err, each.Text)
			}
			if text, err := want.Text(); err != nil || text != each.Text {
				t.Errorf("written: %q, %v; want %q", text, err, each.Text)
			}
			if !got.Of(v.Mark.Production) || got.Of("00000000000000000000000000000000") || got.Of("") {
				t.Error("whose it is: not its own production alone")
			}
		})
	}
}

func TestWhatIsNotExactlyACodeIsRefused(t *testing.T) {
	for _, each := range readVectors(t).Refused {
		if got, err := paper.ParseCode(each.Text); !errors.Is(err, reasons[each.Why]) {
			t.Errorf("%s: %q gives %+v, %v; want %v", each.Name, each.Text, got, err, reasons[each.Why])
		}
	}
}

func TestWhatDoesNotFitIsNotWritten(t *testing.T) {
	const mark = "9F3A5C2100B7D4E6"
	stands := &paper.Standing{Size: 1, Origin: "log"}
	for name, code := range map[string]paper.Code{
		"nothing":                    {},
		"no production":              {About: paper.Subject{Kind: paper.Item, ID: "R-03"}},
		"no kind":                    {Production: mark, About: paper.Subject{ID: "R-03"}},
		"a kind that is not known":   {Production: mark, About: paper.Subject{Kind: 99, ID: "R-03"}},
		"an id of 33 characters":     {Production: mark, About: paper.Subject{Kind: paper.Item, ID: strings.Repeat("A", 33)}},
		"a label for a day":          {Production: mark, About: paper.Subject{Kind: paper.Day, ID: "2026-11-23"}},
		"an id with a tilde":         {Production: mark, About: paper.Subject{Kind: paper.Item, ID: "R~3"}, Stands: stands},
		"a sheet over no entry":      {Production: mark, About: paper.Subject{Kind: paper.Item, ID: "R-03"}, Stands: &paper.Standing{Origin: "log"}},
		"a log of 65 characters":     {Production: mark, About: paper.Subject{Kind: paper.Item, ID: "R-03"}, Stands: &paper.Standing{Size: 1, Origin: strings.Repeat("o", 65)}},
		"a log that is not one word": {Production: mark, About: paper.Subject{Kind: paper.Item, ID: "R-03"}, Stands: &paper.Standing{Size: 1, Origin: "a b"}},
	} {
		if text, err := code.Text(); err == nil {
			t.Errorf("%s: %q", name, text)
		}
		if _, err := code.Grid(); err == nil {
			t.Errorf("%s: drawn", name)
		}
	}
}

// A label is at most 37 squares wide, a sheet's code at most 57: small enough for a phone's camera at
// arm's length.
func TestCodesStaySmall(t *testing.T) {
	largest := map[bool]int{}
	for _, each := range readVectors(t).Read {
		code, err := paper.ParseCode(each.Text)
		if err != nil {
			t.Fatal(err)
		}
		grid, err := code.Grid()
		if err != nil {
			t.Fatal(err)
		}
		sheet := code.Stands != nil
		largest[sheet] = max(largest[sheet], grid.Size())
		if grid.Side() != grid.Size()+8 || !strings.HasPrefix(grid.Path(), "M4 4h7v1h-7z") {
			t.Errorf("%s: side %d, path %.20s", each.Name, grid.Side(), grid.Path())
		}
	}
	if largest[false] != 37 || largest[true] != 57 {
		t.Errorf("largest label %d, want 37; largest sheet %d, want 57", largest[false], largest[true])
	}
	if (paper.Grid{}).Size() != 0 || (paper.Grid{}).Path() != "" {
		t.Error("an empty grid is drawn")
	}
}

func FuzzParseCode(f *testing.F) {
	v := readVectors(f)
	for _, each := range v.Read {
		f.Add(each.Text)
	}
	for _, each := range v.Refused {
		f.Add(each.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := paper.ParseCode(text)
		if err != nil {
			return
		}
		if len(text) > paper.CodeMax {
			t.Fatalf("%d bytes were read", len(text))
		}
		back, err := code.Text()
		if err != nil || back != text {
			t.Fatalf("%q is written again as %q, %v", text, back, err)
		}
	})
}
