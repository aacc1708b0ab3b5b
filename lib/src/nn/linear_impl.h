/* SPDX-License-Identifier: MIT */
/* Linear layers of sequences, one matrix product over all m = n T positions:
 *     y = W x + b,   dW = dy x',   db = dy 1,   dx = W' dy,
 * W [out][in], x [in][m].  Tasks are parts of the columns, or of the rows where
 * the columns are few. */

typedef struct {
  const pass *p;
  size_t in_c, out_c; /* of a group */
  size_t m, tile, n_tiles;
  size_t parts; /* of the rows */
} linear_task;

enum { LINEAR_PARTS = 8, LINEAR_COLUMNS = 384 };

static bool is_linear(const pass *p)
{
  return is_of_tokens(p->nn->net) && p->node->op == TAME_NODE_CONV;
}

/* Tiles of about SIZE of M columns, in an even number where there are several,
 * each a whole number of vectors. */
static size_t column_tile(size_t m, size_t size)
{
  size_t n = (m + size - 1) / size;
  if (n > 1 || m >= size / 2) n += n % 2;
  return ((m + n - 1) / n + 15) / 16 * 16;
}

static linear_task linear_task_of(const pass *p, size_t rows)
{
  linear_task t = {.p = p, .m = row_of(p)};
  t.in_c = p->in->c / p->node->groups;
  t.out_c = p->node->c / p->node->groups;
  t.tile = column_tile(t.m, LINEAR_COLUMNS);
  t.n_tiles = n_tiles(t.m, t.tile);
  t.parts = t.n_tiles > 1 ? 1 : LINEAR_PARTS;
  if (t.parts > rows / p->node->groups) t.parts = rows / p->node->groups;
  return t;
}

/* Task I: group, part of ROWS rows, tile of columns. */
typedef struct {
  size_t g, r0, r1, m0, columns;
} linear_block;

static linear_block linear_block_of(const linear_task *t, size_t i, size_t rows)
{
  const size_t tile = i % t->n_tiles, part = i / t->n_tiles % t->parts;
  linear_block b = {.g = i / t->n_tiles / t->parts, .m0 = tile * t->tile};
  b.r0 = part_begin(part, t->parts, rows);
  b.r1 = part_begin(part + 1, t->parts, rows);
  b.columns = t->m - b.m0 < t->tile ? t->m - b.m0 : t->tile;
  return b;
}

static void linear_output(size_t i, size_t thread, void *ctx)
{
  const linear_task *t = ctx;
  const pass *p = t->p;
  const linear_block b = linear_block_of(t, i, t->out_c);
  const size_t o0 = b.g * t->out_c + b.r0;
  const REAL *bias = p->w + p->node->c * t->in_c + o0;
  REAL *y = p->y + o0 * t->m + b.m0;
  (void)thread;
  for (size_t o = 0; o < b.r1 - b.r0 && p->node->has_bias; o++)
    for (size_t k = 0; k < b.columns; k++) y[o * t->m + k] = bias[o];
  GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, INT(b.r1 - b.r0),
       INT(b.columns), INT(t->in_c), 1, p->w + o0 * t->in_c, INT(t->in_c),
       p->x[0] + b.g * t->in_c * t->m + b.m0, INT(t->m),
       p->node->has_bias ? 1 : 0, y, INT(t->m));
}

static void linear_forward(const pass *p)
{
  linear_task t = linear_task_of(p, p->node->c);
  tame_team_run(p->nn->o.team, p->node->groups * t.parts * t.n_tiles,
                linear_output, &t);
}

/* dW of a group in parts of about 256 rows, or columns where there are more of
 * them; at least two */
static size_t weight_parts(const linear_task *t)
{
  const size_t larger = t->out_c > t->in_c ? t->out_c : t->in_c;
  const size_t parts = larger / 256 < 2 ? 2 : larger / 256;
  if (larger < 2) return 1;
  return parts < LINEAR_PARTS ? parts : LINEAR_PARTS;
}

static void linear_weights(size_t i, size_t thread, void *ctx)
{
  const linear_task *t = ctx;
  const pass *p = t->p;
  const size_t g = i / t->parts, part = i % t->parts;
  const bool by_rows = t->out_c >= t->in_c;
  size_t o0 = 0, o1 = t->out_c, c0 = 0, c1 = t->in_c;
  *(by_rows ? &o0 : &c0) = part_begin(part, t->parts, by_rows ? o1 : c1);
  *(by_rows ? &o1 : &c1) = part_begin(part + 1, t->parts, by_rows ? o1 : c1);
  o0 += g * t->out_c;
  o1 += g * t->out_c;
  (void)thread;
  GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, INT(o1 - o0), INT(c1 - c0),
       INT(t->m), 1, p->dy + o0 * t->m, INT(t->m),
       p->x[0] + (g * t->in_c + c0) * t->m, INT(t->m), 0,
       p->dw + o0 * t->in_c + c0, INT(t->in_c));
  for (size_t o = o0; o < o1 && p->node->has_bias && c0 == 0; o++)
    p->dw[p->node->c * t->in_c + o] = (REAL)sum(p->dy + o * t->m, t->m);
}

static void linear_input(size_t i, size_t thread, void *ctx)
{
  const linear_task *t = ctx;
  const pass *p = t->p;
  const linear_block b = linear_block_of(t, i, t->in_c);
  const size_t c0 = b.g * t->in_c + b.r0;
  (void)thread;
  GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, INT(b.r1 - b.r0),
       INT(b.columns), INT(t->out_c), 1, p->w + b.g * t->out_c * t->in_c + b.r0,
       INT(t->in_c), p->dy + b.g * t->out_c * t->m + b.m0, INT(t->m),
       p->plan->adds[0] ? 1 : 0, p->dx[0] + c0 * t->m + b.m0, INT(t->m));
}

static void linear_backward(const pass *p)
{
  if (p->dw) {
    linear_task t = linear_task_of(p, p->node->c);
    t.parts = weight_parts(&t);
    tame_team_run(p->nn->o.team, p->node->groups * t.parts, linear_weights, &t);
  }
  if (!p->dx[0]) return;
  linear_task t = linear_task_of(p, p->in->c);
  tame_team_run(p->nn->o.team, p->node->groups * t.parts * t.n_tiles,
                linear_input, &t);
}
