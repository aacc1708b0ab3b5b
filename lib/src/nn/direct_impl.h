/* SPDX-License-Identifier: MIT */
/* Convolutions of stride 1 with few channels, without unfolding: correlations
 *     to (o, e, y, x) = sum of w (o, c, i, j) from (c, e, y + i, x + j)
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
  const size_t *offset; /* of each tap in the images that are read */
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
  correlation a = {.nn = p->nn,
                   .from = {p->x[0], p->n * area, area, p->in->w},
                   .to = p->y,
                   .n = p->n,
                   .tile = direct_tile(o),
                   .groups = o->groups,
                   .in_c = p->in->c / o->groups,
                   .out_c = o->c / o->groups,
                   .h = p->in->h,
                   .w = p->in->w,
                   .out_h = o->h,
                   .out_w = o->w,
                   .kernel_h = o->kernel_h,
                   .kernel_w = o->kernel_w,
                   .pad_h = o->pad,
                   .pad_w = o->pad,
                   .has_relu = p->plan->has_relu};
  if (o->has_bias) a.bias = p->w + o->c * taps_of(&a);
  return a;
}

static correlation backward_correlation(const pass *p)
{
  const tame_node *o = p->node;
  const size_t area = o->h * o->w;
  return (correlation){.nn = p->nn,
                       .from = {p->dy, p->n * area, area, o->w},
                       .to = p->dx[0],
                       .n = p->n,
                       .tile = direct_tile(o),
                       .groups = o->groups,
                       .in_c = o->c / o->groups,
                       .out_c = p->in->c / o->groups,
                       .h = o->h,
                       .w = o->w,
                       .out_h = p->in->h,
                       .out_w = p->in->w,
                       .kernel_h = o->kernel_h,
                       .kernel_w = o->kernel_w,
                       .pad_h = o->kernel_h - 1 - o->pad,
                       .pad_w = o->kernel_w - 1 - o->pad,
                       .adds = p->plan->adds[0]};
}

/* rows are short: a call for each would cost more than the copy */
static void copy_row(REAL *to, const REAL *from, size_t n)
{
  size_t k = 0;
  for (; k + VL <= n; k += VL) {
    VEC u;
    TAME_LOAD(u, from + k);
    TAME_STORE(to + k, u);
  }
  for (; k < n; k++) to[k] = from[k];
}

/* T examples from E0 on of channels C0 .. C0 + C - 1, with zeros around them,
 * unless HAS_ZEROS there already: TOP rows above and below, LEFT columns before
 * and as many after as fill rows of ROW numbers. */
static images padded(REAL *to, const images *x, size_t c0, size_t c, size_t e0,
                     size_t t, size_t h, size_t w, size_t top, size_t left,
                     size_t row, bool has_zeros)
{
  const size_t area = (h + 2 * top) * row;
  const images y = {to, area, c * area, row};
  if (!has_zeros) memset(to, 0, t * c * area * sizeof *to);
  to += top * row + left;
  for (size_t e = 0; e < t; e++)
    for (size_t k = 0; k < c; k++, to += area) {
      const REAL *from = x->at + (c0 + k) * x->channel + (e0 + e) * x->example;
      for (size_t i = 0; i < h; i++)
        copy_row(to + i * row, from + i * x->row, w);
    }
  return y;
}

/* Vectors stay in the images: no copy is needed. */
static bool is_in_place(const correlation *a)
{
  return a->pad_h == 0 && a->pad_w == 0 && a->out_w % VL == 0;
}

static size_t padded_row(const correlation *a)
{
  return whole_vectors(a->out_w) + a->kernel_w - 1;
}

/* The images of group G that a tile reads. */
static images tile_images(const correlation *a, size_t g, size_t e0, size_t t,
                          REAL *scratch, bool has_zeros)
{
  if (!is_in_place(a))
    return padded(scratch, &a->from, g * a->in_c, a->in_c, e0, t, a->h, a->w,
                  a->pad_h, a->pad_w, padded_row(a), has_zeros);
  images x = a->from;
  x.at += g * a->in_c * x.channel + e0 * x.example;
  return x;
}

/* Where the entries of the kernel find theirs in those images. */
static size_t tap_offset(const correlation *a, size_t c, size_t i, size_t j)
{
  if (is_in_place(a)) return c * a->from.channel + i * a->from.row + j;
  return (c * (a->h + 2 * a->pad_h) + i) * padded_row(a) + j;
}

/* --- correlation ---------------------------------------------------------- */

/* The output channels of a group are computed in blocks of at most BLOCK_C. */
enum { BLOCK_C = 6 };

static size_t n_blocks(size_t out_c) { return (out_c + BLOCK_C - 1) / BLOCK_C; }

static size_t block_begin(size_t b, size_t out_c)
{
  return b * out_c / n_blocks(out_c);
}

/* Weights in the order in which they are used: [block][tap][channel], taps by
 * rows of the kernel first, so that those of a few rows lie together. */
static void pack(REAL *to, const correlation *a, const pass *p, bool is_turned)
{
  const size_t area = a->kernel_h * a->kernel_w, blocks = n_blocks(a->out_c);
  for (size_t g = 0; g < a->groups; g++)
    for (size_t b = 0; b < blocks; b++)
      for (size_t i = 0; i < a->kernel_h; i++)
        for (size_t c = 0; c < a->in_c; c++)
          for (size_t j = 0; j < a->kernel_w; j++)
            for (size_t o = block_begin(b, a->out_c);
                 o < block_begin(b + 1, a->out_c); o++) {
              const size_t k = i * a->kernel_w + j;
              *to++ = is_turned
                          ? p->w[((g * a->in_c + c) * a->out_c + o) * area +
                                 area - 1 - k]
                          : p->w[((g * a->out_c + o) * a->in_c + c) * area + k];
            }
}

/* One vector of outputs, or two halves of different rows: where halves read and
 * write, how many numbers, and the rows of the kernel that meet the image. */
typedef struct {
  const REAL *from[2];
  size_t to[2], n[2], i0, i1;
} spot;

TAME_INLINE void finish_spot(const correlation *a, REAL *to, const VEC *sum,
                             const spot *s, bool is_split)
{
  VEC z = *sum;
  if (a->has_relu) z = (VEC)((BITS)z & ~(BITS)(z < 0));
  if (!is_split && s->n[1] == VL / 2) {
    VEC old;
    TAME_LOAD(old, to + s->to[0]);
    if (a->adds) z += old;
    TAME_STORE(to + s->to[0], z);
    return;
  }
  for (size_t j = 0; j < 2; j++) {
    REAL *x = to + s->to[j], y[VL];
    TAME_STORE(y, z);
    if (s->n[j] == VL / 2 && !a->adds)
      memcpy(x, y + j * VL / 2, sizeof(VEC) / 2);
    else
      for (size_t k = 0; k < s->n[j]; k++)
        x[k] = a->adds ? x[k] + y[j * VL / 2 + k] : y[j * VL / 2 + k];
  }
}

/* from R on of what the spot reads */
#define TAKE_SPOT(v, s, r)                                                     \
  do {                                                                         \
    if (is_split) {                                                            \
      HALF low, high;                                                          \
      TAME_LOAD(low, (s)[0] + (r));                                            \
      TAME_LOAD(high, (s)[1] + (r));                                           \
      (v) = __builtin_shufflevector(low, high, JOINED);                        \
    } else {                                                                   \
      TAME_LOAD(v, (s)[0] + (r));                                              \
    }                                                                          \
  } while (0)

/* N output channels from O on at two spots */
TAME_INLINE void correlate(const correlation *a, const spot *s, const REAL *w,
                           size_t o, int n, bool is_split)
{
  const size_t channel = a->n * a->out_h * a->out_w;
  const size_t row = a->in_c * a->kernel_w;
  const size_t r0 = (s[0].i0 < s[1].i0 ? s[0].i0 : s[1].i0) * row;
  const size_t r1 = (s[0].i1 > s[1].i1 ? s[0].i1 : s[1].i1) * row;
  const REAL *x[] = {s[0].from[0], s[0].from[1]};
  const REAL *y[] = {s[1].from[0], s[1].from[1]};
  VEC sum[BLOCK_C][2];
#pragma GCC unroll 6
  for (int k = 0; k < n; k++)
    sum[k][0] = sum[k][1] = (a->bias ? a->bias[o + (size_t)k] : 0) - (VEC){0};
  w += r0 * (size_t)n;
  for (size_t r = r0; r < r1; r++, w += n) {
    VEC u, v;
    TAKE_SPOT(u, x, a->offset[r]);
    TAKE_SPOT(v, y, a->offset[r]);
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
      if (s[j].n[0])
        finish_spot(a, a->to + (o + (size_t)k) * channel, &sum[k][j], &s[j],
                    is_split);
}

#define CORRELATE(is_split)                                                    \
  switch (n) {                                                                 \
  case 1:                                                                      \
    correlate(a, s, w, o, 1, is_split);                                        \
    return;                                                                    \
  case 2:                                                                      \
    correlate(a, s, w, o, 2, is_split);                                        \
    return;                                                                    \
  case 3:                                                                      \
    correlate(a, s, w, o, 3, is_split);                                        \
    return;                                                                    \
  case 4:                                                                      \
    correlate(a, s, w, o, 4, is_split);                                        \
    return;                                                                    \
  case 5:                                                                      \
    correlate(a, s, w, o, 5, is_split);                                        \
    return;                                                                    \
  default:                                                                     \
    correlate(a, s, w, o, 6, is_split);                                        \
  }

static void correlate_whole(const correlation *a, const spot *s, const REAL *w,
                            size_t o, size_t n)
{
  CORRELATE(false)
}

static void correlate_halves(const correlation *a, const spot *s, const REAL *w,
                             size_t o, size_t n)
{
  CORRELATE(true)
}

/* Spots of N output channels from O on wait until there are two. */
typedef struct {
  const correlation *a;
  const REAL *weight;
  size_t o, n;
  spot whole[2], halves[2];
  size_t n_whole, n_halves;
} queue;

static void correlate_spots(const queue *q, const spot *s, bool is_split)
{
  (is_split ? correlate_halves : correlate_whole)(q->a, s, q->weight, q->o,
                                                  q->n);
}

static void add_whole(queue *q, const REAL *from, size_t to, size_t n,
                      size_t i0, size_t i1)
{
  spot *s = &q->whole[q->n_whole++];
  s->from[0] = from;
  s->to[0] = to;
  s->to[1] = to + VL / 2;
  s->n[0] = n < VL / 2 ? n : VL / 2;
  s->n[1] = n - s->n[0];
  s->i0 = i0;
  s->i1 = i1;
  if (q->n_whole == 2) correlate_spots(q, q->whole, false);
  q->n_whole %= 2;
}

/* The first of two halves stands for both until the second comes. */
static void add_half(queue *q, const REAL *from, size_t to, size_t n, size_t i0,
                     size_t i1)
{
  const size_t j = q->n_halves % 2;
  spot *s = &q->halves[q->n_halves / 2];
  s->from[j] = s->from[1] = from;
  s->to[j] = to;
  s->n[j] = n;
  if (j == 0) s->n[1] = 0;
  s->i0 = j == 0 || i0 < s->i0 ? i0 : s->i0;
  s->i1 = j == 0 || i1 > s->i1 ? i1 : s->i1;
  if (++q->n_halves == 4) correlate_spots(q, q->halves, true);
  q->n_halves %= 4;
}

/* what waits, beside a spot that writes nothing */
static void end_queue(queue *q)
{
  for (int is_split = 0; is_split < 2; is_split++) {
    spot *s = is_split ? q->halves : q->whole;
    const size_t n = is_split ? (q->n_halves + 1) / 2 : q->n_whole;
    if (n == 0) continue;
    if (n == 1) {
      s[1] = s[0];
      s[1].n[0] = s[1].n[1] = 0;
    }
    correlate_spots(q, s, is_split);
  }
}

/* block B of group G, of example E, which reads X */
static void correlate_block(const correlation *a, size_t g, size_t b, size_t e,
                            const images *x)
{
  const size_t o = block_begin(b, a->out_c), first = g * a->out_c + o;
  queue q = {.a = a,
             .weight = a->weight + first * taps_of(a),
             .o = first,
             .n = block_begin(b + 1, a->out_c) - o};
  for (size_t y = 0; y < a->out_h; y++) {
    const size_t end = a->pad_h + a->h - y;
    const size_t i0 = a->pad_h > y ? a->pad_h - y : 0;
    const size_t i1 = end < a->kernel_h ? end : a->kernel_h;
    for (size_t k = 0; k < a->out_w; k += VL) {
      const size_t n = a->out_w - k < VL ? a->out_w - k : VL;
      const size_t to = (e * a->out_h + y) * a->out_w + k;
      (n <= VL / 2 ? add_half : add_whole)(&q, x->at + y * x->row + k, to, n,
                                           i0, i1);
    }
  }
  end_queue(&q);
}

static void correlate_tile(size_t i, size_t thread, void *ctx)
{
  const correlation *a = ctx;
  const size_t first = i * a->tile;
  const size_t end = a->n - first < a->tile ? a->n : first + a->tile;
  for (size_t e = first; e < end; e++)
    for (size_t g = 0; g < a->groups; g++) {
      const images x = tile_images(a, g, e, 1, scratch_of(a->nn, thread),
                                   e > first || g > 0);
      for (size_t b = 0; b < n_blocks(a->out_c); b++)
        correlate_block(a, g, b, e, &x);
    }
}

static void run_correlation(correlation *a, const pass *p, bool is_turned)
{
  size_t offset[DIRECT_TAPS], *next = offset;
  for (size_t i = 0; i < a->kernel_h; i++)
    for (size_t c = 0; c < a->in_c; c++)
      for (size_t j = 0; j < a->kernel_w; j++) *next++ = tap_offset(a, c, i, j);
  a->offset = offset;
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
