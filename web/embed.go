// Package web holds the client that the server hands out: what `make web` bundles into dist.
package web

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS returns the bundled client. Its root holds index.html; everything under assets carries a
// digest in its name and never changes.
func FS() (fs.FS, error) {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the bundled client: %w", err)
	}
	return root, nil
}
