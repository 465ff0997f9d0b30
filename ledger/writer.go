package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// request is one caller waiting for the writer.
type request struct {
	sub   Submission
	tick  bool
	reply chan reply // Has room for the one reply, so the writer never waits for a caller.
}

type reply struct {
	receipt Receipt
	err     error
}

func (r *request) refuse(err error) { r.reply <- reply{err: err} }

// writer is the state of the one goroutine that writes. Nobody else touches it.
type writer struct {
	l     *Ledger
	last  Recorded // What the checkpoint store has; the tip's item is signed from it.
	size  uint64   // Entries in the store; equal to last.Size between two batches.
	saved uint64   // Track items in the store: last.Position or last.Position+1.
}

// run takes waiting requests until the ledger is closed or stops. It works without the context of
// any caller: a caller that leaves must not cut a transaction in two.
func (w *writer) run() {
	defer close(w.l.done)
	ctx := context.Background()
	for {
		var waiting []*request
		select {
		case r := <-w.l.queue:
			waiting = w.gather(r)
		case <-w.l.quit:
			select {
			case r := <-w.l.queue: // Handed over before Close.
				waiting = w.gather(r)
			default:
				w.finish(ctx)
				return
			}
		}
		for len(waiting) > 0 {
			n, err := w.step(ctx, waiting)
			waiting = waiting[n:]
			if err != nil {
				w.stop(err, waiting)
				return
			}
		}
	}
}

// yields is how often in a row the writer lets others run in vain before it writes. With 64 callers
// in a loop a batch grows from 31 to nearly 64 entries; with one caller it costs about a microsecond.
const yields = 8

// gather takes whatever is handed over, up to a batch. Callers that were just answered often have
// their next entry ready, so it lets them run as long as that brings something: one transaction then
// takes what two would.
func (w *writer) gather(first *request) []*request {
	waiting := []*request{first}
	for idle := 0; len(waiting) < BatchMax && idle < yields; {
		select {
		case r := <-w.l.queue:
			waiting, idle = append(waiting, r), 0
		default:
			idle++
			runtime.Gosched()
		}
	}
	return waiting
}

// finish keeps the newest track item in the store, so that a closed production is whole in its file.
func (w *writer) finish(ctx context.Context) {
	if err := w.save(ctx); err != nil {
		w.fail(fmt.Errorf("close ledger: keep track item %d: %w", w.last.Position, err))
	}
}

func (w *writer) fail(err error) {
	err = fmt.Errorf("%w: %w", ErrStopped, err)
	w.l.failure.Store(&err)
}

// stop refuses whoever waits and whoever comes. What the stores hold is not known well enough to
// write on; the next Open compares them.
func (w *writer) stop(cause error, waiting []*request) {
	w.fail(cause)
	err := w.l.Err()
	for _, r := range waiting {
		r.refuse(err)
	}
	for {
		select {
		case r := <-w.l.queue:
			r.refuse(err)
		case <-w.l.quit:
			for {
				select {
				case r := <-w.l.queue:
					r.refuse(err)
				default:
					return
				}
			}
		}
	}
}

// step answers some of the waiting requests, at least one, and returns how many. An error stops the
// ledger; the requests counted have had their answer.
func (w *writer) step(ctx context.Context, waiting []*request) (int, error) {
	if waiting[0].tick {
		return 1, w.tick(ctx, waiting[0])
	}
	known, err := w.lookUp(ctx, waiting)
	if err != nil {
		// Nothing was written. The store may answer again later.
		waiting[0].refuse(fmt.Errorf("look up identity: %w", err))
		return 1, nil
	}
	batch, n := w.admit(ctx, waiting, known)
	if len(batch) == 0 {
		return n, nil
	}
	return n, w.commit(ctx, batch)
}

func (w *writer) lookUp(ctx context.Context, waiting []*request) (map[event.ID]Entry, error) {
	ids := make([]event.ID, 0, len(waiting))
	for _, r := range waiting {
		if !r.tick {
			ids = append(ids, r.sub.ID)
		}
	}
	found, err := w.l.cfg.Store.Find(ctx, ids)
	if err != nil {
		return nil, err
	}
	known := make(map[event.ID]Entry, len(found))
	for _, e := range found {
		known[e.ID] = e
	}
	return known, nil
}

// admit takes requests from the front until one has to wait for those before it. It answers the
// repeated and the refused, and returns the rest with the number of requests it dealt with.
func (w *writer) admit(
	ctx context.Context, waiting []*request, known map[event.ID]Entry,
) (batch []*request, n int) {
	taken := make(map[event.ID]bool, len(waiting))
	for i, r := range waiting {
		if r.tick || taken[r.sub.ID] {
			return batch, i
		}
		if e, ok := known[r.sub.ID]; ok {
			receipt, err := w.repeat(ctx, r.sub, e)
			r.reply <- reply{receipt: receipt, err: err}
			continue
		}
		err := w.ask(r.sub)
		if errors.Is(err, ErrCutBatch) {
			if len(batch) > 0 {
				return batch, i
			}
			// There is nothing before it to record: asking again would give the same answer for ever.
			err = fmt.Errorf("admission wants to cut an empty batch: %w", err)
		}
		if err != nil {
			r.refuse(err)
			continue
		}
		taken[r.sub.ID] = true
		batch = append(batch, r)
	}
	return batch, len(waiting)
}

func (w *writer) ask(s Submission) error {
	if w.l.cfg.Hooks.Admit == nil {
		return nil
	}
	return w.l.cfg.Hooks.Admit(s)
}

// repeat answers for an identity that is recorded: the first receipt again, or where it is.
func (w *writer) repeat(ctx context.Context, s Submission, e Entry) (Receipt, error) {
	if !bytes.Equal(e.Envelope, s.Envelope) {
		return Receipt{}, &KnownError{Index: e.Index}
	}
	item, err := w.l.covering(ctx, e.Index)
	if err != nil {
		return Receipt{}, fmt.Errorf("receipt of entry %d: %w", e.Index, err)
	}
	return Receipt{Index: e.Index, ID: e.ID, Leaf: e.Leaf, Checkpoint: item, Repeated: true}, nil
}

// commit records a batch and answers its callers.
func (w *writer) commit(ctx context.Context, batch []*request) error {
	next := w.l.tip.Load().tree
	b := Batch{At: w.size, Track: w.unsaved()}
	entries := make([]Entry, len(batch))
	for i, r := range batch {
		e := Entry{
			Index: b.At + uint64(i), ID: r.sub.ID, Envelope: r.sub.Envelope,
			Leaf: proof.LeafHash(r.sub.Envelope),
		}
		tiles, err := next.append(e.Leaf)
		if err != nil {
			refuseAll(batch, err)
			return nil // Nothing was written; the tree is full.
		}
		entries[i] = e
		b.Tiles = append(b.Tiles, tiles...)
		b.Rows = append(b.Rows, Row{Entry: e, Openings: r.sub.Openings})
	}
	err := w.l.cfg.Store.Append(ctx, b)
	if err != nil {
		written, fatal := w.reconcile(ctx, b, err)
		if errors.Is(err, ErrSuperseded) {
			refuseAll(batch, fmt.Errorf("%w: %w", ErrStopped, err)) // Nothing was written.
			return fatal
		}
		if fatal != nil || !written {
			refuseAll(batch, fmt.Errorf("%w: %w", ErrOutcomeUnknown, err))
			return fatal
		}
	}
	w.size, w.saved = next.size(), w.saved+uint64(len(b.Track))
	// The rows are durable; the checkpoint is not signed yet. Open signs it from the rows.
	item, fatal := w.seal(ctx, next)
	if fatal != nil {
		refuseAll(batch, fmt.Errorf("%w: %w", ErrOutcomeUnknown, fatal))
		return fatal
	}
	w.tell(entries, item)
	for i, r := range batch {
		if err != nil {
			r.refuse(fmt.Errorf("%w: %w", ErrOutcomeUnknown, err))
			continue
		}
		r.reply <- reply{receipt: Receipt{
			Index: entries[i].Index, ID: entries[i].ID,
			Leaf: entries[i].Leaf, Checkpoint: item,
		}}
	}
	return nil
}

func refuseAll(batch []*request, err error) {
	for _, r := range batch {
		r.refuse(err)
	}
}

func (w *writer) tell(entries []Entry, item proof.TrackItem) {
	if w.l.cfg.Hooks.Committed != nil {
		w.l.cfg.Hooks.Committed(entries, item)
	}
}

// reconcile finds out what became of a transaction that ended in an error: written whole, or not at
// all. Where the store does not say, or says something else, the second result stops the ledger.
func (w *writer) reconcile(ctx context.Context, b Batch, cause error) (bool, error) {
	if errors.Is(cause, ErrSuperseded) {
		return false, cause
	}
	size, err := w.l.cfg.Store.Size(ctx)
	if err != nil {
		return false, fmt.Errorf("read size after an unclear write: %w", errors.Join(err, cause))
	}
	switch size {
	case b.At:
		return false, nil
	case b.At + uint64(len(b.Rows)):
	default:
		return false, fmt.Errorf("the store has %d entries after an unclear write at %d: %w", size, b.At,
			ErrSuperseded)
	}
	next := b.At
	for e, err := range w.l.cfg.Store.Entries(ctx, b.At, size) {
		if err != nil {
			return false, fmt.Errorf("read entries after an unclear write: %w", err)
		}
		if row := b.Rows[next-b.At]; e.ID != row.ID || !bytes.Equal(e.Envelope, row.Envelope) {
			return false, fmt.Errorf("entry %d is another one after an unclear write: %w", next,
				ErrSuperseded)
		}
		next++
	}
	if next != size {
		return false, fmt.Errorf("entry %d is missing after an unclear write", next)
	}
	return true, nil
}

// unsaved returns the newest track item if the store does not have it yet. It goes into the next
// transaction instead of one of its own: until then the record in the checkpoint store stands for
// it, because signing that again gives the same note.
func (w *writer) unsaved() []proof.TrackItem {
	if w.saved > w.last.Position {
		return nil
	}
	return []proof.TrackItem{w.l.tip.Load().item}
}

// save writes the newest track item in a transaction of its own.
func (w *writer) save(ctx context.Context) error {
	items := w.unsaved()
	if len(items) == 0 {
		return nil
	}
	if err := w.l.cfg.Store.Append(ctx, Batch{At: w.size, Track: items}); err != nil {
		have, again := w.l.cfg.Store.TrackLen(ctx)
		if again != nil || have != w.saved+uint64(len(items)) {
			return err
		}
	}
	w.saved += uint64(len(items))
	return nil
}

// seal records the head of the tree in the checkpoint store, signs it and shows it. The caller must
// have made the rows durable. An error stops the ledger.
func (w *writer) seal(ctx context.Context, next tree) (proof.TrackItem, error) {
	r := Recorded{Position: w.last.Position + 1, Size: next.size(), Root: next.sorted.Root()}
	r.Time, r.ClockFault = readClock(w.l.cfg.Clock, w.last.Time)
	if err := w.swap(ctx, r); err != nil {
		return proof.TrackItem{}, fmt.Errorf("record checkpoint of %d entries: %w", r.Size, err)
	}
	w.last = r
	// The record is durable and nothing is signed yet. Open signs it again, to the same bytes.
	item := w.l.cfg.Signer.sign(r)
	w.l.tip.Store(&tip{tree: next, item: item})
	return item, nil
}

// swap tries once more when the checkpoint store says that nothing changed.
func (w *writer) swap(ctx context.Context, next Recorded) error {
	origin := w.l.cfg.Signer.Origin()
	err := w.l.cfg.Checkpoints.Swap(ctx, origin, w.last, next)
	if err == nil || errors.Is(err, ErrMoved) {
		return err
	}
	have, again := w.l.cfg.Checkpoints.Last(ctx, origin)
	switch {
	case again != nil:
		return errors.Join(err, again)
	case have == next:
		return nil
	case have == w.last:
		return w.l.cfg.Checkpoints.Swap(ctx, origin, w.last, next)
	default:
		return errors.Join(err, ErrMoved)
	}
}

// tick signs a fresh time over the same size.
func (w *writer) tick(ctx context.Context, r *request) error {
	item := w.l.Head()
	at, fault := readClock(w.l.cfg.Clock, w.last.Time)
	young := !item.ClockFault && !fault && time.Duration(at-item.Time)*time.Second < w.l.cfg.TickEvery
	if young || item.ClockFault && fault || at == item.Time && fault == item.ClockFault {
		r.reply <- reply{receipt: Receipt{Checkpoint: item}}
		return nil
	}
	if err := w.save(ctx); err != nil {
		r.refuse(fmt.Errorf("keep track item %d: %w", item.Position, err))
		return err
	}
	item, err := w.seal(ctx, w.l.tip.Load().tree)
	if err != nil {
		r.refuse(err)
		return err
	}
	w.tell(nil, item)
	r.reply <- reply{receipt: Receipt{Checkpoint: item}}
	return nil
}

// readClock returns the time to sign and whether the clock can vouch for it. The time never goes
// below the last one. Within proof.ClockSlackSec the last one stands; further back it is a fault.
func readClock(clock func() time.Time, last proof.UnixTime) (proof.UnixTime, bool) {
	at := proof.UnixTime(clock().Unix())
	switch {
	case at <= 0:
		return last, true
	case at >= last:
		return at, false
	default:
		return last, at < last-proof.ClockSlackSec
	}
}
