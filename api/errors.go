package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/words"
)

// problem is a refusal on its way out: a status and the code of two sentences.
type problem struct {
	status int
	code   string
	params map[string]string
}

// Error returns the code.
func (p *problem) Error() string { return "answer " + strconv.Itoa(p.status) + ": " + p.code }

func refused(status int, code string) *problem { return &problem{status: status, code: code} }

// errInternal is what outsiders learn about a fault of ours.
var errInternal = refused(http.StatusInternalServerError, "internal")

// errNothingHere is the answer to an address that does not exist.
var errNothingHere = refused(http.StatusNotFound, "not-found")

// statuses says how each refusal of the production is answered. A code that is not here is a refusal
// of what was sent.
var statuses = map[production.Code]int{
	production.Oversize:        http.StatusRequestEntityTooLarge,
	production.NotOpened:       http.StatusConflict,
	production.Founding:        http.StatusConflict,
	production.SeatsTaken:      http.StatusConflict,
	production.AlreadyRecorded: http.StatusConflict,
	production.LinksMoved:      http.StatusConflict,
	production.Declined:        http.StatusConflict,
	production.AlreadyCrew:     http.StatusConflict,
	production.AlreadyVouches:  http.StatusConflict,
	production.JoinsLate:       http.StatusConflict,
	production.CodeUsed:        http.StatusConflict,
	production.VouchersFull:    http.StatusConflict,
	production.UnknownSigner:   http.StatusForbidden,
	production.WrongKey:        http.StatusForbidden,
	production.WrongPage:       http.StatusForbidden,
	production.DemoRefused:     http.StatusForbidden,
	production.NotASigner:      http.StatusForbidden,
	production.MayNotVouch:     http.StatusForbidden,
	production.NotAllowed:      http.StatusForbidden,
	production.WrongCode:       http.StatusForbidden,
	production.OnlyWithCode:    http.StatusForbidden,
	production.WrongNonce:      http.StatusForbidden,
	production.NoDraft:         http.StatusNotFound,
	production.NotOnRoster:     http.StatusNotFound,
	production.Expired:         http.StatusGone,
	production.TooMany:         http.StatusTooManyRequests,
	production.DeskFull:        http.StatusTooManyRequests,
	production.NoClock:         http.StatusServiceUnavailable,
}

// problemOf is the one place that turns an error into an answer.
func (s *Server) problemOf(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	if r, ok := errors.AsType[*production.Refusal](err); ok {
		status, known := statuses[r.Code]
		if !known {
			status = http.StatusBadRequest
		}
		index := strconv.FormatUint(r.Index, 10)
		return &problem{status, string(r.Code), map[string]string{"index": index}}
	}
	if errors.Is(err, production.ErrListeners) {
		return refused(http.StatusServiceUnavailable, "rate")
	}
	if s.p.Err() != nil {
		return refused(http.StatusServiceUnavailable, "stopped")
	}
	return errInternal
}

// unsure marks an error after which nobody knows whether an act was recorded. Sending it again tells.
func (s *Server) unsure(err error) error {
	if _, ok := errors.AsType[*production.Refusal](err); err == nil || ok || s.p.Err() != nil {
		return err
	}
	s.cfg.Log.Error("outcome unknown", slog.Any("error", err))
	return refused(http.StatusServiceUnavailable, "outcome-unknown")
}

// fail answers with status, code and what to do. What nobody foresaw goes to the log in full: errors
// of this house hold no names, addresses or secrets.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // The caller has left.
	}
	p := s.problemOf(err)
	if p.status == http.StatusInternalServerError || p.code == "stopped" {
		s.cfg.Log.Error("request", slog.String("route", r.Pattern), slog.Any("error", err))
	}
	lang := language(r)
	said := struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Do      string `json:"do"`
	}{
		p.code, words.Say(lang, "error."+p.code, p.params),
		words.Say(lang, "error."+p.code+".do", p.params),
	}
	data, err := json.Marshal(map[string]any{"error": said})
	if err != nil {
		data = []byte(`{"error":{"code":"internal","message":"","do":""}}`)
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", lang)
	h.Set("Vary", "Accept-Language")
	if p.status == http.StatusTooManyRequests || p.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "60")
	}
	w.WriteHeader(p.status)
	_, _ = w.Write(data)
}

// languagesMax bounds how many wishes of a browser are read.
const languagesMax = 16

// language is the first language the caller wants that the catalogue has: ?lang=, then the browser's
// own wishes in their order (RFC 9110 section 12.5.4 without the weights, which browsers send in
// falling order).
func language(r *http.Request) string {
	wanted := append([]string{r.URL.Query().Get("lang")},
		strings.SplitN(r.Header.Get("Accept-Language"), ",", languagesMax)...)
	for _, w := range wanted {
		tag, _, _ := strings.Cut(w, ";")
		base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
		if base != "" && words.Digest(base) != "" {
			return base
		}
	}
	return words.English
}
