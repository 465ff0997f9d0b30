package event

import (
	"strconv"
	"strings"
)

// One description of a body serves every direction: it writes the canonical bytes, reads them back
// strictly, reads a page's loosely ordered draft, and describes the format. A field therefore
// cannot be written in one order and read in another.
type mode byte

const (
	decoding mode = iota
	encoding
	composing
	describing
)

// Bounds of the payload grammar. Each is tested at, below and above.
const (
	// PayloadMax is the longest payload in bytes.
	PayloadMax = 32 << 10
	// ListMax is the longest list in any field.
	ListMax = 256
	// TextMax is the longest free-standing text (an origin, a verifier key) in bytes.
	TextMax = 200
	// IntMax is the largest integer: every JSON reader keeps it exactly.
	IntMax = 1<<53 - 1
)

// SyntaxError says where a payload leaves the one allowed form, and what was wanted there.
type SyntaxError struct {
	Offset int    // Byte offset in the payload, from 0.
	Want   string // What the grammar wants there.
}

func (e *SyntaxError) Error() string {
	return "payload byte " + strconv.Itoa(e.Offset) + ": want " + e.Want
}

// FieldError says which field holds a value outside its bounds.
type FieldError struct {
	Field string // Dotted path, for example body.items.class.
	Want  string // What the field accepts.
}

func (e *FieldError) Error() string { return "field " + e.Field + ": want " + e.Want }

// Field describes one field of the format for documents, for pages and for tests.
type Field struct {
	Name      string
	Type      string   // id, text, hex, int, digest, key, day, enum, object, or a list of one of these.
	Polarity  Polarity // What the field can do to a verdict.
	Values    []string // The closed list, for an enum.
	Min, Max  int64    // Bounds of an int, of a list's length, of a text's or hex's characters.
	Low, High int64    // Bounds of each element, for a list of int.
	Optional  bool     // Whether the empty value stands for "not recorded".
	Fields    []Field  // The members, for a list of objects.
}

type codec struct {
	mode   mode
	in     string // decoding and composing: the whole payload.
	pos    int
	out    []byte // encoding.
	comma  bool   // a member was already written or read in this object.
	err    error
	path   [pathMax]string // names of the objects around the member at hand, the first depth of them.
	depth  int
	polar  Polarity
	fields []Field
	draft  *draft // composing: the members of the object at hand.
}

// pathMax is more than the depth of the deepest object of the format, which is 3: the payload, its
// body, and one object of a list in the body.
const pathMax = 4

// refuse notes the first field out of bounds. It runs once for a payload, so that the path of a
// field is spelled only when somebody has to read it.
func (c *codec) refuse(name, want string) {
	if c.err != nil {
		return
	}
	path := append(c.path[:c.depth:c.depth], name)
	if c.depth > 0 {
		path = path[1:] // The payload itself has no name.
	}
	c.err = &FieldError{Field: strings.Join(path, "."), Want: want}
}

func (c *codec) syntax(want string) {
	if c.err == nil {
		c.err = &SyntaxError{Offset: c.pos, Want: want}
	}
}

// literal consumes exactly s.
func (c *codec) literal(s string) {
	if c.err != nil {
		return
	}
	if len(c.in)-c.pos < len(s) || c.in[c.pos:c.pos+len(s)] != s {
		c.syntax(strconv.Quote(s))
		return
	}
	c.pos += len(s)
}

// mark consumes one byte of punctuation.
func (c *codec) mark(b byte) {
	if c.err == nil && c.pos < len(c.in) && c.in[c.pos] == b {
		c.pos++
		return
	}
	c.literal(string(rune(b)))
}

// key moves to the value of the named member. It reports whether a value follows here.
func (c *codec) key(name string) bool {
	if c.err != nil {
		return false
	}
	switch c.mode {
	case encoding:
		if c.comma {
			c.out = append(c.out, ',')
		}
		c.out = append(c.out, '"')
		c.out = append(c.out, name...)
		c.out = append(c.out, '"', ':')
	case decoding:
		if c.comma {
			c.mark(',')
		}
		// The usual member is found in one look; the slow look says what is wrong at which byte.
		rest, n := c.in[c.pos:], len(name)
		if len(rest) > n+2 && rest[0] == '"' && rest[1:n+1] == name && rest[n+1] == '"' && rest[n+2] == ':' {
			c.pos += n + 3
			break
		}
		c.mark('"')
		c.literal(name)
		c.literal(`":`)
	case composing:
		raw, ok := c.draft.take(name)
		if !ok {
			return false
		}
		c.pos = raw
	case describing:
		return false
	}
	c.comma = true
	return c.err == nil
}

// describe records a field when only the description was asked for.
func (c *codec) describe(f Field) {
	f.Polarity = c.polar
	c.fields = append(c.fields, f)
}

// str reads one JSON string. Skeleton strings are printable ASCII without quote and backslash, so
// there is nothing to escape and one text has one spelling.
func (c *codec) str() string {
	if c.mode == composing {
		c.space()
	}
	c.mark('"')
	if c.err != nil {
		return ""
	}
	rest := c.in[c.pos:]
	n := 0
	for n < len(rest) && isPlain[rest[n]] {
		n++
	}
	c.pos += n
	switch {
	case n == len(rest):
		c.syntax("closing quote")
		return ""
	case rest[n] != '"':
		c.syntax("printable ASCII without quote and backslash (free text belongs in an opening)")
		return ""
	}
	c.pos++
	return rest[:n]
}

// isPlain holds which bytes stand for themselves in every string of the format.
var isPlain = func() (table [256]bool) {
	for b := 0x20; b <= 0x7e; b++ {
		table[b] = b != '"' && b != '\\'
	}
	return table
}()

// putStr writes a string that its field has accepted: every field accepts printable ASCII without
// quote and backslash only.
func (c *codec) putStr(s string) {
	c.out = append(c.out, '"')
	c.out = append(c.out, s...)
	c.out = append(c.out, '"')
}

// integer reads one integer in its only spelling: no plus, no leading zero, no fraction.
func (c *codec) integer() int64 {
	if c.mode == composing {
		c.space()
	}
	start := c.pos
	if c.pos < len(c.in) && c.in[c.pos] == '-' {
		c.pos++
	}
	digits := c.pos
	var v int64
	for c.pos < len(c.in) && c.in[c.pos] >= '0' && c.in[c.pos] <= '9' {
		v = v*10 + int64(c.in[c.pos]-'0')
		if v > IntMax {
			c.syntax("an integer of at most 2^53-1")
			return 0
		}
		c.pos++
	}
	n := c.pos - digits
	if n == 0 || n > 1 && c.in[digits] == '0' || n == 1 && c.in[digits] == '0' && digits > start {
		c.pos = start
		c.syntax("an integer without plus, leading zero or fraction")
		return 0
	}
	if c.pos < len(c.in) && inNumber(c.in[c.pos]) {
		c.syntax("an integer: floats are not part of the format, use the smaller unit")
		return 0
	}
	if digits > start {
		v = -v
	}
	return v
}

// inNumber reports whether b continues a number or a word: a value that ends before one of these
// was not read to its end.
func inNumber(b byte) bool { return isAlnum(b) || b == '.' || b == '+' || b == '-' }
