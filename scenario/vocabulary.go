package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// verbs maps the words of a story to kinds of events. The words behind a verb are the fields of the
// kind; the first bare word is the kind's first field.
var verbs = map[string]event.Kind{
	"adopt":            event.KindPacksAdopted,
	"drop":             event.KindPackDropped,
	"agree-drop":       event.KindDropAgreed,
	"contact":          event.KindContactNamed,
	"call":             event.KindDayCalled,
	"break":            event.KindBreakCalled,
	"close-day":        event.KindDayClosed,
	"list":             event.KindCrewListed,
	"enrol":            event.KindCrewEnrolled,
	"revoke-key":       event.KindKeyRevoked,
	"appoint":          event.KindAppointed,
	"credential":       event.KindCredential,
	"on-duty":          event.KindDutyOpened,
	"off-duty":         event.KindDutyClosed,
	"other-duty":       event.KindOtherDuty,
	"other-duty-ended": event.KindOtherDutyEnded,
	"relieve":          event.KindRelieved,
	"departed":         event.KindDeparted,
	"container":        event.KindContainerRegistered,
	"seal":             event.KindContainerSealed,
	"open":             event.KindContainerOpened,
	"move":             event.KindContainerMoved,
	"unattended":       event.KindUnattended,
	"receive":          event.KindItemReceived,
	"examine":          event.KindItemExamined,
	"look":             event.KindItemLooked,
	"bore":             event.KindBoreChecked,
	"test-fire":        event.KindTestFired,
	"load":             event.KindLoaded,
	"unload":           event.KindUnloaded,
	"show":             event.KindShown,
	"hand-over":        event.KindHandedOver,
	"collect":          event.KindCollected,
	"reset":            event.KindReset,
	"lock-up":          event.KindLockedUp,
	"discharge":        event.KindDischarged,
	"misfire":          event.KindMisfired,
	"close-misfire":    event.KindMisfireClosed,
	"quarantine":       event.KindQuarantined,
	"release":          event.KindReleased,
	"return":           event.KindItemReturned,
	"lot":              event.KindRoundsReceived,
	"tray":             event.KindTrayTested,
	"count":            event.KindTrayCounted,
	"show-count":       event.KindTrayOpened,
	"endorse":          event.KindTraysEndorsed,
	"move-rounds":      event.KindRoundsMoved,
	"loose":            event.KindLooseFound,
	"count-rounds":     event.KindRoundsCounted,
	"lost":             event.KindRoundsLost,
	"found":            event.KindRoundsFound,
	"destroy":          event.KindRoundsDestroyed,
	"plan":             event.KindScenePlanned,
	"assess":           event.KindRiskAssessed,
	"meeting":          event.KindMeetingHeld,
	"attend":           event.KindAttended,
	"approve-pointing": event.KindPointingApproved,
	"notice":           event.KindNoticeGiven,
	"sweep":            event.KindSweepDone,
	"concern":          event.KindConcernRaised,
	"answer":           event.KindConcernAnswered,
	"stop":             event.KindStopCalled,
	"received":         event.KindStopReceived,
	"restart":          event.KindRestarted,
	"withhold":         event.KindWithheld,
	"lift":             event.KindWithheldLifted,
	"incident":         event.KindIncidentDeclared,
	"secured":          event.KindIncidentSecured,
	"close-incident":   event.KindIncidentClosed,
	"accept":           event.KindHoldAccepted,
	"refuse":           event.KindAcceptanceRefused,
	"correct":          event.KindCorrected,
	"countersign":      event.KindCountersigned,
	"reconcile":        event.KindReconciled,
}

// Verbs lists every verb of the language that is an act, in order.
func Verbs() []string {
	out := make([]string, 0, len(verbs))
	for v := range verbs {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}

// KindOfVerb returns the kind of event a verb stands for, NoKind for a word that is no act.
func KindOfVerb(verb string) event.Kind { return verbs[verb] }

// kindOf is KindOfVerb with the one verb that is not an act of a running production.
func kindOf(verb string) event.Kind {
	if verb == "production" {
		return event.KindProductionOpened
	}
	return verbs[verb]
}

// special are the keys that say something about the act rather than in it.
var special = []string{"as", "after", "seen", "by"}

// words are the arguments of one line on their way into a body.
type arguments struct {
	run  *Run
	line *Line
	used []bool
}

func (a *arguments) refuse(column int, want string) error {
	return &SyntaxError{File: a.run.story.Name, Line: a.line.Number, Column: column, Want: want}
}

// take returns the value of a key and marks it as understood.
func (a *arguments) take(key string) (Arg, bool) {
	for i, g := range a.line.Args {
		if g.Key == key && !a.used[i] {
			a.used[i] = true
			return g, true
		}
	}
	return Arg{}, false
}

// rest refuses the first word nothing understood.
func (a *arguments) rest(kind event.Kind) error {
	for i, g := range a.line.Args {
		if a.used[i] {
			continue
		}
		return a.unknown(kind, g)
	}
	return nil
}

func (a *arguments) known(kind event.Kind) []string {
	var out []string
	for _, f := range flat(kind) {
		out = append(out, f.Name)
	}
	if refersToScene(kind) {
		out = append(out, "scene")
	}
	out = append(out, "role=person (handler, watcher, ad, ...)")
	for _, key := range special {
		if !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// flat returns the fields a line can fill. A kind that holds one list of objects takes one object
// on a line.
func flat(kind event.Kind) []event.Field {
	fields := event.Describe(kind)
	if len(fields) == 1 && fields[0].Type == "list of fields" {
		return fields[0].Fields
	}
	return fields
}

// body writes the draft JSON of the line's body.
func (a *arguments) body(kind event.Kind) (string, error) {
	fields := event.Describe(kind)
	single := len(fields) == 1 && fields[0].Type == "list of fields"
	members, err := a.members(kind, flat(kind))
	if err != nil {
		return "", err
	}
	if single {
		return `{"` + fields[0].Name + `":[{` + members + `}]}`, nil
	}
	return "{" + members + "}", nil
}

func (a *arguments) members(kind event.Kind, fields []event.Field) (string, error) {
	var out []string
	for n, f := range fields {
		arg, ok := a.take(f.Name)
		if !ok && n == 0 {
			arg, ok = a.take("")
		}
		if !ok {
			value, has := a.run.assume(kind, f, a)
			if !has {
				continue // Optional, or Compose says what is missing.
			}
			arg = Arg{Value: value, Column: a.line.Column}
		}
		value, err := a.value(f, arg)
		if err != nil {
			return "", err
		}
		out = append(out, strconv.Quote(f.Name)+":"+value)
	}
	return strings.Join(out, ","), nil
}

// value spells one field as JSON.
func (a *arguments) value(f event.Field, arg Arg) (string, error) {
	switch f.Type {
	case "int":
		return a.number(f, arg.Value, arg.Column)
	case "digest":
		if arg.Value == "-" {
			return `""`, nil
		}
		id, err := a.reference(f.Name, arg)
		return strconv.Quote(id), err
	case "list of fields":
		return a.objects(f, arg)
	case "list of int":
		return a.list(f, arg, func(s string) (string, error) { return a.number(f, s, arg.Column) })
	case "list of digest":
		return a.list(f, arg, func(s string) (string, error) {
			id, err := a.reference(f.Name, Arg{Value: s, Column: arg.Column})
			return strconv.Quote(id), err
		})
	case "list of id", "list of enum", "list of text", "list of object":
		return a.list(f, arg, func(s string) (string, error) { return a.quoted(f, s, arg.Column) })
	}
	return a.quoted(f, arg.Value, arg.Column)
}

func (a *arguments) number(f event.Field, s string, column int) (string, error) {
	n, err := number(f, s)
	if err != nil {
		return "", a.refuse(column, err.Error())
	}
	return strconv.FormatInt(n, 10), nil
}

func (a *arguments) list(f event.Field, arg Arg, one func(string) (string, error)) (string, error) {
	out, err := list(arg.Value, f.Type == "list of int", one)
	if wrong, is := errors.AsType[*listError](err); is {
		return "", a.refuse(arg.Column, f.Name+": "+wrong.want)
	}
	return out, err
}

// quoted spells a text; "-" stands for the empty one.
func (a *arguments) quoted(f event.Field, s string, column int) (string, error) {
	if s == "-" {
		return `""`, nil
	}
	if len(f.Values) > 0 && !slices.Contains(f.Values, s) {
		return "", a.refuse(column, fmt.Sprintf("%s is one of %s", f.Name, strings.Join(f.Values, ", ")))
	}
	return strconv.Quote(s), nil
}

// objects spells a list like R-03:SOLID,R-04:SOLID: members in the order of the format.
func (a *arguments) objects(f event.Field, arg Arg) (string, error) {
	return a.list(f, arg, func(s string) (string, error) {
		parts := strings.Split(s, ":")
		if len(parts) > len(f.Fields) || len(parts) < neededParts(f.Fields) {
			names := make([]string, len(f.Fields))
			for i, m := range f.Fields {
				names[i] = m.Name
			}
			return "", a.refuse(arg.Column, f.Name+": write "+strings.Join(names, ":")+", several with commas")
		}
		var members []string
		for i, part := range parts {
			m := f.Fields[i]
			v, err := a.value(m, Arg{Value: part, Column: arg.Column})
			if err != nil {
				return "", err
			}
			members = append(members, strconv.Quote(m.Name)+":"+v)
		}
		return "{" + strings.Join(members, ",") + "}", nil
	})
}

// neededParts is how many members of a list's objects have to be written: all but those at the end
// that may be left out.
func neededParts(fields []event.Field) int {
	n := len(fields)
	for n > 0 && fields[n-1].Optional {
		n--
	}
	return n
}

// list spells a list. "empty*6" repeats an element; where numbers are listed "1-6" counts. What is
// repeated is bounded before it is spelled, so that a short word cannot fill the memory.
func list(s string, counts bool, one func(string) (string, error)) (string, error) {
	if s == "-" {
		return "[]", nil
	}
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		times := 1
		if base, count, is := strings.Cut(part, "*"); is {
			n, err := strconv.Atoi(count)
			if err != nil || n < 1 || n > event.ListMax {
				return "", &listError{fmt.Sprintf("%q: behind * stands a number from 1 to %d", part, event.ListMax)}
			}
			part, times = base, n
		}
		elements := []string{part}
		if counts {
			var err error
			if elements, err = counted(part); err != nil {
				return "", err
			}
		}
		if len(out)+times*len(elements) > event.ListMax {
			return "", &listError{fmt.Sprintf("a list has at most %d elements", event.ListMax)}
		}
		for range times {
			for _, e := range elements {
				v, err := one(e)
				if err != nil {
					return "", err
				}
				out = append(out, v)
			}
		}
	}
	return "[" + strings.Join(out, ",") + "]", nil
}

// listError says what is wrong with a list as a whole.
type listError struct{ want string }

func (e *listError) Error() string { return e.want }

// counted spells out 1-6.
func counted(part string) ([]string, error) {
	from, to, is := strings.Cut(part, "-")
	if !is {
		return []string{part}, nil
	}
	low, errLow := strconv.Atoi(from)
	high, errHigh := strconv.Atoi(to)
	if errLow != nil || errHigh != nil || low < 0 || low > high || high-low >= event.ListMax {
		return nil, &listError{fmt.Sprintf("%q: count upwards, at most %d numbers, for example 1-6", part, event.ListMax)}
	}
	var out []string
	for n := low; n <= high; n++ {
		out = append(out, strconv.Itoa(n))
	}
	return out, nil
}

// units are what may stand behind a number, by how the name of its field ends. The first that fits
// counts.
var units = []struct {
	field, name string
	factor      int64
}{{"_mm", "cm", 10}, {"_mm", "mm", 1}, {"_mm", "m", 1000}, {"_cdeg", "deg", 100}}

// number reads a whole number. Of a field in millimetres "6m" and "610cm" may be written too, of one
// in centidegrees "45deg".
func number(f event.Field, s string) (int64, error) {
	digits, factor := s, int64(1)
	want := "%s: %q is no whole number"
	for _, u := range units {
		if !strings.HasSuffix(f.Name, u.field) {
			continue
		}
		want = "%s: %q is no whole number (m, cm or mm may stand behind it)"
		if u.field == "_cdeg" {
			want = "%s: %q is no whole number (deg may stand behind it)"
		}
		if before, is := strings.CutSuffix(s, u.name); is {
			digits, factor = before, u.factor
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || n > event.IntMax/factor {
		return 0, fmt.Errorf(want, f.Name, s)
	}
	return n * factor, nil
}

// reference resolves the label of an earlier act. Pages are named by any word: its digest counts.
func (a *arguments) reference(field string, arg Arg) (string, error) {
	if id, ok := a.run.labels[arg.Value]; ok {
		return id.String(), nil
	}
	if _, err := event.ParseID(arg.Value); err == nil {
		return arg.Value, nil // Completed by the language itself: a pack's digest, a commitment.
	}
	if field == "pages" {
		sum := sha256.Sum256([]byte(arg.Value))
		return hex.EncodeToString(sum[:]), nil
	}
	return "", a.refuse(arg.Column, fmt.Sprintf("%s: no act above is called %q (give it as=%s)", field, arg.Value, arg.Value))
}
