/* SPDX-License-Identifier: MIT */
/* Claims on training in one batch, on images of another tone, on sizes. */
#include "claims.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdio.h>

#include "claims_values.h"

/* --- trajectories --------------------------------------------------------- */

/* smallest quotient of the lengths A and B of the runs */
static tame_status length_quotient(double *v, const tame_results *r,
                                   const char *a, const char *b)
{
  values x = {0}, y = {0};
  TAME_TRY(append(&x, r, "trajectory", a));
  TAME_TRY(append(&y, r, "trajectory", b));
  if (x.n != y.n) return TAME_EFORMAT;
  for (size_t i = 0; i < x.n; i++) x.x[i] /= y.x[i];
  *v = tame_claim_smallest(x.x, x.n);
  return TAME_OK;
}

/* TAME_EMISSING when the result is of the paper's sizes. */
static tame_status need_small(const tame_results *r, const char *exp,
                              const char *n1)
{
  values n = {0};
  TAME_TRY(append(&n, r, exp, n1));
  return n.n > 0 && n.x[0] <= 1000.0 ? TAME_OK : TAME_EMISSING;
}

tame_status c16a(double *v, const tame_results *r)
{
  TAME_TRY(need_small(r, "trajectory", "lengths/n1"));
  return length_quotient(v, r, "lengths/minority", "lengths/all");
}
tame_status c16b(double *v, const tame_results *r)
{
  return length_quotient(v, r, "lengths/unlucky", "lengths/all");
}
tame_status c16c(double *v, const tame_results *r)
{
  return length_quotient(v, r, "lengths/minority", "lengths/all");
}
tame_status c16d(double *v, const tame_results *r)
{
  return length_quotient(v, r, "lengths/unlucky", "lengths/minority");
}

/* COLUMN of run K from the start, steps from 1 at x[0] */
static tame_status from_start(double **x, size_t *n, const tame_results *r,
                              size_t k, const char *column)
{
  char path[64];
  tame_h5_shape shape;
  snprintf(path, sizeof path, "run_%zu/minority/%s", k, column);
  TAME_TRY(tame_results_read(x, &shape, r, "trajectory", path));
  *n = shape.count;
  return TAME_OK;
}

static tame_status n_runs(size_t *n, const tame_results *r)
{
  values x = {0};
  TAME_TRY(append(&x, r, "trajectory", "lengths/all"));
  *n = x.n;
  return TAME_OK;
}

static double median(values *v)
{
  for (size_t i = 0; i < v->n; i++)
    if (isnan(v->x[i])) return NAN;
  if (v->n == 0) return NAN;
  gsl_sort(v->x, 1, v->n);
  return gsl_stats_median_from_sorted_data(v->x, 1, v->n);
}

/* largest of x at steps FIRST to LAST, counted from 1 */
static double largest_of_steps(const double *x, size_t n, size_t first,
                               size_t last)
{
  return n < last ? (double)NAN
                  : tame_claim_largest(x + first - 1, last - first + 1);
}

tame_status c17a(double *v, const tame_results *r)
{
  size_t runs, n;
  values rise = {0};
  TAME_TRY(need_small(r, "trajectory", "lengths/n1"));
  TAME_TRY(n_runs(&runs, r));
  for (size_t k = 0; k < runs; k++) {
    double *x;
    TAME_TRY(from_start(&x, &n, r, k, "l1"));
    add(&rise, largest_of_steps(x, n, 5, 50) / x[n > 1 ? 1 : 0]);
    free(x);
  }
  *v = median(&rise);
  return TAME_OK;
}

tame_status c17b(double *v, const tame_results *r)
{
  size_t runs, n;
  values accuracy = {0};
  TAME_TRY(need_small(r, "trajectory", "lengths/n1"));
  TAME_TRY(n_runs(&runs, r));
  for (size_t k = 0; k < runs; k++) {
    double *x;
    TAME_TRY(from_start(&x, &n, r, k, "acc0"));
    add(&accuracy, largest_of_steps(x, n, 2, 8));
    free(x);
  }
  *v = tame_claim_largest(accuracy.x, accuracy.n);
  return TAME_OK;
}

/* --- distances, EuroSAT ----------------------------------------------------- */

tame_status c19a(double *v, const tame_results *r)
{
  TAME_TRY(need_small(r, "theta", "distance/n1"));
  return tame_results_farthest(v, r, "theta", "distance/relative", 0.175);
}

tame_status c19b(double *v, const tame_results *r)
{
  values x = {0}, y = {0};
  TAME_TRY(append(&x, r, "theta", "distance/dmax"));
  TAME_TRY(append(&y, r, "theta", "distance/d2"));
  for (size_t i = 0; i < x.n && x.n == y.n; i++) x.x[i] /= y.x[i];
  *v = tame_claim_largest(x.x, x.n);
  return x.n == y.n ? TAME_OK : TAME_EFORMAT;
}

/* NAME of the runs that reached both times */
static tame_status reached(values *v, const tame_results *r, const char *name)
{
  values x = {0};
  TAME_TRY(append(&x, r, "eurosat", name));
  v->n = 0;
  for (size_t i = 0; i < x.n; i++)
    if (!isnan(x.x[i])) add(v, x.x[i]);
  return TAME_OK;
}

tame_status c20a(double *v, const tame_results *r)
{
  values x;
  TAME_TRY(reached(&x, r, "times/extra_90"));
  *v = tame_claim_smallest(x.x, x.n);
  return TAME_OK;
}

tame_status c20b(double *v, const tame_results *r)
{
  values x;
  TAME_TRY(reached(&x, r, "times/overcost_90"));
  *v = median(&x);
  return TAME_OK;
}

/* --- alignment, sizes ------------------------------------------------------- */

/* row of scale 1 of draws/NAME, *n numbers; released with free() */
static tame_status draws(double **x, size_t *n, const tame_results *r,
                         const char *name)
{
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(x, &shape, r, "alignment", name));
  *n = shape.rank == 2 ? shape.dims[1] : 0;
  if (*n > 0 && shape.dims[0] == 3) return TAME_OK;
  free(*x);
  return TAME_EFORMAT;
}

tame_status c22a(double *v, const tame_results *r)
{
  double *x;
  size_t n, dominated = 0;
  TAME_TRY(draws(&x, &n, r, "draws/ratio"));
  for (size_t k = 0; k < n; k++) dominated += x[n + k] < 1.0;
  *v = 100.0 * (double)dominated / (double)n;
  free(x);
  return TAME_OK;
}

tame_status c22b(double *v, const tame_results *r)
{
  double *x;
  size_t n;
  TAME_TRY(draws(&x, &n, r, "draws/cosine"));
  *v = 0.0;
  for (size_t k = 0; k < n; k++) *v += x[n + k] / (double)n;
  free(x);
  return TAME_OK;
}

tame_status c22c(double *v, const tame_results *r)
{
  double *x;
  tame_h5_shape shape;
  TAME_TRY(tame_results_read(&x, &shape, r, "alignment", "path/cosine"));
  *v = shape.count < 9 ? (double)NAN : tame_claim_smallest(x + 1, 8);
  free(x);
  return TAME_OK;
}

tame_status c23(double *v, const tame_results *r)
{
  static const double COUNT[] = {11173962, 11164362, 23520842, 42512970,
                                 42407626, 9231114,  20040522, 543050,
                                 727626,   11169858, 11159745};
  enum { N = sizeof COUNT / sizeof COUNT[0] };
  values x = {0};
  TAME_TRY(append(&x, r, "network_sizes", "size/parameters"));
  if (x.n != N) return TAME_EFORMAT;
  for (size_t i = 0; i < N; i++) x.x[i] = fabs(x.x[i] - COUNT[i]);
  *v = tame_claim_largest(x.x, N);
  return TAME_OK;
}
