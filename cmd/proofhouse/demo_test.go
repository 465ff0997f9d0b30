package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// spoken keeps what a command says while it runs.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *spoken) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// running is a command that serves until it is told to end.
type running struct {
	t        *testing.T
	out, err spoken
	end      context.CancelFunc
	code     chan int
	url      string
}

// start runs a serving command and waits until it says where.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{t: t, end: cancel, code: make(chan int, 1)}
	go func() { r.code <- run(ctx, args, strings.NewReader(""), &r.out, &r.err) }()
	for deadline := time.Now().Add(time.Minute); r.url == ""; {
		for line := range strings.SplitSeq(r.out.String(), "\n") {
			if at := strings.Index(line, "http://"); at >= 0 && strings.HasSuffix(r.out.String(), "\n") {
				r.url = line[at:]
			}
		}
		select {
		case code := <-r.code:
			t.Fatalf("%v ended with %d: %s", args, code, r.err.String())
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("%v does not serve: %s", args, r.err.String())
		}
	}
	t.Cleanup(cancel)
	return r
}

// stop ends the command and asks for its exit code.
func (r *running) stop() {
	r.t.Helper()
	r.end()
	select {
	case code := <-r.code:
		if code != exitDone {
			r.t.Errorf("it ended with %d: %s", code, r.err.String())
		}
	case <-time.After(time.Minute):
		r.t.Fatal("it does not end")
	}
}

func (r *running) ask(method, path, body string, into any) int {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	got, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	data, err := io.ReadAll(got.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			r.t.Fatalf("%s %s: %d %s", method, path, got.StatusCode, data)
		}
	}
	return got.StatusCode
}

// finish runs a command to its end.
func finish(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestADemoIsSeededServedExportedAndChecked(t *testing.T) {
	dir := t.TempDir()
	data, bundle := filepath.Join(dir, "d"), filepath.Join(dir, "b.phb")
	if code, out, err := finish(t, "demo", "--data", data, "--addr", "localhost:0", "--seed-only"); code != exitDone ||
		!strings.Contains(out, proof.DemoBanner) {
		t.Fatalf("seed: %d %s %s", code, out, err)
	}
	before, err := os.ReadFile(filepath.Join(data, "keys", demoKeysName))
	if err != nil {
		t.Fatal(err)
	}
	if code, _, err := finish(t, "demo", "--data", data, "--seed-only"); code != exitDone {
		t.Fatalf("seed again: %d %s", code, err)
	}
	after, err := os.ReadFile(filepath.Join(data, "keys", demoKeysName))
	if err != nil || !bytes.Equal(before, after) {
		t.Error("seeding again changed the demo")
	}
	if code, out, err := finish(t, "export", "--data", data, "-o", bundle); code != exitDone ||
		!strings.Contains(out, proof.DemoBanner) {
		t.Fatalf("export: %d %s %s", code, out, err)
	}
	if code, out, err := finish(t, "verify", bundle); code != exitDone || !strings.Contains(out, proof.DemoBanner) {
		t.Fatalf("verify: %d %s %s", code, out, err)
	}
	// What serve opens is somebody's record; a demo is not.
	if code, _, err := finish(t, "serve", "--data", data, "--addr", "localhost:0"); code != exitRefused ||
		!strings.Contains(err, "demo") {
		t.Errorf("serve opened a demo: %d %s", code, err)
	}
}

func TestADemoOnAnotherPortIsRefused(t *testing.T) {
	data := filepath.Join(t.TempDir(), "d")
	if code, _, err := finish(t, "demo", "--data", data, "--addr", "localhost:1", "--seed-only"); code != exitDone {
		t.Fatal(err)
	}
	if code, _, err := finish(t, "demo", "--data", data, "--addr", "localhost:0"); code != exitRefused ||
		!strings.Contains(err, "http://localhost:1") {
		t.Errorf("%d %s", code, err)
	}
}

func TestADemoWithoutADirectoryIsGoneAfterwards(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	r := start(t, "demo", "--addr", "localhost:0")
	if !strings.Contains(r.out.String(), proof.DemoBanner) {
		t.Errorf("no banner: %s", r.out.String())
	}
	var hello struct{ Production struct{ Demo bool } }
	if r.ask("GET", "/api/hello", "", &hello); !hello.Production.Demo {
		t.Error("the page is not told that this is a demo")
	}
	var people []api.DemoIdentity
	r.ask("GET", "/demo/identities", "", &people)
	titles := map[string]bool{}
	for _, p := range people {
		titles[p.Title] = p.Name != "" && p.Key.D != "" && len(p.Public) == 130
	}
	if len(people) != 6 || len(titles) != 6 {
		t.Errorf("%d people to be", len(people))
	}
	for title, whole := range titles {
		if !whole {
			t.Errorf("%s lacks a name or a key", title)
		}
	}
	var now struct {
		ServerTime int64 `json:"server_time"`
	}
	r.ask("POST", "/demo/clock", `{"advance_s":3600}`, &now)
	if ahead := time.Until(time.UnixMilli(now.ServerTime)); ahead < 59*time.Minute || ahead > 61*time.Minute {
		t.Errorf("the clock is %s ahead", ahead)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) != 1 {
		t.Errorf("%d folders while it runs: %v", len(left), err)
	}
	r.stop()
	if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
		t.Errorf("%d folders are left: %v", len(left), err)
	}
}

func TestADemoGoesOnWhereItWas(t *testing.T) {
	data := filepath.Join(t.TempDir(), "d")
	r := start(t, "demo", "--data", data, "--addr", "localhost:0")
	addr := strings.TrimPrefix(r.url, "http://")
	var stop struct{ Index int }
	r.ask("POST", "/demo/clock", `{"advance_s":86400}`, nil)
	r.ask("POST", "/api/stop", `{"unit":"main"}`, &stop)
	r.stop()
	r = start(t, "demo", "--data", data, "--addr", addr)
	var state struct {
		ServerTime int64 `json:"server_time"`
		Size       int
	}
	r.ask("GET", "/demo/state", "", &state)
	if state.Size != stop.Index+1 || time.UnixMilli(state.ServerTime).Before(time.Now().Add(23*time.Hour)) {
		t.Errorf("%+v after STOP %d", state, stop.Index)
	}
	r.stop()
}

func TestADemoTakesNoOtherDirectory(t *testing.T) {
	dir := t.TempDir()
	half := filepath.Join(dir, "half")
	if code, _, err := finish(t, "demo", "--data", half, "--seed-only"); code != exitDone {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(half, demoClockName)); err != nil {
		t.Fatal(err)
	}
	peoples := filepath.Join(dir, "real")
	r := start(t, "serve", "--data", peoples, "--addr", "localhost:0", "--rp", "set.example", "--origin", "https://set.example")
	r.stop()
	for path, want := range map[string]error{half: errHalf, peoples: errNotDemo} {
		for _, more := range [][]string{{"--seed-only"}, {"--addr", "localhost:0"}} {
			code, _, said := finish(t, append([]string{"demo", "--data", path}, more...)...)
			if code != exitRefused || !strings.Contains(said, want.Error()) {
				t.Errorf("%s %v: %d %s", filepath.Base(path), more, code, said)
			}
		}
	}
	for _, args := range [][]string{{"demo", "--seed-only"}, {"demo", "extra"}, {"demo", "--nothing"}} {
		if code, _, _ := finish(t, args...); code != exitUsage {
			t.Errorf("%v: %d", args, code)
		}
	}
}
