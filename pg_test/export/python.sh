#!/usr/bin/env bash
# Runs a program of a Python environment of its own, in target/export: python.sh PROGRAM ARGUMENT...
# Its packages come from PyPI when they are not there yet. SUDO comes from the Makefile.
set -euo pipefail

HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
VENV=$HERE/../../target/export/python
REQUIREMENTS=$HERE/requirements.txt

mkdir -p "$HERE/../../target"
exec 9>"$HERE/../../target/export.lock"
flock 9
if ! cmp -s "$REQUIREMENTS" "$VENV/requirements.txt"; then
  {
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
      export DEBIAN_FRONTEND=noninteractive
      ${SUDO-} apt-get update
      ${SUDO-} apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends python3 python3-venv
    fi
    python3 -m venv --clear "$VENV"
    "$VENV/bin/pip" install --quiet --disable-pip-version-check --requirement "$REQUIREMENTS"
    cp "$REQUIREMENTS" "$VENV/"
  } >&2
fi
exec 9>&-
program=$1
shift
exec "$VENV/bin/$program" "$@"
