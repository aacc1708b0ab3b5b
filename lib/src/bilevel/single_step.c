/* SPDX-License-Identifier: MIT */
#include "tame/single_step.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/la.h"
#include "tame/stats.h"

struct tame_single_step {
  size_t n, m;
  tame_inner inner;
  tame_single_step_options opt;
  double *x, *y, *h, *next, *work; /* [n], [m], [n], [m], [n + 2 m] */
};

tame_single_step *tame_single_step_alloc(size_t n, size_t m)
{
  TAME_REQUIRE(n >= 1 && m >= 1);
  tame_single_step *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->m = m;
  w->x = tame_vec(3 * n + 4 * m);
  w->y = w->x + n;
  w->h = w->y + m;
  w->next = w->h + n;
  w->work = w->next + m;
  return w;
}

void tame_single_step_free(tame_single_step *w)
{
  if (!w) return;
  free(w->x);
  free(w);
}

static bool is_finite(const double *x, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i])) return false;
  return true;
}

static bool is_valid(const tame_single_step_options *o)
{
  return o->inner_step > 0.0 && isfinite(o->inner_step) && o->inner_steps > 0 &&
         o->outer_step > 0.0 && isfinite(o->outer_step) && o->clip > 0.0 &&
         (o->hyper == TAME_HYPER_EXACT ||
          (o->hyper == TAME_HYPER_NEUMANN && o->terms > 0));
}

tame_status tame_single_step_init(tame_single_step *w, const tame_bilevel *p,
                                  const double *x0, const double *y0,
                                  const tame_single_step_options *opt)
{
  if (p->n != w->n || p->m != w->m || !is_valid(opt) || !is_finite(x0, w->n) ||
      !is_finite(y0, w->m))
    return TAME_EINVAL;
  w->opt = *opt;
  w->inner = (tame_inner){p, opt->inner_step};
  memcpy(w->x, x0, w->n * sizeof *x0);
  memcpy(w->y, y0, w->m * sizeof *y0);
  memset(w->h, 0, w->n * sizeof *w->h);
  return TAME_OK;
}

/* y [m] <- A_x^m(y); next [m] */
static void descend(double *y, double *next, const tame_map *map,
                    const double *x, size_t steps)
{
  for (size_t i = 0; i < steps; i++) {
    map->value(next, y, x, map->ctx);
    memcpy(y, next, map->n * sizeof *y);
  }
}

tame_status tame_single_step_step(tame_single_step *w)
{
  const tame_map map = tame_inner_map(&w->inner);
  descend(w->y, w->next, &map, w->x, w->opt.inner_steps);
  if (!is_finite(w->y, w->m)) return TAME_DIVERGED;
  const tame_status s = tame_hypergradient(w->h, w->work, &w->inner, w->x, w->y,
                                           w->opt.hyper, w->opt.terms);
  if (s != TAME_OK) return s;

  const double length = tame_norm(w->h, w->n);
  const double shorter = length > w->opt.clip ? w->opt.clip / length : 1.0;
  for (size_t i = 0; i < w->n; i++) {
    w->h[i] *= shorter;
    w->x[i] -= w->opt.outer_step * w->h[i];
  }
  return is_finite(w->x, w->n) ? TAME_OK : TAME_DIVERGED;
}

const double *tame_single_step_x(const tame_single_step *w) { return w->x; }
const double *tame_single_step_y(const tame_single_step *w) { return w->y; }
const double *tame_single_step_h(const tame_single_step *w) { return w->h; }

/* --- rate ----------------------------------------------------------------- */

/* z+ = (x+, y+) from z = (x, y), all in one vector [n + m]; work [2 n + 3 m] */
static tame_status whole_step(double *znew, const double *z, double *work,
                              tame_inner *inner,
                              const tame_single_step_options *opt)
{
  const size_t n = inner->problem->n, m = inner->problem->m;
  const tame_map map = tame_inner_map(inner);
  double *h = work, *next = work + n;
  memcpy(znew, z, (n + m) * sizeof *z);
  descend(znew + n, next, &map, z, opt->inner_steps);
  TAME_TRY(tame_hypergradient(h, work + n, inner, z, znew + n, opt->hyper,
                              opt->terms));
  for (size_t i = 0; i < n; i++) znew[i] -= opt->outer_step * h[i];
  return TAME_OK;
}

tame_status tame_single_step_rate(double *rate, const tame_bilevel *p,
                                  const double *x, const double *y,
                                  const tame_single_step_options *opt,
                                  double eps)
{
  const size_t n = p->n, m = p->m, size = n + m;
  tame_inner inner = {p, opt->inner_step};
  if (!is_valid(opt) || !(eps > 0.0)) return TAME_EINVAL;
  double *z = tame_vec(size * (size + 5) + 2 * n + 3 * m);
  double *up = z + size, *down = up + size, *work = down + size;
  double *jac = work + 2 * n + 3 * m, *re = jac + size * size, *im = re + size;
  tame_status s = TAME_OK;
  memcpy(z, x, n * sizeof *x);
  memcpy(z + n, y, m * sizeof *y);
  for (size_t k = 0; k < size && s == TAME_OK; k++) {
    const double at = z[k];
    z[k] = at + eps;
    s = whole_step(up, z, work, &inner, opt);
    z[k] = at - eps;
    if (s == TAME_OK) s = whole_step(down, z, work, &inner, opt);
    z[k] = at;
    for (size_t i = 0; i < size; i++)
      jac[i * size + k] = (up[i] - down[i]) / (2.0 * eps);
  }
  if (s == TAME_OK) s = tame_la_eigenvalues(re, im, jac, size);
  *rate = 0.0;
  for (size_t i = 0; i < size && s >= 0; i++)
    *rate = fmax(*rate, hypot(re[i], im[i]));
  free(z);
  return s;
}
