package api

import (
	"net/http"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// signInNonce begins a sign-in. The answer is the same for everybody, enrolled or not.
func (s *Server) signInNonce(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Person event.PersonID `json:"person"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	nonce, err := s.p.SignInNonce(in.Person)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Nonce string `json:"nonce"`
	}{nonce})
}

// signIn opens a session. What is signed is a login by its own payload type; an act offered here is
// refused, as a login is where acts are recorded. The answer names the key that signed, which a
// second phone with a synced passkey keeps for acts.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Payload   wireBytes     `json:"payload"`
		Signature wireSignature `json:"signature"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	sig, err := in.Signature.openLogin()
	if err != nil {
		return err
	}
	got, err := s.p.SignIn(r.Context(), in.Payload, sig)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Token  string         `json:"token"`
		Person event.PersonID `json:"person"`
		Key    string         `json:"key"`
	}{got.Token, got.Person, got.Key.String()})
}

// signOut ends the caller's session. Ending none is no error.
func (s *Server) signOut(w http.ResponseWriter, r *http.Request, c caller) error {
	if c.token != "" {
		if err := s.p.SignOut(r.Context(), c.token); err != nil {
			return err
		}
	}
	return writeJSON(w, struct{}{})
}

// vouch draws a code for a newcomer who stands beside the caller.
func (s *Server) vouch(w http.ResponseWriter, r *http.Request, c caller) error {
	var in struct {
		Person event.PersonID `json:"person"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	v, err := s.p.Vouch(r.Context(), c.person, in.Person)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Code    string `json:"code"`
		Expires int64  `json:"expires"`
	}{v.Code, v.Expires.Unix()})
}

type relyingParty struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// enrolBegin tells a newcomer with a code who they are on the roster and what to make a passkey for.
func (s *Server) enrolBegin(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code string `json:"code"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	page, err := s.page(r)
	if err != nil {
		return err
	}
	offer, err := s.p.EnrolBegin(r.Context(), place(r), in.Code, page)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Person     event.PersonID   `json:"person"`
		Name       string           `json:"name"`
		Department string           `json:"department"`
		Vouchers   []event.PersonID `json:"vouchers"`
		Challenge  string           `json:"challenge"`
		RP         relyingParty     `json:"rp"`
	}{
		offer.Person, offer.Name, offer.Department.String(), offer.Vouchers,
		base64URL(offer.Options.Challenge[:]),
		relyingParty{offer.Options.RP, s.cfg.Name},
	})
}

// page is the address of the page that asks, as the browser says it, when it is one of the
// production's; the first of them where no browser says.
func (s *Server) page(r *http.Request) (string, error) {
	opened := s.p.Opened()
	if opened == nil {
		return "", refused(http.StatusConflict, "not-opened")
	}
	said := r.Header.Get("Origin")
	for _, o := range opened.Origins {
		if o == said || said == "" {
			return o, nil
		}
	}
	return "", refused(http.StatusForbidden, "wrong-page")
}

// enrolFinish takes the browser's answer and says which public key it made.
func (s *Server) enrolFinish(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code       string `json:"code"`
		Credential rawObj `json:"credential"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	key, err := s.p.EnrolFinish(r.Context(), place(r), in.Code, in.Credential)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Key string `json:"key"`
	}{key.String()})
}
