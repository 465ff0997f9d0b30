// Package sim is the host that every simulation of the whole system shares. Events are real ones:
// they pass through the kernel's own encoder, parser and door. Only the curve arithmetic is left
// out, for which the simulation vouches as any host does (docs/spec/events.md, section 11).
package sim

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Where the passkeys of a simulated production belong.
const (
	Site   = "set.example"
	Origin = "https://set.example"
)

// Signing is the key one signer signs with: a passkey, or a device key inside a duty.
type Signing struct {
	Kind event.SignatureKind
	Key  event.PublicKey
}

// Passkey returns how a verified person signs.
func Passkey(who event.PersonID) Signing { return Signing{event.Passkey, KeyOf(string(who))} }

// KeyOf draws a key from a name. Nothing here does curve arithmetic with it.
func KeyOf(name string) event.PublicKey {
	var k event.PublicKey
	k[0] = 4
	x, y := sha256.Sum256([]byte("x "+name)), sha256.Sum256([]byte("y "+name))
	copy(k[1:], x[:])
	copy(k[33:], y[:])
	return k
}

// RootOf is the root that the simulated log has at a size, in lower-case hex.
func RootOf(size int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "root %d", size))
	return hex.EncodeToString(sum[:])
}

// Hex16 is a name as 16 bytes in lower-case hex, as nonces and production ids are.
func Hex16(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:16])
}

// Open makes the entry of an event, signed by everybody with the key that with names, and opens it.
// It refuses what the kernel refuses.
func Open(e *event.Event, with func(event.Signer) Signing) (event.Opened, error) {
	payload, err := event.Encode(e)
	if err != nil {
		return event.Opened{}, fmt.Errorf("encode %s: %w", e.Kind, err)
	}
	var signatures []event.Signature
	for _, g := range e.Signers {
		s := with(g)
		sig := event.Signature{Kind: s.Kind, Key: s.Key, DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1}}
		if s.Kind == event.Passkey {
			sig.AuthData, sig.ClientData = assertion(payload)
		}
		signatures = append(signatures, sig)
	}
	entry, err := event.Seal(payload, signatures)
	if err != nil {
		return event.Opened{}, fmt.Errorf("seal %s: %w", e.Kind, err)
	}
	parsed, err := event.Parse(entry)
	if err != nil {
		return event.Opened{}, fmt.Errorf("parse %s: %w", e.Kind, err)
	}
	valid := make([]bool, len(parsed.Checks()))
	for n := range valid {
		valid[n] = true
	}
	return event.Open(parsed, event.Vouch{Host: "simulation", Valid: valid})
}

func assertion(payload []byte) (authData, clientData []byte) {
	hash := sha256.Sum256([]byte(Site))
	authData = append(hash[:], 0x05, 0, 0, 0, 1)
	challenge := event.Challenge(event.PayloadType, payload)
	return authData, fmt.Appendf(nil, `{"type":"webauthn.get","challenge":%q,"origin":%q}`,
		base64.RawURLEncoding.EncodeToString(challenge[:]), Origin)
}
