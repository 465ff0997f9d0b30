package scenario

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/words"
)

// Told is one reason of a verdict in words: what the record does not show, and what to do next.
type Told struct {
	Code string
	Says string
	Next string // Empty when nothing helps today.
	// Entry is the index of the entry that says so; state.NoIndex when it is the absence of one.
	Entry int
	// Clauses name what asks for it, pack first: core CORE-load.tested.
	Clauses []string
}

// Group is everything one role can do something about.
type Group struct {
	Role    event.Role // NoRole stands for anybody.
	Who     string     // The role in words.
	Reasons []Told
}

// Explain puts every reason of a verdict into words, grouped by who can act, in the order of the
// verdict. A language that the catalogue lacks is told in English.
func Explain(lang string, v verdict.Verdict) []Group {
	var out []Group
	for n := range v.Reasons {
		r := &v.Reasons[n]
		at := slices.IndexFunc(out, func(g Group) bool { return g.Role == r.Who })
		if at < 0 {
			at = len(out)
			out = append(out, Group{Role: r.Who, Who: roleInWords(lang, r.Who)})
		}
		out[at].Reasons = append(out[at].Reasons, tell(lang, r))
	}
	return out
}

func tell(lang string, r *verdict.Reason) Told {
	t := Told{Code: r.Code.String(), Says: words.Say(lang, "reason."+r.Key, fill(lang, r)), Entry: r.Index}
	if r.Act != "" {
		t.Next = words.Say(lang, "next."+r.Act, nil)
	}
	for _, c := range r.Clauses {
		t.Clauses = append(t.Clauses, string(c.Pack)+" "+string(c.Clause))
	}
	return t
}

// fill returns the parameters of a reason's sentence. A topic and a role are ids of the catalogue
// and are said in its words.
func fill(lang string, r *verdict.Reason) map[string]string {
	out := map[string]string{}
	for _, p := range verdict.Fill(&r.Lack) {
		name, value := p[0], p[1]
		switch name {
		case "topic", "role", "purpose":
			value = words.Say(lang, name+"."+value, nil)
		}
		out[name] = value
	}
	return out
}

func roleInWords(lang string, r event.Role) string {
	if r == event.NoRole {
		return words.Say(lang, "replay.anybody", nil)
	}
	return words.Say(lang, "role."+r.String(), nil)
}

// Asked puts a question into words. What it leaves open is said to be unnamed.
func Asked(lang string, q verdict.Question) string {
	given := map[string]string{
		"item": string(q.Item), "container": string(q.Container), "person": string(q.To),
		"scene": string(q.Scene), "unit": string(q.Unit),
	}
	for name, value := range given {
		if value == "" {
			given[name] = words.Say(lang, "replay.unnamed", nil)
		}
	}
	given["purpose"] = words.Say(lang, "replay.unnamed", nil)
	if q.Purpose != event.NoPurpose {
		given["purpose"] = words.Say(lang, "purpose."+q.Purpose.String(), nil)
	}
	return words.Say(lang, "replay.ask."+q.Ask.String(), given)
}
