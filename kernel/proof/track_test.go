package proof_test

import (
	"errors"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

func item(size uint64, root byte, at proof.UnixTime) proof.TrackItem {
	return proof.TrackItem{
		Checkpoint: proof.Checkpoint{Origin: origin, Size: size, Root: proof.Hash{root}},
		Time:       at, ClockFault: at == 0,
	}
}

func track(t *testing.T, items ...proof.TrackItem) *proof.Track {
	t.Helper()
	var tr proof.Track
	for _, i := range items {
		if err := tr.Append(i); err != nil {
			t.Fatal(err)
		}
	}
	return &tr
}

func TestReceivedIsTheFirstTimedCheckpointAboveTheEntry(t *testing.T) {
	tr := track(t, item(0, 0, 100), item(2, 2, 110), item(2, 2, 120), item(3, 3, 0), item(5, 5, 130))
	for _, c := range []struct {
		name  string
		index uint64
		at    proof.UnixTime
		known bool
	}{
		{"first of a batch", 0, 110, true},
		{"last of a batch, not the tick after it", 1, 110, true},
		{"under a clock fault, the next time counts", 2, 130, true},
		{"after the clock fault", 3, 130, true},
		{"last entry", 4, 130, true},
		{"not yet under a checkpoint", 5, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, known := tr.Received(c.index)
			if known != c.known || got.Time != c.at {
				t.Errorf("got %d, %v", got.Time, known)
			}
		})
	}
}

func TestReceivedIsUnknownWhileTheClockIsNotTrusted(t *testing.T) {
	tr := track(t, item(0, 0, 100), item(1, 1, 0), item(2, 2, 0))
	if got, known := tr.Received(0); known {
		t.Errorf("got %d", got.Time)
	}
	if last, ok := tr.Last(); !ok || last.Time != 100 || last.Position != 2 {
		t.Errorf("the last time is not kept: %+v", last)
	}
}

func TestNamedFindsOnlyWhatWasSigned(t *testing.T) {
	tr := track(t, item(0, 0, 100), item(2, 2, 110), item(2, 2, 120), item(3, 3, 0), item(3, 3, 120),
		item(5, 5, 130))
	for _, c := range []struct {
		name     string
		size     uint64
		root     byte
		at       proof.UnixTime
		position uint64
		known    bool
	}{
		{"empty log", 0, 0, 100, 0, true},
		{"of two with one size, the earlier", 2, 2, 110, 1, true},
		{"of two with one size, the later", 2, 2, 120, 2, true},
		{"one size, a fault and then a time", 3, 3, 120, 4, true},
		{"last", 5, 5, 130, 5, true},
		{"time between two", 2, 2, 115, 0, false},
		{"another root", 2, 3, 110, 0, false},
		{"size between two", 4, 4, 130, 0, false},
		{"size above the last", 6, 6, 130, 0, false},
		{"no time", 3, 3, 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, known := tr.Named(c.size, proof.Hash{c.root}, c.at)
			if known != c.known || got.Position != c.position {
				t.Errorf("got position %d, %v", got.Position, known)
			}
		})
	}
}

func TestTrackRefusesWhatCannotFollow(t *testing.T) {
	stranger := item(6, 6, 140)
	stranger.Origin = "other.example"
	for _, c := range []struct {
		name string
		next proof.TrackItem
		ok   bool
	}{
		{"larger and later", item(6, 6, 140), true},
		{"larger in the same second", item(6, 6, 130), true},
		{"same size, later", item(5, 5, 131), true},
		{"same size, no time", item(5, 5, 0), true},
		{"larger, no time", item(6, 6, 0), true},
		{"the same again", item(5, 5, 130), false},
		{"smaller", item(4, 4, 140), false},
		{"same size, another root", item(5, 6, 140), false},
		{"earlier", item(6, 6, 129), false},
		{"another origin", stranger, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := track(t, item(0, 0, 100), item(5, 5, 130))
			err := tr.Append(c.next)
			if (err == nil) != c.ok || err != nil && !errors.Is(err, proof.ErrTrack) {
				t.Errorf("got %v", err)
			}
			if want := map[bool]int{true: 3, false: 2}[c.ok]; tr.Len() != want {
				t.Errorf("track has %d items", tr.Len())
			}
		})
	}
}

func TestTimeStaysBelowTheNextAcrossAClockFault(t *testing.T) {
	tr := track(t, item(0, 0, 100), item(1, 1, 0))
	if err := tr.Append(item(2, 2, 99)); !errors.Is(err, proof.ErrTrack) {
		t.Errorf("a time before the last good one was accepted: %v", err)
	}
	if err := tr.Append(item(2, 2, 100)); err != nil {
		t.Error(err)
	}
	if _, ok := tr.At(-1); ok {
		t.Error("there is an item at -1")
	}
	if _, ok := tr.At(3); ok {
		t.Error("there is an item behind the last")
	}
}
