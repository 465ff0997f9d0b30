package passkey

import (
	"encoding/base64"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// This file alone knows github.com/go-webauthn/webauthn: its functions change their arguments
// between minor versions.

// readAnswer parses the JSON, CBOR and COSE of a registration.
func readAnswer(credential []byte) (*answer, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return nil, ErrCredential
	}
	client := parsed.Response.CollectedClientData
	auth := parsed.Response.AttestationObject.AuthData
	a := &answer{
		ceremony: string(client.Type), challenge: client.Challenge, origin: client.Origin,
		topOrigin: client.TopOrigin, crossOrigin: client.CrossOrigin,
		rpIDHash: auth.RPIDHash, flags: byte(auth.Flags),
		credentialID: auth.AttData.CredentialID, rawID: parsed.RawID,
		format: parsed.Response.AttestationObject.Format,
	}
	if copy(a.aaguid[:], auth.AttData.AAGUID) != len(a.aaguid) {
		return nil, ErrCredential
	}
	var key webauthncose.EC2PublicKeyData
	if err := webauthncbor.Unmarshal(auth.AttData.CredentialPublicKey, &key); err != nil {
		return nil, ErrAlgorithm
	}
	a.keyType, a.algorithm, a.curve = key.KeyType, key.Algorithm, key.Curve
	a.x, a.y = key.XCoord, key.YCoord
	a.verify = func(o Options) error { return verifyRegistration(parsed, o) }
	return a, nil
}

// verifyRegistration runs the library's own registration steps, the attestation statement among
// them.
func verifyRegistration(parsed *protocol.ParsedCredentialCreationData, o Options) error {
	statement := parsed.Response.AttestationObject.AttStatement
	if _, chained := statement["x5c"]; chained {
		return ErrAttestation
	}
	es256 := []protocol.CredentialParameter{{
		Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256,
	}}
	challenge := base64.RawURLEncoding.EncodeToString(o.Challenge[:])
	_, err := parsed.Verify(challenge, o.RP, []string{o.Origin}, nil, nil,
		protocol.TopOriginExplicitVerificationMode, false, true, true, nil, es256,
		protocol.AttestationPolicy{}, protocol.SignaturePolicy{})
	if err != nil {
		return ErrCredential
	}
	return nil
}
