/* SPDX-License-Identifier: MIT */
#include "tame/bias_logistic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>
#include <gsl/gsl_integration.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/logistic.h"

static double score(const double *theta, const tame_bias_logistic *g, size_t i)
{
  double t = 0.0;
  for (size_t j = 0; j < g->n; j++) t += g->x[i * g->n + j] * theta[j];
  return t;
}

double tame_bias_logistic_loss(const double *theta,
                               const tame_bias_logistic *group)
{
  double sum = 0.0;
  for (size_t i = 0; i < group->m; i++) {
    const double t = score(theta, group, i);
    sum +=
        group->weight[i] * (group->label[i] * tame_logistic_loss(t) +
                            (1.0 - group->label[i]) * tame_logistic_loss(-t));
  }
  return sum;
}

void tame_bias_logistic_gradient(double *g, const double *theta,
                                 const tame_bias_logistic *group)
{
  memset(g, 0, group->n * sizeof *g);
  for (size_t i = 0; i < group->m; i++) {
    const double t = score(theta, group, i);
    const double c =
        group->weight[i] * (tame_logistic_sigma(t) - group->label[i]);
    for (size_t j = 0; j < group->n; j++)
      g[j] += c * group->x[i * group->n + j];
  }
}

/* h [n x n] <- h + c Hess l(theta) */
static void add_hessian(double *h, double c, const double *theta,
                        const tame_bias_logistic *group)
{
  const size_t n = group->n;
  for (size_t i = 0; i < group->m; i++) {
    const double t = score(theta, group, i), *x = group->x + i * n;
    const double curvature =
        c * group->weight[i] * tame_logistic_sigma(t) * tame_logistic_sigma(-t);
    for (size_t j = 0; j < n; j++)
      for (size_t k = 0; k < n; k++) h[j * n + k] += curvature * x[j] * x[k];
  }
}

void tame_bias_logistic_hessian(double *h, const double *theta,
                                const tame_bias_logistic *group)
{
  memset(h, 0, group->n * group->n * sizeof *h);
  add_hessian(h, 1.0, theta, group);
}

void tame_bias_logistic_mean_hessian(double *h, const double *a,
                                     const double *b,
                                     const tame_bias_logistic *group,
                                     size_t order)
{
  const size_t n = group->n;
  double *theta = tame_vec(n);
  gsl_integration_glfixed_table *rule =
      gsl_integration_glfixed_table_alloc(order);
  TAME_REQUIRE(rule != NULL);
  memset(h, 0, n * n * sizeof *h);
  for (size_t k = 0; k < order; k++) {
    double s, c;
    gsl_integration_glfixed_point(0.0, 1.0, k, &s, &c, rule);
    for (size_t j = 0; j < n; j++) theta[j] = a[j] + s * (b[j] - a[j]);
    add_hessian(h, c, theta, group);
  }
  gsl_integration_glfixed_table_free(rule);
  free(theta);
}

/* --- minimisation of L -------------------------------------------------------- */

typedef struct {
  const tame_bias_logistic *l0, *l1;
  double p;
} mixture;

static double full_loss(const double *theta, const mixture *q)
{
  return q->p * tame_bias_logistic_loss(theta, q->l0) +
         (1.0 - q->p) * tame_bias_logistic_loss(theta, q->l1);
}

/* g [n] <- grad L; takes work [n] */
static void full_gradient(double *g, double *work, const double *theta,
                          const mixture *q)
{
  tame_bias_logistic_gradient(g, theta, q->l0);
  tame_bias_logistic_gradient(work, theta, q->l1);
  for (size_t j = 0; j < q->l0->n; j++)
    g[j] = q->p * g[j] + (1.0 - q->p) * work[j];
}

/* theta <- theta - s d, s = 1, 1/2, ..., the first that does not increase L */
static tame_status move(double *theta, double *trial, const double *d,
                        const mixture *q)
{
  enum { HALVINGS = 50 };
  const size_t n = q->l0->n;
  const double before = full_loss(theta, q);
  double s = 1.0;
  for (int k = 0; k < HALVINGS; k++, s *= 0.5) {
    for (size_t j = 0; j < n; j++) trial[j] = theta[j] - s * d[j];
    /* next to the minimum a loss that is equal but for rounding is no increase */
    if (full_loss(trial, q) <= before * (1.0 + 1e-14)) {
      memcpy(theta, trial, n * sizeof *theta);
      return TAME_OK;
    }
  }
  return TAME_STALLED;
}

tame_status tame_bias_logistic_minimise(double *theta,
                                        const tame_bias_logistic *l0,
                                        const tame_bias_logistic *l1, double p,
                                        double tol, size_t max_steps)
{
  const mixture q = {l0, l1, p};
  const size_t n = l0->n;
  if (l1->n != n) return TAME_EINVAL;
  double *d = tame_vec(n * (n + 2)), *work = d + n, *h = work + n;
  tame_status s = TAME_MAX_ITER;
  for (size_t k = 0; k <= max_steps && s == TAME_MAX_ITER; k++) {
    full_gradient(d, work, theta, &q);
    if (cblas_dnrm2((int)n, d, 1) < tol) s = TAME_CONVERGED;
    if (s == TAME_CONVERGED || k == max_steps) break;
    memset(h, 0, n * n * sizeof *h);
    add_hessian(h, p, theta, l0);
    add_hessian(h, 1.0 - p, theta, l1);
    tame_status step = tame_la_cholesky(h, n);
    if (step == TAME_OK) {
      tame_la_cholesky_solve(d, h, n);
      step = move(theta, work, d, &q);
    }
    if (step != TAME_OK) s = step;
  }
  free(d);
  return s;
}

double tame_bias_logistic_accuracy(const double *theta,
                                   const tame_bias_logistic *group)
{
  double sum = 0.0;
  for (size_t i = 0; i < group->m; i++) {
    const double t = score(theta, group, i), q = group->label[i];
    sum += group->weight[i] * (t > 0.0 ? q : t < 0.0 ? 1.0 - q : 0.5);
  }
  return sum;
}
