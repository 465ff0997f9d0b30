package production

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// The files of a production's keys. Only their owner can read them.
const (
	ledgerKeyFile = "ledger.key"
	hubKeyFile    = "hub.key"
)

// ErrKeys reports a directory whose keys cannot be used.
var ErrKeys = errors.New("keys are missing, unreadable or open to others")

// KeySet is what a box signs with: the log's and the clock's key, and its own device key.
type KeySet struct {
	Signer *ledger.Signer
	Hub    *passkey.Key
}

// GenerateKeys draws the keys of a new production into files that only their owner can read, in a
// directory it makes. It refuses a directory that has anything in it: a production that lost its key
// is lost, so nothing is ever written over. The directory is there with all keys or not at all.
func GenerateKeys(dir, origin string) (KeySet, error) {
	draft := filepath.Clean(dir) + ".new"
	set, err := drawKeys(draft, origin)
	if err == nil {
		err = os.Rename(draft, dir) // Refuses a directory with files in it.
	}
	if err == nil {
		err = syncDir(filepath.Dir(filepath.Clean(dir)))
	}
	if err != nil {
		return KeySet{}, fmt.Errorf("generate keys: %w", err)
	}
	return set, nil
}

// drawKeys writes the keys into a directory that a start which ended early may have left behind; no
// production has ever used what is in it.
func drawKeys(dir, origin string) (KeySet, error) {
	if err := os.RemoveAll(dir); err != nil {
		return KeySet{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return KeySet{}, err
	}
	secret, err := ledger.GenerateSecret(rand.Reader, origin)
	if err != nil {
		return KeySet{}, err
	}
	hub, err := passkey.Generate(event.Device)
	if err != nil {
		return KeySet{}, err
	}
	scalar, err := hub.Scalar()
	if err != nil {
		return KeySet{}, err
	}
	if err := writeKey(filepath.Join(dir, hubKeyFile), scalar[:]); err != nil {
		return KeySet{}, err
	}
	if err := writeKey(filepath.Join(dir, ledgerKeyFile), secret.Reveal()); err != nil {
		return KeySet{}, err
	}
	if err := syncDir(dir); err != nil {
		return KeySet{}, err
	}
	signer, err := ledger.NewSigner(secret)
	return KeySet{Signer: signer, Hub: &hub}, err
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func writeKey(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

// LoadKeys reads what GenerateKeys wrote. It refuses files that others may read.
func LoadKeys(dir string) (KeySet, error) {
	text, err := readKey(filepath.Join(dir, ledgerKeyFile))
	if err != nil {
		return KeySet{}, fmt.Errorf("load keys: %w", err)
	}
	secret, err := ledger.ParseSecret(text)
	if err != nil {
		return KeySet{}, fmt.Errorf("load keys: %w", err)
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		return KeySet{}, fmt.Errorf("load keys: %w", err)
	}
	raw, err := readKey(filepath.Join(dir, hubKeyFile))
	if err != nil {
		return KeySet{}, fmt.Errorf("load keys: %w", err)
	}
	if len(raw) != passkey.ScalarSize {
		return KeySet{}, fmt.Errorf("load keys: %w: the box's key has %d bytes", ErrKeys, len(raw))
	}
	hub, err := passkey.KeyFromScalar(event.Device, [passkey.ScalarSize]byte(raw))
	if err != nil {
		return KeySet{}, fmt.Errorf("load keys: %w", err)
	}
	return KeySet{Signer: signer, Hub: &hub}, nil
}

// keyFileMax is the longest key file in bytes.
const keyFileMax = 4096

func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s is missing", ErrKeys, filepath.Base(path))
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 || info.Size() > keyFileMax {
		return nil, fmt.Errorf("%w: %s can be read by others or is too long", ErrKeys, filepath.Base(path))
	}
	return os.ReadFile(path)
}

// Terms is what the founders' first entry has to name.
type Terms struct {
	LogOrigin string
	Keys      proof.Keys
	Hub       event.PublicKey
	Seen      event.Seen // The signed checkpoint of the empty log.
}

// Create begins a new production. Found gets what the first entry has to name and returns that
// entry, production.opened, signed by both founders. If it fails, the production exists without a
// first entry: Open it and Record the entry, or forget its directory.
func Create(
	ctx context.Context, cfg Config, found func(Terms) (Submission, error),
) (*Production, error) {
	p, err := open(ctx, cfg, ledger.Create)
	if err != nil {
		return nil, fmt.Errorf("create: %w", err)
	}
	first, err := found(p.Terms())
	if err == nil {
		_, err = p.Record(ctx, first)
	}
	if err != nil {
		return nil, fmt.Errorf("create: %w", errors.Join(err, p.Close()))
	}
	return p, nil
}

// Begin begins a new production whose founders sign later: until then only their first entry can be
// recorded.
func Begin(ctx context.Context, cfg Config) (*Production, error) {
	return open(ctx, cfg, ledger.Create)
}

// Terms returns what the founders' first entry has to name.
func (p *Production) Terms() Terms {
	t := Terms{LogOrigin: p.cfg.Signer.Origin(), Keys: p.Keys(), Seen: p.Seen()}
	if p.cfg.Hub != nil {
		t.Hub = p.cfg.Hub.Public()
	}
	return t
}
