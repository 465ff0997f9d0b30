package show

import (
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/sim"
)

// unit is the crew of one camera unit and where it works. Its day is played beside the other's.
type unit struct {
	*stage

	id      event.UnitID
	ad      event.PersonID
	keeper  event.PersonID // The armorer whose items these are.
	helper  event.PersonID // The second handler; empty in a unit that has one.
	prep    event.PersonID // The watcher at prep.
	watcher event.PersonID // The watcher at the hand-over.
	third   event.PersonID // Who counts and looks too where a third has to.
	medic   event.PersonID
	place   event.PlaceID
	guns    []event.ItemID
	players []event.PersonID
	crew    []event.PersonID
	scenes  []*scene // Of the day.

	dummyBox, usedBox event.ContainerID
	dummies, blanks   event.LotID // The lots in use.
	lots              int
	slips             []string // Keys of the reasons that slips since the last question will bring.
	eaten             bool     // Whether lunch is over.
	began             int64    // When everybody came, in the morning or from lunch.
	yield             func(int64) bool
}

// pass lets time go by while the other unit works.
func (u *unit) pass(seconds int64) {
	if u.err != nil {
		return
	}
	u.goOn(seconds)
	if u.yield == nil {
		u.to(u.now + seconds)
		return
	}
	u.yield(u.now + seconds)
}

// goOn opens a new duty for whoever's would run out in the time that goes by: a phone says so
// beforehand, and a duty that goes on from an open one keeps what its owner has in hand.
func (u *unit) goOn(seconds int64) {
	const beforehandS = 120
	for _, who := range []event.PersonID{u.ad, u.keeper, u.helper, "v1", u.prep, u.watcher} {
		p := u.phones[who]
		if p != nil && p.on && p.unit == u.id && u.now+seconds-p.opened > state.DutyMaxS-beforehandS {
			u.onDutyAs(who, p.role, u.id)
		}
	}
}

// until waits for a time of the day, in minutes after midnight.
func (u *unit) until(hour, minute int64) {
	if at := u.day + hour*3600 + minute*60; at > u.now {
		u.pass(at - u.now)
	}
}

// act is something people do: it takes them a few seconds.
func (u *unit) act(body event.Body, by ...signer) event.ID {
	u.pass(u.between(4, 12))
	return u.do(body, by...)
}

const (
	crewCount       = 40
	backgroundCount = 200
	nearBackground  = 12 // Those of them who stand near a firearm and took the course.
)

func numbered(prefix string, count int) []event.PersonID {
	out := make([]event.PersonID, 0, count)
	for n := range count {
		out = append(out, event.PersonID(fmt.Sprintf("%s%03d", prefix, n+1)))
	}
	return out
}

// open is how the production begins, with the packs that govern its place.
func (w *stage) open() {
	w.to(w.day + 9*3600)
	tax := event.No
	if w.opt.TaxCredit {
		tax = event.Yes
	}
	var packs []event.PackRef
	for _, p := range w.opt.Packs {
		packs = append(packs, event.PackRef{Pack: p.ID, Digest: p.Digest})
	}
	w.do(&event.ProductionOpened{
		Region: w.opt.Region, RP: sim.Site, Origins: []string{sim.Origin}, LogOrigin: "log.example",
		LogKey: "k", ClockKey: "c", Hub: sim.KeyOf("hub"), Demo: event.No, TaxCredit: tax, Packs: packs,
		Founders: []event.FounderEntry{
			{Person: "ad1", Department: event.Directing, Role: event.AD, Key: sim.KeyOf("ad1")},
			{Person: "x1", Department: event.Sound, Role: event.Steward, Key: sim.KeyOf("x1")},
		},
	}, signer{"ad1", event.Founder, true}, signer{"x1", event.Founder, true})
}

func (w *stage) enrol(who event.PersonID, d event.Department, vouchers ...event.PersonID) {
	by := []signer{crewOf(who)}
	for _, v := range vouchers {
		by = append(by, crewOf(v))
	}
	w.do(&event.CrewEnrolled{Person: who, Department: d, Key: sim.KeyOf(string(who)), Vouchers: vouchers}, by...)
}

func (w *stage) appoint(who event.PersonID, role event.Role) {
	w.do(&event.Appointed{Person: who, Role: role}, adOf("ad1").verified())
}

func (w *stage) paper(by event.PersonID, what event.CredentialKind, expires event.Day, people ...event.PersonID) {
	w.do(&event.Credential{What: what, People: people, Expires: expires}, crewOf(by))
}

// Two ADs of both founders' lines count as two with every handler and every watcher: the second
// unit's own, and one who is the third person of the main unit and nothing else. The AD who founded the
// production is nobody's third person: they vouched for the watchers.
const secondAD, mainThird event.PersonID = "ad2", "ad3"

// hire enrols everybody who stays. Who watches and who handles stand in the production through
// different founders, or through both, and their papers are seen by somebody who did not vouch for them.
func (w *stage) hire() {
	for _, p := range []struct {
		who      event.PersonID
		in       event.Department
		as       event.Role
		vouchers []event.PersonID
	}{
		{"med1", event.Medical, event.Medic, []event.PersonID{"x1"}},
		{"med2", event.Medical, event.Medic, []event.PersonID{"ad1"}},
		{"loc1", event.Locations, event.Crew, []event.PersonID{"x1"}},
		{"cam1", event.Camera, event.Crew, []event.PersonID{"x1"}},
		{"art1", event.Art, event.Recipient, []event.PersonID{"x1"}},
		{secondAD, event.Directing, event.AD, []event.PersonID{"ad1", "cam1"}},
		{mainThird, event.Directing, event.AD, []event.PersonID{"ad1", "cam1"}},
		{"h1", event.Props, event.Handler, []event.PersonID{"x1"}},
		{"h2", event.Props, event.Handler, []event.PersonID{"med2", "art1"}},
		{"h3", event.Props, event.Handler, []event.PersonID{"med2", "x1"}},
		{"w1", event.Grip, event.Watcher, []event.PersonID{"ad1"}},
		{"w2", event.Grip, event.Watcher, []event.PersonID{"med2", "cam1"}},
		{"w3", event.Electric, event.Watcher, []event.PersonID{"med2", "med1"}},
		{"w4", event.Electric, event.Watcher, []event.PersonID{"ad1", "med1"}},
		{"adv1", event.SafetyDepartment, event.Advisor, []event.PersonID{"ad1", "art1"}},
	} {
		w.enrol(p.who, p.in, p.vouchers...)
		if p.as != event.Crew {
			w.appoint(p.who, p.as)
		}
	}
	departments := []event.Department{event.Camera, event.Grip, event.Electric, event.Sound, event.Costume}
	vouchers := []event.PersonID{"x1", "cam1", "med1", "art1"}
	for n, who := range numbered("c", crewCount) {
		w.enrol(who, departments[n%len(departments)], vouchers[n%len(vouchers)])
	}
	for _, who := range numbered("p", 6) {
		w.enrol(who, event.Cast, "art1")
		w.appoint(who, event.Performer)
	}
	for half := range slices.Chunk(numbered("b", backgroundCount), 100) {
		var list []event.ListedPerson
		for _, who := range half {
			list = append(list, event.ListedPerson{Person: who, Department: event.Background, Proposed: event.Crew})
		}
		w.do(&event.CrewListed{People: list}, adOf("ad1").verified())
	}
}

// papers are what somebody looked at before the first day.
func (w *stage) papers() {
	w.permits()
	w.paper("loc1", event.HandlerTraining, "", "h1", "h2", "h3")
	w.paper("loc1", event.WatcherTraining, "", "w1", "w2", "w3", "w4")
	w.paper("ad1", event.MedicLicence, "", "med1", "med2")
	w.paper("art1", event.AdvisorTraining, "", "adv1")
	course := slices.Concat([]event.PersonID{
		"ad1", "x1", "med1", "med2", "cam1", "art1", secondAD, mainThird, "h1", "h2", "h3", "w1", "w2", "w3", "w4",
		"adv1",
	}, numbered("c", crewCount), numbered("p", 6), numbered("b", nearBackground))
	w.paper("loc1", event.FirearmsCourse, "", course...)
	w.do(&event.ContactNamed{Person: "ad1"}, adOf("ad1").verified())
}

// permits are looked up with their issuer once a week. One runs out in the middle of the show, and
// is renewed before it does.
func (w *stage) permits() {
	w.paper("loc1", event.HandlerPermit, "2027-06-30", "h1", "h3")
	w.paper("loc1", event.HandlerPermit, w.secondPermit(), "h2")
}

const permitEndsDay = 9 // Shooting day after which the second armorer's first permit is out of date.

func (w *stage) secondPermit() event.Day {
	if w.rep.Day >= permitEndsDay-2 {
		return "2027-12-31"
	}
	return dayOf(w.midnightOf(permitEndsDay))
}
