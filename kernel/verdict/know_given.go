package verdict

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// This file asks who gives an item, and to whom.

func findGiver(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		giver := l.q.By
		if giver == "" && it.Holder.Kind == state.WithHandler {
			giver = it.Holder.Person
		}
		if giver == "" {
			giver = it.Handler
		}
		switch {
		case !l.known.Holds(giver, event.Handler):
			l.lack(f, state.Lack{Key: "giver.not-handler", Item: it.Item, Person: giver, Index: state.NoIndex})
		case it.Holder.Kind == state.WithHandler && it.Holder.Person != giver,
			it.Holder.Kind == state.InLocker && it.Handler != giver: // Out of the locker it is a new segment.
			l.lack(f, state.Lack{Key: "custody.not-held", Item: it.Item, Person: giver, Index: it.Holder.Since})
		}
		if giver == l.q.To {
			l.lack(f, state.Lack{Key: "giver.not-handler", Item: it.Item, Person: giver, Index: state.NoIndex})
		}
		if l.q.Ask == HandOver {
			if !l.isHere(l.q.To) {
				l.lack(f, state.Lack{Key: "person.unknown", Person: l.q.To, Index: state.NoIndex})
			}
		}
	})
}

// isHere reports whether somebody is one of the production: enrolled, or on its list. A paper or a
// meeting that names somebody makes nobody one.
func (l *look) isHere(who event.PersonID) bool {
	p, ok := l.known.Person(who)
	return ok && p.Departed == state.NoIndex && who != state.HubPerson &&
		(l.known.Stands(p.Enrolled) || l.known.Stands(p.Listed))
}

// findGiven: whoever has an item now was given it by a handler, who is somebody else, for this scene.
func findGiven(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		e, ok := l.known.Entry(it.Given)
		if it.Holder.Kind != state.WithReceiver || !ok {
			return
		}
		x := state.Lack{Key: "given.not-handler", Item: it.Item, Person: e.Event.Signers[0].Person, Index: it.Given}
		if !l.known.GivenByHandler(it) {
			l.lack(f, x)
		}
		if l.q.Ask != Start {
			return // What the next hand-over needs is asked of that one.
		}
		x.Person = it.Holder.Person
		if x.Person == l.known.SignerAs(it.Given, event.Handler) || x.Person == it.Handler {
			x.Key = "giver.not-handler"
			l.lack(f, x)
		}
		if !l.isHere(x.Person) {
			l.lack(f, state.Lack{Key: "person.unknown", Person: x.Person, Index: it.Given})
		}
		b, is := e.Event.Body.(*event.HandedOver)
		if !is || b.Scene != l.q.Scene || l.scene != nil && b.Purpose != l.scene.Plan.Purpose {
			l.lack(f, state.Lack{Key: "given.elsewhere", Item: it.Item, Scene: l.q.Scene, Index: it.Given})
		}
	})
}

func findReturned(l *look, f Fact) Tri {
	return l.each(f, func(it *state.Item) {
		if it.Holder.Kind == state.WithReceiver {
			l.lack(f, state.Lack{
				Key: "issue.not-returned", Item: it.Item, Person: it.Holder.Person, Index: it.Given,
			})
		}
	})
}
