package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// This file looks for what only some authorities ask for.

// textVerified: live ammunition is worked with only where a person compared each clause on it that
// binds here.
func textVerified(i *inquiry) []lack {
	live := i.applies("load.has-live").yes
	for _, c := range i.boxes() {
		for _, p := range c.parts {
			x, known := i.lot(p.lot)
			live = live || known && x.nature == event.LiveRound
		}
	}
	if !live {
		return nil
	}
	compared, all := 0, 0
	for _, p := range i.packs {
		for n := range p.Clauses {
			c := &p.Clauses[n]
			on := c.Requires.reads("production.rounds-known") || c.Applies.reads("load.has-live")
			if !on || !i.adopted(p) || !p.governs(i.region) || !c.covers(p, i.day) {
				continue
			}
			all++
			if c.Citation.TextStatus == "verified" {
				compared++
			}
		}
	}
	if all > 0 && compared == all {
		return nil
	}
	return []lack{{key: "text.unverified", index: none}}
}

// reads reports whether a fact stands anywhere in a tree.
func (t *tree) reads(fact string) bool {
	if t == nil {
		return false
	}
	in := func(x *tree) bool { return x.reads(fact) }
	return t.Fact == fact || slices.ContainsFunc(t.All, in) || slices.ContainsFunc(t.Any, in) || t.Not.reads(fact)
}

// advisorSince is the oldest appointment that stands of an advisor who is here and never had another
// role.
func (i *inquiry) advisorSince() *act {
	var first *act
	for _, who := range i.everybody() {
		all := i.roles(who)
		other := slices.ContainsFunc(all, func(r role) bool {
			return r.role != event.Advisor && r.role != event.Crew && r.act.counted()
		})
		for _, r := range all {
			if !other && !i.departed(who) && r.role == event.Advisor && r.act.stands() &&
				(first == nil || r.act.index < first.index) {
				first = r.act
			}
		}
	}
	return first
}

func advisorAppointed(i *inquiry) []lack {
	if i.advisorSince() != nil {
		return nil
	}
	return []lack{{key: "advisor.none", index: none}}
}

func advisorFirst(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		first := i.advisorSince()
		switch {
		case first == nil:
			return []lack{{key: "advisor.none", index: none}}
		case a.turn <= first.turn:
			return []lack{{key: "advisor.late", scene: p.Scene, index: first.index}}
		}
		return nil
	})
}

// wasAdvisor reports whether somebody was given that role by an act that stood then.
func (i *inquiry) wasAdvisor(who event.PersonID) bool {
	return slices.ContainsFunc(i.roles(who), func(r role) bool {
		return r.role == event.Advisor && r.act.counted()
	})
}

func withoutAdvisor(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		var out []lack
		for _, who := range []event.PersonID{i.q.By, i.q.To, it.handler, it.holder.who} {
			if i.wasAdvisor(who) {
				out = append(out, lack{key: "advisor.handles", item: it.Item, who: who, index: it.holder.since})
			}
		}
		return out
	})
}

func withAdvisor(i *inquiry) []lack {
	return i.atMeeting(func(m *act, _ *event.MeetingHeld) []lack {
		for _, who := range i.everybody() {
			if i.has(who, event.Advisor) && i.present(who) {
				return nil
			}
		}
		return []lack{{key: "meeting.no-advisor", scene: i.scene.id, index: m.index}}
	})
}

// assessed asks something of the assessment that stands.
func (i *inquiry) assessed(one func(r *act) []lack) []lack {
	return i.planned(func(*act, *event.ScenePlanned) []lack {
		r, _ := i.risk()
		if r == nil {
			return []lack{i.noRisk()}
		}
		return one(r)
	})
}

func riskByAdvisor(i *inquiry) []lack {
	return i.assessed(func(r *act) []lack {
		if i.has(r.as(event.Advisor), event.Advisor) {
			return nil
		}
		return []lack{{key: "risk.no-advisor", scene: i.scene.id, index: r.index}}
	})
}

func riskEndorsed(i *inquiry) []lack {
	return i.assessed(func(r *act) []lack {
		return i.eachHandler(func(who event.PersonID) []lack {
			if r.signedBy(who) {
				return nil
			}
			return []lack{{key: "risk.not-endorsed", who: who, scene: i.scene.id, index: r.index}}
		})
	})
}

// misfiresExplained: the newest closing that names a cause stands.
func misfiresExplained(i *inquiry) []lack {
	var out []lack
	for _, b := range i.blocks() {
		if b.kind != event.KindMisfired || i.open(b) {
			continue
		}
		told := false
		for _, a := range i.turns {
			c, is := a.event.Body.(*event.MisfireClosed)
			names := slices.ContainsFunc(a.event.Openings, func(o event.Commitment) bool { return o.Field == "cause" })
			if is && c.Of == b.act.id && names {
				told = a.stands()
			}
		}
		if !told {
			out = append(out, lack{key: "misfire.no-cause", item: b.item, index: b.act.index})
		}
	}
	return out
}

// policeTold: somebody told the police of the day, or said that the public has no access.
func policeTold(i *inquiry) []lack {
	if i.day == "" {
		return i.noDay()
	}
	unit := i.unit()
	a := i.newest(func(b event.Body) bool {
		n, is := b.(*event.NoticeGiven)
		return is && n.Day == i.day && n.Unit == unit && n.To != event.CrewTold
	})
	if a != nil && a.stands() {
		return nil
	}
	return []lack{{key: "police.none", detail: string(i.day), index: none}}
}

func notLiveCapable(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		live := it.Class == event.LiveCapable || it.Class == event.UnknownClass || it.Class == event.NoClass
		if !live && i.receivedByTwo(it.received) {
			return nil
		}
		return []lack{{key: "item.live-capable", item: it.Item, index: it.received}}
	})
}
