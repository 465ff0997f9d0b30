package verdict

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// syncedMaxS is how old a phone's newest checkpoint may be, in seconds: its unit's last hour.
const syncedMaxS = 3600

func findClock(l *look, f Fact) Tri {
	c, ok := l.known.Newest()
	if !ok || l.now.Latest == state.Future || l.now.Earliest == state.Past || l.now.Earliest > l.now.Latest ||
		l.now.Latest < c.Time {
		l.lack(f, state.Lack{Key: "clock.untrusted", Index: state.NoIndex})
	}
	return l.result(f)
}

func findSynced(l *look, f Fact) Tri {
	c, ok := l.known.Newest()
	if !ok || l.now.Latest == state.Future || l.now.Latest-c.Time > syncedMaxS {
		l.lack(f, state.Lack{Key: "record.stale", Index: state.NoIndex})
	}
	return l.result(f)
}

// findWhole: every entry up to a checkpoint is here, and nothing about the objects of the question
// is forked, missing or badly signed.
func findWhole(l *look, f Fact) Tri {
	c, ok := l.known.Newest()
	if !ok {
		l.lack(f, state.Lack{Key: "record.no-checkpoint", Index: state.NoIndex})
		return l.result(f)
	}
	if n := int64(l.known.Pending()) + l.known.Lacking(); n > 0 || c.Size != l.known.Size() {
		l.lack(f, state.Lack{Key: "record.incomplete", N: max(n, 1), Index: state.NoIndex})
	}
	l.eachLife(func(id string, life state.Life) {
		if life.Forked != state.NoIndex {
			l.lack(f, state.Lack{Key: "record.fork", Detail: id, Index: life.Forked})
		}
		if life.Missing != state.NoIndex {
			l.lack(f, state.Lack{Key: "record.missing-link", Detail: id, Index: life.Missing})
		}
		if e, ok := l.known.Entry(life.Newest); ok && len(e.Faces) > 0 {
			l.lack(f, state.Lack{
				Key: "record.signature", Person: e.Faces[0].Person, Detail: e.Faces[0].Why, Index: life.Newest,
			})
		}
	})
	return l.result(f)
}

// eachLife asks about the things the question is about: items, where their rounds came from, the
// container. One may come up twice: what it lacks is noted once.
func (l *look) eachLife(one func(id string, life state.Life)) {
	if c := l.q.Container; c != "" {
		one(string(c), l.known.LifeOf(c.Object()))
	}
	for _, it := range l.items() {
		one(string(it.Item), l.known.LifeOfItem(it))
		for n := range it.Sources {
			from := &it.Sources[n]
			one(string(from.Container), l.known.LifeOfSource(from))
			for _, t := range from.Trays {
				one(string(t.Body.Tray), l.known.LifeOfTray(t))
			}
		}
	}
}

// findPacks: every adopted edition is here and in force today, the place of work is governed, and no
// pack made for this very region was left out.
func findPacks(l *look, f Fact) Tri {
	governs := false
	called := !l.dayNone(f)
	for _, ref := range l.known.Packs() {
		at := slices.IndexFunc(l.packs, func(p *Pack) bool { return p != nil && p.ID == ref.Pack && p.Digest == ref.Digest })
		if at >= 0 {
			p := l.packs[at]
			if called && p.Governs(l.region) && p.InForce.Covers(l.day) != True && !l.succeeded(p) {
				l.lack(f, state.Lack{Key: "packs.expired", Detail: string(ref.Pack), Index: l.dayAt})
			}
			governs = governs || p.Governs(l.region)
			continue
		}
		key := "packs.unknown"
		if slices.ContainsFunc(l.packs, func(p *Pack) bool { return p != nil && p.ID == ref.Pack }) {
			key = "packs.changed"
		}
		l.lack(f, state.Lack{Key: key, Detail: string(ref.Pack), Index: state.NoIndex})
	}
	for _, p := range l.packs {
		if p != nil && slices.Contains(p.Jurisdiction, l.region) && p.InForce.Covers(l.day) != False && !l.caughtUp(p) {
			l.lack(f, state.Lack{Key: "packs.left-out", Detail: string(p.ID), Index: l.dayAt})
		}
	}
	for _, b := range l.known.OpenBlocks() {
		if b.Kind == event.KindPackDropped {
			l.lack(f, state.Lack{Key: "packs.dropped", Detail: string(b.Pack.Pack), Index: b.Index})
		}
	}
	if !governs || !l.placeAgreed() {
		l.lack(f, state.Lack{Key: "packs.none", Detail: string(l.region), Index: l.dayAt})
	}
	return l.result(f)
}

// placeAgreed reports whether two people say in which region a scene is, and so by which rules: the
// founders, who opened the production there, or handler and AD, who planned it there. Who calls the day
// does so alone.
func (l *look) placeAgreed() bool {
	p := l.known.Production()
	home := p != nil && p.Region == l.region && !l.known.Doubted("region")
	inUse := l.q.Ask == HandOver || l.q.Ask == Start
	return home || !inUse || l.planStands() && l.scene.Plan.Region == l.region
}

// succeeded reports whether an adopted later edition of a pack is in force today.
func (l *look) succeeded(old *Pack) bool {
	return slices.ContainsFunc(l.packs, func(p *Pack) bool {
		return p != nil && p.ID == old.ID && p.Edition > old.Edition && l.adopted(p) && p.Governs(l.region) &&
			p.InForce.Covers(l.day) == True
	})
}

// caughtUp reports whether the production adopted an edition of a pack that is made for this place, or a
// later one that is in force: an older one of its name says nothing of what the law is now. Editions are
// named by their dates. Of an adopted one that is not here nobody can say which it is; it holds by itself.
func (l *look) caughtUp(p *Pack) bool {
	return slices.ContainsFunc(l.known.Packs(), func(ref event.PackRef) bool {
		if ref.Pack != p.ID || ref.Digest == p.Digest {
			return ref.Pack == p.ID
		}
		at := slices.IndexFunc(l.packs, func(q *Pack) bool { return q != nil && q.ID == ref.Pack && q.Digest == ref.Digest })
		return at < 0 || l.packs[at].Edition > p.Edition && l.packs[at].InForce.Covers(l.day) == True
	})
}

// findVerifiedText: live ammunition is worked with only where a person compared the rule's text.
func findVerifiedText(l *look, f Fact) Tri {
	if l.facts[FactLoadHasLive] != True && !l.liveAnywhere() {
		return l.result(f)
	}
	if !l.liveTextVerified() {
		l.lack(f, state.Lack{Key: "text.unverified", Index: state.NoIndex})
	}
	return l.result(f)
}

// liveTextVerified reports whether somebody compared every clause on live rounds that binds here
// with the official text, and whether there is one at all. One verified clause does not speak for
// the others.
func (l *look) liveTextVerified() bool {
	some := false
	for _, p := range l.packs {
		if !l.binds(p) {
			continue
		}
		for i := range p.Clauses {
			c := &p.Clauses[i]
			if !c.onLiveRounds() || c.InForce.Covers(l.day) == False {
				continue
			}
			if c.Citation.TextStatus != TextVerified {
				return false
			}
			some = true
		}
	}
	return some
}

// onLiveRounds reports whether a clause keeps live rounds away or says what holds where they are
// allowed.
func (c *Clause) onLiveRounds() bool {
	return c.Requires.Facts().Has(FactProductionRoundsKnown) || c.Applies.Facts().Has(FactLoadHasLive)
}

// liveAnywhere reports whether live rounds lie in any container.
func (l *look) liveAnywhere() bool {
	if !l.known.LiveReceived() {
		return false // Nobody ever said so of any lot: no container has to be looked into.
	}
	return slices.ContainsFunc(l.known.Stocked(), func(c *state.Container) bool {
		return slices.ContainsFunc(c.Parts, func(p state.Part) bool {
			lot, ok := l.known.Lot(p.Lot)
			return ok && lot.Nature == event.LiveRound
		})
	})
}

// findRoundsKnown: an UNKNOWN or live round anywhere it could be picked up holds the production, and so
// does an act that put rounds somewhere and waits for its past.
func findRoundsKnown(l *look, f Fact) Tri {
	for _, i := range l.known.RoundsAstray() {
		l.lack(f, state.Lack{Key: "rounds.waits", Index: i})
	}
	for _, c := range l.known.Stocked() {
		l.containerKnown(f, c)
	}
	for _, it := range l.known.Items() {
		if it.Holder.Kind == state.GoneBack || !l.firearm(it) {
			continue
		}
		for _, x := range l.roundLacks(it) {
			if !aboutSource(x.Key) {
				l.lack(f, unknownLoaded(it))
			}
		}
	}
	for _, b := range l.known.OpenBlocks() {
		if b.Kind == event.KindLooseFound {
			l.lack(f, state.Lack{Key: "rounds.loose", N: b.N, Index: b.Index})
		}
	}
	return l.result(f)
}

func (l *look) containerKnown(f Fact, c *state.Container) {
	contained := c.Contained()
	if contained && !l.known.LiveReceived() {
		return
	}
	for _, p := range c.Parts {
		lot, ok := l.known.Lot(p.Lot)
		if ok && lot.Nature == event.LiveRound {
			l.lack(f, state.Lack{Key: "rounds.live", Container: c.ID, Lot: p.Lot, Index: p.Since})
			continue
		}
		if contained {
			continue
		}
		if lacks := l.known.PartLacks(c, p); len(lacks) > 0 {
			key := "rounds.unknown-open"
			if lacks[0].Key == "rounds.received-alone" {
				key = lacks[0].Key
			}
			l.lack(f, state.Lack{Key: key, Container: c.ID, Lot: p.Lot, Index: p.Since})
		}
	}
	if c.Upset != state.NoIndex && !contained && len(c.Parts) == 0 {
		l.lack(f, state.Lack{Key: "rounds.unknown-open", Container: c.ID, Index: c.Upset})
	}
}

// open notes every open block of some kinds that concerns the question.
func (l *look) open(f Fact, concerns func(*state.Block) (string, bool)) Tri {
	for _, b := range l.known.OpenBlocks() {
		key, mine := concerns(b)
		if !mine {
			continue
		}
		l.lack(f, state.Lack{
			Key: key, Item: b.Item, Container: b.Container, Lot: b.Lot, Scene: b.Scene, Person: b.Person,
			N: b.N, Index: b.Index,
		})
	}
	return l.result(f)
}

func findIncidents(l *look, f Fact) Tri {
	for _, b := range l.known.Misfires() {
		if l.known.Open(b) {
			continue
		}
		if wait, ok := l.known.MisfireWait(b); !ok || wait < l.params[ParamMisfireWait] {
			l.lack(f, state.Lack{Key: "misfire.open", Item: b.Item, N: wait, Of: l.params[ParamMisfireWait], Index: b.Index})
		}
	}
	if c, ok := l.known.Container(l.q.Container); ok && l.q.Ask == Release && !l.known.Quarantined(c) {
		l.lack(f, state.Lack{Key: "container.not-quarantined", Container: c.ID, Index: c.Begun})
	}
	return l.open(f, func(b *state.Block) (string, bool) {
		// The other kinds of block belong to other facts.
		//exhaustive:ignore
		switch b.Kind {
		case event.KindDischarged:
			return "discharge.open", true
		case event.KindMisfired:
			return "misfire.open", true
		case event.KindIncidentDeclared:
			return "incident.open", true
		case event.KindQuarantined:
			return "quarantine.open", b.Item != "" && l.about(b.Item) ||
				b.Container != "" && l.q.Ask != Release && (b.Container == l.q.Container || l.drewFrom(b.Container))
		default:
			return "", false
		}
	})
}

// drewFrom reports whether rounds of the question's items came from a container.
func (l *look) drewFrom(id event.ContainerID) bool {
	return slices.ContainsFunc(l.items(), func(it *state.Item) bool {
		return slices.ContainsFunc(it.Sources, func(from state.Source) bool { return from.Container == id })
	})
}

// about reports whether an item is one of the question's.
func (l *look) about(id event.ItemID) bool {
	return l.q.Item == id || slices.ContainsFunc(l.items(), func(it *state.Item) bool { return it.Item == id })
}

func findConcerns(l *look, f Fact) Tri {
	return l.open(f, func(b *state.Block) (string, bool) {
		elsewhere := b.Scene != "" && b.Scene != l.q.Scene && (b.Item == "" || !l.about(b.Item)) ||
			b.Scene == "" && b.Item != "" && !l.about(b.Item)
		return "concern.open", b.Kind == event.KindConcernRaised && !elsewhere
	})
}

func findNoneMissing(l *look, f Fact) Tri {
	return l.open(f, func(b *state.Block) (string, bool) {
		return "rounds.missing", b.Kind == event.KindRoundsCounted
	})
}

// findStop: a STOP holds every unit. Who asks cannot choose which of them counts, and two units can
// stand in one another's line of fire.
func findStop(l *look, f Fact) Tri {
	return l.open(f, func(b *state.Block) (string, bool) { return "stop.open", b.Kind == event.KindStopCalled })
}

func findWithheld(l *look, f Fact) Tri {
	return l.open(f, func(b *state.Block) (string, bool) {
		if b.Kind != event.KindWithheld {
			return "", false
		}
		item := b.Item == "" || l.about(b.Item)
		scene := b.Scene == "" || b.Scene == l.q.Scene
		if b.Item == "" {
			return "withheld.scene", scene
		}
		return "withheld.item", item && scene
	})
}
