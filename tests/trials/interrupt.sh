#!/bin/sh
# interrupt.sh: `make figures` killed at random moments, SIGKILL to the whole
# process group, and started again: in the end everything equals a run that
# nobody disturbed.  Works on a copy of the tree, at the smoke scale.
#
#   sh tests/trials/interrupt.sh
#   KILLS=5 PAPERS=2305.13768 sh tests/trials/interrupt.sh
#
# KILLS counts those that met a running make (100); SEED chooses the moments
# (1).  A run that reaches its end is compared, its files are removed and it
# begins again.  What is removed decides which phases kills can meet, so there
# are five kinds of rounds:
#
#   results   all results and figures           35 % of the kills
#   programs  objects, library and programs     25 %
#   library   the archive: ar, then every link  10 %
#   figures   figures, tables, claims, page     20 %
#   page      claims and page                   10 %
# shellcheck disable=SC2034,SC2154 # shared with common.sh
trial=interrupt
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
KILLS=${KILLS:-100} SEED=${SEED:-1}

# --- the moments ---------------------------------------------------------------

# A kill comes between 0 and `longest` seconds after the start of make, all
# moments alike.  On the average 1.3 runs are gone through: a run of T seconds
# is met by N kills in steps of 1.3 T / N.  `start` is what make takes to find
# that nothing is to be done.
longest() { # LENGTH KILLS
  awk -v T="$1" -v N="$2" -v start="$start" 'BEGIN {
    T = T > start ? T - start : 0
    D = 2.6 * T / N
    least = T < 1 ? T : 1
    print start + (D > least ? D : least)
  }'
}

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { print b - a }'; }

random=$work/random
awk -v n="$((3 * KILLS + 50))" -v seed="$SEED" \
  'BEGIN { srand(seed); for (i = 0; i < n; i++) print rand() }' >"$random"
exec 3<"$random"
delay() { # LONGEST
  read -r u <&3 || fail "out of random numbers"
  awk -v u="$u" -v d="$1" 'BEGIN { print u * d }'
}

# --- what a kill meets ---------------------------------------------------------

# processes of group $1 that are alive
group() {
  cat /proc/[0-9]*/stat 2>/dev/null |
    sed 's/^\([0-9]*\) (.*) \(.\) [0-9]* \([0-9]*\) .*/\1 \2 \3/' |
    awk -v g="$1" '$3 == g && $2 != "Z" { print $1 }'
}

# One word for each thing the group $1 is doing, and the papers it works for.
doing() {
  for pid in $(group "$1"); do
    program=$(readlink "/proc/$pid/exe" 2>/dev/null) || continue
    case $program in
    */cc1 | */as) say compile ;;
    */ld | */ld.* | */*-ld | */*-ld.* | */collect2) say link ;;
    */ar | */*-ar) say archive ;;
    *gnuplot* | */h5cols) say plot ;;
    */h5table) say table ;;
    */claims) say claims ;;
    */verify) say verify ;;
    */report) say report ;;
    */build/bin/[0-9]*) say run ;;
    *) say make ;;
    esac
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null |
      grep -o '[0-9]\{4\}\.[0-9]\{5\}' | head -n 1 || :
  done | sort -u
}

# --- rounds --------------------------------------------------------------------

remove() { # KIND
  case $1 in
  results) rm -rf "$tree/scale" ;;
  programs)
    if [ "$KILLS" -ge 50 ]; then
      rm -rf "$tree/build"
    else # a part, to be quick
      rm -rf "$tree"/build/lib/src/exp "$tree"/build/lib/src/report \
        "$tree"/build/experiments "$tree"/build/libtame.a "$tree"/build/stamps
    fi
    ;;
  library) rm "$tree/build/libtame.a" ;;
  figures) rm -rf "$tree/scale/smoke/figures" ;;
  page)
    rm "$tree/scale/smoke/figures/index.html" \
      "$tree/scale/smoke/figures/claims.tsv" \
      "$tree"/scale/smoke/figures/*/claims.tsv
    ;;
  esac
}

# once KIND: how long it takes when nobody disturbs it, in `took`
once() {
  remove "$1"
  begun=$(now)
  quietly "$1" figures
  took=$(since "$begun")
  same_as_undisturbed
}

# one KIND LONGEST: start make, kill it; 0 when the kill met it
one() {
  (cd "$tree" && exec setsid make --no-print-directory -j"$JOBS" SCALE=smoke \
    figures >"$work/killed.log" 2>&1) &
  pid=$!
  sleep "$(delay "$2")"
  doing $pid >"$work/doing"
  kill -9 -- -$pid 2>/dev/null || : # it may have ended
  status=0
  wait $pid 2>/dev/null || status=$?
  while [ -n "$(group $pid)" ]; do sleep 0.01; done
  case $status in
  137)
    n=$((n + 1))
    last=$(tail -n 1 "$work/killed.log" 2>/dev/null || :)
    # make alone was met when nothing else was
    [ "$(grep -c '^[a-z]' "$work/doing")" -lt 2 ] ||
      sed -i '/^make$/d' "$work/doing"
    sed "s/^/$n $1 /" "$work/doing" >>"$work/met"
    say "$n $1: $(tr '\n' ' ' <"$work/doing")| $last" >>"$work/kills"
    return 0
    ;;
  0) return 1 ;;
  *)
    tail -n 20 "$work/killed.log" >&2
    fail "make ends with status $status after $n kills: see above"
    ;;
  esac
}

# rounds KIND KILLS LENGTH
rounds() {
  [ "$2" -gt 0 ] || return 0
  d=$(longest "$3" "$2")
  until_n=$((n + $2))
  n_ends=0
  remove "$1"
  while [ $n -lt $until_n ]; do
    one "$1" "$d" && continue
    same_as_undisturbed
    n_ends=$((n_ends + 1))
    remove "$1"
  done
  quietly "$1" figures
  same_as_undisturbed
  say "interrupt: $1: $2 kills, each 0 to $d s after the start; $((n_ends + 1)) runs to the end, all equal"
}

copy_tree
undisturbed
comparison_can_fail
whole=$(date +%s)
begun=$(now)
quietly nothing figures
start=$(since "$begun")
once page && page=$took
once library && library=$took
once figures && figures=$took

share() { # PERCENT
  k=$((KILLS * $1 / 100))
  [ $k -gt 0 ] || k=1
}
n=0 left=$KILLS
: >"$work/met"
: >"$work/kills"
for kind in page library figures programs; do
  case $kind in
  page) share 10 && length=$page ;;
  library) share 10 && length=$library ;;
  figures) share 20 && length=$figures ;;
  programs) share 25 && length=$seconds_undisturbed ;;
  esac
  [ "$k" -le "$left" ] || k=$left
  left=$((left - k))
  rounds "$kind" "$k" "$length"
done
rounds results "$left" "$seconds_undisturbed"

# --- what was tried ------------------------------------------------------------

say "interrupt: $n kills; met (a kill meets $JOBS jobs at once):"
awk '$3 ~ /^[a-z]/ { print $3 }' "$work/met" | sort | uniq -c |
  sort -rn | sed 's/^ */  /'
say "interrupt: papers at work when killed: $(awk '$3 ~ /^[0-9]/ { print $3 }' \
  "$work/met" | sort -u | wc -l) of $(find "$work/undisturbed/data" \
  -mindepth 1 -maxdepth 1 | wc -l)"
[ -z "$KEEP" ] || cat "$work/kills"
if [ "$KILLS" -ge 100 ]; then
  for phase in compile link run plot claims report; do
    grep -q " $phase\$" "$work/met" || fail "no kill met $phase: another SEED"
  done
fi
say "interrupt: every result equal (h5same; h5diff of $n_h5diff files), $n_equal figures, tables and"
say "  lists of claims equal byte for byte; $n_redrawn that show measured times equal to a new drawing:"
sed 's/^/    /' "$work/redrawn"
say "interrupt: $(find "$TMPDIR" -type f | wc -l) files of the compiler left in TMPDIR, none in the tree; $(($(date +%s) - whole)) s"
