package view

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// item is one gun-shaped object: what is in it, which one it is, who has it, what was looked at, and
// whether it may go where the arguments say.
func (l *Look) item(w *writer, a Args) error {
	it, ok := l.Known.Item(a.Item)
	if !ok {
		return ErrArg
	}
	w.object(func() {
		w.key("contents")
		w.contents(l.ContentsOf(it, a.To))
		w.key("identity")
		w.object(func() {
			w.member("serial4", it.Serial4)
			w.member("look_alike", it.LookAlike)
			w.member("lender", it.Lender)
			w.member("mechanism", it.Mechanism.String())
			w.number("magazine", it.Magazine)
			w.member("description", l.text(it.Received, string(it.Item)))
		})
		w.key("custody")
		w.object(func() {
			w.key("with")
			l.with(w, it.Holder)
			w.truth("segment_open", l.segmentOpen(it))
			w.number("since", l.time(l.segmentBegan(it)))
			w.truth("shared", l.Known.SharedInSegment(it))
			l.beside(w, it)
		})
		w.number("changed", int64(it.Changed))
		l.checks(w, it)
		l.verdict(w, l.handOver(a))
		l.page(w, a, func(i int, e *state.Entry) bool { return l.aboutItem(i, e, a.Item) })
	})
	return nil
}

// handOver asks what the arguments ask; nil when they name nobody or no scene.
func (l *Look) handOver(a Args) *verdict.Verdict {
	if a.To == "" || a.Scene == "" {
		return nil
	}
	v := l.Judge(verdict.Question{
		Ask: verdict.HandOver, Item: a.Item, To: a.To, By: a.By, Scene: a.Scene, Purpose: a.Purpose,
		Unit: a.Unit,
	})
	return &v
}

// segmentOpen reports whether somebody has the item and no gap came after the last examination.
func (l *Look) segmentOpen(it *state.Item) bool {
	return it.Holder.Kind != state.WithNobody && it.Holder.Kind != state.GoneBack &&
		l.inSegment(it, it.Examined)
}

// segmentBegan returns the first link after the newest gap, or the gap itself when nothing followed.
func (l *Look) segmentBegan(it *state.Item) int {
	for _, i := range l.Known.Links(it.Item.Object()) {
		if l.Known.After(i, &it.Gap) {
			return i
		}
	}
	return it.Holder.Since
}

// secondLook is the newest look of a watcher in this segment, and whether the contents changed since or the
// item was out of their sight.
func (l *Look) secondLook(w *writer, it *state.Item) {
	if !l.Known.LookHolds(it, it.Second) {
		w.null("looked")
		return
	}
	w.key("looked")
	w.object(func() {
		w.number("time", l.time(it.Second.Index))
		w.member("by", string(it.Second.Watcher))
		w.truth("whole", it.Second.Body.Seen == it.Chambers && it.Second.Body.Rounds == it.Second.Loaded)
		w.truth("current", l.Known.LookIsOf(it, it.Second) &&
			l.Known.InSight(it, it.Second.Index, it.Second.Watcher, l.Now))
	})
}

// beside lists who signs the next hand-over of an item with its handler: whoever looked into it since
// the last one, and whose look no hand-over of this segment was signed by yet.
func (l *Look) beside(w *writer, it *state.Item) {
	w.key("beside")
	w.list(func() {
		for _, each := range []struct {
			look   state.SecondLook
			signed bool
		}{
			{it.Second, l.Known.SharedInSegment(it)},
			{it.Third, l.Known.ByThreeInSegment(it)},
		} {
			if !l.Known.LookHolds(it, each.look) || each.signed && !l.Known.Follows(each.look.Index, it.Given) {
				continue
			}
			w.object(func() {
				w.member("person", string(each.look.Watcher))
				w.member("role", l.roleOf(each.look))
			})
		}
	})
}

// roleOf is the role in which somebody looked.
func (l *Look) roleOf(look state.SecondLook) string {
	e, ok := l.Known.Entry(look.Index)
	if !ok {
		return ""
	}
	n := slices.IndexFunc(e.Event.Signers, func(s event.Signer) bool { return s.Person == look.Watcher })
	if n < 0 {
		return ""
	}
	return e.Event.Signers[n].Role.String()
}

// checks are the newest looks that count in this custody segment.
func (l *Look) checks(w *writer, it *state.Item) {
	w.key("checks")
	w.object(func() {
		l.secondLook(w, it)
		if !l.inSegment(it, it.Examined) {
			w.null("examined")
		} else {
			seen, of, feed, bore := l.Known.Whole(it)
			w.key("examined")
			w.object(func() {
				w.number("time", l.time(it.Examined))
				w.member("by", string(l.signer(it.Examined, event.Handler)))
				w.truth("whole", seen == of && feed && bore)
			})
		}
		e, ok := l.Known.Entry(it.Bore)
		b, is := (*event.BoreChecked)(nil), false
		if ok {
			b, is = e.Event.Body.(*event.BoreChecked)
		}
		if !is || !l.inSegment(it, it.Bore) || !l.Known.Follows(it.Bore, it.Fired) {
			w.null("bore")
			return
		}
		w.key("bore")
		w.object(func() {
			w.number("time", l.time(it.Bore))
			w.member("by", string(l.signer(it.Bore, event.Handler)))
			w.member("bore", b.Bore.String())
		})
	})
}
