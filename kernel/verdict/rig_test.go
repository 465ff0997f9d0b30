package verdict_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

// world is one production in memory: real events in real entries, folded and judged. Only the curve
// arithmetic is left out: a host vouches for signatures, and here the test is the host.
type world struct {
	t       testing.TB
	s       *state.State
	packs   []*verdict.Pack
	now     int64
	day     int64
	nonce   int
	tag     string
	region  event.Region
	class   event.Class // Of R-03.
	ids     map[string]event.ID
	devices map[event.PersonID]*duty
	seals   map[event.ContainerID]string // What people in the room see; it does not ask the fold.
	boxes   map[event.ContainerID]event.ContainerKind
	log     []event.Opened
	ticks   []state.Checkpoint
	blind   bool // Acts name no checkpoint.
	made    int  // Acts put so far, those left out too.
	skip    int  // The act that is left out.
	unseen  int  // The act that names no checkpoint.
	after   func(n int)
}

type duty struct {
	role   event.Role
	key    event.PublicKey
	active int64
	on     bool
	n      int
}

const (
	rp     = "set.example"
	origin = "https://set.example"
)

var firstDay = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).Unix()

func begin(t testing.TB) *world {
	t.Helper()
	return &world{
		t: t, s: state.New(), packs: shipped(t), region: "US-CA", class: event.LiveCapable, now: firstDay, day: firstDay, ids: map[string]event.ID{},
		devices: map[event.PersonID]*duty{}, seals: map[event.ContainerID]string{}, boxes: map[event.ContainerID]event.ContainerKind{},
	}
}

var shippedPacks = map[string]*verdict.Pack{}

func pack(t testing.TB, id string) *verdict.Pack {
	t.Helper()
	if shippedPacks[id] == nil {
		f, ok := rules.Find(id)
		p, err := verdict.ParsePack(f.Bytes)
		if !ok || err != nil {
			t.Fatalf("pack %s: %v", id, err)
		}
		shippedPacks[id] = p
	}
	return shippedPacks[id]
}

// shipped are the packs of a production in California, as most tests want them.
func shipped(t testing.TB) []*verdict.Pack {
	t.Helper()
	return []*verdict.Pack{pack(t, "lmsc-bulletin-1"), pack(t, "us-ca-part13")}
}

// keyOf draws a key from a name. Nothing here does curve arithmetic with it.
func keyOf(name string) event.PublicKey {
	var k event.PublicKey
	k[0] = 4
	x, y := sha256.Sum256([]byte("x "+name)), sha256.Sum256([]byte("y "+name))
	copy(k[1:], x[:])
	copy(k[33:], y[:])
	return k
}

// at moves the clock to a time of the day and lets the ledger sign that time.
func (w *world) at(clock string) {
	w.t.Helper()
	layout := "15:04"
	if len(clock) == 8 {
		layout = time.TimeOnly
	}
	c, err := time.Parse(layout, clock)
	if err != nil {
		w.t.Fatal(err)
	}
	w.to(w.day + int64(c.Hour()*3600+c.Minute()*60+c.Second()))
}

func (w *world) later(seconds int64) { w.to(w.now + seconds) }

func (w *world) to(now int64) {
	w.t.Helper()
	if now < w.now {
		w.t.Fatalf("the clock runs backward from %d to %d", w.now, now)
	}
	w.now = now
	if w.s.Size() > 0 {
		w.tick()
	}
}

func (w *world) tick() {
	w.t.Helper()
	size := int64(len(w.log))
	c := state.Checkpoint{Size: size, Root: rootOf(size), Time: w.now}
	w.ticks = append(w.ticks, c)
	if err := w.s.Tick(c); err != nil {
		w.t.Fatal(err)
	}
}

func rootOf(size int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "root %d", size))
	return hex.EncodeToString(sum[:])
}

// draft makes an event of a body, signed by "person/role" words: verified where the kind needs it or
// the person is not on duty in that role, "!" forces verified and "~" the session key.
func (w *world) draft(by string, body event.Body) *event.Event {
	w.t.Helper()
	w.nonce++
	nonce := sha256.Sum256(fmt.Appendf(nil, "%s %d", w.tag, w.nonce))
	production := sha256.Sum256([]byte("production"))
	e := &event.Event{
		Kind: body.Kind(), Production: event.ProductionID(hex.EncodeToString(production[:16])),
		Nonce: hex.EncodeToString(nonce[:16]), AtMS: w.now * 1000, Body: body,
	}
	if !w.blind {
		e.Seen = w.s.Seen()
	}
	for word := range strings.FieldsSeq(by) {
		who, role, _ := strings.Cut(word, "/")
		force := role[len(role)-1]
		role = strings.TrimRight(role, "!~")
		g := event.Signer{Person: event.PersonID(who), Role: event.RoleOf(role), How: event.Verified}
		if g.Role == event.NoRole {
			w.t.Fatalf("%q is no role", role)
		}
		if force == '~' || force != '!' && !w.needsVerified(body.Kind(), g.Role) && w.onDuty(g.Person, g.Role) {
			g.How = event.Session
		}
		e.Signers = append(e.Signers, g)
	}
	w.s.Link(e)
	return e
}

func (w *world) needsVerified(k event.Kind, role event.Role) bool {
	for _, n := range k.Needs() {
		if n.How == event.Verified && (len(n.Roles) == 0 || slices.Contains(n.Roles, role)) {
			return true
		}
	}
	return false
}

func (w *world) onDuty(who event.PersonID, role event.Role) bool {
	d := w.devices[who]
	if d == nil || !d.on {
		return false
	}
	return role != event.Handler && role != event.Watcher || d.role == role
}

// do records an act and returns its identity. Phones that locked are woken first.
func (w *world) do(by string, body event.Body) event.ID {
	w.t.Helper()
	e := w.draft(by, body)
	for _, g := range e.Signers {
		d := w.devices[g.Person]
		if g.How == event.Session && d != nil && w.now-d.active > state.IdleMaxS {
			w.put(w.draft(string(g.Person)+"/"+d.role.String()+"!", &event.DutyContinued{Person: g.Person, Device: d.key}))
			e.Seen = w.s.Seen()
			w.s.Link(e)
		}
	}
	w.handle(body)
	return w.put(e)
}

// handle remembers what everybody in the room can see.
func (w *world) handle(body event.Body) {
	switch b := body.(type) {
	case *event.ContainerRegistered:
		w.boxes[b.Container] = b.What
	case *event.RoundsReceived:
		for _, l := range b.Lots {
			w.seals[l.Container] = l.Seal
		}
	case *event.ContainerSealed:
		if w.boxes[b.Container] != event.Belt { // Nobody can put a seal on a belt.
			w.seals[b.Container] = b.Seal
		}
	case *event.ContainerOpened:
		delete(w.seals, b.Container)
	default:
	}
}

// put signs and records an event as it stands.
func (w *world) put(e *event.Event) event.ID {
	w.t.Helper()
	w.made++
	n := w.made
	if n == w.unseen {
		e.Seen = event.Seen{}
	}
	o := w.sign(e)
	id := o.ID()
	if n != w.skip {
		w.apply(o)
	}
	for _, g := range e.Signers {
		if d := w.devices[g.Person]; d != nil {
			d.active = w.now
		}
	}
	if after := w.after; after != nil {
		w.after = nil // What a test puts in between is no act of the day.
		after(n)
		w.after, w.made = after, n
	}
	return id
}

func (w *world) apply(o event.Opened) event.ID {
	w.t.Helper()
	if err := w.s.Apply(o); err != nil {
		w.t.Fatal(err)
	}
	w.log = append(w.log, o)
	w.tick()
	return o.ID()
}

// sign makes the entry of an event with everybody's key and opens it.
func (w *world) sign(e *event.Event) event.Opened {
	w.t.Helper()
	payload, err := event.Encode(e)
	if err != nil {
		w.t.Fatalf("%s: %v", e.Kind, err)
	}
	var signatures []event.Signature
	for _, g := range e.Signers {
		sig := event.Signature{Kind: event.Device, DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1}}
		switch d := w.devices[g.Person]; {
		case g.Person == state.HubPerson:
			sig.Key = keyOf("hub")
		case g.How == event.Session && d != nil:
			sig.Key = d.key
		default:
			sig.Kind, sig.Key = event.Passkey, keyOf(string(g.Person))
			sig.AuthData, sig.ClientData = assertion(payload)
		}
		signatures = append(signatures, sig)
	}
	entry, err := event.Seal(payload, signatures)
	if err != nil {
		w.t.Fatalf("%s: %v", e.Kind, err)
	}
	p, err := event.Parse(entry)
	if err != nil {
		w.t.Fatal(err)
	}
	valid := make([]bool, len(p.Checks()))
	for n := range valid {
		valid[n] = true
	}
	o, err := event.Open(p, event.Vouch{Host: "test", Valid: valid})
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

func assertion(payload []byte) (authData, clientData []byte) {
	hash := sha256.Sum256([]byte(rp))
	authData = append(hash[:], 0x05, 0, 0, 0, 1)
	challenge := event.Challenge(event.PayloadType, payload)
	return authData, fmt.Appendf(nil, `{"type":"webauthn.get","challenge":%q,"origin":%q}`,
		base64.RawURLEncoding.EncodeToString(challenge[:]), origin)
}

// onDutyAs opens a duty with a new device key.
func (w *world) onDutyAs(who event.PersonID, role event.Role) {
	w.t.Helper()
	d := w.devices[who]
	if d == nil {
		d = &duty{}
		w.devices[who] = d
	}
	d.n++
	key := keyOf(fmt.Sprintf("device %s %d", who, d.n))
	w.do(string(who)+"/"+role.String()+"!", &event.DutyOpened{Person: who, Role: role, Unit: "main", Device: key})
	d.role, d.key, d.active, d.on = role, key, w.now, true
}

func (w *world) offDuty(who event.PersonID, why event.DutyEnd) {
	w.t.Helper()
	w.do(string(who)+"/"+w.devices[who].role.String(), &event.DutyClosed{Person: who, Why: why})
	w.devices[who].on = false
}

// judge answers a question at the moment the world is in.
func (w *world) judge(q verdict.Question) verdict.Verdict {
	return verdict.Judge(w.s, q, w.packs, state.Interval{Earliest: w.now, Latest: w.now})
}

// keys lists code and key of a verdict's reasons, each once, in order.
func keys(v verdict.Verdict) []string {
	var out []string
	for _, r := range v.Reasons {
		if k := r.Code.String() + " " + r.Key; !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

func (w *world) wantComplete(q verdict.Question) {
	w.t.Helper()
	if v := w.judge(q); v.Outcome != verdict.Complete {
		w.t.Fatalf("%s: HOLD %s %+v", q.Ask, strings.Join(keys(v), ", "), v.Reasons[0].Lack)
	}
}

// wantHold asks for a HOLD with a reason; also may name the others that come with it.
func (w *world) wantHold(q verdict.Question, key string) {
	w.t.Helper()
	v := w.judge(q)
	if !slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool { return r.Key == key }) {
		w.t.Fatalf("%s: want %s, got %s [%s]", q.Ask, key, v.Outcome, strings.Join(keys(v), ", "))
	}
}
