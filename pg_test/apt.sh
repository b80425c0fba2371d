# Debian packages of another suite than this machine's, or of its sources: sourced by suite.sh and regression.sh.
# PG is the major version of PostgreSQL.

# The suite that has it; nothing for 14 and 16, which none has: https://wiki.debian.org/PostgreSql
suite() {
  case $PG in
    13) echo bullseye ;;
    15) echo bookworm ;;
    17) echo trixie ;;
    18) echo forky ;;
  esac
}

# The mirror that the machine's own packages come from.
mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep -m1 "debian/*\$" ||
    echo http://deb.debian.org/debian
}

# An apt program with lists, status and archive in a directory of its own, and the machine's keys and proxy.
apart() {
  local directory=$1 program=$2
  shift 2
  "$program" -qq -o Dir::State="$directory" -o Dir::State::status="$directory/status" -o Dir::Cache="$directory" \
    -o Dir::Etc::sourcelist="$directory/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o APT::Install-Recommends=false -o APT::Sandbox::User=root \
    -o Acquire::Languages=none "$@"
}

# Makes that directory, for packages of the suite of these sorts: deb, deb-src.
apart_from_suite() {
  local directory=$1 sort
  shift
  mkdir -p "$directory/lists/partial" "$directory/archives/partial"
  : >"$directory/status"
  for sort in "$@"; do
    echo "$sort $(mirror) $(suite) main"
  done >"$directory/sources.list"
  apart "$directory" apt-get update
}
