/* SPDX-License-Identifier: MIT */
#include "tame/takagi.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"

enum { BITS = 16, GRID = 1 << BITS, TERMS = 30 };
static const double MODULUS = 40.0 / GRID;

/* least[level * (GRID + 1) + i]: minimum of T over grid points i, ...,
 * i + 2^level - 1 */
struct tame_takagi_table {
  double *least;
};

double tame_takagi_continuous(double x)
{
  double sum = 0.0;
  for (int j = 0; j < TERMS; j++) {
    const double y = ldexp(x, j);
    sum += ldexp(fabs(y - rint(y)), -j);
  }
  return sum;
}

static long gcd(long a, long b) { return b ? gcd(b, a % b) : a; }

double tame_takagi(long num, long den)
{
  TAME_REQUIRE(den >= 1 && num >= 0 && num <= den);
  const long q = den / gcd(num, den);
  const double t = tame_takagi_continuous((double)num / (double)den);
  return q <= TAME_TAKAGI_Q ? t - 1.0 / (double)q : t;
}

tame_takagi_table *tame_takagi_alloc(void)
{
  tame_takagi_table *t = tame_calloc(1, sizeof *t);
  t->least = tame_vec((size_t)(BITS + 1) * (GRID + 1));
  for (size_t i = 0; i <= GRID; i++)
    t->least[i] = tame_takagi_continuous((double)i / GRID);
  for (size_t level = 1; level <= BITS; level++) {
    const double *from = t->least + (level - 1) * (GRID + 1);
    double *to = t->least + level * (GRID + 1);
    const size_t half = (size_t)1 << (level - 1);
    for (size_t i = 0; i + 2 * half <= GRID + 1; i++)
      to[i] = fmin(from[i], from[i + half]);
  }
  return t;
}

void tame_takagi_free(tame_takagi_table *t)
{
  if (!t) return;
  free(t->least);
  free(t);
}

/* Minimum of T over the grid points first, ..., last. */
static double least_of_grid(const tame_takagi_table *t, size_t first,
                            size_t last)
{
  size_t level = 0;
  while (((size_t)2 << level) <= last - first + 1) level++;
  const double *row = t->least + level * (GRID + 1);
  return fmin(row[first], row[last + 1 - ((size_t)1 << level)]);
}

double tame_takagi_below(const tame_takagi_table *t, double lo, double hi)
{
  lo = fmin(1.0, fmax(0.0, lo));
  hi = fmin(1.0, fmax(0.0, hi));
  TAME_REQUIRE(lo <= hi);
  double least =
      least_of_grid(t, (size_t)floor(lo * GRID), (size_t)ceil(hi * GRID)) -
      MODULUS;
  for (long q = 1; q <= TAME_TAKAGI_Q; q++)
    for (long p = (long)ceil(lo * (double)q - 1e-9);
         (double)p <= hi * (double)q + 1e-9; p++)
      if (p >= 0 && p <= q) least = fmin(least, tame_takagi(p, q));
  return least;
}
