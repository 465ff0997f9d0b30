package scenario

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// Stage is where a story is played: a production opened on the story's own clock, and the keys its
// people sign with.
type Stage struct {
	Production *production.Production
	Clock      *Clock
	// Packs are the editions the story may adopt, parsed.
	Packs []*verdict.Pack
	// Opening fills what only the stage knows into the first entry: log, keys, hub.
	Opening func(*event.ProductionOpened)
	// Person returns a person's key; it must always return the same one.
	Person func(event.PersonID) (passkey.Signer, error)
}

// Clock is the story's time. Nothing in a story reads another one.
type Clock struct{ now time.Time }

// NewClock returns a clock that stands at a time.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now returns the story's time.
func (c *Clock) Now() time.Time { return c.now }

// Set moves the story's time.
func (c *Clock) Set(now time.Time) { c.now = now }

// Judgement is the answer to one judge line.
type Judgement struct {
	Line    Line
	At      time.Time
	Verdict verdict.Verdict
	Wrong   string // What differs from the answer the story gives; empty when nothing does.
}

// Result is what playing a story gave.
type Result struct {
	Story      *Story
	Judgements []Judgement
	Passed     int
	Failed     int
}

// Run is a story being played.
type Run struct {
	stage  *Stage
	story  *Story
	labels map[string]event.ID
	trays  map[string]secretCount
	phones map[event.PersonID]*phone
	day    time.Time
	nonce  int
	seen   map[string]event.Seen
}

type secretCount struct {
	salt   [16]byte
	number int64
}

// phone is one person's duty session as their phone knows it.
type phone struct {
	role   event.Role
	device passkey.Key
	active time.Time
	on     bool
	duties int
}

// ErrEmpty reports a story without a question.
var ErrEmpty = errors.New("story asks nothing: add a judge line")

// NewRun prepares to play a story, or several one after another on the same stage.
func NewRun(stage *Stage) *Run {
	return &Run{
		stage: stage, labels: map[string]event.ID{}, trays: map[string]secretCount{},
		phones: map[event.PersonID]*phone{}, seen: map[string]event.Seen{},
	}
}

// Play plays a whole story. An act that the production refuses ends it with an error that names the
// line; a verdict other than the one expected is a failed judgement.
func (r *Run) Play(ctx context.Context, s *Story) (*Result, error) {
	r.story = s
	result := &Result{Story: s}
	for n := range s.Lines {
		line := &s.Lines[n]
		if err := r.moveClock(ctx, line); err != nil {
			return nil, err
		}
		switch line.Verb {
		case "day":
			if err := r.setDay(line); err != nil {
				return nil, err
			}
		case "judge":
			j, err := r.judge(line)
			if err != nil {
				return nil, err
			}
			result.Judgements = append(result.Judgements, j)
			if j.Wrong == "" {
				result.Passed++
			} else {
				result.Failed++
			}
		default:
			if err := r.act(ctx, line); err != nil {
				return nil, err
			}
		}
	}
	return result, nil
}

func (r *Run) refuse(line *Line, column int, want string) error {
	return &SyntaxError{File: r.story.Name, Line: line.Number, Column: column, Want: want}
}

func (r *Run) setDay(line *Line) error {
	if len(line.Args) != 1 || line.Args[0].Key != "" {
		return r.refuse(line, line.Column, "write: day 2026-11-23")
	}
	t, err := time.ParseInLocation(time.DateOnly, line.Args[0].Value, time.UTC)
	if err != nil {
		return r.refuse(line, line.Args[0].Column, "a day looks like 2026-11-23")
	}
	if t.Before(r.stage.Clock.Now().Truncate(24 * time.Hour)) {
		return r.refuse(line, line.Args[0].Column, "days go forward in a story")
	}
	r.day = t
	return nil
}

// moveClock brings the story to the line's time and lets the ledger sign that time, as a phone that
// is in reach would have it.
func (r *Run) moveClock(ctx context.Context, line *Line) error {
	if line.Clock == "" {
		return nil
	}
	if r.day.IsZero() {
		return r.refuse(line, 1, "say which day it is first: day 2026-11-23")
	}
	layout := "15:04"
	if len(line.Clock) == 8 {
		layout = time.TimeOnly
	}
	clock, err := time.Parse(layout, line.Clock)
	if err != nil {
		return r.refuse(line, 1, "a time looks like 09:10 or 09:10:30")
	}
	now := r.day.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute +
		time.Duration(clock.Second())*time.Second)
	if now.Before(r.stage.Clock.Now()) {
		return r.refuse(line, 1, "times go forward in a story; write day for the next one")
	}
	r.stage.Clock.Set(now)
	if r.stage.Production.Opened() == nil {
		return nil
	}
	if _, err := r.stage.Production.Fresh(ctx); err != nil {
		return fmt.Errorf("line %d: %w", line.Number, err)
	}
	return nil
}

// act composes, signs and records one line.
func (r *Run) act(ctx context.Context, line *Line) error {
	kind, known := verbs[line.Verb]
	if line.Verb == "production" {
		kind, known = event.KindProductionOpened, true
	}
	if !known {
		return r.refuse(line, line.Column, fmt.Sprintf("%q is no verb of the story language: %s", line.Verb, near(line.Verb)))
	}
	a := &arguments{run: r, line: line, used: make([]bool, len(line.Args))}
	e, err := r.compose(kind, a)
	if err != nil {
		return err
	}
	if err := r.wake(ctx, line, e); err != nil {
		return err
	}
	id, err := r.sign(ctx, line, a, e)
	if err != nil {
		return err
	}
	r.label(line, a, e, id)
	return nil
}

// near proposes verbs that begin alike.
func near(verb string) string {
	var like []string
	for _, v := range Verbs() {
		if verb != "" && v[0] == verb[0] {
			like = append(like, v)
		}
	}
	if len(like) == 0 {
		like = Verbs()
	}
	return "known are " + strings.Join(like, ", ")
}

// compose turns the words of a line into an event without links.
func (r *Run) compose(kind event.Kind, a *arguments) (*event.Event, error) {
	if kind == event.KindTrayTested {
		r.prepareTray(a)
	}
	body, err := a.body(kind)
	if err != nil {
		return nil, err
	}
	signers, err := r.signers(kind, a, body)
	if err != nil {
		return nil, err
	}
	for _, key := range special {
		a.take(key)
	}
	a.take("scene")
	if err := a.rest(kind); err != nil {
		return nil, err
	}
	id := r.stage.Production.ID()
	if kind == event.KindProductionOpened {
		sum := sha256.Sum256([]byte("production " + r.story.Name))
		id = event.ProductionID(hex.EncodeToString(sum[:16]))
	}
	r.nonce++
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d", id, r.story.Name, r.nonce))
	draft := fmt.Sprintf(`{"v":1,"kind":%q,"production":%q,"nonce":%q,"at":%d,"seen":%s,"signers":%s,"body":%s}`,
		kind, id, hex.EncodeToString(sum[:16]), r.stage.Clock.Now().UnixMilli(), r.seenJSON(a), signers, body)
	e, err := event.Compose([]byte(draft))
	if err != nil {
		return nil, a.refuse(a.line.Column, err.Error())
	}
	if b, ok := e.Body.(*event.ProductionOpened); ok {
		r.stage.Opening(b)
	}
	return e, nil
}

// seenJSON names the newest checkpoint, or the one of an earlier act for somebody without signal.
func (r *Run) seenJSON(a *arguments) string {
	var seen event.Seen
	r.stage.Production.View(func(s *state.State) { seen = s.Seen() })
	for _, g := range a.line.Args {
		if g.Key == "seen" {
			seen = r.seen[g.Value]
		}
	}
	return fmt.Sprintf(`{"size":%d,"root":%q,"time":%d}`, seen.Size, seen.Root, seen.TimeSec)
}

// prepareTray draws the salt of a tray's number from its name, so that a story is repeatable.
func (r *Run) prepareTray(a *arguments) {
	name, passed := "", int64(0)
	for _, g := range a.line.Args {
		switch g.Key {
		case "", "tray":
			name = g.Value
		case "passed":
			passed, _ = strconv.ParseInt(g.Value, 10, 64) // A word that is no number counts as none passed.
		}
	}
	sum := sha256.Sum256([]byte("salt " + r.story.Name + " " + name))
	r.trays[name] = secretCount{salt: [16]byte(sum[:16]), number: passed}
}

// signers lists who signs: every role=person on the line, and who the act is about when nobody is
// named.
func (r *Run) signers(kind event.Kind, a *arguments, body string) (string, error) {
	var out []event.Signer
	add := func(role event.Role, people string) {
		for p := range strings.SplitSeq(people, ",") {
			who := event.PersonID(p)
			out = append(out, event.Signer{Person: who, Role: role, How: r.assurance(kind, who, role)})
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
	_ = body
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
	switch kind {
	case event.KindProductionOpened:
		var out []event.Signer
		for f := range strings.SplitSeq(value("founders"), ",") {
			name, _, _ := strings.Cut(f, ":")
			out = append(out, event.Signer{Person: event.PersonID(name), Role: event.Founder})
		}
		return out
	case event.KindCrewEnrolled:
		out := []event.Signer{{Person: who, Role: event.Crew}}
		for v := range strings.SplitSeq(value("vouchers"), ",") {
			out = append(out, event.Signer{Person: event.PersonID(v), Role: event.Crew})
		}
		return out
	case event.KindDutyOpened, event.KindDutyContinued:
		return []event.Signer{{Person: who, Role: event.RoleOf(value("role"))}}
	case event.KindDutyClosed:
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
			Number: line.Number, Column: line.Column, Verb: "on-duty",
			Args: []Arg{{Value: string(s.Person)}, {Key: "role", Value: p.role.String()}},
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
		e.Seen = seen
	}
	return nil
}

// sign links, signs with everybody's key and records.
func (r *Run) sign(ctx context.Context, line *Line, a *arguments, e *event.Event) (event.ID, error) {
	r.stage.Production.View(func(s *state.State) { s.Link(e) })
	for _, g := range a.line.Args {
		if g.Key == "after" && len(e.Links) > 0 {
			if g.Value != "nothing" {
				id, ok := r.labels[g.Value]
				if !ok {
					return event.ID{}, a.refuse(g.Column, fmt.Sprintf("no act above is called %q", g.Value))
				}
				e.Links[0].Prev = id
			} else {
				e.Links[0].Prev = event.ID{}
			}
		}
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
	receipt, err := r.stage.Production.Record(ctx, production.Submission{Entry: entry})
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
		if g.Key == "as" {
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

// judge asks a question and compares the answer.
func (r *Run) judge(line *Line) (Judgement, error) {
	q, err := r.question(line)
	if err != nil {
		return Judgement{}, err
	}
	v := r.stage.Production.Judge(q)
	return Judgement{Line: *line, At: r.stage.Clock.Now(), Verdict: v, Wrong: compare(line.Expect, v)}, nil
}

func (r *Run) question(line *Line) (verdict.Question, error) {
	var q verdict.Question
	for n, g := range line.Args {
		switch {
		case n == 0 && g.Key == "":
			q.Ask = verdict.AskOf(g.Value)
			if q.Ask == verdict.NoAsk {
				return q, r.refuse(line, g.Column, "ask load, hand-over, start, release or close")
			}
		case g.Key == "" && q.Ask == verdict.Start || g.Key == "scene":
			q.Scene = event.SceneID(g.Value)
		case g.Key == "" && q.Ask == verdict.Release || g.Key == "container":
			q.Container = event.ContainerID(g.Value)
		case g.Key == "" || g.Key == "item":
			q.Item = event.ItemID(g.Value)
		case g.Key == "to":
			q.To = event.PersonID(g.Value)
		case g.Key == "by":
			q.By = event.PersonID(g.Value)
		case g.Key == "unit":
			q.Unit = event.UnitID(g.Value)
		case g.Key == "purpose":
			q.Purpose = event.PurposeOf(g.Value)
			if q.Purpose == event.NoPurpose {
				return q, r.refuse(line, g.Column, "purpose is rehearsal, training, on-camera, development or other")
			}
		default:
			return q, r.refuse(line, g.Column, fmt.Sprintf("%q is no word of judge", g.Key))
		}
	}
	if q.Ask == verdict.NoAsk {
		return q, r.refuse(line, line.Column, "ask load, hand-over, start, release or close")
	}
	return q, nil
}

// compare says how a verdict differs from what a story expects.
func compare(e *Expect, v verdict.Verdict) string {
	if e.Complete {
		if v.Outcome != verdict.Complete {
			return "expected COMPLETE, got HOLD " + strings.Join(Codes(v), " ")
		}
		return ""
	}
	if v.Outcome == verdict.Complete {
		return "expected HOLD, got COMPLETE"
	}
	got := Codes(v)
	for _, c := range e.Codes {
		if !slices.Contains(got, c) {
			return fmt.Sprintf("expected %s, got HOLD %s", c, strings.Join(got, " "))
		}
	}
	for _, c := range got {
		if !e.AtLeast && !slices.Contains(e.Codes, c) {
			return fmt.Sprintf("did not expect %s: HOLD %s", c, strings.Join(got, " "))
		}
	}
	for _, d := range e.Details {
		if !slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool { return r.Code.String() == d.Code && r.Key == d.Key }) {
			return fmt.Sprintf("expected the reason %s %s", d.Code, d.Key)
		}
	}
	return ""
}

// Codes lists the codes of a verdict, each once, in order.
func Codes(v verdict.Verdict) []string {
	var out []string
	for _, r := range v.Reasons {
		if c := r.Code.String(); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
