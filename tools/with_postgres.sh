#!/bin/bash
# with_postgres.sh COMMAND...   runs COMMAND against a throw-away PostgreSQL server.
# Works as root (PostgreSQL itself refuses to, so it runs as postgres) and as anybody else.
set -euo pipefail
shopt -s nullglob
found=(/usr/lib/postgresql/*/bin)
if [ ${#found[@]} -eq 0 ]; then echo "with_postgres.sh: no PostgreSQL in /usr/lib/postgresql" >&2; exit 3; fi
bin=$(printf '%s\n' "${found[@]}" | sort -V | tail -1)
dir=$(mktemp -d "${LINTEL_TMP:-/tmp}/lintel-pg-XXXXXX")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as=()
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as=(runuser -u postgres --); fi
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
here=$PWD
cd "$dir"
"${as[@]}" "$bin/initdb" -D "$dir/data" -U lintel --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w start >/dev/null \
  -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
cd "$here"
# Not exec: the trap above must outlive the command.
LINTEL_TEST_DATABASE_URL="postgres://lintel@127.0.0.1:$port/postgres" "$@"
