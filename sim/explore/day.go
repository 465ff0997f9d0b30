package explore

import (
	"crypto/sha256"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// The ids of the one production the explorer plays. Two founders and a medic, who take no part, stand
// beside the six people of the model, so that everybody was vouched for by others.
const (
	item    event.ItemID      = "R-03"
	twin    event.ItemID      = "R-04"
	intake  event.ContainerID = "INTAKE"
	box     event.ContainerID = "BOX"
	blanks  event.ContainerID = "BLANKS"
	bag     event.ContainerID = "BAG"
	belt    event.ContainerID = "BELT"
	quar    event.ContainerID = "QUAR"
	dummies event.LotID       = "D-014"
	blank   event.LotID       = "B-02"
	scene   event.SceneID     = "42"
	unit    event.UnitID      = "main"
	day     event.Day         = "2026-11-21"
	place   event.PlaceID     = "stage-4"
	serial                    = "4471"
)

// ids are the people's names in the log.
var ids = [PersonCount]event.PersonID{"h1", "p1", "w1", "a1", "r1", "o1"}

var (
	handlerSigns = signer{ids[Handler], event.Handler}
	watcherSigns = signer{ids[Watcher], event.Watcher}
	prepSigns    = signer{ids[PrepWatcher], event.Watcher}
	adSigns      = signer{ids[AD], event.AD}
	founderSigns = signer{"f1", event.AD}
	medicSigns   = signer{"m1", event.Crew}
)

var productionID = event.ProductionID(sim.Hex16("explored production"))

// firstLight is when the explored day begins.
var firstLight = time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC).Unix()

// question is what is asked at every hand-over, and whether the scene may start after it.
var (
	question = verdict.Question{
		Ask: verdict.HandOver, Item: item, To: ids[Receiver], Scene: scene, Purpose: event.OnCamera,
	}
	afterwards = verdict.Question{Ask: verdict.Start, Scene: scene, Unit: unit}
)

// firstPage is everything before the day's first tray: production, crew, papers, deliveries, plan and
// meeting. All of it is done right: what is wrong here is outside this model.
func firstPage(chambers int64, packs []*verdict.Pack) *page {
	p := &page{now: firstLight}
	region := regionOf(packs)
	p.production(packs, region)
	p.crew()
	p.delivery(chambers)
	p.scene(region)
	return p
}

// regionOf is where the day is: where the first pack that is made for a place governs.
func regionOf(packs []*verdict.Pack) event.Region {
	for _, k := range packs {
		for _, r := range k.Jurisdiction {
			if r != verdict.Anywhere {
				return r
			}
		}
	}
	return "US-CA"
}

func (p *page) production(packs []*verdict.Pack, region event.Region) {
	var refs []event.PackRef
	for _, k := range packs {
		refs = append(refs, event.PackRef{Pack: k.ID, Digest: k.Digest})
	}
	p.write(&event.ProductionOpened{
		Region: region, RP: sim.Site, Origins: []string{sim.Origin}, LogOrigin: "log.example", LogKey: "k",
		ClockKey: "c", Hub: sim.KeyOf("hub"), Demo: event.No, TaxCredit: event.No, Packs: refs,
		Founders: []event.FounderEntry{
			{Person: "f1", Department: event.Directing, Role: event.AD, Key: sim.KeyOf("f1")},
			{Person: "f2", Department: event.Sound, Role: event.Steward, Key: sim.KeyOf("f2")},
		},
	}, signer{"f1", event.Founder}, signer{"f2", event.Founder})
}

// crew vouches so that any two of the six count as two people.
func (p *page) crew() {
	enrol := func(who event.PersonID, d event.Department, vouchers ...event.PersonID) {
		by := []signer{{who, event.Crew}}
		for _, v := range vouchers {
			by = append(by, signer{v, event.Crew})
		}
		p.write(&event.CrewEnrolled{Person: who, Department: d, Key: sim.KeyOf(string(who)), Vouchers: vouchers}, by...)
	}
	enrol("m1", event.Medical, "f2")
	enrol(ids[Handler], event.Props, "f2")
	enrol(ids[PrepWatcher], event.Grip, "f1")
	enrol(ids[Watcher], event.Art, "f1", "f2")
	enrol(ids[AD], event.Directing, "m1")
	enrol(ids[Receiver], event.Cast, "m1", "f1")
	enrol(ids[Outsider], event.Camera, "m1", "f2")
	for _, r := range []struct {
		who  event.PersonID
		role event.Role
	}{
		{ids[Handler], event.Handler},
		{ids[PrepWatcher], event.Watcher},
		{ids[Watcher], event.Watcher},
		{ids[AD], event.AD},
		{ids[Receiver], event.Performer},
		{"m1", event.Medic},
	} {
		p.write(&event.Appointed{Person: r.who, Role: r.role}, founderSigns)
	}
	papers := func(what event.CredentialKind, expires event.Day, by signer, people ...event.PersonID) {
		p.write(&event.Credential{What: what, People: people, Expires: expires}, by)
	}
	papers(event.HandlerPermit, "2027-06-30", medicSigns, ids[Handler])
	papers(event.HandlerTraining, "", medicSigns, ids[Handler])
	papers(event.WatcherTraining, "", medicSigns, ids[PrepWatcher], ids[Watcher])
	papers(event.FirearmsCourse, "", medicSigns, append([]event.PersonID{"f1", "f2"}, ids[:]...)...)
	papers(event.MedicLicence, "", founderSigns, "m1")
	p.write(&event.ContactNamed{Person: "f1"}, founderSigns)
}

// delivery is what came that morning, received by handler and watcher together.
func (p *page) delivery(chambers int64) {
	p.duty()
	p.write(&event.ItemReceived{Items: []event.ReceivedItem{
		received(item, serial, chambers), received(twin, "4472", chambers),
	}}, handlerSigns, prepSigns)
	for _, c := range []struct {
		id   event.ContainerID
		what event.ContainerKind
	}{{box, event.Box}, {bag, event.Bag}, {belt, event.Belt}, {quar, event.Quarantine}} {
		p.write(&event.ContainerRegistered{Container: c.id, What: c.what}, handlerSigns)
	}
	lot := event.ReceivedLot{
		Lot: dummies, Nature: event.Dummy, Construction: event.RattleHole, Load: event.NoBlank, Count: 50,
		Container: intake, Seal: "S-I", Lender: "L1",
	}
	fire := lot
	fire.Lot, fire.Nature, fire.Construction, fire.Load = blank, event.Blank, event.OtherConstruction, event.Half
	fire.Container, fire.Seal = blanks, "S-B"
	p.write(&event.RoundsReceived{Lots: []event.ReceivedLot{lot, fire}}, handlerSigns, prepSigns)
	p.seals = map[event.ContainerID]string{intake: "S-I", blanks: "S-B"}
	p.write(&event.TestFired{Item: item, Lot: blank, DistanceMM: 4000}, handlerSigns)
	p.write(&event.BoreChecked{Item: item, Bore: event.BoreUnobstructed, Method: event.Light}, handlerSigns)
}

// duty puts the handler on duty with a new device.
func (p *page) duty() {
	p.write(&event.DutyOpened{
		Person: ids[Handler], Role: event.Handler, Unit: unit, Device: sim.KeyOf("device " + sim.RootOf(p.size)),
	}, handlerSigns)
}

func received(id event.ItemID, last4 string, chambers int64) event.ReceivedItem {
	return event.ReceivedItem{
		Item: id, Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: chambers, Serial4: last4,
		LookAlike: "LA-1", Lender: "L1", Unloaded: event.Yes,
	}
}

// scene is the plan and what was made for it. It allows blanks; dummies and an empty firearm are less.
func (p *page) scene(region event.Region) {
	p.write(&event.NoticeGiven{Day: day, Unit: unit, To: event.CrewTold}, adSigns)
	p.write(&event.NoticeGiven{Day: day, Unit: unit, To: event.PoliceTold}, adSigns)
	p.write(&event.DayCalled{Day: day, Unit: unit, Region: region, Place: place}, adSigns)
	p.write(&event.SweepDone{
		Day: day, Unit: unit, Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	}, handlerSigns)
	p.write(&event.Credential{What: event.PerformerTraining, People: []event.PersonID{ids[Receiver]}}, handlerSigns)
	plan := p.write(&event.ScenePlanned{
		Scene: scene, Pages: event.ID(sha256.Sum256([]byte("pages"))), Day: day, Region: region, Place: place,
		Purpose: event.OnCamera, Items: []event.PlannedItem{{Item: item, Class: event.LiveCapable}},
		Load: event.Half, Near: []event.PersonID{ids[AD], ids[Outsider]}, Capacity: 2, Medic: event.Yes, Protected: event.Yes,
	}, handlerSigns, adSigns)
	p.write(&event.RiskAssessed{
		Of: plan, Uncontrolled: 20, Controlled: 6, Controls: 3, Groups: []event.Department{event.Camera},
		WhyReal: event.Yes,
	}, adSigns, handlerSigns)
	p.write(&event.MeetingHeld{
		Of: plan, Day: day, Place: place, Topics: event.Topics(), Walked: event.Yes, Medic: "m1",
		Protected: event.Yes, People: append([]event.PersonID{"m1"}, ids[:]...),
	}, adSigns, handlerSigns)
}
