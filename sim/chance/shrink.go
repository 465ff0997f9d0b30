package chance

import (
	"slices"

	"github.com/proofhouse/proofhouse/sim/explore"
)

// shrink leaves out what a way does not need: firearms and rounds of the day, people who may err, and
// acts; halves of these first, then smaller parts, then pairs that undo one another. What cannot happen
// any more without what was left out does not happen.
func (h *house) shrink(d *drawn, way []move) ([]move, error) {
	for {
		was := len(way)
		for _, step := range [...]func(*drawn, []move) ([]move, error){h.lessDay, h.fewerPeople, h.fewerActs, h.fewerPairs} {
			var err error
			if way, err = step(d, way); err != nil {
				return nil, err
			}
		}
		if len(way) == was {
			return way, nil
		}
	}
}

// lessDay uses fewer firearms and loads fewer of them.
func (h *house) lessDay(d *drawn, way []move) ([]move, error) {
	for x := range d.wants {
		for _, less := range [...]want{{}, {used: true}, {true, 0, d.wants[x].blanks}, {true, d.wants[x].dummies, 0}} {
			if less == d.wants[x] || !d.wants[x].used {
				continue
			}
			try := *d
			try.wants[x] = less
			shorter, against, err := h.replay(&try, way)
			if err != nil {
				return nil, err
			}
			if against {
				*d, way = try, shorter
				break
			}
		}
	}
	return way, nil
}

// fewerPeople lets people act right who need not err.
func (h *house) fewerPeople(d *drawn, way []move) ([]move, error) {
	for _, p := range d.who.List() {
		try := *d
		try.who &^= explore.Of(p)
		if d.claim.Putters(try.who) == 0 {
			continue
		}
		shorter, against, err := h.replay(&try, way)
		if err != nil {
			return nil, err
		}
		if against {
			*d, way = try, shorter
		}
	}
	return way, nil
}

func (h *house) fewerActs(d *drawn, way []move) ([]move, error) {
	for size := max(len(way)/2, 1); size > 0; size /= 2 {
		for at := 0; at < len(way); {
			shorter, against, err := h.replay(d, slices.Concat(way[:at], way[min(at+size, len(way)):]))
			if err != nil {
				return nil, err
			}
			if against {
				way = shorter
				continue
			}
			at += size
		}
	}
	return way, nil
}

func (h *house) fewerPairs(d *drawn, way []move) ([]move, error) {
	for at := 0; at < len(way); at++ {
		for to := at + 1; to < len(way); to++ {
			shorter, against, err := h.replay(d, slices.Concat(way[:at], way[at+1:to], way[to+1:]))
			if err != nil {
				return nil, err
			}
			if against {
				way, to = shorter, at
			}
		}
	}
	return way, nil
}

// replay plays given acts as far as they can happen, and says what happened and whether people sufficed.
func (h *house) replay(d *drawn, way []move) (played []move, against bool, err error) {
	w, err := h.begin(d)
	if err != nil {
		return nil, false, err
	}
	for _, m := range way {
		m, can := likest(w.moves(), m)
		if !can {
			continue
		}
		if err := w.do(m); err != nil {
			return nil, false, err
		}
		if played = append(played, m); w.sum.against {
			break
		}
	}
	return played, w.sum.against, nil
}

// likest finds an act among those that can happen: the same one, or one of the same sort by the same
// person on the same item to the same place, with what had come before it left out.
func likest(all []move, m move) (move, bool) {
	if slices.Contains(all, m) {
		return m, true
	}
	at := slices.IndexFunc(all, func(x move) bool {
		return x.do == m.do && x.who == m.who && x.item == m.item && x.to == m.to && x.live == m.live
	})
	if at < 0 {
		return move{}, false
	}
	return all[at], true
}
