#!/bin/sh
# peers.sh DIR: the headers of CppAD, from a Python package, into DIR/cppad.
# Without a network the benchmarks run without it.
set -u
dir=$1
package=cmeel-cppad==20250000.2
header=$dir/cppad/cmeel.prefix/include/cppad/cppad.hpp
[ ! -f "$header" ] || exit 0
mkdir -p "$dir"
if python3 -m pip download -q --no-deps -d "$dir" "$package" >"$dir/pip.log" 2>&1 &&
  python3 -m zipfile -e "$dir"/cmeel_cppad-*.whl "$dir/cppad.new" &&
  rm -rf "$dir/cppad" && mv "$dir/cppad.new" "$dir/cppad" && [ -f "$header" ]; then
  rm -f "$dir"/cmeel_cppad-*.whl "$dir/pip.log"
  echo "bench-deps: CppAD is in $dir/cppad"
else
  tail -n 2 "$dir/pip.log" >&2
  echo "bench-deps: no CppAD ($package); make bench goes without it" >&2
fi
