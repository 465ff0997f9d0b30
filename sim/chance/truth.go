package chance

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/sim/explore"
)

// hide does what nobody signs.
func (w *world) hide(m move) {
	// Only what is hidden comes here.
	//exhaustive:ignore
	switch m.do {
	case put, swapRounds:
		w.takeOut()
		w.putIn(m)
	case moveLabel:
		w.live = box
	case swapFirearms:
		w.as[0], w.as[1] = w.as[1], w.as[0]
		w.unseen(0)
		w.unseen(1)
	case freeze:
		w.stale[m.item] = true
	default: // leaveSight
		w.guns[w.as[m.item]].eyes[m.n] = eyes{}
	}
}

// takeOut leaves another round where the live one was in a firearm: a swap keeps every number.
func (w *world) takeOut() {
	if w.live < inGun {
		return
	}
	at := uint8(w.live - inGun)
	g, p := &w.guns[at], &w.papers[w.itemOf(at)]
	switch {
	case g.dummies < p.dummies:
		g.dummies++
	case g.blanks < p.blanks:
		g.blanks++
	}
}

func (w *world) putIn(m move) {
	w.live = m.to
	if m.to < inGun {
		return
	}
	g := &w.guns[m.to-inGun]
	switch m.n {
	case forDummy:
		g.dummies--
	case forBlank:
		g.blanks--
	}
}

// loadTruth puts rounds in, the live one among them or not.
func (w *world) loadTruth(m move) {
	p, g := &w.papers[m.item], &w.guns[w.as[m.item]]
	into := &g.dummies
	if m.from == blanks {
		p.blanks += m.n
		into = &g.blanks
	} else {
		p.dummies += m.n
		w.left -= min(m.n, w.left)
	}
	p.unchecked()
	if m.do == loadOver {
		return
	}
	if m.do == loadOther || m.do == loadLoose {
		into = &g.dummies // What lies loose has a bullet.
	}
	*into += m.n
	if m.live {
		*into--
		w.live = inGun + place(w.as[m.item])
	}
}

// testTruth is who saw which rounds tested, and has the firearm in sight since.
func (w *world) testTruth(m move, id event.ID) {
	p, g := &w.papers[m.item], &w.guns[w.as[m.item]]
	looked := p.looked
	p.unchecked()
	p.test, p.looked = id, looked
	for k, who := range watchers {
		here := k == first || w.o.Third
		p.seen[k] = here && m.do == test
		if here && w.honest(who) && m.do != testUnwatched {
			g.eyes[k].test = id
		}
	}
}

// gap ends the segment of an item: nobody has it in sight, and every check is void.
func (w *world) gap(x uint8) {
	p := &w.papers[x]
	p.unchecked()
	p.exam, p.given = false, false
	w.stale[x] = w.stale[x] && !w.honest(explore.Handler)
	w.unseen(w.as[x])
}

// emptyTruth takes out everything, or nothing.
func (w *world) emptyTruth(m move) {
	p, g := &w.papers[m.item], w.as[m.item]
	p.dummies, p.blanks, p.holder = 0, 0, withHandler
	p.unchecked()
	if m.do == sayUnloaded {
		return
	}
	if w.liveIn(g) {
		w.live = pile
	}
	w.guns[g].dummies, w.guns[g].blanks = 0, 0
}
