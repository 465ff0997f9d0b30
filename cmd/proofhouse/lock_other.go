//go:build !unix

package main

import "os"

// lockFile has no lock to take here. The store itself refuses a second writer.
func lockFile(*os.File) error { return nil }
