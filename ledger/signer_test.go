package ledger_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

func secret(t testing.TB) ledger.Secret {
	t.Helper()
	s, err := ledger.GenerateSecret(rand.NewChaCha8([32]byte{7}), "ledger.example/p/1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSecretGoesRound(t *testing.T) {
	s := secret(t)
	again, err := ledger.ParseSecret(s.Reveal())
	if err != nil || !bytes.Equal(again.Reveal(), s.Reveal()) {
		t.Fatalf("read back: %v", err)
	}
	a, err := ledger.NewSigner(s)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ledger.NewSigner(again)
	if err != nil || a.Keys() != b.Keys() || a.Origin() != "ledger.example/p/1" {
		t.Errorf("keys %v and %v, %v", a.Keys(), b.Keys(), err)
	}
	if err := a.Keys().Check(a.Origin()); err != nil {
		t.Error(err)
	}
	if _, err := ledger.NewSigner(ledger.Secret{}); !errors.Is(err, ledger.ErrSecret) {
		t.Errorf("signer of nothing: %v", err)
	}
}

// Whatever somebody prints by mistake, no seed and no private key comes out.
func TestSecretsDoNotPrint(t *testing.T) {
	s := secret(t)
	signer, err := ledger.NewSigner(s)
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	for _, v := range []any{
		s, &s, signer, *signer,
		[]ledger.Secret{s},
		ledger.Config{Signer: signer},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
			fmt.Fprintf(&printed, verb, v)
		}
		if data, err := json.Marshal(v); err == nil {
			printed.Write(data)
		}
	}
	lines := strings.Split(string(s.Reveal()), "\n")
	for _, line := range lines[2:4] {
		_, seed, _ := strings.Cut(line, " ")
		raw := decode(t, seed)
		for _, form := range []string{seed, fmt.Sprintf("%x", raw[:8]), fmt.Sprint(raw[:8])} {
			if strings.Contains(printed.String(), strings.Trim(form, "[]")) {
				t.Errorf("%s was printed", form)
			}
		}
	}
}

func decode(t *testing.T, seed string) []byte {
	t.Helper()
	var raw []byte
	if err := json.Unmarshal([]byte(`"`+seed+`"`), &raw); err != nil || len(raw) != 32 {
		t.Fatalf("seed of %d bytes: %v", len(raw), err)
	}
	return raw
}

func TestParseSecretRefuses(t *testing.T) {
	good := string(secret(t).Reveal())
	line := strings.Split(good, "\n")
	for _, c := range []struct{ name, text string }{
		{"empty", ""},
		{"another format", strings.Replace(good, "key 1", "key 2", 1)},
		{"no origin", strings.Replace(good, line[1]+"\n", "", 1)},
		{"origin with a space", strings.Replace(good, "/p/1", " /p/1", 1)},
		{"origin without room for the clock", strings.Replace(good, "/p/1",
			strings.Repeat("p", proof.NameMax-14-len(proof.ClockSuffix)+1), 1)},
		{"no clock", strings.Replace(good, line[3]+"\n", "", 1)},
		{"one seed twice", strings.Replace(good, line[3], "clock "+strings.TrimPrefix(line[2], "log "), 1)},
		{"short seed", strings.Replace(good, line[2], "log AAAA", 1)},
		{"not base64", strings.Replace(good, line[2], "log "+strings.Repeat("!", 44), 1)},
		{"a line more", good + "\n"},
		{"no last newline", strings.TrimSuffix(good, "\n")},
		{"very long", good + strings.Repeat("a", 1024)},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ledger.ParseSecret([]byte(c.text))
			if !errors.Is(err, ledger.ErrSecret) {
				t.Fatalf("got %v", err)
			}
			for _, l := range line[2:4] {
				if strings.Contains(err.Error(), l[8:20]) {
					t.Errorf("the error quotes a seed: %v", err)
				}
			}
		})
	}
	if _, err := ledger.GenerateSecret(strings.NewReader("too short"), "a"); err == nil {
		t.Error("a source that ends gave a key")
	}
	if _, err := ledger.GenerateSecret(rand.NewChaCha8([32]byte{}), "a b"); err == nil {
		t.Error("an origin with a space got a key")
	}
}

func FuzzParseSecret(f *testing.F) {
	f.Add(secret(f).Reveal())
	f.Add([]byte("proofhouse ledger key 1\norigin a\nlog AAAA\nclock AAAA\n"))
	f.Add([]byte("proofhouse ledger key 1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ledger.ParseSecret(text)
		if err != nil {
			return
		}
		if !bytes.Equal(s.Reveal(), text) {
			t.Errorf("%q is written again as something else", text)
		}
		if _, err := ledger.NewSigner(s); err != nil {
			t.Errorf("%q is accepted and cannot sign: %v", text, err)
		}
	})
}
