# Uptake: what can be done here. "make" alone lists it.
BIN := .venv/bin
PYTHON ?= $(shell test -x $(BIN)/python && echo $(BIN)/python || echo python3)
ENVIRONMENT = $(PYTHON) scripts/environment.py
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check bench lock audit clean python dev tools static

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1|/' | \
		awk -F'|' '{ printf "%-14s%s\n", $$1, $$2 }'

setup: python ## build the environment in .venv from the lock file
	@$(ENVIRONMENT) .venv locks/run.txt

demo: setup ## a made-up organisation, loaded and served on this machine
	@$(BIN)/uptake demo

serve: setup ## serve what is loaded
	@$(BIN)/uptake serve

test: dev tools static ## every check and every test
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: dev static ## formatter, linter, types, import contracts and the fast tests
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile tests/unit

bench: python ## the benchmarks, in an environment of their own
	@$(ENVIRONMENT) .venv-bench locks/bench.txt
	@.venv-bench/bin/python -m bench $(BENCH)

lock: python ## choose the newest allowed versions and write the lock files anew
	@$(PYTHON) scripts/lock.py $(LOCK)

audit: dev ## known weaknesses of the locked packages; needs the network
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip -r locks/run.txt
	@$(BIN)/pip-audit --strict --require-hashes --disable-pip -r locks/dev.txt

clean: ## remove environments and caches; data/ stays
	@rm -rf .venv .venv-bench *.egg-info build bench/work \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What the targets above rest on -----------------------------------------------------------------

python:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON) here: install Python 3.11, 3.12 or 3.13 with its venv module, or name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }

dev: setup
	@$(ENVIRONMENT) .venv locks/dev.txt

tools: dev
	@$(BIN)/python -m scripts.ensure_test_tools

static: dev
	@$(BIN)/ruff format --check --quiet || { echo "Run: $(BIN)/ruff format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
