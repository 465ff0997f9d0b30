package words

import (
	"strings"
	"unicode"
)

// forbidden are the words a tired person could take for permission, without accents and in lower
// case. To an armorer the first of them means empty; the others say what no record can know.
var forbidden = set(`
	clear safe cold hot
	despejado despejada despejados despejadas
	libre libres
	seguro segura seguros seguras
	frio fria frios frias
	caliente calientes
	descargado descargada descargados descargadas`)

// fixedSentences are the only sentences that may hold such a word: each says what a record is not,
// or what a handler may always do.
var fixedSentences = []string{
	"A HOLD means the record is incomplete, not that someone did wrong; " +
		"a complete record does not mean it was safe.",
	"The handler may always make an item safe and records what moved.",
	"Un HOLD significa que el registro está incompleto, no que alguien actuó mal; " +
		"un registro completo no significa que fuera seguro.",
}

func set(list string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		all[word] = true
	}
	return all
}

// Forbidden returns the words of a text that may never be shown, spoken or printed, as they are
// written there. It reads whole words in any case, with accents in one piece or as combining marks,
// and passes over the fixed sentences.
func Forbidden(text string) []string {
	for _, sentence := range fixedSentences {
		text = strings.ReplaceAll(text, sentence, " ")
	}
	var found []string
	for word := range strings.FieldsFuncSeq(text, outsideWord) {
		if forbidden[Fold(word)] {
			found = append(found, word)
		}
	}
	return found
}

// outsideWord keeps letters and the combining accents that may follow them.
func outsideWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }

// Fold writes a word in lower case and without the accents that Spanish and its neighbours use, be
// they part of the letter or combining marks after it: two spellings of one word become equal.
func Fold(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		r = unicode.ToLower(r)
		if plain, accented := plainLetter[r]; accented {
			return plain
		}
		return r
	}, word)
}

var plainLetter = map[rune]rune{
	'á': 'a', 'à': 'a', 'â': 'a', 'ä': 'a', 'ã': 'a',
	'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e',
	'í': 'i', 'ì': 'i', 'î': 'i', 'ï': 'i',
	'ó': 'o', 'ò': 'o', 'ô': 'o', 'ö': 'o', 'õ': 'o',
	'ú': 'u', 'ù': 'u', 'û': 'u', 'ü': 'u',
	'ñ': 'n', 'ç': 'c',
}
