package main

import (
	"encoding/base64"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
)

const (
	servedRP     = "set.example"
	servedOrigin = "https://set.example"
)

// serveNew serves a new production.
func serveNew(t *testing.T, data string) (*running, string) {
	t.Helper()
	r := start(t, "serve", "--data", data, "--addr", "localhost:0", "--rp", servedRP, "--origin", servedOrigin)
	for deadline := time.Now().Add(time.Minute); !strings.Contains(r.out.String(), "#/found/"); {
		if time.Now().After(deadline) {
			t.Fatalf("no link: %s", r.out.String())
		}
		time.Sleep(10 * time.Millisecond)
	}
	_, code, _ := strings.Cut(r.out.String(), "#/found/")
	return r, strings.TrimSpace(code)
}

func (r *running) post(path string, body, into any) int {
	r.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.ask("POST", path, string(data), into)
}

// founder opens a production on their own phone.
type founder struct {
	phone             *passkey.Virtual
	Person, Challenge string
	Secret            string
}

func (r *running) founder(code, department, role string) *founder {
	r.t.Helper()
	phone, err := passkey.NewVirtual([]byte("founder of "+department), servedRP, servedOrigin, true)
	if err != nil {
		r.t.Fatal(err)
	}
	f := &founder{phone: phone}
	r.post("/api/found/begin", map[string]any{"code": code, "department": department, "role": role}, f)
	challenge, err := base64.RawURLEncoding.DecodeString(f.Challenge)
	if err != nil || len(challenge) != 32 {
		r.t.Fatalf("challenge %q", f.Challenge)
	}
	credential, err := phone.Register(passkey.Options{
		RP: servedRP, Origin: servedOrigin, Challenge: [32]byte(challenge),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if status := r.post("/api/found/key", map[string]any{
		"code": code, "secret": f.Secret, "credential": json.RawMessage(credential),
	}, nil); status != 200 {
		r.t.Fatalf("key: %d", status)
	}
	return f
}

func signature(t *testing.T, key passkey.Signer, payloadType string, payload []byte) map[string]any {
	t.Helper()
	s, err := key.Sign(payloadType, payload)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]any{
		"kind": s.Kind.String(), "key": s.Key.String(), "der": s.DER, "auth": s.AuthData, "client": s.ClientData,
	}
}

// found has two founders open the production and returns them.
func (r *running) found(code string) []*founder {
	r.t.Helper()
	two := []*founder{r.founder(code, "directing", "ad"), r.founder(code, "sound", "steward")}
	var draft struct{ Payload []byte }
	r.post("/api/found/draft", map[string]any{
		"code": code, "secret": two[0].Secret, "production": strings.Repeat("ab", 16),
		"nonce": strings.Repeat("cd", 16), "region": "US-CA", "packs": []string{"us-ca-part13"},
	}, &draft)
	for _, f := range two {
		if status := r.post("/api/found/sign", map[string]any{
			"code": code, "secret": f.Secret,
			"signature": signature(r.t, f.phone, event.PayloadType, draft.Payload),
		}, nil); status != 200 {
			r.t.Fatalf("sign: %d", status)
		}
	}
	return two
}

// signIn signs somebody in and returns the status and what was answered.
func (r *running) signIn(person string, key passkey.Signer) (int, map[string]any) {
	r.t.Helper()
	var nonce struct{ Nonce string }
	r.post("/api/signin/nonce", map[string]any{"person": person}, &nonce)
	payload, err := event.EncodeSignIn(&event.SignIn{
		Production: event.ProductionID(strings.Repeat("ab", 16)), Person: event.PersonID(person),
		Origin: servedOrigin, Nonce: nonce.Nonce,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	var got map[string]any
	status := r.post("/api/signin", map[string]any{
		"payload": payload, "signature": signature(r.t, key, event.SignInType, payload),
	}, &got)
	return status, got
}

func TestTwoFoundersOpenWhatServeBegan(t *testing.T) {
	data := filepath.Join(t.TempDir(), "d")
	r, code := serveNew(t, data)
	// A start that nobody used draws another code; the log goes on as it was.
	r.stop()
	r, second := serveNew(t, data)
	if code == second || len(second) < 26 {
		t.Fatalf("codes %q and %q", code, second)
	}
	two := r.found(second)
	if status, got := r.signIn(two[0].Person, two[0].phone); status != 200 || got["token"] == "" {
		t.Fatalf("sign-in: %d %v", status, got)
	}
	r.stop()
	// From now on the address is in the record: it need not be given, and no other one is taken.
	r = start(t, "serve", "--data", data, "--addr", "localhost:0")
	if strings.Contains(r.out.String(), "/found") {
		t.Error("an open production is offered to founders")
	}
	if status, _ := r.signIn(two[1].Person, two[1].phone); status != 200 {
		t.Errorf("sign-in after a restart: %d", status)
	}
	// Everything of a demo is refused: keys, routes, identities.
	soft, err := passkey.KeyFromSeed(event.Software, []byte("demo"))
	if err != nil {
		t.Fatal(err)
	}
	if status, got := r.signIn(two[0].Person, soft); status != 403 {
		t.Errorf("a software key: %d %v", status, got)
	}
	for _, ask := range [][2]string{{"GET", "/demo/identities"}, {"POST", "/demo/clock"}, {"GET", "/demo/state"}} {
		if status := r.ask(ask[0], ask[1], "{}", nil); status != 403 {
			t.Errorf("%s: %d", ask[1], status)
		}
	}
	r.stop()
	for _, args := range [][]string{
		{"--rp", "other.example"}, {"--origin", "https://other.example"},
	} {
		args = append([]string{"serve", "--data", data, "--addr", "localhost:0"}, args...)
		if code, _, said := finish(t, args...); code != exitRefused || !strings.Contains(said, errOtherPage.Error()) {
			t.Errorf("%v: %d %s", args[5:], code, said)
		}
	}
}

func TestServeSaysWhatItNeeds(t *testing.T) {
	data := filepath.Join(t.TempDir(), "d")
	if code, _, _ := finish(t, "serve"); code != exitUsage {
		t.Errorf("without a directory: %d", code)
	}
	for _, args := range [][]string{{}, {"--rp", servedRP}, {"--origin", servedOrigin}} {
		args = append([]string{"serve", "--data", data, "--addr", "localhost:0"}, args...)
		if code, _, said := finish(t, args...); code != exitRefused || !strings.Contains(said, "--rp set.example") {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
	if code, _, said := finish(t, "serve", "--data", data, "--addr", "localhost:0", "--rp", servedRP,
		"--origin", "http://set.example"); code != exitRefused || !strings.Contains(said, "https") {
		t.Errorf("a page without https: %d %s", code, said)
	}
	r, _ := serveNew(t, data)
	defer r.stop()
	if code, _, said := finish(t, "serve", "--data", data, "--addr", "localhost:0"); code != exitRefused ||
		!strings.Contains(said, errInUse.Error()) {
		t.Errorf("while another serves it: %d %s", code, said)
	}
}
