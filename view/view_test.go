package view_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/view"
	"github.com/proofhouse/proofhouse/words"
)

var update = flag.Bool("update", false, "write the golden files")

// told is a story played through the real path, stopped wherever a test wants to look.
type told struct {
	t     *testing.T
	stage *scenario.Stage
	run   *scenario.Run
	story *scenario.Story
	looks map[string]int
	next  int
	packs []*verdict.Pack
}

// tell begins the story in testdata on a real production.
func tell(t *testing.T) *told {
	t.Helper()
	text, err := os.ReadFile("testdata/day.txt")
	if err != nil {
		t.Fatal(err)
	}
	return tellText(t, "day", string(text))
}

// tellText begins a story on a real production.
func tellText(t *testing.T, name, text string) *told {
	t.Helper()
	stage, err := scenario.Begin(t.Context(), t.TempDir(), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	story, err := scenario.Parse(name, text)
	if err != nil {
		t.Fatal(err)
	}
	s := &told{t: t, stage: stage, run: scenario.NewRun(stage), story: story, looks: map[string]int{}}
	for n, line := range strings.Split(text, "\n") {
		if name, ok := strings.CutPrefix(line, "# look: "); ok {
			s.looks[name] = n + 1
		}
	}
	for _, f := range rules.All() {
		pack, err := verdict.ParsePack(f.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		s.packs = append(s.packs, pack)
	}
	return s
}

// until plays the story up to the line "# look: name".
func (s *told) until(name string) {
	s.t.Helper()
	line, ok := s.looks[name]
	if !ok {
		s.t.Fatalf("the story has no look %q", name)
	}
	part := &scenario.Story{Name: s.story.Name}
	for ; s.next < len(s.story.Lines) && s.story.Lines[s.next].Number < line; s.next++ {
		part.Lines = append(part.Lines, s.story.Lines[s.next])
	}
	if _, err := s.run.Play(s.t.Context(), part); err != nil {
		s.t.Fatal(err)
	}
}

// names are the only texts the reader of these models was given.
func names(_ int, field string) (string, bool) {
	name, ok := map[string]string{"h1": "Handler \"One\"", "w2": "Wátcher Two", "R-03": "six-shot revolver"}[field]
	return name, ok
}

// model asks for a model at the story's time.
func (s *told) model(name string, given map[string]string) []byte {
	s.t.Helper()
	args, err := view.ParseArgs(given)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []byte
	s.stage.Production.View(func(known *state.State) {
		at := s.stage.Clock.Now().Unix()
		now := state.Interval{Earliest: at - 2, Latest: at + 2}
		out, err = view.Model(name, args, known, names, s.packs, now)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// digest matches what depends on the keys a production draws: identities, roots, verdict digests.
var digest = regexp.MustCompile(`[0-9a-f]{64,130}`)

// golden compares a model with its file; digests are numbered in the order they appear.
func (s *told) golden(file, name string, given map[string]string) {
	s.t.Helper()
	out := s.model(name, given)
	var indented bytes.Buffer
	if err := json.Indent(&indented, out, "", "  "); err != nil {
		s.t.Fatalf("%s is no JSON: %v\n%s", file, err, out)
	}
	numbers := map[string]int{}
	got := digest.ReplaceAllFunc(append(indented.Bytes(), '\n'), func(d []byte) []byte {
		if _, ok := numbers[string(d)]; !ok {
			numbers[string(d)] = len(numbers) + 1
		}
		return fmt.Appendf(nil, "digest-%d", numbers[string(d)])
	})
	path := filepath.Join("testdata", file+".json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		s.t.Errorf("%s differs from %s; look at it, then run go test ./view -update", file, path)
		s.t.Log(firstDifference(string(got), string(want)))
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d: got %s, want %s", i+1, a[i], b[i])
		}
	}
	return "one is longer"
}

// TestModelsOfAStory compares every model with its file at the moments a screen has to be right.
func TestModelsOfAStory(t *testing.T) {
	s := tell(t)
	type args = map[string]string
	s.until("tray waits")
	s.golden("me-watcher-prep", "me", args{"person": "w1"})
	s.golden("trays-tested", "trays", args{})
	s.until("tray counted")
	s.golden("me-handler-prep", "me", args{"person": "h1"})
	s.golden("trays-counted", "trays", args{})
	s.until("morning")
	s.golden("me-handler-morning", "me", args{"person": "h1"})
	s.golden("containers", "containers", args{})
	s.golden("lots", "lots", args{})
	s.golden("scenes", "scenes", args{})
	s.golden("people", "people", args{})
	s.until("examined")
	s.golden("me-handler-examined", "me", args{"person": "h1"})
	s.golden("item-empty", "item", args{"item": "R-03"})
	s.until("loaded")
	s.golden("me-handler-loaded", "me", args{"person": "h1"})
	s.golden("me-watcher-loaded", "me", args{"person": "w2"})
	s.until("counted again")
	s.golden("me-watcher-counted", "me", args{"person": "w2"})
	s.until("tested again")
	s.golden("me-watcher-looked", "me", args{"person": "w2"})
	s.golden("item-tested", "item", args{"item": "R-03", "to": "p1", "scene": "42", "purpose": "rehearsal", "by": "h1"})
	s.until("handed over")
	s.golden("board-handed-over", "board", args{"unit": "main"})
	s.golden("me-handler-handed-over", "me", args{"person": "h1"})
	s.until("stopped")
	s.golden("stops", "stops", args{})
	s.golden("blocks", "blocks", args{})
	s.golden("board-stopped", "board", args{"unit": "main"})
	s.golden("me-ad-stopped", "me", args{"person": "ad1"})
	s.golden("me-handler-stopped", "me", args{"person": "h1"})
	s.until("unattended")
	s.golden("item-unattended", "item", args{"item": "R-03"})
	s.golden("history-scene", "history", args{"scene": "42"})
	s.until("day closed")
	s.golden("board-closed", "board", args{"unit": "main"})
}

func TestAModelThatIsNotThereIsRefused(t *testing.T) {
	if _, err := view.Model("weather", view.Args{}, state.New(), nil, nil, state.Interval{}); !errors.Is(err, view.ErrModel) {
		t.Errorf("a model of the weather: %v", err)
	}
	for _, name := range []string{"item", "me"} {
		if _, err := view.Model(name, view.Args{Item: "X-1", Person: "x"}, state.New(), nil, nil, state.Interval{}); !errors.Is(err, view.ErrArg) {
			t.Errorf("%s of nobody: %v", name, err)
		}
	}
	if _, err := view.ParseArgs(map[string]string{"weather": "fair"}); !errors.Is(err, view.ErrArg) {
		t.Error("an argument nobody knows was taken")
	}
}

// TestModelsOfNothingAreJSON: a page asks before it has read anything.
func TestModelsOfNothingAreJSON(t *testing.T) {
	for _, name := range []string{"board", "people", "containers", "lots", "trays", "scenes", "stops", "blocks", "history"} {
		out, err := view.Model(name, view.Args{}, state.New(), nil, nil, state.Interval{})
		if err != nil || !json.Valid(out) {
			t.Errorf("%s: %s %v", name, out, err)
		}
	}
}

// sentence says contents as a terminal does.
func sentence(c view.Contents, ago string) string {
	out := ""
	for _, p := range view.ContentsKeys(c) {
		given := map[string]string{}
		for _, one := range p.Params {
			given[one.Name] = one.Value
			switch one.Name {
			case "load":
				given["load"] = words.Say(words.English, one.Value, nil)
			case "time":
				given["time"] = "09:10"
			case "age":
				given["age"] = words.Say(words.English, "age.minutes", map[string]string{"n": ago})
			}
		}
		if out != "" && !p.Joins {
			out += ". "
		} else if out != "" {
			out += ", "
		}
		out += words.Say(words.English, p.Key, given)
	}
	return out + "."
}

func TestContentsAreSaidAsTheScreensShowThem(t *testing.T) {
	gun := view.Contents{Class: event.LiveCapable}
	with := func(state view.ContentsState, groups ...view.Group) view.Contents {
		c := gun
		c.State, c.Groups = state, groups
		return c
	}
	tested := with(view.ContentsKnown, view.Group{Count: 6, Nature: event.Dummy})
	tested.Tested = &view.Tested{By: "A", CountedBy: "W"}
	for want, c := range map[string]view.Contents{
		"REAL GUN. 6 BLANKS, half load. IT FIRES.":                       with(view.ContentsKnown, view.Group{Count: 6, Nature: event.Blank, Load: event.Half}),
		"REAL GUN. 1 BLANK, full load, 5 EMPTY CASES. IT FIRES.":         with(view.ContentsKnown, view.Group{Count: 1, Nature: event.Blank, Load: event.Full}, view.Group{Count: 5, Nature: event.EmptyCase}),
		"REAL GUN. 6 DUMMIES, tested 09:10 by A and W. Treat as loaded.": tested,
		"REAL GUN. CONTENTS UNKNOWN. Treat as loaded.":                   with(view.ContentsUnknown),
		"REAL GUN. NOT EXAMINED. Treat as loaded.":                       with(view.ContentsNotExamined),
		"REAL GUN. No rounds seen 3 min ago. Treat as loaded.":           with(view.ContentsEmpty),
		"SOLID RUBBER. No barrel.":                                       {Class: event.Solid},
		"GUN OF UNKNOWN KIND. CONTENTS UNKNOWN. Treat as loaded.":        {},
	} {
		if got := sentence(c, "3"); got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
}

// place is one parameter of a sentence.
var place = regexp.MustCompile(`\{([a-z0-9_]+)\}`)

// TestEveryHistorySentenceIsFilled: each kind of event brings every word its sentence has a place for.
func TestEveryHistorySentenceIsFilled(t *testing.T) {
	known := state.New()
	for _, e := range samples(t) {
		given := map[string]bool{"by": true, "with": true}
		for _, p := range view.ParamsOf(known, e) {
			given[p.Name] = true
		}
		key := "history." + e.Kind.String()
		for _, m := range place.FindAllStringSubmatch(words.Say(words.English, key, map[string]string{"n": "2"}), -1) {
			if !given[m[1]] {
				t.Errorf("%s has a place for %s, the event brings %v", key, m[1], slices.Sorted(maps.Keys(given)))
			}
		}
	}
}

// samples is one event of every kind, each field with some value its description allows.
func samples(t *testing.T) []*event.Event {
	t.Helper()
	var out []*event.Event
	for _, k := range event.Kinds() {
		body := sampleObject(event.Describe(k))
		if k == event.KindTrayTested {
			body = strings.Replace(body, `"item":"x1"`, `"item":""`, 1)
		}
		draft := fmt.Sprintf(`{"v":1,"kind":%q,"production":%q,"nonce":%q,"at":1,"seen":{"size":0,"root":"","time":0},
			"words":"","signers":[{"person":"h1","role":"handler","how":"verified"}],"body":%s}`,
			k, strings.Repeat("0", 32), strings.Repeat("0", 32), body)
		e, err := event.Compose([]byte(draft))
		if err != nil {
			t.Fatalf("%s: %v\n%s", k, err, draft)
		}
		out = append(out, e)
	}
	return out
}

func sampleObject(fields []event.Field) string {
	var members []string
	for _, f := range fields {
		value := ""
		if of, list := strings.CutPrefix(f.Type, "list of "); list {
			one := f
			one.Type, one.Min = of, f.Low
			value = "[" + strings.Repeat(sampleValue(one)+",", int(max(f.Min, 1))-1) + sampleValue(one) + "]"
		} else {
			value = sampleValue(f)
		}
		members = append(members, fmt.Sprintf("%q:%s", f.Name, value))
	}
	return "{" + strings.Join(members, ",") + "}"
}

func sampleValue(f event.Field) string {
	switch f.Type {
	case "fields", "objects":
		return sampleObject(f.Fields)
	case "enum":
		return fmt.Sprintf("%q", f.Values[0])
	case "int":
		return fmt.Sprint(f.Min)
	case "hex":
		return `"` + strings.Repeat("1", int(f.Max)) + `"`
	case "digest":
		return `"` + strings.Repeat("1", 64) + `"`
	case "key":
		return `"04` + strings.Repeat("1", 128) + `"`
	case "day":
		return `"2026-11-23"`
	case "region":
		return `"US-CA"`
	case "object":
		return `"item/R-03"`
	}
	return `"x1"`
}
