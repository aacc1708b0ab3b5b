/* SPDX-License-Identifier: MIT */
/* Steps along a branch of critical points when the parameter is given. */
#include "tame/branch.h"

#include <math.h>
#include <stdlib.h>

#include "tame/base.h"
#include "tame/la.h"

static tame_status newton_step(double *y, double *h, double *gy,
                               const tame_bilevel *p, const double *x)
{
  int *pivot = tame_calloc(p->m, sizeof *pivot);
  tame_bilevel_hessian(h, p, x, y);
  const tame_status s = tame_la_lu(h, pivot, p->m);
  p->lower_gradient(gy, x, y, p->ctx);
  if (s >= 0) {
    tame_la_lu_solve(gy, h, pivot, p->m);
    for (size_t i = 0; i < p->m; i++) y[i] -= gy[i];
  }
  free(pivot);
  return s;
}

tame_status tame_branch_move(double *y, double *work, const tame_bilevel *p,
                             const double *x, const double *x_new,
                             const tame_branch_options *opt)
{
  const size_t m = p->m;
  double *gy = work, *dy = work + m, *h = work + 3 * m;
  if (opt->steps < 1 ||
      (opt->corrector == TAME_CORRECT_GRADIENT && !(opt->inner_step > 0.0)))
    return TAME_EINVAL;
  if (opt->is_predicted) {
    double *dx = tame_vec(p->n);
    for (size_t i = 0; i < p->n; i++) dx[i] = x_new[i] - x[i];
    const tame_status s = tame_branch_tangent(dy, h, p, x, y, dx);
    free(dx);
    if (s < 0) return s;
    for (size_t i = 0; i < m; i++) y[i] += dy[i];
  }
  for (size_t k = 0; k < opt->steps; k++) {
    if (opt->corrector == TAME_CORRECT_NEWTON) {
      TAME_TRY(newton_step(y, h, gy, p, x_new));
      continue;
    }
    p->lower_gradient(gy, x_new, y, p->ctx);
    for (size_t i = 0; i < m; i++) y[i] -= opt->inner_step * gy[i];
  }
  for (size_t i = 0; i < m; i++)
    if (!isfinite(y[i])) return TAME_DIVERGED;
  return TAME_OK;
}
