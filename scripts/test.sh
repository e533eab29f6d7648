#!/usr/bin/env bash
# All tests, as `make test` runs them: static checks, then the suite on SQLite and on PostgreSQL.
# A failing step does not hide the later ones. Options go to pytest: scripts/test.sh -k divisions
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/steps.sh
source scripts/debian.sh
export PATH="$PWD/.venv/bin:$PATH"

install_debian_packages

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export YINGZHOU_VAR="$scratch/var"
postgres_url="${DATABASE_URL:-}"
unset DATABASE_URL

on_postgres() {
    DATABASE_URL="$postgres_url" scripts/with_postgres.sh "$@"
}
plain() {
    "$@" -n 2 -m "not district and not browser" "${options[@]}"
}
populated() {
    local marks="$1"
    shift
    "$@" -n 2 --district -m "$marks" "${options[@]}"
}
seed="${SEED:-$(date +%s)}"
options=(--randomly-seed="$seed" "$@")

step "static checks" scripts/check.sh
step "SQLite: tests" plain pytest
if have_chromium && have_driver_library; then
    step "SQLite: district and browser" populated "district or browser" pytest
else
    step "SQLite: district" populated "district and not browser" pytest
    skip "SQLite: browser" "no Chromium here (apt-get install chromium libatomic1)"
fi
if have_postgres || [[ "$postgres_url" == postgres* ]]; then
    step "PostgreSQL: tests" plain on_postgres pytest
    step "PostgreSQL: district" populated "district and not browser" on_postgres pytest
else
    skip "PostgreSQL" "no server here (apt-get install postgresql)"
fi
summary "make test (order of the tests: SEED=$seed)"
