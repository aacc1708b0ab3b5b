/* SPDX-License-Identifier: MIT */
/* Claims on the two-parameter model. */
#include "claims.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* The table of `margins`. */
typedef struct {
  double *depth, *threshold, *extra, *bound, *p;
  size_t n, n_p; /* rows of (s0, p), shares p */
} rows;

static void rows_free(rows *t)
{
  free(t->depth);
  free(t->threshold);
  free(t->extra);
  free(t->bound);
  free(t->p);
}

static tame_status rows_read(rows *t, const tame_results *r)
{
  static const char *const NAME[5] = {"dip/depth", "dip/threshold", "dip/extra",
                                      "dip/bound", "p"};
  *t = (rows){0};
  double **const x[5] = {&t->depth, &t->threshold, &t->extra, &t->bound, &t->p};
  for (size_t k = 0; k < 5; k++) {
    tame_h5_shape shape;
    const tame_status s =
        tame_results_read(x[k], &shape, r, "margins", NAME[k]);
    if (s < 0) *x[k] = NULL;
    if (s < 0 || (k > 0 && k < 4 && shape.count != t->n)) {
      rows_free(t);
      return s < 0 ? s : TAME_EFORMAT;
    }
    if (k == 0) t->n = shape.count;
    t->n_p = shape.count;
  }
  return TAME_OK;
}

/* Quotients extra time over bound where p < p_c and p <= LAST: the smallest or the
 * largest.  A missing time there is NaN, and so is then the quotient. */
static tame_status worst_time(double *v, const tame_results *r, double last,
                              bool is_largest)
{
  rows t;
  size_t m = 0;
  TAME_TRY(rows_read(&t, r));
  for (size_t i = 0; i < t.n; i++) {
    const double p = t.p[i % t.n_p];
    if (p < t.threshold[i] && p <= last * (1.0 + 1e-12))
      t.extra[m++] = t.extra[i] / t.bound[i];
  }
  *v = is_largest ? tame_claim_largest(t.extra, m)
                  : tame_claim_smallest(t.extra, m);
  rows_free(&t);
  return TAME_OK;
}

tame_status c7d(double *v, const tame_results *r)
{
  return worst_time(v, r, 1.0, false);
}

tame_status c7e(double *v, const tame_results *r)
{
  return worst_time(v, r, 0.03, true);
}

/* Smallest margin of the case (s0, p) of `threshold`. */
static tame_status lowest(double *v, const tame_results *r, double s0, double p)
{
  double *x[3] = {NULL, NULL, NULL};
  static const char *const NAME[3] = {"threshold/lowest", "threshold/s0",
                                      "threshold/p"};
  tame_h5_shape shape = {0};
  tame_status s = TAME_OK;
  for (size_t k = 0; k < 3 && s >= 0; k++) {
    s = tame_results_read(&x[k], &shape, r, "threshold", NAME[k]);
    if (s < 0) x[k] = NULL;
  }
  *v = (double)NAN;
  for (size_t i = 0; i < shape.count && s >= 0; i++)
    if (x[1][i] == s0 && x[2][i] == p) *v = x[0][i];
  for (size_t k = 0; k < 3; k++) free(x[k]);
  return s;
}

tame_status c8a(double *v, const tame_results *r)
{
  return lowest(v, r, 0.5, 0.28);
}

tame_status c8b(double *v, const tame_results *r)
{
  return lowest(v, r, 0.5, 0.29);
}

tame_status c8c(double *v, const tame_results *r)
{
  return lowest(v, r, 1.0, 1e-3);
}

tame_status c8d(double *v, const tame_results *r)
{
  rows t;
  TAME_TRY(rows_read(&t, r));
  *v = t.n > 0 ? 0.0 : (double)NAN;
  for (size_t i = 0; i < t.n; i++)
    *v += isnan(t.depth[i]) == (t.p[i % t.n_p] < t.threshold[i]);
  rows_free(&t);
  return TAME_OK;
}

tame_status c9(double *v, const tame_results *r)
{
  return tame_results_farthest(v, r, "margins", "dip/slope", -1.1);
}

tame_status c10a(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "tube", "tube/ratio");
}

tame_status c10b(double *v, const tame_results *r)
{
  return tame_results_largest(v, r, "tube", "tube/margin_error");
}
