package proof

import (
	"errors"
	"sort"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// ErrTrack reports a track item that cannot follow the ones before it.
var ErrTrack = errors.New("track item does not follow")

// Track is the sequence of signed checkpoints of one ledger, oldest first. It answers when an entry
// was there. The zero value is an empty track.
type Track struct {
	items []TrackItem
	last  UnixTime
}

// Len returns the number of items.
func (t *Track) Len() int { return len(t.items) }

// At returns the item at a position.
func (t *Track) At(position int) (TrackItem, bool) {
	if position < 0 || position >= len(t.items) {
		return TrackItem{}, false
	}
	return t.items[position], true
}

// Last returns the newest item.
func (t *Track) Last() (TrackItem, bool) { return t.At(len(t.items) - 1) }

// Append adds the next item after checking that it can follow: same origin, no smaller size, the
// same root at the same size, no earlier time. It sets Position and, on a ClockFault, Time. It
// checks no signature (OpenTrackItem does) and cannot compare roots of different sizes (Range does).
func (t *Track) Append(item TrackItem) error {
	item.Position = uint64(len(t.items))
	if item.ClockFault {
		item.Time = t.last
	}
	if n := len(t.items); n > 0 {
		if err := Follows(t.items[n-1], item); err != nil {
			return err
		}
	}
	t.last = item.Time
	t.items = append(t.items, item)
	return nil
}

// Follows reports what keeps next from being the track item after prev. It compares what both
// state, with the time of the last timed item standing for that of an untimed one; it reads no
// signature.
func Follows(prev, next TrackItem) error {
	switch {
	case next.Origin != prev.Origin:
		return refusal.Of(ErrTrack, "origin changes from "+strconv.Quote(prev.Origin)+" to "+
			strconv.Quote(next.Origin))
	case next.Size < prev.Size:
		return refusal.Of(ErrTrack, "size goes from "+number(prev.Size)+" back to "+number(next.Size))
	case next.Size == prev.Size && next.Root != prev.Root:
		return refusal.Of(ErrTrack, "two roots for size "+number(next.Size))
	case next.Size == prev.Size && next.Time == prev.Time && next.ClockFault == prev.ClockFault:
		return refusal.Of(ErrTrack, "it repeats the one before it")
	case !next.ClockFault && next.Time < prev.Time:
		return refusal.Of(ErrTrack, "time goes from "+strconv.FormatInt(int64(prev.Time), 10)+" back to "+
			strconv.FormatInt(int64(next.Time), 10))
	}
	return nil
}

// Received returns the item that dates an entry: the first timed one whose size is above the
// entry's index. The entry was in the ledger at that time at the latest. It is unknown (false)
// while no such item exists, so a time the clock did not vouch for is never used.
func (t *Track) Received(index uint64) (TrackItem, bool) {
	first := sort.Search(len(t.items), func(i int) bool { return t.items[i].Size > index })
	for _, item := range t.items[first:] {
		if !item.ClockFault {
			return item, true
		}
	}
	return TrackItem{}, false
}

// Named returns the timed item with this size, root and time: the checkpoint an event says it had
// seen. The event was made at that time at the earliest.
func (t *Track) Named(size uint64, root Hash, at UnixTime) (TrackItem, bool) {
	first := sort.Search(len(t.items), func(i int) bool {
		return t.items[i].Size > size || t.items[i].Size == size && t.items[i].Time >= at
	})
	for _, item := range t.items[first:] {
		if item.Size != size || item.Time != at {
			break
		}
		if !item.ClockFault && item.Root == root {
			return item, true
		}
	}
	return TrackItem{}, false
}
