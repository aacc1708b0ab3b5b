/* SPDX-License-Identifier: MIT */
#include "tame/inclusion_examples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/splitmix.h"
#include "tame/stats.h"

void tame_example_free(tame_example *e)
{
  tame_inclusion_free(e->q);
  free(e->theta);
  free(e->x);
  *e = (tame_example){0};
}

/* y [m] <- X w */
static void apply(double *y, const double *x, const double *w, size_t m,
                  size_t n)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)n, 1.0, x, (int)n, w, 1,
              0.0, y, 1);
}

/* A piecewise constant signal: level[i] on the share part[i]/whole of it. */
static void levels(double *x, size_t n, const double *level, const size_t *part,
                   size_t whole)
{
  size_t end = 0, k = 0, sum = 0;
  for (size_t i = 0; i < 4; i++) {
    sum += part[i];
    end = sum * n / whole;
    while (k < end) x[k++] = level[i];
  }
}

/* --- setting 1 ----------------------------------------------------------- */

/* max over groups of SIZE of |X_g'y| */
static double weight_max(const tame_example *e, const double *y, size_t size)
{
  double *v = tame_vec(e->n), best = 0.0;
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)e->m, (int)e->n, 1.0, e->x,
              (int)e->n, y, 1, 0.0, v, 1);
  for (size_t j = 0; j < e->n; j += size)
    best = fmax(best, tame_norm(v + j, size));
  free(v);
  return best;
}

static tame_status make_net(tame_example *e, bool large)
{
  static const double W0[2][6] = {{2, -1.5, 1, -1, 0.75, 0.5},
                                  {1, -1, 0.5, 0.8, 0.8, -0.4}};
  const bool group = e->kind == TAME_GROUP;
  const bool big = large && !group;
  e->m = big ? 400 : 40;
  e->n = group ? 24 : big ? 1000 : 60;
  e->x = tame_vec(e->m * e->n);
  e->theta = tame_vec(e->m + 2);
  double *y = e->theta + 2, *noise = tame_vec(e->m), *w = tame_vec(e->n);
  tame_splitmix g = tame_splitmix_seed(group ? 12 : 11);
  memcpy(w, W0[group], sizeof W0[group]);
  tame_splitmix_fill_normal(e->x, e->m * e->n, &g);
  for (size_t i = 0; i < e->m * e->n; i++) e->x[i] /= sqrt((double)e->m);
  tame_splitmix_fill_normal(noise, e->m, &g);
  apply(y, e->x, w, e->m, e->n);
  for (size_t i = 0; i < e->m; i++) y[i] += 0.05 * noise[i];
  e->lambda_max = weight_max(e, y, group ? 3 : 1);
  e->theta[0] = (group ? 0.2 : 0.1) * e->lambda_max;
  e->theta[1] = group ? 0.1 : 0.05;
  free(noise);
  free(w);
  return group ? tame_inclusion_group_net(&e->q, e->x, e->m, e->n, 3)
               : tame_inclusion_elastic_net(&e->q, e->x, e->m, e->n);
}

/* --- setting 2 ----------------------------------------------------------- */

tame_status tame_example_tv(tame_example *e, bool large, double at_kink,
                            double kink_width)
{
  static const double LEVEL[4] = {0, 2, -1, 1};
  static const size_t PART[4] = {10, 12, 8, 10};
  *e = (tame_example){.kind = TAME_TV, .lambda_max = NAN};
  e->n = large ? 2000 : 40;
  e->theta = tame_vec(e->n + 1);
  double *b = e->theta + 1;
  tame_splitmix g = tame_splitmix_seed(21);
  levels(b, e->n, LEVEL, PART, 40);
  for (size_t i = 0; i < e->n; i++) b[i] += 0.3 * tame_splitmix_normal(&g);
  e->theta[0] = 0.3;
  return tame_inclusion_tv(&e->q, e->n, at_kink, kink_width);
}

static tame_status make_svm(tame_example *e, bool large)
{
  const size_t n = e->n = large ? 300 : 40;
  double *label = tame_vec(n);
  tame_splitmix g = tame_splitmix_seed(22);
  e->x = tame_vec(2 * n);
  e->theta = tame_vec(2);
  e->theta[0] = 1.0; /* and log sigma = 0 */
  for (size_t i = 0; i < n; i++) {
    label[i] = i < n / 2 ? 1.0 : -1.0;
    e->x[2 * i] = 0.7 * label[i] + tame_splitmix_normal(&g);
    e->x[2 * i + 1] = 0.7 * label[i] + tame_splitmix_normal(&g);
  }
  const tame_status s = tame_inclusion_svm(&e->q, e->x, label, n, 2, 0.1);
  free(label);
  return s;
}

/* --- setting 3 ----------------------------------------------------------- */

/* h [n x n]: seven taps of a Gaussian, reflected at the ends. */
static void blur(double *h, size_t n)
{
  double tap[7], sum = 0.0;
  for (int i = 0; i < 7; i++) {
    tap[i] = exp(-0.5 * (i - 3) * (i - 3) / (1.2 * 1.2));
    sum += tap[i];
  }
  for (size_t i = 0; i < n; i++) {
    for (int k = 0; k < 7; k++) {
      long j = (long)i + k - 3;
      if (j < 0) j = -1 - j;
      if (j >= (long)n) j = 2 * (long)n - 1 - j;
      h[i * n + (size_t)j] += tap[k] / sum;
    }
  }
}

static tame_status make_deblur(tame_example *e, bool large)
{
  static const double LEVEL[4] = {0, 1.5, -0.5, 0.8};
  static const size_t PART[4] = {8, 10, 6, 8};
  const size_t n = e->m = e->n = large ? 512 : 32;
  double *truth = tame_vec(n);
  tame_splitmix g = tame_splitmix_seed(31);
  e->x = tame_vec(n * n);
  e->theta = tame_vec(n + 2);
  double *b = e->theta + 2;
  blur(e->x, n);
  levels(truth, n, LEVEL, PART, 32);
  apply(b, e->x, truth, n, n);
  for (size_t i = 0; i < n; i++) b[i] += 0.05 * tame_splitmix_normal(&g);
  e->theta[0] = 0.15;
  e->theta[1] = 0.05;
  free(truth);
  return tame_inclusion_deblur(&e->q, e->x, n, 0.02);
}

/* Brownlee, Statistical Theory and Methodology, 1965: air flow, temperature of
 * the cooling water, concentration of acid, stack loss. */
void tame_stackloss(double *x, double *t)
{
  static const double TABLE[4][21] = {
      {80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58,
       58, 58, 58, 50, 50, 50, 50, 50, 56, 70},
      {27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18,
       17, 18, 19, 18, 18, 19, 19, 20, 20, 20},
      {89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89,
       88, 82, 93, 89, 86, 72, 79, 80, 82, 91},
      {42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14,
       13, 11, 12, 8,  7,  8,  8,  9,  15, 15}};
  for (size_t j = 0; j < 4; j++) {
    const double mean = tame_mean(TABLE[j], 21);
    const double scale = j < 3 ? tame_std(TABLE[j], 21) : 1.0;
    for (size_t i = 0; i < 21; i++) {
      double *to = j < 3 ? x + i * 3 + j : t + i;
      *to = (TABLE[j][i] - mean) / scale;
    }
  }
}

static tame_status make_robust(tame_example *e)
{
  double t[21], clipped[21];
  e->m = 21;
  e->n = 3;
  e->x = tame_vec(63);
  e->theta = tame_vec(2);
  e->theta[0] = e->theta[1] = 1.0;
  tame_stackloss(e->x, t);
  for (size_t i = 0; i < 21; i++) clipped[i] = fmin(fmax(-t[i], -1.0), 1.0);
  e->lambda_max = weight_max(e, clipped, 1);
  return tame_inclusion_robust(&e->q, e->x, t, 21, 3, 0.1);
}

tame_status tame_example_init(tame_example *e, tame_example_kind kind,
                              bool large)
{
  *e = (tame_example){.kind = kind, .lambda_max = NAN};
  tame_status s = TAME_EINVAL;
  switch (kind) {
  case TAME_NET:
  case TAME_GROUP:
    s = make_net(e, large);
    break;
  case TAME_TV:
    return tame_example_tv(e, large, 0.0, 0.0);
  case TAME_SVM:
    s = make_svm(e, large);
    break;
  case TAME_DEBLUR:
    s = make_deblur(e, large);
    break;
  case TAME_ROBUST:
    s = make_robust(e);
    break;
  }
  if (s < 0) tame_example_free(e);
  return s;
}
