#!/bin/sh
# plot.sh SCRIPT.gp STEM DATA...: draw STEM.pdf and STEM.svg, whole or not at
# all.  A warning on gnuplot's standard error or an empty plot is a failure.
set -eu
script=$1 stem=$2
shift 2
gnuplot=${GNUPLOT:-gnuplot}
# the date that cairo writes into a PDF, so that equal figures are equal files
SOURCE_DATE_EPOCH=0
export SOURCE_DATE_EPOCH
# scripts are UTF-8; numbers as in the C locale
LC_ALL=C.UTF-8
export LC_ALL
log=$stem.log
trap 'rm -f "$stem.tmp.pdf" "$stem.tmp.svg"' EXIT
trap 'exit 130' INT TERM
for kind in pdf svg; do
  if ! "$gnuplot" -c "$script" "$stem.tmp.$kind" "$@" 2>"$log" || [ -s "$log" ]; then
    sed "s|^|plot: $script: |" "$log" >&2
    exit 1
  fi
  [ -s "$stem.tmp.$kind" ] || { echo "plot: $script: nothing drawn" >&2; exit 1; }
done
rm -f "$log"
LC_ALL=C sed -i 's|/CreationDate (D:[0-9]\{14\}|/CreationDate (D:19700101000000|' "$stem.tmp.pdf"
mv "$stem.tmp.pdf" "$stem.pdf"
mv "$stem.tmp.svg" "$stem.svg"
echo "  PLOT  $stem.pdf .svg"
