package chance

import "github.com/proofhouse/proofhouse/sim/explore"

// traySize is how many rounds go over one tray at prep, traysMax how many trays a day has.
const (
	traySize = 10
	traysMax = 2
)

// preparing yields what can be done at the cart before the day's work.
func (w *world) preparing(yield func(move)) {
	t := &w.prep
	handler := !w.honest(explore.Handler)
	if !t.intakeOpen {
		yield(move{do: openIntake})
		return
	}
	if t.done < traysMax && (zero(t.id) || t.whole() || handler) {
		m := move{do: testTray, live: w.live == intake}
		if w.live != intake || handler {
			m.live = false
			yield(m) // Where it lies, it stays behind.
		}
		if handler {
			yield(move{do: missTray, live: w.live == intake, wrong: handlerErrs})
		}
	}
	if zero(t.id) {
		return
	}
	w.countingTray(yield)
	switch {
	case t.whole():
		yield(move{do: endPrep})
	case handler:
		yield(move{do: endPrepUndone, wrong: handlerErrs})
	}
}

func (w *world) countingTray(yield func(move)) {
	t := &w.prep
	watcher, handler := !w.honest(explore.PrepWatcher), !w.honest(explore.Handler)
	by := explore.Of(explore.PrepWatcher)
	if !t.counted {
		switch {
		case t.seen:
			yield(move{do: countTray})
		case watcher:
			yield(move{do: sayCountTray, wrong: by})
		default:
			yield(move{do: shortCountTray})
		}
		if watcher {
			yield(move{do: miscountTray, wrong: by})
		}
	}
	if !t.shown {
		if t.counted {
			yield(move{do: showTray})
		} else if handler {
			yield(move{do: showTrayEarly, wrong: handlerErrs})
		}
	}
	if t.counted && t.shown && !t.endorsed && (!t.short || watcher) {
		yield(move{do: endorseTray})
	}
}
