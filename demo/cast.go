package demo

import (
	"errors"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
)

// part is somebody the seed gives a key. The others of the roster are listed and not enrolled.
type part struct {
	person   event.PersonID
	position string // As the office's list gives it; the first row of that position.
	role     event.Role
	title    string // Catalogue key of what a newcomer can be; empty for who cannot be chosen.
}

// cast is everybody the seed enrols. The two founders come first, then in the order of enrolment.
// Who handles, who watches at prep and who watches at hand-overs were vouched for by three different
// sets of people, so that any two of them count as two.
var cast = []part{
	{"ad1", "1st AD", event.AD, "ad"},
	{"s1", "Sound Utility / Union Steward", event.Steward, "steward"},
	{"h1", "Armorer", event.Handler, "handler"},
	{"w1", "On-Set Dresser", event.Watcher, "prep-watcher"},
	{"w2", "Best Boy Grip", event.Watcher, "hand-over-watcher"},
	{"c1", "Gaffer", event.Crew, "crew"},
	{"adv1", "Production Safety Advisor", event.Advisor, ""},
	{"med1", "Set Medic", event.Medic, ""},
	{"p1", "Performer (Mara)", event.Performer, ""},
	{"p2", "Performer (Orrin)", event.Performer, ""},
	{"dir1", "Director", event.Crew, ""},
	{"cam1", "A Camera Operator", event.Crew, ""},
}

// understudies are on the roster with role and papers, but without a key: who joins the demo with a
// passkey of their own joins as one of them.
var understudies = []part{
	{"h2", "Property Master", event.Handler, ""},
	{"w3", "Key Set PA", event.Watcher, ""},
	{"w4", "Key Grip", event.Watcher, ""},
	{"ad2", "2nd AD", event.AD, ""},
}

// choices is the order in which the start page shows who a newcomer can be.
var choices = []string{"handler", "prep-watcher", "hand-over-watcher", "ad", "crew", "steward"}

// ErrCast reports a crew list that lacks somebody the seed needs.
var ErrCast = errors.New("crew list lacks a position the demo needs")

// rename gives the people of the cast the ids they were enrolled under. The import drew ids at
// random for a roster it had not seen; here two of its people opened the production before.
func rename(list *production.CrewImport, sheet intake.CrewSheet) error {
	ids := map[event.PersonID]event.PersonID{}
	for _, p := range slices.Concat(cast, understudies) {
		at := slices.IndexFunc(sheet.Rows, func(r intake.CrewRow) bool { return r.Position == p.position })
		if at < 0 {
			return fmt.Errorf("%w: %s", ErrCast, p.position)
		}
		ids[list.People[sheet.Rows[at].Line]] = p.person
	}
	for i := range list.Acts {
		act := &list.Acts[i]
		if body, ok := act.Body.(*event.CrewListed); ok {
			for n := range body.People {
				body.People[n].Person = renamed(ids, body.People[n].Person)
			}
		}
		for n := range act.Openings {
			field := act.Openings[n].Field
			for drawn, id := range ids {
				if field == string(drawn) || len(field) > len(drawn) && field[:len(drawn)+1] == string(drawn)+"." {
					act.Openings[n].Field = string(id) + field[len(drawn):]
				}
			}
		}
	}
	for i := range list.Papers {
		for n, who := range list.Papers[i].People {
			list.Papers[i].People[n] = renamed(ids, who)
		}
	}
	return nil
}

func renamed(ids map[event.PersonID]event.PersonID, who event.PersonID) event.PersonID {
	if id, ok := ids[who]; ok {
		return id
	}
	return who
}
