package api_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/scenario"
)

const (
	rp     = "set.example"
	origin = "https://set.example"
	logAt  = "set.example/log"
)

// rig is a server over real HTTP before a production on a real store.
type rig struct {
	t      *testing.T
	p      *production.Production
	server *api.Server
	url    string
	clock  *scenario.Clock
	logged *lines

	demo   bool
	found  bool
	quota  int64
	panics bool
	cast   *scenario.Cast
	tokens map[event.PersonID]string
}

// lines keeps what was logged, for stories about what must not be in it.
type lines struct {
	mu   sync.Mutex
	text []byte
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, b...)
	return len(b), nil
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}

type option func(*rig)

func asDemo(r *rig)    { r.demo = true }
func unfounded(r *rig) { r.found = true }
func panicking(r *rig) { r.panics = true }

func withQuota(bytes int64) option { return func(r *rig) { r.quota = bytes } }

// client is a bundled client in small: the kinds of files the real one has.
func client() fs.FS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"index.html": file("<!doctype html>"), "icon.svg": file("<svg/>"),
		"assets/index-1.js": file("plain"), "assets/index-1.js.br": file("br"),
		"assets/index-1.js.gz": file("gz"), "assets/kernel-1.wasm": file("\x00asm"),
		"notes.secret": file("not served"),
	}
}

// newRig opens a production with two founders, ad1 from directing and s1 from sound, and enrols and
// papers h1, w1 and c1, so that a story can begin with the cart.
func newRig(t *testing.T, opts ...option) *rig {
	t.Helper()
	r := &rig{
		t: t, clock: scenario.NewClock(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)), logged: &lines{},
		tokens: map[event.PersonID]string{},
	}
	for _, o := range opts {
		o(r)
	}
	r.cast = scenario.NewCast(r.demo)
	r.open()
	if !r.found {
		r.staff()
	}
	r.serve()
	return r
}

func (r *rig) open() {
	r.t.Helper()
	props, err := scenario.MakeProps(r.t.Context(), r.t.TempDir(), logAt, sqlite.Create)
	if err != nil {
		r.t.Fatal(err)
	}
	cfg := props.Config(r.clock.Now)
	cfg.Log, cfg.AllowDemo = slog.New(slog.NewTextHandler(r.logged, nil)), r.demo
	r.p, err = production.Begin(r.t.Context(), cfg)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := errors.Join(r.p.Close(), props.Close()); err != nil {
			r.t.Errorf("close: %v", err)
		}
	})
}

func (r *rig) serve() {
	r.t.Helper()
	cfg := api.Config{
		Production: r.p, Name: "A production", Web: client(), Published: r.published,
		Log: slog.New(slog.NewTextHandler(r.logged, nil)), QuotaBytes: r.quota,
	}
	if r.demo {
		cfg.Demo = &api.Demo{
			Identities: func() []api.DemoIdentity { return []api.DemoIdentity{{Person: "h1"}} },
			Advance: func(_ context.Context, by time.Duration) error {
				r.clock.Move(by)
				return nil
			},
			Tell: func(_ context.Context, name string, told []string) ([]byte, error) {
				if name != "a-day" {
					return nil, api.ErrNoStory
				}
				return json.Marshal(map[string]any{"told": told})
			},
		}
	}
	if r.found {
		cfg.Founding = &api.Founding{RP: rp, Origin: origin}
	}
	var err error
	if r.server, err = api.New(cfg); err != nil {
		r.t.Fatal(err)
	}
	web := httptest.NewServer(r.server)
	r.url = web.URL
	r.t.Cleanup(func() {
		r.server.End()
		web.Close()
	})
}

func (r *rig) published(ctx context.Context, path string) (api.Resource, error) {
	if r.panics {
		panic("a tile that is none")
	}
	tile, err := ledger.ParseTilePath(path)
	if err != nil {
		return api.Resource{}, api.ErrNoResource
	}
	data, err := r.p.Resource(ctx, tile)
	if errors.Is(err, ledger.ErrNoTile) {
		return api.Resource{}, api.ErrNoResource
	}
	return api.Resource{Bytes: data, Entries: tile.Entries, Whole: true}, err
}

// key returns the passkey of a person; in a demo a software key.
func (r *rig) key(who event.PersonID) passkey.Signer {
	r.t.Helper()
	k, err := r.cast.Person(who)
	if err != nil {
		r.t.Fatal(err)
	}
	return k
}

func (r *rig) staff() {
	r.t.Helper()
	terms := r.p.Terms()
	pack, _ := rules.Find("us-ca-part13")
	demo := event.No
	if r.demo {
		demo = event.Yes
	}
	payload, err := event.Encode(&event.Event{
		Kind: event.KindProductionOpened, Production: "000102030405060708090a0b0c0d0e0f",
		Nonce: "00000000000000000000000000000001", AtMS: r.clock.Now().UnixMilli(), Seen: terms.Seen,
		Signers: []event.Signer{verified("ad1", event.Founder), verified("s1", event.Founder)},
		Body: &event.ProductionOpened{
			Region: "US-CA", RP: rp, Origins: []string{origin}, LogOrigin: terms.LogOrigin,
			LogKey: terms.Keys.Log.String(), ClockKey: terms.Keys.Clock.String(), Hub: terms.Hub,
			Founders: []event.FounderEntry{
				{Person: "ad1", Department: event.Directing, Role: event.AD, Key: r.key("ad1").Public()},
				{Person: "s1", Department: event.Sound, Role: event.Steward, Key: r.key("s1").Public()},
			},
			Demo: demo, TaxCredit: event.No,
			Packs: []event.PackRef{{Pack: "us-ca-part13", Digest: pack.Digest()}},
		},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	entry, err := production.Sign(payload, r.key("ad1"), r.key("s1"))
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := r.p.Record(r.t.Context(), production.Submission{Entry: entry}); err != nil {
		r.t.Fatal(err)
	}
	r.enrol("h1", event.Props, "s1")
	r.enrol("w1", event.Art, "ad1")
	r.enrol("c1", event.Electric, "s1")
	r.do(&event.Appointed{Person: "h1", Role: event.Handler}, verified("ad1", event.AD))
	r.do(&event.Appointed{Person: "w1", Role: event.Watcher}, verified("ad1", event.AD))
}

func (r *rig) enrol(who event.PersonID, department event.Department, voucher event.PersonID) {
	r.t.Helper()
	r.do(&event.CrewEnrolled{
		Person: who, Department: department, Key: r.key(who).Public(), Vouchers: []event.PersonID{voucher},
	}, verified(who, event.Crew), verified(voucher, event.Crew))
}

func (r *rig) duty(who event.PersonID, as event.Role) {
	r.t.Helper()
	phone := r.keysFor([]event.Signer{session(who, as)})[0]
	r.do(&event.DutyOpened{Person: who, Role: as, Unit: "main", Device: phone.Public()}, verified(who, as))
}

func verified(who event.PersonID, as event.Role) event.Signer {
	return event.Signer{Person: who, Role: as, How: event.Verified}
}

func session(who event.PersonID, as event.Role) event.Signer {
	return event.Signer{Person: who, Role: as, How: event.Session}
}

func (r *rig) keysFor(signers []event.Signer) []passkey.Signer {
	r.t.Helper()
	keys, err := r.cast.Keys(signers)
	if err != nil {
		r.t.Fatal(err)
	}
	return keys
}

// do records an act behind the server's back, a second later than the one before.
func (r *rig) do(body event.Body, signers ...event.Signer) production.Receipt {
	r.t.Helper()
	r.clock.Move(time.Second)
	got, err := r.p.Perform(r.t.Context(), production.Act{Body: body, Signers: signers},
		r.keysFor(signers)...)
	if err != nil {
		r.t.Fatalf("%s: %v", body.Kind(), err)
	}
	return got
}

// draft composes an act as a page would.
func (r *rig) draft(body event.Body, signers ...event.Signer) []byte {
	r.t.Helper()
	r.clock.Move(time.Second)
	payload, err := r.p.Draft(production.Act{Body: body, Signers: signers})
	if err != nil {
		r.t.Fatal(err)
	}
	return payload
}

// sign has one person sign a payload and writes the signature as pages send it.
func (r *rig) sign(key passkey.Signer, payloadType string, payload []byte) map[string]any {
	r.t.Helper()
	sig, err := key.Sign(payloadType, payload)
	if err != nil {
		r.t.Fatal(err)
	}
	out := map[string]any{
		"kind": sig.Kind.String(), "key": sig.Key.String(), "der": b64(sig.DER),
	}
	if sig.Kind == event.Passkey {
		out["auth"], out["client"] = b64(sig.AuthData), b64(sig.ClientData)
	}
	return out
}

func b64(data []byte) string { return base64.StdEncoding.EncodeToString(data) }

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// code returns the code of a refusal, empty when it was none.
func (a answer) code() string {
	var e struct {
		Error struct{ Code, Message, Do string } `json:"error"`
	}
	if json.Unmarshal(a.body, &e) != nil {
		return ""
	}
	return e.Error.Code
}

func (a answer) into(t *testing.T, value any) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("answer %d: %s", a.status, a.body)
	}
	if err := json.Unmarshal(a.body, value); err != nil {
		t.Fatalf("answer %s: %v", a.body, err)
	}
}

// refused asks for one refusal.
func (a answer) refused(t *testing.T, status int, code string) {
	t.Helper()
	if a.status != status || a.code() != code {
		t.Errorf("answer %d %s, want %d with %s", a.status, clip(a.body), status, code)
	}
}

func clip(b []byte) string { return string(b[:min(len(b), 300)]) }

// ask sends a request, signed in as somebody who has a token.
func (r *rig) ask(method, path string, who event.PersonID, body any, headers ...string) answer {
	r.t.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		data, err := json.Marshal(b)
		if err != nil {
			r.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, in)
	if err != nil {
		r.t.Fatal(err)
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		req.Header.Set("Authorization", "Bearer "+r.token(who))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	got, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	data, err := io.ReadAll(got.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return answer{got.StatusCode, got.Header, data}
}

func (r *rig) get(path string, who event.PersonID) answer { return r.ask("GET", path, who, nil) }

func (r *rig) post(path string, who event.PersonID, body any) answer {
	return r.ask("POST", path, who, body)
}

// token signs somebody in over HTTP, once.
func (r *rig) token(who event.PersonID) string {
	r.t.Helper()
	if r.tokens[who] == "" {
		var got struct{ Token string }
		r.post("/api/signin", "", r.login(who, r.key(who), event.SignInType)).into(r.t, &got)
		r.tokens[who] = got.Token
	}
	return r.tokens[who]
}

// login composes what a page sends to sign in.
func (r *rig) login(who event.PersonID, key passkey.Signer, payloadType string) map[string]any {
	r.t.Helper()
	var got struct{ Nonce string }
	r.post("/api/signin/nonce", "", map[string]any{"person": who}).into(r.t, &got)
	payload, err := event.EncodeSignIn(&event.SignIn{
		Production: r.p.ID(), Person: who, Origin: origin, Nonce: got.Nonce,
		AtMS: r.clock.Now().UnixMilli(),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return map[string]any{"payload": b64(payload), "signature": r.sign(key, payloadType, payload)}
}

// act posts an entry that everybody signed.
func (r *rig) act(who event.PersonID, body event.Body, signers ...event.Signer) answer {
	r.t.Helper()
	entry, err := production.Sign(r.draft(body, signers...), r.keysFor(signers)...)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.post("/api/acts", who, map[string]any{"entry": b64(entry), "openings": []any{}})
}

func b64decode(text string) ([]byte, error) { return base64.StdEncoding.DecodeString(text) }
