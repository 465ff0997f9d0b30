package event

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestAssertions(t *testing.T) {
	payload := loadedBy(t)
	flags := func(set byte, clear byte) []byte {
		a := authData()
		a[32] = a[32]&^clear | set
		return a
	}
	client := func(old, new string) []byte {
		good := string(clientData(PayloadType, payload))
		bad := strings.Replace(good, old, new, 1)
		if old != "" && bad == good {
			t.Fatalf("%q does not occur in %s", old, good)
		}
		return []byte(bad)
	}
	sum := Challenge(PayloadType, payload)
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	sized := func(n int) []byte {
		c := client("", "")
		return append(c[:len(c)-1], `,"x":"`+strings.Repeat("x", n-len(c)-7)+`"}`...)
	}
	long := func(n int) []byte { return append(flags(flagExtensions, 0), make([]byte, n-authDataMin)...) }
	for _, c := range []struct {
		name     string
		authData []byte
		client   []byte
		want     error
	}{
		{"a synced passkey", authData(), client("", ""), nil},
		{"a passkey that stays on its device", flags(0, flagBackupEligible|flagBackupState), client("", ""), nil},
		{"a passkey that could be synced", flags(0, flagBackupState), client("", ""), nil},
		{"members a browser adds", authData(), client(`"crossOrigin":false`, `"crossOrigin":false,"other_keys_can_be_added_here":"do not \"compare\" é","n":[1,{"a":null}]`), nil},
		{"no word about frames", authData(), client(`,"crossOrigin":false`, ``), nil},
		{"two words about frames", authData(), client(`{"type"`, `{"crossOrigin":false,"type"`), ErrAssertion},
		{"members in another order", authData(), client(`{"type":"webauthn.get"`, `{"x":1,"type":"webauthn.get"`), nil},
		{"the longest client data", authData(), sized(clientDataMax), nil},
		{"client data above the bound", authData(), sized(clientDataMax + 1), ErrAssertion},
		{"extensions", long(authDataMin + 1), client("", ""), nil},
		{"the longest authenticator data", long(authDataMax), client("", ""), nil},
		{"authenticator data above the bound", long(authDataMax + 1), client("", ""), ErrAssertion},
		{"extensions announced and absent", flags(flagExtensions, 0), client("", ""), ErrAssertion},
		{"bytes nobody announced", append(authData(), 0), client("", ""), ErrAssertion},
		{"authenticator data below the bound", authData()[:authDataMin-1], client("", ""), ErrAssertion},
		{"the user was not verified", flags(0, flagUserVerified), client("", ""), ErrAssertion},
		{"the user was not present", flags(0, flagUserPresent), client("", ""), ErrAssertion},
		{"backed up where that may not be", flags(0, flagBackupEligible), client("", ""), ErrAssertion},
		{"a registration", authData(), client("webauthn.get", "webauthn.create"), ErrAssertion},
		{"no type", authData(), client(`"type":"webauthn.get",`, ``), ErrAssertion},
		{"a type that is no text", authData(), client(`"webauthn.get"`, `1`), ErrAssertion},
		{"in a frame of another page", authData(), client(`"crossOrigin":false`, `"crossOrigin":true`), ErrAssertion},
		{"a word about frames that is neither", authData(), client(`"crossOrigin":false`, `"crossOrigin":falsehood`), ErrAssertion},
		{"a word about frames as text", authData(), client(`"crossOrigin":false`, `"crossOrigin":"false"`), ErrAssertion},
		{"a top page is named", authData(), client(`"crossOrigin":false`, `"crossOrigin":false,"topOrigin":"https://other.example"`), ErrAssertion},
		{"another challenge", authData(), client(challenge, base64.RawURLEncoding.EncodeToString(make([]byte, 32))), ErrChallenge},
		{"a challenge that is too short", authData(), client(challenge, challenge[:40]), ErrAssertion},
		{"a padded challenge", authData(), client(challenge, challenge+"="), ErrAssertion},
		{"a challenge with loose bits", authData(), client(challenge, challenge[:42]+string(loose(challenge[42]))), ErrAssertion},
		{"no challenge", authData(), client(`"challenge":"`+challenge+`",`, ``), ErrAssertion},
		{"two challenges", authData(), client(`"challenge"`, `"challenge":"x","challenge"`), ErrAssertion},
		{"no origin", authData(), client(`"origin":"`+testOrigin+`",`, ``), ErrAssertion},
		{"an empty origin", authData(), client(testOrigin, ``), ErrAssertion},
		{"an escaped name", authData(), client(`"origin"`, `"or\u0069gin"`), ErrAssertion},
		{"text behind", authData(), append(client("", ""), ' '), ErrAssertion},
		{"no object", authData(), []byte(`[]`), ErrAssertion},
		{"nothing", authData(), nil, ErrAssertion},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := lowered(t, newPen(t, "h1").assert(t, c.authData, c.client))
			other := lowered(t, newPen(t, "w1").passkey(t, PayloadType, payload))
			p, err := Parse(layout(payload, []Signature{s, other}))
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if err != nil {
				return
			}
			o, err := Open(p, Vouch{Host: "go test", Valid: check(t, p.Checks())})
			if err != nil {
				t.Fatal(err)
			}
			a := o.Assertion(0)
			if a.Origin != testOrigin || !bytes.Equal(a.RPIDHash[:], c.authData[:32]) ||
				a.Synced != (c.authData[32]&flagBackupState != 0) {
				t.Errorf("assertion %+v", a)
			}
		})
	}
}

// loose returns a last base64 digit that differs only in bits that carry nothing.
func loose(digit byte) byte {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return digits[strings.IndexByte(digits, digit)|1]
}
