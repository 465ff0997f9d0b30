package chance

import (
	"fmt"
	"strings"

	"github.com/proofhouse/proofhouse/sim/explore"
)

// tell says a way in sentences, as sim/explore does.
func (h *house) tell(d *drawn, way []move) ([]explore.Sentence, error) {
	w, err := h.begin(d)
	if err != nil {
		return nil, err
	}
	var out []explore.Sentence
	for _, m := range way {
		out = append(out, explore.Sentence{Text: w.sentence(m), Wrong: m.wrong})
		if err := w.do(m); err != nil {
			return nil, err
		}
	}
	return out, nil
}

var placeNames = [placeCount]string{
	"nowhere", "the loose bag", "a belt", "the intake box", "the tested box", "the box of blanks",
	"the rounds that were taken out", "a chamber of the revolver R-03", "a chamber of the revolver R-04",
	"the pistol P-01",
}

// said is what an act is called. %[1]s is the item by its record, %[2]s who acts, %[3]d a number of rounds,
// %[4]s and %[5]s where from and where to, %[6]s who let it happen.
//
//nolint:gosec // These are sentences.
var said = [actCount]string{
	put:            "The %[2]s put a live round into %[5]s%[6]s.",
	swapRounds:     "The handler took the live round out of %[4]s and put it into %[5]s%[6]s.",
	moveLabel:      "The handler put the label and seal of the tested box on %[4]s.",
	swapFirearms:   "The handler exchanged the two revolvers, which look the same%[6]s.",
	openIntake:     "The handler opened the intake box on the cart.",
	testTray:       "The handler tested every round of a tray.",
	missTray:       "The handler said that every round of the tray was tested and left one out.",
	countTray:      "The prep watcher counted the tray.",
	sayCountTray:   "The prep watcher signed a count of rounds they had not seen tested.",
	shortCountTray: "The prep watcher counted what they had seen tested: too few.",
	miscountTray:   "The prep watcher signed another number than they had seen.",
	showTray:       "The handler showed the number of the tray.",
	showTrayEarly:  "The handler showed the number of the tray before the watcher had counted.",
	endorseTray:    "Handler and prep watcher endorsed the tray.",
	endPrep:        "The handler sealed both boxes; prep ended.",
	endPrepUndone:  "The handler ended prep before the tray was counted, shown and endorsed.",
	openBox:        "The handler opened %[4]s.",
	sealBox:        "The handler sealed %[4]s.",
	load:           "Handler and hand-over watcher loaded %[3]d from %[4]s into the %[1]s.",
	loadAlone:      "The handler loaded %[3]d from %[4]s into the %[1]s without a watcher's signature.",
	loadLoose:      "Handler and hand-over watcher loaded %[3]d from %[5]s into the %[1]s and signed that.",
	loadOther:      "Handler and hand-over watcher signed a load of %[3]d from %[4]s into the %[1]s and took them from %[5]s.",
	loadOver:       "Handler and hand-over watcher signed a load of %[3]d from %[4]s and left in what was in the %[1]s.",
	examine:        "The handler examined every chamber of the %[1]s.",
	sayExamined:    "The handler signed an examination of the %[1]s and had not looked.",
	examinePart:    "The handler signed an examination of the %[1]s that left out a chamber.",
	test:           "The handler tested every round in the %[1]s again before the hand-over watcher.",
	missTest:       "The handler said that every round in the %[1]s was tested again and left one out.",
	testUnwatched:  "The handler signed the test of the rounds in the %[1]s without the hand-over watcher.",
	count:          "The %[2]s counted the rounds of the %[1]s tested.",
	sayCount:       "The %[2]s signed a count of rounds of the %[1]s they had not seen tested.",
	shortCount:     "The %[2]s counted what they had seen tested of the %[1]s: too few.",
	miscount:       "The %[2]s signed another number for the %[1]s than they had seen.",
	countByPrep:    "The prep watcher counted for the %[1]s in the hand-over watcher's place.",
	show:           "The handler showed the number tested of the %[1]s.",
	showEarly:      "The handler showed the number tested of the %[1]s before the watcher had counted.",
	look:           "The %[2]s looked into every chamber of the %[1]s.",
	sayLook:        "The %[2]s signed a look into every chamber of the %[1]s and had not looked.",
	lookPart:       "The %[2]s signed a look into the %[1]s that left out a chamber.",
	leaveSight:     "The %[2]s let the %[1]s out of sight, and will not sign before test and look are made again.",
	give:           "Handler and hand-over watcher signed the hand-over of the %[1]s, judged COMPLETE.",
	giveByThree:    "Handler, hand-over watcher and AD signed the hand-over of the %[1]s, judged COMPLETE.",
	giveAlone:      "The handler signed the hand-over of the %[1]s, judged COMPLETE.",
	freeze:         "The handler kept the phone, which showed COMPLETE for the %[1]s, from hearing of anything newer.",
	collect:        "The handler collected the %[1]s.",
	reset:          "The handler looked into the %[1]s between takes.",
	sayReset:       "The handler signed a look into the %[1]s between takes and had not looked.",
	leaveAlone:     "The %[1]s lay alone, and the handler recorded that.",
	endDuty:        "Six hours were over; the handler went on duty again.",
	passTime:       "Half an hour went by.",
	unload:         "The handler took every round out of the %[1]s and signed %[3]d.",
	sayUnloaded:    "The handler signed that every round was taken out of the %[1]s and left them in.",
	lookForOther:   "The %[2]s signed a look into the %[1]s on the phone of the %[6]s, which lay unlocked.",
}

// sentence says an act before it happens.
func (w *world) sentence(m move) string {
	x := firearms[m.item].name
	others := m.wrong &^ explore.Of(m.who)
	also := ""
	switch {
	case m.do == lookForOther:
		also = watchers[m.n].String()
	case m.do == put && m.to >= inGun:
		also = w.unwatched(m, others)
	case others != 0 && m.do <= swapFirearms:
		also = ", and the " + and(others) + " let it happen"
	}
	text := fmt.Sprintf(said[m.do]+"%[7]s", x, m.who, m.n, placeNames[m.from], placeNames[m.to], also, among(m))
	return text
}

// among says that the live round was among those taken, where the act does not say so itself.
func among(m move) string {
	if m.live {
		return " The live round was among them."
	}
	return ""
}

// unwatched says how a firearm came to be in somebody's reach.
func (w *world) unwatched(m move, others explore.People) string {
	x := w.itemOf(uint8(m.to - inGun))
	switch {
	case w.papers[x].holder == withReceiver:
		return " while it was in their hands"
	case w.papers[x].holder != withHandler:
		return " while it lay alone"
	case m.who != explore.Handler && m.who != explore.Watcher:
		also := ": the handler had left it out of sight and recorded nothing"
		if rest := others &^ explore.Of(explore.Handler); rest != 0 {
			also += ", and the " + and(rest) + " let it happen"
		}
		return also
	case others != 0:
		return ", and the " + and(others) + " let it happen"
	}
	return ""
}

func and(s explore.People) string {
	return strings.ReplaceAll(s.String(), ", ", " and the ")
}

// Text says a result in words.
func Text(o *Options, r *Result) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	var packs []string
	for _, p := range o.Packs {
		packs = append(packs, string(p.ID))
	}
	line("Packs: %s. Seeds %d to %d, a day each.", strings.Join(packs, ", "), o.Seed, o.Seed+uint64(o.Days)-1)
	for _, c := range r.Counters {
		line("\nSeed %d, claim %s, %s:", c.Seed, c.Claim, c.Wrong)
		for _, x := range explore.Tell(explore.Set{Path: c.Path}) {
			line("  %s", x)
		}
	}
	if len(r.Counters) > 0 {
		line("")
	}
	line("%d acts, %d entries signed, %d verdicts of which %d were COMPLETE.", r.Acts, r.Records, r.Judged, r.Complete)
	line("%d days had a first hand-over that was COMPLETE and signed: %d such hand-overs, and %d later ones.",
		r.Whole, r.Handed, r.Later)
	line("On %d days the live round was in a firearm at some time.", r.Loaded)
	line("Bounds: %s.", Bounds())
	line("Days on which people sufficed: %d. Against what is claimed: %d.", r.Found, r.Against)
	if r.Handed == 0 {
		line("No hand-over of these days was COMPLETE and signed, so nothing was shown.")
	}
	return b.String()
}

// Bounds says in words what a day has.
func Bounds() string {
	return fmt.Sprintf("two revolvers of %d chambers that look the same and a pistol with a magazine of %d, two of the "+
		"three used; one live round; %d trays of %d at prep; at most %d acts a day",
		firearms[0].chambers, firearms[2].magazine, traysMax, traySize, actsMax)
}
