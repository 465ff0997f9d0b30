package explore

import "math/bits"

// Person is one of the six people of the model.
type Person uint8

// The people. Handler and Hand-over watcher are the two people of the hand-over.
const (
	Handler Person = iota
	PrepWatcher
	Watcher
	AD
	Receiver
	Outsider

	// PersonCount is how many people the model has.
	PersonCount
)

var personNames = [PersonCount]string{
	"handler", "prep watcher", "hand-over watcher", "AD", "receiver", "outsider",
}

// String returns who the person is, for sentences.
func (p Person) String() string {
	if p >= PersonCount {
		return "nobody"
	}
	return personNames[p]
}

// People is a set of them.
type People uint8

// Everybody is the set of all people of the model.
const Everybody People = 1<<PersonCount - 1

// pair is the two people of the hand-over.
const pair = People(1<<Handler | 1<<Watcher)

// Of makes a set.
func Of(all ...Person) People {
	var s People
	for _, p := range all {
		s |= 1 << p
	}
	return s
}

// Has reports whether somebody is in the set.
func (s People) Has(p Person) bool { return s>>p&1 == 1 }

// Within reports whether everybody of the set is in another.
func (s People) Within(t People) bool { return s&^t == 0 }

// Count returns how many people are in the set.
func (s People) Count() int { return bits.OnesCount8(uint8(s)) }

// List returns the people of the set in the order of the constants.
func (s People) List() []Person {
	var out []Person
	for p := range PersonCount {
		if s.Has(p) {
			out = append(out, p)
		}
	}
	return out
}

// String lists the set in words.
func (s People) String() string {
	var out string
	for _, p := range s.List() {
		if out != "" {
			out += ", "
		}
		out += p.String()
	}
	if out == "" {
		return "nobody"
	}
	return out
}

// setsOf yields every set of n people, in a fixed order.
func setsOf(n int) []People {
	var out []People
	for s := People(0); s <= Everybody; s++ {
		if s.Count() == n {
			out = append(out, s)
		}
	}
	return out
}
