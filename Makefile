PYTHON ?= python3
BIN = .venv/bin
DEV = .venv/.dev-installed
BENCH = .venv/.bench-installed
COMPILED = .venv/.compiled
APP = .venv/.installed

# Python keeps what it compiles, whatever the environment says: a test suite starts it often.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test types behaviour format bench lock clean

demo: $(APP)          ## Show the product on a made-up business, in a Slack in the browser.
	@$(BIN)/regulars demo

test: $(DEV)          ## Check everything: style, types, import contracts, behaviour.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory --jobs 2 types behaviour

types: $(DEV)
	$(BIN)/mypy

behaviour: $(COMPILED)
	$(BIN)/pytest --numprocesses auto

bench: $(BENCH)       ## Measure what the documentation claims; takes about half an hour.
	$(BIN)/python -m benchmarks.classify
	$(BIN)/python -m benchmarks.importing
	$(BIN)/python -m benchmarks.names
	$(BIN)/python -m benchmarks.slack
	$(BIN)/python -m benchmarks.crossing
	$(BIN)/python -m benchmarks.drop_risk
	$(BIN)/python -m benchmarks.rules

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# --universal: one file for every platform; hashes, and no address of a package index.
LOCK = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

lock:                 ## Renew requirements*.txt from pyproject.toml.
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --extra playground --constraints requirements.txt --output-file requirements-playground.txt
	$(LOCK) pyproject.toml --extra playground --group dev --constraints requirements-playground.txt --output-file requirements-dev.txt
	$(LOCK) --group bench --output-file requirements-bench.txt

.venv:
	$(PYTHON) -c 'import sys; sys.exit("Regulars needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# uv installs in seconds what takes pip a minute. Where only pip has been told how to reach a package index, pip does it.
install = $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) || $(BIN)/python -m pip install --quiet $(1)

$(BIN)/uv: | .venv
	sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt | \
		$(BIN)/python -m pip install --quiet --require-hashes --requirement /dev/stdin

$(APP): requirements-playground.txt pyproject.toml | $(BIN)/uv
	$(call install,--require-hashes --requirement requirements-playground.txt)
	$(call install,--no-deps --no-build-isolation --editable .)
	@touch $(APP)

$(DEV): requirements-dev.txt pyproject.toml | $(BIN)/uv
	$(call install,--require-hashes --requirement requirements-dev.txt)
	$(call install,--no-deps --no-build-isolation --editable .)
	@touch $(APP) $(DEV)

# What tests load is compiled once, instead of in each of the processes that run them; what fails here is told by them.
$(COMPILED): $(DEV)
	-@$(BIN)/pytest --collect-only -qq > /dev/null
	@touch $(COMPILED)

$(BENCH): requirements-bench.txt $(DEV)
	$(call install,--require-hashes --requirement requirements-bench.txt)
	@touch $(BENCH)

clean:
	rm -rf .venv var build *.egg-info
