package event

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"testing"
)

// A pen signs for one person, with real P-256 signatures that are the same in every run.
type pen struct {
	key *ecdsa.PrivateKey
	pub PublicKey
}

func newPen(t testing.TB, name string) *pen {
	t.Helper()
	secret := sha256.Sum256([]byte(name))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret[:])
	if err != nil {
		t.Fatal(err)
	}
	pub, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return &pen{key: key, pub: PublicKey(pub)}
}

// der signs a message without randomness (RFC 6979), in whatever half of the group S falls.
func (p *pen) der(t testing.TB, message []byte) []byte {
	t.Helper()
	sum := sha256.Sum256(message)
	der, err := p.key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// plain signs the DSSE bytes themselves, as a device or software key does.
func (p *pen) plain(t testing.TB, kind SignatureKind, payloadType string, payload []byte) Signature {
	t.Helper()
	return Signature{Kind: kind, Key: p.pub, DER: p.der(t, PAE(payloadType, payload))}
}

// passkey signs as a browser does: authenticator data, then the hash of the client data.
func (p *pen) passkey(t testing.TB, payloadType string, payload []byte) Signature {
	t.Helper()
	return p.assert(t, authData(), clientData(payloadType, payload))
}

func (p *pen) assert(t testing.TB, authData, clientData []byte) Signature {
	t.Helper()
	sum := sha256.Sum256(clientData)
	message := append(append([]byte{}, authData...), sum[:]...)
	return Signature{Kind: Passkey, Key: p.pub, DER: p.der(t, message), AuthData: authData, ClientData: clientData}
}

const (
	testRP     = "proofhouse.example"
	testOrigin = "https://proofhouse.example"
)

// authData is an answer of a synced passkey that verified its user.
func authData() []byte {
	rp := sha256.Sum256([]byte(testRP))
	flags := byte(flagUserPresent | flagUserVerified | flagBackupEligible | flagBackupState)
	return append(rp[:], flags, 0, 0, 0, 7)
}

func clientData(payloadType string, payload []byte) []byte {
	sum := Challenge(payloadType, payload)
	return []byte(`{"type":"webauthn.get","challenge":"` + base64.RawURLEncoding.EncodeToString(sum[:]) +
		`","origin":"` + testOrigin + `","crossOrigin":false}`)
}

// check answers every check of an entry as a host does.
func check(t testing.TB, checks []Check) []bool {
	t.Helper()
	valid := make([]bool, len(checks))
	for i, c := range checks {
		pub, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), c.Key[:])
		if err != nil {
			continue
		}
		sum := sha256.Sum256(c.Message)
		valid[i] = ecdsa.VerifyASN1(pub, sum[:], c.DER)
	}
	return valid
}

// layout writes an entry without any check: what a careless or hostile sender can send.
func layout(payload []byte, signatures []Signature) []byte {
	out := binary.BigEndian.AppendUint16([]byte("PHE1"), uint16(len(payload)))
	out = append(out, payload...)
	out = append(out, byte(len(signatures)))
	for _, s := range signatures {
		out = append(append(out, byte(s.Kind)), s.Key[:]...)
		out = append(append(out, byte(len(s.DER))), s.DER...)
		if s.Kind == Passkey {
			out = binary.BigEndian.AppendUint16(out, uint16(len(s.AuthData)))
			out = append(out, s.AuthData...)
			out = binary.BigEndian.AppendUint16(out, uint16(len(s.ClientData)))
			out = append(out, s.ClientData...)
		}
	}
	return out
}

// lowered is a signature in the form an entry carries.
func lowered(t testing.TB, s Signature) Signature {
	t.Helper()
	der, err := LowS(s.DER)
	if err != nil {
		t.Fatal(err)
	}
	s.DER = der
	return s
}

// loadedBy is a load that handler and watcher sign as verified persons.
func loadedBy(t testing.TB) []byte {
	t.Helper()
	return encode(t, sample(
		&Loaded{Item: "R-03", Container: "C-07", Lot: "D-014", Positions: []int64{1, 2, 3}},
		Signer{"h1", Handler, Verified}, Signer{"w1", Watcher, Verified}))
}
