// Package verdict decides one question about what is known: COMPLETE, or HOLD with every reason.
//
// COMPLETE says that every clause that applies is true of a complete prefix of the log. It says
// nothing else: no verdict inspects a firearm. Unknown, error, panic, an unparsable clause and a
// clock nobody can trust are each a HOLD that names itself, and the zero value of every judgement
// is the cautious one. Judge gathers all reasons, never only the first, so that people can mend
// everything in one trip.
//
// The core clauses of this package need no pack and hold in every one. Rule packs are data
// (docs/spec/rulepack.md); all packs a production adopted must be true.
package verdict

import (
	"cmp"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// Outcome is the answer. The zero value is Hold.
type Outcome uint8

// The two outcomes.
const (
	Hold Outcome = iota
	Complete
)

// String returns the outcome's word as every screen and paper shows it.
func (o Outcome) String() string {
	if o == Complete {
		return "COMPLETE"
	}
	return "HOLD"
}

// Ask is what is asked.
type Ask uint8

// The questions.
const (
	NoAsk    Ask = iota
	Load         // May rounds from this container go into this item?
	HandOver     // May this item go to this person for this scene and purpose?
	Start        // May this scene start?
	Release      // May this container leave quarantine?
	Close        // May this day be closed?
	Tomorrow     // What would keep this scene from starting on the day to come?
)

var askNames = [...]string{"", "load", "hand-over", "start", "release", "close", "tomorrow"}

// String returns the question's name.
func (a Ask) String() string { return askNames[a%Ask(len(askNames))] }

// AskOf reads a question's name; NoAsk when there is none of that name.
func AskOf(s string) Ask { return Ask(max(0, slices.Index(askNames[:], s))) }

// Question is one thing somebody wants to know. Fields a question does not use stay empty.
type Question struct {
	Ask       Ask
	Item      event.ItemID
	Container event.ContainerID
	To        event.PersonID // Who would receive.
	By        event.PersonID // Who would give; empty means whoever holds the item.
	Scene     event.SceneID
	Purpose   event.Purpose
	Unit      event.UnitID
	Day       event.Day // Of Tomorrow: the day meant; empty means the one after the unit's newest.
}

// Cause says what kind of reason it is. The zero value is a fault: the worst one.
type Cause uint8

// The causes.
const (
	Fault Cause = iota
	NotRecorded
	RecordedOtherwise
	Blocked
)

// String returns the cause's name.
func (c Cause) String() string {
	return [...]string{"fault", "not-recorded", "recorded-otherwise", "blocked"}[c%4]
}

// ClauseRef names a clause that is not true, and how much it binds.
type ClauseRef struct {
	Pack   event.PackID
	Clause ClauseID
	Force  Force
	Status TextStatus
}

// Reason is one thing that keeps a question from COMPLETE: what the record does not show, which
// clauses ask for it, who can do what about it.
type Reason struct {
	state.Lack

	Code    Code
	Cause   Cause
	Who     event.Role // Who can act; NoRole means anybody.
	Act     string     // Catalogue key of what they do, without "next."; empty when nothing helps today.
	Clauses []ClauseRef

	// AcceptedBy are the handler and the AD who went on with it. The outcome stays HOLD.
	AcceptedBy []event.PersonID
}

// Verdict is the answer to one question with everything it rests on.
type Verdict struct {
	Outcome  Outcome
	Question Question
	Entry    int64 // Size of the prefix it was judged on.
	Time     int64 // Time of the newest checkpoint, Unix seconds; 0 before the first.
	Reasons  []Reason
}

// CorePack is the id reasons carry for clauses that need no pack.
const CorePack event.PackID = "core"

// Judge answers a question. Known is the folded log, packs are the editions the caller holds of
// the packs the production adopted, now is the interval the present lies in. It never fails and
// never panics: whatever goes wrong is a reason.
func Judge(known *state.State, q Question, packs []*Pack, now state.Interval) Verdict {
	v := Verdict{Question: q}
	if known == nil {
		v.Reasons = []Reason{judgeFault("no state")}
		return v
	}
	v.Entry = known.Size()
	if c, ok := known.Newest(); ok {
		v.Time = c.Time
	}
	l := look{known: known, q: q, packs: packs, now: now}
	if fault := l.guard(l.begin); fault != "" || q.Ask == NoAsk {
		v.Reasons = []Reason{judgeFault(join("question", fault))}
		return v
	}
	for fault := l.guard(l.askAll); fault != ""; fault = l.guard(l.askAll) {
		l.broke(fault)
	}
	slices.SortStableFunc(l.reasons, byUse)
	if fault := l.guard(l.acceptReasons); fault != "" {
		l.reasons = append(l.reasons, judgeFault(join("acceptance", fault)))
	}
	v.Reasons = l.reasons
	if len(v.Reasons) == 0 && l.judged > 0 {
		v.Outcome = Complete
	}
	return v
}

// turn is the clause that is being asked: one of the core, and behind those one of a pack.
type turn struct{ core, pack, clause int }

// askAll asks every clause that is part of the question, from the one whose turn it is. When a clause
// breaks it is left, and entered again once the fault is noted.
func (l *look) askAll() {
	for ; l.turn.core < len(core); l.turn.core++ {
		if c := &core[l.turn.core]; c.asked(l) {
			l.judge(CorePack, &c.Clause)
		}
	}
	for ; l.turn.pack < len(l.packs); l.turn.pack, l.turn.clause = l.turn.pack+1, 0 {
		p := l.packs[l.turn.pack]
		if !l.binds(p) {
			continue // Absence of a pack for this place is the core clause on packs.
		}
		inForce := l.asksStill(p) // Most clauses name no days of their own: asked once for those.
		for ; l.turn.clause < len(p.Clauses); l.turn.clause++ {
			c := &p.Clauses[l.turn.clause]
			if (c.asPack && inForce || !c.asPack && c.InForce.mayCover(l.day)) && c.meant(&l.facts) {
				l.judge(p.ID, c)
			}
		}
	}
}

// asksStill reports whether the clauses of a pack that name no days of their own are asked: on its days,
// and behind them until a later edition is adopted and in force. An edition that ended holds by itself; whoever adopts
// the next one is asked the same, and learns it all in one trip.
func (l *look) asksStill(p *Pack) bool {
	return p.InForce.mayCover(l.day) || p.InForce.ended(l.day) && !l.succeeded(p)
}

// broke notes what broke and lets the questions go on. A fact that could not be established is
// unknown, and the clause that asked for it is asked again; a clause that broke otherwise, from
// whether it applies to what it misses, is a reason of its own.
func (l *look) broke(fault string) {
	if f := l.finding; f != NoFact {
		l.finding = NoFact
		l.facts[f] = Unknown
		l.lacks[f] = []state.Lack{judgeFault(join(f.String(), fault)).Lack}
		return
	}
	pack, c := CorePack, (*Clause)(nil)
	if l.turn.core < len(core) {
		c = &core[l.turn.core].Clause
		l.turn.core++
	} else {
		p := l.packs[l.turn.pack]
		pack, c = p.ID, &p.Clauses[l.turn.clause]
		l.turn.clause++
	}
	l.add(c.Code, judgeFault(join("clause "+string(c.ID), fault)), refTo(pack, c))
}

func refTo(pack event.PackID, c *Clause) ClauseRef {
	return ClauseRef{pack, c.ID, c.Force, c.Citation.TextStatus}
}

// judge turns everything that is not true of a clause into reasons.
func (l *look) judge(pack event.PackID, c *Clause) {
	l.judged++
	if !c.Requires.sound() || !c.Applies.IsZero() && !c.Applies.sound() {
		l.add(c.Code, judgeFault("clause "+string(c.ID)), refTo(pack, c))
		return
	}
	if f, only := c.Requires.only(); only { // As most clauses do.
		l.find(f)
		if l.facts[f] == True {
			return
		}
	}
	for f := range c.Requires.Facts().All() {
		l.find(f)
	}
	if c.Requires.Eval(&l.facts) != True {
		l.explain(c, refTo(pack, c))
	}
}

// explain notes why a clause that was asked is not true.
func (l *look) explain(c *Clause, ref ClauseRef) {
	missing := c.Requires.Missing(&l.facts)
	if missing.Len() == 0 {
		l.add(c.Code, judgeFault("clause "+string(c.ID)), ref)
		return
	}
	for f := range missing.All() {
		if len(l.lacks[f]) == 0 {
			l.add(c.Code, judgeFault("fact "+f.String()), ref)
			continue
		}
		for _, lack := range l.lacks[f] {
			l.add(c.Code, reasonOf(lack), ref)
		}
	}
}

// add keeps one reason for each code and lack, with every clause that asks for it.
func (l *look) add(code Code, r Reason, ref ClauseRef) {
	r.Code = code
	switch {
	case r.Cause == Fault:
		r.Code = H27
	case r.Key == noDay:
		r.Code = H09
	}
	if n := l.reasonAt(reasonKey{r.Code, r.Lack}); n >= 0 {
		if have := &l.reasons[n]; !slices.Contains(have.Clauses, ref) {
			have.Clauses = append(have.Clauses, ref)
		}
		return
	}
	r.Clauses = []ClauseRef{ref}
	l.reasons = append(l.reasons, r)
	if l.have != nil {
		l.have[reasonKey{r.Code, r.Lack}] = len(l.reasons) - 1
	}
}

// reasonKey is what makes two reasons one.
type reasonKey struct {
	code Code
	lack state.Lack
}

// reasonAt returns where a reason stands in the list, or -1.
func (l *look) reasonAt(k reasonKey) int {
	if len(l.reasons) < fewMax {
		for n := range l.reasons {
			if have := &l.reasons[n]; have.Code == k.code && have.Lack == k.lack {
				return n
			}
		}
		return -1
	}
	if l.have == nil {
		l.have = map[reasonKey]int{}
		for n := range l.reasons {
			l.have[reasonKey{l.reasons[n].Code, l.reasons[n].Lack}] = n
		}
	}
	if n, known := l.have[k]; known {
		return n
	}
	return -1
}

// guard runs one step and returns what broke in it, empty when it came back. A panic inside a clause
// is a HOLD that names itself, never a stopped phone.
func (l *look) guard(step func()) (fault string) {
	return guarded(step, panicText)
}

// guarded runs a step and says of a panic what tell makes of it.
func guarded(step func(), tell func(any) string) (fault string) {
	defer func() {
		if r := recover(); r != nil {
			fault = tell(r)
		}
	}()
	step()
	return ""
}

// faultMax is how many characters of a panic a reason carries: enough to know it again.
const faultMax = 60

// panicText says in plain ASCII what a panic was: its text, or that it has none.
func panicText(r any) string {
	var text string
	switch r := r.(type) {
	case string:
		text = r
	case error:
		guarded(func() { text = r.Error() }, func(any) string { return "" }) // It may panic itself.
	}
	if text == "" {
		text = "a panic without a text"
	}
	return clip(text)
}

// clip keeps the first characters of a text, and of those what every font has.
func clip(text string) string {
	var out []byte
	for _, c := range text {
		if len(out) == faultMax {
			break
		}
		if c < ' ' || c > '~' {
			c = '?'
		}
		out = append(out, byte(c))
	}
	return string(out)
}

func join(where, fault string) string {
	if fault == "" {
		return where
	}
	return where + ": " + fault
}

func judgeFault(detail string) Reason {
	return Reason{
		Lack:  state.Lack{Key: "judge.fault", Detail: detail, Index: state.NoIndex},
		Code:  H27,
		Cause: Fault,
		Who:   event.Operator,
		Act:   "ask-operator",
	}
}

// useOrder puts the reasons first that stop everything, then those most quickly mended.
var useOrder = [...]Code{
	H23, H24, H14, H15, H27, H25, H20, H26, H01, H04, H05, H02, H03, H13, H16, H06, H07, H11, H12,
	H08, H09, H10, H17, H18, H19, H21, H22,
}

func byUse(a, b Reason) int {
	return cmp.Or(
		cmp.Compare(slices.Index(useOrder[:], a.Code), slices.Index(useOrder[:], b.Code)),
		cmp.Compare(a.Who, b.Who),
		cmp.Compare(a.Key, b.Key),
		cmp.Compare(a.Item, b.Item),
		cmp.Compare(a.Person, b.Person),
	)
}
