package event

import "strconv"

// each walks a JSON array, calling one for every element, in whichever direction the codec works. Only
// what needs the element's type is written once for every type: the rest is list.
func each[T any](c *codec, name string, least, most int, v *[]T, one func(*T)) {
	c.list(name, least, most, len(*v), func(i int) { one(at(v, i)) })
}

// at returns an element, or the next one in its place, so that it needs no memory of its own.
func at[T any](v *[]T, i int) *T {
	if i == len(*v) {
		var t T
		*v = append(*v, t)
	}
	return &(*v)[i]
}

// list walks a JSON array that holds n elements, calling one for each with its place. While reading it
// goes on behind them.
func (c *codec) list(name string, least, most, n int, one func(int)) {
	if c.mode == encoding && (n < least || n > most) {
		c.refuse(name, listOf(least, most))
		return
	}
	if !c.key(name) {
		if c.mode == composing && least > 0 {
			c.refuse(name, listOf(least, most)+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.out = append(c.out, '[')
		for i := range n {
			if i > 0 {
				c.out = append(c.out, ',')
			}
			one(i)
		}
		c.out = append(c.out, ']')
		return
	}
	c.elements(func() {
		if n == most {
			c.refuse(name, listOf(least, most))
			return
		}
		one(n)
		n++
	})
	if c.err == nil && n < least {
		c.refuse(name, listOf(least, most))
	}
}

func listOf(least, most int) string {
	return "a list of " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
}

// elements reads "[", the elements, "]".
func (c *codec) elements(one func()) {
	lax := c.mode == composing
	if lax {
		c.space()
	}
	c.mark('[')
	if lax {
		c.space()
	}
	if c.err == nil && c.pos < len(c.in) && c.in[c.pos] == ']' {
		c.pos++
		return
	}
	for c.err == nil {
		one()
		if lax {
			c.space()
		}
		if c.err == nil && c.pos < len(c.in) && c.in[c.pos] == ']' {
			c.pos++
			return
		}
		c.mark(',')
	}
}

// object reads or writes "{", the members, "}".
func (c *codec) object(name string, members func()) {
	if c.err != nil {
		return
	}
	outerComma := c.comma
	c.path[c.depth] = name
	c.depth++
	c.comma = false
	switch c.mode {
	case encoding:
		c.out = append(c.out, '{')
		members()
		c.out = append(c.out, '}')
	case decoding:
		c.mark('{')
		members()
		c.mark('}')
	case composing:
		outer := c.draft
		c.draft = c.scanDraft()
		end := c.pos
		members()
		if left, unread := c.draft.left(); unread {
			c.refuse(clip(left), "no such field in this kind of event")
		}
		c.pos, c.draft = end, outer
	case describing:
		members()
	}
	c.depth--
	c.comma = outerComma
}

// objects is a list of objects with the members that one describes.
func objects[T any](c *codec, name string, least, most int, v *[]T, one func(*codec, *T)) {
	c.objectList(name, least, most, len(*v), func(c *codec, i int) { one(c, at(v, i)) })
}

func (c *codec) objectList(name string, least, most, n int, one func(*codec, int)) {
	if c.mode == describing {
		inner := &codec{mode: describing, polar: c.polar}
		one(inner, n)
		c.describeList(name, "fields", least, most, Field{Fields: inner.fields})
		return
	}
	c.list(name, least, most, n, func(i int) {
		c.object(name, func() { one(c, i) })
	})
}

func (c *codec) describeList(name, of string, least, most int, f Field) {
	f.Name, f.Type, f.Min, f.Max = name, "list of "+of, int64(least), int64(most)
	c.describe(f)
}

// nested is a single object member.
func nested(c *codec, name string, members func()) {
	if c.mode == describing {
		outer := c.fields
		c.fields = nil
		members()
		inner := c.fields
		c.fields = outer
		c.describe(Field{Name: name, Type: "object", Fields: inner})
		return
	}
	if !c.key(name) {
		if c.mode == composing {
			c.refuse(name, "an object (it is missing)")
		}
		return
	}
	c.object(name, members)
}

func ids[T ~string](c *codec, name string, least, most int, v *[]T) {
	if c.mode == describing {
		c.describeList(name, "id", least, most, Field{})
		return
	}
	each(c, name, least, most, v, func(t *T) {
		if c.mode != encoding {
			*t = T(c.str())
		}
		if c.err == nil && !isID(string(*t)) {
			c.refuse(name, idRule.want)
		}
		if c.mode == encoding {
			c.putStr(string(*t))
		}
	})
	once(c, name, "each identifier once", *v)
}

// once refuses a list that names something twice.
func once[T comparable](c *codec, name, want string, v []T) {
	if c.err == nil && repeats(v) {
		c.refuse(name, want)
	}
}

// repeats is quadratic over a list of at most ListMax short values and allocates nothing.
func repeats[T comparable](v []T) bool {
	for i := range v {
		for j := range i {
			if v[i] == v[j] {
				return true
			}
		}
	}
	return false
}

func enums[T ~uint8](c *codec, name string, names []string, least, most int, v *[]T) {
	if c.mode == describing {
		c.describeList(name, "enum", least, most, Field{Values: names[1:]})
		return
	}
	each(c, name, least, most, v, func(t *T) {
		if c.mode != encoding {
			*t = T(c.enumValue(name, names, false))
			return
		}
		if int(*t) == 0 || int(*t) >= len(names) {
			c.refuse(name, oneOf(names))
			return
		}
		c.putStr(names[*t])
	})
}

func nums(c *codec, name string, least, most int, low, high int64, v *[]int64) {
	if c.mode == describing {
		c.describeList(name, "int", least, most, Field{Low: low, High: high})
		return
	}
	each(c, name, least, most, v, func(t *int64) {
		if c.mode == encoding {
			c.out = strconv.AppendInt(c.out, *t, 10)
		} else {
			*t = c.integer()
		}
		if c.err == nil && (*t < low || *t > high) {
			c.refuse(name, between("integers", low, high))
		}
	})
	once(c, name, "each number once", *v)
}

func digests(c *codec, name string, least, most int, v *[]ID) {
	if c.mode == describing {
		c.describeList(name, "digest", least, most, Field{})
		return
	}
	each(c, name, least, most, v, func(t *ID) {
		ok := c.mode == encoding || unhex(t[:], c.str())
		if c.err == nil && (!ok || t.IsZero()) {
			c.refuse(name, digestWant)
		}
		if c.mode == encoding {
			c.putHex(t[:], false)
		}
	})
	once(c, name, "each digest once", *v)
}

func objs(c *codec, name string, least, most int, v *[]Object) {
	if c.mode == describing {
		c.describeList(name, "object", least, most, Field{})
		return
	}
	each(c, name, least, most, v, func(t *Object) {
		ok := t.named()
		if c.mode != encoding {
			*t, ok = readObject(c.str())
		}
		if c.err == nil && !ok {
			c.refuse(name, objectWant)
		}
		if c.mode == encoding && ok {
			c.putObject(*t)
		}
	})
	once(c, name, "each object once", *v)
}

func texts(c *codec, name string, least, most int, v *[]string) {
	if c.mode == describing {
		c.describeList(name, "text", least, most, Field{})
		return
	}
	each(c, name, least, most, v, func(t *string) {
		if c.mode != encoding {
			*t = c.str()
		}
		if c.err == nil && !isText(*t) {
			c.refuse(name, textRule.want)
		}
		if c.mode == encoding {
			c.putStr(*t)
		}
	})
}
