package event

import "strconv"

// DaySeconds is how long a day of the calendar is; clocks here know no leap second.
const DaySeconds = 24 * 3600

// epoch is the day number of 1970-01-01 where years begin in March, so that the leap day is their last.
const epoch = 719_469

// Valid reports whether d is a day of the Gregorian calendar from 2000-01-01 to 2199-12-31. Two such days
// are in calendar order exactly when their bytes are.
func (d Day) Valid() bool { return isDay(string(d)) }

// Number counts the days from 1970-01-01 to d, and is false for what is not valid.
func (d Day) Number() (int64, bool) {
	if !d.Valid() {
		return 0, false
	}
	y, _ := strconv.ParseInt(string(d[:4]), 10, 64)
	m, _ := strconv.ParseInt(string(d[5:7]), 10, 64)
	n, _ := strconv.ParseInt(string(d[8:]), 10, 64)
	if m -= 3; m < 0 {
		y, m = y-1, m+12
	}
	return 365*y + y/4 - y/100 + y/400 + (153*m+2)/5 + n - epoch, true
}

// Next returns the day after d, empty where either is not valid.
func (d Day) Next() Day {
	n, ok := d.Number()
	if next := DayAt((n + 1) * DaySeconds); ok && next.Valid() {
		return next
	}
	return ""
}

// DayAt returns the date in Greenwich of a moment in Unix seconds, empty for what lies before 1970 or
// behind the year 9999.
func DayAt(seconds int64) Day {
	const last = 253_402_300_799
	if seconds < 0 || seconds > last {
		return ""
	}
	day := seconds/DaySeconds + epoch - 1
	era, of := day/146_097, day%146_097 // 400 years have 146,097 days.
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
	return Day(strconv.FormatInt(year, 10) + "-" + pad(month) + "-" + pad(of+1))
}

// isDay accepts a calendar day of the Gregorian calendar between 2000 and 2199.
func isDay(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	n := func(from, to int) int {
		v := 0
		for i := from; i < to; i++ {
			if s[i] < '0' || s[i] > '9' {
				return -1
			}
			v = v*10 + int(s[i]-'0')
		}
		return v
	}
	y, m, d := n(0, 4), n(5, 7), n(8, 10)
	if y < 2000 || y > 2199 || m < 1 || m > 12 || d < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	last := days[m-1]
	if m == 2 && (y%4 == 0 && y%100 != 0 || y%400 == 0) {
		last = 29
	}
	return d <= last
}
