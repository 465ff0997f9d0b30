package scenario

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed stories
var stories embed.FS

// beginnings is the folder of stories that other stories begin with. They ask nothing themselves.
const beginnings = "begin"

// beginDepthMax bounds how many beginnings stand inside one another.
const beginDepthMax = 8

// Embedded returns the names of the stories that ship, in order.
func Embedded() []string { return textsIn("stories") }

// Beginnings returns the names a story can begin with, in order: begin as NAME.
func Beginnings() []string {
	out := textsIn(path.Join("stories", beginnings))
	for n := range out {
		out[n] = strings.TrimSuffix(out[n], ".txt")
	}
	return out
}

func textsIn(dir string) []string {
	entries, err := fs.ReadDir(stories, dir)
	if err != nil {
		return nil // The folder is part of the binary; without it there are no stories.
	}
	var out []string
	for _, e := range entries {
		if path.Ext(e.Name()) == ".txt" {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out
}

// Read returns the text of a story that ships; begin/NAME.txt is the text of a beginning.
func Read(name string) (string, error) {
	b, err := stories.ReadFile(path.Join("stories", name))
	if err != nil {
		return "", fmt.Errorf("story %s: %w", name, err)
	}
	return string(b), nil
}

// begin plays a beginning at the place of the line: its acts happen before those below the line.
func (r *Run) begin(ctx context.Context, line *Line) error {
	s, err := r.beginning(line)
	if err != nil {
		return err
	}
	if r.depth == beginDepthMax {
		return r.refuse(line, line.Column, fmt.Sprintf("at most %d beginnings stand inside one another", beginDepthMax))
	}
	whole := r.story
	r.depth++
	defer func() { r.story = whole; r.depth-- }()
	r.story = s
	return r.lines(ctx, s, &Result{})
}

// beginning reads what a line begins with.
func (r *Run) beginning(line *Line) (*Story, error) {
	if len(line.Args) != 2 || line.Args[0] != (Arg{"", "as", line.Args[0].Column}) || line.Args[1].Key != "" {
		return nil, r.refuse(line, line.Column, "write: begin as california")
	}
	name := line.Args[1]
	if !slices.Contains(Beginnings(), name.Value) {
		return nil, r.refuse(line, name.Column, fmt.Sprintf("no beginning is called %q: known are %s", name.Value,
			strings.Join(Beginnings(), ", ")))
	}
	file := path.Join(beginnings, name.Value+".txt")
	text, err := Read(file)
	if err != nil {
		return nil, err
	}
	s, err := Parse(file, text)
	if err != nil {
		return nil, err
	}
	if s.Asks() || len(s.Causes) > 0 {
		return nil, r.refuse(line, name.Column, "a beginning asks nothing and has no causes")
	}
	return s, nil
}
