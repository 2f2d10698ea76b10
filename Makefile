# Lommekort: the commands a newcomer needs. `make help` lists them.
# Settings go on the same line: make run PORT=8123 LOMMEKORT_INSTANCE=/some/folder

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder --durations=10
export
# Without byte code each start compiles everything anew: half of the time it takes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run form findings sbom install test lint unit test-postgres test-cluster test-static test-kills test-times browser-tests browsers servers content bench bench-serve bench-load bench-servers bench-finder bench-overview bench-languages bench-search lighthouse screenshots check-hsds wheel deb lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## Set up what is missing and serve the app on http://127.0.0.1:8000
	@$(BIN)/python -m webapp serve

install: $(VENV)/.run ## Set up what the app needs, without starting it

test: $(VENV)/.test browsers servers lint content ## Set up what tests need and run everything
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE)

lint: $(VENV)/.test ## Check form, types, scripts and style sheets
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m harness.scripts

form: $(VENV)/.test ## Put the form of code, scripts and style sheets right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python -m harness.scripts --write

content: $(VENV)/.test ## Check every file in content/: fields, spelling, reading level, dead ends, age
	@$(BIN)/python -m webapp content

unit: $(VENV)/.test ## Only the tests that need no browser
	@$(BIN)/python -m pytest --ignore tests/browser $(SIDE_BY_SIDE)

test-postgres: $(VENV)/.test ## The tests that need no browser, on PostgreSQL: started for them, and gone afterwards
	@$(BIN)/python -m tests.postgres --ignore tests/browser $(SIDE_BY_SIDE)

test-cluster: $(VENV)/.test servers ## Three servers, PostgreSQL and nginx, each of them killed in turn
	@$(BIN)/python -m pytest -n 0 --whole tests/cluster

test-static: $(VENV)/.test browsers servers ## The exported edition behind nginx: every address, and a phone without a network
	@$(BIN)/python -m pytest -n 0 tests/browser/test_static_site.py

test-kills: $(VENV)/.test ## Two hundred kills in the middle of writing, importing, publishing, migrating and restoring
	@$(BIN)/python -m pytest -n 0 -s --whole tests/faults/test_killed.py

test-times: $(VENV)/.test browsers ## Show where the tests' processor time goes: TESTS=tests/desk for a part of them
	@$(BIN)/python -m pytest -p harness.times $(SIDE_BY_SIDE) $(TESTS)

browser-tests: $(VENV)/.test browsers ## Only the tests that drive browsers
	@$(BIN)/python -m pytest tests/browser $(SIDE_BY_SIDE)

browsers: $(VENV)/.test ## Find the browsers the tests drive; install what is missing
	@$(BIN)/python -m harness.browsers

servers: $(VENV)/.test ## Find the servers that tests put around the app; install what is missing
	@$(BIN)/python -m harness.servers

bench: $(VENV)/.test browsers ## Measure everything: one table of limit, measured, met
	@$(BIN)/python -m bench

bench-serve: $(VENV)/.test ## Measure the server against nginx and against Jinja on each request
	@$(BIN)/python -m bench.serve

bench-load: $(VENV)/.test servers ## Measure a crowd of phones and editors: AGAINST=<commit> for that build's editors beside
	@PATH="$$PATH:/usr/sbin" $(BIN)/python -m bench.load $(if $(AGAINST),--against $(AGAINST))

bench-servers: $(VENV)/.test servers ## Measure what a second server on one PostgreSQL adds for those who edit
	@$(BIN)/python -m bench.servers

bench-finder: $(VENV)/.test browsers ## Measure how the finder grows, on the server and on a slow phone
	@$(BIN)/python -m bench.finder

bench-overview: $(VENV)/.test browsers ## Measure the overview of every municipality, on the server and on a slow phone
	@$(BIN)/python -m bench.overview

bench-languages: $(VENV)/.test browsers ## Measure a change of language on a citizen's page, on a slow phone
	@$(BIN)/python -m bench.languages

bench-search: $(VENV)/.test browsers ## Measure how well and quickly the search finds, beside five other engines: AGAINST=<commit> for that build too
	@$(BIN)/python -m bench.search $(if $(AGAINST),--against $(AGAINST))

lighthouse: $(VENV)/.test browsers ## Measure three pages with Lighthouse, mobile preset
	@$(BIN)/python -m bench.lighthouse

findings: ## Show what we had guessed wrong about others' software, version by version (needs the network and npm)
	@failed=; for finding in findings/*.sh; do echo "== $$finding"; sh $$finding || failed="$$failed $$finding"; done; \
		test -z "$$failed" || { echo "No longer so:$$failed"; exit 1; }

screenshots: $(VENV)/.test browsers ## Take the README's pictures of the app anew
	@$(BIN)/python -m docs.screenshots

check-hsds: $(VENV)/.test ## Hold the open data to Open Referral's own schemas: HSDS=/folder/with/schemas
	@$(BIN)/python -m tests.opendata.official "$(HSDS)"

sbom: .cache/sbom/.made ## Write a list of everything the app is made of, in CycloneDX's form: sbom.cdx.json
	@.cache/sbom/bin/python -m harness.sbom

.cache/sbom/.made: requirements-sbom.lock
	@$(PYTHON) -m venv .cache/sbom
	@.cache/sbom/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-sbom.lock
	@touch $@

wheel: $(VENV)/.test ## Build dist/lommekort-….whl, the same bytes each time
	@$(BIN)/hatchling build -t wheel

deb: $(VENV)/.test ## Build dist/lommekort_….deb for this machine's Debian and Python: all of it, and a systemd unit
	@$(BIN)/python -m harness.debian dist

lock: $(VENV)/.test ## Choose versions anew and write the lock files
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" -U pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" -U pyproject.toml --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" -U --group pyproject.toml:sbom -o requirements-sbom.lock

clean: ## Remove everything that was made here, the database too
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results instance dist sbom.cdx.json

# uv installs several times faster than pip, but is a convenience only: where it cannot be had, pip does it.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Lommekort needs Python 3.11 or newer; $(PYTHON) is older. Try: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check uv 2>/dev/null || true

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	@echo "Installing what the app needs …"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r requirements.lock 2>/dev/null || \
		$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.test: requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the tests need …"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q --require-hashes -r requirements-dev.lock 2>/dev/null || \
		$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run
