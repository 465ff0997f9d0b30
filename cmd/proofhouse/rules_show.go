package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/words"
)

// What forces and text statuses mean to who reads a pack.
var (
	forceWords = map[verdict.Force]string{
		verdict.ForceLaw:            "law",
		verdict.ForceLawByReference: "law, because a law takes it up",
		verdict.ForceStandard:       "a standard",
		verdict.ForceGuideline:      "a guideline",
		verdict.ForceHouse:          "the house's own practice",
	}
	statusWords = map[verdict.TextStatus]string{
		verdict.TextVerified:   "compared with the official text",
		verdict.TextParaphrase: "our words after copies or summaries, not compared with the official text",
		verdict.TextUnverified: "general knowledge, which nobody has compared",
	}
)

// packNamed reads a pack that ships, by its id, or one in a file.
func packNamed(name string) (b []byte, pack *verdict.Pack, err error) {
	if f, ok := rules.Find(name); ok {
		b = f.Bytes
	} else if b, err = readBounded(name, verdict.PackMax); err != nil {
		return nil, nil, fmt.Errorf("%q is no pack that ships and no file: %w", name, err)
	}
	pack, err = verdict.ParsePack(b)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, pack, nil
}

func rulesShow(_ context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("rules show", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "")
	names, code, ok := s.options(flags, rulesUsage, args)
	if !ok {
		return code
	}
	if len(names) != 1 {
		return s.usage(rulesUsage, "rules show needs one pack")
	}
	b, pack, err := packNamed(names[0])
	if err != nil {
		return s.refuse(err)
	}
	if *asJSON {
		out, err := json.Marshal(map[string]any{
			"id": pack.ID, "edition": pack.Edition, "sha256": pack.Digest.String(), "pack": json.RawMessage(b),
		})
		if err != nil {
			return s.refuse(err)
		}
		s.say("%s", out)
		return exitDone
	}
	s.showPack(pack)
	for i := range pack.Clauses {
		s.showClause(pack, &pack.Clauses[i])
	}
	return exitDone
}

func (s streams) showPack(pack *verdict.Pack) {
	var where []string
	for _, r := range pack.Jurisdiction {
		where = append(where, string(r))
	}
	if pack.Jurisdiction[0] == verdict.Anywhere {
		where = []string{"wherever a production adopts it"}
	}
	counts := map[verdict.TextStatus]int{}
	for i := range pack.Clauses {
		counts[pack.Clauses[i].Citation.TextStatus]++
	}
	s.say("%s, edition %s: %s", pack.ID, pack.Edition, pack.Authority)
	s.say("  where     %s", strings.Join(where, ", "))
	s.say("  in force  %s", spanWords(pack.InForce))
	s.say("  sha256    %s", pack.Digest)
	s.say("  clauses   %d: %d compared with the official text, %d our words after copies, %d not compared",
		len(pack.Clauses), counts[verdict.TextVerified], counts[verdict.TextParaphrase],
		counts[verdict.TextUnverified])
	for _, p := range pack.Params {
		info := p.Param.Info()
		s.say("  %s is %d %s (%s): %s", info.Name, p.Value, info.Unit, p.Clause, info.Says)
	}
}

func (s streams) showClause(pack *verdict.Pack, c *verdict.Clause) {
	s.say("\n%s  %s %s", c.ID, c.Code, words.Say(words.English, "code."+c.Code.String(), nil))
	s.say("  %s", c.Says)
	s.say("  cites     %s, %s", c.Citation.Instrument, c.Citation.Section)
	s.say("  force     %s", forceWords[c.Force])
	status := statusWords[c.Citation.TextStatus]
	if c.Force == verdict.ForceHouse {
		status = "the house's own words: there is no official text"
	}
	s.say("  text      %s (%s, %s)", status, c.Citation.CheckedOn, c.Citation.CheckedBy)
	if c.InForce != pack.InForce {
		s.say("  in force  %s", spanWords(c.InForce))
	}
	if !c.Applies.IsZero() {
		s.say("  asked if  %s", &c.Applies)
	}
	s.say("  asks for  %s", &c.Requires)
	for f := range c.Requires.Facts().All() {
		s.say("            %s: %s", f, f.Info().Says)
	}
}

func spanWords(span verdict.Span) string {
	if span.Until == "" {
		return "from " + string(span.From)
	}
	return string(span.From) + " to " + string(span.Until)
}

// keyMax is the longest file of a key in bytes.
const keyMax = 4 << 10

func rulesSign(_ context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("rules sign", flag.ContinueOnError)
	key := flags.String("key", "", "")
	out := flags.String("o", "", "")
	files, code, ok := s.options(flags, rulesUsage, args)
	if !ok {
		return code
	}
	if len(files) != 1 || *key == "" {
		return s.usage(rulesUsage, "rules sign needs one file and --key")
	}
	if *out == "" {
		*out = files[0] + ".sig"
	}
	pack, names, err := signPack(files[0], *key, *out)
	if err != nil {
		return s.refuse(err)
	}
	s.say("%s: %s %s, sha256 %s, signed by %s", *out, pack.ID, pack.Edition, pack.Digest,
		strings.Join(names, ", "))
	s.say("A production adopts a pack by its digest. The signature says who published it, and nothing more.")
	return exitDone
}

func signPack(file, key, out string) (*verdict.Pack, []string, error) {
	secret, err := readBounded(key, keyMax)
	if err != nil {
		return nil, nil, err
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(secret)))
	if err != nil {
		// The error of the library holds no part of the key; the file's name is all that is said.
		return nil, nil, fmt.Errorf("%s holds no private key: make one with rules key", key)
	}
	b, err := readBounded(file, verdict.PackMax)
	if err != nil {
		return nil, nil, err
	}
	already, err := readBounded(out, rules.SignatureMax)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil, err
	}
	sig, err := rules.Sign(b, already, signer)
	if err != nil {
		return nil, nil, err
	}
	pack, err := verdict.ParsePack(b)
	if err != nil {
		return nil, nil, err
	}
	names, err := rules.Signers(b, sig)
	if err != nil {
		return nil, nil, err
	}
	return pack, names, os.WriteFile(out, sig, 0o600)
}

func rulesKey(_ context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("rules key", flag.ContinueOnError)
	path := flags.String("key", "", "")
	names, code, ok := s.options(flags, rulesUsage, args)
	if !ok {
		return code
	}
	if len(names) != 1 || *path == "" {
		return s.usage(rulesUsage, "rules key needs a name and --key")
	}
	secret, public, err := note.GenerateKey(rand.Reader, names[0])
	if err != nil {
		return s.refuse(err)
	}
	// A file that is there is never written over: it may be the only copy of a key.
	f, err := os.OpenFile(*path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return s.refuse(err)
	}
	_, err = fmt.Fprintln(f, secret)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return s.refuse(err)
	}
	s.say("%s holds the private key; keep it where nobody else reads it.", *path)
	s.say("%s", public)
	return exitDone
}

// adoptedAs returns a copy of a pack that passes for an edition the production adopted, so that past
// questions can be asked under it.
func adoptedAs(p *verdict.Pack, ref event.PackRef) *verdict.Pack {
	as := *p
	as.ID, as.Digest = ref.Pack, ref.Digest
	return &as
}
