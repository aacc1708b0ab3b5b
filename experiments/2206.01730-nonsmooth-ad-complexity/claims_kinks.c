/* SPDX-License-Identifier: MIT */
/* Claims on what happens at kinks: kinks.c, lexicographic.c, path.c. */
#include "claims.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"

/* --- kinks.c: programs absolute, zero, zero_net, maximum, maximum_net,
 * unsatisfiable; NaN beyond a program's inputs ------------------------------ */

enum { N_PROGRAMS = 6, N_A = 5, N_INPUTS = 3, N_UNIFORM = 6 * 5 * 3 };

/* *v <- the largest |x - expected|; NaN is expected where EXPECTED is NaN. */
static tame_status against(double *v, const tame_results *r, const char *path,
                           const double *expected, size_t n)
{
  double *x, worst = 0.0;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "kinks", path));
  if (shape.count != n) worst = NAN;
  for (size_t i = 0; i < n && shape.count == n; i++)
    if (!isnan(x[i]) || !isnan(expected[i]))
      worst = tame_worse(worst, fabs(x[i] - expected[i]));
  *v = worst;
  free(x);
  return TAME_OK;
}

/* By hand: what a reverse sweep returns for relu'(0) = a. */
tame_status c15a(double *v, const tame_results *r)
{
  static const double A[N_A] = {0, 0.25, 0.5, 0.75, 1};
  /* the unsatisfiable formula, from an independent program */
  static const double UNSATISFIABLE[N_A][N_INPUTS] = {
      {0, 0, 0},
      {-0.0078125, -0.0234375, -0.09375},
      {0, 0, 0},
      {0.2109375, 0.0703125, 0.09375},
      {1, 0, 0}};
  double expected[N_UNIFORM];
  for (size_t i = 0; i < N_UNIFORM; i++) expected[i] = NAN;
  for (size_t k = 0; k < N_A; k++) {
    const double a = A[k];
    const double row[N_PROGRAMS][N_INPUTS] = {
        {0, NAN, NAN},   {1 - 2 * a, NAN, NAN}, {0, NAN, NAN},
        {a, 1 - a, NAN}, {a, a, NAN},           {NAN, NAN, NAN}};
    for (size_t p = 0; p < N_PROGRAMS; p++)
      for (size_t i = 0; i < N_INPUTS; i++)
        expected[(p * N_A + k) * N_INPUTS + i] =
            p + 1 < N_PROGRAMS ? row[p][i] : UNSATISFIABLE[k][i];
  }
  return against(v, r, "uniform/gradient", expected, N_UNIFORM);
}

/* Bounds of the entries over a set, program by program; the worse of the two. */
static tame_status bounds(double *v, const tame_results *r, const char *lower,
                          const char *upper, const double lo[][N_INPUTS],
                          const double hi[][N_INPUTS])
{
  double other;
  TAME_TRY(against(v, r, lower, lo[0], N_PROGRAMS * N_INPUTS));
  TAME_TRY(against(&other, r, upper, hi[0], N_PROGRAMS * N_INPUTS));
  *v = tame_worse(*v, other);
  return TAME_OK;
}

tame_status c15b(double *v, const tame_results *r)
{
  static const double LO[N_PROGRAMS][N_INPUTS] = {
      {-1, NAN, NAN}, {-1, NAN, NAN}, {-2, NAN, NAN},
      {0, 0, NAN},    {0, -1, NAN},   {NAN, NAN, NAN}};
  static const double HI[N_PROGRAMS][N_INPUTS] = {
      {1, NAN, NAN}, {1, NAN, NAN}, {2, NAN, NAN},
      {1, 1, NAN},   {1, 2, NAN},   {NAN, NAN, NAN}};
  return bounds(v, r, "independent/lower", "independent/upper", LO, HI);
}

tame_status c15c(double *v, const tame_results *r)
{
  static const double AREA[N_PROGRAMS] = {NAN, NAN, NAN, 0, 2, NAN};
  return against(v, r, "independent/area", AREA, N_PROGRAMS);
}

tame_status c15d(double *v, const tame_results *r)
{
  static const double LO[N_PROGRAMS][N_INPUTS] = {{-1, NAN, NAN}, {0, NAN, NAN},
                                                  {0, NAN, NAN},  {0, 0, NAN},
                                                  {0, 0, NAN},    {0, 0, 0}};
  static const double HI[N_PROGRAMS][N_INPUTS] = {{1, NAN, NAN}, {0, NAN, NAN},
                                                  {0, NAN, NAN}, {1, 1, NAN},
                                                  {1, 1, NAN},   {0, 0, 0}};
  return bounds(v, r, "clarke/lower", "clarke/upper", LO, HI);
}

/* --- lexicographic.c: inputs p = 2, 4, 8, ... ------------------------------- */

enum { FOUR_INPUTS = 1 };

tame_status c16(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "lexicographic", "euler/residual"));
  *v = tame_claim_largest(x + FOUR_INPUTS * shape.dims[1], shape.dims[1]);
  free(x);
  return TAME_OK;
}

/* Both networks that are compared, p = 2 and p = 4. */
tame_status c17a(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&x, &shape, r, "lexicographic", "lexicographic/wrong"));
  *v = tame_claim_largest(x, 2);
  free(x);
  return TAME_OK;
}

tame_status c17b(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "lexicographic",
                             "lexicographic/first_hundred"));
  *v = x[FOUR_INPUTS];
  free(x);
  return TAME_OK;
}

/* --- path.c ---------------------------------------------------------------- */

/* |integral - expected| of the worst side */
static tame_status sides(double *v, const tame_results *r,
                         const double *expected)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "path", "segments/integral"));
  *v = shape.count == 4 ? tame_distance_max(x, expected, 4) : (double)NAN;
  free(x);
  return TAME_OK;
}

tame_status c18a(double *v, const tame_results *r)
{
  double *change;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&change, &shape, r, "path", "segments/change"));
  const tame_status s = sides(v, r, change);
  free(change);
  return s;
}

tame_status c18b(double *v, const tame_results *r)
{
  TAME_TRY(tame_results_scalar(v, r, "path", "segments/loop"));
  *v = fabs(*v);
  return TAME_OK;
}

/* F at the corners is -3, -5, -10, -2, -3: from an independent program. */
tame_status c18c(double *v, const tame_results *r)
{
  return sides(v, r, (double[]){-2, -5, 8, -1});
}

tame_status c19(double *v, const tame_results *r)
{
  double *x, *steps;
  tame_h5_shape shape, of;
  TAME_TRY(tame_results_read(&steps, &of, r, "path", "midpoint/steps"));
  const tame_status s =
      tame_results_read(&x, &shape, r, "path", "midpoint/circulation");
  if (s >= 0) {
    for (size_t i = 0; i < shape.count; i++) x[i] *= steps[i % of.count];
    *v = tame_claim_largest(x, shape.count);
    free(x);
  }
  free(steps);
  return s;
}
