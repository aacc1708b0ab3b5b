/* SPDX-License-Identifier: MIT */
#include "tame/prox_compose.h"

#include <stdlib.h>

#include "tame/base.h"

#include "common.h"

/* --- product ---------------------------------------------------------------
 * Block k begins at entry o of x, row o of a Jacobian. */

static void product_value(double *xnew, const double *v, const double *theta,
                          void *ctx)
{
  const tame_prox_product *q = ctx;
  for (size_t k = 0, o = 0; k < q->n_blocks; o += q->blocks[k++].n) {
    const tame_map *b = &q->blocks[k];
    b->value(xnew + o, v + o, theta, b->ctx);
  }
}

static void product_jvp(double *dxnew, const double *dx, const double *dtheta,
                        const double *v, const double *theta, void *ctx)
{
  const tame_prox_product *q = ctx;
  for (size_t k = 0, o = 0; k < q->n_blocks; o += q->blocks[k++].n) {
    const tame_map *b = &q->blocks[k];
    b->jvp(dxnew + o, dx + o, dtheta, v + o, theta, b->ctx);
  }
}

static void product_vjp(double *dx, double *dtheta, const double *u,
                        const double *v, const double *theta, void *ctx)
{
  const tame_prox_product *q = ctx;
  for (size_t k = 0, o = 0; k < q->n_blocks; o += q->blocks[k++].n) {
    const tame_map *b = &q->blocks[k];
    b->vjp(dx + o, dtheta, u + o, v + o, theta, b->ctx);
  }
}

static void product_piggyback(double *jac_new, const double *jac,
                              const double *v, const double *theta, void *ctx)
{
  const tame_prox_product *q = ctx;
  for (size_t k = 0, o = 0; k < q->n_blocks; o += q->blocks[k++].n) {
    const tame_map *b = &q->blocks[k];
    b->piggyback(jac_new + o * b->p, jac ? jac + o * b->p : NULL, v + o, theta,
                 b->ctx);
  }
}

tame_status tame_prox_product_init(tame_map *map, tame_prox_product *q,
                                   const tame_map *blocks, size_t n_blocks)
{
  if (n_blocks == 0) return TAME_EINVAL;
  tame_map m = {.p = blocks[0].p,
                .value = product_value,
                .jvp = product_jvp,
                .vjp = product_vjp,
                .piggyback = product_piggyback,
                .ctx = q};
  for (size_t k = 0; k < n_blocks; k++) {
    if (!blocks[k].value || blocks[k].p != m.p) return TAME_EINVAL;
    m.n += blocks[k].n;
    if (!blocks[k].jvp) m.jvp = NULL;
    if (!blocks[k].vjp) m.vjp = NULL;
    if (!blocks[k].piggyback) m.piggyback = NULL;
  }
  *q = (tame_prox_product){blocks, n_blocks};
  *map = m;
  return TAME_OK;
}

/* --- conjugate ----------------------------------------------------------- */

/* scaled [n] <- x/gamma, the first half of the workspace */
static const double *scaled(const tame_prox_conjugate *q, const double *x)
{
  for (size_t i = 0; i < q->primal.n; i++) q->work[i] = x[i] / q->gamma;
  return q->work;
}

static void conjugate_value(double *xnew, const double *v, const double *theta,
                            void *ctx)
{
  const tame_prox_conjugate *q = ctx;
  q->primal.value(xnew, scaled(q, v), theta, q->primal.ctx);
  for (size_t i = 0; i < q->primal.n; i++) xnew[i] = v[i] - q->gamma * xnew[i];
}

/* gamma (A dx/gamma + B dtheta), so that dtheta is taken as it is */
static void conjugate_jvp(double *dxnew, const double *dx, const double *dtheta,
                          const double *v, const double *theta, void *ctx)
{
  const tame_prox_conjugate *q = ctx;
  const size_t n = q->primal.n;
  double *d = q->work + n;
  for (size_t i = 0; i < n; i++) d[i] = dx[i] / q->gamma;
  q->primal.jvp(dxnew, d, dtheta, scaled(q, v), theta, q->primal.ctx);
  for (size_t i = 0; i < n; i++) dxnew[i] = dx[i] - q->gamma * dxnew[i];
}

/* With the cotangent -gamma u the primal adds -gamma B'u to dtheta and gives
 * -gamma A'u. */
static void conjugate_vjp(double *dx, double *dtheta, const double *u,
                          const double *v, const double *theta, void *ctx)
{
  const tame_prox_conjugate *q = ctx;
  const size_t n = q->primal.n;
  double *d = q->work + n;
  for (size_t i = 0; i < n; i++) d[i] = -q->gamma * u[i];
  q->primal.vjp(dx, dtheta, d, scaled(q, v), theta, q->primal.ctx);
  for (size_t i = 0; i < n; i++) dx[i] = u[i] + dx[i] / q->gamma;
}

tame_status tame_prox_conjugate_init(tame_map *map, tame_prox_conjugate *q,
                                     const tame_map *primal, double gamma)
{
  *q = (tame_prox_conjugate){.work = NULL};
  if (!is_step(gamma) || !primal->value) return TAME_EINVAL;
  *q = (tame_prox_conjugate){*primal, gamma, tame_vec(2 * primal->n)};
  *map = (tame_map){.n = primal->n,
                    .p = primal->p,
                    .value = conjugate_value,
                    .jvp = primal->jvp ? conjugate_jvp : NULL,
                    .vjp = primal->vjp ? conjugate_vjp : NULL,
                    .ctx = q};
  return TAME_OK;
}

void tame_prox_conjugate_free(tame_prox_conjugate *q)
{
  free(q->work);
  q->work = NULL;
}
