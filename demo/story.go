package demo

import (
	"fmt"
	"strings"
	"time"
)

// The days of the demo: two days before today the production is opened, the day before is prep, and
// today's call was an hour ago. Times are UTC; the screens show the reader's own zone.
type calendar struct{ now time.Time }

// day returns the calendar day so many days before today, as events write it.
func (c calendar) day(before int) string {
	return c.now.AddDate(0, 0, -before).Format(time.DateOnly)
}

// beforeNow writes a moment of the hour before the demo begins, on the day it falls on.
func (c calendar) beforeNow(minutes int) time.Time {
	return c.now.Add(-time.Duration(minutes) * time.Minute)
}

// text collects the lines of a story.
type text struct {
	calendar

	out  strings.Builder
	date string
}

// on begins a day of the past.
func (t *text) on(before int) { t.begin(t.day(before)) }

func (t *text) begin(date string) {
	if date != t.date {
		fmt.Fprintf(&t.out, "day %s\n", date)
		t.date = date
	}
}

// at writes an act at a time of the day begun last.
func (t *text) at(clock, line string) { fmt.Fprintf(&t.out, "%s %s\n", clock, line) }

// ago writes an act so many minutes before the demo begins.
func (t *text) ago(minutes int, line string) {
	when := t.beforeNow(minutes)
	t.begin(when.Format(time.DateOnly))
	t.at(when.Format("15:04:05"), line)
}

// opening is the first day: two founders of different departments, everybody's first key, and the packs
// that the demo always adopts with those it was asked for.
func (c calendar) opening(rp string, origins, packs []string) string {
	t := text{calendar: c}
	t.on(2)
	t.at("09:00", "production region=US-CA founders=ad1:directing:ad,s1:sound:steward"+
		" packs="+strings.Join(append([]string{"us-ca-part13", "lmsc-bulletin-1"}, packs...), ",")+" demo=yes rp="+rp+" origins="+strings.Join(origins, ","))
	return t.out.String()
}

// staffing enrols and appoints the cast, who are on the roster by now, and names the contact.
func (c calendar) staffing() string {
	t := text{calendar: c}
	t.on(2)
	for n, line := range []string{
		"enrol h1 department=props vouchers=s1",
		"enrol w1 department=art vouchers=ad1",
		"enrol w2 department=grip vouchers=ad1,s1",
		"enrol c1 department=electric vouchers=s1",
		"enrol adv1 department=safety vouchers=ad1",
		"enrol med1 department=medical vouchers=s1",
		"enrol p1 department=cast vouchers=ad1",
		"enrol p2 department=cast vouchers=ad1",
		"enrol dir1 department=directing vouchers=s1",
		"enrol cam1 department=camera vouchers=s1",
		"appoint h1 role=handler ad=ad1",
		"appoint w1 role=watcher ad=ad1",
		"appoint w2 role=watcher ad=ad1",
		"appoint adv1 role=advisor ad=ad1",
		"appoint med1 role=medic ad=ad1",
		"appoint p1 role=performer ad=ad1",
		"appoint p2 role=performer ad=ad1",
		// Nobody's papers for handling or watching are looked at by who vouched for them.
		"appoint h2 role=handler ad=ad1",
		"appoint w3 role=watcher ad=ad1",
		"appoint w4 role=watcher ad=ad1",
		"appoint ad2 role=ad ad=ad1",
		"credential what=handler-training people=h1,h2 ad=ad1",
		"credential what=watcher-training people=w1 steward=s1",
		"credential what=watcher-training people=w2,w3,w4 advisor=adv1",
		"credential what=advisor-training people=adv1 steward=s1",
		"credential what=medic-licence people=med1 ad=ad1",
		"contact ad1 ad=ad1",
	} {
		t.at(fmt.Sprintf("10:%02d", n), line)
	}
	return t.out.String()
}

// trays is how many trays of six were tested at prep: enough to load five revolvers. The other
// rounds of the lot wait in sealed intake.
const trays = 5

// prepBegins puts the people of the prep day on duty and registers the boxes.
func (c calendar) prepBegins() string {
	t := text{calendar: c}
	t.on(1)
	t.at("09:00", "on-duty h1 role=handler")
	t.at("09:01", "on-duty w1 role=watcher")
	t.at("09:02", "container LOCKER-1 what=locker handler=h1")
	t.at("09:03", "container BOX-1 what=box handler=h1")
	t.at("09:03", "container BOX-2 what=box handler=h1")
	t.at("09:04", "container QUAR-1 what=quarantine handler=h1")
	return t.out.String()
}

// prep tests dummies tray by tray with a blind count, measures one lot of blanks, trains a performer
// and locks everything up.
func (c calendar) prep(items []string) string {
	t := text{calendar: c}
	t.on(1)
	t.at("09:20", "open BX-D-014 handler=h1")
	var names []string
	for n := range trays {
		name := fmt.Sprintf("D-014-T%d", n+1)
		names = append(names, name)
		minute := 22 + 3*n
		t.at(fmt.Sprintf("09:%02d", minute), "tray "+name+
			" lot=D-014 from=BX-D-014 to=BOX-1 rounds=6 passed=6 handler=h1")
		t.at(fmt.Sprintf("09:%02d", minute+2), "count "+name+" number=6 watcher=w1")
		t.at(fmt.Sprintf("09:%02d", minute+2), "show-count "+name+" handler=h1")
	}
	t.at("09:40", "endorse "+strings.Join(names, ",")+" handler=h1 watcher=w1")
	t.at("09:41", "seal BX-D-014 seal=S-300 handler=h1")
	t.at("09:42", "seal BOX-1 seal=S-301 handler=h1")
	t.at("09:50", "test-fire R-03 lot=B-02 distance_mm=4m handler=h1")
	t.at("09:51", "bore R-03 handler=h1")
	t.at("10:00", "credential what=performer-training people=p1,p2 handler=h1")
	t.at("10:05", "lock-up "+strings.Join(items, ",")+" container=LOCKER-1 handler=h1 watcher=w1")
	t.at("10:10", "off-duty h1 why=lock-up")
	t.at("10:11", "off-duty w1 why=lock-up")
	t.at("17:00", "notice day="+c.day(0)+" ad=ad1")
	return t.out.String()
}

// callMinutes is how long before the demo begins today's call was.
const callMinutes = 60

// call opens today: the place, and the question whether anything lies where it should not.
func (c calendar) call() string {
	t := text{calendar: c}
	t.ago(callMinutes, "call day="+c.day(0)+" place="+place+" ad=ad1")
	t.ago(50, "sweep day="+c.day(0)+" handler=h1")
	return t.out.String()
}

// scene42 is everything the scene needs besides the item itself.
func (c calendar) scene42() string {
	t := text{calendar: c}
	t.ago(35, "assess scene=42 groups=camera,props,cast ad=ad1 handler=h1")
	t.ago(30, "approve-pointing scene=42 people=cam1 how=off-axis handler=h1 ad=ad1")
	t.ago(15, "meeting scene=42 day="+c.day(0)+
		" people=p1,p2,dir1,cam1,w1,w2,c1,adv1,med1,h2,w3,w4,ad2 medic=med1 ad=ad1 handler=h1")
	return t.out.String()
}
