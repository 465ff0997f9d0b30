package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Bounds of what a ledger keeps.
const (
	// EnvelopeMax is the longest envelope in bytes: entry bundles give it a length of two bytes
	// (C2SP tlog-tiles, section Log entries).
	EnvelopeMax = proof.EnvelopeMax
	// BatchMax is the most entries in one transaction.
	BatchMax = 64
	// OpeningsMax is the most openings one entry brings.
	OpeningsMax = proof.OpeningsMax
	// OpeningFieldMax is the longest field name of an opening in bytes.
	OpeningFieldMax = proof.OpeningFieldMax
	// OpeningValueMax is the longest value of an opening in bytes.
	OpeningValueMax = proof.OpeningValueMax
	// OpeningsBytesMax is the most bytes of values that the openings of one entry bring together.
	OpeningsBytesMax = 64 * 1024
)

// Sentinels of a Store and of a Ledger.
var (
	// ErrSuperseded reports that somebody else wrote: the size is not the one expected.
	ErrSuperseded = errors.New("superseded by another writer")
	// ErrNoEntry reports an index or identity that is not in the ledger.
	ErrNoEntry = errors.New("no such entry")
	// ErrNoTile reports a tile that the tree does not have yet.
	ErrNoTile = errors.New("no such tile")
)

// LimitError reports something above its bound.
type LimitError struct {
	What       string
	Have, Most int
}

// Error says what is too much.
func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: %d, at most %d", e.What, e.Have, e.Most)
}

// Opening is the value behind one salted commitment of an entry. It is never part of the leaf:
// erasing it erases the value, and every proof still holds.
type Opening = proof.Opening

// Entry is one recorded envelope.
type Entry struct {
	Index    uint64 // Sequence number and leaf index, from 0.
	ID       event.ID
	Envelope []byte
	Leaf     proof.Hash
}

// Row is an entry on its way into the Store, with its openings.
type Row struct {
	Entry
	Openings []Opening
}

// Tile is 256 consecutive hashes of the tree: C2SP tlog-tiles, section Merkle Tree.
type Tile struct {
	Level  int
	Number uint64
	Hashes []byte // 256 hashes of 32 bytes.
}

// Batch is what one transaction of a Store writes.
type Batch struct {
	At    uint64 // Number of entries that must be there before.
	Rows  []Row  // Entries from index At on, without a gap. May be empty.
	Tiles []Tile // Tiles completed by these rows.
	Track []proof.TrackItem
}

// Store keeps one production.
//
// Durability: when Append, Erase or a method of Desk returns nil, its change survives a crash of the
// process, of the operating system and a loss of power. When it returns an error, the change was
// made whole or not at all, and which one is not known until Size is read again.
//
// Concurrency: every method may be called from several goroutines at once. Only one caller appends
// at a time; Append must still refuse a second writer, in this process or another, by ErrSuperseded.
//
// Trust: the ledger believes what a Store returns only as far as leaf hashes, tiles and signed
// checkpoints agree. A Store can lose a ledger; it cannot forge one.
type Store interface {
	// Origin returns the origin the store was made for.
	Origin() string
	// Size returns the number of entries.
	Size(ctx context.Context) (uint64, error)
	// Append writes the whole batch in one transaction, or nothing. It returns ErrSuperseded, having
	// written nothing, if the number of entries is not Batch.At or a track position is taken.
	Append(ctx context.Context, b Batch) error
	// Find returns those of the identities, at most BatchMax, that are recorded, in any order.
	Find(ctx context.Context, ids []event.ID) ([]Entry, error)
	// Entries yields the entries from index from up to but not including to, in order. It stops at
	// the end of the ledger without an error, and after the first error.
	Entries(ctx context.Context, from, to uint64) iter.Seq2[Entry, error]
	// Tile returns the 8,192 bytes of a full tile, or ErrNoTile.
	Tile(ctx context.Context, level int, number uint64) ([]byte, error)
	// TrackLen returns the number of track items.
	TrackLen(ctx context.Context) (uint64, error)
	// Track yields the track items from position from up to but not including to, in order.
	Track(ctx context.Context, from, to uint64) iter.Seq2[proof.TrackItem, error]
	// Openings returns the openings of an entry that were not erased, ordered by field.
	Openings(ctx context.Context, index uint64) ([]Opening, error)
	// Erase removes one opening so that its bytes are no longer in any file of the store. It reports
	// whether there was one.
	Erase(ctx context.Context, index uint64, field string) (bool, error)
	Desk
	// Close releases the store. Nothing else may be called after it.
	Close() error
}

// Bounds of a Desk.
const (
	// DeskValueMax is the longest value in bytes.
	DeskValueMax = 32 * 1024
	// DeskKeyMax is the longest kind or key in bytes.
	DeskKeyMax = 128
	// DeskItemsMax is the most items of one kind.
	DeskItemsMax = 4096
)

// ErrDeskFull reports a kind that already has DeskItemsMax items.
var ErrDeskFull = errors.New("desk is full")

// DeskItem is one thing on the desk.
type DeskItem struct {
	Kind  string // What it is, for example a draft waiting for a second signature.
	Key   string
	Value []byte
}

// Desk keeps what is not yet, or will never be, in the log: drafts waiting for a second signature,
// vouchers, sessions. Nothing on it is evidence. The caller decides when something has expired.
// It is as durable as its Store.
type Desk interface {
	// Put writes one item and replaces the one of the same kind and key.
	Put(ctx context.Context, item DeskItem) error
	// List returns all items of a kind, ordered by key.
	List(ctx context.Context, kind string) ([]DeskItem, error)
	// Take removes an item and returns it. Of several callers exactly one gets it, so that a voucher
	// is spent once; the others get false.
	Take(ctx context.Context, kind, key string) (DeskItem, bool, error)
}

// CheckDeskItem reports what keeps an item off the desk. Every Store calls it in Put.
func CheckDeskItem(item DeskItem) error {
	switch {
	case item.Kind == "" || item.Key == "":
		return errors.New("desk item: kind or key is empty")
	case len(item.Kind) > DeskKeyMax:
		return &LimitError{What: "desk item: bytes of kind", Have: len(item.Kind), Most: DeskKeyMax}
	case len(item.Key) > DeskKeyMax:
		return &LimitError{What: "desk item: bytes of key", Have: len(item.Key), Most: DeskKeyMax}
	case len(item.Value) > DeskValueMax:
		return &LimitError{What: "desk item: bytes", Have: len(item.Value), Most: DeskValueMax}
	}
	return nil
}
