package api

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/production"
)

// Bounds of a connection.
const (
	// headerTime is how long a client may take for its headers.
	headerTime = 10 * time.Second
	// requestTime is how long a client may take to send a whole request.
	requestTime = 30 * time.Second
	// answerTime is how long an answer may take to be written; live streams renew it.
	answerTime = 30 * time.Second
	// idleTime is how long a connection may wait for its next request.
	idleTime = 2 * time.Minute
	// headerBytes bounds the headers of one request.
	headerBytes = 32 << 10
	// closeTime is how long requests under way may take when the server ends.
	closeTime = 5 * time.Second
)

// QuotaBytes is how many bytes one person may leave in an hour when the configuration does not say
// otherwise: more than the busiest day of the busiest handler.
const QuotaBytes = 32 << 20

// ErrNoResource reports a published path that this log does not have.
var ErrNoResource = errors.New("no such resource")

// Config says what a server works with. Production, Web, Published and Log are required.
type Config struct {
	Production *production.Production
	// Name is the production's name as screens show it. It is not in the log.
	Name string
	// Web holds the client as it was bundled: index.html at its root.
	Web fs.FS
	// Published returns a tile or an entry bundle by its path below the log's prefix, or
	// ErrNoResource.
	Published func(ctx context.Context, path string) (Resource, error)
	Log       *slog.Logger
	// Demo is set by the demo command only. Without it every demo route is refused.
	Demo *Demo
	// Founding is set while the production waits for its founders.
	Founding *Founding
	// QuotaBytes is how many bytes one person may leave in an hour; 0 means the constant.
	QuotaBytes int64
}

// Resource is a part of the public log.
type Resource struct {
	Bytes []byte
	// Entries reports an entry bundle, which goes to enrolled people only.
	Entries bool
	// Whole reports a resource that can never change.
	Whole bool
}

// Server answers the requests to one production.
type Server struct {
	cfg     Config
	p       *production.Production
	mux     *http.ServeMux
	cross   *http.CrossOriginProtection
	files   map[string]*asset
	limits  *limits
	quota   *limiter
	streams *streams
	found   *production.Founders
	stopped sync.Mutex // Lets one STOP be recorded at a time, so that the others join it.
	ending  chan struct{}
	once    sync.Once
}

// New prepares a server. It reads the client once; nothing of it is read from disk later.
func New(cfg Config) (*Server, error) {
	if cfg.Production == nil || cfg.Web == nil || cfg.Published == nil || cfg.Log == nil {
		return nil, errors.New("api: production, client, published log and log are required")
	}
	if cfg.Demo == nil && cfg.Production.Demo() {
		return nil, fmt.Errorf("api: %w", production.ErrDemo)
	}
	if cfg.QuotaBytes == 0 {
		cfg.QuotaBytes = QuotaBytes
	}
	files, err := readFiles(cfg.Web)
	if err != nil {
		return nil, fmt.Errorf("api: read client: %w", err)
	}
	s := &Server{
		cfg: cfg, p: cfg.Production, mux: http.NewServeMux(), cross: http.NewCrossOriginProtection(),
		files: files, limits: newLimits(), streams: newStreams(), quota: newLimiter(cfg.QuotaBytes, time.Hour),
		ending: make(chan struct{}),
	}
	if cfg.Founding != nil {
		if s.found, err = s.p.NewFounders(cfg.Founding.RP, cfg.Founding.Origin); err != nil {
			return nil, fmt.Errorf("api: %w", err)
		}
	}
	for n := range table {
		s.mux.Handle(table[n].method+" "+table[n].pattern, s.route(&table[n]))
	}
	s.mux.Handle("/", s.route(&elsewhere))
	return s, nil
}

// ServeHTTP answers one request. It is the one place where a panic of a request ends: the caller is
// told "internal", the log has the place, and the next request is served. Where the answer had begun
// already, the caller cannot read it to its end, and asks again.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		what := recover()
		if what == nil {
			return
		}
		s.cfg.Log.Error("request panicked", slog.String("type", fmt.Sprintf("%T", what)),
			slog.String("stack", string(debug.Stack())))
		s.fail(w, r, errInternal)
	}()
	s.headers(w)
	if err := s.cross.Check(r); err != nil {
		s.fail(w, r, refused(http.StatusForbidden, "other-site"))
		return
	}
	s.mux.ServeHTTP(w, r)
}

// route wraps a row of the table: bounds first, then who may, then the handler.
func (s *Server) route(t *row) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := t.bytes
		if most == 0 {
			most = smallBody
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if !t.page {
			w.Header().Set("Cache-Control", "no-store")
			w.Header().Set("X-Server-Time", strconv.FormatInt(s.p.Now().UnixMilli(), 10))
		}
		c, err := s.admit(t, r)
		if err == nil {
			err = t.serve(s, w, r, c)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// Serve answers on a listener until the context ends, then lets requests under way end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: answerTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		ErrorLog: slog.NewLogLogger(quiet{s.cfg.Log.Handler()}, slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		s.End()
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.End()
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	err := server.Shutdown(late)
	if err != nil {
		err = errors.Join(err, server.Close())
	}
	if ended := <-failed; !errors.Is(ended, http.ErrServerClosed) {
		err = errors.Join(err, ended)
	}
	if err != nil {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

// End closes every live stream, so that a server can shut down. It may be called more than once.
func (s *Server) End() { s.once.Do(func() { close(s.ending) }) }

// quiet keeps what net/http says about single connections, addresses among it, out of the log: only
// that something happened is kept.
type quiet struct{ slog.Handler }

// Handle replaces the message, which names the peer.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	return q.Handler.Handle(ctx, slog.NewRecord(r.Time, r.Level, "connection ended early", 0))
}
