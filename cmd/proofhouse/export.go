package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/production"
)

const exportUsage = `
usage: proofhouse export --data DIR -o FILE [--openings] [--checkpoints DIR]

Writes the whole production into one file: entries, signatures, checkpoints and rule packs. Anybody
checks it offline with proofhouse verify.

  --data DIR         the production's directory
  -o FILE            where to write; an older file of that name is replaced once the new one is whole
  --openings         also names and free texts, except concerns and what the office keeps about people
  --checkpoints DIR  where the checkpoints lie, if not in the data directory
`

func export(ctx context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	var dir dataDir
	var out string
	var x production.Export
	flags.StringVar(&dir.path, "data", "", "")
	flags.StringVar(&dir.checkpoints, "checkpoints", "", "")
	flags.StringVar(&out, "o", "", "")
	flags.BoolVar(&x.Openings, "openings", false, "")
	words, code, ok := s.options(flags, exportUsage, args)
	if !ok {
		return code
	}
	if dir.path == "" || out == "" || len(words) > 0 {
		return s.usage(exportUsage, "export needs --data and -o, and nothing else")
	}
	h, err := dir.open(ctx, housing{log: quietLog(), allowDemo: true})
	if err != nil {
		return s.refuse(err)
	}
	err = exportTo(ctx, h.Production, out, x)
	head, demo := h.Head(), h.Demo()
	if err = errors.Join(err, h.Close()); err != nil {
		return s.refuse(err)
	}
	s.say("%s: %d entries up to the checkpoint %s.", out, head.Size, head.Root)
	if demo {
		s.say("%s", proof.DemoBanner)
	}
	return exitDone
}

// exportTo writes beside the file and gives it its name once it is whole and durable, so that a file
// of that name is never half a bundle.
func exportTo(
	ctx context.Context, p *production.Production, path string, x production.Export,
) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".bundle-*")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("export: %w", errors.Join(err, os.Remove(f.Name())))
		}
	}()
	buffered := bufio.NewWriterSize(f, 1<<16)
	err = p.Export(ctx, buffered, x)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
