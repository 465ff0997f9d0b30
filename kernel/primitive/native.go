//go:build !js

package primitive

import (
	"crypto/ed25519"
	"crypto/sha256"
	"hash"
)

// SHA256 returns the SHA-256 of b, which may be empty.
func SHA256(b []byte) [HashSize]byte { return sha256.Sum256(b) }

// NewSHA256 begins a SHA-256 over bytes that come one after the other.
func NewSHA256() hash.Hash { return sha256.New() }

// VerifyEd25519 reports whether sig signs text under the key: RFC 8032 section 5.1.7 with S below the
// group order and the equation without cofactor.
func VerifyEd25519(public *[KeySize]byte, text []byte, sig *[SignatureSize]byte) bool {
	return ed25519.Verify(public[:], text, sig[:])
}
