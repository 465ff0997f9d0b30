package view_test

import (
	"encoding/json"
	"testing"
)

// acceptDay is a day on which somebody near the guns was not at the meeting, where only a guideline asks.
const acceptDay = `day 2026-11-20
09:00 production region=US-NM founders=ad1:directing:ad,x1:sound:steward packs=lmsc-bulletin-1
begin as prep
17:10 enrol sa1 department=safety vouchers=x1
17:11 appoint sa1 role=advisor ad=ad1
day 2026-11-21
06:30 on-duty ad1 role=ad
06:31 on-duty h1 role=handler
06:32 on-duty w2 role=watcher
06:33 on-duty sa1 role=advisor
06:40 call place=stage-4 ad=ad1
06:45 sweep handler=h1
06:50 credential what=performer-training people=p1 handler=h1
07:00 plan 42 items=R-03:LIVE_CAPABLE zone=cam1:3m near=dir1 handler=h1 ad=ad1
07:05 assess scene=42 ad=ad1 handler=h1
07:10 approve-pointing scene=42 people=cam1 how=off-axis handler=h1 ad=ad1
07:15 meeting scene=42 people=p1,cam1,w2 ad=ad1 handler=h1
07:20 examine R-03 handler=h1
07:20 look R-03 watcher=w2
# look: absent
07:22 accept main reason=meeting.absent scene=42 person=dir1 handler=h1 ad=ad1 as=a1
# look: accepted
`

// TestWhatCanBeAcceptedIsOfferedAsItIsSigned: the row is the act's own members, so that the reason that
// was on the screen is the one that is signed.
func TestWhatCanBeAcceptedIsOfferedAsItIsSigned(t *testing.T) {
	s := tellText(t, "accept", acceptDay)
	expectAccepts(t, s, "absent", false)
	expectAccepts(t, s, "accepted", true)
}

func expectAccepts(t *testing.T, s *told, look string, accepted bool) {
	t.Helper()
	s.until(look)
	var rows []struct {
		Unit, Day, Reason, Scene, Item, Person, Detail string
		Accepted                                       bool
	}
	if err := json.Unmarshal(s.model("accepts", nil), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("%s: %+v, %v", look, rows, err)
	}
	got := rows[0]
	if got.Unit != "main" || got.Day != "2026-11-21" || got.Reason != "meeting.absent" ||
		got.Scene != "42" || got.Person != "dir1" || got.Item != "" || got.Accepted != accepted {
		t.Errorf("%s: offered %+v", look, got)
	}
}

// TestWhatLawAsksIsOfferedToNobody: California's Labor Code asks for the same meeting.
func TestWhatLawAsksIsOfferedToNobody(t *testing.T) {
	s := tell(t)
	s.until("morning")
	if got := string(s.model("accepts", nil)); got != "[]" {
		t.Errorf("offered %s", got)
	}
}

// forkDay has one item with two histories.
const forkDay = `begin as ready
# look: one line
07:31 examine R-03 handler=h1 as=first
07:32 examine R-03 handler=h1 as=mine
07:32 examine R-03 handler=h1 after=first as=theirs
# look: forked
`

// TestAForkNamesItsHeads: whoever joins a history again names every end of it.
func TestAForkNamesItsHeads(t *testing.T) {
	s := tellText(t, "fork", forkDay)
	s.until("one line")
	if got := string(s.model("forks", nil)); got != "[]" {
		t.Errorf("a history in one line is offered to be joined: %s", got)
	}
	s.until("forked")
	var rows []struct {
		Object string
		Heads  []string
	}
	if err := json.Unmarshal(s.model("forks", nil), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("%+v, %v", rows, err)
	}
	if rows[0].Object != "item/R-03" || len(rows[0].Heads) != 2 {
		t.Errorf("offered %+v, want R-03 with two ends", rows[0])
	}
}
