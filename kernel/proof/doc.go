// Package proof lets anybody check what a ledger says about itself without trusting its operator.
//
// A ledger is an append-only list of entries. A checkpoint states its size and its Merkle root
// (RFC 6962 section 2.1, C2SP tlog-checkpoint) and is signed by the log's key (C2SP signed-note).
// A second line, signed by the clock key, adds the time of the ledger's own clock (C2SP
// tlog-cosignature, Ed25519). The sequence of all signed checkpoints is the track: it dates every
// entry, because an entry was there at the latest when the first checkpoint above it was signed.
//
// The parts, from small to large:
//
//   - VerifierKey, Keys: who must have signed.
//   - Checkpoint, TrackItem, Track: what was signed, and when, and what follows for one entry.
//   - Range: the root of a growing list in O(log n) memory.
//   - CheckInclusion, CheckConsistency, Proof: one entry, or one step of growth, from few hashes.
//   - WriteBundle, ReadBundle, VerifyBundle: a whole ledger in one file, see docs/spec/bundle.md.
//
// Everything here is values in, values out. An error or a missing signature never passes for
// agreement: the zero Report is not whole and the zero TrackItem has no time.
package proof
