package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// mark is a person of a plan's exact placement and where they are.
type mark struct {
	who  event.PersonID
	x, y int64
}

func marked(p *event.ScenePlanned) []mark {
	var out []mark
	for _, x := range p.Placed {
		out = append(out, mark{x.Person, x.XMM, x.YMM})
	}
	for _, x := range p.Cameras {
		if x.Person != "" {
			out = append(out, mark{x.Person, x.XMM, x.YMM})
		}
	}
	return out
}

// danger is what surrounds a muzzle: lengths in millimetres, halves of angles in centidegrees.
type danger struct{ ahead, cone, vent, ventHalf, left, right, casesHalf int64 }

func (i *inquiry) unmeasured() danger {
	return danger{
		i.param("standoff_floor_mm"), i.param("assumed_cone_half_cdeg"), i.param("assumed_vent_mm"),
		i.param("assumed_vent_half_cdeg"), i.param("assumed_ejection_mm"), i.param("assumed_ejection_mm"),
		i.param("ejection_half_cdeg"),
	}
}

// measured is the largest number that the cards of a lot in an item give, at least what is assumed
// when no standing card gives one.
func (i *inquiry) measured(id event.ItemID, lot event.LotID, assumed int64, says func(*event.TestFired) (int64, bool)) int64 {
	most, said := int64(0), false
	for _, a := range i.acts {
		b, is := a.event.Body.(*event.TestFired)
		if !is || b.Item != id || b.Lot != lot {
			continue
		}
		n, gives := says(b)
		if gives {
			most, said = max(most, n), said || a.stands()
		}
	}
	if !said {
		most = max(most, assumed)
	}
	return most
}

func (i *inquiry) dangerOfLot(id event.ItemID, lot event.LotID) danger {
	u := i.unmeasured()
	length := func(n int64) (int64, bool) { return n, n > 0 }
	cases := func(other event.Ejection) func(*event.TestFired) (int64, bool) {
		return func(b *event.TestFired) (int64, bool) {
			switch {
			case b.Ejection == event.NoEjection:
				return 0, false
			case b.Ejection == event.EjectsNot || b.Ejection == other:
				return 0, true
			case b.EjectionMM == 0:
				return u.left, true
			}
			return b.EjectionMM, true
		}
	}
	mm, _ := i.testDistance(id, lot)
	return danger{
		ahead: max(u.ahead, mm),
		cone:  i.measured(id, lot, u.cone, func(b *event.TestFired) (int64, bool) { return length(b.ConeHalfCdeg) }),
		vent:  i.measured(id, lot, u.vent, func(b *event.TestFired) (int64, bool) { return length(b.VentMM) }),
		ventHalf: i.measured(id, lot, u.ventHalf, func(b *event.TestFired) (int64, bool) {
			return length(b.VentHalfCdeg)
		}),
		left:      i.measured(id, lot, u.left, cases(event.EjectsRight)),
		right:     i.measured(id, lot, u.right, cases(event.EjectsLeft)),
		casesHalf: u.casesHalf,
	}
}

func (i *inquiry) dangerOf(it item) danger {
	lots := i.blanks(it)
	if i.tomorrow {
		lots = nil
		planned := i.plannedLots()
		mm, tested := i.distanceAhead(it, planned)
		for _, lot := range planned {
			if d, ok := i.testDistance(it.Item, lot); tested && ok && d == mm {
				lots = []event.LotID{lot}
				break
			}
		}
	}
	if len(lots) == 0 {
		return i.unmeasured()
	}
	var out danger
	for _, lot := range lots {
		d := i.dangerOfLot(it.Item, lot)
		out = danger{
			max(out.ahead, d.ahead), max(out.cone, d.cone), max(out.vent, d.vent), max(out.ventHalf, d.ventHalf),
			max(out.left, d.left), max(out.right, d.right), d.casesHalf,
		}
	}
	return out
}

// zones says of each standard zone between which bearings off the aim it lies, and on which sides.
var zones = map[event.Where]struct {
	from, to    int64
	left, right bool
	line        bool // A muzzle may point there.
}{
	event.NoWhere:    {0, 3000, true, true, true},
	event.Ahead:      {0, 3000, true, true, true},
	event.AheadLeft:  {3000, 9000, true, false, true},
	event.AheadRight: {3000, 9000, false, true, true},
	event.LeftSide:   {9000, 15000, true, false, false},
	event.RightSide:  {9000, 15000, false, true, false},
	event.Behind:     {15000, 18000, true, true, false},
}

func (d danger) into(w event.Where) int64 {
	z := zones[w]
	out := int64(0)
	if z.line || d.cone > z.from {
		out = d.ahead
	}
	if 9000+d.ventHalf > z.from && 9000-d.ventHalf < z.to {
		out = max(out, d.vent)
	}
	if 9000+d.casesHalf > z.from && 9000-d.casesHalf < z.to {
		if z.left {
			out = max(out, d.left)
		}
		if z.right {
			out = max(out, d.right)
		}
	}
	return out
}

// hit is a drawn person whom a drawn muzzle may point at or reach.
type hit struct {
	item   event.ItemID
	who    event.PersonID
	mm     int64
	danger danger

	pointed, vent bool
	cases         int64 // How far cases fly to where they are.
}

// hits are all of them, with only such stops in between as count.
func (i *inquiry) hits(counts func(event.StopType) bool) []hit {
	var out []hit
	p := i.scene.plan
	for _, m := range p.Muzzles {
		it, known := i.item(m.Item)
		if i.q.Ask != "start" && m.Item != i.q.Item || known && !i.firearm(it) {
			continue
		}
		d := i.unmeasured()
		if known {
			d = i.dangerOf(it)
		}
		for _, at := range marked(p) {
			x, y := at.x-m.XMM, at.y-m.YMM
			if slices.ContainsFunc(p.Stops, func(s event.Stop) bool {
				return counts(s.What) &&
					between(x, y, s.FromXMM-m.XMM, s.FromYMM-m.YMM, s.ToXMM-m.XMM, s.ToYMM-m.YMM)
			}) {
				continue
			}
			within := func(turned, half int64) bool {
				return x == 0 && y == 0 || off(x, y, m.AimCdeg+turned) <= (half+m.SwingCdeg)*nano+even
			}
			nearer := func(mm int64) bool { return x*x+y*y < mm*mm }
			h := hit{item: m.Item, who: at.who, mm: paces(x, y), danger: d, pointed: within(0, d.cone)}
			h.vent = nearer(d.vent) && (within(9000, d.ventHalf) || within(-9000, d.ventHalf))
			for _, side := range [][2]int64{{9000, d.left}, {-9000, d.right}} {
				if turned, mm := side[0], side[1]; nearer(mm) && within(turned, d.casesHalf) {
					h.cases = max(h.cases, mm)
				}
			}
			if h.pointed || h.vent || h.cases > 0 {
				out = append(out, h)
			}
		}
	}
	return out
}

// undrawn: people are drawn, and of some firearm in question nobody drew where it points.
func (i *inquiry) undrawn() []lack {
	var out []lack
	for _, it := range i.items {
		aimed := false
		for _, m := range i.scene.plan.Muzzles {
			aimed = aimed || m.Item == it.Item
		}
		if i.firearm(it) && !aimed && len(marked(i.scene.plan)) > 0 {
			out = append(out, lack{
				key: "zone.no-muzzle", item: it.Item, scene: i.scene.id, index: i.scene.planned.index,
			})
		}
	}
	return out
}

func everyStop(event.StopType) bool { return true }

func (i *inquiry) hitLack(h hit, key string, of int64) lack {
	return lack{
		key: key, item: h.item, who: h.who, scene: i.scene.id, n: h.mm, of: of, index: i.scene.planned.index,
	}
}

func zoneApproved(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		out := i.undrawn()
		declared := func(who event.PersonID) bool {
			return slices.ContainsFunc(p.Zone, func(z event.Standing) bool { return z.Person == who && zones[z.Where].line })
		}
		for _, z := range p.Zone {
			if _, ok := i.approved(z.Person); !ok && zones[z.Where].line {
				out = append(out, lack{
					key: "zone.not-approved", who: z.Person, scene: p.Scene, n: z.DistanceMM, index: a.index,
				})
			}
		}
		for _, h := range i.hits(everyStop) {
			how, ok := i.approved(h.who)
			switch {
			case !h.pointed || !ok && declared(h.who):
			case !ok:
				out = append(out, i.hitLack(h, "zone.not-approved", 0))
			case how == event.OffAxis:
				out = append(out, i.hitLack(h, "zone.on-axis", 0))
			case how == event.Shield:
				out = append(out, i.hitLack(h, "zone.no-shield", 0))
			}
		}
		return out
	})
}

// zoneDistance: with blanks, everybody stands farther away than anything that comes out of a firearm
// reaches, or behind a shield.
func zoneDistance(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		if i.applies("load.has-blanks").no {
			return nil
		}
		out := i.undrawn()
		var all []danger
		for _, it := range i.items {
			for _, lot := range i.blanks(it) {
				if _, ok := i.testDistance(it.Item, lot); !ok && !i.tomorrow {
					out = append(out, lack{key: "blanks.no-test-fire", item: it.Item, lot: lot, index: none})
				}
			}
			if i.firearm(it) {
				all = append(all, i.dangerOf(it))
			}
		}
		if len(all) == 0 {
			all = append(all, i.unmeasured())
		}
		hits := i.hits(everyStop)
		for _, z := range p.Zone {
			least := int64(0)
			for _, d := range all {
				least = max(least, d.into(z.Where))
			}
			how, ok := i.approved(z.Person)
			behind := ok && how == event.Shield &&
				!slices.ContainsFunc(hits, func(h hit) bool { return h.who == z.Person })
			if z.DistanceMM < least && !behind {
				out = append(out, lack{
					key: "zone.distance", who: z.Person, scene: p.Scene, n: z.DistanceMM, of: least, index: a.index,
				})
			}
		}
		for _, h := range hits {
			if h.pointed && h.mm < h.danger.ahead {
				out = append(out, i.hitLack(h, "zone.in-cone", h.danger.ahead))
			}
			if h.vent {
				out = append(out, i.hitLack(h, "zone.in-vent", h.danger.vent))
			}
			if h.cases > 0 {
				out = append(out, i.hitLack(h, "zone.in-ejection", h.cases))
			}
		}
		return out
	})
}

func zoneEmpty(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		out := i.undrawn()
		for _, z := range p.Zone {
			if zones[z.Where].line {
				out = append(out, lack{key: "zone.person", who: z.Person, scene: p.Scene, index: a.index})
			}
		}
		for _, h := range i.hits(func(s event.StopType) bool { return s == event.BackstopStop }) {
			if h.pointed {
				out = append(out, lack{key: "zone.person", who: h.who, scene: p.Scene, index: a.index})
			}
		}
		return out
	})
}

func zoneNotDirect(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		out := i.undrawn()
		for _, z := range p.Zone {
			how, ok := i.approved(z.Person)
			if !zones[z.Where].line || ok && (how == event.OffAxis || how == event.Shield) {
				continue
			}
			out = append(out, lack{key: "zone.direct", who: z.Person, scene: p.Scene, index: a.index})
		}
		for _, h := range i.hits(everyStop) {
			if h.pointed {
				out = append(out, i.hitLack(h, "zone.on-axis", 0))
			}
		}
		return out
	})
}
