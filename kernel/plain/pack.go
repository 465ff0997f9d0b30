package plain

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Pack is a rule pack as docs/spec/rulepack.md spells it.
type Pack struct {
	ID           string   `json:"id"`
	Edition      string   `json:"edition"`
	Jurisdiction []string `json:"jurisdiction"`
	InForce      span     `json:"in_force"`
	Params       []struct {
		Name      string `json:"name"`
		Value     int64  `json:"value"`
		Direction string `json:"direction"`
	} `json:"params"`
	Clauses []clause `json:"clauses"`

	digest event.ID
}

type span struct{ From, Until string }

type clause struct {
	ID       string `json:"id"`
	Code     string `json:"code"`
	Force    string `json:"force"`
	Citation struct {
		TextStatus string `json:"text_status"`
	} `json:"citation"`
	InForce  span  `json:"in_force"`
	Applies  *tree `json:"applies"`
	Requires *tree `json:"requires"`
}

// tree is one operator or one fact.
type tree struct {
	Fact string  `json:"fact"`
	All  []*tree `json:"all"`
	Any  []*tree `json:"any"`
	Not  *tree   `json:"not"`
}

// ReadPack reads a pack that the kernel accepts. What a pack may not say is the kernel's business; this
// reader is here so that what it does say is read twice.
func ReadPack(b []byte) (*Pack, error) {
	p := &Pack{digest: sha256.Sum256(b)}
	if err := json.Unmarshal(b, p); err != nil {
		return nil, fmt.Errorf("read rule pack: %w", err)
	}
	return p, nil
}

func (p *Pack) governs(r event.Region) bool {
	return r != "" && (slices.Contains(p.Jurisdiction, "*") || slices.Contains(p.Jurisdiction, string(r)))
}

// covers says whether a day lies in a span; no day is neither in it nor outside.
func (s span) covers(d event.Day) tri {
	if d == "" {
		return unknown
	}
	return be(s.From <= string(d) && (s.Until == "" || string(d) <= s.Until))
}

// covers reports whether a clause may be asked on a day: on its own days, or on its pack's.
func (c *clause) covers(p *Pack, d event.Day) bool {
	if c.InForce != (span{}) {
		return !c.InForce.covers(d).no
	}
	return !p.InForce.covers(d).no
}

// evalApplies is Kleene's three-valued logic over the situation. A clause without a tree always
// applies.
func (t *tree) evalApplies(i *inquiry) tri {
	switch {
	case t == nil:
		return yes
	case t.Fact != "":
		return i.applies(t.Fact)
	case t.Not != nil:
		v := t.Not.evalApplies(i)
		return tri{yes: v.no, no: v.yes}
	}
	out, list := yes, t.All
	if len(t.Any) > 0 {
		out, list = no, t.Any
	}
	for _, x := range list {
		v := x.evalApplies(i)
		if len(t.Any) > 0 {
			out = tri{yes: out.yes || v.yes, no: out.no && v.no}
		} else {
			out = tri{yes: out.yes && v.yes, no: out.no || v.no}
		}
	}
	return out
}

// holds reports whether evidence is complete. Evidence has no "not", so there are only two answers.
func (t *tree) holds(i *inquiry) bool {
	switch {
	case t.Fact != "":
		return len(i.lacks(t.Fact)) == 0
	case len(t.Any) > 0:
		return slices.ContainsFunc(t.Any, func(x *tree) bool { return x.holds(i) })
	}
	return !slices.ContainsFunc(t.All, func(x *tree) bool { return !x.holds(i) })
}

// missing lists the facts that keep a tree from being complete.
func (t *tree) missing(i *inquiry) []string {
	if t.holds(i) {
		return nil
	}
	if t.Fact != "" {
		return []string{t.Fact}
	}
	var out []string
	for _, x := range slices.Concat(t.All, t.Any) {
		out = append(out, x.missing(i)...)
	}
	return out
}

// editions lists the editions of packs the production adopted.
func (l *Log) editions() []event.PackRef {
	var out []event.PackRef
	newest := map[event.PackRef]*act{}
	add := func(a *act, refs []event.PackRef) {
		for _, r := range refs {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
			newest[r] = a
		}
	}
	for _, a := range l.acts {
		switch b := a.event.Body.(type) {
		case *event.ProductionOpened:
			add(a, b.Packs)
		case *event.PacksAdopted:
			if a.stood {
				add(a, b.Packs)
			}
		default:
		}
	}
	for _, b := range l.blocks() {
		if d, is := b.act.event.Body.(*event.PackDropped); is && !l.open(b) {
			out = slices.DeleteFunc(out, func(r event.PackRef) bool {
				return r == event.PackRef(*d) && newest[r].turn < b.act.turn // Adopted again it binds again.
			})
		}
	}
	return out
}

func (i *inquiry) adopted(p *Pack) bool {
	return slices.Contains(i.editions(), event.PackRef{Pack: event.PackID(p.ID), Digest: p.digest})
}

// param is the strictest value of a number among the core's and those of the adopted packs.
func (i *inquiry) param(name string) int64 {
	v := map[string]int64{
		"look_age_max_s": 1800, "standoff_floor_mm": 6096, "misfire_wait_s": 30, "permit_check_max_days": 30,
		"assumed_cone_half_cdeg": 4500, "assumed_vent_mm": 3048, "assumed_vent_half_cdeg": 4500,
		"assumed_ejection_mm": 3048, "ejection_half_cdeg": 6000,
	}[name]
	for _, p := range i.packs {
		if !i.adopted(p) || !p.governs(i.region) {
			continue
		}
		for _, s := range p.Params {
			switch {
			case s.Name != name:
			case s.Direction == "least":
				v = min(v, s.Value)
			default:
				v = max(v, s.Value)
			}
		}
	}
	return v
}

// asks of the core clauses.
var (
	always   = []string{"load", "hand-over", "start", "release", "close"}
	using    = []string{"load", "hand-over", "start"}
	handling = []string{"hand-over", "start"}
)

// core lists the clauses that every production has (docs/spec/verdict.md, section 3).
var core = []struct {
	fact, code string
	firearm    bool // Asked unless it is known that nothing in question is a firearm.
	asks       []string
}{
	{"production.rounds-known", "H01", false, using},
	{"load.tested", "H01", true, []string{"load", "hand-over", "start", "release"}},
	{"load.retested", "H01", true, handling},
	{"source.sealed", "H02", true, []string{"load", "hand-over", "start", "release"}},
	{"item.examined", "H03", true, using},
	{"item.identified", "H03", false, handling},
	{"look.second", "H03", false, handling},
	{"custody.unbroken", "H04", true, []string{"load", "hand-over", "start", "close"}},
	{"giver.is-handler", "H05", false, []string{"hand-over"}},
	{"item.given-by-handler", "H05", false, handling},
	{"handler.on-duty", "H06", true, using},
	{"bore.after-sequence", "H13", true, []string{"load", "hand-over", "start", "close"}},
	{"incidents.closed", "H14", false, always},
	{"concerns.answered", "H15", false, using},
	{"item.returned", "H16", false, []string{"load", "hand-over", "close"}},
	{"rounds.none-missing", "H16", false, []string{"close"}},
	{"clock.trusted", "H20", false, always},
	{"record.synced", "H20", false, always},
	{"text.verified-for-live", "H20", false, using},
	{"stop.none", "H23", false, []string{"load", "hand-over", "start", "release"}},
	{"withheld.none", "H24", false, using},
	{"record.whole", "H25", false, always},
	{"packs.valid", "H26", false, always},
}
