package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of every import. A file beyond one of them is refused whole or in that line.
const (
	MaxFileBytes  = 8 << 20 // bytes of one file
	MaxRows       = 5000    // rows below the header
	MaxColumns    = 64      // columns of a sheet
	MaxCellBytes  = 2000    // bytes of one cell
	MaxTitleLines = 10      // filled lines above the header
)

const saveAsUTF8 = `In the spreadsheet program choose "Save as" and the type "CSV UTF-8", ` +
	`then import that file.`

// source is a decoded file: UTF-8 text without byte order mark, and the digest of the bytes
// as they came, which names the file in a dry run and in its second import.
type source struct {
	text   string
	digest string // hex SHA-256 of the file as given
}

// readSource reads at most MaxFileBytes and refuses everything that is not UTF-8. It never
// guesses an encoding: a guess would turn a name into another name without anybody seeing it.
func readSource(r io.Reader) (source, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	if err != nil {
		return source{}, fmt.Errorf("read import file: %w", err)
	}
	if len(raw) > MaxFileBytes {
		return source{}, &FileError{
			Code:   FileTooBig,
			Reason: fmt.Sprintf("the file is larger than %d bytes", MaxFileBytes),
			Do:     "Split the file, or export only the columns that are needed.",
		}
	}
	sum := sha256.Sum256(raw)
	if err := refuseEncoding(raw); err != nil {
		return source{}, err
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(raw)) == 0 {
		return source{}, &FileError{
			Code: FileEmpty, Reason: "the file is empty",
			Do: "Export the list again and look at it before you import it.",
		}
	}
	return source{text: string(raw), digest: hex.EncodeToString(sum[:])}, nil
}

// refuseEncoding returns nil for UTF-8 without NUL, else what the bytes look like.
func refuseEncoding(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) ||
		bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return &FileError{
			Code:   FileWorkbook,
			Reason: "this is a spreadsheet workbook or an archive, not a text file",
			Do:     saveAsUTF8,
		}
	}
	if name := utf16Name(raw); name != "" {
		return &FileError{
			Code: FileUTF16, Line: 1,
			Reason: "the file is encoded as " + name + ", seen from its first bytes",
			Do:     saveAsUTF8,
		}
	}
	if at := bytes.IndexByte(raw, 0); at >= 0 {
		return &FileError{
			Code: FileNUL, Line: lineAt(raw, at),
			Reason: fmt.Sprintf("byte %d of the file is a zero byte, which no text has", at+1),
			Do:     "The file is damaged or not a text. " + saveAsUTF8,
		}
	}
	if at := invalidUTF8(raw); at >= 0 {
		return &FileError{
			Code: FileNotUTF8, Line: lineAt(raw, at),
			Reason: fmt.Sprintf("byte %d of the file (0x%02X) is not UTF-8; the file is "+
				"probably Windows-1252 or Latin-1", at+1, raw[at]),
			Do: saveAsUTF8,
		}
	}
	return nil
}

// utf16Name recognises UTF-16 by its mark, or without mark by NUL in every second byte.
func utf16Name(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return "UTF-16 little endian"
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "UTF-16 big endian"
	}
	head := raw[:min(len(raw), 512)]
	var nul [2]int
	for i, b := range head {
		if b == 0 {
			nul[i%2]++
		}
	}
	// A western text in UTF-16 has NUL in nearly all bytes of one parity and none of the other.
	half := len(head) / 2
	if half >= 4 && nul[0] == 0 && nul[1]*4 >= half*3 {
		return "UTF-16 little endian"
	}
	if half >= 4 && nul[1] == 0 && nul[0]*4 >= half*3 {
		return "UTF-16 big endian"
	}
	return ""
}

func invalidUTF8(raw []byte) int {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return -1
}

// lineAt is the line, from 1, of the byte at the index. CRLF, LF and CR each end one line.
func lineAt(raw []byte, at int) int {
	line := 1
	for i := range at {
		if raw[i] == '\n' || raw[i] == '\r' && (i+1 == len(raw) || raw[i+1] != '\n') {
			line++
		}
	}
	return line
}

// oddRune reports a rune that must not stand in a cell: control characters other than white
// space, and the direction marks that make a text look like another one.
func oddRune(r rune) bool {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return false
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return r == utf8.RuneError
}

// squeeze trims a text and makes every run of white space one space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// plainLetters maps the accented letters of English and Spanish lists to plain ones. A
// combining accent is dropped by foldWords, so both ways to write é fold to e.
var plainLetters = strings.NewReplacer(
	"á", "a", "à", "a", "ä", "a", "â", "a", "é", "e", "è", "e", "ë", "e", "ê", "e",
	"í", "i", "ï", "i", "î", "i", "ó", "o", "ö", "o", "ô", "o", "ú", "u", "ü", "u",
	"ñ", "n", "ç", "c",
)

// foldWords lower-cases, drops accents and splits at everything that is no letter or digit.
func foldWords(s string) []string {
	s = plainLetters.Replace(strings.ToLower(s))
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// foldKey is the words of a text in one string without spaces: "E-mail" and "e mail" agree.
func foldKey(s string) string { return strings.Join(foldWords(s), "") }

// foldName is the words of a text with single spaces, for keys.
func foldName(s string) string { return strings.Join(foldWords(s), " ") }
