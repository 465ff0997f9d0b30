package event

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the seeds and the tables of docs/spec/events.md anew")

// seeds are the committed inputs each fuzz target begins with: one for every kind, and the shapes
// that tell good from bad.
func seeds(t testing.TB) map[string][][]byte {
	t.Helper()
	all := map[string][][]byte{}
	for _, k := range Kinds() {
		m := newMaker(uint64(k))
		m.full = true
		draft := m.draft(k)
		all["FuzzDecode"] = append(all["FuzzDecode"], encode(t, compose(t, spell(nil, draft))))
		all["FuzzCompose"] = append(all["FuzzCompose"], []byte(spell(m, draft)))
	}
	payload := loadedBy(t)
	h, w := newPen(t, "h1"), newPen(t, "w1")
	passkeys := []Signature{lowered(t, h.passkey(t, PayloadType, payload)), lowered(t, w.passkey(t, PayloadType, payload))}
	software := []Signature{lowered(t, h.plain(t, Software, PayloadType, payload)), passkeys[1]}
	all["FuzzParse"] = [][]byte{
		layout(payload, passkeys), layout(payload, software), layout(payload, nil), layout(payload, passkeys[:1]),
	}
	der := passkeys[0].DER
	all["FuzzLowS"] = [][]byte{
		der, raised(t, der), padded(der), toDER(t, big.NewInt(1), half()), toDER(t, big.NewInt(1), new(big.Int)),
	}
	client := clientData(PayloadType, payload)
	all["FuzzAssertion"] = [][]byte{
		append(authData(), client...), append(authData(), bytes.Replace(client, []byte("false"), []byte("true"), 1)...),
		append(authData(), `{"type":"webauthn.get"}`...),
	}
	login, err := EncodeSignIn(loginOf("h1"))
	if err != nil {
		t.Fatal(err)
	}
	all["FuzzSignIn"] = [][]byte{login, append(bytes.Clone(login), ' '), payload}
	return all
}

// The committed seeds are what the code makes, so that a new kind comes with its seed.
func TestSeedsAreCommitted(t *testing.T) {
	for target, inputs := range seeds(t) {
		dir := filepath.Join("testdata", "fuzz", target)
		for i, input := range inputs {
			name := filepath.Join(dir, fmt.Sprintf("seed-%02d", i))
			want := fmt.Sprintf("go test fuzz v1\n[]byte(%q)\n", input)
			if *update {
				if err := os.MkdirAll(dir, 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := os.ReadFile(name); err != nil || string(got) != want {
				t.Errorf("%s is not current (%v): run go test ./kernel/event -update", name, err)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := Decode(payload)
		if err != nil {
			if e != nil {
				t.Fatal("an event beside an error")
			}
			return
		}
		if again := encode(t, e); !bytes.Equal(payload, again) {
			t.Fatalf("a second spelling\n%s\n%s", payload, again)
		}
		if !json.Valid(payload) {
			t.Fatalf("not JSON: %s", payload)
		}
	})
}

func FuzzCompose(f *testing.F) {
	f.Fuzz(func(t *testing.T, draft []byte) {
		e, err := Compose(draft)
		if err != nil {
			return
		}
		if !json.Valid(draft) {
			t.Fatalf("not JSON: %s", draft)
		}
		e.Links = nil
		for _, o := range Objects(e.Body) {
			e.Links = append(e.Links, Link{Object: o})
		}
		b, err := Encode(e)
		if err != nil {
			return // What only Encode knows: size, and facts about several fields.
		}
		again, err := Compose(encode(t, decode(t, b)))
		if err != nil || !bytes.Equal(b, encode(t, again)) {
			t.Fatalf("composing %s again: %v", b, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, entry []byte) {
		p, err := Parse(entry)
		if err != nil {
			return
		}
		if again := layout(p.Payload(), p.Signatures()); !bytes.Equal(entry, again) {
			t.Fatalf("a second layout\n%x\n%x", entry, again)
		}
		if sealed, err := Seal(p.Payload(), p.Signatures()); err != nil || !bytes.Equal(entry, sealed) {
			t.Fatalf("sealing again: %v", err)
		}
		if len(p.Checks()) != len(p.Event().Signers) || len(p.Checks()) == 0 {
			t.Fatalf("%d checks for %d signers", len(p.Checks()), len(p.Event().Signers))
		}
		if o, err := Open(p, Vouch{Host: "fuzz", Valid: make([]bool, len(p.Checks()))}); err == nil || o.Valid() {
			t.Fatal("opened without a valid signature")
		}
	})
}

func FuzzLowS(f *testing.F) {
	f.Fuzz(func(t *testing.T, der []byte) {
		low, err := LowS(der)
		if err != nil {
			return
		}
		before, after := fromDER(t, der), fromDER(t, low)
		flipped := new(big.Int).Sub(n, before.S)
		if before.R.Cmp(after.R) != 0 || after.S.Cmp(before.S) != 0 && after.S.Cmp(flipped) != 0 {
			t.Fatalf("%x became %x", der, low)
		}
		if after.S.Sign() <= 0 || after.S.Cmp(half()) > 0 || !bytes.Equal(low, toDER(t, after.R, after.S)) {
			t.Fatalf("%x is not the one spelling", low)
		}
	})
}

// The input is authenticator data of the shortest length, then client data.
func FuzzAssertion(f *testing.F) {
	f.Fuzz(func(t *testing.T, in []byte) {
		at := min(len(in), authDataMin)
		a, err := parseAssertion(in[:at], in[at:])
		if err != nil {
			return
		}
		if in[32]&(flagUserPresent|flagUserVerified) != flagUserPresent|flagUserVerified {
			t.Fatalf("flags %x", in[32])
		}
		var said map[string]any
		if json.Unmarshal(in[at:], &said) != nil {
			return // Members nobody reads may hold what encoding/json refuses.
		}
		challenge := base64.RawURLEncoding.EncodeToString(a.challenge[:])
		framed, has := said["crossOrigin"]
		if said["type"] != "webauthn.get" || said["origin"] != a.Origin || said["challenge"] != challenge ||
			has && framed != false || said["topOrigin"] != nil {
			t.Fatalf("another reader sees %v", said)
		}
	})
}

func FuzzSignIn(f *testing.F) {
	f.Fuzz(func(t *testing.T, payload []byte) {
		signature := Signature{Kind: Software, DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1}}
		s, _, todo, err := ParseSignIn(payload, signature)
		if err != nil {
			return
		}
		again, err := EncodeSignIn(s)
		if err != nil || !bytes.Equal(payload, again) {
			t.Fatalf("a second spelling: %v\n%s\n%s", err, payload, again)
		}
		if !bytes.Equal(todo.Message, PAE(SignInType, payload)) {
			t.Fatal("the check is not over this login")
		}
	})
}
