package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// noteLinesMax is the most signature lines of a note. C2SP signed-note asks every verifier to accept
// at least 16.
const noteLinesMax = 100

// linePrefix begins every signature line: an em dash and a space.
const linePrefix = "— "

var errNote = errors.New("malformed note")

// noteLine is a line of a signed note by a key that was expected. Its signature verifies.
type noteLine struct {
	by  VerifierKey
	sig []byte // Without the four bytes of key id before it.
}

// openNote reads a signed note: C2SP signed-note, section Format. It returns the text with its final
// newline and the first line of each expected key in the order they stand in, at least one of them. A
// first line of an expected key that does not verify is refused with the whole note; lines by others
// are left alone, whatever they are worth.
func openNote(note []byte, expected ...VerifierKey) (text []byte, lines []noteLine, err error) {
	if !utf8.Valid(note) {
		return nil, nil, errNote
	}
	for _, c := range note {
		if c < 0x20 && c != '\n' {
			return nil, nil, errNote
		}
	}
	// The text may have empty lines too: the last one ends it.
	end := bytes.LastIndex(note, []byte("\n\n"))
	if end < 0 {
		return nil, nil, errNote
	}
	text = note[:end+1]
	given := strings.Split(string(note[end+2:]), "\n")
	last := len(given) - 1
	if last < 1 || given[last] != "" {
		return nil, nil, errNote
	}
	for i, line := range given[:last] {
		name, raw, ok := readLine(line)
		if !ok || i == noteLinesMax {
			return nil, nil, errNote
		}
		key, known := signerOf(name, binary.BigEndian.Uint32(raw), expected)
		if !known || signedBy(lines, key) {
			continue
		}
		if !key.verifies(text, raw[4:]) {
			return nil, nil, refusal.In("line of "+name, ErrSignature)
		}
		lines = append(lines, noteLine{by: key, sig: raw[4:]})
	}
	if len(lines) == 0 {
		return nil, nil, ErrUnsigned
	}
	return text, lines, nil
}

// readLine splits a signature line into the name and the bytes of key id and signature. A base64
// spelling that is not the shortest counts, as for every reader of the format: nothing rests on it.
func readLine(line string) (name string, raw []byte, ok bool) {
	line, ok = strings.CutPrefix(line, linePrefix)
	if !ok {
		return "", nil, false
	}
	name, text, _ := strings.Cut(line, " ")
	raw, err := base64.StdEncoding.DecodeString(text)
	return name, raw, err == nil && len(raw) >= 5 && isLineName(name)
}

func signerOf(name string, id uint32, expected []VerifierKey) (VerifierKey, bool) {
	for _, k := range expected {
		if k.Name == name && k.ID() == id {
			return k, true
		}
	}
	return VerifierKey{}, false
}

func signedBy(lines []noteLine, key VerifierKey) bool {
	for _, l := range lines {
		if l.by == key {
			return true
		}
	}
	return false
}
