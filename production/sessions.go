package production

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// Bounds of signing in.
const (
	// NonceLife is how long a nonce can be signed.
	NonceLife = 2 * time.Minute
	// NoncesMax is the most nonces that wait at once.
	NoncesMax = 4096
	// SessionLife is how long a session lasts.
	SessionLife = 12 * time.Hour
	// SessionsEachMax is the most sessions of one person; the oldest ends when another begins.
	SessionsEachMax = 16
	// passkeysTriedMax is how many passkeys of one person are tried for a page that cannot say which
	// one answered.
	passkeysTriedMax = 32
)

// Session is what a person has after signing in. Token is a secret: it goes to the person's page and
// nowhere else; the store has its digest.
type Session struct {
	Token   string
	Person  event.PersonID
	Key     event.PublicKey // The key that signed in, for a page that did not know which it was.
	Expires time.Time
}

type sessions struct {
	mu     sync.Mutex
	nonces map[string]nonce
	open   map[string]storedSession // By the hex SHA-256 of the token.
}

type nonce struct {
	person  event.PersonID
	expires time.Time
}

type storedSession struct {
	Person  event.PersonID `json:"person"`
	Key     string         `json:"key"`     // The key that signed in, in hex: the session ends with it.
	Expires int64          `json:"expires"` // Unix milliseconds.
}

// SignInNonce draws the number that a person signs to open a session. It is good once, for
// NonceLife. It is given for anybody's id, so that asking tells nothing about who is enrolled.
func (p *Production) SignInNonce(who event.PersonID) (string, error) {
	text, err := drawHex(16)
	if err != nil {
		return "", err
	}
	now := p.cfg.Clock()
	p.sessions.mu.Lock()
	defer p.sessions.mu.Unlock()
	if len(p.sessions.nonces) >= NoncesMax {
		for n, x := range p.sessions.nonces {
			if now.After(x.expires) {
				delete(p.sessions.nonces, n)
			}
		}
	}
	if len(p.sessions.nonces) >= NoncesMax {
		return "", p.note(refuse(TooMany, "too many people are signing in: try again in two minutes"))
	}
	p.sessions.nonces[text] = nonce{person: who, expires: now.Add(NonceLife)}
	return text, nil
}

// SignIn opens a session for whoever signed this payload, an event.SignIn, with a key of theirs. It
// uses the nonce up, whatever the answer. A passkey's signature may leave the key out: a browser does
// not tell a page the public key of a passkey it did not make (WebAuthn Level 3 section 7.2), so each
// passkey of that person is tried, and the session says which one it was.
func (p *Production) SignIn(
	ctx context.Context, payload []byte, sig event.Signature,
) (Session, error) {
	s, err := p.signIn(ctx, payload, sig)
	if err != nil {
		return Session{}, p.note(refusalOf(err, payload))
	}
	return s, nil
}

func (p *Production) signIn(
	ctx context.Context, payload []byte, sig event.Signature,
) (Session, error) {
	said, a, check, err := event.ParseSignIn(payload, sig)
	if err != nil {
		return Session{}, err
	}
	if !p.sessions.spend(said.Nonce, said.Person, p.cfg.Clock()) {
		return Session{}, refuse(WrongNonce, "the sign-in was not begun here or took longer than two "+
			"minutes: begin again")
	}
	tried := false
	if sig.Kind == event.Passkey && sig.Key.IsZero() {
		sig.Key, tried = p.whichKey(said.Person, check), true
	}
	if err := p.knowsKey(said, a, sig); err != nil {
		return Session{}, err
	}
	if !tried && !passkey.Check(check) {
		return Session{}, refuse(BadSignature, "the signature does not verify: sign in again")
	}
	return p.openSession(ctx, said.Person, sig.Key)
}

// whichKey finds the passkey of a person by which a signature verifies, the zero key when there is
// none. Revoked keys and those of a duty are not tried.
func (p *Production) whichKey(who event.PersonID, check event.Check) event.PublicKey {
	var theirs []event.PublicKey
	p.mu.RLock()
	for key, has := range p.keys.owners {
		if has.person != who || has.device || len(theirs) == passkeysTriedMax {
			continue
		}
		if now, ok := p.known.KeyOwner(key); ok && now == who {
			theirs = append(theirs, key)
		}
	}
	p.mu.RUnlock()
	for _, key := range theirs {
		check.Key = key
		if passkey.Check(check) {
			return key
		}
	}
	return event.PublicKey{}
}

// spend uses a nonce up and reports whether it was this person's and still good.
func (s *sessions) spend(text string, who event.PersonID, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.nonces[text]
	delete(s.nonces, text)
	return ok && n.person == who && !now.After(n.expires)
}

// knowsKey asks that the key is the person's today and answered this production's page.
func (p *Production) knowsKey(said *event.SignIn, a event.Assertion, sig event.Signature) error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	opened := p.known.Production()
	switch {
	case opened == nil:
		return refuse(NotOpened, "the production was not opened yet")
	case said.Production != p.known.ProductionID():
		return refuse(OtherProduction, "the sign-in is for another production")
	case !slices.Contains(opened.Origins, said.Origin):
		return refuse(WrongPage, "the sign-in is for another page: open the production's own address")
	case sig.Kind == event.Software && (opened.Demo != event.Yes || !p.cfg.AllowDemo):
		return refuse(DemoRefused, "demo identities are refused here: sign in with a passkey")
	case sig.Kind == event.Passkey &&
		(a.Origin != said.Origin || a.RPIDHash != sha256.Sum256([]byte(opened.RP))):
		return refuse(WrongPage, "the passkey answered another page: open the production's own address")
	}
	has, ok := p.known.KeyOwner(sig.Key)
	if !p.keys.people[said.Person] {
		return refuse(UnknownSigner, "this person is not enrolled: ask somebody enrolled for a code")
	}
	if !ok || has != said.Person {
		return refuse(WrongKey, "the key is not this person's, or it was revoked")
	}
	return nil
}

func (p *Production) openSession(
	ctx context.Context, who event.PersonID, key event.PublicKey,
) (Session, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return Session{}, fmt.Errorf("draw token: %w", err)
	}
	now := p.cfg.Clock().UTC()
	out := Session{
		Token: base64.RawURLEncoding.EncodeToString(raw), Person: who, Key: key,
		Expires: now.Add(SessionLife),
	}
	stored := storedSession{Person: who, Key: key.String(), Expires: out.Expires.UnixMilli()}
	data, err := json.Marshal(stored)
	if err != nil {
		return Session{}, fmt.Errorf("store session: %w", err)
	}
	p.sessions.mu.Lock()
	defer p.sessions.mu.Unlock()
	p.sweepSessions(ctx, who)
	item := ledger.DeskItem{Kind: sessionKind, Key: tokenKey(out.Token), Value: data}
	if err := p.cfg.Store.Put(ctx, item); err != nil {
		return Session{}, deskError(err)
	}
	p.sessions.open[item.Key] = stored
	return out, nil
}

func tokenKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// sweepSessions ends what has run out, and the oldest session of somebody who has too many. The
// caller holds the lock.
func (p *Production) sweepSessions(ctx context.Context, who event.PersonID) {
	now := p.cfg.Clock().UnixMilli()
	oldest, count := "", 0
	for key, s := range p.sessions.open {
		if s.Expires < now {
			delete(p.sessions.open, key)
			p.takeItem(ctx, sessionKind, key)
			continue
		}
		if s.Person == who {
			count++
			if oldest == "" || s.Expires < p.sessions.open[oldest].Expires {
				oldest = key
			}
		}
	}
	if count >= SessionsEachMax {
		delete(p.sessions.open, oldest)
		p.takeItem(ctx, sessionKind, oldest)
	}
}

// Who returns the person whose session a token opens, and false when there is none: it ran out, was
// ended, or its key was revoked or its owner left.
func (p *Production) Who(token string) (event.PersonID, bool) {
	p.sessions.mu.Lock()
	s, ok := p.sessions.open[tokenKey(token)]
	p.sessions.mu.Unlock()
	if !ok || p.cfg.Clock().UnixMilli() > s.Expires {
		return "", false
	}
	key, err := event.ParseKey(s.Key)
	if err != nil {
		return "", false
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	has, ok := p.known.KeyOwner(key)
	return s.Person, ok && has == s.Person
}

// SignOut ends a session. Ending one that is not there is no error.
func (p *Production) SignOut(ctx context.Context, token string) error {
	key := tokenKey(token)
	p.sessions.mu.Lock()
	defer p.sessions.mu.Unlock()
	delete(p.sessions.open, key)
	if _, _, err := p.cfg.Store.Take(ctx, sessionKind, key); err != nil {
		return fmt.Errorf("sign out: %w", err)
	}
	return nil
}

// loadSessions reads the sessions back, so that a restart signs nobody out.
func (p *Production) loadSessions(ctx context.Context) error {
	p.sessions.nonces, p.sessions.open = map[string]nonce{}, map[string]storedSession{}
	items, err := p.cfg.Store.List(ctx, sessionKind)
	if err != nil {
		return fmt.Errorf("load sessions: %w", err)
	}
	for _, item := range items {
		var s storedSession
		if err := json.Unmarshal(item.Value, &s); err != nil {
			p.takeItem(ctx, sessionKind, item.Key)
			continue
		}
		p.sessions.open[item.Key] = s
	}
	return nil
}
