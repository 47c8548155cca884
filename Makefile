# Legami: everything that is done from the command line. Needs Python >= 3.11, git and make; uses uv where it is present.

PYTHON      ?= python3
WORKERS     ?= 2
PYTEST_ARGS ?=

BIN     := .venv/bin
UV      := $(shell uv --version >/dev/null 2>&1 && echo uv)
INSTALL := $(if $(UV),uv pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
LOCK    := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url
# hatchling builds the project itself; locked with the rest, so that nothing unpinned runs during a set-up.
BUILD   := printf 'hatchling\neditables\n'

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test lint bench notebooks reference neo4j neo4j-2026 neo4j-import neo4j-stop lock clean

help: ## what can be done
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Other settings: PYTHON=python3.12, WORKERS=4, PYTEST_ARGS='-k store'"

setup: .venv/.project ## install Legami into .venv, as locked

setup-dev: .venv/.development ## add to .venv what tests and linters need

demo: setup ## a synthetic province, and proposals for two of its pacts
	@LEGAMI=$(BIN)/legami PYTHON=$(BIN)/python sh deploy/demo.sh

test: setup-dev ## run every test
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

lint: setup-dev ## style, format, types and import layers
	@echo "1/4 style" && $(BIN)/ruff check
	@echo "2/4 format" && $(BIN)/ruff format --check
	@echo "3/4 types" && $(BIN)/pyright
	@echo "4/4 import layers" && $(BIN)/lint-imports

bench: setup-dev ## run the benchmarks, one JSON document each
	@for file in benchmarks/[a-z]*.py; do \
	  [ -e "$$file" ] || { echo "There are no benchmarks yet."; break; }; \
	  echo "$$file" >&2; $(BIN)/python "$$file" --json || exit 1; \
	done

notebooks: setup-dev ## run the notebooks and export them as pages to build/notebooks
	@mkdir -p build/notebooks
	@for file in notebooks/tour.py; do \
	  page=build/notebooks/$$(basename $$file .py); \
	  LEGAMI_LANG=it $(BIN)/python notebooks/export.py $$file $$page.html && echo "$$page.html" || exit 1; \
	  LEGAMI_LANG=en $(BIN)/python notebooks/export.py $$file $$page.en.html && echo "$$page.en.html" || exit 1; \
	done

reference: setup ## write docs/reference.md and the table of docs/registries.md anew from the declarations
	@$(BIN)/python -m graph.kinds.reference > docs/reference.md
	@$(BIN)/python -m graph.importers.reference docs/registries.md

neo4j: ## a Neo4j server on this machine, without Docker (needs Java and Maven); prints its address
	@$(PYTHON) deploy/neo4j_server.py start

neo4j-2026: ## the same of the newer series (needs Java 25: JAVA_HOME=...), in a home and on a port of its own
	@LEGAMI_NEO4J_PORT=$${LEGAMI_NEO4J_PORT:-7688} $(PYTHON) deploy/neo4j_server.py start --series 2026

neo4j-import: setup ## a large programme into the empty server of this machine (FROM=sqlite:///programma.sqlite, or a dump)
	@$(BIN)/python deploy/neo4j_import.py "$(FROM)"

neo4j-stop: ## stop them
	@$(PYTHON) deploy/neo4j_server.py stop
	@$(PYTHON) deploy/neo4j_server.py stop --series 2026

lock: ## compile both lock files anew from pyproject.toml (needs uv; LOCK_ARGS=--upgrade for newer versions)
	@$(if $(UV),:,echo "make lock needs uv." >&2; exit 1)
	@echo "1/2 requirements.lock"
	@$(BUILD) | $(LOCK) $(LOCK_ARGS) pyproject.toml - -o requirements.lock
	@echo "2/2 requirements-dev.lock"
	@$(BUILD) | $(LOCK) $(LOCK_ARGS) pyproject.toml - --extra dev -c requirements.lock -o requirements-dev.lock

clean: ## remove .venv, the demonstration store and every cache
	rm -rf .venv demo build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps below make a second run immediate; a set-up only ever adds packages.

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  found=$$($(PYTHON) -V 2>&1) || found="not there"; \
	  echo "Legami needs Python 3.11 or newer, and $(PYTHON) is $$found." >&2; \
	  echo "Name a newer one: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }
	@echo "1/3 making .venv with $$($(PYTHON) -V), installing through $(or $(UV),pip)"
	@[ -x $(BIN)/python ] || $(if $(UV),uv venv --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv,$(PYTHON) -m venv .venv) || { \
	  echo "The environment could not be made; on Debian and Ubuntu, apt install python3-venv." >&2; exit 1; }
	@touch $@

.venv/.runtime: requirements.lock .venv/.created
	@echo "2/3 installing the locked libraries (about 230 MB to fetch the first time)"
	@$(if $(UV),:,$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null)
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

.venv/.project: pyproject.toml .venv/.runtime
	@echo "3/3 installing Legami itself"
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@
	@echo "ready: $(BIN)/legami --help"

.venv/.development: requirements-dev.lock .venv/.project
	@echo "adding the locked development tools"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
