#!/bin/sh
# repeat.sh VARIANT FOLDER PAPER NAME PROGRAM FILE
#
# Runs the experiment PAPER/NAME again, in FOLDER and in another way than make
# did, and says how the result differs from FILE: not at all, or status 1.
# Called from the top of the tree, with SCALE=smoke or default.
#
#   again      in another folder, locale, time zone, umask, environment, with
#              other contents of new memory and, where allowed, fixed addresses
#   shards     four shards out of order, the last two side by side
#   killed     killed again and again, the clock leaping
#   threads    on other numbers of threads, where the program takes --threads
#   each       killed after every single file, the clock leaping
#   locale folder umask memory addresses environment blas clock
#              one thing of `again` or `killed` alone
set -eu
variant=$1 folder=$2 paper=$3 name=$4 program=$5 file=$6
scale=${SCALE:-smoke}
meddle=${TAME_TEST_DIR:-build/check}/meddle.so
arguments=$(cat "build/stamps/$scale/$paper/$name.args")
out=$folder/$variant/$paper/$name.h5
top=$(pwd)
mkdir -p "${out%/*}" "$folder/tmp"
rm -rf "$out" "$out".* # of an earlier call

fail() {
  echo "$paper/$name, $variant: $1" >&2
  exit 1
}

# run "ENVIRONMENT" "OPTIONS" [WRAPPER...]: the experiment into $out
run() {
  environment=$1 options=$2
  shift 2
  eval "env $environment $* build/bin/$paper/$program --id $paper/$name \
    --scale $scale $arguments $options --out '$out'" >"$out.log" 2>&1
}
must_run() { run "$@" || fail "status $?: $(tail -n 3 "$out.log")"; }

# names that a program does not see in the options, so that paths stay
elsewhere() {
  world=$folder/world-$$
  mkdir -p "$world"
  for link in build experiments data; do ln -sfn "$top/$link" "$world/$link"; done
  cd "$world"
}

# a locale with a decimal comma, where there is one; COMMA names another
comma() {
  echo "${COMMA:-$(locale -a 2>/dev/null | grep -E '^(de|fr|it|es)_' |
    head -n 1)}"
}
# personality() may be forbidden in a container
fixed() { if setarch -R true 2>/dev/null; then echo setarch -R; fi; }

padding=$(printf '%12345s' '' | tr ' ' x)
other_locale="LC_ALL=$(comma) TZ=Pacific/Kiritimati"
[ -n "$(comma)" ] || other_locale="LC_ALL=C.UTF-8 TZ=Pacific/Kiritimati"
other_memory="MALLOC_PERTURB_=165"
other_environment="PADDING=$padding HOME=/ USER=nobody"
# a cluster may set threads; a program that is run by hand sees to its kernels
other_blas="-u OPENBLAS_CORETYPE -u TAME_PINNED OPENBLAS_NUM_THREADS=2 \
  OMP_NUM_THREADS=2"

cells() {
  eval "build/bin/$paper/$program --scale $scale $arguments --list" | wc -l
}

# killed FIRST STEP: after FIRST files, then STEP files later each time, until
# it ends; the first time just before a file gets its name
killed() {
  k=$1 limit=5000 kills=0
  sign=-
  while [ ! -e "$out" ]; do
    status=0
    run "LD_PRELOAD='$top/$meddle' MEDDLE_KILL=$sign$k" "" || status=$?
    case $status in
      0) break ;;
      137) kills=$((kills + 1)) k=$((k + $2)) sign= ;;
      *) fail "status $status: $(tail -n 3 "$out.log")" ;;
    esac
    [ $kills -lt $limit ] || fail "does not get on"
  done
  [ $kills -gt 0 ] || fail "was not killed"
  # the last kill may have come between the result and the removal of cells
  [ ! -e "$out.cells" ] || must_run "LD_PRELOAD='$top/$meddle'" ""
}

flags=
case $variant in
  again)
    elsewhere
    umask 077
    must_run "$other_blas $other_locale $other_memory $other_environment \
      TMPDIR='$folder/tmp'" "" "$(fixed)" ;;
  shards)
    must_run "" "--shard 3/4"
    must_run "" "--shard 1/4"
    [ "$(cells)" -lt 4 ] || [ ! -e "$out" ] || fail "merged too early"
    run "" "--shard 4/4" & other=$!
    eval "build/bin/$paper/$program --id $paper/$name --scale $scale \
      $arguments --shard 2/4 --out '$out'" >"$out.2.log" 2>&1 ||
      fail "status $?: $(tail -n 3 "$out.2.log")"
    wait $other || fail "status $?: $(tail -n 3 "$out.log")" ;;
  killed) killed 1 $((($(cells) + 2) / 3)) ;;
  each) killed 1 0 ;;
  threads)
    build/bin/"$paper"/"$program" --help | grep -q -e ' --threads ' || exit 0
    flags=--numbers # the number is an argument of the run
    must_run "" "--threads 3" ;;
  locale) must_run "$other_locale" "" ;;
  folder) elsewhere && must_run "TMPDIR='$folder/tmp'" "" ;;
  umask) umask 077 && must_run "" "" ;;
  memory) must_run "$other_memory" "" ;;
  addresses) must_run "" "" "$(fixed)" ;;
  environment) must_run "$other_environment" "" ;;
  blas) must_run "$other_blas" "" ;;
  clock) must_run "LD_PRELOAD='$top/$meddle'" "" ;;
  *) fail "no such variant" ;;
esac

cd "$top"
[ -e "$out" ] || fail "no result"
[ ! -e "$out.cells" ] || fail "cells were left"
[ ! -e "$out.tmp" ] || fail "an unfinished file was left"
differences=$(build/bin/h5same $flags "$file" "$out" 2>&1) ||
  fail "$(printf '%s\n' "$differences" | head -n 5)"
