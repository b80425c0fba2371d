#!/usr/bin/env bash
# pg_upgrade of servers with sources and targets, from major version FROM to PG.
#
#   upgraded.sh                       run the trials `upgraded::`; called by `make upgraded`
#   upgraded.sh DIRECTORY OPTION...   upgrade the server that `server.sh start` has started with FROM_BIN, and start it;
#                                     options are those of pg_upgrade
#
# FROM_BIN is the program directory of FROM; FEATURES, PG and PG_BIN come from the Makefile.
set -euo pipefail

: "${PG:?}" "${PG_BIN:?}" "${FROM:?}" "${FROM_BIN:?}"
HERE=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")")

as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

quietly() {
  as_owner "$@" >"$DIR/upgrade" 2>&1 || { cat "$DIR/upgrade" >&2; exit 1; }
}

if [ $# -eq 0 ]; then
  cd "$HERE/.."
  # Files can be linked within a file system alone.
  export SCHEMIG_FROM_BIN=$FROM_BIN ON_DISK=1
  echo "== pg_upgrade from PostgreSQL $FROM to $PG"
  exec cargo test ${FEATURES-} --test acceptance -- upgraded::
fi

DIR=$1
shift
cd "$DIR"
quietly "$FROM_BIN/pg_ctl" -D "$DIR/data" -m fast -w stop
checksums=
[ "$PG" -lt 18 ] || checksums=--no-data-checksums
quietly "$PG_BIN/initdb" -D "$DIR/new" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync $checksums
said() {
  find "$DIR/new/pg_upgrade_output.d" -name '*.log' -exec grep -l 'error:\|ERROR:\|FATAL:' {} + | xargs -r tail -n 5 >&2
}
trap said ERR EXIT
quietly "$PG_BIN/pg_upgrade" -U postgres -b "$FROM_BIN" -B "$PG_BIN" -d "$DIR/data" -D "$DIR/new" "$@"
trap - ERR EXIT
# What is loaded at the start may not be there for that version.
quietly bash -c 'grep -v cron data/postgresql.conf >new/postgresql.conf; cp data/pg_hba.conf new/; rm -rf data; mv new data'
"$HERE/server.sh" again "$DIR"
