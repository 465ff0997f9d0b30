package paper_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/proofhouse/proofhouse/paper"
)

var update = flag.Bool("update", false, "write testdata/pictures.json anew")

// picture is a code as a page is given it: the page's test reads it back from the same file.
type picture struct {
	Name string `json:"name"`
	Text string `json:"text"`
	Side int    `json:"side"`
	Path string `json:"path"`
}

func TestPicturesStayAsThePageReadsThem(t *testing.T) {
	const file = "testdata/pictures.json"
	var pictures []picture
	for _, each := range readVectors(t).Read {
		if each.Name != "an item" && each.Name != "the longest sheet" {
			continue
		}
		code, err := paper.ParseCode(each.Text)
		if err != nil {
			t.Fatal(err)
		}
		grid, err := code.Grid()
		if err != nil {
			t.Fatal(err)
		}
		pictures = append(pictures, picture{each.Name, each.Text, grid.Side(), grid.Path()})
	}
	got, err := json.MarshalIndent(pictures, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) || len(pictures) != 2 {
		t.Errorf("%d codes are drawn otherwise than in %s; -update writes it", len(pictures), file)
	}
}
