package chance

import "github.com/proofhouse/proofhouse/sim/explore"

// boxes yields the opening and sealing of what is loaded from.
func (w *world) boxes(yield func(move)) {
	for _, from := range [...]place{box, blanks} {
		switch {
		case w.open[from]:
			yield(move{do: sealBox, from: from})
		case w.working() || !w.wanted(from):
		default:
			yield(move{do: openBox, from: from})
		}
	}
}

// wanted reports whether any item is still to be loaded from a box.
func (w *world) wanted(from place) bool {
	for x := range w.papers {
		if w.lacks(uint8(x), from) > 0 {
			return true
		}
	}
	return false
}

// lacks is how many rounds of a box an item is still to be loaded with.
func (w *world) lacks(x uint8, from place) uint8 {
	p, want := &w.papers[x], &w.wants[x]
	if p.holder == withReceiver || p.holder == withNobody {
		return 0
	}
	if from == box {
		if p.dummies > 0 || w.left < want.dummies {
			return 0
		}
		return want.dummies
	}
	if p.blanks > 0 {
		return 0
	}
	return want.blanks
}

// loading yields the loads of one item. Who loads dummies cannot tell them from a live round; who loads
// blanks sees a bullet, and so does the watcher of the load.
func (w *world) loading(x uint8, yield func(move)) {
	handler, watcher := !w.honest(explore.Handler), !w.honest(explore.Watcher)
	both := handler && watcher
	for _, from := range [...]place{box, blanks} {
		n := w.lacks(x, from)
		if !w.open[from] || n == 0 {
			continue
		}
		m := move{do: load, item: x, from: from, n: n}
		if w.inside(w.as[x]) != w.papers[x].loaded() {
			if both && w.inside(w.as[x]) == w.papers[x].loaded()+n {
				m.do, m.wrong = loadOver, pairErrs
				yield(m)
			}
			continue // Both see that something else is in it than should be.
		}
		if w.as[x] != x && !both {
			continue // The tag on it is another's.
		}
		yield(m)
		alone := m
		alone.do, alone.wrong = loadAlone, handlerErrs
		if handler {
			yield(alone)
		}
		if w.live == from {
			m.live, alone.live = true, true
			if from == blanks {
				m.wrong = pairErrs
			}
			if from == box || both {
				yield(m)
			}
			if handler {
				yield(alone)
			}
		}
		if both {
			w.loadingElse(m, yield)
		}
	}
}

// loadingElse yields loads from where nobody should load: signed as that, or as the box.
func (w *world) loadingElse(m move, yield func(move)) {
	m.live, m.wrong = false, pairErrs
	for _, at := range [...]place{bag, belt} {
		m.to = at
		m.do, m.live = loadLoose, w.live == at
		yield(m)
		if m.live {
			m.do = loadOther
			yield(m)
		}
	}
}

func (w *world) examining(x uint8, yield func(move)) {
	handler := !w.honest(explore.Handler)
	switch {
	case w.counts(x):
		yield(move{do: examine, item: x})
	case handler:
		yield(move{do: sayExamined, item: x, wrong: handlerErrs})
	}
	if handler {
		yield(move{do: examinePart, item: x, wrong: handlerErrs})
	}
}

// testing yields the test of the rounds inside before the watcher, its counts and its number.
func (w *world) testing(x uint8, yield func(move)) {
	p, g := &w.papers[x], w.as[x]
	handler, watcher := !w.honest(explore.Handler), !w.honest(explore.Watcher)
	if p.dummies == 0 {
		return
	}
	if !w.liveIn(g) && w.inside(g) == p.loaded() && w.bullets(g) == p.dummies {
		yield(move{do: test, item: x})
	}
	if handler {
		yield(move{do: missTest, item: x, wrong: handlerErrs})
		if !watcher && !w.watched(g) {
			yield(move{do: testUnwatched, item: x, wrong: handlerErrs})
		}
	}
	if zero(p.test) {
		return
	}
	w.counting(x, first, yield)
	if w.o.Third && p.counted[first] {
		w.counting(x, third, yield)
	}
	if !p.shown {
		if p.counted[first] {
			yield(move{do: show, item: x})
		} else if handler {
			yield(move{do: showEarly, item: x, wrong: handlerErrs})
		}
	}
}

func (w *world) counting(x uint8, k int, yield func(move)) {
	p, who := &w.papers[x], watchers[k]
	if p.counted[k] || k == third && p.shown {
		return
	}
	m := move{who: who, item: x, n: uint8(k)}
	honest := w.honest(who)
	switch {
	case p.seen[k] && (!honest || w.guns[w.as[x]].eyes[k].test == p.test):
		m.do = count
	case honest:
		m.do = shortCount
	default:
		m.do, m.wrong = sayCount, explore.Of(who)
	}
	yield(m)
	if !honest {
		m.do, m.wrong = miscount, explore.Of(who)
		yield(m)
	}
	if k == first && !w.honest(explore.PrepWatcher) {
		yield(move{do: countByPrep, who: explore.PrepWatcher, item: x, wrong: explore.Of(explore.PrepWatcher)})
	}
}

// looking yields a watcher's own look: every chamber, the number of rounds, the serial, and blanks drawn.
func (w *world) looking(x uint8, k int, yield func(move)) {
	who, e := watchers[k], &w.guns[w.as[x]].eyes[k]
	m := move{do: look, who: who, item: x, n: uint8(k)}
	switch {
	case w.looksRight(x):
		yield(m)
	case !w.honest(who):
		m.do, m.wrong = sayLook, explore.Of(who)
		yield(m)
	}
	if w.honest(who) {
		if e.open() {
			yield(move{do: leaveSight, who: who, item: x, n: uint8(k)})
		}
		return
	}
	m.wrong = explore.Of(who)
	if k == first {
		m.do = lookPart
		yield(m)
	}
	for _, by := range (w.err &^ explore.Of(who)).List() {
		yield(move{do: lookForOther, who: by, item: x, n: uint8(k), wrong: explore.Of(who, by)})
	}
}
