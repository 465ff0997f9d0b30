package api_test

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

func TestHelloGivesWhatAPageNeedsToJudge(t *testing.T) {
	r := newRig(t)
	var got struct {
		Production struct {
			ID, Name, Origin, RP string
			LogKey               string `json:"log_key"`
			ClockKey             string `json:"clock_key"`
			Demo                 bool
		}
		ServerTime int64 `json:"server_time"`
		Words      struct{ Digest string }
		Packs      [][]byte
	}
	a := r.get("/api/hello", "")
	a.into(t, &got)
	if got.Production.ID != string(r.p.ID()) || got.Production.RP != rp || got.Production.Demo ||
		got.Production.LogKey != r.p.Keys().Log.String() || len(got.Packs) != len(r.p.Packs()) ||
		got.ServerTime != r.clock.Now().UnixMilli() || len(got.Words.Digest) != 64 {
		t.Errorf("hello: %s", clip(a.body))
	}
	if a.header.Get("X-Server-Time") != strconv.FormatInt(got.ServerTime, 10) {
		t.Errorf("server time %s in the header", a.header.Get("X-Server-Time"))
	}
}

// frame is one part of the log as a page reads it.
type frame struct {
	tag  byte
	data []byte
}

func frames(t *testing.T, in []byte) []frame {
	t.Helper()
	var out []frame
	for len(in) > 0 {
		if len(in) < 5 || len(in) < 5+int(binary.BigEndian.Uint32(in[1:])) {
			t.Fatalf("the last frame is cut")
		}
		n := int(binary.BigEndian.Uint32(in[1:]))
		out = append(out, frame{in[0], in[5 : 5+n]})
		in = in[5+n:]
	}
	return out
}

func TestAPageReadsTheLogFromWhereItWas(t *testing.T) {
	r := newRig(t)
	all := r.get("/api/log", "c1")
	entries := 0
	for _, f := range frames(t, all.body) {
		if f.tag == 'E' {
			entries++
		}
	}
	if all.header.Get("X-Size") != strconv.Itoa(entries) || entries != int(r.p.Head().Size) {
		t.Fatalf("%d entries, X-Size %s", entries, all.header.Get("X-Size"))
	}
	r.do(&event.ContactNamed{Person: "ad1"}, verified("ad1", event.AD))
	tail := r.get("/api/log?from="+all.header.Get("X-Size")+"&track="+all.header.Get("X-Track"), "c1")
	got := frames(t, tail.body)
	if len(got) < 2 || got[0].tag != 'E' || got[len(got)-1].tag != 'C' {
		t.Errorf("the tail has %d frames", len(got))
	}
	parsed, err := event.Parse(got[0].data)
	if err != nil || parsed.Event().Kind != event.KindContactNamed {
		t.Errorf("the tail begins with another entry: %v", err)
	}
	for _, q := range []string{"from=-1", "from=x", "from=99999", "track=99999", "from=1e3"} {
		r.get("/api/log?"+q, "c1").refused(t, http.StatusBadRequest, "bad-request")
	}
}

func TestAPageAsksAgainForTextsItMayReadNow(t *testing.T) {
	r := newRig(t)
	text, err := production.Salted("text", []byte("the belt was left open"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.p.Perform(t.Context(), production.Act{
		Body: &event.ConcernRaised{}, Signers: []event.Signer{verified("w1", event.Crew)},
		Openings: []proof.Opening{text},
	}, r.key("w1")); err != nil {
		t.Fatal(err)
	}
	size := strconv.FormatUint(r.p.Head().Size, 10)
	read := func() int {
		t.Helper()
		got := r.get("/api/openings?from=0&to="+size, "c1")
		if got.status != http.StatusOK || got.header.Get("X-Size") != size || got.header.Get("X-More") != "" {
			t.Fatalf("%d %v", got.status, got.header)
		}
		n := 0
		for _, f := range frames(t, got.body) {
			if f.tag != 'O' {
				t.Errorf("a frame %c among the openings", f.tag)
			}
			if bytes.Contains(f.data, []byte("belt was left")) {
				n++
			}
		}
		return n
	}
	if read() != 0 {
		t.Error("a concern is read by somebody who is no recipient")
	}
	r.do(&event.Appointed{Person: "c1", Role: event.Recipient}, verified("ad1", event.AD))
	if read() != 1 {
		t.Error("a recipient does not get what was raised before")
	}
	r.get("/api/openings?from=0&to=1", "").refused(t, http.StatusUnauthorized, "not-signed-in")
	for _, q := range []string{"from=1&to=0", "from=0&to=99999", "from=x", "to=-1"} {
		r.get("/api/openings?"+q, "c1").refused(t, http.StatusBadRequest, "bad-request")
	}
}

// TestALogBeyondOneAnswerSaysSo writes more than one answer holds.
func TestALogBeyondOneAnswerSaysSo(t *testing.T) {
	r := newRig(t)
	value := bytes.Repeat([]byte("x"), production.OpeningValueMax)
	for n := 0; n*7*len(value) <= production.FramesMax; n++ {
		a := production.Act{
			Body: &event.ConcernRaised{}, Signers: []event.Signer{verified("w1", event.Crew)},
		}
		for i := range 7 {
			o, err := production.Salted("text"+strconv.Itoa(i), value)
			if err != nil {
				t.Fatal(err)
			}
			a.Openings = append(a.Openings, o)
		}
		if _, err := r.p.Perform(t.Context(), a, r.key("w1")); err != nil {
			t.Fatal(err)
		}
	}
	size := strconv.FormatUint(r.p.Head().Size, 10)
	first := r.get("/api/openings?from=0&to="+size, "w1")
	if first.header.Get("X-More") != "1" || first.header.Get("X-Size") == size {
		t.Fatalf("%d bytes: %v", len(first.body), first.header)
	}
	rest := r.get("/api/openings?from="+first.header.Get("X-Size")+"&to="+size, "w1")
	if rest.header.Get("X-More") != "" || rest.header.Get("X-Size") != size {
		t.Errorf("the rest: %v", rest.header)
	}
}

func TestAnActIsRecordedOnce(t *testing.T) {
	r := newRig(t)
	signers := []event.Signer{verified("ad1", event.AD)}
	payload := r.draft(&event.ContactNamed{Person: "ad1"}, signers...)
	entry, err := production.Sign(payload, r.key("ad1"))
	if err != nil {
		t.Fatal(err)
	}
	body := map[string]any{"entry": b64(entry), "openings": []any{}}
	var first, second struct {
		Index    uint64
		ID       string
		Repeated bool
		Time     int64
	}
	r.post("/api/acts", "ad1", body).into(t, &first)
	r.post("/api/acts", "ad1", body).into(t, &second)
	if first.Repeated || !second.Repeated || first.Index != second.Index || first.Time != second.Time ||
		first.ID != event.IDOf(payload).String() || first.Time != r.clock.Now().Unix() {
		t.Errorf("receipts %+v and %+v", first, second)
	}
}

// loginEntry lays a payload and one signature out as an entry, whatever they say: what a page would
// send that wants to pass a login off as an act.
func loginEntry(payload []byte, sig event.Signature) []byte {
	out := binary.BigEndian.AppendUint16([]byte("PHE1"), uint16(len(payload)))
	out = append(append(out, payload...), 1, byte(sig.Kind))
	out = append(append(out, sig.Key[:]...), byte(len(sig.DER)))
	out = append(out, sig.DER...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(sig.AuthData)))
	out = append(out, sig.AuthData...)
	out = binary.BigEndian.AppendUint16(out, uint16(len(sig.ClientData)))
	return append(out, sig.ClientData...)
}

func TestALoginIsNoActAndAnActNoLogin(t *testing.T) {
	r := newRig(t)
	act := r.draft(&event.ContactNamed{Person: "ad1"}, verified("ad1", event.AD))
	// The person believed to sign in; the page had them sign over the act's bytes as a login.
	sig, err := r.key("ad1").Sign(event.SignInType, act)
	if err != nil {
		t.Fatal(err)
	}
	r.post("/api/acts", "ad1", map[string]any{"entry": b64(loginEntry(act, sig)), "openings": []any{}}).
		refused(t, http.StatusBadRequest, "login-as-act")
	login := r.login("ad1", r.key("ad1"), event.SignInType)
	whole, err := r.key("ad1").Sign(event.SignInType, unb64(t, login["payload"]))
	if err != nil {
		t.Fatal(err)
	}
	r.post("/api/acts", "ad1", map[string]any{
		"entry": b64(loginEntry(unb64(t, login["payload"]), whole)), "openings": []any{},
	}).refused(t, http.StatusBadRequest, "login-as-act")
	// And the other way round: the signature of an act opens no session.
	if got := r.post("/api/signin", "", r.login("ad1", r.key("ad1"), event.PayloadType)); got.status == http.StatusOK ||
		strings.Contains(string(got.body), "token") {
		t.Errorf("an act's signature opened a session: %d %s", got.status, got.body)
	}
	if got := r.post("/api/signin", "", map[string]any{
		"payload": b64(act), "signature": r.sign(r.key("ad1"), event.PayloadType, act),
	}); got.status == http.StatusOK {
		t.Errorf("an act opened a session: %d %s", got.status, got.body)
	}
	// A login is good once, and for its person only.
	again := r.login("ad1", r.key("ad1"), event.SignInType)
	r.post("/api/signin", "", again).into(t, &struct{}{})
	r.post("/api/signin", "", again).refused(t, http.StatusForbidden, "wrong-nonce")
	r.post("/api/signin", "", r.login("ad1", r.key("h1"), event.SignInType)).
		refused(t, http.StatusForbidden, "wrong-key")
}

func unb64(t *testing.T, text any) []byte {
	t.Helper()
	var out []byte
	if s, ok := text.(string); ok {
		out = []byte(s)
	}
	raw, err := b64decode(string(out))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestASoftwareKeyOpensNothingOutsideADemo(t *testing.T) {
	r := newRig(t)
	soft, err := passkey.KeyFromSeed(event.Software, []byte("story ad1"))
	if err != nil {
		t.Fatal(err)
	}
	r.post("/api/signin", "", r.login("ad1", soft, event.SignInType)).
		refused(t, http.StatusForbidden, "demo-refused")
	entry, err := production.Sign(r.draft(&event.ContactNamed{Person: "ad1"}, verified("ad1", event.AD)), soft)
	if err != nil {
		t.Fatal(err)
	}
	got := r.post("/api/acts", "ad1", map[string]any{"entry": b64(entry), "openings": []any{}})
	if got.status != http.StatusForbidden {
		t.Errorf("a software key acted: %d %s", got.status, got.body)
	}
}

type waiting struct {
	Pending bool
	Index   uint64
	Have    []string
}

func TestTwoPeopleSignOneAfterTheOther(t *testing.T) {
	r := newRig(t)
	r.do(&event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "R-03", Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: 6, Serial4: "4471",
		Lender: "lender-a", Unloaded: event.Yes,
	}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
	r.do(&event.ContainerRegistered{Container: "SAFE-1", What: event.Locker}, verified("h1", event.Handler))
	body := &event.LockedUp{Items: []event.ItemID{"R-03"}, Container: "SAFE-1"}
	payload := r.draft(body, verified("h1", event.Handler), verified("w1", event.Watcher))
	before := r.p.Head().Size
	var got waiting
	r.post("/api/desk", "h1", map[string]any{
		"payload": b64(payload), "signature": r.sign(r.key("h1"), event.PayloadType, payload),
		"openings": []any{},
	}).into(t, &got)
	if !got.Pending || len(got.Have) != 1 || r.p.Head().Size != before {
		t.Fatalf("after the first signature: %+v", got)
	}
	var lying []struct {
		Key      string
		Payload  []byte
		Have     []string
		Declined []string
	}
	for who, want := range map[event.PersonID]int{"h1": 1, "w1": 1, "c1": 0} {
		if r.get("/api/desk", who).into(t, &lying); len(lying) != want {
			t.Errorf("%s sees %d drafts, want %d", who, len(lying), want)
		}
	}
	r.get("/api/desk", "w1").into(t, &lying)
	if !bytes.Equal(lying[0].Payload, payload) || lying[0].Key != event.IDOf(payload).String() {
		t.Fatal("the draft on the desk is another one")
	}
	sign := "/api/desk/" + lying[0].Key + "/sign"
	// Somebody it does not name cannot sign, and nobody signs a login for it.
	r.post(sign, "c1", map[string]any{"signature": r.sign(r.key("c1"), event.PayloadType, payload)}).
		refused(t, http.StatusForbidden, "wrong-key")
	if a := r.post(sign, "w1", map[string]any{"signature": r.sign(r.key("w1"), event.SignInType, payload)}); a.status == http.StatusOK {
		t.Errorf("a login signed a draft: %s", a.body)
	}
	r.post(sign, "w1", map[string]any{"signature": r.sign(r.key("w1"), event.PayloadType, payload)}).
		into(t, &got)
	if r.p.Head().Size != before+1 {
		t.Error("the act is not recorded after the last signature")
	}
	r.get("/api/desk", "w1").into(t, &lying)
	if len(lying) != 0 {
		t.Error("the draft is still on the desk")
	}
	r.post("/api/desk/"+strings.Repeat("ab", 32)+"/sign", "w1",
		map[string]any{"signature": r.sign(r.key("w1"), event.PayloadType, payload)}).
		refused(t, http.StatusNotFound, "no-draft")
	r.post("/api/desk/xyz/decline", "w1", "{}").refused(t, http.StatusNotFound, "not-found")
}

func TestADraftIsDeclinedOrLeftUnsigned(t *testing.T) {
	r := newRig(t)
	payload := r.draft(&event.Relieved{From: "h1", To: "w1"}, verified("h1", event.Handler), verified("w1", event.Watcher))
	var got waiting
	// The AD prepares it for others and signs nothing.
	r.post("/api/desk", "ad1", map[string]any{"payload": b64(payload), "openings": []any{}}).into(t, &got)
	if !got.Pending {
		t.Fatalf("%+v", got)
	}
	key := event.IDOf(payload).String()
	r.post("/api/desk/"+key+"/decline", "c1", "{}").refused(t, http.StatusForbidden, "not-a-signer")
	r.post("/api/desk/"+key+"/decline", "w1", "{}").into(t, &struct{}{})
	// Who prepared it sees that somebody said no, and takes it off.
	var lying []struct{ Declined []string }
	if r.get("/api/desk", "ad1").into(t, &lying); len(lying) != 1 || len(lying[0].Declined) != 1 {
		t.Errorf("who prepared it sees %v", lying)
	}
	r.post("/api/desk/"+key+"/decline", "ad1", "{}").into(t, &struct{}{})
	if r.get("/api/desk", "h1").into(t, &lying); len(lying) != 0 {
		t.Errorf("it is still there: %v", lying)
	}
	// A stranger leaves nothing, signed or not.
	for _, body := range []any{
		map[string]any{"payload": b64(payload), "openings": []any{}},
		map[string]any{
			"payload": b64(payload), "openings": []any{},
			"signature": r.sign(r.key("h1"), event.PayloadType, payload),
		},
	} {
		r.post("/api/desk?code=ABCDEFGH", "", body).refused(t, http.StatusUnauthorized, "not-signed-in")
		r.post("/api/desk", "", body).refused(t, http.StatusUnauthorized, "not-signed-in")
	}
}

func TestUnsignedDraftsCountToo(t *testing.T) {
	r := newRig(t)
	leave := func(who event.PersonID) answer {
		payload := r.draft(&event.Relieved{From: "h1", To: "w1"}, verified("h1", event.Handler), verified("w1", event.Watcher))
		return r.post("/api/desk", who, map[string]any{"payload": b64(payload), "openings": []any{}})
	}
	n := until(t, production.DraftsMax, http.StatusTooManyRequests, "desk-full", func() answer {
		return leave("c1")
	})
	if n != production.DraftsEachMax {
		t.Errorf("one person left %d unsigned drafts, want %d", n, production.DraftsEachMax)
	}
	var got waiting
	leave("ad1").into(t, &got)
}

func TestTheWatcherCountsWithoutSeeingTheNumber(t *testing.T) {
	r := newRig(t)
	r.duty("h1", event.Handler)
	r.duty("w1", event.Watcher)
	r.do(&event.ContainerRegistered{Container: "BOX-1", What: event.Box}, session("h1", event.Handler))
	r.do(&event.RoundsReceived{Lots: []event.ReceivedLot{{
		Lot: "D-014", Nature: event.Dummy, Construction: event.RattleHole, Load: event.NoBlank, Count: 50,
		Container: "IN-1", Seal: "S-1", Lender: "lender-a",
	}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
	r.do(&event.ContainerOpened{Container: "IN-1", Seal: "S-1"}, session("h1", event.Handler))
	salt := [16]byte{1, 2, 3}
	tested := &event.TrayTested{
		Tray: "T1", Lot: "D-014", From: "IN-1", To: "BOX-1", Rounds: 10,
		Tests: []event.RoundTest{event.Rattle, event.Hole}, Passed: event.CommitNumber(salt, 9),
	}
	var got struct{ ID string }
	r.act("h1", tested, session("h1", event.Handler)).into(t, &got)
	// Everything the watcher's phone can get: the log, the desk, the server's verdict.
	seen := r.get("/api/log", "w1").body
	seen = append(seen, r.get("/api/desk", "w1").body...)
	seen = append(seen, r.get("/api/judge?q="+url.QueryEscape(`{"ask":"load","item":"R-03","container":"BOX-1"}`), "w1").body...)
	if bytes.Contains(seen, []byte("number")) || bytes.Contains(seen, []byte("01020300")) {
		t.Error("the watcher can read the handler's number before counting")
	}
	of, err := event.ParseID(got.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.act("w1", &event.TrayCounted{Of: of, Number: 9}, session("w1", event.Watcher)).into(t, &got)
	r.act("h1", &event.TrayOpened{Of: of, Number: 9, Salt: "01020300000000000000000000000000"},
		session("h1", event.Handler)).into(t, &got)
	if !bytes.Contains(r.get("/api/log", "w1").body, []byte("01020300")) {
		t.Error("the number does not show after both have said it")
	}
}

func TestTheServerAnswersOneQuestionAtATime(t *testing.T) {
	r := newRig(t)
	ask := func(q string) answer { return r.get("/api/judge?q="+url.QueryEscape(q), "c1") }
	got := ask(`{"ask":"hand-over","item":"R-03","to":"c1","scene":"42","purpose":"rehearsal","by":"h1"}`)
	want := verdict.AppendJSON(nil, r.p.Judge(verdict.Question{
		Ask: verdict.HandOver, Item: "R-03", To: "c1", By: "h1", Scene: "42", Purpose: event.Rehearsal,
	}))
	if got.status != http.StatusOK || !bytes.Equal(got.body, want) {
		t.Errorf("answer %s\nwant %s", clip(got.body), clip(want))
	}
	for _, q := range []string{
		"", "{", `{"ask":"nothing"}`, `{"ask":"start","clear":true}`, `{"ask":"start"}{}`,
		`{"ask":"hand-over","purpose":"fun"}`, `{"ask":"start","scene":"` + strings.Repeat("4", 4000) + `"}`,
	} {
		ask(q).refused(t, http.StatusBadRequest, "bad-question")
	}
	told := map[string]any{
		"question": map[string]any{"ask": "start", "scene": "42"},
		"ours":     map[string]any{"outcome": "COMPLETE", "digest": "Anselma wrote this"},
		"theirs":   map[string]any{"outcome": "HOLD", "digest": verdict.Digest(verdict.Verdict{})},
	}
	r.post("/api/difference", "c1", told).into(t, &struct{}{})
	logged := r.logged.String()
	if !strings.Contains(logged, "a page judged differently") || strings.Contains(logged, "Anselma") ||
		!strings.Contains(logged, verdict.Digest(verdict.Verdict{})) {
		t.Errorf("log: %s", logged)
	}
}

func TestTheLogIsPublishedWithoutItsEntries(t *testing.T) {
	r := newRig(t)
	note := r.get("/checkpoint", "")
	item, err := proof.OpenTrackItem(note.body, r.p.Keys())
	if err != nil || item.Size != r.p.Head().Size {
		t.Fatalf("checkpoint: %v, %s", err, note.body)
	}
	width := ".p/" + strconv.FormatUint(item.Size, 10)
	tile := r.get("/tile/0/000"+width, "")
	if tile.status != http.StatusOK || len(tile.body) != int(item.Size)*32 ||
		!strings.Contains(tile.header.Get("Cache-Control"), "immutable") {
		t.Errorf("tile: %d, %d bytes, %v", tile.status, len(tile.body), tile.header)
	}
	entries := "/tile/entries/000" + width
	r.get(entries, "").refused(t, http.StatusUnauthorized, "not-signed-in")
	// Another spelling of the same path is no way in.
	for _, p := range []string{"/tile//entries/000" + width, "/tile/./entries/000" + width, "/tile/%65ntries/000" + width} {
		if got := r.get(p, ""); got.status == http.StatusOK {
			t.Errorf("%s lets a stranger read entries", p)
		}
	}
	if got := r.get(entries, "c1"); got.status != http.StatusOK || len(got.body) < 1000 ||
		strings.Contains(got.header.Get("Cache-Control"), "public") {
		t.Errorf("entry bundle: %d, %v", got.status, got.header)
	}
	r.get("/tile/0/000.p/250", "").refused(t, http.StatusNotFound, "not-found")
}
