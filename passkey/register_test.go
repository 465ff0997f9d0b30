package passkey

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func begun(t testing.TB) Options {
	t.Helper()
	user := User{Handle: []byte("p17"), Name: "p17", Display: "Prop master"}
	o, err := Begin(testRP, testOrigin, user)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAPhoneRegistersAndThenSigns(t *testing.T) {
	v := mustVirtual(t, "phone")
	o := begun(t)
	credential, err := v.Register(o)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Finish(o, credential)
	if err != nil {
		t.Fatal(err)
	}
	if got.Key != v.Public() || !bytes.Equal(got.CredentialID, v.CredentialID()) ||
		got.AAGUID != VirtualAAGUID || got.Synced {
		t.Errorf("enrolled %+v", got)
	}
	p := parsed(t, sealed(t, payloadOf(t, 1, event.Verified), v))
	if p.Checks()[0].Key != got.Key || !Vouch(p).Valid[0] {
		t.Error("the enrolled key does not verify the phone's next act")
	}
}

func TestASyncedRegistrationSaysSo(t *testing.T) {
	v, err := NewVirtual([]byte("cloud"), testRP, testOrigin, true)
	if err != nil {
		t.Fatal(err)
	}
	o := begun(t)
	credential, err := v.Register(o)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Finish(o, credential)
	if err != nil || !got.Synced {
		t.Errorf("enrolled %+v, %v", got, err)
	}
}

func TestChallengesDiffer(t *testing.T) {
	first, second := begun(t), begun(t)
	if first.Challenge == second.Challenge {
		t.Error("one challenge was drawn twice")
	}
}

func TestOptionsAskForExactlyThis(t *testing.T) {
	o := begun(t)
	o.Challenge = [32]byte{1}
	raw, err := o.JSON()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"rp":{"id":"set.example","name":"set.example"},` +
		`"user":{"id":"cDE3","name":"p17","displayName":"Prop master"},` +
		`"challenge":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",` +
		`"pubKeyCredParams":[{"type":"public-key","alg":-7}],"timeout":300000,` +
		`"authenticatorSelection":{"residentKey":"preferred","requireResidentKey":false,` +
		`"userVerification":"required"},"attestation":"none"}`
	if string(raw) != want {
		t.Errorf("options = %s\nwant      %s", raw, want)
	}
}

func TestBeginRefuses(t *testing.T) {
	user := User{Handle: []byte("p17"), Name: "p17"}
	for _, c := range []struct {
		name, rp, origin string
		user             User
		want             error
	}{
		{"no relying party", "", testOrigin, user, ErrPage},
		{"a page of another host", testRP, "https://other.example", user, ErrPage},
		{"a host that only ends alike", testRP, "https://offset.example", user, ErrPage},
		{"an origin with a path", testRP, testOrigin + "/join", user, ErrPage},
		{"an origin with a user", testRP, "https://me@set.example", user, ErrPage},
		{"plain http away from this machine", testRP, "http://set.example", user, ErrPage},
		{"no handle", testRP, testOrigin, User{Name: "p17"}, ErrUser},
		{
			"a handle over the bound", testRP, testOrigin,
			User{Handle: make([]byte, HandleMax+1), Name: "p17"},
			ErrUser,
		},
		{"no name", testRP, testOrigin, User{Handle: []byte("p17")}, ErrUser},
		{
			"a name over the bound", testRP, testOrigin,
			User{Handle: []byte("p17"), Name: strings.Repeat("n", NameMax+1)},
			ErrUser,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Begin(c.rp, c.origin, c.user); !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
		})
	}
	for _, c := range []struct{ name, rp, origin string }{
		{"a subdomain", testRP, "https://unit2.set.example"},
		{"a port", testRP, "https://set.example:8470"},
		{"this machine", "localhost", "http://localhost:8470"},
	} {
		longest := User{Handle: make([]byte, HandleMax), Name: strings.Repeat("n", NameMax)}
		if _, err := Begin(c.rp, c.origin, longest); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// made is a registration in parts, so that a case can bend one of them.
type made struct {
	id, rawID []byte
	typ       string
	client    []byte
	auth      []byte
	object    func(auth []byte) []byte
}

func (m made) json(t testing.TB) []byte {
	t.Helper()
	text := base64.RawURLEncoding.EncodeToString
	b, err := json.Marshal(map[string]any{
		"id": text(m.id), "rawId": text(m.rawID), "type": m.typ,
		"response": map[string]any{
			"clientDataJSON": text(m.client), "attestationObject": text(m.object(m.auth)),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const credentialAt = 37 + 16 + 2 // Where the credential id begins in authenticator data.

func madeBy(t testing.TB, v *Virtual, o Options) made {
	t.Helper()
	client, err := clientData("webauthn.create", o.Challenge[:], v.origin)
	if err != nil {
		t.Fatal(err)
	}
	auth := append(v.authData(flagAttested), VirtualAAGUID[:]...)
	auth = binary.BigEndian.AppendUint16(auth, 32)
	auth = append(append(auth, v.CredentialID()...), coseKey(v.Public())...)
	return made{v.CredentialID(), v.CredentialID(), "public-key", client, auth, attestationNone}
}

func TestFinishRefuses(t *testing.T) {
	v := mustVirtual(t, "phone")
	replace := func(b *[]byte, old, new string) {
		if !bytes.Contains(*b, []byte(old)) {
			t.Fatalf("%q is not in %s", old, *b)
		}
		*b = bytes.Replace(*b, []byte(old), []byte(new), 1)
	}
	const key = credentialAt + 32 // Where the COSE key begins.
	for _, c := range []struct {
		name string
		want error
		bend func(*made)
	}{
		{"another origin", ErrOrigin, func(m *made) {
			replace(&m.client, testOrigin, "https://evil.example")
		}},
		{"the origin in capitals", ErrOrigin, func(m *made) {
			replace(&m.client, testOrigin, "https://SET.example")
		}},
		{"the origin with its default port", ErrOrigin, func(m *made) {
			replace(&m.client, testOrigin, testOrigin+":443")
		}},
		{"a subdomain of the origin", ErrOrigin, func(m *made) {
			replace(&m.client, "https://", "https://a.")
		}},
		{"asked from inside another page", ErrOrigin, func(m *made) {
			replace(&m.client, "false", "true")
		}},
		{"a top origin", ErrOrigin, func(m *made) {
			replace(&m.client, `"crossOrigin":false`, `"topOrigin":"https://evil.example"`)
		}},
		{"the answer to a login", ErrCeremony, func(m *made) {
			replace(&m.client, "webauthn.create", "webauthn.get")
		}},
		{"another challenge", ErrChallenge, func(m *made) {
			replace(&m.client, `"challenge":"`, `"challenge":"A`)
		}},
		{"another relying party", ErrRelyingParty, func(m *made) { m.auth[0] ^= 1 }},
		{"person not verified", ErrUnverified, func(m *made) { m.auth[32] &^= flagVerified }},
		{"person not present", ErrUnverified, func(m *made) { m.auth[32] &^= flagPresent }},
		{"backed up without being eligible", ErrCredential, func(m *made) {
			m.auth[32] |= flagBackedUp
		}},
		{"no attested key", ErrCredential, func(m *made) {
			m.auth = m.auth[:37]
			m.auth[32] &^= flagAttested
		}},
		{"an outer id that is not the attested one", ErrCredential, func(m *made) {
			m.id = []byte("someone else's")
			m.rawID = m.id
		}},
		{"id and raw id differ", ErrCredential, func(m *made) { m.rawID = []byte("other") }},
		{"not a public key", ErrCredential, func(m *made) { m.typ = "password" }},
		{"RS256 in place of ES256", ErrAlgorithm, func(m *made) {
			// {3: -257} takes two bytes more than {3: -7}.
			rest := bytes.Clone(m.auth[key+5:])
			m.auth = append(append(m.auth[:key+4], 0x39, 0x01, 0x00), rest...)
		}},
		{"EdDSA in place of ES256", ErrAlgorithm, func(m *made) { m.auth[key+4] = 0x27 }},
		{"another curve", ErrAlgorithm, func(m *made) { m.auth[key+6] = 0x02 }},
		{"another key type", ErrAlgorithm, func(m *made) { m.auth[key+2] = 0x01 }},
		{"a point off the curve", ErrAlgorithm, func(m *made) { m.auth[len(m.auth)-1] ^= 1 }},
		{"an attestation of a maker", ErrAttestation, func(m *made) {
			m.object = func(auth []byte) []byte {
				return bytes.Replace(attestationNone(auth), []byte("\x64none"), []byte("\x63tpm"), 1)
			}
		}},
		{"self attestation without its signature", ErrCredential, func(m *made) {
			m.object = func(auth []byte) []byte {
				return bytes.Replace(attestationNone(auth), []byte("\x64none"), []byte("\x66packed"), 1)
			}
		}},
		{"bytes after the attestation", ErrCredential, func(m *made) {
			m.object = func(auth []byte) []byte { return append(attestationNone(auth), 0) }
		}},
		{"bytes after the key", ErrCredential, func(m *made) { m.auth = append(m.auth, 0) }},
		{"client data that is not JSON", ErrCredential, func(m *made) { m.client = []byte("{") }},
		{"authenticator data cut short", ErrCredential, func(m *made) { m.auth = m.auth[:60] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := begun(t)
			m := madeBy(t, v, o)
			if _, err := Finish(o, m.json(t)); err != nil {
				t.Fatalf("unbent: %v", err)
			}
			c.bend(&m)
			got, err := Finish(o, m.json(t))
			if !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
			if !got.Key.IsZero() || got.CredentialID != nil {
				t.Errorf("a refused registration gave %+v", got)
			}
		})
	}
}

func TestFinishReadsSelfAttestation(t *testing.T) {
	v := mustVirtual(t, "phone")
	o := begun(t)
	m := madeBy(t, v, o)
	object := func(der []byte) func([]byte) []byte {
		return func(auth []byte) []byte {
			out := attestationNone(auth)
			statement := append([]byte{0xa2, 0x63, 'a', 'l', 'g', 0x26, 0x63, 's', 'i', 'g', 0x58},
				byte(len(der)))
			statement = append(statement, der...)
			out = bytes.Replace(out, []byte("\x64none"), []byte("\x66packed"), 1)
			return bytes.Replace(out, []byte("attStmt\xa0"), append([]byte("attStmt"), statement...), 1)
		}
	}
	sum := sha(m.client)
	der, err := signES256(v.private, append(bytes.Clone(m.auth), sum...))
	if err != nil {
		t.Fatal(err)
	}
	m.object = object(der)
	if got, err := Finish(o, m.json(t)); err != nil || got.Key != v.Public() {
		t.Errorf("enrolled %+v, %v", got, err)
	}
	foreign, err := signES256(mustVirtual(t, "other").private, append(bytes.Clone(m.auth), sum...))
	if err != nil {
		t.Fatal(err)
	}
	m.object = object(foreign)
	if _, err := Finish(o, m.json(t)); !errors.Is(err, ErrCredential) {
		t.Errorf("self attestation by another key: %v", err)
	}
}

func TestFinishHoldsItsBounds(t *testing.T) {
	v := mustVirtual(t, "phone")
	o := begun(t)
	credential, err := v.Register(o)
	if err != nil {
		t.Fatal(err)
	}
	pad := func(n int) []byte {
		return append(credential, bytes.Repeat([]byte(" "), n-len(credential))...)
	}
	for _, n := range []int{CredentialMax - 1, CredentialMax} {
		if _, err := Finish(o, pad(n)); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := Finish(o, pad(CredentialMax+1)); !errors.Is(err, ErrOversize) {
		t.Errorf("over the bound: %v", err)
	}
	nobodys := Options{RP: testRP, Origin: testOrigin}
	if _, err := Finish(nobodys, credential); !errors.Is(err, ErrChallenge) {
		t.Errorf("options nobody began: %v", err)
	}
	if _, err := Finish(o, append(credential, '{')); !errors.Is(err, ErrCredential) {
		t.Errorf("bytes after the answer: %v", err)
	}
}

func FuzzFinish(f *testing.F) {
	o := Options{RP: testRP, Origin: testOrigin, Challenge: [32]byte{1, 2, 3}}
	for _, seed := range []string{"phone", "other"} {
		m := madeBy(f, mustVirtual(f, seed), o)
		f.Add(m.json(f))
		m.auth = append(m.auth, 0)
		f.Add(m.json(f))
		m.auth = m.auth[:40]
		f.Add(m.json(f))
	}
	f.Add([]byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{}}`))
	f.Add([]byte(`{"response":{"attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA"}}`))
	f.Fuzz(func(t *testing.T, credential []byte) {
		got, err := Finish(o, credential)
		if err != nil {
			if !got.Key.IsZero() {
				t.Fatal("an error came with a key")
			}
			return
		}
		if _, err := event.ParseKey(got.Key.String()); err != nil {
			t.Fatalf("accepted a key the kernel refuses: %v", err)
		}
		if len(got.CredentialID) == 0 || len(got.CredentialID) > credentialIDMax {
			t.Fatalf("accepted a credential id of %d bytes", len(got.CredentialID))
		}
	})
}

func sha(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}
