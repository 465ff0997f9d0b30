package verdict

import (
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// PackError says where a pack leaves the format and what was wanted there. A pack with one such
// place is refused whole: a rule that cannot be read must never be a rule that is not asked.
type PackError struct {
	Path   string // Members and indexes from the root, for example clauses[3].requires.all[1].
	Offset int    // Byte offset in the pack, from 0.
	Want   string // The fact that is wrong, and what is allowed there.
}

func (e *PackError) Error() string {
	path := e.Path
	if path == "" {
		path = "pack"
	}
	return "read rule pack: " + path + ", byte " + strconv.Itoa(e.Offset) + ": " + e.Want
}

// reader walks strict JSON by what the format allows at each place. It knows objects, lists, text
// and integers; true, false, null, fractions and escapes have no meaning in a pack. After the first
// error every method returns at once, so callers check only where they would loop.
type reader struct {
	in   string
	pos  int
	path []byte
	err  *PackError
}

// member is one name an object may have.
type member struct {
	name     string
	optional bool
	read     func()
}

func (r *reader) fail(offset int, want string) {
	if r.err == nil {
		r.err = &PackError{Path: string(r.path), Offset: offset, Want: want}
	}
}

// within reads one part of the pack under a longer path. The path stays as it was at an error.
func (r *reader) within(step string, read func()) {
	before := len(r.path)
	if before == 0 {
		step = strings.TrimPrefix(step, ".")
	}
	r.path = append(r.path, step...)
	r.next() // So that offsets name the first byte of the value, not the space before it.
	read()
	r.path = r.path[:before]
}

// next skips white space and returns the byte at hand, or 0 at the end and after an error.
func (r *reader) next() byte {
	for r.err == nil && r.pos < len(r.in) {
		switch c := r.in[r.pos]; c {
		case ' ', '\n', '\r', '\t':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// take moves past the one allowed byte.
func (r *reader) take(c byte, what string) bool {
	if r.next() != c || r.err != nil {
		r.fail(r.pos, "want "+what)
		return false
	}
	r.pos++
	return true
}

// end accepts nothing but white space up to the end of the bytes.
func (r *reader) end() {
	if r.next(); r.err == nil && r.pos != len(r.in) {
		r.fail(r.pos, "want nothing after the pack")
	}
}

// object reads the declared members in any order: each at most once, no other, none missing.
func (r *reader) object(members ...member) {
	start := r.pos
	if !r.take('{', "an object") {
		return
	}
	var seen uint64
	for first := true; r.err == nil; first = false {
		if r.next() == '}' {
			break
		}
		if !first && (!r.take(',', "a comma or the end of the object") || r.next() == 0) {
			break
		}
		at := r.pos
		name := r.text(64)
		i := 0
		for i < len(members) && members[i].name != name {
			i++
		}
		switch {
		case r.err != nil:
			return
		case i == len(members):
			r.fail(at, "unknown member "+strconv.Quote(name))
			return
		case seen>>i&1 == 1:
			r.fail(at, "member "+strconv.Quote(name)+" twice")
			return
		}
		seen |= 1 << i
		if r.take(':', "a colon") {
			r.within("."+name, members[i].read)
		}
	}
	if !r.take('}', "the end of the object") {
		return
	}
	for i, m := range members {
		if !m.optional && seen>>i&1 == 0 {
			r.fail(start, "member "+strconv.Quote(m.name)+" is missing")
		}
	}
}

// list reads between least and most elements.
func (r *reader) list(least, most int, element func()) {
	start := r.pos
	if !r.take('[', "a list") {
		return
	}
	n := 0
	for ; r.err == nil && r.next() != ']'; n++ {
		if n == most {
			r.fail(r.pos, "more than "+strconv.Itoa(most)+" elements")
			return
		}
		if n > 0 && !r.take(',', "a comma or the end of the list") {
			return
		}
		r.within("["+strconv.Itoa(n)+"]", element)
	}
	if r.take(']', "the end of the list") && n < least {
		r.fail(start, "want at least "+strconv.Itoa(least)+" elements")
	}
}

// text reads printable ASCII without escapes, so that what a lawyer reads is byte for byte what the
// digest covers. It may be empty.
func (r *reader) text(most int) string {
	start := r.pos
	if !r.take('"', "text in double quotes") {
		return ""
	}
	from := r.pos
	for ; r.pos < len(r.in); r.pos++ {
		switch c := r.in[r.pos]; {
		case c == '"':
			s := r.in[from:r.pos]
			r.pos++
			if len(s) > most {
				r.fail(start, "text of "+strconv.Itoa(len(s))+" bytes, at most "+strconv.Itoa(most))
			}
			return s
		case c < ' ' || c > '~' || c == '\\':
			r.fail(r.pos, "want printable ASCII without backslash in text")
			return ""
		}
	}
	r.fail(start, "text without end")
	return ""
}

// word reads text that a test accepts.
func (r *reader) word(want string, accepts func(string) bool) string {
	start := r.pos
	s := r.text(PhraseMax)
	if r.err == nil && !accepts(s) {
		r.fail(start, strconv.Quote(s)+": want "+want)
	}
	return s
}

// phrase reads text for people: something must be said.
func (r *reader) phrase() string {
	return r.word("a phrase that neither begins nor ends with a space", func(s string) bool {
		return s != "" && strings.TrimSpace(s) == s
	})
}

// one reads a word of a closed list and returns its index; entries that are empty are not words.
func (r *reader) one(what string, list []string) int {
	index := 0
	r.word("a known "+what, func(s string) bool {
		for i, name := range list {
			if name != "" && name == s {
				index = i
				return true
			}
		}
		return false
	})
	return index
}

// integer reads a whole number between least and most, written in the one shortest way.
func (r *reader) integer(least, most int64) int64 {
	start := r.pos
	for r.pos < len(r.in) && strings.IndexByte("+-.0123456789eE", r.in[r.pos]) >= 0 {
		r.pos++
	}
	digits := r.in[start:r.pos]
	v, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil || strconv.FormatInt(v, 10) != digits:
		r.fail(start, "want a whole number")
	case v < least || v > most:
		r.fail(start, digits+": want "+strconv.FormatInt(least, 10)+" to "+strconv.FormatInt(most, 10))
	}
	return v
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlnum(c byte) bool { return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// isName accepts the identifiers that events carry: 1 to 32 letters, digits, "-", "." and "_".
func isName(s string) bool {
	if s == "" || len(s) > nameMax || !isAlnum(s[0]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if c := s[i]; !isAlnum(c) && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

// isRegion accepts the form of an ISO 3166-2 code: country, hyphen, one to three letters or digits.
func isRegion(s string) bool {
	if len(s) < 4 || len(s) > 6 || s[2] != '-' {
		return false
	}
	for i := range len(s) {
		upper := s[i] >= 'A' && s[i] <= 'Z'
		if i < 2 && !upper || i > 2 && !upper && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// isDay accepts a day as event.Day.Valid does.
func isDay(s string) bool { return event.Day(s).Valid() }

// isDigest accepts the SHA-256 of a source in lower-case hex.
func isDigest(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) && (s[i] < 'a' || s[i] > 'f') {
			return false
		}
	}
	return len(s) == 64
}
