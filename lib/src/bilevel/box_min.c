/* SPDX-License-Identifier: MIT */
/* Branch and bound on a box; boxes wait in a heap ordered by lower bounds. */
#include "boxes.h"

#include <stdlib.h>

#include "tame/base.h"

typedef struct {
  const tame_box_problem *p;
  const tame_box_options *opt;
  const tame_interval *domain;
  tame_box_certificate *cert;
  boxes waiting, left; /* a heap; boxes that meet the tolerances */
  bool is_stalled;
} search;

/* Boxes above this cannot matter. */
static double threshold(const search *s)
{
  return s->cert->upper < s->opt->cutoff ? s->cert->upper : s->opt->cutoff;
}

/* The value at the middle of x, when that is feasible for sure. */
static void probe(search *s, const tame_interval *x)
{
  const tame_box_problem *p = s->p;
  tame_interval mid[TAME_BOX_MAX_DIM];
  for (size_t i = 0; i < p->n; i++)
    mid[i] = tame_point(tame_interval_mid(x[i]));
  if (p->constraint && !(p->constraint(mid, p->ctx).hi <= 0.0)) return;
  const double value = p->value(mid, p->ctx).hi;
  if (!(value < s->cert->upper)) return;
  s->cert->upper = value;
  for (size_t i = 0; i < p->n; i++) s->cert->x[i] = mid[i].lo;
}

/* f(m) + sum g_i (X_i - m_i), from below */
static double mean_value(const search *s, const tame_interval *g,
                         const tame_interval *x)
{
  tame_interval mid[TAME_BOX_MAX_DIM];
  for (size_t i = 0; i < s->p->n; i++)
    mid[i] = tame_point(tame_interval_mid(x[i]));
  tame_interval sum = s->p->value(mid, s->p->ctx);
  for (size_t i = 0; i < s->p->n; i++)
    sum = tame_interval_add(
        sum, tame_interval_mul(g[i], tame_interval_sub(x[i], mid[i])));
  return sum.lo;
}

/* Where f is strictly monotone in x_i, only the lower side can hold minima, and
 * only when it belongs to the border; true when nothing is left. */
static bool is_monotone_away(tame_interval *x, const tame_interval *g,
                             const search *s)
{
  for (size_t i = 0; i < s->p->n; i++) {
    if (tame_interval_is_point(x[i])) continue;
    if (g[i].lo > 0.0) {
      if (x[i].lo > s->domain[i].lo) return true;
      x[i].hi = x[i].lo;
    } else if (g[i].hi < 0.0) {
      if (x[i].hi < s->domain[i].hi) return true;
      x[i].lo = x[i].hi;
    }
  }
  return false;
}

/* f_ii < 0 somewhere away from the border: no local minimum in x. */
static bool is_concave_inside(const tame_interval *x, const search *s)
{
  tame_interval d[TAME_BOX_MAX_DIM];
  s->p->curvature(d, x, s->p->ctx);
  for (size_t i = 0; i < s->p->n; i++)
    if (d[i].hi < 0.0 && x[i].lo > s->domain[i].lo && x[i].hi < s->domain[i].hi)
      return true;
  return false;
}

/* Bound x, which may shrink, and keep it when it can hold a minimiser. */
static void examine(search *s, tame_interval *x)
{
  const tame_box_problem *p = s->p;
  tame_interval g[TAME_BOX_MAX_DIM];
  bool is_inside = true; /* strictly feasible, so that the tests apply */
  s->cert->boxes++;
  if (p->constraint) {
    const tame_interval c = p->constraint(x, p->ctx);
    if (c.lo > 0.0) return;
    is_inside = c.hi < 0.0;
  }
  double lower = p->value(x, p->ctx).lo;
  if (lower > threshold(s)) return;
  if (p->gradient) {
    p->gradient(g, x, p->ctx);
    const double centred = mean_value(s, g, x);
    if (centred > lower) lower = centred;
    if (is_inside && is_monotone_away(x, g, s)) return;
  }
  if (is_inside && p->curvature && is_concave_inside(x, s)) return;
  probe(s, x);
  if (lower > threshold(s)) return;
  tame_boxes_push(&s->waiting, x, lower);
}

/* Largest side; its width in *width. */
static size_t longest(double *width, const tame_interval *x, size_t n)
{
  size_t best = 0;
  *width = -1.0;
  for (size_t i = 0; i < n; i++)
    if (x[i].hi - x[i].lo > *width) {
      *width = x[i].hi - x[i].lo;
      best = i;
    }
  return best;
}

/* Halve x along its longest side; false when that cannot be done. */
static bool split(search *s, const tame_interval *x, size_t side)
{
  tame_interval half[TAME_BOX_MAX_DIM];
  const double mid = tame_interval_mid(x[side]);
  if (!(mid > x[side].lo && mid < x[side].hi)) return false;
  for (int part = 0; part < 2; part++) {
    memcpy(half, x, s->p->n * sizeof *x);
    if (part == 0)
      half[side].hi = mid;
    else
      half[side].lo = mid;
    examine(s, half);
  }
  return true;
}

static tame_status explore(search *s)
{
  tame_interval x[TAME_BOX_MAX_DIM];
  double lower, width;
  while (s->waiting.count > 0) {
    if (s->cert->boxes >= s->opt->max_boxes) return TAME_MAX_ITER;
    tame_boxes_pop(x, &lower, &s->waiting);
    if (lower > threshold(s)) {
      s->waiting.count = 0; /* all others are above it too */
      break;
    }
    const bool is_close = lower >= threshold(s) - s->opt->value_tol;
    const size_t side = longest(&width, x, s->p->n);
    if (is_close && width <= s->opt->x_tol) {
      tame_boxes_push(&s->left, x, lower);
    } else if (!split(s, x, side)) {
      s->is_stalled = s->is_stalled || !is_close;
      tame_boxes_push(&s->left, x, lower);
    }
  }
  return s->is_stalled ? TAME_STALLED : TAME_OK;
}

/* Bounds and regions from what is left. */
static void conclude(search *s)
{
  const double top = threshold(s);
  double lower = top;
  const boxes *const parts[2] = {&s->left, &s->waiting};
  s->cert->n_regions = 0;
  for (size_t k = 0; k < 2; k++)
    for (size_t i = 0; i < parts[k]->count; i++) {
      if (parts[k]->lower[i] > top) continue;
      if (parts[k]->lower[i] < lower) lower = parts[k]->lower[i];
      tame_regions_add(s->cert, parts[k]->x + i * s->p->n, s->p->n);
    }
  tame_regions_join(s->cert, s->p->n);
  s->cert->lower = lower;
}

static tame_status check(const tame_box_problem *p, const tame_interval *box,
                         const tame_box_options *opt, tame_error *err)
{
  if (p->n < 1 || p->n > TAME_BOX_MAX_DIM || !p->value)
    return tame_fail(err, TAME_EINVAL,
                     "branch and bound: %zu variables, not 1 to %d, or no "
                     "function",
                     p->n, TAME_BOX_MAX_DIM);
  for (size_t i = 0; i < p->n; i++)
    if (!tame_interval_is_finite(box[i]) || !(box[i].lo <= box[i].hi))
      return tame_fail(err, TAME_EINVAL,
                       "branch and bound: side %zu of the box, [%g, %g], is "
                       "empty or unbounded",
                       i + 1, box[i].lo, box[i].hi);
  if (!(opt->value_tol >= 0.0) || !(opt->x_tol > 0.0) || opt->max_boxes < 1 ||
      isnan(opt->cutoff))
    return tame_fail(err, TAME_EINVAL,
                     "branch and bound: a tolerance, the cutoff or the limit "
                     "of boxes is out of range");
  return TAME_OK;
}

tame_status tame_box_minimize(tame_box_certificate *cert,
                              const tame_box_problem *p,
                              const tame_interval *box,
                              const tame_box_options *opt, tame_error *err)
{
  tame_interval x[TAME_BOX_MAX_DIM];
  *cert = (tame_box_certificate){.lower = -HUGE_VAL, .upper = HUGE_VAL};
  TAME_TRY(check(p, box, opt, err));
  search s = {.p = p, .opt = opt, .domain = box, .cert = cert};
  s.waiting.n = s.left.n = p->n;
  memcpy(x, box, p->n * sizeof *box);
  examine(&s, x);
  const tame_status status = explore(&s);
  conclude(&s);
  tame_boxes_free(&s.waiting);
  tame_boxes_free(&s.left);
  return status;
}
