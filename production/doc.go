// Package production runs one production: it admits signed entries, appends them, folds them and
// tells whoever listens. It is the deep module of the house: Record, Judge and Prove are the ways in
// and out, and everything behind them can change without anybody noticing.
//
// Record takes an entry whose exact bytes people signed. Form and signatures are checked on the
// caller's goroutine; who may sign is checked by the ledger's one writer, against everything
// recorded before. What is refused is what nobody signed, what somebody else signed, what was
// signed for something else, and what cannot be read. What is never refused is a fact that speaks
// against somebody: an act without a watcher, by the wrong role or in a session that had run out is
// recorded, and the verdict says so.
//
// The fold changes only in the ledger's hook, in the order of the entries, under a lock. Readers
// get it through View. A checkpoint whose clock did not vouch for the time folds nothing: its
// entries wait for the next one that has a time, and until then every verdict is a HOLD.
//
// Open trusts the store as far as the signed roots reach: it computes every leaf and every root
// again, and does not repeat the signature checks that were made before the entries were appended.
//
// Nothing personal is in an error or in a log line: a refusal has a code, and the log counts them.
package production
