package event

import (
	"encoding/base64"
)

// Assertion is what a passkey's answer says about itself (WebAuthn Level 3 sections 5.8.1, 6.1).
type Assertion struct {
	RPIDHash [32]byte
	Origin   string
	Synced   bool // Backup state: the passkey is kept by a provider, so it proves an account.

	challenge [32]byte
}

// Bounds of an assertion.
const (
	authDataMin   = 37
	clientDataMax = 4 << 10
)

const (
	flagUserPresent  = 1 << 0
	flagUserVerified = 1 << 2
	flagBackupState  = 1 << 4
)

func parseAssertion(authData, clientData []byte) (Assertion, error) {
	var a Assertion
	if len(authData) < authDataMin || len(clientData) > clientDataMax {
		return a, ErrAssertion
	}
	copy(a.RPIDHash[:], authData)
	flags := authData[32]
	if flags&flagUserPresent == 0 || flags&flagUserVerified == 0 {
		return a, ErrAssertion
	}
	a.Synced = flags&flagBackupState != 0

	c := &codec{mode: composing, in: string(clientData)}
	d := c.scanDraft()
	if c.err != nil || c.pos != len(c.in) {
		return a, ErrAssertion
	}
	if c.member(d, "type") != "webauthn.get" {
		return a, ErrAssertion
	}
	if at, has := d.take("crossOrigin"); has {
		if rest := c.in[at:]; len(rest) < 5 || rest[:5] != "false" {
			return a, ErrAssertion
		}
	}
	a.Origin = c.member(d, "origin")
	challenge, err := base64.RawURLEncoding.Strict().DecodeString(c.member(d, "challenge"))
	if err != nil || len(challenge) != len(a.challenge) || a.Origin == "" || c.err != nil {
		return a, ErrAssertion
	}
	copy(a.challenge[:], challenge)
	return a, nil
}

// member returns a string member of a scanned object, empty when it is absent or not a string.
func (c *codec) member(d draft, name string) string {
	at, ok := d.take(name)
	if !ok {
		return ""
	}
	c.pos = at
	return c.str()
}
