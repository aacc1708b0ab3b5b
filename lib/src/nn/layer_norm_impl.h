/* SPDX-License-Identifier: MIT */
/* Layer normalisation over the channels of each position, tiles of positions
 * side by side.  With x^ = r (x - mean), r = 1/sqrt(var + eps), u = gain dy:
 *     dgain = sum_m dy x^,  dbias = sum_m dy,
 *     dx = r (u - mean_c(u) - x^ mean_c(u x^)).
 * mean and r [m] are kept. */

enum { NORM_COLUMNS = 128 };

typedef struct {
  const REAL *gain, *bias; /* bias NULL for none */
  REAL *mean, *r;          /* [m] */
} layer_norm;

static layer_norm layer_norm_of(const pass *p)
{
  const size_t m = row_of(p);
  return (layer_norm){p->w, p->node->has_bias ? p->w + p->node->c : NULL,
                      p->extra, p->extra + m};
}

static void by_columns(pass *p, tame_task *task)
{
  tame_team_run(p->nn->o.team, n_tiles(row_of(p), NORM_COLUMNS), task, p);
}

static size_t columns_at(const pass *p, size_t m0)
{
  const size_t left = row_of(p) - m0;
  return left < NORM_COLUMNS ? left : NORM_COLUMNS;
}

static void layer_norm_forward(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const layer_norm a = layer_norm_of(p);
  const size_t m = row_of(p), k = p->node->c, m0 = i * NORM_COLUMNS;
  const size_t n = columns_at(p, m0);
  const REAL *x = p->x[0] + m0;
  REAL mean[NORM_COLUMNS] = {0}, r[NORM_COLUMNS] = {0};
  (void)thread;
  for (size_t c = 0; c < k; c++)
    for (size_t j = 0; j < n; j++) mean[j] += x[c * m + j];
  for (size_t j = 0; j < n; j++) mean[j] /= (REAL)k;
  for (size_t c = 0; c < k; c++)
    for (size_t j = 0; j < n; j++) {
      const REAL d = x[c * m + j] - mean[j];
      r[j] += d * d;
    }
  for (size_t j = 0; j < n; j++)
    r[j] = (REAL)(1.0 / sqrt((double)r[j] / (double)k + p->node->eps));
  for (size_t c = 0; c < k; c++) {
    const REAL g = a.gain[c], b = a.bias ? a.bias[c] : 0;
    REAL *restrict y = p->y + c * m + m0;
    for (size_t j = 0; j < n; j++)
      y[j] = g * ((x[c * m + j] - mean[j]) * r[j]) + b;
  }
  memcpy(a.mean + m0, mean, n * sizeof *mean);
  memcpy(a.r + m0, r, n * sizeof *r);
}

static void layer_norm_weights(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const layer_norm a = layer_norm_of(p);
  const size_t m = row_of(p);
  const REAL *x = p->x[0] + c * m, *dy = p->dy + c * m;
  double s = 0.0;
  REAL normal[BLOCK];
  (void)thread;
  for (size_t j0 = 0; j0 < m; j0 += BLOCK) {
    const size_t n = m - j0 < BLOCK ? m - j0 : BLOCK;
    for (size_t j = 0; j < n; j++)
      normal[j] = (x[j0 + j] - a.mean[j0 + j]) * a.r[j0 + j];
    s += sum_product(normal, 0, dy + j0, 0, n);
  }
  p->dw[c] = (REAL)s;
  if (a.bias) p->dw[p->node->c + c] = (REAL)sum(dy, m);
}

static void layer_norm_input(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const layer_norm a = layer_norm_of(p);
  const size_t m = row_of(p), k = p->node->c, m0 = i * NORM_COLUMNS;
  const size_t n = columns_at(p, m0);
  const REAL *x = p->x[0] + m0, *mean = a.mean + m0, *r = a.r + m0;
  REAL u[NORM_COLUMNS] = {0}, ux[NORM_COLUMNS] = {0};
  (void)thread;
  for (size_t c = 0; c < k; c++) {
    const REAL g = a.gain[c], *dy = p->dy + c * m + m0;
    for (size_t j = 0; j < n; j++) {
      const REAL d = g * dy[j];
      u[j] += d;
      ux[j] += d * ((x[c * m + j] - mean[j]) * r[j]);
    }
  }
  for (size_t j = 0; j < n; j++) {
    u[j] /= (REAL)k;
    ux[j] /= (REAL)k;
  }
  for (size_t c = 0; c < k; c++) {
    const REAL g = a.gain[c], *dy = p->dy + c * m + m0;
    REAL *dx = p->dx[0] + c * m + m0, d[NORM_COLUMNS];
    for (size_t j = 0; j < n; j++)
      d[j] =
          r[j] * (g * dy[j] - u[j] - (x[c * m + j] - mean[j]) * r[j] * ux[j]);
    if (p->plan->adds[0])
      for (size_t j = 0; j < n; j++) dx[j] += d[j];
    else
      memcpy(dx, d, n * sizeof *d);
  }
}

/* weights first: dx may be written over dy */
static void layer_norm_backward(pass *p)
{
  if (p->dw) tame_team_run(p->nn->o.team, p->node->c, layer_norm_weights, p);
  if (p->dx[0]) by_columns(p, layer_norm_input);
}
