"""JAX for bench_derivatives.c, which starts this, writes requests and reads answers,
a line each:

    make WORK FILE OUT SIZE...   compile WORK on the arrays of FILE, write what it
                                 computes to OUT; answers how many numbers those
                                 are, and the processor seconds of a call
    time CALLS                   processor and wall seconds of CALLS calls
    quit

The first line it writes is its version.  Double precision, one thread; a call is
that of a function compiled by jax.jit before, and ends when its result is there.
Where a work can be written in several ways, all are compiled, and the fastest is
taken.  Files hold doubles: of each array its length, then its entries.
"""
import os
import sys
import time

sys.dont_write_bytecode = True  # leaves nothing in the tree
os.environ["JAX_ENABLE_X64"] = "true"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax  # noqa: E402
import numpy as np  # noqa: E402

import jax_networks  # noqa: E402
import jax_one_step  # noqa: E402
import jax_splittings  # noqa: E402

WORKS = {**jax_one_step.WORKS, **jax_splittings.WORKS, **jax_networks.WORKS}


def read_arrays(path):
    numbers, arrays, at = np.fromfile(path), [], 0
    while at < len(numbers):
        length = int(numbers[at])
        arrays.append(numbers[at + 1:at + 1 + length])
        at += 1 + length
    return arrays


class Work:
    def __init__(self, name, path, out, sizes):
        ways, arguments = WORKS[name](sizes, read_arrays(path))
        self.arguments = jax.device_put(arguments)
        compiled = [jax.jit(way) for way in ways]
        for way in compiled:  # compiles, and touches the memory
            self.seconds(way, 1)
        self.call = min(compiled, key=lambda way: self.seconds(way, 3))
        parts = jax.tree.leaves(self.call(*self.arguments))
        result = np.concatenate([np.ravel(part) for part in parts])
        assert result.dtype == np.float64
        result.tofile(out)
        self.length = len(result)

    def seconds(self, way, calls):
        """Processor and wall seconds of one call."""
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(calls):
            jax.block_until_ready(way(*self.arguments))
        return (time.process_time() - cpu) / calls, (time.perf_counter() - wall) / calls


def main():
    print("JAX", jax.__version__, flush=True)
    work = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "quit":
            return
        if words[0] == "make":
            work = Work(*words[1:4], [int(word) for word in words[4:]])
            print(work.length, "%.9g" % work.seconds(work.call, 3)[0], flush=True)
        else:
            calls = int(words[1])
            cpu, wall = work.seconds(work.call, calls)
            print("%.9g %.9g" % (cpu * calls, wall * calls), flush=True)


if __name__ == "__main__":
    main()
