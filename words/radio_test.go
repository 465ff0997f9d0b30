package words

import (
	"slices"
	"strings"
	"testing"
)

// radioWordsMax is the most words of one line: what a person repeats after hearing it once.
const radioWordsMax = 14

// negations get lost on a bad line, and what is left says the opposite.
var negations = map[string]map[string]bool{
	"en": set("no not never none nobody nothing neither nor without isnt arent dont cannot"),
	"es": set("no ni nunca nada nadie ningun ninguna ninguno sin tampoco"),
}

// hazardWords matter most and must not stand where a late button cuts a line short.
var hazardWords = map[string]map[string]bool{
	"en": set("fires loaded unknown hold rubber"),
	"es": set("dispara cargada cargado cargadas desconocido desconocida espera hold goma"),
}

// begins are the words that name the object or the scene a line is about; STOP names itself.
var begins = map[string][]string{
	"en": {"Real gun ", "Replica ", "Scene ", "Stop, stop, stop."},
	"es": {"Arma real ", "Réplica ", "Escena ", "Stop, stop, stop."},
}

// longest fills the line with the longest words that its parameters take in real use.
func longest(t *testing.T, lang, key string) string {
	t.Helper()
	pick := func(group string) string {
		best := ""
		for _, k := range under(t, group) {
			said := Say(lang, group+"."+k, nil)
			if len(strings.Fields(said)) > len(strings.Fields(best)) {
				best = said
			}
		}
		return best
	}
	said, err := Render(lang, key, map[string]string{
		"item": "R-03", "scene": "42A", "unit": "main", "n": "100",
		"load": pick("load"), "who": pick("role"),
	})
	if err != nil {
		t.Fatalf("%s %s: %v", lang, key, err)
	}
	return said
}

func TestRadioLinesSurviveABadLine(t *testing.T) {
	for _, lang := range Languages() {
		for _, key := range Keys(lang) {
			if !strings.HasPrefix(key, "radio.") {
				continue
			}
			line := longest(t, lang, key)
			var spoken []string
			for word := range strings.FieldsSeq(line) {
				spoken = append(spoken, Fold(strings.Trim(word, ".,:")))
			}
			if len(spoken) > radioWordsMax {
				t.Errorf("%s %s: %d words in %q", lang, key, len(spoken), line)
			}
			starts := func(with string) bool { return strings.HasPrefix(line, with) }
			if !slices.ContainsFunc(begins[lang], starts) {
				t.Errorf("%s %s does not begin with what it is about: %q", lang, key, line)
			}
			for i, word := range spoken {
				if negations[lang][word] {
					t.Errorf("%s %s: negation %q in %q", lang, key, word, line)
				}
				edge := i < 2 || i >= len(spoken)-2
				if edge && hazardWords[lang][word] {
					t.Errorf("%s %s: hazard word %q at the edge of %q", lang, key, word, line)
				}
			}
		}
	}
}
