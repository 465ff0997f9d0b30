package plain_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// tally is what a run of random sets came to.
type tally struct {
	events, questions, complete int
	accepted                    int // Reasons that somebody went on with.
	kinds                       map[event.Kind]int
	keys                        map[string]int
	asked                       map[string][2]int // By question: how many, how many of them COMPLETE.
}

func newTally() *tally {
	return &tally{kinds: map[event.Kind]int{}, keys: map[string]int{}, asked: map[string][2]int{}}
}

func (n *tally) add(v verdict.Verdict) {
	n.questions++
	row := n.asked[v.Question.Ask.String()]
	row[0]++
	if v.Outcome == verdict.Complete {
		n.complete++
		row[1]++
	}
	n.asked[v.Question.Ask.String()] = row
	for _, r := range v.Reasons {
		n.keys[r.Key]++
		n.accepted += len(r.AcceptedBy) / 2
	}
}

// target is what this set is working towards at the moment.
func (s *set) target() verdict.Verdict {
	q := verdict.Question{Ask: verdict.Start, Scene: "42", Unit: "main"}
	if s.chance(60) {
		q = verdict.Question{Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal}
		if c, ok := s.w.known.Scene("42"); ok {
			q.Purpose = c.Plan.Purpose
		}
	}
	switch n := s.rand.IntN(100); {
	case n < 5:
		q = verdict.Question{Ask: verdict.Close, Unit: "main"}
	case n < 9:
		q = verdict.Question{Ask: verdict.Tomorrow, Scene: "43", Unit: "main"}
	}
	return verdict.Judge(s.w.known, q, s.w.packs, s.present())
}

// present is the interval that a phone or a server takes the present to lie in.
func (s *set) present() state.Interval {
	now := state.Interval{Earliest: s.now - 2, Latest: s.now + 2}
	switch n := s.rand.IntN(200); {
	case s.clean || n < 194:
	case n < 196:
		now.Latest = state.Future
	case n < 198:
		now.Latest += 2 * 3600
	case n < 199:
		now.Earliest = state.Past
	default:
		now.Earliest, now.Latest = s.now-600, s.now-500
	}
	return now
}

// step lets something happen: what mends a reason, what comes next when nothing is lacking, or
// anything at all.
func (s *set) step() {
	s.pass()
	n := s.rand.IntN(100)
	if n < 66 {
		v := s.target()
		if len(v.Reasons) == 0 {
			s.goOn(v.Question)
			return
		}
		r := v.Reasons[s.rand.IntN(min(len(v.Reasons), 3))]
		s.clean = s.chance(82)
		s.mend(&r)
		s.clean = false
		return
	}
	if n < 68 {
		s.evening()
		return
	}
	if n < 71 {
		s.say(s.acceptance())
		return
	}
	if n < 86 {
		s.goOn(verdict.Question{Ask: verdict.HandOver, Item: "R-03"})
		return
	}
	s.wild(pick(s, event.Kinds()[1:]...))
}

// pass lets time go by: mostly moments, now and then a look's age, a duty or a night.
func (s *set) pass() {
	switch n := s.rand.IntN(1000); {
	case n < 900:
		s.later(5 + s.rand.Int64N(40))
	case n < 980:
		s.later(60 + s.rand.Int64N(600))
	case n < 994:
		s.later(900 + s.rand.Int64N(1800))
	case n < 998:
		s.later(3 * 3600)
	default:
		s.later(12 * 3600)
		s.onDuty("ad1", event.AD)
		s.onDuty("h1", event.Handler)
		s.onDuty("w2", event.Watcher)
		s.callDay()
	}
}

// goOn does what people do next with an item.
func (s *set) goOn(q verdict.Question) {
	it, ok := s.w.known.Item("R-03")
	if !ok {
		return
	}
	switch it.Holder.Kind {
	case state.WithHandler:
		switch s.rand.IntN(6) {
		case 0:
			s.say(&event.Reset{Items: []event.ItemID{"R-03"}})
		case 1:
			s.lockUp("R-03")
		case 2:
			s.load("R-03")
		default:
			if q.To == "" {
				q.To = pick[event.PersonID](s, "p1", "p1", "p2")
			}
			s.give("R-03", q.To)
		}
	case state.WithReceiver:
		if s.chance(15) {
			s.say(&event.Discharged{Item: "R-03", Planned: event.Yes, Shots: 1})
		}
		if s.chance(80) {
			s.collect("R-03")
		}
	case state.InLocker, state.WithNobody, state.GoneBack:
		s.say(s.look("R-03"))
	}
}

// stepsMax is how many steps follow the beginning of a set.
const stepsMax = 40

// play plays one set from its seed and compares after every step. It returns the first disagreement.
func play(t testing.TB, seed uint64, ask int, n *tally) (wrong string, s *set) {
	t.Helper()
	s = newSet(t, seed)
	why, v := s.w.disagreement(verdict.Question{Ask: verdict.Start, Scene: "42"}, s.present())
	n.add(v)
	if why != "" {
		return "before the first entry: " + why, s
	}
	s.begin()
	kinds := event.Kinds()[1:]
	for at := range stepsMax {
		if at%8 == 7 { // Every kind has its turn, whatever is drawn.
			s.wild(kinds[(int(seed)*stepsMax/8+at/8)%len(kinds)])
		}
		s.step()
		all := s.w.questions()
		for k := range ask {
			q := s.target().Question
			if k > 1 {
				q = all[s.rand.IntN(len(all))]
			}
			why, v := s.w.disagreement(q, s.present())
			n.add(v)
			if why != "" {
				return fmt.Sprintf("seed %d: %s", seed, why), s
			}
		}
	}
	n.events += len(s.log)
	for k, made := range s.made {
		n.kinds[k] += made
	}
	return "", s
}

// allKeysSeen is how many events it takes until every reason was given, but that of a judge that breaks.
const allKeysSeen = 50_000

// allKindsSaid is how many it takes until every kind was said.
const allKindsSaid = 3000

func TestTheTwinAgreesOnRandomSets(t *testing.T) {
	n := newTally()
	for seed := uint64(1); n.events < fewEvents; seed++ {
		if wrong, s := play(t, seed, 5, n); wrong != "" {
			s.keep(t)
			t.Fatal(wrong)
		}
	}
	t.Logf("%d events, %d questions, %d of them COMPLETE", n.events, n.questions, n.complete)
	for _, ask := range slices.Sorted(maps.Keys(n.asked)) {
		t.Logf("%s: %d asked, %d COMPLETE", ask, n.asked[ask][0], n.asked[ask][1])
	}
	if 50*n.complete < n.questions && fewEvents >= allKindsSaid {
		t.Errorf("%d of %d questions are COMPLETE, want two of a hundred", n.complete, n.questions)
	}
	for _, k := range event.Kinds() {
		if n.kinds[k] == 0 && fewEvents >= allKindsSaid {
			t.Errorf("no %s among the events", k)
		}
	}
	t.Logf("%d reasons accepted", n.accepted)
	if n.accepted == 0 && fewEvents >= allKindsSaid {
		t.Error("nobody went on with a reason")
	}
	sayKeys(t, n.keys, fewEvents)
}

// found are the seeds on which kernel and twin ever disagreed outside the sets of every run.
var found = []uint64{
	1790000066, // Who is missing from a hand-over when the look itself is void, where two rules ask for it.
	3574,       // Papers that end, of a watcher who is to receive, and of one who looked, on no day.
}

func TestTheTwinAgreesOnSeedsThatWereFound(t *testing.T) {
	for _, seed := range found {
		if wrong, s := play(t, seed, 5, newTally()); wrong != "" {
			s.keep(t)
			t.Error(wrong)
		}
	}
}

// sayKeys says how often each reason was given. In a long enough run each was, but that of a judge that
// breaks.
func sayKeys(t *testing.T, keys map[string]int, events int) {
	t.Helper()
	for _, key := range verdict.ReasonKeys() {
		t.Logf("%6d %s", keys[key], key)
		if keys[key] == 0 && events >= allKeysSeen && key != "judge.fault" {
			t.Errorf("no reason %s", key)
		}
	}
}

// keep writes what happened on a set into the file that PROOFHOUSE_TWIN_TELL names, for whoever looks
// for the cause of a disagreement.
func (s *set) keep(t *testing.T) {
	t.Helper()
	if path := os.Getenv("PROOFHOUSE_TWIN_TELL"); path != "" {
		if err := os.WriteFile(path, []byte(s.tell()), 0o600); err != nil {
			t.Error(err)
		}
	}
}
