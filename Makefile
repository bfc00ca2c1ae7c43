# Two commands: `make demo` runs the service with the real draft in it, `make test` passes the tests.
# ARGS are handed on: make demo ARGS=--empty, make test ARGS="tests/core -q".
VENV ?= .venv
ARGS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

# The first of these that is Python 3.11 or newer; another one by `make demo PYTHON=...`.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifeq ($(origin PYTHON), undefined)
PYTHON := $(firstword $(foreach name,python3 python3.11 python3.12 python3.13 python3.14,\
  $(shell $(name) -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo $(name))))
endif

.PHONY: demo test lint packages clean

demo: $(VENV)/.runs
	$(BIN)/zhutiao demo $(ARGS)

test: $(VENV)/.tests packages
	$(BIN)/python -m pytest $(ARGS)

# Without its cache: that keeps the order of imports from before a module was there.
lint: $(VENV)/.tests
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --no-cache --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What the tests need beside Python: a database, a mail server, a browser, a font.
packages:
	@sh scripts/install-packages.sh

# Each stamp is written when its step is whole, so that an interrupted one is done again.
# An environment that works is kept as it is; half a one is made anew.
$(VENV)/.made:
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed: install it (Debian: apt-get install python3 python3-venv)"; \
	  echo "or name one that is there: make PYTHON=/path/to/python3.12"; exit 1; } >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  echo "making $(VENV) with $$("$(PYTHON)" --version)"; \
	  "$(PYTHON)" -m venv --clear $(VENV); } || { \
	  echo "$(PYTHON) cannot make a virtual environment (Debian: apt-get install python3-venv)"; \
	  exit 1; } >&2
	@touch $@

$(VENV)/.runs: requirements.lock pyproject.toml $(VENV)/.made
	@echo "installing what the service needs (requirements.lock)"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.tests: requirements-dev.lock $(VENV)/.runs
	@echo "installing what the tests need (requirements-dev.lock)"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info
