# make demo    one database follows another, on a private server
# make test    everything that can be tested here
# PG=17 builds for and tests on another major version, PG=all on all that there are. What this machine's Debian release
# does not have goes into a folder of target/pg. KEEP=1 leaves the demo's server running.

PG ?= 15
ifndef PG_CONFIG
PG_CONFIG := $(shell PG=$(PG) pg_test/suite.sh where)/pg_config
endif
PGRX_VERSION := 0.18.1
SUDO ?= $(if $(filter 0,$(shell id -u)),,sudo)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
export PG PG_CONFIG PGRX_VERSION SUDO
export PG_BIN = $(dir $(PG_CONFIG))
export PATH := $(HOME)/.cargo/bin:$(PATH)
export PGRX_HOME := $(CURDIR)/target/pgrx
export FEATURES := --no-default-features --features pg$(PG)

# The versions that some Debian suite has; 13 is a source only.
TARGETS := 15 17 18
SERVERS := 13 $(TARGETS)
export FROM

PACKAGE := target/release/schemig-pg$(PG)
STAMP := target/schemig-pg$(PG).built
SOURCES := Cargo.toml Cargo.lock schemig.control $(wildcard .cargo/config.toml) $(shell find src sql)

.PHONY: all build deps install demo test mixed upgraded installcheck unit tidy acceptance soak regression lint bench clean

all: build

## What is missing on this machine; nothing when all is there.
deps:
	@pg_test/deps.sh
	@mkdir -p $(PGRX_HOME)
	@{ echo '[configs]'; for config in $$(compgen -G '/usr/lib/postgresql/*/bin/pg_config') \
	       $$(compgen -G '$(CURDIR)/target/pg/*/usr/lib/postgresql/1[578]/bin/pg_config'); do \
	     version=$${config##*/postgresql/}; \
	     echo "pg$${version%%/*} = \"$$config\""; done; } >$(PGRX_HOME)/config.new
	@cmp -s $(PGRX_HOME)/config.new $(PGRX_HOME)/config.toml \
	  && rm $(PGRX_HOME)/config.new || mv $(PGRX_HOME)/config.new $(PGRX_HOME)/config.toml

$(STAMP): $(SOURCES) | deps
	rm -rf $(PACKAGE)
	cargo pgrx package --pg-config $(PG_CONFIG) $(FEATURES)
	@touch $@

build: deps $(STAMP)

## Copies into PostgreSQL what differs from what is there.
install: build
	@cd $(PACKAGE) && find . -type f | while read -r file; do \
	  cmp -s "$$file" "/$$file" || { echo "install /$${file#./}"; \
	    $(if $(filter $(CURDIR)/%,$(PG_CONFIG)),,$(SUDO)) install -D -m "$$(stat -c %a "$$file")" "$$file" "/$$file"; }; done

demo: install
	@pg_test/server.sh run pg_test/demo.sh

ifeq ($(PG),all)
## On every version that can be had, and with sources on others.
test:
	@status=0; \
	  for target in $(TARGETS); do env -u PG_CONFIG $(MAKE) --no-print-directory test PG=$$target || status=1; done; \
	  for target in $(TARGETS); do for source in $(SERVERS); do [ $$source = $$target ] || \
	    env -u PG_CONFIG $(MAKE) --no-print-directory mixed PG=$$target FROM=$$source || status=1; \
	    [ $$source = 13 ] || [ $$source -gt $$target ] || env -u PG_CONFIG $(MAKE) --no-print-directory upgraded PG=$$target FROM=$$source || status=1; \
	    done; done; \
	  exit $$status
else
test: install regression
	@pg_test/run.sh
endif

## A source of version FROM, a target of version PG: make mixed PG=18 FROM=13
mixed: install
	@pg_test/mixed.sh $(CASES)

## pg_upgrade of sources and targets, from version FROM to version PG: make upgraded PG=17 FROM=15
FROM_CONFIG ?= $(shell PG=$(FROM) pg_test/suite.sh where)/pg_config
upgraded: install
	@$(MAKE) --no-print-directory install PG=$(FROM) PG_CONFIG=$(FROM_CONFIG)
	@FROM_BIN=$(dir $(FROM_CONFIG)) pg_test/upgraded.sh

## PostgreSQL's own regression tests, whose database is followed whole.
regression: deps
	@[ $(PG) != 15 ] || pg_test/regression.sh

installcheck: test

unit: deps
	@cargo test $(FEATURES) --lib

## The layout: no server is needed.
tidy: deps
	@cargo test $(FEATURES) --test tidy

## One part of the acceptance tests: make acceptance CASES=corpus::domain
acceptance: install regression
	@cargo test $(FEATURES) --test acceptance -- $(CASES)

## 50,000 random queries, or QUERIES, 500 random walks, or WALKS, as many with drops in the trash, changes in all
## variants, faults at 20 moments, or FAULTS, of each call, ten sessions at once for a minute; answers of a source that chance
## has changed, for FUZZ_SECONDS. A part that fails does not keep the others from running. SEED=n for the same ones again.
## It takes a night: on two cores with a load of 13, changes took half an hour, faults 19 minutes, 20,000 queries 8, and
## 50 walks some 18.
soak: QUERIES ?= 50000
soak: WALKS ?= 500
soak: FAULTS ?= 20
soak: FUZZ_SECONDS ?= 3600
soak: SEED ?= $(shell od -An -N4 -tu4 /dev/urandom | tr -d ' ')
soak: install
	@seed=$(SEED) status=0; echo "SEED=$$seed"; \
	  for part in PROPERTY WALK FAULTS CROWD FUZZ; do export SCHEMIG_$${part}_SEED=$$seed; done; \
	  part() { env "$${@:2}" cargo test $(FEATURES) --test acceptance -- $$1 || status=1; }; \
	  part property:: SCHEMIG_PROPERTY_QUERIES=$(QUERIES); \
	  part walk:: SCHEMIG_WALKS=$(WALKS); \
	  part walk:: SCHEMIG_WALKS=$(WALKS) SCHEMIG_WALK_TRASH=1; \
	  part changes:: SCHEMIG_CHANGES=1; \
	  part touched:: SCHEMIG_CHANGES=1; \
	  part "faults:: --skip defaults::" SCHEMIG_FAULTS=$(FAULTS); \
	  part crowd:: SCHEMIG_CROWD=60; \
	  part hostile::fuzz SCHEMIG_FUZZ_SECONDS=$(FUZZ_SECONDS); \
	  exit $$status

lint: deps
	cargo fmt --check
	cargo clippy $(FEATURES) --all-targets -- -D warnings

## Ratios to pg_dump, psql, and sqlacodegen with Alembic: make bench BENCH='--tables 100,1000 --runs 5'
bench: install
	@pg_test/bench/bench.sh $(BENCH)

clean:
	cargo clean
