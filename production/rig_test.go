package production_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

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

// rig is one production on a real store, with the keys of everybody in the story.
type rig struct {
	t    testing.TB
	dir  string
	demo bool
	wrap func(ledger.Store) ledger.Store

	props  *scenario.Props
	p      *production.Production
	clock  *scenario.Clock
	logged *lines
	cast   *scenario.Cast
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

func asDemo(r *rig) { r.demo = true }

func overStore(wrap func(ledger.Store) ledger.Store) option {
	return func(r *rig) { r.wrap = wrap }
}

// newRig opens a production with two founders: h1, who handles in props, and a1, the AD. After that
// the handler is papered and watcher w1 is enrolled, appointed and papered, so that a story can begin
// with the cart.
func newRig(t testing.TB, opts ...option) *rig {
	t.Helper()
	r := bareRig(t, opts...)
	r.makeStore()
	var err error
	r.p, err = production.Create(t.Context(), r.config(), func(terms production.Terms) (production.Submission, error) {
		return r.founding(terms, func(*event.ProductionOpened) {})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	r.staff()
	return r
}

// emptyRig has a production whose founders have not signed yet.
func emptyRig(t *testing.T, opts ...option) *rig {
	t.Helper()
	r := bareRig(t, opts...)
	r.makeStore()
	var err error
	if r.p, err = production.Begin(t.Context(), r.config()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	return r
}

func bareRig(t testing.TB, opts ...option) *rig {
	r := &rig{
		t: t, dir: t.TempDir(), clock: scenario.NewClock(time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)),
		logged: &lines{},
	}
	for _, o := range opts {
		o(r)
	}
	r.cast = scenario.NewCast(r.demo)
	return r
}

func (r *rig) makeStore() {
	r.t.Helper()
	var err error
	if r.props, err = scenario.MakeProps(r.t.Context(), r.dir, logAt, sqlite.Create); err != nil {
		r.t.Fatal(err)
	}
	r.wrapStore()
}

func (r *rig) path() string { return filepath.Join(r.dir, "production.db") }

func (r *rig) wrapStore() {
	if r.wrap != nil {
		r.props.Store = r.wrap(r.props.Store)
	}
}

func (r *rig) config() production.Config {
	cfg := r.props.Config(r.clock.Now)
	cfg.Log, cfg.AllowDemo = slog.New(slog.NewTextHandler(r.logged, nil)), r.demo
	return cfg
}

func (r *rig) close() {
	if r.p == nil {
		return
	}
	if err := r.p.Close(); err != nil {
		r.t.Errorf("close production: %v", err)
	}
	r.p = nil
	r.closeStore()
}

func (r *rig) closeStore() {
	if err := r.props.Close(); err != nil {
		r.t.Errorf("close stores: %v", err)
	}
}

func (r *rig) openStore() {
	r.t.Helper()
	store, err := sqlite.Open(context.Background(), r.path())
	if err != nil {
		r.t.Fatal(err)
	}
	r.props.Store = store
	r.wrapStore()
	if r.props.Checkpoints, err = ledger.OpenCheckpointDir(filepath.Join(r.dir, "checkpoints")); err != nil {
		r.t.Fatal(err)
	}
}

// reopen ends the production and opens it again from its files.
func (r *rig) reopen() {
	r.t.Helper()
	r.close()
	r.openStore()
	var err error
	if r.p, err = production.Open(context.Background(), r.config()); err != nil {
		r.t.Fatal(err)
	}
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

func (r *rig) device(name event.PersonID) passkey.Signer {
	r.t.Helper()
	k, err := r.cast.Device(name)
	if err != nil {
		r.t.Fatal(err)
	}
	return k
}

func (r *rig) founding(
	terms production.Terms, change func(*event.ProductionOpened),
) (production.Submission, error) {
	demo := event.No
	if r.demo {
		demo = event.Yes
	}
	pack, ok := rules.Find("us-ca-part13")
	if !ok {
		r.t.Fatal("the California pack does not ship")
	}
	body := &event.ProductionOpened{
		Region: "US-CA", RP: rp, Origins: []string{origin}, LogOrigin: terms.LogOrigin,
		LogKey: terms.Keys.Log.String(), ClockKey: terms.Keys.Clock.String(), Hub: terms.Hub,
		Founders: []event.FounderEntry{
			{Person: "h1", Department: event.Props, Role: event.Handler, Key: r.key("h1").Public()},
			{Person: "a1", Department: event.Directing, Role: event.AD, Key: r.key("a1").Public()},
		},
		Demo: demo, TaxCredit: event.No,
		Packs: []event.PackRef{{Pack: "us-ca-part13", Digest: pack.Digest()}},
	}
	change(body)
	payload, err := event.Encode(&event.Event{
		Kind: event.KindProductionOpened, Production: "000102030405060708090a0b0c0d0e0f",
		Nonce: "00000000000000000000000000000001", AtMS: r.clock.Now().UnixMilli(), Seen: terms.Seen,
		Signers: []event.Signer{verified("h1", event.Founder), verified("a1", event.Founder)}, Body: body,
	})
	if err != nil {
		return production.Submission{}, err
	}
	entry, err := production.Sign(payload, r.key("h1"), r.key("a1"))
	return production.Submission{Entry: entry}, err
}

func verified(who event.PersonID, as event.Role) event.Signer {
	return event.Signer{Person: who, Role: as, How: event.Verified}
}

func session(who event.PersonID, as event.Role) event.Signer {
	return event.Signer{Person: who, Role: as, How: event.Session}
}

// staff brings in the people a first story needs.
func (r *rig) staff() {
	r.t.Helper()
	for who, department := range map[event.PersonID]event.Department{"w1": event.Costume, "w2": event.Sound} {
		r.enrol(who, department, "a1")
		r.do(&event.Appointed{Person: who, Role: event.Watcher}, verified("a1", event.AD))
	}
	r.do(&event.Credential{What: event.WatcherTraining, People: []event.PersonID{"w1", "w2"}},
		verified("h1", event.Founder))
	r.do(&event.Credential{What: event.HandlerPermit, People: []event.PersonID{"h1"}}, verified("a1", event.AD))
}

func (r *rig) enrol(who event.PersonID, department event.Department, vouchers ...event.PersonID) {
	r.t.Helper()
	signers := []event.Signer{verified(who, event.Crew)}
	for _, v := range vouchers {
		signers = append(signers, verified(v, event.Crew))
	}
	r.do(&event.CrewEnrolled{
		Person: who, Department: department, Key: r.key(who).Public(), Vouchers: vouchers,
	}, signers...)
}

// duty puts somebody on duty, with the device key of their phone.
func (r *rig) duty(who event.PersonID, as event.Role) {
	r.t.Helper()
	r.do(&event.DutyOpened{Person: who, Role: as, Unit: "main", Device: r.device(who).Public()},
		verified(who, as))
}

// keysFor returns the key each signer uses: the passkey when verified, else the phone's key.
func (r *rig) keysFor(signers []event.Signer) []passkey.Signer {
	r.t.Helper()
	keys, err := r.cast.Keys(signers)
	if err != nil {
		r.t.Fatal(err)
	}
	return keys
}

// act signs and records an act, a second later than the one before.
func (r *rig) act(body event.Body, signers ...event.Signer) (production.Receipt, error) {
	r.t.Helper()
	r.clock.Move(time.Second)
	return r.p.Perform(r.t.Context(), production.Act{Body: body, Signers: signers}, r.keysFor(signers)...)
}

// do is act where nothing may go wrong.
func (r *rig) do(body event.Body, signers ...event.Signer) production.Receipt {
	r.t.Helper()
	got, err := r.act(body, signers...)
	if err != nil {
		r.t.Fatalf("%s: %v", body.Kind(), err)
	}
	return got
}
