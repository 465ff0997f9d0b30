package chance

import "github.com/proofhouse/proofhouse/sim/explore"

// act is one thing that happens: signed, or done in silence.
type act uint8

const (
	put act = iota // Somebody puts the live round somewhere.
	swapRounds
	moveLabel
	swapFirearms

	openIntake
	testTray
	missTray
	countTray
	sayCountTray
	shortCountTray
	miscountTray
	showTray
	showTrayEarly
	endorseTray
	endPrep
	endPrepUndone

	openBox
	sealBox
	load
	loadAlone
	loadLoose // Recorded as what it is.
	loadOther // From elsewhere than both signed.
	loadOver  // Nothing was loaded.

	examine
	sayExamined
	examinePart

	test
	missTest
	testUnwatched
	count
	sayCount
	shortCount
	miscount
	countByPrep
	show
	showEarly

	look
	sayLook
	lookPart
	lookForOther // On the phone of somebody who left it unlocked.
	leaveSight

	give
	giveByThree
	giveAlone
	freeze
	collect
	reset
	sayReset
	leaveAlone
	endDuty
	passTime
	unload
	sayUnloaded

	actCount
)

// move is one thing that can happen at a moment.
type move struct {
	do       act
	who      explore.Person
	item     uint8
	from, to place
	n        uint8 // Rounds; of a put or swap, which round makes room.
	live     bool  // The live round is among those taken.
	wrong    explore.People
}

// The room a live round takes in a firearm.
const (
	beside uint8 = iota
	forDummy
	forBlank
)

var (
	handlerErrs = explore.Of(explore.Handler)
	pairErrs    = explore.Of(explore.Handler, explore.Watcher)
)
