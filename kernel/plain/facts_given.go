package plain

import "github.com/proofhouse/proofhouse/kernel/event"

// Who gives an item, and to whom.

// giverIsHandler: a handler gives it, one who has it in their hands, to somebody else who is here.
func giverIsHandler(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		giver := i.q.By
		if giver == "" {
			giver = it.handler
			if it.holder.where == withHandler && it.holder.who != "" {
				giver = it.holder.who
			}
		}
		var out []lack
		not := lack{key: "giver.not-handler", item: it.Item, who: giver, index: none}
		switch {
		case !i.has(giver, event.Handler):
			out = append(out, not)
		case it.holder.where == withHandler && it.holder.who != giver, it.holder.where == inLocker && it.handler != giver:
			out = append(out, lack{key: "custody.not-held", item: it.Item, who: giver, index: it.holder.since})
		}
		if giver == i.q.To {
			out = append(out, not)
		}
		if i.q.Ask == "hand-over" && !i.ofProduction(i.q.To) {
			out = append(out, lack{key: "person.unknown", who: i.q.To, index: none})
		}
		return out
	})
}

// itemGiven: whoever has an item was given it by a handler; for a scene to start, by another person than
// they are, and for that scene.
func itemGiven(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		if it.holder.where != withReceiver {
			return nil
		}
		var out []lack
		if !i.givenByHandler(it) {
			out = append(out, lack{key: "given.not-handler", item: it.Item, who: i.at(it.given).first(), index: it.given})
		}
		if i.q.Ask != "start" {
			return out
		}
		who := it.holder.who
		if who == it.handler || who == i.as(it.given, event.Handler) {
			out = append(out, lack{key: "giver.not-handler", item: it.Item, who: who, index: it.given})
		}
		if !i.ofProduction(who) {
			out = append(out, lack{key: "person.unknown", who: who, index: it.given})
		}
		b, _ := i.at(it.given).event.Body.(*event.HandedOver)
		if b.Scene != i.q.Scene || i.scene != nil && i.scene.plan.Purpose != b.Purpose {
			out = append(out, lack{key: "given.elsewhere", item: it.Item, scene: i.q.Scene, index: it.given})
		}
		return out
	})
}

func itemReturned(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		if it.holder.where != withReceiver {
			return nil
		}
		return []lack{{key: "issue.not-returned", item: it.Item, who: it.holder.who, index: it.given}}
	})
}
