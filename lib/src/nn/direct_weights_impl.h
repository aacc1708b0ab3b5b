/* SPDX-License-Identifier: MIT */
/* Gradient of the weights of the convolutions of direct_impl.h: registers hold
 * a few entries of it, a sum in each lane over the rows of the images. */

/* Entries in registers: of 2 output channels and 5 taps. */
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

/* dw (o, k) += sum over the images of dy (o) x (k), o < N_O,
 * FIRST <= k < FIRST + N_K */
TAME_INLINE void weight_block(const correlation *a, REAL *dw, const images *x,
                              const images *dy, size_t t, size_t first, int n_o,
                              int n_k)
{
  VEC sum[BLOCK_O * BLOCK_T];
  const REAL *from[BLOCK_T], *d[BLOCK_O];
#pragma GCC unroll 5
  for (int k = 0; k < n_k; k++) from[k] = x->at + a->offset[first + (size_t)k];
#pragma GCC unroll 2
  for (int o = 0; o < n_o; o++) {
    d[o] = dy->at + (size_t)o * dy->channel;
#pragma GCC unroll 5
    for (int k = 0; k < n_k; k++) sum[o * n_k + k] = (VEC){0};
  }
  for (size_t e = 0; e < t; e++)
    for (size_t y = 0; y < a->out_h; y++) {
      size_t at = e * x->example + y * x->row;
      size_t to = e * dy->example + y * dy->row;
      for (const size_t end = to + a->out_w; to < end; at += VL, to += VL) {
        VEC u[BLOCK_O], v;
#pragma GCC unroll 2
        for (int o = 0; o < n_o; o++) TAME_LOAD(u[o], d[o] + to);
#pragma GCC unroll 5
        for (int k = 0; k < n_k; k++) {
          TAME_LOAD(v, from[k] + at);
          TAME_KEEP(v);
#pragma GCC unroll 2
          for (int o = 0; o < n_o; o++)
            sum[o * n_k + k] = MULADD(u[o], v, sum[o * n_k + k]);
        }
      }
    }
  const size_t taps = taps_of(a);
  add_up(sum, n_o * n_k);
  for (int q = 0; q < n_o * n_k; q++)
    dw[(size_t)(q / n_k) * taps + first + (size_t)(q % n_k)] +=
        sum[(size_t)q / VL][(size_t)q % VL];
}

static void weight_row(const correlation *a, REAL *dw, const images *x,
                       const images *dy, size_t t, size_t n)
{
  const size_t taps = taps_of(a);
  size_t k = 0;
#define ROW(width)                                                             \
  if (n == 2)                                                                  \
    weight_block(a, dw, x, dy, t, k, 2, width);                                \
  else                                                                         \
    weight_block(a, dw, x, dy, t, k, 1, width)
  for (; k + BLOCK_T <= taps; k += BLOCK_T) ROW(BLOCK_T);
  switch (taps - k) {
  case 1:
    ROW(1);
    return;
  case 2:
    ROW(2);
    return;
  case 3:
    ROW(3);
    return;
  case 4:
    ROW(4);
    return;
  default:
    return;
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
  for (size_t g = 0; g < a->groups; g++) {
    const images x = tile_images(a, g, e0, t, scratch, false);
    images dy = all;
    dy.at += g * a->out_c * all.channel + e0 * area;
    if (a->out_w % VL)
      dy = padded(scratch + direct_input_size(s->p->node, a->in_c), &all,
                  g * a->out_c, a->out_c, e0, t, a->out_h, a->out_w, 0, 0,
                  whole_vectors(a->out_w), false);
    for (size_t o = 0; o < a->out_c; o += BLOCK_O) {
      images d = dy;
      d.at += o * dy.channel;
      weight_row(a, dw + (g * a->out_c + o) * taps, &x, &d, t,
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
  size_t offset[DIRECT_TAPS], *next = offset;
  for (size_t c = 0; c < s.a.in_c; c++)
    for (size_t i = 0; i < s.a.kernel_h; i++)
      for (size_t j = 0; j < s.a.kernel_w; j++)
        *next++ = tap_offset(&s.a, c, i, j);
  s.a.offset = offset;
  s.parts = tiles < DIRECT_PARTS ? tiles : DIRECT_PARTS;
  tame_team_run(p->nn->o.team, s.parts, weight_part, &s);
  add_parts(p, s.parts);
}
