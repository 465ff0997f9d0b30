package tidy

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// mapFile is the page from which a stranger finds the room for a change.
const mapFile = "ARCHITECTURE.md"

// namedFolder is a folder as the map writes it: in backquotes and with a slash at its end.
var namedFolder = regexp.MustCompile("`([A-Za-z0-9_.][A-Za-z0-9_./-]*)/`")

// architecture compares the map with the house in both directions.
func architecture(t *Tree) []Finding {
	if _, found := slices.BinarySearch(t.files, mapFile); !found {
		return []Finding{{Path: mapFile, Text: "is missing: it names every room and what belongs there"}}
	}
	named := map[string]bool{}
	var found []Finding
	for i, line := range t.lines(mapFile) {
		for _, m := range namedFolder.FindAllStringSubmatch(line, -1) {
			named[m[1]] = true
			if !slices.ContainsFunc(t.files, func(name string) bool { return under(name, m[1]) }) {
				found = append(found, Finding{
					Path: mapFile, Line: i + 1,
					Text: fmt.Sprintf("%s/ does not exist", m[1]),
				})
			}
		}
	}
	for _, dir := range topFolders(t.files) {
		if !named[dir] && !namedBelow(named, dir) {
			found = append(found, Finding{Path: dir, Text: "is not named in " + mapFile})
		}
	}
	for _, dir := range t.packages() {
		if dir != "." && !named[dir] {
			found = append(found, Finding{Path: dir, Text: "is not named in " + mapFile})
		}
	}
	return found
}

func topFolders(files []string) []string {
	var folders []string
	for _, name := range files {
		if top, _, nested := strings.Cut(name, "/"); nested {
			folders = append(folders, top)
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// namedBelow reports whether the map names a folder inside dir: cmd needs no line of its own when
// cmd/proofhouse has one.
func namedBelow(named map[string]bool, dir string) bool {
	for name := range named {
		if path.Dir(name) == dir {
			return true
		}
	}
	return false
}
