#!/usr/bin/env bash
# Follows a source on a server of major version FROM with a target on one of version PG: the trials `versions::`, or those
# named as arguments. Called by `make mixed`; FEATURES, PG and PG_BIN come from the Makefile.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${PG:?}" "${FROM:?}" "${FEATURES=}"

PG=$FROM pg_test/suite.sh install
settings=$(unset PG_BIN; PG=$FROM pg_test/server.sh start)
directory=$(sed -n 's/.*SCHEMIG_TEST_SERVER=\([^ ]*\).*/\1/p' <<<"$settings")
trap '(unset PG_BIN; PG=$FROM pg_test/server.sh stop "$directory")' EXIT
SCHEMIG_SOURCE_PORT=$(sed -n 's/.*PGPORT=\([0-9]*\).*/\1/p' <<<"$settings")
export SCHEMIG_SOURCE_PORT
echo "== from PostgreSQL $FROM to $PG"
cargo test $FEATURES --test acceptance -- "${@:-versions::}"
