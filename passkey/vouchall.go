package passkey

import (
	"iter"
	"runtime"
	"sync"

	"github.com/proofhouse/proofhouse/kernel/event"
)

const (
	// batchEntries is how many entries one worker takes at once: enough that handing over costs
	// nothing beside a verification, few enough that the last batch does not keep one core waiting.
	batchEntries = 64
	// batchesPerWorker bounds what is read ahead of the slowest batch.
	batchesPerWorker = 4
	// workersMax bounds the goroutines of one call.
	workersMax = 256
)

// VouchAll checks the signatures of many entries on several cores and yields each entry with its
// vouch in the order of the input. Workers below 1 means one for each core. The input is read on
// the caller's goroutine, at most a few batches ahead. When the loop ends, early or not, every
// goroutine it started has ended too.
func VouchAll(entries iter.Seq[*event.Parsed], workers int) iter.Seq2[*event.Parsed, event.Vouch] {
	return ordered(entries, workers, func(p *event.Parsed) (*event.Parsed, event.Vouch) {
		return p, Vouch(p)
	})
}

// OpenAll parses, checks and opens many entries on several cores, in the order of the input and
// with the bounds of VouchAll. An entry that may not be opened yields its error and the zero
// Opened; the entries after it are still read.
func OpenAll(entries iter.Seq[[]byte], workers int) iter.Seq2[event.Opened, error] {
	return ordered(entries, workers, open)
}

func open(entry []byte) (event.Opened, error) {
	p, err := event.Parse(entry)
	if err != nil {
		return event.Opened{}, err
	}
	return event.Open(p, Vouch(p))
}

// batch is a run of consecutive inputs. The worker that has it writes a and b and closes done; the
// reader touches them only after that.
type batch[In, A, B any] struct {
	in   []In
	a    []A
	b    []B
	done chan struct{}
}

// ordered maps f over the input on several goroutines and yields the results in input order.
func ordered[In, A, B any](seq iter.Seq[In], workers int, f func(In) (A, B)) iter.Seq2[A, B] {
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, workersMax)
	window := workers * batchesPerWorker
	return func(yield func(A, B) bool) {
		// The window bounds unfinished batches, so a send never blocks.
		work := make(chan *batch[In, A, B], window)
		var running sync.WaitGroup
		for range workers {
			running.Go(func() {
				for w := range work {
					w.run(f)
				}
			})
		}
		defer running.Wait()
		defer close(work)

		var waiting []*batch[In, A, B]
		next := &batch[In, A, B]{done: make(chan struct{})}
		send := func() {
			work <- next
			waiting = append(waiting, next)
			next = &batch[In, A, B]{done: make(chan struct{})}
		}
		for in := range seq {
			next.in = append(next.in, in)
			if len(next.in) < batchEntries {
				continue
			}
			send()
			if len(waiting) < window {
				continue
			}
			if !waiting[0].hand(yield) {
				return
			}
			waiting = waiting[1:]
		}
		send()
		for _, w := range waiting {
			if !w.hand(yield) {
				return
			}
		}
	}
}

func (w *batch[In, A, B]) run(f func(In) (A, B)) {
	w.a, w.b = make([]A, len(w.in)), make([]B, len(w.in))
	for i, in := range w.in {
		w.a[i], w.b[i] = f(in)
	}
	close(w.done)
}

// hand waits for the batch and yields its results; false when the reader wants no more.
func (w *batch[In, A, B]) hand(yield func(A, B) bool) bool {
	<-w.done
	for i := range w.in {
		if !yield(w.a[i], w.b[i]) {
			return false
		}
	}
	return true
}
