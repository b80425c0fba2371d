#!/usr/bin/env bash
# PostgreSQL's own regression tests of major version PG, for `regression::*` in target/regression/PG:
#   src/  the SQL files, their data and the schedule, from Debian's source package
#   lib/  regress.so, built from it, and the libraries that triggers.sql loads
#   bin/  psql of the very version of that source: the files are written for it
# Does nothing when all is there. Needs no root: apt keeps its lists and archives in that directory too.
set -euo pipefail

: "${PG:?}" "${PG_CONFIG:?}"
MIRROR=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p "target/regression/$PG"
cd "target/regression/$PG"
[ ! -f done ] || exit 0

suite() {
  case $PG in
    13) echo bullseye ;;
    15) echo bookworm ;;
    17) echo trixie ;;
    18) echo forky ;;
    *) echo "regression.sh: no Debian suite has PostgreSQL $PG" >&2; exit 1 ;;
  esac
}

apt() {
  local command=$1
  shift
  "$command" -q -o APT::Sandbox::User="$(id -un)" -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$PWD/lists" -o Dir::Cache="$PWD/cache" "$@"
}

fetch() {
  local line="[signed-by=$KEYRING] $MIRROR $(suite) main"
  mkdir -p lists/partial cache/archives/partial
  printf '%s\n' "deb $line" "deb-src $line" >sources.list
  apt apt-get update
  version=$(apt apt-cache showsrc --only-source "postgresql-$PG" | sed -n 's/^Version: //p' | sort -V | tail -n 1)
  apt apt-get source --download-only --tar-only "postgresql-$PG=$version"
  apt apt-get download "postgresql-client-$PG=$version"
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
rm -rf deb lists cache sources.list ./*.deb ./*.tar.*
touch done
