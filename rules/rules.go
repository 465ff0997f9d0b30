// Package rules carries the rule packs that ship: one JSON file per authority, in the format of
// docs/spec/rulepack.md, with its cases in cases/. It hands out bytes, tries a pack by its cases and
// signs one. Whether a pack is valid, in force and adopted is decided by kernel/verdict from the bytes
// alone, so that a phone, a server and a verifier judge by the same ones; no verdict asks for a
// signature.
package rules

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/verdict"
)

//go:embed *.json
var files embed.FS

// File is one pack as it ships.
type File struct {
	Name  string // The file's name, which is the pack's id and ".json".
	Bytes []byte // The caller's own copy.
}

// ID returns the id of the pack in the file.
func (f File) ID() string { return strings.TrimSuffix(f.Name, ".json") }

// Digest returns the SHA-256 of the file's bytes, by which a production adopts a pack.
func (f File) Digest() [sha256.Size]byte { return sha256.Sum256(f.Bytes) }

// All returns every pack that ships, in the order of their names.
func All() []File {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(fmt.Sprintf("embedded rule packs have no list: %v", err))
	}
	all := make([]File, 0, len(entries))
	for _, entry := range entries {
		b, err := files.ReadFile(entry.Name())
		if err != nil {
			panic(fmt.Sprintf("embedded rule pack %s has no bytes: %v", entry.Name(), err))
		}
		all = append(all, File{Name: entry.Name(), Bytes: b})
	}
	return all
}

// Find returns the pack of an id, or false when none of that id ships.
func Find(id string) (File, bool) {
	for _, f := range All() {
		if f.ID() == id {
			return f, true
		}
	}
	return File{}, false
}

// Parse reads packs that ship, by their ids and in that order. The error says which of them does not.
func Parse(ids []string) ([]*verdict.Pack, error) {
	var out []*verdict.Pack
	for _, id := range ids {
		f, ok := Find(id)
		if !ok {
			return nil, fmt.Errorf("pack %q does not ship", id)
		}
		p, err := verdict.ParsePack(f.Bytes)
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", id, err)
		}
		out = append(out, p)
	}
	return out, nil
}
