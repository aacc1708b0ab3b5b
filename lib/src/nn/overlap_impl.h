/* SPDX-License-Identifier: MIT */
/* Max-pooling with windows that overlap, as 3 x 3 of stride 2: the maximum of
 * columns first, then of rows; backward, ties to the first. */

/* numbers of a padded row */
enum { OVERLAP_ROW = 512 };

static bool is_overlapping(const pass *p)
{
  const tame_node *o = p->node;
  return o->op == TAME_NODE_MAX_POOL && o->tie == TAME_TIE_FIRST &&
         o->stride < o->kernel_w && p->in->w + 2 * o->pad <= OVERLAP_ROW;
}

/* NaN when there is one */
static inline REAL greater_of(REAL a, REAL b)
{
  return !(b <= a) && a == a ? b : a;
}

static inline void greatest_of_rows(REAL *restrict y, const REAL *restrict row,
                                    size_t n, size_t kernel, size_t stride)
{
  for (size_t j = 0; j < n; j++) {
    REAL m = row[j * stride];
    for (size_t k = 1; k < kernel; k++) m = greater_of(m, row[j * stride + k]);
    y[j] = m;
  }
}

/* of one image, X to Y; ROW has -infinity on both sides */
static void overlap_image(const pass *p, REAL *y, const REAL *x, REAL *row)
{
  const tame_node *o = p->node;
  const size_t w = p->in->w;
  for (size_t i = 0; i < o->h; i++, y += o->w) {
    const box b = window_at(p, i, 0);
    REAL *restrict m = row + o->pad;
    memcpy(m, x + b.y0 * w, w * sizeof *m);
    for (size_t r = b.y0 + 1; r < b.y1; r++)
      for (size_t k = 0; k < w; k++) m[k] = greater_of(m[k], x[r * w + k]);
    if (o->kernel_w == 3 && o->stride == 2)
      greatest_of_rows(y, row, o->w, 3, 2);
    else
      greatest_of_rows(y, row, o->w, o->kernel_w, o->stride);
  }
}

static void overlap_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t area = p->node->h * p->node->w, in_area = p->in->h * p->in->w;
  REAL row[OVERLAP_ROW];
  (void)thread;
  for (size_t k = 0; k < OVERLAP_ROW; k++) row[k] = -(REAL)INFINITY;
  for (size_t e = c * p->n; e < (c + 1) * p->n; e++)
    overlap_image(p, p->y + e * area, p->x[0] + e * in_area, row);
}

/* Of an image of width W, from the first entry of the window on: where the
 * first M is, or SIZE_MAX. */
static inline size_t first_at(const REAL *x, size_t w, size_t rows, size_t cols,
                              REAL m)
{
  size_t at = SIZE_MAX;
  for (size_t i = rows; i-- > 0;)
    for (size_t j = cols; j-- > 0;) at = x[i * w + j] == m ? i * w + j : at;
  return at;
}

static void overlap_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const size_t w = p->in->w, in_area = p->in->h * w;
  REAL *dx = p->dx[0] + c * p->n * in_area;
  const REAL *x = p->x[0] + c * p->n * in_area;
  const REAL *y = p->y + c * row_of(p), *dy = p->dy + c * row_of(p);
  (void)thread;
  if (!p->plan->adds[0]) memset(dx, 0, p->n * in_area * sizeof *dx);
  for (size_t e = 0; e < p->n; e++, x += in_area, dx += in_area)
    for (size_t i = 0; i < o->h; i++)
      for (size_t j = 0; j < o->w; j++, y++, dy++) {
        const box b = window_at(p, i, j);
        const size_t from = b.y0 * w + b.x0;
        const size_t rows = b.y1 - b.y0, cols = b.x1 - b.x0;
        const size_t at = rows == 3 && cols == 3
                              ? first_at(x + from, w, 3, 3, *y)
                              : first_at(x + from, w, rows, cols, *y);
        if (at != SIZE_MAX) dx[from + at] += *dy;
      }
}
