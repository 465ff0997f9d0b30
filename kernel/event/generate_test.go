package event

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A member is one name and value of a draft, before anybody chose an order or white space.
type member struct {
	name  string
	value any // A string of JSON, members, or a list of members.
}

type members []member

// A maker draws random drafts from the description of the format. That the drafts are accepted
// shows that the description tells the truth.
type maker struct {
	*rand.Rand
	full bool // Leaves nothing out that may be left out.
}

func newMaker(seed uint64) *maker { return &maker{Rand: rand.New(rand.NewPCG(seed, 1))} }

func (m *maker) chars(alphabet string, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = alphabet[m.IntN(len(alphabet))]
	}
	return string(out)
}

const (
	testAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	testUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func (m *maker) id() string {
	return m.chars(testAlnum, 1) + m.chars(testAlnum+"._-", m.IntN(IDMax))
}

func (m *maker) word(typ string, f Field) string {
	switch typ {
	case "id":
		return m.id()
	case "text":
		text := make([]byte, 1+m.IntN(TextMax))
		for i := range text {
			for text[i] == 0 || text[i] == '"' || text[i] == '\\' {
				text[i] = byte(0x20 + m.IntN(0x5f))
			}
		}
		return string(text)
	case "hex":
		return m.chars(hexDigits, int(f.Max))
	case "digest":
		return m.chars(hexDigits, 64)
	case "key":
		return "04" + m.chars(hexDigits, 128)
	case "day":
		return fmt.Sprintf("%04d-%02d-%02d", 2000+m.IntN(200), 1+m.IntN(12), 1+m.IntN(28))
	case "region":
		return m.chars(testUpper, 2) + "-" + m.chars(testUpper+"0123456789", 1+m.IntN(3))
	case "object":
		return []string{"item/", "container/", "tray/"}[m.IntN(3)] + m.id()
	case "kind":
		return "" // The caller says which.
	case "enum":
		return f.Values[m.IntN(len(f.Values))]
	}
	panic("no value is known for a field of type " + typ)
}

func (m *maker) value(f Field) any {
	if of, isList := strings.CutPrefix(f.Type, "list of "); isList {
		return m.list(of, f)
	}
	switch {
	case f.Type == "int":
		return fmt.Sprint(f.Min + m.Int64N(f.Max-f.Min+1))
	case f.Type == "object" && len(f.Fields) > 0:
		return m.members(f.Fields)
	case f.Optional && !m.full && m.IntN(3) == 0:
		return `""`
	}
	return `"` + m.word(f.Type, f) + `"`
}

func (m *maker) list(of string, f Field) any {
	least := int(f.Min)
	if m.full {
		least = max(least, 1)
	}
	n := least + m.IntN(min(int(f.Max), least+3)-least+1)
	if of == "fields" {
		all := make([]members, n)
		for i := range all {
			all[i] = m.members(f.Fields)
			if f.Name == "signers" { // Short ids drawn by lot are the same now and then; signers never are.
				all[i].set("person", fmt.Sprintf(`"%s%d"`, m.chars(testAlnum, 1+m.IntN(IDMax-1)), i))
			}
		}
		return all
	}
	seen := map[string]bool{}
	all := make([]string, 0, n)
	for len(all) < n {
		v := ""
		if of == "int" {
			v = fmt.Sprint(f.Low + m.Int64N(f.High-f.Low+1))
		} else {
			v = `"` + m.word(of, f) + `"`
		}
		if !seen[v] || of == "enum" {
			all = append(all, v)
		}
		seen[v] = true
	}
	return "[" + strings.Join(all, ",") + "]"
}

func (m *maker) members(fields []Field) members {
	out := make(members, 0, len(fields))
	for _, f := range fields {
		out = append(out, member{f.Name, m.value(f)})
	}
	return out
}

// set replaces the value of one member.
func (ms members) set(name string, value any) {
	for i := range ms {
		if ms[i].name == name {
			ms[i].value = value
			return
		}
	}
	panic("no member " + name)
}

func (ms members) get(name string) any {
	for _, one := range ms {
		if one.name == name {
			return one.value
		}
	}
	panic("no member " + name)
}

// draft returns a random draft of one kind, without links.
func (m *maker) draft(k Kind) members {
	body := m.members(Describe(k))
	switch k {
	case KindTrayTested:
		if m.IntN(2) == 0 {
			body.set("from", `""`)
			body.set("to", `""`)
			body.set("item", `"`+m.id()+`"`)
		} else {
			body.set("from", `"`+m.id()+`"`)
			body.set("to", `"`+m.id()+`"`)
			body.set("item", `""`)
		}
	case KindWithheld:
		body.set("item", `"`+m.id()+`"`)
	}
	all := m.members(DescribeHeader())
	all.set("v", "1")
	all.set("kind", `"`+k.String()+`"`)
	all.set("links", "[]")
	all.set("body", body)
	if seen := all.get("seen").(members); seen.get("root") == `""` {
		seen.set("size", "0")
		seen.set("time", "0")
	} else if seen.get("size") == "0" {
		seen.set("size", "1")
	}
	return all
}

// spell writes a draft as JSON. With a maker the members stand in any order, with white space.
func spell(m *maker, v any) string {
	switch v := v.(type) {
	case string:
		if m == nil {
			return v
		}
		return m.space() + v + m.space()
	case members:
		parts := make([]string, len(v))
		at := make([]int, len(v))
		for i := range at {
			at[i] = i
		}
		if m != nil {
			at = m.Perm(len(v))
		}
		for i, from := range at {
			parts[i] = spell(m, `"`+v[from].name+`"`) + ":" + spell(m, v[from].value)
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []members:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = spell(m, v[i])
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	panic(fmt.Sprintf("no spelling for %T", v))
}

func (m *maker) space() string {
	return []string{"", "", " ", "\n", "\t \r\n"}[m.IntN(5)]
}

// compose reads a draft and adds first links, as a page does.
func compose(t testing.TB, draft string) *Event {
	t.Helper()
	e, err := Compose([]byte(draft))
	if err != nil {
		t.Fatalf("compose: %v\n%s", err, draft)
	}
	e.Links = nil
	for _, o := range Objects(e.Body) {
		e.Links = append(e.Links, Link{Object: o})
	}
	return e
}

func encode(t testing.TB, e *Event) []byte {
	t.Helper()
	b, err := Encode(e)
	if err != nil {
		t.Fatalf("encode %s: %v", e.Kind, err)
	}
	return b
}

func decode(t testing.TB, b []byte) *Event {
	t.Helper()
	e, err := Decode(b)
	if err != nil {
		t.Fatalf("decode: %v\n%s", err, b)
	}
	return e
}
