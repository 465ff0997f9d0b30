package plain_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// set is a small production in which people do what a generator draws: mostly what they should, in
// real entries that are folded and judged twice. Only the curve arithmetic is left out: a host vouches
// for signatures, and here the test is the host.
type set struct {
	t    testing.TB
	rand *rand.Rand
	w    *twins
	seed uint64

	now     int64
	nonce   int
	log     []event.Opened
	ticks   []state.Checkpoint
	heads   map[event.Object]event.ID // The newest links that people in the room know of.
	unsent  []unsent                  // Acts that are still on somebody's phone.
	phones  map[event.PersonID]*phone
	secrets map[event.ID]secret
	seals   map[event.ContainerID]string
	made    map[event.Kind]int
	region  event.Region
	day     event.Day
	clean   bool // Nobody makes a mistake.
	demo    bool
	third   bool // The AD counts too.
	lags    bool // Phones hear of a new checkpoint only when time goes by.
	heard   state.Checkpoint
}

type phone struct {
	role   event.Role
	key    event.PublicKey
	active int64
	on     bool
	n      int
}

type secret struct {
	salt   [16]byte
	number int64
}

type unsent struct {
	o   event.Opened
	due int // How many more acts are recorded before it.
}

const (
	rp     = "set.example"
	origin = "https://set.example"
)

var firstDay = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC).Unix()

func newSet(t testing.TB, seed uint64) *set {
	t.Helper()
	s := &set{
		t: t, rand: rand.New(rand.NewPCG(seed, 40)), w: newTwins(t), seed: seed, now: firstDay,
		heads: map[event.Object]event.ID{}, phones: map[event.PersonID]*phone{}, secrets: map[event.ID]secret{},
		seals: map[event.ContainerID]string{}, made: map[event.Kind]int{},
	}
	return s
}

// chance is true n times of a hundred.
func (s *set) chance(n int) bool { return s.rand.IntN(100) < n }

func pick[T any](s *set, of ...T) T { return of[s.rand.IntN(len(of))] }

// keyOf draws a key from a name. Nothing here does curve arithmetic with it.
func keyOf(name string) event.PublicKey {
	var k event.PublicKey
	k[0] = 4
	x, y := sha256.Sum256([]byte("x "+name)), sha256.Sum256([]byte("y "+name))
	copy(k[1:], x[:])
	copy(k[33:], y[:])
	return k
}

// later lets time go by; mostly the ledger signs the new time.
func (s *set) later(seconds int64) {
	s.now += seconds
	if len(s.log) > 0 && (s.clean || s.chance(95)) {
		s.tick()
		s.heard = s.ticks[len(s.ticks)-1]
	}
}

func (s *set) tick() {
	size := int64(len(s.log))
	root := sha256.Sum256(fmt.Appendf(nil, "root %d", size))
	c := state.Checkpoint{Size: size, Root: hex.EncodeToString(root[:]), Time: s.now}
	s.ticks = append(s.ticks, c)
	s.w.tick(s.t, c)
}

// seen is the checkpoint an author names: the newest, an older one, or none.
func (s *set) seen() event.Seen {
	if len(s.ticks) == 0 || s.lags && s.heard.Size == 0 {
		return event.Seen{}
	}
	c := s.ticks[len(s.ticks)-1]
	if s.lags {
		c = s.heard
	}
	switch n := s.rand.IntN(100); {
	case s.clean || n < 94:
	case n < 98:
		c = s.ticks[max(0, len(s.ticks)-1-s.rand.IntN(12))]
	default:
		return event.Seen{}
	}
	return event.Seen{Size: c.Size, Root: c.Root, TimeSec: c.Time}
}

// do composes an act of some people and records it, or keeps it on a phone for a while. It reports
// whether there was anything to say.
func (s *set) do(body event.Body, signers ...event.Signer) (event.ID, bool) {
	s.t.Helper()
	s.wake(body, signers)
	s.nonce++
	nonce := sha256.Sum256(fmt.Appendf(nil, "nonce %d %d", s.seed, s.nonce))
	production := sha256.Sum256(fmt.Appendf(nil, "production %d", s.seed))
	e := &event.Event{
		Kind: body.Kind(), Production: event.ProductionID(hex.EncodeToString(production[:16])),
		Nonce: hex.EncodeToString(nonce[:16]), AtMS: s.now * 1000, Seen: s.seen(), Signers: signers, Body: body,
	}
	if e.Kind == event.KindMisfireClosed && s.chance(60) {
		e.Openings = []event.Commitment{{Field: state.CauseField, Digest: keyID("because")}}
	}
	for _, o := range event.Objects(body) {
		e.Links = append(e.Links, event.Link{Object: o, Prev: s.prev(o)})
	}
	payload, err := event.Encode(e)
	if err != nil {
		return event.ID{}, false // It cannot be said: one person twice, or a list of nothing.
	}
	o, ok := s.sign(e, payload)
	if !ok {
		return event.ID{}, false // Two people with one phone: no entry has the same key twice.
	}
	for _, k := range e.Links {
		s.heads[k.Object] = o.ID()
	}
	if len(s.log) > 0 && !s.clean && s.chance(3) {
		s.unsent = append(s.unsent, unsent{o, 1 + s.rand.IntN(6)})
		return o.ID(), true
	}
	s.record(o)
	s.deliver()
	return o.ID(), true
}

// prev is what an author takes for the newest link of a thing: the newest, an older one, or one that
// nobody will ever see.
func (s *set) prev(o event.Object) event.ID {
	n := s.rand.IntN(1000)
	links := s.w.known.Links(o)
	switch {
	case s.clean || n < 990 || len(links) == 0:
		return s.heads[o]
	case n < 996:
		e, _ := s.w.known.Entry(links[s.rand.IntN(len(links))])
		return e.ID
	case n < 998:
		return event.ID{}
	}
	return sha256.Sum256(fmt.Appendf(nil, "nobody %d", s.rand.Uint64()))
}

// record puts an entry into the log; mostly a checkpoint covers it at once.
func (s *set) record(o event.Opened) {
	s.t.Helper()
	s.made[o.Event().Kind]++
	s.w.add(s.t, o)
	s.log = append(s.log, o)
	if s.clean || s.chance(97) {
		s.tick()
	}
}

// deliver records what phones had kept and can send now.
func (s *set) deliver() {
	for n := 0; n < len(s.unsent); n++ {
		if s.unsent[n].due--; s.unsent[n].due <= 0 {
			o := s.unsent[n].o
			s.unsent = slices.Delete(s.unsent, n, n+1)
			n--
			s.record(o)
		}
	}
}

// wake continues duties whose device key has locked.
func (s *set) wake(body event.Body, signers []event.Signer) {
	for _, g := range signers {
		p := s.phones[g.Person]
		if p == nil || !p.on || g.How != event.Session || s.now-p.active <= state.IdleMaxS || !s.clean && s.chance(5) {
			continue
		}
		if _, waking := body.(*event.DutyContinued); waking {
			continue
		}
		p.active = s.now
		s.do(&event.DutyContinued{Person: g.Person, Device: p.key}, event.Signer{Person: g.Person, Role: p.role, How: event.Verified})
	}
	for _, g := range signers {
		if p := s.phones[g.Person]; p != nil {
			p.active = s.now
		}
	}
}

// sign makes the entry with everybody's key and opens it.
func (s *set) sign(e *event.Event, payload []byte) (event.Opened, bool) {
	s.t.Helper()
	var signatures []event.Signature
	for _, g := range e.Signers {
		sig := event.Signature{Kind: event.Device, DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1}}
		p := s.phones[g.Person]
		switch {
		case g.Person == state.HubPerson:
			sig.Key = keyOf("hub")
		case g.How == event.Session && p != nil:
			sig.Key = p.key
		case s.demo:
			sig.Kind, sig.Key = event.Software, keyOf(string(g.Person))
		default:
			sig.Kind, sig.Key = event.Passkey, keyOf(string(g.Person))
			sig.AuthData, sig.ClientData = s.assertion(payload)
		}
		if !s.clean && s.rand.IntN(1000) == 0 {
			sig.Key = keyOf("somebody else than " + string(g.Person)) // A key that nobody was given.
		}
		if slices.ContainsFunc(signatures, func(other event.Signature) bool { return other.Key == sig.Key }) {
			return event.Opened{}, false
		}
		signatures = append(signatures, sig)
	}
	entry, err := event.Seal(payload, signatures)
	if err != nil {
		s.t.Fatalf("%s: %v", e.Kind, err)
	}
	return openedOf(s.t, entry), true
}

func (s *set) assertion(payload []byte) (authData, clientData []byte) {
	page, site := origin, rp
	if !s.clean && s.rand.IntN(1000) == 0 {
		page = "https://elsewhere.example"
	}
	hash := sha256.Sum256([]byte(site))
	authData = append(hash[:], 0x05, 0, 0, 0, 1)
	challenge := event.Challenge(event.PayloadType, payload)
	return authData, fmt.Appendf(nil, `{"type":"webauthn.get","challenge":%q,"origin":%q}`,
		base64.RawURLEncoding.EncodeToString(challenge[:]), page)
}

// openedOf opens an entry whose signatures somebody has checked.
func openedOf(t testing.TB, entry []byte) event.Opened {
	t.Helper()
	p, err := event.Parse(entry)
	if err != nil {
		t.Fatal(err)
	}
	valid := make([]bool, len(p.Checks()))
	for n := range valid {
		valid[n] = true
	}
	o, err := event.Open(p, event.Vouch{Host: "test", Valid: valid})
	if err != nil {
		t.Fatal(err)
	}
	return o
}
