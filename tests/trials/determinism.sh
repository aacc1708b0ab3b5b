#!/bin/sh
# determinism.sh [VARIANT...]: is every result the same, bit for bit, however it
# was computed?  check_determinism.c tries the usual ways at the smoke scale on
# every `make test`; this tries them one by one, at any scale, and is longer.
#
#   jobs       two copies of the tree, make -j1 and make -j2: results, and
#              figures of results without measured times
#   again shards killed threads each locale folder umask memory addresses
#   environment blas clock       see tests/repeat.sh
#   all of them when none is named
#
# `make SCALE=... figures build/check/meddle.so` comes first.  Prints one line
# for each variant and what differs; status 1 when anything does.  By
#
#   SCALE=smoke  PAPERS="2305.13768 ..." (all)  JOBS=2
set -eu
cd "$(dirname "$0")/../.."
export SCALE="${SCALE:-smoke}"
jobs=${JOBS:-2}
tree=
[ "$SCALE" = default ] || tree=scale/$SCALE/
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

# plan KIND: its entries of the chosen papers, a line each, fields by spaces
plan() {
  tr ';' '\n' <"build/plan/$SCALE.txt" | sed 's/^ *//' |
    awk -F '|' -v kind="$1" -v papers=" ${PAPERS:-} " '
      $1 == kind && (papers == "  " || index(papers, " " $2 " ")) {
        $1 = $1
        print
      }'
}

# with_jobs N: the results and figures of a copy of the tree, by make -jN
with_jobs() {
  mkdir -p "$folder/j$1/.git"
  tar cf - --exclude=build/check --exclude=build/asan --exclude=build/fuzz \
    Makefile mk lib experiments tests build figures/style data/sets \
    paper-map.md | tar xf - -C "$folder/j$1"
  targets=$(plan figure | cut -d ' ' -f 4; plan table | cut -d ' ' -f 4
    plan experiment | cut -d ' ' -f 4)
  # shellcheck disable=SC2086 # names without spaces
  (cd "$folder/j$1" && env -u MAKEFLAGS -u MAKELEVEL make -j"$1" \
    SCALE="$SCALE" $targets) >"$folder/j$1.log" 2>&1 ||
    { tail -n 5 "$folder/j$1.log"; return 1; }
}

# Figures are functions of their data: equal bytes, but for measured times.
compare_figures() {
  { plan figure; plan table; } | while read -r kind _ _ file _ data; do
    for result in $(echo "$data" | tr + ' '); do
      ! grep -qa volatile "$folder/j1/$result" || continue 2
    done
    cmp "$folder/j1/$file" "$folder/j2/$file" || echo "$file" >>"$folder/bad"
    [ "$kind" = table ] || cmp "$folder/j1/${file%.svg}.pdf" \
      "$folder/j2/${file%.svg}.pdf" || echo "$file" >>"$folder/bad"
    echo "$file" >>"$folder/same"
  done
  n_figures=$(wc -l <"$folder/same")
  [ ! -e "$folder/bad" ]
}

failed=0
say() { # say VARIANT STATUS WHAT
  if [ "$2" -eq 0 ]; then echo "$1: $3: the same bits"; else
    echo "$1: $3: differences, see above"
    failed=1
  fi
}

[ $# -gt 0 ] || set -- jobs again shards killed threads each locale folder \
  umask memory addresses environment blas clock
n=$(plan experiment | wc -l)
for variant; do
  status=0
  if [ "$variant" = jobs ]; then
    { with_jobs 1 && with_jobs 2 &&
      build/bin/h5same -r "$folder/j1/${tree}data" "$folder/j2/${tree}data"; } ||
      status=1
    n_figures=0
    compare_figures || status=1
    say "$variant" $status "$n experiments, $n_figures figures and tables"
  else
    plan experiment | while read -r _ paper name file program; do
      echo "$variant $folder $paper $name $program $file"
    done | xargs -P "$jobs" -n 6 sh tests/repeat.sh || status=1
    say "$variant" $status "$n experiments"
  fi
done
exit $failed
