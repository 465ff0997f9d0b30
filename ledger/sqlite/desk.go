package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/proofhouse/proofhouse/ledger"
)

// Put implements ledger.Desk.
func (s *Store) Put(ctx context.Context, item ledger.DeskItem) error {
	if err := ledger.CheckDeskItem(item); err != nil {
		return fmt.Errorf("put: %w", err)
	}
	ctx = context.WithoutCancel(ctx) // See transact.
	err := s.transact(ctx, func() error {
		var others int
		if err := s.stmts.others.QueryRowContext(ctx, item.Kind, item.Key).Scan(&others); err != nil {
			return err
		}
		if others >= ledger.DeskItemsMax {
			return ledger.ErrDeskFull
		}
		_, err := s.stmts.put.ExecContext(ctx, item.Kind, item.Key, append([]byte{}, item.Value...))
		return err
	})
	if err != nil {
		return fmt.Errorf("put %s: %w", item.Kind, err)
	}
	return nil
}

// List implements ledger.Desk.
func (s *Store) List(ctx context.Context, kind string) ([]ledger.DeskItem, error) {
	rows, err := s.read.QueryContext(ctx,
		"SELECT key, value FROM desk WHERE kind = ? ORDER BY key", kind)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	all, err := scanAll(rows, func(rows *sql.Rows) (ledger.DeskItem, error) {
		item := ledger.DeskItem{Kind: kind}
		err := rows.Scan(&item.Key, &item.Value)
		return item, err
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	return all, nil
}

// Take implements ledger.Desk.
func (s *Store) Take(ctx context.Context, kind, key string) (ledger.DeskItem, bool, error) {
	item := ledger.DeskItem{Kind: kind, Key: key}
	found := true
	ctx = context.WithoutCancel(ctx) // See transact.
	err := s.transact(ctx, func() error {
		err := s.stmts.take.QueryRowContext(ctx, kind, key).Scan(&item.Value)
		if errors.Is(err, sql.ErrNoRows) {
			found = false
			return nil
		}
		return err
	})
	if err != nil {
		return ledger.DeskItem{}, false, fmt.Errorf("take %s: %w", kind, err)
	}
	if !found {
		return ledger.DeskItem{}, false, nil
	}
	return item, true, nil
}
