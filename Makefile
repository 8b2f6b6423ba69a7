# Two commands for a new machine: `make demo` and `make test`. Both make their own .venv first; nothing else is needed
# but Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EMULATOR := build/emulator
EMULATED := $(EMULATOR)/.ready
WORKERS ?= auto
SOURCES := postcardit_sdk backend cli swift-templates tests examples benchmarks docs

.DEFAULT_GOAL := help
.PHONY: help demo test test-wheel soak check openapi swift docs bench lock format clean

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "PostCardIt needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Installing what requirements.lock names into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(EMULATED): $(READY) tests/aws/emulator.lock
	@echo "Installing the AWS emulator of the tests into $(EMULATOR) ..."
	@$(PYTHON) -m venv --clear $(EMULATOR)
	@$(EMULATOR)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement tests/aws/emulator.lock
	@touch $@

demo: $(READY) ## Mail a postcard from alice to bob on a backend of its own
	@$(BIN)/postcardit demo

test: $(READY) $(EMULATED) ## Run every test
	@$(BIN)/pytest --numprocesses $(WORKERS)

test-wheel: $(READY) $(EMULATED) ## Run every test against the built wheel
	@rm -rf build/wheel && mkdir -p build && $(BIN)/python -m build --wheel --no-isolation --outdir build/wheel . > build/wheel.log 2>&1 \
		|| { cat build/wheel.log; exit 1; }
	@$(PYTHON) -m venv --clear build/venv
	@$(BIN)/python -c 'import os, sysconfig; print(sysconfig.get_path("purelib"), os.getcwd(), sep="\n")' \
		> $$(build/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/after-the-wheel.pth
	@build/venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-index build/wheel/*.whl
	@POSTCARDIT_TESTED=wheel build/venv/bin/python -P -m pytest --numprocesses $(WORKERS)

soak: $(READY) $(EMULATED) ## Run the long batteries
	@$(BIN)/pytest tests/soak --timeout 3600

check: $(READY) ## Lint, type-check, and look for drift in what is generated
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check --quiet $(SOURCES) || { echo "Not formatted. Run: make format"; exit 1; }
	@$(BIN)/mypy $(SOURCES)
	@$(BIN)/pyright
	@$(BIN)/postcardit openapi | diff -u openapi.json - || { echo "openapi.json has drifted. Run: make openapi"; exit 1; }
	@$(BIN)/postcardit swift generate --check --out examples/swift/PostCardItKit || { echo "The Swift package has drifted. Run: make swift"; exit 1; }
	@$(BIN)/python -m docs.generate --check

swift: $(READY) ## Generate the Swift package in examples/swift
	@$(BIN)/postcardit swift generate --out examples/swift/PostCardItKit

openapi: $(READY) ## Export the contract to openapi.json
	@$(BIN)/postcardit openapi > openapi.json.new && mv openapi.json.new openapi.json

docs: $(READY) ## Write the generated pages of docs/
	@$(BIN)/python -m docs.generate

bench: $(READY) ## Measure, and write benchmarks/RESULTS.md
	@$(BIN)/python -m benchmarks

lock: $(READY) ## Write requirements.lock anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --extra all --group dev pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links tests/aws/emulator.in --output-file tests/aws/emulator.lock

format: $(READY) ## Format the sources
	@$(BIN)/ruff check --fix --quiet $(SOURCES); $(BIN)/ruff format --quiet $(SOURCES)

clean: ## Remove everything that was made
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
