#!/bin/sh
# find.sh SET: print the path of the first file of SET, or fail.  The same
# order of places as lib/src/io/dataset.c.
set -u
here=$(dirname "$0")
awk -v dir="$here" -f "$here/rows.awk" "$here/manifest.tsv" |
awk -F '\t' -v s="$1" '$1 == s && !n++ { print $2 "\t" $3 }' |
while IFS='	' read -r file system; do
  IFS=:
  for dir in ${TAME_DATA:-} "$here"; do
    [ -n "$dir" ] && [ -r "$dir/$1/$file" ] && { echo "$dir/$1/$file"; exit 10; }
  done
  [ "$system" != - ] && [ -r "$system" ] && { echo "$system"; exit 10; }
  exit 1
done
[ $? -eq 10 ]
