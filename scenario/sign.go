package scenario

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// signers lists who signs: every role=person on the line, and who the act is about when nobody is
// named.
func (r *Run) signers(kind event.Kind, a *arguments) (string, error) {
	var out []event.Signer
	// The first hand-over of a segment names its watcher; both then sign as verified persons.
	first := kind == event.KindHandedOver && a.peek("watcher") != ""
	add := func(role event.Role, people string) {
		for p := range strings.SplitSeq(people, ",") {
			who := event.PersonID(p)
			how := r.assurance(kind, who, role)
			if first {
				how = event.Verified
			}
			out = append(out, event.Signer{Person: who, Role: role, How: how})
		}
	}
	for i, g := range a.line.Args {
		if role := event.RoleOf(g.Key); role != event.NoRole && !a.used[i] {
			a.used[i] = true
			add(role, g.Value)
		}
		if g.Key == "by" {
			for p := range strings.SplitSeq(g.Value, ",") {
				add(r.roleOf(event.PersonID(p)), p)
			}
		}
	}
	if len(out) == 0 {
		for _, s := range r.natural(kind, a) {
			add(s.Role, string(s.Person))
		}
	}
	if len(out) == 0 {
		return "", a.refuse(a.line.Column, "who signs? write a role and a person, for example handler=h1")
	}
	var parts []string
	for _, s := range out {
		parts = append(parts, fmt.Sprintf(`{"person":%q,"role":%q,"how":%q}`, s.Person, s.Role, s.How))
	}
	return "[" + strings.Join(parts, ",") + "]", nil
}

// natural says who signs an act that names nobody: the person it is about.
func (r *Run) natural(kind event.Kind, a *arguments) []event.Signer {
	value := func(key string) string {
		for _, g := range a.line.Args {
			if g.Key == key || key == "" && g.Key == "" {
				return g.Value
			}
		}
		return ""
	}
	who := event.PersonID(value(""))
	switch { // Every other kind names its signers.
	case kind == event.KindProductionOpened:
		var out []event.Signer
		for f := range strings.SplitSeq(value("founders"), ",") {
			name, _, _ := strings.Cut(f, ":")
			out = append(out, event.Signer{Person: event.PersonID(name), Role: event.Founder})
		}
		return out
	case kind == event.KindCrewEnrolled:
		out := []event.Signer{{Person: who, Role: event.Crew}}
		for v := range strings.SplitSeq(value("vouchers"), ",") {
			out = append(out, event.Signer{Person: event.PersonID(v), Role: event.Crew})
		}
		return out
	case kind == event.KindDutyOpened:
		return []event.Signer{{Person: who, Role: event.RoleOf(value("role"))}}
	case kind == event.KindDutyContinued || kind == event.KindDutyClosed:
		return []event.Signer{{Person: who, Role: r.roleOf(who)}}
	default:
		return nil
	}
}

// roleOf is the role somebody is on duty in, crew otherwise.
func (r *Run) roleOf(who event.PersonID) event.Role {
	if p := r.phones[who]; p != nil && p.on {
		return p.role
	}
	return event.Crew
}

// assurance: what the kind needs, and the passkey for anybody not on duty in that role.
func (r *Run) assurance(kind event.Kind, who event.PersonID, role event.Role) event.Assurance {
	p := r.phones[who]
	if p == nil || !p.on || (role == event.Handler || role == event.Watcher) && p.role != role {
		return event.Verified
	}
	for _, n := range kind.Needs() {
		if n.How == event.Verified && (len(n.Roles) == 0 || slices.Contains(n.Roles, role)) {
			return event.Verified
		}
	}
	return event.Session
}

// wake continues a duty whose device key locked after fifteen idle minutes, as a phone does.
func (r *Run) wake(ctx context.Context, line *Line, e *event.Event) error {
	for _, s := range e.Signers {
		p := r.phones[s.Person]
		if s.How != event.Session || p == nil || r.stage.Clock.Now().Sub(p.active) <= state.IdleMaxS*time.Second {
			continue
		}
		again := &Line{
			Number: line.Number, Column: line.Column, Verb: "continue",
			Args: []Arg{{Value: string(s.Person)}},
		}
		a := &arguments{run: r, line: again, used: make([]bool, len(again.Args))}
		c, err := r.compose(event.KindDutyContinued, a)
		if err != nil {
			return err
		}
		if _, err := r.sign(ctx, again, a, c); err != nil {
			return err
		}
		var seen event.Seen
		r.stage.Production.View(func(s *state.State) { seen = s.Seen() })
		if _, named := lineWord(line, "seen"); !named {
			e.Seen = seen
		}
	}
	return nil
}

// sign links, signs with everybody's key and records.
func (r *Run) sign(ctx context.Context, line *Line, a *arguments, e *event.Event) (event.ID, error) {
	r.stage.Production.View(func(s *state.State) { s.Link(e) })
	if err := r.after(a, e); err != nil {
		return event.ID{}, err
	}
	payload, err := event.Encode(e)
	if err != nil {
		return event.ID{}, a.refuse(line.Column, err.Error())
	}
	var signatures []event.Signature
	for _, s := range e.Signers {
		key, err := r.key(s)
		if err != nil {
			return event.ID{}, err
		}
		sig, err := key.Sign(event.PayloadType, payload)
		if err != nil {
			return event.ID{}, fmt.Errorf("line %d: sign as %s: %w", line.Number, s.Person, err)
		}
		signatures = append(signatures, sig)
	}
	entry, err := event.Seal(payload, signatures)
	if err != nil {
		return event.ID{}, fmt.Errorf("line %d: %w", line.Number, err)
	}
	record := r.stage.Record
	if record == nil {
		record = r.stage.Production.Record
	}
	receipt, err := record(ctx, production.Submission{Entry: entry})
	if err != nil {
		return event.ID{}, fmt.Errorf("%s:%d: %s: %w", r.story.Name, line.Number, line.Text, err)
	}
	for _, s := range e.Signers {
		if p := r.phones[s.Person]; p != nil {
			p.active = r.stage.Clock.Now()
		}
	}
	return receipt.ID, nil
}

// after lets an act go on from another one than the newest, as a phone without signal would: from a
// labelled one, from nothing, or from one that never arrives.
func (r *Run) after(a *arguments, e *event.Event) error {
	for _, g := range a.line.Args {
		if g.Key != "after" {
			continue
		}
		if len(e.Links) == 0 {
			return a.refuse(g.Column, fmt.Sprintf("%q changes no object's history, so it stands behind nothing", a.line.Verb))
		}
		id, known := r.labels[g.Value]
		switch {
		case known:
		case g.Value == "nothing":
		case g.Value == "missing":
			id = sha256.Sum256(fmt.Appendf(nil, "missing %s %d", r.story.Name, a.line.Number))
		default:
			return a.refuse(g.Column, fmt.Sprintf("no act above is called %q; nothing and missing need no label", g.Value))
		}
		e.Links[0].Prev = id
	}
	return nil
}

func (r *Run) key(s event.Signer) (passkey.Signer, error) {
	if s.How == event.Session {
		if p := r.phones[s.Person]; p != nil {
			return p.device, nil
		}
	}
	return r.stage.Person(s.Person)
}

// label remembers what a line can be called by, and what phones learn from it.
func (r *Run) label(line *Line, _ *arguments, e *event.Event, id event.ID) {
	for _, g := range line.Args {
		if g.Key == "as" && e.Kind != event.KindReleased { // There it says what became of it.
			r.labels[g.Value] = id
			r.stage.Production.View(func(s *state.State) { r.seen[g.Value] = s.Seen() })
		}
	}
	switch b := e.Body.(type) {
	case *event.TrayTested:
		r.labels[string(b.Tray)] = id
	case *event.DutyOpened:
		p := r.phones[b.Person]
		p.role, p.on, p.active = b.Role, true, r.stage.Clock.Now()
	case *event.DutyClosed:
		if p := r.phones[b.Person]; p != nil {
			p.on = false
		}
	default:
	}
}
