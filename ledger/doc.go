// Package ledger is the only place that appends. It gives entries their order, keeps them, signs
// the checkpoints that make the order binding, and proves it to anybody.
//
// An entry is an opaque envelope of at most EnvelopeMax bytes with an identity. Its sequence number
// is the index of its leaf in the Merkle tree (RFC 6962). One transaction of the Store holds
// the envelope, its leaf hash, its openings and every 256-wide tile (C2SP tlog-tiles) that it
// completes, so an entry is there whole or not at all.
//
// One goroutine, owned by the Ledger, writes. It gathers at most BatchMax waiting submissions into
// one transaction, and then, in this order:
//
//  1. the rows are durable;
//  2. size, root and time replace the last ones in the CheckpointStore, durably, by compare and
//     swap;
//  3. the checkpoint is signed;
//  4. hooks and callers are told.
//
// A crash between any two steps loses nothing that anybody was told: Open goes on at the step that
// was missed. The CheckpointStore lives apart from the Store and is never restored from a backup,
// so a restored database cannot lead to a second history under the same key: where the two disagree
// Open refuses to sign.
//
// The sequence of signed checkpoints is the track. Every entry is dated by the first timed item
// above it. Times never decrease; while the clock reads earlier than it already did, checkpoints
// carry no time at all (ClockFault), because a time that nobody vouches for must not be signed.
//
// What is trusted: the Store with durability and with whole transactions, the CheckpointStore with
// durability and with never going back, the clock with nothing but the times. Whoever runs the
// ledger can refuse an entry, but cannot change, remove or reorder one that has a signed receipt.
//
// Formats and byte layouts are in docs/spec/ledger.md.
package ledger
