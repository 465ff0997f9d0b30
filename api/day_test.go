package api_test

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

// The day of the tap table: twelve guns, ten set-ups, twenty-five takes. Three revolvers hold dummies,
// three fire blanks, six guns are rubber. Six set-ups with fifteen takes are before lunch, with dummies
// and rubber; four with ten takes are after it, and two revolvers fire in each of these. Each load of one
// revolver is one prompt of handler and watcher, so that what fires decides the number: the other prompts
// of such a day are sixteen and ten.
const (
	dummyGuns  = "R-01,R-02,R-03"
	blankGuns  = "B-01,B-02,B-03"
	rubberGuns = "G-01,G-02,G-03,G-04,G-05,G-06"

	takesPerMorning   = 15
	takesPerAfternoon = 10
	setUps            = 10
)

// promptsMax is what the tap table allows a person on such a day.
const (
	handlerPromptsMax = 60
	watcherPromptsMax = 50
)

// dayBefore is prep: it is not counted. Everything is received, tested, measured and locked up.
const dayBefore = `day 2026-11-20
09:00 production region=US-CA founders=ad1:directing:ad,x1:sound:steward packs=us-ca-part13,lmsc-bulletin-1
09:10 enrol h1 department=props vouchers=x1
09:11 enrol w1 department=art vouchers=ad1
09:12 enrol w2 department=grip vouchers=ad1,x1
09:13 enrol p1 department=cast vouchers=ad1
09:13 enrol p2 department=cast vouchers=ad1
09:14 enrol cam1 department=camera vouchers=x1
09:15 enrol med1 department=medical vouchers=x1
09:20 appoint h1 role=handler ad=ad1
09:21 appoint w1 role=watcher ad=ad1
09:22 appoint w2 role=watcher ad=ad1
09:23 appoint p1 role=performer ad=ad1
09:23 appoint p2 role=performer ad=ad1
09:24 appoint med1 role=medic ad=ad1
09:30 credential what=handler-permit people=h1 expires=2027-06-30 ad=ad1
09:31 credential what=handler-training people=h1 ad=ad1
09:32 credential what=watcher-training people=w1 steward=x1
09:33 credential what=watcher-training people=w2 by=med1
09:34 credential what=firearms-course people=h1,w1,w2,p1,p2,cam1,ad1,x1,med1 by=med1
09:35 credential what=medic-licence people=med1 ad=ad1
09:36 contact ad1 ad=ad1
10:00 on-duty h1 role=handler
10:01 on-duty w1 role=watcher
10:02 on-duty ad1 role=ad
`

const dayBeforeEnds = `10:20 container SAFE-1 what=locker handler=h1
10:20 container BOX-2 what=box handler=h1
10:20 container QUAR what=quarantine handler=h1
10:21 lot D-014 nature=DUMMY construction=RATTLE_HOLE count=50 container=BOX-1 handler=h1 watcher=w1
10:21 lot BL-02 nature=BLANK load=half count=100 container=BOX-3 handler=h1 watcher=w1
10:22 open BOX-1 handler=h1
10:24 tray T1 lot=D-014 from=BOX-1 to=BOX-2 rounds=9 passed=9 handler=h1
10:25 count T1 number=9 watcher=w1
10:25 show-count T1 handler=h1
10:27 tray T2 lot=D-014 from=BOX-1 to=BOX-2 rounds=9 passed=9 handler=h1
10:28 count T2 number=9 watcher=w1
10:28 show-count T2 handler=h1
10:29 endorse T1,T2 handler=h1 watcher=w1
10:30 seal BOX-1 seal=S-200 handler=h1
10:30 seal BOX-2 seal=S-201 handler=h1
10:40 test-fire B-01 lot=BL-02 distance_mm=4m handler=h1
10:40 test-fire B-02 lot=BL-02 distance_mm=4m handler=h1
10:40 test-fire B-03 lot=BL-02 distance_mm=4m handler=h1
10:41 bore B-01 handler=h1
10:41 bore B-02 handler=h1
10:41 bore B-03 handler=h1
10:50 lock-up ` + dummyGuns + "," + blankGuns + "," + rubberGuns + ` container=SAFE-1 handler=h1 watcher=w1
11:00 off-duty h1 why=lock-up
11:00 off-duty w1 why=lock-up
16:59 on-duty ad1 role=ad
17:00 notice day=2026-11-21 ad=ad1
`

// sheet writes a story act by act, each at a time of its own: hands take longer than lines.
type sheet struct {
	out    strings.Builder
	second int
	seals  int
}

func (s *sheet) at(hour, minute int) { s.second = hour*3600 + minute*60 }

// do writes acts, so many seconds apart.
func (s *sheet) do(apart int, lines ...string) {
	for _, line := range lines {
		fmt.Fprintf(&s.out, "%02d:%02d:%02d %s\n", s.second/3600, s.second/60%60, s.second%60, line)
		s.second += apart
	}
}

// judge asks a question that has to be COMPLETE.
func (s *sheet) judge(question string) {
	s.do(1, "judge "+question)
	s.out.WriteString("----\nCOMPLETE\n\n")
}

// load takes rounds out of a box that is opened for it and sealed again.
func (s *sheet) load(box, lot, positions string, items ...string) {
	s.do(5, "open "+box+" handler=h1")
	for _, item := range items {
		s.do(20, "load "+item+" container="+box+" lot="+lot+" positions="+positions+" handler=h1 watcher=w2")
	}
	s.seals++
	s.do(5, fmt.Sprintf("seal %s seal=S-%d handler=h1", box, 300+s.seals))
}

func split(list string) []string { return strings.Split(list, ",") }

// wholeDay is the day as the screens sign it.
func wholeDay() string {
	s := &sheet{}
	s.out.WriteString(dayBefore)
	s.at(10, 5)
	for n, item := range split(dummyGuns + "," + blankGuns) {
		s.do(10, fmt.Sprintf("receive %s class=LIVE_CAPABLE mechanism=revolver chambers=6 serial4=%d"+
			" handler=h1 watcher=w1", item, 4470+n))
	}
	for _, item := range split(rubberGuns) {
		s.do(10, "receive "+item+" class=SOLID mechanism=inert chambers=0 handler=h1 watcher=w1")
	}
	s.out.WriteString(dayBeforeEnds)
	s.out.WriteString("day 2026-11-21\n")
	s.morning()
	s.afternoon()
	return s.out.String()
}

func (s *sheet) morning() {
	s.at(6, 30)
	s.do(10, "on-duty ad1 role=ad", "on-duty h1 role=handler", "on-duty w2 role=watcher",
		"call place=stage-4 ad=ad1", "sweep handler=h1",
		"credential what=performer-training people=p1,p2 handler=h1")
	var items []string
	for _, item := range split(dummyGuns) {
		items = append(items, item+":LIVE_CAPABLE")
	}
	for _, item := range split(rubberGuns) {
		items = append(items, item+":SOLID")
	}
	s.do(60, "plan 42 items="+strings.Join(items, ",")+" zone=cam1:3m capacity=12 handler=h1 ad=ad1",
		"assess scene=42 ad=ad1 handler=h1",
		"approve-pointing scene=42 people=cam1 how=off-axis handler=h1 ad=ad1",
		"meeting scene=42 people=p1,p2,cam1,w2 ad=ad1 handler=h1")
	for _, item := range split(dummyGuns + "," + rubberGuns) {
		s.do(30, "examine "+item+" handler=h1")
	}
	s.load("BOX-2", "D-014", "1-6", split(dummyGuns)...)
	for n, item := range split(dummyGuns) {
		tray := fmt.Sprintf("HR%d", n+1)
		s.second += 60 // Six rounds are tested one by one.
		s.do(30, "tray "+tray+" lot=D-014 item="+item+" rounds=6 passed=6 handler=h1",
			"count "+tray+" number=6 watcher=w2", "show-count "+tray+" handler=h1", "look "+item+" watcher=w2")
	}
	for take := range takesPerMorning {
		s.at(8, 12*take)
		s.do(5, "reset "+dummyGuns+","+rubberGuns+" handler=h1")
		for n, item := range split(dummyGuns) {
			line := "hand-over " + item + " to=p1 scene=42 purpose=rehearsal handler=h1"
			if take == 0 {
				line += fmt.Sprintf(" watcher=w2 trays=HR%d", n+1)
			}
			s.do(10, line)
		}
		for _, item := range split(rubberGuns) {
			s.do(6, "hand-over "+item+" to=p2 scene=42 purpose=rehearsal handler=h1")
		}
		s.judge("start 42")
		for _, item := range split(dummyGuns) {
			s.do(5, "collect "+item+" from=p1 handler=h1")
		}
		for _, item := range split(rubberGuns) {
			s.do(5, "collect "+item+" from=p2 handler=h1")
		}
	}
	s.at(11, 10)
	s.do(5, "open BOX-2 handler=h1")
	for _, item := range split(dummyGuns) {
		s.do(30, "unload "+item+" container=BOX-2 unfired=6 handler=h1")
	}
	s.do(5, "seal BOX-2 seal=S-290 handler=h1")
	s.at(12, 0)
	s.do(10, "lock-up "+dummyGuns+","+rubberGuns+" container=SAFE-1 handler=h1 watcher=w2",
		"break what=meal ad=ad1", "off-duty h1 why=meal", "off-duty w2 why=meal")
}

// fires are the two of three revolvers that fire in a take.
func fires(take int) []string {
	guns := split(blankGuns)
	return []string{guns[take%len(guns)], guns[(take+1)%len(guns)]}
}

func (s *sheet) afternoon() {
	s.at(12, 45)
	s.do(10, "on-duty ad1 role=ad", "on-duty h1 role=handler", "on-duty w2 role=watcher")
	var items []string
	for _, item := range split(blankGuns) {
		items = append(items, item+":LIVE_CAPABLE")
	}
	s.do(60, "plan 43 purpose=on-camera load=half items="+strings.Join(items, ",")+
		" zone=cam1:7m capacity=12 medic=yes protected=yes handler=h1 ad=ad1",
		"assess scene=43 ad=ad1 handler=h1",
		"approve-pointing scene=43 people=cam1 how=distance handler=h1 ad=ad1",
		"meeting scene=43 people=p1,p2,cam1,w2,med1 medic=med1 ad=ad1 handler=h1")
	for _, item := range split(blankGuns) {
		s.do(30, "examine "+item+" handler=h1")
	}
	s.load("BOX-3", "BL-02", "1-2", split(blankGuns)...)
	for _, item := range split(blankGuns) {
		s.do(30, "look "+item+" watcher=w2")
	}
	for take := range takesPerAfternoon {
		s.at(13, 15+14*take)
		s.do(5, "reset "+blankGuns+" handler=h1")
		for _, item := range split(blankGuns) {
			line := "hand-over " + item + " to=p1 scene=43 purpose=on-camera handler=h1"
			if take == 0 {
				line += " watcher=w2"
			}
			s.do(10, line)
		}
		s.judge("start 43")
		s.take(fires(take), take < takesPerAfternoon-1)
	}
	s.evening()
}

// take fires two revolvers of three, and counts, looks and loads again what fired.
func (s *sheet) take(fired []string, again bool) {
	for _, item := range fired {
		s.do(5, "discharge "+item+" planned=yes shots=2 handler=h1")
	}
	for _, item := range split(blankGuns) {
		s.do(5, "collect "+item+" from=p1 handler=h1")
	}
	for _, item := range fired {
		s.do(20, "unload "+item+" container=QUAR spent=2 handler=h1", "bore "+item+" handler=h1",
			"examine "+item+" handler=h1")
	}
	if again {
		s.load("BOX-3", "BL-02", "1-2", fired...)
	}
}

// evening takes out what the last take left, counts, locks up and closes.
func (s *sheet) evening() {
	s.at(16, 0)
	guns := split(blankGuns)
	fired := fires(takesPerAfternoon - 1)
	s.do(5, "open BOX-3 handler=h1")
	for _, item := range guns {
		if !slices.Contains(fired, item) {
			s.do(20, "unload "+item+" container=BOX-3 unfired=2 handler=h1")
		}
	}
	// Three revolvers were loaded with two each; two fired in each take and all but the last were loaded again.
	left := 100 - 2*len(guns) - 4*(takesPerAfternoon-1) + 2
	s.do(10, "seal BOX-3 seal=S-390 handler=h1",
		"count-rounds BOX-2 lot=D-014 number=18 handler=h1",
		fmt.Sprintf("count-rounds BOX-3 lot=BL-02 number=%d handler=h1", left),
		"lock-up "+blankGuns+" container=SAFE-1 handler=h1 watcher=w2")
	s.judge("close")
	s.do(10, "close-day handler=h1 ad=ad1")
}

// prompts counts what people were asked to verify on the shooting day, by person and kind.
type prompts map[event.PersonID]map[event.Kind]int

func (p prompts) of(who event.PersonID) (n int) {
	for _, each := range p[who] {
		n += each
	}
	return n
}

func (p prompts) String() string {
	var out []string
	for _, who := range slices.Sorted(maps.Keys(p)) {
		var parts []string
		for _, kind := range slices.Sorted(maps.Keys(p[who])) {
			parts = append(parts, fmt.Sprintf("%s %d", kind, p[who][kind]))
		}
		out = append(out, fmt.Sprintf("%s %d (%s)", who, p.of(who), strings.Join(parts, ", ")))
	}
	return strings.Join(out, "; ")
}

// counting counts every verified signature of the entries that are sent, from a day on.
func counting(t *testing.T, stage *scenario.Stage, day string) prompts {
	t.Helper()
	found := prompts{}
	send := stage.Record
	stage.Record = func(ctx context.Context, s production.Submission) (production.Receipt, error) {
		got, err := send(ctx, s)
		if err != nil || stage.Clock.Now().Format("2006-01-02") < day {
			return got, err
		}
		parsed, err := event.Parse(s.Entry)
		if err != nil {
			t.Errorf("an entry that was sent cannot be read: %v", err)
			return got, nil
		}
		for _, g := range parsed.Event().Signers {
			if g.How != event.Verified {
				continue
			}
			if found[g.Person] == nil {
				found[g.Person] = map[event.Kind]int{}
			}
			found[g.Person][parsed.Event().Kind]++
		}
		return got, nil
	}
	return found
}

// answered asks a question over HTTP.
func answered(t *testing.T, r *rig, stage *scenario.Stage, question string) (outcome string, keys []string) {
	t.Helper()
	delete(r.tokens, "ad1")
	r.clock.Move(stage.Clock.Now().Sub(r.clock.Now()))
	var v struct {
		Outcome string `json:"outcome"`
		Reasons []struct {
			Key string `json:"key"`
		} `json:"reasons"`
	}
	r.get("/api/judge?q="+url.QueryEscape(question), "ad1").into(t, &v)
	for _, reason := range v.Reasons {
		keys = append(keys, reason.Key)
	}
	return v.Outcome, keys
}

// TestADayOfTwelveGunsStaysWithinItsPrompts plays the whole day over HTTP: every take may start, the day
// may close, and nobody is asked for more verified signatures than the tap table allows.
func TestADayOfTwelveGunsStaysWithinItsPrompts(t *testing.T) {
	t.Parallel()
	_, stage := storyRig(t)
	found := counting(t, stage, "2026-11-21")
	story, err := scenario.Parse("twelve guns", wholeDay())
	if err != nil {
		t.Fatal(err)
	}
	got, err := scenario.NewRun(stage).Play(t.Context(), story)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range got.Judgements {
		if j.Wrong != "" {
			t.Errorf("%s: %s", j.Line.Text, j.Wrong)
		}
	}
	if want := takesPerMorning + takesPerAfternoon + 1; got.Passed != want {
		t.Errorf("%d questions answered as a well-run day answers them, want %d", got.Passed, want)
	}
	t.Logf("verified prompts: %s", found)
	if others := found.of("h1") - found["h1"][event.KindLoaded]; others != 16 {
		t.Errorf("besides the loads the handler was asked %d times, want 16", others)
	}
	if others := found.of("w2") - found["w2"][event.KindLoaded]; others != 10 {
		t.Errorf("besides the loads the watcher was asked %d times, want 10", others)
	}
	if n := found.of("h1"); n > handlerPromptsMax || n < setUps {
		t.Errorf("the handler was asked %d times, at most %d are allowed", n, handlerPromptsMax)
	}
	if n := found.of("w2"); n > watcherPromptsMax || n < setUps {
		t.Errorf("the watcher was asked %d times, at most %d are allowed", n, watcherPromptsMax)
	}
}
