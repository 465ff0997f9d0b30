package rules_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/proofhouse/proofhouse/rules"
)

// keyPair draws a key from a name.
func keyPair(t *testing.T, name string) (note.Signer, note.Verifier) {
	t.Helper()
	sum := sha256.Sum256([]byte(name))
	secret, public, err := note.GenerateKey(bytes.NewReader(bytes.Repeat(sum[:], 4)), name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, verifier
}

func TestASignatureSaysWhoPublishedWhichBytes(t *testing.T) {
	house, _ := rules.Find("house")
	other, _ := rules.Find("uk-hse")
	one, oneKey := keyPair(t, "authority.example/rules")
	two, twoKey := keyPair(t, "union.example/rules")
	sig, err := rules.Sign(house.Bytes, nil, one)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("proofhouse rule pack v1\nhouse\n2026-11-23\n%x\n", house.Digest())
	if !strings.HasPrefix(string(sig), want+"\n\u2014 authority.example/rules ") {
		t.Errorf("the note is\n%s", sig)
	}
	both, err := rules.Sign(house.Bytes, sig, two)
	if err != nil {
		t.Fatal(err)
	}
	names, err := rules.Signed(house.Bytes, both, oneKey, twoKey)
	slices.Sort(names)
	if err != nil || !slices.Equal(names, []string{"authority.example/rules", "union.example/rules"}) {
		t.Errorf("signed by %v: %v", names, err)
	}
	if names, err := rules.Signers(house.Bytes, both); err != nil || len(names) != 2 {
		t.Errorf("names under the note are %v: %v", names, err)
	}
	_, stranger := keyPair(t, "stranger.example/rules")
	changed := append(slices.Clone(house.Bytes), '\n')
	longer := slices.Concat(sig, bytes.Repeat([]byte("x"), rules.SignatureMax))
	for name, err := range map[string]error{
		"a key nobody gave":    second(rules.Signed(house.Bytes, sig, stranger)),
		"no key at all":        second(rules.Signed(house.Bytes, sig)),
		"one space more":       second(rules.Signed(changed, sig, oneKey)),
		"another pack":         second(rules.Signed(other.Bytes, sig, oneKey)),
		"names, another pack":  second(rules.Signers(other.Bytes, sig)),
		"another pack to sign": second(rules.Sign(other.Bytes, sig, two)),
		"no note":              second(rules.Signed(house.Bytes, []byte("house"), oneKey)),
		"names, no note":       second(rules.Signers(house.Bytes, []byte("house"))),
		"too long":             second(rules.Signed(house.Bytes, longer, oneKey)),
		"names, too long":      second(rules.Signers(house.Bytes, longer)),
	} {
		if !errors.Is(err, rules.ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := rules.Sign([]byte("{}"), nil, one); err == nil {
		t.Error("something that is no pack was signed")
	}
}

func second[T any](_ T, err error) error { return err }
