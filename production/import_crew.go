package production

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// The fields of a person's openings: the name under the person's id, then the id with a suffix.
const (
	// JobSuffix ends the field of the position as the list gives it.
	JobSuffix = ".job"
	// keyName is the member of a file that tells the same row of a later list.
	keyName = "key"
)

// crewRowsMax leaves room for three openings a person in one act.
const crewRowsMax = event.OpeningsMax / 3

// CrewImport is what a crew list would add.
type CrewImport struct {
	Import

	// People gives the person's id of each row that can be listed, by the row's line in the file.
	People map[int]event.PersonID
	// Papers are the credentials the list claims. Somebody other than who enrolled these people looks
	// at the papers and signs; the list itself is no evidence.
	Papers []event.Credential
	// Unlisted are the people enrolled whom neither the roster nor this list names: founders, before
	// the first list. A row that is one of them has to be named with Same, because nothing on
	// record says a founder's name.
	Unlisted []event.PersonID
}

// Same says that a row of a list is somebody who is enrolled already.
type Same struct {
	Person event.PersonID
	Line   int // Of the row in the file.
}

// ImportCrew compares a crew list with the roster and returns the acts that would add what is new or
// changed. A person keeps their id from list to list, told by the folded name and department; a
// founder, who has no row yet, keeps it where same says which row is theirs.
func (p *Production) ImportCrew(
	ctx context.Context, sheet intake.CrewSheet, same ...Same,
) (CrewImport, error) {
	onRecord, err := p.roster(ctx)
	if err != nil {
		return CrewImport{}, err
	}
	ids, err := p.theSame(sheet, onRecord, same)
	if err != nil {
		return CrewImport{}, err
	}
	out := CrewImport{People: map[int]event.PersonID{}}
	var batch batcher
	for _, row := range sheet.Rows {
		old, known := onRecord[row.Key.Reveal()]
		next := listed{
			ListedPerson: event.ListedPerson{
				Person: old.Person, Department: departmentOf(row.Department), Proposed: roleOf(row.Role),
			},
			name: row.Name.Reveal(), job: row.Position, file: crewFile(row),
		}
		switch {
		case known && next == old:
			out.Known++
			out.People[row.Line] = old.Person
			continue
		case known:
			out.Changed++
		default:
			if next.Person = ids[row.Line]; next.Person == "" {
				next.Person, err = drawPerson()
			}
			if err != nil {
				return CrewImport{}, err
			}
			onRecord[row.Key.Reveal()] = next
			out.New++
		}
		out.People[row.Line] = next.Person
		if err := out.list(next, &batch); err != nil {
			return CrewImport{}, err
		}
	}
	out.Papers = papers(sheet.Rows, out.People)
	listed := slices.Collect(maps.Values(out.People))
	for _, who := range p.unlisted() {
		if !slices.Contains(listed, who) {
			out.Unlisted = append(out.Unlisted, who)
		}
	}
	return out, nil
}

// theSame reads who is which row, by the row's line. It refuses a person who is not enrolled or has a
// row already, and a line that is no row or is on the roster as somebody else.
func (p *Production) theSame(
	sheet intake.CrewSheet, onRecord map[string]listed, same []Same,
) (map[int]event.PersonID, error) {
	ids := make(map[int]event.PersonID, len(same))
	free := p.unlisted()
	for _, s := range same {
		at := slices.IndexFunc(sheet.Rows, func(row intake.CrewRow) bool { return row.Line == s.Line })
		if at < 0 {
			return nil, fmt.Errorf("line %d of the list is no row of a person", s.Line)
		}
		old, known := onRecord[sheet.Rows[at].Key.Reveal()]
		if known && old.Person == s.Person {
			continue // The same was said before.
		}
		n := slices.Index(free, s.Person)
		if known || n < 0 || ids[s.Line] != "" {
			return nil, fmt.Errorf("line %d cannot be %s: the person is not enrolled, or one of the two "+
				"is on the roster already", s.Line, s.Person)
		}
		free = slices.Delete(free, n, n+1)
		ids[s.Line] = s.Person
	}
	return ids, nil
}

// unlisted returns who is enrolled and was never on a list, in the order of ids.
func (p *Production) unlisted() []event.PersonID {
	var out []event.PersonID
	p.View(func(known *state.State) {
		for _, person := range known.People() {
			if person.ID != state.HubPerson && person.Enrolled != state.NoIndex &&
				person.Listed == state.NoIndex && person.Departed == state.NoIndex {
				out = append(out, person.ID)
			}
		}
	})
	slices.Sort(out)
	return out
}

// listed is one person as the roster has them.
type listed struct {
	event.ListedPerson
	name, job, file string
}

// list adds one person to the newest act, or begins another.
func (c *CrewImport) list(who listed, batch *batcher) error {
	id := string(who.Person)
	openings, err := salted(id, who.name, id+JobSuffix, who.job, id+FileSuffix, who.file)
	if err != nil {
		return err
	}
	if !batch.fits(crewRowsMax, openings) || len(c.Acts) == 0 {
		c.Acts = append(c.Acts, ImportAct{Body: &event.CrewListed{}})
	}
	act := &c.Acts[len(c.Acts)-1]
	if body, ok := act.Body.(*event.CrewListed); ok {
		body.People = append(body.People, who.ListedPerson)
	}
	act.Openings = append(act.Openings, openings...)
	return nil
}

// roster reads the people on record by the key of their row.
func (p *Production) roster(ctx context.Context) (map[string]listed, error) {
	type at struct {
		person event.PersonID
		index  int
	}
	var everybody []at
	bodies := map[int]*event.CrewListed{}
	p.View(func(known *state.State) {
		for _, person := range known.People() {
			if person.Listed == state.NoIndex {
				continue
			}
			everybody = append(everybody, at{person.ID, person.Listed})
			if e, ok := known.Entry(person.Listed); ok {
				if b, ok := e.Event.Body.(*event.CrewListed); ok {
					bodies[person.Listed] = b
				}
			}
		}
	})
	texts := map[int]map[string]string{}
	out := make(map[string]listed, len(everybody))
	for _, a := range everybody {
		if texts[a.index] == nil {
			var err error
			if texts[a.index], err = p.openingsOf(ctx, a.index); err != nil {
				return nil, err
			}
		}
		text, id := texts[a.index], string(a.person)
		who := listed{name: text[id], job: text[id+JobSuffix], file: text[id+FileSuffix]}
		for _, l := range bodies[a.index].People {
			if l.Person == a.person {
				who.ListedPerson = l
			}
		}
		var in map[string]string
		if json.Unmarshal([]byte(who.file), &in) == nil && in[keyName] != "" {
			out[in[keyName]] = who
		}
	}
	return out, nil
}

func crewFile(row intake.CrewRow) string {
	return file(map[string]string{
		keyName: row.Key.Reveal(), "phone": row.Phone.Reveal(), "email": row.Email.Reveal(),
		"permit": row.Permit.Reveal(), "permit_expires": string(row.PermitExpires),
		"course": string(row.Course), "certificate": row.Certificate.Reveal(),
		"course_date": string(row.CourseDate),
	})
}

// drawPerson draws a person's id at random, so that two productions cannot be joined on it.
func drawPerson() (event.PersonID, error) {
	text, err := drawHex(6)
	return event.PersonID("p" + text), err
}

// papers groups what the list claims about permits and courses, so that one signature covers many.
func papers(rows []intake.CrewRow, people map[int]event.PersonID) []event.Credential {
	var out []event.Credential
	add := func(what event.CredentialKind, expires event.Day, who event.PersonID) {
		at := slices.IndexFunc(out, func(c event.Credential) bool {
			return c.What == what && c.Expires == expires && len(c.People) < 200
		})
		if at < 0 {
			out = append(out, event.Credential{What: what, Expires: expires})
			at = len(out) - 1
		}
		out[at].People = append(out[at].People, who)
	}
	for _, row := range rows {
		who, ok := people[row.Line]
		if !ok {
			continue
		}
		if row.Permit.Given() && row.Role == intake.RoleHandler {
			add(event.HandlerPermit, event.Day(row.PermitExpires), who)
		}
		if row.Course == intake.CourseHeld {
			add(event.FirearmsCourse, "", who)
		}
	}
	return out
}

// departmentOf maps a list's department to the format's.
func departmentOf(d intake.Department) event.Department {
	if d == intake.DeptOffice {
		return event.OfficeDepartment
	}
	if d == intake.DeptMakeupHair {
		return event.Makeup
	}
	if known := event.DepartmentOf(string(d)); known != event.NoDepartment {
		return known
	}
	return event.OtherDepartment
}

// roleOf maps what a row proposes; crew where the format has no such role.
func roleOf(r intake.Role) event.Role {
	if known := event.RoleOf(strings.TrimSpace(string(r))); known != event.NoRole {
		return known
	}
	return event.Crew
}
