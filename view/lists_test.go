package view_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestATrayThatCameToNothingSaysWhy: too quick a test and two numbers that differ have words of
// their own on a screen, and neither is told before its time.
func TestATrayThatCameToNothingSaysWhy(t *testing.T) {
	text, err := os.ReadFile("testdata/day.txt")
	if err != nil {
		t.Fatal(err)
	}
	day := strings.Replace(string(text), "10:24 endorse T1", "# look: shown\n10:24 endorse T1", 1)
	for name, c := range map[string]struct{ from, to, counted, shown string }{
		"as it should be":     {"", "", "", ""},
		"too quick":           {"10:22 tray T1", "10:20 tray T1", "tray.pace", "tray.pace"},
		"numbers that differ": {"count T1 number=10", "count T1 number=9", "", "tray.mismatch"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tellText(t, "day", strings.Replace(day, c.from, c.to, 1))
			s.until("tray counted")
			expectLack(t, s, c.counted)
			s.until("shown")
			expectLack(t, s, c.shown)
		})
	}
}

func expectLack(t *testing.T, s *told, want string) {
	t.Helper()
	var rows []struct{ State, Lack string }
	if err := json.Unmarshal(s.model("trays", nil), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("trays: %v, %v", rows, err)
	}
	if rows[0].Lack != want || (rows[0].State == "unknown") != (want != "") {
		t.Errorf("the tray is %+v, want the lack %q", rows[0], want)
	}
}

// TestPacksSayWhichAreAdopted: of what a reader holds, the production's own are marked, and those that
// are meant for the place it works in.
func TestPacksSayWhichAreAdopted(t *testing.T) {
	s := tell(t)
	s.until("morning")
	var rows []struct {
		Pack, Digest, Edition, Authority string
		Adopted, Here                    bool
	}
	if err := json.Unmarshal(s.model("packs", nil), &rows); err != nil || len(rows) != len(s.packs) {
		t.Fatalf("%d rows of %d packs, %v", len(rows), len(s.packs), err)
	}
	adopted, here := map[string]bool{}, map[string]bool{}
	for n, row := range rows {
		if row.Digest != s.packs[n].Digest.String() || row.Edition == "" || row.Authority == "" {
			t.Errorf("row %d: %+v", n, row)
		}
		adopted[row.Pack], here[row.Pack] = row.Adopted, row.Here
	}
	for pack, want := range map[string][2]bool{
		"us-ca-part13": {true, true}, "lmsc-bulletin-1": {true, false}, "uk-hse": {false, false},
	} {
		if got := [2]bool{adopted[pack], here[pack]}; got != want {
			t.Errorf("%s: adopted, here %v, want %v", pack, got, want)
		}
	}
}
