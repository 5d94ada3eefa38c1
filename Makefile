# The commands of the shop. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
# One process per core; files stay whole, so that their fixtures are made once, and go in the order of tests/order.py.
WORKERS ?= auto
ARGS ?=

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: .venv/.run ## start the demo shop (honours DATA_DIR, HOST, PORT, DATABASE_URL, REDIS_URL, SMTP_URL ...)
	@DEMO="$${DEMO:-1}" exec $(FLASK) shop run --until-parent-stops

.PHONY: test
test: .venv/.test ## run all tests, browser tests included (ARGS="-k gates" chooses)
	@CHROMIUM="$$(.ci/chromium)"; export CHROMIUM; \
	exec $(BIN)/pytest -n $(WORKERS) --dist loadfile --durations 15 $(ARGS)

.PHONY: check
check: .venv/.test ## format, lint, types, import contracts, migration drift, vendored hashes
	@$(MAKE) --keep-going check-format check-lint check-types check-imports check-migrations check-vendored

.PHONY: bench
bench: .venv/.test ## measure the promised figures (pages with Lighthouse, which needs Node)
	@exec $(BIN)/pytest -m bench -p no:xdist $(ARGS)

.PHONY: soak
soak: .venv/.test ## the long fault and load runs
	@exec $(BIN)/pytest -m soak -p no:xdist $(ARGS)

.PHONY: screenshots
screenshots: .venv/.test ## draw the pictures of README and guide anew, from a demo shop (ARGS="grid-1440.png" chooses)
	@CHROMIUM="$$(.ci/chromium)"; export CHROMIUM; exec $(BIN)/python -m docs.screenshots.make $(ARGS)

.PHONY: format
format: .venv/.test ## write the house's format and the fixes that are safe
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: check-format check-lint check-types check-imports check-migrations check-vendored
check-format: .venv/.test
	@$(BIN)/ruff format --check .

check-lint: .venv/.test
	@$(BIN)/ruff check .

check-types: .venv/.test
	@$(BIN)/mypy

check-imports: .venv/.test
	@$(BIN)/lint-imports --no-logo

check-migrations: .venv/.test
	@$(BIN)/python -m app.drift

check-vendored: .venv/.test
	@if [ -f vendor.lock ]; then $(BIN)/python vendor.py --check; fi

.PHONY: requirements
requirements: ## compile requirements*.in (needs uv)
	@for name in requirements requirements-dev; do \
		uv pip compile --quiet --universal --python-version 3.11 --no-annotate \
			--custom-compile-command "make requirements" $(ARGS) $$name.in -o $$name.txt; \
	done

# The environment. Each stamp is newer than the list it was installed from, so a second start installs nothing.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "The shop needs Python 3.11 or newer: name one with make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "Python could not make .venv (on Debian: sudo apt-get install python3-venv)." >&2; exit 1; }

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing what the shop needs into .venv (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.test: requirements-dev.txt .venv/.run
	@echo "Installing what the tests need into .venv (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
