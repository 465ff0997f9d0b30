//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// childLine, when set, makes the test binary the command it names, one word a line: the server that
// is killed is the real one.
const childLine = "PROOFHOUSE_TEST_COMMAND"

func TestMain(m *testing.M) {
	if line := os.Getenv(childLine); line != "" {
		os.Exit(run(context.Background(), strings.Split(line, "\n"), os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

const (
	kills   = 200
	callers = 4
	// killSeed, when set, plays another sequence of kills than the one of every run.
	killSeed = "PROOFHOUSE_TEST_KILL_SEED"
)

// TestNothingAcknowledgedIsLost kills the server without warning, 200 times at random moments while
// people record acts, half of them while it starts or in the middle of a write. After each start the
// whole log is compared with what was sent and what was answered.
func TestNothingAcknowledgedIsLost(t *testing.T) {
	dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
	foundedIn(t, dir, false)
	seed := uint64(1)
	if text := os.Getenv(killSeed); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("%s: %v", killSeed, err)
		}
	}
	t.Logf("seed %d", seed)
	set, err := production.LoadKeys(dir.keys())
	if err != nil {
		t.Fatal(err)
	}
	k := &killing{
		t: t, dir: dir, keys: set.Signer.Keys(), key: storyKey(t, "a1", false),
		random: rand.New(rand.NewPCG(seed, 1)),
		sent:   map[proof.Hash]*sentAct{},
	}
	underLoad, atStart := 0, 0
	for range kills {
		if k.random.IntN(4) == 0 {
			k.killAtStart()
			atStart++
			continue
		}
		if k.killUnderLoad() {
			underLoad++
		}
	}
	k.finally()
	t.Logf("%d kills: %d while it started, %d with requests under way; %d acts acknowledged, %d cut off, "+
		"of which %d were recorded", kills, atStart, underLoad, len(k.sent)-k.cut, k.cut, k.cutRecorded)
	if len(k.sent)-k.cut < kills || underLoad < kills/4 {
		t.Errorf("too little load: %d acts acknowledged, %d kills with requests under way",
			len(k.sent)-k.cut, underLoad)
	}
}

// killing is what the test knows from outside: what it sent, what was answered, and the log as far as
// it has read it.
type killing struct {
	t      *testing.T
	dir    dataDir
	keys   proof.Keys
	key    passkey.Signer
	random *rand.Rand
	token  string

	mu   sync.Mutex
	sent map[proof.Hash]*sentAct
	next int

	cut, cutRecorded int // Acts without an answer, and those of them that the log has.

	leaves proof.Range
	track  uint64
	byPos  []*sentAct // The log in order; nil for entries the test did not send.
}

type sentAct struct {
	body    []byte // The request.
	opening ledger.Opening
	id      event.ID
	acked   bool
	index   uint64
	found   bool // Seen in the log.
	shown   bool // Its opening was seen too.
}

// server is one life of the process.
type server struct {
	cmd *exec.Cmd
	at  string
}

// start starts the server in a process group of its own. It returns before the server listens.
func (k *killing) start() (*server, io.ReadCloser) {
	k.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		k.t.Fatal(err)
	}
	cmd := exec.CommandContext(k.t.Context(), exe)
	cmd.Env = append(os.Environ(), childLine+"="+strings.Join([]string{
		"serve", "--data", k.dir.path, "--addr", "127.0.0.1:0",
	}, "\n"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	return &server{cmd: cmd}, out
}

// kill ends the whole process group without warning and waits for it.
func (k *killing) kill(s *server) {
	k.t.Helper()
	if err := syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL); err != nil {
		k.t.Fatalf("kill: %v", err)
	}
	err := s.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != -1 {
		k.t.Fatalf("the server had ended by itself: %v", err)
	}
}

func (k *killing) killAtStart() {
	s, _ := k.start()
	time.Sleep(time.Duration(k.random.IntN(80)) * time.Millisecond)
	k.kill(s)
}

// listening waits until the server says where it listens.
func (k *killing) listening() *server {
	k.t.Helper()
	s, out := k.start()
	line, err := bufio.NewReader(out).ReadString('\n')
	at, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		k.t.Fatalf("the server said %q, %v", line, err)
	}
	s.at = at
	return s
}

// killUnderLoad lets people record acts until a random moment and reports whether requests were
// under way then.
func (k *killing) killUnderLoad() bool {
	k.t.Helper()
	s := k.listening()
	k.signIn(s)
	k.compare(s)
	var all sync.WaitGroup
	cut := make(chan bool, callers)
	ctx, stop := context.WithCancel(k.t.Context())
	for range callers {
		all.Go(func() { cut <- k.record(ctx, s) })
	}
	time.Sleep(time.Duration(k.random.IntN(120)) * time.Millisecond)
	k.kill(s)
	all.Wait()
	stop()
	close(cut)
	under := false
	for c := range cut {
		under = under || c
	}
	return under
}

// finally starts once more, sends again what has no answer, and looks through everything.
func (k *killing) finally() {
	k.t.Helper()
	s := k.listening()
	k.signIn(s)
	k.compare(s)
	for _, a := range k.sent {
		if a.acked {
			continue
		}
		k.cut++
		if a.found {
			k.cutRecorded++
		}
		got, err := k.post(k.t.Context(), s, a)
		if err != nil {
			k.t.Errorf("an act without an answer, sent again: %v", err)
			continue
		}
		if got.Repeated != a.found || a.found && got.Index != a.index {
			k.t.Errorf("sent again: %+v, in the log before: %v at %d", got, a.found, a.index)
		}
		a.acked, a.index = true, got.Index
	}
	k.compare(s)
	for _, a := range k.sent {
		if !a.found || !a.shown {
			k.t.Errorf("act %s: in the log %v, its text %v", a.id.Short(), a.found, a.shown)
		}
	}
	k.kill(s)
	out, errs, code := commandLine(k.t, "doctor", "--data", k.dir.path)
	if code != exitDone {
		k.t.Errorf("doctor: exit code %d\n%s%s", code, out, errs)
	}
	file := filepath.Join(k.t.TempDir(), "b.phb")
	if out, errs, code = commandLine(k.t, "export", "--data", k.dir.path, "-o", file); code != exitDone {
		k.t.Errorf("export: exit code %d\n%s%s", code, out, errs)
	}
	if out, errs, code = commandLine(k.t, "verify", file); code != exitDone {
		k.t.Errorf("verify: exit code %d\n%s%s", code, out, errs)
	}
}

// record sends acts until the server is gone. It reports whether a request was under way then.
func (k *killing) record(ctx context.Context, s *server) bool {
	for {
		a, err := k.act()
		if err != nil {
			k.t.Error(err)
			return false
		}
		got, err := k.post(ctx, s, a)
		if refused, ok := errors.AsType[*answerError](err); ok {
			k.t.Errorf("an act was refused: %v", refused)
			return false
		}
		if err != nil {
			return true
		}
		k.mu.Lock()
		a.acked, a.index = true, got.Index
		k.mu.Unlock()
	}
}

// act signs one concern with a text long enough that a write takes several pages.
func (k *killing) act() (*sentAct, error) {
	k.mu.Lock()
	k.next++
	n := k.next
	k.mu.Unlock()
	text := bytes.Repeat([]byte("the belt was left open "), 100)
	o, err := production.Salted("text", fmt.Appendf(text, "%d", n))
	if err != nil {
		return nil, err
	}
	payload, err := event.Encode(&event.Event{
		Kind: event.KindConcernRaised, Production: "000102030405060708090a0b0c0d0e0f",
		Nonce:   fmt.Sprintf("%032x", n),
		Signers: []event.Signer{{Person: "a1", Role: event.Crew, How: event.Verified}},
		Body:    &event.ConcernRaised{},
		Openings: []event.Commitment{
			{Field: o.Field, Digest: event.Commit(o.Salt, o.Field, o.Value)},
		},
	})
	if err != nil {
		return nil, err
	}
	entry, err := production.Sign(payload, k.key)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{
		"entry": entry, "openings": []map[string]string{
			{"field": o.Field, "salt": hex.EncodeToString(o.Salt[:]), "value": string(o.Value)},
		},
	})
	if err != nil {
		return nil, err
	}
	a := &sentAct{body: body, opening: o, id: event.IDOf(payload)}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.sent[proof.LeafHash(entry)] = a
	return a, nil
}

type acknowledged struct {
	Index    uint64 `json:"index"`
	ID       string `json:"id"`
	Repeated bool   `json:"repeated"`
}

// answerError is an answer other than yes.
type answerError struct {
	status int
	body   string
}

func (e *answerError) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.body) }

func (k *killing) post(ctx context.Context, s *server, a *sentAct) (acknowledged, error) {
	var got acknowledged
	data, _, err := k.ask(ctx, s, http.MethodPost, "/api/acts", a.body)
	if err == nil {
		err = json.Unmarshal(data, &got)
	}
	if err == nil && got.ID != a.id.String() {
		err = &answerError{http.StatusOK, "a receipt for another act"}
	}
	return got, err
}

// ask sends one request. An answer that did not come whole is an error like no answer.
func (k *killing) ask(
	ctx context.Context, s *server, method, path string, body []byte,
) ([]byte, http.Header, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.at+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if k.token != "" {
		r.Header.Set("Authorization", "Bearer "+k.token)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, nil, err
	}
	data, err := io.ReadAll(got.Body)
	if err = errors.Join(err, got.Body.Close()); err != nil {
		return nil, nil, err
	}
	if got.StatusCode != http.StatusOK {
		return nil, nil, &answerError{got.StatusCode, string(data)}
	}
	return data, got.Header, nil
}

// signIn opens one session; it has to outlive every kill.
func (k *killing) signIn(s *server) {
	k.t.Helper()
	if k.token != "" {
		return
	}
	data, _, err := k.ask(k.t.Context(), s, http.MethodPost, "/api/signin/nonce", []byte(`{"person":"a1"}`))
	var nonce struct{ Nonce string }
	if err == nil {
		err = json.Unmarshal(data, &nonce)
	}
	if err != nil {
		k.t.Fatal(err)
	}
	payload, err := event.EncodeSignIn(&event.SignIn{
		Production: "000102030405060708090a0b0c0d0e0f", Person: "a1", Origin: "https://set.example",
		Nonce: nonce.Nonce,
	})
	if err != nil {
		k.t.Fatal(err)
	}
	sig, err := k.key.Sign(event.SignInType, payload)
	if err != nil {
		k.t.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{"payload": payload, "signature": map[string]any{
		"kind": sig.Kind.String(), "key": sig.Key.String(), "der": sig.DER, "auth": sig.AuthData,
		"client": sig.ClientData,
	}})
	if err != nil {
		k.t.Fatal(err)
	}
	var session struct{ Token string }
	if data, _, err = k.ask(k.t.Context(), s, http.MethodPost, "/api/signin", body); err == nil {
		err = json.Unmarshal(data, &session)
	}
	if err != nil || session.Token == "" {
		k.t.Fatalf("sign in: %v", err)
	}
	k.token = session.Token
}

// compare reads what is new in the log and holds it against everything sent and answered: every
// checkpoint's root is that of the entries before it, every entry is one that was sent, whole and at
// the index it was acknowledged at, with its text beside it.
func (k *killing) compare(s *server) {
	k.t.Helper()
	path := "/api/log?from=" + strconv.FormatUint(k.leaves.Size(), 10) + "&track=" +
		strconv.FormatUint(k.track, 10)
	data, header, err := k.ask(k.t.Context(), s, http.MethodGet, path, nil)
	if err != nil {
		k.t.Fatalf("log: %v", err)
	}
	for len(data) > 0 {
		tag, frame := data[0], data[5:5+binary.BigEndian.Uint32(data[1:])]
		data = data[5+len(frame):]
		switch tag {
		case 'E':
			k.entry(frame)
		case 'C':
			item, err := proof.OpenTrackItem(frame, k.keys)
			if err != nil || item.Size != k.leaves.Size() || item.Root != k.leaves.Root() {
				k.t.Fatalf("checkpoint of %d over %d entries: %v", item.Size, k.leaves.Size(), err)
			}
			k.track++
		case 'O':
			k.openingFrame(frame)
		}
	}
	if want := strconv.FormatUint(k.leaves.Size(), 10); header.Get("X-Size") != want {
		k.t.Fatalf("the log ends at %s, read were %s", header.Get("X-Size"), want)
	}
	for _, a := range k.sent {
		if a.acked && !a.found {
			k.t.Fatalf("act %s was acknowledged as entry %d and is not in the log", a.id.Short(), a.index)
		}
		if a.found && !a.shown {
			k.t.Fatalf("act %s is in the log without its text", a.id.Short())
		}
	}
}

func (k *killing) entry(envelope []byte) {
	k.t.Helper()
	index, leaf := k.leaves.Size(), proof.LeafHash(envelope)
	a := k.sent[leaf]
	switch {
	case a == nil && index > 0:
		k.t.Fatalf("entry %d was never sent", index)
	case a != nil && a.found:
		k.t.Fatalf("entry %d is in the log twice", index)
	case a != nil && a.acked && a.index != index:
		k.t.Fatalf("entry %d was acknowledged as entry %d", index, a.index)
	case a != nil:
		a.found, a.index = true, index
	}
	k.byPos = append(k.byPos, a)
	if err := k.leaves.Append(leaf); err != nil {
		k.t.Fatal(err)
	}
}

func (k *killing) openingFrame(frame []byte) {
	k.t.Helper()
	var o struct {
		Index              uint64
		Field, Salt, Value string
	}
	if err := json.Unmarshal(frame, &o); err != nil || o.Index >= uint64(len(k.byPos)) ||
		k.byPos[o.Index] == nil {
		k.t.Fatalf("an opening of entry %d: %v", o.Index, err)
	}
	a := k.byPos[o.Index]
	if o.Field != a.opening.Field || o.Salt != hex.EncodeToString(a.opening.Salt[:]) ||
		o.Value != string(a.opening.Value) {
		k.t.Fatalf("the text of entry %d is not what was sent", o.Index)
	}
	a.shown = true
}
