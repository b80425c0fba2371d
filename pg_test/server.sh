#!/usr/bin/env bash
# A private PostgreSQL server: own data directory, own socket directory, own port,
# owned by a user that is not root. The machine's own clusters are never touched.
#
#   server.sh run COMMAND...   start, run COMMAND with PGHOST, PGPORT and PGUSER set, stop and remove
#   server.sh start            start, print the settings as shell assignments
#   server.sh stop DIRECTORY   stop and remove the server that start (or KEEP=1) left running
#   server.sh crash DIRECTORY  kill all of the server's processes at once
#   server.sh again DIRECTORY  start the server anew that was stopped or has crashed
#
# PG=15 is the major version, PG_BIN its program directory. KEEP=1 leaves the server of `run` running. ON_DISK=1 keeps the
# data out of memory, where they are else if there is room. SETTINGS are more lines of postgresql.conf. What is started
# under `run` is stopped with it at the latest.
set -euo pipefail

PG=${PG:-15}
SELF=$(readlink -f "${BASH_SOURCE[0]}")
PG_BIN=${PG_BIN:-$(PG=$PG "$(dirname "$SELF")/suite.sh" where)}

fail() {
  echo "server.sh: $*" >&2
  exit 1
}

# Runs a command as the owner of the server: the user self, or `postgres` when the user is root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

free_port() {
  local port try
  for try in $(seq 100); do
    port=$((20000 + RANDOM % 20000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  fail "no free port after $try tries"
}

write_settings() {
  cat >>"$DIR/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $PORT
unix_socket_directories = '$DIR'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
max_connections = 100
max_locks_per_transaction = 256
lc_messages = 'C'
log_min_messages = warning
CONF
  cat >"$DIR/data/pg_hba.conf" <<HBA
local all all trust
host all with_password 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
HBA
  if [ -f "$("$PG_BIN/pg_config" --pkglibdir)/pg_cron.so" ]; then
    cat >>"$DIR/data/postgresql.conf" <<CONF
shared_preload_libraries = 'pg_cron'
cron.use_background_workers = on
CONF
  fi
  printf '%s\n' "${SETTINGS:-}" >>"$DIR/data/postgresql.conf"
}

start_on_a_free_port() {
  local try
  for try in 1 2 3 4 5; do
    PORT=$(free_port)
    write_settings
    if as_owner "$PG_BIN/pg_ctl" -D "$DIR/data" -l "$DIR/log" -w -t 60 start >"$DIR/pg_ctl" 2>&1; then
      return
    fi
    grep -q 'could not create any TCP/IP sockets\|Address already in use' "$DIR/log" || break
  done
  cat "$DIR/pg_ctl" "$DIR/log" >&2
  fail "the server did not start (try $try)"
}

# Databases come and go by the thousand, and ext4 takes long to find an inode where others have just been freed. A trial
# of a big database takes some hundred megabytes.
has_room_in_memory() {
  local free
  [ "${ON_DISK:-}" != 1 ] || return 1
  free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1) || return 1
  [ -w /dev/shm ] && [ "${free:-0}" -ge 6000000 ] &&
    [ "$(awk '/^MemAvailable/ {print $2}' /proc/meminfo)" -ge 8000000 ]
}

# Sets DIR and PORT.
start_server() {
  [ -x "$PG_BIN/initdb" ] || fail "no PostgreSQL $PG in $PG_BIN; run: make deps PG=$PG"
  DIR=$(mktemp -d /tmp/schemig.XXXXXX)
  trap stop_server EXIT
  chmod 755 "$DIR"
  cd "$DIR"
  mkdir "$DIR/data"
  if has_room_in_memory; then
    local memory=/dev/shm/${DIR##*/}
    rmdir "$DIR/data"
    mkdir -m 700 "$memory"
    ln -s "$memory" "$DIR/data"
  fi
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres: "$DIR" "$DIR/data/"
  fi
  as_owner "$PG_BIN/initdb" -D "$DIR/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$DIR/initdb" 2>&1 || { cat "$DIR/initdb" >&2; fail "initdb failed"; }
  [ ! -d "${SCHEMIG_TEST_SERVER:-}" ] || echo "$DIR" >>"$SCHEMIG_TEST_SERVER/others"
  start_on_a_free_port
}

remove() {
  if [ -f "$1/data/postmaster.pid" ]; then
    as_owner "$PG_BIN/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  # A case may have mounted something there.
  ! mountpoint -q "$1/small" || umount --lazy "$1/small"
  rm -rf "$1" "/dev/shm/${1##*/}"
}

stop_server() {
  [ -n "${DIR:-}" ] || return 0
  cd /
  if [ -f "$DIR/others" ]; then
    while read -r other; do remove "$other"; done <"$DIR/others"
  fi
  remove "$DIR"
  DIR=
}

crash() {
  local main
  main=$(head -1 "$DIR/data/postmaster.pid")
  # shellcheck disable=SC2046
  kill -KILL "$main" $(ps -o pid= --ppid "$main")
}

# A process that is still ending keeps the shared memory.
again() {
  local try
  cd "$DIR"
  for try in $(seq 20); do
    if as_owner "$PG_BIN/pg_ctl" -D "$DIR/data" -l "$DIR/log" -w -t 60 start >"$DIR/pg_ctl" 2>&1; then
      return
    fi
    sleep 0.2
  done
  cat "$DIR/pg_ctl" >&2
  tail -20 "$DIR/log" >&2
  fail "the server did not start (try $try)"
}

settings() {
  echo "export PGHOST=$DIR PGPORT=$PORT PGUSER=postgres SCHEMIG_TEST_SERVER=$DIR PG=$PG PG_BIN=$PG_BIN"
}

run() {
  local here=$PWD child status=0
  start_server
  cd "$here"
  unset PGDATABASE PGPASSWORD PGPASSFILE PGSERVICE PGOPTIONS PGHOSTADDR PGCONNECT_TIMEOUT
  eval "$(settings)"
  export PGTZ=UTC
  # In the background, so that a signal reaches the traps at once.
  trap 'kill -TERM "$child" 2>/dev/null; exit 130' INT TERM HUP
  "$@" &
  child=$!
  wait "$child" || status=$?
  # Why sessions have ended that nobody has ended.
  [ "$status" -eq 0 ] || grep -hE 'PANIC|terminated by signal|could not (fork|write|extend)' "$DIR/log" | sort | uniq -c | tail -20 >&2 || true
  if [ "${KEEP:-}" = 1 ]; then
    trap - EXIT
    echo
    echo "The server is still running. To stop and remove it: $SELF stop $DIR"
  fi
  exit "$status"
}

case ${1:-} in
  run)
    shift
    [ $# -gt 0 ] || fail "usage: server.sh run COMMAND..."
    run "$@"
    ;;
  start)
    start_server
    trap - EXIT
    settings
    ;;
  stop | crash | again)
    DIR=$(readlink -f "${2:-}")
    case $DIR in
      /tmp/schemig.*) ;;
      *) fail "usage: server.sh $1 /tmp/schemig.XXXXXX" ;;
    esac
    case $1 in
      stop) stop_server ;;
      crash) crash ;;
      again) again ;;
    esac
    ;;
  *) fail "usage: server.sh run COMMAND... | start | stop DIRECTORY | crash DIRECTORY | again DIRECTORY" ;;
esac
