/* SPDX-License-Identifier: MIT */
/* Pooling by 2 x 2 windows side by side, for images of even sides: the rows of
 * a channel come in pairs, through all examples without a gap, and so do the
 * numbers of a row.  A few pairs of rows at a time are made one row each, which
 * is then halved. */

/* room for the rows made of pairs */
enum { HALVES = 1024 };

static bool is_quarter(const pass *p)
{
  const tame_node *o = p->node;
  return o->kernel_h == 2 && o->kernel_w == 2 && o->stride == 2 &&
         o->pad == 0 && p->in->h % 2 == 0 && p->in->w % 2 == 0 &&
         p->in->w <= HALVES &&
         (o->op == TAME_NODE_AVERAGE_POOL || o->tie == TAME_TIE_FIRST);
}

/* b where it is larger or where it alone is NaN, else a */
#define LARGER(m, a, b)                                                        \
  do {                                                                         \
    const BITS is_b = ~((b) <= (a)) & ((a) == (a));                            \
    (m) = (VEC)(((BITS)(a) & ~is_b) | ((BITS)(b)&is_b));                       \
  } while (0)

static REAL larger(REAL a, REAL b) { return !(b <= a) && a == a ? b : a; }

/* to = the larger, or the sum, of two rows, entry by entry */
static void merge_rows(REAL *to, const REAL *x, size_t w, bool is_max)
{
  size_t k = 0;
  for (; k + VL <= w; k += VL) {
    VEC a, b, m;
    TAME_LOAD(a, x + k);
    TAME_LOAD(b, x + w + k);
    if (is_max)
      LARGER(m, a, b);
    else
      m = a + b;
    TAME_STORE(to + k, m);
  }
  for (; k < w; k++) to[k] = is_max ? larger(x[k], x[w + k]) : x[k] + x[w + k];
}

/* y = the larger, or the mean, of pairs */
static void halve(REAL *y, const REAL *x, size_t n, bool is_max)
{
  const REAL quarter = (REAL)0.25;
  size_t k = 0;
  for (; k + VL <= n; k += VL) {
    VEC u, v, m;
    TAME_LOAD(u, x + 2 * k);
    TAME_LOAD(v, x + 2 * k + VL);
    const VEC a = __builtin_shufflevector(u, v, EVEN);
    const VEC b = __builtin_shufflevector(u, v, ODD);
    if (is_max)
      LARGER(m, a, b);
    else
      m = quarter * (a + b);
    TAME_STORE(y + k, m);
  }
  for (; k < n; k++)
    y[k] = is_max ? larger(x[2 * k], x[2 * k + 1])
                  : quarter * (x[2 * k] + x[2 * k + 1]);
}

/* each number twice */
static void twice(REAL *to, const REAL *y, size_t n)
{
  size_t k = 0;
  for (; k + VL <= n; k += VL) {
    VEC u;
    TAME_LOAD(u, y + k);
    const VEC a = __builtin_shufflevector(u, u, LOW_PAIRS);
    const VEC b = __builtin_shufflevector(u, u, HIGH_PAIRS);
    TAME_STORE(to + 2 * k, a);
    TAME_STORE(to + 2 * k + VL, b);
  }
  for (; k < n; k++) to[2 * k] = to[2 * k + 1] = y[k];
}

/* one pair of rows X: dx of the first entry of a window that is m gets d */
static void give_pair(REAL *dx, const REAL *x, const REAL *m, const REAL *d,
                      size_t w, bool adds)
{
  const BITS odd = {SECONDS};
  size_t k = 0;
  for (; k + VL <= w; k += VL) {
    VEC top, low, max, grad, old_top = {0}, old_low = {0};
    TAME_LOAD(top, x + k);
    TAME_LOAD(low, x + w + k);
    TAME_LOAD(max, m + k);
    TAME_LOAD(grad, d + k);
    if (adds) {
      TAME_LOAD(old_top, dx + k);
      TAME_LOAD(old_low, dx + w + k);
    }
    const BITS t = top == max, b = low == max;
    const BITS t2 = __builtin_shufflevector(t, t, SWAPPED);
    const BITS b2 = __builtin_shufflevector(b, b, SWAPPED);
    top = (VEC)((BITS)grad & t & ~(t2 & odd));
    low = (VEC)((BITS)grad & b & ~(b2 & odd) & ~(t | t2));
    if (adds) {
      top += old_top;
      low += old_low;
    }
    TAME_STORE(dx + k, top);
    TAME_STORE(dx + w + k, low);
  }
  for (; k < w; k += 2) {
    bool is_free = true;
    for (size_t j = 0; j < 4; j++) {
      const size_t at = j / 2 * w + k + j % 2;
      const bool is_first = is_free && x[at] == m[k];
      const REAL g = is_first ? d[k] : 0;
      dx[at] = adds ? dx[at] + g : g;
      is_free = is_free && !is_first;
    }
  }
}

/* one pair of rows: all entries get D */
static void share_pair(REAL *dx, const REAL *d, size_t w, bool adds)
{
  const REAL quarter = (REAL)0.25;
  for (size_t i = 0; i < 2; i++, dx += w)
    for (size_t k = 0; k < w; k++)
      dx[k] = adds ? dx[k] + quarter * d[k] : quarter * d[k];
}

static void quarter_forward(const pass *p, size_t c)
{
  const bool is_max = p->node->op == TAME_NODE_MAX_POOL;
  const size_t w = p->in->w, pairs = p->n * p->in->h / 2, step = HALVES / w;
  const REAL *x = p->x[0] + c * in_row_of(p);
  REAL *y = p->y + c * row_of(p), made[HALVES];
  for (size_t i = 0; i < pairs; i += step) {
    const size_t n = pairs - i < step ? pairs - i : step;
    for (size_t k = 0; k < n; k++)
      merge_rows(made + k * w, x + 2 * (i + k) * w, w, is_max);
    halve(y + i * w / 2, made, n * w / 2, is_max);
  }
}

static void quarter_backward(const pass *p, size_t c)
{
  const bool is_max = p->node->op == TAME_NODE_MAX_POOL;
  const bool adds = p->plan->adds[0];
  const size_t w = p->in->w, pairs = p->n * p->in->h / 2, step = HALVES / w;
  const REAL *x = p->x[0] + c * in_row_of(p), *y = p->y + c * row_of(p);
  const REAL *dy = p->dy + c * row_of(p);
  REAL *dx = p->dx[0] + c * in_row_of(p), m[HALVES], d[HALVES];
  for (size_t i = 0; i < pairs; i += step) {
    const size_t n = pairs - i < step ? pairs - i : step;
    if (is_max) twice(m, y + i * w / 2, n * w / 2);
    twice(d, dy + i * w / 2, n * w / 2);
    for (size_t k = 0; k < n; k++) {
      const size_t at = 2 * (i + k) * w;
      if (is_max)
        give_pair(dx + at, x + at, m + k * w, d + k * w, w, adds);
      else
        share_pair(dx + at, d + k * w, w, adds);
    }
  }
}
