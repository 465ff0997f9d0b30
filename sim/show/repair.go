package show

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// repair does what a reason advises. What has no such act here is written down as unmended.
func (u *unit) repair(c *scene, r verdict.Reason) {
	by := u.keeperOf(r.Item)
	if _, ok := u.s.Item(r.Item); !ok && r.Item != "" {
		u.rep.Unmended["no such item "+sameness(r)]++
		return
	}
	switch r.Act {
	case "act-anew":
		u.anew(r)
	case "examine", "read-mark", "check-bore", "take-back":
		u.examine(r.Item, by)
	case "free-bore": // After what stuck was driven out, as after a check that counts for nobody.
		u.unload(r.Item, 0, by)
		u.act(&event.BoreChecked{Item: r.Item, Bore: event.BoreUnobstructed, Method: event.Rod}, handlerOf(by))
		u.ready(c, r.Item)
	case "reload-from-tested", "load-with-watcher":
		u.reload(c, r.Item)
	case "look":
		u.lookIn(r.Item)
	case "retest-rounds", "third-count":
		u.retest(r.Item, by)
	case "test-fire":
		u.testFireAll(c, r.Lot)
	case "reseal-test", "close-misfire", "close-incident":
		u.pass(240) // Another unit has a box open or a misfire in hand: it is told by radio, and does this.
	case "go-on-duty":
		u.onDutyAs(by, event.Handler, u.id)
	case "train-performer":
		u.pass(600)
		u.do(&event.Credential{What: event.PerformerTraining, People: []event.PersonID{r.Person}}, handlerOf(by).verified())
	case "sweep":
		u.sweep()
	case "call-day":
		u.act(&event.DayCalled{Day: u.today(), Unit: u.id, Region: u.opt.Region, Place: u.place}, adOf(u.ad))
		u.sweep() // The wardrobe is asked again: that, as the meeting, comes behind the call.
	default:
		u.repairPapers(c, r)
	}
}

// anew puts a standing act behind one whose signature did not count.
func (u *unit) anew(r verdict.Reason) {
	e, ok := u.s.Entry(r.Index)
	if !ok {
		return
	}
	for _, l := range e.Event.Links {
		// A tray is tested again with what it lay in.
		//exhaustive:ignore
		switch l.Object.Type {
		case event.ItemObject:
			u.examine(event.ItemID(l.Object.ID), u.keeperOf(event.ItemID(l.Object.ID)))
		case event.ContainerObject:
			u.lift(event.ContainerID(l.Object.ID), u.keeper)
			u.shut(event.ContainerID(l.Object.ID), u.keeper)
		default:
		}
	}
}

// testFireAll takes the guns of the unit off the set and makes a card of a lot for each that has none.
func (u *unit) testFireAll(c *scene, lot event.LotID) {
	for _, id := range u.guns {
		if _, _, ok := u.s.TestDistance(id, lot); ok {
			continue
		}
		u.unload(id, 0, u.keeperOf(id))
		u.testFire(id, lot, u.keeperOf(id))
		if slices.Contains(c.guns, id) && c.met {
			u.ready(c, id)
		}
	}
}

// reload takes out what is inside and loads tested rounds as for a first hand-over.
func (u *unit) reload(c *scene, id event.ItemID) {
	u.unload(id, 0, u.keeperOf(id))
	u.ready(c, id)
}

// repairPapers is what the office, the AD and the advisor can do.
func (u *unit) repairPapers(c *scene, r verdict.Reason) {
	switch r.Act {
	case "attend-meeting":
		u.pass(u.between(60, 180)) // They are told what the others were told, and walk it through.
		if at, ok := u.s.Scene(c.id); ok {
			if e, held := u.s.Entry(at.Meeting); held {
				u.do(&event.Attended{Of: e.ID, People: []event.PersonID{r.Person}, How: event.Ticked}, adOf(u.ad))
			}
		}
	case "take-course":
		u.pass(u.between(900, 1800))
		u.paper("loc1", event.FirearmsCourse, "", r.Person)
	case "check-permit":
		u.paper("loc1", event.HandlerPermit, "2028-12-31", r.Person)
	case "check-training":
		u.paper("loc1", event.HandlerTraining, "", r.Person)
	case "give-notice", "tell-police":
		u.notice(event.Day(r.Detail))
	case "answer-concern":
		if e, ok := u.s.Entry(r.Index); ok {
			u.pass(300)
			u.do(&event.ConcernAnswered{Of: e.ID, Action: event.Changed},
				signer{"art1", event.Recipient, true}, adOf("ad1"))
		}
	case "adopt-pack":
		u.adoptNewest()
	case "name-advisor":
		u.newAdvisor()
	case "meet-advisor":
		if u.advisor == "" {
			u.newAdvisor()
		}
		u.meetAgain(c)
	case "call-medic":
		u.newMedic()
		u.meetAgain(c)
	default:
		u.repairPlan(c, r)
	}
}

// repairPlan is what changes a plan or what was made for it.
func (u *unit) repairPlan(c *scene, r verdict.Reason) {
	switch r.Act {
	case "assess-risk", "answer-substitution", "assess-with-advisor", "endorse-risk":
		u.assess(c)
	case "approve-pointing":
		u.approve(c)
	case "move-people":
		for n := range c.zone {
			c.zone[n].DistanceMM = max(c.zone[n].DistanceMM, r.Of)
		}
		u.replan(c)
	case "empty-line":
		c.zone = nil
		u.replan(c)
	case "plan-scene", "use-planned", "draw-muzzle":
		u.replan(c)
	case "second-handler":
		u.shareGuns(c, r.Person)
	case "hold-meeting", "set-shields":
		u.meetAgain(c)
	default:
		u.rep.Unmended["no act for "+r.Act+" "+sameness(r)]++
	}
}

// replan signs a new plan with everything that belongs to it, and where there was a meeting already,
// holds another.
func (u *unit) replan(c *scene) {
	met := c.met
	c.bare, c.capacity = false, max(c.capacity, int64(len(c.guns)))
	u.planScene(c)
	if met {
		u.meet(c)
	}
}

func (u *unit) meetAgain(c *scene) {
	if c.met {
		u.meet(c)
	}
}

// shareGuns gives the second handler what one cannot keep in sight; in the evening the plan is
// changed instead.
func (u *unit) shareGuns(c *scene, from event.PersonID) {
	if u.helper == "" || !c.met || !u.onDuty(u.helper, event.Handler) {
		u.replan(c)
		return
	}
	var items []event.ItemID
	for _, id := range u.guns {
		it, ok := u.s.Item(id)
		if ok && !u.s.Secured(it) && it.Handler == from {
			items = append(items, id)
		}
	}
	to := u.helper
	if from == to {
		to = u.keeper
	}
	if surplus := int64(len(items)) - c.capacity; surplus > 0 {
		u.act(&event.Relieved{From: from, To: to, Items: items[:surplus]}, handlerOf(from), handlerOf(to))
	}
}

func (u *unit) newAdvisor() {
	u.nonce++
	who := event.PersonID(fmt.Sprintf("adv%d", u.nonce))
	u.enrol(who, event.SafetyDepartment, "ad1", "art1")
	u.appoint(who, event.Advisor)
	u.paper("loc1", event.FirearmsCourse, "", who)
	u.advisor = who
}

func (u *unit) newMedic() {
	u.nonce++
	who := event.PersonID(fmt.Sprintf("med%d", u.nonce))
	u.enrol(who, event.Medical, "x1")
	u.appoint(who, event.Medic)
	u.paper("ad1", event.MedicLicence, "", who)
	u.paper("loc1", event.FirearmsCourse, "", who)
	u.medic = who
}

// adoptNewest adopts every edition at hand that the production has not adopted yet.
func (u *unit) adoptNewest() {
	var refs []event.PackRef
	for _, p := range u.packs {
		ref := event.PackRef{Pack: p.ID, Digest: p.Digest}
		if !slices.Contains(u.s.Packs(), ref) {
			refs = append(refs, ref)
		}
	}
	if len(refs) > 0 {
		u.do(&event.PacksAdopted{Packs: refs}, adOf("ad1"), handlerOf(u.keeper).verified())
	}
}

func (u *unit) sweep() {
	u.act(&event.SweepDone{
		Day: u.today(), Unit: u.id, Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets, event.Belts},
	}, handlerOf(u.keeper))
}
