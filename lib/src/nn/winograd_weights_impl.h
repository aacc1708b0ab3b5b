/* SPDX-License-Identifier: MIT */
/* The gradient of the weights of winograd_impl.h, by transposing its steps:
 *     dg = G' (sum over tiles of (A dy A') . (B' d B)) G,
 * for each of the 16 entries a product [out][tiles] [tiles][in]. */

typedef struct {
  wino in;        /* the input: v [16][in][panel][lanes] */
  REAL *dm;       /* [16][out][panel][lanes] */
  size_t dm_plane;
} wino_outer;

/* A dy A' of a row of tiles */
static void wino_cotiles(const wino_target *out, const REAL *image,
                         size_t cols)
{
  const size_t down = (2 * cols + 2) * WINO_LANES;
  for (size_t j = 0; j < cols; j++)
    for (size_t k = 0; k < WINO_LANES; k += VEC) {
      const REAL *d = image + down + (2 * j + 1) * WINO_LANES + k;
      REAL *to = out->to + j * out->tile + k;
      vec b[4][2];
      for (size_t i = 0; i < 2; i++, d += WINO_LANES) {
        const vec d0 = *(const vec *)d, d1 = *(const vec *)(d + down);
        b[0][i] = d0;
        b[1][i] = d0 + d1;
        b[2][i] = d0 - d1;
        b[3][i] = -d1;
      }
      for (size_t i = 0; i < 4; i++, to += 4 * out->plane) {
        *(vec *)to = b[i][0];
        *(vec *)(to + out->plane) = b[i][0] + b[i][1];
        *(vec *)(to + 2 * out->plane) = b[i][0] - b[i][1];
        *(vec *)(to + 3 * out->plane) = -b[i][1];
      }
    }
}

/* numbers of a channel of the block */
static size_t wino_length(const wino *a)
{
  return (a->u1 - a->u0) * a->t.cols * WINO_LANES;
}

/* tasks 0 .. in - 1 transform the input, the others dy */
static void wino_read_both(size_t i, size_t thread, void *ctx)
{
  const wino_outer *b = ctx;
  const wino *a = &b->in;
  const size_t c = i < a->from ? i : i - a->from, row = row_of(a->p);
  wino_target out = {a->v + c * wino_length(a), a->plane, WINO_LANES};
  if (i < a->from) {
    wino_channel(out, a, a->x + c * row, thread, wino_tiles);
    return;
  }
  out.to = b->dm + c * wino_length(a);
  out.plane = b->dm_plane;
  wino_channel(out, a, a->p->dy + c * row, thread, wino_cotiles);
}

/* G' times a column of four */
static inline void wino_g_times(quad to[3], quad a, quad b, quad c, quad d)
{
  const quad half = EACH_OF_QUAD((REAL)0.5), s = half * (b + c);
  to[0] = a + s;
  to[1] = half * (b - c);
  to[2] = s + d;
}

/* DW of 4 kernels, ACROSS apart, <- G' u G or += */
static inline void wino_kernel_gradient(REAL *dw, size_t across, const REAL *u,
                                        size_t plane, bool adds)
{
  quad t[4][3], g[9];
  for (size_t j = 0; j < 4; j++)
    wino_g_times(t[j], *(const quad *)(u + j * plane),
                 *(const quad *)(u + (4 + j) * plane),
                 *(const quad *)(u + (8 + j) * plane),
                 *(const quad *)(u + (12 + j) * plane));
  for (size_t i = 0; i < 3; i++)
    wino_g_times(g + 3 * i, t[0][i], t[1][i], t[2][i], t[3][i]);
  for (size_t k = 0; k < 8; k += 4) {
    transpose(g + k);
    for (size_t i = 0; i < 4; i++) {
      quad *to = (quad *)(dw + i * across + k);
      if (adds) g[k + i] += *to;
      *to = g[k + i];
    }
  }
  for (size_t i = 0; i < 4; i++)
    dw[i * across + 8] = (adds ? dw[i * across + 8] : 0) + g[8][i];
}

/* PART output channels from O0 and N of the input from C0 */
static void wino_gradient_block(const wino_outer *b, REAL *du, size_t o0,
                                size_t part, size_t c0, size_t n)
{
  const wino *a = &b->in;
  const size_t length = wino_length(a), plane = n * part, in = a->from;
  for (size_t k = 0; k < WINO_POINTS; k++)
    for (size_t o = 0; o < part; o += 4)
      for (size_t c = 0; c < n; c += 2)
        product_inner(du + k * plane + c * part + o, part,
                      b->dm + k * b->dm_plane + (o0 + o) * length,
                      a->v + k * a->plane + (c0 + c) * length, length, length);
  for (size_t o = 0; o < part; o += 4)
    for (size_t c = 0; c < n; c++)
      wino_kernel_gradient(a->p->dw + ((o0 + o) * in + c0 + c) * 9, in * 9,
                           du + c * part + o, plane, a->u0 > 0);
}

static void wino_make_weights(size_t i, size_t thread, void *ctx)
{
  const wino_outer *b = ctx;
  const size_t out = b->in.p->node->c, in = b->in.from;
  const size_t o0 = i * wino_part(out);
  const size_t part = out - o0 < wino_part(out) ? out - o0 : wino_part(out);
  REAL *du = aligned(scratch_of(b->in.p->nn, thread));
  for (size_t c = 0; c < in; c += WINO_C_BLOCK)
    wino_gradient_block(b, du, o0, part, c,
                        in - c < WINO_C_BLOCK ? in - c : WINO_C_BLOCK);
}

static void wino_weights_gradient(const pass *p)
{
  tame_team *team = p->nn->o.team;
  const size_t out = p->node->c, part = wino_part(out);
  wino_outer b = {.in = {.p = p, .x = p->x[0], .from = p->in->c}};
  wino *a = &b.in;
  a->t = wino_tiling_of(p->nn->net, p->node, p->n);
  a->v = aligned(p->nn->shared);
  a->plane = wino_plane(&a->t, a->from);
  b.dm = a->v + WINO_POINTS * a->plane;
  b.dm_plane = wino_plane(&a->t, out);
  for (a->u0 = 0; a->u0 < a->t.units; a->u0 = a->u1) {
    a->u1 = a->u0 + a->t.block;
    if (a->u1 > a->t.units) a->u1 = a->t.units;
    tame_team_run(team, a->from + out, wino_read_both, &b);
    tame_team_run(team, (out + part - 1) / part, wino_make_weights, &b);
  }
}
