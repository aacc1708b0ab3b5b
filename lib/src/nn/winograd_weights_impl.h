/* SPDX-License-Identifier: MIT */
/* The gradient of the weights of winograd_impl.h, by transposing its steps:
 *     dg = G' (sum over tiles of (A dy A') . (B' d B)) G,
 * for each of the 16 entries a product [out][tiles] [tiles][in].  Here lanes
 * are channels. */

typedef struct {
  wino in;  /* the input: v [16][in / 16][tile][lanes] */
  REAL *dm; /* [16][out / 16][tile][lanes] */
  size_t dm_plane;
} wino_outer;

/* A dy A' of a row of tiles */
static void wino_cotiles(const wino_target *out, const REAL *image, size_t cols)
{
  const size_t down = (2 * cols + 2) * WINO_LANES;
  for (size_t j = 0; j < cols; j++)
    for (size_t k = 0; k < WINO_LANES; k += VEC_N) {
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

/* tiles of the block */
static size_t wino_depth(const wino *a) { return (a->u1 - a->u0) * a->t.cols; }

/* Group G of 16 of the C channels of X. */
static void wino_group(wino_target out, const wino *a, const REAL *x, size_t c,
                       size_t g, REAL *image, wino_transform *transform)
{
  const size_t area = a->p->node->h * a->p->node->w, row = row_of(a->p);
  const size_t c0 = g * WINO_LANES, left = c - c0;
  for (size_t u = a->u0, rows; u < a->u1; u += rows) {
    const wino_lanes from = {x + c0 * row + u / a->t.rows * area, row,
                             left < WINO_LANES ? left : WINO_LANES,
                             u % a->t.rows};
    rows = wino_rows_from(a, u);
    wino_rows(out, a, &from, rows, image, transform);
    out.to += rows * a->t.cols * WINO_LANES;
  }
}

/* the first tasks transform the input, the others dy */
static void wino_read_both(size_t i, size_t thread, void *ctx)
{
  const wino_outer *b = ctx;
  const wino *a = &b->in;
  const size_t inputs = wino_groups(a->from), size = wino_depth(a) * WINO_LANES;
  REAL *image = aligned(scratch_of(a->p->nn, thread));
  if (i < inputs) {
    const wino_target out = {a->v + i * size, a->plane, WINO_LANES};
    wino_group(out, a, a->x, a->from, i, image, wino_tiles);
  } else {
    const size_t g = i - inputs;
    const wino_target out = {b->dm + g * size, b->dm_plane, WINO_LANES};
    wino_group(out, a, a->p->dy, a->p->node->c, g, image, wino_cotiles);
  }
}

/* G' times a column of four */
static inline void wino_g_times(quad to[3], quad a, quad b, quad c, quad d)
{
  const quad half = EACH_OF_QUAD((REAL)0.5), s = half * (b + c);
  to[0] = a + s;
  to[1] = half * (b - c);
  to[2] = s + d;
}

/* DW of 4 kernels, one after another, <- G' u G or += */
static inline void wino_kernel_gradient(REAL *dw, const REAL *u, size_t plane,
                                        bool adds)
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
      quad *to = (quad *)(dw + i * 9 + k);
      if (adds) g[k + i] += *to;
      *to = g[k + i];
    }
  }
  for (size_t i = 0; i < 4; i++)
    dw[i * 9 + 8] = (adds ? dw[i * 9 + 8] : 0) + g[8][i];
}

/* DU [16][part][64] <- entry K of the sum, PART output channels from O0 and N
 * of the input from C0 */
static void wino_sum(REAL *du, const wino_outer *b, size_t k, size_t o0,
                     size_t part, size_t c0, size_t n)
{
  const size_t depth = wino_depth(&b->in), size = depth * WINO_LANES;
  for (size_t t = 0; t < depth; t += WINO_DEPTH)
    for (size_t c = 0; c < n; c += WINO_LANES)
      for (size_t o = 0; o < part; o += 4)
        product(du + o * WINO_C_BLOCK + c, WINO_C_BLOCK,
                b->dm + k * b->dm_plane + (o0 + o) / WINO_LANES * size +
                    t * WINO_LANES + (o0 + o) % WINO_LANES,
                WINO_LANES,
                b->in.v + k * b->in.plane + (c0 + c) / WINO_LANES * size +
                    t * WINO_LANES,
                depth - t < WINO_DEPTH ? depth - t : WINO_DEPTH, t > 0);
}

static void wino_gradient_block(const wino_outer *b, REAL *du, size_t o0,
                                size_t part, size_t c0, size_t n)
{
  const wino *a = &b->in;
  const size_t plane = part * WINO_C_BLOCK + WINO_PAD, in = a->from;
  for (size_t k = 0; k < WINO_POINTS; k++)
    wino_sum(du + k * plane, b, k, o0, part, c0, n);
  for (size_t o = 0; o < part; o++)
    for (size_t c = 0; c < n; c += 4)
      wino_kernel_gradient(a->p->dw + ((o0 + o) * in + c0 + c) * 9,
                           du + o * WINO_C_BLOCK + c, plane, a->u0 > 0);
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
  a->t = wino_weights_tiling(p->nn->net, p->node, p->n);
  a->v = aligned(p->nn->shared);
  a->plane = wino_weights_plane(&a->t, a->from);
  b.dm = a->v + WINO_POINTS * a->plane;
  b.dm_plane = wino_weights_plane(&a->t, out);
  for (a->u0 = 0; a->u0 < a->t.units; a->u0 = a->u1) {
    a->u1 = a->u0 + a->t.block;
    if (a->u1 > a->t.units) a->u1 = a->t.units;
    tame_team_run(team, wino_groups(a->from) + wino_groups(out), wino_read_both,
                  &b);
    tame_team_run(team, (out + part - 1) / part, wino_make_weights, &b);
  }
}
