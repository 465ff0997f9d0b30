package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Sentinels of a CheckpointStore and of opening a ledger.
var (
	// ErrNoCheckpoint reports an origin for which nothing was ever recorded: the production is new,
	// or the checkpoint store is missing. The two must not be confused, so Open refuses.
	ErrNoCheckpoint = errors.New("checkpoint store has no record of this production")
	// ErrCheckpointExists reports an origin that already has a record.
	ErrCheckpointExists = errors.New("checkpoint store already has a record of this production")
	// ErrMoved reports that the record is not the one expected: another process signs for the origin.
	ErrMoved = errors.New("checkpoint record was moved by another process")
	// ErrCheckpointBehind reports a database that knows of a later signature than the checkpoint
	// store: the checkpoint store was put back to an earlier state.
	ErrCheckpointBehind = errors.New("checkpoint store is older than the database")
)

// Recorded is what a CheckpointStore remembers of the last checkpoint. Ed25519 is deterministic (RFC
// 8032 section 5.1.6), so signing it again gives the same note byte for byte.
type Recorded struct {
	Position   uint64 // Position in the track.
	Size       uint64
	Root       proof.Hash
	Time       proof.UnixTime // Of the last timed item when ClockFault.
	ClockFault bool
}

// CheckpointStore remembers, for each origin, the last checkpoint that may have been signed.
//
// Durability: when Create or Swap returns nil the record survives a loss of power. After an error
// the record is the old or the new one, and Last tells which.
//
// It lives apart from the Store and backups never restore it: a record that went back would let a
// restored database sign a second history, and a witness remembers the first one for ever.
//
// Concurrency: Swap is atomic across goroutines and across the processes that share the store.
type CheckpointStore interface {
	// Last returns the record of an origin, or ErrNoCheckpoint.
	Last(ctx context.Context, origin string) (Recorded, error)
	// Create makes the first record of an origin. It returns ErrCheckpointExists, changing nothing,
	// if there is one.
	Create(ctx context.Context, origin string, first Recorded) error
	// Swap replaces old by next. It returns ErrMoved, changing nothing, if the record is not old.
	Swap(ctx context.Context, origin string, old, next Recorded) error
}

// AheadError reports a checkpoint store that has signed more than the database holds: the database
// was put back to an earlier state. Signing on would make a second history.
type AheadError struct {
	Recorded Recorded // What was signed.
	Size     uint64   // Entries in the database.
	TrackLen uint64   // Track items in the database.
}

// Error says which entries are missing.
func (e *AheadError) Error() string {
	if e.Recorded.Size > e.Size {
		return fmt.Sprintf("checkpoint of %d entries was signed, the database has %d", e.Recorded.Size,
			e.Size)
	}
	return fmt.Sprintf("track item %d was signed, the database has %d items", e.Recorded.Position,
		e.TrackLen)
}

// RootError reports a database whose entries are not the ones that were signed.
type RootError struct {
	Size         uint64
	Signed, Have proof.Hash
}

// Error says where the two differ.
func (e *RootError) Error() string {
	return fmt.Sprintf("root of %d entries was signed as %s, the database has %s", e.Size, e.Signed,
		e.Have)
}
