// Package scenario is the story language: a plain text that a safety advisor can read and write,
// in which people act at a time of day and somebody asks for a verdict.
//
//	# The handler tested the tray, but nobody counted it.
//	09:10 tray T1 lot=D-014 rounds=10 from=C-01 to=C-02 tests=rattle,hole passed=10 handler=h1
//	judge hand-over R-03 to=p1 scene=42 purpose=rehearsal
//	----
//	HOLD H01 ...
//	H01 tray.not-counted
//
// A story is played through the real path: every act is composed, signed with keys derived from the
// person's name, admitted, appended, folded and judged by the code that ships. What the parser does
// not understand it refuses with line and column. The whole vocabulary is docs/spec/scenarios.md.
package scenario

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Bounds of a story.
const (
	// StoryMax is the longest story in bytes.
	StoryMax = 512 << 10
	// LinesMax is the most lines in a story.
	LinesMax = 10_000
	// WordsMax is the most words on one line.
	WordsMax = 64
)

// SyntaxError says where a story is not understood and what would be.
type SyntaxError struct {
	File   string
	Line   int // From 1.
	Column int // From 1, in bytes.
	Want   string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Want)
}

// Story is a parsed story.
type Story struct {
	Name  string
	Title string // The first comment.
	Lines []Line
	// Causes are independent reasons for a HOLD that the story can tell with or without: a line that
	// begins with -name happened, one with +name is the act honestly done instead, at its own time.
	Causes []Cause

	told []string // The causes this telling has.
}

// Cause is one thing that went wrong, and the codes it gives.
type Cause struct {
	Name  string
	Codes []string
	Says  string
}

// CausesMax bounds the causes of one story: every subset of them is played.
const CausesMax = 8

// With returns the story as it would have been with only some of its causes.
func (s *Story) With(causes []string) *Story {
	out := *s
	out.Lines = nil
	for _, l := range s.Lines {
		if l.toldWith(causes) {
			out.Lines = append(out.Lines, l)
		}
	}
	out.told = append([]string{}, causes...)
	return &out
}

// Told returns the causes this telling has; nil for a story that was not put together by With.
func (s *Story) Told() []string { return s.told }

// Subsets returns every subset of a story's causes, the empty one first.
func (s *Story) Subsets() [][]string {
	var out [][]string
	for bits := range 1 << len(s.Causes) {
		var set []string
		for n, c := range s.Causes {
			if bits>>n&1 == 1 {
				set = append(set, c.Name)
			}
		}
		out = append(out, set)
	}
	return out
}

// Line is one act, one question or one setting of the date.
type Line struct {
	Number int
	Column int    // Of the verb.
	Clock  string // HH:MM or HH:MM:SS; empty when the line has no time of its own.
	Verb   string
	Args   []Arg
	Marks  []Mark  // The causes the line hangs on; a line without any is of every telling.
	Expect *Expect // For judge.
	Text   string  // The line as written.
}

// Mark says of a line with which cause it is told, or without which.
type Mark struct {
	Cause  string
	Repair bool // Whether the line stands for the cause being absent.
}

// toldWith reports whether a telling with these causes has the line: every mark of it fits.
func (l *Line) toldWith(causes []string) bool {
	return !slices.ContainsFunc(l.Marks, func(m Mark) bool {
		return slices.Contains(causes, m.Cause) == m.Repair
	})
}

// Arg is one word behind the verb: key=value, or a bare word with an empty key.
type Arg struct {
	Key    string
	Value  string
	Column int
}

// Expect is what a judge line must answer.
type Expect struct {
	Complete bool
	Causes   bool     // HOLD with at least the codes of the causes told; COMPLETE with none of them.
	Codes    []string // Codes that must be among the reasons.
	AtLeast  bool     // Whether other codes may be there too ("..." behind the codes).
	Details  []Detail
}

// Detail is a line below the outcome: a code and the key of a reason that must be there.
type Detail struct {
	Code, Key string
	Accepted  bool // Whether people must have accepted it. Without the word nobody may have.
	Line      int
}

// Parse reads a story. The name is used in errors.
func Parse(name, text string) (*Story, error) {
	p := parser{story: &Story{Name: name}}
	if len(text) > StoryMax {
		return nil, p.refuse(1, 1, fmt.Sprintf("a story has at most %d bytes: split it", StoryMax))
	}
	text = strings.TrimPrefix(text, "\ufeff") // Some editors put a mark before UTF-8.
	if !utf8.ValidString(text) {
		return nil, p.refuse(1, 1, "a story is plain text in UTF-8: save the file that way")
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if len(lines) > LinesMax {
		return nil, p.refuse(LinesMax, 1, fmt.Sprintf("a story has at most %d lines: split it", LinesMax))
	}
	for n, line := range lines {
		if err := p.line(n+1, line); err != nil {
			return nil, err
		}
	}
	if p.open != nil && p.open.Expect == nil {
		return nil, p.refuse(len(lines), 1, "the answer of the judge line above is missing: write ---- and then COMPLETE or HOLD")
	}
	return p.story, nil
}

type parser struct {
	story    *Story
	open     *Line // A judge line whose answer is not whole yet.
	expected bool  // Whether its ---- was seen.
}

func (p *parser) refuse(line, column int, want string) error {
	return &SyntaxError{File: p.story.Name, Line: line, Column: column, Want: want}
}

func (p *parser) line(n int, text string) error {
	for i, c := range text {
		if unicode.IsControl(c) && c != '\t' {
			return p.refuse(n, i+1, "control characters are not part of a story")
		}
	}
	body := strings.TrimSpace(text)
	if comment, is := strings.CutPrefix(body, "#"); is {
		if p.story.Title == "" {
			p.story.Title = strings.TrimSpace(comment)
		}
		return nil
	}
	switch {
	case p.expected:
		return p.answer(n, text, body)
	case body == "":
		return nil
	case body == "----":
		if p.open == nil {
			return p.refuse(n, 1, "---- stands below a judge line only")
		}
		p.expected = true
		return nil
	case p.open != nil:
		return p.refuse(n, 1, "write ---- and the answer below the judge line first")
	}
	return p.act(n, text)
}

func (p *parser) act(n int, text string) error {
	words, err := p.split(n, text)
	if err != nil {
		return err
	}
	l := Line{Number: n, Text: strings.TrimSpace(text)}
	if words[0].Value == "cause" {
		return p.cause(n, text, words)
	}
	for len(words) > 0 && (words[0].Value[0] == '-' || words[0].Value[0] == '+') {
		mark := words[0].Value
		if !slices.ContainsFunc(p.story.Causes, func(c Cause) bool { return c.Name == mark[1:] }) {
			return p.refuse(n, words[0].Column, "no cause of this name stands above: write cause "+mark[1:]+" H01")
		}
		if slices.ContainsFunc(l.Marks, func(m Mark) bool { return m.Cause == mark[1:] }) {
			return p.refuse(n, words[0].Column, "a line names each cause once: leave one of the two out")
		}
		l.Marks = append(l.Marks, Mark{mark[1:], mark[0] == '+'})
		words = words[1:]
	}
	if len(l.Marks) > 0 && len(words) == 0 {
		return p.refuse(n, len(text)+1, "an act belongs behind the cause")
	}
	if isClock(words[0].Value) {
		l.Clock = words[0].Value
		words = words[1:]
	}
	if len(words) == 0 || strings.Contains(words[0].Value, "=") {
		return p.refuse(n, len(text)+1, "a verb belongs here: what happened?")
	}
	l.Verb, l.Column = words[0].Value, words[0].Column
	for _, w := range words[1:] {
		key, value, is := strings.Cut(w.Value, "=")
		if !is {
			key, value = "", w.Value
		}
		if is && (key == "" || value == "") {
			return p.refuse(n, w.Column, "write key=value without a space and with neither empty")
		}
		for _, a := range l.Args {
			if is && a.Key == key {
				return p.refuse(n, w.Column, "the key "+key+" is given twice")
			}
		}
		l.Args = append(l.Args, Arg{Key: key, Value: value, Column: w.Column})
	}
	p.story.Lines = append(p.story.Lines, l)
	if l.Verb == "judge" {
		p.open = &p.story.Lines[len(p.story.Lines)-1]
		p.open.Expect = nil
	}
	return nil
}

// cause reads: cause name H01 H02 # what went wrong
func (p *parser) cause(n int, text string, words []Arg) error {
	if len(words) < 3 {
		return p.refuse(n, words[0].Column, "write: cause name H01 # what went wrong")
	}
	if len(p.story.Causes) == CausesMax {
		return p.refuse(n, words[0].Column, fmt.Sprintf("a story has at most %d causes", CausesMax))
	}
	c := Cause{Name: words[1].Value}
	if slices.ContainsFunc(p.story.Causes, func(o Cause) bool { return o.Name == c.Name }) {
		return p.refuse(n, words[1].Column, fmt.Sprintf("a cause %q stands above already", c.Name))
	}
	for _, w := range words[2:] {
		if !isCode(w.Value) {
			return p.refuse(n, w.Column, "codes H01 to H27 stand behind a cause")
		}
		c.Codes = append(c.Codes, w.Value)
	}
	if _, says, ok := strings.Cut(text, "#"); ok {
		c.Says = strings.TrimSpace(says)
	}
	p.story.Causes = append(p.story.Causes, c)
	return nil
}

func (p *parser) split(n int, text string) ([]Arg, error) {
	var words []Arg
	for i := 0; i < len(text); {
		if text[i] == ' ' || text[i] == '\t' {
			i++
			continue
		}
		if text[i] == '#' {
			break // A comment behind an act.
		}
		start := i
		for i < len(text) && text[i] != ' ' && text[i] != '\t' {
			i++
		}
		words = append(words, Arg{Value: text[start:i], Column: start + 1})
	}
	if len(words) > WordsMax {
		return nil, p.refuse(n, words[WordsMax].Column, fmt.Sprintf("a line has at most %d words", WordsMax))
	}
	return words, nil
}

// answer reads the lines between ---- and the next empty line.
func (p *parser) answer(n int, text, body string) error {
	if body == "" {
		if p.open.Expect == nil {
			return p.refuse(n, 1, "COMPLETE or HOLD belongs below ----")
		}
		p.open, p.expected = nil, false
		return nil
	}
	words, err := p.split(n, text)
	if err != nil {
		return err
	}
	if p.open.Expect == nil {
		return p.outcome(n, words)
	}
	if p.open.Expect.Complete || p.open.Expect.Causes {
		return p.refuse(n, words[0].Column, "nothing stands below COMPLETE or CAUSES: end the answer with an empty line")
	}
	accepted := len(words) == 3 && words[2].Value == "accepted"
	if len(words) != 2 && !accepted || !isCode(words[0].Value) {
		return p.refuse(n, words[0].Column, "below HOLD stands a code and the key of a reason, for example: H01 tray.not-counted; the word accepted may stand behind it")
	}
	if !slices.Contains(verdict.ReasonKeys(), words[1].Value) {
		return p.refuse(n, words[1].Column, fmt.Sprintf("no reason is called %q: the keys are in docs/spec/scenarios.md", words[1].Value))
	}
	p.open.Expect.Details = append(p.open.Expect.Details, Detail{words[0].Value, words[1].Value, accepted, n})
	return nil
}

func (p *parser) outcome(n int, words []Arg) error {
	e := &Expect{}
	switch words[0].Value {
	case "COMPLETE":
		e.Complete = true
		if len(words) > 1 {
			return p.refuse(n, words[1].Column, "nothing stands behind COMPLETE")
		}
	case "CAUSES":
		e.Causes = true
		if len(p.story.Causes) == 0 || len(words) > 1 {
			return p.refuse(n, words[0].Column, "CAUSES stands alone, in a story that declares causes")
		}
	case "HOLD":
		for i, w := range words[1:] {
			switch {
			case w.Value == "..." && i == len(words)-2:
				e.AtLeast = true
			case isCode(w.Value):
				e.Codes = append(e.Codes, w.Value)
			default:
				return p.refuse(n, w.Column, "codes H01 to H27 stand behind HOLD, then ... if there may be more")
			}
		}
		if len(e.Codes) == 0 {
			return p.refuse(n, words[0].Column, "name at least one code behind HOLD")
		}
		slices.Sort(e.Codes)
	default:
		return p.refuse(n, words[0].Column, "the answer is COMPLETE, HOLD or CAUSES")
	}
	p.open.Expect = e
	return nil
}

func isCode(s string) bool {
	return len(s) == 3 && s[0] == 'H' && s >= "H01" && s <= "H27" && s[1] >= '0' && s[1] <= '2' &&
		s[2] >= '0' && s[2] <= '9'
}

func isClock(s string) bool {
	if len(s) != 5 && len(s) != 8 {
		return false
	}
	for i := range len(s) {
		if i%3 == 2 {
			if s[i] != ':' {
				return false
			}
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s[:2] <= "23" && s[3:5] <= "59" && (len(s) == 5 || s[6:] <= "59")
}
