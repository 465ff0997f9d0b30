package api

import (
	"net/http"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/words"
)

// health says that the server answers, and nothing about the production.
func (s *Server) health(w http.ResponseWriter, _ *http.Request, _ caller) error {
	w.Header().Set("Cache-Control", "no-store")
	if s.p.Err() != nil {
		return refused(http.StatusServiceUnavailable, "stopped")
	}
	return writeBytes(w, "text/plain; charset=utf-8", []byte("ok\n"))
}

// hello says which production this is and what a page needs to judge by itself.
func (s *Server) hello(w http.ResponseWriter, r *http.Request, _ caller) error {
	type about struct {
		ID       string `json:"id"`
		Name     string `json:"name"`
		Origin   string `json:"origin"`
		LogKey   string `json:"log_key"`
		ClockKey string `json:"clock_key"`
		RP       string `json:"rp"`
		Demo     bool   `json:"demo"`
	}
	type digest struct {
		Digest string `json:"digest"`
	}
	terms := s.p.Terms()
	out := struct {
		Production about    `json:"production"`
		Founding   bool     `json:"founding"`
		ServerTime int64    `json:"server_time"`
		Words      digest   `json:"words"`
		Packs      [][]byte `json:"packs"`
	}{
		Production: about{
			ID: string(s.p.ID()), Name: s.cfg.Name, Origin: terms.LogOrigin,
			LogKey: terms.Keys.Log.String(), ClockKey: terms.Keys.Clock.String(), Demo: s.p.Demo(),
		},
		ServerTime: s.p.Now().UnixMilli(), Words: digest{words.Digest(language(r))}, Packs: s.p.Packs(),
	}
	if opened := s.p.Opened(); opened != nil {
		out.Production.RP = opened.RP
	} else {
		out.Founding = s.found != nil
	}
	return writeJSON(w, out)
}

// log sends the entries and checkpoints that a page does not have yet.
func (s *Server) log(w http.ResponseWriter, r *http.Request, c caller) error {
	from, errFrom := position(r.URL.Query().Get("from"))
	track, errTrack := position(r.URL.Query().Get("track"))
	if errFrom != nil || errTrack != nil {
		return refused(http.StatusBadRequest, "bad-request")
	}
	if head := s.p.Head(); from > head.Size || track > head.Position+1 {
		return refused(http.StatusBadRequest, "bad-request")
	}
	frames, err := s.p.Log(r.Context(), from, track, c.person)
	if err != nil {
		return err
	}
	return writeFrames(w, frames)
}

// openings sends the texts of entries a page has already, as far as the caller may read them today:
// a page asks after each sign-in and after each change of its person's roles.
func (s *Server) openings(w http.ResponseWriter, r *http.Request, c caller) error {
	from, errFrom := position(r.URL.Query().Get("from"))
	to, errTo := position(r.URL.Query().Get("to"))
	if errFrom != nil || errTo != nil || from > to || to > s.p.Head().Size {
		return refused(http.StatusBadRequest, "bad-request")
	}
	frames, err := s.p.Openings(r.Context(), from, to, c.person)
	if err != nil {
		return err
	}
	return writeFrames(w, frames)
}

// writeFrames says where the next question goes on, and whether there has to be one at once.
func writeFrames(w http.ResponseWriter, frames production.Frames) error {
	w.Header().Set("X-Size", strconv.FormatUint(frames.Size, 10))
	w.Header().Set("X-Track", strconv.FormatUint(frames.Track, 10))
	if frames.More {
		w.Header().Set("X-More", "1")
	}
	return writeBytes(w, "application/octet-stream", frames.Bytes)
}

// position reads a count; nothing is 0.
func position(text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.ParseUint(text, 10, 53)
}

type receipt struct {
	Index    uint64 `json:"index"`
	ID       string `json:"id"`
	Repeated bool   `json:"repeated"`
	Time     int64  `json:"time"`
}

func receiptOf(r production.Receipt) receipt {
	return receipt{r.Index, r.ID.String(), r.Repeated, int64(r.Time)}
}

// act records an entry that everybody has signed.
func (s *Server) act(w http.ResponseWriter, r *http.Request, c caller) error {
	var in struct {
		Entry    wireBytes     `json:"entry"`
		Openings []wireOpening `json:"openings"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	openings, err := openingsOf(in.Openings)
	if err != nil {
		return err
	}
	if err := s.charge(c, len(in.Entry), in.Openings); err != nil {
		return err
	}
	got, err := s.p.Record(r.Context(), production.Submission{Entry: in.Entry, Openings: openings})
	if err != nil {
		return s.unsure(err)
	}
	return writeJSON(w, receiptOf(got))
}

// charge takes what somebody leaves from their quota.
func (s *Server) charge(c caller, bytes int, openings []wireOpening) error {
	for _, o := range openings {
		bytes += len(o.Value)
	}
	if !s.quota.spend(string(c.person), int64(bytes)) {
		return refused(http.StatusTooManyRequests, "quota")
	}
	return nil
}

// fresh signs a new checkpoint when the newest has aged, for whoever is about to sign.
func (s *Server) fresh(w http.ResponseWriter, r *http.Request, _ caller) error {
	item, err := s.p.Fresh(r.Context())
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Size uint64 `json:"size"`
		Time int64  `json:"time"`
	}{item.Size, int64(item.Time)})
}

type draft struct {
	Key      string           `json:"key"`
	Payload  []byte           `json:"payload"`
	By       event.PersonID   `json:"by"` // Who began it; empty for one from a file.
	Have     []event.PersonID `json:"have"`
	Declined []event.PersonID `json:"declined"`
	Openings []wireOpening    `json:"openings"`
	Created  int64            `json:"created"`
}

// desk lists the drafts that wait for the caller or that they began.
func (s *Server) desk(w http.ResponseWriter, r *http.Request, c caller) error {
	out := []draft{}
	for _, d := range s.p.Pending(r.Context(), c.person) {
		out = append(out, draft{
			Key: d.ID.String(), Payload: d.Payload, By: d.By, Have: orNone(d.Have), Declined: orNone(d.Declined),
			Openings: wireOpenings(d.Openings), Created: d.Created.Unix(),
		})
	}
	return writeJSON(w, out)
}

// orNone makes an empty list of none, so that a page always finds a list.
func orNone(people []event.PersonID) []event.PersonID {
	if people == nil {
		return []event.PersonID{}
	}
	return people
}

// propose leaves an act for its other signers. Without a signature of the caller it is a draft that
// nobody has said yet; a newcomer proposes their own enrolment with a voucher's code.
func (s *Server) propose(w http.ResponseWriter, r *http.Request, c caller) error {
	var in struct {
		Payload   wireBytes      `json:"payload"`
		Signature *wireSignature `json:"signature"`
		Openings  []wireOpening  `json:"openings"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	openings, err := openingsOf(in.Openings)
	if err != nil {
		return err
	}
	code := r.URL.Query().Get("code")
	if c.person == "" && !s.limits.allows(guessing, r) {
		return refused(http.StatusTooManyRequests, "rate")
	}
	if err := s.charge(c, len(in.Payload), in.Openings); err != nil {
		return err
	}
	if in.Signature == nil {
		if c.person == "" {
			return refused(http.StatusUnauthorized, "not-signed-in")
		}
		if err := s.p.Leave(r.Context(), in.Payload, openings, c.person); err != nil {
			return err
		}
		return s.waiting(w, production.Waiting{Pending: true})
	}
	sig, err := in.Signature.open()
	if err != nil {
		return err
	}
	x := production.Proposal{Payload: in.Payload, Signature: sig, Openings: openings, Code: code}
	if c.person == "" && !enrolsItself(in.Payload) {
		return refused(http.StatusUnauthorized, "not-signed-in")
	}
	got, err := s.p.Propose(r.Context(), x)
	if err != nil {
		return s.unsure(err)
	}
	return s.waiting(w, got)
}

// enrolsItself reports whether a payload is what a stranger with a code may bring.
func enrolsItself(payload []byte) bool {
	e, err := event.Decode(payload)
	return err == nil && e.Kind == event.KindCrewEnrolled
}

// cosign adds the caller's signature to a draft.
func (s *Server) cosign(w http.ResponseWriter, r *http.Request, c caller) error {
	var in struct {
		Signature wireSignature `json:"signature"`
	}
	id, err := event.ParseID(r.PathValue("key"))
	if err != nil {
		return errNothingHere
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	sig, err := in.Signature.open()
	if err != nil {
		return err
	}
	if err := s.charge(c, len(sig.DER)+len(sig.AuthData)+len(sig.ClientData), nil); err != nil {
		return err
	}
	got, err := s.p.Cosign(r.Context(), id, sig)
	if err != nil {
		return s.unsure(err)
	}
	return s.waiting(w, got)
}

// waiting answers with a receipt, or says that others have to sign.
func (s *Server) waiting(w http.ResponseWriter, got production.Waiting) error {
	if !got.Pending {
		return writeJSON(w, receiptOf(got.Receipt))
	}
	return writeJSON(w, struct {
		Pending bool             `json:"pending"`
		Have    []event.PersonID `json:"have"`
	}{true, orNone(got.Draft.Have)})
}

// decline takes a draft out of use.
func (s *Server) decline(w http.ResponseWriter, r *http.Request, c caller) error {
	id, err := event.ParseID(r.PathValue("key"))
	if err != nil {
		return errNothingHere
	}
	if err := s.p.Decline(r.Context(), id, c.person); err != nil {
		return err
	}
	return writeJSON(w, struct{}{})
}
