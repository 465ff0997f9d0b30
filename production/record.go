package production

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// OpeningValueMax is the longest value of one opening in bytes.
const OpeningValueMax = 8 << 10

// Submission is an entry as people signed it, with the value behind each of its commitments.
type Submission struct {
	Entry    []byte
	Openings []ledger.Opening
}

// Receipt says where an entry is recorded. It is given only once the entry is durable and under a
// signed checkpoint.
type Receipt struct {
	Index    uint64
	ID       event.ID
	Repeated bool           // It had been recorded before; nothing was added.
	Time     proof.UnixTime // Receive time: that of the checkpoint.
	Timed    bool           // Whether the clock vouched for it.
	// Checkpoint is the first signed one above the entry.
	Checkpoint proof.TrackItem
}

// Record admits, appends and folds one entry. It may be called from any number of goroutines, and a
// retry is harmless: an identical entry gets its first receipt again.
//
// It returns a *Refusal when the entry may not be recorded, and nothing changed. It returns
// ledger.ErrOutcomeUnknown when the store did not answer clearly or ctx ended in between: the entry
// may be recorded, once, and sending it again tells. After ledger.ErrStopped or ledger.ErrClosed
// nothing is recorded until the production is opened again.
func (p *Production) Record(ctx context.Context, s Submission) (Receipt, error) {
	r, err := p.record(ctx, s)
	if err != nil {
		return Receipt{}, p.note(refusalOf(err, payloadOf(s.Entry)))
	}
	return r, nil
}

func (p *Production) record(ctx context.Context, s Submission) (Receipt, error) {
	parsed, err := event.Parse(s.Entry)
	if err != nil {
		return Receipt{}, err
	}
	if err := checkOpenings(parsed.Event(), s.Openings); err != nil {
		return Receipt{}, err
	}
	opened, err := p.vouch(ctx, parsed)
	if err != nil {
		return Receipt{}, err
	}
	leaf := proof.LeafHash(s.Entry)
	p.inflight.put(leaf, opened)
	defer p.inflight.drop(leaf)
	sub := ledger.Submission{ID: parsed.ID(), Envelope: s.Entry, Openings: s.Openings}
	got, err := p.ledger.Append(ctx, sub)
	if errors.Is(err, ledger.ErrCutBatch) {
		// The batch it wanted to wait for was never written. Asked alone it gets a plain answer.
		got, err = p.ledger.Append(ctx, sub)
	}
	if err != nil {
		return Receipt{}, err
	}
	return receiptOf(got), nil
}

func receiptOf(r ledger.Receipt) Receipt {
	return Receipt{
		Index: r.Index, ID: r.ID, Repeated: r.Repeated, Time: r.Checkpoint.Time,
		Timed: !r.Checkpoint.ClockFault, Checkpoint: r.Checkpoint,
	}
}

// vouch checks every signature of an entry on the caller's goroutine, as many entries at once as
// there are cores.
func (p *Production) vouch(ctx context.Context, parsed *event.Parsed) (event.Opened, error) {
	select {
	case p.checks <- struct{}{}:
	case <-ctx.Done():
		return event.Opened{}, fmt.Errorf("check signatures: %w", context.Cause(ctx))
	}
	defer func() { <-p.checks }()
	return event.Open(parsed, passkey.Vouch(parsed))
}

// checkOpenings asks for exactly one opening for each commitment, each with the value that was
// committed to. A commitment nobody can open would be a text nobody can ever read.
func checkOpenings(e *event.Event, given []ledger.Opening) error {
	if len(given) != len(e.Openings) {
		return refuse(WrongOpenings, "%d openings for %d commitments", len(given), len(e.Openings))
	}
	values := make(map[string]*ledger.Opening, len(given))
	for i := range given {
		values[given[i].Field] = &given[i]
	}
	for _, c := range e.Openings {
		o, ok := values[c.Field]
		switch {
		case !ok:
			return refuse(WrongOpenings, "no opening for field %s", c.Field)
		case len(o.Value) > OpeningValueMax:
			return refuse(Oversize, "opening of field %s is longer than %d bytes", c.Field, OpeningValueMax)
		case event.Commit(o.Salt, o.Field, o.Value) != c.Digest:
			return refuse(WrongOpenings, "opening of field %s is not what was committed to", c.Field)
		}
	}
	return nil
}

// inflight holds what callers of Record have checked until the writer has taken it.
type inflight struct {
	mu      sync.Mutex
	entries map[proof.Hash]*checked
}

type checked struct {
	opened  event.Opened
	callers int
}

func (f *inflight) put(leaf proof.Hash, o event.Opened) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.entries == nil {
		f.entries = map[proof.Hash]*checked{}
	}
	c := f.entries[leaf]
	if c == nil {
		c = &checked{opened: o}
		f.entries[leaf] = c
	}
	c.callers++
}

func (f *inflight) drop(leaf proof.Hash) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := f.entries[leaf]
	if c.callers--; c.callers == 0 {
		delete(f.entries, leaf)
	}
}

func (f *inflight) find(leaf proof.Hash) (event.Opened, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c, ok := f.entries[leaf]
	if !ok {
		return event.Opened{}, false
	}
	return c.opened, true
}

// refusals counts what was refused, by code.
type refusals struct {
	mu     sync.Mutex
	counts map[Code]uint64
}

func (r *refusals) add(code Code) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[Code]uint64{}
	}
	r.counts[code]++
	return r.counts[code]
}

// note logs a refusal by its code and count, nothing of the entry, and hands the error on.
func (p *Production) note(err error) error {
	if r, ok := errors.AsType[*Refusal](err); ok {
		p.cfg.Log.Info("refused", slog.String("code", string(r.Code)),
			slog.Uint64("count", p.refused.add(r.Code)))
	}
	return err
}

// Refused returns how often each code was given since Open.
func (p *Production) Refused() map[Code]uint64 {
	p.refused.mu.Lock()
	defer p.refused.mu.Unlock()
	out := make(map[Code]uint64, len(p.refused.counts))
	maps.Copy(out, p.refused.counts)
	return out
}

// Fresh returns the newest checkpoint, and signs a new one first if it is older than FreshAfter. While
// the clock reads earlier than it already did there is no fresh time to give, and it is refused with
// NoClock; acts are recorded all the same and wait for a time.
func (p *Production) Fresh(ctx context.Context) (proof.TrackItem, error) {
	item, err := p.ledger.Tick(ctx)
	if err != nil {
		return proof.TrackItem{}, fmt.Errorf("fresh: %w", err)
	}
	if item.ClockFault {
		return proof.TrackItem{}, p.note(refuse(NoClock, "the server's clock reads earlier than it did "+
			"already: whoever runs it sets the clock"))
	}
	return item, nil
}

// millis is the claimed time of an act made by this machine.
func millis(t time.Time) int64 { return max(t.UnixMilli(), 0) }
