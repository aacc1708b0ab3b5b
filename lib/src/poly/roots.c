/* SPDX-License-Identifier: MIT */
/* Isolation of the real roots by Sturm sequences. */
#include "parts.h"

/* Where an interval is cut, in order of preference: not in the middle, where
 * symmetric polynomials have roots. */
static const double CUTS[] = {0.53, 0.41, 0.68, 0.27};
enum { N_CUTS = sizeof CUTS / sizeof *CUTS, MAX_DEPTH = 200 };

double tame_poly_root_bound(const tame_interval *c, size_t n)
{
  const double lead = tame_interval_mig(c[n]);
  double largest = 0.0;
  for (size_t i = 0; i < n; i++) {
    const double q = -tame_div_down(-tame_interval_mag(c[i]), lead);
    largest = lead > 0.0 && q > largest ? q : largest;
  }
  /* Cauchy: 1 + max |c_i / c_n| */
  return lead > 0.0 ? -tame_add_down(-1.0, -largest) : HUGE_VAL;
}

typedef struct {
  double lo, hi;
  size_t at_lo, at_hi; /* sign changes there */
  size_t depth;
} span;

/* A cut of W where the sign changes are known and p does not vanish, so that
 * closed intervals are isolating too: true when there is one. */
static bool cut_span(span *left, span *right, const span *w, const poly *p,
                     const tame_sturm *s)
{
  for (size_t i = 0; i < N_CUTS; i++) {
    const double at = w->lo + CUTS[i] * (w->hi - w->lo);
    size_t changes;
    if (!(at > w->lo && at < w->hi)) return false;
    if (tame_sturm_changes(&changes, s, at) != TAME_OK ||
        is_zero(tame_poly_at(p->c, p->n, at)))
      continue;
    *left = (span){w->lo, at, w->at_lo, changes, w->depth + 1};
    *right = (span){at, w->hi, changes, w->at_hi, w->depth + 1};
    return true;
  }
  return false;
}

/* What cannot be isolated inside IN by the sequence is left to subdivision; with
 * no room for more enclosures, the last one is made to reach over all of it. */
static tame_status leave(tame_poly_root *root, size_t *n_roots, const poly *p,
                         tame_interval in)
{
  size_t more = 0;
  tame_status status = TAME_OK;
  if (*n_roots == p->n) {
    tame_poly_root *last = &root[p->n - 1];
    *last = (tame_poly_root){.y = tame_interval_hull(last->y, in)};
    return TAME_STALLED;
  }
  tame_roots_subdivide(root + *n_roots, &more, p->n - *n_roots, p, in);
  for (size_t i = *n_roots; i < *n_roots + more; i++)
    if (!root[i].is_certain) status = TAME_STALLED;
  *n_roots += more;
  return status;
}

static tame_status isolate(tame_poly_root *root, size_t *n_roots, const poly *p,
                           const tame_sturm *s, span whole)
{
  span stack[MAX_DEPTH + 2], now;
  size_t top = 0;
  tame_status status = TAME_OK;
  stack[top++] = whole;
  while (top > 0) {
    now = stack[--top];
    if (now.at_lo <= now.at_hi) continue;
    const tame_interval in = {now.lo, now.hi};
    if (now.at_lo - now.at_hi == 1 && *n_roots < p->n) {
      tame_poly_root *r = &root[(*n_roots)++];
      *r = (tame_poly_root){.y = in, .is_certain = true};
      tame_root_refine(r, p, s);
    } else if (now.depth >= MAX_DEPTH ||
               !cut_span(&stack[top + 1], &stack[top], &now, p, s)) {
      if (leave(root, n_roots, p, in) != TAME_OK) status = TAME_STALLED;
    } else {
      top += 2;
    }
  }
  return status;
}

tame_status tame_poly_roots(tame_poly_root *root, size_t *n_roots,
                            const tame_interval *c, size_t n, tame_error *err)
{
  tame_interval d[TAME_POLY_SIZE];
  tame_sturm s;
  span whole = {0};
  *n_roots = 0;
  TAME_TRY(tame_poly_check(&n, c, n, err));
  tame_poly_derivative_interval(d, c, n);
  const poly p = {n, c, d};
  const double bound = tame_above(tame_poly_root_bound(c, n));
  tame_status status = TAME_STALLED;
  if (!(bound < HUGE_VAL)) {
    root[0] = (tame_poly_root){.y = TAME_ENTIRE};
    *n_roots = 1;
  } else if (tame_sturm_init(&s, c, n, NULL) == TAME_OK &&
             tame_sturm_changes(&whole.at_lo, &s, -HUGE_VAL) == TAME_OK &&
             tame_sturm_changes(&whole.at_hi, &s, HUGE_VAL) == TAME_OK) {
    whole.lo = -bound;
    whole.hi = bound;
    status = isolate(root, n_roots, &p, &s, whole);
  } else {
    status = leave(root, n_roots, &p, (tame_interval){-bound, bound});
  }
  for (size_t i = 0; i < *n_roots; i++) {
    const tame_interval slope = tame_poly_range(d, n - 1, root[i].y);
    root[i].is_simple =
        root[i].is_certain && sign_of(slope) != 0 && sign_of(slope) != UNKNOWN;
  }
  if (status != TAME_OK)
    tame_fail(err, TAME_STALLED,
              "polynomial: roots too close to be separated at working "
              "precision");
  return status;
}
