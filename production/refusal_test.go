package production_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// wantCode asks that err is a refusal with a code, and that it says something.
func wantCode(t *testing.T, err error, code production.Code) {
	t.Helper()
	r, ok := errors.AsType[*production.Refusal](err)
	if !ok {
		t.Fatalf("error %v, want a refusal %s", err, code)
	}
	if r.Code != code || r.Detail == "" {
		t.Errorf("refusal %s (%q), want %s", r.Code, r.Detail, code)
	}
}

// raw forms an entry without looking at it, as a broken or hostile page would.
func raw(payload []byte, signatures ...event.Signature) []byte {
	out := binary.BigEndian.AppendUint16([]byte("PHE1"), uint16(len(payload)))
	out = append(append(out, payload...), byte(len(signatures)))
	for _, s := range signatures {
		out = append(append(append(append(out, byte(s.Kind)), s.Key[:]...), byte(len(s.DER))), s.DER...)
		if s.Kind == event.Passkey {
			out = append(binary.BigEndian.AppendUint16(out, uint16(len(s.AuthData))), s.AuthData...)
			out = append(binary.BigEndian.AppendUint16(out, uint16(len(s.ClientData))), s.ClientData...)
		}
	}
	return out
}

// contact is a small act of one signer: the AD names who to ask.
func (r *rig) contact(change func(*production.Act)) []byte {
	r.t.Helper()
	a := production.Act{
		Body: &event.ContactNamed{Person: "a1"}, Signers: []event.Signer{verified("a1", event.AD)},
	}
	change(&a)
	payload, err := r.p.Draft(a)
	if err != nil {
		r.t.Fatal(err)
	}
	return payload
}

func (r *rig) sign(k passkey.Signer, payload []byte) event.Signature {
	r.t.Helper()
	s, err := k.Sign(event.PayloadType, payload)
	if err != nil {
		r.t.Fatal(err)
	}
	return s
}

func same(*production.Act) {}

// TestRefusals offers one bad entry each and asks for its code, and that nothing changed.
func TestRefusals(t *testing.T) {
	r := newRig(t)
	r.duty("h1", event.Handler)
	type bad struct {
		name string
		code production.Code
		give func() production.Submission
	}
	edit := func(old, with string) func() production.Submission {
		return func() production.Submission {
			p := bytes.Replace(r.contact(same), []byte(old), []byte(with), 1)
			return production.Submission{Entry: raw(p, r.sign(r.key("a1"), p))}
		}
	}
	entry := func(f func() []byte) func() production.Submission {
		return func() production.Submission { return production.Submission{Entry: f()} }
	}
	stranger, err := passkey.NewVirtual([]byte("stranger"), rp, origin, false)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := passkey.NewVirtual([]byte("story a1"), rp, "https://other.set.example", true)
	if err != nil {
		t.Fatal(err)
	}
	software, err := passkey.KeyFromSeed(event.Software, []byte("story a1"))
	if err != nil {
		t.Fatal(err)
	}
	two := func(a *production.Act) { a.Signers = append(a.Signers, verified("h1", event.Handler)) }
	for _, c := range []bad{
		{"an unknown field", production.UnknownField, edit(`"at":`, `"mood":1,"at":`)},
		{"an unknown field in the body", production.UnknownField, edit(`"body":{`, `"body":{"mood":1,`)},
		{"a float", production.Float, edit(`"size":`, `"size":1.5,"x":`)},
		{"a duplicate key", production.DuplicateKey, edit(`"words":""`, `"words":"","words":""`)},
		{"keys in another order", production.KeyOrder, edit(`"v":1,"kind":"production.contact-named"`,
			`"kind":"production.contact-named","v":1`)},
		{"white space", production.NotCanonical, edit(`,"kind"`, `, "kind"`)},
		{"a kind nobody knows", production.BadField, edit("contact-named", "contact-lost")},
		{"a value out of bounds", production.BadField, edit(`"role":"ad"`, `"role":"boss"`)},
		{"another version", production.BadField, edit(`{"v":1,`, `{"v":2,`)},
		{"links it may not have", production.WrongLinks, edit(`"links":[]`, `"links":[{"object":"item/R-03","prev":""}]`)},
		{"bytes that are no entry", production.NotCanonical, entry(func() []byte { return []byte("hello") })},
		{"no bytes", production.NotCanonical, entry(func() []byte { return nil })},
		{"bytes after the entry", production.NotCanonical, entry(func() []byte {
			p := r.contact(same)
			return append(raw(p, r.sign(r.key("a1"), p)), 0)
		})},
		{"an entry too long", production.Oversize, entry(func() []byte { return make([]byte, event.EntryMax+1) })},
		{"a payload too long", production.Oversize, entry(func() []byte {
			return raw(bytes.Repeat([]byte(" "), event.PayloadMax+1))
		})},
		{"signatures stripped", production.Stripped, entry(func() []byte { return raw(r.contact(same)) })},
		{"one of two signatures stripped", production.Stripped, entry(func() []byte {
			p := r.contact(two)
			return raw(p, r.sign(r.key("a1"), p))
		})},
		{"a signature too many", production.Stripped, entry(func() []byte {
			p := r.contact(same)
			return raw(p, r.sign(r.key("a1"), p), r.sign(r.key("h1"), p))
		})},
		{"signatures in swapped order", production.WrongKey, entry(func() []byte {
			p := r.contact(two)
			return raw(p, r.sign(r.key("h1"), p), r.sign(r.key("a1"), p))
		})},
		{"one key for two signers", production.SameKey, entry(func() []byte {
			p := r.contact(two)
			return raw(p, r.sign(r.key("a1"), p), r.sign(r.key("a1"), p))
		})},
		{"one person named as two", production.SamePerson, func() production.Submission {
			p := bytes.Replace(r.contact(two), []byte(`"person":"h1"`), []byte(`"person":"a1"`), 1)
			return production.Submission{Entry: raw(p, r.sign(r.key("a1"), p), r.sign(r.key("h1"), p))}
		}},
		{"a person nobody enrolled", production.UnknownSigner, func() production.Submission {
			p := r.contact(func(a *production.Act) { a.Signers[0].Person = "x9" })
			return production.Submission{Entry: raw(p, r.sign(stranger, p))}
		}},
		{"a key nobody enrolled", production.WrongKey, func() production.Submission {
			p := r.contact(same)
			return production.Submission{Entry: raw(p, r.sign(stranger, p))}
		}},
		{"a phone's key for a verified person", production.DeviceKey, func() production.Submission {
			p := r.contact(func(a *production.Act) { a.Signers[0] = verified("h1", event.Handler) })
			return production.Submission{Entry: raw(p, r.sign(r.device("h1"), p))}
		}},
		{"a phone's key called a passkey's kind", production.WrongKey, func() production.Submission {
			p := r.contact(func(a *production.Act) { a.Signers[0] = session("h1", event.Handler) })
			k, err := passkey.KeyFromSeed(event.Software, []byte("device h1"))
			if err != nil {
				t.Fatal(err)
			}
			return production.Submission{Entry: raw(p, r.sign(k, p))}
		}},
		{"a signature over something else", production.BadSignature, func() production.Submission {
			p := r.contact(func(a *production.Act) { a.Signers[0] = session("h1", event.Handler) })
			return production.Submission{Entry: raw(p, r.sign(r.device("h1"), r.contact(same)))}
		}},
		{"a passkey's answer to a sign-in", production.LoginAsAct, func() production.Submission {
			s, err := r.key("a1").Sign(event.SignInType, []byte("a sign-in"))
			if err != nil {
				t.Fatal(err)
			}
			return production.Submission{Entry: raw(r.contact(same), s)}
		}},
		{"a sign-in in the place of an act", production.LoginAsAct, func() production.Submission {
			p, err := event.EncodeSignIn(&event.SignIn{
				Production: r.p.ID(), Person: "a1", Origin: origin, Nonce: "000102030405060708090a0b0c0d0e0f",
			})
			if err != nil {
				t.Fatal(err)
			}
			return production.Submission{Entry: raw(p, r.sign(r.key("a1"), p))}
		}},
		{"a passkey's answer to another page", production.WrongPage, func() production.Submission {
			p := r.contact(same)
			return production.Submission{Entry: raw(p, r.sign(elsewhere, p))}
		}},
		{"a demo identity", production.DemoRefused, func() production.Submission {
			p := r.contact(same)
			return production.Submission{Entry: raw(p, r.sign(software, p))}
		}},
		{"high S", production.SignatureForm, func() production.Submission {
			p := r.contact(func(a *production.Act) { a.Signers[0] = session("h1", event.Handler) })
			s := r.sign(r.device("h1"), p)
			s.DER = highS(t, s.DER)
			return production.Submission{Entry: raw(p, s)}
		}},
		{"another production", production.OtherProduction, edit(string(r.p.ID()), strings.Repeat("ab", 16))},
		{"a second opening of the production", production.Founding, func() production.Submission {
			s, err := r.founding(r.p.Terms(), func(*event.ProductionOpened) {})
			if err != nil {
				t.Fatal(err)
			}
			s.Entry = again(t, s.Entry, r)
			return s
		}},
		{"a checkpoint from the future", production.SeenUnknown, edit(`"time":`, `"time":9`)},
		{"a checkpoint nobody signed", production.SeenUnknown, func() production.Submission {
			seen := r.p.Seen()
			p := bytes.Replace(r.contact(same), []byte(seen.Root), []byte(strings.Repeat("0a", 32)), 1)
			return production.Submission{Entry: raw(p, r.sign(r.key("a1"), p))}
		}},
		{"a size without a root", production.SeenUnknown, func() production.Submission {
			p := bytes.Replace(r.contact(same), []byte(r.p.Seen().Root), nil, 1)
			return production.Submission{Entry: raw(p, r.sign(r.key("a1"), p))}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := r.p.Head()
			_, err := r.p.Record(t.Context(), c.give())
			wantCode(t, err, c.code)
			if after := r.p.Head(); after.Size != before.Size {
				t.Errorf("the ledger grew from %d to %d", before.Size, after.Size)
			}
			if n := r.p.Refused()[c.code]; n == 0 {
				t.Error("the refusal was not counted")
			}
		})
	}
	for _, personal := range []string{"a1", "h1", "x9", "R-03", "4471"} {
		if strings.Contains(r.logged.String(), personal) {
			t.Errorf("the log names %q", personal)
		}
	}
	if !strings.Contains(r.logged.String(), "code=unknown-signer") {
		t.Error("the log has no line about the refusal of an unknown signer")
	}
}

// again signs the same body under another nonce, so that it is another payload.
func again(t *testing.T, entry []byte, r *rig) []byte {
	t.Helper()
	parsed, err := event.Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	e := *parsed.Event()
	e.Nonce = strings.Repeat("cd", 16)
	payload, err := event.Encode(&e)
	if err != nil {
		t.Fatal(err)
	}
	out, err := production.Sign(payload, r.key("h1"), r.key("a1"))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// highS spells a signature with the other S that verifies, which nobody may send.
func highS(t *testing.T, der []byte) []byte {
	t.Helper()
	raw, err := event.RawFromDER(der)
	if err != nil {
		t.Fatal(err)
	}
	order := [32]byte{
		0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
	}
	borrow := 0
	for i := 31; i >= 0; i-- {
		d := int(order[i]) - int(raw[32+i]) - borrow
		borrow = 0
		if d < 0 {
			d, borrow = d+256, 1
		}
		raw[32+i] = byte(d)
	}
	integer := func(v []byte) []byte {
		for len(v) > 1 && v[0] == 0 {
			v = v[1:]
		}
		if v[0] >= 0x80 {
			v = append([]byte{0}, v...)
		}
		return append([]byte{2, byte(len(v))}, v...)
	}
	body := append(integer(raw[:32]), integer(raw[32:])...)
	return append([]byte{0x30, byte(len(body))}, body...)
}

func TestOpeningsHaveToMatchTheirCommitments(t *testing.T) {
	r := newRig(t)
	concern := func(value []byte) (production.Act, ledger.Opening) {
		o, err := production.Salted("text", value)
		if err != nil {
			t.Fatal(err)
		}
		return production.Act{
			Body: &event.ConcernRaised{}, Signers: []event.Signer{verified("w1", event.Crew)},
			Openings: []ledger.Opening{o},
		}, o
	}
	a, right := concern([]byte("the belt was left open"))
	payload, err := r.p.Draft(a)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := production.Sign(payload, r.key("w1"))
	if err != nil {
		t.Fatal(err)
	}
	other := right
	other.Value = []byte("the belt was closed")
	salted := right
	salted.Salt[0] ^= 1
	renamed := right
	renamed.Field = "note"
	for name, given := range map[string][]ledger.Opening{
		"none":                       nil,
		"another value":              {other},
		"another salt":               {salted},
		"another field":              {renamed},
		"one too many":               {right, renamed},
		"the same field given twice": {right, right},
	} {
		_, err := r.p.Record(t.Context(), production.Submission{Entry: entry, Openings: given})
		if r, ok := errors.AsType[*production.Refusal](err); !ok || r.Code != production.WrongOpenings {
			t.Errorf("%s: %v, want %s", name, err, production.WrongOpenings)
		}
	}
	long, o := concern(bytes.Repeat([]byte("a"), production.OpeningValueMax+1))
	_, err = r.p.Perform(t.Context(), long, r.key("w1"))
	wantCode(t, err, production.Oversize)
	long, _ = concern(o.Value[1:])
	if _, err := r.p.Perform(t.Context(), long, r.key("w1")); err != nil {
		t.Errorf("an opening of exactly %d bytes: %v", production.OpeningValueMax, err)
	}
	if _, err := r.p.Record(t.Context(), production.Submission{Entry: entry, Openings: []ledger.Opening{right}}); err != nil {
		t.Errorf("the right opening: %v", err)
	}
}

func TestARetryGetsItsFirstReceipt(t *testing.T) {
	r := newRig(t)
	payload := r.contact(same)
	first := raw(payload, r.sign(r.key("a1"), payload))
	got, err := r.p.Record(t.Context(), production.Submission{Entry: first})
	if err != nil {
		t.Fatal(err)
	}
	size := r.p.Head().Size
	r.clock.Move(time.Minute)
	r.do(&event.ContactNamed{Person: "h1"}, verified("a1", event.AD))
	second, err := r.p.Record(t.Context(), production.Submission{Entry: first})
	if err != nil {
		t.Fatal(err)
	}
	if !second.Repeated || second.Index != got.Index || second.ID != got.ID || second.Time != got.Time {
		t.Errorf("second receipt %+v, want the first again: %+v", second, got)
	}
	if r.p.Head().Size != size+1 {
		t.Errorf("the ledger has %d entries, want %d", r.p.Head().Size, size+1)
	}
	// The same payload under another valid signature: a passkey counts nothing, so sign with other
	// client data.
	other, err := passkey.NewVirtual([]byte("story a1"), rp, origin, false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.p.Record(t.Context(), production.Submission{Entry: raw(payload, r.sign(other, payload))})
	wantCode(t, err, production.AlreadyRecorded)
	if ref, _ := errors.AsType[*production.Refusal](err); ref.Index != got.Index {
		t.Errorf("already recorded as entry %d, want %d", ref.Index, got.Index)
	}
}

// TestFactsAgainstSomebodyAreRecorded offers acts that speak against whoever did them. None is refused; the
// record shows why they support nothing.
func TestFactsAgainstSomebodyAreRecorded(t *testing.T) {
	r := newRig(t)
	r.duty("h1", event.Handler)
	r.do(&event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "R-03", Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: 6, Lender: "lender-a",
		Unloaded: event.No,
	}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
	hand := &event.HandedOver{Item: "R-03", To: "w1", Scene: "42", Purpose: event.Rehearsal}
	load := &event.Loaded{Item: "R-03", Container: "B-1", Lot: "D-014", Positions: []int64{1}}
	for _, c := range []struct {
		name  string
		first func()
		body  event.Body
		by    []event.Signer
	}{
		{"the AD gives a firearm", nil, hand, []event.Signer{verified("a1", event.AD)}},
		{"the handler loads alone", nil, load, []event.Signer{verified("h1", event.Handler)}},
		{"a watcher signs as handler", nil, hand, []event.Signer{verified("w1", event.Handler)}},
		{
			"the handler watches himself under another's name for the role", nil, load,
			[]event.Signer{verified("h1", event.Watcher)},
		},
		{
			"a session locked after fifteen minutes", func() { r.clock.Move(16 * time.Minute) },
			&event.Reset{Items: []event.ItemID{"R-03"}},
			[]event.Signer{session("h1", event.Handler)},
		},
		{
			"a duty that ran out", func() { r.clock.Move(7 * time.Hour) },
			&event.Reset{Items: []event.ItemID{"R-03"}},
			[]event.Signer{session("h1", event.Handler)},
		},
		{"a duty that was closed", func() {
			r.do(&event.DutyClosed{Person: "h1", Why: event.ByMeal}, verified("h1", event.Handler))
		}, &event.Reset{Items: []event.ItemID{"R-03"}}, []event.Signer{session("h1", event.Handler)}},
		{"a key that was revoked", func() {
			r.do(&event.KeyRevoked{Person: "w2", Key: r.key("w2").Public(), Since: 0}, verified("w2", event.Crew))
		}, &event.Shown{Item: "R-03", To: "w2"}, []event.Signer{verified("w2", event.Watcher)}},
		{"somebody who left", func() {
			r.do(&event.Departed{Person: "w1", Day: "2026-11-23"}, verified("a1", event.AD))
		}, &event.Shown{Item: "R-03", To: "w1"}, []event.Signer{verified("w1", event.Watcher)}},
		{
			"an item nobody received", nil, &event.Shown{Item: "R-99", To: "w1"},
			[]event.Signer{verified("h1", event.Handler)},
		},
	} {
		if c.first != nil {
			c.first()
		}
		got, err := r.act(c.body, c.by...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.name == "an item nobody received" {
			continue // Well signed; what it is about is for the fold.
		}
		r.p.View(func(s *state.State) {
			if s.Stands(int(got.Index)) {
				t.Errorf("%s: the act stands, though it must not support anything", c.name)
			}
		})
	}
}

func TestAForkIsRecorded(t *testing.T) {
	r := newRig(t)
	r.do(&event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "R-03", Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: 6, Lender: "lender-a",
		Unloaded: event.Yes,
	}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
	look := func() []byte {
		payload, err := r.p.Draft(production.Act{
			Body:    &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Light},
			Signers: []event.Signer{verified("h1", event.Handler)},
		})
		if err != nil {
			t.Fatal(err)
		}
		return raw(payload, r.sign(r.key("h1"), payload))
	}
	one, two := look(), look() // Two phones, neither of which knows of the other.
	for _, e := range [][]byte{one, two} {
		if _, err := r.p.Record(t.Context(), production.Submission{Entry: e}); err != nil {
			t.Fatal(err)
		}
	}
	r.p.View(func(s *state.State) {
		if s.Forked(event.ItemID("R-03").Object()) == state.NoIndex {
			t.Error("two links on one predecessor are not known as a fork")
		}
	})
}

func TestTheFirstEntryIsHeldToItsTerms(t *testing.T) {
	for name, change := range map[string]func(*event.ProductionOpened){
		"founders of one department": func(b *event.ProductionOpened) { b.Founders[1].Department = event.Props },
		"a founder from the office":  func(b *event.ProductionOpened) { b.Founders[1].Department = event.OfficeDepartment },
		"another log":                func(b *event.ProductionOpened) { b.LogOrigin = "other.example/log" },
		"another clock key":          func(b *event.ProductionOpened) { b.ClockKey = b.LogKey },
		"another box":                func(b *event.ProductionOpened) { b.Hub = b.Founders[0].Key },
		"a founder with another key": func(b *event.ProductionOpened) { b.Founders[0].Key = b.Hub },
	} {
		t.Run(name, func(t *testing.T) {
			r := emptyRig(t)
			s, err := r.founding(r.p.Terms(), change)
			if err != nil {
				t.Fatal(err)
			}
			_, err = r.p.Record(t.Context(), s)
			wantCode(t, err, production.Founding)
		})
	}
	t.Run("a demo where demo identities are refused", func(t *testing.T) {
		r := emptyRig(t)
		s, err := r.founding(r.p.Terms(), func(b *event.ProductionOpened) { b.Demo = event.Yes })
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.p.Record(t.Context(), s)
		wantCode(t, err, production.DemoRefused)
	})
	t.Run("any other act before it", func(t *testing.T) {
		r := emptyRig(t)
		e := &event.Event{
			Kind: event.KindStopCalled, Production: "000102030405060708090a0b0c0d0e0f",
			Nonce: "000102030405060708090a0b0c0d0e0f", Signers: []event.Signer{session("a1", event.AD)},
			Body: &event.StopCalled{Unit: "main"},
		}
		payload, err := event.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.p.Record(t.Context(), production.Submission{Entry: raw(payload, r.sign(r.key("a1"), payload))})
		wantCode(t, err, production.NotOpened)
		_, err = r.p.Stop(t.Context(), "main")
		if err == nil {
			t.Error("a STOP before the production was opened has a receipt")
		}
	})
}

func TestADemoIsNotOpenedWhereDemoIdentitiesAreRefused(t *testing.T) {
	r := newRig(t, asDemo)
	if !r.p.Demo() {
		t.Fatal("the production is not a demo")
	}
	r.close()
	r.demo = false
	r.openStore()
	defer r.closeStore()
	if _, err := production.Open(t.Context(), r.config()); !errors.Is(err, production.ErrDemo) {
		t.Errorf("open: %v, want ErrDemo", err)
	}
}
