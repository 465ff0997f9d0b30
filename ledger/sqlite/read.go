package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/bits"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

// pageRows is how many rows one query reads, so that no reader holds back the write-ahead log for
// long.
const pageRows = 256

// Size implements ledger.Store.
func (s *Store) Size(ctx context.Context) (uint64, error) {
	return s.count(ctx, "SELECT coalesce(max(seq) + 1, 0) FROM entry")
}

// TrackLen implements ledger.Store.
func (s *Store) TrackLen(ctx context.Context) (uint64, error) {
	return s.count(ctx, "SELECT coalesce(max(position) + 1, 0) FROM track")
}

func (s *Store) count(ctx context.Context, query string) (uint64, error) {
	var n int64
	if err := s.read.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return uint64(n), nil
}

// findSteps is the number of prepared look-ups: for 1, 2, 4, … ledger.BatchMax identities.
const findSteps = 7

func (s *Store) prepareFinds(ctx context.Context) error {
	for i := range s.finds {
		var err error
		//nolint:gosec // G202: nothing but question marks is joined.
		s.finds[i], err = s.read.PrepareContext(ctx, "SELECT seq, id, leaf, envelope FROM entry"+
			" WHERE id IN (?"+strings.Repeat(", ?", 1<<i-1)+")")
		if err != nil {
			return err
		}
	}
	return nil
}

// Find implements ledger.Store. A look-up with room for more identities repeats the last one.
func (s *Store) Find(ctx context.Context, ids []event.ID) ([]ledger.Entry, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if len(ids) > ledger.BatchMax {
		return nil, &ledger.LimitError{What: "find: identities", Have: len(ids), Most: ledger.BatchMax}
	}
	step := bits.Len(uint(len(ids) - 1))
	args := make([]any, 1<<step)
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)][:]
	}
	rows, err := s.finds[step].QueryContext(ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	found, err := scanAll(rows, scanEntry)
	if err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	return found, nil
}

func scanEntry(rows *sql.Rows) (ledger.Entry, error) {
	var seq int64
	var id, leaf, envelope []byte
	if err := rows.Scan(&seq, &id, &leaf, &envelope); err != nil {
		return ledger.Entry{}, err
	}
	e := ledger.Entry{Index: uint64(seq), Envelope: envelope}
	copy(e.ID[:], id)
	copy(e.Leaf[:], leaf)
	return e, nil
}

func scanAll[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) ([]T, error) {
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		all = append(all, one)
	}
	return all, errors.Join(rows.Err(), rows.Close())
}

// pages yields the rows of a query whose key runs from from up to to, a page at a time.
func pages[T any](
	ctx context.Context, s *Store, query string, from, to uint64,
	scan func(*sql.Rows) (T, error), key func(T) uint64,
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for to = min(to, math.MaxInt64); from < to; {
			rows, err := s.read.QueryContext(ctx, query, int64(from), int64(to), pageRows)
			var page []T
			if err == nil {
				page, err = scanAll(rows, scan)
			}
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, one := range page {
				if !yield(one, nil) {
					return
				}
			}
			if len(page) < pageRows {
				return
			}
			from = key(page[len(page)-1]) + 1
		}
	}
}

// Entries implements ledger.Store.
func (s *Store) Entries(ctx context.Context, from, to uint64) iter.Seq2[ledger.Entry, error] {
	return pages(ctx, s, "SELECT seq, id, leaf, envelope FROM entry"+
		" WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?", from, to, scanEntry,
		func(e ledger.Entry) uint64 { return e.Index })
}

// Track implements ledger.Store.
func (s *Store) Track(ctx context.Context, from, to uint64) iter.Seq2[proof.TrackItem, error] {
	return pages(ctx, s, "SELECT position, size, root, time, fault, note FROM track"+
		" WHERE position >= ? AND position < ? ORDER BY position LIMIT ?", from, to, s.scanTrack,
		func(t proof.TrackItem) uint64 { return t.Position })
}

func (s *Store) scanTrack(rows *sql.Rows) (proof.TrackItem, error) {
	var position, size, at int64
	var root []byte
	t := proof.TrackItem{}
	if err := rows.Scan(&position, &size, &root, &at, &t.ClockFault, &t.Note); err != nil {
		return proof.TrackItem{}, err
	}
	t.Position, t.Time = uint64(position), proof.UnixTime(at)
	t.Checkpoint = proof.Checkpoint{Origin: s.origin, Size: uint64(size)}
	copy(t.Root[:], root)
	return t, nil
}

// Tile implements ledger.Store.
func (s *Store) Tile(ctx context.Context, level int, number uint64) ([]byte, error) {
	if number > math.MaxInt64 {
		return nil, ledger.ErrNoTile
	}
	var data []byte
	err := s.read.QueryRowContext(ctx, "SELECT hashes FROM tile WHERE level = ? AND number = ?", level,
		int64(number)).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ledger.ErrNoTile
	}
	return data, err
}

// Openings implements ledger.Store.
func (s *Store) Openings(ctx context.Context, index uint64) ([]ledger.Opening, error) {
	if index > math.MaxInt64 {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx,
		"SELECT field, salt, value FROM opening WHERE seq = ? ORDER BY field", int64(index))
	if err != nil {
		return nil, fmt.Errorf("openings of entry %d: %w", index, err)
	}
	all, err := scanAll(rows, func(rows *sql.Rows) (ledger.Opening, error) {
		var o ledger.Opening
		var salt []byte
		err := rows.Scan(&o.Field, &salt, &o.Value)
		copy(o.Salt[:], salt)
		return o, err
	})
	if err != nil {
		return nil, fmt.Errorf("openings of entry %d: %w", index, err)
	}
	return all, nil
}
