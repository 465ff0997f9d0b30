package sim

import (
	"crypto/sha256"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// People of the day. Two founders and a medic, who take no part in it, stand beside six others, so that
// any two of those six count as two people.
const (
	HandlerID     event.PersonID = "h1"
	PrepWatcherID event.PersonID = "p1"
	WatcherID     event.PersonID = "w1"
	ADID          event.PersonID = "a1"
	ReceiverID    event.PersonID = "r1"
	OutsiderID    event.PersonID = "o1"

	founder event.PersonID = "f1"
	second  event.PersonID = "f2"
	medic   event.PersonID = "m1"
	gaffer  event.PersonID = "g1"
)

// Things of the day.
const (
	Intake     event.ContainerID = "INTAKE" // Dummies as they came.
	TestedBox  event.ContainerID = "BOX"
	Blanks     event.ContainerID = "BLANKS"
	Bag        event.ContainerID = "BAG"
	Belt       event.ContainerID = "BELT"
	Quarantine event.ContainerID = "QUAR"

	DummyLot event.LotID = "D-014"
	BlankLot event.LotID = "B-02"

	IntakeSeal = "S-I"
	BlanksSeal = "S-B"

	Scene event.SceneID = "42"
	Unit  event.UnitID  = "main"
)

const (
	called event.Day     = "2026-11-21"
	place  event.PlaceID = "stage-4"
)

// FirstLight is when the day begins, in Unix seconds.
var FirstLight = time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC).Unix()

// Signer is somebody who signs in a role, always as a verified person: a verified signature counts for
// everything a session key counts for.
type Signer struct {
	Who  event.PersonID
	Role event.Role
}

// The signatures that a simulated day is mostly made of.
var (
	HandlerSigns = Signer{HandlerID, event.Handler}
	PrepSigns    = Signer{PrepWatcherID, event.Watcher}
	WatcherSigns = Signer{WatcherID, event.Watcher}
	ADSigns      = Signer{ADID, event.AD}

	founderSigns = Signer{founder, event.AD}
	medicSigns   = Signer{medic, event.Crew}
)

// Write signs an event and appends it to a log.
type Write func(body event.Body, by ...Signer) event.ID

// Day is a production up to the moment at which work begins: founding, crew, papers, deliveries, plan
// and meeting, all of it done right. It has one box of dummies, one of blanks, a loose bag, a belt and a
// box for what is put away.
type Day struct {
	Packs   []*verdict.Pack
	Items   []event.ReceivedItem
	Planned []event.ItemID // What the scene is planned with; each has its test-fire card and its bore seen.
	Dummies int64          // Rounds in the intake box; of blanks there are as many.
}

// Write writes the day.
func (d Day) Write(write Write) {
	region := regionOf(d.Packs)
	d.production(write, region)
	crew(write)
	papers(write)
	d.delivery(write)
	d.scene(write, region)
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

func (d Day) production(write Write, region event.Region) {
	var refs []event.PackRef
	for _, k := range d.Packs {
		refs = append(refs, event.PackRef{Pack: k.ID, Digest: k.Digest})
	}
	write(&event.ProductionOpened{
		Region: region, RP: Site, Origins: []string{Origin}, LogOrigin: "log.example", LogKey: "k",
		ClockKey: "c", Hub: KeyOf("hub"), Demo: event.No, TaxCredit: event.No, Packs: refs,
		Founders: []event.FounderEntry{
			{Person: founder, Department: event.Directing, Role: event.AD, Key: KeyOf(string(founder))},
			{Person: second, Department: event.Sound, Role: event.Steward, Key: KeyOf(string(second))},
		},
	}, Signer{founder, event.Founder}, Signer{second, event.Founder})
}

// crew vouches so that any two of the six count as two people.
func crew(write Write) {
	enrol := func(who event.PersonID, d event.Department, vouchers ...event.PersonID) {
		by := []Signer{{who, event.Crew}}
		for _, v := range vouchers {
			by = append(by, Signer{v, event.Crew})
		}
		write(&event.CrewEnrolled{Person: who, Department: d, Key: KeyOf(string(who)), Vouchers: vouchers}, by...)
	}
	enrol(medic, event.Medical, second)
	enrol(HandlerID, event.Props, second)
	enrol(PrepWatcherID, event.Grip, founder)
	enrol(WatcherID, event.Art, founder, second)
	enrol(gaffer, event.Electric, founder)
	enrol(ADID, event.Directing, medic, founder)
	enrol(ReceiverID, event.Cast, medic, gaffer)
	enrol(OutsiderID, event.Camera, gaffer, second)
	for _, r := range []Signer{
		HandlerSigns,
		PrepSigns,
		WatcherSigns,
		ADSigns,
		{ReceiverID, event.Performer},
		{medic, event.Medic},
	} {
		write(&event.Appointed{Person: r.Who, Role: r.Role}, founderSigns)
	}
}

// six are the people a day is about, in the order of their roles.
func six() []event.PersonID {
	return []event.PersonID{HandlerID, PrepWatcherID, WatcherID, ADID, ReceiverID, OutsiderID}
}

func papers(write Write) {
	paper := func(what event.CredentialKind, expires event.Day, by Signer, people ...event.PersonID) {
		write(&event.Credential{What: what, People: people, Expires: expires}, by)
	}
	paper(event.HandlerPermit, "2027-06-30", medicSigns, HandlerID)
	paper(event.HandlerTraining, "", medicSigns, HandlerID)
	paper(event.WatcherTraining, "", medicSigns, PrepWatcherID, WatcherID)
	paper(event.FirearmsCourse, "", medicSigns, append([]event.PersonID{founder, second}, six()...)...)
	paper(event.MedicLicence, "", founderSigns, medic)
	write(&event.ContactNamed{Person: founder}, founderSigns)
}

// Duty puts the handler on duty with a device of its own name.
func Duty(device string) *event.DutyOpened {
	return &event.DutyOpened{Person: HandlerID, Role: event.Handler, Unit: Unit, Device: KeyOf("device " + device)}
}

// delivery is what came that morning, received by handler and prep watcher together.
func (d Day) delivery(write Write) {
	write(Duty("of the morning"), HandlerSigns)
	write(&event.ItemReceived{Items: d.Items}, HandlerSigns, PrepSigns)
	for _, c := range []struct {
		id   event.ContainerID
		what event.ContainerKind
	}{{TestedBox, event.Box}, {Bag, event.Bag}, {Belt, event.Belt}, {Quarantine, event.Quarantine}} {
		write(&event.ContainerRegistered{Container: c.id, What: c.what}, HandlerSigns)
	}
	lot := event.ReceivedLot{
		Lot: DummyLot, Nature: event.Dummy, Construction: event.RattleHole, Load: event.NoBlank, Count: d.Dummies,
		Container: Intake, Seal: IntakeSeal, Lender: "L1",
	}
	fire := lot
	fire.Lot, fire.Nature, fire.Construction, fire.Load = BlankLot, event.Blank, event.OtherConstruction, event.Half
	fire.Container, fire.Seal = Blanks, BlanksSeal
	write(&event.RoundsReceived{Lots: []event.ReceivedLot{lot, fire}}, HandlerSigns, PrepSigns)
	for _, item := range d.Planned {
		write(&event.TestFired{Item: item, Lot: BlankLot, DistanceMM: 4000}, HandlerSigns)
		write(&event.BoreChecked{Item: item, Bore: event.BoreUnobstructed, Method: event.Light}, HandlerSigns)
	}
}

// scene is the plan and what was made for it. It allows blanks; dummies and an empty firearm are less.
func (d Day) scene(write Write, region event.Region) {
	write(&event.NoticeGiven{Day: called, Unit: Unit, To: event.CrewTold}, ADSigns)
	write(&event.NoticeGiven{Day: called, Unit: Unit, To: event.PoliceTold}, ADSigns)
	write(&event.DayCalled{Day: called, Unit: Unit, Region: region, Place: place}, ADSigns)
	write(&event.SweepDone{
		Day: called, Unit: Unit, Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	}, HandlerSigns)
	write(&event.Credential{What: event.PerformerTraining, People: []event.PersonID{ReceiverID}}, HandlerSigns)
	var items []event.PlannedItem
	for _, item := range d.Planned {
		items = append(items, event.PlannedItem{Item: item, Class: event.LiveCapable})
	}
	plan := write(&event.ScenePlanned{
		Scene: Scene, Pages: event.ID(sha256.Sum256([]byte("pages"))), Day: called, Region: region, Place: place,
		Purpose: event.OnCamera, Items: items, Load: event.Half, Near: []event.PersonID{ADID, OutsiderID},
		Capacity: 2, Medic: event.Yes, Protected: event.Yes,
	}, HandlerSigns, ADSigns)
	write(&event.RiskAssessed{
		Of: plan, Uncontrolled: 20, Controlled: 6, Controls: 3, Groups: []event.Department{event.Camera},
		WhyReal: event.Yes,
	}, ADSigns, HandlerSigns)
	write(&event.MeetingHeld{
		Of: plan, Day: called, Place: place, Topics: event.Topics(), Walked: event.Yes, Medic: medic,
		Protected: event.Yes, People: append([]event.PersonID{medic}, six()...),
	}, ADSigns, HandlerSigns)
}

// HandOver is the question whether an item may go to the receiver now.
func HandOver(item event.ItemID) verdict.Question {
	return verdict.Question{
		Ask: verdict.HandOver, Item: item, To: ReceiverID, Scene: Scene, Purpose: event.OnCamera,
	}
}

// Start is the question whether the scene may start.
func Start() verdict.Question { return verdict.Question{Ask: verdict.Start, Scene: Scene, Unit: Unit} }
