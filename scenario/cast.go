package scenario

import (
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
)

// The page every passkey of a story belongs to.
const (
	storyRP     = "set.example"
	storyOrigin = "https://set.example"
)

// Cast holds the keys of the people on a stage. Each follows from its owner's name, so that a story
// told again is signed by the same ones.
type Cast struct {
	soft   bool
	people map[event.PersonID]passkey.Signer
}

// NewCast returns a cast with passkeys, or with the software keys of a demo.
func NewCast(soft bool) *Cast {
	return &Cast{soft: soft, people: map[event.PersonID]passkey.Signer{}}
}

// Give has a person sign with a key of another making from now on.
func (c *Cast) Give(who event.PersonID, key passkey.Signer) { c.people[who] = key }

// Person returns a person's own key.
func (c *Cast) Person(who event.PersonID) (k passkey.Signer, err error) {
	if k, ok := c.people[who]; ok {
		return k, nil
	}
	seed := []byte("story " + who)
	if c.soft {
		k, err = passkey.KeyFromSeed(event.Software, seed)
	} else {
		k, err = passkey.NewVirtual(seed, storyRP, storyOrigin, true)
	}
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", who, err)
	}
	c.people[who] = k
	return k, nil
}

// Device returns the key of a person's phone.
func (c *Cast) Device(who event.PersonID) (passkey.Signer, error) {
	return passkey.KeyFromSeed(event.Device, []byte("story device "+who))
}

// Keys returns the key each signer uses: the person's own where it is verified, else the phone's.
func (c *Cast) Keys(signers []event.Signer) ([]passkey.Signer, error) {
	keys := make([]passkey.Signer, len(signers))
	for i, s := range signers {
		of := c.Device
		if s.How == event.Verified {
			of = c.Person
		}
		var err error
		if keys[i], err = of(s.Person); err != nil {
			return nil, err
		}
	}
	return keys, nil
}
