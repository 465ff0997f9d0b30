# Each target sets up what it needs on a fresh Debian machine that has Go and Node, and is quick
# when that is done already. `make help` lists the targets.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

# The developer's tools are built once per version and shared by every clone on the machine: a
# change of tools/go.mod, tools/go.sum or the Go version makes another folder.
CACHE     := $(or $(PROOFHOUSE_TOOLS),$(XDG_CACHE_HOME),$(if $(HOME),$(HOME)/.cache),$(CURDIR)/.tools)
TOOLS_KEY := $(shell { go env GOVERSION GOOS GOARCH; cat tools/go.mod tools/go.sum; } | sha256sum | cut -c1-16)
TOOLS     := $(CACHE)/proofhouse-tools/$(TOOLS_KEY)

# Nothing of the machine or the moment enters a built file: two people with one Go version get the
# same bytes. go.mod names one; another that is installed and new enough is used instead.
GOBUILD   := go build -trimpath -buildvcs=false
GENERATED := web/src/generated
KERNEL_JS := ./kernel/... ./cmd/kernelwasm

# A phone loads the kernel before it can judge anything: calls are left as calls (-l), which makes it
# an eighth smaller and a twelfth slower. Servers inline. The wasm tests are built the same way.
WASMFLAGS := -gcflags=all=-l
WASMBUILD := GOOS=js GOARCH=wasm $(GOBUILD) $(WASMFLAGS) -ldflags="-s -w"

# Where Node runs the kernel it gets the cryptography that a page gives it.
WASMEXEC   = node --stack-size=8192 '$(CURDIR)/internal/testall/wasm.mjs' '$(shell go env GOROOT)/lib/wasm/wasm_exec.js'

# What the client is made of: a change in any of these files builds it again.
WEB_FILES := $(shell find web words rules -type f \
	-not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -path '$(GENERATED)/*' \
	-not -path 'web/playwright-*' -not -path 'web/test-results/*' -not -name '*.go' 2>/dev/null)

NPM_STAMP := web/node_modules/.set-up
WEB_STAMP := web/dist/index.html

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set-up -------------------------------------------------------------------------------------

.PHONY: setup
setup: $(TOOLS)/.complete $(NPM_STAMP) chromium ## fetch modules, packages, tools and the test browser
	@go mod download

$(TOOLS)/.complete: tools/go.mod tools/go.sum
	@echo "building golangci-lint, staticcheck and gofumpt, once per version"
	@mkdir -p "$(TOOLS)"
	@cd tools && go build -trimpath -o "$(TOOLS)/" tool
	@touch "$@"

# No package runs a script of its own while it is installed.
$(NPM_STAMP): web/package.json web/package-lock.json
	@cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch "$@"

# The browser tests drive Debian's Chromium. Without any font installed a page has no text to see.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
		if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
		export DEBIAN_FRONTEND=noninteractive; \
		install="$$as apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core"; \
		$$install </dev/null >/dev/null 2>&1 || { $$as apt-get update -qq </dev/null && $$install </dev/null; }; \
	}

# --- build --------------------------------------------------------------------------------------

.PHONY: build
build: web ## build bin/proofhouse with the client inside
	@$(GOBUILD) -o bin/proofhouse ./cmd/proofhouse

# The kernel is always compiled (Go's cache makes that quick) and replaced only when it changed, so
# that the client is not bundled again for nothing.
.PHONY: wasm
wasm: ## compile the kernel for the browser
	@mkdir -p $(GENERATED) .tools
	@$(WASMBUILD) -o .tools/kernel.wasm ./cmd/kernelwasm
	@cmp -s .tools/kernel.wasm $(GENERATED)/kernel.wasm || cp .tools/kernel.wasm $(GENERATED)/kernel.wasm
	@cmp -s "$$(go env GOROOT)/lib/wasm/wasm_exec.js" $(GENERATED)/wasm_exec.js || \
		cp "$$(go env GOROOT)/lib/wasm/wasm_exec.js" $(GENERATED)/wasm_exec.js

.PHONY: web
web: wasm $(NPM_STAMP) ## bundle the client into web/dist
	@$(MAKE) -s $(WEB_STAMP)

$(WEB_STAMP): $(WEB_FILES) $(NPM_STAMP) $(wildcard $(GENERATED)/*)
	@cd web && npm run --silent build
	@touch "$@"

# --- use ----------------------------------------------------------------------------------------

.PHONY: run
run: build ## start the demo at http://localhost:8470
	@exec bin/proofhouse demo

# --- prove --------------------------------------------------------------------------------------

# The race detector is linked by a C compiler.
.PHONY: compiler
compiler:
	@command -v "$$(go env CC)" >/dev/null || { \
		if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
		export DEBIAN_FRONTEND=noninteractive; \
		install="$$as apt-get install -y -qq --no-install-recommends gcc libc6-dev"; \
		$$install </dev/null >/dev/null 2>&1 || { $$as apt-get update -qq </dev/null && $$install </dev/null; }; \
	}

.PHONY: test-ready
test-ready: build chromium compiler
	@mkdir -p .tools
	@go build -o .tools/testall ./internal/testall

.PHONY: test
test: test-ready ## run every test; the last line is "N passed, N failed"
	@exec .tools/testall $(if $(STAGES),-only $(STAGES))

# The proofs at full size. Each part that is finished prints its last line and keeps what it found in
# a file named after the commit: a run that was broken off goes on with the next part.
PROOF := .tools/proof/$(shell git rev-parse --short HEAD 2>/dev/null || echo uncommitted)
PROOF_PARTS := explore-a2 explore-b1 explore-resets explore-b2 explore-a3 explore-third-a2 explore-third-b2 \
	explore-anew explore-wide-a2 explore-wide-b1 explore-chance explore-chance-third explore-show machines twin

.PHONY: proof
proof: build ## run the proofs at full size, resumable, a line per finished part
	@mkdir -p $(PROOF)
	@$(MAKE) -k $(addprefix $(PROOF)/,$(PROOF_PARTS))

$(PROOF)/explore-a2:       EXPLORE := --claim A --faults 2
$(PROOF)/explore-b1:       EXPLORE := --claim B --faults 1
$(PROOF)/explore-resets:   EXPLORE := --claim resets --faults 2
$(PROOF)/explore-b2:       EXPLORE := --claim B --faults 2
$(PROOF)/explore-a3:       EXPLORE := --claim A --faults 3
$(PROOF)/explore-third-a2: EXPLORE := --claim A --faults 2 --third
$(PROOF)/explore-third-b2: EXPLORE := --claim B --faults 2 --third
$(PROOF)/explore-anew:     EXPLORE := --claim resets --faults 2 --pack us-ca-part13 --pack lmsc-bulletin-1 --pack house-every-hand-over
$(PROOF)/explore-wide-a2:  EXPLORE := --claim A --faults 2 --lapses 2 --chambers 2
$(PROOF)/explore-wide-b1:  EXPLORE := --claim B --faults 1 --lapses 2 --chambers 2
$(PROOF)/explore-chance:   EXPLORE := --simulate 20000
$(PROOF)/explore-chance-third: EXPLORE := --simulate 10000 --third
$(PROOF)/explore-show:     EXPLORE := --show --seeds 100
$(PROOF)/explore-%:
	@bin/proofhouse explore $(EXPLORE) --json >$@.unfinished
	@mv $@.unfinished $@
	@printf '%s: ' "$(@F)"; tail -n 1 $@

# The kernel and its twin over every story and a million random events; finished blocks are kept beside.
TWIN_EVENTS ?= 1000000
$(PROOF)/twin:
	@mkdir -p $(PROOF)/twin-blocks
	@PROOFHOUSE_TWIN_EVENTS=$(TWIN_EVENTS) PROOFHOUSE_PROOF_DIR=$(CURDIR)/$(PROOF)/twin-blocks \
		go test ./kernel/plain -count=1 -timeout 12h -v -run 'EveryStory|LongRun|TakesAway' | \
		grep --line-buffered -v '^ *--- PASS\|^=== ' | tee $@.unfinished
	@mv $@.unfinished $@

# The answers on a million random entries, by a server and by what a phone runs: every byte the same.
MACHINES = PROOFHOUSE_MACHINE_EVENTS=$(TWIN_EVENTS) go test ./kernel/plain -count=1 -timeout 12h -v -run MachineOnTheLongRun
$(PROOF)/machines-native:
	@mkdir -p $(PROOF)
	@$(MACHINES) | grep -o 'sets 1 to .*' >$@.unfinished
	@mv $@.unfinished $@
$(PROOF)/machines-page:
	@mkdir -p $(PROOF)
	@GOOS=js GOARCH=wasm $(MACHINES) $(WASMFLAGS) -exec="$(WASMEXEC)" | grep -o 'sets 1 to .*' >$@.unfinished
	@mv $@.unfinished $@
$(PROOF)/machines: $(PROOF)/machines-native $(PROOF)/machines-page
	@cmp $^
	@printf '%s, native and WebAssembly: ' "$(@F)"; tail -n 1 $< | tee $@

# What nobody has met yet: days and sets that no run before drew, on the seconds of the clock unless the
# caller names a seed. A night that found something is played again by its seed; fuzzing keeps what it
# found under testdata/fuzz. One night's days end before the seeds of the next night begin.
ifndef SEED
SEED := $(shell date -u +%s)
endif
NIGHT_DAYS   ?= 40000
NIGHT_EVENTS ?= 300000

.PHONY: nightly nightly-days nightly-third nightly-twin nightly-fuzz
nightly: build ## days drawn from SEED, the twin on it, and 60 s of fuzzing per target
	@echo "nightly: make nightly SEED=$(SEED)"
	@$(MAKE) -k nightly-days nightly-third nightly-twin nightly-fuzz SEED=$(SEED)

nightly-days:
	@bin/proofhouse explore --simulate $(NIGHT_DAYS) --seed $(SEED)

nightly-third:
	@bin/proofhouse explore --simulate $(NIGHT_DAYS) --seed $(SEED) --third

nightly-twin:
	@PROOFHOUSE_TWIN_SEED=$(SEED) PROOFHOUSE_TWIN_EVENTS=$(NIGHT_EVENTS) \
		go test ./kernel/plain -count=1 -timeout 12h -v -run TwinAgreesOnTheLongRun | grep -v '^=== \|block [0-9]'

nightly-fuzz:
	@$(MAKE) fuzz FUZZTIME=60s

# -k: one run shows everything that is wrong, not the first thing only.
.PHONY: check
check: web $(TOOLS)/.complete ## modules, formatting, linters, house rules, the client's own checks
	@$(MAKE) -k check-modules check-format check-vet check-lint check-staticcheck check-house check-web

.PHONY: check-modules check-format check-vet check-lint check-staticcheck check-house check-web
# What go.mod and go.sum say is what the code imports. The first run on a machine fetches the few
# modules that only the tests of our dependencies import.
check-modules:
	@echo "check: go mod tidy, house, tools and benchmarks"
	@go mod tidy -diff
	@cd tools && go mod tidy -diff
	@cd bench && go mod tidy -diff

check-format:
	@echo "check: gofumpt"
	@wrong="$$($(TOOLS)/gofumpt -l .)"; \
		[ -z "$$wrong" ] || { printf 'not formatted, run make format:\n%s\n' "$$wrong"; exit 1; }

check-vet:
	@echo "check: go vet, native and for the browser"
	@go vet ./...
	@GOOS=js GOARCH=wasm go vet $(KERNEL_JS)
	@cd bench && go vet ./...

check-lint:
	@echo "check: golangci-lint, native and for the browser"
	@$(TOOLS)/golangci-lint run ./...
	@GOOS=js GOARCH=wasm $(TOOLS)/golangci-lint run --allow-parallel-runners ./cmd/kernelwasm

check-staticcheck:
	@echo "check: staticcheck"
	@$(TOOLS)/staticcheck ./...
	@GOOS=js GOARCH=wasm $(TOOLS)/staticcheck ./cmd/kernelwasm

check-house:
	@echo "check: house rules"
	@go test ./internal/tidy

check-web:
	@echo "check: client"
	@cd web && npm run --silent check

# A function that no test runs says nothing of what it does. The tests of every kernel room count.
.PHONY: cover
cover: ## every function of kernel/verdict is run by a test, or this says which is not
	@mkdir -p .tools
	@go test -coverpkg=./kernel/verdict -coverprofile=.tools/cover.out ./kernel/... >/dev/null
	@go tool cover -func=.tools/cover.out | awk ' \
		$$3 == "0.0%" { print "no test runs " $$1 " " $$2; bad++ } \
		END { print $$0; exit bad > 0 }'

# Every fuzz target of the house in turn. What one finds is kept under testdata/fuzz and runs from
# then on in every `make test`.
FUZZTIME ?= 30s

.PHONY: fuzz
fuzz: ## fuzz every decoder and the judge, each for FUZZTIME (30s)
	@for package in $$(grep -rl --include='*_test.go' '^func Fuzz' --exclude-dir=web --exclude-dir=testall . | xargs -n1 dirname | sort -u); do \
		for target in $$(go test -list '^Fuzz' "$$package" | grep '^Fuzz'); do \
			echo "fuzz: $$package $$target $(FUZZTIME)"; \
			go test "$$package" -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) | tail -1; \
		done; \
	done

.PHONY: format
format: $(TOOLS)/.complete ## write every Go file as gofumpt wants it
	@$(TOOLS)/gofumpt -w .

.PHONY: bench
bench: wasm $(NPM_STAMP) chromium ## measure every budget: one line of JSON for each, against peers where there are some
	@cd bench && KERNEL_FLAGS="-trimpath $(WASMFLAGS)" go run . -runs $(or $(RUNS),6) -only "$(ONLY)"

.PHONY: clean
clean: ## remove what was built here; tools and packages stay
	@rm -rf bin web/dist $(GENERATED) .tools
