package main

import (
	"context"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/demo"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/rules"
)

const demoUsage = `
usage: proofhouse demo [--data DIR] [--addr HOST:PORT] [--pack ID]... [--seed-only]

Runs an invented production with identities that are software keys, so that anybody can try it with
one laptop. Every screen and every export says so. Without --data it is gone when the command ends.

  --data DIR         keep the demo in this directory, and go on with it the next time
  --addr HOST:PORT   where to listen, localhost:8470 if not given
  --pack ID          a pack the demo adopts besides California and bulletin 1 when it is made
  --seed-only        make the demo in DIR and end
`

const (
	// demoOrigin names the log of every demo: none of them is anybody's record.
	demoOrigin = "localhost/proofhouse-demo"
	demoHost   = "localhost"
	// demoKeysName is the file of the software keys, beside the box's own.
	demoKeysName = "demo.json"
	// demoClockName is the file of the demo's clock. It is written when the seed has ended.
	demoClockName = "demo-clock.json"
)

// Errors of a demo's directory.
var (
	errNotDemo = errors.New("this is no demo: its people are real, open it with serve")
	errHalf    = errors.New("the demo here was never finished: delete the directory and begin again")
)

type showing struct {
	dir      dataDir
	addr     string
	packs    many
	seedOnly bool
}

func demoCommand(ctx context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	var x showing
	flags.StringVar(&x.dir.path, "data", "", "")
	flags.StringVar(&x.addr, "addr", listenAt, "")
	flags.Var(&x.packs, "pack", "")
	flags.BoolVar(&x.seedOnly, "seed-only", false, "")
	words, code, ok := s.options(flags, demoUsage, args)
	if !ok {
		return code
	}
	if len(words) > 0 || x.seedOnly && x.dir.path == "" {
		return s.usage(demoUsage, "--seed-only needs --data, and demo takes no other words")
	}
	if _, err := rules.Parse(x.packs); err != nil {
		return s.usage(demoUsage, "%s", err)
	}
	if err := x.run(ctx, s); err != nil {
		return s.refuse(err)
	}
	return exitDone
}

func (x showing) run(ctx context.Context, s streams) (err error) {
	if x.dir.path == "" {
		if x.dir.path, err = os.MkdirTemp("", "proofhouse-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(x.dir.path)) }()
	}
	if x.seedOnly {
		if err := x.seed(ctx, x.addr); err != nil {
			return err
		}
		s.say("%s", proof.DemoBanner)
		s.say("The demo is in %s.", x.dir.path)
		return nil
	}
	// The address is taken before anything is made, so that the demo knows its own.
	l, err := listen(ctx, x.addr)
	if err != nil {
		return err
	}
	defer func() {
		if closed := l.Close(); !errors.Is(closed, net.ErrClosed) {
			err = errors.Join(err, closed)
		}
	}()
	if err := x.seed(ctx, l.Addr().String()); err != nil {
		return err
	}
	return x.show(ctx, s, l)
}

// pages are the addresses of a demo's pages at a listening address. Passkeys work on the first one.
func pages(addr string) ([]string, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address: %w", err)
	}
	return []string{"http://localhost:" + port, "http://127.0.0.1:" + port}, nil
}

// seed makes the demo, unless the directory has one.
func (x showing) seed(ctx context.Context, addr string) error {
	has, err := x.dir.exists()
	if err != nil {
		return err
	}
	clockPath := filepath.Join(x.dir.path, demoClockName)
	if has {
		_, err := os.Stat(filepath.Join(x.dir.keys(), demoKeysName))
		switch _, half := os.Stat(clockPath); {
		case errors.Is(err, fs.ErrNotExist):
			return errNotDemo
		case errors.Is(half, fs.ErrNotExist):
			return errHalf
		}
		return nil
	}
	origins, err := pages(addr)
	if err != nil {
		return err
	}
	now := time.Now()
	clock := demo.NewClock(now)
	h, err := x.dir.begin(ctx, demoOrigin, housing{clock: clock.Now, log: quietLog(), allowDemo: true})
	if err != nil {
		return err
	}
	people, err := demo.GenerateKeys(filepath.Join(x.dir.keys(), demoKeysName))
	if err == nil {
		err = demo.Seed(ctx, demo.Props{
			Production: h.Production, Clock: clock, People: people, RP: demoHost, Origins: origins,
			Packs: x.packs, Now: now,
		})
	}
	if err = errors.Join(err, h.Close()); err != nil {
		return err
	}
	return demo.BeginClock(clockPath)
}

// show serves the demo until the context ends.
func (x showing) show(ctx context.Context, s streams, l net.Listener) (err error) {
	people, err := demo.LoadKeys(filepath.Join(x.dir.keys(), demoKeysName))
	if err != nil {
		return err
	}
	clock, err := demo.OpenClock(filepath.Join(x.dir.path, demoClockName))
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	h, err := x.dir.open(ctx, housing{clock: clock.Now, log: log, allowDemo: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if !h.Demo() {
		return errNotDemo
	}
	origins, err := pages(l.Addr().String())
	if err != nil {
		return err
	}
	if have := h.Opened().Origins; !slices.Contains(have, origins[0]) {
		return fmt.Errorf("%w: this demo was made for %s", errOtherPage, have[0])
	}
	identities, err := identitiesOf(ctx, h, people)
	if err != nil {
		return err
	}
	server, err := apiServer(h.Production, api.Config{
		Name: demo.Name, Log: log, Demo: &api.Demo{
			Identities: func() []api.DemoIdentity { return identities },
			Advance:    func(_ context.Context, by time.Duration) error { return clock.Advance(by) },
			Tell:       tellWith(demo.NewTales(sqlite.Create)),
		},
	})
	if err != nil {
		return err
	}
	s.say("%s", proof.DemoBanner)
	s.say("%s", origins[0])
	return server.Serve(ctx, l)
}

// tellWith lets a page ask for tales.
func tellWith(tales *demo.Tales) func(context.Context, string, []string) ([]byte, error) {
	return func(ctx context.Context, name string, told []string) ([]byte, error) {
		b, err := tales.Tell(ctx, name, told)
		if errors.Is(err, demo.ErrNoTale) {
			return nil, fmt.Errorf("%w: %s", api.ErrNoStory, name)
		}
		return b, err
	}
}

// identitiesOf writes the people a newcomer can be as their page imports them.
func identitiesOf(ctx context.Context, h *house, people *demo.Keys) ([]api.DemoIdentity, error) {
	all, err := people.Identities()
	if err != nil {
		return nil, err
	}
	out := make([]api.DemoIdentity, 0, len(all))
	for _, one := range all {
		name, err := h.Name(ctx, one.Person)
		if err != nil {
			return nil, err
		}
		key, err := jwk(one.Key)
		if err != nil {
			return nil, err
		}
		out = append(out, api.DemoIdentity{
			Person: string(one.Person), Role: one.Role.String(), Name: name, Title: one.Title, Key: key,
			Public: one.Key.Public().String(),
		})
	}
	return out, nil
}

// jwk writes a software key as WebCrypto imports it (RFC 7518 section 6.2).
func jwk(key passkey.Key) (api.JWK, error) {
	scalar, err := key.Scalar()
	if err != nil {
		return api.JWK{}, err
	}
	text, public := base64.RawURLEncoding.EncodeToString, key.Public()
	return api.JWK{
		Kty: "EC", Crv: "P-256", X: text(public[1:33]), Y: text(public[33:65]), D: text(scalar[:]),
	}, nil
}
