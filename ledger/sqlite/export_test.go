package sqlite

import (
	"context"
	"testing"
)

// Pragma reads a setting of the writing connection.
func Pragma(ctx context.Context, t *testing.T, s *Store, name string) string {
	t.Helper()
	var value string
	if err := s.conn.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
