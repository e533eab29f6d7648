#!/usr/bin/env bash
# Everything that can be said about the code without running it (`make check`).
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh
export PATH="$PWD/.venv/bin:$PATH"

# Settings make keys and open a database: not the newcomer's own.
YINGZHOU_VAR="$(mktemp -d)"
export YINGZHOU_VAR
trap 'rm -rf "$YINGZHOU_VAR"' EXIT
unset DATABASE_URL

templates() {
    find yingzhou -path '*/templates/*' -name '*.html' -print0 |
        xargs -0 --no-run-if-empty djade --target-version 5.2 --check
}

step "ruff check" ruff check --output-format concise .
step "ruff format" ruff format --check .
step "mypy" mypy
step "layers (lint-imports)" lint-imports --no-cache --no-logo
step "templates (djade)" templates
step "django check" python manage.py check --fail-level WARNING
step "migrations are complete" python manage.py makemigrations --check --dry-run
summary "static checks"
