package explore

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// The two firearms of the explored day. They look the same.
const (
	item   event.ItemID = "R-03"
	twin   event.ItemID = "R-04"
	serial              = "4471"
)

// ids are the people's names in the log.
var ids = [PersonCount]event.PersonID{
	sim.HandlerID, sim.PrepWatcherID, sim.WatcherID, sim.ADID, sim.ReceiverID, sim.OutsiderID,
}

// ID returns the person's name in the log.
func (p Person) ID() event.PersonID { return ids[p%PersonCount] }

var productionID = event.ProductionID(sim.Hex16("explored production"))

// question is what is asked at every hand-over, and afterwards whether the scene may start.
var (
	question   = sim.HandOver(item)
	afterwards = sim.Start()
)

// firstPage is everything before the day's first tray. All of it is done right: what is wrong there is
// outside this model.
func firstPage(chambers int64, packs []*verdict.Pack) *page {
	p := &page{
		now:   sim.FirstLight,
		seals: map[event.ContainerID]string{sim.Intake: sim.IntakeSeal, sim.Blanks: sim.BlanksSeal},
	}
	sim.Day{
		Packs: packs, Dummies: 50, Planned: []event.ItemID{item},
		Items: []event.ReceivedItem{received(item, serial, chambers), received(twin, "4472", chambers)},
	}.Write(p.write)
	return p
}

func received(id event.ItemID, last4 string, chambers int64) event.ReceivedItem {
	return event.ReceivedItem{
		Item: id, Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: chambers, Serial4: last4,
		LookAlike: "LA-1", Lender: "L1", Unloaded: event.Yes,
	}
}
