package event

import "strconv"

// A draft is what a page knows before the exact bytes exist: one JSON object whose members may
// stand in any order, with white space. Composing turns it into the one allowed spelling.
type draft struct {
	names []string
	at    []int
	taken []bool
}

// draftMembersMax bounds the members of one object in a draft.
const draftMembersMax = 64

func (d *draft) take(name string) (int, bool) {
	for i, n := range d.names {
		if n == name {
			d.taken[i] = true
			return d.at[i], true
		}
	}
	return 0, false
}

// left returns a member that nothing has read. Its name may be empty.
func (d *draft) left() (string, bool) {
	for i, t := range d.taken {
		if !t {
			return d.names[i], true
		}
	}
	return "", false
}

func (c *codec) space() {
	for c.pos < len(c.in) {
		switch c.in[c.pos] {
		case ' ', '\t', '\r', '\n':
			c.pos++
		default:
			return
		}
	}
}

// scanDraft indexes the members of the object at pos and leaves pos behind its closing brace.
func (c *codec) scanDraft() *draft {
	d := new(draft)
	c.space()
	c.mark('{')
	c.space()
	if c.err == nil && c.pos < len(c.in) && c.in[c.pos] == '}' {
		c.pos++
		return d
	}
	for c.err == nil {
		name := c.str()
		c.space()
		c.mark(':')
		c.space()
		if _, twice := d.take(name); twice {
			c.syntax("each member once, not " + strconv.Quote(clip(name)) + " again")
		}
		if len(d.names) == draftMembersMax {
			c.syntax("at most 64 members")
		}
		d.names, d.at, d.taken = append(d.names, name), append(d.at, c.pos), append(d.taken, false)
		c.skip(0)
		c.space()
		if c.err == nil && c.pos < len(c.in) && c.in[c.pos] == '}' {
			c.pos++
			break
		}
		c.mark(',')
		c.space()
	}
	for i := range d.taken {
		d.taken[i] = false
	}
	return d
}

// skipDepthMax bounds the nesting that skip follows.
const skipDepthMax = 8

// skip moves behind one JSON value of any kind.
func (c *codec) skip(depth int) {
	if c.err != nil {
		return
	}
	if depth > skipDepthMax {
		c.syntax("at most 8 levels of nesting")
		return
	}
	c.space()
	if c.pos >= len(c.in) {
		c.syntax("a value")
		return
	}
	switch b := c.in[c.pos]; {
	case b == '"':
		c.skipString()
	case b == '{' || b == '[':
		c.skipGroup(depth, b)
	default:
		start := c.pos
		for c.pos < len(c.in) {
			b := c.in[c.pos]
			if !inNumber(b) {
				break
			}
			c.pos++
		}
		if c.pos == start {
			c.syntax("a value")
		}
	}
}

func (c *codec) skipGroup(depth int, open byte) {
	closing := byte('}')
	if open == '[' {
		closing = ']'
	}
	c.pos++
	c.space()
	if c.pos < len(c.in) && c.in[c.pos] == closing {
		c.pos++
		return
	}
	for c.err == nil {
		if open == '{' {
			c.space()
			c.skipString()
			c.space()
			c.mark(':')
		}
		c.skip(depth + 1)
		c.space()
		if c.err == nil && c.pos < len(c.in) && c.in[c.pos] == closing {
			c.pos++
			return
		}
		c.mark(',')
	}
}

// skipString moves behind a JSON string with any legal escape.
func (c *codec) skipString() {
	c.mark('"')
	for c.err == nil && c.pos < len(c.in) {
		switch c.in[c.pos] {
		case '"':
			c.pos++
			return
		case '\\':
			c.pos += 2
		default:
			c.pos++
		}
	}
	c.syntax("closing quote")
}
