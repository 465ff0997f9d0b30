package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/scenario"
)

// tell plays one telling of a story on a stage of its own: a new production with its own keys,
// SQLite file and checkpoint store in a folder that is gone afterwards.
func tell(ctx context.Context, s *scenario.Story) (result *scenario.Result, err error) {
	dir, err := os.MkdirTemp("", "proofhouse-replay-")
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	stage, err := scenario.Begin(ctx, dir, sqlite.Create)
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	return scenario.NewRun(stage).Play(ctx, s)
}

// telling is one subset of a story's causes and what playing it gave.
type telling struct {
	causes []string
	result *scenario.Result
	err    error
}

// ok reports whether every question of the telling was answered as the story expects.
func (t *telling) ok() bool { return t.err == nil && t.result.Failed == 0 && t.result.Passed > 0 }

// tellAll plays every subset of a story's causes, on all cores at once. The tellings come back in
// the order of the subsets: the one with every cause repaired first, the one as it happened last.
func tellAll(ctx context.Context, s *scenario.Story) []telling {
	sets := s.Subsets()
	out := make([]telling, len(sets))
	next := make(chan int, len(sets))
	for n, causes := range sets {
		out[n].causes = causes
		next <- n
	}
	close(next)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(sets)) {
		workers.Go(func() {
			for n := range next {
				if err := ctx.Err(); err != nil {
					out[n].err = err
					continue
				}
				out[n].result, out[n].err = tell(ctx, s.With(out[n].causes))
			}
		})
	}
	workers.Wait()
	return out
}
