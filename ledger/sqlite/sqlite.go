// Package sqlite keeps one production in one SQLite file: entries, leaf hashes, tiles, openings,
// the track and the desk. It implements ledger.Store.
//
// The file is in WAL mode with synchronous=FULL: a commit returns once the log is on the disk. All
// writes go through one connection and one lock; reads have a small pool of their own and see the
// last committed state. Sequence numbers are given by the ledger and checked here inside the
// transaction, so a second writer gets ledger.ErrSuperseded and writes nothing.
//
// Deleted content is overwritten (secure_delete) and the write-ahead log is emptied after an
// erasure, so an erased opening is in no file of the store any more.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // The driver, pure Go.

	"github.com/proofhouse/proofhouse/ledger"
)

// format is the number in the file's header. Formats only grow.
//
//	1  the first format.
const format = 1

// applicationID marks the file as ours: "PHL1".
const applicationID = 0x50484c31

// readers is the most connections that read at once.
const readers = 4

// ErrFormat reports a file that is not a ledger of a format this version knows.
var ErrFormat = errors.New("not a ledger file of a known format")

// Store is one open file.
type Store struct {
	origin string
	read   *sql.DB
	write  *sql.DB
	// mu lets one transaction write at a time; SQLite would make the others poll.
	mu    sync.Mutex
	conn  *sql.Conn
	stmts statements
	finds [findSteps]*sql.Stmt // For 1, 2, 4 and so on identities.
}

var _ ledger.Store = (*Store)(nil)

const schema = `
CREATE TABLE production (
	one    INTEGER PRIMARY KEY CHECK (one = 1),
	origin TEXT NOT NULL
) STRICT;
CREATE TABLE entry (
	seq      INTEGER PRIMARY KEY CHECK (seq >= 0),
	id       BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
	leaf     BLOB NOT NULL CHECK (length(leaf) = 32),
	envelope BLOB NOT NULL CHECK (length(envelope) BETWEEN 1 AND 65535)
) STRICT;
CREATE TABLE opening (
	seq   INTEGER NOT NULL REFERENCES entry (seq),
	field TEXT NOT NULL,
	salt  BLOB NOT NULL CHECK (length(salt) = 16),
	value BLOB NOT NULL,
	PRIMARY KEY (seq, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE tile (
	level  INTEGER NOT NULL,
	number INTEGER NOT NULL,
	hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
	PRIMARY KEY (level, number)
) STRICT;
CREATE TABLE track (
	position INTEGER PRIMARY KEY CHECK (position >= 0),
	size     INTEGER NOT NULL,
	root     BLOB NOT NULL CHECK (length(root) = 32),
	time     INTEGER NOT NULL,
	fault    INTEGER NOT NULL CHECK (fault IN (0, 1)),
	note     BLOB NOT NULL
) STRICT;
CREATE TABLE desk (
	kind  TEXT NOT NULL,
	key   TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
`

// Create makes the file of a new production. It refuses a path that exists. The file gets its name
// only once it is whole, so that a crash leaves either none or one that Open takes.
func Create(ctx context.Context, path, origin string) (*Store, error) {
	draft := path + ".new"
	if err := os.Remove(draft); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("create store: %w", err)
	}
	if err := write(ctx, draft, origin); err != nil {
		return nil, fmt.Errorf("create store: %w", err)
	}
	// Link, unlike Rename, refuses a name that exists.
	if err := errors.Join(os.Link(draft, path), os.Remove(draft)); err != nil {
		return nil, fmt.Errorf("create store: %w", err)
	}
	if err := syncDir(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("create store: %w", err)
	}
	return Open(ctx, path)
}

func write(ctx context.Context, path, origin string) error {
	// SQLite would take the mode from the umask.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", dsn(path, "rw"))
	if err != nil {
		return err
	}
	return errors.Join(initialise(ctx, db, origin), db.Close())
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// initialise writes schema, marks and origin in one transaction: a file without them is not opened.
func initialise(ctx context.Context, db *sql.DB, origin string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // Does nothing after Commit.
	marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, format)
	if _, err := tx.ExecContext(ctx, schema+marks); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO production VALUES (1, ?)", origin); err != nil {
		return err
	}
	return tx.Commit()
}

// Open opens the file of a production. It never makes one.
func Open(ctx context.Context, path string) (*Store, error) {
	s := &Store{}
	if err := s.open(ctx, path); err != nil {
		return nil, fmt.Errorf("open store: %w", errors.Join(err, s.Close()))
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, path string) error {
	var err error
	if s.read, err = sql.Open("sqlite", dsn(path, "ro")); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(1)
	// Nothing may be written to a file before it is known to be ours: the settings of the writing
	// connection would change it.
	if err := s.check(ctx); err != nil {
		return err
	}
	if s.write, err = sql.Open("sqlite", dsn(path, "rw")); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if s.conn, err = s.write.Conn(ctx); err != nil {
		return err
	}
	if err := s.prepareFinds(ctx); err != nil {
		return err
	}
	return s.stmts.prepare(ctx, s.conn)
}

// check reads the marks and the origin.
func (s *Store) check(ctx context.Context) error {
	var id, version int
	row := s.read.QueryRowContext(ctx,
		"SELECT application_id, user_version FROM pragma_application_id, pragma_user_version")
	if err := row.Scan(&id, &version); err != nil {
		return err
	}
	if id != applicationID || version != format {
		return ErrFormat
	}
	return s.read.QueryRowContext(ctx, "SELECT origin FROM production").Scan(&s.origin)
}

// dsn spells the path as a URI, so that no character of it is read as a parameter.
func dsn(path, mode string) string {
	q := url.Values{"mode": {mode}, "_dqs": {"0"}, "_defensive": {"1"}}
	pragmas := []string{"busy_timeout(5000)", "foreign_keys(1)"}
	if mode == "rw" {
		// The write-ahead log is reused from its start once it was copied back, which the checkpoint
		// does about every 4 MB; overwriting it is cheaper to make durable than growing it.
		pragmas = append(pragmas, "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)",
			"journal_size_limit(67108864)")
	}
	q["_pragma"] = pragmas
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

// Origin implements ledger.Store.
func (s *Store) Origin() string { return s.origin }

// Close implements ledger.Store.
func (s *Store) Close() error {
	var all []error
	if s.read != nil {
		for _, f := range s.finds {
			if f != nil {
				all = append(all, f.Close())
			}
		}
		all = append(all, s.read.Close())
	}
	if s.conn != nil {
		all = append(all, s.stmts.close(), s.conn.Close())
	}
	if s.write != nil {
		all = append(all, s.write.Close())
	}
	return errors.Join(all...)
}

// transact runs f in one write transaction of the writing connection. It speaks SQL instead of using
// sql.Tx, which would prepare every statement again.
func (s *Store) transact(ctx context.Context, f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	// A transaction that began is ended, whatever becomes of the caller.
	ctx = context.WithoutCancel(ctx)
	if _, err := s.stmts.begin.ExecContext(ctx); err != nil {
		return err
	}
	err := f()
	if err == nil {
		_, err = s.stmts.commit.ExecContext(ctx)
	}
	if err == nil {
		return nil
	}
	// Some errors end the transaction by themselves; then there is nothing to roll back.
	_, _ = s.stmts.rollback.ExecContext(ctx)
	return err
}
