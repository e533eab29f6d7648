#!/usr/bin/env bash
# Installs the pages' third-party assets. Uses the machine's npm, or brings one along as a wheel.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
if ! command -v npm >/dev/null; then
    echo "· no npm here: bringing one as a Python wheel ..."
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
fi
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
