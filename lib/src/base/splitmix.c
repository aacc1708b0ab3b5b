/* SPDX-License-Identifier: MIT */
#include "tame/splitmix.h"

#include <math.h>

tame_splitmix tame_splitmix_seed(uint64_t seed)
{
  return (tame_splitmix){.state = seed};
}

uint64_t tame_splitmix_next(tame_splitmix *g)
{
  g->state += UINT64_C(0x9E3779B97F4A7C15);
  uint64_t z = g->state;
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

double tame_splitmix_uniform(tame_splitmix *g)
{
  return (double)(tame_splitmix_next(g) >> 11) * 0x1p-53;
}

double tame_splitmix_normal(tame_splitmix *g)
{
  if (g->has_spare) {
    g->has_spare = false;
    return g->spare;
  }
  const double two_pi = 6.283185307179586476925286766559;
  const double u = 1.0 - tame_splitmix_uniform(g); /* in (0, 1]: a finite log */
  const double v = tame_splitmix_uniform(g);
  const double radius = sqrt(-2.0 * log(u));
  g->spare = radius * sin(two_pi * v);
  g->has_spare = true;
  return radius * cos(two_pi * v);
}

void tame_splitmix_fill_normal(double *x, size_t n, tame_splitmix *g)
{
  for (size_t i = 0; i < n; i++) x[i] = tame_splitmix_normal(g);
}
