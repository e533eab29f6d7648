# Two commands a newcomer needs: `make demo` and `make test`. See README.md.
SHELL := /bin/bash
PYTHON ?= python3
SCALE ?= 1
VENV := .venv
BIN := $(VENV)/bin
export SCALE DATABASE_URL

.PHONY: demo test setup check format screenshots clean

demo: setup
	@$(BIN)/yingzhou demo --scale $(SCALE)

test: setup $(VENV)/.dev
	@bash scripts/test.sh

check: setup $(VENV)/.dev
	@bash scripts/check.sh

format: setup $(VENV)/.dev
	@$(BIN)/ruff format --quiet .
	@find yingzhou -path '*/templates/*' -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 || true

screenshots: setup $(VENV)/.dev
	@$(BIN)/python scripts/screenshots.py

setup: $(VENV)/.ready node_modules/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "· Python packages (from requirements.lock) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.ready
	@echo "· test tools (from requirements-dev.lock) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.ready: package-lock.json $(VENV)/.ready
	@echo "· assets of the pages (from package-lock.json) ..."
	@bash scripts/assets.sh
	@touch $@

clean:
	rm -rf $(VENV) node_modules var
