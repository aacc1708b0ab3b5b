#!/bin/sh
# interrupt.sh: `make figures` killed at random moments, SIGKILL to the whole
# process group, and started again: in the end everything equals a run that
# nobody disturbed.  Works on a copy of the tree, at the smoke scale.
#
#   sh tests/trials/interrupt.sh
#   KILLS=5 ONLY=2305.13768 sh tests/trials/interrupt.sh
#   HAVE=1 SECONDS_ALL=120 sh tests/trials/interrupt.sh
#
# KILLS counts those that met a running make (100); MOMENTS chooses them (1);
# SECONDS_ALL says what a whole run takes when HAVE=1 spares it (120).  A run that
# reaches its end is compared, its files are removed and it begins again.  What
# is removed decides which phases kills can meet, so there are five kinds:
#
#   results   all results and figures           35 % of the kills
#   programs  objects, library, programs        25 %
#   library   the archive: ar, then every link  10 %
#   figures   figures, tables, claims, page     20 %
#   page      claims and page                   10 %
# shellcheck disable=SC2034,SC2154 # shared with common.sh
trial=interrupt
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
KILLS=${KILLS:-100} MOMENTS=${MOMENTS:-1} SECONDS_ALL=${SECONDS_ALL:-120}

# --- the moments ---------------------------------------------------------------

# One kill in ten comes while make reads its files, the others between 0 and
# `longest` seconds after it began to work, all moments alike, so that about 1.3
# runs of the kind are gone through.  What a run takes is a share of what all of
# it takes; a wrong share makes it more runs or fewer.
longest() { # PERCENT KILLS
  awk -v T="$SECONDS_ALL" -v p="$1" -v N="$2" 'BEGIN {
    D = 2.6 * T * p / 100 / N
    print (D > 1 ? D : 1)
  }'
}

n_random=$((3 * KILLS + 50))
awk -v n=$n_random -v seed="$MOMENTS" \
  'BEGIN { srand(seed); for (i = 0; i < n; i++) print rand() }' >"$work/random"
n_starts=0

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
    { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null |
      grep -o '[0-9]\{4\}\.[0-9]\{5\}' | head -n 1 || :
  done | sort -u
}

# --- rounds --------------------------------------------------------------------

remove() { # KIND
  case $1 in
  results) rm -rf "$tree/scale" ;;
  programs) # a part: to compile all of it, and run everything, takes long
    take_apart '*.c'
    rm -f "$tree/build/bin/verify" "$tree/build/bin/report"
    ;;
  library) take_apart text.c ;;
  figures) rm -rf "$tree/scale/smoke/figures" ;;
  page)
    rm "$tree/scale/smoke/figures/index.html" \
      "$tree/scale/smoke/figures/claims.tsv" \
      "$tree"/scale/smoke/figures/*/claims.tsv
    ;;
  esac
}

# one KIND LONGEST: start make, kill it; 0 when the kill met it
one() {
  : >"$work/killed.log"
  # V=1: a command is printed when it begins
  (cd "$tree" && exec setsid make --no-print-directory -j"$JOBS" SCALE=smoke \
    V=1 figures >"$work/killed.log" 2>&1) &
  pid=$!
  n_starts=$((n_starts + 1))
  [ $n_starts -le $n_random ] || fail "make ends before nearly every kill"
  u=$(sed -n "${n_starts}p" "$work/random")
  case $u in
  0.0* | *e-*) ;;
  *) while [ ! -s "$work/killed.log" ]; do sleep 0.02; done ;;
  esac
  sleep "$(awk -v u="$u" -v longest="$2" 'BEGIN { print u * longest }')"
  doing $pid >"$work/doing"
  kill -s KILL -- -$pid 2>/dev/null || : # it may have ended
  status=0
  wait $pid 2>/dev/null || status=$?
  while [ -n "$(group $pid)" ]; do sleep 0.01; done
  case $status in
  137)
    n=$((n + 1))
    last=$(tail -n 1 "$work/killed.log" | cut -c 1-80)
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

# rounds KIND KILLS PERCENT
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
  say "interrupt: $1: $2 kills, each 0 to $d s after the first command; $((n_ends + 1)) runs to the end, all equal"
}

copy_tree
undisturbed
comparison_can_fail
all=$(date +%s)
[ -n "$HAVE" ] || SECONDS_ALL=$seconds_undisturbed

share() { # PERCENT
  k=$((KILLS * $1 / 100))
  [ $k -gt 0 ] || k=1
}
n=0 left=$KILLS
: >"$work/met"
: >"$work/kills"
# kind, its share of the kills and of the time, in percent
for line in 'page 10 1' 'figures 20 35' 'results 35 70' 'library 10 8'; do
  # shellcheck disable=SC2086 # three words
  set -- $line
  share "$2"
  [ "$k" -le "$left" ] || k=$left
  left=$((left - k))
  rounds "$1" "$k" "$3"
done
rounds programs "$left" 30
same_by_h5diff

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
    grep -q " $phase\$" "$work/met" || fail "no kill met $phase: another MOMENTS"
  done
fi
say "interrupt: every result equal (h5same; h5diff of $n_h5diff files), $n_equal figures, tables and"
say "  lists of claims equal byte for byte; $n_redrawn that show measured times equal to a new drawing:"
sed 's/^/    /' "$work/redrawn"
say "interrupt: $(find "$TMPDIR" -type f | wc -l) files of the compiler left in TMPDIR, none in the tree; $(($(date +%s) - all)) s"
