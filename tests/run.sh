#!/bin/sh
# run.sh DIR MODULE...: run DIR/check_MODULE for each; one line per module, the
# whole log of a failing one, and a closing line that counts.
# TAME_TEST_WRAP runs each under another program (valgrind).
set -u
# a hung test ends, a slow or busy machine is no failure
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-60}"
export CK_TIMEOUT_MULTIPLIER="${CK_TIMEOUT_MULTIPLIER:-4}" # of all timeouts
dir=$1
shift
passed=0 failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for module; do
  TAME_TEST_DIR=$dir ${TAME_TEST_WRAP:-} "$dir/check_$module" >"$log" 2>&1
  status=$?
  # Check's own summary: "90%: Checks: 10, Failures: 1, Errors: 0"
  summary=$(grep -a 'Checks: ' "$log" | tail -n 1)
  checks=$(printf '%s\n' "$summary" | sed -n 's/.*Checks: \([0-9]*\).*/\1/p')
  bad=$(printf '%s\n' "$summary" |
    sed -n 's/.*Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 + \2/p')
  bad=$((${bad:-0}))
  if [ "$status" -ne 0 ] || [ -z "$summary" ]; then
    [ "$bad" -gt 0 ] || bad=1 # it died, or a sanitizer spoke, outside a test
    echo "  FAIL  $module"
    cat "$log"
  else
    echo "  PASS  $module ($checks tests)"
  fi
  checks=${checks:-$bad}
  [ "$checks" -ge "$bad" ] || checks=$bad
  passed=$((passed + checks - bad))
  failed=$((failed + bad))
done
echo "$passed passed, $failed failed" | tee "$dir/summary.txt"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
