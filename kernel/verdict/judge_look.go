package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// look is one question being answered: what it is about, and what was found so far.
type look struct {
	known *state.State
	q     Question
	packs []*Pack
	now   state.Interval

	region  event.Region
	place   event.PlaceID
	day     event.Day
	dayAt   int
	until   event.Day // How long papers have to last: by the call sheet and by the clock.
	params  Params
	scene   *state.Scene
	handler event.PersonID // Who handles, as far as the question knows.

	turn    turn
	finding Fact // The fact being established, NoFact in between.
	facts   Facts
	found   FactSet
	lacks   [FactCount][]state.Lack
	noted   map[noted]struct{} // The lacks of facts that have many.
	reasons []Reason
	have    map[reasonKey]int // Where a reason stands in the list, once there are many.
	judged  int

	unitAsked bool
	inUnit    event.UnitID // See unit.

	tomorrow bool // The question is about the day to come; facts that only that day can know are left out.

	// The lot natureOf was asked for last.
	lotID     event.LotID
	lotNature event.Nature
	lotAsked  bool
	lotKnown  bool

	onlooker *state.Person // Who was found last to play no part, see plays.

	// Room for the lists every clause asks for, so that a common question makes none anew.
	handlersAsked bool
	handlerRoom   [8]handler
	handlerCount  int
	manyHandlers  []handler // All of them, once the room is too small; manyItems likewise.
	itemRoom      [16]*state.Item
	sound         [16]bool // Those of the room whose rounds lack nothing, see roundLacks.
	itemCount     int
	manyItems     []*state.Item
	lotRoom       [8]event.LotID
}

// begin works out what the question is about.
func (l *look) begin() {
	l.dayAt = state.NoIndex
	if p := l.known.Production(); p != nil {
		l.region = p.Region
	}
	if l.known.Doubted("region") {
		l.region = ""
	}
	if d, ok := l.openDay(l.unit()); ok {
		l.region, l.place, l.day, l.dayAt = d.Region, d.Place, d.Day, d.Index
	}
	if c, ok := l.known.Scene(l.q.Scene); ok {
		l.scene = c
	}
	if l.q.Ask == Tomorrow {
		l.lookAhead()
	}
	if l.day != "" {
		l.until = max(l.day, l.known.Date())
	}
	l.params = Combine()
	for _, p := range l.packs {
		if l.binds(p) {
			l.params.tighten(p)
		}
	}
	switch l.q.Ask {
	case Load, HandOver:
		if it, ok := l.known.Item(l.q.Item); ok {
			l.include(it)
			l.handler = it.Handler
		}
		if l.q.By != "" {
			l.handler = l.q.By
		}
	case Start:
		l.includePlanned()
	case Close:
		for _, it := range l.known.Items() {
			if l.firearm(it) && it.Holder.Kind != state.GoneBack && !l.elsewhere(it) {
				l.include(it)
			}
		}
	case Release, Tomorrow, NoAsk:
	}
	if l.handler == "" && l.q.Ask == Start && !l.tomorrow {
		l.handler = l.unitHandler()
	}
	for f := FactAskLoad; f < FactCount; f++ {
		l.facts[f] = l.applies(f)
	}
}

// dayMaxS is how long a call sheet's day lasts at the most, in seconds. After that somebody has to
// call a new one: yesterday's sweep, notice and meeting are not today's.
const dayMaxS = 18 * 3600

func (l *look) today(called int) bool {
	age, known := l.known.Elapsed(called, l.now)
	return known && age <= dayMaxS
}

// openDay returns a unit's day while it is not closed.
func (l *look) openDay(unit event.UnitID) (*state.UnitDay, bool) {
	d, ok := l.known.Day(unit)
	return d, ok && d.Closed == state.NoIndex && l.known.Stands(d.Index) && l.today(d.Index) && l.dated(d)
}

// dated reports whether a day was called under a date that some place on earth had then: a word on a call
// sheet makes no permit last and no rule end.
func (l *look) dated(d *state.UnitDay) bool {
	called := l.known.When(d.Index).Earliest
	n, ok := d.Day.Number()
	return ok && called != state.Past && abs(n-called/event.DaySeconds) <= 1
}

// dayNone notes that no day is called, which is all that lacks of a fact that speaks of today. It is one
// reason whoever asks.
func (l *look) dayNone(f Fact) bool {
	if l.day == "" {
		l.lack(f, state.Lack{Key: noDay, Index: state.NoIndex})
	}
	return l.day == ""
}

// noDay is the reason that has one code whatever asks for the day: the plan of the day is missing.
const noDay = "day.none"

// ofToday reports whether an act is one of the day that was called: behind the call, and no older than a
// day can last. What its author calls the day is a word.
func (l *look) ofToday(i int) bool { return l.known.Later(i, l.dayAt) && l.today(i) }

// elsewhere reports whether an item is the matter of another unit that is still at work: whoever answers
// for it is on duty there, on an open day. That day's own close asks for it.
func (l *look) elsewhere(it *state.Item) bool {
	p, ok := l.known.Person(it.Handler)
	if !ok || l.unit() == "" || p.Duty.Unit == l.unit() || !l.known.OnDuty(p.ID, event.Handler, l.now) {
		return false
	}
	_, open := l.openDay(p.Duty.Unit)
	return open
}

// unitHandler is who handles in the scene while everything is still locked up: a handler on duty in
// the unit, the first by id.
func (l *look) unitHandler() event.PersonID {
	for _, it := range l.items() {
		if !l.known.Secured(it) {
			return it.Handler
		}
	}
	for _, p := range l.known.Given(event.Handler) {
		if l.known.OnDuty(p.ID, event.Handler, l.now) && p.Duty.Unit == l.unit() {
			return p.ID
		}
	}
	return ""
}

// unit is the unit that the question is about, looked up once.
func (l *look) unit() event.UnitID {
	if !l.unitAsked {
		l.unitAsked, l.inUnit = true, l.findUnit()
	}
	return l.inUnit
}

func (l *look) findUnit() event.UnitID {
	if l.q.Unit != "" {
		return l.q.Unit
	}
	if p, ok := l.known.Person(l.q.By); ok && p.Duty.Index != state.NoIndex {
		return p.Duty.Unit
	}
	if it, ok := l.known.Item(l.q.Item); ok {
		if p, ok := l.known.Person(it.Handler); ok && p.Duty.Index != state.NoIndex {
			return p.Duty.Unit
		}
	}
	if u := l.known.Units(); len(u) == 1 {
		return u[0]
	}
	return ""
}

// includePlanned takes in the planned items, wherever they are: a scene whose firearm is still locked
// up has not been looked after yet, and no board may read as if it had. Behind them come the items that
// are out in it without being planned: another plan takes nothing out of anybody's hands.
func (l *look) includePlanned() {
	if l.scene == nil || l.scene.Plan == nil {
		return
	}
	for n := range l.scene.Plan.Items {
		if it, ok := l.known.Item(l.scene.Plan.Items[n].Item); ok {
			l.include(it)
		}
	}
	if l.tomorrow {
		return // What is out tonight is in by then, or that day says so.
	}
	for _, it := range l.known.Items() {
		if it.Holder.Kind == state.WithReceiver && !l.isPlanned(it.Item) && l.givenFor(it, l.scene.ID) {
			l.include(it)
		}
	}
}

func (l *look) isPlanned(id event.ItemID) bool {
	return slices.ContainsFunc(l.scene.Plan.Items, func(p event.PlannedItem) bool { return p.Item == id })
}

// givenFor reports whether the newest hand-over of an item was for a scene.
func (l *look) givenFor(it *state.Item, scene event.SceneID) bool {
	e, ok := l.known.Entry(it.Given)
	if !ok {
		return false
	}
	b, is := e.Event.Body.(*event.HandedOver)
	return is && b.Scene == scene
}

// include makes an item one the question is about.
func (l *look) include(it *state.Item) {
	switch {
	case l.itemCount < len(l.itemRoom):
		l.itemRoom[l.itemCount] = it
	case l.itemCount == len(l.itemRoom):
		l.manyItems = append(slices.Clone(l.itemRoom[:]), it)
	default:
		l.manyItems = append(l.manyItems, it)
	}
	l.itemCount++
}

// items are those the question is about. A look keeps no slice of itself, because what points into
// itself has to be allocated.
func (l *look) items() []*state.Item {
	if l.itemCount > len(l.itemRoom) {
		return l.manyItems
	}
	return l.itemRoom[:l.itemCount]
}

// isFirearm: everything but solid rubber has a barrel to point, a place for a round, or looks from
// where people stand as if it had.
func isFirearm(c event.Class) bool { return c != event.Solid }

// burnsPowder: what the law of some places calls a firearm expels by explosion or combustion.
func burnsPowder(c event.Class) bool {
	switch c {
	case event.LiveCapable, event.BlankOnly, event.UnknownClass, event.NoClass:
		return true
	case event.Pellet, event.Flash, event.Deactivated, event.Solid:
	}
	return false
}

// firearm reports whether an item is asked about as one.
func (l *look) firearm(it *state.Item) bool { return l.counts(it, isFirearm) }

// counts reports whether an item is of some classes: by its own, by what it counts as while two people
// have not received it, or because rounds are recorded in it. What was received as rubber and then
// loaded is no rubber any more.
func (l *look) counts(it *state.Item, is func(event.Class) bool) bool {
	// A class that is said to be a firearm's needs no second look at who said so.
	if is(it.Class) || is(l.known.ClassOf(it)) || it.Upset != state.NoIndex {
		return true
	}
	return slices.ContainsFunc(it.Positions, func(p state.Position) bool { return p.Loaded != state.NoIndex })
}

// applies answers an applicability fact. Unknown means that the clause applies.
func (l *look) applies(f Fact) Tri {
	// Requirement facts are established by their finders, see establish.
	//exhaustive:ignore
	switch f {
	case FactAskLoad:
		return yes(l.q.Ask == Load)
	case FactAskHandOver:
		return yes(l.q.Ask == HandOver)
	case FactAskStart:
		return yes(l.q.Ask == Start)
	case FactAskRelease:
		return yes(l.q.Ask == Release)
	case FactAskClose:
		return yes(l.q.Ask == Close)
	case FactItemIsFirearm:
		return l.anyOf(isFirearm)
	case FactItemBurnsPowder:
		return l.anyOf(burnsPowder)
	case FactLoadHasBlanks:
		return l.blanks()
	case FactLoadHasDummies:
		return l.anyRound(event.Dummy)
	case FactLoadHasLive:
		return l.anyRound(event.LiveRound)
	case FactProductionTaxCredit:
		if p := l.known.Production(); p != nil && !l.known.Doubted("tax_credit") {
			return yes(p.TaxCredit == event.Yes)
		}
	case FactZoneOccupied:
		if l.planStands() {
			return yes(len(l.scene.Plan.Zone) > 0 || len(spots(l.scene.Plan)) > 0)
		}
	case FactSceneNeedsMedic:
		if l.planStands() {
			return yes(l.scene.Plan.Medic == event.Yes)
		}
	case FactSceneNeedsProtection:
		if l.planStands() {
			return yes(l.scene.Plan.Protected == event.Yes)
		}
	default:
	}
	return Unknown
}

// anyOf reports whether the question is about an item of some classes. A scene is when its plan names
// one, wherever it is now, or one is out in it.
func (l *look) anyOf(is func(event.Class) bool) Tri {
	counts := func(it *state.Item) bool { return l.counts(it, is) }
	if l.q.Ask != Start {
		return l.anyItem(counts)
	}
	if !l.planStands() {
		return Unknown
	}
	return yes(slices.ContainsFunc(l.items(), counts) ||
		slices.ContainsFunc(l.scene.Plan.Items, func(p event.PlannedItem) bool {
			_, ok := l.known.Item(p.Item)
			return !ok || is(p.Class)
		}))
}

func yes(b bool) Tri {
	if b {
		return True
	}
	return False
}

func (l *look) anyItem(is func(*state.Item) bool) Tri {
	if len(l.items()) == 0 {
		if l.q.Ask == Start && l.scene != nil {
			return False
		}
		return Unknown
	}
	return yes(slices.ContainsFunc(l.items(), is))
}

func (l *look) anyRound(n event.Nature) Tri {
	return l.anyItem(func(it *state.Item) bool {
		for k := range it.Positions {
			p := &it.Positions[k]
			if p.Loaded == state.NoIndex || k > 0 && p.Loaded == it.Positions[k-1].Loaded {
				continue // Empty, or filled by the same act as the one before it: that is of one lot.
			}
			if nature, ok := l.natureOf(p.Lot); !ok || nature == n || nature == event.UnknownRound {
				return true
			}
		}
		return false
	})
}

// natureOf returns what the rounds of a lot count as, and false for a lot nobody received. Rounds in one
// item are mostly of one lot, so the answer is kept until another one is asked for.
func (l *look) natureOf(id event.LotID) (event.Nature, bool) {
	if l.lotAsked && l.lotID == id {
		return l.lotNature, l.lotKnown
	}
	lot, ok := l.known.Lot(id)
	l.lotAsked, l.lotID, l.lotNature, l.lotKnown = true, id, event.NoNature, ok
	if ok {
		l.lotNature = l.known.NatureOf(lot)
	}
	return l.lotNature, ok
}

// planStands reports whether the scene has a plan of two people that can decide which clauses are asked. Without
// one all are.
func (l *look) planStands() bool { return l.scene != nil && l.known.Agreed(l.scene.Planned) }

// blanks is true when blanks are loaded or planned.
func (l *look) blanks() Tri {
	switch {
	case l.scene != nil && l.scene.Plan.Load > event.NoBlank:
		return True
	case l.scene != nil && !l.planStands():
		return Unknown
	}
	return l.anyRound(event.Blank)
}

// adopted reports whether these very bytes are a pack the production adopted.
func (l *look) adopted(p *Pack) bool {
	return slices.Contains(l.known.Packs(), event.PackRef{Pack: p.ID, Digest: p.Digest})
}

// binds reports whether a pack has a say here: the production adopted it and it governs the place.
// A pack that merely lies in the box loosens nothing and tightens nothing.
func (l *look) binds(p *Pack) bool { return p != nil && l.adopted(p) && p.Governs(l.region) }

// find establishes one requirement fact, once.
func (l *look) find(f Fact) {
	if l.found.Has(f) {
		return
	}
	l.found.Add(f)
	if l.tomorrow && !f.KnownAhead() {
		l.facts[f] = True
		return
	}
	if f >= FactCount {
		return // Unknown: the clause that asks for it holds.
	}
	l.finding = f
	if inPlace := instead[f]; inPlace != nil {
		l.facts[f] = inPlace()
	} else {
		l.facts[f] = l.establish(f)
	}
	l.finding = NoFact
}

// instead answers for a fact in the place of its finder. It is empty but for tests of what the judge
// does when a part of it breaks.
var instead [FactCount]func() Tri

// fewMax is how many lacks or reasons are compared one by one. From there on a set says which are
// known, so that thousands of open blocks are one walk and a common question allocates no set.
const fewMax = 32

// noted is one lack of one fact.
type noted struct {
	fact Fact
	lack state.Lack
}

// lack notes what the record does not show for a fact, once.
func (l *look) lack(f Fact, lack state.Lack) {
	have := l.lacks[f]
	if len(have) < fewMax {
		if !slices.Contains(have, lack) {
			l.lacks[f] = append(have, lack)
		}
		return
	}
	if len(have) == fewMax {
		if l.noted == nil {
			l.noted = map[noted]struct{}{}
		}
		for _, x := range have {
			l.noted[noted{f, x}] = struct{}{}
		}
	}
	if _, known := l.noted[noted{f, lack}]; !known {
		l.noted[noted{f, lack}] = struct{}{}
		l.lacks[f] = append(have, lack)
	}
}

// result is True when nothing is lacking, False when the record says otherwise, Unknown when it
// only does not say.
func (l *look) result(f Fact) Tri {
	out := True
	for _, lack := range l.lacks[f] {
		if remedyOf(lack.Key).cause != NotRecorded {
			return False
		}
		out = Unknown
	}
	return out
}
