package explore

import (
	"fmt"
	"strings"
)

// tell turns the way to the goal into sentences.
func (h *House) tell(s *search) []Sentence {
	var out []Sentence
	for _, v := range s.path() {
		r := &h.b.recs[v.rec]
		out = append(out, Sentence{Text: v.step.sentence(r, h.b.recs[s.queue[v.before].rec]), Wrong: v.step.wrong})
	}
	return out
}

// Describe says what a claim looks for.
func Describe(c Claim) string {
	switch c {
	case ClaimA:
		return "Claim A: first hand-over of a segment; the live round is put in by somebody other than its two people."
	case ClaimB:
		return "Claim B: first hand-over of a segment; the live round is put in by one of its two people."
	case Resets, ClaimCount:
	}
	return "Resets: a later hand-over of the same segment; anybody puts the live round in."
}

// Text says a result in words.
func Text(o Options, r Result) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("%s", Describe(o.Claim))
	var packs []string
	for _, p := range o.Packs {
		packs = append(packs, string(p.ID))
	}
	line("Packs: %s. Sets of up to %d people who do wrong acts.", strings.Join(packs, ", "), o.Faults)
	b.WriteString(TellSets(r.Sets))
	line("\n%d states, %d transitions, %d records with a log each, %d of them COMPLETE.",
		r.States, r.Transitions, r.Records, r.Complete)
	line("%d logs judged, %d of them second logs of a record: all got the verdict of the first.", r.Judged, r.Again)
	line("Bounds: %s.", Bounds(o))
	switch against := len(r.Against(o)); {
	case r.Complete == 0:
		line("No hand-over of this day is COMPLETE under these packs, so nothing was shown.")
	case (o.Claim != Resets || o.anew()) && o.Without == "":
		line("Sets that contradict what is claimed: %d.", against)
	}
	return b.String()
}

// TellSets says sets in words, by what the firearm was to be handed over with.
func TellSets(all []Set) string {
	var b strings.Builder
	for load := range RoundsCount {
		fmt.Fprintf(&b, "\nWith %s:\n", load)
		n := 0
		for _, set := range all {
			if set.Rounds != load {
				continue
			}
			n++
			fmt.Fprintf(&b, "  %d. %s\n", n, set.Who)
			for _, x := range Tell(set) {
				fmt.Fprintf(&b, "     %s\n", x)
			}
		}
		if n == 0 {
			b.WriteString("  no set of people suffices.\n")
		}
	}
	return b.String()
}

// Tell says a way in lines: each wrong step by itself, the steps between them as far as they were
// taken right.
func Tell(s Set) []string {
	var out []string
	right := 0
	for n, x := range s.Path {
		last := n == len(s.Path)-1
		if x.Wrong == 0 && !last {
			right++
			continue
		}
		switch {
		case right == 1:
			out = append(out, s.Path[n-1].Text)
		case right > 1:
			out = append(out, fmt.Sprintf("(%d steps, all done right.)", right))
		}
		right = 0
		mark := "* "
		if x.Wrong == 0 {
			mark = ""
		}
		out = append(out, mark+x.Text)
	}
	return out
}

// sentence says what happened. The record is the one after the step.
func (st step) sentence(r *record, before record) string {
	switch st.kind {
	case did:
		return actSentence(st.act, r, before)
	case putIn:
		return st.put(before)
	case swapped:
		return fmt.Sprintf("The handler took a round from %s and put it into %s%s.",
			whereNames[st.from], whereNames[st.to], st.unseen())
	case labelled:
		return fmt.Sprintf("The handler put the label and seal of the tested box on %s.", whereNames[st.from])
	case missed:
		if st.act == testTray {
			return "The handler said that every round of the tray was tested and left the live one out."
		}
		return "The handler said that every round in the firearm was tested again and left the live one out."
	case unwatched:
		return "The handler signed the test of the rounds in the firearm without the hand-over watcher."
	case untrue:
		return st.untrue()
	case skipped:
		return st.skipped()
	case wrongSource:
		return fmt.Sprintf("Handler and hand-over watcher signed a load from the %s and loaded from %s.", sourceWords(before.rounds),
			whereNames[st.from])
	case notOut:
		if st.act == unload {
			return "The handler signed that every round was taken out and left them in."
		}
		return "Handler and hand-over watcher signed a load and left in what was in the firearm."
	case lookAlike:
		return "The handler took the other firearm, which looks the same, in its place" + st.unseen() + "."
	case froze:
		return "The handler kept the phone, which showed COMPLETE, from hearing of anything newer."
	case left:
		return fmt.Sprintf("The %s went away, and will not sign before test and look are made again.", st.who)
	case shortCount:
		return fmt.Sprintf("The %s counted what they had seen tested: too few.", st.who)
	}
	return "Something happened that has no sentence."
}

// unseen says who let a thing happen in their sight.
func (st step) unseen() string {
	if others := st.wrong &^ Of(st.who); others != 0 {
		return ", and the " + others.and() + " let it happen"
	}
	return ""
}

// and lists a set for a sentence.
func (s People) and() string {
	var names []string
	for _, p := range s.List() {
		names = append(names, p.String())
	}
	return strings.Join(names, " and the ")
}

func (st step) put(before record) string {
	to := whereNames[st.to]
	switch {
	case st.to == inChamber && before.holder == withReceiver:
		return fmt.Sprintf("The %s put a live round into a chamber while the firearm was in their hands.", st.who)
	case st.to == inChamber && before.holder == withNobody:
		return fmt.Sprintf("The %s put a live round into a chamber while the firearm lay alone.", st.who)
	case st.to == inChamber && st.who != Handler && st.who != Watcher:
		return fmt.Sprintf("The %s put a live round into a chamber: the handler had left the firearm out of sight "+
			"and recorded nothing%s.", st.who, step{wrong: st.wrong &^ Of(Handler), who: st.who}.unseen())
	}
	return fmt.Sprintf("The %s put a live round into %s%s.", st.who, to, st.unseen())
}

func (st step) untrue() string {
	// These are the acts that can be said without having been done.
	//exhaustive:ignore
	switch st.act {
	case examine:
		return "The handler signed an examination of every chamber and had not looked."
	case lookIn:
		return "The hand-over watcher signed a look into every chamber and had not looked."
	case lookThird:
		return "The AD signed a look into every chamber and had not looked."
	case countTray, recountRounds, thirdCount:
		return fmt.Sprintf("The %s signed a count of rounds they had not seen tested.", st.who)
	}
	return "Handler and hand-over watcher loaded a round with a bullet and signed a load of blanks."
}

func (st step) skipped() string {
	// These are the acts that can be left in part, so that the record shows it.
	//exhaustive:ignore
	switch st.act {
	case countTrayWrong, recountWrong, thirdWrong:
		return fmt.Sprintf("The %s signed another number than they had seen.", st.who)
	case recountByPrep:
		return "The prep watcher counted in the hand-over watcher's place."
	case showTray, reshowRounds:
		return "The handler showed the number before the watcher had counted."
	case leavePrep:
		return "The handler ended prep before the tray was counted, shown and endorsed."
	case leaveUnsealed:
		return "The handler left the tested box without a seal."
	case loadAlone:
		return "The handler loaded without a watcher's signature."
	case loadFromBag:
		return "Handler and hand-over watcher loaded from the loose bag and signed that."
	case loadFromBelt:
		return "Handler and hand-over watcher loaded from a belt and signed that."
	case examinePart:
		return "The handler signed an examination that left out a chamber."
	case lookInPart:
		return "The hand-over watcher signed a look that left out a chamber."
	}
	return "Somebody left out part of a step."
}

func actSentence(a act, r *record, before record) string {
	// All others say the same whatever stands on record.
	//exhaustive:ignore
	switch a {
	case load1, load2, load3, load4:
		return fmt.Sprintf("Handler and hand-over watcher loaded %d from the %s.", r.loaded, sourceWords(r.rounds))
	case giveSigned:
		return "Handler and hand-over watcher signed the hand-over, judged COMPLETE, and the receiver has the firearm."
	case giveByThree:
		return "Handler, hand-over watcher and AD signed the hand-over, judged COMPLETE, and the receiver has the firearm."
	case giveAlone:
		return "The handler signed the hand-over, judged COMPLETE, and the receiver has the firearm."
	case openSource:
		return fmt.Sprintf("The handler opened the %s.", sourceWords(before.rounds))
	default:
		return plainSentence(a)
	}
}

func sourceWords(r Rounds) string {
	if r == BlankRounds {
		return "box of blanks"
	}
	return "tested box"
}

// plainSentence says an act that was done right and needs no more to be said.
func plainSentence(a act) string {
	// The others have a sentence of their own.
	//exhaustive:ignore
	switch a {
	case openIntake:
		return "The handler opened the intake box on the cart."
	case testTray:
		return "The handler tested every round of a tray."
	case countTray:
		return "The prep watcher counted the tray."
	case showTray:
		return "The handler showed the number of the tray."
	case endorseTray:
		return "Handler and prep watcher endorsed the tray."
	case leavePrep:
		return "The handler sealed both boxes; prep ended."
	case examine:
		return "The handler examined every chamber."
	case retestRounds:
		return "The handler tested every round in the firearm again before the hand-over watcher."
	case recountRounds:
		return "The hand-over watcher counted the rounds tested."
	case thirdCount:
		return "The AD counted the rounds tested."
	case reshowRounds:
		return "The handler showed the number tested."
	case lookIn:
		return "The hand-over watcher looked into every chamber."
	case lookThird:
		return "The AD looked into every chamber."
	case collect:
		return "The handler collected the firearm."
	case resetLook:
		return "The handler looked into it between takes."
	case leaveAlone:
		return "The firearm lay alone, and the handler recorded that."
	case endDuty:
		return "Six hours were over; the handler went on duty again."
	case passTime:
		return "Half an hour went by."
	case unload:
		return "The handler took every round out."
	default:
		return "Something was done that has no sentence."
	}
}
