/* SPDX-License-Identifier: MIT */
/* Convolutions 3 x 3 of stride 1 and pad 1 by minimal filtering F(2x2, 3x3):
 * 16 products for 4 outputs instead of 36 (Winograd, "Arithmetic complexity of
 * computations", 1980; Lavin, Gray, arXiv 1509.09308).  For each tile of 2 x 2
 * outputs, d the 4 x 4 inputs that it reads and g the kernel,
 *     y = A' ((G g G') . (B' d B)) A,
 *          [1  0 -1  0]      [1    0   0]       [1 1  1  0]
 *     B' = [0  1  1  0], G = [1/2  1/2 1/2], A' = [0 1 -1 -1],
 *          [0 -1  1  0]      [1/2 -1/2 1/2]
 *          [0  1  0 -1]      [0    0   1]
 * summed over input channels before A', so that each of the 16 entries is a
 * product of matrices [out][in] [in][tiles].  The gradient of the input is the
 * same of dy with each kernel turned by half a turn.
 *
 * A block of tiles is transformed by all threads, a task a channel; then each
 * task makes some channels. */

typedef struct {
  const pass *p;
  wino_tiling t;
  size_t u0, u1;    /* units of the block */
  size_t from, to;  /* channels read and made */
  const REAL *x;    /* read */
  REAL *y;          /* made */
  bool is_gradient; /* of the input */
  bool adds;
  REAL *v; /* transformed block [16][panel][from][lanes] */
  size_t plane;
} wino;

/* where a transformed tile goes: plane, tile of a row and lane apart */
typedef struct {
  REAL *to;
  size_t plane, tile;
} wino_target;

/* Lanes of one unit or several: the images of 16 examples of a channel, or of
 * 16 channels of an example. */
typedef struct {
  const REAL *x;
  size_t stride, n; /* apart; of lanes */
  size_t row;       /* first row of tiles */
} wino_lanes;

/* of unit U: first example, examples, first row of tiles */
typedef struct {
  size_t e0, e, row;
} wino_place;

static wino_place wino_place_of(const wino *a, size_t u)
{
  const size_t e0 = u / a->t.rows * WINO_LANES, left = a->p->n - e0;
  return (wino_place){e0, left < WINO_LANES ? left : WINO_LANES, u % a->t.rows};
}

/* --- blocks of tiles ------------------------------------------------------ */

/* ROWS of tiles: their pixels and a border of one, zeros outside the image, as
 * IMAGE [2 rows + 2][2 cols + 2][lanes]. */
static void wino_image(REAL *image, const wino *a, const wino_lanes *from,
                       size_t rows)
{
  const size_t h = a->p->node->h, w = a->p->node->w, width = 2 * a->t.cols + 2;
  const size_t first = 2 * from->row, top = first ? first - 1 : 0;
  const size_t below = first + 2 * rows + 1, end = below < h ? below : h;
  const size_t skip = first ? 0 : 1;
  const strip s = {w, width - w, (end - top) * w};
  memset(image, 0, skip * width * WINO_LANES * sizeof *image);
  to_lanes(image + (skip * width + 1) * WINO_LANES, from->x + top * w,
           from->stride, from->n, &s);
  const size_t filled = skip + end - top;
  memset(image + filled * width * WINO_LANES, 0,
         (2 * rows + 2 - filled) * width * WINO_LANES * sizeof *image);
  for (size_t r = 0; r < filled; r++) {
    REAL *row = image + r * width * WINO_LANES;
    memset(row, 0, WINO_LANES * sizeof *row);
    memset(row + (w + 1) * WINO_LANES, 0,
           (width - w - 1) * WINO_LANES * sizeof *row);
  }
}

/* B' d B of a row of tiles */
static void wino_tiles(const wino_target *out, const REAL *image, size_t cols)
{
  const size_t down = (2 * cols + 2) * WINO_LANES;
  for (size_t j = 0; j < cols; j++)
    for (size_t k = 0; k < WINO_LANES; k += VEC_N) {
      const REAL *d = image + 2 * j * WINO_LANES + k;
      REAL *to = out->to + j * out->tile + k;
      vec b[4][4];
      for (size_t i = 0; i < 4; i++, d += WINO_LANES) {
        const vec d0 = *(const vec *)d, d1 = *(const vec *)(d + down);
        const vec d2 = *(const vec *)(d + 2 * down);
        const vec d3 = *(const vec *)(d + 3 * down);
        b[0][i] = d0 - d2;
        b[1][i] = d1 + d2;
        b[2][i] = d2 - d1;
        b[3][i] = d1 - d3;
      }
      for (size_t i = 0; i < 4; i++, to += 4 * out->plane) {
        *(vec *)to = b[i][0] - b[i][2];
        *(vec *)(to + out->plane) = b[i][1] + b[i][2];
        *(vec *)(to + 2 * out->plane) = b[i][2] - b[i][1];
        *(vec *)(to + 3 * out->plane) = b[i][1] - b[i][3];
      }
    }
}

typedef void wino_transform(const wino_target *out, const REAL *image,
                            size_t cols);

/* rows of tiles that follow unit U in its image and block, at most 4 */
static size_t wino_rows_from(const wino *a, size_t u)
{
  size_t rows = a->t.rows - u % a->t.rows;
  if (rows > a->u1 - u) rows = a->u1 - u;
  return rows < WINO_ROWS ? rows : WINO_ROWS;
}

static void wino_rows(wino_target out, const wino *a, const wino_lanes *from,
                      size_t rows, REAL *image, wino_transform *transform)
{
  const size_t down = 2 * (2 * a->t.cols + 2) * WINO_LANES;
  wino_image(image, a, from, rows);
  for (size_t r = 0; r < rows; r++, out.to += a->t.cols * out.tile)
    transform(&out, image + r * down, a->t.cols);
}

static void wino_read(size_t c, size_t thread, void *ctx)
{
  const wino *a = ctx;
  const size_t area = a->p->node->h * a->p->node->w;
  REAL *image = aligned(scratch_of(a->p->nn, thread));
  wino_target out = {a->v + c * WINO_LANES, a->plane, a->from * WINO_LANES};
  for (size_t u = a->u0, rows; u < a->u1; u += rows) {
    const wino_place at = wino_place_of(a, u);
    const wino_lanes from = {a->x + c * row_of(a->p) + at.e0 * area, area, at.e,
                             at.row};
    rows = wino_rows_from(a, u);
    wino_rows(out, a, &from, rows, image, wino_tiles);
    out.to += rows * a->t.cols * out.tile;
  }
}

/* --- weights -------------------------------------------------------------- */

/* G times a column of three */
static inline void wino_times_g(quad to[4], quad a, quad b, quad c)
{
  const quad half = EACH_OF_QUAD((REAL)0.5), s = half * (a + c), d = half * b;
  to[0] = a;
  to[1] = s + d;
  to[2] = s - d;
  to[3] = c;
}

/* Kernels of 4 channels, ACROSS apart: each entry as a quad. */
static inline void wino_kernels(quad g[9], const REAL *w, size_t across)
{
  for (size_t k = 0; k < 8; k += 4) {
    for (size_t i = 0; i < 4; i++)
      g[k + i] = *(const quad *)(w + i * across + k);
    transpose(g + k);
  }
  g[8] = (quad){w[8], w[across + 8], w[2 * across + 8], w[3 * across + 8]};
}

/* U, 16 quads PLANE apart, <- G g G' of 4 kernels */
static inline void wino_kernel(REAL *u, size_t plane, const REAL *w,
                               size_t across, bool turns)
{
  quad g[9], t[3][4];
  wino_kernels(g, w, across);
  for (size_t k = 0; k < 4 && turns; k++) {
    const quad swap = g[k];
    g[k] = g[8 - k];
    g[8 - k] = swap;
  }
  for (size_t k = 0; k < 3; k++) wino_times_g(t[k], g[k], g[3 + k], g[6 + k]);
  for (size_t i = 0; i < 4; i++) {
    quad r[4];
    wino_times_g(r, t[0][i], t[1][i], t[2][i]);
    for (size_t j = 0; j < 4; j++) *(quad *)(u + (4 * i + j) * plane) = r[j];
  }
}

/* U [16][made / 4][from][4] <- G g G' of channels C0 .. C1 - 1, in the order in
 * which kernels lie in memory */
static void wino_weights(REAL *u, size_t plane, const wino *a, size_t c0,
                         size_t c1)
{
  const size_t in = a->p->in->c;
  if (a->is_gradient)
    for (size_t f = 0; f < a->from; f++)
      for (size_t c = c0; c < c1; c += 4)
        wino_kernel(u + (c - c0) * a->from + 4 * f, plane,
                    a->p->w + (f * in + c) * 9, 9, true);
  else
    for (size_t c = c0; c < c1; c += 4)
      for (size_t f = 0; f < in; f++)
        wino_kernel(u + (c - c0) * in + 4 * f, plane,
                    a->p->w + (c * in + f) * 9, in * 9, false);
}

/* --- channels made -------------------------------------------------------- */

/* A' m A of one tile, plus BIAS, then ReLU: Y, pixels of a row ONE apart (0 for
 * a tile of one column) and rows DOWN apart */
static inline void wino_inverse(REAL *y, const REAL *m, size_t plane, REAL bias,
                                bool has_relu, size_t one, size_t down)
{
  const vec b = EACH(bias), zero = EACH(0);
  for (size_t k = 0; k < WINO_LANES; k += VEC_N) {
    vec t[2][4];
    for (size_t j = 0; j < 4; j++) {
      const REAL *from = m + j * plane + k;
      const vec m0 = *(const vec *)from;
      const vec m1 = *(const vec *)(from + 4 * plane);
      const vec m2 = *(const vec *)(from + 8 * plane);
      const vec m3 = *(const vec *)(from + 12 * plane);
      t[0][j] = m0 + m1 + m2;
      t[1][j] = m1 - m2 - m3;
    }
    for (size_t i = 0; i < 2; i++) {
      vec r[2] = {t[i][0] + t[i][1] + t[i][2] + b,
                  t[i][1] - t[i][2] - t[i][3] + b};
      for (size_t j = 0; j < 2 && has_relu; j++)
        r[j] = (vec)((vec_mask)r[j] & ~(vec_mask)(r[j] < zero));
      *(vec *)(y + i * down + k) = r[0];
      if (one) *(vec *)(y + i * down + one + k) = r[1];
    }
  }
}

/* Channels C0 .. of unit U from products M [16][tile][PART][lanes]. */
static void wino_unit(const wino *a, REAL *pixels, const REAL *m, size_t plane,
                      size_t u, size_t c0, size_t part)
{
  const tame_node *o = a->p->node;
  const wino_place at = wino_place_of(a, u);
  const size_t w = o->w, area = o->h * w, row = a->p->n * area;
  const size_t rows = 2 * at.row + 2 <= o->h ? 2 : 1;
  const bool has_bias = o->has_bias && !a->is_gradient;
  const bool has_relu = a->p->plan->has_relu && !a->is_gradient;
  const REAL *bias = a->p->w + o->c * a->p->in->c * 9;
  for (size_t c = 0; c < part; c++) {
    for (size_t j = 0; j < a->t.cols; j++)
      wino_inverse(pixels + 2 * j * WINO_LANES, m + (j * part + c) * WINO_LANES,
                   plane, has_bias ? bias[c0 + c] : 0, has_relu,
                   2 * j + 1 < w ? WINO_LANES : 0, w * WINO_LANES);
    from_lanes(a->y + (c0 + c) * row + at.e0 * area + 2 * at.row * w, pixels,
               area, at.e, rows * w, a->adds);
  }
}

/* M [panel][part][lanes] <- U V for N panels; 128 terms at a time, for the sake
 * of the cache and of rounding */
static void wino_products(REAL *m, const REAL *u, const REAL *v, size_t part,
                          size_t from, size_t n)
{
  for (size_t q = 0; q < n; q++, v += from * WINO_LANES)
    for (size_t k = 0; k < from; k += WINO_DEPTH)
      for (size_t c = 0; c < part; c += 4)
        product(m + (q * part + c) * WINO_LANES, WINO_LANES,
                u + c * from + 4 * k, 4, v + k * WINO_LANES,
                from - k < WINO_DEPTH ? from - k : WINO_DEPTH, k > 0);
}

static void wino_make(size_t i, size_t thread, void *ctx)
{
  const wino *a = ctx;
  const size_t c0 = i * wino_part(a->to), left = a->to - c0;
  const size_t part = left < wino_part(a->to) ? left : wino_part(a->to);
  const size_t u_plane = part * a->from + WINO_PAD;
  const size_t m_plane = a->t.span * a->t.cols * part * WINO_LANES + WINO_PAD;
  REAL *w = aligned(scratch_of(a->p->nn, thread));
  REAL *m = w + WINO_POINTS * u_plane, *pixels = m + WINO_POINTS * m_plane;
  wino_weights(w, u_plane, a, c0, c0 + part);
  for (size_t u = a->u0; u < a->u1; u += a->t.span) {
    const size_t end = u + a->t.span < a->u1 ? u + a->t.span : a->u1;
    const size_t q = (u - a->u0) * a->t.cols;
    for (size_t k = 0; k < WINO_POINTS; k++)
      wino_products(m + k * m_plane, w + k * u_plane,
                    a->v + k * a->plane + q * a->from * WINO_LANES, part,
                    a->from, (end - u) * a->t.cols);
    for (size_t r = u; r < end; r++)
      wino_unit(a, pixels, m + (r - u) * a->t.cols * part * WINO_LANES, m_plane,
                r, c0, part);
  }
}

static void wino_run(wino *a)
{
  tame_team *team = a->p->nn->o.team;
  const size_t part = wino_part(a->to);
  a->v = aligned(a->p->nn->shared);
  a->plane = wino_plane(&a->t, a->from);
  for (a->u0 = 0; a->u0 < a->t.units; a->u0 = a->u1) {
    a->u1 = a->u0 + a->t.block;
    if (a->u1 > a->t.units) a->u1 = a->t.units;
    tame_team_run(team, a->from, wino_read, a);
    tame_team_run(team, (a->to + part - 1) / part, wino_make, a);
  }
}

static void wino_forward(const pass *p)
{
  wino a = {.p = p,
            .t = wino_tiling_of(p->nn->net, p->node, p->n),
            .from = p->in->c,
            .to = p->node->c,
            .x = p->x[0],
            .y = p->y};
  wino_run(&a);
}

static void wino_input(const pass *p)
{
  wino a = {.p = p,
            .t = wino_tiling_of(p->nn->net, p->node, p->n),
            .from = p->node->c,
            .to = p->in->c,
            .x = p->dy,
            .y = p->dx[0],
            .is_gradient = true,
            .adds = p->plan->adds[0]};
  wino_run(&a);
}
