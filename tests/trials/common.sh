# shellcheck shell=sh
# What the trials share: a copy of the tree, the results of a run that nobody
# disturbs, and what it means to be equal to them.  The user's tree is read and
# never written.  Variables of the user:
#
#   ONLY     papers of the copy, such as "2305.13768 2502.09074" (all)
#   JOBS     jobs of make (2)
#   HAVE=1   the results of the tree are those of a run that nobody disturbed:
#            copy them instead of making them again
#   KEEP=1   leave the copy for a look
#
# A trial sets `trial`, its name, and reads this file.
# shellcheck disable=SC2034,SC2154 # the trials read n_equal and the like
set -eu
LC_ALL=C
export LC_ALL
# a trial may itself run below make, and with variables that make reads
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES GNUMAKEFLAGS SEED V 2>/dev/null || :
JOBS=${JOBS:-2} ONLY=${ONLY:-} HAVE=${HAVE:-} KEEP=${KEEP:-}

say() { printf '%s\n' "$*"; }
fail() {
  printf '%s: %s\n' "$trial" "$*" >&2
  exit 1
}

root=$(cd "$(dirname "$0")/../.." && pwd)
# a path that a rule without quotes would stumble over
work=$(mktemp -d "${TMPDIR:-/tmp}/tame's trial XXXXXX")
tree=$work/tree
TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR" "$tree"

clean_up() {
  status=$?
  trap - EXIT INT TERM
  if [ -n "$KEEP" ]; then
    say "$trial: left in $work"
  else
    chmod -R u+rwX "$work" 2>/dev/null || :
    rm -rf "$work"
  fi
  exit $status
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- the copy ----------------------------------------------------------------

# Times are kept, so that nothing is compiled again.
copy_tree() {
  set -- Makefile mk lib experiments tests data/sets figures/style
  [ ! -d "$root/build" ] || set -- "$@" build
  [ -z "$HAVE" ] || set -- "$@" scale/smoke
  (cd "$root" && tar cf - --exclude=build/check --exclude=build/asan \
    --exclude=build/tsan --exclude=build/fuzz --exclude=build/peers \
    --exclude=build/bin/bench \
    "$@") | (cd "$tree" && tar xf -)
  mkdir "$tree/.git" # git looks no further up
  [ -n "$ONLY" ] || return 0
  for folder in "$tree"/experiments/*/ "$tree"/scale/smoke/*/[0-9]*/; do
    id=$(basename "$folder")
    case " $ONLY " in
    *" ${id%%-*} "*) ;;
    *) rm -rf "$folder" ;;
    esac
  done
}

# make GOAL... in the copy
run_make() {
  (cd "$tree" && exec make --no-print-directory -j"$JOBS" SCALE=smoke "$@")
}

# quietly NAME GOAL...: make that has to succeed; its output goes to NAME.log
quietly() {
  log=$work/$1.log
  shift
  run_make "$@" >"$log" 2>&1 && return
  tail -n 20 "$log" >&2
  fail "make $* fails: see above"
}

# But for the empty *.ok, which make goes without when what they stand for is
# there: a kill may come between an object and its .ok.
all_files() { (cd "$tree" && find . ! -path './.git' ! -name '*.ok' | sort); }

undisturbed() {
  [ -n "$HAVE" ] || rm -rf "$tree/scale"
  begun=$(date +%s)
  quietly undisturbed figures
  if [ -n "$HAVE" ] && grep '^  RUN' "$work/undisturbed.log"; then
    fail "the results of the tree are not up to date"
  fi
  seconds_undisturbed=$(($(date +%s) - begun))
  cp -a "$tree/scale/smoke" "$work/undisturbed"
  all_files >"$work/files"
  list_measured
  say "$trial: $(find "$work/undisturbed/data" -name '*.h5' | wc -l) results, \
$(find "$work/undisturbed/figures" -name '*.svg' | wc -l) figures of \
$(find "$work/undisturbed/data" -mindepth 1 -maxdepth 1 | wc -l) papers; undisturbed $seconds_undisturbed s"
}

# take_apart NAMES: the archive is to be made again, and objects of some modules.
# Their sources are younger now; without that make would go without an object
# that nothing needs.
take_apart() {
  for folder in exp io report; do
    find "$tree/lib/src/$folder" -name "$1" -exec touch {} +
    [ "$1" != '*.c' ] || rm -rf "$tree/build/lib/src/$folder"
  done
  rm -f "$tree/build/libtame.a"
}

# --- equality ----------------------------------------------------------------

# Figures, tables and claims that may show measured times: those whose results
# hold a data set with the attribute `volatile`, by the plan of make; and the
# page, which tells what each result cost.  Without endings, in `measured`.
list_measured() {
  (
    cd "$tree"
    find scale/smoke/data -name '*.h5' -exec grep -al volatile {} + |
      sort >"$work/measured.h5" || :
    tr ';' '\n' <build/plan/smoke.txt | sed 's/^ *//' |
      awk -F '|' -v dir=scale/smoke/figures '
        NR == FNR { is_measured[$0] = 1; next }
        $1 == "experiment" && ($4 in is_measured) {
          print dir "/" $2 "/claims"
          print dir "/claims"
        }
        $1 == "figure" || $1 == "table" {
          n = split($6, data, "+")
          sub(/\.[a-z]*$/, "", $4)
          for (i = 1; i <= n; i++) if (data[i] in is_measured) print $4
        }
        END { print dir "/index" }' "$work/measured.h5" - |
      sort -u >"$work/measured"
  )
}

is_measured() { grep -qxF "${1%.*}" "$work/measured"; }

# Every result the same but for what was measured.
same_results() {
  "$tree/build/bin/h5same" -r "$work/undisturbed/data" "$tree/scale/smoke/data" ||
    fail "results differ"
}

# h5diff of the HDF5 group says it once more where it is installed.  It follows
# references: the list of those which an axis of measured times holds is left
# out with them.
same_by_h5diff() {
  n_h5diff=0
  command -v h5diff >/dev/null 2>&1 && command -v h5ls >/dev/null 2>&1 ||
    return 0
  (cd "$work/undisturbed/data" && find . -name '*.h5') >"$work/h5"
  while read -r file; do
    set -- --exclude-path /provenance/run
    h5ls -r -v "$work/undisturbed/data/$file" |
      awk '/^\// { path = $1 }
        /^ *Attribute: volatile/ { print "path " path }
        /^ *Attribute: REFERENCE_LIST/ {
          print "attribute " path "/REFERENCE_LIST"
        }' >"$work/left_out"
    ! grep -q '^path' "$work/left_out" ||
      while read -r kind path; do
        set -- "$@" "--exclude-$kind" "$path"
      done <"$work/left_out"
    h5diff "$@" "$work/undisturbed/data/$file" "$tree/scale/smoke/data/$file" |
      sed '/<REFERENCE_LIST of/{N;d;}' >"$work/h5diff"
    if [ -s "$work/h5diff" ]; then
      cat "$work/h5diff" >&2
      fail "$file: h5diff finds a difference"
    fi
    n_h5diff=$((n_h5diff + 1))
  done <"$work/h5"
}

# Every figure, table, list of claims and the page equal to the undisturbed
# byte for byte.  Those that show measured times are equal to what make draws
# from the present results instead.
same_figures() {
  (cd "$work/undisturbed" && find figures -type f | sort) >"$work/figures"
  n_equal=0 n_redrawn=0
  : >"$work/redrawn"
  while read -r file; do
    now=scale/smoke/$file
    if cmp -s "$work/undisturbed/$file" "$tree/$now"; then
      n_equal=$((n_equal + 1))
    elif is_measured "$now"; then
      printf '%s\n' "$now" >>"$work/redrawn"
    else
      fail "$file differs, and shows nothing measured"
    fi
  done <"$work/figures"
  rm -rf "$work/aside"
  while read -r file; do
    mkdir -p "$work/aside/$(dirname "$file")"
    mv "$tree/$file" "$work/aside/$file"
    n_redrawn=$((n_redrawn + 1))
  done <"$work/redrawn"
  [ $n_redrawn -eq 0 ] || quietly redrawn figures
  while read -r file; do
    cmp "$work/aside/$file" "$tree/$file" ||
      fail "$file is not what its results give"
  done <"$work/redrawn"
}

# The same files everywhere, none left over: *.tmp, *.new, *.cells, *.log, or
# what sed and ar leave.
same_files() {
  all_files >"$work/files.now"
  diff "$work/files" "$work/files.now" >&2 || fail "files are missing (<) or left over (>)"
}

# must_see CHECK: CHECK has to fail now
must_see() {
  ("$1") >/dev/null 2>&1 && fail "$1 sees nothing of it"
  return 0
}

# The comparison itself: it sees a number of another result, a byte of a
# figure, a file left over.
comparison_can_fail() {
  (cd "$work/undisturbed" && find data -name '*.h5' | sort) >"$work/h5"
  file=$tree/scale/smoke/$(sed -n 1p "$work/h5")
  cp -p "$file" "$work/kept"
  cp "$tree/scale/smoke/$(sed -n 2p "$work/h5")" "$file"
  must_see same_results
  mv "$work/kept" "$file"
  (cd "$tree" && find scale/smoke/figures -name '*.svg' | sort) |
    sed 's/\.svg$//' >"$work/svg"
  file=$tree/$(grep -vxFf "$work/measured" "$work/svg" | head -n 1).svg
  cp -p "$file" "$work/kept"
  echo >>"$file"
  must_see same_figures
  mv "$work/kept" "$file"
  touch "$tree/build/libtame.a.new"
  must_see same_files
  rm "$tree/build/libtame.a.new"
  same_as_undisturbed
}

same_as_undisturbed() {
  same_files
  same_results
  same_figures
  same_files
}
