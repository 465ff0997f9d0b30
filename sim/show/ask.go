package show

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

func (u *unit) startOf(c *scene) verdict.Question {
	return verdict.Question{Ask: verdict.Start, Scene: c.id, Unit: u.id}
}

func (u *unit) handOverOf(c *scene, id event.ItemID, to, by event.PersonID) verdict.Question {
	return verdict.Question{
		Ask: verdict.HandOver, Item: id, To: to, By: by, Scene: c.id, Purpose: c.purpose, Unit: u.id,
	}
}

// judge answers a question at the moment the show is in, with the two seconds of a server's clock.
func (w *stage) judge(q verdict.Question) verdict.Verdict {
	return verdict.Judge(w.s, q, w.packs, w.asOf())
}

// asOf is the moment the show is in, as a server knows it.
func (w *stage) asOf() state.Interval {
	return state.Interval{Earliest: w.now - 2, Latest: w.now + 2}
}

// askAll asks for the start of the scene and for each hand-over of the set-up, and mends what is
// missing until every answer is COMPLETE. It reports whether it came to that.
func (u *unit) askAll(c *scene) bool {
	questions := []verdict.Question{u.startOf(c)}
	for k, id := range c.guns {
		questions = append(questions, u.handOverOf(c, id, c.players[k], ""))
	}
	u.rep.SetUps++
	held := false
	for _, q := range questions {
		if !u.ask(c, q) {
			held = true
		}
	}
	if held {
		u.rep.HeldSetUps++
		for _, q := range questions { // Mending one thing must not undo another.
			if u.err == nil && u.judge(q).Outcome != verdict.Complete {
				u.mend(c, q)
			}
		}
		u.lookAgain(c)
	}
	u.slips = nil // What nobody saw by now was mended unseen, and excuses no later HOLD.
	for _, q := range questions {
		if u.err == nil && u.judge(q).Outcome != verdict.Complete {
			u.rep.Stuck++
			return false
		}
	}
	return true
}

// ask judges one question; a HOLD is written down with its reasons and mended as advised. It reports
// whether the first answer was COMPLETE.
func (u *unit) ask(c *scene, q verdict.Question) bool {
	if u.err != nil {
		return true
	}
	v := u.judge(q)
	if v.Outcome == verdict.Complete {
		return true
	}
	u.rep.held(u, c, v)
	u.mend(c, q)
	u.lookAgain(c)
	return false
}

// triesMax is how often people mend and ask again before they call it a day.
const triesMax = 8

// mend does what each reason advises, until the answer is COMPLETE. A reason that stands as it was
// after its act is written down as unmended.
func (u *unit) mend(c *scene, q verdict.Question) {
	var before []string
	for range triesMax {
		v := u.judge(q)
		if v.Outcome == verdict.Complete || u.err != nil {
			return
		}
		var now, done []string
		for _, r := range v.Reasons {
			is := sameness(r)
			now = append(now, is)
			if slices.Contains(before, is) && !u.others(r) {
				u.rep.Unmended[is]++
			}
			if key := r.Act + " " + string(r.Item) + string(r.Person); !slices.Contains(done, key) {
				done = append(done, key)
				u.repair(c, r)
			}
		}
		before = now
	}
}

// sameness is what makes two reasons one, whenever they are given.
func sameness(r verdict.Reason) string {
	return r.Code.String() + " " + r.Key + " " + string(r.Item) + string(r.Container) + string(r.Person) + r.Detail
}
