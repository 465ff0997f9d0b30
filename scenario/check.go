package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Asks reports whether a story has a question.
func (s *Story) Asks() bool {
	return slices.ContainsFunc(s.Lines, func(l Line) bool { return l.Verb == "judge" })
}

// Check looks for verbs and words that nobody knows on every line of a story, also on those that
// only some tellings have. It plays nothing: labels and values are judged when the story is played.
func Check(s *Story) error {
	for n := range s.Lines {
		if err := checkLine(s, &s.Lines[n]); err != nil {
			return err
		}
	}
	return nil
}

func checkLine(s *Story, line *Line) error {
	r := &Run{story: s}
	switch line.Verb {
	case "begin":
		_, err := r.beginning(line)
		return err
	case "day":
		if line.Clock != "" {
			return r.refuse(line, line.Column, "a day stands alone, without a time before it")
		}
		return nil
	case "judge":
		_, err := r.question(line)
		return err
	}
	kind := kindOf(line.Verb)
	if kind == event.NoKind {
		return r.unknownVerb(line)
	}
	bare := 0
	for _, g := range line.Args {
		if g.Key == "" {
			bare++
		}
		if bare < 2 && knownWord(kind, g.Key) {
			continue
		}
		a := &arguments{run: r, line: line, used: make([]bool, len(line.Args))}
		return a.unknown(kind, g)
	}
	return nil
}

func (r *Run) unknownVerb(line *Line) error {
	return r.refuse(line, line.Column, fmt.Sprintf("%q is no verb of the story language: %s", line.Verb, near(line.Verb)))
}

// knownWord reports whether a key can stand behind the verb of a kind.
func knownWord(kind event.Kind, key string) bool {
	return key == "" || slices.Contains(special, key) || event.RoleOf(key) != event.NoRole ||
		key == "scene" && refersToScene(kind) ||
		slices.ContainsFunc(flat(kind), func(f event.Field) bool { return f.Name == key })
}

// refersToScene reports whether a kind names its plan or meeting by the scene's number.
func refersToScene(kind event.Kind) bool {
	return kind == event.KindRiskAssessed || kind == event.KindMeetingHeld ||
		kind == event.KindPointingApproved || kind == event.KindAttended
}

// unknown refuses a word behind a verb.
func (a *arguments) unknown(kind event.Kind, g Arg) error {
	what := g.Key
	if what == "" {
		what = g.Value
	}
	return a.refuse(g.Column, fmt.Sprintf("%q is no word of %q (%s): known are %s", what, a.line.Verb, kind,
		strings.Join(a.known(kind), ", ")))
}
