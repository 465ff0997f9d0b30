package state

import (
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// secondsADay is how long a day of the calendar is; clocks here know no leap second.
const secondsADay = 24 * 3600

// Date returns the date in Greenwich of the newest checkpoint, empty before the first. Wherever the
// production is, its own date is at most a day from it.
func (s *State) Date() event.Day { return s.date }

// dateAt keeps the date of a checkpoint. A day has many.
func (s *State) dateAt(seconds int64) {
	if day := seconds / secondsADay; s.date == "" || day != s.dayNumber {
		s.date, s.dayNumber = dateOf(seconds), day
	}
}

// dateOf returns the Gregorian date in Greenwich of a moment in Unix seconds, empty for what lies before
// 1970 or behind the year 9999.
func dateOf(seconds int64) event.Day {
	const last = 253_402_300_799
	if seconds < 0 || seconds > last {
		return ""
	}
	// Years begin in March, so that the leap day is their last; 400 of them have 146,097 days.
	day := seconds/secondsADay + 719_468
	era, of := day/146_097, day%146_097
	year := (of - of/1460 + of/36_524 - of/146_096) / 365
	of -= 365*year + year/4 - year/100
	month := (5*of + 2) / 153
	of -= (153*month + 2) / 5
	year += 400 * era
	if month += 3; month > 12 {
		year, month = year+1, month-12
	}
	pad := func(n int64) string {
		if n < 10 {
			return "0" + strconv.FormatInt(n, 10)
		}
		return strconv.FormatInt(n, 10)
	}
	return event.Day(strconv.FormatInt(year, 10) + "-" + pad(month) + "-" + pad(of+1))
}
