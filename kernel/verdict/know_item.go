package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// each runs a finding over every item of the question. A question that names an item nobody
// received lacks the item itself.
func (l *look) each(f Fact, one func(*state.Item)) Tri {
	if len(l.items()) == 0 && (l.q.Ask == Load || l.q.Ask == HandOver) {
		l.lack(f, state.Lack{Key: "item.unknown", Item: l.q.Item, Index: state.NoIndex})
	}
	for _, it := range l.items() {
		one(it)
	}
	return l.result(f)
}

// eachFirearm leaves out what cannot fire a round.
func (l *look) eachFirearm(f Fact, one func(*state.Item)) Tri {
	return l.each(f, func(it *state.Item) {
		if l.firearm(it) {
			one(it)
		}
	})
}

// roundLacks lists what the record does not show about the rounds in an item. Three facts ask for it:
// of the question's items it is kept which ones lack nothing.
func (l *look) roundLacks(it *state.Item) []state.Lack {
	mine := slices.Index(l.items(), it)
	if mine >= 0 && mine < len(l.sound) && l.sound[mine] {
		return nil
	}
	var out []state.Lack
	if it.Upset != state.NoIndex {
		out = append(out, unknownLoaded(it))
	}
	var room [8]bool
	done := append(room[:0], make([]bool, len(it.Sources))...)
	shown, source := state.NoIndex, state.NoIndex
	for n := range it.Positions {
		p := &it.Positions[n]
		if p.Loaded == state.NoIndex || p.Loaded == shown && p.Source == source {
			continue // Empty, or filled by the same act as the one before it.
		}
		if !l.known.After(p.Loaded, &it.Gap) {
			out = append(out, unknownLoaded(it))
			continue
		}
		shown, source = p.Loaded, p.Source
		if p.Source < 0 || p.Source >= len(done) || done[p.Source] {
			continue
		}
		done[p.Source] = true
		out = append(out, l.sourceLacks(it, &it.Sources[p.Source])...)
	}
	if mine >= 0 && mine < len(l.sound) {
		l.sound[mine] = len(out) == 0
	}
	return out
}

// unknownLoaded says once for an item that nobody can say what its rounds are, whatever led to it.
func unknownLoaded(it *state.Item) state.Lack {
	return state.Lack{Key: "rounds.unknown-loaded", Item: it.Item, Index: max(it.Changed, it.Upset)}
}

func (l *look) sourceLacks(it *state.Item, from *state.Source) []state.Lack {
	var out []state.Lack
	for _, x := range from.Lacks {
		x.Item = it.Item
		switch {
		case x.Key == "tray.not-endorsed":
			continue // A tray can be endorsed after its rounds were loaded; what lacks now is below.
		case x.Key == "source.unsealed" || x.Key == "source.seal" || x.Key == "source.mixed":
		case x.Key == "rounds.live":
		default:
			// What was not shown before loading cannot be shown of rounds that are inside.
			x = unknownLoaded(it)
		}
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	if !l.known.Stands(from.Loaded) {
		out = append(out, state.Lack{Key: "load.not-verified", Item: it.Item, Lot: from.Lot, Index: from.Loaded})
	}
	out = append(out, l.known.LoadLacks(*from, it.Item)...)
	if watcher := l.known.SigningWatcher(from.Loaded); l.plays(watcher) {
		out = append(out, state.Lack{Key: "load.no-watcher", Item: it.Item, Person: watcher.ID, Index: from.Loaded})
	}
	if nature, ok := l.natureOf(from.Lot); !ok || nature == event.UnknownRound {
		out = append(out, unknownLoaded(it))
		if lot, ok := l.known.Lot(from.Lot); ok && !l.known.ReceivedByTwo(lot.Received) {
			out = append(out, state.Lack{
				Key: "rounds.received-alone", Item: it.Item, Container: from.Container, Lot: from.Lot, Index: lot.Received,
			})
		}
	}
	for _, t := range from.Trays {
		if len(l.known.TrayLacks(t)) > 0 {
			out = append(out, unknownLoaded(it)) // Its rounds are inside by now: they come out and others are loaded.
		}
		if l.plays(l.known.SigningWatcher(t.Counted)) {
			out = append(out, state.Lack{Key: "tray.watcher", Tray: t.Body.Tray, Person: t.Watcher, Index: t.Counted})
		}
		if !l.known.Stands(t.Endorsed) {
			out = append(out, state.Lack{
				Key: "tray.not-endorsed", Tray: t.Body.Tray, Lot: t.Body.Lot, Container: t.Body.To, Index: t.Tested,
			})
		}
	}
	if box := from.Box(); box == nil || !box.Seals() {
		out = append(out, state.Lack{Key: "source.unsealed", Item: it.Item, Container: from.Container, Index: from.Loaded})
	}
	return out
}

// plays reports whether somebody is, or ever was, in front of the camera here, would receive now, or has
// one of the items in question: none of them is a watcher.
func (l *look) plays(who *state.Person) bool {
	if who != nil && who != l.onlooker && (who.ID == l.q.To || l.known.PlayedBy(who) || l.receives(who.ID)) {
		return true
	}
	l.onlooker = who // Most items of a production have one watcher.
	return false
}

// receives reports whether somebody has one of the items in question. Before a scene starts nobody is
// named who would receive; whoever did is.
func (l *look) receives(who event.PersonID) bool {
	for _, it := range l.items() {
		if it.Holder.Kind == state.WithReceiver && it.Holder.Person == who {
			return true
		}
	}
	return false
}

// playsNamed is plays for somebody known by id only.
func (l *look) playsNamed(id event.PersonID) bool {
	who, _ := l.known.Person(id)
	return l.plays(who)
}

// aboutSource reports whether a lack is about where rounds lay rather than what they are.
func aboutSource(key string) bool { return len(key) > 7 && key[:7] == "source." }

func findLoadTested(l *look, f Fact) Tri {
	l.rounds(f, func(key string) bool { return !aboutSource(key) })
	if l.q.Ask == Release {
		return l.result(f)
	}
	return l.eachFirearm(f, func(it *state.Item) { l.loadPapers(f, it) })
}

// loadPapers notes every load of what is in an item whose watcher has no papers on the day asked about.
func (l *look) loadPapers(f Fact, it *state.Item) {
	asked := state.NoIndex
	for n := range it.Positions {
		i := it.Positions[n].Loaded
		if i == asked || i == state.NoIndex {
			continue // Empty, or filled by the same act as the one before it.
		}
		asked = i
		if watcher := l.known.SigningWatcher(i); watcher != nil && !l.trained(watcher) {
			l.lack(f, state.Lack{Key: "load.no-watcher", Item: it.Item, Person: watcher.ID, Index: i})
		}
	}
}

// trained reports whether somebody has a watcher's papers on the day asked about.
func (l *look) trained(who *state.Person) bool {
	_, ok := l.validOf(who, event.WatcherTraining)
	return ok
}

func findSourceSealed(l *look, f Fact) Tri { return l.rounds(f, aboutSource) }

// rounds gathers the lacks of the rounds the question is about: those in the container to load or
// release from, or those in the items.
func (l *look) rounds(f Fact, about func(string) bool) Tri {
	keep := func(lacks []state.Lack) {
		for _, x := range lacks {
			if about(x.Key) {
				l.lack(f, x)
			}
		}
	}
	if l.q.Ask == Load || l.q.Ask == Release {
		c, ok := l.known.Container(l.q.Container)
		if !ok || len(c.Parts) == 0 {
			l.lack(f, state.Lack{Key: "load.untested", Item: l.q.Item, Container: l.q.Container, Index: state.NoIndex})
			return l.result(f)
		}
		lacks := l.known.ContainerLacks(c)
		if !c.Seals() {
			lacks = append(lacks, state.Lack{Key: "source.no-seal", Container: c.ID, Index: c.Begun})
		}
		keep(lacks)
	}
	if l.q.Ask == Release {
		return l.result(f)
	}
	return l.eachFirearm(f, func(it *state.Item) { keep(l.roundLacks(it)) })
}

// retested returns the trays that cover the dummies inside and whether they cover all, and notes the
// rounds that none covers.
func (l *look) retested(f Fact, it *state.Item, room []*state.Tray) (trays []*state.Tray, all bool) {
	trays, missing, total := l.retests(it, room)
	if missing > 0 {
		newest := state.NoIndex
		for _, t := range trays {
			newest = max(newest, t.Tested)
		}
		l.lack(f, state.Lack{Key: "retest.missing", Item: it.Item, N: total - missing, Of: total, Index: newest})
	}
	return trays, missing == 0
}

// findLoadRetested is the first hand-over of a segment with dummies: every round again, by the
// handler and a watcher who was not the watcher at prep. More rounds than a tray takes are several
// trays; each lot is tested as what it is.
func findLoadRetested(l *look, f Fact) Tri {
	return l.eachFirearm(f, func(it *state.Item) {
		var room [4]*state.Tray
		trays, _ := l.retested(f, it, room[:0])
		for _, t := range trays {
			l.retestLacks(f, it, t)
		}
	})
}

// lotCount is how many rounds of a lot are still to be accounted for; an item holds few lots.
type lotCount struct {
	lot   event.LotID
	count int64
}

type lotCounts []lotCount

// find returns where a lot stands in the list, at the end with a count of 0 if it did not come up
// before.
func (c lotCounts) find(lot event.LotID) (lotCounts, int) {
	for n := range c {
		if c[n].lot == lot {
			return c, n
		}
	}
	return append(c, lotCount{lot: lot}), len(c)
}

// testedAtReceipt reports whether rounds are not tested one by one: what they are rests on who
// received them.
func testedAtReceipt(n event.Nature) bool { return n == event.Blank || n == event.SnapCap }

// retests adds to a list the tests of this segment that cover rounds now in an item, the newest first,
// and says how many rounds no such test covers and how many have to be tested at all.
func (l *look) retests(it *state.Item, trays []*state.Tray) (all []*state.Tray, missing, total int64) {
	var room [4]lotCount
	left := lotCounts(room[:0])
	at := 0
	for n := range it.Positions {
		p := &it.Positions[n]
		if p.Loaded == state.NoIndex {
			continue
		}
		if nature, ok := l.natureOf(p.Lot); !ok || !testedAtReceipt(nature) {
			left, at = left.find(p.Lot)
			left[at].count++
			total++
		}
	}
	missing = total
	for _, t := range slices.Backward(it.Retests) { // A newer test of the same rounds counts instead.
		if missing == 0 || !l.known.After(t.Tested, &it.Gap) || l.known.Later(it.Changed, t.Tested) {
			continue
		}
		left, at = left.find(t.Body.Lot)
		missing -= max(0, min(t.Body.Rounds, left[at].count))
		left[at].count -= t.Body.Rounds
		trays = append(trays, t)
	}
	return trays, missing, total
}

func (l *look) retestLacks(f Fact, it *state.Item, t *state.Tray) {
	for _, x := range l.known.TrayLacks(t) {
		l.lack(f, x)
	}
	signed := l.known.SignedInHand(t)
	if who := l.giverOf(it); !signed && who != t.Handler && l.known.Holds(who, event.Handler) {
		// Only who tested can sign the test with the hand-over: whoever relieved them tests again.
		l.lack(f, state.Lack{Key: "retest.handler", Item: it.Item, Person: t.Handler, Index: t.Tested})
	}
	if !signed && t.Counted != state.NoIndex && !l.known.InSight(it, t.Tested, t.Watcher, l.now) {
		l.lack(f, state.Lack{Key: "retest.out-of-sight", Item: it.Item, Person: t.Watcher, Index: t.Tested})
	}
	if l.known.Later(it.Given, t.Tested) && !signed {
		l.lack(f, state.Lack{Key: "retest.watcher", Item: it.Item, Person: t.Watcher, Index: it.Given})
	}
	if t.Counted != state.NoIndex && !l.freshWatcher(it, t) {
		l.lack(f, state.Lack{Key: "retest.watcher", Item: it.Item, Person: t.Watcher, Index: t.Counted})
	}
}

// giverOf is who gives an item, or will: the handler whose segment it is, unless somebody else is named.
func (l *look) giverOf(it *state.Item) event.PersonID {
	if l.q.Ask == HandOver && l.q.By != "" {
		return l.q.By
	}
	return it.Handler
}

// freshWatcher reports whether the watcher of a retest counts as another person than every watcher
// at prep, has papers, is not the receiver and not a performer.
func (l *look) freshWatcher(it *state.Item, t *state.Tray) bool {
	watcher := l.known.SigningWatcher(t.Counted)
	trained := t.Watcher == "" || l.trained(watcher) // Asked of everybody: without a day it says so.
	if l.plays(watcher) || !trained {
		return false
	}
	for _, from := range it.Sources {
		for _, prep := range from.Trays {
			if !l.known.TwoPeople(prep.Watcher, t.Watcher) {
				return false
			}
		}
	}
	return true
}

func findExamined(l *look, f Fact) Tri {
	return l.eachFirearm(f, func(it *state.Item) {
		x := state.Lack{Item: it.Item, Index: it.Examined}
		add := func(key string) { x.Key = key; l.lack(f, x) }
		if burnsPowder(it.Class) && (it.Chambers == 0 || it.Mechanism == event.Inert) {
			// Nobody could look into a chamber or a bore that was never said to be there.
			l.lack(f, state.Lack{Key: "item.no-chambers", Item: it.Item, Index: it.Received})
		}
		if it.Examined == state.NoIndex || !l.known.Stands(it.Examined) {
			add("examine.missing")
			return
		}
		seen, of, feed, bore := l.known.Whole(it)
		if seen < of {
			x.N, x.Of = seen, of
			add("examine.partial")
			x.N, x.Of = 0, 0
		}
		if !feed {
			add("examine.feed")
		}
		if !bore {
			add("examine.bore")
		}
		if it.Upset != state.NoIndex && !l.known.Later(it.Examined, it.Upset) {
			add("examine.mismatch")
		}
		age, known := l.known.Elapsed(it.Looked, l.now)
		if !known || age > l.params[ParamLookAgeMax] || !l.known.Stands(it.Looked) {
			x.N = l.params[ParamLookAgeMax] / 60
			add("examine.old")
			x.N = 0
		}
		if it.Fired != state.NoIndex && !l.known.Follows(it.Looked, it.Fired) {
			add("examine.fired")
		}
	})
}

// findIdentified: a tag says which item it is only while nothing looks like it, and it is the one that
// the scene was planned with.
func findIdentified(l *look, f Fact) Tri {
	if l.q.Ask == Start && l.scene != nil {
		for _, p := range l.scene.Plan.Items {
			if _, ok := l.known.Item(p.Item); !ok {
				l.lack(f, state.Lack{Key: "item.unknown", Item: p.Item, Index: l.scene.Planned})
			}
		}
	}
	return l.each(f, func(it *state.Item) {
		if !l.known.ReceivedByTwo(it.Received) {
			l.lack(f, state.Lack{Key: "item.received-alone", Item: it.Item, Index: it.Received})
		}
		if it.Back != state.NoIndex {
			l.lack(f, state.Lack{Key: "item.gone-back", Item: it.Item, Index: it.Back})
		}
		firearm := l.firearm(it)
		if firearm {
			l.comparePlan(f, it)
		}
		if it.LookAlike == "" && !firearm {
			return
		}
		x := state.Lack{Key: "identity.not-read", Item: it.Item, Index: it.Examined}
		b, ok := l.known.Examination(it)
		switch {
		case !ok || !l.known.Stands(it.Examined) || !l.known.After(it.Examined, &it.Gap):
			l.lack(f, x)
		case b.Identity == event.SerialRead && it.Serial4 != "" && b.Serial4 != it.Serial4:
			x.Key = "identity.wrong"
			l.lack(f, x)
		case b.Identity == event.TagOnly && (it.LookAlike != "" || it.Serial4 != ""):
			l.lack(f, x)
		case b.Identity == event.SerialRead && it.Serial4 == "":
			l.lack(f, x)
		}
	})
}

var gapKeys = map[string]string{
	"unattended": "custody.unattended", "duty": "custody.duty", "break": "custody.break",
}

func findCustody(l *look, f Fact) Tri {
	return l.eachFirearm(f, func(it *state.Item) {
		x := state.Lack{Item: it.Item, Person: it.Gap.Person, Index: it.Gap.Index}
		// Whatever was checked before the gap is void: the look, and the tests of rounds inside.
		if it.Gap.Why != "" && !l.known.After(it.Examined, &it.Gap) || slices.ContainsFunc(it.Positions, func(p state.Position) bool {
			return p.Loaded != state.NoIndex && !l.known.After(p.Loaded, &it.Gap)
		}) {
			x.Key = gapKeys[it.Gap.Why]
			if x.Key == "" {
				x.Key = "custody.gap"
			}
			l.lack(f, x)
		}
		x = state.Lack{Key: "custody.not-held", Item: it.Item, Person: it.Handler, Index: it.Holder.Since}
		switch {
		case l.q.Ask == Close:
			if !l.known.Secured(it) {
				x.Key = "custody.not-locked"
				l.lack(f, x)
			}
		case it.Holder.Kind == state.WithNobody || it.Holder.Kind == state.GoneBack && l.q.Ask == Load:
			l.lack(f, x)
		case !l.known.Secured(it) && !l.known.OnDuty(it.Handler, event.Handler, l.now):
			x.Key = "custody.duty"
			l.lack(f, x)
		}
	})
}

func findBoreAfter(l *look, f Fact) Tri {
	return l.eachFirearm(f, func(it *state.Item) {
		exam, examined := l.known.Examination(it)
		seen := examined && exam.Bore == event.BoreUnobstructed && l.known.Stands(it.Examined) &&
			l.known.Follows(it.Examined, it.Fired)
		if it.Fired != state.NoIndex && !l.known.Follows(it.Bore, it.Fired) && !seen {
			l.lack(f, state.Lack{Key: "bore.after", Item: it.Item, Index: it.Fired})
			return
		}
		if e, ok := l.known.Entry(it.Bore); ok {
			b, is := e.Event.Body.(*event.BoreChecked)
			unobstructed, stands := is && b.Bore == event.BoreUnobstructed, l.known.Stands(it.Bore)
			switch {
			case unobstructed && !stands && it.Fired != state.NoIndex:
				l.lack(f, state.Lack{Key: "bore.after", Item: it.Item, Index: it.Fired}) // It counts as none.
			case !unobstructed || !stands:
				l.lack(f, state.Lack{Key: "bore.obstructed", Item: it.Item, Index: it.Bore})
			}
		}
	})
}

func findTestFired(l *look, f Fact) Tri {
	if l.tomorrow {
		return l.testFiredAhead(f)
	}
	return l.eachFirearm(f, func(it *state.Item) {
		for _, lot := range l.blankLots(it) {
			if _, _, ok := l.known.TestDistance(it.Item, lot); !ok {
				l.lack(f, state.Lack{Key: "blanks.no-test-fire", Item: it.Item, Lot: lot, Index: it.Changed})
			}
		}
	})
}

// blankLots lists the lots of blanks loaded in an item, each once.
func (l *look) blankLots(it *state.Item) []event.LotID {
	out := l.lotRoom[:0]
	for n := range it.Positions {
		p := &it.Positions[n]
		if p.Loaded == state.NoIndex {
			continue
		}
		if lot, ok := l.known.Lot(p.Lot); ok && lot.Nature == event.Blank && !slices.Contains(out, p.Lot) {
			out = append(out, p.Lot)
		}
	}
	return out
}
