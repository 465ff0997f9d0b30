package verdict

// Replace puts another finder in the place of one and returns how to put the old one back. It is for
// tests of what the judge does when a part of it breaks.
func Replace(f Fact, finder func() Tri) (restore func()) {
	old := finders[f]
	finders[f] = nil
	if finder != nil {
		finders[f] = func(*look, Fact) Tri { return finder() }
	}
	return func() { finders[f] = old }
}
