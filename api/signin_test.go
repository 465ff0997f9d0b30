package api_test

import (
	"net/http"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
)

// signedIn is the answer to a sign-in.
type signedIn struct {
	Token  string
	Person event.PersonID
	Key    string
}

// keyless composes a login as a phone does that has the passkey and no note of its key.
func (r *rig) keyless(who event.PersonID, key passkey.Signer, payloadType string) map[string]any {
	r.t.Helper()
	login := r.login(who, key, payloadType)
	signature, ok := login["signature"].(map[string]any)
	if !ok {
		r.t.Fatal("the login has no signature")
	}
	signature["key"] = ""
	return login
}

func TestASecondPhoneSignsInWithASyncedPasskey(t *testing.T) {
	r := newRig(t)
	var got signedIn
	r.post("/api/signin", "", r.keyless("c1", r.key("c1"), event.SignInType)).into(t, &got)
	if got.Person != "c1" || got.Key != r.key("c1").Public().String() {
		t.Fatalf("%+v", got)
	}
	r.tokens["c1"] = got.Token
	r.get("/api/desk", "c1").into(t, &[]any{})
	// With the key it was told, the phone signs acts as the first one does.
	r.act("c1", &event.ConcernRaised{}, verified("c1", event.Crew)).into(t, &struct{}{})
}

func TestASecondPasskeyIsFoundToo(t *testing.T) {
	r := newRig(t)
	second := phone(t, "a tablet of c1")
	r.do(&event.KeyAdded{Person: "c1", Key: second.Public()}, verified("c1", event.Crew))
	var got signedIn
	r.post("/api/signin", "", r.keyless("c1", second, event.SignInType)).into(t, &got)
	if got.Key != second.Public().String() {
		t.Errorf("%+v", got)
	}
	// The lost one no longer opens anything; the other one still does.
	r.do(&event.KeyRevoked{Person: "c1", Key: r.key("c1").Public(), Since: int64(r.p.Head().Size)},
		verified("s1", event.Steward), verified("ad1", event.AD))
	r.post("/api/signin", "", r.keyless("c1", r.key("c1"), event.SignInType)).
		refused(t, http.StatusForbidden, "wrong-key")
	r.post("/api/signin", "", r.keyless("c1", second, event.SignInType)).into(t, &got)
}

func TestALoginWithoutAKeyOpensNothingElse(t *testing.T) {
	r := newRig(t)
	h1 := r.keyless("h1", r.key("h1"), event.SignInType)
	r.post("/api/signin", "", h1).into(t, &signedIn{})
	r.post("/api/signin", "", h1).refused(t, http.StatusForbidden, "wrong-nonce")
	for name, c := range map[string]struct {
		who  event.PersonID
		key  passkey.Signer
		kind string
		code string
		want int
	}{
		"somebody else's passkey":   {"h1", r.key("c1"), event.SignInType, "wrong-key", http.StatusForbidden},
		"a passkey nobody enrolled": {"h1", phone(t, "x9"), event.SignInType, "wrong-key", http.StatusForbidden},
		"somebody not enrolled":     {"x9", phone(t, "x9"), event.SignInType, "unknown-signer", http.StatusForbidden},
		"an act": {
			"h1", r.key("h1"), event.PayloadType, "login-as-act", http.StatusBadRequest,
		},
	} {
		t.Run(name, func(t *testing.T) {
			r.post("/api/signin", "", r.keyless(c.who, c.key, c.kind)).refused(t, c.want, c.code)
		})
	}
	soft, err := passkey.KeyFromSeed(event.Software, []byte("story h1"))
	if err != nil {
		t.Fatal(err)
	}
	r.post("/api/signin", "", r.keyless("h1", soft, event.SignInType)).
		refused(t, http.StatusBadRequest, "bad-request")
	// An act always says whose key it is.
	payload := r.draft(&event.Relieved{From: "h1", To: "w1"}, verified("h1", event.Handler), verified("w1", event.Watcher))
	signature := r.sign(r.key("h1"), event.PayloadType, payload)
	signature["key"] = ""
	r.post("/api/desk", "h1", map[string]any{
		"payload": b64(payload), "openings": []any{}, "signature": signature,
	}).refused(t, http.StatusBadRequest, "bad-request")
}
