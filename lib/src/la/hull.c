/* SPDX-License-Identifier: MIT */
#include "tame/hull.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"

static int by_x_then_y(const void *a, const void *b)
{
  const double *p = a, *q = b;
  const size_t i = p[0] == q[0];
  return (p[i] > q[i]) - (p[i] < q[i]);
}

/* Twice the signed area of a, b, c: positive when they turn to the left. */
static double turn(const double *a, const double *b, const double *c)
{
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/* Append p to the chain [n] of which the first FIXED points stay. */
static size_t append(double *chain, size_t n, size_t fixed, const double *p)
{
  while (n > fixed && turn(chain + 2 * (n - 2), chain + 2 * (n - 1), p) <= 0.0)
    n--;
  memcpy(chain + 2 * n, p, 2 * sizeof *p);
  return n + 1;
}

size_t tame_convex_hull(double *points, size_t n)
{
  for (size_t i = 0; i < 2 * n; i++) TAME_REQUIRE(isfinite(points[i]));
  if (n == 0) return 0;
  qsort(points, n, 2 * sizeof *points, by_x_then_y);
  double *chain = tame_vec(4 * n + 2);
  size_t lower = 0, all;
  for (size_t i = 0; i < n; i++)
    lower = append(chain, lower, 1, points + 2 * i);
  all = lower;
  for (size_t i = n - 1; i-- > 0;)
    all = append(chain, all, lower, points + 2 * i);
  /* the first point is also the last */
  if (all > 1) all--;
  /* doubles of a single point */
  if (all == 2 && memcmp(chain, chain + 2, 2 * sizeof *chain) == 0) all = 1;
  memcpy(points, chain, 2 * all * sizeof *points);
  free(chain);
  return all;
}
