package passkey

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"runtime"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// host names the code that checked, as proofs and bundles state it.
var host = runtime.Version() + " crypto/ecdsa"

// Vouch checks every signature of one entry. An entry with none is vouched for with no answers, and
// event.Open decides what that is worth.
func Vouch(p *event.Parsed) event.Vouch {
	checks := p.Checks()
	v := event.Vouch{Host: host, Valid: make([]bool, len(checks))}
	for i, c := range checks {
		v.Valid[i] = Check(c)
	}
	return v
}

// Check reports whether one ES256 signature holds over SHA-256 of the message (RFC 9053 section
// 2.1). It accepts only what Go, WebCrypto and OpenSSL all accept in one spelling: a point on the
// curve, minimal DER, and S in the lower half of the group order. Any bytes give an answer.
func Check(c event.Check) bool {
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), c.Key[:])
	if err != nil {
		return false
	}
	canonical, err := event.LowS(c.DER)
	if err != nil || !bytes.Equal(canonical, c.DER) {
		return false
	}
	digest := sha256.Sum256(c.Message)
	return ecdsa.VerifyASN1(key, digest[:], c.DER)
}
