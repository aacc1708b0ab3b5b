/* SPDX-License-Identifier: MIT */
/* Setting 3, second: robust sparse regression. */
#include "inclusion_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "tame/base.h"
#include "tame/fixed_point.h"
#include "tame/la.h"
#include "tame/monotone.h"
#include "tame/prox.h"
#include "tame/prox_compose.h"

typedef struct {
  size_t m, n;
  double mu, norm2; /* |X|_2^2 */
  tame_op_saddle op;
  tame_prox_l1 l1;
  tame_prox_box box;
  tame_map maps[2];
  tame_prox_product product;
  /* the primal problem in w alone, which the solver uses */
  tame_op_huber primal;
  tame_prox_l1 primal_l1;
  tame_splitting *primal_splitting;
  tame_fixed_point *solver;
  double *x; /* [m x n]; head of the block */
  double *t; /* [m] */
} robust;

static void robust_free(void *data)
{
  robust *d = data;
  tame_op_saddle_free(&d->op);
  tame_op_huber_free(&d->primal);
  tame_splitting_free(d->primal_splitting);
  tame_fixed_point_free(d->solver);
  free(d->x);
  free(d);
}

static tame_status robust_resolvent(tame_map *map, double gamma, void *data)
{
  robust *d = data;
  const tame_kink kink = {0.0, 0.0};
  TAME_TRY(
      tame_prox_l1_init(&d->l1, d->n, 2, tame_param_theta(0), gamma, kink));
  TAME_TRY(tame_prox_box_init(&d->box, d->m, 2, tame_param_fixed(-1.0),
                              tame_param_fixed(1.0), tame_param_fixed(0.0),
                              gamma, kink));
  d->maps[0] = tame_prox_l1_map(&d->l1);
  d->maps[1] = tame_prox_box_map(&d->box);
  return tame_prox_product_init(map, &d->product, d->maps, 2);
}

/* gamma = min(mu, delta)/L^2; B1 = [[mu I, X'], [-X, delta I]] is block diagonal
 * in the singular vectors of X, so L is that of [[mu, s], [-s, delta]], s the
 * largest singular value. */
static tame_status robust_step(double *gamma, const double *theta, void *data)
{
  const robust *d = data;
  if (!positive(theta[0]) || !positive(theta[1])) return TAME_EINVAL;
  const double s = sqrt(d->norm2);
  const double block[4] = {d->mu, s, -s, theta[1]};
  double norm;
  TAME_TRY(tame_la_norm2(&norm, block, 2, 2));
  *gamma = fmin(d->mu, theta[1]) / (norm * norm);
  return TAME_OK;
}

static tame_status robust_solve(double *x, const double *theta,
                                tame_inclusion *q)
{
  robust *d = q->data;
  const tame_kink kink = {0.0, 0.0};
  const double step = 1.0 / (d->norm2 / theta[1] + d->mu);
  const tame_map gradient = tame_op_huber_map(&d->primal);
  tame_fixed_point_options opt = tame_fixed_point_usual;
  opt.first_newton = 3;
  TAME_TRY(tame_prox_l1_init(&d->primal_l1, d->n, 2, tame_param_theta(0), step,
                             kink));
  const tame_map prox = tame_prox_l1_map(&d->primal_l1);
  TAME_TRY(
      tame_forward_backward_init(d->primal_splitting, &prox, &gradient, step));
  const tame_map map = tame_splitting_map(d->primal_splitting);
  const tame_status s = tame_fixed_point_solve(x, theta, &map, d->solver, &opt);
  double *y = x + d->n;
  for (size_t i = 0; i < d->m; i++) y[i] = -d->t[i];
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)d->m, (int)d->n, 1.0, d->x,
              (int)d->n, x, 1, 1.0, y, 1);
  for (size_t i = 0; i < d->m; i++) y[i] = fmin(fmax(y[i] / theta[1], -1.0), 1);
  return s;
}

static void robust_pattern(int *pattern, const double *x, const double *theta,
                           void *data)
{
  const robust *d = data;
  (void)theta;
  for (size_t j = 0; j < d->n; j++) pattern[j] = sign_of(x[j]);
  for (size_t i = d->n; i < d->n + d->m; i++)
    pattern[i] = x[i] >= 1.0 ? 1 : x[i] <= -1.0 ? -1 : 0;
}

static void robust_active(bool *active, const int *pattern, void *data)
{
  const robust *d = data;
  for (size_t j = 0; j < d->n; j++) active[j] = pattern[j] != 0;
  for (size_t i = d->n; i < d->n + d->m; i++) active[i] = pattern[i] == 0;
}

static const inclusion_class ROBUST = {.resolvent = robust_resolvent,
                                       .step = robust_step,
                                       .solve = robust_solve,
                                       .pattern = robust_pattern,
                                       .active = robust_active,
                                       .free = robust_free};

tame_status tame_inclusion_robust(tame_inclusion **q, const double *x,
                                  const double *t, size_t m, size_t n,
                                  double mu)
{
  double norm = 0.0;
  *q = NULL;
  if (m == 0 || n == 0 || !positive(mu)) return TAME_EINVAL;
  robust *d = tame_calloc(1, sizeof *d);
  d->m = m;
  d->n = n;
  d->mu = mu;
  d->solver = tame_fixed_point_alloc(n);
  d->primal_splitting = tame_splitting_alloc();
  d->x = tame_vec(m * n + m);
  d->t = d->x + m * n;
  memcpy(d->x, x, m * n * sizeof *x);
  memcpy(d->t, t, m * sizeof *t);
  d->op = (tame_op_saddle){.n = n,
                           .m = m,
                           .p = 2,
                           .k = d->x,
                           .t = d->t,
                           .mu = tame_param_fixed(mu),
                           .delta = tame_param_theta(1)};
  d->primal = (tame_op_huber){.m = m,
                              .n = n,
                              .p = 2,
                              .x = d->x,
                              .t = d->t,
                              .delta = tame_param_theta(1),
                              .mu = tame_param_fixed(mu)};
  tame_status s = tame_la_norm2(&norm, x, m, n);
  if (s >= 0) s = tame_op_saddle_init(&d->op);
  if (s >= 0) s = tame_op_huber_init(&d->primal);
  if (s < 0) {
    robust_free(d);
    return TAME_EINVAL;
  }
  d->norm2 = norm * norm;
  return tame_inclusion_make(q, &ROBUST, d, tame_op_saddle_map(&d->op), n + m);
}
