package explore

// where is where the one live round lies.
type where uint8

const (
	away     where = iota // Within reach of anybody, in nothing of the production's.
	inBag                 // The loose bag on the cart, or a belt: nothing tells the two apart here.
	inTwin                // A chamber of the second real firearm that looks the same.
	inIntake              // The intake box of dummies.
	inBox                 // The box of tested dummies.
	inBlanks              // The box of blanks.
	inPile                // The rounds that were taken out of the firearm.
	inChamber
	whereCount
)

var whereNames = [whereCount]string{
	"nowhere", "the loose bag", "the firearm that looks the same", "the intake box", "the tested box",
	"the box of blanks", "the rounds that were taken out", "a chamber",
}

// truth is how things are, whatever anybody signed. All other rounds are what they should be, and
// rounds and chambers of one kind cannot be told apart, so numbers say everything.
type truth struct {
	live     where
	inside   uint8 // Rounds in the chambers, the live one counted.
	twin     bool  // The firearm in hand is the other one.
	prepSeen bool  // Each round of the tray at prep was tested, and the prep watcher saw it.
	allSeen  bool  // Each round of the newest test of the rounds inside was tested before the watcher.
	testSeen bool  // The hand-over watcher has had the firearm in sight since that test.
	lookSeen bool  // And since their own look.
	adTest   bool  // The same of the AD.
	adLook   bool
	stale    bool // The handler's phone shows an earlier COMPLETE.
}

// pack makes a number of a truth: 4 bits, 4 bits and a bit each.
func (t truth) pack() uint32 {
	n := uint32(t.live) | uint32(t.inside)<<4
	for k, b := range [...]bool{t.twin, t.prepSeen, t.allSeen, t.testSeen, t.lookSeen, t.adTest, t.adLook, t.stale} {
		if b {
			n |= 1 << (8 + k)
		}
	}
	return n
}

func unpack(n uint32) truth {
	bit := func(k int) bool { return n>>(8+k)&1 == 1 }
	return truth{
		live: where(n & 15), inside: uint8(n >> 4 & 15), twin: bit(0), prepSeen: bit(1), allSeen: bit(2),
		testSeen: bit(3), lookSeen: bit(4), adTest: bit(5), adLook: bit(6), stale: bit(7),
	}
}

// known drops what nobody will ever ask again, so that states which differ in nothing else are one.
func (t truth) known(r *record) truth {
	t.prepSeen = t.prepSeen && r.stage == tested && r.counted == absent
	t.allSeen = t.allSeen && r.retest && r.reshown == absent
	t.testSeen, t.adTest = t.testSeen && r.retest, t.adTest && r.retest
	return t
}

// unseen is the same with nobody watching any more.
func (t truth) unseen() truth {
	t.testSeen, t.lookSeen, t.adTest, t.adLook = false, false, false, false
	return t
}

// loaded reports whether the firearm in hand would fire the live round.
func (t truth) loaded() bool {
	return t.twin && t.live == inTwin || !t.twin && t.live == inChamber
}
