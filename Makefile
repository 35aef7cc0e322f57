# Publish reports: `make pdf epub`. See `make help`.

PYTHON ?= python3
REPORT ?=
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m report
FORMATS := $(filter pdf epub html,$(MAKECMDGOALS))
FAMILY ?=
SECONDS ?= 60
SEED ?= $(shell date +%s)
QUICK := not slow and not conformance and not attack
comma := ,
empty :=
space := $(empty) $(empty)

.DEFAULT_GOAL := help
.PHONY: help pdf epub html all print list info check archive verify test test-all coverage lint format bench whole fuzz mutants attacks handbook tools conformance lock clean setup setup-dev editions specimens pictures

help: ## list the targets
	@echo "make TARGET [REPORT=slug]"
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

pdf: editions ## build the PDF of every report, or of REPORT
	@:
epub: editions ## build the EPUB
	@:
html: editions ## build the web page
	@:
editions: setup
	@$(RUN) build $(REPORT) --to $(subst $(space),$(comma),$(strip $(FORMATS)))

all: setup ## build every format
	@$(RUN) build $(REPORT)

print: setup ## make the press file of REPORT, in build/REPORT/print
	@$(RUN) print $(REPORT) --shop

list: setup ## list reports, themes, formats and checks
	@$(RUN) list

info: setup ## print the versions for a bug report
	@$(RUN) info

check: setup-dev ## check sources and built files with all validators installed, and write the evidence
	@$(RUN) check --full $(REPORT)

archive: setup-dev ## add REPORT, or all reports, to the archive, with NOTE="what has changed"
	@$(RUN) archive $(REPORT) $(if $(NOTE),--note "$(NOTE)")

verify: setup ## read the archive again and tell what is damaged
	@$(RUN) verify $(REPORT)

test: setup-dev ## run the tests but those that take long (two minutes)
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "$(QUICK)"

test-all: setup-dev ## run all tests but those of make conformance (a quarter of an hour)
	@$(BIN)/python -m pytest -n auto --dist loadfile -m "not conformance and not attack"

# What measures opens files and takes its time, which a few tests of processes notice: test-all says whether they pass.
coverage: setup-dev ## run the quick tests once more, and tell how much of each room they go through
	@$(BIN)/python -m coverage erase
	-@$(BIN)/python -m coverage run -m pytest -n auto --dist worksteal -m "$(QUICK)"
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage json --quiet -o build/coverage/rooms.json
	@$(BIN)/python -m tests.rooms build/coverage/rooms.json

lint: setup-dev ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup-dev ## put the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup-dev ## measure against WeasyPrint alone, in turn (a quarter of an hour)
	@$(BIN)/python -m tests.bench

whole: setup-dev ## hold reports in parts against the same laid out as a whole
	@$(BIN)/python -m tests.bench.whole

attacks: tools ## what takes long of a stranger's files: the heavy ones, and traces of the kernel's calls
	@REPORT_REQUIRE_TOOLS=1 $(BIN)/python -m pytest -m attack

mutants: setup-dev ## break sixty lines of the program, one at a time, and see whether a test notices: SEED=1 (an hour)
	@$(BIN)/python -m tests.mutants $(if $(filter command,$(origin SEED)),--seed $(SEED))

fuzz: setup-dev ## give the tool what a stranger may have made: FAMILY=svg SECONDS=60 (of each) SEED=1
	@$(BIN)/python -m tests.fuzz $(FAMILY) --seconds $(SECONDS) --seed $(SEED)

handbook: setup-dev ## write the handbook's reference pages anew
	@$(BIN)/python -m report.dev.reference

specimens: setup-dev ## draw the specimen in every theme, sheet and edition, in build/specimens
	@$(BIN)/python -m tests.specimens build/specimens

pictures: setup-dev ## draw the pictures in the handbook and README anew
	@$(BIN)/python -m tests.specimens --documents .

tools: setup-dev ## install the validators: veraPDF, EPUBCheck, Ace, Nu, axe
	@bash .ci/tools/install.sh

conformance: tools ## run every validator on every sample, and a share of the fuzzers; a missing tool is a failure
	@REPORT_REQUIRE_TOOLS=1 $(BIN)/python -m pytest -m conformance

lock: setup-dev ## write the lock files anew
	@bash .ci/lock

clean: ## remove what was built
	@find build -mindepth 1 -not -name .gitkeep -delete

setup:
	@$(PYTHON) -m report.dev.bootstrap

setup-dev:
	@$(PYTHON) -m report.dev.bootstrap --dev
