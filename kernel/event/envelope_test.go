package event

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestSealThenOpen(t *testing.T) {
	h, w := newPen(t, "h1"), newPen(t, "w1")
	for _, c := range []struct {
		name string
		how  Assurance
		sign func(p *pen, payload []byte) Signature
	}{
		{"passkeys", Verified, func(p *pen, b []byte) Signature { return p.passkey(t, PayloadType, b) }},
		{"software keys", Verified, func(p *pen, b []byte) Signature { return p.plain(t, Software, PayloadType, b) }},
		{"device keys in a session", Session, func(p *pen, b []byte) Signature { return p.plain(t, Device, PayloadType, b) }},
		{"passkeys in a session", Session, func(p *pen, b []byte) Signature { return p.passkey(t, PayloadType, b) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			payload := encode(t, sample(&Collected{Item: "R-03", From: "p1"},
				Signer{"h1", Handler, c.how}, Signer{"w1", Watcher, c.how}))
			given := []Signature{c.sign(h, payload), c.sign(w, payload)}
			entry, err := Seal(payload, given)
			if err != nil {
				t.Fatal(err)
			}
			if want := layout(payload, []Signature{lowered(t, given[0]), lowered(t, given[1])}); !bytes.Equal(entry, want) {
				t.Fatalf("the entry is not laid out as documented\n%x\n%x", entry, want)
			}
			p, err := Parse(entry)
			if err != nil {
				t.Fatal(err)
			}
			if p.ID() != IDOf(payload) || !bytes.Equal(p.Payload(), payload) || len(p.Signatures()) != 2 {
				t.Error("the parsed entry says something else")
			}
			o, err := Open(p, Vouch{Host: "go test", Valid: check(t, p.Checks())})
			if err != nil {
				t.Fatal(err)
			}
			if !o.Valid() || o.ID() != p.ID() || o.Host() != "go test" || o.Event().Kind != KindCollected ||
				o.Signatures()[1].Key != w.pub {
				t.Error("the opened event says something else")
			}
			if a := o.Assertion(0); (a.Origin == testOrigin && a.Synced) != (given[0].Kind == Passkey) {
				t.Errorf("assertion %+v", a)
			}
		})
	}
}

func TestOpenNeedsAnAnswerForEverySignature(t *testing.T) {
	payload := loadedBy(t)
	entry, err := Seal(payload, []Signature{
		newPen(t, "h1").passkey(t, PayloadType, payload), newPen(t, "w1").passkey(t, PayloadType, payload),
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		vouch Vouch
		want  string
	}{
		{"nobody vouched", Vouch{}, ErrSignatureCount.Error()},
		{"the host has no name", Vouch{Valid: []bool{true, true}}, ErrSignatureCount.Error()},
		{"one answer is missing", Vouch{"h", []bool{true}}, ErrSignatureCount.Error()},
		{"one answer too many", Vouch{"h", []bool{true, true, true}}, ErrSignatureCount.Error()},
		{"the second is not valid", Vouch{"h", []bool{true, false}}, (&SignatureError{"w1"}).Error()},
		{"the first is not valid", Vouch{"h", []bool{false, true}}, (&SignatureError{"h1"}).Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := Open(p, c.vouch)
			if err == nil || err.Error() != c.want || o.Valid() {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// A signer whose signature a host finds wrong is named.
func TestSignaturesThatDoNotVerify(t *testing.T) {
	payload := encode(t, sample(&Collected{Item: "R-03", From: "p1"},
		Signer{"h1", Handler, Session}, Signer{"w1", Watcher, Session}))
	other := bytes.Replace(payload, []byte("R-03"), []byte("R-04"), 2)
	h, w := newPen(t, "h1"), newPen(t, "w1")
	good := func(p *pen) Signature { return p.plain(t, Software, PayloadType, payload) }
	stolen := good(w)
	stolen.Key = newPen(t, "x1").pub
	swapped, off := good(w), good(w)
	swapped.Key = PublicKey(append([]byte{4}, append(append([]byte{}, w.pub[33:]...), w.pub[1:33]...)...))
	off.Key[64] ^= 1
	for _, c := range []struct {
		name   string
		second Signature
	}{
		{"of another event", w.plain(t, Software, PayloadType, other)},
		{"of a login", w.plain(t, Software, SignInType, payload)},
		{"of the payload without its type", Signature{Kind: Software, Key: w.pub, DER: w.der(t, payload)}},
		{"under another person's key", stolen},
		{"of a device offered as a passkey's message", Signature{Kind: Software, Key: w.pub, DER: w.passkey(t, PayloadType, payload).DER}},
		{"under a key whose halves were swapped", swapped},
		{"under a key off the curve", off},
	} {
		t.Run(c.name, func(t *testing.T) {
			entry, err := Seal(payload, []Signature{good(h), c.second})
			if err != nil {
				t.Fatal(err)
			}
			p, err := Parse(entry)
			if err != nil {
				t.Fatal(err)
			}
			_, err = Open(p, Vouch{Host: "go test", Valid: check(t, p.Checks())})
			if wrong, ok := errors.AsType[*SignatureError](err); !ok || wrong.Person != "w1" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	payload := loadedBy(t)
	h, w := newPen(t, "h1"), newPen(t, "w1")
	pair := func() []Signature {
		return []Signature{lowered(t, h.passkey(t, PayloadType, payload)), lowered(t, w.passkey(t, PayloadType, payload))}
	}
	with := func(change func(s []Signature)) []byte {
		s := pair()
		change(s)
		return layout(payload, s)
	}
	swapRoles := strings.NewReplacer(`"role":"handler"`, `"role":"watcher"`, `"role":"watcher"`, `"role":"handler"`)
	swapPersons := strings.NewReplacer(`"person":"h1"`, `"person":"w1"`, `"person":"w1"`, `"person":"h1"`)
	samePerson := strings.NewReplacer(`"person":"w1"`, `"person":"h1"`)
	login, err := EncodeSignIn(loginOf("w1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		entry []byte
		want  error
	}{
		{"nothing", nil, ErrEntry},
		{"another layout", append([]byte("PHE2"), layout(payload, pair())[4:]...), ErrEntry},
		{"extra bytes", append(layout(payload, pair()), 0), ErrEntry},
		{"all signatures stripped", layout(payload, nil), ErrSignatureCount},
		{"one signature stripped", layout(payload, pair()[:1]), ErrSignatureCount},
		{"a third signature", layout(payload, append(pair(), lowered(t, newPen(t, "x1").passkey(t, PayloadType, payload)))), ErrSignatureCount},
		{"roles swapped after signing", layout([]byte(swapRoles.Replace(string(payload))), pair()), ErrChallenge},
		{"persons swapped after signing", layout([]byte(swapPersons.Replace(string(payload))), pair()), ErrChallenge},
		{"one person signs as two", layout([]byte(samePerson.Replace(string(payload))), pair()), ErrSamePerson},
		{"one key twice", with(func(s []Signature) { s[1] = s[0] }), ErrSameKey},
		{"a login offered as an act", with(func(s []Signature) { s[1] = lowered(t, w.passkey(t, SignInType, login)) }), ErrChallenge},
		{"this act signed as a login", with(func(s []Signature) { s[1] = lowered(t, w.passkey(t, SignInType, payload)) }), ErrChallenge},
		{"another act", with(func(s []Signature) {
			s[1] = lowered(t, w.passkey(t, PayloadType, bytes.Replace(payload, []byte("R-03"), []byte("R-04"), 2)))
		}), ErrChallenge},
		{"a device key claimed as verified", with(func(s []Signature) { s[1] = lowered(t, w.plain(t, Device, PayloadType, payload)) }), ErrDeviceVerified},
		{"a signature of no kind", with(func(s []Signature) { s[1].Kind = NoSignature }), ErrEntry},
		{"a signature of an unknown kind", with(func(s []Signature) { s[1].Kind = Software + 1 }), ErrEntry},
		{"a compressed key", with(func(s []Signature) { s[1].Key[0] = 2 }), ErrEntry},
		{"S in the upper half", with(func(s []Signature) { s[1].DER = raised(t, s[1].DER) }), ErrSignatureForm},
		{"DER with a padded integer", with(func(s []Signature) { s[1].DER = padded(s[1].DER) }), ErrSignatureForm},
		{"DER with a long length", with(func(s []Signature) {
			s[1].DER = append([]byte{0x30, 0x81, s[1].DER[1]}, s[1].DER[2:]...)
		}), ErrSignatureForm},
		{"DER with bytes behind", with(func(s []Signature) { s[1].DER = append(s[1].DER, 0) }), ErrSignatureForm},
		{"an empty signature", with(func(s []Signature) { s[1].DER = nil }), ErrSignatureForm},
		{"a payload in another spelling", layout(append([]byte(" "), payload...), pair()), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := Parse(c.entry)
			if err == nil || p != nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	if _, err := Parse(layout(payload, pair())); err != nil {
		t.Fatalf("the unchanged entry: %v", err)
	}
}

// Two signatures that change places are each still right: which key belongs to which person is
// known to the ledger, which compares Check i's key with signer i's enrolled keys.
func TestChecksStandInTheOrderOfSigners(t *testing.T) {
	payload := loadedBy(t)
	h, w := newPen(t, "h1"), newPen(t, "w1")
	entry, err := Seal(payload, []Signature{w.passkey(t, PayloadType, payload), h.passkey(t, PayloadType, payload)})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	if p.Checks()[0].Key != w.pub || p.Event().Signers[0].Person != "h1" || p.Signatures()[0].Key != w.pub {
		t.Error("the order of signatures was changed")
	}
}

func TestSealRefuses(t *testing.T) {
	payload := loadedBy(t)
	h, w := newPen(t, "h1"), newPen(t, "w1")
	good := func() []Signature {
		return []Signature{h.passkey(t, PayloadType, payload), w.passkey(t, PayloadType, payload)}
	}
	long := good()
	long[1].AuthData = make([]byte, 1<<16)
	bad := good()
	bad[0].DER = []byte{1}
	for _, c := range []struct {
		name       string
		payload    []byte
		signatures []Signature
		want       error
	}{
		{"no signature", payload, nil, ErrSignatureCount},
		{"more signatures than signers may be", payload, make([]Signature, SignersMax+1), ErrSignatureCount},
		{"a signature that is none", payload, bad, ErrSignatureForm},
		{"authenticator data that no length can say", payload, long, ErrAssertion},
		{"the same key for both", payload, []Signature{good()[0], good()[0]}, ErrSameKey},
		{"a payload of nothing", nil, good(), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			entry, err := Seal(c.payload, c.signatures)
			if err == nil || entry != nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// Whoever seals may hold either half of S; the entry is the same.
func TestSealGivesOneSpelling(t *testing.T) {
	payload := loadedBy(t)
	h, w := newPen(t, "h1").passkey(t, PayloadType, payload), newPen(t, "w1").passkey(t, PayloadType, payload)
	first, err := Seal(payload, []Signature{lowered(t, h), lowered(t, w)})
	if err != nil {
		t.Fatal(err)
	}
	h.DER, w.DER = raised(t, lowered(t, h).DER), raised(t, lowered(t, w).DER)
	again, err := Seal(payload, []Signature{h, w})
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("another half of S gives another entry: %v", err)
	}
}

func TestNoBeginningOfAnEntryIsAnEntry(t *testing.T) {
	payload := loadedBy(t)
	entry, err := Seal(payload, []Signature{
		newPen(t, "h1").passkey(t, PayloadType, payload), newPen(t, "w1").passkey(t, PayloadType, payload),
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(entry) {
		if _, err := Parse(entry[:n]); err == nil {
			t.Fatalf("the first %d bytes of %d were read", n, len(entry))
		}
	}
}

// No single flipped bit of any byte survives form and signature check.
func TestOneFlippedBitIsRefused(t *testing.T) {
	payload := loadedBy(t)
	entry, err := Seal(payload, []Signature{
		newPen(t, "h1").passkey(t, PayloadType, payload),
		newPen(t, "w1").plain(t, Software, PayloadType, payload),
	})
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for i := range entry {
		bad := bytes.Clone(entry)
		bad[i] ^= 1 << (i % 8)
		p, err := Parse(bad)
		if err != nil {
			continue
		}
		checked++
		if _, err := Open(p, Vouch{Host: "go test", Valid: check(t, p.Checks())}); err == nil {
			t.Fatalf("bit %d of byte %d makes no difference", i%8, i)
		}
	}
	if checked == 0 {
		t.Error("every flip was a matter of form, so no signature was tried")
	}
}

func TestTheEntryHasABound(t *testing.T) {
	e := grown(t, 31<<10)
	e.Signers = nil
	for i := range SignersMax {
		e.Signers = append(e.Signers, Signer{PersonID(fmt.Sprint("p", i)), Crew, Verified})
	}
	payload := encode(t, e)
	der := lowered(t, newPen(t, "h1").plain(t, Software, PayloadType, payload)).DER
	sized := func(n int) []byte {
		s := make([]Signature, SignersMax)
		for i := range s {
			s[i] = Signature{Kind: Passkey, Key: PublicKey{4, byte(i)}, DER: der, AuthData: authData()}
			s[i].ClientData = clientData(PayloadType, payload)
		}
		missing := n - len(layout(payload, s))
		for i := range s {
			pad := min(missing, clientDataMax-len(s[i].ClientData))
			if pad > 12 {
				end := `,"pad":"` + strings.Repeat("x", pad-9) + `"}`
				s[i].ClientData = append(s[i].ClientData[:len(s[i].ClientData)-1], end...)
				missing -= pad
			}
		}
		if missing != 0 {
			t.Fatalf("no entry of %d bytes: %d missing", n, missing)
		}
		return layout(payload, s)
	}
	for _, n := range []int{EntryMax - 1, EntryMax} {
		if _, err := Parse(sized(n)); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	if _, err := Parse(sized(EntryMax + 1)); !errors.Is(err, ErrOversize) {
		t.Errorf("%d bytes: %v", EntryMax+1, err)
	}
}

func TestPAE(t *testing.T) {
	for _, c := range []struct{ name, typ, payload, want string }{
		{
			"the example of the DSSE protocol", "http://example.com/HelloWorld", "hello world",
			"DSSEv1 29 http://example.com/HelloWorld 11 hello world",
		},
		{"nothing", "", "", "DSSEv1 0  0 "},
		{"bytes are counted, not letters", "t", "é", "DSSEv1 1 t 2 é"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(PAE(c.typ, []byte(c.payload))); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}
