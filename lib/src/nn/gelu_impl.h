/* SPDX-License-Identifier: MIT */
/* GELU, vectorised.  With F = Phi, the normal distribution, or F(x) = s(2u), the
 * logistic function at u = sqrt(2/pi) (x + a x^3):
 *     y = x F(x),   y' = F(x) + x F'(x). */

static bool is_gelu(const tame_node *o)
{
  return o->activation == TAME_GELU || o->activation == TAME_GELU_TANH;
}

static const double CUBIC = 0.044715;

/* s(2u) = 1/(1 + e); *rest <- 1 - s(2u) = e/(1 + e), without cancellation */
static inline REAL logistic_2u(REAL x, REAL *rest)
{
  const REAL u = (REAL)ROOT_2_BY_PI * x * (1 + (REAL)CUBIC * x * x);
  const REAL e = VECTOR_EXP(-2 * u), s = 1 / (1 + e);
  *rest = e * s;
  return s;
}

static void gelu_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *restrict x = p->x[0] + c * row;
  REAL *restrict y = p->y + c * row;
  (void)thread;
  if (p->node->activation == TAME_GELU)
    for (size_t i = 0; i < row; i++) {
      REAL density;
      y[i] = x[i] * VECTOR_NORMAL(x[i], &density);
    }
  else
    for (size_t i = 0; i < row; i++) {
      REAL rest;
      y[i] = x[i] * logistic_2u(x[i], &rest);
    }
}

static inline REAL gelu_slope(REAL x)
{
  REAL density;
  const REAL normal = VECTOR_NORMAL(x, &density);
  return normal + x * (REAL)ROOT_1_BY_2PI * density;
}

static inline REAL gelu_tanh_slope(REAL x)
{
  REAL rest;
  const REAL s = logistic_2u(x, &rest);
  const REAL du = (REAL)ROOT_2_BY_PI * (1 + 3 * (REAL)CUBIC * x * x);
  return s + 2 * x * du * s * rest;
}

/* dx may be dy */
static void gelu_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *restrict x = p->x[0] + c * row;
  const REAL *dy = p->dy + c * row;
  REAL *dx = p->dx[0] + c * row;
  const REAL keep = p->plan->adds[0] ? 1 : 0;
  (void)thread;
  if (keep == 0 && dx != dy) memset(dx, 0, row * sizeof *dx);
  REAL slope[256];
  for (size_t i0 = 0; i0 < row; i0 += 256) {
    const size_t n = row - i0 < 256 ? row - i0 : 256;
    if (p->node->activation == TAME_GELU)
      for (size_t i = 0; i < n; i++) slope[i] = gelu_slope(x[i0 + i]);
    else
      for (size_t i = 0; i < n; i++) slope[i] = gelu_tanh_slope(x[i0 + i]);
    if (dx == dy)
      for (size_t i = 0; i < n; i++) dx[i0 + i] *= slope[i];
    else
      for (size_t i = 0; i < n; i++) dx[i0 + i] += slope[i] * dy[i0 + i];
  }
}
