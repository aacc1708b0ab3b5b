/* SPDX-License-Identifier: MIT */
/* Depthwise convolutions, one channel in each group: directly, one task a
 * channel. */

static bool is_depthwise(const pass *p)
{
  return p->node->groups == p->in->c && p->node->c == p->in->c;
}

/* Where kernel entry (I, J) meets the image: rows Y0 .. Y1 - 1 and columns X0 ..
 * X1 - 1 of the output. */
typedef struct {
  size_t i, j, y0, y1, x0, x1;
} meeting;

static meeting meet(const pass *p, size_t i, size_t j)
{
  const tame_node *o = p->node;
  meeting m = {.i = i, .j = j};
  inside(&m.y0, &m.y1, i, o->pad, o->stride, p->in->h, o->h);
  inside(&m.x0, &m.x1, j, o->pad, o->stride, p->in->w, o->w);
  return m;
}

/* of row Y of the output: the input entry that column 0 would meet */
static size_t met_at(const pass *p, const meeting *m, size_t y)
{
  return (y * p->node->stride + m->i - p->node->pad) * p->in->w + m->j -
         p->node->pad;
}

static void depthwise_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const size_t area = o->h * o->w, s = o->stride;
  const REAL *w = p->w + c * o->kernel_h * o->kernel_w;
  const REAL bias =
      o->has_bias ? p->w[o->c * o->kernel_h * o->kernel_w + c] : 0;
  (void)thread;
  for (size_t e = 0; e < p->n; e++) {
    const REAL *x = p->x[0] + (c * p->n + e) * p->in->h * p->in->w;
    REAL *y = p->y + (c * p->n + e) * area;
    for (size_t k = 0; k < area; k++) y[k] = bias;
    for (size_t k = 0; k < o->kernel_h * o->kernel_w; k++) {
      const meeting m = meet(p, k / o->kernel_w, k % o->kernel_w);
      for (size_t i = m.y0; i < m.y1; i++)
        for (size_t j = m.x0; j < m.x1; j++)
          y[i * o->w + j] += w[k] * x[met_at(p, &m, i) + j * s];
    }
    if (p->plan->has_relu)
      for (size_t k = 0; k < area; k++) y[k] = y[k] < 0 ? 0 : y[k];
  }
}

static void depthwise_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const tame_node *o = p->node;
  const size_t row = row_of(p), s = o->stride, area = o->h * o->w;
  const size_t in_area = p->in->h * p->in->w;
  const size_t size = o->kernel_h * o->kernel_w;
  const REAL *w = p->w + c * size, *x = p->x[0] + c * p->n * in_area;
  REAL *dy = p->dy + c * row, *dw = p->dw + c * size;
  REAL *dx = p->dx[0] ? p->dx[0] + c * p->n * in_area : NULL;
  (void)thread;
  if (p->plan->has_relu) mask(dy, p->y + c * row, row);
  if (o->has_bias) p->dw[o->c * size + c] = (REAL)sum(dy, row);
  if (dx && !p->plan->adds[0]) memset(dx, 0, p->n * in_area * sizeof *dx);
  for (size_t k = 0; k < size; k++) {
    const meeting m = meet(p, k / o->kernel_w, k % o->kernel_w);
    double total = 0.0;
    for (size_t e = 0; e < p->n; e++)
      for (size_t i = m.y0; i < m.y1; i++) {
        const REAL *d = dy + e * area + i * o->w;
        const size_t at = e * in_area + met_at(p, &m, i);
        REAL part = 0;
        for (size_t j = m.x0; j < m.x1; j++) part += d[j] * x[at + j * s];
        total += (double)part;
        for (size_t j = m.x0; dx && j < m.x1; j++)
          dx[at + j * s] += w[k] * d[j];
      }
    dw[k] = (REAL)total;
  }
}
