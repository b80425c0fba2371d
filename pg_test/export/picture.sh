#!/usr/bin/env bash
# A picture of docs/report.html as Chromium shows its beginning: docs/report.png. Nothing where there is no Chromium.
set -euo pipefail

docs=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../docs" && pwd)
command -v chromium >/dev/null || exit 0
# As root Chromium has no sandbox.
[ "$(id -u)" -ne 0 ] || set -- --no-sandbox
chromium --headless --disable-gpu --hide-scrollbars "$@" --window-size=1240,1240 \
  --screenshot="$docs/report.png" "file://$docs/report.html" >/dev/null 2>&1
