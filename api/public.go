package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/proofhouse/proofhouse/words"
)

// checkpoint publishes the newest signed checkpoint (C2SP tlog-tiles).
func (s *Server) checkpoint(w http.ResponseWriter, _ *http.Request, _ caller) error {
	w.Header().Set("Cache-Control", "no-cache")
	return writeBytes(w, "text/plain; charset=utf-8", s.p.Checkpoint())
}

// tile publishes hash tiles, which anybody may have, and entry bundles, which go to enrolled people.
func (s *Server) tile(w http.ResponseWriter, r *http.Request, c caller) error {
	got, err := s.cfg.Published(r.Context(), strings.TrimPrefix(r.URL.Path, "/"))
	switch {
	case errors.Is(err, ErrNoResource):
		return errNothingHere
	case err != nil:
		return err
	case got.Entries && !crew.open(c.roles):
		return refused(http.StatusUnauthorized, "not-signed-in")
	}
	switch {
	case got.Entries:
		w.Header().Set("Cache-Control", "private, no-store")
	case got.Whole:
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	default:
		w.Header().Set("Cache-Control", "no-cache")
	}
	return writeBytes(w, "application/octet-stream", got.Bytes)
}

// words publishes the whole catalogue of a language. Its digest is what acts name.
func (s *Server) words(w http.ResponseWriter, r *http.Request, _ caller) error {
	lang, is := strings.CutSuffix(r.PathValue("file"), ".json")
	catalogue := words.JSON(lang)
	if !is || catalogue == nil {
		return errNothingHere
	}
	tag := `"` + words.Digest(lang) + `"`
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return writeBytes(w, "application/json", catalogue)
}
