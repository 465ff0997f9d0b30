package show

import (
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// fault is something about papers, plans or stock that goes wrong overnight.
type fault struct {
	name string
	with func(u *unit, c *scene, day event.Day)
}

var faults = []fault{
	{"permit out of date", func(u *unit, _ *scene, _ event.Day) {
		u.paper("loc1", event.HandlerPermit, u.today(), u.keeper, u.helper)
	}},
	{"course of a newcomer missing", func(u *unit, c *scene, _ event.Day) {
		u.nonce++
		who := event.PersonID(fmt.Sprintf("new%d", u.nonce))
		u.enrol(who, event.Camera, "cam1")
		c.near = append(c.near, who)
		u.planScene(c)
	}},
	{"no notice", nil},
	{"no card for a new lot", func(u *unit, c *scene, _ event.Day) {
		c.fires()
		u.planScene(c)
		u.rounds(u.newLot(event.Blank), event.Blank, event.Half, 1500, "L2")
	}},
	{"plan neither assessed nor approved", func(u *unit, c *scene, _ event.Day) {
		c.bare = true
		u.planScene(c)
		c.bare = false
	}},
	{"people too near for blanks", func(u *unit, c *scene, _ event.Day) {
		c.fires()
		for n := range c.zone {
			c.zone[n].DistanceMM = 3000
		}
		u.planScene(c)
	}},
	{"no advisor", func(u *unit, _ *scene, day event.Day) {
		if u.advisor != "" {
			u.do(&event.Departed{Person: u.advisor, Day: day}, crewOf(u.advisor))
			u.advisor = ""
		}
	}},
	{"no medic", func(u *unit, _ *scene, day event.Day) {
		u.do(&event.Departed{Person: u.medic, Day: day}, crewOf(u.medic))
	}},
	{"too few handlers", func(u *unit, c *scene, _ event.Day) {
		c.guns, c.players = u.guns[:3], u.players[:3]
		c.capacity = 2
		u.planScene(c)
	}},
	{"concern left open", func(u *unit, c *scene, _ event.Day) {
		u.do(&event.ConcernRaised{Scene: c.id}, crewOf("c001"))
	}},
}

// inject lets one thing go wrong on about two of three evenings, and reports whether the notice was
// forgotten.
func (u *unit) inject(day event.Day) (silent bool) {
	if !u.opt.Faults || u.id != "main" || u.rng.IntN(3) == 0 {
		return false
	}
	f := faults[u.rng.IntN(len(faults))]
	u.rep.Faults[f.name]++
	if f.with == nil {
		return true
	}
	f.with(u, u.scenes[0], day)
	return false
}
