/* SPDX-License-Identifier: MIT */
#include "tame/interpolant.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/stats.h"

/* Row k of `row` is t_k, x_k: 1 + n numbers. */
struct tame_interpolant {
  size_t n, count, room;
  double *row;
};

tame_interpolant *tame_interpolant_alloc(size_t n)
{
  TAME_REQUIRE(n >= 1);
  tame_interpolant *p = tame_calloc(1, sizeof *p);
  p->n = n;
  return p;
}

void tame_interpolant_free(tame_interpolant *p)
{
  if (!p) return;
  free(p->row);
  free(p);
}

void tame_interpolant_clear(tame_interpolant *p) { p->count = 0; }

static const double *row(const tame_interpolant *p, size_t k)
{
  return p->row + k * (p->n + 1);
}

static void grow(tame_interpolant *p)
{
  const size_t room = p->room ? 2 * p->room : 64, width = p->n + 1;
  double *larger = tame_vec(room * width);
  if (p->count > 0) memcpy(larger, p->row, p->count * width * sizeof *larger);
  free(p->row);
  p->row = larger;
  p->room = room;
}

tame_status tame_interpolant_append(tame_interpolant *p, double t,
                                    const double *x)
{
  if (!isfinite(t) || (p->count > 0 && !(t > tame_interpolant_end(p))))
    return TAME_EINVAL;
  for (size_t i = 0; i < p->n; i++)
    if (!isfinite(x[i])) return TAME_EINVAL;
  if (p->count == p->room) grow(p);
  double *to = p->row + p->count++ * (p->n + 1);
  to[0] = t;
  memcpy(to + 1, x, p->n * sizeof *x);
  return TAME_OK;
}

tame_status tame_interpolant_follow(tame_interpolant *p, tame_subgradient *w,
                                    double end)
{
  if (!(end > 0.0) || !isfinite(end)) return TAME_EINVAL;
  tame_interpolant_clear(p);
  TAME_TRY(tame_interpolant_append(p, tame_subgradient_time(w),
                                   tame_subgradient_x(w)));
  while (tame_subgradient_time(w) < end) {
    const tame_status s = tame_subgradient_step(w);
    if (s != TAME_OK) return s;
    TAME_TRY(tame_interpolant_append(p, tame_subgradient_time(w),
                                     tame_subgradient_x(w)));
  }
  return TAME_OK;
}

size_t tame_interpolant_count(const tame_interpolant *p) { return p->count; }

double tame_interpolant_end(const tame_interpolant *p)
{
  return p->count > 0 ? row(p, p->count - 1)[0] : (double)NAN;
}

/* x <- the point at share s in [0, 1] of piece k */
static void inside(double *x, const tame_interpolant *p, size_t k, double s)
{
  const double *a = row(p, k) + 1, *b = row(p, k + 1) + 1;
  for (size_t i = 0; i < p->n; i++) x[i] = (1.0 - s) * a[i] + s * b[i];
}

tame_status tame_interpolant_at(double *x, const tame_interpolant *p, double t)
{
  if (p->count == 0 || !(t >= row(p, 0)[0] && t <= tame_interpolant_end(p)))
    return TAME_EINVAL;
  if (p->count == 1) {
    memcpy(x, row(p, 0) + 1, p->n * sizeof *x);
    return TAME_OK;
  }
  size_t lo = 0, hi = p->count - 1; /* t_lo <= t <= t_hi */
  while (hi - lo > 1) {
    const size_t middle = (lo + hi) / 2;
    if (row(p, middle)[0] <= t)
      lo = middle;
    else
      hi = middle;
  }
  const double from = row(p, lo)[0], to = row(p, hi)[0];
  inside(x, p, lo, (t - from) / (to - from));
  return TAME_OK;
}

tame_status tame_interpolant_distance(
    double *sup, const tame_interpolant *p, double end, size_t between,
    void (*curve)(double *y, double t, void *ctx), void *ctx)
{
  if (p->count == 0) return TAME_EINVAL;
  double *x = tame_vec(2 * p->n), *y = x + p->n;
  *sup = 0.0;
  for (size_t k = 0; k < p->count; k++) {
    const double from = row(p, k)[0];
    if (from > end) break;
    curve(y, from, ctx);
    *sup = fmax(*sup, tame_distance(row(p, k) + 1, y, p->n));
    if (k + 1 == p->count) break;
    const double length = row(p, k + 1)[0] - from;
    for (size_t j = 1; j <= between; j++) {
      const double s = (double)j / (double)(between + 1);
      if (from + s * length > end) break;
      inside(x, p, k, s);
      curve(y, from + s * length, ctx);
      *sup = fmax(*sup, tame_distance(x, y, p->n));
    }
  }
  free(x);
  return TAME_OK;
}
