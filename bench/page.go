package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// slowPhone is how much slower than this machine a phone of the middle class is taken to be.
const slowPhone = 4

// inPage compiles the benchmarks as kernel.wasm is compiled, runs them in Chromium and returns what
// they print.
func (s *suite) inPage(ctx context.Context, runs int) ([]byte, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	wasm := filepath.Join(dir, "test.wasm")
	words := append([]string{"test", "-c", "-o", wasm}, strings.Fields(os.Getenv("KERNEL_FLAGS"))...)
	//nolint:gosec // The flags are those of the Makefile.
	build := exec.CommandContext(ctx, "go", append(words, ".")...)
	build.Dir, build.Stderr = filepath.Join("..", s.in), os.Stderr
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.Output(); err != nil {
		return out, fmt.Errorf("compile %s for the page: %w", s.in, err)
	}
	//nolint:gosec // Every word but the number of runs stands in the table of suites.
	cmd := exec.CommandContext(ctx, "node", "chromium/run.mjs", wasm,
		filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js"),
		strconv.Itoa(s.page), strconv.Itoa(runs), s.match)
	cmd.Stderr = os.Stderr
	return cmd.Output()
}

// kernelMust is what a phone may have to load of the kernel, in bytes after brotli.
const kernelMust = 850_000

// kernelSize compresses the kernel as a web server with brotli would.
func kernelSize(ctx context.Context) ([]line, error) {
	const script = `const f = require("fs").readFileSync(process.argv[1])
console.log(f.length, require("zlib").brotliCompressSync(f).length)`
	const kernel = "../web/src/generated/kernel.wasm"
	out, err := exec.CommandContext(ctx, "node", "-e", script, kernel).Output()
	if err != nil {
		return nil, fmt.Errorf("compress kernel.wasm: %w", err)
	}
	var raw, packed float64
	if _, err := fmt.Sscan(string(out), &raw, &packed); err != nil {
		return nil, fmt.Errorf("compress kernel.wasm: %w", err)
	}
	ratio := kernelMust / packed
	return []line{{
		Name: "first load: kernel, brotli", Ours: packed, Ratio: ratio, Goal: 1, OK: ratio >= 1, Unit: "B",
		Cores: 1, Also: map[string]float64{"raw B": raw},
	}}, nil
}
