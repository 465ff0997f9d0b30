package scenario

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
)

// usual is what a line means when it leaves a word out: what an honest person would have put there.
var usual = map[string]string{
	"unit":         "main",
	"lender":       "L1",
	"unloaded":     "yes",
	"magazine":     "0",
	"look_alike":   "-",
	"serial4":      "-",
	"custodian":    "-",
	"demo":         "no",
	"tax_credit":   "no",
	"rp":           "set.example",
	"origins":      "https://set.example",
	"construction": "OTHER",
	"zone":         "-",
	"near":         "-",
	"capacity":     "2",
	"medic":        "no",
	"protected":    "no",
	"topics":       "action,deviations,abort,emergency,command",
	"walked":       "yes",
	"people":       "-",
	"uncontrolled": "20",
	"controlled":   "6",
	"controls":     "3",
	"groups":       "camera",
	"why_real":     "yes",
	"how":          "own-phone",
	"feed":         "empty",
	"bore":         "unobstructed",
	"method":       "light",
	"found":        "no",
	"areas":        "wardrobe,art,props,pockets,belts",
	"purpose":      "rehearsal",
	"planned":      "yes",
	"shots":        "1",
	"wait_s":       "60",
	"rebriefed":    "yes",
	"unfired":      "0",
	"spent":        "0",
	"as":           "tested",
	"action":       "changed",

	"cone_half_cdeg": "0",
	"vent_mm":        "0",
	"vent_half_cdeg": "0",
	"ejection_mm":    "0",
}

// assume returns the word a line left out, and false when there is no usual one.
func (r *Run) assume(kind event.Kind, f event.Field, a *arguments) (string, bool) {
	if v, ok := r.assumeByKind(kind, f, a); ok {
		return v, true
	}
	switch f.Name {
	case "day":
		return r.day.Format("2006-01-02"), true
	case "region", "place":
		return r.fromDay(f.Name)
	case "expires":
		return "", false
	}
	if f.Optional {
		return "", false
	}
	switch f.Type {
	case "list of id", "list of digest", "list of fields", "list of object":
		if f.Min == 0 {
			return "-", true
		}
	}
	v, ok := usual[f.Name]
	return v, ok
}

func (r *Run) assumeByKind(kind event.Kind, f event.Field, a *arguments) (string, bool) {
	switch {
	case kind == event.KindProductionOpened:
		if v, ok := r.terms(f.Name); ok {
			return v, true
		}
	case (kind == event.KindPacksAdopted || kind == event.KindPackDropped) && f.Name == "digest":
		_, digest, ok := packDigest(a.peek("") + a.peek("pack"))
		return digest, ok
	case f.Name == "of" || f.Name == "heads":
		return r.assumeReference(kind, a)
	case f.Name == "pages":
		return "pages-" + a.peek(""), true
	case f.Name == "load":
		return "none", true
	case kind == event.KindNoticeGiven && f.Name == "to":
		return event.CrewTold.String(), true
	case f.Name == "as":
		return "tested", true
	case kind == event.KindMeetingHeld && f.Name == "medic":
		return "-", true
	case kind == event.KindMeetingHeld && f.Name == "protected":
		return "yes", true
	case kind == event.KindRoundsReceived && f.Name == "seal":
		return "S-" + a.peek(""), true
	case f.Name == "key" || f.Name == "device":
		return r.assumeKey(f.Name, a)
	}
	return r.assumeFromRecord(kind, f, a)
}

// terms are what the box knows and no story can.
func (r *Run) terms(field string) (string, bool) {
	var b event.ProductionOpened
	r.stage.Opening(&b)
	switch field {
	case "log":
		return b.LogOrigin, true
	case "log_key":
		return b.LogKey, true
	case "clock_key":
		return b.ClockKey, true
	case "hub":
		return b.Hub.String(), true
	}
	return "", false
}

// assumeFromRecord reads what an honest person would read off the thing in their hand.
func (r *Run) assumeFromRecord(kind event.Kind, f event.Field, a *arguments) (string, bool) {
	value, ok := "", false
	r.stage.Production.View(func(s *state.State) {
		switch {
		case kind == event.KindItemExamined:
			if it, has := s.Item(event.ItemID(a.peek(""))); has {
				value, ok = asExamined(it, f.Name, a)
			}
		case kind == event.KindItemLooked:
			if it, has := s.Item(event.ItemID(a.peek(""))); has {
				value, ok = asLooked(it, f.Name, a)
			}
		case kind == event.KindContainerOpened && f.Name == "seal":
			if c, has := s.Container(event.ContainerID(a.peek(""))); has && c.Seal != "" {
				value, ok = c.Seal, true
			}
		case kind == event.KindTrayTested && f.Name == "tests":
			if l, has := s.Lot(event.LotID(a.peek("lot"))); has {
				tests, known := l.Construction.Tests()
				value, ok = fmt.Sprintf("%s,%s", tests[0], tests[1]), known
			}
		}
	})
	if ok {
		return value, true
	}
	secret := r.trays[a.peek("")]
	switch {
	case kind == event.KindTrayTested && f.Name == "passed":
		return event.CommitNumber(secret.salt, secret.number).String(), true
	case kind == event.KindTrayOpened && f.Name == "number":
		return strconv.FormatInt(secret.number, 10), true
	case kind == event.KindTrayOpened && f.Name == "salt":
		return hex.EncodeToString(secret.salt[:]), true
	}
	return "", false
}

// asExamined: identity by the serial where there is one, as many positions as the item has.
func asExamined(it *state.Item, field string, a *arguments) (string, bool) {
	switch field {
	case "identity":
		if it.Serial4 != "" {
			return "serial", true
		}
		return "mark", true
	case "serial4":
		return it.Serial4, it.Serial4 != "" && a.peek("identity") == ""
	case "length":
		return strconv.FormatInt(it.Chambers, 10), true
	case "chambers":
		return fmt.Sprintf("empty*%d", it.Chambers), it.Chambers > 0
	case "bore":
		if it.Mechanism == event.Inert {
			return "none", true
		}
	}
	return "", false
}

// asLooked: the watcher reads the identity as the handler does, looks into every chamber, counts what
// was loaded and has each round taken out.
func asLooked(it *state.Item, field string, a *arguments) (string, bool) {
	switch field {
	case "identity", "serial4", "length":
		return asExamined(it, field, a)
	case "chambers_seen":
		return strconv.FormatInt(it.Chambers, 10), true
	case "rounds":
		return strconv.Itoa(len(it.Loaded())), true
	case "drawn":
		if len(it.Loaded()) == 0 {
			return "no", true
		}
		return "yes", true
	}
	return "", false
}

// assumeReference: a scene's newest plan, its newest meeting, a person's newest open block.
func (r *Run) assumeReference(kind event.Kind, a *arguments) (string, bool) {
	scene := event.SceneID(a.peek("scene"))
	found := event.ID{}
	r.stage.Production.View(func(s *state.State) {
		c, ok := s.Scene(scene)
		forPlan := kind == event.KindRiskAssessed || kind == event.KindMeetingHeld ||
			kind == event.KindPointingApproved
		if ok && forPlan {
			found = s.PlanID(c)
		}
		if e, has := s.Entry(meetingIndex(c, ok)); has && kind == event.KindAttended {
			found = e.ID
		}
	})
	if found.IsZero() {
		return "", false
	}
	r.labels[found.String()] = found
	return found.String(), true
}

func meetingIndex(c *state.Scene, ok bool) int {
	if !ok {
		return state.NoIndex
	}
	return c.Meeting
}

// assumeKey gives everybody the keys that belong to their name.
func (r *Run) assumeKey(field string, a *arguments) (string, bool) {
	who := event.PersonID(a.peek(""))
	if field == "device" {
		p := r.phones[who]
		if p == nil {
			p = &phone{}
			r.phones[who] = p
		}
		if a.line.Verb == "on-duty" && !p.on || p.device.Public().IsZero() {
			p.duties++
			device, err := passkey.KeyFromSeed(event.Device, fmt.Appendf(nil, "device %s %s %d", r.story.Name, who, p.duties))
			if err != nil {
				return "", false
			}
			p.device = device
		}
		return p.device.Public().String(), true
	}
	key, err := r.stage.Person(who)
	if err != nil {
		return "", false
	}
	return key.Public().String(), true
}

// fromDay takes region and place from the shooting day of the main unit, the region from the
// production before the first one.
func (r *Run) fromDay(field string) (string, bool) {
	value := ""
	r.stage.Production.View(func(s *state.State) {
		if d, ok := s.Day("main"); ok {
			value = string(d.Place)
			if field == "region" {
				value = string(d.Region)
			}
			return
		}
		if p := s.Production(); p != nil && field == "region" {
			value = string(p.Region)
		}
	})
	return value, value != ""
}

// peek returns the value of a key without taking it; the empty key is the first bare word.
func (a *arguments) peek(key string) string {
	for _, g := range a.line.Args {
		if g.Key == key {
			return strings.TrimSpace(g.Value)
		}
	}
	return ""
}
