package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"time"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/scenario"
)

// Name is what the demo production is called on screens.
const Name = "Two Mile Well"

// place is where today's call is.
const place = "stage-4"

// Props are the real parts a demo is seeded with.
type Props struct {
	// Production is begun, on Clock and with demo identities allowed, and has no entry yet.
	Production *production.Production
	Clock      *scenario.Clock
	People     *Keys
	RP         string
	Origins    []string
	Packs      []string  // Ids of packs that ship, adopted besides the demo's own.
	Now        time.Time // The seed ends here, in whole seconds; nothing in it is later.
}

// seeding is a seed under way.
type seeding struct {
	Props

	run      *scenario.Run
	name     string
	calendar calendar
}

// NewClock returns the clock a demo is seeded on: some days before the present, moved by the seed.
func NewClock(now time.Time) *scenario.Clock { return scenario.NewClock(now.UTC().AddDate(0, 0, -3)) }

// Seed opens a demo production and plays its first days through the real path, on a clock of their
// own that ends at Props.Now: every act is composed, signed with its person's software key, admitted
// and recorded. When it returns, a newcomer is a few acts away from a complete record. A seed that
// did not end leaves a directory to be thrown away.
func Seed(ctx context.Context, props Props) error {
	s, err := begin(props)
	if err == nil {
		err = s.play(ctx)
	}
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return nil
}

func begin(props Props) (*seeding, error) {
	// A production's id follows from the story's name; a drawn one gives each demo its own.
	drawn := make([]byte, 16)
	if _, err := rand.Read(drawn); err != nil {
		return nil, fmt.Errorf("draw name: %w", err)
	}
	p := props.Production
	stage := &scenario.Stage{
		Production: p, Clock: props.Clock, Person: props.signer,
		Opening: func(b *event.ProductionOpened) {
			t := p.Terms()
			b.LogOrigin, b.Hub = t.LogOrigin, t.Hub
			b.LogKey, b.ClockKey = t.Keys.Log.String(), t.Keys.Clock.String()
		},
	}
	return &seeding{
		Props: props, run: scenario.NewRun(stage), name: "demo-" + hex.EncodeToString(drawn),
		calendar: calendar{props.Now.UTC().Truncate(time.Second)},
	}, nil
}

func (p Props) signer(who event.PersonID) (passkey.Signer, error) { return p.People.Of(who) }

// play plays the days in order. What comes from files is signed between the parts of the story.
func (s *seeding) play(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		s.story(s.calendar.opening(s.RP, s.Origins, s.Packs)),
		s.list,
		s.story(s.calendar.staffing()),
		s.papers,
		s.story(s.calendar.prepBegins()),
		s.receive,
		func(ctx context.Context) error { return s.story(s.calendar.prep(s.items()))(ctx) },
		s.story(s.calendar.call()),
		s.plan,
		s.story(s.calendar.scene42()),
		s.end,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// story plays one part, told as stories are.
func (s *seeding) story(text string) func(context.Context) error {
	return func(ctx context.Context) error {
		story, err := scenario.Parse(s.name, text)
		if err != nil {
			return err
		}
		_, err = s.run.Play(ctx, story)
		return err
	}
}

// perform records one act of one person, a second after the one before.
func (s *seeding) perform(ctx context.Context, act production.Act) error {
	s.Clock.Set(s.Clock.Now().Add(time.Second))
	keys := make([]passkey.Signer, 0, len(act.Signers))
	for _, who := range act.Signers {
		key, err := s.People.Of(who.Person)
		if err != nil {
			return err
		}
		keys = append(keys, key)
	}
	if _, err := s.Production.Perform(ctx, act, keys...); err != nil {
		return fmt.Errorf("%s: %w", act.Body.Kind(), err)
	}
	return nil
}

func read(name string) (io.Reader, error) {
	data, err := Files.ReadFile(path.Join("testdata", name))
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(data), nil
}

// crew compares the office's list with the roster.
func (s *seeding) crew(ctx context.Context) (production.CrewImport, error) {
	in, err := read("office/crew.csv")
	if err != nil {
		return production.CrewImport{}, err
	}
	sheet, err := intake.Crew(in, intake.Mapping{})
	if err != nil {
		return production.CrewImport{}, err
	}
	list, err := s.Production.ImportCrew(ctx, sheet)
	if err != nil {
		return production.CrewImport{}, err
	}
	return list, rename(&list, sheet)
}

// list puts everybody of the office's list on the roster, signed by the AD.
func (s *seeding) list(ctx context.Context) error {
	list, err := s.crew(ctx)
	if err != nil {
		return err
	}
	for _, act := range list.Acts {
		if err := s.perform(ctx, act.Act(verified("ad1", event.AD))); err != nil {
			return err
		}
	}
	return nil
}

// papers signs for the permits and courses the list claims: the advisor looked at them, and the AD
// at the advisor's own. Neither vouched for a handler.
func (s *seeding) papers(ctx context.Context) error {
	list, err := s.crew(ctx)
	if err != nil {
		return err
	}
	for _, paper := range list.Papers {
		own := slices.Index(paper.People, "adv1")
		if own >= 0 {
			paper.People = slices.Delete(slices.Clone(paper.People), own, own+1)
			one := paper
			one.People = []event.PersonID{"adv1"}
			if err := s.perform(ctx, single(&one, "ad1", event.AD)); err != nil {
				return err
			}
		}
		if err := s.perform(ctx, single(&paper, "adv1", event.Advisor)); err != nil {
			return err
		}
	}
	return nil
}

func single(body event.Body, who event.PersonID, as event.Role) production.Act {
	return production.Act{Body: body, Signers: []event.Signer{verified(who, as)}}
}

func verified(who event.PersonID, as event.Role) event.Signer {
	return event.Signer{Person: who, Role: as, How: event.Verified}
}

// receive takes the items and the sealed boxes of both lenders into the handler's custody, before a
// watcher.
func (s *seeding) receive(ctx context.Context) error {
	for _, name := range []string{
		"rental/items-lender-a.csv", "rental/items-lender-b.csv", "rental/lots.csv",
	} {
		in, err := read(name)
		if err != nil {
			return err
		}
		sheet, err := intake.Items(in, intake.Mapping{})
		if err != nil {
			return err
		}
		list, err := s.Production.ImportItems(sheet, production.Receiving{Unloaded: event.Yes})
		if err != nil {
			return err
		}
		for _, act := range list.Acts {
			if err := s.perform(ctx, act.Act(verified("h1", event.Handler), verified("w1", event.Watcher))); err != nil {
				return err
			}
		}
	}
	return nil
}

// items lists every item received, as one act of lock-up names them.
func (s *seeding) items() []string {
	var out []string
	s.Production.View(func(known *state.State) {
		for _, it := range known.Items() {
			out = append(out, string(it.Item))
		}
	})
	return out
}

// planMinutes is how long before the demo begins the plan was made.
const planMinutes = 40

// plan says what scene 42 needs. The text it is for is the writer's own.
func (s *seeding) plan(ctx context.Context) error {
	in, err := read("script/script.fountain")
	if err != nil {
		return err
	}
	script, err := intake.Script(in, "script.fountain")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(script.Scenes, func(c intake.Scene) bool { return c.Number == "42" })
	if at < 0 {
		return errors.New("script has no scene 42")
	}
	pages, err := event.ParseID(script.Scenes[at].Digest)
	if err != nil {
		return fmt.Errorf("scene 42: %w", err)
	}
	if _, _, err := s.Production.ImportScript(ctx, script, true); err != nil {
		return err
	}
	s.Clock.Set(s.calendar.beforeNow(planMinutes))
	if _, err := s.Production.Fresh(ctx); err != nil {
		return err
	}
	body := &event.ScenePlanned{
		Scene: "42", Pages: pages, Day: event.Day(s.calendar.day(0)),
		Region: "US-CA", Place: place, Purpose: event.Rehearsal,
		Items: []event.PlannedItem{{Item: "R-03", Class: event.LiveCapable}}, Load: event.NoBlank,
		Zone: []event.Standing{{Person: "cam1", DistanceMM: 3000}}, Near: []event.PersonID{"p2", "dir1"},
		Capacity: 2, Medic: event.No, Protected: event.No,
	}
	return s.perform(ctx, production.Act{Body: body, Signers: []event.Signer{
		verified("h1", event.Handler), verified("ad1", event.AD),
	}})
}

// end brings the clock to the present and has the ledger sign it.
func (s *seeding) end(ctx context.Context) error {
	s.Clock.Set(s.calendar.now)
	_, err := s.Production.Fresh(ctx)
	return err
}
