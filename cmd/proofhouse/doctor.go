package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
)

const doctorUsage = `
usage: proofhouse doctor --data DIR [--checkpoints DIR]

Looks through a data directory and signs nothing: keys, store, every entry, tile and checkpoint, what
was signed last, the clock. Exit code 0 when nothing is wrong, 1 when something is.
`

// patient is what the doctor learns on the way.
type patient struct {
	s    streams
	dir  dataDir
	ills int
	keys proof.Keys
}

func doctor(ctx context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("doctor", flag.ContinueOnError)
	p := patient{s: s}
	flags.StringVar(&p.dir.path, "data", "", "")
	flags.StringVar(&p.dir.checkpoints, "checkpoints", "", "")
	words, code, ok := s.options(flags, doctorUsage, args)
	if !ok {
		return code
	}
	if p.dir.path == "" || len(words) > 0 {
		return s.usage(doctorUsage, "doctor needs --data, and nothing else")
	}
	p.examine(ctx)
	if p.ills > 0 {
		s.say("%d found wrong", p.ills)
		return exitRefused
	}
	s.say("nothing found wrong")
	return exitDone
}

func (p *patient) good(format string, args ...any) { p.s.say("ok     "+format, args...) }

// ill says what is wrong and what to do.
func (p *patient) ill(do, format string, args ...any) {
	p.ills++
	p.s.say("wrong  "+format, args...)
	if do != "" {
		p.s.say("       %s", do)
	}
}

func (p *patient) examine(ctx context.Context) {
	has, err := p.dir.exists()
	if err != nil || !has {
		p.ill("Name the directory that serve or demo was given.", "%s has no production", p.dir.path)
		return
	}
	p.directory()
	keys, err := production.LoadKeys(p.dir.keys())
	if err != nil {
		p.ill("Put the keys back as they were; without them nothing can be signed, but everything "+
			"recorded still verifies.", "%s", err)
		return
	}
	p.keys = keys.Signer.Keys()
	p.good("keys of %s", keys.Signer.Origin())
	store, err := sqlite.Open(ctx, p.dir.store())
	if err != nil {
		p.ill("Put the newest backup of the file back, and leave the checkpoints as they are.", "%s", err)
		return
	}
	p.store(ctx, store)
	if err := store.Close(); err != nil {
		p.ill("", "%s", err)
	}
}

func (p *patient) directory() {
	info, err := os.Stat(p.dir.path)
	switch {
	case err != nil:
		p.ill("", "%s", err)
	case info.Mode().Perm()&0o077 != 0:
		p.ill("Let nobody else read it: chmod 700 on the directory.", "%s can be read by others", p.dir.path)
	default:
		p.good("directory %s", p.dir.path)
	}
}

func (p *patient) store(ctx context.Context, store ledger.Store) {
	report, err := ledger.Audit(ctx, store, p.keys)
	if err != nil {
		p.ill("Put the newest backup of the file back, and leave the checkpoints as they are.", "%s", err)
		return
	}
	for _, r := range report.Reasons {
		p.ill("Keep this file for an investigator; do not repair it by hand.", "%s", r)
	}
	if report.Whole {
		p.good("%d entries, %d tiles, %d checkpoints agree with each other", report.Entries, report.Tiles,
			report.Checkpoints)
	}
	if report.Unsigned > 0 {
		p.good("%d entries wait for their checkpoint, which the next start signs", report.Unsigned)
	}
	p.signedLast(ctx, store, report)
}

// signedLast compares the store with what was signed last, which no backup brings back.
func (p *patient) signedLast(ctx context.Context, store ledger.Store, report ledger.AuditReport) {
	if _, err := os.Stat(p.dir.checkpointsPath()); err != nil {
		p.ill("Name where it lies with --checkpoints, or bring it back from where it was moved.",
			"the checkpoint store is missing: %s", p.dir.checkpointsPath())
		return
	}
	checks, err := ledger.OpenCheckpointDir(p.dir.checkpointsPath())
	if err != nil {
		p.ill("", "%s", err)
		return
	}
	last, err := checks.Last(ctx, store.Origin())
	if err = errors.Join(err, checks.Close()); err != nil {
		p.ill("Without the record of what was signed last, signing could begin a second history.",
			"%s", err)
		return
	}
	switch {
	case last.Size > report.Entries:
		p.ill("A backup was put back: find the file with the missing entries, or close this log and open "+
			"a new one that names the last checkpoint.",
			"a checkpoint of %d entries was signed, the store has %d", last.Size, report.Entries)
	case last.Position+1 < report.Checkpoints:
		p.ill("The checkpoint store was put back to an earlier state: bring the newest one.",
			"checkpoint %d was signed, the checkpoint store knows of %d", report.Checkpoints-1, last.Position)
	default:
		p.good("signed last: checkpoint %d of %d entries", last.Position, last.Size)
	}
	p.clock(last)
}

func (p *patient) clock(last ledger.Recorded) {
	clock, err := p.dir.clock()
	if err != nil {
		p.ill("", "%s", err)
		return
	}
	now := clock()
	signed := time.Unix(int64(last.Time), 0)
	behind := signed.Sub(now)
	if last.ClockFault || behind > proof.ClockSlackSec*time.Second {
		p.ill("Set the machine's clock. Until it is past the last signed time every verdict is a HOLD.",
			"%s", fmt.Sprintf("the clock reads %s, %s was signed already", now.UTC().Format(time.RFC3339),
				signed.UTC().Format(time.RFC3339)))
		return
	}
	p.good("clock %s, last signed %s", now.UTC().Format(time.RFC3339), signed.UTC().Format(time.RFC3339))
}
