package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// Layout of a checkpoint file: two slots of one block each, written in turn. See docs/spec/ledger.md.
const (
	slotBytes  = 4096
	slotMagic  = "PHCP0001"
	slotHeader = 8 + 8 + 8 + 8 + 32 + 8 + 1 + 1 // Up to the origin.
)

// ErrSlots reports a checkpoint file of which no slot can be read.
var ErrSlots = errors.New("checkpoint file has no readable slot")

// CheckpointDir is a CheckpointStore with one small file for each origin in one directory. The
// directory must be left out of every backup, or at least out of every restore.
//
// A file has two slots that are overwritten in turn and synchronously. A crash in the middle of a
// write can only spoil the slot being written, and nothing was signed from that one yet.
type CheckpointDir struct {
	dir  string
	mu   sync.Mutex
	open map[string]*slotFile
}

// slotFile is the open file of one origin. Its lock serves the goroutines of this process; the file
// lock serves other processes.
type slotFile struct {
	mu   sync.Mutex
	file *os.File
	fd   uintptr // Of file; asking the file each time costs two system calls.
}

var _ CheckpointStore = (*CheckpointDir)(nil)

// OpenCheckpointDir opens a directory, which it makes if there is none.
func OpenCheckpointDir(dir string) (*CheckpointDir, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open checkpoint directory: %w", err)
	}
	return &CheckpointDir{dir: dir, open: map[string]*slotFile{}}, nil
}

// Close closes the files. Nothing else may be called after it.
func (d *CheckpointDir) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []error
	for _, f := range d.open {
		all = append(all, f.file.Close())
	}
	d.open = map[string]*slotFile{}
	return errors.Join(all...)
}

// Release closes the file of one origin, for hosts that keep few productions open.
func (d *CheckpointDir) Release(origin string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, ok := d.open[origin]
	if !ok {
		return nil
	}
	delete(d.open, origin)
	return f.file.Close()
}

// path hides the origin, which may hold any character, behind its digest.
func (d *CheckpointDir) path(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return filepath.Join(d.dir, hex.EncodeToString(sum[:16])+".checkpoint")
}

func (d *CheckpointDir) slots(origin string) (*slotFile, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f, ok := d.open[origin]; ok {
		return f, nil
	}
	file, err := os.OpenFile(d.path(origin), os.O_RDWR|slotSync, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoCheckpoint
	}
	if err != nil {
		return nil, err
	}
	f := &slotFile{file: file, fd: file.Fd()}
	d.open[origin] = f
	return f, nil
}

// Last implements CheckpointStore.
func (d *CheckpointDir) Last(_ context.Context, origin string) (Recorded, error) {
	f, err := d.slots(origin)
	if err != nil {
		return Recorded{}, fmt.Errorf("last checkpoint: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	unlock, err := lockFile(f.fd)
	if err != nil {
		return Recorded{}, fmt.Errorf("last checkpoint: %w", err)
	}
	defer unlock()
	s, err := readSlots(f.file, origin)
	if err != nil {
		return Recorded{}, fmt.Errorf("last checkpoint: %w", err)
	}
	return s.Recorded, nil
}

// Create implements CheckpointStore. The file gets its name only once it is whole, so that a crash
// leaves either no record or the first one.
func (d *CheckpointDir) Create(_ context.Context, origin string, first Recorded) error {
	data := make([]byte, 2*slotBytes)
	copy(data, encodeSlot(slot{Recorded: first, turn: 0}, origin))
	draft, err := os.CreateTemp(d.dir, "new-*")
	if err != nil {
		return fmt.Errorf("create checkpoint: %w", err)
	}
	defer func() { _ = os.Remove(draft.Name()) }() // The name below stays.
	_, err = draft.Write(data)
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return fmt.Errorf("create checkpoint: %w", err)
	}
	// Link, unlike Rename, refuses a name that exists.
	if err := os.Link(draft.Name(), d.path(origin)); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("create checkpoint: %w", ErrCheckpointExists)
	} else if err != nil {
		return fmt.Errorf("create checkpoint: %w", err)
	}
	if err := syncDir(d.dir); err != nil {
		return fmt.Errorf("create checkpoint: %w", err)
	}
	return nil
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Swap implements CheckpointStore.
func (d *CheckpointDir) Swap(_ context.Context, origin string, old, next Recorded) error {
	f, err := d.slots(origin)
	if err != nil {
		return fmt.Errorf("swap checkpoint: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	unlock, err := lockFile(f.fd)
	if err != nil {
		return fmt.Errorf("swap checkpoint: %w", err)
	}
	defer unlock()
	have, err := readSlots(f.file, origin)
	if err != nil {
		return fmt.Errorf("swap checkpoint: %w", err)
	}
	if have.Recorded != old {
		return fmt.Errorf("swap checkpoint: %w", ErrMoved)
	}
	s := slot{Recorded: next, turn: have.turn + 1}
	// The other slot still has the old record if this write does not end.
	at := int64(s.turn%2) * slotBytes
	if _, err := f.file.WriteAt(encodeSlot(s, origin), at); err != nil {
		return fmt.Errorf("swap checkpoint: %w", err)
	}
	return nil
}

// slot is a record and the number of its turn; the readable slot with the higher turn counts.
type slot struct {
	Recorded
	turn uint64
}

func encodeSlot(s slot, origin string) []byte {
	b := make([]byte, 0, slotBytes)
	b = append(b, slotMagic...)
	b = binary.BigEndian.AppendUint64(b, s.turn)
	b = binary.BigEndian.AppendUint64(b, s.Position)
	b = binary.BigEndian.AppendUint64(b, s.Size)
	b = append(b, s.Root[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(s.Time))
	fault := byte(0)
	if s.ClockFault {
		fault = 1
	}
	b = append(b, fault, byte(len(origin)))
	b = append(b, origin...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

func decodeSlot(b []byte, origin string) (slot, bool) {
	end := slotHeader + len(origin)
	if len(b) < end+sha256.Size || string(b[:8]) != slotMagic {
		return slot{}, false
	}
	if sum := sha256.Sum256(b[:end]); !bytes.Equal(sum[:], b[end:end+sha256.Size]) {
		return slot{}, false
	}
	if int(b[slotHeader-1]) != len(origin) || string(b[slotHeader:end]) != origin {
		return slot{}, false
	}
	s := slot{turn: binary.BigEndian.Uint64(b[8:])}
	s.Position = binary.BigEndian.Uint64(b[16:])
	s.Size = binary.BigEndian.Uint64(b[24:])
	copy(s.Root[:], b[32:])
	s.Time = proof.UnixTime(binary.BigEndian.Uint64(b[64:]))
	s.ClockFault = b[72] == 1
	return s, true
}

func readSlots(f *os.File, origin string) (slot, error) {
	var best slot
	found := false
	buf := make([]byte, slotHeader+proof.NameMax+sha256.Size)
	for i := range int64(2) {
		n, err := f.ReadAt(buf, i*slotBytes)
		if err != nil && n < slotHeader {
			return slot{}, err
		}
		if s, ok := decodeSlot(buf[:n], origin); ok && (!found || s.turn > best.turn) {
			best, found = s, true
		}
	}
	if !found {
		return slot{}, ErrSlots
	}
	return best, nil
}
