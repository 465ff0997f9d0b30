package passkey

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-webauthn/webauthn/protocol"

	"github.com/proofhouse/proofhouse/kernel/event"
)

const (
	testRP     = "set.example"
	testOrigin = "https://set.example"
)

func mustVirtual(t testing.TB, seed string) *Virtual {
	t.Helper()
	v, err := NewVirtual([]byte(seed), testRP, testOrigin, false)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func mustKey(t testing.TB, kind event.SignatureKind, seed string) Key {
	t.Helper()
	k, err := KeyFromSeed(kind, []byte(seed))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// payloadOf is a STOP said by as many people as there are signers.
func payloadOf(t testing.TB, n int, hows ...event.Assurance) []byte {
	t.Helper()
	e := &event.Event{
		Kind: event.KindStopCalled, Production: event.ProductionID(strings.Repeat("ab", 16)),
		Nonce: fmt.Sprintf("%032x", n), AtMS: 1_764_000_000_000,
		Body: &event.StopCalled{Unit: "main"},
	}
	for i, how := range hows {
		e.Signers = append(e.Signers, event.Signer{
			Person: event.PersonID(fmt.Sprintf("p%d", i+1)), Role: event.Crew, How: how,
		})
	}
	b, err := event.Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sealed(t testing.TB, payload []byte, signers ...Signer) []byte {
	t.Helper()
	var list []event.Signature
	for _, s := range signers {
		sig, err := s.Sign(event.PayloadType, payload)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, sig)
	}
	entry, err := event.Seal(payload, list)
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

func parsed(t testing.TB, entry []byte) *event.Parsed {
	t.Helper()
	p, err := event.Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryKindOfSignerIsVouchedFor(t *testing.T) {
	entry := sealed(t, payloadOf(t, 1, event.Verified, event.Session, event.Session),
		mustVirtual(t, "phone"), mustKey(t, event.Device, "device"), mustKey(t, event.Software, "demo"))
	p := parsed(t, entry)
	v := Vouch(p)
	if !slices.Equal(v.Valid, []bool{true, true, true}) {
		t.Fatalf("valid = %v", v.Valid)
	}
	if !strings.HasPrefix(v.Host, "go1.") || !strings.HasSuffix(v.Host, " crypto/ecdsa") {
		t.Errorf("host = %q", v.Host)
	}
	opened, err := event.Open(p, v)
	if err != nil {
		t.Fatal(err)
	}
	a := opened.Assertion(0)
	if a.Origin != testOrigin || a.RPIDHash != sha256.Sum256([]byte(testRP)) || a.Synced {
		t.Errorf("assertion says %+v", a)
	}
}

func TestASyncedPasskeySaysSo(t *testing.T) {
	v, err := NewVirtual([]byte("cloud"), testRP, testOrigin, true)
	if err != nil {
		t.Fatal(err)
	}
	p := parsed(t, sealed(t, payloadOf(t, 1, event.Verified), v))
	opened, err := event.Open(p, Vouch(p))
	if err != nil {
		t.Fatal(err)
	}
	if !opened.Assertion(0).Synced {
		t.Error("the backup state is lost")
	}
}

func TestOneForeignSignatureIsNamed(t *testing.T) {
	payload := payloadOf(t, 1, event.Verified, event.Session)
	device := mustKey(t, event.Device, "device")
	mine, err := mustVirtual(t, "phone").Sign(event.PayloadType, payload)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := device.Sign(event.PayloadType, payloadOf(t, 2, event.Verified, event.Session))
	if err != nil {
		t.Fatal(err)
	}
	entry, err := event.Seal(payload, []event.Signature{mine, theirs})
	if err != nil {
		t.Fatal(err)
	}
	p := parsed(t, entry)
	v := Vouch(p)
	if !slices.Equal(v.Valid, []bool{true, false}) {
		t.Fatalf("valid = %v", v.Valid)
	}
	_, err = event.Open(p, v)
	if e, ok := errors.AsType[*event.SignatureError](err); !ok || e.Person != "p2" {
		t.Errorf("error = %v", err)
	}
}

func TestCheckRefuses(t *testing.T) {
	genuine := func() event.Check {
		c := parsed(t, sealed(t, payloadOf(t, 7, event.Verified), mustVirtual(t, "phone"))).Checks()[0]
		return event.Check{Key: c.Key, Message: bytes.Clone(c.Message), DER: bytes.Clone(c.DER)}
	}
	if !Check(genuine()) {
		t.Fatal("the genuine signature does not verify")
	}
	for _, c := range []struct {
		name   string
		change func(*event.Check)
	}{
		{"one bit of the message", func(c *event.Check) { c.Message[40] ^= 1 }},
		{"one bit of the authenticator flags", func(c *event.Check) { c.Message[32] ^= 1 << 3 }},
		{"a message cut short", func(c *event.Check) { c.Message = c.Message[:len(c.Message)-1] }},
		{"no message", func(c *event.Check) { c.Message = nil }},
		{"one bit of the signature", func(c *event.Check) { c.DER[20] ^= 1 }},
		{"no signature", func(c *event.Check) { c.DER = nil }},
		{"a trailing byte", func(c *event.Check) { c.DER = append(c.DER, 0) }},
		{"another person's key", func(c *event.Check) { c.Key = mustVirtual(t, "other").Public() }},
		{"a point off the curve", func(c *event.Check) { c.Key[64] ^= 1 }},
		{"the zero key", func(c *event.Check) { c.Key = event.PublicKey{} }},
		{"the point with both coordinates zero", func(c *event.Check) {
			c.Key = event.PublicKey{4}
		}},
		{"a compressed prefix", func(c *event.Check) { c.Key[0] = 2 }},
		{"high S", func(c *event.Check) { c.DER = highS(t, c.DER) }},
		{"an integer with a needless zero", func(c *event.Check) { c.DER = padded(c.DER) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			check := genuine()
			c.change(&check)
			if Check(check) {
				t.Error("accepted")
			}
		})
	}
}

// highS returns the other signature that plain ECDSA accepts for the same message: S becomes n - S.
func highS(t testing.TB, der []byte) []byte {
	t.Helper()
	raw, err := event.RawFromDER(der)
	if err != nil {
		t.Fatal(err)
	}
	s := new(big.Int).Sub(elliptic.P256().Params().N, new(big.Int).SetBytes(raw[32:]))
	integer := func(v []byte) []byte {
		v = bytes.TrimLeft(v, "\x00")
		if v[0] >= 0x80 {
			v = append([]byte{0}, v...)
		}
		return append([]byte{2, byte(len(v))}, v...)
	}
	body := append(integer(raw[:32]), integer(s.Bytes())...)
	return append([]byte{0x30, byte(len(body))}, body...)
}

func padded(der []byte) []byte {
	out := append([]byte{0x30, der[1] + 1, 2, der[3] + 1, 0}, der[4:]...)
	return out
}

func TestPlainECDSAWouldAcceptTheHighS(t *testing.T) {
	c := parsed(t, sealed(t, payloadOf(t, 7, event.Verified), mustVirtual(t, "phone"))).Checks()[0]
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), c.Key[:])
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(c.Message)
	if !ecdsa.VerifyASN1(key, digest[:], highS(t, c.DER)) {
		t.Error("the twin signature is not one, so refusing it shows nothing")
	}
}

// libraryVerifies asks go-webauthn about an assertion for a payload.
func libraryVerifies(t testing.TB, v *Virtual, sig event.Signature, payload []byte) bool {
	t.Helper()
	text := base64.RawURLEncoding.EncodeToString
	answer, err := json.Marshal(map[string]any{
		"id": text(v.CredentialID()), "rawId": text(v.CredentialID()), "type": "public-key",
		"response": map[string]any{
			"clientDataJSON": text(sig.ClientData), "authenticatorData": text(sig.AuthData),
			"signature": text(sig.DER),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	read, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return false
	}
	challenge := event.Challenge(event.PayloadType, payload)
	return read.Verify(text(challenge[:]), testRP, "", []string{testOrigin}, nil, nil,
		protocol.TopOriginExplicitVerificationMode, false, true, true, coseKey(v.Public()),
		protocol.SignaturePolicy{}) == nil
}

// oursVerifies asks the kernel and this package about the same assertion.
func oursVerifies(sig event.Signature, payload []byte) bool {
	entry, err := event.Seal(payload, []event.Signature{sig})
	if err != nil {
		return false
	}
	p, err := event.Parse(entry)
	if err != nil {
		return false
	}
	_, err = event.Open(p, Vouch(p))
	return err == nil
}

func TestOwnVerifierAgreesWithTheLibrary(t *testing.T) {
	v := mustVirtual(t, "phone")
	payload := payloadOf(t, 3, event.Verified)
	for _, c := range []struct {
		name   string
		want   bool
		change func(s *event.Signature, payload *[]byte)
	}{
		{"genuine", true, func(*event.Signature, *[]byte) {}},
		{"another payload", false, func(_ *event.Signature, p *[]byte) {
			*p = payloadOf(t, 4, event.Verified)
		}},
		{"person not verified", false, func(s *event.Signature, _ *[]byte) {
			s.AuthData[32] &^= flagVerified
		}},
		{"person not present", false, func(s *event.Signature, _ *[]byte) {
			s.AuthData[32] &^= flagPresent
		}},
		{"counter changed", false, func(s *event.Signature, _ *[]byte) { s.AuthData[36] = 9 }},
		{"type of a registration", false, func(s *event.Signature, _ *[]byte) {
			s.ClientData = bytes.Replace(s.ClientData, []byte(".get"), []byte(".create"), 1)
		}},
		{"asked from inside another page", false, func(s *event.Signature, _ *[]byte) {
			s.ClientData = bytes.Replace(s.ClientData, []byte("false"), []byte("true"), 1)
		}},
		{"client data with a space added", false, func(s *event.Signature, _ *[]byte) {
			s.ClientData = append(s.ClientData, ' ')
		}},
		{"signature of another key", false, func(s *event.Signature, _ *[]byte) {
			other, err := mustVirtual(t, "other").Sign(event.PayloadType, payload)
			if err != nil {
				t.Fatal(err)
			}
			s.DER = other.DER
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sig, err := v.Sign(event.PayloadType, payload)
			if err != nil {
				t.Fatal(err)
			}
			about := payload
			c.change(&sig, &about)
			if got := oursVerifies(sig, about); got != c.want {
				t.Errorf("ours = %v, want %v", got, c.want)
			}
			if got := libraryVerifies(t, v, sig, about); got != c.want {
				t.Errorf("library = %v, want %v", got, c.want)
			}
		})
	}
}

func TestALoginIsNoAct(t *testing.T) {
	v := mustVirtual(t, "phone")
	payload := payloadOf(t, 3, event.Verified)
	login, err := v.Sign(event.SignInType, payload)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := event.Seal(payload, []event.Signature{login}); !errors.Is(err, event.ErrChallenge) {
		t.Errorf("error = %v, want %v", err, event.ErrChallenge)
	}
}

// entriesOf is n entries, every fifth of which carries a signature over something else.
func entriesOf(t testing.TB, n int) [][]byte {
	t.Helper()
	device := mustKey(t, event.Device, "device")
	list := make([][]byte, n)
	for i := range list {
		payload := payloadOf(t, i, event.Session)
		signed := payload
		if i%5 == 4 {
			signed = payloadOf(t, i+1, event.Session)
		}
		sig, err := device.Sign(event.PayloadType, signed)
		if err != nil {
			t.Fatal(err)
		}
		if list[i], err = event.Seal(payload, []event.Signature{sig}); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func parsedSeq(t testing.TB, entries [][]byte) iter.Seq[*event.Parsed] {
	return func(yield func(*event.Parsed) bool) {
		for _, e := range entries {
			if !yield(parsed(t, e)) {
				return
			}
		}
	}
}

func TestManyCoresSayWhatOneSays(t *testing.T) {
	all := entriesOf(t, 2*batchEntries*batchesPerWorker+1)
	for _, n := range []int{0, 1, batchEntries - 1, batchEntries, batchEntries + 1, len(all)} {
		for _, workers := range []int{-1, 1, 2, workersMax + 1} {
			i := 0
			for p, v := range VouchAll(parsedSeq(t, all[:n]), workers) {
				if p.ID() != parsed(t, all[i]).ID() {
					t.Fatalf("%d entries, %d workers: entry %d out of order", n, workers, i)
				}
				if want := i%5 != 4; len(v.Valid) != 1 || v.Valid[0] != want || v.Host == "" {
					t.Fatalf("%d entries, %d workers: entry %d vouched %+v", n, workers, i, v)
				}
				i++
			}
			if i != n {
				t.Fatalf("%d workers: %d of %d entries", workers, i, n)
			}
		}
	}
}

func TestOpenAllNamesTheEntryThatMayNotBeOpened(t *testing.T) {
	entries := append(entriesOf(t, 6), []byte("no entry"))
	i := 0
	for opened, err := range OpenAll(slices.Values(entries), 2) {
		wrong := i == 4 || i == 6
		if (err != nil) != wrong || opened.Valid() == wrong {
			t.Errorf("entry %d: opened %v, error %v", i, opened.Valid(), err)
		}
		i++
	}
	if i != len(entries) {
		t.Errorf("%d of %d entries", i, len(entries))
	}
}

func TestAReaderWhoLeavesEarlyLeavesNothingRunning(t *testing.T) {
	entries := entriesOf(t, batchEntries*batchesPerWorker+7)
	synctest.Test(t, func(t *testing.T) { // The bubble ends only when every goroutine has.
		for range OpenAll(slices.Values(entries), 1) {
			break
		}
	})
}

func FuzzCheck(f *testing.F) {
	c := parsed(f, sealed(f, payloadOf(f, 7, event.Verified), mustVirtual(f, "phone"))).Checks()[0]
	f.Add(c.Key[:], c.Message, c.DER)
	f.Add(c.Key[:], c.Message, highS(f, c.DER))
	f.Add([]byte{4}, []byte{}, []byte{0x30, 6, 2, 1, 1, 2, 1, 1})
	f.Fuzz(func(t *testing.T, key, message, der []byte) {
		var k event.PublicKey
		copy(k[:], key)
		if !Check(event.Check{Key: k, Message: message, DER: der}) {
			return
		}
		point, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), k[:])
		if err != nil {
			t.Fatalf("accepted a key the curve refuses: %v", err)
		}
		digest := sha256.Sum256(message)
		if !ecdsa.VerifyASN1(point, digest[:], der) {
			t.Fatal("accepted what crypto/ecdsa refuses")
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	c := parsed(b, sealed(b, payloadOf(b, 7, event.Verified), mustVirtual(b, "phone"))).Checks()[0]
	for b.Loop() {
		if !Check(c) {
			b.Fatal("refused")
		}
	}
}
