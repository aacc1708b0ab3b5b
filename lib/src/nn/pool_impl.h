/* SPDX-License-Identifier: MIT */
/* Pooling, one task a channel.  Entries outside the image are -infinity for the
 * maximum and 0 for the average, which divides by the whole window. */

/* The part of a window that is inside the image. */
typedef struct {
  size_t y0, y1, x0, x1;
} box;

static size_t clip_low(size_t at, size_t pad)
{
  return at > pad ? at - pad : 0;
}

static box window_at(const pass *p, size_t y, size_t x)
{
  const tame_node *o = p->node;
  box b = {
      clip_low(y * o->stride, o->pad), y * o->stride + o->kernel_h - o->pad,
      clip_low(x * o->stride, o->pad), x * o->stride + o->kernel_w - o->pad};
  if (b.y1 > p->in->h) b.y1 = p->in->h;
  if (b.x1 > p->in->w) b.x1 = p->in->w;
  return b;
}

/* the largest entry; NaN when there is one */
static REAL largest(const REAL *x, size_t w, const box *b)
{
  REAL m = x[b->y0 * w + b->x0];
  for (size_t i = b->y0; i < b->y1; i++)
    for (size_t j = b->x0; j < b->x1; j++) {
      const REAL z = x[i * w + j];
      if (!(z <= m)) m = z != z || m == m ? z : m;
    }
  return m;
}

static REAL total(const REAL *x, size_t w, const box *b)
{
  REAL s = 0;
  for (size_t i = b->y0; i < b->y1; i++)
    for (size_t j = b->x0; j < b->x1; j++) s += x[i * w + j];
  return s;
}

static void pool_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const size_t w = p->in->w;
  const bool is_max = o->op == TAME_NODE_MAX_POOL;
  const REAL share = (REAL)(1.0 / (double)(o->kernel_h * o->kernel_w));
  (void)thread;
  if (is_quarter(p)) {
    quarter_forward(p, c);
    return;
  }
  for (size_t e = 0; e < p->n; e++) {
    const REAL *x = p->x[0] + (c * p->n + e) * p->in->h * w;
    REAL *y = p->y + (c * p->n + e) * o->h * o->w;
    for (size_t i = 0; i < o->h; i++, y += o->w) {
      for (size_t j = 0; j < o->w; j++) {
        const box b = window_at(p, i, j);
        y[j] = is_max ? largest(x, w, &b) : share * total(x, w, &b);
      }
    }
  }
}

/* the gradient D of a maximum M goes to the entry, or entries, that have it */
static void give_to_largest(REAL *dx, const REAL *x, size_t w, const box *b,
                            REAL m, REAL d, tame_tie tie)
{
  size_t count = 0, at = 0;
  for (size_t i = b->y0; i < b->y1; i++)
    for (size_t j = b->x0; j < b->x1; j++)
      if (x[i * w + j] == m) {
        if (count == 0 || tie == TAME_TIE_LAST) at = i * w + j;
        count++;
      }
  if (count == 0) return;
  if (tie != TAME_TIE_SPLIT || count == 1) {
    dx[at] += d;
    return;
  }
  const REAL share = d / (REAL)count;
  for (size_t i = b->y0; i < b->y1; i++)
    for (size_t j = b->x0; j < b->x1; j++)
      if (x[i * w + j] == m) dx[i * w + j] += share;
}

static void share_out(REAL *dx, size_t w, const box *b, REAL d)
{
  for (size_t i = b->y0; i < b->y1; i++)
    for (size_t j = b->x0; j < b->x1; j++) dx[i * w + j] += d;
}

static void pool_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const size_t w = p->in->w, area = p->in->h * w;
  const bool is_max = o->op == TAME_NODE_MAX_POOL;
  const REAL share = (REAL)(1.0 / (double)(o->kernel_h * o->kernel_w));
  (void)thread;
  if (is_quarter(p)) {
    quarter_backward(p, c);
    return;
  }
  if (!p->plan->adds[0])
    memset(p->dx[0] + c * p->n * area, 0, p->n * area * sizeof(REAL));
  for (size_t e = 0; e < p->n; e++) {
    const size_t out = (c * p->n + e) * o->h * o->w;
    const REAL *x = p->x[0] + (c * p->n + e) * area;
    const REAL *y = p->y + out, *dy = p->dy + out;
    REAL *dx = p->dx[0] + (c * p->n + e) * area;
    for (size_t i = 0; i < o->h; i++, y += o->w, dy += o->w) {
      for (size_t j = 0; j < o->w; j++) {
        const box b = window_at(p, i, j);
        if (is_max)
          give_to_largest(dx, x, w, &b, y[j], dy[j], o->tie);
        else
          share_out(dx, w, &b, share * dy[j]);
      }
    }
  }
}
