/* SPDX-License-Identifier: MIT */
/* Batch normalisation, one task a channel.  With m = n h w numbers in a channel
 * and r = 1/sqrt(var + eps):
 *     y = gamma r (x - mean) + beta,
 *     dbeta = sum dy,  dgamma = r sum dy (x - mean),
 *     dx = gamma r (dy - dbeta/m - r (x - mean) dgamma/m). */

typedef struct {
  REAL *mean, *scale; /* of the running statistics: mean, variance */
  REAL *used_mean, *used_r;
  REAL gamma, beta;
} norm_channel;

static norm_channel norm_at(const pass *p, size_t c)
{
  const size_t k = p->node->c, state = p->node->state;
  return (norm_channel){p->nn->state + state + c, p->nn->state + state + k + c,
                        p->nn->saved + state + c, p->nn->saved + state + k + c,
                        p->w[c], p->w[k + c]};
}

/* mean and r of the batch; the running statistics follow */
static void norm_measure(const pass *p, const norm_channel *a, const REAL *x,
                         size_t m)
{
  const double mean = sum(x, m) / (double)m;
  const double off = mean - (double)(REAL)mean; /* lost by rounding to REAL */
  const double var =
      sum_product(x, (REAL)mean, x, (REAL)mean, m) / (double)m - off * off;
  const double t = p->node->momentum;
  const double unbiased = var * (double)m / ((double)m - 1.0);
  *a->mean = (REAL)((1.0 - t) * (double)*a->mean + t * mean);
  *a->scale = (REAL)((1.0 - t) * (double)*a->scale + t * unbiased);
  *a->used_mean = (REAL)mean;
  *a->used_r = (REAL)(1.0 / sqrt(var + p->node->eps));
}

static void norm_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const norm_channel a = norm_at(p, c);
  const size_t m = row_of(p);
  const REAL *restrict x = p->x[0] + c * m;
  REAL *restrict y = p->y + c * m;
  (void)thread;
  if (p->nn->is_training) {
    norm_measure(p, &a, x, m);
  } else {
    *a.used_mean = *a.mean;
    *a.used_r = (REAL)(1.0 / sqrt((double)*a.scale + p->node->eps));
  }
  const REAL mean = *a.used_mean, factor = a.gamma * *a.used_r, b = a.beta;
  if (p->plan->has_relu)
    for (size_t i = 0; i < m; i++) {
      const REAL z = factor * (x[i] - mean) + b;
      y[i] = z < 0 ? 0 : z;
    }
  else
    for (size_t i = 0; i < m; i++) y[i] = factor * (x[i] - mean) + b;
}

static void norm_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const norm_channel a = norm_at(p, c);
  const size_t m = row_of(p);
  const REAL *x = p->x[0] + c * m;
  REAL *dy = p->dy + c * m;
  (void)thread;
  if (p->plan->has_relu) mask(dy, p->y + c * m, m);
  const REAL mean = *a.used_mean, r = *a.used_r;
  const double dbeta = sum(dy, m);
  const double product = sum_product(x, mean, dy, 0, m);
  p->dw[c] = (REAL)((double)r * product);
  p->dw[p->node->c + c] = (REAL)dbeta;
  if (!p->dx[0]) return;
  REAL *dx = p->dx[0] + c * m;
  const REAL factor = a.gamma * r, shift = (REAL)(dbeta / (double)m);
  const REAL tilt = (REAL)((double)r * (double)r * product / (double)m);
  if (p->plan->adds[0])
    for (size_t i = 0; i < m; i++)
      dx[i] += factor * (dy[i] - shift - (x[i] - mean) * tilt);
  else
    for (size_t i = 0; i < m; i++)
      dx[i] = factor * (dy[i] - shift - (x[i] - mean) * tilt);
}
