#!/bin/sh
# deps.sh: is everything here that the project needs?  Says what is missing and
# what it is for, installs it where that is possible (Debian, as root or with
# sudo that asks no password), else prints the one line to run and fails.
# `deps.sh fuzz` asks for what `make fuzz` needs besides, `deps.sh bench` for
# the libraries that `make bench` compares with.
set -u
cd "$(dirname "$0")/.." || exit 1
pkg_config=${PKG_CONFIG:-pkg-config}
gnuplot=${GNUPLOT:-gnuplot}
cc=${CC:-gcc}
command -v "$cc" >/dev/null 2>&1 || [ "$cc" != cc ] || cc=gcc

goal=${1:-build}
missing=

# need PACKAGE PURPOSE TEST...: PACKAGE is missing when TEST fails
need() {
  package=$1 purpose=$2
  shift 2
  "$@" >/dev/null 2>&1 && return
  missing="$missing $package"
  printf '  missing  %-18s %s\n' "$package" "$purpose"
}

# the words of $cc are a program and options
# shellcheck disable=SC2086
has_c_headers() { printf '#include <stdlib.h>\n#include <unistd.h>\n' | $cc -E -; }
has_library() { "$pkg_config" --exists "$1"; }
has_hdf5() { has_library hdf5-serial || has_library hdf5; }
has_terminals() {
  terminals=$("$gnuplot" -e 'set terminal' 2>&1 </dev/null) || return 1
  case $terminals in *pdfcairo*) ;; *) return 1 ;; esac
  case $terminals in *' svg '*) ;; *) return 1 ;; esac
}
has_fuzzer() {
  printf 'int LLVMFuzzerTestOneInput(const char *d, long n) { return !d + (n < 0); }\n' |
    clang -fsanitize=fuzzer,address,undefined -x c - -o build/deps.out
}
has_fetcher() { command -v curl >/dev/null 2>&1 || command -v wget >/dev/null 2>&1; }

has_font() {
  if command -v fc-list >/dev/null 2>&1; then
    [ -n "$(fc-list ':family=DejaVu Sans')" ]
  else
    ls /usr/share/fonts/*/dejavu/DejaVuSans.ttf
  fi
}

look() {
  missing=
  # `CC="ccache clang"` is two words, and the package has the name of the first
  compiler=${cc%% *}
  need "${compiler##*/}" 'C compiler' command -v "$compiler"
  need libc6-dev 'headers of the C library' has_c_headers
  need pkgconf 'finds the libraries' command -v "$pkg_config"
  need libgsl-dev 'GSL: random numbers, quadrature, polynomials' has_library gsl
  need libopenblas-dev 'OpenBLAS: dense linear algebra' has_library openblas
  need libhdf5-dev 'HDF5: result files' has_hdf5
  need libmd-dev 'SHA-256 of programs and data sets' has_library libmd
  need zlib1g-dev 'zlib: compressed images' has_library zlib
  need libzip-dev 'libzip: archives of images' has_library libzip
  need libjpeg-dev 'libjpeg: images' has_library libjpeg
  need libjansson-dev 'Jansson: JSON of tokenisers and pre-trained weights' has_library jansson
  need libpcre2-dev 'PCRE2: Unicode classes of tokenisers' has_library libpcre2-8
  need check 'unit tests' has_library check
  need gnuplot-nox 'figures (terminals pdfcairo and svg)' has_terminals
  need fonts-dejavu-core 'the font of the figures' has_font
  need curl 'make data' has_fetcher
  case $goal in
  fuzz)
    need clang 'make fuzz' command -v clang
    need libclang-rt-dev 'make fuzz: libFuzzer and sanitizers of clang' has_fuzzer
    ;;
  bench)
    need g++ 'make bench: C++ libraries to compare with' command -v g++
    need libadolc-dev 'make bench: ADOL-C' test -f /usr/include/adolc/adolc.h
    need python3-pip 'make bench: fetches CppAD and JAX' /usr/bin/python3 -m pip --version
    need python3-torch 'make bench: PyTorch' /usr/bin/python3 -c 'import torch'
    ;;
  esac
}

# `-lX` may name what pkg-config describes but nobody installed
links() {
  hdf5='hdf5-serial'
  has_library $hdf5 || hdf5=hdf5
  # the words are options, one by one
  # shellcheck disable=SC2046,SC2086
  printf '%s\n' '#include <gsl/gsl_cblas.h>' '#include <gsl/gsl_rng.h>' \
    '#include <hdf5_hl.h>' '#include <sha256.h>' '#include <check.h>' \
    '#include <zlib.h>' '#include <jansson.h>' '#include <zip.h>' \
    '#include <stdio.h>' '#include <jpeglib.h>' \
    '#define PCRE2_CODE_UNIT_WIDTH 8' '#include <pcre2.h>' \
    'int main(void) { double x = 1.0; SHA256_CTX c; SHA256Init(&c);' \
    ' gsl_rng_env_setup(); H5open(); zlibVersion(); zip_libzip_version();' \
    ' { struct jpeg_error_mgr e; jpeg_std_error(&e); } json_decref(json_object()); pcre2_config(PCRE2_CONFIG_VERSION, NULL); return cblas_dasum(1, &x, 1) != 1.0; }' |
    $cc $("$pkg_config" --cflags $hdf5 gsl libmd zlib jansson libpcre2-8 libzip libjpeg check) -x c - -o "$1" \
      $("$pkg_config" --libs openblas) -lgsl \
      $("$pkg_config" --libs-only-L $hdf5) -lhdf5_hl -lhdf5 \
      $("$pkg_config" --libs libmd zlib jansson libpcre2-8 libzip libjpeg) -lm
}

as_root=none
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" -eq 0 ]; then
    as_root='env'
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root='sudo env'
  fi
fi

# apt COMMAND...: quiet, and never asks
apt() {
  $as_root DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o Dpkg::Use-Pty=0 "$@" >build/deps.log 2>&1
}

# do the package lists know all of $missing?
is_listed() {
  for package in $missing; do
    [ -n "$(apt-cache show "$package" 2>/dev/null)" ] || return 1
  done
}

install() {
  # shellcheck disable=SC2086
  apt install --no-install-recommends $missing
}

mkdir -p build
look
if [ -n "$missing" ]; then
  line="apt-get update && apt-get install --no-install-recommends$missing"
  if [ "$as_root" = none ]; then
    if command -v sudo >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
      echo "deps: installing needs a password; run:"
      line="sudo apt-get update && sudo apt-get install --no-install-recommends$missing"
    elif command -v apt-get >/dev/null 2>&1; then
      echo "deps: installing needs root; as root, run:"
    else
      echo "deps: no apt-get here; install what these Debian packages hold:"
      line=$missing
    fi
    echo "  $line"
    exit 1
  fi
  is_listed || { echo "  apt-get  update"; apt update; }
  echo "  apt-get  install$missing"
  # lists that are out of date name versions that are gone: once more with new
  install || { apt update && install; } || {
    tail -n 5 build/deps.log >&2
    echo "deps: apt-get failed (build/deps.log); try: $line" >&2
    exit 1
  }
  look
  [ -z "$missing" ] || { echo "deps: still missing:$missing" >&2; exit 1; }
fi

if ! links build/deps.out >build/deps.log 2>&1; then
  tail -n 5 build/deps.log >&2
  echo "deps: the libraries are there, but a program does not link with them (build/deps.log)" >&2
  exit 1
fi
rm -f build/deps.out build/deps.log

# Real data sets that Debian has; what needs one is skipped when it is missing.
# Installed where that is possible, except documentation, which slim images
# leave out: its package is unpacked below data/sets, which needs no root.
sets='building fashion-mnist credit-g bible-kjv'

column() { awk -F '\t' -v s="$1" -v k="$2" '$1 == s { print $k; exit }' data/sets/manifest.tsv; }
has_set() { sh data/sets/find.sh "$1" >/dev/null 2>&1; }
is_installable() {
  [ "$as_root" != none ] || return 1
  case $(column "$1" 3) in /usr/share/doc/*) return 1 ;; esac
}

# get_set SET: prints why not
get_set() {
  if is_installable "$1"; then
    package=$(column "$1" 4)
    apt install --no-install-recommends "$package" && has_set "$1" && return
  fi
  sh data/sets/fetch.sh --debian "$1"
}

for set_name in $sets; do
  has_set "$set_name" && continue
  why=$(get_set "$set_name" 2>&1) || {
    [ "$as_root" = none ] || apt update
    why=$(get_set "$set_name" 2>&1)
  } || echo "deps: warning: data set $set_name: $(echo "$why" | tail -n 1)"
  rm -f build/deps.log
done
echo "deps: everything is there"
