package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/words"
)

// errNotAdopted says that there is nothing to compare: the old pack had no say here.
var errNotAdopted = errors.New("the production never adopted a pack of that id, so it changed no answer")

// differ asks a production's past questions under two packs.
type differ struct {
	s        streams
	json     bool
	lang     string
	old, now *verdict.Pack
	box      []*verdict.Pack // The other packs of this build.

	known   *state.State
	adopted bool
	judged  int
	differ  int
	turned  int // Of those, from COMPLETE to HOLD or back.
}

func rulesDiff(ctx context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("rules diff", flag.ContinueOnError)
	d := differ{s: s, known: state.New()}
	var dir dataDir
	flags.StringVar(&dir.path, "data", "", "")
	flags.BoolVar(&d.json, "json", false, "")
	flags.StringVar(&d.lang, "lang", words.English, "")
	names, code, ok := s.options(flags, rulesUsage, args)
	if !ok {
		return code
	}
	if len(names) != 2 || dir.path == "" || !slices.Contains(words.Languages(), d.lang) {
		return s.usage(rulesUsage, "rules diff needs two packs and --data, and a language of the catalogue")
	}
	err := d.readPacks(names[0], names[1])
	if err == nil {
		err = d.replay(ctx, dir)
	}
	if err == nil && !d.adopted {
		err = fmt.Errorf("%s: %w", d.old.ID, errNotAdopted)
	}
	if err != nil {
		return s.refuse(fmt.Errorf("rules diff: %w", err))
	}
	d.end()
	return exitDone
}

func (d *differ) readPacks(old, now string) (err error) {
	if _, d.old, err = packNamed(old); err != nil {
		return err
	}
	if _, d.now, err = packNamed(now); err != nil {
		return err
	}
	for _, f := range rules.All() {
		p, err := verdict.ParsePack(f.Bytes)
		if err != nil {
			return fmt.Errorf("pack %s: %w", f.Name, err)
		}
		if p.ID != d.old.ID {
			d.box = append(d.box, p)
		}
	}
	return nil
}

// replay reads the production's log as it lies and folds it, one checkpoint after the other.
func (d *differ) replay(ctx context.Context, dir dataDir) (err error) {
	has, err := dir.exists()
	if err != nil {
		return err
	}
	if !has {
		return fmt.Errorf("open %s: %w", dir.path, errNoProduction)
	}
	store, err := sqlite.Open(ctx, dir.store())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	items, err := store.TrackLen(ctx)
	if err != nil {
		return err
	}
	done := uint64(0)
	for item, err := range store.Track(ctx, 0, items) {
		if err != nil {
			return fmt.Errorf("track: %w", err)
		}
		if err := d.fold(ctx, store, done, item); err != nil {
			return err
		}
		done = item.Size
	}
	return nil
}

// fold takes the entries of one checkpoint. Before each act somebody asked about, the entries in front
// of it are folded at the checkpoint's time: that is what was known when the act was recorded.
func (d *differ) fold(ctx context.Context, store ledger.Store, from uint64, item proof.TrackItem) error {
	root := ""
	if item.Size > 0 {
		root = fmt.Sprintf("%x", item.Root[:])
	}
	for e, err := range store.Entries(ctx, from, item.Size) {
		if err != nil {
			return fmt.Errorf("entry %d: %w", e.Index, err)
		}
		parsed, err := event.Parse(e.Envelope)
		if err != nil {
			return fmt.Errorf("entry %d: %w", e.Index, err)
		}
		o, err := event.Open(parsed, passkey.Vouch(parsed))
		if err != nil {
			return fmt.Errorf("entry %d: %w", e.Index, err)
		}
		if q, asked := d.asked(o.Event()); asked && !item.ClockFault {
			before := state.Checkpoint{Size: int64(e.Index), Time: int64(item.Time)}
			if err := d.known.Tick(before); err != nil {
				return fmt.Errorf("entry %d: %w", e.Index, err)
			}
			if err := d.compare(q, int(e.Index), int64(item.Time)); err != nil {
				return err
			}
		}
		if err := d.known.Apply(o); err != nil {
			return fmt.Errorf("entry %d: %w", e.Index, err)
		}
	}
	if item.ClockFault {
		return nil // A time nobody vouched for dates no act: its entries wait for the next one.
	}
	return d.known.Tick(state.Checkpoint{Size: int64(item.Size), Root: root, Time: int64(item.Time)})
}

// asked is the question that stood before an act, and false when none did.
func (d *differ) asked(e *event.Event) (verdict.Question, bool) {
	by := e.Signers[0].Person
	for _, g := range e.Signers {
		if g.Role == event.Handler {
			by = g.Person
			break
		}
	}
	switch b := e.Body.(type) {
	case *event.HandedOver:
		return verdict.Question{
			Ask: verdict.HandOver, Item: b.Item, To: b.To, By: by, Scene: b.Scene, Purpose: b.Purpose,
		}, true
	case *event.Loaded:
		return verdict.Question{Ask: verdict.Load, Item: b.Item, Container: b.Container, By: by, Scene: d.sceneOf(b.Item)}, true
	case *event.DayClosed:
		return verdict.Question{Ask: verdict.Close, Unit: b.Unit}, true
	default:
		return verdict.Question{}, false
	}
}

// sceneOf is the scene an item is loaded for: the one with the newest plan that names it. The act
// itself does not say.
func (d *differ) sceneOf(item event.ItemID) event.SceneID {
	newest, id := state.NoIndex, event.SceneID("")
	for _, c := range d.known.Scenes() {
		names := slices.ContainsFunc(c.Plan.Items, func(p event.PlannedItem) bool { return p.Item == item })
		if names && c.Planned > newest {
			newest, id = c.Planned, c.ID
		}
	}
	return id
}

// compare judges one question under both packs and shows it when the answers differ.
func (d *differ) compare(q verdict.Question, index int, at int64) error {
	refs := d.known.Packs()
	n := -1
	for i, ref := range refs {
		if ref.Pack == d.old.ID {
			n = i // The edition adopted last.
		}
	}
	if n < 0 {
		return nil
	}
	d.adopted = true
	now := state.Interval{Earliest: at, Latest: at}
	judge := func(p *verdict.Pack) verdict.Verdict {
		return verdict.Judge(d.known, q, append(slices.Clip(d.box), adoptedAs(p, refs[n])), now)
	}
	was, is := judge(d.old), judge(d.now)
	gone, come := without(was, is), without(is, was)
	d.judged++
	if was.Outcome == is.Outcome && len(gone) == 0 && len(come) == 0 {
		return nil
	}
	d.differ++
	if was.Outcome != is.Outcome {
		d.turned++
	}
	if d.json {
		return d.line(q, index, at, was, is)
	}
	d.show(q, index, at, was, is, gone, come)
	return nil
}

// without lists the reasons of one verdict that another does not have, whichever clauses ask for them.
func without(v, other verdict.Verdict) []verdict.Reason {
	var out []verdict.Reason
	for _, r := range v.Reasons {
		if !slices.ContainsFunc(other.Reasons, func(o verdict.Reason) bool { return o.Code == r.Code && o.Lack == r.Lack }) {
			out = append(out, r)
		}
	}
	return out
}

func (d *differ) outcome(v verdict.Verdict) string {
	if v.Outcome == verdict.Complete {
		return words.Say(d.lang, "outcome.complete", nil)
	}
	return words.Say(d.lang, "outcome.hold", nil)
}

func (d *differ) show(
	q verdict.Question, index int, at int64, was, is verdict.Verdict, gone, come []verdict.Reason,
) {
	d.s.say("entry %d, %s  %s", index, time.Unix(at, 0).UTC().Format(time.RFC3339), scenario.Asked(d.lang, q))
	d.s.say("  %s under %s, %s under %s", d.outcome(was), d.old.Edition, d.outcome(is), d.now.Edition)
	for _, side := range []struct {
		sign    string
		reasons []verdict.Reason
	}{{"-", gone}, {"+", come}} {
		for _, g := range scenario.Explain(d.lang, verdict.Verdict{Reasons: side.reasons}) {
			for _, r := range g.Reasons {
				d.s.say("  %s %s %s (%s)", side.sign, r.Code, r.Says, strings.Join(r.Clauses, "; "))
			}
		}
	}
}

// diffLine is one answer that differs, for programs. Question and verdicts are those of
// docs/spec/verdict.md.
type diffLine struct {
	Entry int             `json:"entry"`
	Time  string          `json:"time"`
	Old   json.RawMessage `json:"old"`
	New   json.RawMessage `json:"new"`
}

func (d *differ) line(q verdict.Question, index int, at int64, was, is verdict.Verdict) error {
	out, err := json.Marshal(diffLine{
		Entry: index, Time: time.Unix(at, 0).UTC().Format(time.RFC3339),
		Old: verdict.AppendJSON(nil, was), New: verdict.AppendJSON(nil, is),
	})
	if err != nil {
		return fmt.Errorf("%s: %w", q.Ask, err)
	}
	d.s.say("%s", out)
	return nil
}

func (d *differ) end() {
	if d.json {
		d.s.say(`{"judged":%d,"differ":%d,"turned":%d}`, d.judged, d.differ, d.turned)
		return
	}
	d.s.say("%d asked again, %d answered otherwise, %d of them between COMPLETE and HOLD", d.judged, d.differ, d.turned)
}
