// Package primitive is where the kernel gets its cryptography from: SHA-256 (FIPS 180-4) and the
// check of an Ed25519 signature (RFC 8032). None of it is ours.
//
// On a server it is the standard library's. On a page both come from the page's own machine, across
// the border of WebAssembly: web/src/kernel/primitives.js hands them over before the kernel starts.
// The standard library's would be a tenth of what a phone has to load, most of it for the self-tests
// of algorithms that the kernel never uses (record 0045). A host without the two functions cannot
// start the kernel: WebAssembly names the missing one.
//
// Both machines give the same hash of everything, and the same answer about every signature under a
// key that package proof admits. Under keys that it refuses, those of small order or of a second
// spelling, the page takes no signature at all.
package primitive

// The sizes of what both machines compute with, in bytes.
const (
	// HashSize is the length of a SHA-256.
	HashSize = 32
	// KeySize is the length of an Ed25519 public key.
	KeySize = 32
	// SignatureSize is the length of an Ed25519 signature.
	SignatureSize = 64
)
