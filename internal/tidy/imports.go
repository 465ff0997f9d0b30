package tidy

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// room says what the code of one folder may import. A folder that is not listed may import nothing
// of ours, so that a new room begins with a decision.
type room struct {
	// ours are the folders of this module that it may import; a folder covers those below it.
	ours []string
	// outside are the modules and standard packages it may import where that is limited; a nil
	// list limits nothing but what forbidden says.
	outside []string
	// forbidden are standard packages and modules that the room's purpose excludes.
	forbidden []string
}

// kernelOutside is the whole world of the kernel: no clock, no disk, no network, no randomness, and
// nothing as large as fmt or the standard library's cryptography, which every phone would have to
// load (record 0045).
var kernelOutside = []string{
	"bytes", "cmp", "encoding/base64", "encoding/binary", "errors", "io", "iter", "maps", "math/bits",
	"slices", "sort", "strconv", "strings", "unicode/utf8",
}

var (
	noHTTP      = []string{"net/http"}
	noSQL       = []string{"database/sql", "modernc.org/sqlite"}
	noHTTPorSQL = slices.Concat(noHTTP, noSQL)
	// For what a phone loads. Reading hex through encoding/hex would bring fmt, with fmt comes os.
	tooLarge = []string{"crypto", "encoding/hex", "encoding/json", "fmt", "os", "reflect", "time"}
)

// rooms is the one table of who may know whom. ARCHITECTURE.md draws it.
var rooms = map[string]room{
	"kernel/refusal": {outside: []string{}},
	// The one room that hashes and verifies. Its cryptography is for servers: a page's half has only hash.
	"kernel/primitive": {outside: []string{"crypto/ed25519", "crypto/sha256", "hash"}},
	"kernel/event":     {ours: []string{"kernel/primitive", "kernel/refusal"}, outside: kernelOutside},
	"kernel/state": {
		ours:    []string{"kernel/event", "kernel/primitive", "kernel/refusal"},
		outside: kernelOutside,
	},
	"kernel/verdict": {
		ours:    []string{"kernel/event", "kernel/primitive", "kernel/state"},
		outside: kernelOutside,
	},
	"kernel/proof": {
		ours:    []string{"kernel/event", "kernel/primitive", "kernel/refusal"},
		outside: kernelOutside,
	},
	// The twin reads rule packs with another reader than the kernel's own, and hashes on a page's machine
	// with another library: one that had the same mistake would hide it.
	"kernel/plain": {
		ours:    []string{"kernel/event"},
		outside: slices.Concat(kernelOutside, []string{"crypto/sha256", "encoding/hex", "encoding/json", "fmt"}),
	},
	"kernel/session": {
		ours:    []string{"kernel/event", "kernel/proof", "kernel/state", "kernel/verdict"},
		outside: kernelOutside,
	},

	"ledger": {
		ours:      []string{"kernel/event", "kernel/proof"},
		forbidden: noHTTPorSQL,
	},
	"ledger/sqlite":     {ours: []string{"kernel/event", "kernel/proof", "ledger"}, forbidden: noHTTP},
	"ledger/ledgertest": {ours: []string{"kernel/event", "kernel/proof", "ledger"}, forbidden: noHTTP},

	"passkey": {ours: []string{"kernel/event"}, forbidden: noSQL},
	"words":   {forbidden: noHTTPorSQL},
	"rules":   {ours: []string{"kernel/event", "kernel/verdict"}, forbidden: noHTTPorSQL},
	"intake":  {ours: []string{"kernel", "words"}, forbidden: noHTTPorSQL},
	"paper":   {ours: []string{"kernel/event", "kernel/proof", "kernel/state", "words"}, forbidden: noHTTPorSQL},
	"production": {
		ours:      []string{"intake", "kernel", "ledger", "passkey", "rules", "words"},
		forbidden: noHTTPorSQL,
	},
	"view": {
		ours:      []string{"kernel/event", "kernel/refusal", "kernel/state", "kernel/verdict"},
		forbidden: slices.Concat(noHTTPorSQL, tooLarge),
	},
	"scenario": {
		ours:      []string{"intake", "kernel", "ledger", "passkey", "production", "rules", "words"},
		forbidden: noHTTPorSQL,
	},
	"api": {
		ours:      []string{"intake", "kernel", "paper", "passkey", "production", "rules", "view", "words"},
		forbidden: noSQL,
	},
	"demo": {
		ours: []string{
			"intake", "kernel", "ledger", "passkey", "production", "rules", "scenario", "view", "words",
		},
		forbidden: noSQL,
	},
	"sim": {ours: []string{"kernel/event", "kernel/verdict"}, forbidden: noHTTPorSQL},
	"sim/show": {
		ours:      []string{"kernel/event", "kernel/state", "kernel/verdict", "rules", "sim"},
		forbidden: noHTTPorSQL,
	},
	"sim/explore": {
		ours:      []string{"kernel/event", "kernel/state", "kernel/verdict", "sim"},
		forbidden: noHTTPorSQL,
	},
	"sim/chance": {
		ours:      []string{"kernel/event", "kernel/state", "kernel/verdict", "sim", "sim/explore"},
		forbidden: noHTTPorSQL,
	},
	"web": {},

	"cmd/kernelwasm": {ours: []string{"kernel", "view"}, forbidden: slices.Concat(noHTTPorSQL, tooLarge)},
	"cmd/proofhouse": {ours: []string{
		"api", "demo", "intake", "kernel", "ledger", "paper", "passkey", "production", "rules", "scenario",
		"sim", "view", "web", "words",
	}},
	"internal/testall": {},
	"internal/tidy":    {ours: []string{"words"}},
}

// concreteStores may be named by cmd, by the tests and by nobody else: everybody else is handed a
// store.
var concreteStores = []string{"ledger/sqlite"}

func importDirections(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.goFiles(true) {
		if t.inOtherModule(name) {
			continue
		}
		for _, spec := range t.goFile(name).Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue // The parser has refused it already.
			}
			if why := refused(name, imported); why != "" {
				found = append(found, t.at(spec.Pos(), "imports %s: %s", imported, why))
			}
		}
	}
	return found
}

// refused says why a file may not import a path, or nothing when it may.
func refused(name, imported string) string {
	dir := path.Dir(name)
	own, isOurs := strings.CutPrefix(imported, modulePath+"/")
	switch {
	case isOurs && under(own, "cmd"):
		return "nobody imports cmd"
	case isOurs && under(own, "demo") && !under(dir, "cmd", "demo"):
		return "demo identities are reachable from cmd only"
	case strings.HasSuffix(name, "_test.go"):
		return "" // A test may bring the real parts together.
	case isOurs && own == dir:
		return ""
	case isOurs && under(own, "kernel/plain"):
		return "the kernel's twin is for tests: it is slow on purpose"
	}
	r, known := rooms[dir]
	switch {
	case !known:
		return fmt.Sprintf("%s is not in the table of internal/tidy: say there whom it may know", dir)
	case isOurs && slices.Contains(concreteStores, own) && !under(dir, "cmd"):
		return "a concrete store is named by cmd only"
	case isOurs && !under(own, r.ours...):
		return fmt.Sprintf("%s may know %s", dir, list(r.ours))
	case !isOurs && r.outside != nil && !slices.Contains(r.outside, imported):
		return "the kernel's world is closed: take the value as an argument"
	case !isOurs && under(imported, r.forbidden...):
		return "that is another room's business"
	}
	return ""
}

func list(names []string) string {
	if len(names) == 0 {
		return "no other room"
	}
	return strings.Join(names, ", ") + " only"
}

// maxPackages bounds how much there is to know before one can find anything.
const maxPackages = 30

func packageCount(t *Tree) []Finding {
	if n := len(t.packages()); n > maxPackages {
		return []Finding{{Path: ".", Text: fmt.Sprintf(
			"%d packages, at most %d: join two, or change the bound with a decision record",
			n, maxPackages)}}
	}
	return nil
}
