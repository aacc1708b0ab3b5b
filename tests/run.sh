#!/bin/sh
# run.sh DIR MODULE...: run DIR/check_MODULE for each, TEST_JOBS (1) at a time;
# one line per module, the whole log of a failing one, and a closing line that
# counts.  TAME_TEST_WRAP runs each under another program (valgrind).
set -u
# a hung test ends, a slow or busy machine is no failure
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-60}"
export CK_TIMEOUT_MULTIPLIER="${CK_TIMEOUT_MULTIPLIER:-4}" # of all timeouts

# run_one DIR RECORDS MODULE: its line (or log), and RECORDS/MODULE: passed failed
run_one() {
  log=$2/$3.log
  TAME_TEST_DIR=$1 ${TAME_TEST_WRAP:-} "$1/check_$3" >"$log" 2>&1
  status=$?
  # Check's own summary: "90%: Checks: 10, Failures: 1, Errors: 0"
  summary=$(grep -a 'Checks: ' "$log" | tail -n 1)
  checks=$(printf '%s\n' "$summary" | sed -n 's/.*Checks: \([0-9]*\).*/\1/p')
  bad=$(printf '%s\n' "$summary" |
    sed -n 's/.*Failures: \([0-9]*\), Errors: \([0-9]*\).*/\1 + \2/p')
  bad=$((${bad:-0}))
  if [ "$status" -ne 0 ] || [ -z "$summary" ]; then
    [ "$bad" -gt 0 ] || bad=1 # it died, or a sanitizer spoke, outside a test
    printf '  FAIL  %s\n%s\n' "$3" "$(cat "$log")"
  else
    echo "  PASS  $3 ($checks tests)"
  fi
  checks=${checks:-$bad}
  [ "$checks" -ge "$bad" ] || checks=$bad
  echo "$((checks - bad)) $bad" >"$2/$3"
}

if [ "$1" = --one ]; then
  shift
  run_one "$@"
  exit 0
fi

dir=$1
shift
records=$(mktemp -d)
trap 'rm -rf "$records"' EXIT
printf '%s\n' "$@" | xargs -P "${TEST_JOBS:-1}" -I MODULE sh "$0" --one "$dir" "$records" MODULE
# a module without a record was killed with its shell
for module; do
  cat "$records/$module" 2>/dev/null || echo "0 1"
done | awk '{ p += $1; f += $2 }
  END { print p + 0 " passed, " f + 0 " failed"; exit !(p > 0 && f == 0) }' >"$records/.summary"
status=$?
cat "$records/.summary" && mv "$records/.summary" "$dir/summary.txt"
exit $status
