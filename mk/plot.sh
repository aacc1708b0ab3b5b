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
date='s|/CreationDate (D:[0-9]\{14\}|/CreationDate (D:19700101000000|'
# scripts are UTF-8; numbers as in the C locale
LC_ALL=C.UTF-8
export LC_ALL
remove() { rm -f "$stem.tmp.pdf" "$stem.tmp.svg" "$stem.new.pdf" "$stem.new.svg"; }
trap remove EXIT
trap 'exit 130' INT TERM

fail() {
  printf '%s\n' "$1" | sed "/^\$/d; s|^|plot: $script: |" >&2
  exit 1
}

# draw PIPE FILE DATA...: prints what went wrong.  gnuplot does not look whether
# what it writes arrives, and what is lost may be in the middle; so it writes
# into a named pipe, whose other end looks.
draw() {
  pipe=$1 file=$2
  shift 2
  mkfifo "$pipe"
  # both ends are open before anybody uses them, so that nobody waits for ever;
  # 5 only helps: to open one end alone waits for the other
  # shellcheck disable=SC2094
  exec 5<>"$pipe" 4<"$pipe" 3>"$pipe" 5>&-
  {
    (LC_ALL=C sed "$date" <&4 >"$file") 2>&1 | sed "s|^sed: |$file: |"
    cat <&4 >/dev/null # when sed has given up: gnuplot would wait for a reader
  } 3>&- &
  "$gnuplot" -c "$script" "$pipe" "$@" 2>&1 3>&- 4<&- ||
    echo "gnuplot ended with status $?"
  exec 3>&- 4<&-
  wait
}

remove
for kind in pdf svg; do
  file=$stem.new.$kind
  said=$(draw "$stem.tmp.$kind" "$file" "$@")
  [ -z "$said" ] || fail "$said"
  [ -s "$file" ] || fail 'nothing drawn'
  # the other end may have been killed by a limit on the size of files
  case $kind in pdf) end=%%EOF ;; svg) end='</svg>' ;; esac
  tail -c 16 "$file" | grep -q "$end" || fail "$file: cut off"
done
mv "$stem.new.pdf" "$stem.pdf"
mv "$stem.new.svg" "$stem.svg"
echo "  PLOT  $stem.pdf .svg"
