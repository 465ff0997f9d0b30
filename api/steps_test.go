package api_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

// steps is the whole path from an empty production to a firearm handed over and collected again.
// Behind the bar stands the reason a hand-over gives when this one step is left out; a dash means
// that the step is no evidence, so that leaving it out changes nothing.
const steps = `
09:10 enrol h1 department=props vouchers=x1 | handler.none
09:11 enrol w1 department=art vouchers=ad1 | item.received-alone
09:12 enrol w2 department=grip vouchers=ad1,x1 | rounds.unknown-loaded
09:13 enrol cam1 department=camera vouchers=x1 | -
09:14 enrol med1 department=medical vouchers=x1 | rounds.unknown-loaded
09:20 appoint h1 role=handler ad=ad1 | handler.not-appointed
09:21 appoint w1 role=watcher ad=ad1 | rounds.unknown-loaded
09:22 appoint w2 role=watcher ad=ad1 | retest.missing
09:30 credential what=handler-permit people=h1 expires=2027-06-30 ad=ad1 | handler.permit
09:31 credential what=handler-training people=h1 ad=ad1 | handler.training
09:32 credential what=watcher-training people=w1 steward=x1 | rounds.unknown-loaded
09:33 credential what=watcher-training people=w2 by=med1 | load.no-watcher
09:34 credential what=firearms-course people=h1,w1,w2,p1,cam1,ad1 by=med1 | course.missing
09:36 contact ad1 ad=ad1 | contact.none
10:00 on-duty h1 role=handler | -
10:01 on-duty w1 role=watcher | -
10:02 on-duty ad1 role=ad | -
10:05 receive R-03 class=LIVE_CAPABLE mechanism=revolver chambers=6 serial4=4471 handler=h1 watcher=w1 | item.received-alone
10:07 container LOCKER-1 what=locker handler=h1 | -
10:08 container BOX-2 what=box handler=h1 | -
10:10 lot D-014 nature=DUMMY construction=RATTLE_HOLE count=50 container=BOX-1 handler=h1 watcher=w1 | rounds.unknown-loaded
10:20 open BOX-1 handler=h1 | -
10:22 tray T1 lot=D-014 from=BOX-1 to=BOX-2 rounds=10 passed=10 handler=h1 | rounds.unknown-loaded
10:23 count T1 number=10 watcher=w1 | rounds.unknown-loaded
10:23 show-count T1 handler=h1 | rounds.unknown-loaded
10:24 endorse T1 handler=h1 watcher=w1 | tray.not-endorsed
10:25 seal BOX-1 seal=S-200 handler=h1 | rounds.unknown-open
10:26 seal BOX-2 seal=S-201 handler=h1 | source.unsealed
10:50 lock-up R-03 container=LOCKER-1 handler=h1 watcher=w1 | -
11:00 off-duty h1 why=lock-up | -
16:59 on-duty ad1 role=ad | notice.none
17:00 notice day=2026-11-21 ad=ad1 | notice.none
day 2026-11-21 | -
06:30 on-duty ad1 role=ad | plan.none
06:31 on-duty h1 role=handler | handler.off-duty
06:32 on-duty w2 role=watcher | -
06:40 call place=stage-4 ad=ad1 | plan.none
06:45 sweep handler=h1 | sweep.none
06:50 credential what=performer-training people=p1 handler=h1 | performer.untrained
07:00 plan 42 items=R-03:LIVE_CAPABLE zone=cam1:3m handler=h1 ad=ad1 | plan.none
07:10 approve-pointing scene=42 people=cam1 how=off-axis handler=h1 ad=ad1 | zone.not-approved
07:15 meeting scene=42 people=p1,cam1,w2 ad=ad1 handler=h1 | meeting.none
07:20 open BOX-2 handler=h1 | source.seal
07:21 examine R-03 handler=h1 | examine.missing
07:22 load R-03 container=BOX-2 lot=D-014 positions=1-6 handler=h1 watcher=w2 | rounds.unknown-loaded
07:23 seal BOX-2 seal=S-202 handler=h1 | -
07:25 tray HR1 lot=D-014 item=R-03 rounds=6 passed=6 handler=h1 | retest.missing
07:26 count HR1 number=6 watcher=w2 | tray.not-counted
07:26 show-count HR1 handler=h1 | tray.not-opened
07:27 look R-03 watcher=w2 | look.none
07:27 show R-03 to=p1 handler=h1 | -
07:28 hand-over R-03 to=p1 scene=42 purpose=rehearsal trays=HR1 handler=h1 watcher=w2 | -
07:40 collect R-03 from=p1 handler=h1 | issue.not-returned
`

const stepsBegin = `day 2026-11-20
09:00 production region=US-CA founders=ad1:directing:ad,x1:sound:steward packs=us-ca-part13,lmsc-bulletin-1
09:05 enrol p1 department=cast vouchers=ad1
09:06 appoint p1 role=performer ad=ad1
`

const stepsEnd = `07:41 judge hand-over R-03 to=p1 scene=42 purpose=rehearsal
----
COMPLETE
`

type pathStep struct{ line, lacks string }

func pathSteps(t *testing.T) []pathStep {
	t.Helper()
	var out []pathStep
	for lines := bufio.NewScanner(strings.NewReader(steps)); lines.Scan(); {
		line, lacks, ok := strings.Cut(lines.Text(), " | ")
		if ok {
			out = append(out, pathStep{strings.TrimSpace(line), lacks})
		}
	}
	if len(out) < 50 {
		t.Fatalf("only %d steps", len(out))
	}
	return out
}

// handsOver answers the last question of the path over HTTP after every step but one was done over
// HTTP. What cannot be done without the step left out is left out too, as it would be on a set.
func handsOver(t *testing.T, path []pathStep, without int) (outcome string, keys []string) {
	t.Helper()
	r, stage := storyRig(t)
	run := scenario.NewRun(stage)
	play := func(text string) error {
		s, err := scenario.Parse("path", text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = run.Play(t.Context(), s)
		return err
	}
	if err := play(stepsBegin); err != nil {
		t.Fatal(err)
	}
	for n, step := range path {
		if n == without && !strings.HasPrefix(step.line, "day ") {
			continue
		}
		if err := play(step.line + "\n"); err != nil && without < 0 {
			t.Fatalf("%s: %v", step.line, err)
		}
	}
	if err := play(stepsEnd); err != nil {
		t.Fatal(err)
	}
	return answered(t, r, stage, `{"ask":"hand-over","item":"R-03","to":"p1","scene":"42","purpose":"rehearsal"}`)
}

// storyRig serves a story's own production, and sends every act of the story to it as a phone does.
func storyRig(t *testing.T) (*rig, *scenario.Stage) {
	t.Helper()
	stage, err := scenario.Begin(t.Context(), t.TempDir(), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	r := &rig{
		t: t, p: stage.Production, logged: &lines{}, clock: scenario.NewClock(stage.Clock.Now()),
		cast: scenario.NewCast(false), tokens: map[event.PersonID]string{},
	}
	r.serve()
	direct := stage.Production.Record
	stage.Record = func(ctx context.Context, s production.Submission) (production.Receipt, error) {
		if stage.Production.Opened() == nil {
			return direct(ctx, s) // Nobody can be signed in before the founders' entry.
		}
		if now := stage.Clock.Now(); now.Sub(r.clock.Now()) > time.Hour {
			delete(r.tokens, "ad1") // The story moved on; the phone signs in again.
			r.clock.Move(now.Sub(r.clock.Now()))
		}
		got := r.post("/api/acts", "ad1", map[string]any{
			"entry": base64.StdEncoding.EncodeToString(s.Entry), "openings": []any{},
		})
		if got.status != 200 {
			return production.Receipt{}, fmt.Errorf("status %d: %s", got.status, got.body)
		}
		var receipt struct {
			Index uint64 `json:"index"`
			ID    string `json:"id"`
		}
		if err := json.Unmarshal(got.body, &receipt); err != nil {
			return production.Receipt{}, err
		}
		id, err := hex.DecodeString(receipt.ID)
		if err != nil || len(id) != len(event.ID{}) {
			return production.Receipt{}, fmt.Errorf("receipt names %q", receipt.ID)
		}
		return production.Receipt{Index: receipt.Index, ID: event.ID(id)}, nil
	}
	return r, stage
}

func TestTheWholePathOverHTTPIsComplete(t *testing.T) {
	outcome, keys := handsOver(t, pathSteps(t), -1)
	if outcome != "COMPLETE" {
		t.Errorf("with every step the answer is %s: %v", outcome, keys)
	}
}

func TestEachStepLeftOutOverHTTPHoldsAndIsNamed(t *testing.T) {
	path := pathSteps(t)
	for n, step := range path {
		t.Run(step.line, func(t *testing.T) {
			t.Parallel()
			outcome, keys := handsOver(t, path, n)
			if step.lacks == "-" {
				if outcome != "COMPLETE" {
					t.Errorf("without it the answer is %s: %v", outcome, keys)
				}
				return
			}
			if outcome != "HOLD" || !slices.Contains(keys, step.lacks) {
				t.Errorf("without it the answer is %s %v, want %s", outcome, keys, step.lacks)
			}
		})
	}
}
