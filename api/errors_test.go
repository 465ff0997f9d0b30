package api_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/words"
)

// codesIn finds every code that the sources of a folder give.
func codesIn(t *testing.T, folder string, spelled *regexp.Regexp) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range spelled.FindAllSubmatch(text, -1) {
			out = append(out, string(m[1]))
		}
	}
	return out
}

func TestEveryRefusalHasItsSentences(t *testing.T) {
	codes := codesIn(t, ".", regexp.MustCompile(`refused\(http\.\w+, "([a-z-]+)"\)`))
	codes = append(codes, codesIn(t, "../production", regexp.MustCompile(`\sCode\s+= "([a-z-]+)"`))...)
	if len(codes) < 50 {
		t.Fatalf("found only %d codes", len(codes))
	}
	for _, lang := range words.Languages() {
		for _, code := range codes {
			for _, key := range []string{"error." + code, "error." + code + ".do"} {
				said, err := words.Render(lang, key, map[string]string{"index": "7"})
				if err != nil || said == "" {
					t.Errorf("%s %s: %v", lang, key, err)
				}
			}
		}
	}
}

func TestARefusalSpeaksTheReadersLanguage(t *testing.T) {
	r := newRig(t)
	spanish := words.Say("es", "error.not-signed-in.do", nil)
	english := words.Say("en", "error.not-signed-in.do", nil)
	for _, c := range []struct{ path, accept, want string }{
		{"/api/log", "", english},
		{"/api/log", "es-MX,es;q=0.9,en;q=0.8", spanish},
		{"/api/log", "de, fr, es", spanish},
		{"/api/log", "de", english},
		{"/api/log", strings.Repeat("xx,", 5000) + "es", english},
		{"/api/log?lang=es", "en", spanish},
		{"/api/log?lang=xx", "es", spanish},
	} {
		got := r.ask("GET", c.path, "", nil, "Accept-Language", c.accept)
		if !strings.Contains(string(got.body), c.want) {
			t.Errorf("%s with %q: %s", c.path, clip([]byte(c.accept)), got.body)
		}
	}
}

func TestBodiesOutOfBoundsAreRefused(t *testing.T) {
	r := newRig(t)
	big := func(n int) string { return `{"person":"` + strings.Repeat("h", n) + `"}` }
	for _, c := range []struct {
		what, path, body, kind, code string
		status                       int
	}{
		{"one byte too many", "/api/signin/nonce", big(8<<10 - 12), "application/json", "oversize", 413},
		{"a megabyte", "/api/signin/nonce", big(1 << 20), "application/json", "oversize", 413},
		{"an act above its bound", "/api/acts", `{"entry":"` + strings.Repeat("A", 2<<20) + `"}`, "application/json", "oversize", 413},
		{"a form", "/api/signin/nonce", "person=h1", "application/x-www-form-urlencoded", "not-json", 415},
		{"no type", "/api/signin/nonce", "{}", "", "not-json", 415},
		{"no JSON", "/api/signin/nonce", "{", "application/json", "bad-request", 400},
		{"an unknown field", "/api/signin/nonce", `{"person":"h1","role":"founder"}`, "application/json", "bad-request", 400},
		{"two values", "/api/signin/nonce", `{"person":"h1"}{}`, "application/json", "bad-request", 400},
		{"a list", "/api/signin/nonce", `[]`, "application/json", "bad-request", 400},
		{"base64 with line ends", "/api/acts", `{"entry":"QQ=\n="}`, "application/json", "bad-request", 400},
	} {
		got := r.ask("POST", c.path, "c1", c.body, "Content-Type", c.kind)
		if got.status != c.status || got.code() != c.code {
			t.Errorf("%s: %d %s, want %d %s", c.what, got.status, clip(got.body), c.status, c.code)
		}
	}
	// Exactly at the bound it is read.
	if got := r.post("/api/signin/nonce", "", big(8<<10-13)); got.status != http.StatusOK {
		t.Errorf("at the bound: %d %s", got.status, got.body)
	}
}

func TestEveryAnswerCarriesThePolicy(t *testing.T) {
	r := newRig(t)
	for _, p := range []string{"/", "/as/h1", "/assets/kernel-1.wasm", "/api/hello", "/api/log", "/nothing"} {
		h := r.get(p, "").header
		policy := h.Get("Content-Security-Policy")
		for _, part := range []string{
			"default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'",
			"connect-src 'self'", "img-src 'self' data:", "object-src 'none'", "base-uri 'none'",
			"frame-ancestors 'none'", "require-trusted-types-for 'script'",
		} {
			if !strings.Contains(policy+";", part+";") {
				t.Errorf("%s: the policy lacks %s", p, part)
			}
		}
		if strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "'unsafe-eval'") {
			t.Errorf("%s: the policy lets strings become scripts", p)
		}
		if h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Permissions-Policy") == "" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: headers %v", p, h)
		}
		if strings.HasPrefix(p, "/api/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s is kept by caches: %s", p, h.Get("Cache-Control"))
		}
	}
}

func TestAPanicEndsOneRequestOnly(t *testing.T) {
	r := newRig(t, panicking)
	r.get("/tile/0/000", "").refused(t, http.StatusInternalServerError, "internal")
	if got := r.get("/api/hello", ""); got.status != http.StatusOK {
		t.Errorf("the next request: %d", got.status)
	}
	logged := r.logged.String()
	if !strings.Contains(logged, "request panicked") || !strings.Contains(logged, "rig_test.go") {
		t.Errorf("the log does not say where: %s", logged)
	}
	if strings.Contains(logged, "a tile that is none") || strings.Contains(logged, "127.0.0.1") {
		t.Errorf("the log says what the request held: %s", logged)
	}
}

func TestTheLogHoldsNobody(t *testing.T) {
	r := newRig(t)
	r.get("/api/log", "h1")
	r.get("/api/log?from=x", "h1")
	r.post("/api/acts", "h1", map[string]any{"entry": "AAAA", "openings": []any{}})
	r.post("/api/enrol/begin", "", `{"code":"ABCDEFGH"}`)
	r.get("/api/nothing", "h1")
	logged := r.logged.String()
	if !strings.Contains(logged, "refused") {
		t.Fatal("nothing was logged")
	}
	for _, secret := range []string{r.token("h1"), "127.0.0.1", "h1", "ABCDEFGH", "Bearer"} {
		if strings.Contains(logged, secret) {
			t.Errorf("the log holds %q: %s", secret, logged)
		}
	}
}
