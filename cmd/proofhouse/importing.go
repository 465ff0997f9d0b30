package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/demo"
	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

const importUsage = `
usage: proofhouse import crew|items|script FILE [--data DIR] [--apply] [OPTIONS]

Reads a file made elsewhere and shows how it was understood. Nothing is changed without --apply; with
it, what is new waits on the desk of whoever signs it, and the scenes of a script wait for somebody
to plan them. In a demo the identities sign at once. The same file again adds nothing.

  --data DIR           the production to compare with; needed for --apply
  --apply              leave what is new on the desk
  --map "COLUMN=FIELD" read a column as a field; "COLUMN=-" leaves it unread; may be repeated
  --dates mdy|dmy      how 03/04/2027 is read when the file cannot show it
  --lender NAME        who lent the rows that name nobody
  --seal "LOT=NUMBER"  the number on a lot's seal; may be repeated
  --unloaded           the people who sign saw every item of the list unloaded
  --same "PERSON=LINE" the row on that line is somebody who founded the production; may be repeated
  --signer PERSON      whose desk it is left on; may be repeated: a delivery is signed by a handler and
                       a watcher. The first who could sign, if not given
  --checkpoints DIR    where the checkpoints lie, if not in the data directory
  --json               one JSON object instead of text
`

// importing is one run of the command.
type importing struct {
	streams

	kind, path    string
	dir           dataDir
	apply, asJSON bool
	maps, seals   many
	same          many
	dates, lender string
	unloaded      bool
	signers       many
}

// outcome is what a run shows. It holds no cell that can be personal.
type outcome struct {
	File     string                     `json:"file"`
	Kind     string                     `json:"kind"`
	Rows     int                        `json:"rows"`
	Compared bool                       `json:"compared"` // Whether a production was there to compare with.
	New      int                        `json:"new"`
	Changed  int                        `json:"changed"`
	Known    int                        `json:"known"`
	Acts     int                        `json:"acts"`              // Acts somebody has to sign.
	Left     int                        `json:"left"`              // Acts that were left on a desk.
	Signed   int                        `json:"signed"`            // Acts demo identities signed at once.
	Signers  []event.PersonID           `json:"signers,omitempty"` // Who signs or signed.
	Columns  []intake.ColumnPlan        `json:"columns,omitempty"`
	Unlisted []event.PersonID           `json:"unlisted,omitempty"` // Enrolled, and on no list.
	Scenes   []production.ProposedScene `json:"scenes,omitempty"`
	Problems []intake.Problem           `json:"problems"`
	Notes    []intake.Note              `json:"notes"`
}

func importFile(ctx context.Context, s streams, args []string) int {
	i := importing{streams: s}
	flags := flag.NewFlagSet("import", flag.ContinueOnError)
	flags.StringVar(&i.dir.path, "data", "", "")
	flags.StringVar(&i.dir.checkpoints, "checkpoints", "", "")
	flags.BoolVar(&i.apply, "apply", false, "")
	flags.BoolVar(&i.asJSON, "json", false, "")
	flags.Var(&i.maps, "map", "")
	flags.Var(&i.seals, "seal", "")
	flags.Var(&i.same, "same", "")
	flags.StringVar(&i.dates, "dates", "", "")
	flags.StringVar(&i.lender, "lender", "", "")
	flags.BoolVar(&i.unloaded, "unloaded", false, "")
	flags.Var(&i.signers, "signer", "")
	words, code, ok := s.options(flags, importUsage, args)
	switch {
	case !ok:
		return code
	case len(words) != 2:
		return s.usage(importUsage, "import needs crew, items or script, and one file")
	case i.apply && i.dir.path == "":
		return s.usage(importUsage, "--apply needs --data")
	}
	i.kind, i.path = words[0], words[1]
	found, err := i.run(ctx)
	if wrong, ok := errors.AsType[*usageError](err); ok {
		return s.usage(importUsage, "%s", wrong.fact)
	}
	if err != nil {
		return i.refused(err)
	}
	return i.show(found)
}

// usageError reports an option that cannot be read.
type usageError struct{ fact string }

func (e *usageError) Error() string { return e.fact }

// run reads the file and, where there is a production, compares and applies.
func (i *importing) run(ctx context.Context) (_ *outcome, err error) {
	read, err := i.read()
	if err != nil {
		return nil, err
	}
	out := &outcome{
		File: filepath.Base(i.path), Kind: i.kind, Rows: read.rows, Columns: read.columns,
		Problems: read.problems, Notes: read.notes,
	}
	if i.dir.path == "" {
		return out, nil
	}
	h, err := i.dir.open(ctx, housing{log: quietLog(), allowDemo: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	got, err := read.compare(ctx, h.Production, i, out)
	if err != nil {
		return nil, err
	}
	out.Compared, out.New, out.Changed, out.Known = true, got.New, got.Changed, got.Known
	out.Acts = len(got.Acts)
	out.Problems = append(out.Problems, got.Problems...)
	if i.apply && len(got.Acts) > 0 {
		err = i.leave(ctx, h.Production, got.Acts, out)
	}
	return out, err
}

// leave puts the acts on the desks of people who can sign them.
func (i *importing) leave(
	ctx context.Context, p *production.Production, acts []production.ImportAct, out *outcome,
) error {
	named := make([]event.PersonID, len(i.signers))
	for n, who := range i.signers {
		named[n] = event.PersonID(who)
	}
	signers, err := p.SignersOf(acts[0].Body.Kind(), named...)
	if wrong, is := errors.AsType[*production.SignersError](err); is {
		return cannotSign(wrong)
	}
	if err != nil {
		return err
	}
	for _, g := range signers {
		out.Signers = append(out.Signers, g.Person)
	}
	if p.Demo() {
		out.Signed, err = i.sign(ctx, p, acts, signers)
	} else {
		out.Left, err = p.LeaveImport(ctx, acts, signers...)
	}
	return err
}

func cannotSign(e *production.SignersError) error {
	if e.Named == "" {
		return fmt.Errorf("nobody who counts as another person can sign this as %s: appoint somebody first", e.Role)
	}
	return fmt.Errorf("--signer %s cannot sign this; who can: %s", e.Named, listed(e.Can))
}

func listed(people []event.PersonID) string {
	names := make([]string, len(people))
	for n, who := range people {
		names[n] = string(who)
	}
	return strings.Join(names, ", ")
}

// sign lets demo identities sign at once: their keys are in the directory, and every screen says what
// that is worth.
func (i *importing) sign(
	ctx context.Context, p *production.Production, acts []production.ImportAct, signers []event.Signer,
) (int, error) {
	people, err := demo.LoadKeys(filepath.Join(i.dir.keys(), demoKeysName))
	if err != nil {
		return 0, err
	}
	keys := make([]passkey.Signer, len(signers))
	for n, g := range signers {
		if keys[n], err = people.Of(g.Person); err != nil {
			return 0, err
		}
	}
	for n, a := range acts {
		if _, err := p.Perform(ctx, a.Act(signers...), keys...); err != nil {
			return n, err
		}
	}
	return len(acts), nil
}

// sheet is one file as read, and how it compares with a production.
type sheet struct {
	rows     int
	columns  []intake.ColumnPlan
	problems []intake.Problem
	notes    []intake.Note
	compare  func(context.Context, *production.Production, *importing, *outcome) (production.Import, error)
}

func (i *importing) read() (_ *sheet, err error) {
	m, err := i.mapping()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(i.path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	switch i.kind {
	case "crew":
		same, err := i.samePeople()
		if err != nil {
			return nil, err
		}
		got, err := intake.Crew(f, m)
		return &sheet{
			rows: len(got.Rows), columns: got.Plan.Columns, problems: got.Problems, notes: got.Notes,
			compare: func(ctx context.Context, p *production.Production, _ *importing, out *outcome) (
				production.Import, error,
			) {
				x, err := p.ImportCrew(ctx, got, same...)
				out.Unlisted = x.Unlisted
				return x.Import, err
			},
		}, err
	case "items":
		say, err := i.receiving()
		if err != nil {
			return nil, err
		}
		got, err := intake.Items(f, m)
		return &sheet{
			rows: len(got.Items) + len(got.Lots), columns: got.Plan.Columns, problems: got.Problems,
			notes: got.Notes,
			compare: func(_ context.Context, p *production.Production, _ *importing, _ *outcome) (
				production.Import, error,
			) {
				return p.ImportItems(got, say)
			},
		}, err
	case "script":
		got, err := intake.Script(f, filepath.Base(i.path))
		return &sheet{
			rows: len(got.Scenes), problems: got.Problems, notes: got.Notes,
			compare: func(ctx context.Context, p *production.Production, i *importing, out *outcome) (
				production.Import, error,
			) {
				x, scenes, err := p.ImportScript(ctx, got, i.apply)
				out.Scenes = scenes
				return x, err
			},
		}, err
	}
	return nil, &usageError{fact: fmt.Sprintf("%q is none of crew, items and script", i.kind)}
}

func (i *importing) mapping() (intake.Mapping, error) {
	m, err := intake.ParseMapping(i.maps)
	if err != nil {
		return intake.Mapping{}, err
	}
	m.Lender, m.Dates = i.lender, intake.DateOrder(i.dates)
	switch m.Dates {
	case intake.DatesByFile, intake.DatesMonthFirst, intake.DatesDayFirst:
		return m, nil
	}
	return intake.Mapping{}, &usageError{fact: fmt.Sprintf("--dates %q is neither mdy nor dmy", i.dates)}
}

// samePeople reads which rows are people who are enrolled already.
func (i *importing) samePeople() ([]production.Same, error) {
	var out []production.Same
	for _, s := range i.same {
		who, text, _ := strings.Cut(s, "=")
		line, err := strconv.Atoi(text)
		if err != nil || who == "" || line < 1 {
			return nil, &usageError{fact: fmt.Sprintf("--same %q is not of the form PERSON=LINE", s)}
		}
		out = append(out, production.Same{Person: event.PersonID(who), Line: line})
	}
	return out, nil
}

func (i *importing) receiving() (production.Receiving, error) {
	say := production.Receiving{Unloaded: event.No, Seals: map[event.LotID]string{}}
	if i.unloaded {
		say.Unloaded = event.Yes
	}
	for _, s := range i.seals {
		lot, number, ok := strings.Cut(s, "=")
		if !ok || lot == "" || number == "" {
			return say, &usageError{fact: fmt.Sprintf("--seal %q is not of the form LOT=NUMBER", s)}
		}
		say.Seals[event.LotID(lot)] = number
	}
	return say, nil
}

// refused shows why a whole file, or the production, was refused.
func (i *importing) refused(err error) int {
	f, ok := errors.AsType[*intake.FileError](err)
	if !ok {
		return i.refuse(err)
	}
	if i.asJSON {
		i.json(map[string]any{"file": filepath.Base(i.path), "refused": f})
		return exitRefused
	}
	at := ""
	if f.Line > 0 {
		at = fmt.Sprintf(", line %d", f.Line)
	}
	i.complain("%s%s: %s (%s)", filepath.Base(i.path), at, f.Reason, f.Code)
	_, _ = fmt.Fprintln(i.err, "  "+f.Do)
	return exitRefused
}

func (i *importing) json(v any) {
	enc := json.NewEncoder(i.out)
	enc.SetIndent("", "  ")
	_ = enc.Encode(v) // Whether a pipe still listens changes nothing that was done.
}
