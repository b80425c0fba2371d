#!/usr/bin/env bash
# Runs the unit tests, the tidy test and the acceptance tests; the last line is `N passed, N failed`,
# the sum of all. Called by `make test`; FEATURES and SUITES come from the Makefile.
set -uo pipefail
cd "$(dirname "$0")/.."

: "${FEATURES=}" "${SUITES:=unit tidy acceptance}"
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# A suite that ends without a summary did not build or did not start: one failure.
suite() {
  local status=0 summaries
  echo "== $1"
  shift
  "$@" 2>&1 | tee "$log" || status=$?
  summaries=$(sed -n 's/^test result: .* \([0-9]*\) passed; \([0-9]*\) failed.*/\1 \2/p' "$log")
  if [ -z "$summaries" ] || { [ "$status" -ne 0 ] && ! grep -q ' [1-9][0-9]*$' <<<"$summaries"; }; then
    failed=$((failed + 1))
  fi
  while read -r ok bad; do
    passed=$((passed + ${ok:-0}))
    failed=$((failed + ${bad:-0}))
  done <<<"$summaries"
}

for name in $SUITES; do
  case $name in
    unit) suite unit cargo test $FEATURES --lib ;;
    tidy) [ ! -f pg_test/tidy.rs ] || suite tidy cargo test $FEATURES --test tidy ;;
    acceptance) suite acceptance cargo test $FEATURES --test acceptance ;;
  esac
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
