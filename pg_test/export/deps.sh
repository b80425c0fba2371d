#!/usr/bin/env bash
# Installs what the trials export:: need: dot, Chromium, and the packages of package.json into target/node. Does nothing
# when all is there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
node=$here/../../target/node
mkdir -p "$node"
exec 9>"$node.lock"
flock 9
packages=()
command -v dot >/dev/null || packages+=(graphviz)
command -v chromium >/dev/null || packages+=(chromium)
command -v node >/dev/null && command -v npm >/dev/null || packages+=(nodejs npm)
if [ ${#packages[@]} -gt 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  ${SUDO-} apt-get update
  ${SUDO-} apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${packages[@]}"
fi
if ! cmp -s "$here/package.json" "$node/package.json" || [ ! -e "$node/done" ]; then
  # What stops half-way begins anew the next time.
  rm -rf "$node/done" "$node/node_modules"
  cp "$here/package.json" "$node/"
  (cd "$node" && npm install --no-audit --no-fund)
  touch "$node/done"
fi
