package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/proofhouse/proofhouse/ledger"
)

// statements are prepared once on the writing connection.
type statements struct {
	begin, commit, rollback                   *sql.Stmt
	size, tracks, entry, opening, tile, track *sql.Stmt
	erase, put, others, take                  *sql.Stmt
}

// texts pairs every statement with its text.
func (st *statements) texts() []statement {
	return []statement{
		{&st.begin, "BEGIN IMMEDIATE"},
		{&st.commit, "COMMIT"},
		{&st.rollback, "ROLLBACK"},
		{&st.size, "SELECT coalesce(max(seq) + 1, 0) FROM entry"},
		{&st.tracks, "SELECT coalesce(max(position) + 1, 0) FROM track"},
		{&st.entry, "INSERT INTO entry (seq, id, leaf, envelope) VALUES (?, ?, ?, ?)"},
		{&st.opening, "INSERT INTO opening (seq, field, salt, value) VALUES (?, ?, ?, ?)"},
		{&st.tile, "INSERT INTO tile (level, number, hashes) VALUES (?, ?, ?)"},
		{&st.track, "INSERT INTO track (position, size, root, time, fault, note)" +
			" VALUES (?, ?, ?, ?, ?, ?)"},
		{&st.erase, "DELETE FROM opening WHERE seq = ? AND field = ?"},
		{&st.others, "SELECT count(*) FROM desk WHERE kind = ? AND key <> ?"},
		{&st.put, "INSERT INTO desk (kind, key, value) VALUES (?, ?, ?)" +
			" ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value"},
		{&st.take, "DELETE FROM desk WHERE kind = ? AND key = ? RETURNING value"},
	}
}

type statement struct {
	into **sql.Stmt
	text string
}

func (st *statements) prepare(ctx context.Context, conn *sql.Conn) error {
	for _, p := range st.texts() {
		var err error
		if *p.into, err = conn.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

func (st *statements) close() error {
	var all []error
	for _, p := range st.texts() {
		if *p.into != nil {
			all = append(all, (*p.into).Close())
		}
	}
	return errors.Join(all...)
}

// Append implements ledger.Store. The transaction takes the write lock at its beginning, so nobody
// can append between the look at the size and the commit.
func (s *Store) Append(ctx context.Context, b ledger.Batch) error {
	if len(b.Rows) > ledger.BatchMax {
		return &ledger.LimitError{What: "append: rows", Have: len(b.Rows), Most: ledger.BatchMax}
	}
	ctx = context.WithoutCancel(ctx) // See transact.
	err := s.transact(ctx, func() error {
		if err := s.expect(ctx, b); err != nil {
			return err
		}
		if err := s.insertRows(ctx, b.Rows); err != nil {
			return err
		}
		for _, t := range b.Tiles {
			if _, err := s.stmts.tile.ExecContext(ctx, t.Level, int64(t.Number), t.Hashes); err != nil {
				return fmt.Errorf("tile %d/%d: %w", t.Level, t.Number, err)
			}
		}
		for _, t := range b.Track {
			if _, err := s.stmts.track.ExecContext(ctx, int64(t.Position), int64(t.Size), t.Root[:],
				int64(t.Time), t.ClockFault, t.Note); err != nil {
				return fmt.Errorf("track item %d: %w", t.Position, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("append %d rows at %d: %w", len(b.Rows), b.At, err)
	}
	return nil
}

// expect checks that the batch continues what is there.
func (s *Store) expect(ctx context.Context, b ledger.Batch) error {
	var size, tracks int64
	if err := s.stmts.size.QueryRowContext(ctx).Scan(&size); err != nil {
		return err
	}
	if uint64(size) != b.At {
		return ledger.ErrSuperseded
	}
	for i, r := range b.Rows {
		if r.Index != b.At+uint64(i) {
			return fmt.Errorf("row %d has index %d", i, r.Index)
		}
	}
	if len(b.Track) == 0 {
		return nil
	}
	if err := s.stmts.tracks.QueryRowContext(ctx).Scan(&tracks); err != nil {
		return err
	}
	for i, t := range b.Track {
		if t.Position != uint64(tracks)+uint64(i) {
			return ledger.ErrSuperseded
		}
	}
	return nil
}

func (s *Store) insertRows(ctx context.Context, rows []ledger.Row) error {
	for _, r := range rows {
		_, err := s.stmts.entry.ExecContext(ctx, int64(r.Index), r.ID[:], r.Leaf[:], r.Envelope)
		if err != nil {
			return fmt.Errorf("entry %d: %w", r.Index, err)
		}
		for _, o := range r.Openings {
			// A nil slice would be stored as NULL.
			value := append([]byte{}, o.Value...)
			_, err := s.stmts.opening.ExecContext(ctx, int64(r.Index), o.Field, o.Salt[:], value)
			if err != nil {
				return fmt.Errorf("openings of entry %d: %w", r.Index, err)
			}
		}
	}
	return nil
}

// Erase implements ledger.Store. Emptying the write-ahead log afterwards removes the older pages it
// still holds. It waits for readers for as long as the busy timeout.
func (s *Store) Erase(ctx context.Context, index uint64, field string) (bool, error) {
	var found int64
	ctx = context.WithoutCancel(ctx) // See transact.
	err := s.transact(ctx, func() error {
		r, err := s.stmts.erase.ExecContext(ctx, int64(index), field)
		if err != nil {
			return err
		}
		found, err = r.RowsAffected()
		return err
	})
	if err != nil {
		return false, fmt.Errorf("erase opening of entry %d: %w", index, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var busy, logged, copied int
	row := s.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := row.Scan(&busy, &logged, &copied); err != nil {
		return found > 0, fmt.Errorf("erase opening of entry %d: empty the write-ahead log: %w", index, err)
	}
	if busy != 0 {
		return found > 0, fmt.Errorf("erase opening of entry %d: a reader holds the write-ahead log", index)
	}
	return found > 0, nil
}
