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
trap 'rm -f "$log" "$stem.tmp.pdf" "$stem.tmp.svg" "$stem.new.pdf"' EXIT
trap 'exit 130' INT TERM

fail() {
  echo "plot: $*" >&2
  exit 1
}

# gnuplot does not look whether what it writes arrives.  Writing some more says
# why not.
is_whole() {
  case $1 in *.pdf) end=%%EOF ;; *) end='</svg>' ;; esac
  tail -c 16 "$1" | grep -q "$end" && return
  why=$( (head -c 65536 /dev/zero >>"$1") 2>&1) || :
  fail "$1: cut off${why:+: ${why##*: }}"
}

for kind in pdf svg; do
  file=$stem.tmp.$kind status=0
  : >"$log"
  "$gnuplot" -c "$script" "$file" "$@" 2>"$log" || status=$?
  sed "s|^|plot: $script: |" "$log" >&2
  [ ! -s "$log" ] || exit 1
  [ "$status" -eq 0 ] || fail "$script: gnuplot ended with status $status"
  [ -s "$file" ] || fail "$script: nothing drawn"
  is_whole "$file"
done
# into a file of a known name: what sed -i leaves when it is killed stays
LC_ALL=C sed 's|/CreationDate (D:[0-9]\{14\}|/CreationDate (D:19700101000000|' \
  "$stem.tmp.pdf" >"$stem.new.pdf"
mv "$stem.new.pdf" "$stem.pdf"
mv "$stem.tmp.svg" "$stem.svg"
echo "  PLOT  $stem.pdf .svg"
