// Package event is the vocabulary of the ledger: what can be said, in which exact bytes, who must
// sign it, and what each word can do to a verdict.
//
// An event is one JSON object with a fixed order of members, integers and plain strings only. It is
// wrapped in a DSSE envelope (the payload type and the exact bytes are what people sign), and the
// entry, payload plus sorted signatures, is one leaf of the production's log. The identity of an
// event is the SHA-256 of its payload.
//
// The package knows no clock, no disk and no elliptic curve. Parse lists the signatures a host has
// to check; Open gives an Opened event only when the host vouched for every one of them. Nothing
// else can make an Opened, so whatever holds one holds a fact somebody signed.
//
// The specification for other implementers is docs/spec/events.md.
package event

import (
	"errors"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/primitive"
)

// Version is the format number every payload begins with. Formats only grow: a kind or a field may
// be added under a new number, and a number is never used again.
//
//	1  the first format.
const Version = 1

// PayloadType is the DSSE payload type of an event. A login uses SignInType, so that a signature
// given to sign in can never be offered as an act.
const PayloadType = "application/vnd.proofhouse.event.v1+json"

// Bounds of the header.
const (
	// SignersMax is the most people that may sign one event.
	SignersMax = 8
	// LinksMax is the most objects one event may change.
	LinksMax = 128
	// OpeningsMax is the most openings one event may commit to.
	OpeningsMax = 128
)

// Event is one thing somebody says, before or after it was signed.
type Event struct {
	Kind       Kind
	Production ProductionID
	Nonce      string // 16 random bytes in lower-case hex; two equal acts still differ.
	AtMS       int64  // Claimed time, Unix milliseconds. Shown to people, never used by a rule.
	Seen       Seen   // The newest checkpoint the author had seen: bounds the time from below.
	Words      string // SHA-256 of the catalogue shown, lower-case hex; empty when no screen was used.
	Signers    []Signer
	Links      []Link
	Body       Body
	Openings   []Commitment
}

// Seen names a checkpoint of the production's log. Size 0 with time 0 says that none was known.
type Seen struct {
	Size    int64  // Entries under the checkpoint.
	Root    string // Root hash in lower-case hex; empty when Size is 0.
	TimeSec int64  // The time in the checkpoint's cosignature, Unix seconds.
}

// Signer is one person whose signature the event needs, in which role and how assured.
type Signer struct {
	Person PersonID
	Role   Role
	How    Assurance
}

// Link places the event in the life of one object: Prev is the link before it, zero for the first.
type Link struct {
	Object Object
	Prev   ID
}

// Commitment binds a free text, name or photo without showing it: SHA-256 over a 16-byte salt, the
// field's name, a zero byte and the value. Erasing salt and value erases the text; the leaf stands.
type Commitment struct {
	Field  string
	Digest ID
}

// Commit computes the commitment of one opening.
func Commit(salt [16]byte, field string, value []byte) ID {
	h := primitive.NewSHA256()
	h.Write(salt[:])
	h.Write([]byte(field))
	h.Write([]byte{0})
	h.Write(value)
	return ID(h.Sum(nil))
}

// ParseSalt reads the 16 bytes of a salt in lower-case hex; false for anything else.
func ParseSalt(s string) (salt [16]byte, ok bool) {
	ok = unhex(salt[:], s)
	return salt, ok
}

// CommitNumber computes the commitment of a count that a second person must not see yet: the salt,
// a zero byte and the number in decimal.
func CommitNumber(salt [16]byte, n int64) ID {
	return Commit(salt, "number", strconv.AppendInt(nil, n, 10))
}

// Body is what the event says. The set is closed: bodies live in this package only.
type Body interface {
	// Kind names the body's kind.
	Kind() Kind
	fields(c *codec)
}

// header lists the members of a payload in their only order.
func (e *Event) header(c *codec) {
	version := int64(Version)
	num(c, "v", Version, Version, &version)
	kind(c, "kind", &e.Kind)
	hex16(c, "production", &e.Production)
	hex16(c, "nonce", &e.Nonce)
	num(c, "at", 0, IntMax, &e.AtMS)
	nested(c, "seen", func() {
		num(c, "size", 0, IntMax, &e.Seen.Size)
		optHex32(c, "root", &e.Seen.Root)
		num(c, "time", 0, IntMax, &e.Seen.TimeSec)
	})
	optHex32(c, "words", &e.Words)
	objects(c, "signers", 1, SignersMax, &e.Signers, func(c *codec, s *Signer) {
		id(c, "person", &s.Person)
		enum(c, "role", roleNames[:], &s.Role)
		enum(c, "how", assuranceNames[:], &s.How)
	})
	objects(c, "links", 0, LinksMax, &e.Links, func(c *codec, l *Link) {
		object(c, "object", &l.Object)
		digest(c, "prev", true, &l.Prev)
	})
	if c.mode == decoding || c.mode == composing {
		e.Body = newBody(e.Kind)
	}
	nested(c, "body", func() {
		if e.Body != nil {
			e.Body.fields(c)
		}
	})
	objects(c, "openings", 0, OpeningsMax, &e.Openings, func(c *codec, o *Commitment) {
		id(c, "field", &o.Field)
		digest(c, "commit", false, &o.Digest)
	})
}

// Errors of an event that is well formed but says something impossible.
var (
	ErrOversize = errors.New("payload is longer than 32768 bytes or entry longer than 65535: " +
		"split the list over several acts")
	ErrSamePerson  = errors.New("one person signs as two: every signer must be another person")
	ErrLinks       = errors.New("links do not name exactly the objects this act changes, in order")
	ErrKindBody    = errors.New("kind and body disagree")
	ErrSeen        = errors.New("seen names a size without a root, or a root without a size")
	ErrSameOpening = errors.New("one field is committed to twice")
)

// Encode writes the payload in its only spelling, or says which field has no spelling.
func Encode(e *Event) ([]byte, error) {
	if e.Body == nil || e.Body.Kind() != e.Kind {
		return nil, ErrKindBody
	}
	c := &codec{mode: encoding, out: make([]byte, 0, 512)}
	c.object("", func() { e.header(c) })
	if c.err != nil {
		return nil, c.err
	}
	if len(c.out) > PayloadMax {
		return nil, ErrOversize
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	return c.out, nil
}

// Decode reads a payload and refuses everything but the one spelling Encode writes.
func Decode(payload []byte) (*Event, error) {
	if len(payload) > PayloadMax {
		return nil, ErrOversize
	}
	c := &codec{mode: decoding, in: string(payload)}
	e := new(Event)
	c.object("", func() { e.header(c) })
	if c.err == nil && c.pos != len(c.in) {
		c.syntax("the end of the payload")
	}
	if c.err != nil {
		return nil, c.err
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	return e, nil
}

// Compose reads a draft: the same members in any order and with white space, links left out or
// not. The caller adds links (state.State.Link) and calls Encode for the bytes people sign.
func Compose(draft []byte) (*Event, error) {
	if len(draft) > 2*PayloadMax {
		return nil, ErrOversize
	}
	c := &codec{mode: composing, in: string(draft)}
	e := new(Event)
	c.object("", func() { e.header(c) })
	if c.err != nil {
		return nil, c.err
	}
	c.space()
	if c.pos != len(c.in) {
		c.syntax("the end of the draft")
		return nil, c.err
	}
	return e, nil
}

// check holds what the grammar cannot: facts about several fields at once.
func (e *Event) check() error {
	for i := range e.Signers {
		for j := range i {
			if e.Signers[i].Person == e.Signers[j].Person {
				return ErrSamePerson
			}
		}
	}
	for i := range e.Openings {
		for j := range i {
			if e.Openings[i].Field == e.Openings[j].Field {
				return ErrSameOpening
			}
		}
	}
	if (e.Seen.Size == 0) != (e.Seen.Root == "") {
		return ErrSeen
	}
	want := Objects(e.Body)
	if len(want) != len(e.Links) {
		return ErrLinks
	}
	for i, o := range want {
		if e.Links[i].Object != o {
			return ErrLinks
		}
	}
	return nil
}

// linker is a body that changes objects.
type linker interface{ objects() []Object }

// Objects returns the objects the body changes, each once, in the order links must name them. It is
// empty for blocks, looks, counts and notes: those refer to a link and never fork a chain.
func Objects(b Body) []Object {
	l, ok := b.(linker)
	if !ok {
		return nil
	}
	all := l.objects()
	once := all[:0] // What is kept is never ahead of what is read.
	for _, o := range all {
		seen := o.ID == ""
		for _, k := range once {
			seen = seen || k == o
		}
		if !seen {
			once = append(once, o)
		}
	}
	return once
}

// IDOf returns the identity of a payload.
func IDOf(payload []byte) ID { return primitive.SHA256(payload) }

// Describe returns the members of a kind's body for documents, pages and tests.
func Describe(k Kind) []Field {
	b := newBody(k)
	if b == nil {
		return nil
	}
	c := &codec{mode: describing, polar: k.Polarity()}
	b.fields(c)
	return c.fields
}

// DescribeHeader returns the members every payload has, in order.
func DescribeHeader() []Field {
	c := &codec{mode: describing, polar: Clerical}
	new(Event).header(c)
	return c.fields
}
