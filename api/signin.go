package api

import (
	"context"
	"net/http"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
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

// wireNewcomer is whom an open code is for and who vouches for them.
type wireNewcomer struct {
	Person     event.PersonID `json:"person"`
	Name       string         `json:"name"`
	Department string         `json:"department"`
	Role       string         `json:"role"`
	Vouchers   []wireVoucher  `json:"vouchers"`
	Expires    int64          `json:"expires"`
	TwoSides   bool           `json:"two_sides"`
}

type wireVoucher struct {
	Person     event.PersonID `json:"person"`
	Name       string         `json:"name"`
	Department string         `json:"department"`
}

func newcomerOf(n production.Newcomer) wireNewcomer {
	return wireNewcomer{
		n.Person, n.Name, n.Department.String(), n.Proposed.String(), vouchersOf(n.Vouchers),
		n.Expires.Unix(), n.TwoSides,
	}
}

func vouchersOf(all []production.Voucher) []wireVoucher {
	out := make([]wireVoucher, len(all))
	for i, v := range all {
		out[i] = wireVoucher{v.Person, v.Name, v.Department.String()}
	}
	return out
}

// newcomers tells a voucher whom their open codes are for, and who else vouches for them by now.
func (s *Server) newcomers(w http.ResponseWriter, r *http.Request, c caller) error {
	all, err := s.p.Newcomers(r.Context(), c.person)
	if err != nil {
		return err
	}
	out := make([]wireNewcomer, len(all))
	for i, n := range all {
		out[i] = newcomerOf(n)
	}
	return writeJSON(w, out)
}

// lookVouch tells somebody who was given another voucher's code whom they would vouch for besides.
func (s *Server) lookVouch(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.beside(w, r, c, s.p.LookVouch)
}

// joinVouch makes the caller one more voucher of a newcomer they met.
func (s *Server) joinVouch(w http.ResponseWriter, r *http.Request, c caller) error {
	return s.beside(w, r, c, s.p.JoinVouch)
}

func (s *Server) beside(
	w http.ResponseWriter, r *http.Request, c caller,
	do func(context.Context, string, string, event.PersonID) (production.Newcomer, error),
) error {
	code, err := readCode(r)
	if err != nil {
		return err
	}
	n, err := do(r.Context(), place(r), code, c.person)
	if err != nil {
		return err
	}
	return writeJSON(w, newcomerOf(n))
}

func readCode(r *http.Request) (string, error) {
	var in struct {
		Code string `json:"code"`
	}
	err := readJSON(r, &in)
	return in.Code, err
}

type relyingParty struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// enrolBegin tells a newcomer with a code who they are on the roster, who vouches for them, and what
// to make a passkey for.
func (s *Server) enrolBegin(w http.ResponseWriter, r *http.Request, _ caller) error {
	code, err := readCode(r)
	if err != nil {
		return err
	}
	page, err := s.page(r)
	if err != nil {
		return err
	}
	offer, err := s.p.EnrolBegin(r.Context(), place(r), code, page)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		wireNewcomer

		Challenge string       `json:"challenge"`
		RP        relyingParty `json:"rp"`
	}{
		newcomerOf(offer.Newcomer), base64URL(offer.Options.Challenge[:]),
		relyingParty{offer.Options.RP, s.cfg.Name},
	})
}

// enrolVouchers tells a newcomer's page who vouches for them by now.
func (s *Server) enrolVouchers(w http.ResponseWriter, r *http.Request, _ caller) error {
	code, err := readCode(r)
	if err != nil {
		return err
	}
	all, err := s.p.EnrolVouchers(r.Context(), place(r), code)
	if err != nil {
		return err
	}
	return writeJSON(w, vouchersOf(all))
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

// enrolFinish takes the browser's answer and says which public key it made, and which vouchers the
// newcomer now signs for.
func (s *Server) enrolFinish(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code       string `json:"code"`
		Credential rawObj `json:"credential"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	got, err := s.p.EnrolFinish(r.Context(), place(r), in.Code, in.Credential)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Key      string        `json:"key"`
		Vouchers []wireVoucher `json:"vouchers"`
	}{got.Key.String(), vouchersOf(got.Vouchers)})
}
