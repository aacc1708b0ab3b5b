/* SPDX-License-Identifier: MIT */
/* Token table E [V][C] and learned positions P [T][C]:
 *     y [C][m] = E[token[m]] or x + P[t],
 * tasks are parts of the channels, so that gradients are added up in the order
 * of the positions whatever the number of threads. */

enum { EMBEDDING_CHANNELS = 32, EMBEDDING_COLUMNS = 64 };

static void by_channel_blocks(pass *p, tame_task *task)
{
  tame_team_run(p->nn->o.team, n_tiles(p->node->c, EMBEDDING_CHANNELS), task,
                p);
}

static size_t channel_block_end(const pass *p, size_t i)
{
  const size_t end = (i + 1) * EMBEDDING_CHANNELS;
  return end < p->node->c ? end : p->node->c;
}

static void embedding_forward(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t m = row_of(p), c1 = channel_block_end(p, i), k = p->node->c;
  (void)thread;
  for (size_t j0 = 0; j0 < m; j0 += EMBEDDING_COLUMNS) {
    const size_t j1 = j0 + EMBEDDING_COLUMNS < m ? j0 + EMBEDDING_COLUMNS : m;
    for (size_t c = i * EMBEDDING_CHANNELS; c < c1; c++)
      for (size_t j = j0; j < j1; j++)
        p->y[c * m + j] = p->w[(size_t)p->nn->tokens[j] * k + c];
  }
}

static void embedding_backward(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t m = row_of(p), c1 = channel_block_end(p, i), k = p->node->c;
  (void)thread;
  for (size_t j0 = 0; j0 < m; j0 += EMBEDDING_COLUMNS) {
    const size_t j1 = j0 + EMBEDDING_COLUMNS < m ? j0 + EMBEDDING_COLUMNS : m;
    for (size_t c = i * EMBEDDING_CHANNELS; c < c1; c++)
      for (size_t j = j0; j < j1; j++)
        p->dw[(size_t)p->nn->tokens[j] * k + c] += p->dy[c * m + j];
  }
}

/* A tied output layer has begun the gradient of the table. */
static void embedding_gradient(pass *p)
{
  if (!p->dw) return;
  if (p->node != &p->nn->net->node[p->nn->tied])
    memset(p->dw, 0, p->node->n_parameters * sizeof *p->dw);
  by_channel_blocks(p, embedding_backward);
}

static void position_forward(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t w = p->node->w, m = row_of(p), k = p->node->c;
  const REAL *table = p->w + p->nn->step_position * k;
  (void)thread;
  for (size_t c = i * EMBEDDING_CHANNELS; c < channel_block_end(p, i); c++)
    for (size_t j = 0; j < m; j++)
      p->y[c * m + j] = p->x[0][c * m + j] + table[j % w * k + c];
}

static void position_backward(size_t i, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t w = p->node->w, m = row_of(p), k = p->node->c;
  (void)thread;
  for (size_t c = i * EMBEDDING_CHANNELS; c < channel_block_end(p, i); c++) {
    for (size_t t = 0; t < w && p->dw; t++) {
      REAL s = 0;
      for (size_t j = t; j < m; j += w) s += p->dy[c * m + j];
      p->dw[t * k + c] = s;
    }
    pass_on(p, 0, c, 0);
  }
}

/* --- sum into parts of the channels --------------------------------------- */

/* which channel of B comes to channel C of the sum, or -1 */
static ptrdiff_t part_of(const pass *p, size_t c)
{
  const size_t size = p->node->c / p->node->parts, part = c / size;
  size_t before = 0;
  if (!(p->node->mask >> part & 1)) return -1;
  for (size_t i = 0; i < part; i++) before += p->node->mask >> i & 1;
  return (ptrdiff_t)(before * size + c % size);
}

static void parts_forward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t m = row_of(p);
  const ptrdiff_t from = part_of(p, c);
  const REAL *a = p->x[0] + c * m, scale = (REAL)p->node->scale;
  REAL *y = p->y + c * m;
  (void)thread;
  if (from < 0) {
    if (y != a) memcpy(y, a, m * sizeof *y);
    return;
  }
  const REAL *b = p->x[1] + (size_t)from * m;
  for (size_t j = 0; j < m; j++) y[j] = a[j] + scale * b[j];
}

static void parts_backward(size_t c, size_t thread, void *ctx)
{
  const pass *p = ctx;
  const size_t m = row_of(p);
  const ptrdiff_t to = part_of(p, c);
  const REAL *dy = p->dy + c * m, scale = (REAL)p->node->scale;
  (void)thread;
  pass_on(p, 0, c, 0);
  if (to < 0 || !p->dx[1]) return;
  REAL *db = p->dx[1] + (size_t)to * m;
  if (p->plan->adds[1])
    for (size_t j = 0; j < m; j++) db[j] += scale * dy[j];
  else
    for (size_t j = 0; j < m; j++) db[j] = scale * dy[j];
}
