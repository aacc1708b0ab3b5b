/* SPDX-License-Identifier: MIT */
/* Enclosures of roots: subdivision by signs of p and p', and refinement by the
 * interval Newton method
 *
 *     Y <- Y  intersected with  m - p(m) / p'(Y),   m in Y,
 *
 * which loses no root, and whose width shrinks quadratically near a simple
 * one. */
#include "parts.h"

enum { STACK = 256, STEPS = 60, POLISH = 30 };

/* Boxes that subdivision looks at before it gives up separating: well separated
 * roots take some tens. */
enum { BUDGET = 4000 };

static bool is_known(int sign) { return sign == 1 || sign == -1; }

/* Y is down to a few doubles. */
static bool is_narrow(tame_interval y)
{
  return !(y.hi - y.lo > 8.0 * DBL_EPSILON * tame_interval_mag(y) + 0x1p-1000);
}

/* One interval Newton step: false when it cannot be made or does not halve. */
static bool newton(tame_interval *y, const poly *p)
{
  const tame_interval slope = tame_poly_range(p->d, p->n - 1, *y);
  if (!is_known(sign_of(slope))) return false;
  const double mid = tame_interval_mid(*y), before = y->hi - y->lo;
  const tame_interval step =
      tame_interval_div(tame_poly_at(p->c, p->n, mid), slope);
  tame_interval_intersect(y, *y, tame_interval_sub(tame_point(mid), step));
  return y->hi - y->lo < 0.5 * before;
}

/* Halve by the number of sign changes: the root is in (lo, hi]. */
static bool halve(tame_interval *y, const tame_sturm *s)
{
  size_t left, middle;
  if (!s || tame_sturm_changes(&left, s, y->lo) != TAME_OK) return false;
  for (int i = 0; i < 3; i++) {
    const double at = y->lo + (0.5 + 0.13 * i) * (y->hi - y->lo);
    if (!(at > y->lo && at < y->hi)) return false;
    if (tame_sturm_changes(&middle, s, at) != TAME_OK) continue;
    if (left > middle)
      y->hi = at;
    else
      y->lo = at;
    return true;
  }
  return false;
}

/* Newton's method on the middle of the coefficients, kept inside y; what it
 * finds is boxed in and believed only when p changes sign over the box. */
static void polish(tame_interval *y, const poly *p)
{
  double x = tame_interval_mid(*y), lo = y->lo, hi = y->hi, radius = HUGE_VAL;
  const int left = sign_of(tame_poly_at(p->c, p->n, lo));
  if (!is_known(left) || sign_of(tame_poly_at(p->c, p->n, hi)) != -left) return;
  for (int i = 0; i < POLISH; i++) {
    double v = 0.0, dv = 0.0;
    for (size_t k = p->n + 1; k-- > 0;) {
      dv = dv * x + v;
      v = v * x + tame_interval_mid(p->c[k]);
    }
    if ((v < 0.0) == (left < 0))
      lo = x;
    else
      hi = x;
    double next = x - v / dv;
    if (!(next > lo && next < hi)) next = 0.5 * lo + 0.5 * hi;
    radius = fabs(next - x);
    x = next;
    if (radius <= 0x1p-50 * fabs(x) + 0x1p-900) break;
  }
  radius = 8.0 * radius + 0x1p-49 * fabs(x) + 0x1p-900;
  const tame_interval box = {x - radius, x + radius};
  if (box.lo >= y->lo && box.hi <= y->hi &&
      sign_of(tame_poly_at(p->c, p->n, box.lo)) == left &&
      sign_of(tame_poly_at(p->c, p->n, box.hi)) == -left)
    *y = box;
}

void tame_root_refine(tame_poly_root *r, const poly *p, const tame_sturm *s)
{
  polish(&r->y, p);
  for (int i = 0; i < STEPS && !is_narrow(r->y); i++)
    if (!newton(&r->y, p) && !halve(&r->y, s)) break;
  newton(&r->y, p);
}

/* --- subdivision ---------------------------------------------------------- */

typedef enum { NONE, ONE, SPLIT, CLUSTER } finding;

/* b [n + 1] <- coefficients of t -> p(at + t), by Horner's rule repeated. */
static void shift(tame_interval *b, const poly *p, double at)
{
  memcpy(b, p->c, (p->n + 1) * sizeof *b);
  for (size_t i = 0; i < p->n; i++)
    for (size_t k = p->n; k-- > i;)
      b[k] = tame_interval_add(b[k], tame_interval_scale(at, b[k + 1]));
}

/* Upper bound of sum_{i >= 1} |b_i| r^i, or of its derivative in r: how far p,
 * or p', is from its value at the centre. */
static double spread(const tame_interval *b, size_t n, double r, bool is_slope)
{
  double sum = 0.0;
  for (size_t i = n; i > (is_slope ? 1 : 0); i--) {
    const double size = tame_interval_mag(b[i]);
    const double term = is_slope ? tame_mul_up((double)i, size) : size;
    sum = -tame_add_down(-tame_mul_up(sum, r), -term);
  }
  return tame_mul_up(sum, r);
}

/* What is known of the roots in y, from Taylor's form about its middle: its
 * error is of second order in the width, and it does not suffer from
 * coefficients of alternating signs. */
static finding look(const poly *p, tame_interval y)
{
  tame_interval b[TAME_POLY_SIZE];
  const double mid = tame_interval_mid(y);
  const double radius =
      fmax(y.hi - mid, mid - y.lo) * (1.0 + 0x1p-50) + 0x1p-1070;
  shift(b, p, mid);
  const double reach = spread(b, p->n, radius, false);
  if (tame_interval_mig(b[0]) > reach) return NONE;
  if (tame_interval_mig(b[1]) > spread(b, p->n, radius, true)) {
    const int left = sign_of(tame_poly_at(p->c, p->n, y.lo));
    const int right = sign_of(tame_poly_at(p->c, p->n, y.hi));
    if (is_known(left) && is_known(right)) return left == right ? NONE : ONE;
  }
  if (is_narrow(y)) return CLUSTER;
  /* when rounding makes up most of the range, splitting cannot help */
  return !is_known(sign_of(b[0])) && reach <= 2.0 * (b[0].hi - b[0].lo)
             ? CLUSTER
             : SPLIT;
}

/* Append, or join to the neighbour on the left when they touch and are not both
 * certain, or when there is no more room. */
static void append(tame_poly_root *root, size_t *n_roots, size_t cap,
                   tame_poly_root r)
{
  tame_poly_root *last = *n_roots > 0 ? &root[*n_roots - 1] : NULL;
  const bool is_joined =
      last && (*n_roots == cap ||
               (last->y.hi >= r.y.lo && !(last->is_certain && r.is_certain)));
  if (is_joined)
    *last = (tame_poly_root){.y = {last->y.lo, r.y.hi}};
  else
    root[(*n_roots)++] = r;
}

/* A cluster around a simple root that fell on a cut: a little larger, p has
 * known signs at its ends. */
static void certify(tame_poly_root *r, const poly *p, tame_interval room)
{
  for (double factor = 1.0; factor <= 64.0 && !r->is_certain; factor *= 2.0) {
    const double more = factor * (r->y.hi - r->y.lo) + 0x1p-1000;
    const tame_interval y = {r->y.lo - more, r->y.hi + more};
    if (!(y.lo > room.lo && y.hi < room.hi)) return;
    r->is_certain = look(p, y) == ONE;
    if (r->is_certain) r->y = y;
  }
}

void tame_roots_subdivide(tame_poly_root *root, size_t *n_roots, size_t cap,
                          const poly *p, tame_interval in)
{
  tame_interval stack[STACK];
  size_t top = 0, boxes = 0;
  *n_roots = 0;
  stack[top++] = in;
  while (top > 0) {
    const tame_interval y = stack[--top];
    const double at = y.lo + 0.53 * (y.hi - y.lo);
    finding found = look(p, y);
    if (found == SPLIT &&
        (++boxes > BUDGET || top + 2 > STACK || !(at > y.lo && at < y.hi)))
      found = CLUSTER;
    if (found == SPLIT) {
      stack[top++] = (tame_interval){at, y.hi};
      stack[top++] = (tame_interval){y.lo, at};
    } else if (found != NONE) {
      const tame_poly_root r = {.y = y, .is_certain = found == ONE};
      append(root, n_roots, cap, r);
    }
  }
  for (size_t i = 0; i < *n_roots; i++) {
    const tame_interval room = {i > 0 ? root[i - 1].y.hi : tame_below(in.lo),
                                i + 1 < *n_roots ? root[i + 1].y.lo
                                                 : tame_above(in.hi)};
    certify(&root[i], p, room);
    if (root[i].is_certain) tame_root_refine(&root[i], p, NULL);
  }
}
