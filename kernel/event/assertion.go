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

// Bounds of an assertion in bytes. Authenticator data is hash, flags and counter; it is longer only
// when a flag says that something follows.
const (
	authDataMin   = 37
	authDataMax   = 1 << 10
	clientDataMax = 4 << 10
)

// The flags of authenticator data (WebAuthn Level 3 section 6.1).
const (
	flagUserPresent    = 1 << 0
	flagUserVerified   = 1 << 2
	flagBackupEligible = 1 << 3
	flagBackupState    = 1 << 4
	flagAttested       = 1 << 6
	flagExtensions     = 1 << 7
)

func parseAssertion(authData, clientData []byte) (Assertion, error) {
	var a Assertion
	if len(authData) < authDataMin || len(authData) > authDataMax || len(clientData) > clientDataMax {
		return a, ErrAssertion
	}
	copy(a.RPIDHash[:], authData)
	flags := authData[32]
	if flags&flagUserPresent == 0 || flags&flagUserVerified == 0 {
		return a, ErrAssertion
	}
	if flags&flagBackupEligible == 0 && flags&flagBackupState != 0 {
		return a, ErrAssertion // Section 6.1.3: what may not be backed up is not backed up.
	}
	more := flags&(flagAttested|flagExtensions) != 0
	if more != (len(authData) > authDataMin) {
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
	if at, has := d.take("crossOrigin"); has && !c.isFalse(at) {
		return a, ErrAssertion
	}
	if _, framed := d.take("topOrigin"); framed {
		return a, ErrAssertion // Written only when a page of another origin framed ours.
	}
	a.Origin = c.member(d, "origin")
	challenge, err := base64.RawURLEncoding.Strict().DecodeString(c.member(d, "challenge"))
	if err != nil || len(challenge) != len(a.challenge) || a.Origin == "" || c.err != nil {
		return a, ErrAssertion
	}
	copy(a.challenge[:], challenge)
	return a, nil
}

// isFalse reports whether the value at a position of the scanned text is the word false.
func (c *codec) isFalse(at int) bool {
	const word = "false"
	rest := c.in[at:]
	return len(rest) > len(word) && rest[:len(word)] == word && !inNumber(rest[len(word)])
}

// member returns a string member of a scanned object, empty when it is absent or not a string.
func (c *codec) member(d *draft, name string) string {
	at, ok := d.take(name)
	if !ok {
		return ""
	}
	c.pos = at
	return c.str()
}
