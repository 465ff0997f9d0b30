package event_test

import (
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// TestDaysAreThoseOfTheCalendar compares every day of four hundred years, its first second and its last,
// its number and the day behind it.
func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	for n := range int64(400 * 366) {
		at := n * event.DaySeconds
		want := time.Unix(at, 0).UTC()
		day := event.DayAt(at)
		if string(day) != want.Format(time.DateOnly) || event.DayAt(at+event.DaySeconds-1) != day {
			t.Fatalf("%d: %s and %s, want %s", at, day, event.DayAt(at+event.DaySeconds-1), want)
		}
		in := want.Year() >= 2000 && want.Year() <= 2199
		if got, ok := day.Number(); ok != in || in && got != n {
			t.Fatalf("%s: number %d, %t", day, got, ok)
		}
		next := event.Day(want.AddDate(0, 0, 1).Format(time.DateOnly))
		if !in || !next.Valid() {
			next = ""
		}
		if got := day.Next(); got != next {
			t.Fatalf("behind %s comes %q, want %q", day, got, next)
		}
	}
	if got := event.DayAt(-1) + event.DayAt(253_402_300_800) + event.Day("2026-02-30").Next(); got != "" {
		t.Errorf("outside the calendar: %s", got)
	}
}
