/* SPDX-License-Identifier: MIT */
/* Batch normalisation, one task a channel.  With m = n h w numbers in a channel
 * and r = 1/sqrt(var + eps):
 *     y = gamma r (x - mean) + beta,
 *     dbeta = sum dy,  dgamma = r sum dy (x - mean),
 *     dx = gamma r (dy - dbeta/m - r (x - mean) dgamma/m). */

/* Numbers added up side by side, and of a block, in REAL; blocks in double. */
enum { NORM_LANES = 32, NORM_BLOCK = 1024 };

typedef struct {
  REAL *mean, *scale; /* of the running statistics: mean, variance */
  REAL *used_mean, *used_r;
  REAL gamma, beta;
} norm_channel;

static norm_channel norm_at(const pass *p, size_t c)
{
  const size_t k = p->node->c, state = p->node->state;
  return (norm_channel){p->nn->state + state + c,
                        p->nn->state + state + k + c,
                        p->nn->saved + state + c,
                        p->nn->saved + state + k + c,
                        p->w[c],
                        p->w[k + c]};
}

static inline double norm_total(const REAL *lane)
{
  double s = 0.0;
  for (size_t k = 0; k < NORM_LANES; k++) s += (double)lane[k];
  return s;
}

/* end of the block of whole lanes that begins at I */
static inline size_t norm_block(size_t i, size_t m)
{
  return m - i < NORM_BLOCK ? m - m % NORM_LANES : i + NORM_BLOCK;
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

/* S <- sum dy, sum dy (x - mean), DY set to 0 first where y <= 0 when MASKS */
static inline void norm_sums(double s[2], REAL *restrict dy,
                             const REAL *restrict y, const REAL *restrict x,
                             REAL mean, size_t m, bool masks)
{
  size_t i = 0;
  s[0] = s[1] = 0.0;
  while (i + NORM_LANES <= m) {
    REAL a[NORM_LANES] = {0}, b[NORM_LANES] = {0};
    for (const size_t end = norm_block(i, m); i < end; i += NORM_LANES)
      for (size_t k = 0; k < NORM_LANES; k++) {
        const REAL d = masks && !(y[i + k] > 0) ? 0 : dy[i + k];
        if (masks) dy[i + k] = d;
        a[k] += d;
        b[k] += d * (x[i + k] - mean);
      }
    s[0] += norm_total(a);
    s[1] += norm_total(b);
  }
  for (; i < m; i++) {
    if (masks && !(y[i] > 0)) dy[i] = 0;
    s[0] += (double)dy[i];
    s[1] += (double)(dy[i] * (x[i] - mean));
  }
}

/* FACTOR (dy - SHIFT - TILT (x - MEAN)) */
typedef struct {
  REAL factor, shift, tilt, mean;
} norm_slope;

static inline REAL norm_slope_at(const norm_slope *a, REAL dy, REAL x)
{
  return a->factor * (dy - a->shift - (x - a->mean) * a->tilt);
}

static void norm_in_place(REAL *restrict dy, const REAL *restrict x,
                          norm_slope a, size_t m)
{
  for (size_t i = 0; i < m; i++) dy[i] = norm_slope_at(&a, dy[i], x[i]);
}

static void norm_apart(REAL *restrict dx, const REAL *restrict dy,
                       const REAL *restrict x, norm_slope a, size_t m,
                       bool adds)
{
  if (adds)
    for (size_t i = 0; i < m; i++) dx[i] += norm_slope_at(&a, dy[i], x[i]);
  else
    for (size_t i = 0; i < m; i++) dx[i] = norm_slope_at(&a, dy[i], x[i]);
}

static void norm_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const norm_channel a = norm_at(p, c);
  const size_t m = row_of(p);
  const REAL mean = *a.used_mean, r = *a.used_r;
  const REAL *x = p->x[0] + c * m;
  REAL *dy = p->dy + c * m;
  double s[2];
  (void)thread;
  if (p->plan->has_relu)
    norm_sums(s, dy, p->y + c * m, x, mean, m, true);
  else
    norm_sums(s, dy, NULL, x, mean, m, false);
  p->dw[c] = (REAL)((double)r * s[1]);
  p->dw[p->node->c + c] = (REAL)s[0];
  if (!p->dx[0]) return;
  REAL *dx = p->dx[0] + c * m;
  const norm_slope slope = {a.gamma * r, (REAL)(s[0] / (double)m),
                            (REAL)((double)r * (double)r * s[1] / (double)m),
                            mean};
  if (dx == dy)
    norm_in_place(dy, x, slope, m);
  else
    norm_apart(dx, dy, x, slope, m, p->plan->adds[0]);
}
