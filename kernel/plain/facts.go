package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// syncedMaxS is how old the newest checkpoint may be, in seconds.
const syncedMaxS = 3600

// lacks lists what the record does not show for a fact; the fact is true when nothing is lacking. A
// fact nobody wrote down here lacks itself, so that a new one cannot be true unseen.
func (i *inquiry) lacks(fact string) []lack {
	if i.tomorrow && slices.Contains(onTheDay, fact) {
		return nil
	}
	find, known := finders[fact]
	if !known {
		return []lack{{key: "twin knows no " + fact, index: none}}
	}
	return find(i)
}

// finders says which function looks for what a fact lacks.
var finders map[string]func(*inquiry) []lack

func init() {
	finders = map[string]func(*inquiry) []lack{
		"production.rounds-known":  roundsKnown,
		"load.tested":              loadTested,
		"load.retested":            loadRetested,
		"sweep.done-today":         sweepDone,
		"source.sealed":            sourceSealed,
		"item.examined":            itemExamined,
		"item.identified":          itemIdentified,
		"custody.unbroken":         custodyUnbroken,
		"giver.is-handler":         giverIsHandler,
		"item.given-by-handler":    itemGiven,
		"handler.permit":           handlerPermit,
		"handler.trained":          handlerTrained,
		"handler.on-duty":          handlerOnDuty,
		"handler.sole-duty":        handlerSoleDuty,
		"handler.capacity":         handlerCapacity,
		"meeting.held":             meetingHeld,
		"meeting.topics":           meetingTopics,
		"meeting.walked":           meetingWalked,
		"meeting.attended":         meetingAttended,
		"plan.exists":              planExists,
		"plan.unchanged":           planUnchanged,
		"item.as-planned":          itemAsPlanned,
		"risk.assessed":            riskAssessed,
		"risk.complete":            riskComplete,
		"advisor.appointed":        advisorAppointed,
		"zone.approved":            zoneApproved,
		"zone.distance":            zoneDistance,
		"blanks.test-fired":        blanksTestFired,
		"bore.after-sequence":      boreAfter,
		"incidents.closed":         incidentsClosed,
		"concerns.answered":        concernsAnswered,
		"item.returned":            itemReturned,
		"rounds.none-missing":      noneMissing,
		"course.everyone-near":     courseTaken,
		"receiver.trained":         receiverTrained,
		"purpose.permitted":        purposePermitted,
		"medic.present":            medicPresent,
		"protection.in-place":      protectionInPlace,
		"clock.trusted":            clockTrusted,
		"record.synced":            recordSynced,
		"text.verified-for-live":   textVerified,
		"notice.given":             noticeGiven,
		"contact.named":            contactNamed,
		"substitution.answered":    substitutionAnswered,
		"stop.none":                stopNone,
		"withheld.none":            withheldNone,
		"record.whole":             recordWhole,
		"packs.valid":              packsValid,
		"custody.without-advisor":  withoutAdvisor,
		"meeting.with-advisor":     withAdvisor,
		"advisor.before-plan":      advisorFirst,
		"risk.by-advisor":          riskByAdvisor,
		"risk.endorsed":            riskEndorsed,
		"zone.empty":               zoneEmpty,
		"zone.not-direct":          zoneNotDirect,
		"misfires.explained":       misfiresExplained,
		"police.told":              policeTold,
		"item.not-live-capable":    notLiveCapable,
		"look.second":              lookedTwice,
		"load.third-counted":       thirdCounted,
		"look.third":               lookedThrice,
		"look.every-time":          lookedEveryTime,
		"load.retested-every-time": retestedEveryTime,
		"look.done-today":          lookedToday,
	}
}

// newestTick is the newest checkpoint.
func (l *Log) newestTick() (Checkpoint, bool) {
	if len(l.track) == 0 {
		return Checkpoint{}, false
	}
	return l.track[len(l.track)-1], true
}

func clockTrusted(i *inquiry) []lack {
	c, ok := i.newestTick()
	if ok && i.latest != Future && i.earliest != Past && i.earliest <= i.latest && i.latest >= c.Time {
		return nil
	}
	return []lack{{key: "clock.untrusted", index: none}}
}

func recordSynced(i *inquiry) []lack {
	if c, ok := i.newestTick(); ok && i.latest != Future && i.latest-c.Time <= syncedMaxS {
		return nil
	}
	return []lack{{key: "record.stale", index: none}}
}

// recordWhole: every entry up to a checkpoint is here, and nothing about the things in question is
// forked, missing or badly signed.
func recordWhole(i *inquiry) []lack {
	c, ok := i.newestTick()
	if !ok {
		return []lack{{key: "record.no-checkpoint", index: none}}
	}
	var out []lack
	absent := int64(len(i.pending)) + max(0, i.ahead-int64(len(i.acts)+len(i.pending)))
	if absent > 0 || c.Size != int64(len(i.acts)) {
		out = append(out, lack{key: "record.incomplete", n: max(absent, 1), index: none})
	}
	for _, o := range i.things() {
		h := i.chain(o)
		switch {
		case h.forked != none:
			out = append(out, lack{key: "record.fork", detail: o.ID, index: h.forked})
		case h.mended != none && !i.stands(h.mended):
			out = append(out, lack{key: "record.fork", detail: o.ID, index: h.mended})
		}
		if m := i.missing(o); m != none {
			out = append(out, lack{key: "record.missing-link", detail: o.ID, index: m})
		}
		if a := i.at(h.newest); a != nil && len(a.faults) > 0 {
			out = append(out, lack{key: "record.signature", who: a.faults[0].who, detail: a.faults[0].why, index: a.index})
		}
	}
	return out
}

// things are what the question is about: items, what their rounds came from, the container.
func (i *inquiry) things() []event.Object {
	var out []event.Object
	add := func(o event.Object) {
		if o.ID != "" && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	add(i.q.Container.Object())
	for _, it := range i.items {
		add(it.Item.Object())
		for _, from := range it.sources {
			add(from.box.Object())
			for _, t := range from.trays {
				add(i.tray(t).body.Tray.Object())
			}
		}
	}
	return out
}

// packsValid: each adopted edition is here and in force, the place is governed, and no pack made for
// this very region was left out.
func packsValid(i *inquiry) []lack {
	out := i.noDay()
	governed := false
	for _, ref := range i.editions() {
		here, other := false, false
		for _, p := range i.packs {
			other = other || p.ID == string(ref.Pack)
			if p.ID != string(ref.Pack) || p.digest != ref.Digest {
				continue
			}
			here = true
			governed = governed || p.governs(i.region)
			if i.day != "" && p.governs(i.region) && !p.InForce.covers(i.day).yes && !i.succeeded(p) {
				out = append(out, lack{key: "packs.expired", detail: p.ID, index: i.called})
			}
		}
		switch {
		case here:
		case other:
			out = append(out, lack{key: "packs.changed", detail: string(ref.Pack), index: none})
		default:
			out = append(out, lack{key: "packs.unknown", detail: string(ref.Pack), index: none})
		}
	}
	for _, p := range i.packs {
		taken := slices.ContainsFunc(i.editions(), func(r event.PackRef) bool { return string(r.Pack) == p.ID && i.upTo(r, p) })
		if slices.Contains(p.Jurisdiction, string(i.region)) && !p.InForce.covers(i.day).no && !taken {
			out = append(out, lack{key: "packs.left-out", detail: p.ID, index: i.called})
		}
	}
	for _, b := range i.openBlocks() {
		if d, is := b.act.event.Body.(*event.PackDropped); is {
			out = append(out, lack{key: "packs.dropped", detail: string(d.Pack), index: b.act.index})
		}
	}
	if !governed || !i.whereTwoSay() {
		out = append(out, lack{key: "packs.none", detail: string(i.region), index: i.called})
	}
	return out
}

// whereTwoSay: an object is handed over and a scene started in the region of the opening, or in the one
// that the plan which two people made names.
func (i *inquiry) whereTwoSay() bool {
	if i.q.Ask != "hand-over" && i.q.Ask != "start" {
		return true
	}
	if _, p := i.plan(); p != nil && p.Region == i.region {
		return true
	}
	o := i.opening()
	return o != nil && o.Region == i.region && !i.isDoubted("region")
}

// upTo: what was adopted is this edition or a later one that holds today, or nobody here knows what it is.
func (i *inquiry) upTo(r event.PackRef, p *Pack) bool {
	known := false
	for _, have := range i.packs {
		if have.ID != string(r.Pack) || have.digest != r.Digest {
			continue
		}
		known = true
		if have.digest == p.digest || have.Edition > p.Edition && have.InForce.covers(i.day).yes {
			return true
		}
	}
	return !known
}

// succeeded: a later adopted edition of the pack is in force.
func (i *inquiry) succeeded(old *Pack) bool {
	return slices.ContainsFunc(i.packs, func(p *Pack) bool {
		return p.ID == old.ID && p.Edition > old.Edition && i.adopted(p) && p.governs(i.region) && p.InForce.covers(i.day).yes
	})
}

// held lists the open blocks that concern the question, with the sentence each is said in.
func (i *inquiry) held(concerns func(block) string) []lack {
	var out []lack
	for _, b := range i.openBlocks() {
		if key := concerns(b); key != "" {
			out = append(out, lack{
				key: key, item: b.item, box: b.box, lot: b.lot, scene: b.scene, who: b.who, n: b.n, index: b.act.index,
			})
		}
	}
	return out
}

// about reports whether an item is one of the question's.
func (i *inquiry) about(id event.ItemID) bool {
	return id == i.q.Item || slices.ContainsFunc(i.items, func(it item) bool { return it.Item == id })
}

func incidentsClosed(i *inquiry) []lack {
	out := i.held(func(b block) string {
		// The other kinds of block belong to other facts.
		//exhaustive:ignore
		switch b.kind {
		case event.KindDischarged:
			return "discharge.open"
		case event.KindMisfired:
			return "misfire.open"
		case event.KindIncidentDeclared:
			return "incident.open"
		case event.KindQuarantined:
			if b.item != "" && i.about(b.item) || b.box != "" && i.q.Ask != "release" && i.uses(b.box) {
				return "quarantine.open"
			}
		}
		return ""
	})
	for _, b := range i.blocks() {
		if b.kind != event.KindMisfired || i.open(b) {
			continue
		}
		most := i.param("misfire_wait_s")
		if wait, ok := i.wait(b); !ok || wait < most {
			out = append(out, lack{key: "misfire.open", item: b.item, n: wait, of: most, index: b.act.index})
		}
	}
	if c, known := i.box(i.q.Container); known && i.q.Ask == "release" && !i.quarantined(c) {
		out = append(out, lack{key: "container.not-quarantined", box: c.id, index: c.begun})
	}
	return out
}

// uses reports whether a container is the question's or one that its items were loaded from.
func (i *inquiry) uses(id event.ContainerID) bool {
	if id == i.q.Container {
		return true
	}
	for _, it := range i.items {
		if slices.ContainsFunc(it.sources, func(s source) bool { return s.box == id }) {
			return true
		}
	}
	return false
}

// concernsAnswered: one that names nothing holds everything; one that names something holds what it
// names.
func concernsAnswered(i *inquiry) []lack {
	return i.held(func(b block) string {
		everything := b.scene == "" && b.item == ""
		here := b.scene != "" && b.scene == i.q.Scene || b.item != "" && i.about(b.item)
		if b.kind == event.KindConcernRaised && (everything || here) {
			return "concern.open"
		}
		return ""
	})
}

func noneMissing(i *inquiry) []lack {
	return i.held(func(b block) string {
		if b.kind == event.KindRoundsCounted {
			return "rounds.missing"
		}
		return ""
	})
}

func stopNone(i *inquiry) []lack {
	return i.held(func(b block) string {
		if b.kind == event.KindStopCalled {
			return "stop.open"
		}
		return ""
	})
}

// withheldNone: an item, a scene, or an item in a scene.
func withheldNone(i *inquiry) []lack {
	return i.held(func(b block) string {
		scene := b.scene == "" || b.scene == i.q.Scene
		switch {
		case b.kind != event.KindWithheld || !scene:
			return ""
		case b.item == "":
			return "withheld.scene"
		case i.about(b.item):
			return "withheld.item"
		}
		return ""
	})
}
