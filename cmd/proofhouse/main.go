// Proofhouse is the one binary: it serves a production, reads files made elsewhere, replays stories,
// writes a production into one file and checks such a file.
//
// Every command is a file of its own with a function that takes its streams and returns its exit
// code, so that tests run commands without a process. Exit codes: 0 done, 1 refused or not whole,
// 2 the command line was not understood.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// Exit codes.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// streams is what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// command is one word of the command line.
type command struct {
	name, does string
	run        func(ctx context.Context, s streams, args []string) int
}

// commands in the order help lists them.
var commands = []command{
	{"demo", "try it with an invented production and software keys", demoCommand},
	{"serve", "run a production at its own address", serve},
	{"import", "read a crew list, a lender's list or a script", importFile},
	{"replay", "play stories and compare every verdict", replay},
	{"explore", "search every set of people who could bring a live round past a COMPLETE", exploreCommand},
	{"rules", "check, show, compare and sign rule packs", rulesCommand},
	{"export", "write a production into one file that anybody can check", export},
	{"verify", "check such a file, offline", verify},
	{"doctor", "look through a data directory and say what is wrong", doctor},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run runs one command and returns its exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := streams{in: stdin, out: stdout, err: stderr}
	if len(args) == 0 {
		s.help(s.err)
		return exitUsage
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		s.help(s.out)
		return exitDone
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(ctx, s, args[1:])
		}
	}
	s.complain("%q is no command", args[0])
	s.help(s.err)
	return exitUsage
}

func (s streams) help(to io.Writer) {
	var b strings.Builder
	b.WriteString("usage: proofhouse COMMAND [OPTIONS]\n\n")
	for _, c := range commands {
		fmt.Fprintf(&b, "  %-8s %s\n", c.name, c.does)
	}
	b.WriteString("\nproofhouse COMMAND --help lists the options of one.\n")
	_, _ = io.WriteString(to, b.String()) // A reader that has gone needs no help.
}

// say writes one line for the reader. Whether a pipe still listens changes nothing that was done.
func (s streams) say(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format+"\n", args...) }

// complain writes one line about what is wrong.
func (s streams) complain(format string, args ...any) {
	_, _ = fmt.Fprintf(s.err, "proofhouse: "+format+"\n", args...)
}

// options reads flags that may stand before, between and behind the other words, which it returns.
// A command with a wrong line is told by ok false and its exit code.
func (s streams) options(
	flags *flag.FlagSet, usage string, args []string,
) (words []string, code int, ok bool) {
	flags.SetOutput(io.Discard)
	for {
		err := flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			s.say("%s", strings.TrimSpace(usage))
			return nil, exitDone, false
		}
		if err != nil {
			return nil, s.usage(usage, "%s", err), false
		}
		if flags.NArg() == 0 {
			return words, exitDone, true
		}
		rest := flags.Args()
		if at := len(args) - len(rest); at > 0 && args[at-1] == "--" {
			return append(words, rest...), exitDone, true
		}
		words, args = append(words, rest[0]), rest[1:]
	}
}

// usage complains and shows how the command is used.
func (s streams) usage(usage, format string, args ...any) int {
	s.complain(format, args...)
	_, _ = fmt.Fprintln(s.err, strings.TrimSpace(usage))
	return exitUsage
}

// refuse complains about what a command could not do.
func (s streams) refuse(err error) int {
	s.complain("%s", err)
	return exitRefused
}

// many is a flag that may be given several times.
type many []string

func (m *many) String() string { return strings.Join(*m, ", ") }

// Set adds one value.
func (m *many) Set(value string) error {
	*m = append(*m, value)
	return nil
}
