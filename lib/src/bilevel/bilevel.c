/* SPDX-License-Identifier: MIT */
/* The inner iteration as a map, and hypergradients through tame/diff.h. */
#include "tame/bilevel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/diff.h"
#include "tame/la.h"

/* In the map, the state is y and the parameter is x. */

static void value(double *ynew, const double *y, const double *x, void *ctx)
{
  const tame_inner *a = ctx;
  const tame_bilevel *p = a->problem;
  p->lower_gradient(ynew, x, y, p->ctx);
  for (size_t i = 0; i < p->m; i++) ynew[i] = y[i] - a->step * ynew[i];
}

static void jvp(double *dynew, const double *dy, const double *dx,
                const double *y, const double *x, void *ctx)
{
  const tame_inner *a = ctx;
  const tame_bilevel *p = a->problem;
  p->hessian_times(dynew, dy, x, y, p->ctx);
  if (dx) p->cross_transposed(dynew, 1.0, dx, x, y, p->ctx);
  for (size_t i = 0; i < p->m; i++) dynew[i] = dy[i] - a->step * dynew[i];
}

static void vjp(double *dy, double *dx, const double *u, const double *y,
                const double *x, void *ctx)
{
  const tame_inner *a = ctx;
  const tame_bilevel *p = a->problem;
  p->hessian_times(dy, u, x, y, p->ctx);
  for (size_t i = 0; i < p->m; i++) dy[i] = u[i] - a->step * dy[i];
  if (dx) p->cross_times(dx, -a->step, u, x, y, p->ctx);
}

tame_map tame_inner_map(tame_inner *inner)
{
  return (tame_map){.n = inner->problem->m,
                    .p = inner->problem->n,
                    .value = value,
                    .jvp = jvp,
                    .vjp = vjp,
                    .ctx = inner};
}

void tame_bilevel_hessian(double *h, const tame_bilevel *p, const double *x,
                          const double *y)
{
  double *unit = tame_vec(p->m);
  for (size_t i = 0; i < p->m; i++) {
    unit[i] = 1.0;
    p->hessian_times(h + i * p->m, unit, x, y, p->ctx);
    unit[i] = 0.0;
  }
  free(unit);
}

/* --- hypergradients ------------------------------------------------------- */

/* h += -g_xy s sum_{j<q} (I - s g_yy)^j u;  u, next [m] are overwritten */
static void neumann(double *h, double *u, double *next, const tame_map *map,
                    const double *x, const double *y, size_t q)
{
  for (size_t j = 0; j < q; j++) {
    double *swap = u;
    map->vjp(next, h, u, y, x, map->ctx);
    u = next;
    next = swap;
  }
}

tame_status tame_hypergradient(double *h, double *work, const tame_inner *inner,
                               const double *x, const double *y,
                               tame_hyper kind, size_t terms)
{
  const tame_bilevel *p = inner->problem;
  tame_inner copy = *inner;
  const tame_map map = tame_inner_map(&copy);
  double *fy = work, *next = work + p->m, *part = work + 2 * p->m;
  if (!(inner->step > 0.0) || (kind == TAME_HYPER_NEUMANN && terms == 0))
    return TAME_EINVAL;
  p->upper_gradient(h, fy, x, y, p->ctx);
  if (kind == TAME_HYPER_NEUMANN) {
    neumann(h, fy, next, &map, x, y, terms);
  } else {
    TAME_TRY(tame_diff_implicit_vjp(part, fy, y, x, &map));
    for (size_t i = 0; i < p->n; i++) h[i] += part[i];
  }
  for (size_t i = 0; i < p->n; i++)
    if (!isfinite(h[i])) return TAME_DIVERGED;
  return TAME_OK;
}

tame_status tame_branch_tangent(double *dy, double *work, const tame_bilevel *p,
                                const double *x, const double *y,
                                const double *dx)
{
  int *pivot = tame_calloc(p->m, sizeof *pivot);
  tame_bilevel_hessian(work, p, x, y);
  const tame_status s = tame_la_lu(work, pivot, p->m);
  memset(dy, 0, p->m * sizeof *dy);
  p->cross_transposed(dy, -1.0, dx, x, y, p->ctx);
  if (s >= 0) tame_la_lu_solve(dy, work, pivot, p->m);
  free(pivot);
  return s;
}
