/* SPDX-License-Identifier: MIT */
/* The unrolled surrogate F_k of gradient_cost.c on many wells and its reverse
 * sweep, which are also compared with other libraries (tests/bench). */
#ifndef GRADIENT_COST_H
#define GRADIENT_COST_H

#include <math.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/double_well.h"
#include "tame/splitmix.h"

enum { STEPS = 50 };
static const double S = 0.1;

typedef struct {
  size_t d;
  double *w, *v, *x, *zero;             /* [d x d], [d], [d], [d] */
  double *tau, *square, *linear, *bend; /* [d]: tau = W x and what G needs */
  double *half;                         /* [d]: 1/2 - 3 sigma^2/32 */
  double *z, *tangent, *lambda, *bar; /* [(STEPS + 1) x d], [d x d], [d], [d] */
  double *reverse, *forward;          /* [d] gradients */
  double value, work[4 * 256];
} problem;

static inline void init(problem *q, size_t d)
{
  tame_splitmix normal = tame_splitmix_seed(7), uniform = tame_splitmix_seed(1);
  double *at = tame_vec(2 * d * d + (STEPS + 1) * d + 12 * d);
  double **const parts[] = {&q->w,      &q->tangent, &q->z,      &q->v,
                            &q->x,      &q->zero,    &q->tau,    &q->square,
                            &q->linear, &q->bend,    &q->half,   &q->lambda,
                            &q->bar,    &q->reverse, &q->forward};
  q->d = d;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    *parts[i] = at;
    at += i < 2 ? d * d : i == 2 ? (STEPS + 1) * d : d;
  }
  tame_splitmix_fill_normal(q->w, d * d, &normal);
  for (size_t i = 0; i < d * d; i++) q->w[i] /= sqrt((double)d);
  for (size_t j = 0; j < d; j++) {
    q->v[j] = (1.0 + floor(20.0 * tame_splitmix_uniform(&uniform))) / 20.0;
    q->x[j] = 0.1;
  }
}

/* F_k(x), all iterates kept in z */
static inline double evaluate(problem *q)
{
  const size_t d = q->d;
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)d, (int)d, 1.0, q->w, (int)d,
              q->x, 1, 0.0, q->tau, 1);
  for (size_t j = 0; j < d; j++) {
    double s[3];
    tame_sigma(s, q->tau[j]);
    q->square[j] = 1.0 + 3.0 * s[0] * s[0] / 16.0;
    q->linear[j] = s[0] / 2.0 - s[0] * s[0] * s[0] / 32.0;
    q->bend[j] = s[1];
    q->half[j] = 0.5 - 3.0 * s[0] * s[0] / 32.0;
    q->tau[j] = 0.375 * s[0];
    q->z[j] = 1.0;
  }
  for (size_t i = 0; i < STEPS; i++) {
    const double *z = q->z + i * d;
    for (size_t j = 0; j < d; j++)
      q->z[(i + 1) * d + j] =
          z[j] - S * (z[j] * (z[j] * z[j] - q->square[j]) - q->linear[j]);
  }
  const double sum = cblas_ddot((int)d, q->v, 1, q->z + STEPS * d, 1);
  return (cblas_ddot((int)d, q->x, 1, q->x, 1) + sum * sum) / 2.0;
}

/* s G_{tau z} and 1 - s G_zz at z_j; tau holds 3 sigma/8 by now */
static inline double push(const problem *q, size_t j, double z)
{
  return -S * q->bend[j] * (q->tau[j] * z + q->half[j]);
}
static inline double pull(const problem *q, size_t j, double z)
{
  return 1.0 - S * (3.0 * z * z - q->square[j]);
}

static inline void reverse(void *ctx)
{
  problem *q = ctx;
  const size_t d = q->d;
  q->value = evaluate(q);
  const double sum = cblas_ddot((int)d, q->v, 1, q->z + STEPS * d, 1);
  for (size_t j = 0; j < d; j++) {
    q->lambda[j] = sum * q->v[j];
    q->bar[j] = 0.0;
  }
  for (size_t i = STEPS; i-- > 0;)
    for (size_t j = 0; j < d; j++) {
      const double z = q->z[i * d + j];
      q->bar[j] -= push(q, j, z) * q->lambda[j];
      q->lambda[j] *= pull(q, j, z);
    }
  memcpy(q->reverse, q->x, d * sizeof *q->x);
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)d, (int)d, 1.0, q->w, (int)d,
              q->bar, 1, 1.0, q->reverse, 1);
}

#endif
