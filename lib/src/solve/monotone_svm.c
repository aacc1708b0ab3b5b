/* SPDX-License-Identifier: MIT */
/* The dual operator of a kernel support vector machine, B(a) = Q a - 1. */
#include "tame/monotone.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "monotone_parts.h"
#include "tame/base.h"
#include "tame/la.h"

/* Q and dQ at LOG_SIGMA, which only a change makes anew. */
static void form(tame_op_svm *q, double log_sigma)
{
  const size_t n = q->n;
  if (log_sigma == q->last) return;
  const double inverse = exp(-2.0 * log_sigma);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      const double d = q->d[i * n + j] * inverse;
      const double kernel = q->s[i] * q->s[j] * exp(-0.5 * d);
      q->q[i * n + j] = kernel + (i == j ? q->ridge : 0.0);
      q->dq[i * n + j] = kernel * d;
    }
  }
  q->last = log_sigma;
}

static void times(double *out, const double *m, const double *x, double a,
                  double c, size_t n)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)n, (int)n, a, m, (int)n, x, 1,
              c, out, 1);
}

static void svm_value(double *out, const double *a, const double *theta,
                      void *ctx)
{
  tame_op_svm *q = ctx;
  form(q, number(&q->log_sigma, theta));
  for (size_t i = 0; i < q->n; i++) out[i] = -1.0;
  times(out, q->q, a, 1.0, 1.0, q->n);
}

static void svm_jvp(double *out, const double *da, const double *dtheta,
                    const double *a, const double *theta, void *ctx)
{
  tame_op_svm *q = ctx;
  const double change = number_change(&q->log_sigma, dtheta);
  form(q, number(&q->log_sigma, theta));
  times(out, q->q, da, 1.0, 0.0, q->n);
  if (change != 0.0) times(out, q->dq, a, change, 1.0, q->n);
}

static void svm_vjp(double *da, double *dtheta, const double *u,
                    const double *a, const double *theta, void *ctx)
{
  tame_op_svm *q = ctx;
  const size_t n = q->n;
  form(q, number(&q->log_sigma, theta));
  if (dtheta && q->log_sigma.index != TAME_FIXED) {
    times(da, q->dq, a, 1.0, 0.0, n);
    number_add(dtheta, &q->log_sigma, cblas_ddot((int)n, u, 1, da, 1));
  }
  times(da, q->q, u, 1.0, 0.0, n); /* Q is symmetric */
}

/* Q jac, and dQ a in the column of log sigma */
static void svm_piggyback(double *out, const double *jac, const double *a,
                          const double *theta, void *ctx)
{
  tame_op_svm *q = ctx;
  const size_t n = q->n, p = q->p;
  form(q, number(&q->log_sigma, theta));
  memset(out, 0, n * p * sizeof *out);
  if (jac) tame_la_columns(out, p, false, q->q, n, n, jac, p, p);
  if (q->log_sigma.index == TAME_FIXED) return;
  for (size_t i = 0; i < n; i++)
    number_add(out + i * p, &q->log_sigma,
               cblas_ddot((int)n, q->dq + i * n, 1, a, 1));
}

static bool labels_fit(const double *labels, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (labels[i] != 1.0 && labels[i] != -1.0) return false;
  return true;
}

tame_status tame_op_svm_init(tame_op_svm *q, const double *points,
                             const double *labels, size_t n, size_t dim,
                             size_t p, tame_param log_sigma, double ridge)
{
  *q = (tame_op_svm){.n = n,
                     .p = p,
                     .log_sigma = log_sigma,
                     .ridge = ridge,
                     .last = (double)NAN};
  if (n == 0 || dim == 0 || !all_finite(points, n * dim) ||
      !labels_fit(labels, n) || !number_fits(&log_sigma, p) ||
      !(ridge >= 0.0 && isfinite(ridge)))
    return TAME_EINVAL;
  q->d = tame_vec(3 * n * n + n);
  q->q = q->d + n * n;
  q->dq = q->q + n * n;
  q->s = q->dq + n * n;
  memcpy(q->s, labels, n * sizeof *labels);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      double sum = 0.0;
      for (size_t k = 0; k < dim; k++) {
        const double e = points[i * dim + k] - points[j * dim + k];
        sum += e * e;
      }
      q->d[i * n + j] = sum;
    }
  }
  return TAME_OK;
}

void tame_op_svm_free(tame_op_svm *q)
{
  free(q->d);
  q->d = q->q = q->dq = q->s = NULL;
  q->last = (double)NAN;
}

const double *tame_op_svm_matrix(tame_op_svm *q, const double *theta)
{
  form(q, number(&q->log_sigma, theta));
  return q->q;
}

tame_map tame_op_svm_map(tame_op_svm *q)
{
  return (tame_map){.n = q->n,
                    .p = q->p,
                    .value = svm_value,
                    .jvp = svm_jvp,
                    .vjp = svm_vjp,
                    .piggyback = svm_piggyback,
                    .ctx = q};
}
