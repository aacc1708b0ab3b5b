/* SPDX-License-Identifier: MIT */
/* Claims on 3-SAT: gadget.c.  Data sets are families x variables x instances,
 * NaN where there is no formula; random formulas come first. */
#include "claims.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"

/* A data set of /formulas. */
static tame_status read_formulas(double **x, size_t *n, const tame_results *r,
                                 const char *name)
{
  char path[64];
  tame_h5_shape shape;
  snprintf(path, sizeof path, "formulas/%s", name);
  TAME_TRY(tame_results_read(x, &shape, r, "gadget", path));
  *n = shape.count;
  return TAME_OK;
}

/* Combine two data sets into the first, formula by formula. */
typedef double combination(double a, double b);
static tame_status combine(double **x, size_t *n, const tame_results *r,
                           const char *name, const char *other,
                           combination *both)
{
  double *y;
  TAME_TRY(read_formulas(x, n, r, name));
  const tame_status s = read_formulas(&y, n, r, other);
  if (s < 0) {
    free(*x);
    return s;
  }
  for (size_t i = 0; i < *n; i++) (*x)[i] = both((*x)[i], y[i]);
  free(y);
  return TAME_OK;
}

/* *v <- the largest entry over the formulas that exist */
static tame_status largest_of(double *v, const tame_results *r,
                              const char *name, const char *other,
                              combination *both)
{
  double *x;
  size_t n;
  TAME_TRY(combine(&x, &n, r, name, other, both));
  *v = tame_max(x, n);
  free(x);
  return TAME_OK;
}

static double first(double a, double b) { return isnan(b) ? b : a; }

tame_status c11a(double *v, const tame_results *r)
{
  return largest_of(v, r, "outside", "clauses", first);
}

tame_status c11b(double *v, const tame_results *r)
{
  return largest_of(v, r, "disagree", "clauses", first);
}

/* 1 where two gradients were found and there is no solution, or conversely */
static double mistaken(double gradients, double solutions)
{
  if (isnan(solutions)) return solutions;
  return (gradients >= 2.0) != (solutions > 0.0);
}

tame_status c12a(double *v, const tame_results *r)
{
  return largest_of(v, r, "gradients", "solutions", mistaken);
}

/* Random formulas, n = 3 to 14: how many are satisfiable, against the counts of
 * an independent program. */
tame_status c12b(double *v, const tame_results *r)
{
  enum { SIZES = 12 };
  static const double EXPECTED[SIZES] = {9, 7, 6, 5, 5, 5, 3, 6, 5, 4, 5, 5};
  double *x, worst = 0.0;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "gadget", "curves/satisfiable"));
  for (size_t k = 0; k < SIZES && k < shape.dims[1]; k++)
    worst = tame_worse(worst, fabs(x[k] - EXPECTED[k]));
  *v = shape.dims[1] >= 6 ? worst : (double)NAN;
  free(x);
  return TAME_OK;
}

tame_status c12c(double *v, const tame_results *r)
{
  return largest_of(v, r, "bad_gradients", "clauses", first);
}

tame_status c12d(double *v, const tame_results *r)
{
  return largest_of(v, r, "lexicographic", "clauses", first);
}

/* |evaluations / 2^n - 1| where there is no solution: rows are variables n. */
tame_status c13a(double *v, const tame_results *r)
{
  double *x, *variables;
  tame_h5_shape shape, of;
  TAME_TRY(tame_results_read(&variables, &of, r, "gadget", "variables"));
  const tame_status s = tame_results_read(&x, &shape, r, "gadget",
                                          "curves/evaluations_unsatisfiable");
  if (s >= 0) {
    for (size_t i = 0; i < shape.count; i++)
      x[i] = fabs(x[i] / exp2(variables[i % of.count]) - 1.0);
    *v = tame_max(x, shape.count);
    free(x);
  }
  free(variables);
  return s;
}

/* Slope of log2(time of the exhaustive evaluation per entry of the matrices)
 * against n >= 10, random formulas. */
tame_status c13b(double *v, const tame_results *r)
{
  double *n, *seconds, *entries;
  tame_h5_shape of, shape;
  TAME_TRY(tame_results_read(&n, &of, r, "gadget", "variables"));
  tame_status s = tame_results_read(&seconds, &shape, r, "gadget",
                                    "curves/seconds_network");
  if (s >= 0) {
    s = tame_results_read(&entries, &shape, r, "gadget", "curves/entries");
    size_t begin = 0;
    while (s >= 0 && begin < of.count && n[begin] < 10.0) begin++;
    for (size_t k = 0; s >= 0 && k < of.count; k++)
      seconds[k] = log2(seconds[k] / entries[k]);
    if (s >= 0) {
      *v = tame_fit_line(n + begin, seconds + begin, of.count - begin).slope;
      free(entries);
    }
    free(seconds);
  }
  free(n);
  return s;
}

tame_status c14a(double *v, const tame_results *r)
{
  double *x;
  size_t n;
  TAME_TRY(combine(&x, &n, r, "element", "clauses", first));
  *v = tame_min(x, n);
  free(x);
  return TAME_OK;
}

static double quotient(double a, double b) { return a / b; }

tame_status c14b(double *v, const tame_results *r)
{
  return largest_of(v, r, "visited", "entries", quotient);
}

/* Slope of log entries against log n, n >= 6, random formulas. */
tame_status c14c(double *v, const tame_results *r)
{
  double *n, *entries;
  tame_h5_shape of, shape;
  TAME_TRY(tame_results_read(&n, &of, r, "gadget", "variables"));
  const tame_status s =
      tame_results_read(&entries, &shape, r, "gadget", "curves/entries");
  if (s >= 0) {
    for (size_t k = 0; k < of.count; k++) {
      n[k] = log(n[k]);
      entries[k] = log(entries[k]);
    }
    *v = of.count > 4 ? tame_fit_line(n + 3, entries + 3, of.count - 3).slope
                      : (double)NAN;
    free(entries);
  }
  free(n);
  return s;
}
