package event

// SignInType is the DSSE payload type of a login. It differs from PayloadType, so neither signature
// can be offered as the other.
const SignInType = "application/vnd.proofhouse.signin.v1+json"

// SignIn is what a person signs to open a session with a server. It never enters the log.
type SignIn struct {
	Production ProductionID
	Person     PersonID
	Origin     string // The page's origin.
	Nonce      string // 16 bytes drawn by the server, lower-case hex; good once.
	AtMS       int64  // Unix milliseconds, as the page believes.
}

func (s *SignIn) members(c *codec) {
	version := int64(Version)
	num(c, "v", Version, Version, &version)
	hex16(c, "production", &s.Production)
	id(c, "person", &s.Person)
	text(c, "origin", &s.Origin)
	hex16(c, "nonce", &s.Nonce)
	num(c, "at", 0, IntMax, &s.AtMS)
}

// EncodeSignIn writes a login's payload in its only spelling.
func EncodeSignIn(s *SignIn) ([]byte, error) {
	c := &codec{mode: encoding}
	c.object("", func() { s.members(c) })
	if c.err != nil {
		return nil, c.err
	}
	return c.out, nil
}

// ParseSignIn reads a login and returns the one signature the host has to check.
func ParseSignIn(payload []byte, sig Signature) (*SignIn, Assertion, Check, error) {
	if len(payload) > PayloadMax {
		return nil, Assertion{}, Check{}, ErrOversize
	}
	c := &codec{mode: decoding, in: string(payload)}
	s := new(SignIn)
	c.object("", func() { s.members(c) })
	if c.err == nil && c.pos != len(c.in) {
		c.syntax("the end of the payload")
	}
	if c.err != nil {
		return nil, Assertion{}, Check{}, c.err
	}
	if sig.Kind != Passkey && sig.Kind != Software {
		return nil, Assertion{}, Check{}, ErrDeviceVerified
	}
	der, err := LowS(sig.DER)
	if err != nil {
		return nil, Assertion{}, Check{}, err
	}
	message, a, err := sig.signed(SignInType, payload)
	if err != nil {
		return nil, Assertion{}, Check{}, err
	}
	return s, a, Check{Key: sig.Key, Message: message, DER: der}, nil
}
