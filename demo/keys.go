package demo

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
)

// keysFileMax is the longest key file in bytes.
const keysFileMax = 64 << 10

// ErrKeys reports a key file that cannot be used.
var ErrKeys = errors.New("demo keys are missing, unreadable or open to others")

// Keys are the software keys of the people a demo enrols, drawn anew for each demo, so that no key
// that was published anywhere is ever somebody's. It has no String: it is a secret, if a small one.
type Keys struct{ seeds map[event.PersonID][]byte }

// GenerateKeys draws the keys of the cast into a new file that only its owner can read.
func GenerateKeys(path string) (*Keys, error) {
	k := &Keys{seeds: map[event.PersonID][]byte{}}
	stored := map[event.PersonID]string{}
	for _, p := range cast {
		seed := make([]byte, 32)
		if _, err := rand.Read(seed); err != nil {
			return nil, fmt.Errorf("demo keys: %w", err)
		}
		k.seeds[p.person], stored[p.person] = seed, hex.EncodeToString(seed)
	}
	data, err := json.Marshal(stored)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	return k, nil
}

// LoadKeys reads what GenerateKeys wrote, and refuses a file that others may read.
func LoadKeys(path string) (*Keys, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w: %w", ErrKeys, err)
	}
	if info.Mode().Perm()&0o077 != 0 || info.Size() > keysFileMax {
		return nil, fmt.Errorf("demo keys: %w", ErrKeys)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("demo keys: %w", err)
	}
	stored := map[event.PersonID]string{}
	if err := json.Unmarshal(data, &stored); err != nil {
		return nil, fmt.Errorf("demo keys: %w: it is not JSON", ErrKeys)
	}
	k := &Keys{seeds: map[event.PersonID][]byte{}}
	for _, p := range cast {
		seed, err := hex.DecodeString(stored[p.person])
		if err != nil || len(seed) != 32 {
			return nil, fmt.Errorf("demo keys: %w: somebody's is missing", ErrKeys)
		}
		k.seeds[p.person] = seed
	}
	return k, nil
}

// Of returns the software key of a person.
func (k *Keys) Of(who event.PersonID) (passkey.Key, error) {
	seed, ok := k.seeds[who]
	if !ok {
		return passkey.Key{}, fmt.Errorf("demo keys: %w: %s has none", ErrKeys, who)
	}
	return passkey.KeyFromSeed(event.Software, seed)
}

// Identity is somebody a newcomer can be.
type Identity struct {
	Person event.PersonID
	Role   event.Role
	Title  string // Catalogue key below screen.demo.
	Key    passkey.Key
}

// Identities returns the six people a newcomer can be, in the order the start page shows them.
func (k *Keys) Identities() ([]Identity, error) {
	var out []Identity
	for _, title := range choices {
		at := slices.IndexFunc(cast, func(p part) bool { return p.title == title })
		key, err := k.Of(cast[at].person)
		if err != nil {
			return nil, err
		}
		out = append(out, Identity{cast[at].person, cast[at].role, title, key})
	}
	return out, nil
}
