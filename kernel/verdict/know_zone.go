package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// Two readings of a plan say where people are: the declared zone, which a phone asks for, and the
// exact placement, which somebody may draw. Each finds its own reasons and neither takes one of the
// other's away, so that where they differ the stricter one holds.

// area is what an item endangers when it is fired, as its test-fire cards say or as the rules assume.
type area struct {
	muzzleMM   int64
	coneHalf   int64 // Centidegrees, as every half here.
	ventMM     int64
	ventHalf   int64
	leftMM     int64 // How far cases fly to the left.
	rightMM    int64
	ejectsHalf int64
}

// assumed is the area of an item nobody measured.
func (l *look) assumed() area {
	cases := l.params[ParamAssumedEjection]
	return area{
		muzzleMM: l.params[ParamStandoffFloor],
		coneHalf: l.params[ParamAssumedCone],
		ventMM:   l.params[ParamAssumedVent], ventHalf: l.params[ParamAssumedVentHalf],
		leftMM: cases, rightMM: cases, ejectsHalf: l.params[ParamEjectionHalf],
	}
}

// widen makes an area as large as another one in every way.
func (a *area) widen(b *area) {
	a.muzzleMM = max(a.muzzleMM, b.muzzleMM)
	a.coneHalf = max(a.coneHalf, b.coneHalf)
	a.ventMM, a.ventHalf = max(a.ventMM, b.ventMM), max(a.ventHalf, b.ventHalf)
	a.leftMM, a.rightMM = max(a.leftMM, b.leftMM), max(a.rightMM, b.rightMM)
	a.ejectsHalf = max(a.ejectsHalf, b.ejectsHalf)
}

// areaOf returns what an item endangers with what is in it, or with what it may be loaded from.
func (l *look) areaOf(it *state.Item) area {
	lots := l.blankLots(it)
	if l.tomorrow {
		lots = l.nearestLot(it)
	}
	if len(lots) == 0 {
		return l.assumed()
	}
	out := l.cardArea(it.Item, lots[0])
	for _, lot := range lots[1:] {
		a := l.cardArea(it.Item, lot)
		out.widen(&a)
	}
	return out
}

// nearestLot is the lot with the shortest tested distance among those the plan's load can come from.
func (l *look) nearestLot(it *state.Item) []event.LotID {
	out, least := l.lotRoom[:0], int64(0)
	for _, lot := range l.plannedLots() {
		if mm, _, ok := l.known.TestDistance(it.Item, lot.Lot); ok && (len(out) == 0 || mm < least) {
			out, least = append(out[:0], lot.Lot), mm
		}
	}
	return out
}

// cardArea is what the cards of a lot in an item say together: of everything measured the largest,
// and what no card measured as assumed. A card that does not stand may still add, never take away.
func (l *look) cardArea(item event.ItemID, lot event.LotID) area {
	assumed := l.assumed()
	out := area{muzzleMM: assumed.muzzleMM, ejectsHalf: assumed.ejectsHalf}
	var cone, vent, ventHalf, ejection bool
	for card, stands := range l.known.TestCards(item, lot) {
		left, right := assumed.cases(card)
		out.widen(&area{
			muzzleMM: card.DistanceMM, coneHalf: card.ConeHalfCdeg, ventMM: card.VentMM, ventHalf: card.VentHalfCdeg,
			leftMM: left, rightMM: right,
		})
		cone = cone || stands && card.ConeHalfCdeg > 0
		vent = vent || stands && card.VentMM > 0
		ventHalf = ventHalf || stands && card.VentHalfCdeg > 0
		ejection = ejection || stands && card.Ejection != event.NoEjection
	}
	if !cone {
		out.coneHalf = max(out.coneHalf, assumed.coneHalf)
	}
	if !vent {
		out.ventMM = max(out.ventMM, assumed.ventMM)
	}
	if !ventHalf {
		out.ventHalf = max(out.ventHalf, assumed.ventHalf)
	}
	if !ejection {
		out.leftMM, out.rightMM = max(out.leftMM, assumed.leftMM), max(out.rightMM, assumed.rightMM)
	}
	return out
}

// cases says how far a card lets cases fly to either side. An area is asked for what it assumes of a
// length nobody measured; a side nobody named is said by no card.
func (a *area) cases(card *event.TestFired) (left, right int64) {
	left, right = a.leftMM, a.rightMM
	if card.EjectionMM > 0 {
		left, right = card.EjectionMM, card.EjectionMM
	}
	switch card.Ejection {
	case event.NoEjection, event.EjectsNot:
		return 0, 0
	case event.EjectsLeft:
		return left, 0
	case event.EjectsRight:
		return 0, right
	case event.EjectsBoth:
	}
	return left, right
}

// need returns how far away somebody in a standard zone has to be: as far as the farthest thing that
// reaches into it. Ahead-left and ahead-right are ahead, because zones are told by eye.
func (a *area) need(w event.Where) int64 {
	from, to := int64(0), int64(3000)
	left, right := true, true
	switch w {
	case event.NoWhere, event.Ahead:
	case event.AheadLeft, event.AheadRight:
		from, to = 3000, 9000
		left, right = w == event.AheadLeft, w == event.AheadRight
	case event.LeftSide, event.RightSide:
		from, to = 9000, 15000
		left, right = w == event.LeftSide, w == event.RightSide
	case event.Behind:
		from, to = 15000, 18000
	}
	var mm int64
	if inLine(w) || a.coneHalf > from {
		mm = a.muzzleMM
	}
	reaches := func(half int64) bool { return quarter-half < to && quarter+half > from }
	if reaches(a.ventHalf) {
		mm = max(mm, a.ventMM)
	}
	if left && reaches(a.ejectsHalf) {
		mm = max(mm, a.leftMM)
	}
	if right && reaches(a.ejectsHalf) {
		mm = max(mm, a.rightMM)
	}
	return mm
}

// inLine reports whether a muzzle may point toward somebody in a standard zone. Whoever said of nobody
// where they are said no more than that they are in the line of fire.
func inLine(w event.Where) bool {
	switch w {
	case event.NoWhere, event.Ahead, event.AheadLeft, event.AheadRight:
		return true
	case event.LeftSide, event.RightSide, event.Behind:
	}
	return false
}

// spot is one drawn place where somebody is.
type spot struct {
	person event.PersonID
	at     point
}

// spots lists where people are drawn in a plan: those placed, and whoever is at a camera.
func spots(p *event.ScenePlanned) []spot {
	out := make([]spot, 0, len(p.Placed)+len(p.Cameras))
	for _, who := range p.Placed {
		out = append(out, spot{who.Person, point{who.XMM, who.YMM}})
	}
	for _, c := range p.Cameras {
		if c.Person != "" {
			out = append(out, spot{c.Person, point{c.XMM, c.YMM}})
		}
	}
	return out
}

// exposure is what one drawn muzzle does to one drawn person, with nothing between them.
type exposure struct {
	item   event.ItemID
	person event.PersonID
	mm     int64 // How far away, rounded down.
	area   *area
	cone   bool  // At any distance: the muzzle may point at them.
	vent   bool  // Nearer than what comes out at the side reaches.
	cases  int64 // How far cases fly where they stand, when they are nearer than that; otherwise 0.
}

// exposures lists everybody whom a muzzle of the question may point at or reach past the stops given,
// in the order of the plan.
func (l *look) exposures(stops []event.Stop) []exposure {
	p := l.scene.Plan
	if len(p.Muzzles) == 0 {
		return nil
	}
	people := spots(p)
	var out []exposure
	for n := range p.Muzzles {
		m := &p.Muzzles[n]
		if l.q.Ask != Start && m.Item != l.q.Item {
			continue
		}
		a := l.assumed()
		if it, ok := l.known.Item(m.Item); ok {
			if !l.firearm(it) {
				continue // Nothing comes out of it.
			}
			a = l.areaOf(it)
		}
		for _, s := range people {
			if e := exposed(m, &a, s, stops); e.cone || e.vent || e.cases > 0 {
				out = append(out, e)
			}
		}
	}
	return out
}

// drawnWhole notes each firearm of the question whose muzzle is not drawn where people are: a drawing
// without it says of nobody that they are out of its way.
func (l *look) drawnWhole(f Fact) {
	p := l.scene.Plan
	if len(p.Placed) == 0 && !slices.ContainsFunc(p.Cameras, func(c event.CameraMark) bool { return c.Person != "" }) {
		return
	}
	for _, it := range l.items() {
		if l.firearm(it) && !slices.ContainsFunc(p.Muzzles, func(m event.Muzzle) bool { return m.Item == it.Item }) {
			l.lack(f, state.Lack{Key: "zone.no-muzzle", Item: it.Item, Scene: l.scene.ID, Index: l.scene.Planned})
		}
	}
}

func exposed(m *event.Muzzle, a *area, s spot, stops []event.Stop) exposure {
	at := point{m.XMM, m.YMM}
	e := exposure{item: m.Item, person: s.person, mm: apart(at, s.at), area: a}
	behind := func(x event.Stop) bool {
		return crosses(at, s.at, point{x.FromXMM, x.FromYMM}, point{x.ToXMM, x.ToYMM})
	}
	if slices.ContainsFunc(stops, behind) {
		return e
	}
	within := func(dir, half int64) bool {
		return sector{at, m.AimCdeg + dir, half + m.SwingCdeg}.holds(s.at)
	}
	e.cone = within(0, a.coneHalf)
	e.vent = e.mm < a.ventMM && (within(quarter, a.ventHalf) || within(-quarter, a.ventHalf))
	if e.mm < a.leftMM && within(quarter, a.ejectsHalf) {
		e.cases = a.leftMM
	}
	if e.mm < a.rightMM && within(-quarter, a.ejectsHalf) {
		e.cases = max(e.cases, a.rightMM)
	}
	return e
}

// lackOf spells an exposure as a reason.
func (l *look) lackOf(e *exposure, key string, needMM int64) state.Lack {
	return state.Lack{
		Key: key, Item: e.item, Person: e.person, Scene: l.scene.ID, N: e.mm, Of: needMM, Index: l.scene.Planned,
	}
}

// findZoneApproved: whoever a muzzle may point at is approved, and in a way that the drawing bears out.
func findZoneApproved(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	l.drawnWhole(f)
	var named []event.PersonID // By the declared zone.
	for _, z := range l.scene.Plan.Zone {
		if _, ok := l.known.Approved(l.scene, z.Person); !ok && inLine(z.Where) {
			named = append(named, z.Person)
			l.lack(f, state.Lack{
				Key: "zone.not-approved", Person: z.Person, Scene: l.scene.ID, N: z.DistanceMM, Index: l.scene.Planned,
			})
		}
	}
	all := l.exposures(l.scene.Plan.Stops)
	for n := range all {
		e := &all[n]
		how, ok := l.known.Approved(l.scene, e.person)
		switch {
		case !e.cone:
		case !ok:
			if !slices.Contains(named, e.person) {
				l.lack(f, l.lackOf(e, "zone.not-approved", 0))
			}
		case how == event.OffAxis:
			l.lack(f, l.lackOf(e, "zone.on-axis", 0))
		case how == event.Shield:
			l.lack(f, l.lackOf(e, "zone.no-shield", 0))
		}
	}
	return l.result(f)
}

// findZoneEmpty: no muzzle may point at anybody, whatever was approved. A shield is no reason to point
// at somebody; what is beyond a backstop is out of the line of fire.
func findZoneEmpty(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	l.drawnWhole(f)
	person := state.Lack{Key: "zone.person", Scene: l.scene.ID, Index: l.scene.Planned}
	for _, z := range l.scene.Plan.Zone {
		if inLine(z.Where) {
			person.Person = z.Person
			l.lack(f, person)
		}
	}
	isShield := func(s event.Stop) bool { return s.What != event.BackstopStop }
	for _, e := range l.exposures(slices.DeleteFunc(slices.Clone(l.scene.Plan.Stops), isShield)) {
		if e.cone {
			person.Person = e.person
			l.lack(f, person)
		}
	}
	return l.result(f)
}

// findZoneNotDirect: whoever is in the line of fire is off its axis or behind a shield, and where it
// was drawn the drawing shows it.
func findZoneNotDirect(l *look, f Fact) Tri {
	if !l.planned(f) {
		return l.result(f)
	}
	l.drawnWhole(f)
	for _, z := range l.scene.Plan.Zone {
		how, ok := l.known.Approved(l.scene, z.Person)
		if inLine(z.Where) && (!ok || how != event.OffAxis && how != event.Shield) {
			l.lack(f, state.Lack{Key: "zone.direct", Person: z.Person, Scene: l.scene.ID, Index: l.scene.Planned})
		}
	}
	all := l.exposures(l.scene.Plan.Stops)
	for n := range all {
		if all[n].cone {
			l.lack(f, l.lackOf(&all[n], "zone.on-axis", 0))
		}
	}
	return l.result(f)
}

// findZoneDistance: with blanks, everybody stands farther away than anything reaches that comes out of
// the items, or behind a shield. A shield that was approved and drawn elsewhere is none.
func findZoneDistance(l *look, f Fact) Tri {
	if !l.planned(f) || l.facts[FactLoadHasBlanks] == False {
		return l.result(f)
	}
	l.drawnWhole(f)
	var room [4]area
	areas := l.areas(f, room[:0])
	all := l.exposures(l.scene.Plan.Stops)
	for _, z := range l.scene.Plan.Zone {
		need := int64(0)
		for n := range areas {
			need = max(need, areas[n].need(z.Where))
		}
		how, ok := l.known.Approved(l.scene, z.Person)
		bare := func(e exposure) bool { return e.person == z.Person }
		if shielded := ok && how == event.Shield && !slices.ContainsFunc(all, bare); z.DistanceMM < need && !shielded {
			l.lack(f, state.Lack{
				Key: "zone.distance", Person: z.Person, Scene: l.scene.ID, N: z.DistanceMM, Of: need, Index: l.scene.Planned,
			})
		}
	}
	for n := range all {
		e := &all[n]
		if e.cone && e.mm < e.area.muzzleMM {
			l.lack(f, l.lackOf(e, "zone.in-cone", e.area.muzzleMM))
		}
		if e.vent {
			l.lack(f, l.lackOf(e, "zone.in-vent", e.area.ventMM))
		}
		if e.cases > 0 {
			l.lack(f, l.lackOf(e, "zone.in-ejection", e.cases))
		}
	}
	return l.result(f)
}

// areas appends what the firearms of the question endanger, at least one: what is assumed where no
// firearm is known. A lot nobody test-fired is named on the way.
func (l *look) areas(f Fact, out []area) []area {
	for _, it := range l.items() {
		if !l.tomorrow {
			for _, lot := range l.blankLots(it) {
				if _, _, ok := l.known.TestDistance(it.Item, lot); !ok {
					l.lack(f, state.Lack{Key: "blanks.no-test-fire", Item: it.Item, Lot: lot, Index: state.NoIndex})
				}
			}
		}
		if l.firearm(it) {
			out = append(out, l.areaOf(it))
		}
	}
	if len(out) == 0 {
		out = append(out, l.assumed())
	}
	return out
}
