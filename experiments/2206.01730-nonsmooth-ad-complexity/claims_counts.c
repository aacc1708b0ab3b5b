/* SPDX-License-Identifier: MIT */
/* Claims on counts and times: ratio.c, dictionary.c, matrix_product.c, dag.c,
 * digits.c. */
#include "claims.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/stats.h"

/* --- ratio.c: programs x sizes, NaN where there is no such program ---------- */

/* Programs by their place in the result, and their sizes 2, 4, 8, ... */
enum { MLP_RELU = 0, MLP_ABS = 3, MLP_TANH = 4, SPEELPENNING = 9, NORM1 = 10 };

/* x [n] <- a data set of ratio.h5, without the entries that do not exist: those
 * where the program has no cost.  per: numbers for each program and size. */
static tame_status read_existing(double **x, size_t *n, const tame_results *r,
                                 const char *path, size_t per)
{
  double *cost;
  tame_h5_shape shape, of;
  TAME_TRY(tame_results_read(&cost, &of, r, "ratio", "count/cost"));
  const tame_status s = tame_results_read(x, &shape, r, "ratio", path);
  *n = 0;
  for (size_t i = 0; s >= 0 && i < shape.count; i++)
    if (!isnan(cost[i / per])) (*x)[(*n)++] = (*x)[i];
  free(cost);
  return s;
}

/* x [*sizes] <- the row of one program, size[i] <- its size, those that exist;
 * both are released with free(*x). */
static tame_status read_row(double **x, double **size, size_t *sizes,
                            const tame_results *r, const char *path,
                            size_t program, size_t per)
{
  double *all, *axis;
  tame_h5_shape shape, of;
  TAME_TRY(tame_results_read(&axis, &of, r, "ratio", "size"));
  const tame_status s = tame_results_read(&all, &shape, r, "ratio", path);
  if (s >= 0) {
    *x = tame_vec(2 * of.count);
    *size = *x + of.count;
    *sizes = 0;
    for (size_t k = 0; k < of.count; k++) {
      const double y = all[(program * of.count + k) * per];
      if (isnan(y)) continue;
      (*size)[*sizes] = axis[k];
      (*x)[(*sizes)++] = y;
    }
    free(all);
  }
  free(axis);
  return s;
}

tame_status c1a(double *v, const tame_results *r)
{
  double *x;
  size_t n;
  TAME_TRY(read_existing(&x, &n, r, "count/model", 3));
  *v = tame_claim_largest(x, n);
  free(x);
  return TAME_OK;
}

tame_status c1b(double *v, const tame_results *r)
{
  double *x, *omega;
  size_t n, m;
  TAME_TRY(read_existing(&x, &n, r, "count/model", 3));
  const tame_status s = read_existing(&omega, &m, r, "count/omega", 3);
  if (s >= 0) {
    for (size_t i = 0; i < n; i++) x[i] -= omega[i];
    *v = tame_claim_largest(x, n);
    free(omega);
  }
  free(x);
  return s;
}

tame_status c1c(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "dictionary", "operation/omega_c1");
}

tame_status c1d(double *v, const tame_results *r)
{
  /* by hand from the definitions, in the order of the rows */
  static const double EXPECTED[] = {
      5, 5,        5,           3, 3,        3,          5, 5,       2,
      2, 3,        4,           4, 5,        2,          2, 5.0 / 3, 2.5,
      3, 15.0 / 7, 255.0 / 127, 5, 11.0 / 3, 191.0 / 63, 2, 1.5,     7.0 / 6};
  double *x;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&x, &shape, r, "dictionary", "operation/omega_c1"));
  const bool fits = shape.count == sizeof EXPECTED / sizeof *EXPECTED;
  for (size_t i = 0; fits && i < shape.count; i++) x[i] -= EXPECTED[i];
  *v = fits ? fabs(tame_claim_farthest(x, shape.count, 0.0)) : (double)NAN;
  free(x);
  return TAME_OK;
}

/* *v <- the largest |x - formula(size)| over the sizes of a program */
static tame_status against(double *v, const tame_results *r, const char *path,
                           size_t program, size_t per,
                           double (*formula)(double size))
{
  double *x, *size;
  size_t n;
  TAME_TRY(read_row(&x, &size, &n, r, path, program, per));
  for (size_t k = 0; k < n; k++) x[k] = fabs(x[k] - formula(size[k]));
  *v = tame_claim_largest(x, n);
  free(x);
  return TAME_OK;
}

static double five(double p) { return 5.0 + 0.0 * p; }
static double three(double p) { return 3.0 + 0.0 * p; }
static double network(double w)
{
  return 5.0 - 2.0 * (2.0 * w + 1.0) / (4.0 * w * w + 4.0 * w + 2.0);
}
static double norm1(double p)
{
  return 1.0 + 2.0 * p * (p - 1.0) / (2.0 * p * p - 1.0);
}
static double one_and_three(double p) { return 1.0 + 3.0 * p; }
static double one_and(double p) { return 1.0 + p; }

tame_status c2(double *v, const tame_results *r)
{
  return against(v, r, "count/model", SPEELPENNING, 3, five);
}

tame_status c3(double *v, const tame_results *r)
{
  return against(v, r, "count/model", MLP_RELU, 3, network);
}

tame_status c4a(double *v, const tame_results *r)
{
  return against(v, r, "count/lean", SPEELPENNING, 1, three);
}

tame_status c4b(double *v, const tame_results *r)
{
  return against(v, r, "count/lean", NORM1, 1, norm1);
}

/* tanh and |.| at width 64, whichever is farther from 2.5 */
tame_status c4c(double *v, const tame_results *r)
{
  double two[2] = {NAN, NAN};
  for (size_t i = 0; i < 2; i++) {
    double *x, *size;
    size_t n;
    TAME_TRY(
        read_row(&x, &size, &n, r, "count/lean", i ? MLP_ABS : MLP_TANH, 1));
    for (size_t k = 0; k < n; k++)
      if (size[k] == 64.0) two[i] = x[k];
    free(x);
  }
  *v = tame_claim_farthest(two, 2, 2.5);
  return TAME_OK;
}

tame_status c5a(double *v, const tame_results *r)
{
  return against(v, r, "count/forward", SPEELPENNING, 1, one_and_three);
}

tame_status c5b(double *v, const tame_results *r)
{
  return against(v, r, "count/lean_forward", NORM1, 1, one_and);
}

tame_status c6a(double *v, const tame_results *r)
{
  double *x;
  size_t n;
  TAME_TRY(read_existing(&x, &n, r, "time/ratio", 1));
  *v = tame_claim_largest(x, n);
  free(x);
  return TAME_OK;
}

/* The largest over the smallest time ratio of a program among its sizes of more
 * than 10^4 operations; the worst program. */
tame_status c6b(double *v, const tame_results *r)
{
  double *x, *size;
  size_t n, compared = 0;
  *v = 1.0;
  for (size_t program = 0; program < 15; program++) {
    double *cost, lo = INFINITY, hi = 0.0;
    TAME_TRY(read_row(&cost, &size, &n, r, "count/cost", program, 1));
    const tame_status s = read_row(&x, &size, &n, r, "time/ratio", program, 1);
    for (size_t k = 0; s >= 0 && k < n; k++) {
      if (cost[k] <= 1e4) continue;
      lo = fmin(lo, x[k]);
      hi = fmax(hi, x[k]);
      compared++;
    }
    if (s >= 0) free(x);
    free(cost);
    if (s < 0) return s;
    if (hi > 0.0) *v = tame_worse(*v, hi / lo);
  }
  if (compared < 10) *v = NAN;
  return TAME_OK;
}

/* --- matrix_product.c ------------------------------------------------------ */

enum {
  FORWARD = 0,
  STRASSEN = 2,
  REVERSE = 3,
  SWEEPS_TIMED = 0,
  REVERSE_TIMED = 4
};

/* Log-log slope of the operations of METHOD over lo <= p <= hi. */
static tame_status count_slope(double *v, const tame_results *r, size_t method,
                               double lo, double hi)
{
  double *p, *x;
  tame_h5_shape shape, of;
  TAME_TRY(tame_results_read(&p, &of, r, "matrix_product", "count/size"));
  const tame_status s =
      tame_results_read(&x, &shape, r, "matrix_product", "count/operations");
  if (s >= 0) {
    double *row = x + method * of.count;
    size_t first = 0, n = 0;
    for (size_t k = 0; k < of.count; k++) {
      first += p[k] < lo;
      n += p[k] >= lo && p[k] <= hi;
      row[k] = log(row[k]);
      p[k] = log(p[k]);
    }
    *v = tame_fit_line(p + first, row + first, n).slope;
    free(x);
  }
  free(p);
  return s;
}

tame_status c7a(double *v, const tame_results *r)
{
  return count_slope(v, r, FORWARD, 64, 1024);
}

tame_status c7b(double *v, const tame_results *r)
{
  return count_slope(v, r, STRASSEN, 512, 1024);
}

tame_status c7c(double *v, const tame_results *r)
{
  return count_slope(v, r, REVERSE, 64, 1024);
}

tame_status c8(double *v, const tame_results *r)
{
  return tame_results_scalar(v, r, "matrix_product", "count/crossing");
}

tame_status c9(double *v, const tame_results *r)
{
  double *slope;
  tame_h5_shape shape;
  TAME_TRY(
      tame_results_read(&slope, &shape, r, "matrix_product", "time/slope"));
  *v = slope[SWEEPS_TIMED] - slope[REVERSE_TIMED];
  free(slope);
  return TAME_OK;
}

tame_status c10(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "digits", "digits/wrong");
}

/* --- dag.c ----------------------------------------------------------------- */

static tame_status farthest_from(double *v, const tame_results *r,
                                 const char *path, const double expected[5])
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "dag", path));
  for (size_t i = 0; i < 5; i++) x[i] -= expected[i];
  *v = shape.count == 5 ? fabs(tame_claim_farthest(x, 5, 0.0)) : (double)NAN;
  free(x);
  return TAME_OK;
}

tame_status c20a(double *v, const tame_results *r)
{
  return farthest_from(v, r, "programs/cost", (double[]){1, 2, 3, 3, 6});
}

tame_status c20b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "dag", "programs/difference");
}

tame_status c20c(double *v, const tame_results *r)
{
  return farthest_from(v, r, "programs/level", (double[]){0, 1, 1, 1, 2});
}
