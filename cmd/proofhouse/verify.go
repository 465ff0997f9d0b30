package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

const verifyUsage = `
usage: proofhouse verify FILE [--log KEY --clock KEY] [--code TEXT]

Checks an exported file offline: every byte, every checkpoint and every signature. Exit code 0 when
it is whole, 1 when it is refused, with the reasons: what is wrong with entries first.

  --log KEY, --clock KEY  the keys you were given by somebody you trust. Without them the file is
                          checked against the keys it names itself, which shows that it is whole
                          but not whose it is.
  --code TEXT             the code of a printed sheet: whether this log had that root at that size.
                          What the words on the sheet say is not checked; read the record.
`

func verify(_ context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	log := flags.String("log", "", "")
	clock := flags.String("clock", "", "")
	code := flags.String("code", "", "")
	words, exit, ok := s.options(flags, verifyUsage, args)
	if !ok {
		return exit
	}
	if len(words) != 1 || (*log == "") != (*clock == "") {
		return s.usage(verifyUsage, "verify needs one file, and both keys or none")
	}
	var keys *proof.Keys
	if *log != "" {
		k, err := readKeys(*log, *clock)
		if err != nil {
			return s.usage(verifyUsage, "%s", err)
		}
		keys = &k
	}
	sheet, err := readSheet(*code)
	if err != nil {
		return s.usage(verifyUsage, "--code: %s", err)
	}
	f, err := os.Open(words[0])
	if err != nil {
		return s.refuse(err)
	}
	found := checkBundle(bufio.NewReaderSize(f, 1<<16), keys, sheet)
	if err := f.Close(); err != nil {
		return s.refuse(err)
	}
	if exit := s.report(words[0], found); exit != exitDone || sheet == nil {
		return exit
	}
	return s.reportSheet(found, sheet)
}

func readKeys(log, clock string) (proof.Keys, error) {
	l, err := proof.ParseVerifierKey(log)
	if err != nil {
		return proof.Keys{}, fmt.Errorf("--log: %w", err)
	}
	c, err := proof.ParseVerifierKey(clock)
	if err != nil {
		return proof.Keys{}, fmt.Errorf("--clock: %w", err)
	}
	return proof.Keys{Log: l, Clock: c}, nil
}

// report says what was found and returns the exit code.
func (s streams) report(name string, found bundleFound) int {
	r := found.file
	s.say("%s", proof.BundlePreface)
	if r.Header.Demo {
		s.say("%s", proof.DemoBanner)
	}
	if !found.whole() {
		s.say("%s: REFUSED", name)
		for _, reason := range found.told() {
			s.say("  %s", reason)
		}
		if found.more() > 0 {
			s.say("  and %d more", found.more())
		}
		return exitRefused
	}
	s.say("%s: WHOLE", name)
	s.say("  log        %s", r.Header.Origin)
	s.say("  entries    %d, openings %d, rule packs %d", r.Entries, r.Openings, r.Packs)
	s.say("  signatures %d, each checked by %s", found.signatures, runtime.Version()+" crypto/ecdsa")
	s.say("  checkpoint %d entries, root %s", r.Head.Size, r.Head.Root)
	if r.ClockFaults > 0 {
		s.say("  clock      %d checkpoints carry no time: the clock ran backwards there", r.ClockFaults)
	}
	if found.faces > 0 {
		s.say("  acts       %d carry a signature that supports nothing; they are recorded as they are",
			found.faces)
	}
	if r.KeysExpected {
		s.say("  keys       the ones you gave")
	} else {
		s.say("  keys       the file's own: compare them with what somebody you trust gave you")
		s.say("             --log '%s' --clock '%s'", r.Header.Keys.Log, r.Header.Keys.Clock)
	}
	return exitDone
}

// errWords are facts about an entry that the file's own framing cannot show.
var (
	errForeign  = errors.New("the first entry names another log or other keys than the file")
	errBanner   = errors.New("the first entry and the header differ about demo identities")
	errOpening  = errors.New("an opening is not what the entry committed to")
	errTwice    = errors.New("the same act is in the file twice")
	errNoOpened = errors.New("the file does not begin with the opening of a production")
)

// checkOpenings compares what is shown with what was committed to. An opening may be missing: it was
// erased, or not shown to whoever got the file.
func checkOpenings(e *event.Event, shown []proof.Opening) error {
	for _, o := range shown {
		good := false
		for _, c := range e.Openings {
			good = good || c.Field == o.Field && c.Digest == event.Commit(o.Salt, o.Field, o.Value)
		}
		if !good {
			return errOpening
		}
	}
	return nil
}
