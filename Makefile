# `make` alone says what there is. Everything works without network once it has been done.
#
# Parameters, as in `make run SAMPLE_EVENTS=1000000`:
#   SAMPLE_EVENTS, SAMPLE_DAYS, SAMPLE_SEED   the sample nation of `make run` and `make demo`
#   KESHIK_DATA                               its data folder (var)
#   B, RUNS, FULL                             which benchmark, how many runs of each, FULL=1 for the sizes the README quotes
#   ROWS, HISTORY                             rows of a day, events stored before
#   KILLS, SEED                               how often `make crash` kills, and the seed of its moments
#   MAIL_KILLS                                how often `make mailtest` kills the centre while it sends
#   FUZZ_SECONDS, T                           seconds for each target of `make fuzz`, and which target

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

SAMPLE_EVENTS ?= 200000
SAMPLE_DAYS ?= 7
SAMPLE_SEED ?= 1
KESHIK_DATA ?= var
RUNS ?= 5
KILLS ?= 200
MAIL_KILLS ?= 8
SEED ?= 1
FUZZ_SECONDS ?= 60
# What tests run against beside our own code.
TEST_PACKAGES := chromium fonts-dejavu-core poppler-utils python3-venv gnupg gpgsm openssl
export SAMPLE_EVENTS SAMPLE_DAYS SAMPLE_SEED KESHIK_DATA FUZZ_SECONDS

# The Swift runtime is linked in, so the program runs on machines without a toolchain.
RELEASE_FLAGS := -c release --product keshik --static-swift-stdlib
RELEASE := .build/release/keshik
DEBUG := .build/debug/keshik

.PHONY: help
help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

.PHONY: bootstrap
bootstrap: ## Install the Debian packages that are missing
	@scripts/bootstrap

.PHONY: build
build: bootstrap ## Build the release program: .build/release/keshik
	@swift build $(RELEASE_FLAGS)

.PHONY: run
run: build ## Build and start the centre with the sample nation on this machine; Ctrl-C ends it
	@$(RELEASE) serve --sample --sample-rows $(SAMPLE_EVENTS) --data $(KESHIK_DATA)

.PHONY: demo
demo: build ## The engine without the centre: take a week of the sample nation's feeds in and show what came out
	@scripts/demo $(RELEASE)

.PHONY: deb
deb: build ## Make the Debian package: .build/keshik_VERSION_ARCH.deb
	@scripts/deb $(RELEASE)

.PHONY: test
test: ## Run all tests, the short form of the crash tests, and walk through the pages in a real browser
	@scripts/bootstrap
	@scripts/bootstrap $(TEST_PACKAGES) || echo "not all of $(TEST_PACKAGES) could be installed; what needs them is skipped" >&2
	@swift build --build-tests
	@SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 swift test --skip-build --disable-xctest 2>&1 | tee .build/test.log
	@python3 Tests/Crash/crash.py --keshik $(DEBUG) --short --seed $(SEED)
	@python3 Tests/Browser/journey.py --keshik $(DEBUG) --out .build/screenshots
	@grep -E 'Test run with|✘' .build/test.log | tail -n 20

.PHONY: mailtest
mailtest: ## As root: mail through Postfix, Dovecot, GnuPG and OpenSSL, the centre killed while it sends, metrics read by Prometheus' parser
	@scripts/bootstrap postfix dovecot-imapd gnupg gpgsm openssl python3-venv
	@swift build --build-tests
	@python3 Tests/Mail/realservers.py -- swift test --skip-build --filter 'RealServersTests|RealMailboxTests|OpenPGPTests|SMIMETests'
	@python3 Tests/Mail/survival.py --keshik $(DEBUG) --kills $(MAIL_KILLS)

.PHONY: crash
crash: build ## Kill an ingest at KILLS random moments, fill its disk, run two at once: totals must not change
	@python3 Tests/Crash/crash.py --keshik $(RELEASE) --kills $(KILLS) --seed $(SEED)

.PHONY: fuzz
fuzz: bootstrap ## Feed every parser with made-up bytes for FUZZ_SECONDS each
	@scripts/fuzz $(T)

.PHONY: bench
bench: build ## Measure against the peers; B=chain, parse, growth, query or start for one, FULL=1 for the quoted sizes
	@python3 Benchmarks/bench.py --keshik $(RELEASE) --runs $(RUNS) $(if $(filter 1,$(FULL)),--full) $(if $(ROWS),--rows $(ROWS)) $(if $(HISTORY),--history $(HISTORY)) $(B)

.PHONY: lint
lint: bootstrap ## Check format and style
	@swift format lint --strict --parallel --recursive Sources Tests Package.swift
	@if command -v shellcheck >/dev/null; then shellcheck scripts/bootstrap scripts/demo scripts/fuzz .ci/run; fi

.PHONY: strict
strict: lint ## Check format and style, and build with every warning an error (what continuous integration runs)
	@swift build --build-tests -Xswiftc -warnings-as-errors --scratch-path .build-strict

.PHONY: docs
docs: bootstrap ## Write the manual page into docs/
	@swift build --product keshik
	@scripts/manual $(DEBUG) >docs/keshik.1

.PHONY: clean
clean: ## Remove what was built; data and what benchmarks installed stay
	@rm -rf .build .build-strict .build-fuzz
