package event

import (
	"errors"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/primitive"
)

// IDMax is the longest identifier in bytes that an event may carry (person, item, container, lot,
// tray, scene, unit, pack, place).
const IDMax = 32

// Identifiers are short printable words chosen by people or drawn at random. Each has its own type
// so that a lot can never stand where a container is meant.
type (
	// ProductionID is 16 random bytes in lower-case hex, drawn by the founders' page.
	ProductionID string
	// PersonID names a person within one production only; it is drawn at random at listing, so
	// that two productions cannot be joined on it.
	PersonID string
	// ItemID is the tag on a gun-shaped object, for example R-03.
	ItemID string
	// ContainerID is the tag on a box, belt, bag, locker, cart or any other thing rounds lie in.
	ContainerID string
	// LotID names one delivery of rounds of one construction from one maker.
	LotID string
	// TrayID names one group of at most TrayMax rounds tested together.
	TrayID string
	// SceneID is the scene number as the script prints it.
	SceneID string
	// UnitID names a shooting unit of the production, for example main.
	UnitID string
	// PlaceID names a place of work in a few plain characters, for example stage-4.
	PlaceID string
	// Region is an ISO 3166-2 code, for example US-CA.
	Region string
	// PackID names a rule pack, for example us-ca-part13.
	PackID string
	// Day is a calendar day of the production in ISO 8601, for example 2026-11-23. It has no zone:
	// it is the day the call sheet prints.
	Day string
)

// ID identifies an event: the SHA-256 of its payload. There is no other identity, so nobody can
// choose one, and sending the same act twice is harmless.
type ID [primitive.HashSize]byte

// String returns the lower-case hex form that sha256sum prints for the payload.
func (id ID) String() string { return Hex(id[:]) }

// Short returns the first eight hex digits, for people to compare by eye.
func (id ID) Short() string { return Hex(id[:4]) }

// IsZero reports whether id names no event.
func (id ID) IsZero() bool { return id == ID{} }

// ErrID reports a text that is not an event identity.
var ErrID = errors.New("event identity is not 64 lower-case hex digits")

// ParseID reads the form that String writes.
func ParseID(s string) (ID, error) {
	var id ID
	if !unhex(id[:], s) {
		return ID{}, ErrID
	}
	return id, nil
}

// KeySize is the length of an uncompressed P-256 point (SEC 1 section 2.3.3): 0x04, X, Y.
const KeySize = 65

// PublicKey is an uncompressed P-256 point. Whether it lies on the curve is checked by the host
// that checks signatures; the kernel only compares keys.
type PublicKey [KeySize]byte

// String returns the key in lower-case hex.
func (k PublicKey) String() string { return Hex(k[:]) }

// IsZero reports whether no key was given.
func (k PublicKey) IsZero() bool { return k == PublicKey{} }

// Fingerprint returns the first 16 hex digits of the key's SHA-256, for people to compare.
func (k PublicKey) Fingerprint() string {
	sum := primitive.SHA256(k[:])
	return Hex(sum[:8])
}

// ParseKey reads the form that PublicKey.String writes.
func ParseKey(s string) (PublicKey, error) {
	var k PublicKey
	if !unhex(k[:], s) || k[0] != 4 {
		return PublicKey{}, errors.New("public key: want " + strconv.Itoa(2*KeySize) +
			" lower-case hex digits beginning 04")
	}
	return k, nil
}

// Object is a thing whose life is a chain of links: an item, a container or a tray of rounds.
type Object struct {
	Type ObjectType
	ID   string
}

// ObjectType says which kind of thing an Object is.
type ObjectType byte

// The three kinds of thing that have a chain. The zero value names none.
const (
	NoObject ObjectType = iota
	ItemObject
	ContainerObject
	TrayObject
)

var objectPrefix = [...]string{ItemObject: "item/", ContainerObject: "container/", TrayObject: "tray/"}

// String returns the form events carry, for example item/R-03.
func (o Object) String() string {
	if o.Type == NoObject || int(o.Type) >= len(objectPrefix) {
		return ""
	}
	return objectPrefix[o.Type] + o.ID
}

// Object returns the item as an object with a chain.
func (id ItemID) Object() Object { return Object{ItemObject, string(id)} }

// Object returns the container as an object with a chain.
func (id ContainerID) Object() Object { return Object{ContainerObject, string(id)} }

// Object returns the tray as an object with a chain.
func (id TrayID) Object() Object { return Object{TrayObject, string(id)} }

// ParseObject reads the form that Object.String writes.
func ParseObject(s string) (Object, error) {
	o, ok := readObject(s)
	if !ok {
		return Object{}, errors.New("object " + strconv.Quote(clip(s)) + ": want " + objectWant)
	}
	return o, nil
}

func readObject(s string) (Object, bool) {
	for t := ItemObject; int(t) < len(objectPrefix); t++ {
		p := objectPrefix[t]
		if len(s) > len(p) && s[:len(p)] == p {
			return Object{t, s[len(p):]}, isID(s[len(p):])
		}
	}
	return Object{}, false
}

// named reports whether o is a thing that has a chain.
func (o Object) named() bool {
	return o.Type != NoObject && int(o.Type) < len(objectPrefix) && isID(o.ID)
}

func isID(s string) bool {
	if s == "" || len(s) > IDMax || !isAlnum(s[0]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if c := s[i]; !isAlnum(c) && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func isLowerHex(s string) bool {
	for i := range len(s) {
		if nibble[s[i]] > 15 {
			return false
		}
	}
	return true
}

// clip shortens foreign text before it enters an error, so that a log line stays a line.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	return s[:most] + "…"
}
