package session_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/rules"
)

const (
	logOrigin  = "set.example/log"
	pageOrigin = "https://set.example"
	production = "000102030405060708090a0b0c0d0e0f"
	startTime  = 1_763_900_000
)

// server is the other side of a session: it holds a log, signs checkpoints, and can lie.
type server struct {
	t          testing.TB
	log, clock ed25519.PrivateKey
	keys       proof.Keys
	now        int64
	entries    [][]byte
	notes      []signedAt
	openings   [][]byte
	leaves     proof.Range
	nonce      int
}

type signedAt struct {
	size int
	note []byte
}

func private(word string) ed25519.PrivateKey {
	sum := sha256.Sum256([]byte(word))
	return ed25519.NewKeyFromSeed(sum[:])
}

func keyOf(t testing.TB, who string) passkey.Key {
	t.Helper()
	k, err := passkey.KeyFromSeed(event.Software, []byte("person "+who))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newServer(t testing.TB) *server {
	t.Helper()
	s := &server{t: t, log: private("log"), clock: private("clock"), now: startTime}
	var err error
	s.keys.Log, err = proof.NewVerifierKey(logOrigin, proof.LogSignature, s.log.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	s.keys.Clock, err = proof.NewVerifierKey(logOrigin+proof.ClockSuffix, proof.TimedCosignature, s.clock.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	s.open()
	s.sign()
	return s
}

func (s *server) verified(who string, role event.Role) event.Signer {
	return event.Signer{Person: event.PersonID(who), Role: role, How: event.Verified}
}

// open writes the first entry, which two founders sign.
func (s *server) open() {
	s.t.Helper()
	pack, ok := rules.Find("us-ca-part13")
	if !ok {
		s.t.Fatal("the California pack does not ship")
	}
	s.record(&event.Event{
		Kind: event.KindProductionOpened, Production: production,
		Signers: []event.Signer{s.verified("h1", event.Founder), s.verified("a1", event.Founder)},
		Body: &event.ProductionOpened{
			Region: "US-CA", RP: "set.example", Origins: []string{pageOrigin}, LogOrigin: logOrigin,
			LogKey: s.keys.Log.String(), ClockKey: s.keys.Clock.String(), Hub: keyOf(s.t, "hub").Public(),
			Founders: []event.FounderEntry{
				{Person: "h1", Department: event.Props, Role: event.Handler, Key: keyOf(s.t, "h1").Public()},
				{Person: "a1", Department: event.Directing, Role: event.AD, Key: keyOf(s.t, "a1").Public()},
			},
			Demo: event.Yes, TaxCredit: event.No,
			Packs: []event.PackRef{{Pack: "us-ca-part13", Digest: pack.Digest()}},
		},
	})
}

// record signs an event with everybody's key and appends it.
func (s *server) record(e *event.Event) {
	s.t.Helper()
	s.nonce++
	sum := sha256.Sum256(fmt.Appendf(nil, "nonce %d", s.nonce))
	e.Nonce, e.AtMS = hex.EncodeToString(sum[:16]), s.now*1000
	payload, err := event.Encode(e)
	if err != nil {
		s.t.Fatal(err)
	}
	s.append(s.seal(payload, e.Signers))
}

func (s *server) seal(payload []byte, signers []event.Signer) []byte {
	s.t.Helper()
	var signatures []event.Signature
	for _, g := range signers {
		sig, err := keyOf(s.t, string(g.Person)).Sign(event.PayloadType, payload)
		if err != nil {
			s.t.Fatal(err)
		}
		signatures = append(signatures, sig)
	}
	entry, err := event.Seal(payload, signatures)
	if err != nil {
		s.t.Fatal(err)
	}
	return entry
}

func (s *server) append(entry []byte) {
	s.t.Helper()
	s.entries = append(s.entries, entry)
	if err := s.leaves.Append(proof.LeafHash(entry)); err != nil {
		s.t.Fatal(err)
	}
}

// sign signs a checkpoint over everything recorded, a second after the one before.
func (s *server) sign() {
	s.now++
	s.notes = append(s.notes, signedAt{len(s.entries), s.note(s.leaves.Size(), s.leaves.Root(), s.now)})
}

func (s *server) note(size uint64, root proof.Hash, at int64) []byte {
	return signNote(s.keys, s.log, s.clock, size, root, at)
}

// signNote signs a checkpoint; at 0 the clock does not vouch.
func signNote(keys proof.Keys, log, clock ed25519.PrivateKey, size uint64, root proof.Hash, at int64) []byte {
	text := proof.Checkpoint{Origin: logOrigin, Size: size, Root: root}.Text()
	note := string(text) + "\n" + proof.SignatureLine(keys.Log, ed25519.Sign(log, text))
	if at > 0 {
		line := binary.BigEndian.AppendUint64(nil, uint64(at))
		line = append(line, ed25519.Sign(clock, proof.CosignedText(proof.UnixTime(at), text))...)
		note += proof.SignatureLine(keys.Clock, line)
	}
	return []byte(note)
}

func frame(tag byte, body []byte) []byte {
	return session.AppendFrame(nil, tag, body)
}

// stream is what the server sends: entries from one index, checkpoints from one position.
func (s *server) stream(from, track int) []byte {
	var out []byte
	for _, n := range s.notes[track:] {
		for ; from < n.size; from++ {
			out = append(out, frame('E', s.entries[from])...)
		}
		out = append(out, frame('C', n.note)...)
	}
	for _, o := range s.openings {
		out = append(out, frame('O', o)...)
	}
	return out
}

// terms is what the page is told before it reads the log.
func (s *server) terms() string {
	var packs []string
	for _, f := range rules.All() {
		packs = append(packs, base64.StdEncoding.EncodeToString(f.Bytes))
	}
	text, err := json.Marshal(map[string]any{
		"origin": logOrigin, "log_key": s.keys.Log.String(), "clock_key": s.keys.Clock.String(),
		"rp": "set.example", "packs": packs,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func (s *server) session() *session.Session { return openPage(s.t, s.terms()) }

func openPage(t testing.TB, terms string) *session.Session {
	page, err := session.Open(terms)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// check is one signature the host verifies, as the wire carries it.
type check struct {
	Alg     string `json:"alg"`
	Key     []byte `json:"key"`
	Message []byte `json:"message"`
	Sig     []byte `json:"sig"`
}

// answer is what a vouch answers.
type answer struct {
	Size     int64 `json:"size"`
	Complete bool  `json:"complete"`
	Time     int64 `json:"time"`
	Refused  []struct {
		Index   int    `json:"index"`
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"refused"`
}

// feed is the whole exchange of a page: feed, verify each signature as the host does, vouch.
func feed(t testing.TB, page *session.Session, stream []byte) answer {
	t.Helper()
	out, err := page.Feed(stream)
	if err != nil {
		t.Fatalf("feed: %v", err)
	}
	var listed struct{ Checks []check }
	if err := json.Unmarshal(out, &listed); err != nil {
		t.Fatalf("feed answered %s: %v", out, err)
	}
	bits := make([]byte, len(listed.Checks))
	for i, c := range listed.Checks {
		if verifies(c) {
			bits[i] = 1
		}
	}
	out, err = page.Vouch(bits, "test host")
	if err != nil {
		t.Fatalf("vouch: %v", err)
	}
	var a answer
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatalf("vouch answered %s: %v", out, err)
	}
	return a
}

func verifies(c check) bool {
	if c.Alg != "ES256" || len(c.Key) != event.KeySize || len(c.Sig) != event.RawSize {
		return false
	}
	der, err := event.DERFromRaw([event.RawSize]byte(c.Sig))
	return err == nil && passkey.Check(event.Check{Key: event.PublicKey(c.Key), Message: c.Message, DER: der})
}

// now is the JSON of a page that heard the server at its present time.
func (s *server) clockNow() string {
	return fmt.Sprintf(`{"server_time":%d,"elapsed":0,"continuous":true}`, s.now*1000)
}

// wall is a whole exchange over one more act by a founder.
func (s *server) act(body event.Body, signers ...event.Signer) {
	s.t.Helper()
	s.record(&event.Event{
		Kind: body.Kind(), Production: production, Signers: signers, Body: body,
	})
}
