package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
)

// bundleFound is everything that is known about a bundle after reading it once.
type bundleFound struct {
	file       proof.Report
	entries    []proof.Reason // What the entries themselves show, in their order.
	moreReason uint64
	signatures uint64
	faces      int // Acts with a signature that the fold does not count.
	production event.ProductionID
}

func (f *bundleFound) whole() bool { return f.file.Whole && len(f.entries) == 0 }

// rootFact begins the fact of a checkpoint whose root is not that of the entries before it.
const rootFact = "the root of "

// told returns the reasons as a person reads them: what is wrong with entries first, because every
// checkpoint after a changed entry has another root; of those only the first, with the number of the
// others.
func (f *bundleFound) told() []string {
	var entries, rest []string
	first, others := "", 0
	for _, r := range slices.Concat(f.file.Reasons, f.entries) {
		switch {
		case strings.HasPrefix(r.Place, "entry "):
			entries = append(entries, r.String())
		case !strings.HasPrefix(r.Fact, rootFact):
			rest = append(rest, r.String())
		case first == "":
			first = r.String()
		default:
			others++
		}
	}
	if first != "" {
		rest = append([]string{first}, rest...)
	}
	if others > 0 {
		rest = slices.Insert(rest, 1, fmt.Sprintf("the roots of %d later checkpoints differ too: each "+
			"is over everything before it", others))
	}
	return append(entries, rest...)
}

func (f *bundleFound) more() uint64 { return f.file.MoreReasons + f.moreReason }

func (f *bundleFound) add(index uint64, err error) {
	if len(f.entries) == proof.ReasonsMax {
		f.moreReason++
		return
	}
	f.entries = append(f.entries, proof.Reason{Place: fmt.Sprintf("entry %d", index), Fact: err.Error()})
}

// bundleAhead is how many entries wait between reading the file and checking signatures.
const bundleAhead = 256

// checkBundle reads a bundle as a stream: framing and tree on this goroutine, signatures on all
// cores, and the fold over both in the order of the file.
// With a printed sheet it also works out the root that the log had when the sheet was printed.
func checkBundle(in io.Reader, keys *proof.Keys, onPaper *printed) bundleFound {
	var found bundleFound
	envelopes := make(chan []byte, bundleAhead)
	c := &bundleChecker{found: &found, known: state.New()}
	var folding sync.WaitGroup
	folding.Go(func() { c.fold(envelopes) })
	report := proof.VerifyBundle(in, proof.BundleCheck{
		Keys: keys,
		Entry: func(e proof.BundleEntry) error {
			envelopes <- e.Envelope
			onPaper.take(e.Leaf)
			return c.form(e)
		},
		Checkpoint: func(t proof.TrackItem) error {
			c.track(t)
			return nil
		},
	})
	close(envelopes)
	folding.Wait()
	found.file = report
	found.production = c.known.ProductionID()
	if err := c.belongs(report.Header); err != nil && report.Entries > 0 {
		found.add(0, err)
	}
	return found
}

// bundleChecker holds what two goroutines share: the reader adds checkpoints, the folder takes them.
type bundleChecker struct {
	found *bundleFound
	known *state.State

	mu     sync.Mutex
	waits  []proof.TrackItem // Timed checkpoints the fold has not taken yet.
	broken bool              // The fold has lost the order; signatures are still checked.
}

// form checks what one entry and its openings show by themselves.
func (c *bundleChecker) form(e proof.BundleEntry) error {
	if len(e.Openings) == 0 {
		return nil
	}
	parsed, err := event.Parse(e.Envelope)
	if err != nil {
		return nil //nolint:nilerr // The folder reports the entry; openings of no entry mean nothing.
	}
	return checkOpenings(parsed.Event(), e.Openings)
}

func (c *bundleChecker) track(t proof.TrackItem) {
	if t.ClockFault {
		return // A time nobody vouched for dates no act.
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waits = append(c.waits, t)
}

// fold opens and folds the entries. The checkpoints that stand before an entry in the file have all
// been read by the time it comes here.
func (c *bundleChecker) fold(envelopes <-chan []byte) {
	index := uint64(0)
	entries := func(yield func([]byte) bool) {
		for e := range envelopes {
			if !yield(e) {
				return
			}
		}
	}
	for o, err := range passkey.OpenAll(entries, 0) {
		c.tick(index)
		if err == nil {
			c.found.signatures += uint64(len(o.Signatures()))
			err = c.apply(o)
		}
		if err != nil {
			c.found.add(index, err)
			c.broken = true
		}
		index++
	}
	c.tick(index)
	for i := range int(c.known.Size()) {
		if e, ok := c.known.Entry(i); ok && len(e.Faces) > 0 {
			c.found.faces++
		}
	}
}

func (c *bundleChecker) apply(o event.Opened) error {
	if c.broken {
		return nil // One entry is missing already; the ones after it have their signatures checked.
	}
	err := c.known.Apply(o)
	switch {
	case errors.Is(err, state.ErrRepeated):
		return errTwice
	case errors.Is(err, state.ErrFirst):
		return errNoOpened
	}
	return err
}

// tick takes the checkpoints of at most this size.
func (c *bundleChecker) tick(size uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.waits) > 0 && c.waits[0].Size <= size {
		t := c.waits[0]
		c.waits = c.waits[1:]
		if c.broken {
			continue
		}
		at := state.Checkpoint{Size: int64(t.Size), Time: int64(t.Time)}
		if t.Size > 0 {
			at.Root = fmt.Sprintf("%x", t.Root[:])
		}
		if err := c.known.Tick(at); err != nil {
			c.found.add(t.Size, err)
			c.broken = true
		}
	}
}

// belongs compares the first entry, which people signed, with the header, which is only a claim.
func (c *bundleChecker) belongs(h proof.BundleHeader) error {
	opened := c.known.Production()
	switch {
	case c.broken:
		return nil // The reason is there already.
	case opened == nil:
		return errNoOpened
	case opened.LogOrigin != h.Origin || opened.LogKey != h.Keys.Log.String() ||
		opened.ClockKey != h.Keys.Clock.String():
		return errForeign
	case (opened.Demo == event.Yes) != h.Demo:
		return errBanner
	}
	return nil
}
