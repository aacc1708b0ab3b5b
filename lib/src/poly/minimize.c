/* SPDX-License-Identifier: MIT */
/* Global minimum of a polynomial: its values at critical points and ends. */
#include "parts.h"

typedef struct {
  size_t n;
  const tame_interval *c;
  tame_interval d[TAME_POLY_SIZE], dd[TAME_POLY_SIZE]; /* p', p'' */
} family;

static void add(tame_poly_minimum *m, const family *p, tame_interval y,
                bool at_end, bool is_certain)
{
  tame_poly_critical *q = &m->critical[m->n_critical++];
  *q = (tame_poly_critical){.y = y,
                            .value = tame_poly_range(p->c, p->n, y),
                            .kind = TAME_POLY_END,
                            .is_certain = is_certain};
  q->curvature =
      p->n < 2 ? tame_point(0.0) : tame_poly_range(p->dd, p->n - 2, y);
  if (at_end) return;
  const int sign = sign_of(q->curvature);
  q->kind = sign == 1    ? TAME_POLY_MINIMUM
            : sign == -1 ? TAME_POLY_MAXIMUM
                         : TAME_POLY_UNDECIDED;
}

/* Whether p goes to -inf at +inf (sign 1) or at -inf (sign -1); a leading
 * coefficient of unknown sign counts as yes. */
static bool falls(const tame_interval *c, size_t n, int end)
{
  const int lead = sign_of(c[n]), sign = end < 0 && n % 2 == 1 ? -lead : lead;
  return lead == UNKNOWN || sign < 0;
}

/* An upper bound of the minimum of p over the part of the domain in q. */
static double upper_bound(const tame_poly_critical *q, const family *p)
{
  if (q->is_certain || !tame_interval_is_finite(q->y)) return q->value.hi;
  return fmin(q->value.hi,
              tame_poly_at(p->c, p->n, tame_interval_mid(q->y)).hi);
}

/* The minimum, and who may attain it. */
static void choose(tame_poly_minimum *m, const family *p)
{
  m->value = (tame_interval){HUGE_VAL, HUGE_VAL};
  m->gap = HUGE_VAL;
  m->n_minimisers = 0;
  for (size_t i = 0; i < m->n_critical; i++) {
    m->value.lo = fmin(m->value.lo, m->critical[i].value.lo);
    m->value.hi = fmin(m->value.hi, upper_bound(&m->critical[i], p));
  }
  for (size_t i = 0; i < m->n_critical; i++) {
    const tame_interval value = m->critical[i].value;
    if (value.lo > m->value.hi) {
      m->gap = fmin(m->gap, tame_add_down(value.lo, -m->value.hi));
      continue;
    }
    size_t k = m->n_minimisers++; /* sorted by upper bounds, stable */
    for (; k > 0 && m->critical[m->minimiser[k - 1]].value.hi > value.hi; k--)
      m->minimiser[k] = m->minimiser[k - 1];
    m->minimiser[k] = i;
  }
}

/* The critical point in r is the end of the interval: p' vanishes there. */
static bool is_end(const family *p, const tame_poly_root *r, double end)
{
  return isfinite(end) && r->is_certain && tame_interval_contains(r->y, end) &&
         is_zero(tame_poly_at(p->d, p->n - 1, end));
}

/* The critical points in [lo, hi] between its ends. */
static tame_status collect(tame_poly_minimum *m, const family *p, double lo,
                           double hi, tame_error *err)
{
  tame_poly_root root[TAME_POLY_SIZE];
  size_t n_roots = 0;
  tame_status status = TAME_OK;
  if (p->n > 1) status = tame_poly_roots(root, &n_roots, p->d, p->n - 1, err);
  if (status < 0) return status;
  if (lo > -HUGE_VAL) add(m, p, tame_point(lo), true, true);
  for (size_t i = 0; i < n_roots && lo < hi; i++) {
    tame_interval y;
    if (!tame_interval_intersect(&y, root[i].y, (tame_interval){lo, hi}))
      continue;
    if (is_end(p, &root[i], lo) || is_end(p, &root[i], hi)) continue;
    /* an enclosure that reaches over an end may hold a point outside */
    const bool is_inside = root[i].y.lo >= lo && root[i].y.hi <= hi;
    if (!is_inside) status = TAME_STALLED;
    add(m, p, y, false, root[i].is_certain && is_inside);
  }
  if (hi < HUGE_VAL && hi > lo) add(m, p, tame_point(hi), true, true);
  return status;
}

tame_status tame_poly_minimize(tame_poly_minimum *m, const tame_interval *c,
                               size_t n, double lo, double hi, tame_error *err)
{
  family p;
  m->n_critical = m->n_minimisers = 0;
  m->gap = HUGE_VAL;
  m->value = TAME_ENTIRE;
  TAME_TRY(tame_poly_check(&n, c, n, err));
  if (!(lo <= hi) || lo == HUGE_VAL || hi == -HUGE_VAL)
    return tame_fail(err, TAME_EINVAL,
                     "polynomial: the interval [%g, %g] is "
                     "empty or not an interval",
                     lo, hi);
  p.n = n;
  p.c = c;
  tame_poly_derivative_interval(p.d, c, n);
  if (n > 1) tame_poly_derivative_interval(p.dd, p.d, n - 1);
  if ((lo == -HUGE_VAL && falls(c, n, -1)) ||
      (hi == HUGE_VAL && falls(c, n, 1))) {
    if (sign_of(c[n]) == UNKNOWN)
      return tame_fail(err, TAME_STALLED,
                       "polynomial: the sign of the leading "
                       "coefficient is not known");
    m->value = (tame_interval){-HUGE_VAL, -HUGE_VAL};
    return tame_fail(err, TAME_DIVERGED, "polynomial: unbounded below");
  }
  const tame_status status = collect(m, &p, lo, hi, err);
  if (status < 0) return status;
  choose(m, &p);
  return status;
}
