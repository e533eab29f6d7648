#!/usr/bin/env bash
# Runs a command against a throw-away PostgreSQL that is gone afterwards:
#     scripts/with_postgres.sh .venv/bin/pytest tests
# With DATABASE_URL=postgres://... already set, that server is used instead.
set -euo pipefail

if [[ "${DATABASE_URL:-}" == postgres* ]]; then
    exec "$@"
fi

bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)"
if [ -z "$bin" ]; then
    echo "no PostgreSQL on this machine: apt-get install postgresql" >&2
    exit 69
fi

# initdb refuses root.
as_owner() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

home="$(mktemp -d /tmp/yingzhou-postgres.XXXXXX)"
stop() {
    as_owner "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT

password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
(umask 077 && printf '%s' "$password" >"$home/password")
if [ "$(id -u)" -eq 0 ]; then
    chown -R postgres "$home"
fi
port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"

cd "$home"
as_owner "$bin/initdb" --pgdata="$home/data" --username=postgres --pwfile="$home/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$home/initdb.log" 2>&1 ||
    { cat "$home/initdb.log" >&2; exit 70; }
# Nothing here needs to survive a crash, and two workers leave no core for a third.
as_owner "$bin/pg_ctl" -D "$home/data" -l "$home/data/server.log" -w -t 60 start >/dev/null -o "\
    -c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$home \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
    -c max_parallel_workers_per_gather=0 -c shared_buffers=128MB" ||
    { cat "$home/data/server.log" >&2; exit 70; }
cd "$OLDPWD"

export DATABASE_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
status=0
"$@" || status=$?
exit "$status"
