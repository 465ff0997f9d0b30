package tidy

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
)

// maxFileLines is the most lines of a file: a longer one holds more than one idea. Functions are
// measured by funlen, in .golangci.yml.
const maxFileLines = 500

// isClientTest matches the tests of the client, which may be as long as their stories.
var isClientTest = regexp.MustCompile(`(\.(test|spec)\.ts$|(^|/)(tests?|e2e)/)`)

func longFiles(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.files {
		if !slices.Contains([]string{".go", ".ts", ".svelte"}, path.Ext(name)) ||
			inTestdata(name) || isTest(name) {
			continue
		}
		if n := lineCount(t.read(name)); n > maxFileLines {
			found = append(found, Finding{Path: name, Text: fmt.Sprintf(
				"%d lines, at most %d: name the second idea and give it a file", n, maxFileLines)})
		}
	}
	return found
}

func isTest(name string) bool {
	return isClientTest.MatchString(name) || len(name) > 8 && name[len(name)-8:] == "_test.go"
}

func lineCount(data []byte) int {
	n := bytes.Count(data, []byte{'\n'})
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}
