package production

import (
	"errors"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
)

// Code names why something was refused. The catalogue has a sentence and a next step for each, under
// error.<code>.
type Code string

// The codes of an entry whose bytes are wrong.
const (
	NotCanonical  Code = "not-canonical"
	Oversize      Code = "oversize"
	UnknownField  Code = "unknown-field"
	Float         Code = "float"
	DuplicateKey  Code = "duplicate-key"
	KeyOrder      Code = "key-order"
	BadField      Code = "bad-field"
	WrongLinks    Code = "wrong-links"
	SamePerson    Code = "same-person"
	SameKey       Code = "same-key"
	Stripped      Code = "stripped"
	DeviceKey     Code = "device-key"
	SignatureForm Code = "signature-form"
	LoginAsAct    Code = "login-as-act"
	NotAssertion  Code = "not-assertion"
	BadSignature  Code = "bad-signature"
)

// The codes of an entry that is well formed and may not be recorded here.
const (
	OtherProduction Code = "other-production"
	NotOpened       Code = "not-opened"
	Founding        Code = "founding"
	SeatsTaken      Code = "seats-taken"
	UnknownSigner   Code = "unknown-signer"
	WrongKey        Code = "wrong-key"
	WrongPage       Code = "wrong-page"
	DemoRefused     Code = "demo-refused"
	SeenUnknown     Code = "seen-unknown"
	WrongOpenings   Code = "wrong-openings"
	AlreadyRecorded Code = "already-recorded"
)

// The codes of the desk, of signing in and of enrolling.
const (
	Expired        Code = "expired"
	NoDraft        Code = "no-draft"
	NotASigner     Code = "not-a-signer"
	DeskFull       Code = "desk-full"
	LinksMoved     Code = "links-moved"
	Declined       Code = "declined"
	WrongNonce     Code = "wrong-nonce"
	TooMany        Code = "too-many"
	WrongCode      Code = "wrong-code"
	CodeUsed       Code = "code-used"
	OnlyWithCode   Code = "only-with-code"
	NotOnRoster    Code = "not-on-roster"
	MayNotVouch    Code = "may-not-vouch"
	AlreadyCrew    Code = "already-enrolled"
	AlreadyVouches Code = "already-vouches"
	JoinsLate      Code = "joins-late"
	VouchersFull   Code = "vouchers-full"
	NotRegistered  Code = "not-registered"
	NoClock        Code = "clock"
	NotAllowed     Code = "not-allowed"
)

// Refusal says why something was not done. Nothing changed. Detail states the fact for whoever reads
// the answer; it never holds a name, a text or a key.
type Refusal struct { //nolint:errname // It is an answer and is called one everywhere.
	Code   Code
	Detail string
	Index  uint64 // Where the payload is recorded, for AlreadyRecorded.
}

// Error returns code and detail.
func (r *Refusal) Error() string { return "refused, " + string(r.Code) + ": " + r.Detail }

func refuse(code Code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// formCodes maps the sentinels of package event, most telling first.
var formCodes = []struct {
	err  error
	code Code
}{
	{event.ErrOversize, Oversize},
	{event.ErrSamePerson, SamePerson},
	{event.ErrSameKey, SameKey},
	{event.ErrSameOpening, WrongOpenings},
	{event.ErrLinks, WrongLinks},
	{event.ErrKindBody, BadField},
	{event.ErrSeen, SeenUnknown},
	{event.ErrSignatureCount, Stripped},
	{event.ErrDeviceVerified, DeviceKey},
	{event.ErrSignatureForm, SignatureForm},
	{event.ErrChallenge, LoginAsAct},
	{event.ErrAssertion, NotAssertion},
	{event.ErrEntry, NotCanonical},
}

// refusalOf is the one place that turns an error of the format into a code. An error it does not
// know comes back as it is, so that a fault of ours is never shown as a mistake of somebody's.
func refusalOf(err error, payload []byte) error {
	if err == nil {
		return nil
	}
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r
	}
	for _, f := range formCodes {
		if errors.Is(err, f.err) {
			return &Refusal{Code: f.code, Detail: f.err.Error()}
		}
	}
	if s, ok := errors.AsType[*event.SyntaxError](err); ok {
		return &Refusal{Code: diagnose(payload), Detail: s.Error()}
	}
	if f, ok := errors.AsType[*event.FieldError](err); ok {
		return &Refusal{Code: BadField, Detail: f.Error()}
	}
	if s, ok := errors.AsType[*event.SignatureError](err); ok {
		return &Refusal{Code: BadSignature, Detail: s.Error()}
	}
	if k, ok := errors.AsType[*ledger.KnownError](err); ok {
		return &Refusal{Code: AlreadyRecorded, Detail: k.Error(), Index: k.Index}
	}
	if l, ok := errors.AsType[*ledger.LimitError](err); ok {
		return &Refusal{Code: Oversize, Detail: l.Error()}
	}
	return err
}
