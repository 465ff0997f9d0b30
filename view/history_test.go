package view_test

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/view"
)

// paged is a part of a history.
type paged struct {
	History []struct{ Index int }
	More    int
}

func (s *told) page(model string, given map[string]string) paged {
	s.t.Helper()
	var out paged
	if err := json.Unmarshal(s.model(model, given), &out); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (p paged) indexes() []int {
	var out []int
	for _, e := range p.History {
		out = append(out, e.Index)
	}
	return out
}

// TestAHistoryIsReadPageByPage: the newest entries come first, in log order, and the cursor leads
// through all of them once.
func TestAHistoryIsReadPageByPage(t *testing.T) {
	s := tell(t)
	s.until("unattended")
	size := int(s.stage.Production.Head().Size)
	if size <= view.PageSize || size > view.PageMax {
		t.Fatalf("the story has %d entries: the page sizes are not tried", size)
	}
	newest := s.page("history", nil).indexes()
	if len(newest) != view.PageSize || newest[0] != size-view.PageSize || !slices.IsSorted(newest) {
		t.Errorf("the newest page has %v", newest)
	}
	whole := s.page("history", map[string]string{"n": strconv.Itoa(view.PageMax)})
	if len(whole.History) != size || whole.More != 0 {
		t.Errorf("the whole log is %d entries of %d, more %d", len(whole.History), size, whole.More)
	}
	for _, about := range []map[string]string{{}, {"item": "R-03"}, {"container": "BOX-2"}, {"scene": "42"}, {"person": "w2"}} {
		want := s.page("history", with(about, "n", "100")).indexes()
		if len(want) < 2 {
			t.Fatalf("%v has %d entries: nothing is paged", about, len(want))
		}
		for _, n := range []string{"1", "2", strconv.Itoa(len(want) - 1), strconv.Itoa(len(want))} {
			var got []int
			asked := with(about, "n", n)
			for range len(want) + 1 {
				page := s.page("history", asked)
				got = append(page.indexes(), got...)
				if page.More == 0 {
					break
				}
				if page.More != page.History[0].Index {
					t.Fatalf("more is %d after %v", page.More, page.indexes())
				}
				asked = with(asked, "before", strconv.Itoa(page.More))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%v by %s: %v, want %v", about, n, got, want)
			}
		}
	}
	item := s.page("item", map[string]string{"item": "R-03", "n": "2"})
	all := s.page("history", map[string]string{"item": "R-03", "n": "100"}).indexes()
	if !slices.Equal(item.indexes(), all[len(all)-2:]) || item.More != all[len(all)-2] {
		t.Errorf("the item's newest two are %+v of %v", item, all)
	}
}

func with(given map[string]string, name, value string) map[string]string {
	out := map[string]string{name: value}
	for _, k := range slices.Sorted(maps.Keys(given)) {
		if k != name {
			out[k] = given[k]
		}
	}
	return out
}

// TestAPageHasBounds: below, at and above.
func TestAPageHasBounds(t *testing.T) {
	for given, good := range map[[2]string]bool{
		{"n", "0"}: false, {"n", "1"}: true, {"n", "100"}: true, {"n", "101"}: false, {"n", "-1"}: false,
		{"n", ""}: false, {"n", "+5"}: false, {"n", "05"}: false, {"n", "x"}: false,
		{"before", "0"}: false, {"before", "1"}: true, {"before", "2147483647"}: true,
		{"before", "2147483648"}: false, {"before", "-1"}: false,
	} {
		_, err := view.ParseArgs(map[string]string{given[0]: given[1]})
		if good != (err == nil) || !good && !errors.Is(err, view.ErrArg) {
			t.Errorf("%s=%q: %v", given[0], given[1], err)
		}
	}
}

// TestActsAreReadByTheirIdentity: whoever signs what names other acts reads those acts from the record,
// in the order they are named; what the record does not have is not there to be read.
func TestActsAreReadByTheirIdentity(t *testing.T) {
	s := tell(t)
	s.until("handed over")
	var all struct {
		History []struct {
			ID   string
			Kind string
		}
	}
	if err := json.Unmarshal(s.model("history", map[string]string{"n": "100"}), &all); err != nil {
		t.Fatal(err)
	}
	first, last := all.History[0], all.History[len(all.History)-1]
	unknown := strings.Repeat("ab", 32)
	of := strings.Join([]string{last.ID, unknown, first.ID}, ",")
	var got []struct {
		ID     string
		Kind   string
		Params map[string]string
		State  string
	}
	if err := json.Unmarshal(s.model("acts", map[string]string{"of": of}), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].ID != last.ID || got[1].ID != first.ID || got[0].Kind != last.Kind {
		t.Fatalf("asked for %s, an unknown one and %s, got %+v", last.Kind, first.Kind, got)
	}
	if got[0].State != "stands" || len(got[0].Params) == 0 {
		t.Errorf("the act came as %+v", got[0])
	}
	if empty := string(s.model("acts", nil)); empty != "[]" {
		t.Errorf("nothing was asked for and %s came", empty)
	}
}

// TestActsAreAskedForWithinBounds: no more than one act can name, and identities alone.
func TestActsAreAskedForWithinBounds(t *testing.T) {
	id := strings.Repeat("ab", 32)
	most := strings.Repeat(id+",", view.RefersMax-1) + id
	if args, err := view.ParseArgs(map[string]string{"of": most}); err != nil || len(args.Of) != view.RefersMax {
		t.Errorf("%d identities: %d, %v", view.RefersMax, len(args.Of), err)
	}
	for _, bad := range []string{"", id + ",", "17", strings.ToUpper(id), most + "," + id} {
		if _, err := view.ParseArgs(map[string]string{"of": bad}); !errors.Is(err, view.ErrArg) {
			t.Errorf("%.20q was taken: %v", bad, err)
		}
	}
}
