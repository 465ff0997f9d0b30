package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/ledgertest"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
)

// folder is a place for one production. Its name has characters that a URI gives a meaning.
type folder struct{ path string }

func newFolder(t *testing.T) ledgertest.Place {
	return folder{path: filepath.Join(t.TempDir(), "a production?mode=memory&x=%41#1.db")}
}

func (f folder) Create(ctx context.Context, origin string) (ledger.Store, error) {
	return sqlite.Create(ctx, f.path, origin)
}

func (f folder) Open(ctx context.Context) (ledger.Store, error) { return sqlite.Open(ctx, f.path) }

func TestConformance(t *testing.T) { ledgertest.Run(t, newFolder) }
