package event

import "fmt"

// each walks a JSON array, calling one for every element, in whichever direction the codec works.
func each[T any](c *codec, name, typ string, least, most int, v *[]T, members []Field, one func(*T)) {
	if c.describe(Field{Name: name, Type: typ, Min: int64(least), Max: int64(most), Fields: members}) {
		return
	}
	want := fmt.Sprintf("a list of %d to %d", least, most)
	if c.mode == encoding && (len(*v) < least || len(*v) > most) {
		c.refuse(name, want)
		return
	}
	if !c.key(name) {
		if c.mode == composing && least > 0 {
			c.refuse(name, want+" (it is missing)")
		}
		return
	}
	if c.mode == encoding {
		c.out = append(c.out, '[')
		for i := range *v {
			if i > 0 {
				c.out = append(c.out, ',')
			}
			one(&(*v)[i])
		}
		c.out = append(c.out, ']')
		return
	}
	c.elements(func() {
		if len(*v) == most {
			c.refuse(name, want)
			return
		}
		var t T
		one(&t)
		*v = append(*v, t)
	})
	if c.err == nil && len(*v) < least {
		c.refuse(name, want)
	}
}

// elements reads "[", the elements, "]".
func (c *codec) elements(one func()) {
	lax := c.mode == composing
	if lax {
		c.space()
	}
	c.literal("[")
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
		c.literal(",")
	}
}

// object reads or writes "{", the members, "}".
func (c *codec) object(path string, members func()) {
	if c.err != nil {
		return
	}
	outerPath, outerComma, outerDraft := c.path, c.comma, c.draft
	c.path, c.comma = c.path+path, false
	switch c.mode {
	case encoding:
		c.out = append(c.out, '{')
		members()
		c.out = append(c.out, '}')
	case decoding:
		c.literal("{")
		members()
		c.literal("}")
	case composing:
		c.draft = c.scanDraft()
		end := c.pos
		members()
		if left := c.draft.left(); c.err == nil && left != "" {
			c.refuse(left, "no such field in this kind of event")
		}
		c.pos = end
	case describing:
		members()
	}
	c.path, c.comma, c.draft = outerPath, outerComma, outerDraft
}

// objects is a list of objects with the members that one describes.
func objects[T any](c *codec, name string, least, most int, v *[]T, one func(*codec, *T)) {
	var members []Field
	if c.mode == describing {
		inner := &codec{mode: describing, polar: c.polar}
		var t T
		one(inner, &t)
		members = inner.fields
	}
	each(c, name, "list of objects", least, most, v, members, func(t *T) {
		c.object(name+".", func() { one(c, t) })
	})
}

// nested is a single object member.
func nested(c *codec, name string, members func()) {
	if c.mode == describing {
		inner := &codec{mode: describing, polar: c.polar}
		outer := *c
		*c = *inner
		members()
		fields := c.fields
		*c = outer
		c.describe(Field{Name: name, Type: "object", Fields: fields})
		return
	}
	if !c.key(name) {
		if c.mode == composing {
			c.refuse(name, "an object (it is missing)")
		}
		return
	}
	c.object(name+".", members)
}

func ids[T ~string](c *codec, name string, least, most int, v *[]T) {
	each(c, name, "list of id", least, most, v, nil, func(t *T) {
		if c.mode == encoding {
			if !isID(string(*t)) {
				c.refuse(name, idWant)
				return
			}
			c.putStr(string(*t))
			return
		}
		s := c.str()
		if c.err == nil && !isID(s) {
			c.refuse(name, idWant)
		}
		*t = T(s)
	})
	if c.mode != describing && c.err == nil && repeats(*v) {
		c.refuse(name, "each identifier once")
	}
}

// repeats is quadratic over a list of at most ListMax short strings and allocates nothing.
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
	if c.describe(Field{
		Name: name, Type: "list of enum", Values: names[1:], Min: int64(least), Max: int64(most),
	}) {
		return
	}
	each(c, name, "", least, most, v, nil, func(t *T) {
		if c.mode == encoding {
			if int(*t) == 0 || int(*t) >= len(names) {
				c.refuse(name, "one of "+join(names[1:]))
				return
			}
			c.putStr(names[*t])
			return
		}
		*t = enumValue[T](c, name, names)
	})
}

func nums(c *codec, name string, least, most int, low, high int64, v *[]int64) {
	each(c, name, "list of int", least, most, v, nil, func(t *int64) {
		if c.mode == encoding {
			c.putInt(*t)
		} else {
			*t = c.integer()
		}
		if c.err == nil && (*t < low || *t > high) {
			c.refuse(name, fmt.Sprintf("integers from %d to %d", low, high))
		}
	})
	if c.mode != describing && c.err == nil && repeats(*v) {
		c.refuse(name, "each number once")
	}
}

func digests(c *codec, name string, least, most int, v *[]ID) {
	each(c, name, "list of digest", least, most, v, nil, func(t *ID) {
		if c.mode == encoding {
			c.putStr(t.String())
			return
		}
		s := c.str()
		if c.err != nil {
			return
		}
		parsed, err := ParseID(s)
		if err != nil {
			c.refuse(name, "64 lower-case hex digits")
		}
		*t = parsed
	})
	if c.mode != describing && c.err == nil && repeats(*v) {
		c.refuse(name, "each digest once")
	}
}

func objs(c *codec, name string, least, most int, v *[]Object) {
	each(c, name, "list of object", least, most, v, nil, func(t *Object) {
		if c.mode == encoding {
			if _, err := ParseObject(t.String()); err != nil {
				c.refuse(name, "item/, container/ or tray/ and an identifier")
				return
			}
			c.putStr(t.String())
			return
		}
		s := c.str()
		if c.err != nil {
			return
		}
		parsed, err := ParseObject(s)
		if err != nil {
			c.refuse(name, "item/, container/ or tray/ and an identifier")
		}
		*t = parsed
	})
	if c.mode != describing && c.err == nil && repeats(*v) {
		c.refuse(name, "each object once")
	}
}

func texts(c *codec, name string, least, most int, v *[]string) {
	each(c, name, "list of text", least, most, v, nil, func(t *string) {
		if c.mode == encoding {
			c.putStr(*t)
		} else {
			*t = c.str()
		}
		if c.err == nil && (*t == "" || len(*t) > TextMax) {
			c.refuse(name, fmt.Sprintf("1 to %d printable ASCII characters", TextMax))
		}
	})
}
