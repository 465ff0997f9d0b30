package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/view"
)

// ErrNoTale reports a story or a cause that a demo does not tell.
var ErrNoTale = errors.New("a demo tells no such story")

// files are the stories a demo tells, by the names its pages know them by.
var files = map[string]string{"nm-2021": "nm-2021.txt", "well-run": "compliant-day.txt"}

// Tale is one telling of a story: what was recorded and what was answered. A story with causes can be
// told with any of them.
type Tale struct {
	Causes  []TaleCause     `json:"causes"`
	Told    []string        `json:"told"` // The causes of this telling, in the story's order.
	Asked   []TaleAsked     `json:"asked"`
	People  json.RawMessage `json:"people"`  // The model people of package view.
	History json.RawMessage `json:"history"` // The model history of package view, oldest entry first.
}

// TaleCause is something that went wrong, and the codes of the reasons it gives.
type TaleCause struct {
	Name  string   `json:"name"`
	Codes []string `json:"codes"`
}

// TaleAsked is an answer, as docs/spec/verdict.md has it, and the time of the story in milliseconds.
type TaleAsked struct {
	At      int64           `json:"at"`
	Verdict json.RawMessage `json:"verdict"`
}

// Tales tells the stories of a demo, each telling once: it is played through the real path, in a
// production of its own that is gone afterwards.
type Tales struct {
	play func(context.Context, *scenario.Story) (Tale, error)

	mu   sync.Mutex
	told map[string][]byte
}

// NewTales returns tales that are played on stores which create makes at a path, for a log's origin.
func NewTales[S ledger.Store](create func(context.Context, string, string) (S, error)) *Tales {
	return &Tales{
		told: map[string][]byte{},
		play: func(ctx context.Context, s *scenario.Story) (tale Tale, err error) {
			dir, err := os.MkdirTemp("", "proofhouse-tale-")
			if err != nil {
				return Tale{}, err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
			stage, err := scenario.Begin(ctx, dir, create)
			if err != nil {
				return Tale{}, err
			}
			defer func() { err = errors.Join(err, stage.Close()) }()
			return tellOn(ctx, stage, s)
		},
	}
}

// Tell returns a telling as JSON: with the causes that are named, or with all of them where told is
// nil. An unknown story or cause is ErrNoTale.
func (t *Tales) Tell(ctx context.Context, name string, told []string) ([]byte, error) {
	s, err := storyOf(name)
	if err != nil {
		return nil, err
	}
	causes, err := causesOf(s, told)
	if err != nil {
		return nil, err
	}
	// One telling at a time: a page asks for one, and nobody can have a demo play many at once.
	t.mu.Lock()
	defer t.mu.Unlock()
	key := name + " " + strings.Join(causes, ",")
	if b, has := t.told[key]; has {
		return b, nil
	}
	tale, err := t.play(ctx, s.With(causes))
	if err != nil {
		return nil, fmt.Errorf("tell %s: %w", name, err)
	}
	b, err := json.Marshal(tale)
	if err == nil {
		t.told[key] = b
	}
	return b, err
}

func storyOf(name string) (*scenario.Story, error) {
	file, ok := files[name]
	if !ok {
		return nil, ErrNoTale
	}
	text, err := scenario.Read(file)
	if err != nil {
		return nil, err
	}
	return scenario.Parse(file, text)
}

// causesOf puts causes into the story's order, each once, so that a telling has one name.
func causesOf(s *scenario.Story, told []string) ([]string, error) {
	all := make([]string, 0, len(s.Causes))
	for _, c := range s.Causes {
		all = append(all, c.Name)
	}
	if told == nil {
		return all, nil
	}
	for _, name := range told {
		if !slices.Contains(all, name) {
			return nil, ErrNoTale
		}
	}
	return slices.DeleteFunc(all, func(name string) bool { return !slices.Contains(told, name) }), nil
}

func tellOn(ctx context.Context, stage *scenario.Stage, s *scenario.Story) (Tale, error) {
	result, err := scenario.NewRun(stage).Play(ctx, s)
	if err != nil {
		return Tale{}, err
	}
	told, err := causesOf(s, s.Told())
	if err != nil {
		return Tale{}, err
	}
	tale := Tale{Causes: []TaleCause{}, Told: told, Asked: []TaleAsked{}}
	for _, c := range s.Causes {
		tale.Causes = append(tale.Causes, TaleCause{c.Name, c.Codes})
	}
	for n := range result.Judgements {
		j := &result.Judgements[n]
		tale.Asked = append(tale.Asked, TaleAsked{j.At.UnixMilli(), verdict.AppendJSON(nil, j.Verdict)})
	}
	stage.Production.View(func(known *state.State) { err = tale.read(known) })
	return tale, err
}

// read takes what the story left on the record.
func (t *Tale) read(known *state.State) (err error) {
	look := view.Look{Known: known}
	if t.People, err = look.Model("people", view.Args{}); err != nil {
		return err
	}
	var all []json.RawMessage
	for before := 0; ; {
		b, err := look.Model("history", view.Args{Before: before, N: view.PageMax})
		if err != nil {
			return err
		}
		var page struct {
			History []json.RawMessage `json:"history"`
			More    int               `json:"more"`
		}
		if err := json.Unmarshal(b, &page); err != nil {
			return err
		}
		all = append(page.History, all...)
		if before = page.More; before == 0 {
			break
		}
	}
	t.History, err = json.Marshal(all)
	return err
}
