package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// givenTo hands R-03 over to somebody.
func (w *world) givenTo(by string, to event.PersonID) {
	w.t.Helper()
	w.do(by, &event.HandedOver{
		Item: "R-03", To: to, Scene: "42", Purpose: event.Rehearsal, Trays: []event.ID{w.ids["HR1"]},
	})
}

// TestWhoHasItWatchedNothing: a question before the hand-over names who would receive; before the scene
// starts whoever has the item is who received.
func TestWhoHasItWatchedNothing(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.paper("h1/handler!", event.PerformerTraining, "", "w2")
	w.do("w3/watcher!", w.second("R-03"))
	w.givenTo("h1/handler! w3/watcher! w2/watcher!", "w2") // Who watched the load and counted the test.
	w.wantHold(start, "load.no-watcher")
	w.wantHold(start, "retest.watcher")
	w.do("h1/handler", &event.Collected{Item: "R-03", From: "w2"})
	w.seen("R-03")
	w.give()
	w.wantHold(start, "look.watcher") // Who had it in their hands in this segment is no other eye.
	w.collect()
	w.do("w3/watcher!", w.second("R-03"))
	w.do("h1/handler! w2/watcher! w3/watcher!", &event.HandedOver{
		Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, Trays: []event.ID{w.ids["HR1"]},
	})
	w.wantComplete(start)
}

// TestWhoHasItIsNoThirdPerson: neither a third count nor a third look is that of who received.
func TestWhoHasItIsNoThirdPerson(t *testing.T) {
	w := begin(t)
	w.packs = append(slices.Clip(w.packs), pack(t, "house-third-count"))
	w.withDummies()
	w.enrol("ad2", event.Directing, "cam1", "ad1")
	w.appoint("ad2", event.AD)
	w.paper("med1/crew!", event.FirearmsCourse, "", "ad2")
	w.paper("h1/handler!", event.PerformerTraining, "", "ad2")
	w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"ad2"}, How: event.Badge})
	w.thirdCounted("HR2", "ad2/ad!", 6)
	w.ids["HR1"] = w.ids["HR2"]
	w.do("ad2/ad!", w.second("R-03"))
	w.wantComplete(handOver)
	w.givenTo("h1/handler! w2/watcher! ad2/ad!", "ad2")
	w.wantHold(start, "third.person")
	w.wantHold(start, "third.look")
	w.do("h1/handler", &event.Collected{Item: "R-03", From: "ad2"})
	w.givenTo("h1/handler! w2/watcher! ad2/ad!", "p1")
	w.wantHold(start, "third.look") // Who had it in this segment is no third eye either.
	w.collect()
	w.do("adv1/advisor!", w.second("R-03"))
	w.givenTo("h1/handler! w2/watcher! adv1/advisor!", "p1")
	w.wantComplete(start)
}

// TestAHandOverHasTwoEnds: it goes from a handler to somebody else, who is one of the production.
func TestAHandOverHasTwoEnds(t *testing.T) {
	t.Run("to the handler", func(t *testing.T) {
		w := begin(t)
		w.withDummies()
		w.paper("ad1/crew!", event.PerformerTraining, "", "h1")
		w.givenTo("h1/handler! w2/watcher!", "h1")
		w.wantHold(start, "giver.not-handler")
	})
	t.Run("to who relieves the handler", func(t *testing.T) {
		w := begin(t)
		w.withDummies()
		w.paper("ad1/crew!", event.PerformerTraining, "", "h2")
		w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.Badge})
		w.onDutyAs("h2", event.Handler)
		w.givenTo("h1/handler! w2/watcher!", "h2")
		w.do("h1/handler! h2/handler!", &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{"R-03"}})
		w.wantHold(start, "giver.not-handler")
	})
	t.Run("to a name on papers", func(t *testing.T) {
		w := begin(t)
		w.withDummies()
		w.paper("med1/crew!", event.FirearmsCourse, "", "ghost")
		w.paper("ad1/crew!", event.PerformerTraining, "", "ghost")
		w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"ghost"}, How: event.Badge})
		q := handOver
		q.To = "ghost"
		w.wantHold(q, "person.unknown")
		w.givenTo("h1/handler! w2/watcher!", "ghost")
		w.wantHold(start, "person.unknown")
		// Not everybody has a phone: who is on the list of the crew is one of them.
		w.do("ad1/ad!", &event.CrewListed{People: []event.ListedPerson{
			{Person: "ghost", Department: event.Cast, Proposed: event.Performer},
		}})
		w.wantComplete(start)
	})
}
