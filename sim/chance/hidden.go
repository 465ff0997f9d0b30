package chance

import "github.com/proofhouse/proofhouse/sim/explore"

// hidden yields what is done and signed by nobody.
func (w *world) hidden(yield func(move)) {
	if w.live == away {
		w.puts(yield)
		return
	}
	if !w.honest(explore.Handler) {
		w.swaps(yield)
	}
}

// reach says who errs, besides who does it, when somebody has a hand in a place, and whether they can.
func (w *world) reach(who explore.Person, at place) (explore.People, bool) {
	free := false
	// What is left are the firearms.
	//exhaustive:ignore
	switch at {
	case bag, belt:
		free = true
	case intake:
		if w.prepared() {
			return 0, false // Nothing is drawn from it any more.
		}
		free = w.prep.intakeOpen
	case box:
		if w.prep.done == 0 {
			return 0, false
		}
		free = w.prep.boxOpen || w.open[box]
	case blanks:
		free = w.open[blanks]
	case away, pile:
		return 0, at == pile && who == explore.Handler
	default:
		return w.reachGun(who, uint8(at-inGun))
	}
	if free {
		return 0, true
	}
	return handlerErrs, !w.honest(explore.Handler)
}

func (w *world) reachGun(who explore.Person, g uint8) (explore.People, bool) {
	x := w.itemOf(g)
	switch w.papers[x].holder {
	case onCart, withNobody:
		return 0, true
	case withReceiver:
		return 0, who == explore.Receiver
	}
	if w.watched(g) {
		return 0, false
	}
	// In the handler's hands it is the handler's, and that of those who look away.
	return handlerErrs | w.lookedAway(x), !w.honest(explore.Handler)
}

// lookedAway are those who let something be done behind their own test or look.
func (w *world) lookedAway(x uint8) explore.People {
	p := &w.papers[x]
	if p.holder != withHandler || p.given {
		return 0
	}
	var who explore.People
	tested := !zero(p.test)
	if tested || p.looked[first] {
		who |= explore.Of(explore.Watcher)
	}
	if w.o.Third && (tested || p.looked[third]) {
		who |= explore.Of(explore.AD)
	}
	return who & w.err
}

func (w *world) puts(yield func(move)) {
	for _, who := range w.putters.List() {
		for to := bag; to < placeCount; to++ {
			let, can := w.reach(who, to)
			if !can || to == pile {
				continue
			}
			w.room(move{do: put, who: who, to: to, wrong: let | explore.Of(who)}, yield)
		}
	}
}

// room yields the ways in which a live round comes to lie in a place: in a firearm it takes another
// round's place or lies beside those that are there.
func (w *world) room(m move, yield func(move)) {
	if m.to < inGun {
		yield(m)
		return
	}
	g := uint8(m.to - inGun)
	if w.inside(g) < firearms[g].holds() {
		m.n = beside
		yield(m)
	}
	if w.guns[g].dummies > 0 {
		m.n = forDummy
		yield(m)
	}
	if w.guns[g].blanks > 0 {
		m.n = forBlank
		yield(m)
	}
}

// swaps moves the live round on by the handler's hand: a swap of rounds, of labels, of the firearms.
func (w *world) swaps(yield func(move)) {
	lets, can := w.reach(explore.Handler, w.live)
	for to := intake; can && to < placeCount; to++ {
		let, may := w.reach(explore.Handler, to)
		if !may || to == w.live || to == pile {
			continue
		}
		w.room(move{do: swapRounds, from: w.live, to: to, wrong: handlerErrs | lets | let}, yield)
	}
	if _, may := w.reach(explore.Handler, box); may && w.live >= bag && w.live <= intake {
		yield(move{do: moveLabel, from: w.live, to: box, wrong: handlerErrs})
	}
	for _, x := range [...]uint8{0, 1} {
		if w.papers[x].holder == withReceiver || w.papers[x].holder == withHandler && w.watched(w.as[x]) {
			return
		}
	}
	yield(move{do: swapFirearms, wrong: handlerErrs | w.lookedAway(0) | w.lookedAway(1)})
}
