package verdict

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

const tested = `{"fact":"load.tested"}`

// small is the smallest pack that says something; the refusals below each change one place of it.
const small = `{
  "format": 1,
  "id": "zz-test",
  "edition": "2026-11-23",
  "authority": "Nobody",
  "jurisdiction": ["US-CA", "CA-ON"],
  "in_force": {"from": "2025-01-01"},
  "params": [
    {"name": "misfire_wait_s", "value": 60, "unit": "s", "direction": "most", "clause": "A-1"}
  ],
  "clauses": [
    {
      "id": "A-1",
      "code": "H01",
      "force": "LAW",
      "citation": {
        "instrument": "Code", "section": "1(a)", "text_status": "paraphrase",
        "checked_on": "2026-11-20", "checked_by": "project", "source_sha256": ""
      },
      "says": "Each dummy is tested.",
      "in_force": {"from": "2025-07-01", "until": "2030-06-30"},
      "applies": {"all": [{"fact": "ask.hand-over"}, {"not": {"fact": "load.has-live"}}]},
      "requires": {"any": [{"fact": "load.tested"}, {"fact": "load.retested"}]}
    }
  ]
}
`

func TestParsePackReadsEveryMember(t *testing.T) {
	p, err := ParsePack([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if p.ID != "zz-test" || p.Edition != "2026-11-23" || p.Authority != "Nobody" ||
		len(p.Jurisdiction) != 2 || p.InForce != (Span{From: "2025-01-01"}) ||
		p.Digest != event.ID(sha256.Sum256([]byte(small))) {
		t.Errorf("pack is %+v", p)
	}
	if len(p.Params) != 1 || p.Params[0] != (Setting{ParamMisfireWait, 60, "A-1"}) {
		t.Errorf("parameters are %+v", p.Params)
	}
	c := p.Clauses[0]
	want := Citation{"Code", "1(a)", TextParaphrase, "2026-11-20", "project", ""}
	if c.ID != "A-1" || c.Code != H01 || c.Force != ForceLaw || c.Citation != want ||
		c.Says != "Each dummy is tested." ||
		c.InForce != (Span{From: "2025-07-01", Until: "2030-06-30"}) {
		t.Errorf("clause is %+v", c)
	}
	if got := names(c.Applies.Facts()); fmt.Sprint(got) != "[ask.hand-over load.has-live]" {
		t.Errorf("applies reads %v", got)
	}
	if got := names(c.Requires.Facts()); fmt.Sprint(got) != "[load.tested load.retested]" {
		t.Errorf("requires reads %v", got)
	}
}

func TestMembersMayStandInAnyOrder(t *testing.T) {
	head := "  \"format\": 1,\n  \"id\": \"zz-test\",\n"
	swapped := strings.Replace(small, head, "  \"id\": \"zz-test\",\n  \"format\": 1,\n", 1)
	if swapped == small {
		t.Fatal("nothing was swapped")
	}
	if _, err := ParsePack([]byte(swapped)); err != nil {
		t.Error(err)
	}
}

func TestParsePackRefuses(t *testing.T) {
	cases := []struct {
		name     string
		old, new string // One place of small, and what stands there instead.
		path     string
		want     string
	}{
		{"unknown operator", `{"any": [`, `{"most": [`, "clauses[0].requires.most", `unknown operator "most"`},
		{"operator of other case", `{"any": [`, `{"Any": [`, "clauses[0].requires.Any", `unknown operator "Any"`},
		{"two operators in one object", `{"fact": "load.tested"}`, `{"fact": "load.tested", "fact": "load.retested"}`, "clauses[0].requires.any[0]", "one operator"},
		{"no operator", `{"fact": "load.tested"}`, `{}`, "clauses[0].requires.any[0]", "text in double quotes"},
		{"operator over nothing", `[{"fact": "load.tested"}, {"fact": "load.retested"}]`, `[]`, "clauses[0].requires.any", "at least 1"},
		{"not over evidence", `{"any": [{"fact": "load.tested"}, {"fact": "load.retested"}]}`, `{"not": {"fact": "load.tested"}}`, "clauses[0].requires.not", "not may stand in applies only"},
		{"not below an operator over evidence", `{"any": [{"fact": "load.tested"},`, `{"any": [{"not": {"fact": "load.tested"}},`, "clauses[0].requires.any[0].not", "not may stand in applies only"},
		{"unknown fact", `"load.tested"`, `"load.testd"`, "clauses[0].requires.any[0].fact", `"load.testd": want a known fact`},
		{"situation where evidence is asked", `"load.tested"`, `"load.has-live"`, "clauses[0].requires.any[0].fact", "a fact of applicability, not of requirement"},
		{"evidence where the situation is asked", `"ask.hand-over"`, `"load.tested"`, "clauses[0].applies.all[0].fact", "a fact of requirement, not of applicability"},
		{"clause without a fact of its code", `"code": "H01"`, `"code": "H02"`, "clauses[0]", "load.tested is a fact of H01"},
		{"one fact of another code", `"load.retested"`, `"meeting.held"`, "clauses[0]", "meeting.held is a fact of H08"},
		{"fact that is a number", `"load.tested"`, `1`, "clauses[0].requires.any[0].fact", "text in double quotes"},
		{"tree that is text", `{"any": [{"fact": "load.tested"}, {"fact": "load.retested"}]}`, `"load.tested"`, "clauses[0].requires", "an operator or a fact in an object"},
		{"list that is an object", `["US-CA", "CA-ON"]`, `{}`, "jurisdiction", "a list"},
		{"text that is true", `"Nobody"`, `true`, "authority", "text in double quotes"},
		{"text that is null", `"Nobody"`, `null`, "authority", "text in double quotes"},
		{"number in quotes", `60`, `"60"`, "params[0].value", "a whole number"},
		{"fraction", `60`, `60.0`, "params[0].value", "a whole number"},
		{"exponent", `60`, `6e1`, "params[0].value", "a whole number"},
		{"leading zero", `60`, `060`, "params[0].value", "a whole number"},
		{"minus zero", `60`, `-0`, "params[0].value", "a whole number"},
		{"negative", `60`, `-60`, "params[0].value", "want 0 to"},
		{"number beyond 64 bits", `60`, `99999999999999999999`, "params[0].value", "a whole number"},
		{"value above the bound of the parameter", `60`, `86401`, "params[0]", "misfire_wait_s is 1 to 86400"},
		{"value below the bound of the parameter", `60`, `0`, "params[0]", "misfire_wait_s is 1 to 86400"},
		{"unknown parameter", `"misfire_wait_s"`, `"misfire_wait"`, "params[0].name", "a known parameter"},
		{"empty parameter", `"misfire_wait_s"`, `""`, "params[0].name", "a known parameter"},
		{"parameter without unit", `"unit": "s", `, ``, "params[0]", `member "unit" is missing`},
		{"parameter without direction", `"direction": "most", `, ``, "params[0]", `member "direction" is missing`},
		{"parameter without clause", `, "clause": "A-1"}`, `}`, "params[0]", `member "clause" is missing`},
		{"parameter of another unit", `"unit": "s"`, `"unit": "min"`, "params[0]", "misfire_wait_s is in s"},
		{"parameter in the lenient direction", `"most"`, `"least"`, "params[0]", "the strictest is the most"},
		{"unknown direction", `"most"`, `"largest"`, "params[0].direction", "a known direction"},
		{"parameter from a clause that is not there", `"clause": "A-1"`, `"clause": "A-2"`, "", `no clause "A-2"`},
		{"missing citation", `"citation": {
        "instrument": "Code", "section": "1(a)", "text_status": "paraphrase",
        "checked_on": "2026-11-20", "checked_by": "project", "source_sha256": ""
      },`, ``, "clauses[0]", `member "citation" is missing`},
		{"citation without section", `"section": "1(a)", `, ``, "clauses[0].citation", `member "section" is missing`},
		{"citation of an empty section", `"1(a)"`, `""`, "clauses[0].citation.section", "a phrase"},
		{"citation that begins with a space", `"Code"`, `" Code"`, "clauses[0].citation.instrument", "a phrase"},
		{"verified text without a digest", `"paraphrase"`, `"verified"`, "clauses[0].citation", "verified text without source_sha256"},
		{"digest that is too short", `"source_sha256": ""`, `"source_sha256": "00ff"`, "clauses[0].citation.source_sha256", "64 lower-case hex digits"},
		{"unknown text status", `"paraphrase"`, `"checked"`, "clauses[0].citation.text_status", "a known text status"},
		{"checked by nobody", `"project"`, `""`, "clauses[0].citation.checked_by", "a phrase"},
		{"unknown force", `"LAW"`, `"ADVICE"`, "clauses[0].force", "a known force"},
		{"the kernel's own force", `"LAW"`, `"CORE"`, "clauses[0].force", "CORE is the kernel's own force"},
		{"unknown code", `"H01"`, `"H28"`, "clauses[0].code", "a known code"},
		{"code in words", `"H01"`, `"rounds"`, "clauses[0].code", "a known code"},
		{"missing sentence", `"says": "Each dummy is tested.",`, ``, "clauses[0]", `member "says" is missing`},
		{"missing requirement", `,
      "requires": {"any": [{"fact": "load.tested"}, {"fact": "load.retested"}]}`, ``, "clauses[0]", `member "requires" is missing`},
		{"unknown member of the pack", `"format": 1,`, `"format": 1, "note": "x",`, "", `unknown member "note"`},
		{"unknown member of a clause", `"code": "H01",`, `"code": "H01", "skip": "x",`, "clauses[0]", `unknown member "skip"`},
		{"member twice", `"code": "H01",`, `"code": "H01", "code": "H01",`, "clauses[0]", `member "code" twice`},
		{"format of tomorrow", `"format": 1`, `"format": 2`, "format", "want 1 to 1"},
		{"day that no calendar has", `"2025-01-01"`, `"2025-02-29"`, "in_force.from", "a day like"},
		{"day with a time", `"2025-01-01"`, `"2025-01-01T00:00"`, "in_force.from", "a day like"},
		{"day without zeros", `"2025-01-01"`, `"2025-1-1"`, "in_force.from", "a day like"},
		{"span that ends before it begins", `"2030-06-30"`, `"2025-06-30"`, "clauses[0].in_force", "is before from"},
		{"span without beginning", `"in_force": {"from": "2025-01-01"}`, `"in_force": {"until": "2025-01-01"}`, "in_force", `member "from" is missing`},
		{"checked on no day", `"2026-11-20"`, `"2026"`, "clauses[0].citation.checked_on", "a day like"},
		{"country without region", `"US-CA"`, `"US"`, "jurisdiction[0]", "ISO 3166-2"},
		{"region in lower case", `"US-CA"`, `"us-ca"`, "jurisdiction[0]", "ISO 3166-2"},
		{"region twice", `"CA-ON"`, `"US-CA"`, "jurisdiction[1]", "twice"},
		{"anywhere beside a region", `"CA-ON"`, `"*"`, "jurisdiction", "beside a region"},
		{"no jurisdiction", `["US-CA", "CA-ON"]`, `[]`, "jurisdiction", "at least 1"},
		{"id with a space", `"zz-test"`, `"zz test"`, "id", "a pack id"},
		{"id that is too long", `"zz-test"`, `"` + strings.Repeat("z", 33) + `"`, "id", "a pack id"},
		{"escape in text", `"Nobody"`, `"No\u0062ody"`, "authority", "printable ASCII without backslash"},
		{"line end in text", `"Nobody"`, "\"No\nbody\"", "authority", "printable ASCII without backslash"},
		{"letter beyond ASCII", `"Nobody"`, `"Nób"`, "authority", "printable ASCII without backslash"},
		{"text without end", "  ]\n}\n", "  ]\n, \"x", "", "text without end"},
		{"comma before the end of a list", `"CA-ON"]`, `"CA-ON",]`, "jurisdiction[2]", "text in double quotes"},
		{"comma before the end of an object", `"from": "2025-01-01"}`, `"from": "2025-01-01",}`, "in_force", "text in double quotes"},
		{"comma left out", `"US-CA", "CA-ON"`, `"US-CA" "CA-ON"`, "jurisdiction", "a comma"},
		{"colon left out", `"format": 1`, `"format" 1`, "", "a colon"},
		{"something after the pack", "  ]\n}\n", "  ]\n}\n{}", "", "nothing after the pack"},
		{"byte order mark", "{\n  \"format\"", "\ufeff{\n  \"format\"", "", "an object"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(small, c.old) == 0 {
				t.Fatalf("the pack has no %s", c.old)
			}
			_, err := ParsePack([]byte(strings.Replace(small, c.old, c.new, 1)))
			wantRefusal(t, err, c.path, c.want)
		})
	}
}

func wantRefusal(t *testing.T, err error, path, want string) {
	t.Helper()
	refusal, ok := errors.AsType[*PackError](err)
	if !ok {
		t.Fatalf("got %v, want a refusal at %s: %s", err, path, want)
	}
	if refusal.Path != path || !strings.Contains(refusal.Want, want) {
		t.Errorf("got %v\nwant %s: %s", err, path, want)
	}
}

func TestRefusalNamesTheByte(t *testing.T) {
	bad := strings.Replace(small, `"load.retested"`, `"load.retestd"`, 1)
	_, err := ParsePack([]byte(bad))
	refusal, ok := errors.AsType[*PackError](err)
	if !ok || refusal.Offset != strings.Index(bad, `"load.retestd"`) {
		t.Fatalf("got %v, want byte %d", err, strings.Index(bad, `"load.retestd"`))
	}
	want := fmt.Sprintf(`read rule pack: clauses[0].requires.any[1].fact, byte %d: `+
		`"load.retestd": want a known fact`, refusal.Offset)
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

// Cut off anywhere, a pack is refused: no first half of it is ever taken for the whole.
func TestTruncatedPackIsRefused(t *testing.T) {
	whole := strings.TrimSpace(small)
	for n := range len(whole) {
		if _, err := ParsePack([]byte(whole[:n])); err == nil {
			t.Fatalf("the first %d bytes were taken for a pack", n)
		}
	}
}

// packWith returns a pack with the given clauses after the one of small.
func packWith(clauses ...string) string {
	at := strings.LastIndex(small, "\n  ]")
	return small[:at] + strings.Join(append([]string{""}, clauses...), ",") + small[at:]
}

func clauseWith(id, requires string) string {
	return `{"id":"` + id + `","code":"H01","force":"HOUSE","citation":{"instrument":"I",` +
		`"section":"1","text_status":"unverified","checked_on":"2026-11-20","checked_by":"project",` +
		`"source_sha256":""},"says":"S.","requires":` + requires + `}`
}

func many(n int, element func(i int) string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = element(i)
	}
	return list
}

func TestBoundsOfAPack(t *testing.T) {
	numbered := func(i int) string { return clauseWith(fmt.Sprint("B-", i), tested) }
	leaves := func(n int) string {
		return `{"all":[` + strings.Join(many(n, func(int) string { return tested }), ",") + `]}`
	}
	deep := func(n int) string {
		return strings.Repeat(`{"all":[`, n-1) + tested + strings.Repeat(`]}`, n-1)
	}
	text := func(n int) string { return `"` + strings.Repeat("x", n) + `"` }
	regions := func(n int) string {
		list := many(n, func(i int) string { return fmt.Sprintf(`"US-%c%c"`, 'A'+i/26, 'A'+i%26) })
		return `[` + strings.Join(list, ",") + `]`
	}
	pad := func(n int) string { return small + strings.Repeat(" ", n-len(small)) }
	replace := func(old, with string) string { return strings.Replace(small, old, with, 1) }
	cases := []struct {
		name string
		pack string
		want string // Empty where the pack is within its bounds.
	}{
		{"bytes below", pad(PackMax - 1), ""},
		{"bytes at", pad(PackMax), ""},
		{"bytes above", pad(PackMax + 1), "longer than"},
		{"clauses below", packWith(many(ClausesMax-2, numbered)...), ""},
		{"clauses at", packWith(many(ClausesMax-1, numbered)...), ""},
		{"clauses above", packWith(many(ClausesMax, numbered)...), "more than 256"},
		{"nodes below", packWith(clauseWith("B", leaves(TreeNodesMax-2))), ""},
		{"nodes at", packWith(clauseWith("B", leaves(TreeNodesMax-1))), ""},
		{"nodes above", packWith(clauseWith("B", leaves(TreeNodesMax))), "more than 64"},
		{"depth below", packWith(clauseWith("B", deep(TreeDepthMax-1))), ""},
		{"depth at", packWith(clauseWith("B", deep(TreeDepthMax))), ""},
		{"depth above", packWith(clauseWith("B", deep(TreeDepthMax+1))), "deeper than 8"},
		{"depth without end", packWith(clauseWith("B", strings.Repeat(`{"all":[`, 20_000))), "deeper"},
		{"regions at", replace(`["US-CA", "CA-ON"]`, regions(JurisdictionsMax)), ""},
		{"regions above", replace(`["US-CA", "CA-ON"]`, regions(JurisdictionsMax+1)), "more than 64"},
		{"phrase at", replace(`"Nobody"`, text(PhraseMax)), ""},
		{"phrase above", replace(`"Nobody"`, text(PhraseMax+1)), "at most 300"},
		{"id at", replace(`"zz-test"`, text(nameMax)), ""},
		{"clause twice", packWith(clauseWith("A-1", tested)), `clause "A-1" twice`},
		{"empty", "", "an object"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := ParsePack([]byte(c.pack))
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestParameterTwiceIsRefused(t *testing.T) {
	one := `{"name": "misfire_wait_s", "value": 60, "unit": "s", "direction": "most", "clause": "A-1"}`
	_, err := ParsePack([]byte(strings.Replace(small, one, one+","+one, 1)))
	wantRefusal(t, err, "params[1]", "parameter misfire_wait_s twice")
}

func TestClauseTakesItsDaysFromThePack(t *testing.T) {
	p, err := ParsePack([]byte(packWith(clauseWith("B", tested))))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Clauses[1].InForce; got != p.InForce {
		t.Errorf("clause is in force %v, its pack %v", got, p.InForce)
	}
}

func TestSpanCoversItsOwnEnds(t *testing.T) {
	span := Span{From: "2025-07-01", Until: "2030-06-30"}
	cases := []struct {
		name string
		span Span
		day  event.Day
		want Tri
	}{
		{"day before", span, "2025-06-30", False},
		{"first day", span, "2025-07-01", True},
		{"last day", span, "2030-06-30", True},
		{"day after", span, "2030-07-01", False},
		{"no end", Span{From: "2025-07-01"}, "2199-12-31", True},
		{"no day recorded", span, "", Unknown},
		{"no day of the calendar", span, "2026-02-30", Unknown},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.span.Covers(c.day); got != c.want {
				t.Errorf("covers is %s, want %s", got, c.want)
			}
		})
	}
}

func TestClauseIsAskedUnlessItIsKnownNotToBe(t *testing.T) {
	p, err := ParsePack([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	c := &p.Clauses[0]
	cases := []struct {
		name  string
		known Facts
		day   event.Day
		want  bool
	}{
		{"situation not recorded", Facts{}, "2026-11-23", true},
		{"day not recorded", Facts{}, "", true},
		{"situation is the clause's", Facts{FactAskHandOver: True, FactLoadHasLive: False}, "2026-11-23", true},
		{"half of the situation is not recorded", Facts{FactAskHandOver: True}, "2026-11-23", true},
		{"situation is another", Facts{FactAskHandOver: False}, "2026-11-23", false},
		{"not of a fact that is true", Facts{FactLoadHasLive: True}, "2026-11-23", false},
		{"not yet in force", Facts{FactAskHandOver: True}, "2025-06-30", false},
		{"no longer in force", Facts{FactAskHandOver: True}, "2030-07-01", false},
	}
	for _, c2 := range cases {
		t.Run(c2.name, func(t *testing.T) {
			if got := c.Asked(&c2.known, c2.day); got != c2.want {
				t.Errorf("asked is %v, want %v", got, c2.want)
			}
		})
	}
}

func TestPackGovernsItsRegions(t *testing.T) {
	here := &Pack{Jurisdiction: []event.Region{"US-CA", "CA-ON"}}
	anywhere := &Pack{Jurisdiction: []event.Region{Anywhere}}
	cases := []struct {
		name   string
		pack   *Pack
		region event.Region
		want   bool
	}{
		{"named region", here, "CA-ON", true},
		{"another region", here, "US-NM", false},
		{"place not recorded", here, "", false},
		{"adopted anywhere", anywhere, "US-NM", true},
		{"adopted anywhere, place not recorded", anywhere, "", false},
		{"the star is no place", anywhere, "*", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.pack.Governs(c.region); got != c.want {
				t.Errorf("governs is %v, want %v", got, c.want)
			}
		})
	}
}

func TestCombineTakesTheStrictest(t *testing.T) {
	with := func(p Param, v int64) *Pack { return &Pack{Params: []Setting{{Param: p, Value: v}}} }
	core := Combine()
	cases := []struct {
		name  string
		packs []*Pack
		param Param
		want  int64
	}{
		{"no pack", nil, ParamLookAgeMax, 1800},
		{"least: a shorter age", []*Pack{with(ParamLookAgeMax, 600)}, ParamLookAgeMax, 600},
		{"least: a longer age loosens nothing", []*Pack{with(ParamLookAgeMax, 3600)}, ParamLookAgeMax, 1800},
		{"least of two", []*Pack{with(ParamLookAgeMax, 900), with(ParamLookAgeMax, 600)}, ParamLookAgeMax, 600},
		{"most: a longer distance", []*Pack{with(ParamStandoffFloor, 9000)}, ParamStandoffFloor, 9000},
		{"most: a shorter distance loosens nothing", []*Pack{with(ParamStandoffFloor, 10)}, ParamStandoffFloor, 6096},
		{"most of two", []*Pack{with(ParamMisfireWait, 60), with(ParamMisfireWait, 45)}, ParamMisfireWait, 60},
		{"permit checked more often", []*Pack{with(ParamPermitCheckMax, 7)}, ParamPermitCheckMax, 7},
		{"no pack in the list", []*Pack{nil}, ParamPermitCheckMax, 30},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Combine(c.packs...)
			if got[c.param] != c.want {
				t.Errorf("%s is %d, want %d", c.param, got[c.param], c.want)
			}
			for p := NoParam + 1; p < ParamCount; p++ {
				if p != c.param && got[p] != core[p] {
					t.Errorf("%s became %d", p, got[p])
				}
			}
		})
	}
}

func TestEveryParameterIsDeclared(t *testing.T) {
	for p := NoParam + 1; p < ParamCount; p++ {
		info := p.Info()
		if info.Name == "" || info.Direction == NoDirection || info.Says == "" ||
			!strings.HasSuffix(info.Name, "_"+info.Unit) ||
			info.Core < info.Min || info.Core > info.Max {
			t.Errorf("parameter %d is %+v", p, info)
		}
	}
	if ParamCount.Info() != (ParamInfo{}) {
		t.Error("a number outside the list is a parameter")
	}
}

func FuzzParsePack(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(packWith(clauseWith("B", benchTree))))
	f.Add([]byte(`{"format":1,"id":"x"}`))
	f.Add([]byte(strings.Repeat(`{"all":[`, 40)))
	f.Add([]byte(`{"a":-0.5e9,"a":null}`))
	f.Add(bytes.Repeat([]byte{'['}, 300))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParsePack(b)
		if err != nil {
			refusal, ok := errors.AsType[*PackError](err)
			if !ok || refusal.Want == "" || refusal.Offset < 0 || refusal.Offset > len(b) {
				t.Fatalf("refusal without a place: %v", err)
			}
			return
		}
		if len(p.Clauses) == 0 || p.Digest != event.ID(sha256.Sum256(b)) {
			t.Fatalf("pack without clauses or digest: %+v", p)
		}
		nothing := Facts{}
		for i := range p.Clauses {
			c := &p.Clauses[i]
			if c.Force == ForceCore || c.Citation.Section == "" || c.InForce.From == "" {
				t.Fatalf("half a clause: %+v", c)
			}
			if c.Requires.Eval(&nothing) == True || !c.Asked(&nothing, "") {
				t.Fatalf("%s is content with nothing on record", c.ID)
			}
			missing := c.Requires.Missing(&nothing)
			for f := range missing.All() {
				if f.Info().Code != c.Code || f.Info().Kind != Requirement {
					t.Fatalf("%s of %s reads %s", c.ID, c.Code, f)
				}
			}
		}
	})
}
