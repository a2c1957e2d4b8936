PYTHON ?= python3
BIN = .venv/bin
DEV = .venv/.dev-installed
APP = .venv/.installed

.PHONY: demo test format bench lock clean

demo: $(APP)          ## Show the product on a made-up business, in the terminal.
	@$(BIN)/regulars demo

test: $(DEV)          ## Check everything: style, types, import contracts, behaviour.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

bench: $(DEV)         ## Measure what the documentation claims; takes about half an hour.
	$(BIN)/python -m benchmarks.classify
	$(BIN)/python -m benchmarks.importing
	$(BIN)/python -m benchmarks.names
	$(BIN)/python -m benchmarks.slack

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --universal: one file for every platform; hashes, and no address of a package index.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

lock:                 ## Renew requirements*.txt from pyproject.toml.
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt

.venv:
	$(PYTHON) -c 'import sys; sys.exit("Regulars needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

$(APP): requirements.txt pyproject.toml | .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(APP)

$(DEV): requirements-dev.txt $(APP)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $(DEV)

clean:
	rm -rf .venv var build *.egg-info
