//go:build linux || darwin

package ledger

import (
	"errors"
	"os"
	"syscall"
)

// slotSync makes a write return only once its data is durable. The file never changes its size, so
// nothing else has to be.
const slotSync = syscall.O_DSYNC

// lockFile keeps other processes out until unlock.
func lockFile(fd uintptr) (unlock func(), err error) {
	err = syscall.EINTR
	for errors.Is(err, syscall.EINTR) { // A signal to this thread is no answer.
		err = syscall.Flock(int(fd), syscall.LOCK_EX)
	}
	if err != nil {
		return nil, os.NewSyscallError("flock", err)
	}
	return func() { _ = syscall.Flock(int(fd), syscall.LOCK_UN) }, nil
}
