/* SPDX-License-Identifier: MIT */
/* Vectors of 32 bytes and quads of 4 numbers; 16 examples side by side, the
 * lanes, and the product of matrices stored that way. */

enum { VEC_N = 32 / sizeof(REAL), PAIR = 2 * VEC_N };

typedef REAL vec
    __attribute__((vector_size(32), aligned(sizeof(REAL)), may_alias));
typedef LANE_BITS vec_mask __attribute__((vector_size(32)));
typedef REAL quad __attribute__((vector_size(4 * sizeof(REAL)),
                                 aligned(sizeof(REAL)), may_alias));

static inline void transpose(quad a[4])
{
  const quad t0 = __builtin_shufflevector(a[0], a[1], 0, 4, 1, 5);
  const quad t1 = __builtin_shufflevector(a[0], a[1], 2, 6, 3, 7);
  const quad t2 = __builtin_shufflevector(a[2], a[3], 0, 4, 1, 5);
  const quad t3 = __builtin_shufflevector(a[2], a[3], 2, 6, 3, 7);
  a[0] = __builtin_shufflevector(t0, t2, 0, 1, 4, 5);
  a[1] = __builtin_shufflevector(t0, t2, 2, 3, 6, 7);
  a[2] = __builtin_shufflevector(t1, t3, 0, 1, 4, 5);
  a[3] = __builtin_shufflevector(t1, t3, 2, 3, 6, 7);
}

/* The first number on a boundary of 64 bytes. */
static REAL *aligned(REAL *x)
{
  const size_t off = (size_t)((uintptr_t)x % 64 / sizeof(REAL));
  return off ? x + 64 / sizeof(REAL) - off : x;
}

/* Pixels of a few rows of an image of width W, [rows][w], as they lie in a
 * buffer with GAP more pixels in each row. */
typedef struct {
  size_t w, gap, n; /* n = rows w */
} strip;

/* where the next pixel goes, and its column */
typedef struct {
  REAL *to;
  size_t x;
} pixel;

static inline REAL *next(pixel *p, const strip *s)
{
  REAL *to = p->to;
  p->to += WINO_LANES;
  if (++p->x < s->w) return to;
  p->x = 0;
  p->to += s->gap * WINO_LANES;
  return to;
}

/* TO [pixel][lane] <- lanes X, E <= 16 of them STRIDE apart; others 0 */
static void to_lanes(REAL *to, const REAL *x, size_t stride, size_t e,
                     const strip *s)
{
  const size_t e4 = e / 4 * 4;
  for (size_t i = 0; i < e4; i += 4, x += 4 * stride) {
    pixel p = {to + i, 0};
    size_t k = 0;
    for (; k + 4 <= s->n; k += 4) {
      quad a[4];
      for (size_t j = 0; j < 4; j++) a[j] = *(const quad *)(x + j * stride + k);
      transpose(a);
      for (size_t j = 0; j < 4; j++) *(quad *)next(&p, s) = a[j];
    }
    for (; k < s->n; k++)
      *(quad *)next(&p, s) =
          (quad){x[k], x[stride + k], x[2 * stride + k], x[3 * stride + k]};
  }
  for (size_t i = e4; i < WINO_LANES; i++, x += stride) {
    pixel p = {to + i, 0};
    for (size_t k = 0; k < s->n; k++) *next(&p, s) = i < e ? x[k] : 0;
  }
}

/* X <- FROM [pixel][lane], or X += FROM, E examples of N pixels */
static void from_lanes(REAL *x, const REAL *from, size_t stride, size_t e,
                       size_t n, bool adds)
{
  const size_t e4 = e / 4 * 4, n4 = n / 4 * 4;
  for (size_t i = 0; i < e4; i += 4)
    for (size_t k = 0; k < n4; k += 4) {
      quad a[4];
      for (size_t j = 0; j < 4; j++)
        a[j] = *(const quad *)(from + (k + j) * WINO_LANES + i);
      transpose(a);
      for (size_t j = 0; j < 4; j++) {
        quad *y = (quad *)(x + (i + j) * stride + k);
        if (adds) a[j] += *y;
        *y = a[j];
      }
    }
  for (size_t i = 0; i < e; i++)
    for (size_t k = i < e4 ? n4 : 0; k < n; k++) {
      const REAL a = from[k * WINO_LANES + i];
      x[i * stride + k] = adds ? x[i * stride + k] + a : a;
    }
}

/* M [4][lanes], rows LDM apart, <- sum_k U_k V_k' of U_k [4], V_k [lanes], or
 * +=; U_k are LDU apart, V_k follow one another. */
static inline void product(REAL *m, size_t ldm, const REAL *u, size_t ldu,
                           const REAL *v, size_t n, bool adds)
{
  for (size_t half = 0; half < WINO_LANES; half += PAIR) {
    vec s[4][2];
    REAL *to = m + half;
    const REAL *a = u, *b = v + half;
    for (size_t i = 0; i < 4; i++)
      for (size_t j = 0; j < 2; j++) s[i][j] = EACH(0);
    for (size_t k = 0; k < n; k++, a += ldu, b += WINO_LANES) {
      const vec b0 = *(const vec *)b, b1 = *(const vec *)(b + VEC_N);
      for (size_t i = 0; i < 4; i++) {
        const vec c = EACH(a[i]);
        s[i][0] = VEC_MULADD(c, b0, s[i][0]);
        s[i][1] = VEC_MULADD(c, b1, s[i][1]);
      }
    }
    for (size_t i = 0; i < 4; i++)
      for (size_t j = 0; j < 2; j++) {
        vec *y = (vec *)(to + i * ldm + j * VEC_N);
        if (adds) s[i][j] += *y;
        *y = s[i][j];
      }
  }
}
