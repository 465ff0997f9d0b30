// Package session is one page's end of the record: a state machine that takes what a server sends,
// lets the host check the signatures, and believes exactly what the log's signed checkpoints cover.
//
// Nothing a server sends is trusted. Entries count when their own signatures verify, their leaves
// hash to the root of a checkpoint that both the log key and the clock key signed, and that
// checkpoint follows the ones before it. An answer that does not hold changes nothing that was
// known, and from then on every verdict is a HOLD that names it, until an answer holds again. Two
// roots for one size are never forgiven: such a log says one thing to one person and another thing
// to the next.
//
// The package is the whole of what the WebAssembly module does, so that it is tested natively; only
// bytes cross its edge. Texts in and out are the JSON of the wire, read and written by hand.
package session

import (
	"encoding/base64"
	"errors"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Error is a refusal with what a page needs to say it.
type Error struct {
	Code    string // Stable word; the page has a sentence for it.
	Message string // What is wrong, for whoever runs the server.
	Field   string // Dotted path of the field that is wrong, empty when it is none.
}

// Error says the code and what is wrong.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Codes of refusals. Those of a feed say what did not hold.
const (
	CodeSyntax     = "syntax"     // The message is not the JSON it should be.
	CodeField      = "field"      // A field is missing, unknown or out of bounds.
	CodeNotOpen    = "not-open"   // Open was not called, or there is no record yet.
	CodeFrames     = "frames"     // The stream is cut short or of an unknown form.
	CodeEntry      = "entry"      // An entry is not one this build can read.
	CodeSignature  = "signature"  // A person's signature does not verify.
	CodeOrder      = "order"      // An entry repeats another or belongs to another record.
	CodeCheckpoint = "checkpoint" // A checkpoint is not signed by the two keys.
	CodeMissing    = "missing"    // No checkpoint covers the entries sent.
	CodeRoot       = "root"       // The entries are not those the checkpoint was signed over.
	CodeOlder      = "older"      // The checkpoint is older than one already known.
	CodeFork       = "fork"       // Two roots were signed for one size.
	CodeOpening    = "opening"    // A text is not the one the entry commits to.
	CodeVouch      = "vouch"      // The host's answers do not belong to what was fed.
	CodeAct        = "act"        // An act cannot be formed as it was drafted.
)

func refuse(code, message string) *Error { return &Error{Code: code, Message: message} }

// Terms are what a page knows before it has read any entry: whose record it is.
type Terms struct {
	Keys       proof.Keys
	RP         string // WebAuthn relying party id.
	Production event.ProductionID
	Packs      []*verdict.Pack
}

// Session is one page's record. Make it with Open.
type Session struct {
	terms  Terms
	known  *state.State
	leaves proof.Range
	track  proof.Track
	texts  map[textKey]string
	leafs  []entryTexts // Commitments of every entry taken, for openings that come later.
	fed    *fed         // What was fed and not yet vouched for.

	doubt  *Refusal // Why the newest answer does not hold; nil while it does.
	forked bool     // Two roots were signed for one size: doubt stays for ever.
}

type textKey struct {
	index int
	field string
}

type entryTexts []event.Commitment

// Open begins a record that knows nothing. Terms is the JSON of the wire: origin, log_key,
// clock_key, rp, packs in base64, and the production's id where the page has it.
func Open(terms string) (*Session, error) {
	v, ok := parseJSON(terms)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "open: want one JSON object")
	}
	t := Terms{RP: v.str("rp"), Production: event.ProductionID(v.str("production"))}
	var err error
	if t.Keys.Log, err = proof.ParseVerifierKey(v.str("log_key")); err != nil {
		return nil, &Error{CodeField, err.Error(), "log_key"}
	}
	if t.Keys.Clock, err = proof.ParseVerifierKey(v.str("clock_key")); err != nil {
		return nil, &Error{CodeField, err.Error(), "clock_key"}
	}
	if err := t.Keys.Check(v.str("origin")); err != nil {
		return nil, &Error{CodeField, err.Error(), "origin"}
	}
	packs := v.get("packs")
	for _, p := range packs.list {
		raw, err := base64.StdEncoding.DecodeString(p.text)
		if err != nil {
			return nil, &Error{CodeField, "pack: not base64", "packs"}
		}
		pack, err := verdict.ParsePack(raw)
		if err != nil {
			// A pack that cannot be read is left out: the judge then says which one it misses.
			continue
		}
		t.Packs = append(t.Packs, pack)
	}
	return &Session{terms: t, known: state.New(), texts: map[textKey]string{}}, nil
}

// Known returns what is folded so far. The caller must not change it.
func (s *Session) Known() *state.State { return s.known }

// Packs returns the rule packs the page was given.
func (s *Session) Packs() []*verdict.Pack { return s.terms.Packs }

// Text returns a verified opening of an entry, and false when this reader was given none.
func (s *Session) Text(index int, field string) (string, bool) {
	t, ok := s.texts[textKey{index, field}]
	return t, ok
}

// ErrorJSON writes a refusal as the wire carries it.
func ErrorJSON(err error) []byte {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = describe(err)
	}
	out := event.AppendMember([]byte(`{"error":{`), "code", e.Code)
	out = event.AppendMember(out, "message", e.Message)
	if e.Field != "" {
		out = event.AppendMember(out, "field", e.Field)
	}
	return append(out, `}}`...)
}

// describe gives an error of the format its code and field.
func describe(err error) *Error {
	if f, ok := errors.AsType[*event.FieldError](err); ok {
		return &Error{CodeField, f.Error(), f.Field}
	}
	if x, ok := errors.AsType[*event.SyntaxError](err); ok {
		return &Error{CodeSyntax, x.Error(), ""}
	}
	return &Error{CodeAct, err.Error(), ""}
}
