#!/usr/bin/env bash
# Installs what is missing to build and test: PostgreSQL with its contrib modules and server headers,
# clang for the bindings, and cargo-pgrx of the pinned version. Does nothing when all is there.
# PostgreSQL comes into a folder where this machine's release does not have it: see suite.sh.
# Called by `make deps`; PG, PG_CONFIG, PGRX_VERSION and SUDO come from the Makefile.
set -euo pipefail

: "${PG:?}" "${PG_CONFIG:?}" "${PGRX_VERSION:?}" "${SUDO=}"

SUITE=$(dirname "${BASH_SOURCE[0]}")/suite.sh
NO_CLUSTER=/etc/postgresql-common/createcluster.d/schemig-build.conf

missing_packages() {
  local libclang
  command -v cc >/dev/null && command -v make >/dev/null || echo build-essential
  command -v pkg-config >/dev/null || echo pkg-config
  command -v clang >/dev/null || echo clang
  libclang=$(compgen -G '/usr/lib/llvm-*/lib/libclang.so*' || true)
  [ -n "$libclang" ] || echo libclang-dev
  [ "$("$SUITE" where)" = "/usr/lib/postgresql/$PG/bin" ] || return 0
  [ -x "/usr/lib/postgresql/$PG/bin/initdb" ] || echo "postgresql-$PG"
  [ -f "/usr/share/postgresql/$PG/extension/dblink.control" ] || echo "postgresql-$PG"
  [ -f "/usr/share/postgresql/$PG/extension/plpgsql_check.control" ] || echo "postgresql-$PG-plpgsql-check"
  [ -f "/usr/share/postgresql/$PG/extension/pg_cron.control" ] || echo "postgresql-$PG-cron"
  [ -f "/usr/include/postgresql/$PG/server/postgres.h" ] || echo "postgresql-server-dev-$PG"
}

# Debian's package would make and start a cluster of its own; nobody asked for that one. The
# setting is there only while the package is installed.
without_new_cluster() {
  $SUDO apt-get install -y --no-install-recommends postgresql-common
  $SUDO mkdir -p "$(dirname "$NO_CLUSTER")"
  trap '$SUDO rm -f "$NO_CLUSTER"' EXIT
  echo 'create_main_cluster = off' | $SUDO tee "$NO_CLUSTER" >/dev/null
  "$@"
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  command -v apt-get >/dev/null || {
    echo "make deps: cannot install $* here (no apt-get); install them and try again" >&2
    exit 1
  }
  $SUDO apt-get update
  case " $* " in
    *" postgresql-$PG "*) without_new_cluster $SUDO apt-get install -y --no-install-recommends "$@" ;;
    *) $SUDO apt-get install -y --no-install-recommends "$@" ;;
  esac
}

mapfile -t packages < <(missing_packages | sort -u)
if [ ${#packages[@]} -gt 0 ]; then
  install_packages "${packages[@]}"
fi
"$SUITE" install
[ -x "$PG_CONFIG" ] || {
  echo "make deps: no $PG_CONFIG" >&2
  exit 1
}
command -v cargo >/dev/null || {
  echo "make deps: no cargo; install Rust first, see https://rustup.rs" >&2
  exit 1
}
if [ "$(cargo pgrx --version 2>/dev/null)" != "cargo-pgrx $PGRX_VERSION" ]; then
  # Without the default features: those only serve to download PostgreSQL.
  cargo install cargo-pgrx --version "$PGRX_VERSION" --locked --no-default-features --force
fi
