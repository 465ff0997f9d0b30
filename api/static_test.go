package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/words"
)

func TestTheClientIsServedAsItWasBuilt(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct{ path, accepts, body, encoding, kind, kept string }{
		{"/", "", "<!doctype html>", "", "text/html; charset=utf-8", "no-cache"},
		{"/as/h1", "br", "<!doctype html>", "", "text/html; charset=utf-8", "no-cache"},
		{"/found", "", "<!doctype html>", "", "text/html; charset=utf-8", "no-cache"},
		{"/icon.svg", "", "<svg/>", "", "image/svg+xml", "no-cache"},
		{"/assets/index-1.js", "gzip, deflate, br, zstd", "br", "br", "text/javascript; charset=utf-8", "immutable"},
		{"/assets/index-1.js", "gzip", "gz", "gzip", "text/javascript; charset=utf-8", "immutable"},
		{"/assets/index-1.js", "br;q=0, gzip;q=0.5", "gz", "gzip", "text/javascript; charset=utf-8", "immutable"},
		{"/assets/index-1.js", "identity", "plain", "", "text/javascript; charset=utf-8", "immutable"},
		{"/assets/kernel-1.wasm", "br", "\x00asm", "", "application/wasm", "immutable"},
	} {
		got := r.ask("GET", c.path, "", nil, "Accept-Encoding", c.accepts)
		if got.status != http.StatusOK || string(got.body) != c.body ||
			got.header.Get("Content-Encoding") != c.encoding || got.header.Get("Content-Type") != c.kind ||
			!strings.Contains(got.header.Get("Cache-Control"), c.kept) {
			t.Errorf("%s with %q: %d %q %v", c.path, c.accepts, got.status, got.body, got.header)
		}
		again := r.ask("GET", c.path, "", nil, "Accept-Encoding", c.accepts, "If-None-Match", got.header.Get("ETag"))
		if again.status != http.StatusNotModified || len(again.body) != 0 {
			t.Errorf("%s again: %d", c.path, again.status)
		}
		head := r.ask("HEAD", c.path, "", nil, "Accept-Encoding", c.accepts)
		if head.status != http.StatusOK || len(head.body) != 0 ||
			head.header.Get("Content-Length") != strconv.Itoa(len(c.body)) {
			t.Errorf("HEAD %s: %d %v", c.path, head.status, head.header)
		}
	}
}

func TestTheCatalogueIsTheOneThatActsName(t *testing.T) {
	r := newRig(t)
	for _, lang := range words.Languages() {
		got := r.get("/words/"+lang+".json", "")
		sum := sha256.Sum256(got.body)
		if hex.EncodeToString(sum[:]) != words.Digest(lang) || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d bytes, %v", lang, len(got.body), got.header)
		}
		again := r.ask("GET", "/words/"+lang+".json", "", nil, "If-None-Match", got.header.Get("ETag"))
		if again.status != http.StatusNotModified {
			t.Errorf("%s again: %d", lang, again.status)
		}
	}
}

func TestHealthSaysNothingElse(t *testing.T) {
	r := newRig(t)
	if got := r.get("/healthz", ""); got.status != http.StatusOK || string(got.body) != "ok\n" {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestADemoHasItsOwnRoutesAndClock(t *testing.T) {
	r := newRig(t, asDemo)
	var people []api.DemoIdentity
	if r.get("/demo/identities", "").into(t, &people); len(people) != 1 || people[0].Person != "h1" {
		t.Errorf("%+v", people)
	}
	before := r.clock.Now()
	var at struct {
		ServerTime int64 `json:"server_time"`
		Size       uint64
	}
	r.post("/demo/clock", "", `{"advance_s":86400}`).into(t, &at)
	if got := r.clock.Now().Sub(before).Hours(); got != 24 || at.ServerTime != r.clock.Now().UnixMilli() {
		t.Errorf("%v hours, server time %d", got, at.ServerTime)
	}
	if int64(r.p.Head().Time) != r.clock.Now().Unix() {
		t.Error("the ledger has not signed the new time")
	}
	for _, body := range []string{`{"advance_s":86401}`, `{"advance_s":0}`, `{"advance_s":-5}`, `{}`} {
		r.post("/demo/clock", "", body).refused(t, http.StatusBadRequest, "clock-range")
	}
	r.get("/demo/state", "").into(t, &at)
	if at.Size != r.p.Head().Size {
		t.Errorf("%+v", at)
	}
	// A software key signs in and acts here.
	r.get("/api/desk", "h1").into(t, &[]any{})
}

func TestNoServerShowsADemoAsReal(t *testing.T) {
	r := newRig(t, asDemo)
	_, err := api.New(api.Config{
		Production: r.p, Web: client(), Published: r.published, Log: slog.New(slog.DiscardHandler),
	})
	if !errors.Is(err, production.ErrDemo) {
		t.Errorf("a demo without its routes: %v", err)
	}
}

func TestAServerWithoutItsPartsDoesNotStart(t *testing.T) {
	r := newRig(t)
	whole := api.Config{
		Production: r.p, Web: client(), Published: r.published, Log: slog.New(slog.DiscardHandler),
	}
	for what, spoil := range map[string]func(*api.Config){
		"no production": func(c *api.Config) { c.Production = nil },
		"no client":     func(c *api.Config) { c.Web = nil },
		"an empty one":  func(c *api.Config) { c.Web = fstest.MapFS{} },
		"no tiles":      func(c *api.Config) { c.Published = nil },
		"no log":        func(c *api.Config) { c.Log = nil },
		"a page that passkeys refuse": func(c *api.Config) {
			c.Founding = &api.Founding{RP: "set.example", Origin: "http://other.example"}
		},
	} {
		cfg := whole
		spoil(&cfg)
		if _, err := api.New(cfg); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if _, err := api.New(whole); err != nil {
		t.Error(err)
	}
}

func TestADemoTellsStories(t *testing.T) {
	r := newRig(t, asDemo)
	for query, want := range map[string][]string{
		"": nil, "?told=": {}, "?told=zone,giver": {"zone", "giver"}, "?told=,zone,,": {"zone"},
	} {
		var got struct{ Told []string }
		r.get("/demo/stories/a-day"+query, "").into(t, &got)
		if !slices.Equal(got.Told, want) || (got.Told == nil) != (want == nil) {
			t.Errorf("%q is told with %v, want %v", query, got.Told, want)
		}
	}
	r.get("/demo/stories/another", "").refused(t, http.StatusNotFound, "not-found")
}
