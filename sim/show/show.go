// Package show plays a whole production in which everybody does their work well: twenty shooting
// days with two lenders, prep, a second unit, days out of reach of any signal, day players, a
// lender's own armorer, late pages, two hundred background with rubber guns, misfires handled as
// they should be, and papers that run out and are renewed. It drives the kernel as it ships and asks
// before every set-up. What it measures is how often people who deserve a COMPLETE get a HOLD, and
// whether the evening before had named it.
//
// A show is drawn from a seed and is the same on every machine.
package show

import (
	"iter"
	"math/rand/v2"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Options say which show is played.
type Options struct {
	Name      string // For the report.
	Seed      uint64
	Days      int // Shooting days, 1 to DaysMax.
	Region    event.Region
	Packs     []*verdict.Pack // What the production adopts at its opening.
	Later     []*verdict.Pack // Editions that are at hand and adopted when the evening asks for it.
	TaxCredit bool
	Third     bool // An AD counts and looks too before a first hand-over, and signs it.
	Anew      bool // Look, test and both signatures at every hand-over, not only at the first.
	EmptyLine bool // Nobody is planned in the line of fire.
	BlankOnly bool // No firearm that can chamber a live round comes to the set.
	Faults    bool // Inject faults of papers and plans, and let nobody heed the evening's forecast.
}

// DaysMax bounds a show.
const DaysMax = 60

// Play plays a show. An error is a fault of the simulation, never of the show.
func Play(o Options) (*Report, error) {
	w := newStage(o)
	main := w.prepDay()
	var second *unit
	for n := 1; n <= w.opt.Days && w.err == nil; n++ {
		w.nextDay()
		days := []iter.Seq[int64]{main.dayOf()}
		if second != nil && n <= secondUntil && !w.canyonDay() {
			days = append(days, second.dayOf())
		}
		w.together(days...)
		main.evening()
		if n == secondFrom-1 {
			second = w.secondUnit()
		}
		if second != nil && n < secondUntil {
			second.evening()
		}
	}
	return w.rep, w.err
}

func newStage(o Options) *stage {
	w := &stage{
		opt: o, rng: rand.New(rand.NewPCG(o.Seed, 20)), //nolint:gosec // A show is drawn anew from its seed.
		s: state.New(), rep: newReport(&o),
		phones: map[event.PersonID]*phone{}, seals: map[event.ContainerID]string{},
		tips: map[event.Object]event.ID{}, now: firstMidnight(), day: firstMidnight(),
	}
	w.packs = append(append(w.packs, o.Packs...), o.Later...)
	w.opt.Days = min(max(o.Days, 1), DaysMax)
	return w
}

func (w *stage) nextDay() {
	w.rep.nextDay()
	w.day = w.midnightOf(w.rep.Day)
	w.to(w.day + 5*3600)
}

// The second unit's days, and those of the lender's own armorer.
const (
	secondFrom, secondUntil = 6, 13
	guestFrom, guestUntil   = 10, 12
)

// midnightOf is when a shooting day begins. Nobody shoots on Saturday and Sunday.
func (w *stage) midnightOf(n int) int64 {
	const daySeconds = 24 * 3600
	at := firstMidnight()
	for n > 0 {
		at += daySeconds
		if weekday := (at/daySeconds + 4) % 7; weekday != 0 && weekday != 6 {
			n--
		}
	}
	return at
}

// canyonDay is a day on which the set is out of reach of the unit's box.
func (w *stage) canyonDay() bool { return w.rep.Day%7 == 3 }

func (u *unit) isCanyon() bool { return u.id == "main" && u.canyonDay() }

// battle reports whether two hundred background carry rubber on a day.
func battle(day int) bool { return day%6 == 5 }

// class is what the lenders' firearms are.
func (w *stage) class() event.Class {
	if w.opt.BlankOnly {
		return event.BlankOnly
	}
	return event.LiveCapable
}

// prepDay opens the production, takes everything over and plans the first day.
func (w *stage) prepDay() *unit {
	w.open()
	w.hire()
	w.papers()
	u := &unit{
		stage: w, id: "main", ad: "ad1", keeper: "h1", helper: "h2", prep: "w1", watcher: "w2", third: mainThird,
		medic: "med1", place: "stage-4", players: numbered("p", 6), crew: numbered("c", crewCount)[:28],
	}
	if w.opt.TaxCredit {
		w.advisor = "adv1"
	}
	w.to(w.day + 10*3600)
	u.onDuty4()
	u.register()
	u.receive(
		delivered("R-01", w.class(), event.Revolver, "4401", "LA-1", "L1"),
		delivered("R-02", w.class(), event.Revolver, "4402", "LA-1", "L1"),
		delivered("R-03", w.class(), event.Revolver, "4403", "LA-1", "L1"),
		delivered("P-01", w.class(), event.Magazine, "7701", "LA-2", "L1"),
		delivered("P-02", w.class(), event.Magazine, "7702", "LA-2", "L1"),
		delivered("G-01", event.Solid, event.Inert, "", "LA-1", "L1"),
	)
	var rubber []event.ReceivedItem
	for n := range backgroundCount {
		rubber = append(rubber, delivered(rubberID(n), event.Solid, event.Inert, "", likeOf(n), "L2"))
	}
	u.receive(rubber...)
	u.weekly()
	u.train(u.players...)
	u.lockUp()
	u.offDuty(u.ad, event.ByWrap)
	u.evening()
	return u
}

// secondUnit joins with items of its own from the other lender.
func (w *stage) secondUnit() *unit {
	u := &unit{
		stage: w, id: "second", ad: secondAD, keeper: "h3", prep: "w4", watcher: "w3", third: secondAD,
		medic: "med2", place: "ranch-2", players: numbered("p", 6)[4:], crew: numbered("c", crewCount)[28:],
	}
	u.onDuty4()
	u.register()
	u.receive(
		delivered("R-11", w.class(), event.Revolver, "5511", "LA-1", "L2"),
		delivered("R-12", w.class(), event.Revolver, "5512", "LA-1", "L2"),
		delivered("S-01", w.class(), event.Fixed, "9901", "", "L2"),
	)
	u.weekly()
	u.lockUp()
	u.offDuty(u.ad, event.ByWrap)
	return u
}
