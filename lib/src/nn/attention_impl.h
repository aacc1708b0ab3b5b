/* SPDX-License-Identifier: MIT */
/* Causal attention, one task for each sequence and head, a block of queries at a
 * time.  Scores have keys by rows and queries by columns, so that maxima and
 * sums over the keys run over columns side by side:
 *     S = K' Q/sqrt(d), P = exp(S - log_sum), Y = V P;
 *     D = sum_c y dy,  dP = V' dY,  dS = P (dP - D)/sqrt(d),
 *     dV = dY P',  dQ = K dS,  dK = Q dS'.
 * log_sum [heads][n T] is kept.  Keys after the last query of a block take no
 * part. */

typedef struct {
  const pass *p;
  size_t d, m;           /* numbers of a head; of a row */
  const REAL *q, *k, *v; /* [d] rows of length m, from position 0 on */
  REAL *y, *dy, *log_sum;
  REAL *dq, *dk, *dv;
  REAL scale;
  REAL *scores, *other; /* scratch [T][block] each */
} head_task;

static head_task head_of(const pass *p, size_t i, size_t thread)
{
  const size_t m = row_of(p), t = p->node->w, k = p->node->c;
  const size_t h = i % p->node->heads, n = i / p->node->heads;
  head_task a = {.p = p, .d = k / p->node->heads, .m = m};
  const size_t at = h * a.d * m + n * t;
  a.q = p->x[0] + at;
  a.k = a.q + k * m;
  a.v = a.k + k * m;
  a.y = p->y + at;
  a.dy = p->dy + at;
  a.log_sum = p->extra + h * m + n * t;
  if (p->dx[0]) {
    a.dq = p->dx[0] + at;
    a.dk = a.dq + k * m;
    a.dv = a.dk + k * m;
  }
  a.scale = (REAL)(1.0 / sqrt((double)a.d));
  a.scores = scratch_of(p->nn, thread);
  a.other = a.scores + t * ATTENTION_BLOCK;
  return a;
}

/* queries T0 .. T0 + N - 1, keys 0 .. T0 + N - 1 */
typedef struct {
  size_t t0, n, keys;
} query_block;

static query_block queries_at(const head_task *a, size_t t0)
{
  const size_t left = a->p->node->w - t0;
  const size_t n = left < ATTENTION_BLOCK ? left : ATTENTION_BLOCK;
  return (query_block){t0, n, t0 + n};
}

/* first query of the block that may look at KEY */
static size_t first_query(const query_block *b, size_t key)
{
  return key > b->t0 ? key - b->t0 : 0;
}

/* out [keys][n] <- scale * x' z, x [d][keys], z [d][n] */
static void by_keys(REAL *out, const head_task *a, const query_block *b,
                    REAL scale, const REAL *x, const REAL *z)
{
  GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, INT(b->keys), INT(b->n),
       INT(a->d), scale, x, INT(a->m), z + b->t0, INT(a->m), 0, out, INT(b->n));
}

/* Scores <- their exponentials against the largest, 0 for later keys; TOTAL [n]
 * their sums. */
static void soften(const head_task *a, const query_block *b, REAL *top,
                   REAL *total)
{
  for (size_t j = 0; j < b->n; j++) {
    top[j] = a->scores[j];
    total[j] = 0;
  }
  for (size_t key = 1; key < b->keys; key++) {
    const REAL *s = a->scores + key * b->n;
    for (size_t j = first_query(b, key); j < b->n; j++)
      top[j] = s[j] > top[j] ? s[j] : top[j];
  }
  for (size_t key = 0; key < b->keys; key++) {
    REAL *s = a->scores + key * b->n;
    const size_t first = first_query(b, key);
    for (size_t j = 0; j < first; j++) s[j] = 0;
    for (size_t j = first; j < b->n; j++) {
      s[j] = VECTOR_EXP(s[j] - top[j]);
      total[j] += s[j];
    }
  }
}

static void attention_forward(size_t i, size_t thread, void *ctx)
{
  const head_task a = head_of(ctx, i, thread);
  REAL top[ATTENTION_BLOCK], total[ATTENTION_BLOCK];
  for (size_t t0 = 0; t0 < a.p->node->w; t0 += ATTENTION_BLOCK) {
    const query_block b = queries_at(&a, t0);
    by_keys(a.scores, &a, &b, a.scale, a.k, a.q);
    soften(&a, &b, top, total);
    GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, INT(a.d), INT(b.n),
         INT(b.keys), 1, a.v, INT(a.m), a.scores, INT(b.n), 0, a.y + t0,
         INT(a.m));
    for (size_t j = 0; j < b.n; j++) {
      a.log_sum[t0 + j] = top[j] + LOG(total[j]);
      total[j] = 1 / total[j];
    }
    for (size_t c = 0; c < a.d; c++)
      for (size_t j = 0; j < b.n; j++) a.y[c * a.m + t0 + j] *= total[j];
  }
}

/* scores <- P, other (dP) <- dS */
static void soften_again(const head_task *a, const query_block *b)
{
  REAL d[ATTENTION_BLOCK] = {0};
  const REAL *log_sum = a->log_sum + b->t0;
  for (size_t c = 0; c < a->d; c++) {
    const REAL *y = a->y + c * a->m + b->t0, *dy = a->dy + c * a->m + b->t0;
    for (size_t j = 0; j < b->n; j++) d[j] += y[j] * dy[j];
  }
  for (size_t key = 0; key < b->keys; key++) {
    REAL *restrict s = a->scores + key * b->n;
    REAL *restrict ds = a->other + key * b->n;
    const size_t first = first_query(b, key);
    for (size_t j = 0; j < first; j++) s[j] = ds[j] = 0;
    for (size_t j = first; j < b->n; j++) {
      s[j] = VECTOR_EXP(s[j] - log_sum[j]);
      ds[j] = s[j] * (ds[j] - d[j]) * a->scale;
    }
  }
}

/* out [d][keys] += x s', x [d][n] */
static void add_to_keys(REAL *out, const head_task *a, const query_block *b,
                        const REAL *x, const REAL *s)
{
  GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, INT(a->d), INT(b->keys),
       INT(b->n), 1, x + b->t0, INT(a->m), s, INT(b->n), 1, out, INT(a->m));
}

static void attention_backward(size_t i, size_t thread, void *ctx)
{
  const head_task a = head_of(ctx, i, thread);
  const size_t t = a.p->node->w;
  for (size_t c = 0; c < a.d && !a.p->plan->adds[0]; c++) {
    memset(a.dq + c * a.m, 0, t * sizeof(REAL));
    memset(a.dk + c * a.m, 0, t * sizeof(REAL));
    memset(a.dv + c * a.m, 0, t * sizeof(REAL));
  }
  for (size_t t0 = 0; t0 < t; t0 += ATTENTION_BLOCK) {
    const query_block b = queries_at(&a, t0);
    by_keys(a.scores, &a, &b, a.scale, a.k, a.q);
    by_keys(a.other, &a, &b, 1, a.v, a.dy);
    soften_again(&a, &b);
    add_to_keys(a.dv, &a, &b, a.dy, a.scores);
    add_to_keys(a.dk, &a, &b, a.q, a.other);
    GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, INT(a.d), INT(b.n),
         INT(b.keys), 1, a.k, INT(a.m), a.other, INT(b.n), 1, a.dq + t0,
         INT(a.m));
  }
}

/* --- one position --------------------------------------------------------- */

/* Keys and values read so far, [T][2C] of each sequence. */
static REAL *cache_of(const nn_t *nn, const tame_node *x, size_t n)
{
  return nn->cache + nn->cache_size * n + x->cache;
}

static void attention_step(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t k = p->node->c, heads = p->node->heads, d = k / heads;
  const size_t n = i / heads, c0 = i % heads * d, m = p->n;
  const size_t now = p->nn->step_position;
  REAL *cache = cache_of(p->nn, p->node, n),
       *weight = scratch_of(p->nn, thread);
  const REAL *q = p->x[0] + c0 * m + n;
  REAL top = 0, total = 0;
  for (size_t c = 0; c < d; c++) {
    cache[now * 2 * k + c0 + c] = q[(k + c) * m];
    cache[now * 2 * k + k + c0 + c] = q[(2 * k + c) * m];
    p->y[(c0 + c) * m + n] = 0;
  }
  for (size_t t = 0; t <= now; t++) {
    const REAL *key = cache + t * 2 * k + c0;
    REAL s = 0;
    for (size_t c = 0; c < d; c++) s += q[c * m] * key[c];
    weight[t] = s * (REAL)(1.0 / sqrt((double)d));
    if (t == 0 || weight[t] > top) top = weight[t];
  }
  for (size_t t = 0; t <= now; t++) {
    weight[t] = EXP(weight[t] - top);
    total += weight[t];
  }
  for (size_t t = 0; t <= now; t++) {
    const REAL *value = cache + t * 2 * k + k + c0;
    for (size_t c = 0; c < d; c++)
      p->y[(c0 + c) * m + n] += weight[t] / total * value[c];
  }
}
