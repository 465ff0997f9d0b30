package api_test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// offered is what a newcomer's page reads after a code.
type offered struct {
	Person     event.PersonID
	Name       string
	Department string
	Role       string
	Vouchers   []struct {
		Person     event.PersonID
		Name       string
		Department string
	}
	TwoSides  bool `json:"two_sides"`
	Secret    string
	Challenge string
	RP        struct{ ID, Name string }
}

// register has a phone make a passkey for what the server offered.
func register(t *testing.T, o offered, phone *passkey.Virtual) json.RawMessage {
	t.Helper()
	challenge, err := base64.RawURLEncoding.DecodeString(o.Challenge)
	if err != nil || len(challenge) != 32 {
		t.Fatalf("challenge %q", o.Challenge)
	}
	got, err := phone.Register(passkey.Options{RP: o.RP.ID, Origin: origin, Challenge: [32]byte(challenge)})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func phone(t *testing.T, name string) *passkey.Virtual {
	t.Helper()
	p, err := passkey.NewVirtual([]byte("phone "+name), rp, origin, true)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestANewcomerJoinsWithAVouchersCode(t *testing.T) {
	r := newRig(t)
	name, err := production.Salted("n1", []byte("A Newcomer"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.p.Perform(t.Context(), production.Act{
		Body:    &event.CrewListed{People: []event.ListedPerson{{Person: "n1", Department: event.Grip, Proposed: event.Crew}}},
		Signers: []event.Signer{verified("ad1", event.AD)}, Openings: []proof.Opening{name},
	}, r.key("ad1")); err != nil {
		t.Fatal(err)
	}
	r.post("/api/vouchers", "s1", `{"person":"nobody"}`).refused(t, http.StatusNotFound, "not-on-roster")
	r.post("/api/vouchers", "s1", `{"person":"h1"}`).refused(t, http.StatusNotFound, "not-on-roster")
	var code struct {
		Code    string
		Expires int64
	}
	r.post("/api/vouchers", "s1", `{"person":"n1"}`).into(t, &code)
	var offer offered
	r.post("/api/enrol/begin", "", map[string]any{"code": code.Code}).into(t, &offer)
	if offer.Person != "n1" || offer.Name != "A Newcomer" || offer.Department != "grip" ||
		len(offer.Vouchers) != 1 || offer.Vouchers[0].Person != "s1" || offer.RP.ID != rp {
		t.Fatalf("offer %+v", offer)
	}
	r.ask("POST", "/api/enrol/begin", "", map[string]any{"code": code.Code}, "Sec-Fetch-Site", "same-origin",
		"Origin", "https://other.example").refused(t, http.StatusForbidden, "wrong-page")
	mine := phone(t, "n1")
	var key struct{ Key string }
	r.post("/api/enrol/finish", "", map[string]any{
		"code": code.Code, "credential": register(t, offer, mine),
	}).into(t, &key)
	if key.Key != mine.Public().String() {
		t.Fatal("another key was registered")
	}
	again := map[string]any{"code": code.Code}
	r.post("/api/enrol/begin", "", again).refused(t, http.StatusConflict, "code-used")
	again["credential"] = register(t, offer, phone(t, "another one"))
	r.post("/api/enrol/finish", "", again).refused(t, http.StatusConflict, "code-used")
	r.cast.Give("n1", mine)
	payload := r.draft(&event.CrewEnrolled{
		Person: "n1", Department: event.Grip, Key: mine.Public(), Vouchers: []event.PersonID{"s1"},
	}, verified("n1", event.Crew), verified("s1", event.Crew))
	own := map[string]any{
		"payload": b64(payload), "openings": []any{}, "signature": r.sign(mine, event.PayloadType, payload),
	}
	r.post("/api/desk?code=00000000", "", own).refused(t, http.StatusForbidden, "wrong-code")
	var got waiting
	r.post("/api/desk?code="+code.Code, "", own).into(t, &got)
	if !got.Pending {
		t.Fatalf("%+v", got)
	}
	var lying []struct{ Key, By string }
	r.get("/api/desk", "s1").into(t, &lying)
	if len(lying) != 1 || lying[0].By != "n1" {
		t.Fatalf("on the voucher's desk: %+v", lying)
	}
	r.post("/api/desk/"+lying[0].Key+"/sign", "s1",
		map[string]any{"signature": r.sign(r.key("s1"), event.PayloadType, payload)}).into(t, &got)
	r.p.View(func(known *state.State) {
		if !known.Holds("n1", event.Crew) {
			t.Error("the newcomer is not crew")
		}
	})
	r.get("/api/desk", "n1").into(t, &[]any{})
}

// Two people with phones of their own bring in one newcomer: of both founders' sides.
func TestASecondVoucherJoinsOverTheNet(t *testing.T) {
	r := newRig(t)
	name, err := production.Salted("ad1", []byte("The Director's Own"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.p.Perform(t.Context(), production.Act{
		Body: &event.CrewListed{People: []event.ListedPerson{
			{Person: "n1", Department: event.Grip, Proposed: event.Watcher},
			{Person: "ad1", Department: event.Directing, Proposed: event.AD},
		}},
		Signers: []event.Signer{verified("ad1", event.AD)}, Openings: []proof.Opening{name},
	}, r.key("ad1")); err != nil {
		t.Fatal(err)
	}
	var given struct{ Code string }
	r.post("/api/vouchers", "c1", `{"person":"n1"}`).into(t, &given)
	code := map[string]any{"code": given.Code}
	r.post("/api/vouchers/join", "", code).refused(t, http.StatusUnauthorized, "not-signed-in")
	r.post("/api/vouchers/join", "c1", code).refused(t, http.StatusConflict, "already-vouches")
	r.post("/api/vouchers/look", "w1", `{"code":"AAAAAAAA"}`).refused(t, http.StatusForbidden, "wrong-code")
	var seen offered
	r.post("/api/vouchers/look", "s1", code).into(t, &seen)
	if seen.TwoSides {
		t.Error("c1 came in through s1: together they are one side")
	}
	for _, path := range []string{"look", "join", "join"} {
		r.post("/api/vouchers/"+path, "ad1", code).into(t, &seen)
		if seen.Person != "n1" || seen.Department != "grip" || seen.Role != "watcher" || !seen.TwoSides ||
			len(seen.Vouchers) != 2 || seen.Vouchers[1].Name != "The Director's Own" ||
			seen.Vouchers[1].Department != "directing" {
			t.Fatalf("%s: %+v", path, seen)
		}
	}
	var mine []offered
	if r.get("/api/vouchers", "c1").into(t, &mine); len(mine) != 1 || len(mine[0].Vouchers) != 2 {
		t.Fatalf("whom c1 vouches for: %+v", mine)
	}
	if r.get("/api/vouchers", "w1").into(t, &mine); len(mine) != 0 {
		t.Fatalf("whom w1 vouches for: %+v", mine)
	}
	r.post("/api/enrol/vouchers", "", code).into(t, &seen.Vouchers)
	if len(seen.Vouchers) != 2 || seen.Vouchers[0].Person != "c1" || seen.Vouchers[1].Person != "ad1" {
		t.Fatalf("the newcomer sees %+v", seen.Vouchers)
	}
	r.post("/api/enrol/begin", "", code).into(t, &seen)
	newcomer := phone(t, "n1")
	r.post("/api/enrol/finish", "", map[string]any{
		"code": given.Code, "credential": register(t, seen, newcomer),
	}).into(t, &seen)
	r.post("/api/vouchers/join", "w1", code).refused(t, http.StatusConflict, "joins-late")
	payload := r.draft(&event.CrewEnrolled{
		Person: "n1", Department: event.Grip, Key: newcomer.Public(), Vouchers: []event.PersonID{"c1", "ad1"},
	}, verified("n1", event.Crew), verified("c1", event.Crew), verified("ad1", event.Crew))
	var got waiting
	r.post("/api/desk?code="+given.Code, "", map[string]any{
		"payload": b64(payload), "openings": []any{}, "signature": r.sign(newcomer, event.PayloadType, payload),
	}).into(t, &got)
	signs := func(who, key event.PersonID) answer {
		return r.post("/api/desk/"+event.IDOf(payload).String()+"/sign", who,
			map[string]any{"signature": r.sign(r.key(key), event.PayloadType, payload)})
	}
	signs("w1", "w1").refused(t, http.StatusForbidden, "wrong-key")
	if signs("c1", "c1").into(t, &got); !got.Pending {
		t.Fatal("recorded by one of two vouchers")
	}
	signs("ad1", "ad1").into(t, &got)
	r.p.View(func(known *state.State) {
		if !known.TwoPeople("n1", "w1") || !known.TwoPeople("n1", "h1") {
			t.Error("whom both sides brought in does not count beside both")
		}
	})
}

// Somebody signed in, who has no code, brings an enrolment that names another as its voucher: it never
// reaches that voucher's desk.
func TestNoEnrolmentWithoutACodeOverTheNet(t *testing.T) {
	r := newRig(t)
	r.do(&event.CrewListed{People: []event.ListedPerson{
		{Person: "n1", Department: event.Grip, Proposed: event.Watcher},
	}}, verified("ad1", event.AD))
	puppet := phone(t, "a second one")
	payload := r.draft(&event.CrewEnrolled{
		Person: "n1", Department: event.Grip, Key: puppet.Public(), Vouchers: []event.PersonID{"c1"},
	}, verified("n1", event.Crew), verified("c1", event.Crew))
	unsigned := map[string]any{"payload": b64(payload), "openings": []any{}}
	r.post("/api/desk", "h1", unsigned).refused(t, http.StatusForbidden, "only-with-code")
	r.post("/api/desk", "c1", unsigned).refused(t, http.StatusForbidden, "only-with-code")
	vouched := maps.Clone(unsigned)
	vouched["signature"] = r.sign(r.key("c1"), event.PayloadType, payload)
	r.post("/api/desk", "c1", vouched).refused(t, http.StatusForbidden, "only-with-code")
	own := maps.Clone(unsigned)
	own["signature"] = r.sign(puppet, event.PayloadType, payload)
	r.post("/api/desk", "h1", own).refused(t, http.StatusForbidden, "wrong-code")
	r.post("/api/desk/"+event.IDOf(payload).String()+"/sign", "h1",
		map[string]any{"signature": own["signature"]}).refused(t, http.StatusNotFound, "no-draft")
	var lying []struct{}
	if r.get("/api/desk", "c1").into(t, &lying); len(lying) != 0 {
		t.Errorf("%d drafts on the voucher's desk", len(lying))
	}
}

// founder is one founder with their phone.
type founder struct {
	offered
	phone *passkey.Virtual
}

func (r *rig) foundingCode() string {
	_, code, _ := strings.Cut(r.server.FoundingLink(), "#/found/")
	return code
}

func (r *rig) sit(department, role string) founder {
	r.t.Helper()
	f := founder{phone: phone(r.t, department)}
	r.post("/api/found/begin", "", map[string]any{
		"code": r.foundingCode(), "department": department, "role": role, "name": "somebody",
	}).into(r.t, &f.offered)
	return f
}

func (r *rig) seatKey(f founder) answer {
	return r.post("/api/found/key", "", map[string]any{
		"code": r.foundingCode(), "secret": f.Secret, "credential": register(r.t, f.offered, f.phone),
	})
}

func (r *rig) draftFirst(f founder, change map[string]any) answer {
	body := map[string]any{
		"code": r.foundingCode(), "secret": f.Secret, "production": "000102030405060708090a0b0c0d0e0f",
		"nonce": "0f0e0d0c0b0a09080706050403020100", "region": "US-CA",
		"packs": []string{"us-ca-part13", "lmsc-bulletin-1"},
	}
	maps.Copy(body, change)
	return r.post("/api/found/draft", "", body)
}

func (r *rig) signFirst(f founder, signature any) answer {
	return r.post("/api/found/sign", "", map[string]any{
		"code": r.foundingCode(), "secret": f.Secret, "signature": signature,
	})
}

// The packs made for a place come with it, whatever the page chose; those of other places do not.
func TestAPlaceBringsItsPacks(t *testing.T) {
	for region, want := range map[string]string{
		"AU-QLD": "house au-national au-qld", "US-CA": "house us-ca-part13", "US-NM": "house",
	} {
		r := newRig(t, unfounded)
		one, two := r.sit("directing", "ad"), r.sit("sound", "steward")
		r.seatKey(one)
		r.seatKey(two)
		var drafted struct{ Payload string }
		r.draftFirst(one, map[string]any{"region": region, "packs": []string{"house"}}).into(t, &drafted)
		payload, err := base64.StdEncoding.DecodeString(drafted.Payload)
		if err != nil {
			t.Fatal(err)
		}
		e, err := event.Decode(payload)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range e.Body.(*event.ProductionOpened).Packs {
			got = append(got, string(p.Pack))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s adopts %v, want %s", region, got, want)
		}
	}
}

func TestTwoFoundersOpenAProduction(t *testing.T) {
	r := newRig(t, unfounded)
	if link := r.server.FoundingLink(); !strings.HasPrefix(link, origin+"/found#/found/") || len(r.foundingCode()) < 26 {
		t.Fatalf("link %q", link)
	}
	var hello struct {
		Founding   bool
		Production struct{ ID string }
	}
	r.get("/api/hello", "").into(t, &hello)
	if !hello.Founding || hello.Production.ID != "" {
		t.Errorf("hello before: %+v", hello)
	}
	one, two := r.sit("directing", "ad"), r.sit("sound", "steward")
	if one.Person == two.Person || one.Secret == two.Secret {
		t.Fatal("two founders have one seat")
	}
	r.post("/api/found/begin", "", map[string]any{"code": r.foundingCode(), "department": "grip", "role": "crew"}).
		refused(t, http.StatusConflict, "seats-taken")
	var draft struct {
		Payload            []byte
		Registered, Signed int
	}
	r.draftFirst(one, nil).into(t, &draft)
	if draft.Payload != nil || draft.Registered != 0 {
		t.Fatalf("bytes to sign before the passkeys are there: %+v", draft)
	}
	for _, f := range []founder{one, two} {
		var key struct{ Key string }
		if r.seatKey(f).into(t, &key); key.Key != f.phone.Public().String() {
			t.Fatal("another key was registered")
		}
	}
	r.draftFirst(one, map[string]any{"region": "Mars"}).refused(t, http.StatusBadRequest, "bad-field")
	r.draftFirst(one, map[string]any{"packs": []string{"nothing"}}).refused(t, http.StatusBadRequest, "bad-field")
	r.draftFirst(one, nil).into(t, &draft)
	payload := draft.Payload
	// The other page gets the same bytes, whatever it asks for.
	r.draftFirst(two, map[string]any{"region": "US-NM"}).into(t, &draft)
	if string(draft.Payload) != string(payload) {
		t.Fatal("the two founders would sign different bytes")
	}
	e, err := event.Decode(payload)
	if err != nil {
		t.Fatal(err)
	}
	b, ok := e.Body.(*event.ProductionOpened)
	if !ok || b.Demo != event.No || b.RP != rp || b.Origins[0] != origin || len(b.Packs) != 2 ||
		b.Founders[0].Key != one.phone.Public() || b.Founders[1].Person != two.Person {
		t.Fatalf("%+v", b)
	}
	r.signFirst(one, r.sign(two.phone, event.PayloadType, payload)).refused(t, http.StatusForbidden, "wrong-key")
	r.signFirst(one, r.sign(one.phone, event.SignInType, payload)).refused(t, http.StatusBadRequest, "login-as-act")
	soft, err := passkey.KeyFromSeed(event.Software, []byte("demo"))
	if err != nil {
		t.Fatal(err)
	}
	r.signFirst(one, r.sign(soft, event.PayloadType, payload)).refused(t, http.StatusForbidden, "wrong-key")
	other := append([]byte{}, payload...)
	bent := r.sign(one.phone, event.PayloadType, other)
	second := r.sign(two.phone, event.PayloadType, payload)
	bent["der"] = second["der"]
	r.signFirst(one, bent).refused(t, http.StatusBadRequest, "bad-signature")
	var got waiting
	if r.signFirst(one, r.sign(one.phone, event.PayloadType, payload)).into(t, &got); !got.Pending {
		t.Fatalf("%+v", got)
	}
	code := r.foundingCode()
	var receipt struct {
		Index uint64
		ID    string
	}
	r.signFirst(two, second).into(t, &receipt)
	if receipt.Index != 0 || receipt.ID != event.IDOf(payload).String() || r.p.Opened() == nil {
		t.Fatalf("%+v", receipt)
	}
	// The code is dead, and the founders sign in with what they made.
	r.post("/api/found/begin", "", map[string]any{"code": code, "department": "grip", "role": "crew"}).
		refused(t, http.StatusForbidden, "founded")
	if r.server.FoundingLink() != "" {
		t.Error("the link is still given")
	}
	r.cast.Give(one.Person, one.phone)
	r.cast.Give(two.Person, two.phone)
	r.get("/api/desk", one.Person).into(t, &[]any{})
	r.get("/api/desk", two.Person).into(t, &[]any{})
}

func TestFoundersComeFromTwoDepartmentsOutsideTheOffice(t *testing.T) {
	r := newRig(t, unfounded)
	begin := func(code, department, role string) answer {
		return r.post("/api/found/begin", "", map[string]any{"code": code, "department": department, "role": role})
	}
	code := r.foundingCode()
	begin("AAAAAAAAAAAAAAAAAAAAAAAAAA", "grip", "crew").refused(t, http.StatusForbidden, "wrong-code")
	begin("", "grip", "crew").refused(t, http.StatusForbidden, "wrong-code")
	begin(code, "office", "office").refused(t, http.StatusConflict, "founding")
	begin(code, "nowhere", "crew").refused(t, http.StatusBadRequest, "bad-field")
	begin(code, "grip", "operator").refused(t, http.StatusBadRequest, "bad-field")
	begin(code, "grip", "crew").into(t, &offered{})
	begin(code, "grip", "handler").refused(t, http.StatusConflict, "founding")
	for _, p := range []string{"key", "draft", "sign"} {
		body := map[string]any{"code": code, "secret": "not a seat's"}
		if p == "sign" {
			body["signature"] = r.sign(phone(t, "grip"), event.PayloadType, []byte("{}"))
		}
		r.post("/api/found/"+p, "", body).refused(t, http.StatusForbidden, "wrong-code")
	}
}
