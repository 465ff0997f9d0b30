package chance

import (
	"math/rand/v2"

	"github.com/proofhouse/proofhouse/sim/explore"
)

// drawn is what is chosen before a day begins.
type drawn struct {
	claim    explore.Claim
	who      explore.People
	wants    [gunCount]want
	appetite int // How often somebody who may err does.
}

// How much likelier one thing is than another: the next step of the work, a wrong act on a day of few,
// some or many of them, a watcher who goes away, a step
// that is repeated or that begins the work again.
const (
	nextStep = 400
	putIt    = 30 // The live round, as long as nobody put it anywhere.
	leaving  = 12
	setback  = 4
)

var appetites = [...]int{2, 8, 30}

func (h *house) draw(rng *rand.Rand) drawn {
	n := rng.IntN(len(h.sets))
	sets := h.sets[n]
	d := drawn{
		claim: h.o.Claims[n], who: sets[rng.IntN(len(sets))], appetite: appetites[rng.IntN(len(appetites))],
	}
	d.wants[0].used = true
	d.wants[1+rng.IntN(gunCount-1)].used = true
	for x := range d.wants {
		if !d.wants[x].used {
			continue
		}
		room := firearms[x].loads()
		some := func() uint8 { return 1 + uint8(rng.IntN(int(room))) }
		switch want := &d.wants[x]; rng.IntN(4) {
		case 0:
			want.dummies = some()
		case 1:
			want.blanks = some()
		case 2:
			want.dummies = uint8(rng.IntN(int(room))) // With at least one place left for a blank.
			want.blanks = 1 + uint8(rng.IntN(int(room-want.dummies)))
		}
	}
	return d
}

// begin is the world of a day before anything happened.
func (h *house) begin(d *drawn) (*world, error) {
	log, err := h.morning.diary(h.o.Packs, h.reader)
	w := &world{
		o: &h.o, err: d.who, putters: d.claim.Putters(d.who), wants: d.wants, log: log,
		as: [gunCount]uint8{0, 1, 2},
	}
	return w, err
}

// course lets a day take its course and returns what happened.
func (w *world) course(rng *rand.Rand, appetite int) ([]move, error) {
	var way []move
	for len(way) < actsMax && !w.sum.against {
		if w.done() && rng.IntN(4) == 0 {
			break
		}
		m, ok := w.pick(rng, appetite)
		if !ok {
			break
		}
		if err := w.do(m); err != nil {
			return way, err
		}
		way = append(way, m)
		w.sum.loaded = w.sum.loaded || w.live >= inGun
	}
	return way, nil
}

// done reports whether everything that is used today is with the receiver.
func (w *world) done() bool {
	for x := range w.wants {
		if w.wants[x].used && w.papers[x].holder != withReceiver {
			return false
		}
	}
	return true
}

// pick draws what happens next: first what sort of act, then which of its kind.
func (w *world) pick(rng *rand.Rand, appetite int) (move, bool) {
	all := w.moves()
	var most [actCount]int
	weights := make([]int, len(all))
	for n, m := range all {
		weights[n] = w.weight(m, appetite)
		most[m.do] = max(most[m.do], weights[n])
	}
	sum := 0
	for _, n := range most {
		sum += n
	}
	if sum == 0 {
		return move{}, false
	}
	left := rng.IntN(sum)
	do := act(0)
	for left >= most[do] {
		left -= most[do]
		do++
	}
	sum = 0
	for n, m := range all {
		if m.do == do {
			sum += weights[n]
		}
	}
	left = rng.IntN(sum)
	for n, m := range all {
		if m.do != do {
			continue
		}
		if left < weights[n] {
			return m, true
		}
		left -= weights[n]
	}
	return move{}, false
}

// weight is how likely a thing is to happen, against others.
func (w *world) weight(m move, appetite int) int {
	switch {
	case m.do == put:
		return putIt * w.near(m.to)
	case m.do == swapRounds:
		return appetite * w.near(m.to)
	case m.wrong != 0:
		return appetite
	case w.next(m):
		return nextStep
	case m.do == giveAlone && !w.honest(explore.Handler):
		return max(appetite, setback)
	case m.do == leaveSight:
		return leaving
	}
	return setback
}

// near is how likely the live round goes somewhere rather than elsewhere: to what work is done with.
func (w *world) near(to place) int {
	switch {
	case to == box && (w.open[box] || w.prep.boxOpen), to == blanks && w.open[blanks], to == intake && w.prep.intakeOpen:
		return 4
	case to >= inGun && w.wants[w.itemOf(uint8(to-inGun))].used:
		return 2
	}
	return 1
}

// next reports whether an act is one that brings the work on.
func (w *world) next(m move) bool {
	p := &w.papers[m.item]
	full := w.lacks(m.item, box) == 0 && w.lacks(m.item, blanks) == 0
	lost := func(k int) bool {
		e := &w.guns[w.as[m.item]].eyes[k]
		return w.honest(watchers[k]) && (p.looked[k] && !e.look || !zero(p.test) && e.test != p.test)
	}
	// Whatever else is done right either has to be done once or brings nothing on.
	//exhaustive:ignore
	switch m.do {
	case testTray:
		return !w.enough()
	case endPrep:
		return w.enough()
	case examine:
		return !p.exam && full
	case test:
		return full && (zero(p.test) || lost(first) || w.o.Third && lost(third))
	case look:
		return full && (!p.looked[m.n] || lost(int(m.n))) && (p.dummies == 0 || p.shown)
	case give:
		return !w.o.Third || p.given
	case giveAlone:
		return p.given
	case put, freeze, leaveSight, reset, leaveAlone, endDuty, passTime, unload:
		return false
	case collect:
		return w.done()
	}
	return true
}

// enough reports whether as many rounds were tested as the day needs.
func (w *world) enough() bool {
	need := uint8(0)
	for _, x := range w.wants {
		need += x.dummies
	}
	return w.left >= need
}
