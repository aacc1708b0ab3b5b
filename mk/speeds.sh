#!/bin/sh
# speeds.sh DATA.h5 FOLDER: the tables and figures of what collect has written to
# DATA.h5, into FOLDER/bench, and the page FOLDER/bench.html of them.
set -eu
data=$1 folder=$2
mkdir -p "$folder/bench"
for name in benchmarks library machine baseline stated; do
  stem=$folder/bench/$name
  rm -f "$stem.tsv" "$stem.svg" "$stem.pdf"
  # a kind of peer that no benchmark has is no group
  build/bin/h5cols "$data" "$name/comparison" >/dev/null 2>&1 || [ "$name" = benchmarks ] || continue
  build/bin/h5table "$name" "$data" >"$stem.tsv.tmp"
  mv "$stem.tsv.tmp" "$stem.tsv"
  [ "$name" = benchmarks ] && continue
  # nothing is drawn where no peer is there
  [ -n "$(awk -F '\t' 'NR > 1 && $8 != "NaN"' "$stem.tsv")" ] || continue
  sh mk/plot.sh "tests/bench/$name.gp" "$stem" "$stem.tsv"
done
build/bin/report --speeds "$data" --out "$folder/bench.html"
echo "  PAGE  $folder/bench.html"
