package main

import (
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

// wantsShow reports whether a command line of explore is about shows.
func wantsShow(args []string) bool {
	return slices.Contains(args, "--show") || slices.Contains(args, "-show")
}

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
	code = exitDone
	for n := range *seeds {
		for _, o := range all {
			o.Seed, o.Days = *seed+n, *days
			good, err := s.showOne(o, *lines)
			if err != nil {
				return s.refuse(err)
			}
			if !good {
				code = exitRefused
			}
		}
	}
	return code
}

// showOne plays one show and reports whether nothing speaks against what is claimed.
func (s streams) showOne(o show.Options, line bool) (good bool, err error) {
	r, err := show.Play(o)
	if err != nil {
		return false, err
	}
	if !line {
		s.say("%s", r.Text())
		return len(r.Against()) == 0, nil
	}
	b, err := r.JSON()
	if err != nil {
		return false, err
	}
	s.say("%s", b)
	return len(r.Against()) == 0, nil
}
