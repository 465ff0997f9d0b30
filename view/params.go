package view

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// fill gathers what fills the sentence of one event, by the names the catalogue uses. Ids, days and
// words of the format's closed lists stay as they are: the page says them in its language.
type fill struct {
	look *Look
	by   event.PersonID // Who signed first.
	all  []Param
}

// params returns what fills history.<kind>, by and with apart: those are the entry's signers.
func (l *Look) params(e *event.Event) []Param {
	f := &fill{look: l, by: e.Signers[0].Person}
	switch b := e.Body.(type) {
	case *event.ProductionOpened, *event.PacksAdopted, *event.PackDropped, *event.DropAgreed, *event.ContactNamed, *event.DayCalled,
		*event.BreakCalled, *event.DayClosed, *event.Corrected, *event.Countersigned, *event.Reconciled:
		f.production(b)
	case *event.CrewListed, *event.CrewEnrolled, *event.KeyAdded, *event.KeyRevoked, *event.Appointed,
		*event.Credential, *event.DutyOpened, *event.DutyContinued, *event.DutyClosed, *event.OtherDuty,
		*event.OtherDutyEnded, *event.Relieved, *event.Departed:
		f.crew(b)
	case *event.ContainerRegistered, *event.ContainerSealed, *event.ContainerOpened,
		*event.ContainerMoved, *event.Unattended, *event.RoundsReceived, *event.TrayTested,
		*event.TrayCounted, *event.TrayOpened, *event.TraysEndorsed, *event.RoundsMoved,
		*event.LooseFound, *event.RoundsCounted, *event.RoundsLost, *event.RoundsFound,
		*event.RoundsDestroyed:
		f.rounds(b)
	case *event.ScenePlanned, *event.RiskAssessed, *event.MeetingHeld, *event.Attended,
		*event.PointingApproved, *event.NoticeGiven, *event.SweepDone, *event.ConcernRaised,
		*event.ConcernAnswered, *event.StopCalled, *event.StopReceived, *event.Restarted,
		*event.Withheld, *event.WithheldLifted, *event.IncidentDeclared, *event.IncidentSecured,
		*event.IncidentClosed, *event.HoldAccepted, *event.AcceptanceRefused:
		f.scene(b)
	default:
		f.items(b)
	}
	return f.all
}

func put[T ~string](f *fill, name string, value T) {
	if value != "" {
		f.all = append(f.all, Param{name, string(value)})
	}
}

func puts[T ~string](f *fill, name string, values []T) {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	f.all = append(f.all, Param{name, strings.Join(words, ", ")})
}

func (f *fill) count(name string, n int64) {
	f.all = append(f.all, Param{name, strconv.FormatInt(n, 10)})
}

// named puts the words of a closed list.
func named[T interface{ String() string }](f *fill, name string, values ...T) {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v.String()
	}
	puts(f, name, words)
}

func (f *fill) objects(objects []event.Object) {
	words := make([]string, len(objects))
	for i, o := range objects {
		words[i] = o.ID
	}
	puts(f, "objects", words)
}

// entry puts the number of the entry an event names.
func (f *fill) entry(id event.ID) {
	f.all = append(f.all, Param{"of", id.String()})
	if i, ok := f.look.Known.Find(id); ok {
		f.all = append(f.all, Param{"entry", strconv.Itoa(i)})
	} else {
		f.all = append(f.all, Param{"entry", id.Short()})
	}
}

// tray puts the name of the tray whose test an event names.
func (f *fill) tray(id event.ID) {
	f.all = append(f.all, Param{"of", id.String()})
	if t, ok := f.look.Known.TrayAt(id); ok {
		put(f, "tray", t.Body.Tray)
		put(f, "lot", t.Body.Lot)
		return
	}
	put(f, "tray", id.Short())
}

func (f *fill) planned(id event.ID) {
	f.all = append(f.all, Param{"of", id.String()})
	scene := string(f.look.sceneOf(id))
	if scene == "" {
		scene = id.Short()
	}
	put(f, "scene", scene)
}

func (f *fill) production(body event.Body) {
	switch b := body.(type) {
	case *event.ProductionOpened:
		put(f, "region", b.Region)
	case *event.PacksAdopted:
		packs := make([]event.PackID, len(b.Packs))
		for i, p := range b.Packs {
			packs[i] = p.Pack
		}
		puts(f, "packs", packs)
	case *event.PackDropped:
		put(f, "pack", b.Pack)
	case *event.DropAgreed:
		f.entry(b.Of)
	case *event.ContactNamed:
		put(f, "person", b.Person)
	case *event.DayCalled:
		put(f, "day", b.Day)
		put(f, "unit", b.Unit)
		put(f, "place", b.Place)
	case *event.BreakCalled:
		put(f, "unit", b.Unit)
		named(f, "what", b.What)
	case *event.DayClosed:
		put(f, "day", b.Day)
		put(f, "unit", b.Unit)
	case *event.Corrected:
		f.entry(b.Of)
		puts(f, "fields", b.Fields)
	case *event.Countersigned:
		f.entry(b.Of)
	case *event.Reconciled:
		put(f, "object", b.Object.ID)
	}
}

func (f *fill) crew(body event.Body) {
	switch b := body.(type) {
	case *event.CrewListed:
		f.count("n", int64(len(b.People)))
	case *event.CrewEnrolled:
		put(f, "person", b.Person)
		puts(f, "vouchers", b.Vouchers)
	case *event.KeyAdded:
		put(f, "person", b.Person)
	case *event.KeyRevoked:
		put(f, "person", b.Person)
		f.count("since", b.Since)
	case *event.Appointed:
		put(f, "person", b.Person)
		named(f, "role", b.Role)
	case *event.Credential:
		puts(f, "people", b.People)
		named(f, "what", b.What)
	case *event.DutyOpened:
		put(f, "person", b.Person)
		put(f, "unit", b.Unit)
		named(f, "role", b.Role)
	case *event.DutyContinued:
		put(f, "person", b.Person)
	case *event.DutyClosed:
		put(f, "person", b.Person)
		named(f, "why", b.Why)
	case *event.OtherDuty:
		put(f, "person", b.Person)
	case *event.OtherDutyEnded:
		put(f, "person", b.Person)
	case *event.Relieved:
		put(f, "from", b.From)
		put(f, "to", b.To)
		var objects []event.Object
		for _, i := range b.Items {
			objects = append(objects, i.Object())
		}
		for _, c := range b.Containers {
			objects = append(objects, c.Object())
		}
		f.objects(objects)
	case *event.Departed:
		put(f, "person", b.Person)
		put(f, "day", b.Day)
	}
}

func (f *fill) rounds(body event.Body) {
	switch b := body.(type) {
	case *event.ContainerRegistered:
		put(f, "container", b.Container)
		named(f, "what", b.What)
	case *event.ContainerSealed:
		put(f, "container", b.Container)
		put(f, "seal", b.Seal)
	case *event.ContainerOpened:
		put(f, "container", b.Container)
		put(f, "seal", b.Seal)
	case *event.ContainerMoved:
		put(f, "container", b.Container)
		put(f, "place", b.Place)
	case *event.Unattended:
		f.objects(b.Objects)
	case *event.RoundsReceived:
		lots := make([]event.LotID, len(b.Lots))
		for i, lot := range b.Lots {
			lots[i] = lot.Lot
		}
		puts(f, "lots", lots)
	case *event.TrayTested:
		f.count("n", b.Rounds)
		put(f, "lot", b.Lot)
		put(f, "tray", b.Tray)
		put(f, "item", b.Item)
		put(f, "from", b.From)
		put(f, "to", b.To)
	case *event.TrayCounted:
		f.tray(b.Of)
		f.count("n", b.Number)
	case *event.TrayOpened:
		f.tray(b.Of)
		f.count("n", b.Number)
	case *event.TraysEndorsed:
		f.count("n", int64(len(b.Trays)))
	case *event.RoundsMoved:
		f.count("n", b.Count)
		put(f, "lot", b.Lot)
		put(f, "from", b.From)
		put(f, "to", b.To)
	case *event.LooseFound:
		f.count("n", b.Count)
		named(f, "nature", b.Nature)
		f.objects(b.Near)
	case *event.RoundsCounted:
		f.count("n", b.Number)
		put(f, "lot", b.Lot)
		put(f, "container", b.Container)
	case *event.RoundsLost:
		f.entry(b.Of)
	case *event.RoundsFound:
		f.entry(b.Of)
		put(f, "container", b.Container)
	case *event.RoundsDestroyed:
		f.count("n", b.Count)
		put(f, "lot", b.Lot)
		put(f, "container", b.Container)
	}
}

func (f *fill) items(body event.Body) {
	switch b := body.(type) {
	case *event.ItemReceived:
		items := make([]event.ItemID, len(b.Items))
		for i, it := range b.Items {
			items[i] = it.Item
		}
		puts(f, "items", items)
	case *event.ItemLooked:
		put(f, "item", b.Item)
		f.count("n", b.Seen)
		f.count("of", b.Length)
		f.count("rounds", b.Rounds)
	case *event.ItemExamined:
		f.count("n", int64(len(b.Chambers)))
		put(f, "item", b.Item)
		named(f, "feed", b.Feed)
		named(f, "bore", b.Bore)
		named(f, "identity", b.Identity)
	case *event.BoreChecked:
		put(f, "item", b.Item)
		named(f, "bore", b.Bore)
	case *event.TestFired:
		put(f, "lot", b.Lot)
		put(f, "item", b.Item)
		put(f, "distance", metres(b.DistanceMM))
	case *event.Loaded:
		f.count("n", int64(len(b.Positions)))
		put(f, "container", b.Container)
		put(f, "item", b.Item)
		put(f, "lot", b.Lot)
	case *event.Unloaded:
		put(f, "item", b.Item)
		put(f, "container", b.Container)
		f.count("n", b.Unfired)
		f.count("spent", b.Spent)
	case *event.Shown:
		put(f, "item", b.Item)
		put(f, "to", b.To)
	case *event.HandedOver:
		put(f, "item", b.Item)
		put(f, "to", b.To)
		put(f, "scene", b.Scene)
		named(f, "purpose", b.Purpose)
	case *event.Collected:
		put(f, "item", b.Item)
		put(f, "from", b.From)
	case *event.Reset:
		puts(f, "items", b.Items)
	case *event.LockedUp:
		puts(f, "items", b.Items)
		put(f, "container", b.Container)
	case *event.ItemReturned:
		puts(f, "items", b.Items)
	default:
		f.trouble(body)
	}
}

// trouble fills the sentences of what went another way with an item, and of its end.
func (f *fill) trouble(body event.Body) {
	switch b := body.(type) {
	case *event.Discharged:
		f.count("n", b.Shots)
		put(f, "item", b.Item)
		named(f, "planned", b.Planned)
	case *event.Misfired:
		put(f, "item", b.Item)
	case *event.MisfireClosed:
		f.entry(b.Of)
		put(f, "container", b.Container)
	case *event.Quarantined:
		var objects []event.Object
		for _, i := range b.Items {
			objects = append(objects, i.Object())
		}
		for _, c := range b.Containers {
			objects = append(objects, c.Object())
		}
		f.objects(objects)
	case *event.Released:
		put(f, "why", releaseName(b.As))
	}
}

func (f *fill) scene(body event.Body) {
	switch b := body.(type) {
	case *event.ScenePlanned:
		put(f, "scene", b.Scene)
		put(f, "day", b.Day)
		put(f, "place", b.Place)
		named(f, "purpose", b.Purpose)
	case *event.RiskAssessed:
		f.planned(b.Of)
	case *event.MeetingHeld:
		f.planned(b.Of)
		put(f, "place", b.Place)
	case *event.Attended:
		puts(f, "people", b.People)
		f.planned(b.Of)
	case *event.PointingApproved:
		puts(f, "people", b.People)
		f.planned(b.Of)
	case *event.NoticeGiven:
		put(f, "day", b.Day)
		put(f, "unit", b.Unit)
		named(f, "told", b.To)
	case *event.SweepDone:
		put(f, "day", b.Day)
		puts(f, "areas", areaNames(b.Areas))
		named(f, "found", b.Found)
	default:
		f.voice(body)
	}
}

// voice fills the sentences of what people said.
func (f *fill) voice(body event.Body) {
	switch b := body.(type) {
	case *event.ConcernRaised:
		put(f, "item", b.Item)
		put(f, "scene", b.Scene)
	case *event.ConcernAnswered:
		f.entry(b.Of)
		put(f, "action", actionName(b.Action))
	case *event.StopCalled:
		put(f, "unit", b.Unit)
	case *event.StopReceived:
		f.entry(b.Of)
	case *event.Restarted:
		f.entry(b.Of[0]) // The format wants at least one.
	case *event.Withheld:
		what := []string{}
		for _, s := range []string{string(b.Item), string(b.Scene)} {
			if s != "" {
				what = append(what, s)
			}
		}
		puts(f, "what", what)
		put(f, "person", cmp.Or(b.SaidFor, f.by))
	case *event.WithheldLifted:
		f.entry(b.Of)
		put(f, "person", f.whoseNo(b.Of))
	case *event.IncidentDeclared:
		put(f, "item", b.Item)
	case *event.IncidentSecured:
		f.objects(b.Objects)
	case *event.IncidentClosed:
		f.entry(b.Of)
	case *event.HoldAccepted:
		put(f, "reason", b.Reason)
		put(f, "scene", b.Scene)
		put(f, "item", b.Item)
	case *event.AcceptanceRefused:
		f.entry(b.Of)
	}
}

// whoseNo is who had said the no that an event takes back; its signer where the record has none.
func (f *fill) whoseNo(of event.ID) event.PersonID {
	at, _ := f.look.Known.Find(of)
	if e, ok := f.look.Known.Entry(at); ok {
		if b, is := e.Event.Body.(*event.Withheld); is {
			return cmp.Or(b.SaidFor, e.Event.Signers[0].Person)
		}
	}
	return f.by
}

// metres spells a distance as papers print it, without a float: 6.10 m.
func metres(mm int64) string {
	cm := (mm + 5) / 10
	rest := strconv.FormatInt(cm%100, 10)
	if len(rest) < 2 {
		rest = "0" + rest
	}
	return strconv.FormatInt(cm/100, 10) + "." + rest + " m"
}

// spelled finds the word of a closed list that the format reads as a value.
func spelled[T comparable](value T, read func(string) T, words ...string) string {
	for _, word := range words {
		if read(word) == value {
			return word
		}
	}
	return ""
}

func releaseName(as event.ReleaseAs) string {
	return spelled(as, event.ReleaseOf, "tested", "destroyed", "repaired")
}

func actionName(a event.ConcernAction) string {
	return spelled(a, event.ConcernActionOf, "changed", "stopped", "explained", "investigated")
}

func areaNames(areas []event.SweepArea) []string {
	out := make([]string, len(areas))
	for i, a := range areas {
		out[i] = spelled(a, event.SweepAreaOf, "wardrobe", "art", "props", "pockets", "belts", "vehicles")
	}
	return out
}
