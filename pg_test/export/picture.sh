#!/usr/bin/env bash
# picture.sh PAGE PICTURE: a picture of a page as Chromium shows its beginning. Fails where there is no Chromium.
set -euo pipefail

page=$(readlink -f "$1") picture=$(readlink -f "$2")
command -v chromium >/dev/null
set --
# As root Chromium has no sandbox.
[ "$(id -u)" -ne 0 ] || set -- --no-sandbox
timeout 120 chromium --headless --disable-gpu --hide-scrollbars "$@" --window-size=1240,1240 \
  --screenshot="$picture" "file://$page" >/dev/null 2>&1
