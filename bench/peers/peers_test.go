package peers

import (
	"testing"

	"github.com/cedar-policy/cedar-go"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// gun is what each engine is asked about, in Go's own types. Every engine gets it in the form its
// documentation asks for, made before the clock runs; ours makes its facts anew for each question.
type gun struct {
	examined bool
	ageS     int64
	checkers int
	rounds   []event.Nature
}

const ageMaxS = 600

func given() gun {
	return gun{
		examined: true, ageS: 120, checkers: 2,
		rounds: []event.Nature{event.Dummy, event.Dummy, event.Blank, event.Dummy, event.Blank, event.Dummy},
	}
}

// spoiled are the four ways in which one part of the rule is not met.
func spoiled() []gun {
	all := []gun{given(), given(), given(), given()}
	all[0].examined = false
	all[1].ageS = ageMaxS + 1
	all[2].checkers = 1
	all[3].rounds[5] = event.LiveRound
	return all
}

// engine answers whether the rule is met. Ready gives it a gun and returns what one question costs.
type engine struct {
	name  string
	ready func(testing.TB, gun) func() bool
}

var engines = []engine{{"ours", ours}, {"cedar-go", cedarGo}, {"opa", opa}}

// TestTheEnginesAgree: what is measured is one rule, met and not met in each of its parts.
func TestTheEnginesAgree(t *testing.T) {
	for _, e := range engines {
		if !e.ready(t, given())() {
			t.Errorf("%s: the rule is met and it says no", e.name)
		}
		for n, g := range spoiled() {
			if e.ready(t, g)() {
				t.Errorf("%s: part %d of the rule is not met and it says yes", e.name, n+1)
			}
		}
	}
}

// BenchmarkRule asks the rule where it is met.
func BenchmarkRule(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			ask := e.ready(b, given())
			b.ReportAllocs()
			for b.Loop() {
				if !ask() {
					b.Fatal("not met")
				}
			}
		})
	}
}

const pack = `{"format":1,"id":"peers","edition":"1","authority":"A rule for comparison",
"jurisdiction":["*"],"in_force":{"from":"2026-01-01"},
"params":[{"name":"look_age_max_s","value":600,"unit":"s","direction":"least","clause":"P-1"}],
"clauses":[` + clause + `"id":"P-1","code":"H03","says":"Examined, and not long ago.",
"requires":{"fact":"item.examined"}},
` + clause + `"id":"P-2","code":"H01","says":"Two people checked, and every round is known.",
"requires":{"all":[{"fact":"load.tested"},{"fact":"production.rounds-known"}]}}]}`

const clause = `{"force":"HOUSE","citation":{"instrument":"Comparison","section":"1",
"text_status":"unverified","checked_on":"2026-11-23","checked_by":"house","source_sha256":""},
"applies":{"fact":"item.is-firearm"},`

// ours evaluates the clauses of a compiled pack with the kernel's tree.
func ours(tb testing.TB, g gun) func() bool {
	p, err := verdict.ParsePack([]byte(pack))
	if err != nil {
		tb.Fatal(err)
	}
	most := verdict.Combine(p)[verdict.ParamLookAgeMax]
	return func() bool {
		known := verdict.Facts{
			verdict.FactItemIsFirearm: verdict.True,
			verdict.FactItemExamined:  tri(g.examined && g.ageS <= most),
			verdict.FactLoadTested:    tri(g.checkers >= 2),
		}
		kinds := true
		for _, n := range g.rounds {
			kinds = kinds && (n == event.Blank || n == event.Dummy)
		}
		known[verdict.FactProductionRoundsKnown] = tri(kinds)
		for n := range p.Clauses {
			c := &p.Clauses[n]
			if c.Asked(&known, "2026-11-23") && c.Requires.Eval(&known) != verdict.True {
				return false
			}
		}
		return true
	}
}

func tri(b bool) verdict.Tri {
	if b {
		return verdict.True
	}
	return verdict.False
}

const cedarRule = `permit (principal, action == Action::"handOver", resource)
when {
  resource.examined && resource.ageS <= 600 && resource.checkers >= 2 &&
  ["BLANK", "DUMMY"].containsAll(resource.kinds)
};`

func cedarGo(tb testing.TB, g gun) func() bool {
	policies, err := cedar.NewPolicySetFromBytes("rule.cedar", []byte(cedarRule))
	if err != nil {
		tb.Fatal(err)
	}
	var kinds []cedar.Value
	for _, n := range g.rounds {
		kinds = append(kinds, cedar.String(n.String()))
	}
	item := cedar.NewEntityUID("Firearm", "R-03")
	entities := cedar.EntityMap{item: cedar.Entity{
		UID: item,
		Attributes: cedar.NewRecord(cedar.RecordMap{
			"examined": cedar.Boolean(g.examined), "ageS": cedar.Long(g.ageS),
			"checkers": cedar.Long(g.checkers), "kinds": cedar.NewSet(kinds...),
		}),
	}}
	request := cedar.Request{
		Principal: cedar.NewEntityUID("Person", "h1"), Action: cedar.NewEntityUID("Action", "handOver"),
		Resource: item,
	}
	return func() bool {
		ok, _ := cedar.Authorize(policies, entities, request)
		return ok == cedar.Allow
	}
}

const opaRule = `package gun

default met := false

met if {
	input.examined
	input.ageS <= 600
	input.checkers >= 2
	every kind in input.kinds { kind in {"BLANK", "DUMMY"} }
}`

func opa(tb testing.TB, g gun) func() bool {
	ctx := tb.Context()
	query, err := rego.New(rego.Query("data.gun.met"), rego.Module("rule.rego", opaRule)).PrepareForEval(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	kinds := []any{}
	for _, n := range g.rounds {
		kinds = append(kinds, n.String())
	}
	input, err := ast.InterfaceToValue(map[string]any{
		"examined": g.examined, "ageS": g.ageS, "checkers": g.checkers, "kinds": kinds,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return func() bool {
		results, err := query.Eval(ctx, rego.EvalParsedInput(input))
		return err == nil && results.Allowed()
	}
}
