package state

import (
	"testing"
	"time"
)

// TestDatesAreThoseOfTheCalendar compares every day of four hundred years, its first second and its last.
func TestDatesAreThoseOfTheCalendar(t *testing.T) {
	for at := int64(0); at < 400*366*secondsADay; at += secondsADay {
		want := time.Unix(at, 0).UTC().Format(time.DateOnly)
		if got := dateOf(at); string(got) != want || dateOf(at+secondsADay-1) != got {
			t.Fatalf("%d: %s and %s, want %s", at, got, dateOf(at+secondsADay-1), want)
		}
	}
	if got := dateOf(-1) + dateOf(253_402_300_800); got != "" {
		t.Errorf("outside the calendar: %s", got)
	}
}
