/* SPDX-License-Identifier: MIT */
#include "tame/split.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>

#include "tame/base.h"

size_t tame_fraction(double f, size_t n)
{
  TAME_REQUIRE(f >= 0.0 && f <= 1.0);
  /* f and the product are rounded once each: three units in the last place
   * more take every decimal fraction to the right side and no other */
  const double up = f * (double)n * (1.0 + 4.0 * 0x1p-53);
  const size_t k = (size_t)floor(up);
  return k < n ? k : n;
}

/* Draw COUNT of ROW [n]: taken [row] <- true. */
static void draw(bool *taken, const size_t *row, size_t n, size_t count,
                 gsl_rng *rng)
{
  size_t *order = tame_calloc(n, sizeof *order);
  for (size_t i = 0; i < n; i++) order[i] = row[i];
  /* GSL's loop would not end for none */
  if (n > 0) gsl_ran_shuffle(rng, order, n, sizeof *order);
  for (size_t i = 0; i < count; i++) taken[order[i]] = true;
  free(order);
}

tame_split tame_split_rows(const size_t *stratum, size_t n, double test,
                           gsl_rng *rng)
{
  bool *taken = tame_calloc(n, sizeof *taken);
  size_t *row = tame_calloc(n, sizeof *row), strata = n > 0 ? 1 : 0;
  for (size_t i = 0; i < n && stratum; i++)
    if (stratum[i] >= strata) strata = stratum[i] + 1;
  for (size_t k = 0; k < strata; k++) {
    size_t m = 0;
    for (size_t i = 0; i < n; i++)
      if (!stratum || stratum[i] == k) row[m++] = i;
    draw(taken, row, m, tame_fraction(test, m), rng);
  }
  tame_split s = {.train = tame_calloc(n, sizeof *s.train),
                  .test = tame_calloc(n, sizeof *s.test)};
  for (size_t i = 0; i < n; i++) {
    if (taken[i])
      s.test[s.n_test++] = i;
    else
      s.train[s.n_train++] = i;
  }
  free(row);
  free(taken);
  return s;
}

void tame_split_free(tame_split *s)
{
  free(s->train);
  free(s->test);
  *s = (tame_split){0};
}

size_t tame_thin(size_t *row, size_t n, const bool *in_group, double keep,
                 gsl_rng *rng)
{
  size_t *inside = tame_calloc(n, sizeof *inside), m = 0, left = 0;
  bool *taken = tame_calloc(n, sizeof *taken);
  for (size_t i = 0; i < n; i++)
    if (in_group[row[i]]) inside[m++] = i;
  draw(taken, inside, m, tame_fraction(keep, m), rng);
  for (size_t i = 0; i < n; i++)
    if (taken[i] || !in_group[row[i]]) row[left++] = row[i];
  free(taken);
  free(inside);
  return left;
}
