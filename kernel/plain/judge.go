package plain

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Question is one thing somebody wants to know. Ask is load, hand-over, start, release, close or
// tomorrow.
type Question struct {
	Ask       string
	Item      event.ItemID
	Container event.ContainerID
	To        event.PersonID
	By        event.PersonID
	Scene     event.SceneID
	Purpose   event.Purpose
	Unit      event.UnitID
	Day       event.Day
}

// Reason is one thing that keeps a question from COMPLETE, with every clause that asks for it.
type Reason struct {
	Code, Key string
	Item      event.ItemID
	Container event.ContainerID
	Lot       event.LotID
	Tray      event.TrayID
	Person    event.PersonID
	Scene     event.SceneID
	N, Of     int64
	Detail    string
	Index     int // Log index of the evidence, -1 when it is an absence.
	Clauses   []string
	forces    []string

	AcceptedBy []event.PersonID // Who went on with it; the answer stays HOLD.
}

// Answer is the answer to a question. The reasons are in no order that means anything.
type Answer struct {
	Complete bool
	Reasons  []Reason
}

// tri is yes, no or neither.
type tri struct{ yes, no bool }

var (
	yes     = tri{yes: true}
	no      = tri{no: true}
	unknown = tri{}
)

func be(b bool) tri {
	if b {
		return yes
	}
	return no
}

// inquiry is a question being answered.
type inquiry struct {
	*Log
	q        Question
	packs    []*Pack
	earliest int64 // Now.
	latest   int64

	region  event.Region
	place   event.PlaceID
	day     event.Day
	called  int // The act that called the day.
	items   []item
	scene   *scene
	handler event.PersonID

	tomorrow bool
}

// Judge answers a question, with the packs at hand, in the interval that the present lies in.
func (l *Log) Judge(q Question, packs []*Pack, earliest, latest int64) Answer {
	i := &inquiry{Log: l, q: q, packs: packs, earliest: earliest, latest: latest, called: none}
	i.begin()
	var out []Reason
	asked := 0
	add := func(code, clause, force string, facts []string) {
		for _, f := range facts {
			for _, x := range i.lacks(f) {
				out = merge(out, code, clause, force, x)
			}
		}
	}
	for _, c := range core {
		if slices.Contains(c.asks, i.q.Ask) && (!c.firearm || !i.applies("item.is-firearm").no) {
			asked++
			add(c.code, "core/CORE-"+c.fact, "CORE", []string{c.fact})
		}
	}
	for _, p := range packs {
		if !i.adopted(p) || !p.governs(i.region) {
			continue
		}
		for n := range p.Clauses {
			if c := &p.Clauses[n]; (c.covers(p, i.day) || i.outlived(p, c)) && !c.Applies.evalApplies(i).no {
				asked++
				add(c.Code, p.ID+"/"+c.ID, c.Force, c.Requires.missing(i))
			}
		}
	}
	for n := range out {
		i.accept(&out[n])
	}
	return Answer{Complete: len(out) == 0 && asked > 0, Reasons: out}
}

// outlived: a clause without days of its own is asked behind the last day of its pack, too, as long as
// no later edition is in force here.
func (i *inquiry) outlived(p *Pack, c *clause) bool {
	return c.InForce == (span{}) && p.InForce.Until != "" && string(i.day) > p.InForce.Until && !i.succeeded(p)
}

// merge adds a reason, or its clause where the same is said already.
func merge(out []Reason, code, clause, force string, x lack) []Reason {
	if x.key == "day.none" {
		code = "H09" // Whatever asks for the day, it is one thing that somebody does.
	}
	r := Reason{
		Code: code, Key: x.key, Item: x.item, Container: x.box, Lot: x.lot, Tray: x.tray, Person: x.who,
		Scene: x.scene, N: x.n, Of: x.of, Detail: x.detail, Index: x.index,
	}
	for k := range out {
		if same(out[k], r) {
			if !slices.Contains(out[k].Clauses, clause) {
				out[k].Clauses, out[k].forces = append(out[k].Clauses, clause), append(out[k].forces, force)
			}
			return out
		}
	}
	r.Clauses, r.forces = []string{clause}, []string{force}
	return append(out, r)
}

func same(a, b Reason) bool {
	return a.Code == b.Code && a.Key == b.Key && a.Item == b.Item && a.Container == b.Container && a.Lot == b.Lot &&
		a.Tray == b.Tray && a.Person == b.Person && a.Scene == b.Scene && a.N == b.N && a.Of == b.Of &&
		a.Detail == b.Detail && a.Index == b.Index
}

// dayMaxS is how long a called day lasts at the most, in seconds.
const dayMaxS = 18 * 3600

// begin works out what the question is about.
func (i *inquiry) begin() {
	if o := i.opening(); o != nil && !i.isDoubted("region") {
		i.region = o.Region
	}
	if d := i.dayOf(i.unit()); d != nil && i.running(d) {
		b, _ := d.event.Body.(*event.DayCalled)
		i.region, i.place, i.day, i.called = b.Region, b.Place, b.Day, d.index
	}
	i.scene = i.sceneOf(i.q.Scene)
	if i.q.Ask == "tomorrow" {
		i.lookAhead()
	}
	switch i.q.Ask {
	case "load", "hand-over":
		if it, known := i.item(i.q.Item); known {
			i.items, i.handler = []item{it}, it.handler
		}
		if i.q.By != "" {
			i.handler = i.q.By
		}
	case "start":
		i.items = i.plannedItems()
		if !i.tomorrow {
			i.items = append(i.items, i.itemsOut()...)
			i.handler = i.unitHandler()
		}
	case "close":
		for _, it := range i.Log.items() {
			if i.firearm(it) && it.holder.where != goneBack && !i.withAnotherUnit(it) {
				i.items = append(i.items, it)
			}
		}
	}
}

// running reports whether a called day is still going on.
func (i *inquiry) running(called *act) bool {
	age, known := i.age(called.index, i.latest)
	return known && age <= dayMaxS && called.stands() && !i.dayClosed(called) && possibleDate(called)
}

// possibleDate: no place is farther than a day from the date in Greenwich.
func possibleDate(called *act) bool {
	b, _ := called.event.Body.(*event.DayCalled)
	for _, shift := range []int64{-1, 0, 1} {
		if called.from != Past && b.Day == dateAt(called.from+shift*dayS) {
			return true
		}
	}
	return false
}

// dateAt is the date in Greenwich.
func dateAt(seconds int64) event.Day {
	if seconds < 0 {
		return ""
	}
	days, y, m := seconds/dayS, 1970, 1
	for ; days >= lengthOf(y, 2)+337; y++ { // The other months have 337 days together.
		days -= lengthOf(y, 2) + 337
	}
	for ; days >= lengthOf(y, m); m++ {
		days -= lengthOf(y, m)
	}
	return event.Day(fmt.Sprintf("%04d-%02d-%02d", y, m, days+1))
}

// lengthOf is how many days a month has.
func lengthOf(y, m int) int64 {
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		return 29
	}
	return []int64{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
}

// noDay: nothing that is about today can be answered while no day is called.
func (i *inquiry) noDay() []lack {
	if i.day != "" {
		return nil
	}
	return []lack{{key: "day.none", index: none}}
}

// ofTheDay: recorded behind the call of the day, and no longer ago than a day lasts.
func (i *inquiry) ofTheDay(a *act) bool {
	age, known := i.age(a.index, i.latest)
	return i.called != none && a.turn > i.turnOf(i.called) && known && age <= dayMaxS
}

// withAnotherUnit reports whether the handler of an item works in another unit, whose day goes on.
func (i *inquiry) withAnotherUnit(it item) bool {
	mine := i.unit()
	if mine == "" || !i.onDuty(it.handler, event.Handler, i.latest) {
		return false
	}
	theirs := i.duty(it.handler).body.Unit
	called := i.dayOf(theirs)
	return theirs != mine && called != nil && i.running(called)
}

// unit is the unit the question is about: the one named, that of who would give, that of who handles,
// or the only one.
func (i *inquiry) unit() event.UnitID {
	if i.q.Unit != "" {
		return i.q.Unit
	}
	if d := i.duty(i.q.By); d != nil {
		return d.body.Unit
	}
	if it, known := i.item(i.q.Item); known {
		if d := i.duty(it.handler); d != nil {
			return d.body.Unit
		}
	}
	var units []event.UnitID
	for _, a := range i.acts {
		if b, is := a.event.Body.(*event.DayCalled); is && !slices.Contains(units, b.Unit) {
			units = append(units, b.Unit)
		}
	}
	if len(units) == 1 {
		return units[0]
	}
	return ""
}

func (i *inquiry) plannedItems() []item {
	var out []item
	if i.scene != nil {
		for _, p := range i.scene.plan.Items {
			if it, known := i.item(p.Item); known {
				out = append(out, it)
			}
		}
	}
	return out
}

// itemsOut are the items that are not planned and are in hands they were given into for this scene.
func (i *inquiry) itemsOut() []item {
	if i.scene == nil {
		return nil
	}
	return slices.DeleteFunc(i.Log.items(), func(it item) bool {
		planned := slices.ContainsFunc(i.scene.plan.Items, func(x event.PlannedItem) bool { return x.Item == it.Item })
		if planned || it.holder.where != withReceiver {
			return true
		}
		b, _ := i.at(it.given).event.Body.(*event.HandedOver)
		return b.Scene != i.scene.id
	})
}

// unitHandler handles the scene's items: who has the first that is out, or the first by id who is on
// duty in the unit.
func (i *inquiry) unitHandler() event.PersonID {
	for _, it := range i.items {
		if !i.secured(it) {
			return it.handler
		}
	}
	for _, who := range i.everybody() {
		if i.onDuty(who, event.Handler, i.latest) && i.duty(who).body.Unit == i.unit() {
			return who
		}
	}
	return ""
}

// applies answers whether the situation is one that a clause is about.
func (i *inquiry) applies(fact string) tri {
	switch fact {
	case "ask.load", "ask.hand-over", "ask.start", "ask.release", "ask.close":
		return be(fact == "ask."+i.q.Ask)
	case "item.is-firearm":
		if i.q.Ask == "start" {
			return i.anyPlanned(i.firearm, func(c event.Class) bool { return c != event.Solid })
		}
		return i.anyItem(i.firearm)
	case "item.burns-powder":
		if i.q.Ask == "start" {
			return i.anyPlanned(i.powder, isPowder)
		}
		return i.anyItem(i.powder)
	case "load.has-blanks":
		if i.scene != nil && i.scene.plan.Load > event.NoBlank {
			return yes
		}
		if i.scene != nil && !i.agreed(i.scene.planned) {
			return unknown
		}
		return i.anyRound(event.Blank)
	case "load.has-dummies":
		return i.anyRound(event.Dummy)
	case "load.has-live":
		return i.anyRound(event.LiveRound)
	case "production.tax-credit":
		if i.opening() == nil || i.isDoubted("tax_credit") {
			return unknown
		}
		return be(i.opening().TaxCredit == event.Yes)
	}
	if i.scene == nil || !i.agreed(i.scene.planned) {
		return unknown
	}
	switch fact {
	case "zone.occupied":
		return be(len(i.scene.plan.Zone)+len(marked(i.scene.plan)) > 0)
	case "scene.needs-medic":
		return be(i.scene.plan.Medic == event.Yes)
	case "scene.needs-protection":
		return be(i.scene.plan.Protected == event.Yes)
	}
	return unknown
}

func (i *inquiry) anyPlanned(is func(item) bool, as func(event.Class) bool) tri {
	if i.scene == nil || !i.agreed(i.scene.planned) {
		return unknown
	}
	for _, p := range i.scene.plan.Items {
		if _, known := i.item(p.Item); !known || as(p.Class) {
			return yes
		}
	}
	return be(slices.ContainsFunc(i.items, is))
}

func (i *inquiry) anyItem(is func(item) bool) tri {
	if len(i.items) == 0 {
		if i.q.Ask == "start" && i.scene != nil {
			return no
		}
		return unknown
	}
	return be(slices.ContainsFunc(i.items, is))
}

// anyRound: a round nobody knows may be of any nature.
func (i *inquiry) anyRound(nature event.Nature) tri {
	return i.anyItem(func(it item) bool {
		return slices.ContainsFunc(it.filled(), func(p position) bool {
			x, known := i.lot(p.lot)
			return !known || i.natureOf(x) == nature || i.natureOf(x) == event.UnknownRound
		})
	})
}
