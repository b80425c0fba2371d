#!/usr/bin/env bash
# Follows a source on a server of major version FROM with a target on one of version PG: the trials `versions::`, or those
# named as arguments; from 15 to a newer one PostgreSQL's regression database too. Called by `make mixed`; FEATURES, PG and
# PG_BIN come from the Makefile.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${PG:?}" "${FROM:?}" "${FEATURES=}"

PG=$FROM pg_test/suite.sh install
from_bin=$(PG=$FROM pg_test/suite.sh where)
if [ "$FROM" = 15 ] && [ "$PG" -gt 15 ]; then
  PG=$FROM PG_CONFIG=$from_bin/pg_config pg_test/regression.sh "$PG" "${PG_BIN:?}/pg_config"
fi
settings=$(unset PG_BIN; PG=$FROM pg_test/server.sh start)
directory=$(sed -n 's/.*SCHEMIG_TEST_SERVER=\([^ ]*\).*/\1/p' <<<"$settings")
trap '(unset PG_BIN; PG=$FROM pg_test/server.sh stop "$directory")' EXIT
SCHEMIG_SOURCE_PORT=$(sed -n 's/.*PGPORT=\([0-9]*\).*/\1/p' <<<"$settings")
export SCHEMIG_SOURCE_PORT SCHEMIG_SOURCE_HOST=$directory SCHEMIG_SOURCE_BIN=$from_bin
echo "== from PostgreSQL $FROM to $PG"
cargo test $FEATURES --test acceptance -- "${@:-versions::}"
