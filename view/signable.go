package view

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// accepts lists the reasons of the scene at hand that a handler and the AD may go on with, as the act
// that says so names them. The verdict stays HOLD; which reasons these are is the judge's.
func (l *Look) accepts(w *writer, a Args) error {
	unit := l.unitOr(a.Unit)
	day, _ := l.day(unit)
	scene := l.sceneOr(a.Scene, day)
	w.list(func() {
		if scene == "" || day.Day == "" {
			return // An acceptance is of a unit's day: without one there is nothing to sign.
		}
		v := l.Judge(verdict.Question{Ask: verdict.Start, Scene: scene, Unit: unit})
		for n := range v.Reasons {
			r := &v.Reasons[n]
			if !r.Acceptable() {
				continue
			}
			w.object(func() {
				w.member("unit", string(unit))
				w.member("day", string(day.Day))
				w.member("reason", r.Key)
				w.member("scene", string(r.Scene))
				w.member("item", string(r.Item))
				w.member("person", string(r.Person))
				w.member("detail", r.Detail)
				w.truth("accepted", len(r.AcceptedBy) > 0)
				w.pairs("params", paramsOfReason(r))
			})
		}
	})
	return nil
}

// forks lists the objects whose history is not one line, each with the newest links on record and the
// oldest one that waits: what whoever joins the history again has to name.
func (l *Look) forks(w *writer, _ Args) error {
	w.list(func() {
		for _, it := range l.Known.Items() {
			l.fork(w, it.Item.Object())
		}
		for _, c := range l.Known.Containers() {
			l.fork(w, c.ID.Object())
		}
	})
	return nil
}

func (l *Look) fork(w *writer, o event.Object) {
	waits := l.Known.Missing(o)
	if l.Known.Forked(o) == state.NoIndex && waits == state.NoIndex {
		return
	}
	w.object(func() {
		w.member("object", o.String())
		w.key("heads")
		w.list(func() {
			for _, head := range l.Known.Heads(o) {
				w.text(head.String())
			}
			if waits != state.NoIndex {
				w.text(l.id(waits))
			}
		})
	})
}
