package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// ErrClock reports a clock that was to be moved back or too far.
var ErrClock = errors.New("the demo's clock moves ahead, by at most 24 hours at once")

// AdvanceMax is how far one step moves the clock.
const AdvanceMax = 24 * time.Hour

// Clock is a demo's own: this machine's clock and however far it was moved ahead. The distance is
// kept in a file, so that a demo opened again is never earlier than it was.
type Clock struct {
	path string
	base func() time.Time

	mu    sync.Mutex
	ahead time.Duration
}

type storedClock struct {
	AheadMS int64 `json:"ahead_ms"`
}

// BeginClock writes the clock of a new demo, which stands at this machine's time.
func BeginClock(path string) error {
	data, err := json.Marshal(storedClock{})
	if err != nil {
		return fmt.Errorf("demo clock: %w", err)
	}
	if err := replaceFile(path, data); err != nil {
		return fmt.Errorf("demo clock: %w", err)
	}
	return nil
}

// OpenClock reads the clock of a demo.
func OpenClock(path string) (*Clock, error) {
	c := &Clock{path: path, base: time.Now}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("demo clock: %w", err)
	}
	var s storedClock
	if err := json.Unmarshal(data, &s); err != nil || s.AheadMS < 0 {
		return nil, fmt.Errorf("demo clock: %s is not a clock's file", path)
	}
	c.ahead = time.Duration(s.AheadMS) * time.Millisecond
	return c, nil
}

// Now returns the demo's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.ahead)
}

// Advance moves the clock ahead. The new distance is on the disk before anybody can see the new
// time: after a crash the clock may be ahead of what was seen, never behind.
func (c *Clock) Advance(by time.Duration) error {
	if by <= 0 || by > AdvanceMax {
		return ErrClock
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	next := c.ahead + by
	data, err := json.Marshal(storedClock{next.Milliseconds()})
	if err != nil {
		return fmt.Errorf("demo clock: %w", err)
	}
	if err := replaceFile(c.path, data); err != nil {
		return fmt.Errorf("demo clock: %w", err)
	}
	c.ahead = next
	return nil
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	fresh := path + ".new"
	f, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(fresh, path)
}
