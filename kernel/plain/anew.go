package plain

import "github.com/proofhouse/proofhouse/kernel/event"

// lookedEveryTime: since a receiver last gave the item back.
func lookedEveryTime(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		return i.lookedSince(it, it.home, lack{key: "look.not-anew"}, lack{key: "look.not-signed-anew"})
	})
}

// lookedToday: since the day was called. A day that nobody called has no looks.
func lookedToday(i *inquiry) []lack {
	return i.each(func(it item) []lack {
		if !i.likeFirearm(it) {
			return nil
		}
		if i.called == none {
			return i.noDay()
		}
		return i.lookedSince(it, i.called, lack{key: "look.not-today"}, lack{key: "look.not-signed-today"})
	})
}

// lookedSince gathers what is left to say of looks and signatures once those before an act are left out.
func (i *inquiry) lookedSince(it item, act int, looks, signs lack) []lack {
	if !i.likeFirearm(it) {
		return nil
	}
	since := func(s second) bool {
		return s.act != nil && i.turnOf(s.act.index) > i.turnOf(act) && s.act.saw(act)
	}
	looks.item, looks.index = it.Item, none
	if it.second.act != nil {
		looks.index, looks.who = it.second.act.index, it.second.who()
	}
	signs.item, signs.who, signs.index = it.Item, looks.who, it.given
	var out []lack
	if !i.here(it, it.second) {
		looks.key, looks.who, signs.who = "look.none", "", ""
		out = append(out, looks)
	} else if !since(it.second) {
		out = append(out, looks)
	} else if at := it.second.act; !(i.bothSigned(it) && since(it.behind)) &&
		(!i.later(at.index, it.changed) || !at.saw(it.changed)) {
		looks.key = "look.changed"
		out = append(out, looks)
	}
	if i.q.Ask != "start" || it.given == none || 2*i.turnOf(it.given) <= it.gap.order || i.turnOf(it.given) <= i.turnOf(act) {
		return out
	}
	if !i.bothSigned(it) {
		signs.key = "look.not-signed"
		return append(out, signs)
	}
	if !since(it.behind) {
		out = append(out, signs)
	}
	return out
}

// bothSigned: handler and watcher signed a hand-over behind a good look of this segment.
func (i *inquiry) bothSigned(it item) bool {
	return i.stands(it.shared) && 2*i.turnOf(it.shared) > it.gap.order && i.here(it, it.behind) &&
		i.two(i.as(it.shared, event.Handler), it.behind.who()) && len(i.secondLacks(it, it.behind)) == 0
}

// retestedEveryTime: each round that is to be tested was tested since a receiver last gave the item back.
func retestedEveryTime(i *inquiry) []lack {
	return i.eachFirearm(func(it item) []lack {
		trays, missing, total := i.retests(it)
		newest, before := none, false
		for _, t := range trays {
			newest = max(newest, t.tested)
			before = before || !i.follows(t.tested, it.home)
		}
		if missing > 0 {
			return []lack{{key: "retest.missing", item: it.Item, n: total - missing, of: total, index: newest}}
		}
		if before {
			return []lack{{key: "retest.not-anew", item: it.Item, index: it.home}}
		}
		return nil
	})
}
