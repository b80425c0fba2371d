#!/usr/bin/env bash
# PostgreSQL's own regression tests of major version PG, for `regression::*` in target/regression/PG:
#   src/  the SQL files, their data and the schedule, from Debian's source package
#   lib/  regress.so, built from it, and the libraries that triggers.sql loads
#   bin/  psql of the very version of that source: the files are written for it
# Does nothing when all is there. Needs no root: apt keeps its lists and archives in that directory too.
#
#   regression.sh                 that
#   regression.sh 17 PG_CONFIG    that, and lib-17/: the libraries for a newer server that follows the database
set -euo pipefail

: "${PG:?}" "${PG_CONFIG:?}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=pg_test/apt.sh
. pg_test/apt.sh
mkdir -p "target/regression/$PG"
cd "target/regression/$PG"
[ -n "$(suite)" ] || { echo "regression.sh: no Debian suite has PostgreSQL $PG" >&2; exit 1; }

fetch() {
  local apt=$PWD/apt version
  apart_from_suite "$apt" deb deb-src
  version=$(apart "$apt" apt-cache showsrc --only-source "postgresql-$PG" | sed -n 's/^Version: //p' | sort -V | tail -n 1)
  apart "$apt" apt-get source --download-only --tar-only "postgresql-$PG=$version"
  apart "$apt" apt-get download "postgresql-client-$PG=$version"
}

unpack() {
  rm -rf src lib bin deb && mkdir src lib bin deb
  tar xf postgresql-"$PG"_*.orig.tar.* -C src --strip-components=4 --wildcards '*/src/test/regress/*'
  dpkg-deb -x postgresql-client-"$PG"_*.deb deb
  cp "deb/usr/lib/postgresql/$PG/bin/psql" bin/
  libraries lib "$PG_CONFIG"
}

# libraries DIRECTORY PG_CONFIG CC_OPTION...
libraries() {
  local directory=$1 config=$2 library
  shift 2
  cc -shared -fPIC -O1 "$@" -I"$("$config" --includedir-server)" -Isrc src/regress.c -o "$directory/regress.so"
  for library in refint autoinc; do
    ln -sf "$("$config" --pkglibdir)/$library.so" "$directory/"
  done
}

if [ ! -f done ]; then
  echo "PostgreSQL $PG's regression tests: into target/regression/$PG"
  fetch
  unpack
  rm -rf deb apt ./*.deb ./*.tar.*
  touch done
fi
if [ $# -gt 0 ] && [ ! -d "lib-$1" ]; then
  rm -rf new && mkdir new
  # The source is an older server's: what headers no longer bring by themselves, and numbers that are gone.
  libraries new "$2" -w -include postgres.h -include utils/array.h -DNUM_SPINLOCK_SEMAPHORES=1 -DNUM_ATOMICS_SEMAPHORES=1
  mv new "lib-$1"
fi
