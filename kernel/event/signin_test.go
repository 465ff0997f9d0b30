package event

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func loginOf(person PersonID) *SignIn {
	return &SignIn{
		Production: ProductionID(strings.Repeat("ab", 16)), Person: person, Origin: testOrigin,
		Nonce: strings.Repeat("0f", 16), AtMS: 1_764_000_000_000,
	}
}

func TestSignIn(t *testing.T) {
	payload, err := EncodeSignIn(loginOf("h1"))
	if err != nil {
		t.Fatal(err)
	}
	h, act := newPen(t, "h1"), loadedBy(t)
	broken := h.passkey(t, SignInType, payload)
	broken.DER = broken.DER[1:]
	spaced := bytes.Replace(payload, []byte(`"v":1`), []byte(`"v": 1`), 1)
	for _, c := range []struct {
		name      string
		payload   []byte
		signature Signature
		want      error
		valid     bool
	}{
		{"a passkey", payload, h.passkey(t, SignInType, payload), nil, true},
		{"a software key", payload, h.plain(t, Software, SignInType, payload), nil, true},
		{"a device key", payload, h.plain(t, Device, SignInType, payload), ErrDeviceVerified, false},
		{"a signature of no kind", payload, Signature{}, ErrDeviceVerified, false},
		{"an act offered as a login", payload, h.passkey(t, PayloadType, act), ErrChallenge, false},
		{"this login signed as an act", payload, h.passkey(t, PayloadType, payload), ErrChallenge, false},
		{"a software act offered as a login", payload, h.plain(t, Software, PayloadType, payload), nil, false},
		{"an event as the payload", act, h.passkey(t, SignInType, act), nil, false},
		{"another spelling", spaced, h.passkey(t, SignInType, spaced), nil, false},
		{"text behind", append(bytes.Clone(payload), ' '), h.passkey(t, SignInType, payload), nil, false},
		{"too long", make([]byte, PayloadMax+1), h.passkey(t, SignInType, payload), ErrOversize, false},
		{"a signature that is none", payload, broken, ErrSignatureForm, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, a, todo, err := ParseSignIn(c.payload, c.signature)
			if c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if err != nil {
				if s != nil || c.valid {
					t.Fatal(err)
				}
				return
			}
			if got := check(t, []Check{todo})[0]; got != c.valid {
				t.Errorf("the signature verifies: %v", got)
			}
			if *s != *loginOf("h1") || todo.Key != h.pub || (a.Origin == testOrigin) != (c.signature.Kind == Passkey) {
				t.Errorf("the login says %+v %+v", s, a)
			}
		})
	}
}

func TestSignInRefusesBadFields(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*SignIn)
		field  string
	}{
		{"no person", func(s *SignIn) { s.Person = "" }, "person"},
		{"no nonce", func(s *SignIn) { s.Nonce = "" }, "nonce"},
		{"a nonce in capitals", func(s *SignIn) { s.Nonce = strings.Repeat("0F", 16) }, "nonce"},
		{"no origin", func(s *SignIn) { s.Origin = "" }, "origin"},
		{"an origin that is too long", func(s *SignIn) { s.Origin = strings.Repeat("a", TextMax+1) }, "origin"},
		{"an origin with a quote", func(s *SignIn) { s.Origin = `https://"` }, "origin"},
		{"no production", func(s *SignIn) { s.Production = "" }, "production"},
		{"a time beyond every reader", func(s *SignIn) { s.AtMS = IntMax + 1 }, "at"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := loginOf("h1")
			c.change(s)
			b, err := EncodeSignIn(s)
			wrong, ok := errors.AsType[*FieldError](err)
			if !ok || wrong.Field != c.field || b != nil {
				t.Errorf("got %s, %v", b, err)
			}
		})
	}
}
