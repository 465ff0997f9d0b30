package show

import (
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// Slips are what happens to people who work well. Each has a small rate, in thousandths.
const (
	latePerMille  = 12 // Per scene: somebody comes late to the meeting.
	oldPerMille   = 5  // Per set-up: the light takes longer, and nobody looks again.
	newPerMille   = 3  // Per set-up: somebody new stands near, whose course nobody has seen.
	pagesPerMille = 60 // Per set-up: late pages. Everything is planned, assessed and met again.
)

// slipped notes what a slip will be called when somebody asks.
func (u *unit) slipped(key string) {
	u.rep.Slips++
	u.slips = append(u.slips, key)
}

// slipAtMeeting is somebody near the camera who is late.
func (u *unit) slipAtMeeting(c *scene) []event.PersonID {
	if len(c.near) == 0 || !u.chance(latePerMille) {
		return nil
	}
	u.slipped("meeting.absent")
	return []event.PersonID{c.near[u.rng.IntN(len(c.near))]}
}

// slipBefore is what comes between two set-ups: late pages, done as they should be, and now and then
// a newcomer for whom everything was done but the course.
func (u *unit) slipBefore(c *scene) {
	if len(c.guns) == 0 {
		return
	}
	switch {
	case u.chance(pagesPerMille):
		u.rep.LatePages++
		u.replan(c)
	case u.chance(newPerMille):
		u.slipped("course.missing")
		u.nonce++
		who := event.PersonID(fmt.Sprintf("new%d", u.nonce))
		u.enrol(who, event.Camera, "cam1")
		c.near = append(c.near, who)
		u.replan(c)
	}
}

// slipReady is a wait after the look. Whoever works well looks again when it was long; now and then
// nobody does.
func (u *unit) slipReady(c *scene) {
	wait := u.between(60, 900)
	if u.chance(40) {
		wait = u.between(1900, 3000)
	}
	forgotten := wait <= 1800 && u.chance(oldPerMille)
	if forgotten {
		u.slipped("examine.old")
		wait = u.between(1900, 3000)
	}
	u.pass(wait)
	if !forgotten {
		u.lookAgain(c)
	}
}

// lookAgainS is how old a look is when whoever works well takes it again, in seconds: a phone shows
// its age, and half an hour must not be over before the last of the guns is handed over.
const lookAgainS = 1500

// lookAgain is what a handler does behind every wait, and behind whatever took its time to be mended.
// Nobody has to be told which look has just become too old, and which one will in a minute.
func (u *unit) lookAgain(c *scene) {
	for _, id := range c.guns {
		it, ok := u.s.Item(id)
		if !ok || it.Examined == state.NoIndex {
			continue
		}
		if age, known := u.s.Elapsed(it.Looked, u.asOf()); !known || age > lookAgainS {
			u.examine(id, u.keeperOf(id))
		}
	}
}
