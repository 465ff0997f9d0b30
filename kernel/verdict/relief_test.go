package verdict_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// TestWhoHeldInBetweenIsNoSecondPerson: three handlers one behind the other. The one in the middle loaded
// nothing and looked at nothing, and had the item alone all the same.
func TestWhoHeldInBetweenIsNoSecondPerson(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	w.enrol("h3", event.Props, "cam1", "w1")
	for _, r := range []event.Role{event.Handler, event.Watcher} {
		w.appoint("h3", r)
	}
	w.paper("med1/crew!", event.HandlerPermit, "2027-06-30", "h3")
	w.paper("med1/crew!", event.HandlerTraining, "", "h3")
	w.paper("med1/crew!", event.WatcherTraining, "", "h3")
	w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.Badge})
	relieve := func(from, to string) {
		w.onDutyAs(event.PersonID(to), event.Handler)
		w.do(from+"/handler! "+to+"/handler!", &event.Relieved{
			From: event.PersonID(from), To: event.PersonID(to), Items: []event.ItemID{"R-03"},
		})
	}
	w.do("h3/watcher!", w.second("R-03"))
	w.wantComplete(onCamera) // Nothing was in those hands yet.
	relieve("h1", "h3")
	w.later(300)
	relieve("h3", "h2")
	w.do("h2/handler", w.look("R-03"))
	w.do("h3/watcher!", w.second("R-03"))
	w.wantHold(onCamera, "look.watcher")
	w.do("w3/watcher!", w.second("R-03"))
	w.wantComplete(onCamera)
	// A new segment asks again who had it, and h3 had not.
	w.do("h2/handler", &event.Unloaded{Item: "R-03", Container: "QUAR", Unfired: 2})
	w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
	w.do("h2/handler", w.look("R-03"))
	w.do("h3/watcher!", w.second("R-03"))
	w.wantComplete(onCamera)
}
