package session

import (
	"encoding/base64"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Draft turns what a page means into the exact bytes people sign. The page gives kind, at, nonce,
// words, signers, body and openings; the session adds the production, the newest checkpoint it has
// verified, and the newest link of every object the act changes.
func (s *Session) Draft(draft string) ([]byte, error) {
	v, ok := parseJSON(draft)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "draft: want one JSON object")
	}
	production := s.productionOf()
	if production == "" {
		return nil, refuse(CodeNotOpen, "draft: nothing says whose record this is: open with production")
	}
	seen := s.known.Seen()
	head := event.AppendMember([]byte(`{"v":1`), "production", string(production))
	head = append(head, `,"seen":{"size":`...)
	head = strconv.AppendInt(head, seen.Size, 10)
	head = event.AppendMember(head, "root", seen.Root)
	head = append(head, `,"time":`...)
	head = append(strconv.AppendInt(head, seen.TimeSec, 10), '}')
	for i, name := range v.names {
		head = append(event.AppendText(append(head, ','), name), ':')
		head = append(head, draft[v.list[i].start:v.list[i].end]...)
	}
	e, err := event.Compose(append(head, '}'))
	if err != nil {
		return nil, err
	}
	s.known.Link(e)
	payload, err := event.Encode(e)
	if err != nil {
		return nil, err
	}
	return drafted(payload, event.PayloadType), nil
}

// drafted describes bytes that somebody is about to sign.
func drafted(payload []byte, payloadType string) []byte {
	challenge := event.Challenge(payloadType, payload)
	out := event.AppendMember([]byte(`{`), "payload", base64.StdEncoding.EncodeToString(payload))
	out = event.AppendMember(out, "id", event.IDOf(payload).String())
	out = event.AppendMember(out, "challenge", base64.RawURLEncoding.EncodeToString(challenge[:]))
	out = event.AppendMember(out, "pae", base64.StdEncoding.EncodeToString(event.PAE(payloadType, payload)))
	return append(out, '}')
}

// Seal forms an entry from a payload and one signature for each signer, in the signers' order. A
// signature comes as the platform gave it: DER from a passkey, r and s from WebCrypto.
func Seal(message string) ([]byte, error) {
	v, ok := parseJSON(message)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "seal: want one JSON object")
	}
	payload, err := binary64(v, "payload")
	if err != nil {
		return nil, err
	}
	list := v.get("signatures")
	signatures := make([]event.Signature, 0, len(list.list))
	for _, one := range list.list {
		sig, err := signature(one)
		if err != nil {
			return nil, err
		}
		signatures = append(signatures, sig)
	}
	return event.Seal(payload, signatures)
}

func signature(v value) (event.Signature, error) {
	var out event.Signature
	switch v.str("kind") {
	case "passkey":
		out.Kind = event.Passkey
	case "device":
		out.Kind = event.Device
	case "software":
		out.Kind = event.Software
	default:
		return out, &Error{CodeField, "signature: kind is passkey, device or software", "signatures.kind"}
	}
	var err error
	if out.Key, err = event.ParseKey(v.str("key")); err != nil {
		return out, &Error{CodeField, err.Error(), "signatures.key"}
	}
	if out.DER, err = binary64(v, "der"); err != nil {
		return out, err
	}
	if len(out.DER) == 0 {
		raw, err := binary64(v, "raw")
		if err != nil {
			return out, err
		}
		if len(raw) != event.RawSize {
			return out, &Error{CodeField, "signature: want der, or raw of 64 bytes", "signatures.raw"}
		}
		if out.DER, err = event.DERFromRaw([event.RawSize]byte(raw)); err != nil {
			return out, err
		}
	}
	if out.AuthData, err = binary64(v, "auth"); err != nil {
		return out, err
	}
	out.ClientData, err = binary64(v, "client")
	return out, err
}

// binary64 reads a base64 member; nil when it is absent.
func binary64(v value, name string) ([]byte, error) {
	text := v.str(name)
	if text == "" {
		return nil, nil
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, &Error{CodeField, "want base64", name}
	}
	return raw, nil
}

// SignIn writes the bytes of a login. Its payload type is not that of an act, so that neither can be
// offered as the other.
func SignIn(message string) ([]byte, error) {
	v, ok := parseJSON(message)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "signin: want one JSON object")
	}
	payload, err := event.EncodeSignIn(&event.SignIn{
		Production: event.ProductionID(v.str("production")),
		Person:     event.PersonID(v.str("person")),
		Origin:     v.str("origin"),
		Nonce:      v.str("nonce"),
		AtMS:       v.get("at").number,
	})
	if err != nil {
		return nil, err
	}
	return drafted(payload, event.SignInType), nil
}

// Inspect says what somebody is about to sign: it reads the very bytes.
func Inspect(message string) ([]byte, error) {
	v, ok := parseJSON(message)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "inspect: want one JSON object")
	}
	payload, err := binary64(v, "payload")
	if err != nil {
		return nil, err
	}
	e, err := event.Decode(payload)
	if err != nil {
		return nil, err
	}
	out := event.AppendMember([]byte(`{`), "kind", e.Kind.String())
	out = append(out, `,"signers":[`...)
	for i, g := range e.Signers {
		if i > 0 {
			out = append(out, ',')
		}
		out = event.AppendMember(append(out, '{'), "person", string(g.Person))
		out = event.AppendMember(out, "role", g.Role.String())
		out = append(event.AppendMember(out, "how", g.How.String()), '}')
	}
	out = append(out, `],"body":`...)
	// Decode admitted the one spelling, so the body's bytes are JSON a page can show.
	read, _ := parseJSON(string(payload))
	body := read.get("body")
	out = append(out, payload[body.start:body.end]...)
	out = append(out, `,"openings":[`...)
	for i, o := range e.Openings {
		if i > 0 {
			out = append(out, ',')
		}
		out = event.AppendMember(append(out, '{'), "field", o.Field)
		out = append(event.AppendMember(out, "commit", o.Digest.String()), '}')
	}
	return append(event.AppendMember(append(out, ']'), "id", event.IDOf(payload).String()), '}'), nil
}

// Commit computes the commitment of an opening: salt in hex, field, value.
func Commit(message string) ([]byte, error) {
	v, ok := parseJSON(message)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "commit: want one JSON object")
	}
	salt, ok := event.ParseSalt(v.str("salt"))
	if !ok {
		return nil, &Error{CodeField, "want 32 lower-case hex digits", "salt"}
	}
	if v.str("field") == "" {
		return nil, &Error{CodeField, "want the name of the field", "field"}
	}
	sum := event.Commit(salt, v.str("field"), []byte(v.str("value")))
	return append(event.AppendMember([]byte(`{`), "commit", sum.String()), '}'), nil
}

// Schema describes every kind of event for pages: polarity, needed signatures, members.
func Schema() []byte {
	out := []byte(`[`)
	for i, k := range event.Kinds() {
		if i > 0 {
			out = append(out, ',')
		}
		out = event.AppendMember(append(out, '{'), "kind", k.String())
		out = event.AppendMember(out, "polarity", k.Polarity().String())
		out = append(out, `,"needs":[`...)
		for n, need := range k.Needs() {
			if n > 0 {
				out = append(out, ',')
			}
			out = append(out, `{"roles":[`...)
			for r, role := range need.Roles {
				if r > 0 {
					out = append(out, ',')
				}
				out = event.AppendText(out, role.String())
			}
			out = append(event.AppendMember(append(out, ']'), "how", need.How.String()), '}')
		}
		out = append(append(out, `],"fields":`...), appendFields(nil, event.Describe(k))...)
		out = append(out, '}')
	}
	return append(out, ']')
}

func appendFields(out []byte, fields []event.Field) []byte {
	out = append(out, '[')
	for i, f := range fields {
		if i > 0 {
			out = append(out, ',')
		}
		out = event.AppendMember(append(out, '{'), "name", f.Name)
		out = event.AppendMember(out, "type", f.Type)
		out = append(append(out, `,"optional":`...), strconv.AppendBool(nil, f.Optional)...)
		out = append(append(out, `,"min":`...), strconv.AppendInt(nil, f.Min, 10)...)
		out = append(append(out, `,"max":`...), strconv.AppendInt(nil, f.Max, 10)...)
		if len(f.Values) > 0 {
			out = append(out, `,"values":[`...)
			for n, v := range f.Values {
				if n > 0 {
					out = append(out, ',')
				}
				out = event.AppendText(out, v)
			}
			out = append(out, ']')
		}
		if len(f.Fields) > 0 {
			out = append(append(out, `,"fields":`...), appendFields(nil, f.Fields)...)
		}
		out = append(out, '}')
	}
	return append(out, ']')
}
