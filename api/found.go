package api

import (
	"net/http"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
)

// Founding says where a production that nobody has opened yet will live.
type Founding struct {
	RP     string // WebAuthn relying party id.
	Origin string // The page's origin.
}

// FoundingLink is the address that both founders open, each on their own phone. It is a secret until
// they have, and empty when there is nothing to found.
func (s *Server) FoundingLink() string {
	if s.found == nil || s.p.Opened() != nil {
		return ""
	}
	return s.cfg.Founding.Origin + "/found#/found/" + s.found.Code()
}

// seated is what a founder's page sends with everything: whose seat it is.
type seated struct {
	Code   string `json:"code"`
	Secret string `json:"secret"`
}

// foundBegin gives a founder a seat and starts the registration of their passkey.
func (s *Server) foundBegin(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code       string `json:"code"`
		Name       string `json:"name"`
		Department string `json:"department"`
		Role       string `json:"role"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	got, err := s.found.Sit(in.Code, in.Name, event.DepartmentOf(in.Department), event.RoleOf(in.Role))
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Person    event.PersonID `json:"person"`
		Secret    string         `json:"secret"`
		Challenge string         `json:"challenge"`
		RP        relyingParty   `json:"rp"`
	}{
		got.Person, got.Secret, base64URL(got.Options.Challenge[:]),
		relyingParty{got.Options.RP, s.cfg.Name},
	})
}

// foundKey takes a founder's new passkey.
func (s *Server) foundKey(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		seated
		Credential rawObj `json:"credential"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	key, err := s.found.Register(in.Code, in.Secret, in.Credential)
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Key string `json:"key"`
	}{key.String()})
}

// foundDraft answers with the bytes both founders sign, or how many of them are there.
func (s *Server) foundDraft(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		seated
		Production event.ProductionID `json:"production"`
		Nonce      string             `json:"nonce"`
		Region     event.Region       `json:"region"`
		TaxCredit  string             `json:"tax_credit"`
		Packs      []event.PackID     `json:"packs"`
		Words      string             `json:"words"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	got, err := s.found.Draft(in.Code, in.Secret, production.Choices{
		Production: in.Production, Nonce: in.Nonce, Region: in.Region,
		TaxCredit: in.TaxCredit == event.Yes.String(), Packs: in.Packs, Words: in.Words,
	})
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Payload    []byte `json:"payload"`
		Registered int    `json:"registered"`
		Signed     int    `json:"signed"`
	}{got.Payload, got.Registered, got.Signed})
}

// foundSign takes a founder's signature and opens the production with the second one.
func (s *Server) foundSign(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		seated
		Signature wireSignature `json:"signature"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	sig, err := in.Signature.open()
	if err != nil {
		return err
	}
	got, err := s.found.Sign(r.Context(), in.Code, in.Secret, sig)
	if err != nil {
		return s.unsure(err)
	}
	return s.waiting(w, got)
}
