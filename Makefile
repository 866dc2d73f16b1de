SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo visit test check docs bench messages screenshots lock clean

# The first interpreter that answers and is recent enough; a pyenv shim may exist without a version behind it.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$python && break; done)
BIN := .venv/bin
THIRD_PARTY := $(dir $(wildcard tests/*/third_party/package-lock.json))
NODE_MODULES := $(THIRD_PARTY:%=%node_modules/.package-lock.json)
export UV_PYTHON := $(BIN)/python
# Compiled once: tests and the demonstration start dozens of processes, each of which would parse every library anew.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

setup: .venv/installed .venv/test-packages $(NODE_MODULES) ## installs everything in .venv; instant the second time

demo: .venv/installed .venv/demo-packages ## the whole story on synthetic people; ARGS="--rows 10000" for less of it
	$(BIN)/selfcontact demo $(ARGS)

visit: .venv/installed ## the console and the portal on synthetic people, to walk through; Ctrl-C ends it
	$(BIN)/selfcontact demo --rows 5000 --open $(ARGS)

# One process for each processor, each with a PostgreSQL of its own; a file stays whole, because its tests share what they start.
# Files in the shuffled order: the few tests that take minutes are in small files, which would otherwise all come last.
test: setup $(if $(ARGS),,check) ## all checks and all tests; ARGS="tests/geo -k bridge" runs that part alone
	$(BIN)/pytest --numprocesses logical --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/installed ## style, types, import contracts, lengths, migrations, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/thermometer.py src tests tools
	PYTHONWARNINGS='ignore:Got an error checking:RuntimeWarning' DJANGO_SETTINGS_MODULE=selfcontact.settings \
		$(BIN)/python -m django makemigrations --check --dry-run
	$(MAKE) --no-print-directory docs ARGS=--quiet

docs: .venv/installed ## the documentation, into dist/docs; a broken link or a missing page is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict $(ARGS)

bench: .venv/installed ## every measure, as JSON; ARGS="--rows 2000000" goes to the intake measure
	$(BIN)/selfcontact bench intake --json $(ARGS)
	for measure in dispatch erase lookup voice; do $(BIN)/selfcontact bench $$measure --json; done

messages: setup ## brings the English catalogue up to the sources; prints what is left to translate
	$(BIN)/python tools/catalogue.py

screenshots: setup ## draws docs/screens anew from a running demonstration
	$(BIN)/python tools/screenshots.py

lock: .venv/installed ## writes requirements.lock from pyproject.toml; ARGS=--upgrade for newer versions
	$(BIN)/uv lock $(ARGS)
	$(BIN)/uv export --quiet --format requirements.txt --all-groups --no-emit-project --no-header \
		--output-file requirements.lock

clean: ## removes what setup and the tools made, never the data of an installation
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	rm -rf $(THIRD_PARTY:%=%node_modules)
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# venv first, then the pinned uv out of the same lock file, then everything else, hashes verified throughout.
# uv does not read pip.conf: where a package index is configured for pip alone, pip does the work.
.venv/bin/pip: system-packages.txt
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11+ introuvable / not found" >&2; exit 1; }
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tools/system-packages system-packages.txt
	$(PYTHON) -m venv .venv
	touch $@

.venv/installed: requirements.lock pyproject.toml | .venv/bin/pip
	awk '/^uv==/ {found = 1} found {print} found && !/\\$$/ {exit}' requirements.lock > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .venv/uv.txt
	$(BIN)/uv pip sync --quiet --require-hashes requirements.lock || \
		$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --editable .
	touch $@

.venv/demo-packages: demo-packages.txt tools/system-packages | .venv/bin/pip
	tools/system-packages demo-packages.txt
	touch $@

.venv/test-packages: tests/system-packages.txt tools/system-packages | .venv/bin/pip
	tools/system-packages tests/system-packages.txt
	touch $@

%/node_modules/.package-lock.json: %/package-lock.json | .venv/test-packages
	cd $* && npm ci --no-audit --no-fund --ignore-scripts
	touch $@
