#!/usr/bin/env bash
# Measures schemig beside pg_dump, psql, and sqlacodegen with Alembic, which come from PyPI into a folder of target.
# Called by `make bench`; PG_BIN and SUDO come from the Makefile. Arguments go to bench.py.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${PG_BIN:?}" "${SUDO=}"
VENV=target/bench/python
if [ ! -x "$VENV/bin/sqlacodegen" ]; then
  python3 -c 'import ensurepip, venv' 2>/dev/null || $SUDO apt-get install -y --no-install-recommends python3-venv
  python3 -m venv --clear "$VENV"
  "$VENV/bin/pip" install --quiet --requirement pg_test/bench/requirements.txt
fi
# What users have: changes are on disk when a transaction has ended.
export ON_DISK=1 SETTINGS='fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 512MB
max_wal_size = 4GB'
exec pg_test/server.sh run "$VENV/bin/python" pg_test/bench/bench.py --python "$VENV/bin/python" "$@"
