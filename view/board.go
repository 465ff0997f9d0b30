package view

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// nextMax is how many reasons stand on a board: what a tired person reads at one glance.
const nextMax = 3

// board is the wall of one unit: open STOPs, the scene at hand, what holds it, where everything is.
func (l *Look) board(w *writer, a Args) error {
	unit := l.unitOr(a.Unit)
	w.object(func() {
		w.member("unit", string(unit))
		day, _ := l.day(unit)
		w.member("day", string(day.Day))
		w.member("closed", string(l.dayClosed(unit)))
		w.member("place", string(day.Place))
		w.truth("demo", l.Known.Demo())
		w.key("stops")
		l.stopList(w, unit)
		scene := l.sceneOr(a.Scene, day)
		w.member("scene", string(scene))
		var start *verdict.Verdict
		if scene != "" {
			v := l.Judge(verdict.Question{Ask: verdict.Start, Scene: scene, Unit: unit})
			start = &v
		}
		l.verdict(w, start)
		w.key("next")
		w.list(func() {
			if start == nil {
				return
			}
			for _, r := range first(start.Reasons, nextMax) {
				w.raw(verdict.AppendReason(nil, &r))
			}
		})
		w.key("items")
		w.list(func() {
			for _, it := range l.Known.Items() {
				if it.Holder.Kind != state.GoneBack {
					l.boardItem(w, it, start)
				}
			}
		})
		w.key("people")
		w.object(func() {
			for _, p := range l.Known.People() {
				w.key(string(p.ID))
				w.object(func() { l.person(w, p) })
			}
		})
	})
	return nil
}

func (l *Look) boardItem(w *writer, it *state.Item, start *verdict.Verdict) {
	c := l.ContentsOf(it, "")
	w.object(func() {
		w.member("item", string(it.Item))
		w.key("contents")
		w.contents(c)
		w.key("with")
		l.with(w, it.Holder)
		w.truth("hold", l.holds(it, c, start))
	})
}

// holds reports whether something about this very item stands in the way: a reason that names it, an
// open block on it, or contents nobody can say while it is out.
func (l *Look) holds(it *state.Item, c Contents, start *verdict.Verdict) bool {
	blocks := func(b *state.Block) bool { return b.Item == it.Item }
	names := func(r verdict.Reason) bool { return r.Item == it.Item }
	if slices.ContainsFunc(l.Known.OpenBlocks(), blocks) ||
		start != nil && slices.ContainsFunc(start.Reasons, names) {
		return true
	}
	nobodySays := c.State == ContentsUnknown || c.State == ContentsNotExamined
	return nobodySays && c.Class != event.Solid && !l.Known.Secured(it)
}

// verdict writes a verdict as the judge writes it, null when there was no question.
func (l *Look) verdict(w *writer, v *verdict.Verdict) {
	if v == nil {
		w.null("verdict")
		return
	}
	w.key("verdict")
	w.raw(verdict.AppendJSON(nil, *v))
}

// first picks the reasons that stand first: one for each person who can act, as many as there is
// room for, reasons of one person side by side.
func first(reasons []verdict.Reason, most int) []verdict.Reason {
	var owners []event.Role
	groups := map[event.Role][]verdict.Reason{}
	for _, r := range reasons {
		if len(groups[r.Who]) == 0 {
			owners = append(owners, r.Who)
		}
		groups[r.Who] = append(groups[r.Who], r)
	}
	take := map[event.Role]int{}
	left := most
	for round := 0; left > 0; round++ {
		more := false
		for _, who := range owners {
			if left > 0 && len(groups[who]) > round {
				take[who]++
				left--
				more = true
			}
		}
		if !more {
			break
		}
	}
	var out []verdict.Reason
	for _, who := range owners {
		out = append(out, groups[who][:take[who]]...)
	}
	return out
}

// unitOr returns the unit asked for, or the only one there is.
func (l *Look) unitOr(unit event.UnitID) event.UnitID {
	if unit != "" {
		return unit
	}
	if all := l.Known.Units(); len(all) == 1 {
		return all[0]
	}
	return "main"
}

// day returns the running day of a unit.
func (l *Look) day(unit event.UnitID) (event.DayCalled, bool) {
	d, ok := l.Known.Day(unit)
	if !ok || d.Closed != state.NoIndex || !l.Known.Stands(d.Index) {
		return event.DayCalled{}, false
	}
	return d.DayCalled, true
}

// dayClosed returns the day of a unit that was closed, until the next one is called; empty while one runs.
func (l *Look) dayClosed(unit event.UnitID) event.Day {
	d, ok := l.Known.Day(unit)
	if !ok || !l.Known.Stands(d.Closed) {
		return ""
	}
	return d.Day
}

// sceneOr returns the scene asked for when it is planned, else the one of today's scenes that was
// worked on last.
func (l *Look) sceneOr(scene event.SceneID, day event.DayCalled) event.SceneID {
	if c, ok := l.Known.Scene(scene); ok {
		return c.ID
	}
	best, at := event.SceneID(""), state.NoIndex
	for _, c := range l.Known.Scenes() {
		if day.Day == "" || c.Plan == nil || c.Plan.Day != day.Day {
			continue
		}
		newest := max(c.Planned, c.Risk, c.Meeting)
		for _, i := range slices.Concat(c.Attended, c.Pointing) {
			newest = max(newest, i)
		}
		if newest > at {
			best, at = c.ID, newest
		}
	}
	return best
}

// with says who or what has an object.
func (l *Look) with(w *writer, h state.Holder) {
	kind, container := "nobody", event.ContainerID("")
	switch h.Kind {
	case state.WithHandler:
		kind = "handler"
	case state.WithReceiver:
		kind = "receiver"
	case state.InLocker:
		if c, ok := l.Known.Container(h.Container); ok && c.Sealed {
			kind, container = "sealed", h.Container
			if c.What == event.Locker {
				kind = "locked"
			}
		}
	case state.WithNobody, state.GoneBack:
	}
	w.object(func() {
		w.member("kind", kind)
		w.member("person", string(h.Person))
		w.member("container", string(container))
	})
}

// person writes the members that say who somebody is.
func (l *Look) person(w *writer, p *state.Person) {
	w.member("name", l.name(p))
	w.member("department", p.Department.String())
	texts(w, "roles", l.rolesOf(p))
}

// stopList lists the open STOPs of a unit, oldest first; of every unit without one.
func (l *Look) stopList(w *writer, unit event.UnitID) {
	w.list(func() {
		for _, b := range l.Known.OpenBlocks() {
			if b.Kind != event.KindStopCalled || unit != "" && b.Unit != unit {
				continue
			}
			w.object(func() {
				w.member("id", l.id(b.Index))
				w.number("index", int64(b.Index))
				w.member("by", string(l.signer(b.Index)))
				w.member("unit", string(b.Unit))
				w.number("time", l.time(b.Index))
				w.key("received")
				w.list(func() { l.received(w, b) })
			})
		}
	})
}

func (l *Look) received(w *writer, b *state.Block) {
	var told []event.PersonID
	for _, i := range b.Received {
		e, ok := l.Known.Entry(i)
		if !ok {
			continue
		}
		for _, g := range e.Event.Signers {
			if slices.Contains(told, g.Person) {
				continue
			}
			told = append(told, g.Person)
			w.object(func() {
				w.member("person", string(g.Person))
				w.number("time", l.time(i))
			})
		}
	}
}

// id returns the identity of an entry in hex.
func (l *Look) id(index int) string {
	e, ok := l.Known.Entry(index)
	if !ok {
		return ""
	}
	return e.ID.String()
}

// stops is the list of open STOPs, of one unit or of all.
func (l *Look) stops(w *writer, a Args) error {
	l.stopList(w, a.Unit)
	return nil
}

// blocks lists everything that still holds: STOPs, withholdings, misfires, incidents, concerns. For a
// person it says which of the noes are theirs to lift.
func (l *Look) blocks(w *writer, a Args) error {
	w.list(func() {
		for _, b := range l.Known.OpenBlocks() {
			w.object(func() {
				w.member("id", l.id(b.Index))
				w.number("index", int64(b.Index))
				w.member("kind", b.Kind.String())
				w.member("by", string(l.toldBy(b)))
				w.member("said_for", string(l.saidFor(b)))
				w.member("lifts", lifting[l.Known.Lifts(b, a.Person)])
				w.number("time", l.time(b.Index))
				w.member("item", string(b.Item))
				w.member("container", string(b.Container))
				w.member("lot", string(b.Lot))
				w.member("scene", string(b.Scene))
				w.member("unit", string(b.Unit))
				w.number("n", b.N)
				if b.Kind == event.KindMisfired {
					w.number("wait_s", l.misfireWait())
				}
			})
		}
	})
	return nil
}

// misfireWait is the longest wait after a misfire that an adopted pack asks for, in seconds.
func (l *Look) misfireWait() int64 {
	adopted := slices.DeleteFunc(slices.Clone(l.Packs), func(p *verdict.Pack) bool { return p == nil || !l.adopted(p) })
	return verdict.Combine(adopted...)[verdict.ParamMisfireWait]
}

// lifting is what a person can do about a no, as pages spell it.
var lifting = map[state.Lifting]string{
	state.LiftsNothing: "", state.LiftsAlone: "alone", state.LiftsWithAnother: "with-another",
}

// toldBy is who said that something holds: of a no that several signed, whose no it is.
func (l *Look) toldBy(b *state.Block) event.PersonID {
	if b.Kind == event.KindWithheld && l.Known.Signed(b.Index, b.Person) {
		return b.Person
	}
	return l.signer(b.Index)
}

// saidFor is for whom somebody else recorded a no, empty for their own and for every other block.
func (l *Look) saidFor(b *state.Block) event.PersonID {
	if b.Kind != event.KindWithheld || l.Known.Signed(b.Index, b.Person) {
		return ""
	}
	return b.Person
}
