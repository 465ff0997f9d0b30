package view_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestWhatIsBlockedComesBeforeALongList: with fifteen things in hand and a misfire open, the misfire is
// the first thing that its handler reads, and what goes into the locker is one row.
func TestWhatIsBlockedComesBeforeALongList(t *testing.T) {
	text := &strings.Builder{}
	text.WriteString("begin as ready\n07:44 examine R-03 handler=h1\n")
	for n := range 15 {
		fmt.Fprintf(text, "07:44 receive S-%02d class=SOLID mechanism=inert chambers=0 handler=h1 watcher=w2\n", n)
	}
	text.WriteString("07:45 misfire R-03 by=h1\n# look: misfired\n")
	s := tellText(t, "misfire", text.String())
	s.until("misfired")
	var me struct {
		Todo []struct {
			Act    string
			Params map[string]string
		}
	}
	if err := json.Unmarshal(s.model("me", map[string]string{"person": "h1"}), &me); err != nil {
		t.Fatal(err)
	}
	if len(me.Todo) == 0 || me.Todo[0].Act != "close-misfire" {
		t.Errorf("first to do: %+v", me.Todo)
	}
	var lock []int
	for n, each := range me.Todo {
		if each.Params["item"] == "R-03" && each.Act != "close-misfire" {
			t.Errorf("%s is asked of what misfired", each.Act)
		}
		if each.Act == "lock-up" {
			lock = append(lock, n)
			if len(each.Params) != 0 {
				t.Errorf("what goes into the locker is of %v alone", each.Params)
			}
		}
	}
	if len(lock) != 1 {
		t.Errorf("rows for the locker: %v of %d", lock, len(me.Todo))
	}
}

// TestWhoCountedAtPrepIsNotAskedAtTheHandOver: a test in front of them would be a HOLD, and nobody could
// see on a screen why.
func TestWhoCountedAtPrepIsNotAskedAtTheHandOver(t *testing.T) {
	text, err := os.ReadFile("testdata/day.txt")
	if err != nil {
		t.Fatal(err)
	}
	s := tellText(t, "prep", strings.Replace(string(text), "07:47 count HR1",
		"07:46 on-duty w1 role=watcher\n# look: waits\n07:47 count HR1", 1))
	s.until("waits")
	for who, want := range map[string]bool{"w1": false, "w2": true} {
		me := string(s.model("me", map[string]string{"person": who}))
		if got := strings.Contains(me, `"count-tray"`); got != want {
			t.Errorf("%s is asked to count: %v, want %v: %s", who, got, want, me)
		}
	}
	if rows := string(s.model("trays", nil)); !strings.Contains(rows, `"prep":["w1"]`) {
		t.Errorf("the tray names no watcher at prep: %s", rows)
	}
}

// TestAMisfireSaysHowLongToWait: the longest wait of the packs that were adopted.
func TestAMisfireSaysHowLongToWait(t *testing.T) {
	s := tellText(t, "misfire", "begin as ready\n07:45 misfire R-03 by=h1\n# look: misfired\n")
	s.until("misfired")
	if rows := string(s.model("blocks", nil)); !strings.Contains(rows, `"wait_s":30`) {
		t.Errorf("the misfire says no wait: %s", rows)
	}
}
