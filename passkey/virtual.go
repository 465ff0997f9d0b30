package passkey

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Flags of authenticator data (WebAuthn Level 3 section 6.1).
const (
	flagPresent  = 1 << 0
	flagVerified = 1 << 2
	flagEligible = 1 << 3
	flagBackedUp = 1 << 4
	flagAttested = 1 << 6
)

// VirtualAAGUID is the authenticator model that a Virtual reports, so that nobody takes it for a
// phone: the first 16 bytes of SHA-256("proofhouse virtual passkey").
var VirtualAAGUID = func() (id [16]byte) {
	sum := sha256.Sum256([]byte("proofhouse virtual passkey"))
	copy(id[:], sum[:])
	return id
}()

// Virtual is a passkey held in memory. It answers as an authenticator behind a browser does, with
// authenticator data and client data, so that the events of a story have the same shape as those of
// real phones. It always reports that its person was verified. It is for stories and tests: its key
// comes from a seed. Like Key it has no String and no MarshalJSON.
type Virtual struct {
	rp      string
	origin  string
	synced  bool
	private *ecdsa.PrivateKey
	public  event.PublicKey
}

// NewVirtual makes the passkey that a seed gives for one page. Synced says that a provider keeps a
// copy, as most phones do; such a passkey proves an account rather than a phone.
func NewVirtual(seed []byte, rp, origin string, synced bool) (*Virtual, error) {
	if err := checkPage(rp, origin); err != nil {
		return nil, err
	}
	private, err := privateFromSeed(seed)
	if err != nil {
		return nil, err
	}
	public, err := publicOf(private)
	return &Virtual{rp: rp, origin: origin, synced: synced, private: private, public: public}, err
}

// Public implements Signer.
func (v *Virtual) Public() event.PublicKey { return v.public }

// CredentialID returns the credential's identifier: the SHA-256 of its public key.
func (v *Virtual) CredentialID() []byte {
	sum := sha256.Sum256(v.public[:])
	return sum[:]
}

// Sign implements Signer: a WebAuthn assertion with user verification whose challenge is the
// SHA-256 of the DSSE pre-authentication encoding.
func (v *Virtual) Sign(payloadType string, payload []byte) (event.Signature, error) {
	challenge := event.Challenge(payloadType, payload)
	client, err := clientData("webauthn.get", challenge[:], v.origin)
	if err != nil {
		return event.Signature{}, err
	}
	auth := v.authData(0)
	sum := sha256.Sum256(client)
	der, err := signES256(v.private, append(slices.Clip(auth), sum[:]...))
	if err != nil {
		return event.Signature{}, err
	}
	return event.Signature{
		Kind: event.Passkey, Key: v.public, DER: der, AuthData: auth, ClientData: client,
	}, nil
}

// Register answers a registration as the page would post it: a PublicKeyCredential in the JSON form
// of WebAuthn Level 3 section 5.1, with attestation none.
func (v *Virtual) Register(o Options) ([]byte, error) {
	client, err := clientData("webauthn.create", o.Challenge[:], v.origin)
	if err != nil {
		return nil, err
	}
	auth := v.authData(flagAttested)
	auth = append(auth, VirtualAAGUID[:]...)
	auth = binary.BigEndian.AppendUint16(auth, sha256.Size)
	auth = append(auth, v.CredentialID()...)
	auth = append(auth, coseKey(v.public)...)
	return credentialJSON(v.CredentialID(), client, attestationNone(auth))
}

// authData writes the RP id's hash, the flags and a counter of zero, as synced passkeys report it.
func (v *Virtual) authData(more byte) []byte {
	flags := flagPresent | flagVerified | more
	if v.synced {
		flags |= flagEligible | flagBackedUp
	}
	hash := sha256.Sum256([]byte(v.rp))
	return append(append(hash[:], flags), 0, 0, 0, 0)
}

// clientData writes the members in the order browsers do (WebAuthn Level 3 section 5.8.1.1).
func clientData(ceremony string, challenge []byte, origin string) ([]byte, error) {
	page, err := json.Marshal(origin)
	if err != nil {
		return nil, fmt.Errorf("write client data: %w", err)
	}
	out := fmt.Appendf(nil, `{"type":%q,"challenge":%q,"origin":`, ceremony,
		base64.RawURLEncoding.EncodeToString(challenge))
	return append(append(out, page...), `,"crossOrigin":false}`...), nil
}

// coseKey writes a P-256 public key for ES256 as COSE does (RFC 9053 section 7.1.1), in CTAP2's
// canonical CBOR: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
func coseKey(k event.PublicKey) []byte {
	out := []byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32}
	out = append(out, k[1:33]...)
	out = append(out, 0x22, 0x58, 32)
	return append(out, k[33:]...)
}

// attestationNone writes {"fmt": "none", "attStmt": {}, "authData": auth} in CBOR (WebAuthn Level 3
// section 6.5.4). The authenticator data is longer than 23 and shorter than 65,536 bytes.
func attestationNone(auth []byte) []byte {
	out := append([]byte{0xa3, 0x63}, "fmt"...)
	out = append(append(out, 0x64), "none"...)
	out = append(append(out, 0x67), "attStmt"...)
	out = append(append(out, 0xa0, 0x68), "authData"...)
	out = append(out, 0x59)
	out = binary.BigEndian.AppendUint16(out, uint16(len(auth)))
	return append(out, auth...)
}

func credentialJSON(id, client, attestation []byte) ([]byte, error) {
	text := base64.RawURLEncoding.EncodeToString
	return json.Marshal(map[string]any{
		"id": text(id), "rawId": text(id), "type": "public-key",
		"response": map[string]any{
			"clientDataJSON": text(client), "attestationObject": text(attestation),
		},
		"clientExtensionResults": map[string]any{},
	})
}
