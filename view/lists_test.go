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
