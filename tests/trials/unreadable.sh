#!/bin/sh
# unreadable.sh: folders and files that may not be read or written while `make
# figures` is at work: data sets, results, figures, what is compiled.  Make stops
# with a status that is not zero and a message that names the file and says
# "Permission denied"; with the permissions back it goes on to the same results
# as a run that nobody disturbed.  Works on a copy of the tree, at the smoke
# scale, as an ordinary user: started by root, it gives up its rights.
#
#   sh tests/trials/unreadable.sh
#   ONLY=2305.13768 sh tests/trials/unreadable.sh
# shellcheck disable=SC2034,SC2154 # shared with common.sh
trial=unreadable
# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"

# The copy is made first: an ordinary user may not see the original.
if [ "$(id -u)" -eq 0 ]; then
  copy_tree
  chown -R nobody "$work"
  status=0
  (cd / && HOME=$work/home KEEP=$KEEP TAME_COPY=$work setpriv \
    --reuid="$(id -u nobody)" --regid="$(id -g nobody)" --clear-groups \
    sh "$tree/tests/trials/unreadable.sh") || status=$?
  exit $status
elif [ -n "${TAME_COPY:-}" ]; then
  rm -rf "$work"
  work=$TAME_COPY tree=$TAME_COPY/tree TMPDIR=$TAME_COPY/tmp
  trap - EXIT # whoever made the copy removes it
else
  copy_tree
fi

n_cases=0
# denied WHAT FILE GOAL...: FILE is part of what the message has to name
denied() {
  what=$1 file=$2
  shift 2
  status=0
  run_make "$@" >"$work/denied.log" 2>&1 || status=$?
  [ $status -ne 0 ] || fail "$what: make $* succeeds"
  grep -F "$file" "$work/denied.log" | grep -m 1 'Permission denied' \
    >"$work/why" || {
    tail -n 20 "$work/denied.log" >&2
    fail "$what: not said: see above"
  }
  if grep -qE 'Segmentation|Aborted' "$work/denied.log"; then
    fail "$what: a crash"
  fi
  say "  $what: $(cat "$work/why")"
  n_cases=$((n_cases + 1))
}

# allowed: as everything was before
allowed() {
  quietly allowed figures
  same_as_undisturbed
}

# --- data sets ---------------------------------------------------------------------

# closed PLACE PATH: the data set at PATH, below PLACE, which may not be read
closed() {
  chmod 000 "$1"
  denied "data set, $(basename "$1") closed" "$2" figures
  chmod 755 "$1"
}

# The first experiment whose result says that it read a set of data/sets; then
# a copy of the set in a folder of TAME_DATA, which comes first.
data_sets() {
  h5=$(cd "$tree" && find scale/smoke/data -name '*.h5' -exec \
    grep -alE '^[a-z0-9-]* ?data/sets/|[a-z0-9] data/sets/' {} + | sort |
    head -n 1)
  if [ -z "$h5" ]; then
    say "  data sets: no result is made from one in data/sets"
    return 0
  fi
  path=$(grep -aoE ' data/sets/[^ ]*' "$tree/$h5" | head -n 1)
  path=${path# }
  name=${path#data/sets/}
  rm "$tree/$h5"
  closed "$tree/${path%/*}" "$path"
  closed "$tree/$path" "$path"
  mkdir -p "$work/sets"
  cp -R "$tree/${path%/*}" "$work/sets/"
  TAME_DATA=$work/none:$work/sets
  export TAME_DATA
  closed "$work/sets" "$work/sets/$name"
  closed "$work/sets/${name%/*}" "$work/sets/$name"
  closed "$work/sets/$name" "$work/sets/$name"
  unset TAME_DATA
  # while the whole folder was closed, make counted with every set that could
  # lie in it; it noted the arguments of programs which it then did not run
  (cd "$tree" && find ./build/stamps -name '*.args') |
    grep -vxFf "$work/files" | while read -r file; do rm "$tree/$file"; done
  allowed
}

# --- results -------------------------------------------------------------------------

results() {
  folder=$(cd "$tree" && find scale/smoke/data -mindepth 1 -type d | sort | head -n 1)
  first=$(cd "$tree" && find "$folder" -name '*.h5' | sort | head -n 1)
  id=$(basename "$folder")
  rm "$tree/$first"
  chmod 555 "$tree/$folder"
  denied 'folder of a paper, not writable' "$first" figures
  chmod 000 "$tree/$folder"
  denied 'folder of a paper, not readable' "$folder" figures
  chmod 755 "$tree/$folder"

  mkdir "$tree/$first.cells"
  chmod 000 "$tree/$first.cells"
  denied 'folder of cells' "$first.cells" figures
  chmod 755 "$tree/$first.cells"
  allowed

  rm -r "$tree/scale/smoke/data"
  mkdir "$tree/scale/smoke/data"
  chmod 555 "$tree/scale/smoke/data"
  denied 'folder of results, not writable' scale/smoke/data figures
  chmod 755 "$tree/scale/smoke/data"
  rm -r "$tree/scale/smoke"
  cp -a "$work/undisturbed" "$tree/scale/smoke"
  allowed

  # each reader of a result by itself
  drawn=$(awk 'BEGIN { RS = ";"; FS = "|" } / *figure/ { print $4 "|" $6; exit }' \
    "$tree/build/plan/smoke.txt")
  svg=${drawn%%|*} h5=${drawn#*|}
  h5=${h5%%+*}
  chmod 000 "$tree/$h5"
  rm "$tree/$svg"
  denied 'result, drawn' "$h5" "$svg"
  claims=scale/smoke/figures/$(basename "$(dirname "$h5")")/claims.tsv
  rm "$tree/$claims"
  id=$(basename "$(dirname "$h5")")
  if (cd "$tree" && "build/bin/$id/claims" --scale smoke --list) |
    grep -q "$h5"; then
    denied 'result, claimed' "$h5" "$claims"
    [ ! -e "$tree/$claims" ] || fail "a table of claims without the results"
  fi
  chmod 644 "$tree/$h5"
  allowed
  chmod 000 "$tree/$h5"
  rm "$tree/scale/smoke/figures/index.html"
  denied 'result, on the page' "$h5" figures
  chmod 644 "$tree/$h5"
  allowed
}

# --- figures and what is compiled ------------------------------------------------------

figures() {
  folder=$(cd "$tree" && find scale/smoke/figures -mindepth 1 -type d | sort | head -n 1)
  svg=$(cd "$tree" && find "$folder" -name '*.svg' | sort | head -n 1)
  rm "$tree/$svg" "$tree/$folder/claims.tsv"
  chmod 555 "$tree/$folder"
  denied 'folder of figures, a figure' "${svg%.svg}" "$svg"
  denied 'folder of figures, claims' "$folder/claims.tsv" "$folder/claims.tsv"
  chmod 755 "$tree/$folder"
  allowed
  rm "$tree/scale/smoke/figures/index.html"
  chmod 555 "$tree/scale/smoke/figures"
  denied 'folder of figures, the page' scale/smoke/figures/index.html figures
  chmod 755 "$tree/scale/smoke/figures"
  allowed
}

build() {
  rm "$tree/build/plan/smoke.txt"
  chmod 555 "$tree/build/plan"
  denied 'folder of plans' build/plan/smoke.txt figures
  run_make help >"$work/help.log" 2>&1 || fail 'make help needs the plan'
  chmod 755 "$tree/build/plan"
  rm "$tree/build/lib/src/io/text.o"
  chmod 555 "$tree/build/lib/src/io"
  denied 'folder of objects' build/lib/src/io/text figures
  chmod 755 "$tree/build/lib/src/io"
  rm "$tree/build/bin/verify"
  chmod 555 "$tree/build/bin"
  denied 'folder of programs' build/bin/ figures
  chmod 755 "$tree/build/bin"
  allowed
}

undisturbed
begun=$(date +%s)
data_sets
results
figures
build
say "unreadable: $n_cases places denied, each said so; with the permissions back all results are the undisturbed ones; $(($(date +%s) - begun)) s"
