package words

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of a catalogue file.
const (
	fileMax     = 1 << 20 // Bytes of one file.
	keyMax      = 80      // Bytes of one key.
	sentenceMax = 600     // Bytes of one sentence.
)

type pair struct{ key, sentence string }

// scanner reads one flat JSON object by hand: encoding/json would accept a key twice, and it is a
// third of the client's kernel in size.
type scanner struct {
	in string
	at int
}

// scan reads a catalogue file: one object of strings, no key twice, escapes for quote and backslash
// only, and every brace part of a parameter.
func scan(text string) ([]pair, error) {
	if len(text) > fileMax {
		return nil, fmt.Errorf("longer than %d bytes", fileMax)
	}
	if !utf8.ValidString(text) {
		return nil, errors.New("not UTF-8")
	}
	s := &scanner{in: text}
	var pairs []pair
	seen := map[string]bool{}
	if !s.token('{') {
		return nil, s.want("an object")
	}
	for !s.token('}') {
		if len(pairs) > 0 && !s.token(',') {
			return nil, s.want("a comma or the end of the object")
		}
		p, err := s.pair()
		if err != nil {
			return nil, err
		}
		if seen[p.key] {
			return nil, fmt.Errorf("key %q is there twice", p.key)
		}
		seen[p.key] = true
		pairs = append(pairs, p)
	}
	if s.space(); s.at != len(s.in) {
		return nil, s.want("the end of the file")
	}
	return pairs, nil
}

func (s *scanner) pair() (pair, error) {
	key, err := s.text(keyMax)
	if err != nil {
		return pair{}, err
	}
	if !isKey(key) {
		return pair{}, fmt.Errorf("key %q: want letters, digits, dot, dash and underscore", key)
	}
	if !s.token(':') {
		return pair{}, s.want("a colon")
	}
	sentence, err := s.text(sentenceMax)
	if err != nil {
		return pair{}, err
	}
	if _, err := paramsOf(sentence); err != nil {
		return pair{}, fmt.Errorf("key %q: %w", key, err)
	}
	return pair{key, sentence}, nil
}

func (s *scanner) space() {
	for s.at < len(s.in) && strings.IndexByte(" \t\r\n", s.in[s.at]) >= 0 {
		s.at++
	}
}

func (s *scanner) token(c byte) bool {
	s.space()
	if s.at < len(s.in) && s.in[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scanner) text(most int) (string, error) {
	if !s.token('"') {
		return "", s.want("a string")
	}
	var out strings.Builder
	for s.at < len(s.in) && out.Len() <= most {
		c := s.in[s.at]
		s.at++
		switch {
		case c == '"' && out.Len() == 0:
			return "", s.want("a string that is not empty")
		case c == '"':
			return out.String(), nil
		case c < ' ' || c == 0x7f:
			return "", s.want("no control characters")
		case c != '\\':
			out.WriteByte(c)
		case s.at < len(s.in) && (s.in[s.at] == '"' || s.in[s.at] == '\\'):
			out.WriteByte(s.in[s.at])
			s.at++
		default:
			return "", s.want("no escape but those of quote and backslash")
		}
	}
	return "", s.want(fmt.Sprintf("a closed string of at most %d bytes", most))
}

func (s *scanner) want(what string) error {
	return fmt.Errorf("line %d: want %s", 1+strings.Count(s.in[:s.at], "\n"), what)
}

// paramsOf returns the parameters of a sentence in the order they stand.
func paramsOf(sentence string) ([]string, error) {
	var names []string
	for {
		before, rest, found := strings.Cut(sentence, "{")
		if strings.Contains(before, "}") {
			return nil, errors.New("a closing brace without its opening one")
		}
		if !found {
			return names, nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !isParam(name) {
			return nil, errors.New("want {name} with small letters, digits and underscore")
		}
		names, sentence = append(names, name), after
	}
}

func isKey(s string) bool {
	return s != "" && strings.Trim(s, lower+upper+digits+".-_") == ""
}

func isParam(s string) bool { return s != "" && strings.Trim(s, lower+digits+"_") == "" }

const (
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits = "0123456789"
)
