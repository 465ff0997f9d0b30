package proof_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// The key and the note printed in C2SP signed-note, section Verifier keys.
const (
	specKey  = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
	specNote = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6Tf" +
		"Xppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

func TestSpecificationExampleVerifies(t *testing.T) {
	k, err := proof.ParseVerifierKey(specKey)
	if err != nil {
		t.Fatal(err)
	}
	if k.Name != "example.com/foo" || k.ID() != 0x530d903a || k.String() != specKey {
		t.Errorf("read as %q %08x %s", k.Name, k.ID(), k)
	}
	if _, _, err := proof.OpenNote([]byte(specNote), k); err != nil {
		t.Errorf("the note of the specification: %v", err)
	}
	changed := strings.Replace(specNote, "example message", "example massage", 1)
	if _, _, err := proof.OpenNote([]byte(changed), k); err == nil {
		t.Error("a changed note was accepted")
	}
}

func TestKeysAgreeWithTheNoteLibrary(t *testing.T) {
	n := newNotary(t, origin, "a")
	want, err := note.NewEd25519VerifierKey(origin, n.log.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	if got := n.keys.Log.String(); got != want {
		t.Errorf("log key is written %s, the library writes %s", got, want)
	}
	again, err := proof.ParseVerifierKey(n.keys.Clock.String())
	if err != nil || again != n.keys.Clock {
		t.Errorf("clock key read back as %v, %v", again, err)
	}
}

func TestParseVerifierKeyRefuses(t *testing.T) {
	for _, c := range []struct{ name, key string }{
		{"empty", ""},
		{"only a name", "example.com/foo"},
		{"no key", "example.com/foo+530d903a"},
		{"empty name", strings.Replace(specKey, "example.com/foo", "", 1)},
		{"space in the name", strings.Replace(specKey, "example.com/foo", "example.com foo", 1)},
		{"wide space in the name", strings.Replace(specKey, "/foo", "\u2003foo", 1)},
		{"another id", strings.Replace(specKey, "530d903a", "530d903b", 1)},
		{"id in capitals", strings.Replace(specKey, "530d903a", "530D903A", 1)},
		{"id of five bytes", strings.Replace(specKey, "530d903a", "00530d903a", 1)},
		{"unknown signature type", strings.Replace(specKey, "+Aeky", "+Beky", 1)},
		{"short key", specKey[:len(specKey)-4]},
		{"line break in the key", specKey[:40] + "\n" + specKey[40:]},
		{"something behind the key", specKey + "+"},
		{"very long name", strings.Repeat("n", proof.NameMax+1) + specKey[15:]},
	} {
		t.Run(c.name, func(t *testing.T) {
			if k, err := proof.ParseVerifierKey(c.key); err == nil {
				t.Errorf("read as %v", k)
			}
		})
	}
}

func TestCheckNameBounds(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		ok   bool
	}{
		{"one letter", "a", true},
		{"longest", strings.Repeat("a", proof.NameMax), true},
		{"one too long", strings.Repeat("a", proof.NameMax+1), false},
		{"empty", "", false},
		{"plus", "a+b", false},
		{"leading space", " a", false},
		{"trailing space", "a ", false},
		{"tab", "a\tb", false},
		{"no-break space", "a\u00a0b", false},
		{"control character", "a\x01b", false},
		{"delete character", "a\x7fb", false},
		{"not UTF-8", "a\xff", false},
		{"letters outside ASCII", "ledger.example/plató", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := proof.CheckName(c.text); (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A key of small order lets anybody sign: R is the identity and S is zero. The test forges until it
// succeeds, which shows that each key in the list is one, and then that we refuse it.
func TestKeysOfSmallOrderAreRefused(t *testing.T) {
	identity := make([]byte, 32)
	identity[0] = 1
	forged := append(identity, make([]byte, 32)...)
	for _, y := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000080",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		key, err := hex.DecodeString(y)
		if err != nil {
			t.Fatal(err)
		}
		accepted := false
		for i := 0; i < 200 && !accepted; i++ {
			accepted = ed25519.Verify(key, fmt.Append(nil, i), forged)
		}
		if !accepted {
			t.Errorf("%s: no forgery in 200 tries, so it does not belong into this list", y)
		}
		_, err = proof.NewVerifierKey("a", proof.LogSignature, key)
		if !errors.Is(err, proof.ErrKey) {
			t.Errorf("%s: got %v", y, err)
		}
	}
}

func TestKeysWithTwoSpellingsAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, y string
		ok      bool
	}{
		{"field prime", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
		{"field prime and two", "efffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", false},
		{"largest", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false},
		{"just below, another byte", "edfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe7f", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			key, err := hex.DecodeString(c.y)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := proof.NewVerifierKey("a", proof.LogSignature, key); (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestKeysOfAnotherLedgerAreRefused(t *testing.T) {
	n := newNotary(t, origin, "a")
	other := newNotary(t, "other.example", "b")
	for _, c := range []struct {
		name string
		keys proof.Keys
		ok   bool
	}{
		{"its own", n.keys, true},
		{"none", proof.Keys{}, false},
		{"swapped", proof.Keys{Log: n.keys.Clock, Clock: n.keys.Log}, false},
		{"clock of another", proof.Keys{Log: n.keys.Log, Clock: other.keys.Clock}, false},
		{"log of another", proof.Keys{Log: other.keys.Log, Clock: n.keys.Clock}, false},
		{"one key for both", proof.Keys{Log: n.keys.Log, Clock: proof.VerifierKey{
			Name: n.keys.Clock.Name, Algorithm: proof.TimedCosignature, Public: n.keys.Log.Public,
		}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.keys.Check(origin); (err == nil) != c.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzParseVerifierKey(f *testing.F) {
	f.Add(specKey)
	f.Add(newNotary(f, origin, "a").keys.Clock.String())
	f.Add("a+00000000+AA==")
	f.Add("++")
	f.Fuzz(func(t *testing.T, s string) {
		k, err := proof.ParseVerifierKey(s)
		if err == nil && k.String() != s {
			t.Errorf("%q is written again as %q", s, k)
		}
	})
}
