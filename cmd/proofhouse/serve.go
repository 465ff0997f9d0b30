package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"slices"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/web"
)

const serveUsage = `
usage: proofhouse serve --data DIR --rp HOST --origin URL [--addr HOST:PORT] [--name NAME]

Runs a production. The first start prints an address that two founders open, each on their own
phone; both sign the first entry with a new passkey. Demo identities are refused.

  --data DIR         the production's directory, made if there is none
  --rp HOST          the host that passkeys are for, for example set.example; needed to begin
  --origin URL       the address of the pages, for example https://set.example; needed to begin
  --addr HOST:PORT   where to listen, localhost:8470 if not given; put a server with the
                     production's certificate in front of it
  --name NAME        what screens call the production; the host if not given
  --checkpoints DIR  where the checkpoints lie, if not in the data directory
`

// listenAt is where a box listens unless it is told otherwise.
const listenAt = "localhost:8470"

// errOtherPage reports a production that was opened for another address than the one given.
var errOtherPage = errors.New("the production was opened for another host or address; passkeys " +
	"belong to the one it was opened with")

// serving is what the command line of serve said.
type serving struct {
	dir                    dataDir
	addr, rp, origin, name string
}

func serve(ctx context.Context, s streams, args []string) int {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	var x serving
	flags.StringVar(&x.dir.path, "data", "", "")
	flags.StringVar(&x.dir.checkpoints, "checkpoints", "", "")
	flags.StringVar(&x.addr, "addr", listenAt, "")
	flags.StringVar(&x.rp, "rp", "", "")
	flags.StringVar(&x.origin, "origin", "", "")
	flags.StringVar(&x.name, "name", "", "")
	words, code, ok := s.options(flags, serveUsage, args)
	if !ok {
		return code
	}
	if x.dir.path == "" || len(words) > 0 {
		return s.usage(serveUsage, "serve needs --data")
	}
	if err := x.run(ctx, s); err != nil {
		return s.refuse(err)
	}
	return exitDone
}

func (x serving) run(ctx context.Context, s streams) (err error) {
	h, err := x.open(ctx, slog.New(slog.NewTextHandler(s.err, nil)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	var founding *api.Founding
	if opened := h.Opened(); opened == nil {
		founding = &api.Founding{RP: x.rp, Origin: x.origin}
	} else if x.rp != "" && x.rp != opened.RP || x.origin != "" && !slices.Contains(opened.Origins, x.origin) {
		return errOtherPage
	} else if x.rp == "" {
		x.rp = opened.RP
	}
	if x.name == "" {
		x.name = x.rp
	}
	server, err := apiServer(h.Production, api.Config{
		Name: x.name, Founding: founding, Log: slog.New(slog.NewTextHandler(s.err, nil)),
	})
	if err != nil {
		return err
	}
	l, err := listen(ctx, x.addr)
	if err != nil {
		return err
	}
	s.say("listening on http://%s", l.Addr())
	if link := server.FoundingLink(); link != "" {
		s.say("Nobody has opened this production yet. Two founders of different departments, neither")
		s.say("from the office, open this address, each on their own phone. It is a secret until then:")
		s.say("%s", link)
	}
	return server.Serve(ctx, l)
}

// open opens the production, or begins one in a new directory.
func (x serving) open(ctx context.Context, log *slog.Logger) (*house, error) {
	has, err := x.dir.exists()
	if err != nil {
		return nil, err
	}
	how := housing{log: log, rp: x.rp}
	if x.origin != "" {
		how.origins = []string{x.origin}
	}
	if has {
		h, err := x.dir.open(ctx, how)
		if err == nil && h.Opened() == nil && (x.rp == "" || x.origin == "") {
			err = errors.Join(errBegin, h.Close())
		}
		return h, err
	}
	if x.rp == "" || x.origin == "" {
		return nil, errBegin
	}
	origin, err := logOrigin(x.rp)
	if err != nil {
		return nil, err
	}
	return x.dir.begin(ctx, origin, how)
}

// errBegin reports a production nobody has opened, started without saying where it will live.
var errBegin = errors.New("nobody has opened this production yet: give --rp and --origin, for example " +
	"--rp set.example --origin https://set.example")

// logOrigin draws the name of a log: the host, and what tells two productions of one host apart.
func logOrigin(host string) (string, error) {
	raw := make([]byte, 8)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("draw log origin: %w", err)
	}
	return host + "/" + hex.EncodeToString(raw), nil
}

// apiServer puts the HTTP surface before a production.
func apiServer(p *production.Production, cfg api.Config) (*api.Server, error) {
	files, err := web.FS()
	if err != nil {
		return nil, err
	}
	cfg.Production, cfg.Web, cfg.Published = p, files, published(p)
	return api.New(cfg)
}

// published reads the public part of the log by path: C2SP tlog-tiles.
func published(p *production.Production) func(context.Context, string) (api.Resource, error) {
	return func(ctx context.Context, path string) (api.Resource, error) {
		tile, err := ledger.ParseTilePath(path)
		if err != nil {
			return api.Resource{}, api.ErrNoResource
		}
		data, err := p.Resource(ctx, tile)
		if errors.Is(err, ledger.ErrNoTile) {
			return api.Resource{}, api.ErrNoResource
		}
		if err != nil {
			return api.Resource{}, err
		}
		// A tile of a given width never changes: a growing one gets another path.
		return api.Resource{Bytes: data, Entries: tile.Entries, Whole: true}, nil
	}
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var how net.ListenConfig
	l, err := how.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return l, nil
}
