package chance

import "github.com/proofhouse/proofhouse/sim/explore"

// handling yields everything that can be done with one item on set.
func (w *world) handling(x uint8, yield func(move)) {
	p := &w.papers[x]
	w.loading(x, yield)
	if w.working() {
		return
	}
	if p.holder == withReceiver {
		yield(move{do: collect, item: x})
		return
	}
	w.examining(x, yield)
	w.unloading(x, yield)
	if p.holder != withHandler {
		return
	}
	w.testing(x, yield)
	w.looking(x, first, yield)
	if w.o.Third && p.looked[first] {
		w.looking(x, third, yield)
	}
	w.giving(x, yield)
	if p.exam {
		w.betweenTakes(x, yield)
	}
	yield(move{do: leaveAlone, item: x})
}

func (w *world) betweenTakes(x uint8, yield func(move)) {
	switch {
	case w.counts(x):
		yield(move{do: reset, item: x})
	case !w.honest(explore.Handler):
		yield(move{do: sayReset, item: x, wrong: handlerErrs})
	}
}

// unloading takes everything out. An honest handler writes down how many came out.
func (w *world) unloading(x uint8, yield func(move)) {
	p, g := &w.papers[x], w.as[x]
	if p.loaded() == 0 && w.inside(g) == 0 {
		return
	}
	handler := !w.honest(explore.Handler)
	if w.as[x] == x || handler {
		yield(move{do: unload, item: x, n: w.inside(g)})
	}
	if !handler {
		return
	}
	if w.inside(g) != p.loaded() {
		yield(move{do: unload, item: x, n: p.loaded(), wrong: handlerErrs})
	}
	if !w.watched(g) {
		yield(move{do: sayUnloaded, item: x, n: p.loaded(), wrong: handlerErrs})
	}
}

// giving is the hand-over. An honest handler hands over what is COMPLETE and, between takes, what they
// looked into; an honest watcher signs what their own phone, which is fresh, shows as COMPLETE and what
// they had in sight from test and look to hand.
func (w *world) giving(x uint8, yield func(move)) {
	p := &w.papers[x]
	complete := w.complete(x)
	handler := !w.honest(explore.Handler)
	if handler && complete && !w.stale[x] {
		yield(move{do: freeze, item: x, wrong: handlerErrs})
	}
	stale := handler && w.stale[x]
	if !complete && !stale || !handler && p.given && !w.counts(x) {
		return
	}
	if w.signs(x, first, complete) {
		yield(move{do: give, item: x})
		if w.o.Third && w.signs(x, third, complete) {
			yield(move{do: giveByThree, item: x})
		}
	}
	yield(move{do: giveAlone, item: x})
}

// signs reports whether a watcher signs a hand-over.
func (w *world) signs(x uint8, k int, complete bool) bool {
	if !w.honest(watchers[k]) {
		return true
	}
	p, e := &w.papers[x], &w.guns[w.as[x]].eyes[k]
	return complete && (!p.looked[k] || e.look) && (zero(p.test) || e.test == p.test)
}

// everywhere yields what is about no item in particular.
func (w *world) everywhere(yield func(move)) {
	out := false
	for x := range w.papers {
		out = out || w.papers[x].holder == withReceiver
	}
	if !out {
		yield(move{do: endDuty})
	}
	yield(move{do: passTime})
}

// moves lists everything that can happen now, in a fixed order.
func (w *world) moves() []move {
	var out []move
	yield := func(m move) { out = append(out, m) }
	w.hidden(yield)
	if !w.prepared() {
		w.preparing(yield)
		return out
	}
	w.boxes(yield)
	for x := range uint8(gunCount) {
		if w.wants[x].used {
			w.handling(x, yield)
		}
	}
	if !w.working() {
		w.everywhere(yield)
	}
	return out
}
