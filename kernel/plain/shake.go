package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Corrections and revocations take away: what rested on an act is unknown, what it had begun is broken
// off, and no older evidence counts again.

// revoke takes a key away from an index on: by its own person, verified, or by two people.
func (l *Log) revoke(a *act, b *event.KeyRevoked) {
	owner, known := l.owner(b.Key)
	if !known || owner.who != b.Person || len(a.faults) > 0 || !a.verifiedBy(b.Person) && !l.twoSigned(a) {
		return
	}
	from := len(l.notes)
	l.condemn(b.Key, max(b.Since, 1), a)
	l.spread(from, a)
}

// condemn takes away what a key signed from an index on.
func (l *Log) condemn(k event.PublicKey, since int64, a *act) {
	if have, bad := l.badFrom(k); bad && have <= since {
		return
	}
	l.write(note{what: condemned, act: a, key: k, n: since})
	for _, x := range l.acts {
		used := slices.ContainsFunc(x.opened.Signatures(), func(s event.Signature) bool { return s.Key == k })
		if int64(x.index) >= since && used {
			l.lose(x, a)
		}
	}
}

// correct takes away what a correction says is wrong.
func (l *Log) correct(a *act, b *event.Corrected) {
	of := l.find(b.Of)
	if of == nil {
		return
	}
	from := len(l.notes)
	for _, field := range b.Fields {
		if l.clerical(of.event.Kind, field) {
			continue
		}
		switch x := of.event.Body.(type) {
		case *event.ProductionOpened:
			if field == "tax_credit" || field == "region" {
				l.write(note{what: doubted, act: a, why: field})
			}
		case *event.Discharged:
			if x.Planned == event.Yes {
				l.raise(block{kind: event.KindDischarged, act: a, item: x.Item, who: l.handlerOf(x.Item)})
			}
		default:
			l.lose(of, a)
		}
	}
	l.spread(from, a)
}

func (l *Log) clerical(k event.Kind, field string) bool {
	for _, f := range event.Describe(k) {
		if f.Name == field {
			return f.Polarity == event.Clerical
		}
	}
	return false
}

func (l *Log) isDoubted(member string) bool {
	return slices.ContainsFunc(l.notes, func(n note) bool { return n.what == doubted && n.why == member })
}

// lose marks an act as taken away and writes what that undoes. A block stays.
func (l *Log) lose(x, by *act) {
	if x.lost || x.event.Kind.Polarity() == event.Block {
		return
	}
	x.lost = true
	for _, it := range l.items() {
		if it.looked == x.index && it.examined != x.index {
			l.write(note{what: unlooked, act: x, by: by, item: it.Item})
		}
	}
	l.loseBody(x, by)
	for _, k := range x.event.Links {
		it, known := l.item(event.ItemID(k.Object.ID))
		if known && k.Object.Type == event.ItemObject {
			if x.event.Kind != event.KindItemExamined {
				l.breakItem(it.Item, x, "unsupported", "")
			}
			if it.holder.since == x.index && (it.holder.where == inLocker || it.holder.where == goneBack) {
				l.write(note{what: holds, act: x, by: by, item: it.Item})
			}
		}
		c, known := l.box(event.ContainerID(k.Object.ID))
		if known && k.Object.Type == event.ContainerObject {
			l.write(note{what: gap, act: x, by: by, box: c.id, why: "unsupported"})
			if c.sealedAt == x.index {
				l.write(note{what: unsealed, act: x, by: by, box: c.id})
			}
		}
	}
}

// loseBody takes away what an act had given: keys, and what a thing is.
func (l *Log) loseBody(x, by *act) {
	switch b := x.event.Body.(type) {
	case *event.DutyOpened:
		if owner, known := l.owner(b.Device); known && owner.who == b.Person {
			l.condemn(b.Device, int64(x.index), by)
		}
	case *event.KeyAdded:
		if owner, known := l.owner(b.Key); known && owner.act == x {
			l.condemn(b.Key, int64(x.index), by)
		}
	case *event.CrewEnrolled:
		if owner, known := l.owner(b.Key); known && owner.act == x {
			l.condemn(b.Key, int64(x.index), by)
		}
	case *event.ContainerRegistered:
		if c, known := l.box(b.Container); known && c.begun == x.index {
			l.write(note{what: demoted, act: x, by: by, box: c.id})
		}
	default:
	}
}

// stain says that what left a container after an act is not what was said.
type stain struct {
	box   event.ContainerID
	since int
}

// spread follows rounds that were in a container an act of which was taken away: along every path of
// untested moves, each later than the one before.
func (l *Log) spread(from int, a *act) {
	var first []stain
	for _, n := range l.notes[from:] {
		if n.what == gap && n.by == a && n.box != "" {
			first = append(first, stain{n.box, n.act.index})
		}
	}
	if len(first) == 0 {
		return
	}
	out := slices.Clone(first) // Every container that doubtful rounds may have left, and since when.
	var came []stain           // Those that they came into, and by which act.
	for n := 0; n < len(out); n++ {
		for _, m := range l.notes {
			next := stain{m.into, 0}
			if m.what != poured || m.box != out[n].box || !l.later(m.act.index, out[n].since) {
				continue
			}
			next.since = m.act.index
			came = append(came, next)
			if !slices.Contains(out, next) {
				out = append(out, next)
			}
		}
	}
	for _, it := range l.items() {
		for _, s := range it.sources {
			l.stainSource(it, s, out, a)
		}
	}
	l.stainParts(came, a)
}

// stainSource notes once for a load that its rounds came from a container in doubt, and since when.
func (l *Log) stainSource(it item, s source, out []stain, a *act) {
	since := none
	for _, x := range out {
		if x.box == s.box && l.later(s.load, x.since) && (since == none || l.later(since, x.since)) {
			since = x.since
		}
	}
	said := slices.ContainsFunc(s.lacks, func(x lack) bool { return x.key == "source.unsealed" && x.box == s.box })
	if since == none || said {
		return
	}
	l.write(note{what: stained, act: a, item: it.Item, source: &source{load: s.load, lacks: []lack{{
		key: "source.unsealed", item: it.Item, box: s.box, index: since,
	}}}})
}

// stainParts makes odd what doubtful rounds were laid among: the rounds themselves, and untested ones
// that were laid in later.
func (l *Log) stainParts(came []stain, a *act) {
	for _, c := range l.boxes() {
		for _, p := range c.parts {
			if slices.ContainsFunc(came, func(x stain) bool {
				return x.box == c.id && (x.since == p.since || p.tray == none && l.later(p.since, x.since))
			}) {
				l.write(note{what: odd, act: a, box: c.id, part: p.note})
			}
		}
	}
}
