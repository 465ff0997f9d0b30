// Package demo holds what a demo production is made from. Only cmd imports it.
package demo

import "embed"

// Files holds the lists and scripts that the demo production imports, as an office, two
// rental houses and a writer would send them. Everything in them is invented.
//
// The paths are testdata/office/crew.csv; testdata/rental/items-lender-a.csv,
// items-lender-b.csv and lots.csv; testdata/script/script.fountain and script-pages.fdx.
//
//go:embed testdata
var Files embed.FS
