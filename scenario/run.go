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
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
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
	// Record records an entry, the production itself when nil; a test of a server may send the entry
	// the way a phone does.
	Record func(context.Context, production.Submission) (production.Receipt, error)
	// Person returns a person's key; it must always return the same one.
	Person func(event.PersonID) (passkey.Signer, error)

	props *Props // Of a stage that Begin made.
}

// Clock is the story's time. Nothing in a story reads another one; a server may while it is played.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at a time.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now returns the story's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the story's time.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Move moves the story's time by a span.
func (c *Clock) Move(by time.Duration) { c.Set(c.Now().Add(by)) }

// Judgement is the answer to one judge line.
type Judgement struct {
	Line    Line
	At      time.Time
	Verdict verdict.Verdict
	Expect  *Expect // What the story expects of this telling; CAUSES is resolved.
	Wrong   string  // What differs from it; empty when nothing does.
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
	depth  int // Beginnings being played, one inside the other.
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
	if len(s.Causes) > 0 && s.told == nil {
		all := make([]string, 0, len(s.Causes))
		for _, c := range s.Causes {
			all = append(all, c.Name)
		}
		s = s.With(all) // As it happened.
	}
	r.story = s
	result := &Result{Story: s}
	if err := r.lines(ctx, s, result); err != nil {
		return nil, err
	}
	return result, nil
}

func (r *Run) lines(ctx context.Context, s *Story, result *Result) error {
	for n := range s.Lines {
		line := &s.Lines[n]
		if err := r.moveClock(ctx, line); err != nil {
			return err
		}
		switch line.Verb {
		case "begin":
			if err := r.begin(ctx, line); err != nil {
				return err
			}
		case "day":
			if err := r.setDay(line); err != nil {
				return err
			}
		case "judge":
			j, err := r.judge(line)
			if err != nil {
				return err
			}
			result.add(j)
		default:
			if err := r.act(ctx, line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Result) add(j Judgement) {
	r.Judgements = append(r.Judgements, j)
	if j.Wrong == "" {
		r.Passed++
	} else {
		r.Failed++
	}
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
	kind := kindOf(line.Verb)
	if kind == event.NoKind {
		return r.unknownVerb(line)
	}
	own := *line
	own.Args = slices.Clone(line.Args) // A story can be played again: what is completed stays here.
	a := &arguments{run: r, line: &own, used: make([]bool, len(own.Args))}
	if g, named := lineWord(line, "as"); named && kind != event.KindReleased {
		if _, taken := r.seen[g.Value]; taken {
			return a.refuse(g.Column, fmt.Sprintf("an act above is called %q already", g.Value))
		}
	}
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

// languageVerbs are the verbs that are no act: they set the date, share a beginning, or ask.
var languageVerbs = []string{"begin", "cause", "day", "judge", "production"}

// near proposes verbs that begin alike.
func near(verb string) string {
	all := slices.Sorted(slices.Values(append(Verbs(), languageVerbs...)))
	var like []string
	for _, v := range all {
		if verb != "" && v[0] == verb[0] {
			like = append(like, v)
		}
	}
	if len(like) == 0 {
		like = all
	}
	return "known are " + strings.Join(like, ", ")
}

// compose turns the words of a line into an event without links.
func (r *Run) compose(kind event.Kind, a *arguments) (*event.Event, error) {
	if err := r.prepare(kind, a); err != nil {
		return nil, err
	}
	body, err := a.body(kind)
	if err != nil {
		return nil, err
	}
	signers, err := r.signers(kind, a)
	if err != nil {
		return nil, err
	}
	for _, key := range special {
		a.take(key)
	}
	if refersToScene(kind) {
		a.take("scene")
	}
	if err := a.rest(kind); err != nil {
		return nil, err
	}
	seen, err := r.seenJSON(a)
	if err != nil {
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
		kind, id, hex.EncodeToString(sum[:16]), r.stage.Clock.Now().UnixMilli(), seen, signers, body)
	e, err := event.Compose([]byte(draft))
	if err != nil {
		return nil, a.refuse(a.line.Column, err.Error())
	}
	return e, nil
}

// seenJSON names the newest checkpoint, or for somebody without signal the one from the time of an
// earlier act.
func (r *Run) seenJSON(a *arguments) (string, error) {
	var seen event.Seen
	r.stage.Production.View(func(s *state.State) { seen = s.Seen() })
	if g, named := lineWord(a.line, "seen"); named {
		earlier, known := r.seen[g.Value]
		if !known {
			return "", a.refuse(g.Column, fmt.Sprintf("no act above is called %q (give it as=%s)", g.Value, g.Value))
		}
		seen = earlier
	}
	return fmt.Sprintf(`{"size":%d,"root":%q,"time":%d}`, seen.Size, seen.Root, seen.TimeSec), nil
}

// lineWord returns the word with a key.
func lineWord(line *Line, key string) (Arg, bool) {
	for _, g := range line.Args {
		if g.Key == key {
			return g, true
		}
	}
	return Arg{}, false
}

// prepare completes words that nobody can write by hand: keys, digests and salts.
func (r *Run) prepare(kind event.Kind, a *arguments) error {
	for i := range a.line.Args {
		g := &a.line.Args[i]
		var complete func(string) (string, error)
		switch {
		case kind == event.KindProductionOpened && g.Key == "founders":
			complete = r.founder
		case g.Key == "packs":
			complete = packRef
		default:
			continue
		}
		var parts []string
		for p := range strings.SplitSeq(g.Value, ",") {
			whole, err := complete(p)
			if err != nil {
				return a.refuse(g.Column, err.Error())
			}
			parts = append(parts, whole)
		}
		g.Value = strings.Join(parts, ",")
	}
	if kind == event.KindTrayTested {
		return r.prepareTray(a)
	}
	return nil
}

// founder adds the person's key to person:department:role.
func (r *Run) founder(s string) (string, error) {
	who, _, _ := strings.Cut(s, ":")
	key, err := r.stage.Person(event.PersonID(who))
	if err != nil {
		return "", err
	}
	return s + ":" + key.Public().String(), nil
}

// packRef adds the digest of the edition that ships to a pack's name.
func packRef(s string) (string, error) {
	if strings.Contains(s, ":") {
		return s, nil
	}
	name, digest, ok := packDigest(s)
	if !ok {
		return "", fmt.Errorf("no pack %q ships", s)
	}
	return name + ":" + digest, nil
}

func packDigest(name string) (string, string, bool) {
	f, ok := rules.Find(name)
	digest := f.Digest()
	return name, hex.EncodeToString(digest[:]), ok
}

// prepareTray draws the salt of a tray's number from its name, so that a story is repeatable.
func (r *Run) prepareTray(a *arguments) error {
	name := a.peek("")
	sum := sha256.Sum256([]byte("salt " + r.story.Name + " " + name))
	secret := secretCount{salt: [16]byte(sum[:16])}
	for i := range a.line.Args {
		if g := &a.line.Args[i]; g.Key == "passed" {
			n, err := strconv.ParseInt(g.Value, 10, 64)
			if err != nil {
				return a.refuse(g.Column, "passed is the number of rounds that passed both tests")
			}
			secret.number = n
			g.Value = event.CommitNumber(secret.salt, n).String()
		}
	}
	r.trays[name] = secret
	return nil
}
