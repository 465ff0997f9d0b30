package view

import (
	"slices"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// todoMax is how many acts a phone lists: what one person can keep in mind.
const todoMax = 12

// me is who I am here, what duty I am on, and what the record waits for from me.
func (l *Look) me(w *writer, a Args) error {
	p, ok := l.Known.Person(a.Person)
	if !ok {
		return ErrArg
	}
	w.object(func() {
		w.member("person", string(p.ID))
		l.person(w, p)
		if !l.dutyRuns(p) {
			w.null("duty")
		} else {
			w.key("duty")
			w.object(func() {
				w.member("role", p.Duty.Role.String())
				w.number("since", l.time(p.Duty.Index))
				w.member("unit", string(p.Duty.Unit))
				w.member("device", p.Duty.Device.String())
			})
		}
		w.key("todo")
		w.list(func() {
			for _, t := range l.todo(p) {
				w.object(func() {
					w.member("act", t.act)
					w.pairs("params", t.params)
				})
			}
		})
	})
	return nil
}

// lockUp is the act that takes one item, or everything somebody holds when it names none.
const lockUp = "lock-up"

// act is one thing the record waits for.
type act struct {
	act    string
	params []Param
}

type todoList struct{ all []act }

func (t *todoList) add(name string, params ...Param) {
	if name == "" || len(t.all) == todoMax {
		return
	}
	same := func(have act) bool {
		if have.act == lockUp && name == lockUp && len(have.params) == 0 {
			return true // Everything that is held is on its list.
		}
		return have.act == name && valueOf(have.params, "item") == valueOf(params, "item") &&
			valueOf(have.params, "tray") == valueOf(params, "tray") &&
			valueOf(have.params, "person") == valueOf(params, "person")
	}
	if !slices.ContainsFunc(t.all, same) {
		t.all = append(t.all, act{name, params})
	}
}

func valueOf(params []Param, name string) string {
	for _, p := range params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// todo lists the next acts of a person on duty: open STOPs, then what is blocked until their role ends
// it, then what waits for their hands, then the other reasons of the scene at hand.
func (l *Look) todo(p *state.Person) []act {
	var t todoList
	if !l.dutyRuns(p) {
		return nil
	}
	unit, role := l.unitOr(p.Duty.Unit), p.Duty.Role
	l.stopActs(&t, p, unit)
	day, _ := l.day(unit)
	scene := l.sceneOr("", day)
	var start verdict.Verdict
	if scene != "" {
		start = l.Judge(verdict.Question{Ask: verdict.Start, Scene: scene, Unit: unit})
	}
	l.reasonActs(&t, role, start.Reasons, true)
	if role == event.Handler {
		l.trayActs(&t, p.ID)
		l.itemActs(&t, p.ID, scene)
	}
	if role == event.Watcher {
		l.watcherActs(&t, p.ID)
	}
	l.reasonActs(&t, role, start.Reasons, false)
	return t.all
}

// reasonActs says what a role can do about the reasons of a verdict: those that somebody has to end, or
// the others.
func (l *Look) reasonActs(t *todoList, role event.Role, reasons []verdict.Reason, blocked bool) {
	for n := range reasons {
		r := &reasons[n]
		switch {
		case r.Who != role || (r.Cause == verdict.Blocked) != blocked || r.Act == "look" && !l.prepared(r.Item):
		case !blocked && l.held(r.Item): // The rest about it is for afterwards.
		case r.Act == "open-tray" || r.Act == "count-tray":
			// Trays are listed by themselves: those whose number has to wait are left out, and those that
			// somebody else has to count.
		case r.Act == "third-count":
			if tray, ok := l.trayOf(r.Tray, r.Index); ok && tray.Opened == state.NoIndex {
				t.add(r.Act, l.trayParams(tray)...)
			}
		default:
			t.add(r.Act, paramsOfReason(r)...)
		}
	}
}

// prepared reports whether an item is out and waits for no other hands before the watcher looks into
// it: a look before the load or before the test would have to be made again.
func (l *Look) prepared(id event.ItemID) bool {
	it, ok := l.Known.Item(id)
	if !ok || l.Known.Secured(it) || it.Holder.Kind == state.WithNobody ||
		it.Retest != nil && l.trayState(it.Retest) == "tested" {
		return false // Whoever counts the tray looks with the same press.
	}
	return len(it.Positions) == 0 || l.segmentOpen(it) && !l.waitsForRetest(it, l.ContentsOf(it, ""))
}

// waitsForThird reports whether a pack asks for a third person's count of a tray that nobody of them
// has counted: until then its number stays hidden.
func (l *Look) waitsForThird(t *state.Tray) bool {
	if t.Body.Item == "" || t.Third != state.NoIndex || t.Opened != state.NoIndex || l.Judge == nil {
		return false
	}
	v := l.Judge(verdict.Question{Ask: verdict.HandOver, Item: t.Body.Item})
	return slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool {
		return r.Key == "third.missing" && r.Index == t.Tested
	})
}

// trayOf returns the tray of a name whose test is an entry.
func (l *Look) trayOf(name event.TrayID, tested int) (*state.Tray, bool) {
	e, ok := l.Known.Entry(tested)
	if !ok {
		return nil, false
	}
	t, ok := l.Known.TrayAt(e.ID)
	return t, ok && t.Body.Tray == name
}

func paramsOfReason(r *verdict.Reason) []Param {
	var out []Param
	for _, f := range verdict.Fill(&r.Lack) {
		out = append(out, Param{f[0], f[1]})
	}
	return out
}

// stopActs: whoever has not said that they heard a STOP says so; who may, restarts.
func (l *Look) stopActs(t *todoList, p *state.Person, unit event.UnitID) {
	for _, b := range l.Known.OpenBlocks() {
		if b.Kind != event.KindStopCalled || b.Unit != unit {
			continue
		}
		if !slices.Contains(l.Known.ReceivedBy(b), p.ID) {
			t.add("receive-stop", Param{"of", l.id(b.Index)})
		} else if p.Duty.Role == event.Handler || p.Duty.Role == event.AD {
			t.add("restart", Param{"of", l.id(b.Index)})
		}
	}
}

func (l *Look) trayActs(t *todoList, me event.PersonID) {
	for _, tray := range l.Known.Trays() {
		if tray.Handler != me {
			continue
		}
		params := l.trayParams(tray)
		switch l.trayState(tray) {
		case "counted":
			if !l.waitsForThird(tray) {
				t.add("open-tray", params...)
			}
		case "opened":
			if tray.Body.Item == "" {
				t.add("endorse-trays", params...)
			}
		}
	}
}

func (l *Look) watcherActs(t *todoList, me event.PersonID) {
	for _, tray := range l.Known.Trays() {
		wasAtPrep := func(who event.PersonID) bool { return !l.Known.TwoPeople(who, me) }
		if tray.Handler != me && l.trayState(tray) == "tested" &&
			!slices.ContainsFunc(l.prepWatchers(tray), wasAtPrep) {
			t.add("count-tray", l.trayParams(tray)...)
		}
	}
}

func (l *Look) trayParams(t *state.Tray) []Param {
	return []Param{
		{"tray", string(t.Body.Tray)},
		{"lot", string(t.Body.Lot)},
		{"item", string(t.Body.Item)},
		{"id", l.id(t.Tested)},
		{"person", string(t.Handler)},
		{"n", strconv.FormatInt(t.Body.Rounds, 10)},
	}
}

// itemActs says what each item in a handler's charge waits for.
func (l *Look) itemActs(t *todoList, me event.PersonID, scene event.SceneID) {
	planned := func(event.ItemID) bool { return false }
	if c, ok := l.Known.Scene(scene); ok && c.Plan != nil {
		planned = func(id event.ItemID) bool {
			return slices.ContainsFunc(c.Plan.Items, func(p event.PlannedItem) bool { return p.Item == id })
		}
	}
	var others []*state.Item
	for _, it := range l.Known.Items() {
		switch {
		case it.Holder.Kind == state.GoneBack || it.Holder.Kind != state.WithReceiver && l.held(it.Item):
		case planned(it.Item) && l.Known.Secured(it):
			t.add("examine", Param{"item", string(it.Item)}) // It comes out of the locker with a look.
		case it.Handler != me || l.Known.Secured(it):
		case planned(it.Item):
			l.plannedActs(t, it, Param{"scene", string(scene)})
		default:
			others = append(others, it)
		}
	}
	var lock [][]Param // What goes into the locker goes there together: one list, one signature of each.
	for _, it := range others {
		item := Param{"item", string(it.Item)}
		switch {
		case it.Holder.Kind == state.WithReceiver:
			t.add("collect", item, Param{"person", string(it.Holder.Person)})
		case len(it.Positions) > 0 && !l.segmentOpen(it):
			t.add("examine", item)
		default:
			lock = append(lock, []Param{item})
		}
	}
	switch len(lock) {
	case 0:
	case 1:
		t.add(lockUp, lock[0]...)
	default:
		t.add(lockUp)
	}
}

// held reports whether a misfire, a quarantine or an incident keeps an item as it is: nobody opens it
// until somebody has ended that.
func (l *Look) held(id event.ItemID) bool {
	return slices.ContainsFunc(l.Known.OpenBlocks(), func(b *state.Block) bool {
		return b.Item == id && (b.Kind == event.KindMisfired || b.Kind == event.KindQuarantined ||
			b.Kind == event.KindDischarged || b.Kind == event.KindIncidentDeclared)
	})
}

// plannedActs says what an item of the scene at hand waits for.
func (l *Look) plannedActs(t *todoList, it *state.Item, scene Param) {
	item := Param{"item", string(it.Item)}
	c := l.ContentsOf(it, "")
	switch {
	case it.Holder.Kind == state.WithReceiver:
		t.add("collect", item, Param{"person", string(it.Holder.Person)})
	case len(it.Positions) == 0:
		t.add("hand-over", item, scene)
	case !l.segmentOpen(it) || c.State == ContentsUnknown || c.State == ContentsNotExamined:
		t.add("examine", item)
	case c.State == ContentsEmpty:
		t.add("load", item, scene)
	case l.waitsForRetest(it, c):
		t.add("retest-rounds", item, scene)
	default:
		t.add("hand-over", item, scene)
	}
}

// waitsForRetest reports whether dummies in an item were not yet tested again in this segment.
func (l *Look) waitsForRetest(it *state.Item, c Contents) bool {
	dummies := slices.ContainsFunc(c.Groups, func(g Group) bool { return g.Nature == event.Dummy })
	t := it.Retest
	return dummies && (t == nil || !l.Known.After(t.Tested, &it.Gap) ||
		l.Known.Later(it.Changed, t.Tested) || l.trayState(t) == "unknown")
}
