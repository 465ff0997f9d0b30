package passkey

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func TestASeedGivesOneKeyForEver(t *testing.T) {
	// SHA-256("h1" and four zero bytes) lies in the group, so it is the scalar.
	k := mustKey(t, event.Software, "h1")
	scalar, err := k.Scalar()
	if err != nil {
		t.Fatal(err)
	}
	const want = "01a8cf49e442364fa7fc88bb3e9b081fcda1c985709f8f3e2fae04925555a79d"
	if got := hex.EncodeToString(scalar[:]); got != want {
		t.Errorf("scalar = %s, want %s", got, want)
	}
	if mustKey(t, event.Device, "h1").Public() != k.Public() {
		t.Error("kind changes the key")
	}
	if mustKey(t, event.Software, "h2").Public() == k.Public() {
		t.Error("two seeds give one key")
	}
	back, err := KeyFromScalar(event.Software, scalar)
	if err != nil || back.Public() != k.Public() {
		t.Errorf("restored key differs: %v", err)
	}
}

func TestASignatureOfAStoryRepeats(t *testing.T) {
	payload := payloadOf(t, 1, event.Session)
	for name, s := range map[string]Signer{
		"key": mustKey(t, event.Device, "d1"), "passkey": mustVirtual(t, "p1"),
	} {
		first, err := s.Sign(event.PayloadType, payload)
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.Sign(event.PayloadType, payload)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.DER, second.DER) {
			t.Errorf("%s: two signatures over one payload differ", name)
		}
		if first.Key != s.Public() {
			t.Errorf("%s: the signature names another key", name)
		}
	}
}

func TestManySignaturesAllHaveLowS(t *testing.T) {
	k := mustKey(t, event.Device, "d1")
	for i := range 64 {
		sig, err := k.Sign(event.PayloadType, payloadOf(t, i, event.Session))
		if err != nil {
			t.Fatal(err)
		}
		low, err := event.LowS(sig.DER)
		if err != nil || !bytes.Equal(low, sig.DER) {
			t.Fatalf("signature %d: %x, %v", i, sig.DER, err)
		}
	}
}

func TestDrawnKeysDiffer(t *testing.T) {
	a, err := Generate(event.Device)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Generate(event.Device)
	if err != nil {
		t.Fatal(err)
	}
	if a.Public() == b.Public() {
		t.Error("one key was drawn twice")
	}
}

func TestNoKeyFrom(t *testing.T) {
	order, _ := new(big.Int).SetString(
		"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)
	for _, c := range []struct {
		name string
		make func() error
		want error
	}{
		{"an empty seed", func() error { _, err := KeyFromSeed(event.Device, nil); return err }, ErrSeed},
		{"a seed over the bound", func() error {
			_, err := KeyFromSeed(event.Device, make([]byte, SeedMax+1))
			return err
		}, ErrSeed},
		{"a passkey's kind", func() error {
			_, err := KeyFromSeed(event.Passkey, []byte("x"))
			return err
		}, ErrKind},
		{"no kind", func() error { _, err := Generate(event.NoSignature); return err }, ErrKind},
		{"scalar zero", func() error {
			_, err := KeyFromScalar(event.Device, [ScalarSize]byte{})
			return err
		}, ErrScalar},
		{"the group order", func() error {
			_, err := KeyFromScalar(event.Device, [ScalarSize]byte(order.Bytes()))
			return err
		}, ErrScalar},
		{"a passkey on a page of nobody", func() error {
			_, err := NewVirtual([]byte("x"), testRP, "https://other.example", false)
			return err
		}, ErrPage},
		{"a passkey with an empty seed", func() error {
			_, err := NewVirtual(nil, testRP, testOrigin, false)
			return err
		}, ErrSeed},
		{"the zero key", func() error {
			_, err := Key{}.Sign(event.PayloadType, []byte("x"))
			return err
		}, ErrScalar},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.make(); !errors.Is(err, c.want) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
		})
	}
	if _, err := KeyFromSeed(event.Device, make([]byte, SeedMax)); err != nil {
		t.Errorf("a seed at the bound: %v", err)
	}
}

func TestASecretNeverPrintsItself(t *testing.T) {
	k, v := mustKey(t, event.Device, "quiet"), mustVirtual(t, "quiet")
	scalar, err := k.Scalar()
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal([]any{k, &k, v, *v})
	if err != nil {
		t.Fatal(err)
	}
	said := string(asJSON)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		said += fmt.Sprintf(verb, k) + fmt.Sprintf(verb, &k) + fmt.Sprintf(verb, v)
	}
	for _, secret := range []string{
		hex.EncodeToString(scalar[:]),
		new(big.Int).SetBytes(scalar[:]).String(),
		strings.Trim(fmt.Sprint(scalar[:]), "[]"),
	} {
		if strings.Contains(said, secret) {
			t.Errorf("the scalar is in %s", said)
		}
	}
}
