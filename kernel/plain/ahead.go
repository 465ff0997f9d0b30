package plain

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// The question of tomorrow is that of the scene's start on a day to come. It asks for nothing that only
// that day can show.

// onTheDay are the facts that nobody can know the evening before.
var onTheDay = []string{
	"load.tested", "load.retested", "sweep.done-today", "source.sealed", "item.examined", "item.identified",
	"custody.unbroken", "giver.is-handler", "item.given-by-handler", "handler.on-duty", "item.returned",
	"meeting.held", "meeting.topics", "meeting.walked", "meeting.attended", "plan.unchanged",
	"receiver.trained", "protection.in-place", "meeting.with-advisor", "custody.without-advisor",
	"look.second", "load.third-counted", "look.third",
	"look.every-time", "load.retested-every-time", "look.done-today",
}

// lookAhead sets the day that is meant: the one named, or the one after the unit's newest.
func (i *inquiry) lookAhead() {
	i.q.Ask, i.tomorrow = "start", true
	i.day = i.q.Day
	if called := i.dayOf(i.unit()); called != nil && i.day == "" {
		b, _ := called.event.Body.(*event.DayCalled)
		i.day = nextDay(b.Day)
	}
	if a, p := i.plan(); a != nil {
		i.region, i.place = p.Region, p.Place
	}
}

// nextDay is the day after one of the calendar.
func nextDay(d event.Day) event.Day {
	var y, m, n int
	if _, err := fmt.Sscanf(string(d), "%4d-%2d-%2d", &y, &m, &n); err != nil {
		return ""
	}
	last := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		last = 29
	}
	n++
	if n > last {
		m, n = m+1, 1
	}
	if m > 12 {
		y, m = y+1, 1
	}
	if y > 2199 {
		return ""
	}
	return event.Day(fmt.Sprintf("%04d-%02d-%02d", y, m, n))
}

// daysAhead counts from the unit's newest day to the one asked about, a year at the most and one day at
// the least.
func (i *inquiry) daysAhead() int64 {
	called := i.dayOf(i.unit())
	var y, m, d int
	if _, err := fmt.Sscanf(string(i.day), "%4d-%2d-%2d", &y, &m, &d); called == nil || err != nil ||
		string(i.day) != fmt.Sprintf("%04d-%02d-%02d", y, m, d) || m < 1 || m > 12 || d < 1 || d > 31 {
		return 1
	}
	b, _ := called.event.Body.(*event.DayCalled)
	at, n := b.Day, int64(0)
	for at != "" && at < i.day && n < 366 {
		at = nextDay(at)
		n++
	}
	if at != i.day && n < 366 {
		return 1 // There is no such day.
	}
	return max(n, 1)
}

// handlersAhead are those who had the planned firearms last and still are handlers; without one, every
// handler who is here.
func (i *inquiry) handlersAhead() []event.PersonID {
	var out []event.PersonID
	for _, it := range i.items {
		if i.firearm(it) && i.has(it.handler, event.Handler) && !slices.Contains(out, it.handler) {
			out = append(out, it.handler)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, who := range i.everybody() {
		if i.has(who, event.Handler) && !i.departed(who) {
			out = append(out, who)
		}
	}
	return out
}

// capacityAhead: all handlers together can keep what the plan brings out.
func (i *inquiry) capacityAhead() []lack {
	n := int64(0)
	for _, it := range i.items {
		if i.firearm(it) {
			n++
		}
	}
	handlers := i.handlers()
	most := i.scene.plan.Capacity * int64(len(handlers))
	if n <= most || len(handlers) == 0 {
		return nil
	}
	return []lack{{key: "handler.capacity", who: handlers[0], n: n, of: most, index: i.scene.planned.index}}
}

// plannedLots are the lots of blanks the plan's load can come from, in the order of ids.
func (i *inquiry) plannedLots() []event.LotID {
	var out []event.LotID
	for _, c := range i.boxes() {
		for _, p := range c.parts {
			x, known := i.lot(p.lot)
			if known && p.count > 0 && x.nature == event.Blank && x.load == i.scene.plan.Load && i.stands(x.received) &&
				!slices.Contains(out, p.lot) {
				out = append(out, p.lot)
			}
		}
	}
	slices.Sort(out)
	return out
}

// distanceAhead is the shortest distance that any of some lots was tested for in an item.
func (i *inquiry) distanceAhead(it item, lots []event.LotID) (mm int64, tested bool) {
	for _, x := range lots {
		if d, ok := i.testDistance(it.Item, x); ok && (!tested || d < mm) {
			mm, tested = d, true
		}
	}
	return mm, tested
}

func (i *inquiry) testFiredAhead() []lack {
	if i.scene == nil || i.scene.plan.Load <= event.NoBlank {
		return nil
	}
	var out []lack
	lots := i.plannedLots()
	for _, it := range i.items {
		if !i.firearm(it) || len(lots) == 0 {
			continue
		}
		if _, tested := i.distanceAhead(it, lots); !tested {
			out = append(out, lack{key: "blanks.no-test-fire", item: it.Item, lot: lots[0], index: none})
			continue
		}
		for _, x := range lots {
			if i.cameAfterCards(it, x, lots) && !i.triedInAny(x) {
				out = append(out, lack{key: "blanks.no-test-fire", item: it.Item, lot: x, index: none})
			}
		}
	}
	return out
}

// cameAfterCards: every lot that an item has a card for was there before.
func (i *inquiry) cameAfterCards(it item, lot event.LotID, lots []event.LotID) bool {
	came, _ := i.lot(lot)
	for _, other := range lots {
		x, _ := i.lot(other)
		if _, ok := i.testDistance(it.Item, other); ok && !i.later(came.received, x.received) {
			return false
		}
	}
	return true
}

// triedInAny reports whether a lot was test-fired in anything.
func (i *inquiry) triedInAny(lot event.LotID) bool {
	for _, it := range i.Log.items() {
		if _, ok := i.testDistance(it.Item, lot); ok {
			return true
		}
	}
	return false
}

// medicAhead: somebody who is here may be the medic that the plan asks for.
func (i *inquiry) medicAhead() []lack {
	if i.day == "" {
		return i.noDay()
	}
	for _, who := range i.everybody() {
		if i.valid(who, event.MedicLicence) && i.has(who, event.Medic) && !i.departed(who) {
			return nil
		}
	}
	return []lack{{key: "medic.absent", scene: i.q.Scene, index: none}}
}
