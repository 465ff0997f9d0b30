package session

import "github.com/proofhouse/proofhouse/kernel/proof"

// Forks is the comparison every checkpoint of a feed goes through, for a page that knows a track.
func Forks(track proof.Track, item proof.TrackItem) bool {
	s := &Session{track: track}
	return s.forks(item)
}
