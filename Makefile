# The only entry point: `make` prints this list.
SWIFT ?= swift
SECONDS_EACH ?= 20
RELEASE := .build-release/release/berth
SOURCES := Package.swift Sources Tests $(wildcard Benchmarks Fuzz)
export PATH := $(CURDIR)/.build-tools/venv/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run build release test check unit wire bench fuzz format packages clients

help:      ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

run: release ## build the program and start everything on loopback (BERTH_ARGUMENTS=...)
	$(RELEASE) up $(BERTH_ARGUMENTS)

build: packages ## debug build, tests included
	$(SWIFT) build --build-tests

release: packages ## optimised, static, one file to copy: .build-release/release/berth
	$(SWIFT) build -c release -Xswiftc -static-executable --product berth --scratch-path .build-release

test: check clients ## everything: form, unit, conformance and tidy tests, then real clients
	@rm -rf .build/rings
	@$(MAKE) --no-print-directory --keep-going unit wire; status=$$?; scripts/test-summary.sh && exit $$status

check:     ## format and lint; changes nothing
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

unit: build ## unit, conformance and tidy tests
	scripts/test-ring.sh unit $(SWIFT) test --skip-build --skip WireTests --experimental-maximum-parallelization-width 8

wire: build release clients ## real clients against real processes
	BERTH_BINARY=$(CURDIR)/$(RELEASE) scripts/test-ring.sh wire \
	  $(SWIFT) test --skip-build --filter WireTests --experimental-maximum-parallelization-width 2

bench: release clients ## side by side with docker-registry; a table, and JSON
	BERTH_BINARY=$(CURDIR)/$(RELEASE) Benchmarks/run.sh

fuzz: packages ## every fuzzer, SECONDS_EACH=20
	cd Fuzz && ./run.sh $(SECONDS_EACH)

format:    ## put the sources in form
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

packages:  ## the Debian packages that the build needs
	@scripts/install-packages.sh

clients: packages ## the foreign clients that the tests drive
	@scripts/install-clients.sh
