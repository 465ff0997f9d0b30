package view

import (
	"maps"
	"slices"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// ContentsState says how much the record shows about what is in an item. The zero value is that it
// does not.
type ContentsState uint8

// The states. NotExamined is an item without a whole look in this custody segment.
const (
	ContentsUnknown ContentsState = iota
	ContentsKnown
	ContentsEmpty
	ContentsNotExamined
)

// String returns the state's name on the wire.
func (s ContentsState) String() string {
	return [...]string{"unknown", "known", "empty", "not-examined"}[s%4]
}

// Group is rounds of one lot in an item that share one fate.
type Group struct {
	Count        int64
	Nature       event.Nature
	Construction event.Construction
	Load         event.Load
	Lot          event.LotID
}

// Tested says when and by whom the dummies in an item were tested by hand and counted.
type Tested struct {
	Time      int64 // Unix seconds.
	By        event.PersonID
	CountedBy event.PersonID
	Trays     []event.TrayID
}

// Contents is what the record shows about what is in an item: the largest words on every screen.
type Contents struct {
	Item     event.ItemID
	Class    event.Class
	Serial4  string
	State    ContentsState
	Groups   []Group // Empty unless known, and for what has no place for a round.
	Chambers int64
	Tested   *Tested // Nil unless every round inside is a dummy that was tested.
	LookedAt int64   // Unix seconds of the newest look of this custody segment; 0 without one.
}

// contentsFacts are the facts of a hand-over that say what is in an item. While the record lacks
// anything for one of them, no screen says what is inside.
var contentsFacts = [...]verdict.Fact{
	verdict.FactLoadTested, verdict.FactSourceSealed, verdict.FactCustodyUnbroken, verdict.FactItemExamined,
}

// ContentsOf works out what the record shows about an item that would go to somebody; to is empty
// when nobody is named. Whatever the judge misses in a hand-over makes it unknown, so that no words
// are ever more favourable than the verdict.
func (l *Look) ContentsOf(it *state.Item, to event.PersonID) Contents {
	c := Contents{Item: it.Item, Class: l.Known.ClassOf(it), Serial4: it.Serial4, Chambers: it.Chambers}
	if l.inSegment(it, it.Looked) {
		c.LookedAt = l.time(it.Looked)
	}
	loaded, lacking := it.Loaded(), l.contentsLacks(it, to)
	unsure := it.Upset != state.NoIndex || len(verdict.ContentsLacks(l.Known, it, l.Now)) > 0
	switch {
	case unsure || lacking.judge || lacking.rounds:
		return c
	case len(loaded) > 0 && (lacking.custody || l.shotSince(it)):
		return c // Nobody can say whose rounds these are, or how many are left.
	case lacking.custody && l.examinedWhole(it):
		return c // It was looked at, and nobody answers for it now.
	case lacking.custody || lacking.look:
		c.State = ContentsNotExamined
	case len(it.Positions) == 0:
		c.State = ContentsKnown // No place a round could be in.
	case len(loaded) > 0:
		c.State = ContentsKnown
		c.Groups = l.groups(loaded)
		c.Tested = l.tested(it, c.Groups)
	case l.examinedWhole(it):
		c.State = ContentsEmpty
	default:
		c.State = ContentsNotExamined
	}
	return c
}

// contentsLacking is what the judge misses before it knows what is in an item.
type contentsLacking struct{ judge, rounds, custody, look bool }

// contentsLacks asks the judge. A judge that is not there or fails misses everything.
func (l *Look) contentsLacks(it *state.Item, to event.PersonID) contentsLacking {
	if l.Judge == nil {
		return contentsLacking{judge: true}
	}
	var out contentsLacking
	v := l.Judge(verdict.Question{Ask: verdict.HandOver, Item: it.Item, To: to})
	for n := range v.Reasons {
		r := &v.Reasons[n]
		out.judge = out.judge || r.Cause == verdict.Fault
		for _, f := range contentsFacts {
			if !asks(r, f) {
				continue
			}
			custody, look := f == verdict.FactCustodyUnbroken, f == verdict.FactItemExamined
			out.custody = out.custody || custody
			out.look = out.look || look
			out.rounds = out.rounds || !custody && !look
		}
	}
	return out
}

// asks reports whether a reason is one of the core clause about a fact.
func asks(r *verdict.Reason, f verdict.Fact) bool {
	return slices.ContainsFunc(r.Clauses, func(c verdict.ClauseRef) bool {
		return c.Pack == verdict.CorePack && c.Clause == verdict.ClauseID("CORE-"+f.String())
	})
}

// inSegment reports whether an event stands and took effect behind the item's newest gap.
func (l *Look) inSegment(it *state.Item, index int) bool {
	return l.Known.Stands(index) && l.Known.After(index, &it.Gap)
}

// shotSince reports whether a shot was fired that neither a look nor a loading came after.
func (l *Look) shotSince(it *state.Item) bool {
	return !l.Known.Follows(it.Looked, it.Fired) && !l.Known.Follows(it.Changed, it.Fired)
}

// groups puts rounds that are alike together, in the order of their positions.
func (l *Look) groups(loaded []state.Position) []Group {
	var out []Group
	for _, p := range loaded {
		g := Group{Nature: event.UnknownRound, Load: event.NoBlank, Lot: p.Lot}
		if lot, ok := l.Known.Lot(p.Lot); ok {
			g.Nature, g.Construction, g.Load = l.Known.NatureOf(lot), lot.Construction, lot.Load
		}
		if p.Look == event.SeenSpent {
			g.Nature = event.EmptyCase // Its round was fired; the case was seen since.
		}
		at := slices.IndexFunc(out, func(have Group) bool { have.Count = 0; return have == g })
		if at < 0 {
			at = len(out)
			out = append(out, g)
		}
		out[at].Count++
	}
	return out
}

// examinedWhole reports whether every position and the feed path were seen in this segment.
func (l *Look) examinedWhole(it *state.Item) bool {
	if !l.inSegment(it, it.Examined) || !l.Known.Follows(it.Looked, it.Fired) {
		return false
	}
	seen, of, feed, _ := l.Known.Whole(it)
	return seen == of && feed
}

// tested names the newest test of the rounds inside: the one at the hand-over when it covers them,
// else those at prep.
func (l *Look) tested(it *state.Item, groups []Group) *Tested {
	for _, g := range groups {
		if g.Nature != event.Dummy {
			return nil
		}
	}
	if t := it.Retest; t != nil && l.Known.After(t.Tested, &it.Gap) &&
		!l.Known.Later(it.Changed, t.Tested) && len(l.Known.TrayLacks(t)) == 0 {
		return &Tested{l.time(t.Tested), t.Handler, t.Watcher, []event.TrayID{t.Body.Tray}}
	}
	var out *Tested
	for _, from := range it.Sources {
		for _, t := range from.Trays {
			at := l.time(t.Tested)
			if out == nil {
				out = &Tested{Time: at, By: t.Handler, CountedBy: t.Watcher}
			}
			if at < out.Time {
				// The oldest test says how old the knowledge is.
				out.Time, out.By, out.CountedBy = at, t.Handler, t.Watcher
			}
			if !slices.Contains(out.Trays, t.Body.Tray) {
				out.Trays = append(out.Trays, t.Body.Tray)
			}
		}
	}
	return out
}

// AppendJSON appends the contents as one JSON object.
func (c Contents) AppendJSON(dst []byte) []byte {
	w := &writer{out: dst}
	w.contents(c)
	return w.out
}

func (w *writer) contents(c Contents) {
	w.object(func() {
		w.member("item", string(c.Item))
		w.member("class", c.Class.String())
		w.member("serial4", c.Serial4)
		w.member("state", c.State.String())
		w.key("groups")
		w.list(func() {
			for _, g := range c.Groups {
				w.object(func() {
					w.number("n", g.Count)
					w.member("nature", g.Nature.String())
					w.member("construction", g.Construction.String())
					w.member("load", g.Load.String())
					w.member("lot", string(g.Lot))
				})
			}
		})
		w.number("chambers", c.Chambers)
		if c.LookedAt > 0 {
			w.number("examined", c.LookedAt)
		}
		if c.Tested == nil {
			w.null("tested")
			return
		}
		w.key("tested")
		w.object(func() {
			w.number("time", c.Tested.Time)
			w.member("by", string(c.Tested.By))
			w.member("counted_by", string(c.Tested.CountedBy))
			texts(w, "trays", c.Tested.Trays)
		})
	})
}

// Param fills one place in a sentence of the catalogue.
type Param struct{ Name, Value string }

// Phrase is one part of a sentence: a key of the catalogue and what fills it. A phrase that Joins
// follows a comma, any other begins a sentence of its own. The value of load is a key too, load.half,
// time and age are the caller's to spell from Unix seconds, by and counted_by are person ids.
type Phrase struct {
	Key    string
	Params []Param
	Joins  bool
}

// ContentsKeys lists the phrases of the contents in their order, so that a terminal, a paper and a
// page say the same sentence: what it is, what is in it, and how to treat it.
func ContentsKeys(c Contents) []Phrase {
	class := c.Class
	if class == event.NoClass {
		class = event.UnknownClass
	}
	out := []Phrase{{Key: "contents.class." + class.String()}}
	add := func(key string, joins bool, params ...Param) {
		out = append(out, Phrase{"contents." + key, params, joins})
	}
	if class == event.Solid {
		add("no-barrel", false)
		return out
	}
	fires := false
	switch c.State {
	case ContentsKnown:
		for i, g := range c.Groups {
			fires = fires || g.Nature == event.Blank || g.Nature == event.LiveRound
			params := []Param{{"n", strconv.FormatInt(g.Count, 10)}}
			if g.Nature == event.Blank {
				params = append(params, Param{"load", "load." + g.Load.String()})
			}
			add("rounds."+g.Nature.String(), i > 0, params...)
		}
		if c.Tested != nil {
			add("tested", true, Param{"time", strconv.FormatInt(c.Tested.Time, 10)},
				Param{"by", string(c.Tested.By)}, Param{"counted_by", string(c.Tested.CountedBy)})
		}
	case ContentsEmpty:
		add("none-seen-ago", false, Param{"age", strconv.FormatInt(c.LookedAt, 10)})
	case ContentsNotExamined:
		add("not-examined", false)
	case ContentsUnknown:
		add("unknown", false)
	}
	if fires {
		add("fires", false)
	} else {
		add("treat-as-loaded", false)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
