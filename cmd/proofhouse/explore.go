package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/sim/explore"
)

const exploreUsage = `usage: proofhouse explore --faults N [--claim A|B|resets] [--chambers 2|4] [--third]
                          [--lapses 1|2] [--pack ID]... [--without RULE] [--json]

Searches every way in which at most N of six people who do wrong acts could bring a live round past
a COMPLETE, and tells the smallest sets of people who suffice, each with a way of the fewest wrong steps.
Exit code 0 when nothing contradicts what is claimed (docs/decisions/0041-claims.md), 1 otherwise.

  --claim A       the round is put in by somebody other than handler and watcher of the hand-over
  --claim B       one of those two puts it in
  --claim resets  a later hand-over of the same custody segment; of these nothing is claimed, unless
                  the pack house-every-hand-over asks for test, look and both signatures anew
  --third         a third person counts, looks and signs too, as the pack house-third-count asks
  --lapses N      how many things may be wrong on the record at a time, 1 or 2
  --pack ID       packs the production adopted; California and bulletin 1 when none is named
  --without RULE  leaves a fact, or the key of a reason, out of every verdict

proofhouse explore --simulate N plays days drawn from seeds, with more firearms and chambers, and
proofhouse explore --show whole shows of people who work well; --help beside either says more.
`

// explored is what the command line asked for.
type explored struct {
	options explore.Options
	packs   many
	json    bool
}

func exploreCommand(_ context.Context, s streams, args []string) int {
	if wants(args, "show") {
		return exploreShow(s, args)
	}
	if wants(args, "simulate") {
		return exploreSimulate(s, args)
	}
	e, code, ok := s.exploreOptions(args)
	if !ok {
		return code
	}
	house, err := explore.NewHouse(e.options)
	if err != nil {
		return s.refuse(err)
	}
	result, err := house.Search(e.options.Claim, e.options.Faults, e.options.Without)
	if err != nil {
		return s.refuse(err)
	}
	against := result.Against(e.options)
	if e.options.Without != "" {
		against = nil // What is claimed is claimed of the rules as they ship.
	}
	good := len(against) == 0 && result.Complete > 0
	if e.json {
		err = s.exploredLines(e, result, len(against), good)
	} else {
		err = s.exploredText(e, house, result)
	}
	return s.claimed(good, err)
}

// wants reports whether a command line of explore has an option, with a value or without: which of its
// searches is meant decides which options it knows.
func wants(args []string, option string) bool {
	return slices.ContainsFunc(args, func(a string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		return strings.HasPrefix(a, "-") && name == option
	})
}

// searched are the packs of a search: those named or else the usual two, and the one that asks for a
// third person.
func searched(named many, third bool) many {
	if len(named) == 0 {
		named = many{"us-ca-part13", "lmsc-bulletin-1"}
	}
	if third {
		named = append(named, explore.ThirdPack)
	}
	return named
}

// claimed ends a command that tried a claim: what it found is said already, unless that failed.
func (s streams) claimed(good bool, err error) int {
	switch {
	case err != nil:
		return s.refuse(err)
	case !good:
		return exitRefused
	}
	return exitDone
}

func (s streams) exploreOptions(args []string) (e explored, code int, ok bool) {
	e.options = explore.Options{Faults: 2, Chambers: 4}
	flags := flag.NewFlagSet("explore", flag.ContinueOnError)
	flags.IntVar(&e.options.Faults, "faults", 0, "")
	flags.IntVar(&e.options.Chambers, "chambers", e.options.Chambers, "")
	flags.IntVar(&e.options.Lapses, "lapses", 1, "")
	flags.BoolVar(&e.options.Third, "third", false, "")
	flags.StringVar(&e.options.Without, "without", "", "")
	flags.BoolVar(&e.json, "json", false, "")
	claim := flags.String("claim", "A", "")
	flags.Var(&e.packs, "pack", "")
	words, code, ok := s.options(flags, exploreUsage, args)
	if !ok {
		return e, code, false
	}
	if len(words) > 0 || e.options.Faults == 0 {
		return e, s.usage(exploreUsage, "explore needs --faults and no other word"), false
	}
	var named bool
	if e.options.Claim, named = explore.ClaimOf(*claim); !named {
		return e, s.usage(exploreUsage, "claim %q is none of A, B and resets", *claim), false
	}
	e.packs = searched(e.packs, e.options.Third)
	var err error
	if e.options.Packs, err = rules.Parse(e.packs); err == nil {
		err = e.options.Check()
	}
	if err != nil {
		return e, s.usage(exploreUsage, "%s", err), false
	}
	return e, exitDone, true
}

// exploredSet is one line of --json.
type exploredSet struct {
	Claim  string        `json:"claim"`
	Rounds string        `json:"rounds"`
	Set    []string      `json:"set"`
	Path   []exploredWay `json:"path"`
}

type exploredWay struct {
	Says  string   `json:"says"`
	Wrong []string `json:"wrong,omitempty"`
}

// exploredSum is the last line of --json.
type exploredSum struct {
	Claim           string   `json:"claim"`
	Faults          int      `json:"faults"`
	Chambers        int      `json:"chambers"`
	Third           bool     `json:"third"`
	Packs           []string `json:"packs"`
	Without         string   `json:"without,omitempty"`
	Sets            int      `json:"sets"`
	Least           int      `json:"least"`
	States          int      `json:"states"`
	Transitions     int      `json:"transitions"`
	Records         int      `json:"records"`
	Complete        int      `json:"complete"`
	Verdicts        int      `json:"verdicts"`
	Twice           int      `json:"twice"`
	Bounds          string   `json:"bounds"`
	Counterexamples int      `json:"counterexamples"`
	OK              bool     `json:"ok"`
}

func namesOf(s explore.People) []string {
	var out []string
	for _, p := range s.List() {
		out = append(out, p.String())
	}
	return out
}

func (s streams) exploredLines(e explored, r explore.Result, against int, good bool) error {
	lines := json.NewEncoder(s.out)
	for _, set := range r.Sets {
		line := exploredSet{
			Claim: e.options.Claim.String(), Rounds: set.Rounds.String(), Set: namesOf(set.Who),
		}
		for _, w := range set.Path {
			line.Path = append(line.Path, exploredWay{w.Text, namesOf(w.Wrong)})
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return lines.Encode(exploredSum{
		Claim: e.options.Claim.String(), Faults: e.options.Faults, Chambers: e.options.Chambers,
		Third: e.options.Third, Packs: e.packs, Without: e.options.Without, Sets: len(r.Sets),
		Least: r.Least(), States: r.States, Transitions: r.Transitions, Records: r.Records,
		Complete: r.Complete, Verdicts: r.Judged, Twice: r.Again, Bounds: explore.Bounds(e.options),
		Counterexamples: against, OK: good,
	})
}

// exploredText says what was found, and beside a claim what is true of later hand-overs.
func (s streams) exploredText(e explored, h *explore.House, r explore.Result) error {
	text := explore.Text(e.options, r)
	if e.options.Claim != explore.Resets {
		again, err := h.Search(explore.Resets, 1, e.options.Without)
		if err != nil {
			return err
		}
		var alone []string
		for _, set := range again.Sets {
			alone = append(alone, fmt.Sprintf("the %s with %s", set.Who, set.Rounds))
		}
		switch {
		case len(alone) == 0 && r.Complete > 0:
			text += "A later hand-over of the same segment takes two people at the least.\n"
		case len(alone) > 0:
			text += fmt.Sprintf("A later hand-over of the same segment takes one person: %s.\n", strings.Join(alone, ", "))
		}
	}
	_, err := io.WriteString(s.out, text)
	return err
}
