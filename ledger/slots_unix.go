//go:build linux || darwin

package ledger

import (
	"os"
	"syscall"
)

// slotSync makes a write return only once its data is durable. The file never changes its size, so
// nothing else has to be.
const slotSync = syscall.O_DSYNC

// lockFile keeps other processes out until unlock.
func lockFile(f *os.File) (unlock func(), err error) {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, &os.PathError{Op: "lock", Path: f.Name(), Err: err}
	}
	return func() { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }, nil
}
