package api_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/paper"
)

func TestLabelsArePrintedForWhoeverHangsThem(t *testing.T) {
	r := newRig(t)
	r.get("/paper/labels.pdf?what=items&format=a4", "h1").refused(t, http.StatusConflict, "labels-none")
	r.duty("h1", event.Handler)
	r.do(&event.ContainerRegistered{Container: "BOX-2", What: event.Box}, event.Signer{
		Person: "h1", Role: event.Handler, How: event.Session,
	})
	for _, path := range []string{
		"/paper/labels.pdf?what=containers&format=a4",
		"/paper/labels.pdf?what=containers&format=letter&id=BOX-2&lang=es",
		"/paper/labels.pdf?what=badges&format=a4",
	} {
		got := r.get(path, "h1")
		kind, named := got.header.Get("Content-Type"), got.header.Get("Content-Disposition")
		if got.status != http.StatusOK || !bytes.HasPrefix(got.body, []byte("%PDF-")) ||
			kind != "application/pdf" || !strings.HasPrefix(named, "attachment") ||
			got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s %s %s", path, got.status, kind, named, clip(got.body))
		}
	}
	r.get("/paper/labels.pdf?what=containers&format=a4", "c1").refused(t, http.StatusForbidden, "not-your-role")
	r.get("/paper/labels.pdf?what=containers&format=a4", "").refused(t, http.StatusUnauthorized, "not-signed-in")
}

func TestWhatIsNoRequestForLabelsIsRefused(t *testing.T) {
	r := newRig(t)
	tooMany := "/paper/labels.pdf?what=badges&format=a4" + strings.Repeat("&id=h1", paper.LabelsMax+1)
	for _, each := range []struct {
		path   string
		status int
		code   string
	}{
		{"/paper/labels.pdf", 400, "bad-request"},
		{"/paper/labels.pdf?what=items", 400, "bad-request"},
		{"/paper/labels.pdf?what=rounds&format=a4", 400, "bad-request"},
		{"/paper/labels.pdf?what=items&format=a5", 400, "bad-request"},
		{"/paper/labels.pdf?what=badges&format=a4&id=", 400, "bad-request"},
		{"/paper/labels.pdf?what=badges&format=a4&id=x99", 404, "label-unknown"},
		{tooMany, 400, "labels-many"},
	} {
		r.get(each.path, "h1").refused(t, each.status, each.code)
	}
}

func TestACodeIsDrawnForThisProductionAlone(t *testing.T) {
	r := newRig(t)
	text := func(mark string) string {
		return "/paper/code?text=" + url.QueryEscape("PH1.I."+mark+".R-03")
	}
	var drawn struct {
		Side int
		Path string
	}
	r.get(text(paper.MarkOf(r.p.ID())), "c1").into(t, &drawn)
	if drawn.Side != 33 || !strings.HasPrefix(drawn.Path, "M4 4h7v1h-7z") {
		t.Errorf("drawn %d squares, %.30s", drawn.Side, drawn.Path)
	}
	for name, path := range map[string]string{
		"another production": text("0000000000000000"), "no code": "/paper/code?text=R-03", "nothing": "/paper/code",
	} {
		if got := r.get(path, "c1"); got.code() != "bad-request" {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}
