package session

import (
	"strconv"
	"unicode/utf8"
)

// Bounds of the JSON a page hands in. Openings are the longest texts.
const (
	jsonMax      = 1 << 20
	jsonDepthMax = 12
)

type valueKind uint8

const (
	nullValue valueKind = iota
	boolValue
	intValue
	textValue
	listValue
	objectValue
)

// value is one JSON value of a page's message. It knows where it stood, so that the exact bytes of
// a part can be handed on.
type value struct {
	kind       valueKind
	text       string
	number     int64
	yes        bool
	list       []value
	names      []string // Of an object's members; list holds their values.
	start, end int
}

// get returns a member of an object; the null value when there is none.
func (v *value) get(name string) value {
	for i, n := range v.names {
		if n == name {
			return v.list[i]
		}
	}
	return value{}
}

// str returns the text of a member, empty when it is absent or no text.
func (v *value) str(name string) string {
	m := v.get(name)
	return m.text
}

// scanner reads the JSON of a page (RFC 8259) as far as the protocol uses it: integers only, every
// name once. It is not the scanner of events, which knows one spelling only.
type scanner struct {
	in  string
	pos int
	bad bool
}

// parseJSON reads one whole value, and reports false for anything else.
func parseJSON(in string) (value, bool) {
	if len(in) > jsonMax || !utf8.ValidString(in) {
		return value{}, false
	}
	s := scanner{in: in}
	v := s.value(0)
	s.space()
	return v, !s.bad && s.pos == len(in)
}

func (s *scanner) space() {
	for s.pos < len(s.in) {
		switch s.in[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

// take consumes exactly b.
func (s *scanner) take(b byte) bool {
	if s.bad || s.pos >= len(s.in) || s.in[s.pos] != b {
		s.bad = true
		return false
	}
	s.pos++
	return true
}

// next returns the byte after white space, 0 at the end.
func (s *scanner) next() byte {
	s.space()
	if s.bad || s.pos >= len(s.in) {
		return 0
	}
	return s.in[s.pos]
}

func (s *scanner) value(depth int) value {
	b := s.next()
	v := value{start: s.pos}
	switch {
	case depth > jsonDepthMax:
		s.bad = true
	case b == '{':
		s.object(&v, depth)
	case b == '[':
		s.array(&v, depth)
	case b == '"':
		v.kind, v.text = textValue, s.text()
	case b == '-' || b >= '0' && b <= '9':
		v.kind, v.number = intValue, s.integer()
	default:
		s.word(&v)
	}
	v.end = s.pos
	return v
}

func (s *scanner) word(v *value) {
	for _, w := range [...]struct {
		word string
		kind valueKind
		yes  bool
	}{{"true", boolValue, true}, {"false", boolValue, false}, {"null", nullValue, false}} {
		if len(s.in)-s.pos >= len(w.word) && s.in[s.pos:s.pos+len(w.word)] == w.word {
			v.kind, v.yes = w.kind, w.yes
			s.pos += len(w.word)
			return
		}
	}
	s.bad = true
}

func (s *scanner) object(v *value, depth int) {
	v.kind = objectValue
	s.pos++
	if s.next() == '}' {
		s.pos++
		return
	}
	for !s.bad {
		if s.next() != '"' {
			s.bad = true
			return
		}
		name := s.text()
		for _, n := range v.names {
			s.bad = s.bad || n == name
		}
		s.space()
		s.take(':')
		v.names = append(v.names, name)
		v.list = append(v.list, s.value(depth+1))
		if s.next() == '}' {
			s.pos++
			return
		}
		s.take(',')
	}
}

func (s *scanner) array(v *value, depth int) {
	v.kind = listValue
	s.pos++
	if s.next() == ']' {
		s.pos++
		return
	}
	for !s.bad {
		v.list = append(v.list, s.value(depth+1))
		if s.next() == ']' {
			s.pos++
			return
		}
		s.take(',')
	}
}

// integer reads a whole number of at most 2^53-1: the largest every page keeps exactly.
func (s *scanner) integer() int64 {
	start := s.pos
	for s.pos < len(s.in) && (s.in[s.pos] == '-' || s.in[s.pos] >= '0' && s.in[s.pos] <= '9') {
		s.pos++
	}
	digits := s.in[start:s.pos]
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != digits || n > 1<<53-1 || n < -(1<<53-1) {
		s.bad = true
		return 0
	}
	if s.pos < len(s.in) && (s.in[s.pos] == '.' || s.in[s.pos] == 'e' || s.in[s.pos] == 'E') {
		s.bad = true
	}
	return n
}

func (s *scanner) text() string {
	if !s.take('"') {
		return ""
	}
	start := s.pos
	for s.pos < len(s.in) && s.in[s.pos] != '"' && s.in[s.pos] != '\\' && s.in[s.pos] >= ' ' {
		s.pos++
	}
	out := []byte(s.in[start:s.pos])
	for !s.bad && s.pos < len(s.in) {
		switch b := s.in[s.pos]; {
		case b == '"':
			s.pos++
			return string(out)
		case b == '\\':
			out = s.escape(out)
		case b < ' ':
			s.bad = true
		default:
			out = append(out, b)
			s.pos++
		}
	}
	s.bad = true
	return ""
}

var escapes = map[byte]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

func (s *scanner) escape(out []byte) []byte {
	s.pos++
	if s.pos >= len(s.in) {
		s.bad = true
		return out
	}
	b := s.in[s.pos]
	s.pos++
	if plain, ok := escapes[b]; ok {
		return append(out, plain)
	}
	if b != 'u' {
		s.bad = true
		return out
	}
	r := s.hex4()
	if r >= 0xd800 && r < 0xdc00 && s.pos+1 < len(s.in) && s.in[s.pos:s.pos+2] == `\u` {
		s.pos += 2
		low := s.hex4()
		if low < 0xdc00 || low > 0xdfff {
			s.bad = true
		}
		r = 0x10000 + (r-0xd800)<<10 + (low - 0xdc00)
	}
	if !utf8.ValidRune(r) {
		s.bad = true // Half of a pair is no character.
		return out
	}
	return utf8.AppendRune(out, r)
}

func (s *scanner) hex4() rune {
	if len(s.in)-s.pos < 4 {
		s.bad = true
		return 0
	}
	n, err := strconv.ParseUint(s.in[s.pos:s.pos+4], 16, 32)
	if err != nil || s.in[s.pos] == '+' {
		s.bad = true
		return 0
	}
	s.pos += 4
	return rune(n)
}
