package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

const rulesUsage = `
usage: proofhouse rules lint FILE... [--cases FILE] [--key KEY]
       proofhouse rules show ID|FILE [--json]
       proofhouse rules diff OLD NEW --data DIR [--json] [--lang en]
       proofhouse rules sign FILE --key FILE [-o FILE]
       proofhouse rules key NAME --key FILE

Reads, compares and signs rule packs, which docs/spec/rulepack.md describes.

  lint  refuses a pack that cannot be read, or that its cases do not try, and names the place. Cases lie
        in cases/ID.txt beside the pack, or where --cases says. A signature lies in FILE.sig; --key is
        the public key (name+hash+base64) that it has to be of
  show  tells what a pack that ships, or one in a file, asks for, and how well its words were checked
  diff  asks every hand-over, loading and end of a day of a production once more, as of the moment
        before, under the pack OLD and with NEW in its place, and prints each answer that differs
  sign  writes FILE.sig, or adds a signature to it; --key is a file that holds a private key
  key   draws a key pair: the private one into a new file, the public one on the screen
`

// rulesVerbs are the words behind "rules".
var rulesVerbs = map[string]func(ctx context.Context, s streams, args []string) int{
	"lint": rulesLint, "show": rulesShow, "diff": rulesDiff, "sign": rulesSign, "key": rulesKey,
}

func rulesCommand(ctx context.Context, s streams, args []string) int {
	if len(args) == 0 {
		return s.usage(rulesUsage, "rules needs one of lint, show, diff, sign and key")
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		s.say("%s", strings.TrimSpace(rulesUsage))
		return exitDone
	}
	verb, known := rulesVerbs[args[0]]
	if !known {
		return s.usage(rulesUsage, "rules: %q is none of lint, show, diff, sign and key", args[0])
	}
	return verb(ctx, s, args[1:])
}

// readBounded reads a file of the user's, never more of it than a bound in bytes.
func readBounded(path string, most int) (b []byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	b, err = io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(b) > most {
		err = fmt.Errorf("%s is longer than %d bytes", path, most)
	}
	return b, err
}

// linter looks through packs and counts what is wrong.
type linter struct {
	s     streams
	cases string          // Where the cases are; empty for beside the pack.
	keys  []note.Verifier // The keys a signature has to be of; none when nobody gave one.
	wrong int
}

func rulesLint(_ context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("rules lint", flag.ContinueOnError)
	l := linter{s: s}
	var keys many
	flags.StringVar(&l.cases, "cases", "", "")
	flags.Var(&keys, "key", "")
	files, code, ok := s.options(flags, rulesUsage, args)
	if !ok {
		return code
	}
	if len(files) == 0 || l.cases != "" && len(files) > 1 {
		return s.usage(rulesUsage, "rules lint needs files, and with --cases one file")
	}
	for _, k := range keys {
		v, err := note.NewVerifier(k)
		if err != nil {
			return s.usage(rulesUsage, "--key: %s", err)
		}
		l.keys = append(l.keys, v)
	}
	for _, f := range files {
		l.lint(f)
	}
	if l.wrong > 0 {
		s.say("%d found wrong", l.wrong)
		return exitRefused
	}
	return exitDone
}

func (l *linter) find(format string, args ...any) {
	l.wrong++
	l.s.say(format, args...)
}

func (l *linter) lint(file string) {
	b, err := readBounded(file, verdict.PackMax)
	if err != nil {
		l.find("%s", err)
		return
	}
	pack, err := verdict.ParsePack(b)
	if bad, is := errors.AsType[*verdict.PackError](err); is {
		l.find("%s:%s: %s%s", file, position(b, bad.Offset), placeOf(b, bad.Path), bad.Want)
		return
	}
	if err != nil {
		l.find("%s: %s", file, err)
		return
	}
	before := l.wrong
	if name := strings.TrimSuffix(filepath.Base(file), ".json"); name != string(pack.ID) {
		l.find("%s: the file holds the pack %s: name it %s.json", file, pack.ID, pack.ID)
	}
	for _, link := range []string{"://", "www.", "@"} {
		if at := strings.Index(string(b), link); at >= 0 {
			l.find("%s:%s: %q: cite instrument and section, never a link", file, position(b, at), link)
		}
	}
	n := l.lintCases(file, pack)
	signed := l.lintSignature(file, b)
	if l.wrong == before {
		l.s.say("%s: %s %s, %d clauses, %d cases, %s: nothing found wrong", file, pack.ID, pack.Edition,
			len(pack.Clauses), n, signed)
	}
}

// lintCases tries a pack by its cases and returns how many there are.
func (l *linter) lintCases(file string, pack *verdict.Pack) int {
	path := l.cases
	if path == "" {
		path = filepath.Join(filepath.Dir(file), "cases", string(pack.ID)+".txt")
	}
	b, err := readBounded(path, rules.CasesMax)
	if err != nil {
		l.find("%s: no cases try it: %s", file, err)
		return 0
	}
	cases, err := rules.ReadCases(b)
	if bad, is := errors.AsType[*rules.CaseError](err); is {
		l.find("%s:%d: %s", path, bad.Line, bad.Want)
		return 0
	}
	for _, f := range rules.CheckCases(pack, cases) {
		at := path
		if f.Line > 0 {
			at = fmt.Sprintf("%s:%d", path, f.Line)
		}
		l.find("%s: clause %s: %s", at, f.Clause, f.Text)
	}
	return len(cases)
}

// lintSignature says whose signature lies beside a pack.
func (l *linter) lintSignature(file string, b []byte) string {
	sig, err := readBounded(file+".sig", rules.SignatureMax)
	switch {
	case errors.Is(err, fs.ErrNotExist) && len(l.keys) == 0:
		return "not signed"
	case err != nil:
		l.find("%s: %s", file, err)
		return ""
	}
	named, by := rules.Signers, "signed by %s, which nobody checked: give --key"
	if len(l.keys) > 0 {
		named = func(b, sig []byte) ([]string, error) { return rules.Signed(b, sig, l.keys...) }
		by = "signed by %s, checked"
	}
	names, err := named(b, sig)
	if err != nil {
		l.find("%s.sig: %s", file, err)
	}
	return fmt.Sprintf(by, strings.Join(names, ", "))
}

// position is line and column of a byte, from 1.
func position(b []byte, offset int) string {
	before := string(b[:min(offset, len(b))])
	line := strings.Count(before, "\n") + 1
	return fmt.Sprintf("%d:%d", line, len(before)-strings.LastIndex(before, "\n"))
}

// placeOf names the clause a path leads into, as far as its id can be read, and the path.
func placeOf(b []byte, path string) string {
	if path == "" {
		return ""
	}
	var n int
	if _, err := fmt.Sscanf(path, "clauses[%d]", &n); err != nil {
		return path + ": "
	}
	var loose struct {
		Clauses []struct {
			ID string `json:"id"`
		} `json:"clauses"`
	}
	// A member of another type leaves the ids that could be read; text that is no JSON leaves none.
	_ = json.Unmarshal(b, &loose)
	if n < len(loose.Clauses) && loose.Clauses[n].ID != "" {
		return fmt.Sprintf("clause %s, %s: ", loose.Clauses[n].ID, path)
	}
	return path + ": "
}
