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

// meetingDay has two scenes, each with a meeting of its own, and one that was met twice.
const meetingDay = `begin as ready
# look: before
08:00 plan 43 items=R-03:LIVE_CAPABLE zone=cam1:3m near=dir1 handler=h1 ad=ad1
# look: planned
08:01 meeting scene=43 people=cam1 ad=ad1 handler=h1
# look: met
08:02 meeting scene=42 people=p1,cam1 ad=ad1 handler=h1
# look: met elsewhere
08:03 meeting scene=43 people=cam1 ad=ad1 handler=h1
# look: met again
`

// TestASceneNamesItsOwnNewestMeeting: people are added to the meeting of the scene the sentence names,
// whatever meeting was the last one of all.
func TestASceneNamesItsOwnNewestMeeting(t *testing.T) {
	s := tellText(t, "meeting", meetingDay)
	meetings := func(look string) (of42, of43 string) {
		s.until(look)
		var rows []struct{ Scene, Meeting string }
		if err := json.Unmarshal(s.model("scenes", nil), &rows); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			switch row.Scene {
			case "42":
				of42 = row.Meeting
			case "43":
				of43 = row.Meeting
			}
		}
		return of42, of43
	}
	first42, _ := meetings("before")
	same42, none := meetings("planned")
	if none != "" || same42 != first42 {
		t.Errorf("a scene that nobody met about has the meeting %q", none)
	}
	_, met43 := meetings("met")
	again42, same43 := meetings("met elsewhere")
	if met43 == "" || same43 != met43 || again42 == met43 || again42 == first42 {
		t.Errorf("after each met: 42 has %q, 43 has %q and then %q", again42, met43, same43)
	}
	if _, last43 := meetings("met again"); last43 == "" || last43 == met43 {
		t.Errorf("the second meeting about a scene is not the one it names: %q", last43)
	}
}
