//go:build js

package primitive

import "hash"

// hostSHA256 writes the hash of length bytes at data to sum and reports whether it did.
//
//go:wasmimport proofhouse sha256
//go:noescape
func hostSHA256(data *byte, length uint32, sum *[HashSize]byte) bool

// hostEd25519 reports whether the signature is valid over length bytes at text; one that the host cannot
// check is not.
//
//go:wasmimport proofhouse ed25519
//go:noescape
func hostEd25519(public *[KeySize]byte, text *byte, length uint32, sig *[SignatureSize]byte) bool

// SHA256 returns the SHA-256 of b, which may be empty. It panics when the host could not compute it:
// a kernel that goes on without hashes would take every root for another.
func SHA256(b []byte) (sum [HashSize]byte) {
	if !hostSHA256(first(b), uint32(len(b)), &sum) {
		panic("the host computed no SHA-256")
	}
	return sum
}

// NewSHA256 begins a SHA-256 over bytes that come one after the other. It keeps them all until it is
// asked for the sum, and after that: a page has in memory already what it hashes.
func NewSHA256() hash.Hash { return &gathered{} }

// VerifyEd25519 reports whether sig signs text under the key: RFC 8032 section 5.1.7 with S below the
// group order and the equation without cofactor. A host that cannot tell says no.
func VerifyEd25519(public *[KeySize]byte, text []byte, sig *[SignatureSize]byte) bool {
	return hostEd25519(public, first(text), uint32(len(text)), sig)
}

// first points to the bytes for the host, which reads none where there are none.
func first(b []byte) *byte {
	if len(b) == 0 {
		return nil
	}
	return &b[0]
}

// gathered is a hash.Hash of what it was given so far.
type gathered struct{ given []byte }

func (g *gathered) Write(b []byte) (int, error) {
	g.given = append(g.given, b...)
	return len(b), nil
}

func (g *gathered) Sum(b []byte) []byte {
	sum := SHA256(g.given)
	return append(b, sum[:]...)
}

func (g *gathered) Reset()         { g.given = nil }
func (g *gathered) Size() int      { return HashSize }
func (g *gathered) BlockSize() int { return 64 }
