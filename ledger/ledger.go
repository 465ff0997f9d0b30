package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Bounds of signing times.
const (
	// TickEveryDefault is the shortest time between two checkpoints of the same size.
	TickEveryDefault = 10 * time.Second
	// TickEveryMin bounds how fast a track can grow while nothing is recorded.
	TickEveryMin = time.Second
)

// Sentinels of a Ledger.
var (
	// ErrCutBatch is what Admit returns to say: record what comes before this one, then ask again.
	ErrCutBatch = errors.New("cut the batch before this entry")
	// ErrClosed reports a ledger that was closed.
	ErrClosed = errors.New("ledger is closed")
	// ErrStopped reports a ledger that stopped writing because it no longer knew the state of its
	// stores. Reading goes on; opening it again finds out.
	ErrStopped = errors.New("ledger has stopped writing")
	// ErrOutcomeUnknown reports a submission that may or may not be recorded. Sending the same one
	// again is harmless and tells.
	ErrOutcomeUnknown = errors.New("it is not known whether the entry was recorded")
)

// KnownError reports an identity that is recorded with another envelope: the same payload under
// other signatures.
type KnownError struct {
	Index uint64
}

// Error says where the identity is recorded.
func (e *KnownError) Error() string { return fmt.Sprintf("already recorded as entry %d", e.Index) }

// Submission is one entry offered for recording. The caller has checked that ID is the SHA-256 of
// the payload inside Envelope; the ledger keeps both as they are.
type Submission struct {
	ID       event.ID
	Envelope []byte
	Openings []Opening
}

// Receipt says where an entry is recorded, and by which checkpoint.
type Receipt struct {
	Index      uint64
	ID         event.ID
	Leaf       proof.Hash
	Checkpoint proof.TrackItem // The first one above the entry; its Time is the receive time.
	Repeated   bool            // The same envelope had been recorded before; nothing was added.
}

// Hooks are called from the one writing goroutine, in the order of the entries, never two at once.
// They must not call Append or Tick. A nil hook is skipped.
type Hooks struct {
	// Admit decides whether a submission may be recorded. It is asked before the transaction. It
	// sees the ledger without the submissions before it in the same batch; where that matters it
	// returns ErrCutBatch. Any other error refuses the submission and goes to its caller as it is.
	// Submissions that are already recorded are not asked about.
	Admit func(Submission) error
	// Committed is told what was recorded once it is durable and under a signed checkpoint, and
	// before any caller is. Entries is empty when only a fresh time was signed. An entry that an
	// earlier process recorded without getting as far as its checkpoint is not announced: whoever
	// opens a ledger reads it from the start.
	Committed func(entries []Entry, at proof.TrackItem)
}

// Config says what a ledger works with. All fields but Hooks and TickEvery are required.
type Config struct {
	Store       Store
	Checkpoints CheckpointStore
	Signer      *Signer
	Clock       func() time.Time
	Hooks       Hooks
	// TickEvery is the shortest time between two checkpoints of the same size; TickEveryDefault
	// when 0, at least TickEveryMin.
	TickEvery time.Duration
}

func (c *Config) check() error {
	if c.Store == nil || c.Checkpoints == nil || c.Signer == nil || c.Clock == nil {
		return errors.New("config: store, checkpoints, signer and clock are required")
	}
	if c.Store.Origin() != c.Signer.Origin() {
		return fmt.Errorf("config: store belongs to %q, signer to %q", c.Store.Origin(),
			c.Signer.Origin())
	}
	if c.TickEvery == 0 {
		c.TickEvery = TickEveryDefault
	}
	if c.TickEvery < TickEveryMin {
		return fmt.Errorf("config: tick every %s, at least %s", c.TickEvery, TickEveryMin)
	}
	return nil
}

// tip is the newest state that everybody may see. It is replaced, never changed.
type tip struct {
	tree tree
	item proof.TrackItem
}

// Ledger is an open production. It must be closed.
type Ledger struct {
	cfg   Config
	tip   atomic.Pointer[tip]
	queue chan *request
	quit  chan struct{} // Closed by Close.
	done  chan struct{} // Closed when the writer has ended.
	once  sync.Once
	// admission keeps Close from ending the writer between a caller's look at quit and its send.
	admission sync.RWMutex
	failure   atomic.Pointer[error]
	w         writer
}

// Append offers an entry and waits until it is durable and under a signed checkpoint. It may be
// called from any number of goroutines.
//
// It returns a *KnownError for an identity that is recorded with another envelope, the error of
// Hooks.Admit, a *LimitError, ErrClosed or ErrStopped: in all these nothing was added. It returns
// ErrOutcomeUnknown when the store did not answer clearly or when ctx ended while the entry was with
// the writer; then the entry may be recorded, once, and sending it again tells.
func (l *Ledger) Append(ctx context.Context, s Submission) (Receipt, error) {
	if err := checkSubmission(s); err != nil {
		return Receipt{}, fmt.Errorf("append: %w", err)
	}
	// The caller may leave before the writer is done, and use its buffer for something else.
	s.Envelope = bytes.Clone(s.Envelope)
	s.Openings = cloneOpenings(s.Openings)
	r, err := l.ask(ctx, &request{sub: s})
	if err != nil {
		return Receipt{}, fmt.Errorf("append %s: %w", s.ID.Short(), err)
	}
	return r, nil
}

// Waiting returns how many callers wait for the one writer, those of the batch under way not counted.
func (l *Ledger) Waiting() int { return len(l.queue) }

// Tick signs a fresh time over the same size and returns the newest track item. While the newest
// one is younger than Config.TickEvery, or would only be repeated, it is returned as it is.
func (l *Ledger) Tick(ctx context.Context) (proof.TrackItem, error) {
	r, err := l.ask(ctx, &request{tick: true})
	if err != nil {
		return proof.TrackItem{}, fmt.Errorf("tick: %w", err)
	}
	return r.Checkpoint, nil
}

func (l *Ledger) ask(ctx context.Context, r *request) (Receipt, error) {
	r.reply = make(chan reply, 1)
	if err := l.enqueue(ctx, r); err != nil {
		return Receipt{}, err
	}
	select {
	case answer := <-r.reply:
		return answer.receipt, answer.err
	case <-ctx.Done():
		return Receipt{}, fmt.Errorf("%w: %w", ErrOutcomeUnknown, context.Cause(ctx))
	}
}

func (l *Ledger) enqueue(ctx context.Context, r *request) error {
	l.admission.RLock()
	defer l.admission.RUnlock()
	select {
	case <-l.quit:
		return ErrClosed
	default:
	}
	select {
	case l.queue <- r:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Close records what is already with the writer, waits for it, and returns what made it stop, if
// anything did. The stores stay open: whoever opened them closes them.
func (l *Ledger) Close() error {
	l.once.Do(func() {
		// Nobody can be between the look at quit and the send once the lock is held.
		l.admission.Lock()
		close(l.quit)
		l.admission.Unlock()
	})
	<-l.done
	return l.Err()
}

// Err returns why the ledger stopped writing, or nil.
func (l *Ledger) Err() error {
	if p := l.failure.Load(); p != nil {
		return *p
	}
	return nil
}

// Head returns the newest track item: the last signed checkpoint.
func (l *Ledger) Head() proof.TrackItem { return l.tip.Load().item }

// Keys returns the public keys of the ledger.
func (l *Ledger) Keys() proof.Keys { return l.cfg.Signer.Keys() }

func checkSubmission(s Submission) error {
	if s.ID.IsZero() {
		return errors.New("entry has no identity")
	}
	if len(s.Envelope) == 0 {
		return errors.New("envelope is empty")
	}
	if len(s.Envelope) > EnvelopeMax {
		return &LimitError{What: "envelope: bytes", Have: len(s.Envelope), Most: EnvelopeMax}
	}
	if len(s.Openings) > OpeningsMax {
		return &LimitError{What: "openings", Have: len(s.Openings), Most: OpeningsMax}
	}
	sum := 0
	seen := make(map[string]bool, len(s.Openings))
	for _, o := range s.Openings {
		switch {
		case o.Field == "":
			return errors.New("opening has no field")
		case len(o.Field) > OpeningFieldMax:
			return &LimitError{What: "opening: bytes of field", Have: len(o.Field), Most: OpeningFieldMax}
		case len(o.Value) > OpeningValueMax:
			return &LimitError{What: "opening: bytes", Have: len(o.Value), Most: OpeningValueMax}
		case seen[o.Field]:
			return errors.New("two openings of one field")
		}
		seen[o.Field] = true
		sum += len(o.Value)
	}
	if sum > OpeningsBytesMax {
		return &LimitError{What: "openings: bytes", Have: sum, Most: OpeningsBytesMax}
	}
	return nil
}

func cloneOpenings(in []Opening) []Opening {
	out := make([]Opening, len(in))
	for i, o := range in {
		out[i] = Opening{Field: o.Field, Salt: o.Salt, Value: bytes.Clone(o.Value)}
	}
	return out
}
