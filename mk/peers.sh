#!/bin/sh
# peers.sh DIR: what `make bench` compares with and Debian has no package of:
# the headers of CppAD, from a Python package, into DIR/cppad, and JAX, for
# Debian's own Python, into DIR/jax.  Nothing else is touched.  Without a network
# the benchmarks run without them.
set -u
dir=$1
mkdir -p "$dir"

# missing NAME PACKAGE: say why, from the log of pip
missing() {
  tail -n 2 "$dir/pip.log" >&2
  echo "bench-deps: no $1 ($2); make bench goes without it" >&2
}

header=cmeel.prefix/include/cppad/cppad.hpp
package=cmeel-cppad==20250000.2
if [ ! -f "$dir/cppad/$header" ]; then
  if python3 -m pip download -q --no-deps -d "$dir" "$package" >"$dir/pip.log" 2>&1 &&
    python3 -m zipfile -e "$dir"/cmeel_cppad-*.whl "$dir/cppad.new" &&
    rm -rf "$dir/cppad" && mv "$dir/cppad.new" "$dir/cppad" && [ -f "$dir/cppad/$header" ]; then
    rm -f "$dir"/cmeel_cppad-*.whl
    echo "bench-deps: CppAD is in $dir/cppad"
  else
    missing CppAD "$package"
  fi
fi

# what pip would choose for it is pinned too
version=0.10.2
packages="jax==$version jaxlib==$version ml_dtypes==0.6.0 numpy==2.4.6 opt_einsum==3.4.0 scipy==1.17.1"
if [ ! -d "$dir/jax/jax-$version.dist-info" ]; then
  rm -rf "$dir/jax.new"
  # the words are packages, one by one
  # shellcheck disable=SC2086
  if /usr/bin/python3 -m pip install -q --root-user-action=ignore --target "$dir/jax.new" $packages >"$dir/pip.log" 2>&1 &&
    rm -rf "$dir/jax" && mv "$dir/jax.new" "$dir/jax"; then
    echo "bench-deps: JAX is in $dir/jax"
  else
    missing JAX "$packages"
  fi
fi
rm -f "$dir/pip.log"
