package event

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// edge is one value of a field at, below or above its bound.
type edge struct {
	name  string
	value any
	ok    bool
}

// edges returns the values around every bound of a field.
func edges(m *maker, f Field) []edge {
	if of, isList := strings.CutPrefix(f.Type, "list of "); isList {
		return listEdges(m, of, f)
	}
	switch f.Type {
	case "int":
		return []edge{
			{"below", fmt.Sprint(f.Min - 1), false},
			{"least", fmt.Sprint(f.Min), true},
			{"most", fmt.Sprint(f.Max), true},
			{"above", fmt.Sprint(f.Max + 1), false},
		}
	case "id":
		return []edge{
			{"empty", `""`, f.Optional},
			{"shortest", `"a"`, true},
			{"longest", `"` + strings.Repeat("a", IDMax) + `"`, true},
			{"above", `"` + strings.Repeat("a", IDMax+1) + `"`, false},
			{"does not begin with a letter or digit", `"-a"`, false},
			{"a blank inside", `"a b"`, false},
			{"a slash inside", `"a/b"`, false},
		}
	case "text":
		return []edge{
			{"empty", `""`, false},
			{"shortest", `"~"`, true},
			{"longest", `"` + strings.Repeat(" ", TextMax) + `"`, true},
			{"above", `"` + strings.Repeat(" ", TextMax+1) + `"`, false},
		}
	case "hex":
		n := int(f.Max)
		return []edge{
			{"empty", `""`, f.Optional},
			{"below", `"` + strings.Repeat("a", n-1) + `"`, false},
			{"exact", `"` + strings.Repeat("f", n) + `"`, true},
			{"above", `"` + strings.Repeat("a", n+1) + `"`, false},
			{"a capital", `"` + strings.Repeat("A", n) + `"`, false},
			{"a letter that is no digit", `"` + strings.Repeat("g", n) + `"`, false},
		}
	}
	return wordEdges(f)
}

func wordEdges(f Field) []edge {
	hexes := func(n int) string { return strings.Repeat("a", n) }
	switch f.Type {
	case "digest":
		return []edge{
			{"empty", `""`, f.Optional},
			{"below", `"` + hexes(63) + `"`, false},
			{"exact", `"` + hexes(64) + `"`, true},
			{"above", `"` + hexes(65) + `"`, false},
			{"a capital", `"A` + hexes(63) + `"`, false},
			{"all zero", `"` + strings.Repeat("0", 64) + `"`, false},
		}
	case "key":
		return []edge{
			{"empty", `""`, false},
			{"below", `"04` + hexes(127) + `"`, false},
			{"exact", `"04` + hexes(128) + `"`, true},
			{"above", `"04` + hexes(129) + `"`, false},
			{"a compressed point", `"02` + hexes(128) + `"`, false},
			{"a capital", `"04A` + hexes(127) + `"`, false},
		}
	case "day":
		return []edge{
			{"empty", `""`, f.Optional},
			{"first", `"2000-01-01"`, true},
			{"last", `"2199-12-31"`, true},
			{"too early", `"1999-12-31"`, false},
			{"too late", `"2200-01-01"`, false},
			{"a leap day", `"2028-02-29"`, true},
			{"no leap day in a century", `"2100-02-29"`, false},
			{"a leap day in a fourth century", `"2000-02-29"`, true},
			{"the 31st of a short month", `"2026-04-31"`, false},
			{"month nought", `"2026-00-10"`, false},
			{"month thirteen", `"2026-13-10"`, false},
			{"day nought", `"2026-01-00"`, false},
			{"a letter", `"2026-0a-10"`, false},
			{"slashes", `"2026/01/10"`, false},
			{"too long", `"2026-01-100"`, false},
		}
	case "region":
		return []edge{
			{"empty", `""`, false},
			{"shortest", `"GB-X"`, true},
			{"longest", `"GB-ENG"`, true},
			{"above", `"GB-ENGL"`, false},
			{"country alone", `"GB"`, false},
			{"small letters", `"us-ca"`, false},
			{"a digit in the country", `"U1-CA"`, false},
			{"another mark", `"US_CA"`, false},
		}
	case "object":
		return []edge{
			{"empty", `""`, false},
			{"an item", `"item/` + strings.Repeat("a", IDMax) + `"`, true},
			{"a container", `"container/a"`, true},
			{"a tray", `"tray/a"`, true},
			{"above", `"item/` + strings.Repeat("a", IDMax+1) + `"`, false},
			{"no identifier", `"item/"`, false},
			{"no type", `"R-03"`, false},
			{"an unknown type", `"person/p1"`, false},
		}
	case "enum":
		all := []edge{{"empty", `""`, f.Optional}, {"not in the list", `"nothing"`, false}}
		for _, v := range f.Values {
			all = append(all, edge{v, `"` + v + `"`, true}, edge{v + " in another case", `"` + flip(v) + `"`, false})
		}
		return all
	}
	panic("no edge is known for a field of type " + f.Type)
}

// flip changes the case of the first letter.
func flip(s string) string {
	if up := strings.ToUpper(s[:1]); up != s[:1] {
		return up + s[1:]
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func listEdges(m *maker, of string, f Field) []edge {
	exactly := func(n int) any {
		g := f
		g.Min, g.Max = int64(n), int64(n)
		return (&maker{Rand: m.Rand}).list(of, g)
	}
	all := []edge{{"most", exactly(int(f.Max)), true}, {"least", exactly(int(f.Min)), true}}
	// A list of numbers that are named once cannot be longer than there are numbers.
	if of != "int" || f.High-f.Low+1 > f.Max {
		all = append(all, edge{"above", exactly(int(f.Max) + 1), false})
	}
	if f.Min > 0 {
		all = append(all, edge{"below", exactly(int(f.Min) - 1), false})
	}
	if of == "int" {
		all = append(all,
			edge{"element below", fmt.Sprintf("[%d]", f.Low-1), false},
			edge{"element least", fmt.Sprintf("[%d]", f.Low), true},
			edge{"element most", fmt.Sprintf("[%d]", f.High), true},
			edge{"element above", fmt.Sprintf("[%d]", f.High+1), false})
	}
	if one, isWord := exactly(1).(string); isWord && of != "enum" && of != "text" {
		twice := "[" + one[1:len(one)-1] + "," + one[1:len(one)-1] + "]"
		all = append(all, edge{"one twice", twice, false})
	}
	return all
}

// TestEveryBoundOfEveryField tries each value around each bound in both directions of reading.
func TestEveryBoundOfEveryField(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.String(), func(t *testing.T) {
			m := newMaker(uint64(k))
			for _, f := range Describe(k) {
				tryEdges(t, m, k, "body.", f)
				for _, inner := range f.Fields {
					tryInner(t, m, k, f, inner)
				}
			}
		})
	}
}

func tryEdges(t *testing.T, m *maker, k Kind, path string, f Field) {
	t.Helper()
	for _, edge := range edges(m, f) {
		draft := m.draft(k)
		draft.get("body").(members).set(f.Name, edge.value)
		expect(t, draft, path+f.Name, edge)
	}
}

func tryInner(t *testing.T, m *maker, k Kind, outer, f Field) {
	t.Helper()
	for _, edge := range edges(m, f) {
		draft := m.draft(k)
		all := m.members(outer.Fields)
		all.set(f.Name, edge.value)
		rows := []members{all}
		for len(rows) < int(outer.Min) {
			rows = append(rows, m.members(outer.Fields))
		}
		draft.get("body").(members).set(outer.Name, rows)
		expect(t, draft, "body."+outer.Name+"."+f.Name, edge)
	}
}

// expect reads a draft as a page would and as a receiver would. Facts about several fields are not
// what is tested here, so a complaint about another field or about links is no answer.
func expect(t *testing.T, draft members, field string, e edge) {
	t.Helper()
	text := spell(nil, draft)
	_, loose := Compose([]byte(text))
	_, strict := Decode([]byte(text))
	for _, err := range []error{loose, strict} {
		wrong, refused := errors.AsType[*FieldError](err)
		refused = refused && wrong.Field == field && wrong.Want != ""
		if _, syntax := errors.AsType[*SyntaxError](err); syntax {
			refused = true // A number beyond every reader's range is a matter of grammar.
		}
		if across := err != nil && strings.Contains(err.Error(), "either from and to, or item"); across {
			refused = false
		}
		if refused == e.ok {
			t.Errorf("%s %s (%v): accepted is %v: %v", field, e.name, clip(fmt.Sprint(e.value)), !refused, err)
		}
	}
}

func TestEveryBoundOfTheHeader(t *testing.T) {
	m := newMaker(7)
	for _, f := range DescribeHeader() {
		switch f.Name {
		case "kind", "body":
			continue // Tried in the grammar's own tests.
		}
		fields, path := []Field{f}, ""
		if f.Type == "object" {
			fields, path = f.Fields, f.Name+"."
		}
		for _, f := range fields {
			for _, edge := range edges(m, f) {
				draft := m.draft(KindCollected)
				where := draft
				if path != "" {
					where = draft.get("seen").(members)
				}
				where.set(f.Name, edge.value)
				expect(t, draft, path+f.Name, edge)
			}
			for _, inner := range f.Fields {
				for _, edge := range edges(m, inner) {
					draft, row := m.draft(KindCollected), m.members(f.Fields)
					row.set(inner.Name, edge.value)
					draft.set(f.Name, []members{row})
					expect(t, draft, f.Name+"."+inner.Name, edge)
				}
			}
		}
	}
}

// No list of the format is longer than ListMax, and the bounds the rest of the house counts on are
// the ones the format holds.
func TestBoundsAreWhatTheyAreNamed(t *testing.T) {
	for _, k := range Kinds() {
		for _, f := range Describe(k) {
			if strings.HasPrefix(f.Type, "list of ") && f.Max > ListMax {
				t.Errorf("%s %s holds %d", k, f.Name, f.Max)
			}
		}
	}
	for _, c := range []struct {
		kind  Kind
		field string
		most  int64
	}{
		{KindTrayTested, "rounds", TrayMax},
		{KindTrayCounted, "number", TrayMax},
		{KindTrayOpened, "number", TrayMax},
		{KindItemExamined, "length", ChambersMax},
		{KindItemExamined, "chambers", ChambersMax},
		{KindItemLooked, "length", ChambersMax},
		{KindItemLooked, "chambers_seen", ChambersMax},
		{KindItemLooked, "rounds", ChambersMax + MagazineMax},
		{KindLoaded, "positions", MagazineMax},
		{KindUnloaded, "unfired", MagazineMax},
		{KindTestFired, "distance_mm", DistanceMaxMM},
		{KindRoundsCounted, "number", LotMax},
		{KindKeyRevoked, "since", IntMax},
	} {
		for _, f := range Describe(c.kind) {
			if f.Name == c.field && f.Max != c.most {
				t.Errorf("%s %s: at most %d, want %d", c.kind, c.field, f.Max, c.most)
			}
		}
	}
	if TrayMax != 10 || SignersMax != 8 || PayloadMax != 32<<10 || EntryMax != 1<<16-1 || IntMax != 1<<53-1 {
		t.Error("a bound of the format moved")
	}
}

// Writing refuses what reading refuses.
func TestEncodeRefusesWhatHasNoSpelling(t *testing.T) {
	signers := func(n int) []Signer {
		all := make([]Signer, n)
		for i := range all {
			all[i] = Signer{PersonID(fmt.Sprint("p", i)), Crew, Session}
		}
		return all
	}
	stop := func(change func(*Event)) *Event {
		e := sample(&StopCalled{Unit: "main"})
		change(e)
		return e
	}
	for _, c := range []struct {
		name  string
		event *Event
		field string // Empty when the event is right.
	}{
		{"nothing changed", stop(func(*Event) {}), ""},
		{"as many signers as there may be", stop(func(e *Event) { e.Signers = signers(SignersMax) }), ""},
		{"one signer too many", stop(func(e *Event) { e.Signers = signers(SignersMax + 1) }), "signers"},
		{"no signer", stop(func(e *Event) { e.Signers = nil }), "signers"},
		{"one link too many", stop(func(e *Event) { e.Links = make([]Link, LinksMax+1) }), "links"},
		{"a link without an object", stop(func(e *Event) { e.Links = make([]Link, 1) }), "links.object"},
		{"one opening too many", stop(func(e *Event) { e.Openings = make([]Commitment, OpeningsMax+1) }), "openings"},
		{"an opening without a field", stop(func(e *Event) { e.Openings = make([]Commitment, 1) }), "openings.field"},
		{"an opening that commits to nothing", stop(func(e *Event) {
			e.Openings = []Commitment{{Field: "why"}}
		}), "openings.commit"},
		{"a signer without a role", stop(func(e *Event) { e.Signers[0].Role = NoRole }), "signers.role"},
		{"a role beyond the list", stop(func(e *Event) { e.Signers[0].Role = 250 }), "signers.role"},
		{"a time before 1970", stop(func(e *Event) { e.AtMS = -1 }), "at"},
		{"the last time", stop(func(e *Event) { e.AtMS = IntMax }), ""},
		{"a time beyond every reader", stop(func(e *Event) { e.AtMS = IntMax + 1 }), "at"},
		{"no production", stop(func(e *Event) { e.Production = "" }), "production"},
		{"a unit with a quote", sample(&StopCalled{Unit: `a"b`}), "body.unit"},
		{"a list with a quote", sample(&Reset{Items: []ItemID{`a"b`}}), "body.items"},
		{"a list that names one item twice", sample(&Reset{Items: []ItemID{"a", "a"}}), "body.items"},
		{"a text that is too long", sample(&Corrected{
			Of: ID{1}, Fields: []string{strings.Repeat("a", TextMax+1)},
		}), "body.fields"},
		{"a text with a backslash", sample(&Corrected{Of: ID{1}, Fields: []string{`a\b`}}), "body.fields"},
		{"a digest of nothing", sample(&Countersigned{}), "body.of"},
		{"a list with a digest of nothing", sample(&Restarted{Of: []ID{{}}}), "body.of"},
		{"a thing of no type", sample(&Unattended{Objects: []Object{{NoObject, "a"}}}), "body.objects"},
		{"a thing of an unknown type", sample(&Unattended{Objects: []Object{{9, "a"}}}), "body.objects"},
		{"a key that is none", sample(&KeyAdded{Person: "p1"}), "body.key"},
		{"a look beyond the list", sample(&ItemExamined{
			Item: "R-03", Identity: TagOnly, Chambers: []Look{9}, Feed: SeenEmpty, Bore: BoreNone,
		}), "body.chambers"},
		{"a position beyond the magazine", sample(&Loaded{
			Item: "R-03", Container: "C-1", Lot: "D-1", Positions: []int64{MagazineMax + 1},
		}), "body.positions"},
		{"a number twice", sample(&Loaded{
			Item: "R-03", Container: "C-1", Lot: "D-1", Positions: []int64{2, 2},
		}), "body.positions"},
		{"withheld from nothing", sample(&Withheld{}), "body.item"},
		{"a tray from nowhere", sample(&TrayTested{
			Tray: "T1", Lot: "D-1", Rounds: 1, Tests: []RoundTest{Rattle}, Passed: ID{1},
		}), "body.item"},
		{"a tray from half a place", sample(&TrayTested{
			Tray: "T1", Lot: "D-1", Rounds: 1, Tests: []RoundTest{Rattle}, Passed: ID{1}, Item: "R-03", From: "C-1",
		}), "body.item"},
		{"a tray in two places", sample(&TrayTested{
			Tray: "T1", Lot: "D-1", Rounds: 1, Tests: []RoundTest{Rattle}, Passed: ID{1},
			Item: "R-03", From: "C-1", To: "C-2",
		}), "body.item"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := Encode(c.event)
			wrong, refused := errors.AsType[*FieldError](err)
			if c.field == "" {
				if err != nil {
					t.Fatal(err)
				}
				decode(t, b)
				return
			}
			if !refused || wrong.Field != c.field {
				t.Errorf("got %v, want a complaint about %s", err, c.field)
			}
		})
	}
}

// grown returns an event whose payload is exactly n bytes: long lists, then openings, then the
// letters of the openings' names.
func grown(t testing.TB, n int) *Event {
	t.Helper()
	body := &Relieved{From: "h1", To: "h2"}
	for i := range 60 {
		body.Items = append(body.Items, ItemID(fmt.Sprintf("R-%030d", i)))
		body.Containers = append(body.Containers, ContainerID(fmt.Sprintf("C-%030d", i)))
	}
	e := sample(body)
	for i := range e.Links {
		e.Links[i].Prev = ID{1}
	}
	for missing := 1; missing != 0; {
		b, err := Encode(e)
		if err != nil && !errors.Is(err, ErrOversize) {
			t.Fatal(err)
		}
		if missing = n - len(b); err != nil || missing < 0 {
			t.Fatalf("no payload of %d bytes", n)
		}
		switch last := len(e.Openings) - 1; {
		case missing > 300:
			e.Openings = append(e.Openings, Commitment{fmt.Sprintf("f%015d", last), ID{1}})
		default:
			for i := 0; i <= last && missing > 0; i++ {
				pad := min(missing, IDMax-len(e.Openings[i].Field))
				e.Openings[i].Field += strings.Repeat("x", pad)
				missing -= pad
			}
			missing = 1
			if c, err := Encode(e); err == nil && len(c) == n {
				missing = 0
			}
		}
	}
	return e
}

func TestThePayloadHasABound(t *testing.T) {
	e := grown(t, PayloadMax-1)
	if b := encode(t, e); len(b) != PayloadMax-1 {
		t.Fatalf("%d bytes", len(b))
	}
	e = grown(t, PayloadMax)
	b := encode(t, e)
	decode(t, b)
	e.Signers[0].Person += "x"
	if _, err := Encode(e); !errors.Is(err, ErrOversize) {
		t.Errorf("one byte above: %v", err)
	}
	above := strings.Replace(string(b), `"person":"h1"`, `"person":"h1x"`, 1)
	if _, err := Decode([]byte(above)); !errors.Is(err, ErrOversize) {
		t.Errorf("one byte above is read: %v", err)
	}
	if _, err := Seal([]byte(above), nil); !errors.Is(err, ErrOversize) {
		t.Errorf("one byte above is sealed: %v", err)
	}
	wide := string(b) + strings.Repeat(" ", PayloadMax)
	if _, err := Compose([]byte(wide)); err != nil {
		t.Errorf("a draft of twice the payload: %v", err)
	}
	if _, err := Compose([]byte(wide + " ")); !errors.Is(err, ErrOversize) {
		t.Errorf("a draft above twice the payload: %v", err)
	}
}
