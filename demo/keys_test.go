package demo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func TestEveryDemoHasKeysOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	first, err := GenerateKeys(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := GenerateKeys(filepath.Join(dir, "b"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := LoadKeys(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range cast {
		one, err := first.Of(p.person)
		if err != nil {
			t.Fatal(err)
		}
		other, err := second.Of(p.person)
		if err != nil {
			t.Fatal(err)
		}
		same, err := again.Of(p.person)
		if err != nil {
			t.Fatal(err)
		}
		if one.Public() == other.Public() || one.Public() != same.Public() {
			t.Errorf("%s: two demos share a key, or one lost it", p.person)
		}
	}
	if _, err := first.Of("nobody"); !errors.Is(err, ErrKeys) {
		t.Errorf("a key of nobody: %v", err)
	}
	if _, err := GenerateKeys(filepath.Join(dir, "a")); err == nil {
		t.Error("keys were written over")
	}
}

func TestKeysThatOthersCanReadAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.json")
	if _, err := GenerateKeys(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKeys(path); !errors.Is(err, ErrKeys) {
		t.Errorf("readable by the group: %v", err)
	}
	for what, text := range map[string]string{
		"no JSON": "{", "somebody missing": "{}", "a short seed": `{"ad1":"00"}`,
		"too long": strings.Repeat(" ", keysFileMax+1),
	} {
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKeys(path); !errors.Is(err, ErrKeys) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestSixPeopleCanBeChosen(t *testing.T) {
	keys, err := GenerateKeys(filepath.Join(t.TempDir(), "demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := keys.Identities()
	if err != nil {
		t.Fatal(err)
	}
	want := []Identity{
		{Person: "h1", Role: event.Handler},
		{Person: "w1", Role: event.Watcher},
		{Person: "w2", Role: event.Watcher},
		{Person: "ad1", Role: event.AD},
		{Person: "c1", Role: event.Crew},
		{Person: "s1", Role: event.Steward},
	}
	if len(all) != len(want) {
		t.Fatalf("%d people", len(all))
	}
	for i, w := range want {
		if all[i].Person != w.Person || all[i].Role != w.Role || all[i].Title != choices[i] {
			t.Errorf("%d is %s, %s, %s", i, all[i].Person, all[i].Role, all[i].Title)
		}
	}
}

func TestTheClockMovesAheadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock.json")
	if _, err := OpenClock(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a clock nobody began: %v", err)
	}
	if err := BeginClock(path); err != nil {
		t.Fatal(err)
	}
	c, err := OpenClock(path)
	if err != nil {
		t.Fatal(err)
	}
	base := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c.base = func() time.Time { return base }
	for _, by := range []time.Duration{0, -time.Second, AdvanceMax + 1} {
		if err := c.Advance(by); !errors.Is(err, ErrClock) {
			t.Errorf("by %s: %v", by, err)
		}
	}
	for _, by := range []time.Duration{time.Second, AdvanceMax} {
		if err := c.Advance(by); err != nil {
			t.Fatal(err)
		}
	}
	want := base.Add(AdvanceMax + time.Second)
	if !c.Now().Equal(want) {
		t.Errorf("it is %s, want %s", c.Now(), want)
	}
	again, err := OpenClock(path)
	if err != nil {
		t.Fatal(err)
	}
	again.base = c.base
	if !again.Now().Equal(want) {
		t.Errorf("opened again it is %s, want %s", again.Now(), want)
	}
	for what, text := range map[string]string{"no JSON": "", "behind": `{"ahead_ms":-1}`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenClock(path); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

func TestAClockThatCannotBeKeptDoesNotMove(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "clock.json")
	if err := BeginClock(path); err != nil {
		t.Fatal(err)
	}
	c, err := OpenClock(path)
	if err != nil {
		t.Fatal(err)
	}
	base := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	c.base = func() time.Time { return base }
	// The new file's name is taken by a folder, so nothing can be written.
	if err := os.Mkdir(path+".new", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := c.Advance(time.Hour); err == nil || !c.Now().Equal(base) {
		t.Errorf("the clock moved to %s: %v", c.Now(), err)
	}
}
