package session_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/view"
)

// told holds stories as a server sent them, and what a page answered: NAME.json.gz is the log,
// NAME.golden one line for each answer.
//
//go:embed testdata/stories
var told embed.FS

var update = flag.Bool("update", false, "write the golden files")

// recording is the log of a story, in the parts a page had read when each question was asked.
type recording struct {
	Terms json.RawMessage `json:"terms"`
	Asked []struct {
		Frames   []byte `json:"frames"`
		Question string `json:"question"`
		Now      string `json:"now"`
	} `json:"asked"`
}

func recorded(t *testing.T, name string) recording {
	t.Helper()
	packed, err := told.ReadFile(path.Join("testdata/stories", name+".json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var r recording
	if err := json.NewDecoder(in).Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryMachineAnswersTheSameBytes plays recorded stories and compares verdicts and models with
// one golden file for all machines. The test runs natively and as WebAssembly under Node: what holds
// in both is the same on a server and on a phone.
func TestEveryMachineAnswersTheSameBytes(t *testing.T) {
	files, err := told.ReadDir("testdata/stories")
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	for _, f := range files {
		name, is := strings.CutSuffix(f.Name(), ".json.gz")
		if !is {
			continue
		}
		played++
		t.Run(name, func(t *testing.T) {
			golden := path.Join("testdata/stories", name+".golden")
			got := answers(t, recorded(t, name))
			if *update {
				writeGolden(t, golden, got)
				return
			}
			want, err := told.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			have, wanted := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
			for n := range min(len(have), len(wanted)) {
				if have[n] != wanted[n] {
					t.Fatalf("line %d of %s; look at it, then run go test ./kernel/session -update\ngot  %s\nwant %s",
						n+1, golden, have[n], wanted[n])
				}
			}
			if len(have) != len(wanted) {
				t.Errorf("%d lines, %s has %d", len(have), golden, len(wanted))
			}
		})
	}
	if played == 0 {
		t.Fatal("no story is recorded")
	}
}

// answers feeds a page part by part and writes a line for each verdict and each model.
func answers(t *testing.T, r recording) []byte {
	t.Helper()
	page := openPage(t, string(r.Terms))
	var out bytes.Buffer
	for n, asked := range r.Asked {
		if a := feed(t, page, asked.Frames); !a.Complete || len(a.Refused) > 0 {
			t.Fatalf("part %d: %+v", n, a)
		}
		got, err := page.JudgeJSON(asked.Question, asked.Now)
		if err != nil {
			t.Fatal(err)
		}
		var v judged
		if err := json.Unmarshal(got, &v); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%d %s %s\n  verdict %s %s %x\n", n, asked.Question, asked.Now, v.Outcome, v.Digest, sha256.Sum256(got))
		models(t, &out, page, asked.Now)
	}
	return out.Bytes()
}

// models writes a line for every model a screen could ask for at this moment.
func models(t *testing.T, out *bytes.Buffer, page *session.Session, now string) {
	t.Helper()
	at, err := page.Interval(now)
	if err != nil {
		t.Fatal(err)
	}
	look := view.Look{
		Known: page.Known(), Texts: page.Text, Now: at,
		Judge: func(q verdict.Question) verdict.Verdict { return page.Judge(q, at) },
	}
	write := func(name string, args view.Args, about string) {
		got, err := look.Model(name, args)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "  %s %s%x\n", name, about, sha256.Sum256(got))
	}
	for _, name := range []string{"board", "people", "containers", "lots", "trays", "scenes", "stops", "blocks", "history"} {
		write(name, view.Args{}, "")
	}
	for _, it := range page.Known().Items() {
		write("item", view.Args{Item: it.Item}, string(it.Item)+" ")
	}
	for _, p := range page.Known().People() {
		write("me", view.Args{Person: p.ID}, string(p.ID)+" ")
	}
}
