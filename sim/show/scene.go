package show

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// sort is what a scene plays with.
type sort uint8

const (
	withDummies sort = iota
	withBlanks
	withEmpty
	withRubber
)

// scene is one scene of a day: what was planned and what belongs to it.
type scene struct {
	id      event.SceneID
	sort    sort
	guns    []event.ItemID
	players []event.PersonID // Who gets which gun, in the order of guns.
	zone    []event.Standing
	near    []event.PersonID
	extras  []event.PersonID // Background with rubber.
	plan    event.ID
	setUps  int
	day     event.Day
	place   event.PlaceID
	purpose event.Purpose
	met     bool

	capacity int64
	bare     bool // Planned and nothing more: assessed and approved by nobody.
}

// fires makes it a scene with blanks. The rubber one stays on the cart.
func (c *scene) fires() {
	c.sort = withBlanks
	c.guns = slices.DeleteFunc(slices.Clone(c.guns), func(id event.ItemID) bool { return id == "G-01" })
	c.players = c.players[:len(c.guns)]
}

// body is the plan as handler and AD sign it.
func (u *unit) body(c *scene) *event.ScenePlanned {
	b := &event.ScenePlanned{
		Scene: c.id, Pages: sha256.Sum256(fmt.Appendf(nil, "pages %s %d", c.id, u.nonce)), Day: c.day,
		Region: u.opt.Region, Place: c.place, Purpose: c.purpose, Load: event.NoBlank, Zone: c.zone, Near: c.near,
		Capacity: c.capacity, Medic: event.Yes, Protected: event.No,
	}
	if c.sort == withBlanks {
		b.Load, b.Protected = event.Half, event.Yes
	}
	for _, id := range c.guns {
		if it, ok := u.s.Item(id); ok {
			b.Items = append(b.Items, event.PlannedItem{Item: id, Class: it.Class})
		}
	}
	for n := range min(len(c.extras), 40) {
		b.Items = append(b.Items, event.PlannedItem{Item: rubberID(n), Class: event.Solid})
	}
	return b
}

// planScene signs a plan and what is made for it. Whoever plans again plans with new pages.
func (u *unit) planScene(c *scene) {
	u.nonce++
	both := []signer{handlerOf(u.keeper), adOf(u.ad)}
	c.plan, c.met = u.act(u.body(c), both...), false
	if c.bare {
		return
	}
	u.assess(c)
	u.approve(c)
}

func (u *unit) assess(c *scene) {
	by := []signer{handlerOf(u.keeper), adOf(u.ad)}
	if u.helper != "" {
		by = append(by, handlerOf(u.helper))
	}
	if slices.Contains(c.guns, "V-01") {
		by = append(by, handlerOf("v1"))
	}
	if u.advisor != "" {
		by = append(by, signer{who: u.advisor, role: event.Advisor})
	}
	u.act(&event.RiskAssessed{
		Of: c.plan, Uncontrolled: 20, Controlled: 6, Controls: 3,
		Groups: []event.Department{event.Camera, event.Cast}, WhyReal: event.Yes,
	}, by...)
}

func (u *unit) approve(c *scene) {
	if len(c.zone) == 0 {
		return
	}
	b := &event.PointingApproved{Of: c.plan, How: event.OffAxis}
	for _, z := range c.zone {
		b.People = append(b.People, z.Person)
	}
	u.act(b, handlerOf(u.keeper), adOf(u.ad))
}

// everyone is who has to be at the meeting of a scene.
func (u *unit) everyone(c *scene) []event.PersonID {
	out := slices.Concat([]event.PersonID{u.keeper, u.watcher, u.prep, u.ad, u.medic}, c.players, c.near)
	for _, p := range []event.PersonID{u.helper, u.advisor} {
		if p != "" {
			out = append(out, p)
		}
	}
	for _, z := range c.zone {
		out = append(out, z.Person)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// meet holds the safety meeting: the heads are ticked off, the crew badge in, latecomers are missed.
func (u *unit) meet(c *scene, late ...event.PersonID) {
	u.pass(u.between(300, 700))
	present := slices.DeleteFunc(u.everyone(c), func(p event.PersonID) bool { return slices.Contains(late, p) })
	ticked := min(len(present), 24)
	id := u.act(&event.MeetingHeld{
		Of: c.plan, Day: u.today(), Place: c.place, Topics: event.Topics(), Walked: event.Yes,
		Medic: u.medic, Protected: event.Yes, People: present[:ticked],
	}, adOf(u.ad), handlerOf(u.keeper))
	for some := range slices.Chunk(slices.Concat(present[ticked:], c.extras), 50) {
		u.act(&event.Attended{Of: id, People: some, How: event.Badge}, adOf(u.ad))
	}
	c.met = true
}

// play is a scene from its meeting to its last set-up.
func (u *unit) play(c *scene) {
	late := u.slipAtMeeting(c)
	u.meet(c, late...)
	for n := range c.setUps {
		if u.err != nil {
			return
		}
		if u.began+dutyS <= u.now {
			u.putDown(c)
			if u.tired() {
				return
			}
		}
		u.setUp(c, n)
	}
	u.putDown(c)
}

// keeperOf is who has an item in custody.
func (u *unit) keeperOf(id event.ItemID) event.PersonID {
	if it, ok := u.s.Item(id); ok && it.Handler != "" {
		return it.Handler
	}
	return u.keeper
}

// putDown takes everything out of a scene's guns and locks them up.
func (u *unit) putDown(c *scene) {
	for _, id := range c.guns {
		u.unload(id, 0, u.keeperOf(id))
	}
	u.putAway()
}

// setUp is one camera position: the guns are made ready, everything is asked, then come the takes.
func (u *unit) setUp(c *scene, n int) {
	u.slipBefore(c)
	for _, id := range c.guns {
		u.ready(c, id)
	}
	if c.sort == withRubber && n == 0 {
		u.handOut(c)
		return
	}
	u.slipReady(c)
	u.rested(c)
	takes := int(u.between(2, 5))
	far := u.isCanyon() && c.sort != withBlanks
	complete := u.askAll(c)
	if far && complete {
		u.leave() // The set is up the canyon: what is signed there comes back in one batch.
		u.pass(u.between(120, 300))
	}
	u.giveAll(c)
	if !far {
		u.ask(c, u.startOf(c))
	}
	for t := range takes {
		if t > 0 {
			u.again(c)
		}
		u.take(c)
	}
	if far && complete {
		u.pass(u.between(120, 300))
		u.back()
	}
}

// rested lets everybody eat who waited too long to do so before the set-up is over: everything is put
// down and locked up, and made ready again behind the meal. It reports whether they ate.
func (u *unit) rested(c *scene) bool {
	if u.eaten || u.away || u.now-u.began < mealS {
		return false
	}
	u.putDown(c)
	u.tired()
	for _, id := range c.guns {
		u.ready(c, id)
	}
	return true
}

// ready makes an item ready for a set-up: loaded where it should be, and looked at in any case.
func (u *unit) ready(c *scene, id event.ItemID) {
	it, ok := u.s.Item(id)
	if !ok {
		u.fail("no item %s", id)
		return
	}
	by := u.keeperOf(id)
	loaded := len(it.Loaded()) > 0
	switch {
	case c.sort == withDummies && !loaded:
		u.load(id, u.dummyBox, u.newestLot(event.Dummy), u.fits(it), by)
		u.retest(id, by)
	case c.sort == withDummies && u.opt.Anew:
		u.retest(id, by)
	case c.sort == withBlanks && !loaded:
		u.load(id, intakeOf(u.newestLot(event.Blank)), u.newestLot(event.Blank), 2, by)
	}
	u.examine(id, by)
	u.secondLook(id)
}

// fits is how many dummies go in: all chambers, at most one tray.
func (u *unit) fits(it *state.Item) int64 {
	if it.Mechanism == event.Magazine {
		return it.Magazine
	}
	return it.Chambers
}

// retest tests the dummies inside again, with the watcher of the hand-over.
func (u *unit) retest(id event.ItemID, by event.PersonID) {
	it, ok := u.s.Item(id)
	if !ok || len(it.Loaded()) == 0 {
		return
	}
	loaded := it.Loaded()
	u.tray(&event.TrayTested{Lot: loaded[0].Lot, Item: id, Rounds: int64(len(loaded))}, by, u.watcher)
}

func (u *unit) giveAll(c *scene) {
	for k := range c.guns {
		u.give(c, k)
	}
}

// give hands an item over. The first hand-over of a custody segment, and of rounds that were tested in
// it, is signed by both people.
func (u *unit) give(c *scene, k int) {
	id := c.guns[k]
	it, ok := u.s.Item(id)
	if !ok {
		u.fail("no item %s", id)
		return
	}
	b := &event.HandedOver{Item: id, To: c.players[k], Scene: c.id, Purpose: c.purpose}
	by := []signer{handlerOf(u.keeperOf(id))}
	if it.Retest != nil && !u.s.Stands(it.Retest.Endorsed) {
		if e, found := u.s.Entry(it.Retest.Tested); found {
			b.Trays = []event.ID{e.ID}
		}
	}
	if len(b.Trays) > 0 || u.opt.Anew || !u.s.SharedInSegment(it) {
		by = u.allSign(by[0].who)
	}
	u.act(b, by...)
}

// allSign is who signs a first hand-over of a custody segment.
func (u *unit) allSign(handler event.PersonID) []signer {
	by := []signer{handlerOf(handler).verified(), watcherOf(u.watcher).verified()}
	if u.opt.Third {
		by = append(by, adOf(u.third).verified())
	}
	return by
}

// take is one take: it is shot, and everything is collected at once.
func (u *unit) take(c *scene) {
	u.pass(u.between(60, 200))
	for k, id := range c.guns {
		by := u.keeperOf(id)
		misfire := c.sort == withBlanks && u.chance(misfirePerMille)
		if c.sort == withBlanks {
			shots := int64(2)
			if misfire {
				shots = 1
			}
			u.act(&event.Discharged{Item: id, Planned: event.Yes, Shots: shots}, handlerOf(by))
		}
		if misfire {
			u.misfire(id, c.players[k], by)
			continue
		}
		u.act(&event.Collected{Item: id, From: c.players[k]}, handlerOf(by))
		if c.sort == withBlanks {
			u.unload(id, 2, by)
			u.act(&event.BoreChecked{Item: id, Bore: event.BoreUnobstructed, Method: event.Light}, handlerOf(by))
		}
	}
	if c.sort != withBlanks && len(c.guns) > 0 {
		u.act(&event.Reset{Items: c.guns}, handlerOf(u.keeperOf(c.guns[0])))
	}
}

const misfirePerMille = 15

// misfire is handled as it should be: wait, round away, bore seen, people told again.
func (u *unit) misfire(id event.ItemID, from, by event.PersonID) {
	of := u.do(&event.Misfired{Item: id}, handlerOf(by))
	u.rep.Misfires++
	u.pass(65)
	u.act(&event.Collected{Item: id, From: from}, handlerOf(by))
	u.act(&event.Unloaded{Item: id, Container: u.quarantine(), Unfired: 1, Spent: 1}, handlerOf(by))
	u.act(&event.BoreChecked{Item: id, Bore: event.BoreUnobstructed, Method: event.Rod}, handlerOf(by))
	u.pass(120)
	u.tell(state.CauseField, "a primer struck too lightly")
	u.do(&event.MisfireClosed{
		Of: of, WaitSeconds: 65, Bore: event.BoreUnobstructed, Container: u.quarantine(), Rebriefed: event.Yes,
	}, handlerOf(by), watcherOf(u.watcher))
	u.examine(id, by)
}

// again makes everything ready for the next take: after shots with new blanks, otherwise as it is.
func (u *unit) again(c *scene) {
	u.pass(u.between(30, 240))
	if u.rested(c) { // What goes on behind a meal is a set-up of its own: all of it is asked again.
		u.askAll(c)
		u.giveAll(c)
		u.ask(c, u.startOf(c))
		return
	}
	for k, id := range c.guns {
		it, ok := u.s.Item(id)
		if !ok {
			return
		}
		if u.opt.Anew || c.sort == withBlanks && len(it.Loaded()) == 0 {
			u.ready(c, id)
		}
		u.give(c, k)
	}
}

// handOut gives 200 background their rubber guns, and takes them back after the set-up.
func (u *unit) handOut(c *scene) {
	u.readMarks(len(c.extras))
	u.ask(c, u.startOf(c))
	by := u.helper
	for n, who := range c.extras {
		if likeOf(n) != "" || n%25 == 0 {
			u.ask(c, u.handOverOf(c, rubberID(n), who, by))
		}
		signers := []signer{handlerOf(by)}
		if n < castCount {
			signers = u.allSign(by)
		}
		u.pass(u.between(4, 8))
		u.do(&event.HandedOver{Item: rubberID(n), To: who, Scene: c.id, Purpose: c.purpose}, signers...)
	}
	u.pass(u.between(1800, 4000))
	for n, who := range c.extras {
		u.pass(u.between(3, 6))
		u.do(&event.Collected{Item: rubberID(n), From: who}, handlerOf(by))
	}
	var cage []event.ItemID
	for n := range c.extras {
		cage = append(cage, rubberID(n))
	}
	for some := range slices.Chunk(cage, 50) {
		u.act(&event.LockedUp{Items: some, Container: event.ContainerID("CAGE-" + u.id)},
			handlerOf(by), watcherOf(u.watcher))
	}
}
