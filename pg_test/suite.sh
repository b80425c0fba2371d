#!/usr/bin/env bash
# PostgreSQL of a major version that this machine's Debian release does not have: the packages of the suite that has it,
# unpacked into a folder. Nothing is installed on the machine, and no rights are needed.
#
#   suite.sh where           print the program directory: the machine's own, or that of a folder below target/pg
#   suite.sh install         fill that folder, if it is one and is not filled; print nothing
#
# PG is the major version.
#
# The programs of a newer suite need its C library. So each is a script that calls the C library's own loader
# with the program; the library of an older suite gives way to the machine's.
set -euo pipefail

: "${PG:?}"
TOP=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/..")
PG_ROOT=$TOP/target/pg/$PG
BIN=usr/lib/postgresql/$PG/bin
# shellcheck source=pg_test/apt.sh
. "$TOP/pg_test/apt.sh"

fail() {
  echo "suite.sh: $*" >&2
  exit 1
}

is_own() {
  [ -z "$(suite)" ] || [ -x "/$BIN/postgres" ] || grep -qs "^VERSION_CODENAME=$(suite)$" /etc/os-release
}

# Those that are unpacked with what they depend on.
packages() {
  echo "postgresql-$PG postgresql-$PG-plpgsql-check postgresql-$PG-cron"
}

download() {
  apart_from_suite "$PG_ROOT/apt" deb
  apart "$PG_ROOT/apt" apt-get install --yes --download-only $(packages)
  # Without what it depends on: the compilers are the machine's.
  (cd "$PG_ROOT/apt/archives" && apart "$PG_ROOT/apt" apt-get download "postgresql-server-dev-$PG" libpq-dev)
}

# Whether the suite's C library is older than the machine's.
is_older() {
  local own theirs
  own=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
  theirs=$(basename "$PG_ROOT/apt/archives/"libc6_*.deb | cut -d_ -f2)
  dpkg --compare-versions "$theirs" lt "$own"
}

# Puts a script in the place of each program; PostgreSQL's programs find each other, and their files, by the path that they
# are called by.
wrap_programs() {
  local loader libraries program
  libraries=$(find "$PG_ROOT/usr/lib" "$PG_ROOT/lib" -maxdepth 1 -name '*-linux-gnu' 2>/dev/null | paste -sd: || true)
  loader=$(find "$PG_ROOT/usr/lib" "$PG_ROOT"/lib*/ -name 'ld-linux-*.so.*' 2>/dev/null | head -1 || true)
  if is_older; then
    loader=$(find /lib64 /lib /usr/lib -name 'ld-linux-*.so.*' 2>/dev/null | head -1 || true)
    libraries=$(dirname "$(readlink -f "$loader")"):$libraries
  fi
  mkdir -p "$PG_ROOT/$BIN/elf"
  for program in "$PG_ROOT/$BIN"/*; do
    head -c4 "$program" 2>/dev/null | grep -q ELF || continue
    mv "$program" "$PG_ROOT/$BIN/elf/"
    cat >"$program" <<WRAPPER
#!/bin/sh
exec $loader --argv0 $program --library-path $libraries $PG_ROOT/$BIN/elf/${program##*/} "\$@"
WRAPPER
    chmod 755 "$program"
  done
}

install() {
  local package
  ! is_own || return 0
  [ "$(cat "$PG_ROOT/complete" 2>/dev/null)" != "$(packages)" ] || return 0
  command -v apt-get >/dev/null || fail "cannot get PostgreSQL $PG here (no apt-get)"
  rm -rf "$PG_ROOT"
  download
  for package in "$PG_ROOT/apt/archives/"*.deb; do
    dpkg-deb --extract "$package" "$PG_ROOT"
  done
  wrap_programs
  "$PG_ROOT/$BIN/postgres" --version >/dev/null || fail "PostgreSQL $PG of $(suite) does not run here"
  rm -rf "$PG_ROOT/apt"
  packages >"$PG_ROOT/complete"
}

case ${1:-} in
  where) if is_own; then echo "/$BIN"; else echo "$PG_ROOT/$BIN"; fi ;;
  install) install ;;
  *) fail "usage: suite.sh where | install" ;;
esac
