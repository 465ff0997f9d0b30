package event

import (
	"encoding/hex"
	"fmt"
	"strconv"
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
	return fmt.Sprintf("payload byte %d: want %s", e.Offset, e.Want)
}

// FieldError says which field holds a value outside its bounds.
type FieldError struct {
	Field string // Dotted path, for example body.items.class.
	Want  string // What the field accepts.
}

func (e *FieldError) Error() string { return fmt.Sprintf("field %s: want %s", e.Field, e.Want) }

// Field describes one field of the format for documents, for pages and for tests.
type Field struct {
	Name     string
	Type     string   // id, text, int, digest, key, day, enum, or list of one of these or of fields.
	Polarity Polarity // What the field can do to a verdict.
	Values   []string // The closed list, for an enum.
	Min, Max int64    // Bounds of an int; Max is also the longest list.
	Optional bool     // Whether the empty value stands for "not recorded".
	Fields   []Field  // The members, for a list of objects.
}

type codec struct {
	mode   mode
	in     string // decoding and composing: the whole payload.
	pos    int
	out    []byte // encoding.
	comma  bool   // a member was already written or read in this object.
	err    error
	path   string
	polar  Polarity
	fields []Field
	draft  draft // composing: the members of the object at hand.
}

func (c *codec) refuse(name, want string) {
	if c.err == nil {
		c.err = &FieldError{Field: c.path + name, Want: want}
	}
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
			c.literal(",")
		}
		c.literal(`"`)
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

// describe records a field and returns true when only the description was asked for.
func (c *codec) describe(f Field) bool {
	if c.mode != describing {
		return false
	}
	f.Polarity = c.polar
	c.fields = append(c.fields, f)
	return true
}

// str reads one JSON string. Skeleton strings are printable ASCII without quote and backslash, so
// there is nothing to escape and one text has one spelling.
func (c *codec) str() string {
	if c.mode == composing {
		c.space()
	}
	c.literal(`"`)
	if c.err != nil {
		return ""
	}
	start := c.pos
	for c.pos < len(c.in) {
		switch b := c.in[c.pos]; {
		case b == '"':
			s := c.in[start:c.pos]
			c.pos++
			return s
		case b < 0x20 || b > 0x7e || b == '\\':
			c.syntax("printable ASCII without quote and backslash (free text belongs in an opening)")
			return ""
		}
		c.pos++
	}
	c.syntax("closing quote")
	return ""
}

func (c *codec) putStr(s string) {
	for i := range len(s) {
		if b := s[i]; b < 0x20 || b > 0x7e || b == '"' || b == '\\' {
			c.refuse("", "printable ASCII without quote and backslash")
			return
		}
	}
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
	if c.pos < len(c.in) && (c.in[c.pos] == '.' || c.in[c.pos] == 'e' || c.in[c.pos] == 'E') {
		c.syntax("an integer: floats are not part of the format, use the smaller unit")
		return 0
	}
	if digits > start {
		v = -v
	}
	return v
}

// word is the shared path of every text field: accept says whether a value is in bounds.
func word[T ~string](c *codec, name, typ, want string, opt bool, v *T, accept func(string) bool) {
	if c.describe(Field{Name: name, Type: typ, Optional: opt}) {
		return
	}
	ok := func(s string) bool { return opt && s == "" || accept(s) }
	if c.mode == encoding && !ok(string(*v)) {
		c.refuse(name, want)
		return
	}
	if !c.key(name) {
		if c.mode == composing && !opt {
			c.refuse(name, want+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.putStr(string(*v))
		return
	}
	s := c.str()
	if c.err == nil && !ok(s) {
		c.refuse(name, want)
	}
	*v = T(s)
}

const idWant = "1 to 32 of A-Z a-z 0-9 . _ - beginning with a letter or digit"

func id[T ~string](c *codec, name string, v *T)    { word(c, name, "id", idWant, false, v, isID) }
func optID[T ~string](c *codec, name string, v *T) { word(c, name, "id", idWant, true, v, isID) }

func day(c *codec, name string, v *Day) {
	word(c, name, "day", "a day like 2026-11-23", false, v, isDay)
}

func optDay(c *codec, name string, v *Day) {
	word(c, name, "day", "a day like 2026-11-23", true, v, isDay)
}

func text(c *codec, name string, v *string) {
	word(c, name, "text", fmt.Sprintf("1 to %d printable ASCII characters", TextMax), false, v,
		func(s string) bool { return s != "" && len(s) <= TextMax })
}

func region(c *codec, name string, v *Region) {
	word(c, name, "region", "an ISO 3166-2 code like US-CA", false, v, isRegion)
}

func isRegion(s string) bool {
	if len(s) < 4 || len(s) > 6 || s[2] != '-' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		upper, digit := c >= 'A' && c <= 'Z', c >= '0' && c <= '9'
		if i < 2 && !upper || i > 2 && !upper && !digit {
			return false
		}
	}
	return true
}

func hexText[T ~string](c *codec, name string, bytes int, opt bool, v *T) {
	word(c, name, "hex", fmt.Sprintf("%d lower-case hex digits", 2*bytes), opt, v,
		func(s string) bool { return len(s) == 2*bytes && isLowerHex(s) })
}

// enum reads one of a closed list. The zero value of every enum is "not recorded" and has no
// spelling: a field that must be answered cannot be left out by leaving it empty.
func enum[T ~uint8](c *codec, name string, names []string, v *T) {
	if c.describe(Field{Name: name, Type: "enum", Values: names[1:]}) {
		return
	}
	if c.mode == encoding && (int(*v) == 0 || int(*v) >= len(names)) {
		c.refuse(name, "one of "+join(names[1:]))
		return
	}
	if !c.key(name) {
		if c.mode == composing {
			c.refuse(name, "one of "+join(names[1:])+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.putStr(names[*v])
		return
	}
	*v = enumValue[T](c, name, names)
}

func enumValue[T ~uint8](c *codec, name string, names []string) T {
	s := c.str()
	if c.err != nil {
		return 0
	}
	for i := 1; i < len(names); i++ {
		if names[i] == s {
			return T(i)
		}
	}
	c.refuse(name, "one of "+join(names[1:]))
	return 0
}

func join(names []string) string {
	out := ""
	for i, n := range names {
		if i > 0 {
			out += ", "
		}
		out += n
	}
	return out
}

func num(c *codec, name string, least, most int64, v *int64) {
	if c.describe(Field{Name: name, Type: "int", Min: least, Max: most}) {
		return
	}
	want := fmt.Sprintf("an integer from %d to %d", least, most)
	if c.mode == encoding && (*v < least || *v > most) {
		c.refuse(name, want)
		return
	}
	if !c.key(name) {
		if c.mode == composing {
			c.refuse(name, want+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.out = strconv.AppendInt(c.out, *v, 10)
		return
	}
	n := c.integer()
	if c.err == nil && (n < least || n > most) {
		c.refuse(name, want)
	}
	*v = n
}

func digest(c *codec, name string, opt bool, v *ID) {
	s := ""
	if !v.IsZero() {
		s = v.String()
	}
	word(c, name, "digest", "64 lower-case hex digits", opt, &s,
		func(s string) bool { return len(s) == 2*len(ID{}) && isLowerHex(s) })
	if c.mode == encoding || c.mode == describing || c.err != nil || s == "" {
		return
	}
	if _, err := hex.Decode(v[:], []byte(s)); err != nil {
		c.refuse(name, "64 lower-case hex digits")
	}
}

func pubKey(c *codec, name string, v *PublicKey) {
	s := v.String()
	word(c, name, "key", "an uncompressed P-256 point, 130 lower-case hex digits beginning 04", false, &s,
		func(s string) bool { return len(s) == 2*KeySize && isLowerHex(s) && s[:2] == "04" })
	if c.mode == encoding || c.mode == describing || c.err != nil {
		return
	}
	if _, err := hex.Decode(v[:], []byte(s)); err != nil {
		c.refuse(name, "130 lower-case hex digits")
	}
}
