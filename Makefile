# The few commands; each installs what it needs first. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
UV_LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml

.PHONY: help install demo test test-all torture bench audit mutants lint check-migrations format lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

install: .venv/installed ## .venv with the locked dependencies and `umanize`

.venv/installed: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install ## a server with an account, a campaign and a key, and one import (ONCE=1: stop after it)
	$(BIN)/umanize demo $(if $(ONCE),--once)

test: install ## the tests that take no time, on a real Postgres; ARGS="tests/cli -x": these, slow ones among them too
	$(BIN)/pytest $(or $(ARGS),-n auto -m "not slow")

test-all: install ## every test that needs no extra system package
	$(BIN)/pytest -n auto $(ARGS)

torture: install ## the full numbers: 20,000 damaged files (MUTANTS=n for fewer), every fault at 30 moments
	MUTANTS=$(or $(MUTANTS),20000) $(BIN)/pytest --timeout 3600 tests/files/test_mutants.py -m torture
	TORTURE=1 $(BIN)/pytest --timeout 3600 tests/faults tests/deployment tests/normalizer

bench: install ## how fast, against the floor: ARGS="run --rows 1000000", latency, small, workbook, neighbours, plans; or --quick
	$(BIN)/python -m benchmarks $(ARGS)

audit: ## known vulnerabilities in what we ship (needs the network)
	$(PYTHON) -m venv .umanize/audit
	.umanize/audit/bin/pip install --quiet pip-audit
	.umanize/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.lock

mutants: install ## change the code at random: do the tests notice? (ARGS="app.auth*"; TEST_DATABASE_URL spares each mutant a server)
	$(BIN)/pip install --quiet --target .umanize/mutmut mutmut==3.8.1
	PYTHONPATH=.umanize/mutmut nice $(BIN)/python -m mutmut run --max-children 2 $(if $(ARGS),"$(ARGS)")
	PYTHONPATH=.umanize/mutmut $(BIN)/python -m mutmut results

lint: install ## format, lint, types and import contracts, changing nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-migrations: install ## migrate an empty embedded database and compare it with the models
	rm -rf .umanize/check && mkdir -p .umanize/check
	UMANIZE_DATA_DIR=.umanize/check $(BIN)/python -m migrations.check

format: install ## let ruff put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: ## resolve the dependencies anew (needs uv)
	$(UV_LOCK) --extra build -o requirements.lock
	$(UV_LOCK) --extra dev -c requirements.lock -o requirements-dev.lock

clean: ## forget the virtual environment and the embedded database
	rm -rf .venv .umanize
