package event

import (
	"strconv"
	"strings"
)

// rule is what one sort of text field accepts. Rules are built once: reading a payload formats no
// sentence that nobody will read.
type rule struct {
	typ    string
	want   string
	least  int64 // Shortest value in bytes; 0 where the type fixes it.
	most   int64 // Longest value in bytes; 0 where the type fixes it.
	accept func(string) bool
}

var (
	idRule = rule{
		"id", "1 to 32 of A-Z a-z 0-9 . _ - beginning with a letter or digit", 1, IDMax, isID,
	}
	dayRule    = rule{"day", "a day like 2026-11-23", 0, 0, isDay}
	regionRule = rule{"region", "an ISO 3166-2 code like US-CA", 0, 0, isRegion}
	textRule   = rule{
		"text", "1 to " + strconv.Itoa(TextMax) + " printable ASCII characters", 1, TextMax, isText,
	}
	hex16Rule = rule{
		"hex", "32 lower-case hex digits", 32, 32,
		func(s string) bool { return len(s) == 32 && isLowerHex(s) },
	}
	hex32Rule = rule{
		"hex", "64 lower-case hex digits", 64, 64,
		func(s string) bool { return len(s) == 64 && isLowerHex(s) },
	}
)

const (
	kindWant   = "a kind of docs/spec/events.md"
	objectWant = "item/, container/ or tray/ and an identifier"
	digestWant = "64 lower-case hex digits, not all zero"
	keyWant    = "an uncompressed P-256 point, 130 lower-case hex digits beginning 04"
)

// word is the shared path of every text field.
func word[T ~string](c *codec, name string, r *rule, opt bool, v *T) {
	if c.mode == describing {
		c.describe(Field{Name: name, Type: r.typ, Min: r.least, Max: r.most, Optional: opt})
		return
	}
	if c.mode == encoding {
		if !(opt && *v == "" || r.accept(string(*v))) {
			c.refuse(name, r.want)
		} else if c.key(name) {
			c.putStr(string(*v))
		}
		return
	}
	s, found := c.wordIn(name, r.want, opt)
	if found && !(opt && s == "" || r.accept(s)) {
		c.refuse(name, r.want)
	}
	*v = T(s)
}

// wordIn reads the text of a named member, and says whether there was one.
func (c *codec) wordIn(name, want string, opt bool) (string, bool) {
	if !c.key(name) {
		c.missing(name, want, opt)
		return "", false
	}
	s := c.str()
	return s, c.err == nil
}

// missing refuses a draft that leaves out what must be said. A payload with a member left out was
// already refused by its grammar.
func (c *codec) missing(name, want string, opt bool) {
	if c.mode == composing && !opt {
		c.refuse(name, want+" (it is missing)")
	}
}

func id[T ~string](c *codec, name string, v *T)    { word(c, name, &idRule, false, v) }
func optID[T ~string](c *codec, name string, v *T) { word(c, name, &idRule, true, v) }

func day(c *codec, name string, v *Day)       { word(c, name, &dayRule, false, v) }
func optDay(c *codec, name string, v *Day)    { word(c, name, &dayRule, true, v) }
func text(c *codec, name string, v *string)   { word(c, name, &textRule, false, v) }
func region(c *codec, name string, v *Region) { word(c, name, &regionRule, false, v) }

func hex16[T ~string](c *codec, name string, v *T)    { word(c, name, &hex16Rule, false, v) }
func optHex32[T ~string](c *codec, name string, v *T) { word(c, name, &hex32Rule, true, v) }

func isText(s string) bool {
	if s == "" || len(s) > TextMax {
		return false
	}
	for i := range len(s) {
		if !isPlain[s[i]] {
			return false
		}
	}
	return true
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

// kind reads which kind of event this is.
func kind(c *codec, name string, v *Kind) {
	switch c.mode {
	case describing:
		c.describe(Field{Name: name, Type: "kind"})
	case encoding:
		if v.String() == "" {
			c.refuse(name, kindWant)
		} else if c.key(name) {
			c.putStr(v.String())
		}
	case decoding, composing:
		if s, found := c.wordIn(name, kindWant, false); found {
			if *v = KindOf(s); *v == NoKind {
				c.refuse(name, kindWant)
			}
		}
	}
}

// object reads a thing that has a chain.
func object(c *codec, name string, v *Object) {
	switch c.mode {
	case describing:
		c.describe(Field{Name: name, Type: "object"})
	case encoding:
		if !v.named() {
			c.refuse(name, objectWant)
		} else if c.key(name) {
			c.putObject(*v)
		}
	case decoding, composing:
		if s, found := c.wordIn(name, objectWant, false); found {
			var ok bool
			if *v, ok = readObject(s); !ok {
				c.refuse(name, objectWant)
			}
		}
	}
}

func (c *codec) putObject(o Object) {
	c.out = append(c.out, '"')
	c.out = append(c.out, objectPrefix[o.Type]...)
	c.out = append(c.out, o.ID...)
	c.out = append(c.out, '"')
}

// enum reads one of a closed list. The zero value of every enum is "not recorded" and has no
// spelling here: a field that must be answered cannot be left out by leaving it empty.
func enum[T ~uint8](c *codec, name string, names []string, v *T) {
	enumerated(c, name, names, false, v)
}

// optEnum is an enum for which the rules have a cautious meaning when nobody answered: the empty text
// says so.
func optEnum[T ~uint8](c *codec, name string, names []string, v *T) {
	enumerated(c, name, names, true, v)
}

func enumerated[T ~uint8](c *codec, name string, names []string, opt bool, v *T) {
	if c.mode == describing {
		c.describe(Field{Name: name, Type: "enum", Values: names[1:], Optional: opt})
		return
	}
	if c.mode == encoding && (int(*v) == 0 && !opt || int(*v) >= len(names)) {
		c.refuse(name, oneOf(names))
		return
	}
	if !c.key(name) {
		if c.mode == composing && !opt {
			c.refuse(name, oneOf(names)+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.putStr(names[*v])
		return
	}
	*v = T(c.enumValue(name, names, opt))
}

func (c *codec) enumValue(name string, names []string, opt bool) uint8 {
	s := c.str()
	if c.err != nil || opt && s == "" {
		return 0
	}
	i := find(names, s)
	if i == 0 {
		c.refuse(name, oneOf(names))
	}
	return uint8(i)
}

func oneOf(names []string) string { return "one of " + strings.Join(names[1:], ", ") }

func num(c *codec, name string, least, most int64, v *int64) {
	if c.mode == describing {
		c.describe(Field{Name: name, Type: "int", Min: least, Max: most})
		return
	}
	if c.mode == encoding && (*v < least || *v > most) {
		c.refuse(name, between("an integer", least, most))
		return
	}
	if !c.key(name) {
		if c.mode == composing {
			c.refuse(name, between("an integer", least, most)+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.out = strconv.AppendInt(c.out, *v, 10)
		return
	}
	n := c.integer()
	if c.err == nil && (n < least || n > most) {
		c.refuse(name, between("an integer", least, most))
	}
	*v = n
}

func between(what string, least, most int64) string {
	return what + " from " + strconv.FormatInt(least, 10) + " to " + strconv.FormatInt(most, 10)
}

// digest reads the SHA-256 of something. Sixty-four zeros name nothing: where nothing may be named
// the empty text says so, and a second spelling of it is refused.
func digest(c *codec, name string, opt bool, v *ID) {
	switch c.mode {
	case describing:
		c.describe(Field{Name: name, Type: "digest", Optional: opt})
	case encoding:
		if v.IsZero() && !opt {
			c.refuse(name, digestWant)
		} else if c.key(name) {
			c.putHex(v[:], v.IsZero())
		}
	case decoding, composing:
		s, found := c.wordIn(name, digestWant, opt)
		if !found || opt && s == "" {
			return
		}
		if !unhex(v[:], s) || v.IsZero() {
			c.refuse(name, digestWant)
		}
	}
}

func pubKey(c *codec, name string, v *PublicKey) {
	switch c.mode {
	case describing:
		c.describe(Field{Name: name, Type: "key"})
	case encoding:
		if v[0] != 4 {
			c.refuse(name, keyWant)
		} else if c.key(name) {
			c.putHex(v[:], false)
		}
	case decoding, composing:
		s, found := c.wordIn(name, keyWant, false)
		if found && (!unhex(v[:], s) || v[0] != 4) {
			c.refuse(name, keyWant)
		}
	}
}

const hexDigits = "0123456789abcdef"

// putHex writes bytes as lower-case hex, or the empty text where nothing is named.
func (c *codec) putHex(b []byte, empty bool) {
	c.out = append(c.out, '"')
	if !empty {
		c.out = appendHex(c.out, b)
	}
	c.out = append(c.out, '"')
}

// Hex returns the bytes in lower-case hex, two digits each. The standard library's writer would bring
// fmt into every phone (record 0045).
func Hex(b []byte) string { return string(appendHex(make([]byte, 0, 2*len(b)), b)) }

func appendHex(out, b []byte) []byte {
	for _, x := range b {
		out = append(out, hexDigits[x>>4], hexDigits[x&15])
	}
	return out
}

// unhex reads exactly len(out) bytes of lower-case hex. It differs from encoding/hex in refusing
// capitals, which would be a second spelling, and in reading a string without a copy.
func unhex(out []byte, s string) bool {
	if len(s) != 2*len(out) {
		return false
	}
	bad := byte(0)
	for i := range out {
		high, low := nibble[s[2*i]], nibble[s[2*i+1]]
		bad |= high | low
		out[i] = high<<4 | low&15
	}
	return bad < 16
}

// nibble holds the value of every lower-case hex digit, and 0xff for any other byte.
var nibble = func() (table [256]byte) {
	for i := range table {
		table[i] = 0xff
	}
	for i := range len(hexDigits) {
		table[hexDigits[i]] = byte(i)
	}
	return table
}()
