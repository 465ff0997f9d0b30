package chance

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/sim/explore"
)

// place is where the one live round lies.
type place uint8

const (
	away   place = iota // Within reach of anybody, in nothing of the production's.
	bag                 // The loose bag on the cart.
	belt                // A belt of rounds for the camera.
	intake              // The box of dummies as they came.
	box                 // The box of tested dummies.
	blanks              // The box of blanks.
	pile                // What was taken out of the firearms.
	inGun               // The first firearm; the others stand behind it.

	placeCount = inGun + gunCount
)

// gunCount is how many firearms a day has: two revolvers that look the same, and a magazine pistol.
const gunCount = 3

// firearm is what one of them is.
type firearm struct {
	id       event.ItemID
	serial   string
	name     string
	made     event.Mechanism
	chambers int64
	magazine int64
	alike    string
}

var firearms = [gunCount]firearm{
	{"R-03", "4471", "revolver R-03", event.Revolver, 6, 0, "LA-1"},
	{"R-04", "4472", "revolver R-04", event.Revolver, 6, 0, "LA-1"},
	{"P-01", "8806", "pistol P-01", event.Magazine, 1, 8, ""},
}

// holds is how many rounds fit in, a round in the chamber of the pistol counted.
func (f *firearm) holds() uint8 { return uint8(f.chambers + f.magazine) }

// loads is how many rounds are put in at the most.
func (f *firearm) loads() uint8 { return uint8(max(f.chambers, f.magazine)) }

// The people who watch: the hand-over watcher and, as a third person, the AD.
const (
	first  = 0
	third  = 1
	eyesOf = 2
)

var watchers = [eyesOf]explore.Person{explore.Watcher, explore.AD}

// gun is the truth about one firearm, whatever it is called on record. Rounds of one kind cannot be told
// apart, so numbers say everything; the live one is not among them.
type gun struct {
	dummies, blanks uint8
	eyes            [eyesOf]eyes // Of honest watchers only.
}

// eyes are what somebody has had in sight without a break.
type eyes struct {
	test event.ID // Since this test of its rounds.
	look bool     // Since their own look.
}

func (e eyes) open() bool { return e.look || e.test != event.ID{} }

// Who has an item, by the record.
const (
	onCart uint8 = iota // Nobody took it up yet.
	withHandler
	withReceiver
	withNobody
)

// paper is what people know to stand on record of one item, or can read there.
type paper struct {
	holder          uint8
	dummies, blanks uint8 // Rounds the log places in it.
	exam            bool
	test            event.ID // The newest test of the rounds inside, since the newest load and gap.
	seen            [eyesOf]bool
	counted         [eyesOf]bool
	shown           bool
	looked          [eyesOf]bool
	given           bool // A hand-over stands in this segment.
}

func (p *paper) loaded() uint8 { return p.dummies + p.blanks }

// unchecked is what becomes of the checks of an item when other rounds come in, or its segment ends.
func (p *paper) unchecked() {
	p.test, p.seen, p.counted, p.shown, p.looked = event.ID{}, [eyesOf]bool{}, [eyesOf]bool{}, false, [eyesOf]bool{}
}

// tray is the newest tray at prep.
type tray struct {
	id                        event.ID
	seen                      bool // Each round was tested, and the prep watcher saw it.
	counted, short            bool
	shown, early, endorsed    bool
	intakeOpen, boxOpen, over bool // Of prep as a whole.
	done                      uint8
}

// whole reports whether nothing is left to be done for the tray.
func (t *tray) whole() bool { return t.counted && !t.short && t.shown && !t.early && t.endorsed }

// want is what an item is to be handed over with.
type want struct {
	used            bool
	dummies, blanks uint8
}

// world is the truth with the record beside it.
type world struct {
	o       *Options
	err     explore.People // Who may do wrong acts.
	putters explore.People // Who of them may put the live round in.

	wants  [gunCount]want
	live   place
	guns   [gunCount]gun
	as     [gunCount]uint8 // Which firearm is used as which item.
	papers [gunCount]paper
	prep   tray
	open   [placeCount]bool // Which of the box and the blanks stand open on set.
	left   uint8            // Tested dummies in the box, by the record.
	stale  [gunCount]bool   // The handler's phone shows an earlier COMPLETE.

	log *diary
	sum tally
}

// liveIn reports whether the live round is in a firearm.
func (w *world) liveIn(g uint8) bool { return w.live == inGun+place(g) }

// inside is how many rounds are in a firearm.
func (w *world) inside(g uint8) uint8 {
	n := w.guns[g].dummies + w.guns[g].blanks
	if w.liveIn(g) {
		n++
	}
	return n
}

// bullets is how many of them have a bullet: who draws the rounds sees that.
func (w *world) bullets(g uint8) uint8 { return w.inside(g) - w.guns[g].blanks }

// counts reports whether as many rounds can be seen in what is used as an item as stand on record, and
// whether it is the item.
func (w *world) counts(x uint8) bool {
	return w.as[x] == x && w.inside(w.as[x]) == w.papers[x].loaded()
}

// looksRight is the same with every round drawn where some have no bullet.
func (w *world) looksRight(x uint8) bool {
	p := &w.papers[x]
	return w.counts(x) && (p.blanks == 0 || w.bullets(w.as[x]) == p.dummies)
}

// honest reports whether somebody does everything right.
func (w *world) honest(p explore.Person) bool { return !w.err.Has(p) }

// watched reports whether anybody honest would see what is done to a firearm in the handler's hands.
func (w *world) watched(g uint8) bool {
	e := &w.guns[g].eyes
	return e[first].open() || e[third].open()
}

func (w *world) unseen(g uint8) { w.guns[g].eyes = [eyesOf]eyes{} }

// itemOf is the item that a firearm is used as.
func (w *world) itemOf(g uint8) uint8 {
	for x, has := range w.as {
		if has == g {
			return uint8(x)
		}
	}
	return g
}

// working reports whether a box stands open on set: an honest handler loads and seals, and does nothing else.
func (w *world) working() bool { return w.honest(explore.Handler) && (w.open[box] || w.open[blanks]) }

// prepared reports whether prep is over, or not needed.
func (w *world) prepared() bool {
	need := false
	for _, x := range w.wants {
		need = need || x.dummies > 0
	}
	return w.prep.over || !need
}
