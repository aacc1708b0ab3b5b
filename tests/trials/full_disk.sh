#!/bin/sh
# full_disk.sh: the disk fills up while `make figures` is at work.  Make stops
# with a status that is not zero and a message that names the file and the
# reason; no piece of a file is left under the name of a whole one; and when
# there is room again, make goes on to the same results as a run that nobody
# disturbed.  Works on a copy of the tree, at the smoke scale.
#
#   sh tests/trials/full_disk.sh
#   SIZES=1 ONLY=2305.13768 sh tests/trials/full_disk.sh
#
# SIZES is the number of sizes of each disk (8): a small tmpfs for the results,
# one for what is compiled, one for a single figure.  Where mounting is not
# allowed, limits on the size of a file take their place; LIMITS=1 tries them
# besides.
# shellcheck disable=SC2034,SC2154 # shared with common.sh
trial=full_disk
# mounts of our own, which end with us
if [ -z "${TAME_MOUNTS:-}" ]; then
  for options in -m -rm; do
    # shellcheck disable=SC2016 # for the inner shell
    if unshare $options sh -c 'd=$(mktemp -d) && mount -t tmpfs -o size=64k \
      tame "$d"' 2>/dev/null; then
      TAME_MOUNTS=yes exec unshare $options sh "$0" "$@"
    fi
  done
  TAME_MOUNTS=no
fi
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
SIZES=${SIZES:-8}

# what the system says of it
FULL='No space left on device|File too large|File size limit exceeded|Disk quota exceeded'

# --- a make that has to stop -----------------------------------------------------

# The last output in $work/stopped.log is that of a program which says why it
# stopped.
said_why() { # WHEN
  log=$work/stopped.log
  grep -E "$FULL" "$log" >"$work/why" || {
    tail -n 20 "$log" >&2
    fail "$1: stops, but does not say why: see above"
  }
  # a line with file and reason, or make's own line with the file
  grep -qE "[[:alnum:]_]/[^ ]+: .*($FULL)|/[^ ]+: ($FULL)" "$work/why" ||
    grep -q '^make.*\*\*\* \[.*/.*\] Error' "$log" ||
    fail "$1: no file is named: $(head -n 1 "$work/why")"
  if grep -qE 'Segmentation|Aborted|requirement' "$log"; then
    fail "$1: a crash: $(grep -E 'Segmentation|Aborted' "$log")"
  fi
  say "  $1: $(grep -m 1 -E "/.*($FULL)" "$work/why" || head -n 1 "$work/why")" |
    cut -c 1-200
}

# Whatever bears the name of a result or a figure is whole: the undisturbed one,
# or one with other measured times.
nothing_half_written() { # WHEN
  (cd "$tree/scale/smoke" 2>/dev/null && find . -type f \
    ! -path '*.cells/*') >"$work/there" || :
  n_there=0
  while read -r file; do
    file=${file#./} now=$tree/scale/smoke/${file#./}
    then=$work/undisturbed/$file
    n_there=$((n_there + 1))
    [ -f "$then" ] || fail "$1: $file is left over"
    case $file in
    *.h5) "$h5same" "$then" "$now" || fail "$1: $file differs" ;;
    *) cmp -s "$then" "$now" || is_measured "scale/smoke/$file" ||
      fail "$1: $file differs" ;;
    esac
    case $file in
    *.pdf) tail -c 16 "$now" | grep -q '%%EOF' ;;
    *.svg) tail -c 16 "$now" | grep -q '</svg>' ;;
    *.html) tail -c 16 "$now" | grep -q '</html>' ;;
    *.tsv) [ "$(wc -l <"$now")" -eq "$(wc -l <"$then")" ] ;;
    esac || fail "$1: $file is cut off"
  done <"$work/there"
}

# must_stop WHEN GOAL...
must_stop() {
  when=$1
  shift
  status=0
  run_make "$@" >"$work/stopped.log" 2>&1 || status=$?
  [ $status -ne 0 ] || fail "$when: make $* succeeds"
  said_why "$when"
  nothing_half_written "$when"
}

# --- disks -----------------------------------------------------------------------

kilobytes() { du -sk "$1" | cut -f 1; }

disk() { # FOLDER KILOBYTES
  if mountpoint -q "$1"; then
    mount -o remount,size="$2k" "$1"
  else
    mount -t tmpfs -o size="$2k" tame "$1"
  fi
}

# The disk of the results, in steps from little to nearly all that is needed.
results_on_a_disk() {
  need=$(kilobytes "$work/undisturbed")
  rm -rf "$tree/scale"
  mkdir "$tree/scale"
  i=1
  while [ $i -le "$SIZES" ]; do
    size=$((need * i / (SIZES + 1)))
    disk "$tree/scale" $size
    must_stop "$size of $need kB for results" figures
    i=$((i + 1))
  done
  disk "$tree/scale" $((4 * need + 65536))
  quietly results figures
  same_as_undisturbed
  cp -a "$tree/scale" "$work/scale"
  umount "$tree/scale"
  rmdir "$tree/scale"
  mv "$work/scale" "$tree/scale"
}

# The disk of the build, without some objects, the archive, and what make
# writes down while it reads its files: full from the start, then in steps.
build_on_a_disk() {
  need=$(kilobytes "$tree/build")
  mv "$tree/build" "$work/build"
  mkdir "$tree/build"
  disk "$tree/build" $((4 * need))
  cp -a "$work/build/." "$tree/build/"
  take_apart '*.c'
  rm -f "$tree/build/plan/smoke.txt"
  has=$(kilobytes "$tree/build")
  i=0
  while [ $i -lt "$SIZES" ]; do
    size=$((has + (need - has) * i / SIZES))
    disk "$tree/build" $size
    must_stop "$size of $need kB for the build" figures
    i=$((i + 1))
  done
  disk "$tree/build" $((4 * need))
  quietly build figures
  same_as_undisturbed
  umount "$tree/build"
  rmdir "$tree/build"
  mv "$work/build" "$tree/build"
}

# The disk of one figure: what gnuplot writes is cut off in its middle.
figure_on_a_disk() {
  svg=$(cd "$tree" && find scale/smoke/figures -name '*.svg' | sort | head -n 1)
  folder=$(dirname "$svg")
  need=$((3 * ($(kilobytes "$tree/${svg%.svg}.pdf") + $(kilobytes "$tree/$svg"))))
  mv "$tree/$folder" "$work/folder"
  mkdir "$tree/$folder"
  n_whole=0 i=1
  while [ $i -le $((2 * SIZES)) ]; do
    size=$((4 + need * (i - 1) / (2 * SIZES)))
    disk "$tree/$folder" $size
    if run_make "$svg" >"$work/stopped.log" 2>&1; then
      n_whole=$((n_whole + 1))
    else
      said_why "$size kB for one figure"
    fi
    nothing_half_written "$size kB for one figure"
    rm -f "$tree/${svg%.svg}".*
    [ -z "$(ls -A "$tree/$folder")" ] || fail "left over: $(ls -A "$tree/$folder")"
    i=$((i + 1))
  done
  [ $n_whole -lt $((2 * SIZES)) ] || fail "no disk was too small for $svg"
  umount "$tree/$folder"
  rmdir "$tree/$folder"
  mv "$work/folder" "$tree/$folder"
}

# --- limits on the size of a file --------------------------------------------------

# limited BLOCKS WHEN GOAL...: as must_stop, with at most BLOCKS of 512 bytes
limited() {
  blocks=$1 when=$2
  shift 2
  {
    status=0
    (ulimit -f "$blocks" && run_make "$@") || status=$?
    echo $status >"$work/status"
  } 2>&1 | cat >"$work/stopped.log"
  [ "$(cat "$work/status")" -ne 0 ] || fail "$when: make $* succeeds"
  said_why "$when"
  nothing_half_written "$when"
}

largest() { # FOLDER: blocks of its largest file
  find "$1" -type f -size +0 -exec du -k {} + | sort -n |
    awk '{ n = $1 } END { print 2 * n }'
}

limits() { # WHAT FOLDER
  most=$(largest "$2")
  i=1
  while [ $i -le "$SIZES" ]; do
    blocks=$((most * i / (SIZES + 1)))
    limited $blocks "files up to $((blocks / 2)) of $((most / 2)) kB, $1" figures
    i=$((i + 1))
  done
  quietly limits figures
  same_as_undisturbed
}

# --- single programs ---------------------------------------------------------------

# fails WHEN COMMAND: the shell command ends with a status that is not zero and
# one line with the reason
fails() {
  status=0
  (cd "$tree" && sh -c "$2") >"$work/stopped.log" 2>&1 || status=$?
  [ $status -ne 0 ] || fail "$1: ends with status 0"
  [ $status -lt 126 ] || fail "$1: ends with status $status"
  if [ "$(wc -l <"$work/stopped.log")" -ne 1 ] ||
    ! grep -qE "^[a-z0-9_]*: .*($FULL)\$" "$work/stopped.log"; then
    fail "$1: says: $(cat "$work/stopped.log")"
  fi
  say "  $1: $(cat "$work/stopped.log")"
}

# programs FULL: all that write, into the folder FULL, where there is no room
programs() {
  plan=build/plan/smoke.txt
  h5=$(cd "$tree" && find scale/smoke/data -name '*.h5' | sort | head -n 1)
  id=$(basename "$(dirname "$h5")")
  program=$(tr ';' '\n' <"$tree/$plan" | awk -F '|' -v h="$h5" '$4 == h { print $5 }')
  column=$(cd "$tree" && build/bin/h5cols --list "$h5" | head -n 1 | cut -d '(' -f 1)
  all=scale/smoke/figures/claims.tsv
  export TO="$1"
  fails 'an experiment' \
    "build/bin/$id/$program --scale smoke --out \"\$TO/x.h5\""
  rm -rf "$1/x.h5.cells"
  fails claims "build/bin/$id/claims --scale smoke --out \"\$TO/c.tsv\""
  fails verify "build/bin/verify --no-print \"\$TO/v.tsv\" scale/smoke/figures/$id/claims.tsv"
  fails report "build/bin/report --plan $plan --claims $all --out \"\$TO/x.html\""
  for tool in h5cols h5table h5same verify report tokenise doctor "$id/claims" \
    "$id/$program"; do
    fails "$tool --help" "build/bin/$tool --help >/dev/full"
  done
  fails h5cols "build/bin/h5cols $h5 $column >/dev/full"
  table=$(tr ';' '\n' <"$tree/$plan" | awk -F '|' '$1 ~ /table/ && $6 !~ /[+]/ {
    print $5, $6; exit }')
  [ -z "$table" ] || fails h5table "build/bin/h5table $table >/dev/full"
  fails 'report --list' "build/bin/report --list --plan $plan >/dev/full"
  fails 'claims --list' "build/bin/$id/claims --list >/dev/full"
  fails 'the cells' "build/bin/$id/$program --list >/dev/full"
  fails doctor "build/bin/doctor >/dev/full"
}

programs_on_a_disk() {
  mkdir "$work/full"
  disk "$work/full" 64
  head -c 1000000 /dev/zero >"$work/full/fill" 2>/dev/null || :
  programs "$work/full"
  [ "$(ls -A "$work/full")" = fill ] || fail "left over: $(ls -A "$work/full")"
  umount "$work/full"
}

copy_tree
undisturbed
h5same=$work/h5same
cp "$tree/build/bin/h5same" "$h5same"
begun=$(date +%s)
if [ "$TAME_MOUNTS" = yes ]; then
  programs_on_a_disk
  figure_on_a_disk
  results_on_a_disk
  build_on_a_disk
else
  say "full_disk: mounting is not allowed here; limits on files only"
  take_apart '*.c'
  limits 'the build' "$work/tree/build/bin"
fi
if [ "$TAME_MOUNTS" = no ] || [ -n "${LIMITS:-}" ]; then
  rm -rf "$tree/scale"
  limits results "$work/undisturbed"
fi
say "full_disk: every make that ran out of room stopped and said why, none left a piece of a file, and all went on to the undisturbed results; $(($(date +%s) - begun)) s"
