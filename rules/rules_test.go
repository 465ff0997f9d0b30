package rules_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

var update = flag.Bool("update", false, "write the tables of docs/spec/rulepack.md from the code")

func packs(t *testing.T) []*verdict.Pack {
	t.Helper()
	var all []*verdict.Pack
	for _, f := range rules.All() {
		p, err := verdict.ParsePack(f.Bytes)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		all = append(all, p)
	}
	return all
}

func packOf(t *testing.T, id event.PackID) *verdict.Pack {
	t.Helper()
	for _, p := range packs(t) {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("no pack %s ships", id)
	return nil
}

func TestThesePacksShip(t *testing.T) {
	var ids []string
	for i, p := range packs(t) {
		f := rules.All()[i]
		ids = append(ids, string(p.ID))
		if string(p.ID) != f.ID() {
			t.Errorf("%s holds the pack %s", f.Name, p.ID)
		}
		if event.ID(f.Digest()) != p.Digest || f.Digest() != sha256.Sum256(f.Bytes) {
			t.Errorf("%s: the digests of file and pack differ", f.Name)
		}
		found, ok := rules.Find(f.ID())
		if !ok || string(found.Bytes) != string(f.Bytes) {
			t.Errorf("%s is not found by its id", f.Name)
		}
	}
	want := []string{
		"au-national", "au-qld", "ca-mb-guideline-22", "ca-on-guideline-39", "house-every-hand-over",
		"house-third-count", "house", "lmsc-bulletin-1", "lmsc-bulletin-2", "uk-hse", "us-ca-part13",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("packs are %v, want %v", ids, want)
	}
	if f, ok := rules.Find("us-nm"); ok {
		t.Errorf("a pack that does not ship is found: %s", f.Name)
	}
}

func TestEachCallerHasItsOwnBytes(t *testing.T) {
	rules.All()[0].Bytes[0] = 'x'
	if rules.All()[0].Bytes[0] != '{' {
		t.Error("one caller changed the bytes of another")
	}
}

// Where each pack governs, by places inside and outside of it; "*" is a pack for every place.
func TestPacksGovernTheirPlaces(t *testing.T) {
	places := []event.Region{
		"US-CA", "US-NM", "CA-ON", "CA-MB", "GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR", "AU-NSW", "AU-QLD",
	}
	want := map[event.PackID]string{
		"au-national":        "AU-NSW AU-QLD",
		"au-qld":             "AU-QLD",
		"ca-mb-guideline-22": "CA-MB",
		"ca-on-guideline-39": "CA-ON",
		"uk-hse":             "GB-ENG GB-SCT GB-WLS",
		"us-ca-part13":       "US-CA",
	}
	for _, p := range packs(t) {
		var governed []string
		for _, place := range places {
			if p.Governs(place) {
				governed = append(governed, string(place))
			}
		}
		if got := strings.Join(governed, " "); got != want[p.ID] && !(want[p.ID] == "" && len(governed) == len(places)) {
			t.Errorf("%s governs %s, want %s", p.ID, got, want[p.ID])
		}
	}
}

// A guideline never binds as law by itself; where the law takes one up, the law's pack says so. What
// is only this house's practice never calls itself anything else.
func TestForceIsTheAuthoritysOwn(t *testing.T) {
	forces := map[event.PackID][]verdict.Force{
		"us-ca-part13":          {verdict.ForceLaw, verdict.ForceLawByReference},
		"au-qld":                {verdict.ForceLaw},
		"uk-hse":                {verdict.ForceStandard, verdict.ForceGuideline},
		"house":                 {verdict.ForceHouse},
		"house-third-count":     {verdict.ForceHouse},
		"house-every-hand-over": {verdict.ForceHouse},
	}
	byReference := 0
	for _, p := range packs(t) {
		allowed, ok := forces[p.ID]
		if !ok {
			allowed = []verdict.Force{verdict.ForceGuideline}
		}
		for _, c := range p.Clauses {
			if !slices.Contains(allowed, c.Force) {
				t.Errorf("%s %s has force %s", p.ID, c.ID, c.Force)
			}
			if c.Force == verdict.ForceLawByReference {
				byReference++
				if !strings.Contains(c.Citation.Section, "by reference to") {
					t.Errorf("%s does not say what it refers to", c.ID)
				}
			}
		}
	}
	if byReference == 0 {
		t.Error("no clause takes up a bulletin by reference")
	}
}

// Nobody has compared the words on live ammunition, and no other authority's either.
func TestBulletinTwoIsUnverifiedThroughout(t *testing.T) {
	for _, p := range packs(t) {
		if p.ID != "lmsc-bulletin-2" {
			continue
		}
		for i := range p.Clauses {
			c := &p.Clauses[i]
			if c.Citation.TextStatus != verdict.TextUnverified || !c.Applies.Facts().Has(verdict.FactLoadHasLive) {
				t.Errorf("%s has %s text", c.ID, c.Citation.TextStatus)
			}
		}
		if f := p.Clauses[0].Requires.Facts(); !f.Has(verdict.FactTextVerifiedForLive) {
			t.Error("its first clause does not ask for words that somebody compared")
		}
		return
	}
	t.Error("bulletin 2 does not ship")
}

// No text in these packs was compared with an official one, so none may say that it was.
func TestNoClauseClaimsVerifiedText(t *testing.T) {
	for _, p := range packs(t) {
		for _, c := range p.Clauses {
			if c.Citation.TextStatus == verdict.TextVerified || c.Citation.SourceDigest != "" {
				t.Errorf("%s %s says its text was compared with the official one", p.ID, c.ID)
			}
		}
	}
}

func TestPacksHoldNoLinks(t *testing.T) {
	for _, f := range rules.All() {
		for _, link := range []string{"://", "www.", "@"} {
			if strings.Contains(string(f.Bytes), link) {
				t.Errorf("%s holds %q: cite instrument and section", f.Name, link)
			}
		}
	}
}

// The pilot clauses bind tax-credit productions, in five years only.
func TestPilotClausesAreAskedInTheirYears(t *testing.T) {
	pack := packOf(t, "us-ca-part13")
	pilot := verdict.Span{From: "2025-07-01", Until: "2030-06-30"}
	credit := verdict.FactProductionTaxCredit
	n := 0
	for i := range pack.Clauses {
		c := &pack.Clauses[i]
		isPilot := strings.HasPrefix(c.Citation.Section, "9152")
		if isPilot != (c.InForce == pilot) || isPilot != c.Applies.Facts().Has(credit) {
			t.Errorf("%s of section %s is in force %v", c.ID, c.Citation.Section, c.InForce)
		}
		if isPilot {
			n++
		}
	}
	if n == 0 {
		t.Error("no pilot clause")
	}
}

// Every assignment of every fact that a clause reads: recording less never ends its HOLD.
func TestRecordingLessNeverEndsAHold(t *testing.T) {
	for _, p := range packs(t) {
		for i := range p.Clauses {
			c := &p.Clauses[i]
			var reads []verdict.Fact
			for f := range c.Applies.Facts().All() {
				reads = append(reads, f)
			}
			evidence := len(reads)
			for f := range c.Requires.Facts().All() {
				reads = append(reads, f)
			}
			holds := func(known *verdict.Facts) bool {
				return c.Asked(known, c.InForce.From) && c.Requires.Eval(known) != verdict.True
			}
			held := 0
			eachAssignment(reads, func(known verdict.Facts) {
				if !holds(&known) {
					return
				}
				held++
				for j, f := range reads {
					less := known
					less[f] = verdict.Unknown
					if !holds(&less) {
						t.Errorf("%s: not recording %s ends the HOLD of %v", c.ID, f, known)
					}
					less[f] = verdict.False
					if j >= evidence && !holds(&less) {
						t.Errorf("%s: recording %s as no ends the HOLD of %v", c.ID, f, known)
					}
				}
			})
			if held == 0 {
				t.Errorf("%s never holds", c.ID)
			}
		}
	}
}

func eachAssignment(reads []verdict.Fact, visit func(verdict.Facts)) {
	var known verdict.Facts
	var fill func(i int)
	fill = func(i int) {
		if i == len(reads) {
			visit(known)
			return
		}
		for _, v := range []verdict.Tri{verdict.Unknown, verdict.False, verdict.True} {
			known[reads[i]] = v
			fill(i + 1)
		}
	}
	fill(0)
}

const page = "../docs/spec/rulepack.md"

// The tables of the page are written from the code, so that they cannot tell of another kernel.
func TestPageShowsWhatTheKernelKnows(t *testing.T) {
	b, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	want := string(b)
	for _, table := range []struct{ name, text string }{
		{"requirement facts", factTable(verdict.Requirement)},
		{"applicability facts", factTable(verdict.Applicability)},
		{"parameters", paramTable()},
		{"packs", packTable(t)},
	} {
		begin, end := "<!-- begin "+table.name+" -->\n", "<!-- end "+table.name+" -->"
		before, rest, ok := strings.Cut(want, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("%s has no place for the table of %s", page, table.name)
		}
		want = before + begin + table.text + end + after
	}
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !*update && want != string(b) {
		t.Errorf("%s is not what the code says: go test ./rules -update, and read the change", page)
	}
}

func factTable(kind verdict.FactKind) string {
	var out strings.Builder
	if kind == verdict.Requirement {
		out.WriteString("| Fact | Code | True when |\n|---|---|---|\n")
	} else {
		out.WriteString("| Fact | True when |\n|---|---|\n")
	}
	for f := verdict.NoFact + 1; f < verdict.FactCount; f++ {
		switch info := f.Info(); {
		case info.Kind != kind:
		case kind == verdict.Requirement:
			fmt.Fprintf(&out, "| `%s` | %s | %s |\n", info.Name, info.Code, info.Says)
		default:
			fmt.Fprintf(&out, "| `%s` | %s |\n", info.Name, info.Says)
		}
	}
	return out.String()
}

func paramTable() string {
	var out strings.Builder
	out.WriteString("| Parameter | Unit | Strictest | Kernel | A pack may say | What it bounds |\n" +
		"|---|---|---|---|---|---|\n")
	for p := verdict.NoParam + 1; p < verdict.ParamCount; p++ {
		info := p.Info()
		fmt.Fprintf(&out, "| `%s` | %s | %s | %d | %d to %d | %s |\n", info.Name, info.Unit,
			info.Direction, info.Core, info.Min, info.Max, info.Says)
	}
	return out.String()
}

func packTable(t *testing.T) string {
	var out strings.Builder
	for _, p := range packs(t) {
		fmt.Fprintf(&out, "`%s`, %s\n\n| Clause | Code | Force | Section | Text | Says |\n"+
			"|---|---|---|---|---|---|\n", p.ID, p.Authority)
		for _, c := range p.Clauses {
			fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s |\n", c.ID, c.Code, c.Force,
				c.Citation.Section, c.Citation.TextStatus, c.Says)
		}
		out.WriteString("\n")
	}
	return out.String()
}
