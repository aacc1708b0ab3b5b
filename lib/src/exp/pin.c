/* SPDX-License-Identifier: MIT */
#include "tame/exp.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The kernels that the flags of mk/config.mk go with; NULL leaves the choice
 * to OpenBLAS on machines without AVX2. */
static const char *blas_core(void)
{
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return "Haswell";
#endif
  return NULL;
}

/* OpenBLAS reads its environment when it is loaded, before main; so the only
 * way to set it from here is to begin again.  A number of threads that is there
 * is the cluster's, not meant for us; kernels that are named are meant. */
void tame_pin_blas(char **argv)
{
  const char *core = blas_core(), *threads = getenv("OPENBLAS_NUM_THREADS");
  const bool is_pinned = threads && strcmp(threads, "1") == 0 &&
                         (!core || getenv("OPENBLAS_CORETYPE"));
  if (is_pinned || getenv("TAME_PINNED")) return;
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  setenv("OMP_NUM_THREADS", "1", 1);
  if (core) setenv("OPENBLAS_CORETYPE", core, 0);
  setenv("TAME_PINNED", "1", 1);
  execv("/proc/self/exe", argv);
  /* no /proc: the results are still right, only not pinned to the bit */
}
