package explore_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/sim/explore"
)

const page = "../../docs/fault-sets.md"

// section holds a part of the page to what was found.
func section(t *testing.T, name, got string) {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
	before, rest, found := strings.Cut(string(raw), begin)
	have, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no section %s", page, name)
	}
	want := "\n" + strings.TrimSpace(got) + "\n\n"
	if have == want {
		return
	}
	if !*update {
		t.Errorf("%s, %s, is not what was found: go test ./sim/explore -update, and read the change:\n%s", page, name, got)
		return
	}
	if err := os.WriteFile(page, []byte(before+begin+want+end+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

func house(t *testing.T, o explore.Options) *explore.House {
	t.Helper()
	h, err := explore.NewHouse(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func found(t *testing.T, h *explore.House, claim explore.Claim, faults int) explore.Result {
	t.Helper()
	r, err := h.Search(claim, faults, "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func quoted(text string) string { return "```\n" + strings.Trim(text, "\n") + "\n```\n" }

// TestTheClaims walks everything with two chambers: what is found, and that the wrong acts of a way are
// those of its people and nobody else's.
func TestTheClaims(t *testing.T) {
	o := explore.Options{Chambers: 2, Packs: california(t), Faults: 3}
	h := house(t, o)
	var text [explore.ClaimCount]string
	for claim, faults := range map[explore.Claim]int{explore.ClaimA: 3, explore.ClaimB: 2, explore.Resets: 2} {
		r := found(t, h, claim, faults)
		o.Claim = claim
		if len(r.Against(o)) > 0 || r.Complete == 0 || len(r.Sets) == 0 {
			t.Errorf("%s: the claim does not hold, or nothing was searched: %d sets", claim, len(r.Sets))
		}
		if r.Again == 0 {
			t.Errorf("%s: no second log of a record was judged", claim)
		}
		for _, s := range r.Sets {
			var wrong explore.People
			for _, x := range s.Path {
				wrong |= x.Wrong
			}
			if wrong != s.Who {
				t.Errorf("%s, %s: the wrong acts are those of %s", claim, s.Who, wrong)
			}
		}
		text[claim] = quoted(explore.Describe(claim) + "\n" + explore.TellSets(r.Sets))
	}
	section(t, "sets", text[explore.ClaimA]+"\n"+text[explore.ClaimB])
	section(t, "resets", text[explore.Resets])
}

// TestEveryHandOver: what the pack adds that asks at each hand-over for what the first one needs, and
// that each of its facts is needed for it.
func TestEveryHandOver(t *testing.T) {
	type column struct {
		head, without string
		packs         []string
		least         [explore.RoundsCount]int
	}
	anew := []string{explore.EachPack}
	columns := []column{
		{head: "As the rules are"},
		{head: "`" + explore.EachPack + "`", packs: anew},
		{head: "of it without `look.every-time`", packs: anew, without: "look.every-time"},
		{head: "without `load.retested-every-time`", packs: anew, without: "load.retested-every-time"},
		{head: "without `look.not-signed-anew`", packs: anew, without: "look.not-signed-anew"},
	}
	for n := range columns {
		c := &columns[n]
		o := explore.Options{
			Chambers: 1, Packs: append(california(t), packs(t, c.packs...)...), Faults: 2, Claim: explore.Resets,
		}
		h := house(t, o)
		r, err := h.Search(explore.Resets, 2, c.without)
		if err != nil {
			t.Fatal(err)
		}
		if c.without == "" && (len(r.Against(o)) > 0 || r.Complete == 0) {
			t.Errorf("%s: %v, %d COMPLETE", c.head, r.Against(o), r.Complete)
		}
		for _, s := range r.Sets {
			if k := &c.least[s.Rounds]; *k == 0 || s.Who.Count() < *k {
				*k = s.Who.Count()
			}
		}
		if n == 1 {
			section(t, "anew", quoted(explore.Describe(explore.Resets)+"\n"+explore.TellSets(r.Sets)))
		}
	}
	head, rule, rows := "| Loaded with |", "|---|", ""
	for _, c := range columns {
		head += " " + c.head + " |"
		rule += "---|"
	}
	for load := range explore.RoundsCount {
		rows += fmt.Sprintf("| %s |", load)
		for _, c := range columns {
			rows += fmt.Sprintf(" %d |", c.least[load])
		}
		rows += "\n"
		if columns[0].least[load] != 1 || columns[1].least[load] != 2 {
			t.Errorf("with %s it takes %d, and %d at every hand-over anew", load, columns[0].least[load], columns[1].least[load])
		}
	}
	for _, c := range columns[2:] {
		if !slices.Contains(c.least[:], 1) {
			t.Errorf("%s: it takes %v", c.head, c.least)
		}
	}
	section(t, "each", head+"\n"+rule+"\n"+rows)
}

// TestTheThirdPerson: with one there are three in both claims.
func TestTheThirdPerson(t *testing.T) {
	o := explore.Options{Chambers: 1, Packs: append(california(t), packs(t, explore.ThirdPack)...), Third: true, Faults: 2}
	h := house(t, o)
	a, b := found(t, h, explore.ClaimA, 2), found(t, h, explore.ClaimB, 2)
	if len(a.Sets)+len(b.Sets) > 0 || b.Complete == 0 {
		t.Errorf("two people suffice, or nothing was searched: %+v %+v", a.Sets, b.Sets)
	}
	three := h.Ways(explore.ClaimB, explore.Of(explore.Handler, explore.Watcher, explore.AD))
	if len(three) != int(explore.RoundsCount) {
		t.Errorf("handler, watcher and AD together suffice %d times", len(three))
	}
	section(t, "third", quoted(explore.Describe(explore.ClaimB)+"\n"+explore.TellSets(three)))
}

// TestEveryRuleOff: what each rule holds, and that the search would notice if it did not.
func TestEveryRuleOff(t *testing.T) {
	h := house(t, explore.Options{Chambers: 1, Packs: california(t), Faults: 2})
	found(t, h, explore.ClaimA, 2)
	found(t, h, explore.ClaimB, 1)
	all, err := h.Barriers()
	if err != nil {
		t.Fatal(err)
	}
	var drop, turn, none []string
	dropped := map[string]bool{}
	for _, b := range all {
		switch {
		case b.Drops():
			drop = append(drop, fmt.Sprintf("| `%s` | %d | %d |", b.Rule, b.A, b.B))
			dropped[b.Rule] = true
		case b.Turns:
			turn = append(turn, "`"+b.Rule+"`")
		default:
			none = append(none, "`"+b.Rule+"`")
		}
	}
	for _, must := range []string{"look.second", "load.retested", "look.not-signed", "tray.mismatch"} {
		if !dropped[must] {
			t.Errorf("%s off lowers no number", must)
		}
	}
	section(t, "rules", "| Rule left out | A | B |\n|---|---|---|\n| none | 3 | 2 |\n"+strings.Join(drop, "\n")+
		"\n\nTurn some record into COMPLETE, and lower no number by themselves: "+strings.Join(turn, ", ")+
		".\n\nNo barrier in this model, because they turn no record: "+strings.Join(none, ", ")+".\n")
}

// TestEveryPack: the numbers under each pack that ships.
func TestEveryPack(t *testing.T) {
	rows := "| Packs, one chamber | Claim A | Claim B | COMPLETE |\n|---|---|---|---|\n"
	for _, ids := range [][]string{
		{"us-ca-part13", "lmsc-bulletin-1"},
		{"us-ca-part13", "lmsc-bulletin-1", "lmsc-bulletin-2", "house"},
		{"uk-hse"},
		{"ca-on-guideline-39"},
		{"ca-mb-guideline-22"},
		{"au-national"},
	} {
		h := house(t, explore.Options{Chambers: 1, Packs: packs(t, ids...), Faults: 2})
		a, b := found(t, h, explore.ClaimA, 2), found(t, h, explore.ClaimB, 1)
		if len(a.Sets)+len(b.Sets) > 0 || b.Complete == 0 {
			t.Errorf("%v: %v %v, %d COMPLETE", ids, a.Sets, b.Sets, b.Complete)
		}
		rows += fmt.Sprintf("| %s | none below 3 | none below 2 | %d |\n", strings.Join(ids, ", "), b.Complete)
	}
	h := house(t, explore.Options{Chambers: 1, Packs: packs(t, "au-qld", "au-national"), Faults: 1})
	if r := found(t, h, explore.ClaimB, 1); r.Complete > 0 || r.Records == 0 {
		t.Errorf("in Queensland %d of %d records are COMPLETE", r.Complete, r.Records)
	}
	section(t, "numbers", rows+"\nUnder `au-qld` no firearm that a live round fits goes out at all, so there is nothing to search.\n")
}
