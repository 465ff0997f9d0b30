package show

import "github.com/proofhouse/proofhouse/kernel/event"

// secondLook is the hand-over watcher's own look into an item, before its first hand-over of a
// custody segment. What is loaded again within the segment is seen by the watcher of that load.
func (u *unit) secondLook(id event.ItemID) {
	it, ok := u.s.Item(id)
	if !ok || u.s.SharedInSegment(it) && !u.opt.Anew {
		return
	}
	u.lookIn(id)
}

// readMarks reads the mark of rubber that could be taken for a firearm, as handler and watcher each
// do before its first hand-over, and of rubber that looks like other rubber, where the handler does.
func (u *unit) readMarks(count int) {
	for n := range min(count, castCount+mouldCount) {
		u.examine(rubberID(n), u.helper)
		if n < castCount {
			u.secondLook(rubberID(n))
		}
	}
}

func (u *unit) lookIn(id event.ItemID) {
	it, ok := u.s.Item(id)
	if !ok {
		return
	}
	b := &event.ItemLooked{
		Item: id, Identity: event.SerialRead, Serial4: it.Serial4, Length: it.Chambers, Seen: it.Chambers,
		Rounds: int64(len(it.Loaded())), Drawn: event.Yes,
	}
	if it.Serial4 == "" {
		b.Identity = event.MarkSeen
	}
	u.pass(u.between(8, 20))
	u.do(b, watcherOf(u.watcher))
	if u.opt.Third {
		third := *b
		u.do(&third, adOf(u.third).verified())
	}
}
