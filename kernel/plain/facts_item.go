package plain

import (
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// each asks something of every item in question. One that nobody received lacks itself.
func (i *inquiry) each(one func(item) []lack) []lack {
	var out []lack
	if len(i.items) == 0 && (i.q.Ask == "load" || i.q.Ask == "hand-over") {
		out = append(out, lack{key: "item.unknown", item: i.q.Item, index: none})
	}
	for _, it := range i.items {
		out = append(out, one(it)...)
	}
	return out
}

// eachFirearm leaves out what cannot fire a round.
func (i *inquiry) eachFirearm(one func(item) []lack) []lack {
	return i.each(func(it item) []lack {
		if !i.firearm(it) {
			return nil
		}
		return one(it)
	})
}

// unknownInside says of an item that nobody can say what its rounds are.
func unknownInside(it item) lack {
	return lack{key: "rounds.unknown-loaded", item: it.Item, index: max(it.changed, it.upset)}
}

// roundLacks lists what the record does not show about the rounds in an item.
func (i *inquiry) roundLacks(it item) []lack {
	var out []lack
	if it.upset != none {
		out = append(out, unknownInside(it))
	}
	for n, s := range it.sources {
		used := false
		for _, p := range it.positions {
			if p.load == none || p.source != n {
				continue
			}
			if i.behind(p.load, it.gap) {
				used = true
			} else {
				out = append(out, unknownInside(it))
			}
		}
		if used {
			out = append(out, i.sourceLacks(it, s)...)
		}
	}
	return out
}

func (i *inquiry) sourceLacks(it item, s source) []lack {
	var out []lack
	for _, x := range s.lacks {
		x.item = it.Item
		switch {
		case x.key == "tray.not-endorsed": // That can be done later; what lacks now is below.
		case strings.HasPrefix(x.key, "source.") || x.key == "rounds.live":
			out = append(out, x)
		default: // What was not shown before loading cannot be shown of rounds that are inside.
			out = append(out, unknownInside(it))
		}
	}
	if !i.stands(s.load) {
		out = append(out, lack{key: "load.not-verified", item: it.Item, lot: s.lot, index: s.load})
	}
	load := i.at(s.load)
	handler, watcher := load.as(event.Handler), load.as(event.Watcher)
	if !i.watches(watcher, load) || !i.two(handler, watcher) || i.plays(watcher) {
		out = append(out, lack{key: "load.no-watcher", item: it.Item, who: watcher, index: s.load})
	}
	x, known := i.lot(s.lot)
	if !known || i.natureOf(x) == event.UnknownRound {
		out = append(out, unknownInside(it))
	}
	if known && x.nature != event.LiveRound && !i.receivedByTwo(x.received) {
		out = append(out, lack{key: "rounds.received-alone", item: it.Item, box: s.box, lot: s.lot, index: x.received})
	}
	for _, at := range s.trays {
		t := i.tray(at)
		if len(i.trayLacks(t)) > 0 {
			out = append(out, unknownInside(it))
		}
		if i.plays(t.watcher) {
			out = append(out, lack{key: "tray.watcher", tray: t.body.Tray, who: t.watcher, index: t.counted})
		}
		if !i.stands(t.endorsed) {
			out = append(out, lack{
				key: "tray.not-endorsed", tray: t.body.Tray, lot: t.body.Lot, box: t.body.To, index: t.tested,
			})
		}
	}
	if c, known := i.box(s.box); !known || !c.seals() {
		out = append(out, lack{key: "source.unsealed", item: it.Item, box: s.box, index: s.load})
	}
	return out
}

// plays: whoever is or was in front of the camera here, would receive now, or has an item that is asked
// about, is no watcher.
func (i *inquiry) plays(who event.PersonID) bool {
	has := slices.ContainsFunc(i.items, func(it item) bool { return it.holder == holder{withReceiver, who, "", it.holder.since} })
	return who != "" && (who == i.q.To || has || i.performs(who))
}

// loadTested: what is inside is what was shown, and whoever watched it go in has papers today too.
func loadTested(i *inquiry) []lack {
	out := i.rounds(false)
	if i.q.Ask == "release" {
		return out
	}
	return append(out, i.eachFirearm(func(it item) []lack {
		var out []lack
		for _, p := range it.filled() {
			watcher := i.as(p.load, event.Watcher)
			out = append(out, i.undated(watcher, event.WatcherTraining)...)
			if watcher != "" && !i.valid(watcher, event.WatcherTraining) {
				out = append(out, lack{key: "load.no-watcher", item: it.Item, who: watcher, index: p.load})
			}
		}
		return out
	})...)
}

func sourceSealed(i *inquiry) []lack { return i.rounds(true) }

// rounds gathers what lacks of the rounds in question, about where they lay or about what they are.
func (i *inquiry) rounds(where bool) []lack {
	var out []lack
	if i.q.Ask == "load" || i.q.Ask == "release" {
		c, known := i.box(i.q.Container)
		if !known || len(c.parts) == 0 {
			// Said under both codes: there is nothing to say anything about.
			out = append(out, lack{key: "load.untested", item: i.q.Item, box: i.q.Container, index: none})
			return out
		}
		out = append(out, keep(i.boxLacks(c), where)...)
		if !c.seals() && where {
			out = append(out, lack{key: "source.no-seal", box: c.id, index: c.begun})
		}
	}
	if i.q.Ask == "release" {
		return out
	}
	return append(out, i.eachFirearm(func(it item) []lack { return keep(i.roundLacks(it), where) })...)
}

func keep(lacks []lack, where bool) []lack {
	return slices.DeleteFunc(lacks, func(x lack) bool { return strings.HasPrefix(x.key, "source.") != where })
}

// loadRetested: for the first hand-over of a segment every dummy again, in front of somebody who was
// not the watcher at prep.
func loadRetested(i *inquiry) []lack {
	return i.eachFirearm(func(it item) []lack {
		trays, missing, total := i.retests(it)
		var out []lack
		newest := none
		for _, t := range trays {
			newest = max(newest, t.tested)
			out = append(out, i.retestLacks(it, t)...)
		}
		if missing > 0 {
			out = append(out, lack{
				key: "retest.missing", item: it.Item, n: total - missing, of: total, index: newest,
			})
		}
		return out
	})
}

// retests lists the tests of this segment that are about rounds now inside, how many rounds are left
// over, and how many there are to test.
func (i *inquiry) retests(it item) (trays []tray, missing, total int64) {
	left := map[event.LotID]int64{}
	for _, p := range it.filled() {
		x, known := i.lot(p.lot)
		if known && (i.natureOf(x) == event.Blank || i.natureOf(x) == event.SnapCap) {
			continue
		}
		left[p.lot]++
		total++
	}
	missing = total
	for _, at := range slices.Backward(it.retests) {
		if missing == 0 || !i.behind(at, it.gap) || i.later(it.changed, at) {
			continue
		}
		t := i.tray(at)
		missing -= max(0, min(t.body.Rounds, left[t.body.Lot]))
		left[t.body.Lot] -= t.body.Rounds
		trays = append(trays, t)
	}
	return trays, missing, total
}

func (i *inquiry) retestLacks(it item, t tray) []lack {
	out := i.trayLacks(t)
	giver := it.handler
	if i.q.Ask == "hand-over" && i.q.By != "" {
		giver = i.q.By
	}
	given := i.at(t.endorsed)
	signed := given != nil && given.stands() && given.event.Kind == event.KindHandedOver
	if !signed && t.counted != none && !i.keptInSight(it, t.tested, t.watcher, i.latest) {
		out = append(out, lack{key: "retest.out-of-sight", item: it.Item, who: t.watcher, index: t.tested})
	}
	if !signed && giver != t.handler && i.has(giver, event.Handler) {
		out = append(out, lack{key: "retest.handler", item: it.Item, who: t.handler, index: t.tested})
	}
	if i.later(it.given, t.tested) && !signed {
		out = append(out, lack{key: "retest.watcher", item: it.Item, who: t.watcher, index: it.given})
	}
	fresh := !i.plays(t.watcher) && (t.watcher == "" || i.valid(t.watcher, event.WatcherTraining))
	if t.counted != none {
		out = append(out, i.undated(t.watcher, event.WatcherTraining)...)
	}
	for _, s := range it.sources {
		for _, at := range s.trays {
			fresh = fresh && i.two(i.tray(at).watcher, t.watcher)
		}
	}
	if t.counted != none && !fresh {
		out = append(out, lack{key: "retest.watcher", item: it.Item, who: t.watcher, index: t.counted})
	}
	return out
}

// roundsKnown: an unknown or live round anywhere it could be picked up holds the production, and so does
// an act with rounds in somebody's hands whose past is not here.
func roundsKnown(i *inquiry) []lack {
	var out []lack
	for _, a := range i.acts {
		if a.past {
			continue
		}
		switch a.event.Body.(type) {
		case *event.Loaded, *event.Unloaded, *event.RoundsMoved, *event.RoundsReceived, *event.TrayTested:
			out = append(out, lack{key: "rounds.waits", index: a.index})
		}
	}
	for _, c := range i.boxes() {
		out = append(out, i.boxKnown(c)...)
	}
	for _, it := range i.Log.items() {
		if it.holder.where == goneBack || !i.firearm(it) {
			continue
		}
		if len(keep(i.roundLacks(it), false)) > 0 {
			out = append(out, unknownInside(it))
		}
	}
	for _, b := range i.openBlocks() {
		if b.kind == event.KindLooseFound {
			out = append(out, lack{key: "rounds.loose", n: b.n, index: b.act.index})
		}
	}
	return out
}

func (i *inquiry) boxKnown(c box) []lack {
	var out []lack
	for _, p := range c.parts {
		x, known := i.lot(p.lot)
		switch {
		case known && x.nature == event.LiveRound:
			out = append(out, lack{key: "rounds.live", box: c.id, lot: p.lot, index: p.since})
		case !c.contained() && len(i.partLacks(c, p)) > 0:
			key := "rounds.unknown-open"
			if i.partLacks(c, p)[0].key == "rounds.received-alone" {
				key = "rounds.received-alone"
			}
			out = append(out, lack{key: key, box: c.id, lot: p.lot, index: p.since})
		}
	}
	if c.upset != none && !c.contained() && len(c.parts) == 0 {
		out = append(out, lack{key: "rounds.unknown-open", box: c.id, index: c.upset})
	}
	return out
}

func itemExamined(i *inquiry) []lack {
	return i.eachFirearm(func(it item) []lack {
		var out []lack
		add := func(key string, n, of int64) {
			out = append(out, lack{key: key, item: it.Item, n: n, of: of, index: it.examined})
		}
		if hollow := it.Mechanism != event.Inert && it.Chambers > 0; isPowder(it.Class) && !hollow {
			out = append(out, lack{key: "item.no-chambers", item: it.Item, index: it.received})
		}
		b, ok := i.examination(it)
		if !ok || !i.stands(it.examined) {
			add("examine.missing", 0, 0)
			return out
		}
		seen := int64(0)
		for _, look := range b.Chambers {
			if look != event.NotSeen {
				seen++
			}
		}
		if b.Length != it.Chambers || int64(len(b.Chambers)) != it.Chambers {
			seen = min(seen, it.Chambers-1)
		}
		if seen < it.Chambers {
			add("examine.partial", seen, it.Chambers)
		}
		// Two people said that nothing leaves it, and nothing was put into it.
		dead := i.receivedByTwo(it.received) && it.upset == none && len(it.filled()) == 0 &&
			(it.Class == event.Solid || it.Class == event.Deactivated || it.Class == event.Flash)
		if b.Feed == event.NotSeen && (!dead || it.Mechanism != event.Inert) {
			add("examine.feed", 0, 0)
		}
		switch {
		case b.Bore == event.BoreUnobstructed:
		case b.Bore == event.BoreNone && it.Mechanism == event.Inert:
		case dead && b.Bore != event.BoreNotSeen:
		default:
			add("examine.bore", 0, 0)
		}
		if it.upset != none && !i.later(it.examined, it.upset) {
			add("examine.mismatch", 0, 0)
		}
		age, known := i.age(it.looked, i.latest)
		if !known || age > i.param("look_age_max_s") || !i.stands(it.looked) {
			add("examine.old", i.param("look_age_max_s")/60, 0)
		}
		if it.fired != none && !i.follows(it.looked, it.fired) {
			add("examine.fired", 0, 0)
		}
		return out
	})
}

// itemIdentified: a tag says which item it is only while nothing looks like it.
func itemIdentified(i *inquiry) []lack {
	var out []lack
	if i.q.Ask == "start" && i.scene != nil {
		for _, p := range i.scene.plan.Items {
			if _, known := i.item(p.Item); !known {
				out = append(out, lack{key: "item.unknown", item: p.Item, index: i.scene.planned.index})
			}
		}
	}
	return append(out, i.each(func(it item) []lack {
		var out []lack
		if !i.receivedByTwo(it.received) {
			out = append(out, lack{key: "item.received-alone", item: it.Item, index: it.received})
		}
		if it.back != none {
			out = append(out, lack{key: "item.gone-back", item: it.Item, index: it.back})
		}
		if i.firearm(it) {
			out = append(out, i.unlikePlan(it)...)
		}
		if it.LookAlike == "" && !i.firearm(it) {
			return out
		}
		b, ok := i.examination(it)
		key := ""
		switch {
		case !ok || !i.stands(it.examined) || !i.behind(it.examined, it.gap):
			key = "identity.not-read"
		case b.Identity == event.SerialRead && it.Serial4 == "":
			key = "identity.not-read"
		case b.Identity == event.SerialRead && b.Serial4 != it.Serial4:
			key = "identity.wrong"
		case b.Identity == event.TagOnly && (it.LookAlike != "" || it.Serial4 != ""):
			key = "identity.not-read"
		}
		if key != "" {
			out = append(out, lack{key: key, item: it.Item, index: it.examined})
		}
		return out
	})...)
}

func custodyUnbroken(i *inquiry) []lack {
	return i.eachFirearm(func(it item) []lack {
		var out []lack
		void := it.gap.why != "" && !i.behind(it.examined, it.gap)
		for _, p := range it.filled() {
			void = void || !i.behind(p.load, it.gap)
		}
		if void {
			key := "custody.gap"
			switch it.gap.why {
			case "unattended", "duty", "break":
				key = "custody." + it.gap.why
			}
			out = append(out, lack{key: key, item: it.Item, who: it.gap.who, index: it.gap.index})
		}
		key := ""
		switch {
		case i.q.Ask == "close":
			if !i.secured(it) {
				key = "custody.not-locked"
			}
		case it.holder.where == withNobody || it.holder.where == goneBack && i.q.Ask == "load":
			key = "custody.not-held"
		case !i.secured(it) && !i.onDuty(it.handler, event.Handler, i.latest):
			key = "custody.duty"
		}
		if key != "" {
			out = append(out, lack{key: key, item: it.Item, who: it.handler, index: it.holder.since})
		}
		return out
	})
}

// boreAfter: somebody looked through the bore after the last shot, and it was unobstructed.
func boreAfter(i *inquiry) []lack {
	return i.eachFirearm(func(it item) []lack {
		b, ok := i.examination(it)
		seen := ok && b.Bore == event.BoreUnobstructed && i.stands(it.examined) && i.follows(it.examined, it.fired)
		if it.fired != none && !seen && !i.follows(it.bore, it.fired) {
			return []lack{{key: "bore.after", item: it.Item, index: it.fired}}
		}
		if a := i.at(it.bore); a != nil {
			c, is := a.event.Body.(*event.BoreChecked)
			if is && c.Bore == event.BoreUnobstructed && !a.stands() && it.fired != none {
				return []lack{{key: "bore.after", item: it.Item, index: it.fired}}
			}
			if !is || c.Bore != event.BoreUnobstructed || !a.stands() {
				return []lack{{key: "bore.obstructed", item: it.Item, index: it.bore}}
			}
		}
		return nil
	})
}

// blanks lists the lots of blanks in an item.
func (i *inquiry) blanks(it item) []event.LotID {
	var out []event.LotID
	for _, p := range it.filled() {
		if x, known := i.lot(p.lot); known && x.nature == event.Blank {
			out = append(out, p.lot)
		}
	}
	return out
}

func blanksTestFired(i *inquiry) []lack {
	if i.tomorrow {
		return i.testFiredAhead()
	}
	return i.eachFirearm(func(it item) []lack {
		var out []lack
		for _, lot := range i.blanks(it) {
			if _, ok := i.testDistance(it.Item, lot); !ok {
				out = append(out, lack{key: "blanks.no-test-fire", item: it.Item, lot: lot, index: it.changed})
			}
		}
		return out
	})
}
