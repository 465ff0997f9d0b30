package verdict

import (
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/primitive"
)

// Bounds of one pack. Each is tested at, below and above.
const (
	// PackMax is the longest pack in bytes.
	PackMax = 256 << 10
	// ClausesMax is how many clauses one pack may have.
	ClausesMax = 256
	// JurisdictionsMax is how many regions one pack may name.
	JurisdictionsMax = 64
	// PhraseMax is the longest text in bytes.
	PhraseMax = 300

	nameMax = event.IDMax
)

// Anywhere is the jurisdiction of a pack that governs wherever a production adopts it.
const Anywhere event.Region = "*"

// ClauseID names a clause within its pack, for example CA-9153-a-2.
type ClauseID string

// Force says why a clause binds. The zero value is Core, which nobody can accept away.
type Force uint8

// The forces, from the one that binds most. Core clauses live in the kernel; no pack has that word.
const (
	ForceCore Force = iota
	ForceLaw
	ForceLawByReference
	ForceStandard
	ForceGuideline
	ForceHouse
)

var forceNames = []string{"CORE", "LAW", "LAW_BY_REFERENCE", "STANDARD", "GUIDELINE", "HOUSE"}

// String returns the force's name in the format.
func (f Force) String() string {
	if int(f) >= len(forceNames) {
		return forceNames[ForceCore]
	}
	return forceNames[f]
}

// TextStatus says how the wording of a clause was checked. The zero value is unverified.
type TextStatus uint8

// The text statuses.
const (
	TextUnverified TextStatus = iota // General knowledge of the document; nobody compared it.
	TextParaphrase                   // Compared with copies or summaries, not with the official text.
	TextVerified                     // Compared with the official text, whose digest is given.
)

var textStatusNames = []string{"unverified", "paraphrase", "verified"}

// String returns the status as packs spell it.
func (s TextStatus) String() string {
	if int(s) >= len(textStatusNames) {
		return textStatusNames[TextUnverified]
	}
	return textStatusNames[s]
}

// Citation says where a clause comes from and how far that was checked.
type Citation struct {
	Instrument   string // For example California Labor Code.
	Section      string // For example 9153(a)(2).
	TextStatus   TextStatus
	CheckedOn    event.Day
	CheckedBy    string
	SourceDigest string // SHA-256 of the official text, lower-case hex; empty unless verified.
}

// Span is a run of calendar days, both ends in it.
type Span struct {
	From  event.Day
	Until event.Day // Empty when no end is set.
}

// Covers says whether a day lies in the span; a text that is no day is Unknown.
func (s Span) Covers(day event.Day) Tri {
	switch {
	case !day.Valid():
		return Unknown
	case !s.includes(day):
		return False
	}
	return True
}

// mayCover reports whether a day is not known to lie outside: what is no day says nothing about when.
func (s *Span) mayCover(day event.Day) bool { return s.includes(day) || !day.Valid() }

// includes is Covers for a text that is a day.
func (s *Span) includes(day event.Day) bool {
	return day >= s.From && (s.Until == "" || day <= s.Until)
}

// ended reports whether a day lies behind the span.
func (s *Span) ended(day event.Day) bool { return day.Valid() && s.Until != "" && day > s.Until }

// Clause is one rule: when it is asked, and what must then be on record.
type Clause struct {
	ID       ClauseID
	Code     Code // Every fact that Requires reads has this code.
	Force    Force
	Citation Citation
	Says     string // The rule in one sentence of our own words, for who reviews the pack.
	InForce  Span   // The days of the clause, or of its pack where it names none.
	Applies  Tree   // Over applicability facts; the zero Tree when it always applies.
	Requires Tree   // Over requirement facts, without "not".

	asPack bool // It names no days: InForce is its pack's.
}

// Pack is the rules of one authority in one edition. ParsePack makes it; it is not changed later.
type Pack struct {
	ID           event.PackID
	Edition      string
	Authority    string
	Jurisdiction []event.Region // Anywhere alone, or regions.
	InForce      Span
	Params       []Setting
	Clauses      []Clause
	Digest       event.ID // SHA-256 of the bytes that were parsed.
}

// Governs reports whether the pack is meant for work in a region. A pack with jurisdiction Anywhere
// governs every place of a production that adopted it.
func (p *Pack) Governs(region event.Region) bool {
	if !isRegion(string(region)) {
		return false
	}
	for _, r := range p.Jurisdiction {
		if r == Anywhere || r == region {
			return true
		}
	}
	return false
}

// Asked reports whether the clause must be true of what is known, on a day. It is asked unless it
// is known not to be: a situation or a day that nobody recorded makes no rule go away. A production that
// has no later edition in force is asked beyond its days, too; that is for Judge to see.
func (c *Clause) Asked(known *Facts, day event.Day) bool {
	return c.InForce.mayCover(day) && c.meant(known)
}

// meant reports whether the situation is not known to be one that the clause is not about.
func (c *Clause) meant(known *Facts) bool {
	return c.Applies.IsZero() || c.Applies.Eval(known) != False
}

// ParsePack reads a rule pack as docs/spec/rulepack.md describes it. It accepts the whole pack or
// nothing; the error is a *PackError that names the place.
func ParsePack(b []byte) (*Pack, error) {
	if len(b) > PackMax {
		return nil, &PackError{Offset: PackMax, Want: "longer than 262144 bytes"}
	}
	r := &reader{in: string(b)}
	p := &Pack{Digest: primitive.SHA256(b)}
	r.pack(p)
	r.end()
	if r.err != nil {
		return nil, r.err
	}
	return p, nil
}

func (r *reader) pack(p *Pack) {
	r.object(
		member{name: "format", read: func() { r.integer(1, 1) }},
		member{name: "id", read: func() { p.ID = event.PackID(r.word("a pack id", isName)) }},
		member{name: "edition", read: func() { p.Edition = r.word("an edition", isName) }},
		member{name: "authority", read: func() { p.Authority = r.phrase() }},
		member{name: "jurisdiction", read: func() { p.Jurisdiction = r.jurisdiction() }},
		member{name: "in_force", read: func() { p.InForce = r.span() }},
		member{name: "params", read: func() { p.Params = r.settings() }},
		member{name: "clauses", read: func() { p.Clauses = r.clauses() }},
	)
	if r.err != nil {
		return
	}
	for i := range p.Clauses {
		if p.Clauses[i].InForce == (Span{}) {
			p.Clauses[i].InForce, p.Clauses[i].asPack = p.InForce, true
		}
	}
	for _, s := range p.Params {
		if !hasClause(p.Clauses, s.Clause) {
			r.fail(0, "parameter "+s.Param.String()+": no clause "+strconv.Quote(string(s.Clause))+
				" in this pack")
		}
	}
}

func (r *reader) jurisdiction() []event.Region {
	var regions []event.Region
	start := r.pos
	r.list(1, JurisdictionsMax, func() {
		at := r.pos
		region := event.Region(r.word(`an ISO 3166-2 code like US-CA, or "*"`, func(s string) bool {
			return s == string(Anywhere) || isRegion(s)
		}))
		for _, earlier := range regions {
			if earlier == region {
				r.fail(at, "region "+strconv.Quote(string(region))+" twice")
			}
		}
		regions = append(regions, region)
	})
	for _, region := range regions {
		if region == Anywhere && len(regions) > 1 {
			r.fail(start, `"*" beside a region: it already governs everywhere`)
		}
	}
	return regions
}

func (r *reader) span() Span {
	var s Span
	start := r.pos
	const want = "a day like 2026-11-23"
	r.object(
		member{name: "from", read: func() { s.From = event.Day(r.word(want, isDay)) }},
		member{name: "until", optional: true, read: func() {
			s.Until = event.Day(r.word(want, isDay))
		}},
	)
	if r.err == nil && s.Until != "" && s.Until < s.From {
		r.fail(start, "until "+string(s.Until)+" is before from "+string(s.From))
	}
	return s
}

func (r *reader) settings() []Setting {
	var settings []Setting
	r.list(0, int(ParamCount)-1, func() {
		start := r.pos
		s := r.setting()
		for _, earlier := range settings {
			if r.err == nil && earlier.Param == s.Param {
				r.fail(start, "parameter "+s.Param.String()+" twice")
			}
		}
		settings = append(settings, s)
	})
	return settings
}

func (r *reader) clauses() []Clause {
	var clauses []Clause
	r.list(1, ClausesMax, func() {
		start := r.pos
		c := r.clause()
		if r.err == nil && hasClause(clauses, c.ID) {
			r.fail(start, "clause "+strconv.Quote(string(c.ID))+" twice")
		}
		clauses = append(clauses, c)
	})
	return clauses
}

func hasClause(clauses []Clause, id ClauseID) bool {
	for i := range clauses {
		if clauses[i].ID == id {
			return true
		}
	}
	return false
}

func (r *reader) clause() Clause {
	var c Clause
	start := r.pos
	r.object(
		member{name: "id", read: func() { c.ID = ClauseID(r.word("a clause id", isName)) }},
		member{name: "code", read: func() {
			r.word("a known code", func(s string) bool { c.Code = CodeOf(s); return c.Code != NoCode })
		}},
		member{name: "force", read: func() { c.Force = r.force() }},
		member{name: "citation", read: func() { c.Citation = r.citation() }},
		member{name: "says", read: func() { c.Says = r.phrase() }},
		member{name: "in_force", optional: true, read: func() { c.InForce = r.span() }},
		member{name: "applies", optional: true, read: func() { c.Applies = r.tree(Applicability) }},
		member{name: "requires", read: func() { c.Requires = r.tree(Requirement) }},
	)
	if r.err != nil {
		return c
	}
	// A reason can be accepted or not by its code, so one clause must not carry a fact of one code
	// under the name of another.
	for f := range c.Requires.Facts().All() {
		if f.Info().Code != c.Code {
			r.fail(start, "clause "+string(c.ID)+" has code "+c.Code.String()+", but "+f.String()+
				" is a fact of "+f.Info().Code.String()+": give it its own clause")
			return c
		}
	}
	return c
}

func (r *reader) force() Force {
	start := r.pos
	f := Force(r.one("force", forceNames))
	if r.err == nil && f == ForceCore {
		r.fail(start, "CORE is the kernel's own force: want LAW, LAW_BY_REFERENCE or weaker")
	}
	return f
}

func (r *reader) citation() Citation {
	var c Citation
	start := r.pos
	r.object(
		member{name: "instrument", read: func() { c.Instrument = r.phrase() }},
		member{name: "section", read: func() { c.Section = r.phrase() }},
		member{name: "text_status", read: func() {
			c.TextStatus = TextStatus(r.one("text status", textStatusNames))
		}},
		member{name: "checked_on", read: func() {
			c.CheckedOn = event.Day(r.word("a day like 2026-11-23", isDay))
		}},
		member{name: "checked_by", read: func() { c.CheckedBy = r.phrase() }},
		member{name: "source_sha256", read: func() {
			c.SourceDigest = r.word("64 lower-case hex digits, or nothing", func(s string) bool {
				return s == "" || isDigest(s)
			})
		}},
	)
	if r.err == nil && c.TextStatus == TextVerified && c.SourceDigest == "" {
		r.fail(start, "verified text without source_sha256: say which bytes were compared")
	}
	return c
}

// tree compiles one formula whose facts are all of one kind.
func (r *reader) tree(kind FactKind) Tree {
	var t Tree
	r.node(&t, kind, 1)
	if r.err == nil {
		t.lay()
	}
	return t
}

func (r *reader) node(t *Tree, kind FactKind, depth int) {
	start := r.pos
	switch {
	case depth > TreeDepthMax:
		r.fail(start, "deeper than "+strconv.Itoa(TreeDepthMax)+" operators and facts")
	case len(t.nodes) == TreeNodesMax:
		r.fail(start, "more than "+strconv.Itoa(TreeNodesMax)+" operators and facts")
	}
	if !r.take('{', "an operator or a fact in an object") {
		return
	}
	r.next()
	at := r.pos
	name := r.text(64)
	if r.err != nil || !r.take(':', "a colon") {
		return
	}
	me := len(t.nodes)
	t.nodes = append(t.nodes, node{})
	r.within("."+name, func() {
		switch name {
		case "fact":
			t.nodes[me].fact = r.fact(kind)
		case "all", "any":
			t.nodes[me].op = opAll
			if name == "any" {
				t.nodes[me].op = opAny
			}
			// "All of nothing" would be true without any evidence.
			r.list(1, TreeNodesMax, func() { r.node(t, kind, depth+1) })
		case "not":
			if kind == Requirement {
				r.fail(at, "not may stand in applies only: more evidence must never hold")
			}
			t.nodes[me].op = opNot
			r.node(t, kind, depth+1)
		default:
			r.fail(at, "unknown operator "+strconv.Quote(name)+": want all, any, not or fact")
		}
	})
	t.nodes[me].end = uint8(len(t.nodes))
	if r.next() == ',' {
		r.fail(r.pos, "want one operator in an object")
	}
	r.take('}', "the end of the object")
}

func (r *reader) fact(kind FactKind) Fact {
	var f Fact
	start := r.pos
	name := r.word("a known fact", func(s string) bool { f = FactOf(s); return f != NoFact })
	if r.err == nil && f.Info().Kind != kind {
		r.fail(start, name+" is a fact of "+f.Info().Kind.String()+", not of "+kind.String())
	}
	return f
}
