package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// asset is one file of the client with the compressed forms that were built beside it.
type asset struct {
	kind      string
	tag       string
	immutable bool
	plain     []byte
	brotli    []byte
	gzip      []byte
}

// kinds are the types of the files a client is made of. A file of another type is not served.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml",
	".png": "image/png", ".ico": "image/x-icon", ".json": "application/json",
	".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
	".txt": "text/plain; charset=utf-8",
}

// hashed are the files whose name carries a digest of their bytes.
const hashed = "assets/"

// readFiles reads the client once, with every compressed form.
func readFiles(from fs.FS) (map[string]*asset, error) {
	out := map[string]*asset{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		kind := kinds[path.Ext(name)]
		if err != nil || d.IsDir() || kind == "" {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		out[name] = &asset{
			kind: kind, tag: hex.EncodeToString(sum[:12]), immutable: strings.HasPrefix(name, hashed),
			plain: data, brotli: beside(from, name+".br"), gzip: beside(from, name+".gz"),
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if out["index.html"] == nil {
		return nil, fmt.Errorf("index.html: %w", fs.ErrNotExist)
	}
	return out, nil
}

// beside returns a compressed form, nil where none was built.
func beside(from fs.FS, name string) []byte {
	data, err := fs.ReadFile(from, name)
	if err != nil {
		return nil
	}
	return data
}

// screens are the addresses that are the client itself: its screens stand behind the #.
var screens = regexp.MustCompile(`^/(?:|start|join|found|as/[A-Za-z0-9][A-Za-z0-9._-]{0,31}/?)$`)

// file serves the client.
func (s *Server) file(w http.ResponseWriter, r *http.Request, _ caller) error {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return errNothingHere
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if screens.MatchString(r.URL.Path) {
		name = "index.html"
	}
	a := s.files[name]
	if a == nil {
		return errNothingHere
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	if a.immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, encoding := a.best(r.Header.Get("Accept-Encoding"))
	tag := `"` + a.tag + encoding + `"`
	h.Set("ETag", tag)
	h.Set("Vary", "Accept-Encoding")
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	if r.Header.Get("If-None-Match") == tag {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return writeBytes(w, a.kind, body)
}

// best returns the smallest form the browser takes.
func (a *asset) best(accepts string) ([]byte, string) {
	takes := map[string]bool{}
	for part := range strings.SplitSeq(accepts, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		takes[coding] = !strings.HasPrefix(strings.TrimSpace(weight), "q=0") ||
			strings.HasPrefix(strings.TrimSpace(weight), "q=0.")
	}
	switch {
	case a.brotli != nil && takes["br"]:
		return a.brotli, "br"
	case a.gzip != nil && takes["gzip"]:
		return a.gzip, "gzip"
	}
	return a.plain, ""
}
