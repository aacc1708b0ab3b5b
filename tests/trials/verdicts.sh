#!/bin/sh
# verdicts.sh [VARIANT...]: do the claims keep their verdicts when the same
# sources are compiled in another way?  Results may then differ in rounding, so
# a claim that changes rests on rounding.
#
#   clang      clang -O3
#   O1         gcc -O1
#   baseline   gcc -O3 for any x86-64: no AVX2, kernels of OpenBLAS and
#              functions of the C library without it
#   all three when none is named; each against gcc -O3
#
# Every variant is built from HEAD in a clone of its own and computes what the
# claims are measured on.  Prints one line a variant, then the claims that
# changed, with both values; status 1 when a verdict changed.  At the default
# scale each variant takes about ten processor minutes or more, by
#
#   SCALE=default  PAPERS="2305.13768 ..." (all)  JOBS=1
#   REFERENCE=DIR  figures/*/claims.tsv below DIR are those of gcc -O3; without
#                  it they are computed like the others
#   WORK=DIR       keeps the clones there, and goes on with what it finds
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
scale=${SCALE:-default} jobs=${JOBS:-1}
tree=
[ "$scale" = default ] || tree=scale/$scale/
# shellcheck disable=SC2016 # $(call is make's
papers=${PAPERS:-$(cd "$top" && sed -n 's/^\$(call paper,\([^,]*\),.*/\1/p' \
  experiments/*/paper.mk)}
if [ -n "${WORK:-}" ]; then
  mkdir -p "$WORK"
  work=$(cd "$WORK" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
fi
# data sets that lie in this tree are not in a clone
export TAME_DATA="${TAME_DATA:+$TAME_DATA:}$top/data/sets"

# build NAME [VARIABLE=VALUE...]: the claim tables of a clone of its own
build() {
  name=$1
  shift
  [ -d "$work/$name" ] || git clone -q "$top" "$work/$name"
  targets=
  for paper in $papers; do targets="$targets ${tree}figures/$paper/claims.tsv"; done
  # shellcheck disable=SC2086 # names without spaces
  if ! (cd "$work/$name" && env -u MAKEFLAGS -u MAKELEVEL make \
    -j"$jobs" SCALE="$scale" "$@" $targets) >"$work/$name.log" 2>&1; then
    tail -n 20 "$work/$name.log" >&2
    echo "verdicts: $name could not be computed" >&2
    exit 2
  fi
}

# table DIR: "id TAB measured TAB verdict" of every claim
table() {
  for paper in $papers; do
    awk -F '\t' -v OFS='\t' 'FNR > 1 { print $1, $4, $7 }' \
      "$1/${tree}figures/$paper/claims.tsv"
  done
}

[ $# -gt 0 ] || set -- clang O1 baseline
if [ -n "${REFERENCE:-}" ]; then
  reference=$(cd "$REFERENCE" && pwd)
else
  build gcc-O3 CC=gcc OPT=-O3
  reference=$work/gcc-O3
fi
table "$reference" >"$work/reference.tsv"

changed=0
for variant; do
  case $variant in
    clang) build "$variant" CC=clang OPT=-O3 ;;
    O1) build "$variant" CC=gcc OPT=-O1 ;;
    baseline)
      # what the C library would choose on such a machine
      GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F
      export GLIBC_TUNABLES
      build "$variant" CC=gcc OPT=-O3 MARCH= BLASCORE=Prescott
      unset GLIBC_TUNABLES ;;
    *) echo "verdicts: no variant $variant" >&2 && exit 2 ;;
  esac
  table "$work/$variant" >"$work/$variant.tsv"
  # a claim that is missing on one side has changed as well
  awk -F '\t' -v name="$variant" '
    NR == FNR { value[$1] = $2; verdict[$1] = $3; next }
    { n++; count[$3]++; seen[$1] = 1 }
    $3 != verdict[$1] {
      bad++
      lines = lines sprintf("  %s: %s (%s) becomes %s (%s)\n", $1,
        verdict[$1], value[$1], $3, $2)
    }
    $2 != value[$1] { moved++ }
    END {
      for (id in verdict) if (!(id in seen)) {
        bad++
        lines = lines sprintf("  %s: missing\n", id)
      }
      printf "%s: %d claims, %d PASS, %d FAIL, %d NOT RUN; %d measured " \
        "otherwise, %d changed their verdict\n%s", name, n, count["PASS"],
        count["FAIL"], count["NOT RUN"], moved, bad, lines
      exit n == 0 || bad > 0
    }' "$work/reference.tsv" "$work/$variant.tsv" || changed=1
done
exit $changed
