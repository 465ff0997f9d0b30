package show

import (
	"fmt"
	"iter"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// onDuty4 puts the unit's AD, handlers and watchers on duty.
func (u *unit) onDuty4() {
	u.began = u.now
	u.onDutyAs(u.ad, event.AD, u.id)
	for _, h := range []event.PersonID{u.keeper, u.helper} {
		if h != "" {
			u.onDutyAs(h, event.Handler, u.id)
		}
	}
	u.onDutyAs(u.prep, event.Watcher, u.id)
	u.onDutyAs(u.watcher, event.Watcher, u.id)
}

func (u *unit) train(who ...event.PersonID) {
	u.do(&event.Credential{What: event.PerformerTraining, People: who}, handlerOf(u.keeper).verified())
}

// dayOf is a unit's shooting day as something that goes on whenever it is due.
func (u *unit) dayOf() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		u.yield = yield
		defer func() { u.yield = nil }()
		u.come()
		u.until(7, 10)
		for _, c := range u.scenes {
			if u.tired() {
				break
			}
			u.play(c)
		}
		u.departures()
		u.wrap()
	}
}

// come is the morning, before the first scene.
func (u *unit) come() {
	u.until(6, 0)
	u.onDuty4()
	u.eaten = false
	u.act(&event.DayCalled{Day: u.today(), Unit: u.id, Region: u.opt.Region, Place: u.place}, adOf(u.ad))
	u.sweep()
	u.arrivals()
	if u.rep.Day%5 == 0 {
		u.weekly()
		u.putAway()
	}
}

// How long people work, in seconds: before nothing new is made ready and they eat or go home, and
// before they eat in the middle of a set-up too. Both are well within a duty.
const (
	dutyS = 4*3600 + 1800
	mealS = 5 * 3600
)

// tired sends everybody to lunch when it is time, and reports whether it is time to wrap.
func (u *unit) tired() bool {
	if u.now-u.began < dutyS {
		return false
	}
	if u.eaten {
		return true
	}
	u.eaten = true
	u.lunch()
	if u.helper != "" && u.rep.Day%4 == 1 {
		u.relieve()
	}
	return false
}

// lunch locks everything up and ends every duty.
func (u *unit) lunch() {
	u.pass(120)
	u.lockUp()
	u.act(&event.BreakCalled{Unit: u.id, What: event.Meal}, adOf(u.ad))
	u.offDuty(u.ad, event.ByMeal)
	u.pass(2700)
	u.onDuty4()
	if u.guestHere() {
		u.onDutyAs("v1", event.Handler, u.id)
	}
}

// relieve passes the armorer's items and boxes to the second handler for the afternoon.
func (u *unit) relieve() {
	b := &event.Relieved{From: u.keeper, To: u.helper, Containers: []event.ContainerID{u.dummyBox, u.usedBox}}
	for _, id := range u.guns {
		if u.keeperOf(id) == u.keeper {
			b.Items = append(b.Items, id)
		}
	}
	u.act(b, handlerOf(u.keeper), handlerOf(u.helper))
}

// lockUp puts every firearm of the unit away and ends the duties of those who handle and watch.
func (u *unit) lockUp() {
	u.putAway()
	for _, who := range []event.PersonID{u.keeper, u.helper, "v1", u.prep, u.watcher} {
		if who != "v1" || u.id == "main" {
			u.offDuty(who, event.ByLockUp)
		}
	}
}

// putAway locks up every firearm of the unit, each by who has it.
func (u *unit) putAway() {
	var keepers []event.PersonID
	for _, id := range u.guns {
		it, ok := u.s.Item(id)
		if !ok || u.s.Secured(it) {
			continue
		}
		by := u.keeperOf(id)
		if !slices.Contains(keepers, by) {
			keepers = append(keepers, by)
		}
	}
	for _, by := range keepers {
		b := &event.LockedUp{Container: u.safe()}
		for _, id := range u.guns {
			if it, ok := u.s.Item(id); ok && !u.s.Secured(it) && u.keeperOf(id) == by {
				b.Items = append(b.Items, id)
			}
		}
		u.act(b, handlerOf(by), watcherOf(u.watcher))
	}
}

// wrap counts, locks up and closes the day.
func (u *unit) wrap() {
	lot := u.newestLot(event.Dummy)
	if c, ok := u.s.Container(u.dummyBox); ok {
		u.act(&event.RoundsCounted{Container: u.dummyBox, Lot: lot, Number: c.Count(lot)}, handlerOf(u.keeper))
	}
	u.lockUp()
	q := verdict.Question{Ask: verdict.Close, Unit: u.id}
	for range 40 { // The other unit may still be at work: its firearms are not locked up yet.
		v := u.judge(q)
		if v.Outcome == verdict.Complete || u.err != nil {
			break
		}
		count(u.rep.Closing, v)
		u.pass(600)
	}
	u.act(&event.DayClosed{Day: u.today(), Unit: u.id}, handlerOf(u.keeper), adOf(u.ad))
	u.offDuty(u.ad, event.ByWrap)
}

// arrivals are who comes for the day: a day player with a voucher, and the lender's own armorer.
func (u *unit) arrivals() {
	if u.id != "main" {
		return
	}
	who := u.dayPlayer(u.rep.Day)
	u.enrol(who, event.Cast, "ad1")
	u.appoint(who, event.Performer)
	u.train(who)
	if u.rep.Day == guestFrom {
		u.enrol("v1", event.Vendor, "h1")
		u.appoint("v1", event.Handler)
		u.paper("loc1", event.HandlerPermit, "2027-08-31", "v1")
		u.paper("loc1", event.HandlerTraining, "", "v1")
		u.paper("loc1", event.FirearmsCourse, "", "v1")
	}
	if !u.guestHere() {
		return
	}
	u.onDutyAs("v1", event.Handler, u.id)
	if u.rep.Day == guestFrom {
		u.act(&event.ItemReceived{Items: []event.ReceivedItem{
			delivered("V-01", event.BlankOnly, event.Magazine, "3301", "", "L3"),
		}}, handlerOf("v1").verified(), watcherOf(u.prep).verified())
		u.guns = append(u.guns, "V-01")
		u.testFire("V-01", u.newestLot(event.Blank), "v1")
	}
}

func (u *unit) guestHere() bool {
	return u.id == "main" && u.rep.Day >= guestFrom && u.rep.Day <= guestUntil
}

// departures are who leaves in the evening.
func (u *unit) departures() {
	if u.id != "main" {
		return
	}
	who := u.dayPlayer(u.rep.Day)
	u.do(&event.Departed{Person: who, Day: u.today()}, crewOf(who))
	if u.rep.Day == guestUntil {
		u.act(&event.ItemReturned{Items: []event.ItemID{"V-01"}}, handlerOf("v1").verified())
		u.guns = slices.DeleteFunc(u.guns, func(id event.ItemID) bool { return id == "V-01" })
		u.offDuty("v1", event.ByWrap)
		u.do(&event.Departed{Person: "v1", Day: u.today()}, crewOf("v1"))
	}
}

func (u *unit) dayPlayer(day int) event.PersonID { return event.PersonID(fmt.Sprintf("dp%02d", day)) }

// evening plans the next day, gives notice and asks what would hold. Who works well mends what can
// be mended before they go home.
func (u *unit) evening() {
	next := u.rep.Day + 1
	day := dayOf(u.midnightOf(next))
	u.to(u.now + 600)
	if u.id == "main" {
		u.do(&event.CrewListed{People: []event.ListedPerson{
			{Person: u.dayPlayer(next), Department: event.Cast, Proposed: event.Performer},
		}}, adOf("ad1").verified())
		u.paper("loc1", event.FirearmsCourse, "", u.dayPlayer(next))
		if u.rep.Day%5 == 4 {
			u.permits()
		}
	}
	u.plan(day, next)
	if !u.inject(day) {
		u.notice(day)
	}
	for _, c := range u.scenes {
		q := verdict.Question{Ask: verdict.Tomorrow, Scene: c.id, Unit: u.id, Day: day}
		v := u.judge(q)
		u.rep.foretold(c, v)
		if !u.opt.Faults && v.Outcome != verdict.Complete {
			count(u.rep.Evening, v)
			u.mend(c, q)
		}
	}
}

func (u *unit) notice(day event.Day) {
	for _, to := range []event.Told{event.CrewTold, event.PoliceTold} {
		u.do(&event.NoticeGiven{Day: day, Unit: u.id, To: to}, adOf(u.ad))
	}
}

// plan draws the scenes of a day and signs their plans.
func (u *unit) plan(day event.Day, n int) {
	u.scenes = nil
	count := 4
	if u.id != "main" {
		count = 2
	}
	for k := range count {
		c := &scene{
			id: event.SceneID(fmt.Sprintf("%s-%d-%d", u.id, n, k+1)), day: day, place: u.place, capacity: 4,
			setUps: int(u.between(2, 3)), purpose: event.OnCamera, sort: sort(u.rng.IntN(3)),
		}
		if battle(n) && k == count-1 && u.id == "main" {
			c.sort, c.setUps = withRubber, 1
		}
		u.cast(c, n)
		u.planScene(c)
		u.scenes = append(u.scenes, c)
	}
}

// cast draws guns, players and who stands where.
func (u *unit) cast(c *scene, day int) {
	crew := slices.Clone(u.crew)
	u.rng.Shuffle(len(crew), func(a, b int) { crew[a], crew[b] = crew[b], crew[a] })
	for _, who := range crew[:u.between(1, 3)] {
		c.zone = append(c.zone, event.Standing{Person: who, DistanceMM: 7000 + 500*u.rng.Int64N(6)})
	}
	if u.opt.EmptyLine {
		c.zone = nil
	}
	c.near = slices.Concat(crew[4:4+u.between(4, 8)], []event.PersonID{u.ad, u.prep, u.watcher})
	if c.sort == withRubber {
		c.zone, c.near, c.extras = nil, nil, numbered("b", backgroundCount)
		return
	}
	guns := slices.DeleteFunc(slices.Clone(u.guns), func(id event.ItemID) bool {
		it, ok := u.s.Item(id)
		return !ok || it.Holder.Kind == state.GoneBack || id == "V-01" && day > guestUntil
	})
	u.rng.Shuffle(len(guns), func(a, b int) { guns[a], guns[b] = guns[b], guns[a] })
	c.guns = guns[:min(int(u.between(1, 3)), len(guns))]
	players := slices.Clone(u.players)
	if u.id == "main" {
		players = append(players, u.dayPlayer(day))
	}
	if c.sort == withEmpty && u.id == "main" && u.rng.IntN(4) == 0 {
		c.guns = append(slices.Clone(c.guns), "G-01") // The rubber one that looks like the others.
	}
	u.rng.Shuffle(len(players), func(a, b int) { players[a], players[b] = players[b], players[a] })
	c.guns = c.guns[:min(len(c.guns), len(players))]
	c.players = players[:len(c.guns)]
	c.near = append(c.near, c.players...)
	if n := u.rng.IntN(nearBackground); u.rng.IntN(4) == 0 {
		c.near = append(c.near, numbered("b", nearBackground)[:n]...)
	}
}
