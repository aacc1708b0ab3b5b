/* SPDX-License-Identifier: MIT */
/* Depthwise convolutions, one channel in each group: one task a channel.  A few
 * padded images lie one behind the other as one long row, on which a kernel
 * entry (i, j) is a shift by i row + j:
 *     y (q) = sum over i, j of w (i, j) x (q + i row + j),
 * at all places q, also between images and between strides; outputs are picked
 * from them.  Backward, dy is put at its places among zeros; then
 *     dx (q) = sum of w (i, j) dy (q - i row - j),
 *     dw (i, j) = sum over q of dy (q) x (q + i row + j). */

/* kernel entries in registers */
enum { SHIFTS = 9 };

typedef struct {
  const pass *p;
  size_t h, row, plane; /* of a padded image */
  size_t size, last;    /* kernel entries, the largest shift */
  size_t tile;          /* images */
} long_row;

static bool is_depthwise(const pass *p)
{
  return is_depthwise_node(p->nn->net, p->node);
}

static long_row long_row_of(const pass *p)
{
  const tame_node *o = p->node;
  long_row a = {.p = p,
                .h = p->in->h + 2 * o->pad,
                .row = p->in->w + 2 * o->pad,
                .size = o->kernel_h * o->kernel_w,
                .tile = depthwise_tile(p->in, o)};
  a.plane = a.h * a.row;
  a.last = (o->kernel_h - 1) * a.row + o->kernel_w - 1;
  return a;
}

static size_t shift(const long_row *a, size_t k)
{
  return k / a->p->node->kernel_w * a->row + k % a->p->node->kernel_w;
}

/* --- between images and the long row -------------------------------------- */

/* T images into the padded row; zeros behind it, because 0 times what was there
 * need not be 0 */
static void lay_images(REAL *to, const REAL *x, const long_row *a, size_t t)
{
  const size_t h = a->p->in->h, w = a->p->in->w, pad = a->p->node->pad;
  const size_t first = pad ? 0 : t * a->plane;
  memset(to + first, 0,
         (depthwise_room(a->p->in, a->p->node) - first) * sizeof *to);
  to += pad * a->row + pad;
  for (size_t e = 0; e < t; e++, to += a->plane)
    for (size_t i = 0; i < h; i++, x += w)
      for (size_t j = 0; j < w; j++) to[i * a->row + j] = x[j];
}

/* the inside of the padded row into T images, or added to them */
static void take_images(REAL *x, const REAL *from, const long_row *a, size_t t)
{
  const size_t h = a->p->in->h, w = a->p->in->w, pad = a->p->node->pad;
  const bool adds = a->p->plan->adds[0];
  from += pad * a->row + pad;
  for (size_t e = 0; e < t; e++, from += a->plane)
    for (size_t i = 0; i < h; i++, x += w)
      if (adds)
        for (size_t j = 0; j < w; j++) x[j] += from[i * a->row + j];
      else
        for (size_t j = 0; j < w; j++) x[j] = from[i * a->row + j];
}

/* outputs out of the row, with bias and ReLU */
static void pick_outputs(REAL *y, const REAL *from, const long_row *a, size_t t,
                         REAL bias)
{
  const tame_node *o = a->p->node;
  const size_t s = o->stride, n = t * o->h * o->w;
  REAL *to = y;
  for (size_t e = 0; e < t; e++, from += a->plane)
    for (size_t i = 0; i < o->h; i++, to += o->w)
      take(to, from + i * s * a->row, o->w, s);
  if (o->has_bias)
    for (size_t k = 0; k < n; k++) y[k] += bias;
  if (a->p->plan->has_relu)
    for (size_t k = 0; k < n; k++) y[k] = y[k] < 0 ? 0 : y[k];
}

/* gradients of the outputs to their places, zeros elsewhere */
static void lay_outputs(REAL *to, const REAL *dy, const long_row *a, size_t t)
{
  const tame_node *o = a->p->node;
  const size_t s = o->stride;
  memset(to, 0, t * a->plane * sizeof *to);
  for (size_t e = 0; e < t; e++, to += a->plane)
    for (size_t i = 0; i < o->h; i++, dy += o->w) {
      REAL *row = to + i * s * a->row;
      for (size_t j = 0; j < o->w; j++) row[j * s] = dy[j];
    }
}

/* --- sums of shifts ------------------------------------------------------- */

/* to (q) (+)= sum of N products w [N] and FROM shifted, q < LENGTH */
TAME_INLINE void add_shifts(REAL *to, const REAL *const *from, const REAL *w,
                            size_t length, bool adds, int n)
{
  for (size_t q = 0; q < length; q += VL) {
    VEC s = {0}, x;
    if (adds) TAME_LOAD(s, to + q);
#pragma GCC unroll 9
    for (int k = 0; k < n; k++) {
      TAME_LOAD(x, from[k] + q);
      const VEC b = w[k] - (VEC){0};
      s = MULADD(b, x, s);
    }
    TAME_STORE(to + q, s);
  }
}

/* all shifts; backwards: FROM has LAST numbers before the row */
static void sum_shifts(REAL *to, const REAL *from, const REAL *w,
                       const long_row *a, size_t length, bool backwards)
{
  for (size_t k = 0, n; k < a->size; k += n) {
    const REAL *shifted[SHIFTS];
    n = a->size - k >= SHIFTS ? SHIFTS : 1;
    for (size_t j = 0; j < n; j++)
      shifted[j] =
          from + (backwards ? a->last - shift(a, k + j) : shift(a, k + j));
    if (n == SHIFTS)
      add_shifts(to, shifted, w + k, length, k > 0, SHIFTS);
    else
      add_shifts(to, shifted, w + k, length, k > 0, 1);
  }
}

/* dw [N] += sums over the row */
TAME_INLINE void sum_products(double *dw, const REAL *dy,
                              const REAL *const *from, size_t length, int n)
{
  VEC s[SHIFTS];
#pragma GCC unroll 9
  for (int k = 0; k < n; k++) s[k] = (VEC){0};
  for (size_t q = 0; q < length; q += VL) {
    VEC d, x;
    TAME_LOAD(d, dy + q);
#pragma GCC unroll 9
    for (int k = 0; k < n; k++) {
      TAME_LOAD(x, from[k] + q);
      s[k] = MULADD(d, x, s[k]);
    }
  }
  add_up(s, n);
  for (int k = 0; k < n; k++)
    dw[k] += (double)s[(size_t)k / VL][(size_t)k % VL];
}

static void depthwise_weights(double *dw, const REAL *dy, const REAL *x,
                              const long_row *a, size_t length)
{
  for (size_t k = 0, n; k < a->size; k += n) {
    const REAL *shifted[SHIFTS];
    n = a->size - k >= SHIFTS ? SHIFTS : 1;
    for (size_t j = 0; j < n; j++) shifted[j] = x + shift(a, k + j);
    if (n == SHIFTS)
      sum_products(dw + k, dy, shifted, length, SHIFTS);
    else
      sum_products(dw + k, dy, shifted, length, 1);
  }
}

/* --- passes --------------------------------------------------------------- */

/* numbers of T images, in whole vectors */
static size_t row_length(const long_row *a, size_t t)
{
  return whole_vectors(t * a->plane);
}

static void depthwise_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const long_row a = long_row_of(p);
  const size_t in_area = p->in->h * p->in->w, area = o->h * o->w;
  const REAL *w = p->w + c * a.size;
  const REAL bias = o->has_bias ? p->w[o->c * a.size + c] : 0;
  REAL *x = scratch_of(p->nn, thread);
  REAL *y = x + depthwise_room(p->in, o);
  for (size_t e = 0; e < p->n; e += a.tile) {
    const size_t t = p->n - e < a.tile ? p->n - e : a.tile;
    lay_images(x, p->x[0] + (c * p->n + e) * in_area, &a, t);
    sum_shifts(y, x, w, &a, row_length(&a, t), false);
    pick_outputs(p->y + (c * p->n + e) * area, y, &a, t, bias);
  }
}

/* X and Y as above; DY has zeros before the row and behind it. */
static void depthwise_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const long_row a = long_row_of(p);
  const size_t in_area = p->in->h * p->in->w, area = o->h * o->w;
  const size_t room = depthwise_room(p->in, o);
  const REAL *w = p->w + c * a.size;
  REAL *x = scratch_of(p->nn, thread), *y = x + room, *dy = y + room;
  double dw[DEPTHWISE_SIZE] = {0};
  const double total = masked_sum(p->dy + c * row_of(p), p->y + c * row_of(p),
                                  row_of(p), p->plan->has_relu);
  if (o->has_bias) p->dw[o->c * a.size + c] = (REAL)total;
  memset(dy, 0, room * sizeof *dy);
  for (size_t e = 0; e < p->n; e += a.tile) {
    const size_t t = p->n - e < a.tile ? p->n - e : a.tile;
    const size_t length = row_length(&a, t);
    lay_images(x, p->x[0] + (c * p->n + e) * in_area, &a, t);
    lay_outputs(dy + a.last, p->dy + (c * p->n + e) * area, &a, t);
    memset(dy + a.last + t * a.plane, 0, (length - t * a.plane) * sizeof *dy);
    depthwise_weights(dw, dy + a.last, x, &a, length);
    if (!p->dx[0]) continue;
    sum_shifts(y, dy, w, &a, length, true);
    take_images(p->dx[0] + (c * p->n + e) * in_area, y, &a, t);
  }
  for (size_t k = 0; k < a.size; k++) p->dw[c * a.size + k] = (REAL)dw[k];
}
