package main

import (
	"encoding/json"
	"flag"
	"slices"

	"github.com/proofhouse/proofhouse/sim/show"
)

const showUsage = `usage: proofhouse explore --show [--seed N] [--seeds N] [--days N] [--only NAME] [--json]

Plays whole shows in which people work well, under the packs that ship, and says which first answers
before a set-up were a HOLD and where each came from; and shows in which papers and plans go wrong
overnight, and what the evening before had named. Exit code 0 when nothing contradicts what is claimed
(docs/well-run-show.md), 1 otherwise.

  --seed N     what the first show is drawn from; 1 when it is left out
  --seeds N    how many seeds are played, from that one on; 1 when it is left out
  --days N     shooting days, 1 to 60; 20 when it is left out
  --only NAME  one production, by the name the report gives it
`

func exploreShow(s streams, args []string) int {
	flags := flag.NewFlagSet("explore --show", flag.ContinueOnError)
	flags.Bool("show", false, "")
	seed, seeds := flags.Uint64("seed", 1, ""), flags.Uint64("seeds", 1, "")
	days, only, lines := flags.Int("days", 20, ""), flags.String("only", "", ""), flags.Bool("json", false, "")
	words, code, ok := s.options(flags, showUsage, args)
	switch {
	case !ok:
		return code
	case len(words) > 0:
		return s.usage(showUsage, "explore --show takes no word %q", words[0])
	case *days < 1 || *days > show.DaysMax || *seeds < 1:
		return s.usage(showUsage, "days are 1 to %d, seeds at least 1", show.DaysMax)
	}
	all, err := show.Shows()
	if err != nil {
		return s.refuse(err)
	}
	all = slices.DeleteFunc(all, func(o show.Options) bool { return *only != "" && o.Name != *only })
	if len(all) == 0 {
		return s.usage(showUsage, "no production is called %q", *only)
	}
	sum := showSum{Seed: *seed, Seeds: *seeds, Days: *days, OK: true}
	for n := range *seeds {
		for _, o := range all {
			o.Seed, o.Days = *seed+n, *days
			if err := s.showOne(o, *lines, &sum); err != nil {
				return s.refuse(err)
			}
		}
	}
	if *lines {
		if err := json.NewEncoder(s.out).Encode(sum); err != nil {
			return s.refuse(err)
		}
	}
	return s.claimed(sum.OK, nil)
}

// showSum is the last line of --json.
type showSum struct {
	Shows  int    `json:"shows"`
	Seed   uint64 `json:"seed"`
	Seeds  uint64 `json:"seeds"`
	Days   int    `json:"days"`
	SetUps int    `json:"set_ups"` // Of the shows in which nothing was injected.
	Held   int    `json:"held"`
	Most   int    `json:"held_most_per_100"` // Of any one of them.
	Due    int    `json:"due"`
	Named  int    `json:"named"`
	OK     bool   `json:"ok"`
}

// showOne plays one show and adds it to the sum.
func (s streams) showOne(o show.Options, line bool, sum *showSum) error {
	r, err := show.Play(o)
	if err != nil {
		return err
	}
	sum.Shows++
	sum.Due, sum.Named = sum.Due+r.Due, sum.Named+r.Named
	sum.OK = sum.OK && len(r.Against()) == 0
	if !o.Faults && r.SetUps > 0 {
		sum.SetUps, sum.Held = sum.SetUps+r.SetUps, sum.Held+r.HeldSetUps
		sum.Most = max(sum.Most, (100*r.HeldSetUps+r.SetUps-1)/r.SetUps)
	}
	if !line {
		s.say("%s", r.Text())
		return nil
	}
	b, err := r.JSON()
	if err != nil {
		return err
	}
	s.say("%s", b)
	return nil
}
