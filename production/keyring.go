package production

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// keyring remembers whose key every key is that the fold ever accepted. The fold itself forgets a
// key's owner when it is revoked or when its duty ends; an act under such a key is still that
// person's act and is recorded, and the verdict says what it is worth.
type keyring struct {
	owners map[event.PublicKey]owner
	people map[event.PersonID]bool
	// waiting are the bodies of entries the fold has taken and not folded yet, oldest first.
	waiting []event.Body
}

type owner struct {
	person event.PersonID
	device bool
}

func newKeyring() keyring {
	return keyring{owners: map[event.PublicKey]owner{}, people: map[event.PersonID]bool{}}
}

func (k *keyring) add(key event.PublicKey, who event.PersonID, device bool) {
	if _, taken := k.owners[key]; !taken {
		k.owners[key] = owner{person: who, device: device}
	}
	k.people[who] = true
}

// learn takes over the keys that an entry gave, if the fold accepted them.
func (k *keyring) learn(known *state.State, body event.Body) {
	passkey := func(key event.PublicKey, who event.PersonID) {
		if has, ok := known.KeyOwner(key); ok && has == who {
			k.add(key, who, false)
		}
	}
	switch b := body.(type) {
	case *event.ProductionOpened:
		for _, f := range b.Founders {
			passkey(f.Key, f.Person)
		}
		k.add(b.Hub, state.HubPerson, true)
	case *event.CrewEnrolled:
		passkey(b.Key, b.Person)
	case *event.KeyAdded:
		passkey(b.Key, b.Person)
	case *event.DutyOpened:
		if p, ok := known.Person(b.Person); ok && p.Duty.Index != state.NoIndex && p.Duty.Device == b.Device {
			k.add(b.Device, b.Person, true)
		}
	}
}
