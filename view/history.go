package view

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// lateS is after how long, in seconds, between claim and receipt an entry is shown as late: as long
// as a phone's key stays unlocked without an act.
const lateS = state.IdleMaxS

// history is one page of entries in log order: those of an item, a container, a scene or a person,
// or all.
func (l *Look) history(w *writer, a Args) error {
	w.object(func() {
		l.page(w, a, func(i int, e *state.Entry) bool {
			switch {
			case a.Item != "":
				return l.aboutItem(i, e, a.Item)
			case a.Container != "":
				return linked(e, a.Container.Object())
			case a.Scene != "":
				return l.aboutScene(e, a.Scene)
			case a.Person != "":
				return l.Known.Signed(i, a.Person)
			}
			return true
		})
	})
	return nil
}

// acts are the entries of some acts by their identity, in the order asked for, as a history has them.
// One that this record does not have is left out: nobody can say what it was.
func (l *Look) acts(w *writer, a Args) error {
	corrected := l.corrections()
	w.list(func() {
		for _, id := range a.Of {
			i, ok := l.Known.Find(id)
			e, known := l.Known.Entry(i)
			if ok && known {
				l.entry(w, i, e, corrected)
			}
		}
	})
	return nil
}

// corrections are the entries that another one says are wrong.
func (l *Look) corrections() map[int]bool {
	_, _, corrected := l.newest(Args{}, func(int, *state.Entry) bool { return false })
	return corrected
}

// page writes the newest entries that a test keeps as history, and as more the index before which
// the next page begins, 0 when nothing older is kept.
func (l *Look) page(w *writer, a Args, keep func(int, *state.Entry) bool) {
	kept, more, corrected := l.newest(a, keep)
	w.key("history")
	w.list(func() {
		for _, i := range slices.Backward(kept) {
			if e, ok := l.Known.Entry(i); ok {
				l.entry(w, i, e, corrected)
			}
		}
	})
	w.number("more", int64(more))
}

// newest walks the log once, newest first: what a test keeps, and which entries another one says are
// wrong. The walk goes to the beginning, because a correction can arrive before what it corrects.
func (l *Look) newest(
	a Args, keep func(int, *state.Entry) bool,
) (kept []int, more int, corrected map[int]bool) {
	most := a.N
	if most <= 0 || most > PageMax {
		most = PageSize
	}
	corrected = map[int]bool{}
	for i := int(l.Known.Size()) - 1; i >= 0; i-- {
		e, ok := l.Known.Entry(i)
		if !ok {
			continue
		}
		if b, is := e.Event.Body.(*event.Corrected); is {
			if of, found := l.Known.Find(b.Of); found {
				corrected[of] = true
			}
		}
		if more > 0 || a.Before > 0 && i >= a.Before || !keep(i, e) {
			continue
		}
		if len(kept) == most {
			more = kept[most-1]
			continue
		}
		kept = append(kept, i)
	}
	return kept, more, corrected
}

func (l *Look) entry(w *writer, i int, e *state.Entry, corrected map[int]bool) {
	w.object(func() {
		w.number("index", int64(i))
		w.member("id", e.ID.String())
		w.member("kind", e.Event.Kind.String())
		w.number("at", e.Event.AtMS)
		w.number("received", e.When.Latest)
		if e.When.Earliest != state.Past {
			w.number("after", e.When.Earliest)
		}
		w.key("by")
		w.list(func() {
			for _, g := range e.Event.Signers {
				w.object(func() {
					w.member("person", string(g.Person))
					w.member("role", g.Role.String())
					w.member("how", g.How.String())
				})
			}
		})
		w.pairs("params", l.params(e.Event))
		w.member("state", l.standing(i, e, corrected))
		if len(e.Faces) > 0 || !e.Met {
			w.key("why")
			w.list(func() {
				for _, f := range e.Faces {
					w.object(func() {
						w.member("person", string(f.Person))
						w.member("why", f.Why)
					})
				}
				if !e.Met {
					w.object(func() {
						w.member("person", "")
						w.member("why", "signers")
					})
				}
			})
		}
	})
}

// standing says what became of an entry. An entry that never counted says so before anything else.
func (l *Look) standing(i int, e *state.Entry, corrected map[int]bool) string {
	switch {
	case len(e.Faces) > 0 || !e.Met:
		return "not-counted"
	case corrected[i]:
		return "corrected"
	case l.Known.Shaken(i):
		return "revoked"
	case e.When.Latest != state.Future && e.When.Latest-e.Event.AtMS/1000 > lateS:
		return "late"
	}
	return "stands"
}

func linked(e *state.Entry, o event.Object) bool {
	return slices.ContainsFunc(e.Event.Links, func(k event.Link) bool { return k.Object == o })
}

// refersMax is how many steps a reference is followed: an opening names a test, a correction names
// an opening. Nobody can make a phone walk a long chain of corrections.
const refersMax = 4

// aboutItem reports whether an entry links an item or speaks of it.
func (l *Look) aboutItem(i int, e *state.Entry, item event.ItemID) bool {
	return l.speaksOf(i, e, item, refersMax)
}

func (l *Look) speaksOf(i int, e *state.Entry, item event.ItemID, steps int) bool {
	o := item.Object()
	if linked(e, o) {
		return true
	}
	switch b := e.Event.Body.(type) {
	case *event.TestFired:
		return b.Item == item
	case *event.Shown:
		return b.Item == item
	case *event.ItemLooked:
		return b.Item == item
	case *event.Reset:
		return slices.Contains(b.Items, item)
	case *event.Discharged:
		return b.Item == item
	case *event.Misfired:
		return b.Item == item
	case *event.Withheld:
		return b.Item == item
	case *event.ConcernRaised:
		return b.Item == item
	case *event.IncidentDeclared:
		return b.Item == item
	case *event.Unattended:
		return slices.Contains(b.Objects, o)
	case *event.LooseFound:
		return slices.Contains(b.Near, o)
	case *event.IncidentSecured:
		return slices.Contains(b.Objects, o)
	case *event.Reconciled:
		return b.Object == o
	}
	return slices.ContainsFunc(refers(e.Event.Body), func(id event.ID) bool {
		at, ok := l.Known.Find(id)
		of, known := l.Known.Entry(at)
		return ok && known && at < i && steps > 0 && l.speaksOf(at, of, item, steps-1)
	})
}

func (l *Look) aboutScene(e *state.Entry, scene event.SceneID) bool {
	switch b := e.Event.Body.(type) {
	case *event.ScenePlanned:
		return b.Scene == scene
	case *event.HandedOver:
		return b.Scene == scene
	case *event.Withheld:
		return b.Scene == scene
	case *event.ConcernRaised:
		return b.Scene == scene
	}
	return slices.ContainsFunc(refers(e.Event.Body), func(id event.ID) bool { return l.sceneOf(id) == scene })
}

// refers lists the events that an event names: what it answers, counts, ends or corrects.
func refers(body event.Body) []event.ID {
	switch b := body.(type) {
	case *event.TrayCounted:
		return []event.ID{b.Of}
	case *event.TrayOpened:
		return []event.ID{b.Of}
	case *event.TraysEndorsed:
		return b.Trays
	case *event.RiskAssessed:
		return []event.ID{b.Of}
	case *event.MeetingHeld:
		return []event.ID{b.Of}
	case *event.Attended:
		return []event.ID{b.Of}
	case *event.PointingApproved:
		return []event.ID{b.Of}
	case *event.ConcernAnswered:
		return []event.ID{b.Of}
	case *event.WithheldLifted:
		return []event.ID{b.Of}
	case *event.MisfireClosed:
		return []event.ID{b.Of}
	case *event.IncidentClosed:
		return []event.ID{b.Of}
	case *event.RoundsLost:
		return []event.ID{b.Of}
	case *event.RoundsFound:
		return []event.ID{b.Of}
	case *event.Corrected:
		return []event.ID{b.Of}
	case *event.Countersigned:
		return []event.ID{b.Of}
	case *event.StopReceived:
		return []event.ID{b.Of}
	case *event.DropAgreed:
		return []event.ID{b.Of}
	case *event.AcceptanceRefused:
		return []event.ID{b.Of}
	case *event.Restarted:
		return b.Of
	case *event.Released:
		return b.Of
	}
	return nil
}

// sceneOf returns the scene an event is about: the plan's own, or that of the plan it was made for.
func (l *Look) sceneOf(id event.ID) event.SceneID {
	for range refersMax {
		at, ok := l.Known.Find(id)
		e, known := l.Known.Entry(at)
		if !ok || !known {
			return ""
		}
		if b, is := e.Event.Body.(*event.ScenePlanned); is {
			return b.Scene
		}
		next := refers(e.Event.Body)
		if len(next) != 1 {
			return ""
		}
		id = next[0]
	}
	return ""
}
