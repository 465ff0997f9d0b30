package session_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/session"
)

// trackOf is a track with so many checkpoints of each size, a second apart.
func trackOf(t *testing.T, sizes []uint64, each int) proof.Track {
	t.Helper()
	var track proof.Track
	at := proof.UnixTime(startTime)
	for _, size := range sizes {
		for range each {
			at++
			if err := track.Append(checkpointOf(size, byte(size), at)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return track
}

func checkpointOf(size uint64, root byte, at proof.UnixTime) proof.TrackItem {
	return proof.TrackItem{
		Checkpoint: proof.Checkpoint{Origin: logOrigin, Size: size, Root: proof.Hash{root}}, Time: at,
	}
}

// TestASecondRootIsSeenAtEverySize: at the newest size and at every older one, wherever it stands
// among the checkpoints of that size. What has no size of the track is no second root.
func TestASecondRootIsSeenAtEverySize(t *testing.T) {
	sizes := []uint64{2, 3, 5, 8}
	for _, each := range []int{1, 2, 7} {
		track := trackOf(t, sizes, each)
		for size := range uint64(10) {
			if size == 0 {
				continue // A page that has read nothing knows the root of nothing by itself.
			}
			known := size == 2 || size == 3 || size == 5 || size == 8
			if session.Forks(track, checkpointOf(size, byte(size), 0)) {
				t.Errorf("the known root of size %d is a fork", size)
			}
			if got := session.Forks(track, checkpointOf(size, 99, 0)); got != known {
				t.Errorf("another root for size %d: fork is %t", size, got)
			}
		}
	}
}

// TestAnIdleNightIsReadAtOnce: the ledger signs one size all night, and a page compares each
// checkpoint with what it knows without walking through the night again.
func TestAnIdleNightIsReadAtOnce(t *testing.T) {
	const night = 50_000
	track := trackOf(t, []uint64{4}, night)
	for range night {
		if session.Forks(track, checkpointOf(4, 4, 0)) {
			t.Fatal("the same root is a fork")
		}
	}
}
