// Package paper is everything that is printed: labels for items and containers, badges for people,
// and the codes on every sheet of paper.
//
// Paper points at the record and is never part of it. A label says which thing it hangs on and never
// what is in it; it can be copied, swapped and kept from last year, so nothing that is read from one
// counts as a look, a count or an identification (docs/spec/labels.md). A code is text that fits a
// small QR, is bound to one production and carries its version. The page reads the same text in
// web/src/wire/label.ts; testdata/codes.json holds both readers to it.
package paper

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Bounds of a code.
const (
	// CodeMax is the longest code in bytes; what is longer is not read.
	CodeMax = 192
	// OriginMax is the longest name of a log, in bytes, that a record code carries.
	OriginMax = 64
	// MarkSize is how many characters name the production in a code: 64 of the 128 random bits of its
	// id, in upper-case hex.
	MarkSize = 16
	// countBits bounds the numbers of a code: what a page counts exactly.
	countBits = 53
)

// start begins every code; a digit of the version follows it.
const start = "PH"

// version is the form that is written. History: 1, what docs/spec/labels.md says.
const version = "1"

// Kind says what a code is about. The zero value is nothing.
type Kind byte

// The kinds. A number is never used for another kind, nor is a letter.
const (
	NoKind Kind = iota
	Item
	Container
	Person
	Entry
	Day
)

var letters = [...]string{Item: "I", Container: "C", Person: "P", Entry: "E", Day: "D"}

// record is the letter of a code that names a state of the log.
const record = "R"

// Subject is what a label or a sheet of paper is about. ID is the id of an item, a container or a
// person, the index of an entry, or a day.
type Subject struct {
	Kind Kind
	ID   string
}

// Standing is the state of the log that a sheet of paper was printed from.
type Standing struct {
	Size   uint64 // Entries under the checkpoint.
	Root   proof.Hash
	Origin string // The log's name, the first line of its checkpoints.
}

// Code is what a QR of ours says. Stands is nil on a label, which points at a thing and stands on
// nothing.
type Code struct {
	Production string // The production's mark, see MarkOf.
	About      Subject
	Stands     *Standing
}

// Errors of ParseCode. What a reader does about each is in docs/spec/labels.md, section 4.
var (
	ErrNoCode  = errors.New("not a code of a label or a sheet")
	ErrVersion = errors.New("a code of a version that is not known here")
	ErrBroken  = errors.New("a code that was not read whole")
)

// MarkOf returns how codes name a production: the first half of its id. It is empty for an id that no
// production has.
func MarkOf(id event.ProductionID) string {
	if len(id) < MarkSize {
		return ""
	}
	return strings.ToUpper(string(id[:MarkSize]))
}

// Text returns the code as it is encoded. The error says what does not fit.
func (c Code) Text() (string, error) {
	parts := []string{start + version, c.About.letter(), c.Production, c.About.ID}
	if c.Stands != nil {
		parts = []string{
			start + version, record, c.Production, strconv.FormatUint(c.Stands.Size, 10),
			base64.RawURLEncoding.EncodeToString(c.Stands.Root[:]), c.About.letter(),
			c.About.ID + tilde + c.Stands.Origin,
		}
	}
	text := strings.Join(parts, sep)
	if back, err := ParseCode(text); err != nil || !back.equal(c) {
		return "", fmt.Errorf("code of %s %q: does not fit the form", c.About.letter(), c.About.ID)
	}
	return text, nil
}

// sep stands between the parts: a scanner that plays a keyboard sends it right under more layouts
// than it does a slash or a colon, and a QR has a short form for it.
const sep = "."

// tilde stands between an id and the name of a log: both may hold the separator, no id holds a tilde.
const tilde = "~"

func (s Subject) letter() string {
	if int(s.Kind) >= len(letters) {
		return ""
	}
	return letters[s.Kind]
}

func (c Code) equal(d Code) bool {
	if c.Production != d.Production || c.About != d.About || (c.Stands == nil) != (d.Stands == nil) {
		return false
	}
	return c.Stands == nil || *c.Stands == *d.Stands
}

// ParseCode reads what a scanner or a camera read. It returns ErrNoCode for anything that does not
// begin like a code (an id that somebody typed is one), ErrVersion for a version it does not know, and
// ErrBroken for a code that is not exactly as Text writes it. Whose production the code names is for
// the caller to compare.
func ParseCode(text string) (Code, error) {
	first, rest, _ := strings.Cut(text, sep)
	switch {
	case len(first) < len(start)+1 || !strings.EqualFold(first[:len(start)], start):
		return Code{}, ErrNoCode
	case !isNumber(first[len(start):]):
		return Code{}, ErrNoCode
	case len(text) > CodeMax || first[:len(start)] != start:
		return Code{}, ErrBroken
	case first[len(start):] != version:
		return Code{}, ErrVersion
	}
	letter, rest, _ := strings.Cut(rest, sep)
	mark, rest, _ := strings.Cut(rest, sep)
	c := Code{Production: mark}
	if !isMark(mark) {
		return Code{}, ErrBroken
	}
	if letter != record {
		c.About = Subject{kindOf(letter), rest}
		if !c.About.labelled() || !c.About.whole() {
			return Code{}, ErrBroken
		}
		return c, nil
	}
	return c.record(rest)
}

// record reads what follows the mark in a code of a sheet.
func (c Code) record(rest string) (Code, error) {
	parts := strings.SplitN(rest, sep, 4)
	if len(parts) != 4 {
		return Code{}, ErrBroken
	}
	id, origin, _ := strings.Cut(parts[3], tilde)
	c.About = Subject{kindOf(parts[2]), id}
	size, err := strconv.ParseUint(parts[0], 10, countBits)
	root, errRoot := base64.RawURLEncoding.DecodeString(parts[1])
	switch {
	case err != nil || strconv.FormatUint(size, 10) != parts[0] || size == 0:
		return Code{}, ErrBroken
	case errRoot != nil || len(root) != len(proof.Hash{}) ||
		base64.RawURLEncoding.EncodeToString(root) != parts[1]:
		return Code{}, ErrBroken
	case !isOrigin(origin) || !c.About.whole():
		return Code{}, ErrBroken
	}
	c.Stands = &Standing{Size: size, Root: proof.Hash(root), Origin: origin}
	return c, nil
}

// Of reports whether the code is one of this production's.
func (c Code) Of(id event.ProductionID) bool { return c.Production != "" && c.Production == MarkOf(id) }

func kindOf(letter string) Kind {
	for k := Item; int(k) < len(letters); k++ {
		if letters[k] == letter {
			return k
		}
	}
	return NoKind
}

// labelled reports whether a label can hang on it.
func (s Subject) labelled() bool {
	return s.Kind == Item || s.Kind == Container || s.Kind == Person
}

// whole reports whether the id is one that the format of events allows.
func (s Subject) whole() bool {
	switch s.Kind {
	case Item, Container, Person:
		_, err := event.ParseObject(event.ItemID(s.ID).Object().String())
		return err == nil
	case Entry:
		n, err := strconv.ParseUint(s.ID, 10, countBits)
		return err == nil && strconv.FormatUint(n, 10) == s.ID
	case Day:
		return isDay(s.ID)
	case NoKind:
		return false
	}
	return false
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func isMark(s string) bool {
	return len(s) == MarkSize && strings.Trim(s, "0123456789ABCDEF") == ""
}

// isDay takes the form of a day; that there is such a day is the record's business.
func isDay(s string) bool {
	return len(s) == len("2026-11-23") && s[4] == '-' && s[7] == '-' &&
		isNumber(s[:4]) && isNumber(s[5:7]) && isNumber(s[8:])
}

// isOrigin takes the name of a log in printable ASCII without spaces.
func isOrigin(s string) bool {
	if s == "" || len(s) > OriginMax {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
