/* SPDX-License-Identifier: MIT */
/* The output layer tied to the token table E [V][C] with its loss, z = E h.  The
 * positions that have a target are taken in tiles, whose hidden layer is copied
 * side by side; the vocabulary in chunks of rows, one task each:
 *     z = E h;  largest entry and sum of exponentials of each chunk;
 *     log_sum of all;  dz = (e^{z - log_sum} - target)/count in place;
 *     dE (+)= dz h';  dh = E' dz.
 * Loss and gradient are of one pass, so that logits are not computed twice. */

enum { HEAD_CHUNK = 1024, HEAD_NUMBERS = 1 << 24, HEAD_PARTS = 4 };

typedef struct {
  nn_t *nn;
  const tame_node *table;
  const REAL *e, *h; /* E [V][C], h [C][m] */
  REAL *de, *dh;     /* NULL without gradient, or where frozen */
  size_t v, c, m, chunks;
  size_t room;       /* positions of a tile */
  size_t n;          /* positions of this tile */
  const size_t *at;  /* [n] where they are */
  const int *target; /* [m] */
  bool is_first;     /* tile */
  double smoothing, count;
  REAL *z;                 /* [V][n] */
  REAL *packed, *dpacked;  /* [C][n] */
  REAL *top, *total, *sum; /* [chunks][n] */
  REAL *log_sum;           /* [n] */
} head;

static size_t chunk_end(const head *a, size_t i)
{
  const size_t end = (i + 1) * HEAD_CHUNK;
  return end < a->v ? end : a->v;
}

static void head_logits(size_t i, size_t thread, void *ctx)
{
  const head *a = ctx;
  const size_t v0 = i * HEAD_CHUNK, rows = chunk_end(a, i) - v0, n = a->n;
  REAL *z = a->z + v0 * n;
  REAL *restrict top = a->top + i * n, *restrict total = a->total + i * n;
  REAL *restrict sum = a->sum + i * n;
  (void)thread;
  GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, INT(rows), INT(n), INT(a->c),
       1, a->e + v0 * a->c, INT(a->c), a->packed, INT(n), 0, z, INT(n));
  for (size_t j = 0; j < n; j++) {
    top[j] = z[j];
    total[j] = sum[j] = 0;
  }
  for (size_t k = 1; k < rows; k++)
    for (size_t j = 0; j < n; j++)
      top[j] = z[k * n + j] > top[j] ? z[k * n + j] : top[j];
  for (size_t k = 0; k < rows; k++)
    for (size_t j = 0; j < n; j++) {
      total[j] += VECTOR_EXP(z[k * n + j] - top[j]);
      sum[j] += z[k * n + j] - top[j];
    }
}

/* log_sum of the tile, and its losses: returns their sum */
static double head_losses(const head *a, REAL *loss)
{
  double all = 0.0;
  for (size_t j = 0; j < a->n; j++) {
    double top = -INFINITY, total = 0.0, smooth = 0.0;
    for (size_t i = 0; i < a->chunks; i++)
      if (!((double)a->top[i * a->n + j] <= top))
        top = (double)a->top[i * a->n + j];
    for (size_t i = 0; i < a->chunks; i++)
      total += (double)a->total[i * a->n + j] *
               exp((double)a->top[i * a->n + j] - top);
    const double log_sum = top + log(total);
    for (size_t i = 0; i < a->chunks; i++)
      smooth += (log_sum - (double)a->top[i * a->n + j]) *
                    (double)(chunk_end(a, i) - i * HEAD_CHUNK) -
                (double)a->sum[i * a->n + j];
    const size_t y = (size_t)a->target[a->at[j]];
    const double x =
        (1.0 - a->smoothing) * (log_sum - (double)a->z[y * a->n + j]) +
        a->smoothing / (double)a->v * smooth;
    a->log_sum[j] = (REAL)log_sum;
    if (loss) loss[a->at[j]] = (REAL)x;
    all += x;
  }
  return all;
}

static void head_table(size_t i, size_t thread, void *ctx)
{
  const head *a = ctx;
  const size_t v0 = i * HEAD_CHUNK, v1 = chunk_end(a, i), n = a->n;
  const REAL share = (REAL)(1.0 / a->count);
  const REAL smooth = (REAL)(a->smoothing / (double)a->v / a->count);
  (void)thread;
  for (size_t k = v0; k < v1; k++) {
    REAL *z = a->z + k * n;
    for (size_t j = 0; j < n; j++)
      z[j] = VECTOR_EXP(z[j] - a->log_sum[j]) * share - smooth;
  }
  for (size_t j = 0; j < n; j++) {
    const size_t y = (size_t)a->target[a->at[j]];
    if (y >= v0 && y < v1)
      a->z[y * n + j] -= (REAL)((1.0 - a->smoothing) / a->count);
  }
  if (!a->de) return;
  GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, INT(v1 - v0), INT(a->c), INT(n),
       1, a->z + v0 * n, INT(n), a->packed, INT(n), a->is_first ? 0 : 1,
       a->de + v0 * a->c, INT(a->c));
}

static void head_hidden(size_t i, size_t thread, void *ctx)
{
  const head *a = ctx;
  const size_t c0 = part_begin(i, HEAD_PARTS, a->c);
  const size_t c1 = part_begin(i + 1, HEAD_PARTS, a->c), n = a->n;
  (void)thread;
  if (c1 == c0) return;
  GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, INT(c1 - c0), INT(n), INT(a->v),
       1, a->e + c0, INT(a->c), a->z, INT(n), 0, a->dpacked + c0 * n, INT(n));
  for (size_t c = c0; c < c1; c++)
    for (size_t j = 0; j < n; j++)
      a->dh[c * a->m + a->at[j]] = a->dpacked[c * n + j];
}

static void head_pack(const head *a)
{
  for (size_t c = 0; c < a->c; c++)
    for (size_t j = 0; j < a->n; j++)
      a->packed[c * a->n + j] = a->h[c * a->m + a->at[j]];
}

/* AT [m] <- positions with a target; how many */
static size_t head_positions(size_t *at, const head *a)
{
  size_t n = 0;
  for (size_t j = 0; j < a->m; j++) {
    TAME_REQUIRE(a->target[j] < 0 || (size_t)a->target[j] < a->v);
    if (a->target[j] >= 0) at[n++] = j;
  }
  TAME_REQUIRE(n > 0);
  return n;
}

/* room for tiles, at the first loss */
static void head_room(head *a, size_t logits)
{
  nn_t *nn = a->nn;
  const size_t all = nn->o.batch * nn->net->node[0].w;
  a->room = (logits ? logits : HEAD_NUMBERS) / a->v / 16 * 16;
  if (a->room < 16) a->room = 16;
  if (a->room > all) a->room = all;
  const size_t rows = a->v + 2 * a->c + 3 * a->chunks + 1;
  if (nn->head_size < rows * a->room) {
    free(nn->head);
    nn->head_size = rows * a->room;
    nn->head = tame_calloc(nn->head_size, sizeof *nn->head);
    free(nn->head_at);
    nn->head_at = tame_calloc(all, sizeof *nn->head_at);
  }
  a->z = nn->head;
  a->packed = a->z + a->v * a->room;
  a->dpacked = a->packed + a->c * a->room;
  a->top = a->dpacked + a->c * a->room;
  a->total = a->top + a->chunks * a->room;
  a->sum = a->total + a->chunks * a->room;
  a->log_sum = a->sum + a->chunks * a->room;
}

static head head_begin(nn_t *nn, int table, const int *target,
                       const tame_token_loss *o)
{
  TAME_REQUIRE(table > 0 && (size_t)table < nn->net->n);
  const tame_node *x = &nn->net->node[table];
  const tame_node *last = tame_net_output(nn->net);
  TAME_REQUIRE(x->op == TAME_NODE_EMBEDDING && x->c == last->c);
  head a = {.nn = nn,
            .table = x,
            .v = x->vocabulary,
            .c = x->c,
            .target = target,
            .m = nn->batch * last->w};
  a.chunks = n_tiles(a.v, HEAD_CHUNK);
  a.e = parameters_of(nn, x);
  a.h = value_of(nn, nn->net->n - 1);
  a.smoothing = o->smoothing;
  head_room(&a, o->logits);
  return a;
}

double TAME_TYPED(tame_nn_token_loss)(nn_t *nn, int table, const int *target,
                                      tame_token_loss o, REAL *loss)
{
  head a = head_begin(nn, table, target, &o);
  tame_team *team = nn->o.team;
  const size_t n = head_positions(nn->head_at, &a);
  const size_t tiles = n_tiles(n, a.room);
  double all = 0.0;
  a.count = (double)n;
  if (loss) memset(loss, 0, a.m * sizeof *loss);
  if (o.has_gradient) {
    TAME_REQUIRE(nn->is_training);
    a.dh = gradient_of(nn, nn->net->n - 1);
    a.de = gradient_of_parameters(nn, a.table);
    nn->tied = (size_t)table;
    memset(a.dh, 0, a.c * a.m * sizeof *a.dh);
  }
  for (size_t i = 0; i < tiles; i++) {
    const size_t first = part_begin(i, tiles, n);
    a.at = nn->head_at + first;
    a.n = part_begin(i + 1, tiles, n) - first;
    a.is_first = i == 0;
    head_pack(&a);
    tame_team_run(team, a.chunks, head_logits, &a);
    all += head_losses(&a, loss);
    if (!a.dh) continue;
    tame_team_run(team, a.chunks, head_table, &a);
    tame_team_run(team, HEAD_PARTS, head_hidden, &a);
  }
  return all / (double)n;
}

void TAME_TYPED(tame_nn_logits)(REAL *z, const nn_t *nn, int table, size_t t)
{
  const tame_node *last = tame_net_output(nn->net);
  const tame_node *x = &nn->net->node[table];
  TAME_REQUIRE(x->op == TAME_NODE_EMBEDDING && x->c == last->c && t < last->w);
  const REAL *h = value_of(nn, nn->net->n - 1);
  const size_t m = nn->batch * last->w;
  REAL *packed = nn->logits;
  for (size_t i = 0; i < nn->batch; i++)
    for (size_t c = 0; c < x->c; c++)
      packed[i * x->c + c] = h[c * m + i * last->w + t];
  GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, INT(nn->batch),
       INT(x->vocabulary), INT(x->c), 1, packed, INT(x->c),
       parameters_of(nn, x), INT(x->c), 0, z, INT(x->vocabulary));
}
