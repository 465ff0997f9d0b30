package event

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

// plain is the payload that the grammar's cases break in one place each.
func plain(t testing.TB) string {
	t.Helper()
	return string(encode(t, sample(&Loaded{
		Item: "R-03", Container: "C-07", Lot: "D-014", Positions: []int64{1, 2, 3},
	})))
}

func TestDecodeRefusesEveryOtherSpelling(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, new string // One replacement in the plain payload.
	}{
		{"white space before", `{"v"`, ` {"v"`},
		{"white space after a colon", `"v":1`, `"v": 1`},
		{"white space after a comma", `1,"kind"`, `1, "kind"`},
		{"a line break inside", `,"body"`, ",\n\"body\""},
		{"an unknown member of the header", `{"v":1,`, `{"v":1,"x":1,`},
		{"an unknown member of the body", `"item":"R-03",`, `"item":"R-03","x":1,`},
		{"an unknown member at the end of the body", `[1,2,3]}`, `[1,2,3],"x":1}`},
		{"an unknown member of a signer", `"how":"session"}`, `"how":"session","x":1}`},
		{"an unknown member at the end", `"openings":[]}`, `"openings":[],"x":1}`},
		{"a missing member", `"words":"",`, ``},
		{"a missing last member", `,"openings":[]`, ``},
		{"a member twice", `"item":"R-03",`, `"item":"R-03","item":"R-03",`},
		{"a member of the header twice", `{"v":1,`, `{"v":1,"v":1,`},
		{"two members in another order", `"item":"R-03","container":"C-07"`, `"container":"C-07","item":"R-03"`},
		{"a member's name in capitals", `"item":`, `"Item":`},
		{"a fraction", `[1,2,3]`, `[1.0,2,3]`},
		{"an exponent", `[1,2,3]`, `[1e0,2,3]`},
		{"a capital exponent", `[1,2,3]`, `[1E0,2,3]`},
		{"a leading zero", `[1,2,3]`, `[01,2,3]`},
		{"a plus", `[1,2,3]`, `[+1,2,3]`},
		{"a negative zero", `"size":0`, `"size":-0`},
		{"a lone minus", `"size":0`, `"size":-`},
		{"a number as text", `[1,2,3]`, `["1",2,3]`},
		{"a text as number", `"item":"R-03"`, `"item":3`},
		{"null", `"item":"R-03"`, `"item":null`},
		{"true", `"item":"R-03"`, `"item":true`},
		{"a number of sixteen digits too many", `"size":0`, `"size":9007199254740992`},
		{"a number beyond 64 bits", `"size":0`, `"size":99999999999999999999999999`},
		{"an escape", `R-03`, `R-\u00303`},
		{"an escaped quote", `R-03`, `R\"`},
		{"a letter beyond ASCII", `R-03`, `R-é`},
		{"bytes that are no text", `R-03`, "R-\xff"},
		{"a control character", `R-03`, "R-\x00"},
		{"a delete character", `R-03`, "R-\x7f"},
		{"a byte order mark", `{"v"`, "\xef\xbb\xbf{\"v\""},
		{"a list with a comma too many", `[1,2,3]`, `[1,2,3,]`},
		{"a list that begins with a comma", `[1,2,3]`, `[,1,2,3]`},
		{"a list that is not closed", `[1,2,3]`, `[1,2,3`},
		{"an object for a list", `[1,2,3]`, `{}`},
		{"a list for an object", `"body":{`, `"body":[{`},
		{"version nought", `{"v":1`, `{"v":0`},
		{"a later version", `{"v":1`, `{"v":2`},
		{"a kind this build does not know", `item.loaded`, `item.lent`},
		{"no kind", `item.loaded`, ``},
		{"another kind's name on this body", `item.loaded`, `item.unloaded`},
		{"a second payload behind", `"openings":[]}`, `"openings":[]}{}`},
		{"a line break behind", `"openings":[]}`, "\"openings\":[]}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			good := plain(t)
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatalf("%q does not occur in %s", c.old, good)
			}
			e, err := Decode([]byte(bad))
			if e != nil || err == nil {
				t.Fatalf("read %s", bad)
			}
			syntax, isSyntax := errors.AsType[*SyntaxError](err)
			field, isField := errors.AsType[*FieldError](err)
			switch {
			case isSyntax:
				if syntax.Want == "" || syntax.Offset < 0 || syntax.Offset > len(bad) {
					t.Errorf("the error does not say where and what: %v", err)
				}
			case isField:
				if field.Field == "" || field.Want == "" {
					t.Errorf("the error does not say which field and what: %v", err)
				}
			default:
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDecodeSaysWhere(t *testing.T) {
	good := plain(t)
	for _, c := range []struct{ name, old, new, want string }{
		{"the field of a body", `"item":"R-03"`, `"item":"-"`, "field body.item: want " + idRule.want},
		{"the field of a signer", `"how":"session"`, `"how":"maybe"`, "field signers.how: want one of verified, session"},
		{"the field of the header", strings.Repeat("ab", 16), "ab", "field production: want 32 lower-case hex digits"},
		{"the byte of a wrong order", `"v":1`, `"w":1`, `payload byte 2: want "v"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Decode([]byte(strings.Replace(good, c.old, c.new, 1))); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestFactsAboutSeveralFields(t *testing.T) {
	root := strings.Repeat("cd", 32)
	for _, c := range []struct {
		name   string
		change func(*Event)
		want   error
	}{
		{"nothing", func(*Event) {}, nil},
		{"one person signs as two", func(e *Event) {
			e.Signers = []Signer{{"h1", Handler, Verified}, {"h1", Watcher, Verified}}
		}, ErrSamePerson},
		{"the eighth signer is the first", func(e *Event) {
			e.Signers = nil
			for _, p := range []PersonID{"a", "b", "c", "d", "e", "f", "g", "a"} {
				e.Signers = append(e.Signers, Signer{p, Crew, Session})
			}
		}, ErrSamePerson},
		{"a link is missing", func(e *Event) { e.Links = e.Links[:1] }, ErrLinks},
		{"links in another order", func(e *Event) {
			e.Links[0], e.Links[1] = e.Links[1], e.Links[0]
		}, ErrLinks},
		{"a link to something else", func(e *Event) { e.Links[1].Object.ID = "C-08" }, ErrLinks},
		{"a link too many", func(e *Event) { e.Links = append(e.Links, e.Links[0]) }, ErrLinks},
		{"as many links as there may be, none of them asked for", func(e *Event) {
			for len(e.Links) < LinksMax {
				e.Links = append(e.Links, e.Links[0])
			}
		}, ErrLinks},
		{"a checkpoint with its root", func(e *Event) { e.Seen = Seen{Size: 1, Root: root, TimeSec: 1} }, nil},
		{"a size without a root", func(e *Event) { e.Seen = Seen{Size: 1} }, ErrSeen},
		{"a root without a size", func(e *Event) { e.Seen = Seen{Root: root} }, ErrSeen},
		{"two openings", func(e *Event) { e.Openings = []Commitment{{"why", ID{1}}, {"who", ID{1}}} }, nil},
		{"one field committed to twice", func(e *Event) {
			e.Openings = []Commitment{{"why", ID{1}}, {"why", ID{2}}}
		}, ErrSameOpening},
		{"a kind that is not the body's", func(e *Event) { e.Kind = KindUnloaded }, ErrKindBody},
		{"no body", func(e *Event) { e.Body = nil }, ErrKindBody},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := sample(&Loaded{Item: "R-03", Container: "C-07", Lot: "D-014", Positions: []int64{1}})
			c.change(e)
			if _, err := Encode(e); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// What Encode refuses as a whole, a receiver has to refuse too: the sender may be another program.
func TestDecodeRefusesFactsThatContradict(t *testing.T) {
	two := string(encode(t, sample(&RoundsMoved{Lot: "D-1", From: "C-1", To: "C-2", Count: 1},
		Signer{"h1", Handler, Session}, Signer{"h2", Handler, Session})))
	for _, c := range []struct {
		name, old, new string
		want           error
	}{
		{"one person signs as two", `"person":"h2"`, `"person":"h1"`, ErrSamePerson},
		{"a link to another box", `"object":"container/C-2"`, `"object":"container/C-3"`, ErrLinks},
		{"the body names another box", `"to":"C-2"`, `"to":"C-3"`, ErrLinks},
		{"a size without a root", `"size":0`, `"size":1`, ErrSeen},
		{
			"one field committed to twice", `"openings":[]`,
			`"openings":[{"field":"a","commit":"` + strings.Repeat("11", 32) + `"},` +
				`{"field":"a","commit":"` + strings.Repeat("22", 32) + `"}]`,
			ErrSameOpening,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Decode([]byte(strings.Replace(two, c.old, c.new, 1))); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestNoBeginningOfAPayloadIsAPayload(t *testing.T) {
	good := plain(t)
	for n := range len(good) {
		if _, err := Decode([]byte(good[:n])); err == nil {
			t.Fatalf("the first %d bytes were read", n)
		}
	}
}

// Whatever one changed byte still lets through must be another event in its only spelling.
func TestOneChangedByteIsRefusedOrAnotherEvent(t *testing.T) {
	good := []byte(plain(t))
	for i := range good {
		for _, b := range []byte(" \"\\,:{}[]-+.0129aAfFzZ\x00\x7f\xff") {
			bad := bytes.Clone(good)
			bad[i] = b
			e, err := Decode(bad)
			if err != nil {
				continue
			}
			if again := encode(t, e); !bytes.Equal(bad, again) {
				t.Fatalf("byte %d as %q has a second spelling\n%s\n%s", i, b, bad, again)
			}
		}
	}
}

func TestComposeRefuses(t *testing.T) {
	deep := strings.Repeat("[", skipDepthMax+2) + strings.Repeat("]", skipDepthMax+2)
	many := ""
	for i := range draftMembersMax {
		many += `"x` + string(rune('a'+i/26)) + string(rune('a'+i%26)) + `":1,`
	}
	for _, c := range []struct{ name, old, new string }{
		{"an unknown member", `"item"`, `"itemm"`},
		{"an unknown member beside the others", `"item"`, `"x":1,"item"`},
		{"an unknown member of a signer", `"person"`, `"x":1,"person"`},
		{"a member without a name", `"v":1`, `"":1,"v":1`},
		{"a member twice", `"v":1`, `"v":1,"v":1`},
		{"a member of a signer twice", `"person"`, `"how":"session","person"`},
		{"a missing member", `"item":"R-03",`, ``},
		{"a missing list", `,"positions":[1,2,3]`, ``},
		{"a missing answer", `"role":"handler",`, ``},
		{"a missing number", `"at":1764000000000,`, ``},
		{"a missing object", `"seen":{"size":0,"root":"","time":0},`, ``},
		{"a fraction", `[1,2,3]`, `[1.5,2,3]`},
		{"letters behind a number", `"at":1764000000000`, `"at":1764000000000x`},
		{"a sign behind a number", `"at":1764000000000`, `"at":1764000000000-1`},
		{"a value missing", `"at":1764000000000`, `"at":`},
		{"a colon missing", `"at":1764000000000`, `"at"1764000000000`},
		{"a comma missing", `"v":1,`, `"v":1`},
		{"a comma too many", `"openings":[]`, `"openings":[],`},
		{"an escape in a name", `"item"`, `"ite\u006d"`},
		{"an escape in a value", `R-03`, `R-\u00303`},
		{"nested too deep", `"at":1764000000000`, `"at":` + deep},
		{"too many members", `"v":1,`, many + `"v":1,`},
		{"text behind", `"openings":[]}`, `"openings":[]} x`},
		{"text not closed", `"openings":[]}`, `"openings":"`},
		{"an escape at the end", `"openings":[]}`, `"openings":"\`},
		{"a wrong closing", `[1,2,3]`, `[1,2,3}`},
		{"a kind this build does not know", `item.loaded`, `item.lent`},
	} {
		t.Run(c.name, func(t *testing.T) {
			good := plain(t)
			bad := strings.Replace(good, c.old, c.new, 1)
			if bad == good {
				t.Fatalf("%q does not occur in %s", c.old, good)
			}
			if e, err := Compose([]byte(bad)); err == nil || e != nil {
				t.Fatalf("read %s", bad)
			}
		})
	}
	if _, err := Compose([]byte(plain(t))); err != nil {
		t.Fatalf("the unchanged draft: %v", err)
	}
}

func TestComposeNamesTheUnknownMember(t *testing.T) {
	bad := strings.Replace(plain(t), `"item"`, `"`+strings.Repeat("x", 200)+`":1,"item"`, 1)
	_, err := Compose([]byte(bad))
	wrong, ok := errors.AsType[*FieldError](err)
	if !ok || !strings.HasPrefix(wrong.Field, "body.xxx") || len(wrong.Field) > 60 {
		t.Errorf("got %v", err)
	}
}

func TestIdentifiers(t *testing.T) {
	id := IDOf([]byte("x"))
	if back, err := ParseID(id.String()); err != nil || back != id {
		t.Errorf("identity %v: %v", back, err)
	}
	if id.Short() != id.String()[:8] || id.IsZero() || !(ID{}).IsZero() {
		t.Error("short form or zero")
	}
	key := PublicKey{4, 1}
	if back, err := ParseKey(key.String()); err != nil || back != key || key.IsZero() || !(PublicKey{}).IsZero() {
		t.Errorf("key %v: %v", back, err)
	}
	if len(key.Fingerprint()) != 16 {
		t.Errorf("fingerprint %q", key.Fingerprint())
	}
	for _, bad := range []string{"", id.String()[1:], id.String() + "0", strings.ToUpper(id.String()), strings.Repeat("g", 64)} {
		if _, err := ParseID(bad); !errors.Is(err, ErrID) {
			t.Errorf("identity %q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", key.String()[2:], key.String() + "00", "02" + key.String()[2:], strings.Repeat("g", 130)} {
		if _, err := ParseKey(bad); err == nil {
			t.Errorf("key %q was read", bad)
		}
	}
	for _, bad := range []string{"", "item/", "item", "item/-", "lot/D-1", strings.Repeat("x", 99)} {
		if _, err := ParseObject(bad); err == nil {
			t.Errorf("object %q was read", bad)
		}
	}
	for _, o := range []Object{ItemID("a").Object(), ContainerID("a").Object(), TrayID("a").Object()} {
		if back, err := ParseObject(o.String()); err != nil || back != o {
			t.Errorf("object %v: %v %v", o, back, err)
		}
	}
	if (Object{}).String() != "" || (Object{9, "a"}).String() != "" {
		t.Error("a thing of no type has a name")
	}
}

// The commitment binds salt, field and value, and no two of them can be shifted into one another.
func TestCommitmentsBindEveryPart(t *testing.T) {
	salt, other := [16]byte{1}, [16]byte{2}
	all := map[ID]string{}
	for name, id := range map[string]ID{
		"a value":           Commit(salt, "why", []byte("rain")),
		"another salt":      Commit(other, "why", []byte("rain")),
		"another field":     Commit(salt, "who", []byte("rain")),
		"another value":     Commit(salt, "why", []byte("snow")),
		"a shifted border":  Commit(salt, "whyr", []byte("ain")),
		"nothing":           Commit(salt, "why", nil),
		"a number":          CommitNumber(salt, 10),
		"another number":    CommitNumber(salt, 1),
		"a negative number": CommitNumber(salt, -10),
	} {
		if twin, twice := all[id]; twice {
			t.Errorf("%s is committed to like %s", name, twin)
		}
		all[id] = name
	}
	if CommitNumber(salt, 10) != Commit(salt, "number", []byte("10")) {
		t.Error("a number is not committed to in decimal")
	}
	// Computed with another SHA-256, so that other implementers can compare.
	const why = "057e686e99aaf8f097ba2acac9a380544f9324d6f6d835cf098624118f3186d8"
	const ten = "89129debb05ad6fdda89d5b10d1d0c08ee13eec5a999e8f357cc780262dd96f1"
	if got := Commit([16]byte{}, "why", []byte("rain")).String(); got != why {
		t.Errorf("a text gives %s", got)
	}
	if got := CommitNumber([16]byte{}, 10).String(); got != ten {
		t.Errorf("a number gives %s", got)
	}
}

func TestASaltHasOneSpelling(t *testing.T) {
	const text = "00112233445566778899aabbccddeeff"
	salt, ok := ParseSalt(text)
	if !ok || hex.EncodeToString(salt[:]) != text {
		t.Errorf("read as %x, %t", salt, ok)
	}
	for _, other := range []string{"", text[2:], text + "00", strings.ToUpper(text), "0x" + text[2:], text[1:] + "g"} {
		if _, ok := ParseSalt(other); ok {
			t.Errorf("%q is read as a salt", other)
		}
	}
}
