//go:build !js

package session_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	room "github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

var record = flag.String("record", "", "record a story that ships anew, by its name without .txt")

func writeGolden(t *testing.T, path string, got []byte) {
	t.Helper()
	if err := os.WriteFile(path, got, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestARecordedStoryIsTheOneThatIsTold plays a story on a real production and reads its log as a page
// does. With -record it keeps what it read; then -update writes what a page answers.
func TestARecordedStoryIsTheOneThatIsTold(t *testing.T) {
	name := *record
	if name == "" {
		name = "late-look"
	}
	got := tellStory(t, name)
	if *record == "" {
		want := recorded(t, name)
		if len(got.Asked) != len(want.Asked) {
			t.Fatalf("the story asks %d questions, recorded are %d", len(got.Asked), len(want.Asked))
		}
		for n := range got.Asked {
			if got.Asked[n].Question != want.Asked[n].Question || got.Asked[n].Now != want.Asked[n].Now {
				t.Errorf("asked %+v, recorded is %+v", got.Asked[n].Question, want.Asked[n].Question)
			}
		}
		told, kept := outcomes(answers(t, got)), outcomes(answers(t, want))
		if !slices.Equal(told, kept) {
			t.Errorf("the story is answered %v, what is recorded of it %v", told, kept)
		}
		return
	}
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	if err := json.NewEncoder(out).Encode(got); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	writeGolden(t, filepath.Join("testdata/stories", name+".json.gz"), packed.Bytes())
}

// outcomes lists what the verdicts of a golden say: digests and sizes differ from one telling to the
// next, outcomes do not.
func outcomes(golden []byte) []string {
	var out []string
	for line := range strings.Lines(string(golden)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "verdict" {
			out = append(out, words[1])
		}
	}
	return out
}

func tellStory(t *testing.T, name string) recording {
	t.Helper()
	text, err := scenario.Read(name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	story, err := scenario.Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	if len(story.Causes) > 0 {
		var all []string
		for _, c := range story.Causes {
			all = append(all, c.Name)
		}
		story = story.With(all)
	}
	stage, err := scenario.Begin(t.Context(), t.TempDir(), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	run := scenario.NewRun(stage)
	var r recording
	var size, track uint64
	for n, first := 0, 0; n < len(story.Lines); n++ {
		if story.Lines[n].Verb != "judge" {
			continue
		}
		part := &scenario.Story{Name: story.Name, Lines: story.Lines[first : n+1]}
		first = n + 1
		result, err := run.Play(t.Context(), part)
		if err != nil {
			t.Fatal(err)
		}
		frames, err := stage.Production.Log(t.Context(), size, track, "")
		if err != nil {
			t.Fatal(err)
		}
		size, track = frames.Size, frames.Track
		r.ask(frames.Bytes, questionOf(t, result.Judgements[0].Verdict),
			fmt.Sprintf(`{"server_time":%d,"elapsed":0,"continuous":true}`, stage.Clock.Now().UnixMilli()))
	}
	r.Terms = termsJSON(t, stage.Production)
	return r
}

func (r *recording) ask(frames []byte, question, now string) {
	r.Asked = append(r.Asked, struct {
		Frames   []byte `json:"frames"`
		Question string `json:"question"`
		Now      string `json:"now"`
	}{frames, question, now})
}

// questionOf is the question of a verdict as the wire carries it.
func questionOf(t *testing.T, v verdict.Verdict) string {
	t.Helper()
	var out struct{ Question json.RawMessage }
	if err := json.Unmarshal(verdict.AppendJSON(nil, v), &out); err != nil {
		t.Fatal(err)
	}
	return string(out.Question)
}

func termsJSON(t *testing.T, p *room.Production) []byte {
	t.Helper()
	var packs []string
	for _, pack := range p.Packs() {
		packs = append(packs, base64.StdEncoding.EncodeToString(pack))
	}
	terms := p.Terms()
	out, err := json.Marshal(map[string]any{
		"origin": terms.LogOrigin, "log_key": terms.Keys.Log.String(), "clock_key": terms.Keys.Clock.String(),
		"rp": p.Opened().RP, "packs": packs,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
