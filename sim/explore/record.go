package explore

// Rounds is what the day is about: which rounds, if any, go into the firearm.
type Rounds uint8

// The sorts of rounds.
const (
	NoRounds Rounds = iota
	DummyRounds
	BlankRounds

	// RoundsCount is how many sorts there are.
	RoundsCount
)

// String says what a firearm is handed over with.
func (r Rounds) String() string {
	return [...]string{"an empty firearm", "dummies", "blanks", "unknown rounds"}[min(r, RoundsCount)]
}

// mark is how one small thing stands on the record.
type mark uint8

const (
	absent mark = iota
	right       // As it should be.
	wrong       // Recorded, and not as it should be: another number, shown too early, not all looked at.
	other       // Recorded by somebody who may not: the handler alone, the prep watcher.
)

// Where the work is.
const (
	atCart uint8 = iota // Nothing was opened yet.
	opened              // The intake box stands open on the cart.
	tested              // Rounds went over the tray into the tested box, both boxes are open.
	onSet               // Prep is over.
)

// Who has the item, by the record.
const (
	withHandler uint8 = iota
	withReceiver
	withNobody
)

// record is the abstraction of a log: what an informed reader of it would say that it shows. It keys
// one real log; that any two logs with one record get one verdict is asserted, not assumed.
type record struct {
	rounds Rounds
	stage  uint8

	// The tray at prep.
	counted, shown   mark
	endorsed, sealed bool

	// The firearm.
	open   bool  // The container that will be loaded from stands open.
	loads  uint8 // Loads so far.
	loaded uint8 // Rounds the log places in the firearm.
	how    mark  // right: from its box, both signed. wrong: from the loose bag. other: the handler alone.
	void   bool  // They were loaded before the newest gap.

	exam            mark // The handler's examination: right is whole, wrong is in part.
	examVoid, old   bool // It lies before the newest gap; the last look is older than allowed.
	waits           uint8
	retest          bool // The test of the rounds inside, since the newest load and gap.
	recount, third  mark // Of the watcher (other: of the prep watcher), of the AD.
	reshown         mark
	tries           uint8 // Tests of the rounds inside since the load.
	stood           bool  // They were tested and counted before they came back, under a pack that asks anew.
	look, look3     mark  // The hand-over watcher's own look (other: see anew), and the AD's.
	holder          uint8
	given           mark // The newest hand-over of the segment: right when both signed.
	byTwo           bool // One of the segment was signed by both, with the watcher's look behind it.
	byThree         bool // And by the AD, with the AD's look behind it.
	again           bool // It was not the first of its segment.
	hands, segments uint8
}

// act is one thing people sign, or let time do. Some are several events that nothing comes between.
type act uint8

const (
	noAct act = iota
	openIntake
	testTray
	countTray
	countTrayWrong
	showTray
	endorseTray
	leavePrep
	leaveUnsealed
	openSource
	load1
	load2
	load3
	load4
	loadAlone
	loadFromBag
	loadFromBelt
	examine
	examinePart
	retestRounds
	recountRounds
	recountWrong
	recountByPrep
	thirdCount
	thirdWrong
	reshowRounds
	lookIn
	lookInPart
	lookThird
	giveSigned
	giveByThree
	giveAlone
	collect
	resetLook
	leaveAlone
	endDuty
	passTime
	unload
	actCount
)

// Bounds of the search, printed with every result.
const (
	loadsMax    = 2 // Loads of the firearm.
	triesMax    = 2 // Tests of one load at the hand-over.
	handsMax    = 2 // Hand-overs.
	segmentsMax = 2 // Custody segments.
	waitsMax    = 1 // Times that a look grows too old.
)

// lapses counts what stands wrong on the record. A log with several of them supports no more than one
// with a single one (removing support never turns HOLD into COMPLETE, docs/spec/verdict.md), so one at
// a time is enough; Options.Lapses tries that with two.
func (r *record) lapses() int {
	n := 0
	for _, m := range [...]mark{r.how, r.exam, r.recount, r.third, r.reshown, r.look, r.look3} {
		if m > right {
			n++
		}
	}
	if r.stage == onSet && r.rounds == DummyRounds && !r.preparedWell() {
		n++
	}
	return n
}

func (r *record) preparedWell() bool {
	return r.counted == right && r.shown == right && r.endorsed && r.sealed
}

// leavable reports whether prep may end here: done, or broken off at one point, or with one thing wrong.
func (r *record) leavable(sealed bool) bool {
	type tray struct {
		counted, shown mark
		endorsed       bool
	}
	switch (tray{r.counted, r.shown, r.endorsed}) {
	case tray{right, right, true}:
		return true
	case tray{absent, absent, false}, tray{right, absent, false}, tray{right, right, false},
		tray{wrong, right, true}, tray{right, wrong, true}:
		return sealed
	}
	return false
}

// anew is what an act leaves of the checks where a pack asks for them anew: behind the return of the
// firearm, and of a look behind a change of what is inside.
func (r *record) anew(a act) {
	if a == collect {
		stood := r.retest && r.recount == right && r.reshown == right
		r.unchecked()
		r.stood = stood
	}
	if r.look == wrong && (a == collect || a == unload || a >= load1 && a <= loadFromBelt) {
		r.look = other // It left something out, and it is not the one that is asked for.
	}
}

// after is the record once an act was recorded, and false when the bounds leave it out.
func (r record) after(a act, chambers uint8, lapses int) (record, bool) {
	was, ok := r, false
	switch {
	case a < openSource:
		r, ok = r.afterPrep(a)
	case r.stage != onSet:
	case a <= loadFromBelt:
		r, ok = r.afterLoad(a, chambers)
	case a <= lookThird:
		r, ok = r.afterCheck(a)
	default:
		r, ok = r.afterCustody(a)
	}
	most := lapses
	if lapses == 1 && (was.segments > 0 || was.hands > 0) {
		most = 0 // Behind a gap or a hand-over the checks are the same ones over again.
	}
	if lapses == 1 && was.lapses() > 0 && (a == passTime || a == collect || a == leaveAlone || a == endDuty) {
		return r, false
	}
	return r, ok && r.lapses() <= max(most, was.lapses())
}

func (r record) afterPrep(a act) (record, bool) {
	if r.rounds != DummyRounds {
		return r, false
	}
	// Only the acts of prep come here.
	//exhaustive:ignore
	switch a {
	case openIntake:
		was := r.stage
		r.stage = opened
		return r, was == atCart
	case testTray:
		if r.stage != opened {
			return r, false
		}
		r.stage = tested
	case countTray, countTrayWrong:
		if r.stage != tested || r.counted != absent {
			return r, false
		}
		r.counted = right
		if a == countTrayWrong {
			r.counted = wrong
		}
	case showTray:
		if r.stage != tested || r.shown != absent {
			return r, false
		}
		r.shown = right
		if r.counted == absent {
			r.shown = wrong
		}
	case endorseTray:
		if r.stage != tested || r.counted == absent || r.shown == absent || r.endorsed {
			return r, false
		}
		r.endorsed = true
	case leavePrep, leaveUnsealed:
		if r.stage != tested || !r.leavable(a == leavePrep) {
			return r, false
		}
		r.stage, r.sealed, r.open = onSet, a == leavePrep, a == leaveUnsealed
	default:
		return r, false
	}
	return r, true
}

func (r record) afterLoad(a act, chambers uint8) (record, bool) {
	if r.holder != withHandler || r.loads == loadsMax || r.rounds == NoRounds {
		return r, false
	}
	if a == openSource {
		was := r.open
		r.open = true
		return r, !was && r.loaded == 0
	}
	n := chambers
	r.how = right
	// The others load a number of rounds as they should.
	//exhaustive:ignore
	switch a {
	case loadAlone:
		r.how = other
	case loadFromBag, loadFromBelt:
		r.how = wrong
	default:
		n = uint8(a - load1 + 1)
	}
	if !r.open || r.loaded > 0 || n > chambers {
		return r, false
	}
	r.loaded, r.open, r.void = n, false, false
	r.loads++
	r.unchecked()
	return r, true
}

// unchecked is what becomes of the checks of the rounds inside when others come in, or none are left.
func (r *record) unchecked() {
	r.retest, r.recount, r.third, r.reshown, r.tries = false, absent, absent, absent, 0
	if !r.byTwo || r.look <= right {
		r.look = absent // What a look behind the first hand-over left out stays left out until the next.
	}
	r.look3, r.stood = absent, false
}

func (r record) afterCheck(a act) (record, bool) {
	if r.holder == withReceiver || r.holder == withNobody && a != examine && a != examinePart {
		return r, false
	}
	once := func(m *mark, to mark, may bool) bool {
		was := *m
		*m = to
		return may && was == absent
	}
	// Only the acts of checking come here.
	//exhaustive:ignore
	switch a {
	case examine, examinePart:
		r.exam, r.examVoid, r.old, r.holder = right, false, false, withHandler
		if a == examinePart {
			r.exam = wrong
		}
		return r, true
	case retestRounds:
		may := r.rounds == DummyRounds && r.loaded > 0 && !r.void && r.tries < triesMax
		tries, look, look3 := r.tries+1, r.look, r.look3
		r.unchecked()
		r.retest, r.tries, r.look, r.look3 = true, tries, look, look3
		return r, may
	case recountRounds:
		return r, once(&r.recount, right, r.retest)
	case recountWrong:
		return r, once(&r.recount, wrong, r.retest)
	case recountByPrep:
		return r, once(&r.recount, other, r.retest)
	case thirdCount: // Behind the watcher's: which of two unseen counts comes first makes no difference.
		return r, once(&r.third, right, r.recount != absent && r.reshown == absent)
	case thirdWrong:
		return r, once(&r.third, wrong, r.recount != absent && r.reshown == absent)
	case reshowRounds:
		to := right
		if r.recount == absent {
			to = wrong
		}
		return r, once(&r.reshown, to, r.retest)
	case lookIn:
		may := r.look != right
		r.look = right
		return r, may
	case lookInPart:
		return r, once(&r.look, wrong, true)
	case lookThird:
		return r, once(&r.look3, right, r.look == right) // Who of the two looks first makes no difference.
	}
	return r, false
}

func (r record) afterCustody(a act) (record, bool) {
	// Only the acts of custody come here.
	//exhaustive:ignore
	switch a {
	case giveSigned, giveByThree, giveAlone:
		if r.holder != withHandler || r.hands == handsMax {
			return r, false
		}
		r.again = r.given == right
		r.given, r.holder = right, withReceiver
		r.byTwo = r.byTwo || a != giveAlone && r.look == right
		r.byThree = r.byThree || a == giveByThree && r.look == right && r.look3 == right
		if a == giveAlone {
			r.given = other
		}
		r.hands++
		return r, true
	case collect:
		may := r.holder == withReceiver && r.hands < handsMax && r.given == right
		r.holder = withHandler
		return r, may
	case resetLook:
		may := r.holder == withHandler && r.old && r.exam == right && !r.examVoid
		r.old = false
		return r, may
	case leaveAlone, endDuty:
		may := r.holder == withHandler && r.segments+1 < segmentsMax && !r.open
		r.unchecked()
		r.void, r.examVoid = r.loaded > 0, r.exam != absent
		r.holder, r.given, r.again, r.byTwo, r.byThree = withNobody, absent, false, false, false
		r.look = absent // Whatever it left out: it is none of the new segment.
		r.old = r.old || a == endDuty && r.exam != absent
		r.segments++
		return r, may
	case passTime:
		may := r.holder == withHandler && r.exam != absent && !r.examVoid && r.waits < waitsMax
		r.old = true
		r.waits++
		return r, may
	case unload:
		may := r.holder != withReceiver && r.loaded > 0 && r.loads < loadsMax
		r.loaded, r.how, r.void, r.holder = 0, absent, false, withHandler
		r.unchecked()
		return r, may
	}
	return r, false
}
