/* SPDX-License-Identifier: MIT */
/* Convolution, batch normalisation and pooling from their definitions, one
 * output at a time, with sums in double: what the fast kernels are tested
 * against.  The other nodes have one implementation. */

/* index of row I and column J of the window at (Y, X) in the image read, or -1
 * outside */
static ptrdiff_t reference_at(const pass *p, size_t y, size_t x, size_t i,
                              size_t j)
{
  const tame_node *o = p->node;
  const ptrdiff_t pad = (ptrdiff_t)o->pad;
  const ptrdiff_t row = (ptrdiff_t)(y * o->stride + i) - pad;
  const ptrdiff_t col = (ptrdiff_t)(x * o->stride + j) - pad;
  if (row < 0 || col < 0 || row >= (ptrdiff_t)p->in->h ||
      col >= (ptrdiff_t)p->in->w)
    return -1;
  return row * (ptrdiff_t)p->in->w + col;
}

/* one output of the layer: channel C, example E, place (Y, X) */
typedef struct {
  size_t c, e, y, x;
} reference_output;

typedef void reference_visit(const pass *p, const reference_output *r);

static void reference_outputs(const pass *p, reference_visit *visit)
{
  reference_output r;
  for (r.c = 0; r.c < p->node->c; r.c++)
    for (r.e = 0; r.e < p->n; r.e++)
      for (r.y = 0; r.y < p->node->h; r.y++)
        for (r.x = 0; r.x < p->node->w; r.x++) visit(p, &r);
}

static size_t reference_index(const pass *p, const reference_output *r)
{
  return ((r->c * p->n + r->e) * p->node->h + r->y) * p->node->w + r->x;
}

static const REAL *reference_image(const pass *p, size_t c, size_t e)
{
  return p->x[0] + (c * p->n + e) * p->in->h * p->in->w;
}

static REAL *reference_gradient(const pass *p, size_t c, size_t e)
{
  return p->dx[0] + (c * p->n + e) * p->in->h * p->in->w;
}

/* --- convolution ---------------------------------------------------------- */

static void reference_conv(const pass *p, const reference_output *r)
{
  const tame_node *o = p->node;
  const size_t in_c = p->in->c / o->groups, g = r->c / (o->c / o->groups);
  const REAL *w = p->w + r->c * in_c * o->kernel_h * o->kernel_w;
  double s = 0.0;
  if (o->has_bias)
    s = (double)p->w[o->c * in_c * o->kernel_h * o->kernel_w + r->c];
  for (size_t c = 0; c < in_c; c++)
    for (size_t i = 0; i < o->kernel_h; i++)
      for (size_t j = 0; j < o->kernel_w; j++, w++) {
        const ptrdiff_t at = reference_at(p, r->y, r->x, i, j);
        if (at >= 0)
          s += (double)*w * (double)reference_image(p, g * in_c + c, r->e)[at];
      }
  p->y[reference_index(p, r)] = (REAL)s;
}

static void reference_conv_gradient(const pass *p, const reference_output *r)
{
  const tame_node *o = p->node;
  const size_t in_c = p->in->c / o->groups, g = r->c / (o->c / o->groups);
  const size_t size = in_c * o->kernel_h * o->kernel_w;
  const REAL *w = p->w + r->c * size;
  REAL *dw = p->dw + r->c * size;
  const REAL d = p->dy[reference_index(p, r)];
  if (o->has_bias) p->dw[o->c * size + r->c] += d;
  for (size_t c = 0; c < in_c; c++)
    for (size_t i = 0; i < o->kernel_h; i++)
      for (size_t j = 0; j < o->kernel_w; j++, w++, dw++) {
        const ptrdiff_t at = reference_at(p, r->y, r->x, i, j);
        if (at < 0) continue;
        *dw += d * reference_image(p, g * in_c + c, r->e)[at];
        if (p->dx[0]) reference_gradient(p, g * in_c + c, r->e)[at] += d * *w;
      }
}

/* --- pooling -------------------------------------------------------------- */

static void reference_pool(const pass *p, const reference_output *r)
{
  const tame_node *o = p->node;
  const REAL *x = reference_image(p, r->c, r->e);
  double top = -INFINITY, s = 0.0;
  for (size_t i = 0; i < o->kernel_h; i++)
    for (size_t j = 0; j < o->kernel_w; j++) {
      const ptrdiff_t at = reference_at(p, r->y, r->x, i, j);
      if (at < 0) continue;
      const double z = (double)x[at];
      if (z > top || isnan(z)) top = z;
      s += z;
    }
  p->y[reference_index(p, r)] =
      (REAL)(o->op == TAME_NODE_MAX_POOL
                 ? top
                 : s / (double)(o->kernel_h * o->kernel_w));
}

/* how many entries of the window are as large as its largest, or those before
 * place (I, J) of the window */
static size_t reference_ties(const pass *p, const reference_output *r,
                             size_t end)
{
  const REAL m = p->y[reference_index(p, r)];
  size_t n = 0;
  for (size_t k = 0; k < end; k++) {
    const ptrdiff_t at = reference_at(p, r->y, r->x, k / p->node->kernel_w,
                                      k % p->node->kernel_w);
    n += at >= 0 && reference_image(p, r->c, r->e)[at] == m;
  }
  return n;
}

static void reference_pool_gradient(const pass *p, const reference_output *r)
{
  const tame_node *o = p->node;
  const size_t k = reference_index(p, r), size = o->kernel_h * o->kernel_w;
  const size_t ties = reference_ties(p, r, size);
  const REAL *x = reference_image(p, r->c, r->e);
  for (size_t i = 0; i < size; i++) {
    const ptrdiff_t at =
        reference_at(p, r->y, r->x, i / o->kernel_w, i % o->kernel_w);
    if (at < 0) continue;
    double share = 1.0 / (double)size;
    if (o->op == TAME_NODE_MAX_POOL) {
      if (x[at] != p->y[k]) continue;
      const size_t before = reference_ties(p, r, i);
      share = o->tie == TAME_TIE_SPLIT   ? 1.0 / (double)ties
              : o->tie == TAME_TIE_FIRST ? before == 0
                                         : before == ties - 1;
    }
    reference_gradient(p, r->c, r->e)[at] += (REAL)share * p->dy[k];
  }
}

/* --- batch normalisation -------------------------------------------------- */

static void reference_norm(const pass *p)
{
  const size_t m = row_of(p);
  for (size_t c = 0; c < p->node->c; c++) {
    const norm_channel a = norm_at(p, c);
    const REAL *x = p->x[0] + c * m;
    double mean = 0.0, var = 0.0;
    for (size_t i = 0; i < m; i++) mean += (double)x[i] / (double)m;
    for (size_t i = 0; i < m; i++)
      var += ((double)x[i] - mean) * ((double)x[i] - mean) / (double)m;
    const double t = p->node->momentum, k = (double)m;
    if (p->nn->is_training) {
      *a.mean = (REAL)((1.0 - t) * (double)*a.mean + t * mean);
      *a.scale = (REAL)((1.0 - t) * (double)*a.scale + t * var * k / (k - 1.0));
    } else {
      mean = (double)*a.mean;
      var = (double)*a.scale;
    }
    *a.used_mean = (REAL)mean;
    *a.used_r = (REAL)(1.0 / sqrt(var + p->node->eps));
    for (size_t i = 0; i < m; i++)
      p->y[c * m + i] = (REAL)((double)a.gamma * ((double)x[i] - mean) /
                                   sqrt(var + p->node->eps) +
                               (double)a.beta);
  }
}

/* dx_i = sum_j dy_j (d y_j / d x_i), from the derivatives of mean and variance */
static void reference_norm_gradient(const pass *p)
{
  const size_t m = row_of(p);
  for (size_t c = 0; c < p->node->c; c++) {
    const norm_channel a = norm_at(p, c);
    const REAL *x = p->x[0] + c * m, *dy = p->dy + c * m;
    const double r = (double)*a.used_r, mean = (double)*a.used_mean;
    double dmean = 0.0, dvar = 0.0, dbeta = 0.0;
    for (size_t i = 0; i < m; i++) {
      dbeta += (double)dy[i];
      dmean -= (double)dy[i] * (double)a.gamma * r;
      dvar -= (double)dy[i] * (double)a.gamma * ((double)x[i] - mean) * r * r *
              r / 2.0;
    }
    p->dw[c] = (REAL)(-2.0 * dvar / ((double)a.gamma * r * r));
    p->dw[p->node->c + c] = (REAL)dbeta;
    for (size_t i = 0; i < m && p->dx[0]; i++) {
      const double d = (double)dy[i] * (double)a.gamma * r + dmean / (double)m +
                       dvar * 2.0 * ((double)x[i] - mean) / (double)m;
      REAL *dx = &p->dx[0][c * m + i];
      *dx = (REAL)(p->plan->adds[0] ? (double)*dx + d : d);
    }
  }
}

/* --- passes --------------------------------------------------------------- */

static void reference_forward(pass *p)
{
  const size_t size = p->node->c * row_of(p);
  if (reference_sequence_forward(p)) return;
  switch (p->node->op) {
  case TAME_NODE_CONV:
    reference_outputs(p, reference_conv);
    break;
  case TAME_NODE_BATCH_NORM:
    reference_norm(p);
    break;
  case TAME_NODE_MAX_POOL:
  case TAME_NODE_AVERAGE_POOL:
    reference_outputs(p, reference_pool);
    break;
  default:
    node_forward(p);
    return;
  }
  for (size_t i = 0; i < size && p->plan->has_relu; i++)
    if (p->y[i] < 0) p->y[i] = 0;
}

static void reference_backward(pass *p)
{
  const size_t size = p->node->c * row_of(p);
  const tame_node_op op = p->node->op;
  if (reference_sequence_backward(p)) return;
  if (p->node->is_frozen) {
    node_backward(p);
    return;
  }
  if (op != TAME_NODE_CONV && op != TAME_NODE_BATCH_NORM &&
      op != TAME_NODE_MAX_POOL && op != TAME_NODE_AVERAGE_POOL) {
    node_backward(p);
    return;
  }
  if (p->plan->has_relu) mask(p->dy, p->y, size);
  if (op == TAME_NODE_BATCH_NORM) {
    reference_norm_gradient(p);
    return;
  }
  if (p->dx[0] && !p->plan->adds[0])
    memset(p->dx[0], 0, p->in->c * in_row_of(p) * sizeof(REAL));
  memset(p->dw, 0, p->node->n_parameters * sizeof(REAL));
  if (op == TAME_NODE_CONV)
    reference_outputs(p, reference_conv_gradient);
  else if (p->dx[0])
    reference_outputs(p, reference_pool_gradient);
}
