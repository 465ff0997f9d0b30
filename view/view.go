// Package view turns what is known into what a screen shows: read models, written as JSON by hand,
// the same bytes on a server and on a phone.
//
// A model concludes nothing. Outcomes and reasons are package verdict's, contents are package
// state's, and what neither can show is UNKNOWN. Texts (names, descriptions) are openings that the
// reader may see and whose commitments were checked; without one a model carries the id alone.
// Nothing here reads a clock: now is an interval the caller hands in. Sentences are the catalogue's;
// a model carries their keys and what fills them.
package view

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/refusal"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Texts returns an opening of an entry whose commitment was checked, and false when this reader has
// none. A nil Texts has none at all.
type Texts func(index int, field string) (string, bool)

// Args are what a model is about. Fields a model does not use stay empty.
type Args struct {
	Unit      event.UnitID
	Scene     event.SceneID
	Item      event.ItemID
	Container event.ContainerID
	Person    event.PersonID
	To        event.PersonID
	By        event.PersonID
	Purpose   event.Purpose
	Before    int // A history goes on before this index; 0 begins at the newest entry.
	N         int // Entries of a history, at most PageMax; 0 asks for PageSize.
	// Of are the acts that somebody wants to read, at most RefersMax.
	Of []event.ID
}

// Bounds of one page of a history, in entries.
const (
	PageSize = 50
	PageMax  = 100
)

// RefersMax bounds the acts that are asked for by identity at once: as many as one act can name.
const RefersMax = 64

// nameShown is how many characters of an unknown name a refusal repeats.
const nameShown = 40

// Errors of a request for a model.
var (
	ErrModel = errors.New("no such model")
	ErrArg   = errors.New("no such argument")
)

// ParseArgs takes the arguments of a request by their names on the wire.
func ParseArgs(given map[string]string) (Args, error) {
	var a Args
	for _, name := range sortedKeys(given) {
		v, ok := given[name], true
		switch name {
		case "unit":
			a.Unit = event.UnitID(v)
		case "scene":
			a.Scene = event.SceneID(v)
		case "item":
			a.Item = event.ItemID(v)
		case "container":
			a.Container = event.ContainerID(v)
		case "person":
			a.Person = event.PersonID(v)
		case "to":
			a.To = event.PersonID(v)
		case "by":
			a.By = event.PersonID(v)
		case "purpose":
			a.Purpose = event.PurposeOf(v)
		case "before":
			a.Before, ok = number(v, math.MaxInt32)
		case "n":
			a.N, ok = number(v, PageMax)
		case "of":
			a.Of, ok = ids(v)
		default:
			ok = false
		}
		if !ok {
			return Args{}, refusal.In("model argument "+unknown(name), ErrArg)
		}
	}
	return a, nil
}

// unknown quotes a name that somebody gave, as far as it needs to be known again.
func unknown(name string) string {
	if r := []rune(name); len(r) > nameShown {
		name = string(r[:nameShown])
	}
	return strconv.Quote(name)
}

// number reads a whole number from 1 to most.
func number(text string, most int) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= most && strconv.Itoa(n) == text
}

// ids reads identities of acts with commas between them, at least one and at most RefersMax.
func ids(text string) ([]event.ID, bool) {
	words := strings.Split(text, ",")
	if len(words) > RefersMax {
		return nil, false
	}
	out := make([]event.ID, len(words))
	for i, word := range words {
		id, err := event.ParseID(word)
		if err != nil {
			return nil, false
		}
		out[i] = id
	}
	return out, true
}

// Look is one look at the record: everything a model is made from.
type Look struct {
	Known *state.State
	Texts Texts
	Packs []*verdict.Pack // The editions this reader holds.
	Now   state.Interval
	// Judge answers a question about the same record at the same now. A page's session answers with
	// HOLD while the server's newest answer does not hold.
	Judge func(verdict.Question) verdict.Verdict
}

// Model writes one model. The names are board, item, me, people, containers, lots, trays, scenes,
// stops, blocks, history, acts, accepts, forks and packs.
func Model(
	name string, args Args, s *state.State, texts Texts, packs []*verdict.Pack, now state.Interval,
) ([]byte, error) {
	look := Look{Known: s, Texts: texts, Packs: packs, Now: now, Judge: func(q verdict.Question) verdict.Verdict {
		return verdict.Judge(s, q, packs, now)
	}}
	return look.Model(name, args)
}

// models are the models by name.
var models = map[string]func(*Look, *writer, Args) error{
	"board":      (*Look).board,
	"item":       (*Look).item,
	"me":         (*Look).me,
	"people":     (*Look).people,
	"containers": (*Look).containers,
	"lots":       (*Look).lots,
	"trays":      (*Look).trays,
	"scenes":     (*Look).scenes,
	"stops":      (*Look).stops,
	"blocks":     (*Look).blocks,
	"history":    (*Look).history,
	"acts":       (*Look).acts,
	"accepts":    (*Look).accepts,
	"forks":      (*Look).forks,
	"packs":      (*Look).packs,
}

// Model writes one model; see the function of the same name.
func (l *Look) Model(name string, args Args) ([]byte, error) {
	write, ok := models[name]
	if !ok {
		return nil, refusal.In("model "+unknown(name), ErrModel)
	}
	w := &writer{out: make([]byte, 0, 1024)}
	if err := write(l, w, args); err != nil {
		return nil, refusal.In("model "+name, err)
	}
	return w.out, nil
}

// text returns an opening, empty without one.
func (l *Look) text(index int, field string) string {
	if l.Texts == nil || index == state.NoIndex {
		return ""
	}
	t, _ := l.Texts(index, field)
	return t
}

// name returns how a person is called, empty when this reader was not told.
func (l *Look) name(p *state.Person) string {
	for _, index := range []int{p.Listed, p.Enrolled} {
		if t := l.text(index, string(p.ID)); t != "" {
			return t
		}
	}
	return ""
}

// time is the moment of an event as a screen shows it, in Unix seconds: the claimed time, no earlier
// and no later than the record can show. 0 when there is no event.
func (l *Look) time(index int) int64 {
	e, ok := l.Known.Entry(index)
	if !ok {
		return 0
	}
	return min(max(e.Event.AtMS/1000, e.When.Earliest), e.When.Latest)
}

// signer returns who signed an event in one of the roles, else who signed first.
func (l *Look) signer(index int, roles ...event.Role) event.PersonID {
	e, ok := l.Known.Entry(index)
	if !ok {
		return ""
	}
	for _, g := range e.Event.Signers {
		if slices.Contains(roles, g.Role) {
			return g.Person
		}
	}
	return e.Event.Signers[0].Person
}

// rolesOf lists the roles of a person; of somebody who only is on the roster, the proposed one.
func (l *Look) rolesOf(p *state.Person) []string {
	var out []string
	for _, r := range l.Known.RolesOf(p.ID) {
		out = append(out, r.String())
	}
	if len(out) == 0 && p.Proposed != event.NoRole {
		out = append(out, p.Proposed.String())
	}
	return out
}

// dutyRuns reports whether a person's newest duty is open and not known to have run out.
func (l *Look) dutyRuns(p *state.Person) bool {
	d := &p.Duty
	if d.Index == state.NoIndex || d.Closed != state.NoIndex || !l.Known.Stands(d.Index) {
		return false
	}
	age, known := l.Known.Elapsed(d.Index, l.Now)
	return !known || age <= state.DutyMaxS
}
