/* SPDX-License-Identifier: MIT */
/* Convolutions and linear layers by matrix products:
 *     y = W columns,   dW = dy columns',   dcolumns = W' dy,
 * W [out][c k_h k_w], for each group. */

typedef struct {
  const pass *p;
  size_t tile;              /* examples of a tile */
  size_t rows, in_c, out_c; /* of a group */
  size_t taps;              /* entries of a kernel */
  const REAL *w;
  REAL *dw;
  bool reads_input;  /* the input is its own columns */
  size_t parts;      /* of the weights */
  bool splits_tiles; /* parts are of the tiles */
} conv_task;

static conv_task conv_task_of(const pass *p)
{
  conv_task t = {.p = p, .w = p->w, .dw = p->dw};
  t.tile = tile_examples(p->nn->net, p->node, p->nn->o.batch);
  t.in_c = p->in->c / p->node->groups;
  t.out_c = p->node->c / p->node->groups;
  t.taps = p->node->kernel_h * p->node->kernel_w;
  t.reads_input = is_pointwise(p->node);
  if (is_centred(p->in, p->node)) {
    t.taps = 1;
    t.reads_input = true;
    t.w = p->nn->shared;
    t.dw = p->nn->shared + centred_size(p->in, p->node);
  }
  t.rows = t.in_c * t.taps;
  t.splits_tiles =
      has_few_channels(p->nn->net, p->node) && !is_centred(p->in, p->node);
  t.parts = conv_parts(p->nn->net, p->node, p->nn->o.batch);
  if (t.splits_tiles && t.parts > n_tiles(p->n, t.tile))
    t.parts = n_tiles(p->n, t.tile);
  if (!t.splits_tiles && t.parts > t.in_c) t.parts = t.in_c;
  return t;
}

/* where the bias lies among the parameters of the node */
static size_t bias_of(const pass *p)
{
  return p->node->n_parameters - p->node->c;
}

/* --- images of one pixel: only one entry of each kernel meets it ---------- */

static size_t centre_of(const pass *p)
{
  return p->node->pad * p->node->kernel_w + p->node->pad;
}

static void read_centres(size_t o, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const size_t taps = p->node->kernel_h * p->node->kernel_w;
  const REAL *from = p->w + o * t->in_c * taps + centre_of(p);
  REAL *to = p->nn->shared + o * t->in_c;
  (void)thread;
  for (size_t c = 0; c < t->in_c; c++) to[c] = from[c * taps];
}

static void write_centres(size_t o, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const size_t taps = p->node->kernel_h * p->node->kernel_w;
  REAL *to = p->dw + o * t->in_c * taps;
  (void)thread;
  memset(to, 0, t->in_c * taps * sizeof *to);
  for (size_t c = 0; c < t->in_c; c++)
    to[c * taps + centre_of(p)] = t->dw[o * t->in_c + c];
}

/* --- matrix products ------------------------------------------------------ */

static patch patch_of(const conv_task *t, size_t e0)
{
  const size_t left = t->p->n - e0;
  return (patch){.in = t->p->in,
                 .node = t->p->node,
                 .n = t->p->n,
                 .e0 = e0,
                 .t = left < t->tile ? left : t->tile};
}

/* The columns of channels C0 .. C1 - 1: *X, leading dimension *LD. */
static const REAL *columns_of(size_t *ld, REAL *scratch, const conv_task *t,
                              patch a, size_t c0, size_t c1)
{
  const pass *p = t->p;
  if (t->reads_input) {
    *ld = in_row_of(p);
    return p->x[0] + c0 * *ld + a.e0 * p->in->h * p->in->w;
  }
  a.c0 = c0;
  a.c1 = c1;
  *ld = a.t * p->node->h * p->node->w;
  unfold(scratch, p->x[0], &a);
  return scratch;
}

/* bias and ReLU of a tile, channel by channel */
static void finish_tile(const conv_task *t, const patch *a)
{
  const pass *p = t->p;
  const size_t area = p->node->h * p->node->w, row = row_of(p);
  const REAL *bias = p->w + bias_of(p);
  if (!p->node->has_bias && !p->plan->has_relu) return;
  for (size_t c = 0; c < p->node->c; c++) {
    REAL *y = p->y + c * row + a->e0 * area;
    const REAL b = p->node->has_bias ? bias[c] : 0;
    if (p->plan->has_relu)
      for (size_t k = 0; k < a->t * area; k++) {
        const REAL z = y[k] + b;
        y[k] = z < 0 ? 0 : z;
      }
    else
      for (size_t k = 0; k < a->t * area; k++) y[k] += b;
  }
}

static void conv_tile(size_t i, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const patch a = patch_of(t, i * t->tile);
  const size_t area = p->node->h * p->node->w, row = row_of(p);
  for (size_t g = 0; g < p->node->groups; g++) {
    size_t ld;
    const REAL *columns = columns_of(&ld, scratch_of(p->nn, thread), t, a,
                                     g * t->in_c, (g + 1) * t->in_c);
    GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, INT(t->out_c),
         INT(a.t * area), INT(t->rows), 1, t->w + g * t->out_c * t->rows,
         INT(t->rows), columns, INT(ld), 0,
         p->y + g * t->out_c * row + a.e0 * area, INT(row));
  }
  finish_tile(t, &a);
}

/* part I of N equal parts of LENGTH */
static size_t part_begin(size_t i, size_t n, size_t length)
{
  return i * length / n;
}

/* --- a linear layer over images of one channel ----------------------------
 *
 * The unfolded input is the transpose of x [n][area], and products take x as it
 * is:  y = W x',  dW = dy x,  dx = dy' W,  W [out][area], y [out][n]. */

enum { WHOLE_PARTS = 8 };

static size_t whole_parts(const conv_task *t)
{
  return t->out_c < WHOLE_PARTS ? t->out_c : WHOLE_PARTS;
}

static void whole_tile(size_t i, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const patch a = patch_of(t, i * t->tile);
  (void)thread;
  GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, INT(t->out_c), INT(a.t),
       INT(t->rows), 1, p->w, INT(t->rows), p->x[0] + a.e0 * t->rows,
       INT(t->rows), 0, p->y + a.e0, INT(row_of(p)));
  finish_tile(t, &a);
}

/* dW of some outputs */
static void whole_weights(size_t i, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const size_t o0 = part_begin(i, whole_parts(t), t->out_c);
  const size_t o1 = part_begin(i + 1, whole_parts(t), t->out_c);
  (void)thread;
  GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, INT(o1 - o0), INT(t->rows),
       INT(p->n), 1, p->dy + o0 * row_of(p), INT(row_of(p)), p->x[0],
       INT(t->rows), 0, p->dw + o0 * t->rows, INT(t->rows));
}

/* dx of a tile */
static void whole_input(size_t i, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const patch a = patch_of(t, i * t->tile);
  (void)thread;
  GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, INT(a.t), INT(t->rows),
       INT(t->out_c), 1, p->dy + a.e0, INT(row_of(p)), p->w, INT(t->rows),
       p->plan->adds[0] ? 1 : 0, p->dx[0] + a.e0 * t->rows, INT(t->rows));
}

static void whole_backward(conv_task *t)
{
  tame_team *team = t->p->nn->o.team;
  tame_team_run(team, whole_parts(t), whole_weights, t);
  if (t->p->dx[0])
    tame_team_run(team, n_tiles(t->p->n, t->tile), whole_input, t);
}

/* --- forward and backward ------------------------------------------------- */

static bool is_winograd(const pass *p)
{
  return !p->nn->o.has_no_winograd && wino_suits(p->nn->net, p->node, p->n);
}

static void conv_forward(const pass *p)
{
  if (is_winograd(p)) {
    wino_forward(p);
    return;
  }
  if (is_direct(p->nn->net, p->node)) {
    direct_forward(p);
    return;
  }
  conv_task t = conv_task_of(p);
  if (is_centred(p->in, p->node))
    tame_team_run(p->nn->o.team, p->node->c, read_centres, &t);
  const bool is_whole = is_whole_image(p->nn->net, p->node);
  tame_team_run(p->nn->o.team, n_tiles(p->n, t.tile),
                is_whole ? whole_tile : conv_tile, &t);
}

/* dW of some channels over all tiles, or of all channels over some tiles */
static void conv_weights(size_t i, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const size_t g = i / t->parts, part = i % t->parts;
  const size_t area = p->node->h * p->node->w, row = row_of(p);
  const size_t k = t->taps;
  const size_t tiles = n_tiles(p->n, t->tile);
  size_t c0 = 0, c1 = t->in_c, k0 = 0, k1 = tiles;
  *(t->splits_tiles ? &k0 : &c0) =
      part_begin(part, t->parts, t->splits_tiles ? tiles : t->in_c);
  *(t->splits_tiles ? &k1 : &c1) =
      part_begin(part + 1, t->parts, t->splits_tiles ? tiles : t->in_c);
  REAL *dw = (t->splits_tiles ? sum_of_part(p, part) : t->dw) +
             g * t->out_c * t->rows + c0 * k;
  for (size_t j = k0; j < k1; j++) {
    const patch a = patch_of(t, j * t->tile);
    size_t ld;
    const REAL *columns = columns_of(&ld, scratch_of(p->nn, thread), t, a,
                                     g * t->in_c + c0, g * t->in_c + c1);
    GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, INT(t->out_c),
         INT((c1 - c0) * k), INT(a.t * area), 1,
         p->dy + g * t->out_c * row + a.e0 * area, INT(row), columns, INT(ld),
         j > k0 ? 1 : 0, dw, INT(t->rows));
  }
}

/* dx of a tile */
static void conv_input(size_t i, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  patch a = patch_of(t, i * t->tile);
  const size_t area = p->node->h * p->node->w, row = row_of(p);
  const size_t in_area = p->in->h * p->in->w, in_row = in_row_of(p);
  const bool is_direct = t->reads_input, adds = p->plan->adds[0];
  for (size_t g = 0; g < p->node->groups; g++) {
    const size_t c0 = g * t->in_c;
    REAL *dx = p->dx[0] + c0 * in_row + a.e0 * in_area;
    REAL *columns = is_direct ? dx : scratch_of(p->nn, thread);
    const size_t ld = is_direct ? in_row : a.t * area;
    GEMM(CblasRowMajor, CblasTrans, CblasNoTrans, INT(t->rows), INT(a.t * area),
         INT(t->out_c), 1, t->w + g * t->out_c * t->rows, INT(t->rows),
         p->dy + g * t->out_c * row + a.e0 * area, INT(row),
         is_direct && adds ? 1 : 0, columns, INT(ld));
    if (is_direct) continue;
    for (size_t c = 0; c < t->in_c && !adds; c++)
      memset(dx + c * in_row, 0, a.t * in_area * sizeof *dx);
    a.c0 = c0;
    a.c1 = c0 + t->in_c;
    fold(p->dx[0], columns, &a);
  }
}

/* mask of a ReLU and gradient of the bias, one channel */
static void conv_channel(size_t c, size_t thread, void *ctx)
{
  const conv_task *t = ctx;
  const pass *p = t->p;
  const size_t row = row_of(p);
  (void)thread;
  const double total =
      masked_sum(p->dy + c * row, p->y + c * row, row, p->plan->has_relu);
  if (p->node->has_bias) p->dw[bias_of(p) + c] = (REAL)total;
}

static void conv_backward(const pass *p)
{
  tame_team *team = p->nn->o.team;
  conv_task t = conv_task_of(p);
  if (p->plan->has_relu || p->node->has_bias)
    tame_team_run_blocks(team, p->node->c, channel_block(row_of(p)),
                         conv_channel, &t);
  if (is_winograd(p)) {
    wino_weights_gradient(p);
    if (p->dx[0]) wino_input(p);
    return;
  }
  if (is_whole_image(p->nn->net, p->node)) {
    whole_backward(&t);
    return;
  }
  if (is_direct(p->nn->net, p->node)) {
    direct_weights(p);
    if (p->dx[0]) direct_input(p);
    return;
  }
  if (is_centred(p->in, p->node))
    tame_team_run(team, p->node->c, read_centres, &t);
  tame_team_run(team, p->node->groups * t.parts, conv_weights, &t);
  if (t.splits_tiles) add_parts(p, t.parts);
  if (is_centred(p->in, p->node))
    tame_team_run(team, p->node->c, write_centres, &t);
  if (p->dx[0]) tame_team_run(team, n_tiles(p->n, t.tile), conv_input, &t);
}
