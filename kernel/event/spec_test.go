package event

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const specFile = "../../docs/spec/events.md"

// TestSpecIsCurrent compares the tables of the page with the code that reads and writes the bytes.
func TestSpecIsCurrent(t *testing.T) {
	old, err := os.ReadFile(specFile)
	if err != nil {
		t.Fatal(err)
	}
	page := string(old)
	for _, part := range []struct{ name, text string }{
		{"header", fieldTable(DescribeHeader(), "")},
		{"example", exampleText(t)},
		{"kinds", kindsText(t)},
	} {
		page = fill(t, page, part.name, part.text)
	}
	if *update {
		if err := os.WriteFile(specFile, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(old, []byte(page)) {
		t.Errorf("%s is out of date: run go test ./kernel/event -run Spec -update", specFile)
	}
}

// fill puts text between the two marks of a part.
func fill(t *testing.T, page, name, text string) string {
	t.Helper()
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	head, rest, ok := strings.Cut(page, begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no marks for %s", specFile, name)
	}
	return head + begin + "\n" + text + "\n" + end + tail
}

func fieldTable(fields []Field, indent string) string {
	out := "| Member | Type | Bounds |\n|---|---|---|\n"
	return out + fieldRows(fields, indent)
}

func fieldRows(fields []Field, indent string) string {
	out := ""
	for _, f := range fields {
		out += fmt.Sprintf("| %s`%s` | %s | %s |\n", indent, f.Name, typeText(f), boundsText(f))
		out += fieldRows(f.Fields, indent+f.Name+": ")
	}
	return out
}

func typeText(f Field) string {
	switch {
	case f.Type == "object" && (len(f.Fields) > 0 || f.Name == "body"):
		return "object"
	case strings.HasSuffix(f.Type, "object"):
		return strings.TrimSuffix(f.Type, "object") + "thing"
	case f.Type == "list of fields":
		return "list of objects"
	case f.Type == "kind":
		return "enum"
	}
	return f.Type
}

func boundsText(f Field) string {
	var parts []string
	switch {
	case strings.HasPrefix(f.Type, "list of"):
		parts = append(parts, rangeText(f.Min, f.Max)+" long")
		if f.Type == "list of int" {
			parts = append(parts, "each "+rangeText(f.Low, f.High))
		}
	case f.Type == "int":
		parts = append(parts, rangeText(f.Min, f.Max))
	case f.Type == "hex":
		parts = append(parts, fmt.Sprint(f.Max, " digits"))
	case f.Type == "kind":
		parts = append(parts, "a heading of section 12")
	}
	if len(f.Values) > 0 {
		parts = append(parts, "`"+strings.Join(f.Values, "` `")+"`")
	}
	if f.Optional {
		parts = append(parts, "may be empty")
	}
	return strings.Join(parts, "; ")
}

func rangeText(least, most int64) string {
	if least == most {
		return fmt.Sprint(most)
	}
	return fmt.Sprintf("%d to %d", least, most)
}

// exampleText is one whole event that another implementation can rebuild byte for byte.
func exampleText(t *testing.T) string {
	t.Helper()
	payload := encode(t, sample(&Collected{Item: "R-03", From: "p1"}))
	entry, err := Seal(payload, []Signature{newPen(t, "h1").plain(t, Software, PayloadType, payload)})
	if err != nil {
		t.Fatal(err)
	}
	sum := Challenge(PayloadType, payload)
	return fmt.Sprintf("Payload:\n\n```json\n%s\n```\n\nIdentity:\n\n```\n%s\n```\n\n"+
		"SHA-256 of the PAE, which is a passkey's challenge:\n\n```\n%x\n```\n\nEntry, %d bytes in hex:\n\n```\n%s```\n",
		payload, IDOf(payload), sum, len(entry), hexLines(entry))
}

func hexLines(b []byte) string {
	out := ""
	for len(b) > 0 {
		line := b[:min(len(b), 48)]
		out += fmt.Sprintf("%x\n", line)
		b = b[len(line):]
	}
	return out
}

func kindsText(t *testing.T) string {
	t.Helper()
	comments := bodyComments(t)
	out := ""
	for _, k := range Kinds() {
		comment := comments[reflect.TypeOf(newBody(k)).Elem().Name()]
		if comment == "" {
			t.Errorf("%s: its body has no comment that begins with its name", k)
		}
		out += fmt.Sprintf("### %s\n\n%s\n\n- polarity: %s\n", k, comment, k.Polarity())
		for _, n := range k.Needs() {
			out += "- signed by: " + needText(n) + "\n"
		}
		if changed := changes(t, k); changed != "" {
			out += "- changes: " + changed + "\n"
		}
		out += "\n" + fieldTable(Describe(k), "") + "\n"
	}
	return strings.TrimSuffix(out, "\n")
}

func needText(n Need) string {
	roles := make([]string, len(n.Roles))
	for i, r := range n.Roles {
		roles[i] = r.String()
	}
	who := strings.Join(roles, " or ")
	if who == "" {
		who = "any role"
	}
	return who + ", " + n.How.String()
}

// changes names the fields that the links of a kind follow, found by drawing events and looking
// where the linked identifiers stand.
func changes(t *testing.T, k Kind) string {
	t.Helper()
	m := newMaker(uint64(k))
	m.full = true
	var names []string
	for range 8 {
		draft := m.draft(k)
		e, err := Compose([]byte(spell(nil, draft)))
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, o := range Objects(e.Body) {
			field := whereIs(draft.get("body").(members), `"`+o.ID+`"`)
			if field == "" {
				t.Fatalf("%s links %s, which no field names", k, o)
			}
			found := false
			for i, n := range names {
				if n == field {
					found, at = true, i+1
				}
			}
			if !found {
				names = append(names[:at], append([]string{field}, names[at:]...)...)
				at++
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "`" + strings.Join(names, "`, `") + "`"
}

// whereIs returns the path of the member that holds a quoted value.
func whereIs(ms members, quoted string) string {
	for _, one := range ms {
		switch v := one.value.(type) {
		case string:
			if strings.Contains(v, quoted) {
				return one.name
			}
		case []members:
			for _, row := range v {
				if inner := whereIs(row, quoted); inner != "" {
					return one.name + ": " + inner
				}
			}
		}
	}
	return ""
}

// bodyComments reads what each body's comment says, without the name it begins with.
func bodyComments(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]string{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok || group.Tok != token.TYPE || group.Doc == nil {
				continue
			}
			spec := group.Specs[0].(*ast.TypeSpec)
			text := strings.Join(strings.Fields(group.Doc.Text()), " ")
			if rest, named := strings.CutPrefix(text, spec.Name.Name+" "); named {
				comments[spec.Name.Name] = strings.ToUpper(rest[:1]) + rest[1:]
			}
		}
	}
	return comments
}
