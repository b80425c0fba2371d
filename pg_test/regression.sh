#!/usr/bin/env bash
# PostgreSQL's own regression tests of major version PG, for `regression::*` in target/regression/PG:
#   src/  the SQL files, their data and the schedule, from Debian's source package
#   lib/  regress.so, built from it, and the libraries that triggers.sql loads
#   bin/  psql of the very version of that source: the files are written for it
# Does nothing when all is there. Needs no root: apt keeps its lists and archives in that directory too.
set -euo pipefail

: "${PG:?}" "${PG_CONFIG:?}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=pg_test/apt.sh
. pg_test/apt.sh
mkdir -p "target/regression/$PG"
cd "target/regression/$PG"
[ ! -f done ] || exit 0
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
  cc -shared -fPIC -O1 -I"$("$PG_CONFIG" --includedir-server)" -Isrc src/regress.c -o lib/regress.so
  for library in refint autoinc; do
    ln -s "$("$PG_CONFIG" --pkglibdir)/$library.so" lib/
  done
}

echo "PostgreSQL $PG's regression tests: into target/regression/$PG"
fetch
unpack
rm -rf deb apt ./*.deb ./*.tar.*
touch done
