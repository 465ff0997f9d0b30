package passkey

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Bounds of a registration.
const (
	// CredentialMax is the longest answer of a browser in bytes that Finish reads.
	CredentialMax = 32 << 10
	// HandleMax is the longest user handle in bytes (WebAuthn Level 3 section 5.4.3).
	HandleMax = 64
	// NameMax is the longest account or display name in bytes.
	NameMax = 200
	// credentialIDMax is the longest credential identifier in bytes (section 4).
	credentialIDMax = 1023
	// answerMS is how long the browser waits for the person, in milliseconds.
	answerMS = 300_000
)

// again is what to do when an answer cannot be used.
const again = ": register again on the phone"

// Errors of a registration. Each says what to do next; none holds anything of the person's answer.
var (
	ErrPage = errors.New("origin is not an https page of the relying party: " +
		"open the production's own address")
	ErrUser = errors.New("user handle or name is empty or too long: " +
		"ask the office for the roster row")
	ErrCredential = errors.New("registration is not a public key credential" + again)
	ErrOversize   = errors.New("registration is longer than 32768 bytes" + again)
	ErrCeremony   = errors.New("registration is not an answer to a creation" + again)
	ErrChallenge  = errors.New("registration answers another challenge" + again)
	ErrOrigin     = errors.New("registration was made on another page: " +
		"open the production's own address")
	ErrRelyingParty = errors.New("registration is for another relying party: " +
		"open the production's own address")
	ErrUnverified = errors.New("registration does not show that the person was verified: " +
		"set a screen lock on the phone and register again")
	ErrAlgorithm = errors.New("registration is not a P-256 key for ES256: " +
		"use another authenticator")
	ErrAttestation = errors.New("registration carries an attestation nobody asked for" + again)
)

// User is the account a passkey is made for, as the authenticator shows it.
type User struct {
	Handle  []byte // Random or the person's id, at most HandleMax bytes; never a name.
	Name    string // Shown in the phone's list of passkeys.
	Display string // Shown while registering.
}

// Options is one registration under way. The caller keeps it, uses it for one Finish and forgets it.
type Options struct {
	RP        string
	Origin    string
	User      User
	Challenge [32]byte
}

// Begin starts a registration: a fresh random challenge for one user of one page.
func Begin(rp, origin string, user User) (Options, error) {
	if err := checkPage(rp, origin); err != nil {
		return Options{}, err
	}
	if len(user.Handle) == 0 || len(user.Handle) > HandleMax || user.Name == "" ||
		len(user.Name) > NameMax || len(user.Display) > NameMax {
		return Options{}, ErrUser
	}
	o := Options{RP: rp, Origin: origin, User: user}
	if _, err := rand.Read(o.Challenge[:]); err != nil {
		return Options{}, fmt.Errorf("draw challenge: %w", err)
	}
	return o, nil
}

// JSON writes the options in the form that PublicKeyCredential.parseCreationOptionsFromJSON reads
// (WebAuthn Level 3 section 5.1.9): ES256 only, user verification required, a discoverable key
// preferred, no attestation.
func (o Options) JSON() ([]byte, error) {
	type (
		party struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		}
		account struct {
			ID      string `json:"id"`
			Name    string `json:"name"`
			Display string `json:"displayName"`
		}
		param struct {
			Type string `json:"type"`
			Alg  int    `json:"alg"`
		}
		selection struct {
			ResidentKey  string `json:"residentKey"`
			RequireRK    bool   `json:"requireResidentKey"`
			Verification string `json:"userVerification"`
		}
	)
	text := base64.RawURLEncoding.EncodeToString
	return json.Marshal(struct {
		RP          party     `json:"rp"`
		User        account   `json:"user"`
		Challenge   string    `json:"challenge"`
		Params      []param   `json:"pubKeyCredParams"`
		Timeout     int       `json:"timeout"`
		Selection   selection `json:"authenticatorSelection"`
		Attestation string    `json:"attestation"`
	}{
		RP:        party{o.RP, o.RP},
		User:      account{text(o.User.Handle), o.User.Name, o.User.Display},
		Challenge: text(o.Challenge[:]), Params: []param{{"public-key", algES256}},
		Timeout: answerMS, Selection: selection{"preferred", false, "required"}, Attestation: "none",
	})
}

// Enrolled is a passkey as it was registered.
type Enrolled struct {
	Key          event.PublicKey
	CredentialID []byte
	AAGUID       [16]byte // The authenticator's model; zero when the browser hides it.
	Synced       bool     // A provider keeps a copy (backup state), so it proves an account.
}

// Finish reads a browser's answer to a registration (WebAuthn Level 3 section 7.1). The answer must
// be for exactly this challenge, origin and relying party, made with the person verified, and carry
// a point on P-256 for ES256. Any bytes give an answer or an error.
func Finish(o Options, credential []byte) (Enrolled, error) {
	if o.Challenge == [32]byte{} {
		return Enrolled{}, ErrChallenge
	}
	if len(credential) > CredentialMax {
		return Enrolled{}, ErrOversize
	}
	a, err := readAnswer(credential)
	if err != nil {
		return Enrolled{}, err
	}
	if err := a.check(o); err != nil {
		return Enrolled{}, err
	}
	key, err := a.key()
	if err != nil {
		return Enrolled{}, err
	}
	// The library repeats what check asks and adds the attestation statement itself.
	if err := a.verify(o); err != nil {
		return Enrolled{}, err
	}
	return Enrolled{
		Key: key, CredentialID: a.credentialID, AAGUID: a.aaguid,
		Synced: a.flags&flagBackedUp != 0,
	}, nil
}

// answer is what a registration says, whichever library read it.
type answer struct {
	ceremony     string
	challenge    string
	origin       string
	topOrigin    string
	crossOrigin  bool
	rpIDHash     []byte
	flags        byte
	aaguid       [16]byte
	credentialID []byte
	rawID        []byte
	format       string
	algorithm    int64
	keyType      int64
	curve        int64
	x, y         []byte
	verify       func(Options) error
}

// check holds every fact this house relies on, exactly and without the library's tolerance for
// other spellings of an origin.
func (a *answer) check(o Options) error {
	want := base64.RawURLEncoding.EncodeToString(o.Challenge[:])
	rp := sha256.Sum256([]byte(o.RP))
	switch {
	case a.ceremony != "webauthn.create":
		return ErrCeremony
	case subtle.ConstantTimeCompare([]byte(a.challenge), []byte(want)) != 1:
		return ErrChallenge
	case a.origin != o.Origin || a.crossOrigin || a.topOrigin != "":
		return ErrOrigin
	case subtle.ConstantTimeCompare(a.rpIDHash, rp[:]) != 1:
		return ErrRelyingParty
	case a.flags&flagPresent == 0 || a.flags&flagVerified == 0:
		return ErrUnverified
	case a.flags&flagAttested == 0 || len(a.credentialID) == 0 ||
		len(a.credentialID) > credentialIDMax ||
		subtle.ConstantTimeCompare(a.credentialID, a.rawID) != 1:
		return ErrCredential
	case a.flags&flagBackedUp != 0 && a.flags&flagEligible == 0: // Section 6.1.3 rules it out.
		return ErrCredential
	case a.format != "none" && a.format != "packed": // Packed is left as self attestation only.
		return ErrAttestation
	}
	return nil
}

// COSE numbers of an ES256 key (RFC 9053 sections 2.1 and 7.1).
const (
	algES256 = -7
	keyEC2   = 2
	curve256 = 1
)

// key forms the point and asks the curve whether it lies on it.
func (a *answer) key() (event.PublicKey, error) {
	var k event.PublicKey
	if a.algorithm != algES256 || a.keyType != keyEC2 || a.curve != curve256 ||
		len(a.x) != 32 || len(a.y) != 32 {
		return k, ErrAlgorithm
	}
	k[0] = 4
	copy(k[1:33], a.x)
	copy(k[33:], a.y)
	if _, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), k[:]); err != nil {
		return event.PublicKey{}, ErrAlgorithm
	}
	return k, nil
}

// checkPage holds WebAuthn's rule that the relying party is the page's host or a parent of it, and
// that the page is https or this machine itself (Level 3 section 5.1.3 and Secure Contexts).
func checkPage(rp, origin string) error {
	u, err := url.Parse(origin)
	if err != nil || rp == "" || u.Host == "" || u.Scheme+"://"+u.Host != origin {
		return ErrPage
	}
	page := u.Hostname()
	if page != rp && !strings.HasSuffix(page, "."+rp) {
		return ErrPage
	}
	local := page == "localhost" || strings.HasSuffix(page, ".localhost")
	if u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return ErrPage
	}
	return nil
}
