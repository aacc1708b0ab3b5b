/* SPDX-License-Identifier: MIT */
/* The surrogate x -> f(x, A_x^k(y_0)) and its gradients. */
#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/bilevel.h"
#include "tame/diff.h"

struct tame_unrolled {
  tame_inner inner;
  size_t k;
  tame_map map;
  tame_trajectory *t; /* of map */
  double *fy;         /* [m] */
};

tame_unrolled *tame_unrolled_alloc(const tame_inner *inner, size_t k)
{
  TAME_REQUIRE(k >= 1 && inner->step > 0.0);
  tame_unrolled *w = tame_calloc(1, sizeof *w);
  w->inner = *inner;
  w->k = k;
  w->map = tame_inner_map(&w->inner);
  w->t = tame_trajectory_alloc(&w->map, k, false);
  w->fy = tame_vec(inner->problem->m);
  return w;
}

void tame_unrolled_free(tame_unrolled *w)
{
  if (!w) return;
  tame_trajectory_free(w->t);
  free(w->fy);
  free(w);
}

const double *tame_unrolled_last(const tame_unrolled *w)
{
  return tame_trajectory_last(w->t);
}

tame_status tame_unrolled_value(double *value, tame_unrolled *w,
                                const double *x, const double *y0)
{
  const tame_bilevel *p = w->inner.problem;
  tame_trajectory_init(w->t, y0);
  for (size_t i = 0; i < w->k; i++)
    if (tame_trajectory_step(w->t, x) != TAME_OK) return TAME_DIVERGED;
  *value = p->upper(x, tame_trajectory_last(w->t), p->ctx);
  return isfinite(*value) ? TAME_OK : TAME_DIVERGED;
}

/* gx [n] <- f_x, w->fy <- f_y at the last iterate */
static void upper_gradient(double *gx, tame_unrolled *w, const double *x)
{
  const tame_bilevel *p = w->inner.problem;
  p->upper_gradient(gx, w->fy, x, tame_trajectory_last(w->t), p->ctx);
}

tame_status tame_unrolled_gradient(double *value, double *gx, double *gy0,
                                   tame_unrolled *w, const double *x,
                                   const double *y0)
{
  const size_t n = w->inner.problem->n;
  const tame_status run = tame_unrolled_value(value, w, x, y0);
  if (run != TAME_OK) return run;
  double *fx = tame_vec(n);
  upper_gradient(fx, w, x);
  const tame_status s = tame_diff_reverse(gx, gy0, w->t, w->k, w->fy, x);
  for (size_t i = 0; i < n; i++) gx[i] += fx[i];
  free(fx);
  return s;
}

tame_status tame_unrolled_forward(double *value, double *gx, double *jac,
                                  tame_unrolled *w, const tame_map *map,
                                  const double *x, const double *y0)
{
  const size_t n = w->inner.problem->n, m = w->inner.problem->m;
  double *now = jac, *next = jac + m * n;
  const tame_status run = tame_unrolled_value(value, w, x, y0);
  if (run != TAME_OK) return run;
  if (!map) map = &w->map;
  for (size_t i = 0; i < w->k; i++) {
    double *swap = now;
    TAME_TRY(tame_diff_piggyback(next, i == 0 ? NULL : now,
                                 tame_trajectory_x(w->t, i), x, map));
    now = next;
    next = swap;
  }
  upper_gradient(gx, w, x);
  for (size_t j = 0; j < m; j++)
    for (size_t i = 0; i < n; i++) gx[i] += w->fy[j] * now[j * n + i];
  for (size_t i = 0; now != jac && i < m * n; i++) jac[i] = now[i];
  return TAME_OK;
}
