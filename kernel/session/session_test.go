package session_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// story is a server with four entries under three checkpoints.
func story(t testing.TB) *server {
	t.Helper()
	s := newServer(t)
	s.act(&event.ContactNamed{Person: "a1"}, s.verified("a1", event.AD))
	s.sign()
	s.act(&event.DayCalled{Day: "2026-11-23", Unit: "main", Region: "US-CA", Place: "stage-4"}, s.verified("a1", event.AD))
	s.act(&event.NoticeGiven{Day: "2026-11-23", Unit: "main", To: event.CrewTold}, s.verified("a1", event.AD))
	s.sign()
	return s
}

const startQuestion = `{"ask":"start","scene":"42","unit":"main"}`

// judged is the verdict of the wire.
type judged struct {
	Outcome string
	Digest  string
	AsOf    struct{ Entry, Time int64 } `json:"as_of"`
	Reasons []struct {
		Code, Key, Act string
		Clauses        []struct{ Pack, Clause string }
	}
}

func judge(t testing.TB, page *session.Session, now string) judged {
	t.Helper()
	out, err := page.JudgeJSON(startQuestion, now)
	if err != nil {
		t.Fatal(err)
	}
	var v judged
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	return v
}

func (v judged) notWhole() bool {
	return v.Outcome == "HOLD" && slices.ContainsFunc(v.Reasons, func(r struct {
		Code, Key, Act string
		Clauses        []struct{ Pack, Clause string }
	},
	) bool {
		return r.Code == "H25"
	})
}

func TestAWholeLogIsFolded(t *testing.T) {
	s := story(t)
	page := s.session()
	a := feed(t, page, s.stream(0, 0))
	if a.Size != 4 || !a.Complete || a.Time != s.now || len(a.Refused) != 0 {
		t.Fatalf("vouch answered %+v", a)
	}
	if v := judge(t, page, s.clockNow()); v.notWhole() || v.AsOf.Entry != 4 || v.AsOf.Time != s.now {
		t.Errorf("verdict %+v", v)
	}
	q := verdict.Question{Ask: verdict.Start, Scene: "42", Unit: "main"}
	now := state.Interval{Earliest: s.now, Latest: s.now + 2}
	if ours, kernel := page.Judge(q, now), verdict.Judge(page.Known(), q, page.Packs(), now); verdict.Digest(ours) != verdict.Digest(kernel) {
		t.Error("a session whose record holds judges otherwise than the kernel")
	}
}

func TestATailIsReadFromWhereThePageStands(t *testing.T) {
	s := story(t)
	page := s.session()
	feed(t, page, s.stream(0, 0))
	s.act(&event.DayClosed{Day: "2026-11-23", Unit: "main"}, s.verified("h1", event.Handler), s.verified("a1", event.AD))
	s.sign()
	if a := feed(t, page, s.stream(4, 3)); a.Size != 5 || !a.Complete {
		t.Errorf("vouch answered %+v", a)
	}
	if a := feed(t, page, s.stream(5, 3)); a.Size != 5 || !a.Complete || len(a.Refused) != 0 {
		t.Errorf("the newest checkpoint again: %+v", a)
	}
	if a := feed(t, page, nil); a.Size != 5 || !a.Complete {
		t.Errorf("nothing new: %+v", a)
	}
}

// lies are everything a server can send that does not hold. Each is told to a page that has read the
// first two entries.
var lies = map[string]struct {
	code string
	tell func(t *testing.T, s *server) []byte
}{
	"entries without a checkpoint": {session.CodeMissing, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[3]))
	}},
	"one entry left out": {session.CodeMissing, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', s.entries[3]), frame('C', s.notes[2].note))
	}},
	"two entries the other way round": {session.CodeRoot, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', s.entries[3]), frame('E', s.entries[2]), frame('C', s.notes[2].note))
	}},
	"another entry of the same form": {session.CodeRoot, func(_ *testing.T, s *server) []byte {
		s.act(&event.NoticeGiven{Day: "2026-11-23", Unit: "main", To: event.CrewTold}, s.verified("a1", event.AD))
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[4]), frame('C', s.notes[2].note))
	}},
	"an entry sent twice": {session.CodeOrder, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', s.entries[1]), frame('E', s.entries[2]), frame('C', s.notes[2].note))
	}},
	"an entry of another production": {session.CodeOrder, func(_ *testing.T, s *server) []byte {
		s.record(&event.Event{
			Kind: event.KindNoticeGiven, Production: "ffffffffffffffffffffffffffffffff",
			Signers: []event.Signer{s.verified("a1", event.AD)}, Body: &event.NoticeGiven{Day: "2026-11-23", Unit: "main", To: event.CrewTold},
		})
		return slices.Concat(frame('E', s.entries[4]), frame('C', s.notes[2].note))
	}},
	"an entry with a flipped signature bit": {session.CodeSignature, func(_ *testing.T, s *server) []byte {
		broken := bytes.Clone(s.entries[2])
		broken[len(broken)-1] ^= 1 // The last byte of S, which stays within the group.
		return slices.Concat(frame('E', broken), frame('E', s.entries[3]), frame('C', s.notes[2].note))
	}},
	"an entry nobody can read": {session.CodeEntry, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', []byte("PHE2 later")), frame('C', s.notes[2].note))
	}},
	"another root signed for the size": {session.CodeRoot, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[3]), frame('C', s.note(4, proof.Hash{7}, s.now)))
	}},
	"a second root for a size already known": {session.CodeFork, func(_ *testing.T, s *server) []byte {
		return frame('C', s.note(2, proof.Hash{7}, s.now))
	}},
	"a second root for an old size": {session.CodeFork, func(_ *testing.T, s *server) []byte {
		return frame('C', s.note(1, proof.Hash{7}, s.now))
	}},
	"a checkpoint older than the newest": {session.CodeOlder, func(_ *testing.T, s *server) []byte {
		return frame('C', s.notes[0].note)
	}},
	"a checkpoint whose time goes back": {session.CodeOlder, func(_ *testing.T, s *server) []byte {
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[3]), frame('C', s.note(4, s.leaves.Root(), startTime-9)))
	}},
	"a checkpoint by another log key": {session.CodeCheckpoint, func(_ *testing.T, s *server) []byte {
		note := signNote(s.keys, private("mallory"), s.clock, 4, s.leaves.Root(), s.now)
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[3]), frame('C', note))
	}},
	"a checkpoint whose time another key signed": {session.CodeCheckpoint, func(_ *testing.T, s *server) []byte {
		note := signNote(s.keys, s.log, private("mallory"), 4, s.leaves.Root(), s.now)
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[3]), frame('C', note))
	}},
	"a checkpoint of another log": {session.CodeCheckpoint, func(t *testing.T, s *server) []byte {
		key, err := proof.NewVerifierKey("other.example/log", proof.LogSignature, s.log.Public().(ed25519.PublicKey))
		if err != nil {
			t.Fatal(err)
		}
		text := proof.Checkpoint{Origin: "other.example/log", Size: 4, Root: s.leaves.Root()}.Text()
		note := string(text) + "\n" + proof.SignatureLine(key, ed25519.Sign(s.log, text))
		return slices.Concat(frame('E', s.entries[2]), frame('E', s.entries[3]), frame('C', []byte(note)))
	}},
}

func TestALieChangesNothingAndHolds(t *testing.T) {
	for name, lie := range lies {
		t.Run(name, func(t *testing.T) {
			s := story(t)
			page := s.session()
			if a := feed(t, page, slices.Concat(frame('E', s.entries[0]), frame('C', s.notes[0].note),
				frame('E', s.entries[1]), frame('C', s.notes[1].note))); !a.Complete || a.Size != 2 {
				t.Fatalf("the honest part: %+v", a)
			}
			before, err := page.JudgeJSON(startQuestion, s.clockNow())
			if err != nil {
				t.Fatal(err)
			}
			a := feed(t, page, lie.tell(t, s))
			if a.Size != 2 || a.Complete || len(a.Refused) != 1 || a.Refused[0].Code != lie.code {
				t.Fatalf("vouch answered %+v, want %s", a, lie.code)
			}
			if known := page.Known(); known.Size() != 2 || known.Pending() != 0 {
				t.Errorf("%d entries are folded and %d wait", known.Size(), known.Pending())
			}
			if v := judge(t, page, s.clockNow()); !v.notWhole() {
				t.Errorf("after the lie: %+v", v)
			}
			recovers := feed(t, page, s.stream(2, 2))
			after := judge(t, page, s.clockNow())
			if lie.code == session.CodeFork {
				if recovers.Complete || !after.notWhole() {
					t.Error("a log with two faces was believed again")
				}
				return
			}
			if len(s.entries) == 4 && (recovers.Size != 4 || !recovers.Complete || after.notWhole()) {
				t.Errorf("the truth after the lie: %+v, %+v", recovers, after)
			}
			if bytes.Contains(before, []byte(`"H25"`)) {
				t.Error("the record was held before the lie")
			}
		})
	}
}

func TestFramesThatAreCutShortHold(t *testing.T) {
	s := story(t)
	whole := s.stream(0, 0)
	for cut := 1; cut < len(whole); cut += 97 {
		page := s.session()
		if _, err := page.Feed(whole[:cut]); err == nil {
			continue // It was cut between two frames; the lies above tell that.
		} else if e, ok := errors.AsType[*session.Error](err); !ok || e.Code != session.CodeFrames {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if page.Known().Size() != 0 || !judge(t, page, s.clockNow()).notWhole() {
			t.Fatalf("cut at %d changed something", cut)
		}
	}
	for name, stream := range map[string][]byte{
		"unknown tag":   frame('X', nil),
		"too long":      {'E', 0x00, 0x02, 0x00, 0x01},
		"longer length": {'C', 0xff, 0xff, 0xff, 0xff, 0},
	} {
		if _, err := s.session().Feed(stream); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestAClockFaultWaitsForATime(t *testing.T) {
	s := story(t)
	page := s.session()
	untimed := s.note(2, rootOf(t, s, 2), 0)
	a := feed(t, page, slices.Concat(frame('E', s.entries[0]), frame('C', s.notes[0].note), frame('E', s.entries[1]), frame('C', untimed)))
	if a.Size != 2 || a.Complete || !judge(t, page, s.clockNow()).notWhole() {
		t.Fatalf("without a time: %+v", a)
	}
	if a := feed(t, page, s.stream(2, 2)); a.Size != 4 || !a.Complete {
		t.Errorf("with the next time: %+v", a)
	}
}

func rootOf(t *testing.T, s *server, n int) proof.Hash {
	t.Helper()
	var r proof.Range
	for _, e := range s.entries[:n] {
		if err := r.Append(proof.LeafHash(e)); err != nil {
			t.Fatal(err)
		}
	}
	return r.Root()
}

func TestAPageIsNotTakenToAnotherLog(t *testing.T) {
	s := story(t)
	terms := strings.Replace(s.terms(), `"rp":"set.example"`, `"rp":"other.example"`, 1)
	page, err := session.Open(terms)
	if err != nil {
		t.Fatal(err)
	}
	if a := feed(t, page, s.stream(0, 0)); a.Size != 0 || a.Refused[0].Code != session.CodeOrder {
		t.Errorf("other relying party: %+v", a)
	}
	terms = strings.Replace(s.terms(), `{`, `{"production":"ffffffffffffffffffffffffffffffff",`, 1)
	if page, err = session.Open(terms); err != nil {
		t.Fatal(err)
	}
	if a := feed(t, page, s.stream(0, 0)); a.Size != 0 || a.Refused[0].Code != session.CodeOrder {
		t.Errorf("other production: %+v", a)
	}
}

func TestVouchTakesOnlyAnswersToWhatWasFed(t *testing.T) {
	s := story(t)
	page := s.session()
	if _, err := page.Vouch(nil, "host"); err == nil {
		t.Error("answers to nothing were taken")
	}
	if _, err := page.Feed(s.stream(0, 0)); err != nil {
		t.Fatal(err)
	}
	for _, bits := range [][]byte{nil, make([]byte, 4), make([]byte, 6)} {
		if _, err := page.Vouch(bits, "host"); err == nil {
			t.Errorf("%d answers were taken", len(bits))
		}
	}
	if page.Known().Size() != 0 {
		t.Error("something was folded")
	}
}

func TestOpeningsAreComparedWithTheirCommitments(t *testing.T) {
	s := newServer(t)
	salt := [16]byte{1, 2, 3}
	s.record(&event.Event{
		Kind: event.KindCrewListed, Production: production,
		Signers:  []event.Signer{s.verified("a1", event.AD)},
		Body:     &event.CrewListed{People: []event.ListedPerson{{Person: "p1", Department: event.Cast, Proposed: event.Performer}}},
		Openings: []event.Commitment{{Field: "p1", Digest: event.Commit(salt, "p1", []byte("Inés \"P\""))}},
	})
	s.sign()
	opening := func(index int, field, value string) []byte {
		text, err := json.Marshal(map[string]any{"index": index, "field": field, "salt": hex.EncodeToString(salt[:]), "value": value})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	s.openings = [][]byte{
		opening(1, "p1", "Inés \"P\""), opening(1, "p1", "Somebody else"), opening(1, "p2", "Inés \"P\""),
		opening(9, "p1", "Inés \"P\""), []byte(`{"index":-1}`), []byte(`[`),
	}
	page := s.session()
	a := feed(t, page, s.stream(0, 0))
	if !a.Complete || len(a.Refused) != 5 {
		t.Fatalf("vouch answered %+v", a)
	}
	for _, r := range a.Refused {
		if r.Code != session.CodeOpening {
			t.Errorf("refused %+v", r)
		}
	}
	if text, ok := page.Text(1, "p1"); !ok || text != "Inés \"P\"" {
		t.Errorf("text is %q", text)
	}
	if _, ok := page.Text(1, "p2"); ok {
		t.Error("a text nobody committed to is shown")
	}
}

// drafted is what a draft answers.
type drafted struct {
	Payload, PAE  []byte
	ID, Challenge string
}

func TestAnActIsDraftedSignedSealedAndRead(t *testing.T) {
	s := story(t)
	page := s.session()
	feed(t, page, s.stream(0, 0))
	out, err := page.Draft(`{"kind":"item.received", "at":1763900100000, "nonce":"0f0e0d0c0b0a09080706050403020100",
		"words":"", "signers":[{"person":"h1","role":"handler","how":"verified"}],
		"body":{"items":[{"item":"R-03","class":"LIVE_CAPABLE","mechanism":"revolver","chambers":6,"magazine":0,
		"serial4":"4471","look_alike":"","lender":"L1","unloaded":"yes"}]}, "openings":[]}`)
	if err != nil {
		t.Fatal(err)
	}
	var d drafted
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatal(err)
	}
	e, err := event.Decode(d.Payload)
	if err != nil {
		t.Fatal(err)
	}
	if e.Production != production || e.Seen != page.Known().Seen() || e.Seen.Size != 4 || len(e.Links) != 1 {
		t.Errorf("drafted %+v", e)
	}
	sum := event.Challenge(event.PayloadType, d.Payload)
	if d.Challenge != base64.RawURLEncoding.EncodeToString(sum[:]) || d.ID != event.IDOf(d.Payload).String() ||
		!bytes.Equal(d.PAE, event.PAE(event.PayloadType, d.Payload)) {
		t.Error("challenge, identity or PAE is another act's")
	}
	key := keyOf(t, "h1")
	sig, err := key.Sign(event.PayloadType, d.Payload)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := event.RawFromDER(sig.DER)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{
		fmt.Sprintf(`"raw":%q`, base64.StdEncoding.EncodeToString(raw[:])),
		fmt.Sprintf(`"der":%q`, base64.StdEncoding.EncodeToString(sig.DER)),
	} {
		entry, err := session.Seal(fmt.Sprintf(`{"payload":%q,"signatures":[{"kind":"software","key":%q,%s}]}`,
			base64.StdEncoding.EncodeToString(d.Payload), key.Public(), form))
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if !bytes.Equal(entry, s.seal(d.Payload, e.Signers)) {
			parsed, err := event.Parse(entry)
			if err != nil || parsed.ID() != event.IDOf(d.Payload) {
				t.Errorf("%s sealed another entry: %v", form, err)
			}
		}
	}
	seen, err := session.Inspect(fmt.Sprintf(`{"payload":%q}`, base64.StdEncoding.EncodeToString(d.Payload)))
	if err != nil {
		t.Fatal(err)
	}
	var inspected struct {
		Kind, ID string
		Signers  []struct{ Person, Role, How string }
		Body     struct{ Items []struct{ Item string } }
	}
	if err := json.Unmarshal(seen, &inspected); err != nil {
		t.Fatalf("%s: %v", seen, err)
	}
	if inspected.Kind != "item.received" || inspected.ID != d.ID || len(inspected.Signers) != 1 ||
		inspected.Signers[0].Role != "handler" || inspected.Body.Items[0].Item != "R-03" {
		t.Errorf("inspected %s", seen)
	}
}

func TestANewcomerDraftsBeforeTheLogIsReadable(t *testing.T) {
	s := story(t)
	draft := fmt.Sprintf(`{"kind":"crew.enrolled","at":1,"nonce":%q,"words":"","signers":[{"person":"n1","role":"crew","how":"verified"},
		{"person":"h1","role":"crew","how":"verified"}],"body":{"person":"n1","department":"grip","key":%q,"vouchers":["h1"]},"openings":[]}`,
		production, keyOf(t, "n1").Public())
	if _, err := s.session().Draft(draft); err == nil {
		t.Error("an act of no production was drafted")
	}
	page, err := session.Open(strings.Replace(s.terms(), `{`, `{"production":"`+production+`",`, 1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := page.Draft(draft); err != nil {
		t.Errorf("with the production's id: %v", err)
	}
}

func TestRefusalsNameTheField(t *testing.T) {
	s := story(t)
	page := s.session()
	feed(t, page, s.stream(0, 0))
	for name, c := range map[string]struct {
		draft, code, field string
	}{
		"no JSON":       {`{`, session.CodeSyntax, ""},
		"float":         {`{"at":1.5}`, session.CodeSyntax, ""},
		"member twice":  {`{"at":1,"at":1}`, session.CodeSyntax, ""},
		"own seen":      {`{"kind":"stop.called","seen":{}}`, session.CodeSyntax, ""},
		"unknown kind":  {`{"kind":"x","at":1,"nonce":"0f0e0d0c0b0a09080706050403020100","words":"","signers":[{"person":"h1","role":"handler","how":"verified"}],"body":{}}`, session.CodeField, "kind"},
		"missing field": {`{"kind":"stop.called","at":1,"nonce":"0f0e0d0c0b0a09080706050403020100","words":"","signers":[{"person":"h1","role":"handler","how":"verified"}],"body":{}}`, session.CodeField, "body.unit"},
	} {
		_, err := page.Draft(c.draft)
		var told struct {
			Error struct{ Code, Field string }
		}
		if err == nil {
			t.Errorf("%s was drafted", name)
		} else if err := json.Unmarshal(session.ErrorJSON(err), &told); err != nil || told.Error.Code != c.code || told.Error.Field != c.field {
			t.Errorf("%s: %s", name, session.ErrorJSON(err))
		}
	}
}

func TestALoginHasItsOwnPayloadType(t *testing.T) {
	out, err := session.SignIn(`{"production":"` + production + `","person":"h1","origin":"https://set.example","nonce":"` + production + `","at":1763900000000}`)
	if err != nil {
		t.Fatal(err)
	}
	var d drafted
	if err := json.Unmarshal(out, &d); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(d.PAE, event.PAE(event.SignInType, d.Payload)) {
		t.Error("a login is signed as an act")
	}
	if _, err := session.SignIn(`{"person":"h1"}`); err == nil {
		t.Error("a login without production was written")
	}
}

func TestTheClockOfAPageBecomesAnInterval(t *testing.T) {
	s := story(t)
	page := s.session()
	feed(t, page, s.stream(0, 0))
	const hour = 3600 * 1000
	at := s.now * 1000
	for name, c := range map[string]struct {
		now      string
		from, to int64
	}{
		"just heard":            {fmt.Sprintf(`{"server_time":%d,"elapsed":0,"continuous":true}`, at), s.now, s.now + 2},
		"a while ago":           {fmt.Sprintf(`{"server_time":%d,"elapsed":%d,"continuous":true}`, at, hour), s.now + 3598, s.now + 3603},
		"clock was interrupted": {fmt.Sprintf(`{"server_time":%d,"elapsed":%d,"continuous":false}`, at, hour), s.now, state.Future},
		"never heard":           {`{"server_time":0,"elapsed":0,"continuous":true}`, s.now, state.Future},
		"behind the record":     {fmt.Sprintf(`{"server_time":%d,"elapsed":0,"continuous":true}`, at-hour), s.now, state.Future},
		"clock went backwards":  {fmt.Sprintf(`{"server_time":%d,"elapsed":-5,"continuous":true}`, at), s.now, state.Future},
	} {
		got, err := page.Interval(c.now)
		if err != nil || got.Earliest != c.from || got.Latest != c.to {
			t.Errorf("%s: %+v %v, want %d to %d", name, got, err, c.from, c.to)
		}
	}
	if _, err := page.Interval(`[]`); err == nil {
		t.Error("a list is no clock")
	}
}

func TestQuestionsAreReadStrictly(t *testing.T) {
	q, err := session.ParseQuestion(`{"ask":"hand-over","item":"R-03","to":"p1","scene":"42","purpose":"rehearsal","by":"h1"}`)
	want := verdict.Question{Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, By: "h1"}
	if err != nil || q != want {
		t.Errorf("%+v %v", q, err)
	}
	if q, err := session.ParseQuestion(`{"ask":"release","of":"QUAR"}`); err != nil || q.Container != "QUAR" {
		t.Errorf("%+v %v", q, err)
	}
	if _, err := session.ParseQuestion(`{"ask":"start","item":"","purpose":"","of":"","day":"2026-11-23"}`); err != nil {
		t.Errorf("empty texts: %v", err)
	}
	long := strings.Repeat("x", session.QuestionMax-len(`{"ask":"start","scene":""}`))
	if _, err := session.ParseQuestion(`{"ask":"start","scene":"` + long + `"}`); err != nil {
		t.Errorf("a question of %d bytes: %v", session.QuestionMax, err)
	}
	for name, c := range map[string]struct{ text, field string }{
		"no question":          {`{}`, "ask"},
		"unknown question":     {`{"ask":"fire"}`, "ask"},
		"unknown field":        {`{"ask":"start","why":"x"}`, "why"},
		"field in capitals":    {`{"ASK":"start"}`, "ASK"},
		"unknown purpose":      {`{"ask":"hand-over","item":"R-03","purpose":"fun"}`, "purpose"},
		"number for a text":    {`{"ask":"start","scene":42}`, "scene"},
		"of without a release": {`{"ask":"load","item":"R-03","of":"QUAR"}`, "of"},
		"two containers":       {`{"ask":"release","container":"BOX-1","of":"QUAR"}`, "of"},
		"field twice":          {`{"ask":"start","ask":"load"}`, ""},
		"no object":            {`"start"`, ""},
		"something behind it":  {`{"ask":"start"} {}`, ""},
		"too long":             {`{"ask":"start","scene":"` + long + `x"}`, ""},
	} {
		_, err := session.ParseQuestion(c.text)
		if e, ok := errors.AsType[*session.Error](err); !ok || e.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}
