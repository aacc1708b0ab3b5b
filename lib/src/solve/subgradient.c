/* SPDX-License-Identifier: MIT */
#include "tame/subgradient.h"

#include <gsl/gsl_cblas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tame/base.h"
#include "tame/stats.h"

/* --- steps ------------------------------------------------------------------- */

tame_status tame_step_rule_check(const tame_step_rule *r, tame_error *err)
{
  if (!(r->a > 0.0) || !isfinite(r->a))
    return tame_fail(err, TAME_EINVAL, "step rule: a = %g, must be positive",
                     r->a);
  if (!(r->power >= 0.0 && r->power <= 1.0))
    return tame_fail(err, TAME_EINVAL,
                     "step rule: power %g outside [0, 1]; above 1 the steps "
                     "do not sum to infinity",
                     r->power);
  if (r->power > 0.0 && !(r->shift > 0.0 && isfinite(r->shift)))
    return tame_fail(err, TAME_EINVAL,
                     "step rule: shift = %g, must be positive", r->shift);
  return TAME_OK;
}

double tame_step_size(const tame_step_rule *r, size_t k)
{
  if (r->power == 0.0) return r->a;
  return r->a * pow(1.0 + (double)k / r->shift, -r->power);
}

/* --- the iteration -------------------------------------------------------------- */

struct tame_subgradient {
  size_t n, k;
  tame_nonsmooth f;
  tame_inexact e;
  tame_step_rule rule;
  double step, time;
  double *x; /* [n]; head of the block that free() releases */
  double *v, *g, *work;
};

tame_subgradient *tame_subgradient_alloc(size_t n)
{
  TAME_REQUIRE(n >= 1);
  tame_subgradient *w = tame_calloc(1, sizeof *w);
  w->n = n;
  w->x = tame_vec(4 * n);
  w->v = w->x + n;
  w->g = w->x + 2 * n;
  w->work = w->x + 3 * n;
  return w;
}

void tame_subgradient_free(tame_subgradient *w)
{
  if (!w) return;
  free(w->x);
  free(w);
}

tame_status tame_subgradient_init(tame_subgradient *w, const tame_nonsmooth *f,
                                  const tame_inexact *e,
                                  const tame_step_rule *r, const double *x0,
                                  tame_error *err)
{
  if (f->n != w->n)
    return tame_fail(err, TAME_EINVAL,
                     "subgradient method: a function of %zu variables, a "
                     "workspace for %zu",
                     f->n, w->n);
  if (!f->subgradient)
    return tame_fail(err, TAME_EINVAL, "subgradient method: no subgradient");
  TAME_TRY(tame_inexact_check(e, f->n, err));
  TAME_TRY(tame_step_rule_check(r, err));
  for (size_t i = 0; i < w->n; i++)
    if (!isfinite(x0[i]))
      return tame_fail(err, TAME_EINVAL,
                       "subgradient method: x0[%zu] is not finite", i);
  w->f = *f;
  w->e = *e;
  w->rule = *r;
  w->k = 0;
  w->time = w->step = 0.0;
  memset(w->x, 0, 4 * w->n * sizeof *w->x);
  memcpy(w->x, x0, w->n * sizeof *x0);
  return TAME_OK;
}

tame_status tame_subgradient_step(tame_subgradient *w)
{
  double sum = 0.0; /* not finite as soon as one coordinate is not */
  w->f.subgradient(w->v, w->x, w->f.ctx);
  memcpy(w->g, w->v, w->n * sizeof *w->g);
  tame_inexact_add(w->g, w->work, &w->e, w->x, w->n);
  w->step = tame_step_size(&w->rule, w->k);
  for (size_t i = 0; i < w->n; i++) {
    w->x[i] -= w->step * w->g[i];
    sum += fabs(w->x[i]);
  }
  w->time += w->step;
  w->k++;
  return isfinite(sum) ? TAME_OK : TAME_DIVERGED;
}

const double *tame_subgradient_x(const tame_subgradient *w) { return w->x; }
const double *tame_subgradient_v(const tame_subgradient *w) { return w->v; }
const double *tame_subgradient_g(const tame_subgradient *w) { return w->g; }
double tame_subgradient_last_step(const tame_subgradient *w) { return w->step; }
size_t tame_subgradient_count(const tame_subgradient *w) { return w->k; }
double tame_subgradient_time(const tame_subgradient *w) { return w->time; }

/* --- a whole run ------------------------------------------------------------------ */

/* mean <- mean + (a/total) (x - mean), total including a: a weighted mean whose
 * error does not grow with the number of terms. */
static void average(double *mean, const double *x, double a, double total,
                    size_t n)
{
  for (size_t i = 0; i < n; i++) mean[i] += a / total * (x[i] - mean[i]);
}

/* dnrm2 costs more than a step in one variable */
static double length_of(const double *x, size_t n)
{
  return n == 1 ? fabs(x[0]) : tame_norm(x, n);
}

static double distance_now(const tame_subgradient *w)
{
  return w->f.distance ? w->f.distance(w->x, w->f.ctx) : (double)NAN;
}

static double value_now(const tame_subgradient *w)
{
  return w->f.value ? w->f.value(w->x, w->f.ctx) : (double)NAN;
}

typedef struct {
  size_t first;   /* the tail is x_first, ..., x_K */
  double total;   /* weight of the tail so far */
  double *before; /* x_k before a step [n], or NULL */
  bool with_values;
} progress;

/* The step from x_k to x_{k+1} and all that is kept of it. */
static tame_status advance(tame_subgradient_summary *s, double *window,
                           double *mean, tame_subgradient *w, progress *p)
{
  const size_t k = w->k;
  const bool in_tail = k >= p->first;
  const double at = in_tail ? distance_now(w) : 0.0;
  const double value = p->with_values ? value_now(w) : 0.0;
  if (mean) memcpy(p->before, w->x, w->n * sizeof *w->x);
  TAME_TRY(tame_subgradient_step(w));
  const double length = length_of(w->v, w->n), a = w->step;
  s->largest_v = fmax(s->largest_v, length);
  if (p->with_values) average(&s->mean_value, &value, a, w->time, 1);
  if (mean) average(mean, p->before, a, w->time, w->n);
  if (!in_tail) return TAME_OK;
  p->total += a;
  s->tail = at > s->tail || isnan(at) ? at : s->tail;
  s->tail_v = fmax(s->tail_v, length);
  average(&s->tail_mean, &at, a, p->total, 1);
  if (window) average(window, w->v, a, p->total, w->n);
  return TAME_OK;
}

tame_status tame_subgradient_run(tame_subgradient_summary *s, double *window,
                                 double *mean, tame_subgradient *w,
                                 const tame_subgradient_options *o,
                                 bool with_values)
{
  *s = (tame_subgradient_summary){0};
  if (o->steps < 1 || !(o->share > 0.0 && o->share <= 1.0) || !(o->trust > 0.0))
    return TAME_EINVAL;
  tame_status status = TAME_OK;
  progress p = {.first = o->steps - (size_t)(o->share * (double)o->steps),
                .before = mean ? tame_vec(w->n) : NULL,
                .with_values = with_values};
  if (window) memset(window, 0, w->n * sizeof *window);
  if (mean) memset(mean, 0, w->n * sizeof *mean);
  for (size_t k = 0; k < o->steps && status == TAME_OK; k++) {
    status = advance(s, window, mean, w, &p);
    if (isfinite(o->trust) && length_of(w->x, w->n) > o->trust)
      status = TAME_DIVERGED;
  }
  free(p.before);
  s->steps = w->k;
  s->time = w->time;
  s->last = status == TAME_OK ? distance_now(w) : (double)INFINITY;
  s->tail = status == TAME_OK ? fmax(s->tail, s->last) : (double)INFINITY;
  if (isnan(s->last)) s->tail = s->last;
  s->value = value_now(w);
  if (!with_values) s->mean_value = (double)NAN;
  return status;
}

/* --- averages of convex functions ------------------------------------------------- */

static bool is_positive(double t) { return t > 0.0 && isfinite(t); }

tame_status tame_average_bound(double *bound, const tame_average *q)
{
  if (!(q->p >= 1.0) || !isfinite(q->p) || !is_positive(q->c) ||
      !is_positive(q->a) || !(q->D0 >= 0.0) || !isfinite(q->D0) ||
      !(q->L >= 0.0) || !isfinite(q->L) || !(q->eps >= 0.0) ||
      !isfinite(q->eps) || q->K < 1)
    return TAME_EINVAL;
  const double steps = (double)q->K, size = (q->L + q->eps) * (q->L + q->eps);
  const double start = q->D0 * q->D0;
  if (q->p == 1.0) {
    if (q->eps >= q->c) return TAME_EINVAL;
    *bound = (start + q->a * q->a * steps * size) /
             (2.0 * (1.0 - q->eps / q->c) * q->a * steps);
    return TAME_OK;
  }
  const double kappa =
      (q->p - 1.0) / q->p * pow(0.5 * q->c * q->p, -1.0 / (q->p - 1.0));
  *bound = start / (q->a * steps) +
           2.0 * kappa * pow(q->eps, q->p / (q->p - 1.0)) + q->a * size;
  return TAME_OK;
}
