/* SPDX-License-Identifier: MIT */
/* Convolutions of stride 1 with few channels, without unfolding: correlations
 *     to (o, e, y, x) = sum over c, i, j of w (o, c, i, j) from (c, e, y+i, x+j)
 * of padded images.  The gradient of the input is one too, of dy with weights
 * turned round.  Registers hold a few output channels of two vectors along x;
 * for the gradient of the weights a few entries of it, one sum a lane. */

/* Images [channels][examples][rows], where each begins. */
typedef struct {
  const REAL *at;
  size_t channel, example, row;
} images;

typedef struct {
  const nn_t *nn;
  images from; /* unpadded, all groups */
  REAL *to;
  size_t n, tile; /* examples */
  size_t groups, in_c, out_c, h, w, out_h, out_w;
  size_t kernel_h, kernel_w, pad_h, pad_w;
  const REAL *weight, *bias; /* weights packed */
  bool has_relu, adds;
} correlation;

/* --- shapes --------------------------------------------------------------- */

static size_t taps_of(const correlation *a)
{
  return a->in_c * a->kernel_h * a->kernel_w;
}

static size_t whole_vectors(size_t n) { return (n + VL - 1) / VL * VL; }

static correlation forward_correlation(const pass *p)
{
  const tame_node *o = p->node;
  const size_t area = p->in->h * p->in->w;
  correlation a = {
      .nn = p->nn, .from = {p->x[0], p->n * area, area, p->in->w}, .to = p->y,
      .n = p->n, .tile = direct_tile(o), .groups = o->groups,
      .in_c = p->in->c / o->groups, .out_c = o->c / o->groups, .h = p->in->h,
      .w = p->in->w, .out_h = o->h, .out_w = o->w, .kernel_h = o->kernel_h,
      .kernel_w = o->kernel_w, .pad_h = o->pad, .pad_w = o->pad,
      .has_relu = p->plan->has_relu};
  if (o->has_bias) a.bias = p->w + o->c * taps_of(&a);
  return a;
}

static correlation backward_correlation(const pass *p)
{
  const tame_node *o = p->node;
  const size_t area = o->h * o->w;
  return (correlation){
      .nn = p->nn, .from = {p->dy, p->n * area, area, o->w}, .to = p->dx[0],
      .n = p->n, .tile = direct_tile(o), .groups = o->groups,
      .in_c = o->c / o->groups, .out_c = p->in->c / o->groups, .h = o->h,
      .w = o->w, .out_h = p->in->h, .out_w = p->in->w, .kernel_h = o->kernel_h,
      .kernel_w = o->kernel_w, .pad_h = o->kernel_h - 1 - o->pad,
      .pad_w = o->kernel_w - 1 - o->pad, .adds = p->plan->adds[0]};
}

/* Where the entries of the kernel find theirs in the images. */
static void tap_offsets(size_t *offset, const correlation *a, const images *x)
{
  for (size_t c = 0; c < a->in_c; c++)
    for (size_t i = 0; i < a->kernel_h; i++)
      for (size_t j = 0; j < a->kernel_w; j++)
        *offset++ = c * x->channel + i * x->row + j;
}

/* T examples from E0 on of channels C0 .. C0 + C - 1, with zeros around them:
 * TOP rows above and below, LEFT columns before and as many after as fill rows
 * of ROW numbers. */
static images padded(REAL *to, const images *x, size_t c0, size_t c, size_t e0,
                     size_t t, size_t h, size_t w, size_t top, size_t left,
                     size_t row)
{
  const size_t area = (h + 2 * top) * row;
  const images y = {to, area, c * area, row};
  for (size_t e = 0; e < t; e++)
    for (size_t k = 0; k < c; k++, to += area) {
      const REAL *from =
          x->at + (c0 + k) * x->channel + (e0 + e) * x->example;
      memset(to, 0, top * row * sizeof *to);
      for (size_t i = 0; i < h; i++) {
        REAL *r = to + (top + i) * row;
        for (size_t j = 0; j < left; j++) r[j] = 0;
        memcpy(r + left, from + i * x->row, w * sizeof *to);
        for (size_t j = left + w; j < row; j++) r[j] = 0;
      }
      memset(to + (top + h) * row, 0, top * row * sizeof *to);
    }
  return y;
}

/* The images of group G that a tile reads, in place where vectors stay in
 * them. */
static images tile_images(const correlation *a, size_t g, size_t e0, size_t t,
                          REAL *scratch)
{
  if (a->pad_h == 0 && a->pad_w == 0 && a->out_w % VL == 0) {
    images x = a->from;
    x.at += g * a->in_c * x.channel + e0 * x.example;
    return x;
  }
  return padded(scratch, &a->from, g * a->in_c, a->in_c, e0, t, a->h, a->w,
                a->pad_h, a->pad_w, whole_vectors(a->out_w) + a->kernel_w - 1);
}

/* --- correlation ---------------------------------------------------------- */

/* The output channels of a group are computed in blocks of at most BLOCK_C. */
enum { BLOCK_C = 6 };

static size_t n_blocks(size_t out_c) { return (out_c + BLOCK_C - 1) / BLOCK_C; }

static size_t block_begin(size_t b, size_t out_c)
{
  return b * out_c / n_blocks(out_c);
}

/* Weights in the order in which they are used: [block][tap][channel]. */
static void pack(REAL *to, const correlation *a, const pass *p, bool is_turned)
{
  const size_t area = a->kernel_h * a->kernel_w, blocks = n_blocks(a->out_c);
  for (size_t g = 0; g < a->groups; g++)
    for (size_t b = 0; b < blocks; b++) {
      const size_t o0 = block_begin(b, a->out_c);
      const size_t o1 = block_begin(b + 1, a->out_c);
      for (size_t c = 0; c < a->in_c; c++)
        for (size_t k = 0; k < area; k++)
          for (size_t o = o0; o < o1; o++)
            *to++ = is_turned
                        ? p->w[((g * a->in_c + c) * a->out_c + o) * area +
                               area - 1 - k]
                        : p->w[((g * a->out_c + o) * a->in_c + c) * area + k];
    }
}

/* One vector of outputs: what it reads, what it writes, how many numbers. */
typedef struct {
  const REAL *from;
  size_t to, n;
} spot;

TAME_INLINE void finish_spot(const correlation *a, REAL *to, const VEC *sum,
                             size_t n)
{
  VEC z = *sum;
  if (a->has_relu) z = (VEC)((BITS)z & ~(BITS)(z < 0));
  if (n == VL) {
    VEC old;
    if (a->adds) {
      TAME_LOAD(old, to);
      z += old;
    }
    TAME_STORE(to, z);
  } else {
    for (size_t k = 0; k < n; k++) to[k] = a->adds ? to[k] + z[k] : z[k];
  }
}

/* N output channels from O on at two spots */
TAME_INLINE void correlate(const correlation *a, const spot *s, const REAL *w,
                           const size_t *offset, size_t o, int n)
{
  const size_t taps = taps_of(a), channel = a->n * a->out_h * a->out_w;
  const REAL *x = s[0].from, *y = s[1].from;
  VEC sum[BLOCK_C][2];
#pragma GCC unroll 6
  for (int k = 0; k < n; k++)
    sum[k][0] = sum[k][1] =
        (a->bias ? a->bias[o + (size_t)k] : 0) - (VEC){0};
  for (size_t r = 0; r < taps; r++, w += n) {
    VEC u, v;
    TAME_LOAD(u, x + offset[r]);
    TAME_LOAD(v, y + offset[r]);
#pragma GCC unroll 6
    for (int k = 0; k < n; k++) {
      const VEC b = w[k] - (VEC){0};
      sum[k][0] = MULADD(b, u, sum[k][0]);
      sum[k][1] = MULADD(b, v, sum[k][1]);
    }
  }
#pragma GCC unroll 6
  for (int k = 0; k < n; k++)
    for (int j = 0; j < 2; j++)
      if (s[j].n)
        finish_spot(a, a->to + (o + (size_t)k) * channel + s[j].to, &sum[k][j],
                    s[j].n);
}

static void correlate_block(const correlation *a, const spot *s, const REAL *w,
                            const size_t *offset, size_t o, size_t n)
{
  switch (n) {
  case 1: correlate(a, s, w, offset, o, 1); return;
  case 2: correlate(a, s, w, offset, o, 2); return;
  case 3: correlate(a, s, w, offset, o, 3); return;
  case 4: correlate(a, s, w, offset, o, 4); return;
  case 5: correlate(a, s, w, offset, o, 5); return;
  default: correlate(a, s, w, offset, o, 6);
  }
}

static void correlate_spots(const correlation *a, const spot *s, size_t g,
                            const size_t *offset)
{
  const size_t taps = taps_of(a), blocks = n_blocks(a->out_c);
  const REAL *w = a->weight + g * a->out_c * taps;
  for (size_t b = 0; b < blocks; b++) {
    const size_t o = block_begin(b, a->out_c);
    correlate_block(a, s, w + o * taps, offset, g * a->out_c + o,
                    block_begin(b + 1, a->out_c) - o);
  }
}

/* group G of example E */
static void correlate_example(const correlation *a, size_t g, size_t e,
                              REAL *scratch)
{
  const images x = tile_images(a, g, e, 1, scratch);
  size_t offset[DIRECT_TAPS];
  spot s[2];
  size_t n = 0;
  tap_offsets(offset, a, &x);
  for (size_t y = 0; y < a->out_h; y++)
    for (size_t k = 0; k < a->out_w; k += VL) {
      const size_t rest = a->out_w - k;
      s[n++] = (spot){x.at + y * x.row + k, (e * a->out_h + y) * a->out_w + k,
                      rest < VL ? rest : VL};
      if (n == 2) correlate_spots(a, s, g, offset);
      n %= 2;
    }
  if (n == 0) return;
  s[1] = s[0];
  s[1].n = 0;
  correlate_spots(a, s, g, offset);
}

static void correlate_tile(size_t i, size_t thread, void *ctx)
{
  const correlation *a = ctx;
  const size_t end = a->n - i * a->tile < a->tile ? a->n : (i + 1) * a->tile;
  for (size_t e = i * a->tile; e < end; e++)
    for (size_t g = 0; g < a->groups; g++)
      correlate_example(a, g, e, scratch_of(a->nn, thread));
}

static void run_correlation(correlation *a, const pass *p, bool is_turned)
{
  pack(p->nn->shared, a, p, is_turned);
  a->weight = p->nn->shared;
  tame_team_run(p->nn->o.team, n_tiles(a->n, a->tile), correlate_tile, a);
}

static void direct_forward(const pass *p)
{
  correlation a = forward_correlation(p);
  run_correlation(&a, p, false);
}

static void direct_input(const pass *p)
{
  correlation a = backward_correlation(p);
  run_correlation(&a, p, true);
}

/* --- gradient of the weights ---------------------------------------------- */

/* Entries of the gradient in registers: of 2 output channels and 5 taps. */
enum { BLOCK_O = 2, BLOCK_T = 5 };

typedef struct {
  const pass *p;
  correlation a; /* the forward one */
  size_t parts;  /* of the tiles, with a sum each */
} weight_sum;

/* What is left of N sums: lane Q % VL of vector Q / VL is sum Q. */
TAME_INLINE void add_up(VEC *s, int n)
{
  for (size_t h = 1; h < VL; h *= 2, n = (n + 1) / 2)
#pragma GCC unroll 5
    for (int i = 0; i < (n + 1) / 2; i++) {
      const VEC a = s[2 * i], b = 2 * i + 1 < n ? s[2 * i + 1] : (VEC){0};
      s[i] = __builtin_shufflevector(a, b, EVEN) +
             __builtin_shufflevector(a, b, ODD);
    }
}

/* dw (o, k) += sum over the images of dy (o) x (k), O < N_O, K < N_K */
TAME_INLINE void weight_block(const correlation *a, REAL *dw, const images *x,
                              const size_t *offset, const images *dy, size_t t,
                              int n_o, int n_k)
{
  VEC sum[BLOCK_O * BLOCK_T];
  const REAL *from[BLOCK_T], *d[BLOCK_O];
#pragma GCC unroll 5
  for (int k = 0; k < n_k; k++) from[k] = x->at + offset[k];
#pragma GCC unroll 2
  for (int o = 0; o < n_o; o++) {
    d[o] = dy->at + (size_t)o * dy->channel;
#pragma GCC unroll 5
    for (int k = 0; k < n_k; k++) sum[o * n_k + k] = (VEC){0};
  }
  for (size_t e = 0; e < t; e++)
    for (size_t y = 0; y < a->out_h; y++) {
      const size_t at = e * x->example + y * x->row;
      const size_t to = e * dy->example + y * dy->row;
      for (size_t j = 0; j < a->out_w; j += VL) {
        VEC u[BLOCK_O], v;
#pragma GCC unroll 2
        for (int o = 0; o < n_o; o++) TAME_LOAD(u[o], d[o] + to + j);
#pragma GCC unroll 5
        for (int k = 0; k < n_k; k++) {
          TAME_LOAD(v, from[k] + at + j);
#pragma GCC unroll 2
          for (int o = 0; o < n_o; o++)
            sum[o * n_k + k] = MULADD(u[o], v, sum[o * n_k + k]);
        }
      }
    }
  const size_t taps = taps_of(a);
  add_up(sum, n_o * n_k);
  for (int q = 0; q < n_o * n_k; q++)
    dw[(size_t)(q / n_k) * taps + (size_t)(q % n_k)] +=
        sum[(size_t)q / VL][(size_t)q % VL];
}

static void weight_row(const correlation *a, REAL *dw, const images *x,
                       const size_t *offset, const images *dy, size_t t,
                       size_t n)
{
  const size_t taps = taps_of(a);
  size_t k = 0;
#define ROW(width)                                                             \
  if (n == 2)                                                                  \
    weight_block(a, dw + k, x, offset + k, dy, t, 2, width);                   \
  else                                                                         \
    weight_block(a, dw + k, x, offset + k, dy, t, 1, width)
  for (; k + BLOCK_T <= taps; k += BLOCK_T) ROW(BLOCK_T);
  switch (taps - k) {
  case 1: ROW(1); return;
  case 2: ROW(2); return;
  case 3: ROW(3); return;
  case 4: ROW(4); return;
  default: return;
  }
#undef ROW
}

/* the tile of examples from E0 on */
static void weight_tile(const weight_sum *s, REAL *dw, size_t e0, REAL *scratch)
{
  const correlation *a = &s->a;
  const size_t left = a->n - e0, t = left < a->tile ? left : a->tile;
  const size_t area = a->out_h * a->out_w, taps = taps_of(a);
  const images all = {s->p->dy, a->n * area, area, a->out_w};
  size_t offset[DIRECT_TAPS];
  for (size_t g = 0; g < a->groups; g++) {
    const images x = tile_images(a, g, e0, t, scratch);
    tap_offsets(offset, a, &x);
    images dy = all;
    dy.at += g * a->out_c * all.channel + e0 * area;
    if (a->out_w % VL)
      dy = padded(scratch + direct_input_size(s->p->node, a->in_c), &all,
                  g * a->out_c, a->out_c, e0, t, a->out_h, a->out_w, 0, 0,
                  whole_vectors(a->out_w));
    for (size_t o = 0; o < a->out_c; o += BLOCK_O) {
      images d = dy;
      d.at += o * dy.channel;
      weight_row(a, dw + (g * a->out_c + o) * taps, &x, offset, &d, t,
                 o + 1 < a->out_c ? 2 : 1);
    }
  }
}

static void weight_part(size_t i, size_t thread, void *ctx)
{
  const weight_sum *s = ctx;
  const size_t tiles = n_tiles(s->a.n, s->a.tile);
  REAL *dw = sum_of_part(s->p, i);
  memset(dw, 0, n_weights(s->p) * sizeof *dw);
  for (size_t k = i * tiles / s->parts; k < (i + 1) * tiles / s->parts; k++)
    weight_tile(s, dw, k * s->a.tile, scratch_of(s->p->nn, thread));
}

static void direct_weights(const pass *p)
{
  weight_sum s = {.p = p, .a = forward_correlation(p)};
  const size_t tiles = n_tiles(p->n, s.a.tile);
  s.parts = tiles < DIRECT_PARTS ? tiles : DIRECT_PARTS;
  tame_team_run(p->nn->o.team, s.parts, weight_part, &s);
  add_parts(p, s.parts);
}
