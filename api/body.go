package api

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Bounds of request bodies in bytes.
const (
	// smallBody is for a few short words.
	smallBody = 8 << 10
	// signBody is for one payload and one signature.
	signBody = 256 << 10
	// actBody is for a whole entry with its openings, in base64 and JSON.
	actBody = 1 << 20
)

// readJSON reads the one JSON object of a request. A field nobody knows, a second value or a body
// above the route's bound is refused.
func readJSON(r *http.Request, into any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil ||
		kind != "application/json" {
		return refused(http.StatusUnsupportedMediaType, "not-json")
	}
	in := json.NewDecoder(r.Body)
	in.DisallowUnknownFields()
	if err := in.Decode(into); err != nil {
		return bodyError(err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return bodyError(err)
	}
	return nil
}

func bodyError(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return refused(http.StatusRequestEntityTooLarge, "oversize")
	}
	return refused(http.StatusBadRequest, "bad-request")
}

// writeJSON answers with one JSON object.
func writeJSON(w http.ResponseWriter, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return writeBytes(w, "application/json", data)
}

// writeBytes answers with bytes. Whether the client took them is its own business: an answer that
// could not be written has nobody left to tell.
func writeBytes(w http.ResponseWriter, kind string, data []byte) error {
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(data) //nolint:gosec // Every answer has a type of its own and nosniff.
	return nil
}

// wireBytes are bytes in standard base64.
type wireBytes []byte

// UnmarshalJSON reads them; anything but standard base64 with padding is refused.
func (b *wireBytes) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if strings.ContainsAny(text, "\r\n") { // The decoder would leave them out.
		return base64.CorruptInputError(0)
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	*b = raw
	return err
}

// wireSignature is a signature as pages send it: DER as a passkey gives it, or r and s as WebCrypto
// gives them.
type wireSignature struct {
	Kind   string    `json:"kind"`
	Key    string    `json:"key"`
	DER    wireBytes `json:"der"`
	Raw    wireBytes `json:"raw"`
	Auth   wireBytes `json:"auth"`
	Client wireBytes `json:"client"`
}

// open turns it into the form of the format: minimal DER with S in the lower half.
func (s *wireSignature) open() (event.Signature, error) {
	key, err := event.ParseKey(s.Key)
	if err != nil {
		return event.Signature{}, refused(http.StatusBadRequest, "bad-request")
	}
	return s.under(key)
}

// openLogin is open for a login, where a passkey's key may be left out: a phone that did not make
// the passkey does not know it.
func (s *wireSignature) openLogin() (event.Signature, error) {
	if s.Key == "" && kindOf(s.Kind) == event.Passkey {
		return s.under(event.PublicKey{})
	}
	return s.open()
}

func (s *wireSignature) under(key event.PublicKey) (event.Signature, error) {
	out := event.Signature{
		Kind: kindOf(s.Kind), Key: key, AuthData: s.Auth, ClientData: s.Client,
	}
	if out.Kind == event.NoSignature {
		return event.Signature{}, refused(http.StatusBadRequest, "bad-request")
	}
	var err error
	if len(s.Raw) == event.RawSize {
		out.DER, err = event.DERFromRaw([event.RawSize]byte(s.Raw))
	} else {
		out.DER, err = event.LowS(s.DER)
	}
	if err != nil {
		return event.Signature{}, refused(http.StatusBadRequest, "signature-form")
	}
	return out, nil
}

func kindOf(name string) event.SignatureKind {
	for _, k := range []event.SignatureKind{event.Passkey, event.Device, event.Software} {
		if k.String() == name {
			return k
		}
	}
	return event.NoSignature
}

// wireOpening is the value behind one commitment.
type wireOpening struct {
	Field string `json:"field"`
	Salt  string `json:"salt"`
	Value string `json:"value"`
}

func openingsOf(wire []wireOpening) ([]proof.Opening, error) {
	var out []proof.Opening
	for _, o := range wire {
		salt, err := hex.DecodeString(o.Salt)
		if err != nil || len(salt) != 16 {
			return nil, refused(http.StatusBadRequest, "wrong-openings")
		}
		out = append(out, proof.Opening{Field: o.Field, Salt: [16]byte(salt), Value: []byte(o.Value)})
	}
	return out, nil
}

func wireOpenings(openings []proof.Opening) []wireOpening {
	out := make([]wireOpening, 0, len(openings))
	for _, o := range openings {
		out = append(out, wireOpening{o.Field, hex.EncodeToString(o.Salt[:]), string(o.Value)})
	}
	return out
}

// rawObj is a JSON object handed on as it came.
type rawObj = json.RawMessage

func base64URL(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }
