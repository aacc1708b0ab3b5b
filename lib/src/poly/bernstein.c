/* SPDX-License-Identifier: MIT */
/* Branch and bound with the Bernstein coefficients of a polynomial of two
 * variables. */
#include <stdlib.h>
#include <string.h>

#include "ball.h"
#include "tame/base.h"

typedef struct {
  tame_box2 box;
  tame_ball *b; /* [(n + 1)(m + 1)] */
  double lower; /* of all coefficients, errors included */
} node;

typedef struct {
  const tame_bipoly *p;
  size_t n_b; /* (n + 1)(m + 1) */
  node *open;
  size_t n_open, cap;
  size_t boxes;
} search;

/* --- conversion ------------------------------------------------------------
 * In one variable, over COUNT = n + 1 numbers STRIDE apart:
 * a(lo + (hi - lo) s) by a Taylor shift and a scaling, then
 * b_i = sum_{k<=i} C(i, k) / C(n, k) a_k, by divisions and repeated sums. */
static void convert(tame_ball *a, size_t count, size_t stride, double lo,
                    double hi, tame_precision p)
{
  const size_t n = count - 1;
  const tame_ball shift = ball_exact(lo);
  const tame_ball width = ball_add(ball_exact(hi), ball_exact(-lo), p);
  tame_ball power = ball_exact(1.0);
  double binomial = 1.0; /* C(n, k), exact for n <= 40 */
  if (lo != 0.0)
    for (size_t r = 0; r < n; r++)
      for (size_t k = n; k-- > r;)
        a[k * stride] =
            ball_add(a[k * stride], ball_mul(shift, a[(k + 1) * stride], p), p);
  for (size_t k = 0; k <= n; k++) {
    a[k * stride] = ball_div(ball_mul(a[k * stride], power, p), binomial, p);
    power = ball_mul(power, width, p);
    binomial = binomial * (double)(n - k) / (double)(k + 1);
  }
  for (size_t r = 1; r <= n; r++)
    for (size_t i = n; i >= r; i--)
      a[i * stride] = ball_add(a[i * stride], a[(i - 1) * stride], p);
}

static void bound_below(node *x, size_t n_b)
{
  x->lower = INFINITY;
  for (size_t i = 0; i < n_b; i++) {
    const double lo = ball_lo(x->b[i]);
    if (!(lo >= x->lower)) x->lower = lo; /* a NaN stays */
  }
}

static void push(search *s, node x)
{
  if (s->n_open == s->cap) {
    s->cap = 2 * s->cap + 8;
    node *more = tame_calloc(s->cap, sizeof *more);
    if (s->n_open) memcpy(more, s->open, s->n_open * sizeof *more);
    free(s->open);
    s->open = more;
  }
  s->open[s->n_open++] = x;
  s->boxes++;
}

static void search_init(search *s, const tame_bipoly *p, tame_box2 box)
{
  TAME_REQUIRE(box.t_lo <= box.t_hi && box.z_lo <= box.z_hi);
  *s = (search){.p = p, .n_b = (p->n + 1) * (p->m + 1)};
  node root = {.box = box, .b = tame_calloc(s->n_b, sizeof *root.b)};
  memcpy(root.b, p->a, s->n_b * sizeof *root.b);
  for (size_t j = 0; j <= p->m; j++)
    convert(root.b + j, p->n + 1, p->m + 1, box.t_lo, box.t_hi, p->precision);
  for (size_t i = 0; i <= p->n; i++)
    convert(root.b + i * (p->m + 1), p->m + 1, 1, box.z_lo, box.z_hi,
            p->precision);
  bound_below(&root, s->n_b);
  push(s, root);
}

static void search_free(search *s)
{
  for (size_t i = 0; i < s->n_open; i++) free(s->open[i].b);
  free(s->open);
}

/* --- halving ---------------------------------------------------------------
 * De Casteljau at 1/2: `left` gets the first, b keeps the second half. */
static void halve(tame_ball *left, tame_ball *b, size_t count, size_t stride,
                  tame_precision p)
{
  for (size_t r = 0; r < count; r++) {
    left[r * stride] = b[0];
    for (size_t i = 0; i + 1 < count - r; i++)
      b[i * stride] = ball_middle(b[i * stride], b[(i + 1) * stride], p);
  }
}

/* Largest difference of neighbours along t, or along z. */
static double variation(const node *x, const tame_bipoly *p, bool along_t)
{
  const size_t step = along_t ? p->m + 1 : 1;
  double most = -1.0;
  for (size_t i = 0; i + along_t <= p->n; i++)
    for (size_t j = 0; j + !along_t <= p->m; j++) {
      const tame_ball *b = &x->b[i * (p->m + 1) + j];
      most = fmax(most, fabs((b[step].hi - b[0].hi) + (b[step].lo - b[0].lo)));
    }
  return most;
}

/* The two halves of X are pushed; X's coefficients become those of one. */
static void split(search *s, node x, bool along_t)
{
  const tame_bipoly *p = s->p;
  node left = {.box = x.box, .b = tame_calloc(s->n_b, sizeof *left.b)};
  if (along_t) {
    left.box.t_hi = x.box.t_lo = 0.5 * (x.box.t_lo + x.box.t_hi);
    for (size_t j = 0; j <= p->m; j++)
      halve(left.b + j, x.b + j, p->n + 1, p->m + 1, p->precision);
  } else {
    left.box.z_hi = x.box.z_lo = 0.5 * (x.box.z_lo + x.box.z_hi);
    for (size_t i = 0; i <= p->n; i++) {
      const size_t row = i * (p->m + 1);
      halve(left.b + row, x.b + row, p->m + 1, 1, p->precision);
    }
  }
  bound_below(&left, s->n_b);
  bound_below(&x, s->n_b);
  push(s, left);
  push(s, x);
}

/* The values at the four corners. */
static void corners(tame_ball corner[4], const node *x, const tame_bipoly *p)
{
  corner[0] = x->b[0];
  corner[1] = x->b[p->m];
  corner[2] = x->b[p->n * (p->m + 1)];
  corner[3] = x->b[p->n * (p->m + 1) + p->m];
}

/* --- positivity ----------------------------------------------------------- */

static double middle(tame_ball b) { return b.hi + b.lo; }

static bool is_positive(const node *x, size_t n_b, bool with_radius)
{
  if (with_radius) return x->lower > 0.0;
  for (size_t i = 0; i < n_b; i++)
    if (!(middle(x->b[i]) > 0.0)) return false;
  return true;
}

static bool has_bad_corner(const node *x, const tame_bipoly *p,
                           bool with_radius)
{
  tame_ball corner[4];
  corners(corner, x, p);
  for (size_t i = 0; i < 4; i++)
    if (!((with_radius ? ball_lo(corner[i]) : middle(corner[i])) > 0.0))
      return true;
  return false;
}

bool tame_bernstein_positive(size_t *boxes, const tame_bipoly *p, tame_box2 box,
                             bool with_radius, size_t max_boxes)
{
  search s;
  bool has_proof = true;
  search_init(&s, p, box);
  while (s.n_open > 0 && has_proof) {
    const node x = s.open[--s.n_open];
    if (is_positive(&x, s.n_b, with_radius)) {
      free(x.b);
    } else if (has_bad_corner(&x, p, with_radius) || s.boxes >= max_boxes) {
      free(x.b);
      has_proof = false;
    } else {
      split(&s, x, variation(&x, p, true) >= variation(&x, p, false));
    }
  }
  *boxes = s.boxes;
  search_free(&s);
  return has_proof;
}

/* --- minimum -------------------------------------------------------------- */

static double best_corner(const node *x, const tame_bipoly *p)
{
  tame_ball corner[4];
  double best = INFINITY;
  corners(corner, x, p);
  for (size_t i = 0; i < 4; i++) best = fmin(best, ball_hi(corner[i]));
  return best;
}

/* Open boxes are a heap, the lowest bound on top; those with a bound above the
 * best value stay in it and are not looked at. */
static void sift_up(search *s, size_t i)
{
  while (i > 0 && s->open[i].lower < s->open[(i - 1) / 2].lower) {
    const node x = s->open[i];
    s->open[i] = s->open[(i - 1) / 2];
    s->open[(i - 1) / 2] = x;
    i = (i - 1) / 2;
  }
}

static void sift_down(search *s, size_t i)
{
  for (;;) {
    size_t least = i;
    for (size_t c = 2 * i + 1; c <= 2 * i + 2 && c < s->n_open; c++)
      if (s->open[c].lower < s->open[least].lower) least = c;
    if (least == i) return;
    const node x = s->open[i];
    s->open[i] = s->open[least];
    s->open[least] = x;
    i = least;
  }
}

/* Take box I out. */
static node take(search *s, size_t i)
{
  const node x = s->open[i];
  s->open[i] = s->open[--s->n_open];
  if (i < s->n_open) {
    sift_up(s, i);
    sift_down(s, i);
  }
  return x;
}

static double width_of(tame_box2 b) { return b.t_hi - b.t_lo; }

/* The widest box that may hold a minimiser. */
static size_t widest(const search *s, double upper)
{
  size_t best = 0;
  for (size_t i = 1; i < s->n_open; i++)
    if (s->open[i].lower <= upper &&
        width_of(s->open[i].box) > width_of(s->open[best].box))
      best = i;
  return best;
}

static tame_box2 hull(const search *s, double upper)
{
  tame_box2 h = s->open[0].box;
  for (size_t i = 1; i < s->n_open; i++) {
    const tame_box2 b = s->open[i].box;
    if (s->open[i].lower > upper) continue;
    h.t_lo = fmin(h.t_lo, b.t_lo);
    h.t_hi = fmax(h.t_hi, b.t_hi);
    h.z_lo = fmin(h.z_lo, b.z_lo);
    h.z_hi = fmax(h.z_hi, b.z_hi);
  }
  return h;
}

tame_status tame_bernstein_minimize(tame_bernstein_minimum *result,
                                    const tame_bipoly *p, tame_box2 box,
                                    double tol, double width, size_t max_boxes)
{
  search s;
  tame_status status = TAME_OK;
  search_init(&s, p, box);
  double upper = best_corner(&s.open[0], p);
  for (;;) {
    const bool is_sharp = upper - s.open[0].lower <= tol;
    if (is_sharp && width_of(hull(&s, upper)) <= width) break;
    if (s.boxes >= max_boxes) {
      status = TAME_MAX_ITER;
      break;
    }
    /* first the value, then the place */
    node x = take(&s, is_sharp ? widest(&s, upper) : 0);
    split(&s, x,
          (is_sharp && width_of(x.box) > 0.5 * width) ||
              variation(&x, p, true) >= variation(&x, p, false));
    for (size_t i = s.n_open - 2; i < s.n_open; i++)
      upper = fmin(upper, best_corner(&s.open[i], p));
    sift_up(&s, s.n_open - 2);
    sift_up(&s, s.n_open - 1);
  }
  result->lo = s.open[0].lower;
  result->hi = upper;
  result->argmin = hull(&s, upper);
  result->boxes = s.boxes;
  search_free(&s);
  return status;
}
