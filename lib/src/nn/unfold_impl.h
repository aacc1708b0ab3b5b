/* SPDX-License-Identifier: MIT */
/* The unfolded input (im2col) of a convolution:
 *     columns [c k_h k_w][n h' w'],  entry (c, i, j; e, y, x) is
 *     input (c, e, y s + i - pad, x s + j - pad), 0 outside the image,
 * of channels C0 .. C1 - 1 of the input and examples E0 .. E0 + T - 1.  fold is
 * its transpose: it adds up instead. */

typedef struct {
  const tame_node *in, *node;
  size_t n;      /* examples of the whole batch */
  size_t c0, c1; /* channels of the input */
  size_t e0, t;  /* examples of the tile */
} patch;

/* Positions y' of the output whose input row y' s + i - pad is inside [0, h):
 * *FIRST <= y' < *END. */
static void inside(size_t *first, size_t *end, size_t i, size_t pad, size_t s,
                   size_t h, size_t out)
{
  *first = i >= pad ? 0 : (pad - i + s - 1) / s;
  *end = h + pad <= i ? 0 : (h + pad - i - 1) / s + 1;
  if (*end > out) *end = out;
  if (*first > *end) *first = *end;
}

/* The image keeps its size and the stride is 1: a row of columns is the channel
 * shifted by a constant, with zeros where the image ended. */
static bool is_shift(const patch *a)
{
  return a->node->stride == 1 && a->node->h == a->in->h &&
         a->node->w == a->in->w;
}

/* set to 0 what lies outside the image, row I and column J of the kernel */
static void clear_outside(REAL *row, const patch *a, size_t i, size_t j)
{
  const size_t h = a->node->h, w = a->node->w;
  size_t y0, y1, x0, x1;
  inside(&y0, &y1, i, a->node->pad, 1, h, h);
  inside(&x0, &x1, j, a->node->pad, 1, w, w);
  for (size_t e = 0; e < a->t; e++, row += h * w) {
    memset(row, 0, y0 * w * sizeof *row);
    memset(row + y1 * w, 0, (h - y1) * w * sizeof *row);
    if (x0 == 0 && x1 == w) continue;
    for (size_t y = y0; y < y1; y++) {
      for (size_t x = 0; x < x0; x++) row[y * w + x] = 0;
      for (size_t x = x1; x < w; x++) row[y * w + x] = 0;
    }
  }
}

/* How far the channel is shifted, and the range of the tile that stays in it. */
static ptrdiff_t shift_of(size_t *begin, size_t *end, const patch *a, size_t i,
                          size_t j)
{
  const ptrdiff_t size = (ptrdiff_t)(a->t * a->in->h * a->in->w);
  const ptrdiff_t shift =
      ((ptrdiff_t)i - (ptrdiff_t)a->node->pad) * (ptrdiff_t)a->in->w +
      (ptrdiff_t)j - (ptrdiff_t)a->node->pad;
  ptrdiff_t first = shift < 0 ? -shift : 0;
  ptrdiff_t last = shift > 0 ? size - shift : size;
  if (first > size) first = size;
  if (last < first) last = first;
  *begin = (size_t)first;
  *end = (size_t)last;
  return shift;
}

static void unfold_shift(REAL *row, const REAL *x, const patch *a, size_t i,
                         size_t j)
{
  size_t begin, end;
  const ptrdiff_t shift = shift_of(&begin, &end, a, i, j);
  if (end > begin)
    memcpy(row + begin, x + ((ptrdiff_t)begin + shift),
           (end - begin) * sizeof *row);
  clear_outside(row, a, i, j);
}

/* every S-th number */
static void take(REAL *restrict to, const REAL *restrict from, size_t n,
                 size_t s)
{
  if (s == 1)
    memcpy(to, from, n * sizeof *to);
  else if (s == 2)
    for (size_t k = 0; k < n; k++) to[k] = from[2 * k];
  else
    for (size_t k = 0; k < n; k++) to[k] = from[k * s];
}

/* added to every S-th number */
static void give(REAL *restrict to, const REAL *restrict from, size_t n,
                 size_t s)
{
  if (s == 1)
    for (size_t k = 0; k < n; k++) to[k] += from[k];
  else if (s == 2)
    for (size_t k = 0; k < n; k++) to[2 * k] += from[k];
  else
    for (size_t k = 0; k < n; k++) to[k * s] += from[k];
}

static void unfold_any(REAL *row, const REAL *x, const patch *a, size_t i,
                       size_t j)
{
  const tame_node *o = a->node;
  const size_t s = o->stride;
  size_t y0, y1, x0, x1;
  inside(&y0, &y1, i, o->pad, s, a->in->h, o->h);
  inside(&x0, &x1, j, o->pad, s, a->in->w, o->w);
  for (size_t e = 0; e < a->t; e++, x += a->in->h * a->in->w)
    for (size_t y = 0; y < o->h; y++, row += o->w) {
      if (y < y0 || y >= y1) {
        memset(row, 0, o->w * sizeof *row);
        continue;
      }
      const REAL *from =
          x + (y * s + i - o->pad) * a->in->w + x0 * s + j - o->pad;
      for (size_t k = 0; k < x0; k++) row[k] = 0;
      take(row + x0, from, x1 - x0, s);
      for (size_t k = x1; k < o->w; k++) row[k] = 0;
    }
}

/* The kernel covers the image, as that of a linear layer does: a channel of the
 * columns is that of the images transposed. */
static bool is_whole(const patch *a)
{
  return a->node->pad == 0 && a->node->kernel_h == a->in->h &&
         a->node->kernel_w == a->in->w;
}

/* examples that are transposed at a time */
enum { BAND = 32 };

/* row [area][t] = x [t][area] */
static void unfold_whole(REAL *restrict row, const REAL *restrict x, size_t t,
                         size_t area)
{
  for (size_t e0 = 0; e0 < t; e0 += BAND)
    for (size_t k = 0; k < area; k++)
      for (size_t e = e0; e < t && e < e0 + BAND; e++)
        row[k * t + e] = x[e * area + k];
}

/* x [t][area] += row [area][t] */
static void fold_whole(REAL *restrict x, const REAL *restrict row, size_t t,
                       size_t area)
{
  for (size_t e0 = 0; e0 < t; e0 += BAND)
    for (size_t k = 0; k < area; k++)
      for (size_t e = e0; e < t && e < e0 + BAND; e++)
        x[e * area + k] += row[k * t + e];
}

static void unfold(REAL *columns, const REAL *x, const patch *a)
{
  const size_t area = a->in->h * a->in->w, t = a->t * a->node->h * a->node->w;
  for (size_t c = a->c0; c < a->c1; c++) {
    const REAL *from = x + (c * a->n + a->e0) * area;
    if (is_whole(a)) {
      unfold_whole(columns, from, a->t, area);
      columns += a->t * area;
      continue;
    }
    for (size_t i = 0; i < a->node->kernel_h; i++)
      for (size_t j = 0; j < a->node->kernel_w; j++, columns += t)
        if (is_shift(a))
          unfold_shift(columns, from, a, i, j);
        else
          unfold_any(columns, from, a, i, j);
  }
}

static void fold_shift(REAL *x, REAL *row, const patch *a, size_t i, size_t j)
{
  size_t begin, end;
  const ptrdiff_t shift = shift_of(&begin, &end, a, i, j);
  clear_outside(row, a, i, j);
  if (end == begin) return;
  REAL *restrict to = x + ((ptrdiff_t)begin + shift);
  const REAL *restrict from = row + begin;
  for (size_t k = 0; k < end - begin; k++) to[k] += from[k];
}

static void fold_any(REAL *x, const REAL *row, const patch *a, size_t i,
                     size_t j)
{
  const tame_node *o = a->node;
  const size_t s = o->stride;
  size_t y0, y1, x0, x1;
  inside(&y0, &y1, i, o->pad, s, a->in->h, o->h);
  inside(&x0, &x1, j, o->pad, s, a->in->w, o->w);
  for (size_t e = 0; e < a->t; e++, x += a->in->h * a->in->w)
    for (size_t y = 0; y < o->h; y++, row += o->w) {
      if (y < y0 || y >= y1) continue;
      REAL *to = x + (y * s + i - o->pad) * a->in->w + x0 * s + j - o->pad;
      give(to, row + x0, x1 - x0, s);
    }
}

/* x += the columns folded; COLUMNS is overwritten */
static void fold(REAL *x, REAL *columns, const patch *a)
{
  const size_t area = a->in->h * a->in->w, t = a->t * a->node->h * a->node->w;
  for (size_t c = a->c0; c < a->c1; c++) {
    REAL *to = x + (c * a->n + a->e0) * area;
    if (is_whole(a)) {
      fold_whole(to, columns, a->t, area);
      columns += a->t * area;
      continue;
    }
    for (size_t i = 0; i < a->node->kernel_h; i++)
      for (size_t j = 0; j < a->node->kernel_w; j++, columns += t)
        if (is_shift(a))
          fold_shift(to, columns, a, i, j);
        else
          fold_any(to, columns, a, i, j);
  }
}

/* --- sums of parts -------------------------------------------------------- */

static size_t n_weights(const pass *p)
{
  return p->node->c * unfolded_rows(p->nn->net, p->node);
}

/* Where part K sums its gradient of the weights: part 0 in place. */
static REAL *sum_of_part(const pass *p, size_t k)
{
  return k == 0 ? p->dw : p->nn->shared + (k - 1) * n_weights(p);
}

static void add_parts(const pass *p, size_t parts)
{
  const size_t n = n_weights(p);
  for (size_t k = 1; k < parts; k++) {
    const REAL *part = sum_of_part(p, k);
    for (size_t i = 0; i < n; i++) p->dw[i] += part[i];
  }
}
