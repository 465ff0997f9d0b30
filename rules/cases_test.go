package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

func casesOf(t *testing.T, pack *verdict.Pack) []rules.Case {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("cases", string(pack.ID)+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := rules.ReadCases(b)
	if err != nil {
		t.Fatalf("%s: %v", pack.ID, err)
	}
	return cases
}

func TestEveryClauseShipsEveryKindOfCaseAndEachComesOutAsWritten(t *testing.T) {
	for _, pack := range packs(t) {
		for _, f := range rules.CheckCases(pack, casesOf(t, pack)) {
			t.Errorf("%s, line %d of its cases, clause %s: %s", pack.ID, f.Line, f.Clause, f.Text)
		}
	}
}

// What is wrong between a pack and its cases is found, and by its line.
func TestWhatIsWrongWithCasesIsFound(t *testing.T) {
	pack := packOf(t, "house")
	good := casesOf(t, pack)
	for text, change := range map[string]func([]rules.Case) []rules.Case{
		"no case is HOLD": func(all []rules.Case) []rules.Case {
			return slices.DeleteFunc(all, func(c rules.Case) bool { return c.Clause == "HP-2" && c.Outcome == "HOLD" })
		},
		"no measurement of misfire_wait_s is HOLD": func(all []rules.Case) []rules.Case {
			return slices.DeleteFunc(all, func(c rules.Case) bool { return c.Value == 59 })
		},
		"house has no clause": func(all []rules.Case) []rules.Case {
			all[0].Clause = "HP-99"
			return all
		},
		"the clause says COMPLETE [], want HOLD []": func(all []rules.Case) []rules.Case {
			all[0].Outcome = "HOLD"
			return all
		},
		"the clause does not read stop.none": func(all []rules.Case) []rules.Case {
			all[0].Named.Add(verdict.FactStopNone)
			return all
		},
		"the clause does not give misfire_wait_s": func(all []rules.Case) []rules.Case {
			all[len(all)-1].Clause = "HP-2"
			return all
		},
	} {
		found := rules.CheckCases(pack, change(slices.Clone(good)))
		if !slices.ContainsFunc(found, func(f rules.Finding) bool { return strings.Contains(f.Text, text) }) {
			t.Errorf("%q is not found: %v", text, found)
		}
	}
}

// Any bytes are cases or are refused with their line, and no case makes a pack answer outside its words.
func FuzzReadCases(f *testing.F) {
	for _, file := range rules.All() {
		b, err := os.ReadFile(filepath.Join("cases", file.ID()+".txt"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 1500)])
	}
	house, _ := rules.Find("house")
	pack, err := verdict.ParsePack(house.Bytes)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		cases, err := rules.ReadCases(b)
		if err != nil && !strings.HasPrefix(err.Error(), "read cases: line ") {
			t.Errorf("refused without a line: %v", err)
		}
		for i := range cases {
			outcome, _ := cases[i].Answer(pack)
			if !slices.Contains([]string{"COMPLETE", "HOLD", "UNKNOWN", "NOT-ASKED", "no clause"}, outcome) {
				t.Errorf("a case is answered %q", outcome)
			}
		}
		rules.CheckCases(pack, cases)
	})
}

func TestCaseIsRefusedWhenItCannotBeRead(t *testing.T) {
	for name, line := range map[string]string{
		"unknown fact":                    "facts load.testd=yes -> COMPLETE",
		"value that is no answer":         "facts load.tested=maybe -> COMPLETE",
		"fact without value":              "facts load.tested -> COMPLETE",
		"fact twice":                      "facts load.tested=yes load.tested=no -> COMPLETE",
		"no outcome":                      "facts load.tested=yes",
		"unknown outcome":                 "facts load.tested=yes -> FINE",
		"nothing after the arrow":         "facts load.tested=yes -> ",
		"unknown word":                    "fact load.tested=yes -> COMPLETE",
		"unknown parameter":               "measured misfire_wait=60 -> HOLD",
		"measurement that is no number":   "measured misfire_wait_s=a -> HOLD",
		"measurement without outcome":     "measured misfire_wait_s=60",
		"measurement of unknown":          "measured misfire_wait_s=60 -> UNKNOWN",
		"measurement without a value":     "measured misfire_wait_s -> HOLD",
		"line longer than a reader takes": "facts " + strings.Repeat("x", 1<<17),
		"file longer than the bound":      strings.Repeat("\n", rules.CasesMax+1),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := rules.ReadCases([]byte("clause X\n" + line)); err == nil {
				t.Errorf("read as %+v", got)
			}
		})
	}
}
