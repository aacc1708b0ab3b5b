/* SPDX-License-Identifier: MIT */
/* Sums of rows, and what is computed entry by entry: activations, sums of two
 * nodes, dropout, concatenation. */

/* Vectors of a sum and numbers of a block: the order of additions is fixed by
 * them. */
enum { CHAINS = 4, STEP = CHAINS * VL, BLOCK = 64 * STEP };

static double add_lanes(const VEC *chain)
{
  const VEC v = (chain[0] + chain[1]) + (chain[2] + chain[3]);
  double s[VL];
  for (size_t k = 0; k < VL; k++) s[k] = (double)v[k];
  for (size_t h = VL / 2; h > 0; h /= 2)
    for (size_t k = 0; k < h; k++) s[k] += s[k + h];
  return s[0];
}

/* end of the block that begins at I, of N numbers in whole steps */
static size_t block_end(size_t i, size_t n)
{
  return n - i < BLOCK ? n - n % STEP : i + BLOCK;
}

/* sum x_i */
static double sum(const REAL *x, size_t n)
{
  double s = 0.0;
  size_t i = 0;
  while (i + STEP <= n) {
    VEC chain[CHAINS] = {{0}};
    for (const size_t end = block_end(i, n); i < end; i += STEP)
      for (size_t k = 0; k < CHAINS; k++) {
        VEC u;
        TAME_LOAD(u, x + i + k * VL);
        chain[k] += u;
      }
    s += add_lanes(chain);
  }
  for (; i < n; i++) s += (double)x[i];
  return s;
}

/* sum (x_i - a)(y_i - b) */
static double sum_product(const REAL *x, REAL a, const REAL *y, REAL b,
                          size_t n)
{
  double s = 0.0;
  size_t i = 0;
  while (i + STEP <= n) {
    VEC chain[CHAINS] = {{0}};
    for (const size_t end = block_end(i, n); i < end; i += STEP)
      for (size_t k = 0; k < CHAINS; k++) {
        VEC u, v;
        TAME_LOAD(u, x + i + k * VL);
        TAME_LOAD(v, y + i + k * VL);
        u -= a;
        v -= b;
        chain[k] = MULADD(u, v, chain[k]);
      }
    s += add_lanes(chain);
  }
  for (; i < n; i++) s += (double)((x[i] - a) * (y[i] - b));
  return s;
}

/* dy <- 0 where y, the value after a ReLU, is not positive */
static void mask(REAL *restrict dy, const REAL *restrict y, size_t n)
{
  for (size_t i = 0; i < n; i++) dy[i] = y[i] > 0 ? dy[i] : 0;
}

/* sum dy_i, after the mask where MASKS */
static double masked_sum(REAL *dy, const REAL *y, size_t n, bool masks)
{
  double s = 0.0;
  for (size_t i = 0; i < n; i += BLOCK) {
    const size_t m = n - i < BLOCK ? n - i : BLOCK;
    if (masks) mask(dy + i, y + i, m);
    s += sum(dy + i, m);
  }
  return s;
}

/* --- activations ---------------------------------------------------------- */

static REAL sigmoid(REAL x) { return 1 / (1 + EXP(-x)); }

static const double ROOT_2 = 1.41421356237309504880;
static const double ROOT_2_BY_PI = 0.79788456080286535588;
static const double ROOT_1_BY_2PI = 0.39894228040143267794;

static REAL act(const tame_node *o, REAL x)
{
  switch (o->activation) {
  case TAME_RELU:
    return x < 0 ? 0 : x;
  case TAME_LEAKY_RELU:
    return x < 0 ? (REAL)o->slope * x : x;
  case TAME_SIGMOID:
    return sigmoid(x);
  case TAME_TANH:
    return TANH(x);
  case TAME_SOFTPLUS:
    return (x > 0 ? x : 0) + LOG1P(EXP(-FABS(x)));
  case TAME_SILU:
    return x * sigmoid(x);
  case TAME_GELU:
    return x / 2 * (1 + ERF(x / (REAL)ROOT_2));
  case TAME_GELU_TANH:
    return x / 2 *
           (1 + TANH((REAL)ROOT_2_BY_PI * (x + (REAL)0.044715 * x * x * x)));
  }
  return x;
}

static REAL kink(REAL x, REAL left, REAL at_zero)
{
  return x > 0 ? 1 : x < 0 ? left : at_zero;
}

static REAL slope_of(const tame_node *o, REAL x)
{
  const REAL s = sigmoid(x);
  const REAL u = (REAL)ROOT_2_BY_PI * (x + (REAL)0.044715 * x * x * x);
  const REAL th = TANH(u);
  switch (o->activation) {
  case TAME_RELU:
    return kink(x, 0, (REAL)o->at_zero);
  case TAME_LEAKY_RELU:
    return kink(x, (REAL)o->slope,
                (REAL)(o->slope + (1 - o->slope) * o->at_zero));
  case TAME_SIGMOID:
    return s * (1 - s);
  case TAME_TANH:
    return 1 - TANH(x) * TANH(x);
  case TAME_SOFTPLUS:
    return s;
  case TAME_SILU:
    return s * (1 + x * (1 - s));
  case TAME_GELU:
    return (1 + ERF(x / (REAL)ROOT_2)) / 2 +
           x * (REAL)ROOT_1_BY_2PI * EXP(-x * x / 2);
  case TAME_GELU_TANH:
    return (1 + th) / 2 + x / 2 * (1 - th * th) * (REAL)ROOT_2_BY_PI *
                              (1 + 3 * (REAL)0.044715 * x * x);
  }
  return 1;
}

static void act_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *x = p->x[0] + c * row;
  REAL *y = p->y + c * row;
  (void)thread;
  if (p->node->activation == TAME_RELU)
    for (size_t i = 0; i < row; i++) y[i] = x[i] < 0 ? 0 : x[i];
  else
    for (size_t i = 0; i < row; i++) y[i] = act(p->node, x[i]);
}

static void act_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *x = p->x[0] + c * row, *dy = p->dy + c * row;
  REAL *dx = p->dx[0] + c * row;
  (void)thread;
  for (size_t i = 0; i < row; i++) {
    const REAL d = slope_of(p->node, x[i]) * dy[i];
    dx[i] = p->plan->adds[0] ? dx[i] + d : d;
  }
}

/* --- sums and concatenations ---------------------------------------------- */

static void add_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  const REAL *a = p->x[0] + c * row, *b = p->x[1] + c * row;
  REAL *y = p->y + c * row;
  (void)thread;
  if (p->plan->has_relu)
    for (size_t i = 0; i < row; i++) {
      const REAL z = a[i] + b[i];
      y[i] = z < 0 ? 0 : z;
    }
  else
    for (size_t i = 0; i < row; i++) y[i] = a[i] + b[i];
}

/* dx = dy or dx += dy, of input J, whose channels begin at FIRST of dy */
static void pass_on(const pass *p, int j, size_t c, size_t first)
{
  const size_t row = row_of(p);
  REAL *dx = p->dx[j];
  const REAL *dy = p->dy + (first + c) * row;
  if (!dx || p->plan->keeps_gradient[j]) return;
  if (p->plan->adds[j])
    for (size_t i = 0; i < row; i++) dx[c * row + i] += dy[i];
  else
    memcpy(dx + c * row, dy, row * sizeof *dx);
}

static void add_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  (void)thread;
  if (p->plan->has_relu) mask(p->dy + c * row, p->y + c * row, row);
  pass_on(p, 0, c, 0);
  pass_on(p, 1, c, 0);
}

static void concat_forward(const pass *p)
{
  const size_t a = p->in->c * row_of(p), all = p->node->c * row_of(p);
  if (p->plan->is_view) return;
  memcpy(p->y, p->x[0], a * sizeof *p->y);
  memcpy(p->y + a, p->x[1], (all - a) * sizeof *p->y);
}

static void concat_backward(const pass *p)
{
  for (size_t c = 0; c < p->in->c; c++) pass_on(p, 0, c, 0);
  for (size_t c = 0; c < p->node->c - p->in->c; c++) pass_on(p, 1, c, p->in->c);
}

/* --- dropout -------------------------------------------------------------- */

/* What entry I of the pass is multiplied by: a number of SplitMix64 (Steele,
 * Lea, Flood 2014) decides, so that backward finds the same without a mask. */
static REAL kept(const pass *p, size_t i)
{
  const double rate = p->node->rate;
  uint64_t z = p->nn->dropout_seed + (uint64_t)(p->node - p->nn->net->node);
  z += p->nn->dropout_pass * 0xd1342543de82ef95u +
       ((uint64_t)i + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  z ^= z >> 31;
  return (double)(z >> 11) * 0x1p-53 < rate ? 0 : (REAL)(1.0 / (1.0 - rate));
}

static void dropout_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  (void)thread;
  for (size_t i = c * row; i < (c + 1) * row; i++)
    p->y[i] = p->nn->is_training ? p->x[0][i] * kept(p, i) : p->x[0][i];
}

static void dropout_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t row = row_of(p);
  (void)thread;
  for (size_t i = c * row; i < (c + 1) * row; i++) {
    const REAL d = p->dy[i] * kept(p, i);
    p->dx[0][i] = p->plan->adds[0] ? p->dx[0][i] + d : d;
  }
}
