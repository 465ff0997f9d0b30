package demo

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

const logAt = "localhost/demo"

// seeded plays the whole seed on a real store and leaves its production open.
func seeded(t *testing.T, now time.Time) *seeding {
	t.Helper()
	dir := t.TempDir()
	props, err := scenario.MakeProps(t.Context(), dir, logAt, sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	people, err := GenerateKeys(filepath.Join(dir, "keys", "demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	clock := NewClock(now)
	cfg := props.Config(clock.Now)
	cfg.AllowDemo = true
	p, err := production.Begin(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(p.Close(), props.Close()); err != nil {
			t.Error(err)
		}
	})
	s, err := begin(Props{
		Production: p, Clock: clock, People: people, RP: "localhost",
		Origins: []string{"http://localhost:8470"}, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.play(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestWhatTheSeedLeavesIsOnRecordAndStands(t *testing.T) {
	for name, now := range map[string]time.Time{
		"at noon": noon,
		"just after midnight, so that the call was yesterday": time.Date(2026, 3, 1, 0, 5, 30, 0, time.UTC),
		"late in the evening of a leap day":                   time.Date(2028, 2, 29, 23, 59, 59, 0, time.UTC),
	} {
		s := seeded(t, now)
		s.Production.View(func(known *state.State) {
			for i := range int(known.Size()) {
				e, _ := known.Entry(i)
				if !known.Stands(i) {
					t.Errorf("%s: entry %d, %s, does not stand: met %v, %v", name, i, e.Event.Kind, e.Met, e.Faces)
				}
				if i > 0 && (e.When.Latest > now.Unix() || e.When.Latest-e.When.Earliest > 60) {
					t.Errorf("%s: entry %d lies in %d..%d", name, i, e.When.Earliest, e.When.Latest)
				}
			}
			if known.Pending() != 0 || !known.Demo() {
				t.Errorf("%s: %d entries wait, demo %v", name, known.Pending(), known.Demo())
			}
		})
	}
}

func TestTheSeedIsMadeFromTheFiles(t *testing.T) {
	s := seeded(t, noon)
	s.Production.View(func(known *state.State) {
		listed, enrolled, classes := 0, 0, map[event.Class]bool{}
		for _, p := range known.People() {
			if p.Listed != state.NoIndex {
				listed++
			}
			if p.Enrolled != state.NoIndex && p.ID != state.HubPerson {
				enrolled++
			}
		}
		for _, it := range known.Items() {
			classes[it.Class] = true
			if !known.Secured(it) {
				t.Errorf("%s was not locked up after prep", it.Item)
			}
		}
		lots := 0
		for _, c := range known.Containers() {
			if c.What == event.Intake {
				lots++
			}
			if len(c.Parts) > 0 && !c.Sealed {
				t.Errorf("%s holds rounds and has no seal", c.ID)
			}
		}
		if listed != 87 || enrolled != len(cast) || len(known.Items()) != 24 || len(classes) != 6 || lots != 9 {
			t.Errorf("%d listed, %d enrolled, %d items of %d classes, %d lots in intake", listed, enrolled,
				len(known.Items()), len(classes), lots)
		}
		for _, pair := range [][2]event.PersonID{{"h1", "w1"}, {"h1", "w2"}, {"w1", "w2"}} {
			if !known.TwoPeople(pair[0], pair[1]) {
				t.Errorf("%s and %s do not count as two", pair[0], pair[1])
			}
		}
	})
	for _, p := range cast {
		name, err := s.Production.Name(t.Context(), p.person)
		if err != nil || name == "" {
			t.Errorf("%s has no name: %v", p.person, err)
		}
	}
}

var handOver = verdict.Question{
	Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, By: "h1",
}

// step is one act of the guided path, what the record lacks right before it, and whether a record
// without the act is a HOLD. A watcher may sign with the passkey instead of going on duty, and a
// revolver that was not loaded can be handed over empty.
type step struct {
	name, act, lacks string
	needed           bool
}

// guided is what the start page asks a newcomer to do.
var guided = []step{
	{"handler on duty", "on-duty h1 role=handler", "examine.missing handler.off-duty identity.not-read look.none", true},
	{"hand-over watcher on duty", "on-duty w2 role=watcher", "examine.missing identity.not-read look.none", false},
	{"examine", "examine R-03 handler=h1", "examine.missing identity.not-read look.none", true},
	{"open the box of tested rounds", "open BOX-1 handler=h1", "", false},
	{"load with the watcher", "load R-03 container=BOX-1 lot=D-014 positions=1-6 handler=h1 watcher=w2", "", false},
	{"test each round again", "tray HR1 lot=D-014 item=R-03 rounds=6 passed=6 handler=h1", "look.none retest.missing", true},
	{"the watcher counts", "count HR1 number=6 watcher=w2", "look.none tray.not-counted", true},
	{"the handler's number is shown", "show-count HR1 handler=h1", "look.none tray.not-opened", true},
	{"the watcher looks", "look R-03 watcher=w2", "look.none", true},
}

// lacks lists the keys of a verdict's reasons, each once.
func lacks(v verdict.Verdict) string {
	var keys []string
	for _, r := range v.Reasons {
		if !slices.Contains(keys, r.Key) {
			keys = append(keys, r.Key)
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

// walk does the steps but one, a minute apart, and returns the verdict after the last.
func walk(t *testing.T, s *seeding, without string, check bool) verdict.Verdict {
	t.Helper()
	at := text{calendar: s.calendar}
	for n, step := range guided {
		if got := lacks(s.Production.Judge(handOver)); check && step.lacks != "" && got != step.lacks {
			t.Errorf("before %q the record lacks %q, want %q", step.name, got, step.lacks)
		}
		if step.name == without {
			continue
		}
		at.out.Reset()
		at.date = ""
		at.ago(-1-n, step.act)
		if err := s.story(at.out.String())(t.Context()); err != nil {
			if check {
				t.Fatal(err)
			}
			continue // What rests on the step left out cannot be done either.
		}
	}
	return s.Production.Judge(handOver)
}

func TestTheGuidedPathLeadsToACompleteRecord(t *testing.T) {
	s := seeded(t, noon)
	if v := walk(t, s, "", true); v.Outcome != verdict.Complete {
		t.Errorf("after every step the record lacks %q", lacks(v))
	}
	story := "hand-over R-03 to=p1 scene=42 purpose=rehearsal trays=HR1 handler=h1 watcher=w2"
	at := text{calendar: s.calendar}
	at.ago(-20, story)
	if err := s.story(at.out.String())(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := s.Production.Judge(verdict.Question{Ask: verdict.Start, Scene: "42", Unit: "main"})
	if v.Outcome != verdict.Complete {
		t.Errorf("scene 42 lacks %q", lacks(v))
	}
}

func TestEachStepOfTheGuidedPathIsNeeded(t *testing.T) {
	for _, left := range guided {
		if !left.needed {
			continue
		}
		s := seeded(t, noon)
		if v := walk(t, s, left.name, false); v.Outcome != verdict.Hold {
			t.Errorf("without %q the record is complete", left.name)
		}
	}
}
