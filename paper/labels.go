package paper

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/words"
)

// What says which labels are asked for. The zero value is none.
type What byte

// What labels there are.
const (
	NoLabels What = iota
	Items
	Containers
	Badges
)

// WhatOf reads the name of a What: items, containers or badges; NoLabels when there is none.
func WhatOf(name string) What {
	switch name {
	case "items":
		return Items
	case "containers":
		return Containers
	case "badges":
		return Badges
	}
	return NoLabels
}

// Request is what somebody wants printed.
type Request struct {
	What     What
	Format   Format
	Language string
	// IDs picks from what the record knows; none means all of it that is here: no item that went back,
	// nobody who left.
	IDs []string
	// Production is the name printed small on each label.
	Production string
	// Name returns how a person is called, empty where that is not to be read.
	Name func(event.PersonID) string
}

// Errors of Print.
var (
	ErrWhat    = errors.New("no such labels")
	ErrUnknown = errors.New("the record does not know it")
)

// Print works out the labels of a request from what is known. It reads classes, kinds and roles, and
// nothing of what is in anything: what a label said would stay there after it was no longer so. The
// serial and the mark are not printed either, because they are read from the thing itself.
func Print(known *state.State, r Request) (Sheet, error) {
	p := printer{known: known, Request: r, mark: MarkOf(known.ProductionID())}
	sheet := Sheet{Format: r.Format, Badges: r.What == Badges, Production: r.Production}
	if known.Demo() {
		sheet.Demo, sheet.DemoShort = proof.DemoBanner, p.say("paper.demo")
	}
	var all []Label
	switch r.What {
	case Items:
		all = p.items()
	case Containers:
		all = p.containers()
	case Badges:
		all = p.badges()
	case NoLabels:
		return Sheet{}, fmt.Errorf("labels: %w", ErrWhat)
	}
	if len(r.IDs) == 0 {
		sheet.Labels = all
		return sheet, nil
	}
	for _, id := range r.IDs {
		at := slices.IndexFunc(all, func(l Label) bool { return l.Code.About.ID == id })
		if at < 0 {
			return Sheet{}, fmt.Errorf("label: %w", ErrUnknown)
		}
		sheet.Labels = append(sheet.Labels, all[at])
	}
	return sheet, nil
}

// printer makes labels in one language.
type printer struct {
	Request

	known *state.State
	mark  string
}

func (p *printer) say(key string) string { return words.Say(p.Language, key, nil) }

func (p *printer) code(kind Kind, id string) Code {
	return Code{Production: p.mark, About: Subject{kind, id}}
}

func (p *printer) items() []Label {
	var out []Label
	for _, it := range p.known.Items() {
		if it.Holder.Kind == state.GoneBack {
			continue
		}
		class := p.known.ClassOf(it)
		if class == event.NoClass {
			class = event.UnknownClass
		}
		lines := []string{p.say("contents.class." + class.String()), p.say("paper.item")}
		if it.LookAlike != "" {
			lines = append(lines, p.say("paper.look-alike"))
		}
		id := string(it.Item)
		out = append(out, Label{Code: p.code(Item, id), Title: id, Lines: lines})
	}
	return out
}

func (p *printer) containers() []Label {
	var out []Label
	for _, c := range p.known.Containers() {
		kind := p.say("paper.container")
		if c.What != event.NoContainer {
			kind = p.say("container-kind." + c.What.String())
		}
		out = append(out, Label{
			Code: p.code(Container, string(c.ID)), Title: string(c.ID),
			Lines: []string{strings.ToUpper(kind), p.say("paper.container.note")},
		})
	}
	return out
}

// badges are for those who are enrolled. Roles are printed as they are today: what somebody may do is
// asked of the record, never of a badge.
func (p *printer) badges() []Label {
	var out []Label
	for _, who := range p.known.People() {
		if who.ID == state.HubPerson || who.Departed != state.NoIndex || who.Enrolled == state.NoIndex {
			continue
		}
		name := ""
		if p.Name != nil {
			name = p.Name(who.ID)
		}
		if !printable(name) {
			name = ""
		}
		var roles []string
		for _, role := range p.known.RolesOf(who.ID) {
			roles = append(roles, p.say("role."+role.String()))
		}
		out = append(out, Label{
			Code: p.code(Person, string(who.ID)), Title: name,
			Lines: []string{
				strings.Join(roles, ", "), p.say("department." + who.Department.String()),
				string(who.ID), p.say("paper.badge"),
			},
		})
	}
	return out
}
