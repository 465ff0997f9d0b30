package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/words"
)

// replayFilesMax is the most stories of one command line.
const replayFilesMax = 1000

const replayUsage = `usage: proofhouse replay [FILE...] [--json] [--verbose] [--lang en]

Plays stories and compares each verdict with the answer the story gives. Without a file it plays
the stories that ship. The language is described in docs/spec/scenarios.md.
`

type replayOptions struct {
	json, verbose bool
	lang          string
	files         []string
}

// report shows what a replay finds, as text or as JSON lines.
type report interface {
	story(s *scenario.Story)
	judgement(s *scenario.Story, causes []string, j *scenario.Judgement)
	sets(s *scenario.Story, all []telling)
	end(passed, failed int)
}

// replay plays stories. It exits with 1 when an answer differs from the one its story gives, and with
// 2 when a story is not understood: then nothing is to be concluded.
func replay(ctx context.Context, s streams, args []string) int {
	options, code, ok := s.replayOptions(args)
	if !ok {
		return code
	}
	refuse := func(err error) int {
		s.complain("replay: %s", err)
		return exitUsage
	}
	stories, err := replayStories(options.files)
	if err != nil {
		return refuse(err)
	}
	var r report = &textReport{out: s.out, options: options}
	if options.json {
		r = &jsonReport{out: s.out}
	}
	passed, failed := 0, 0
	for _, story := range stories {
		good, bad, err := replayOne(ctx, story, r)
		if err != nil {
			return refuse(err)
		}
		passed, failed = passed+good, failed+bad
	}
	r.end(passed, failed)
	if failed > 0 {
		return exitRefused
	}
	return exitDone
}

func (s streams) replayOptions(args []string) (o replayOptions, code int, ok bool) {
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.verbose, "verbose", false, "")
	flags.StringVar(&o.lang, "lang", words.English, "")
	if o.files, code, ok = s.options(flags, replayUsage, args); !ok {
		return o, code, false
	}
	if !slices.Contains(words.Languages(), o.lang) {
		return o, s.usage(replayUsage, "language %q: the catalogue has %s", o.lang,
			strings.Join(words.Languages(), ", ")), false
	}
	if len(o.files) > replayFilesMax {
		return o, s.usage(replayUsage, "%d stories: at most %d at once", len(o.files), replayFilesMax), false
	}
	return o, exitDone, true
}

// replayOne plays a story, and every subset of its causes where it has some. A story with causes
// counts once for each subset, another one once for each question.
func replayOne(ctx context.Context, s *scenario.Story, r report) (passed, failed int, err error) {
	if len(s.Causes) == 0 {
		result, err := tell(ctx, s)
		if err != nil {
			return 0, 0, err
		}
		r.story(s)
		for n := range result.Judgements {
			r.judgement(s, nil, &result.Judgements[n])
		}
		return result.Passed, result.Failed, nil
	}
	all := tellAll(ctx, s)
	for n := range all {
		if all[n].err != nil {
			return 0, 0, fmt.Errorf("%w (told with %s)", all[n].err, causesText(all[n].causes))
		}
		if all[n].ok() {
			passed++
		} else {
			failed++
		}
	}
	r.story(s)
	happened := all[len(all)-1]
	for n := range happened.result.Judgements {
		r.judgement(s, happened.causes, &happened.result.Judgements[n])
	}
	r.sets(s, all)
	return passed, failed, nil
}

func causesText(causes []string) string {
	if len(causes) == 0 {
		return "no cause"
	}
	return strings.Join(causes, ", ")
}

// replayStories reads every story before the first is played, so that nobody takes a report for
// whole that stopped at the first word it did not know.
func replayStories(files []string) ([]*scenario.Story, error) {
	var out []*scenario.Story
	add := func(name, text string) error {
		s, err := scenario.Parse(name, text)
		if err == nil {
			err = scenario.Check(s)
		}
		if err == nil && !s.Asks() {
			err = fmt.Errorf("%s: %w", name, scenario.ErrEmpty)
		}
		out = append(out, s)
		return err
	}
	if len(files) == 0 {
		for _, name := range scenario.Embedded() {
			text, err := scenario.Read(name)
			if err != nil {
				return nil, err
			}
			if err := add(name, text); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	for _, path := range files {
		text, err := storyFile(path)
		if err != nil {
			return nil, err
		}
		if err := add(filepath.Base(path), text); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// storyFile reads a file of the user's, never more of it than a story may have.
func storyFile(path string) (text string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if info.IsDir() {
		return "", fmt.Errorf("%s is a folder: name the story files in it", path)
	}
	b, err := io.ReadAll(io.LimitReader(f, scenario.StoryMax+1))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	if len(b) > scenario.StoryMax {
		return "", fmt.Errorf("%s is longer than %d bytes: split the story", path, scenario.StoryMax)
	}
	return string(b), nil
}
