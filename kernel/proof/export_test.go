package proof

// OpenNote is how this package reads a signed note, for comparing it with other readers: the text and
// the keys whose lines verify.
func OpenNote(signed []byte, expected ...VerifierKey) (string, []VerifierKey, error) {
	text, lines, err := openNote(signed, expected...)
	var by []VerifierKey
	for _, l := range lines {
		by = append(by, l.by)
	}
	return string(text), by, err
}
