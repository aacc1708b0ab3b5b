/* SPDX-License-Identifier: MIT */
#include "tame/strassen.h"

#include <gsl/gsl_cblas.h>
#include <stdbool.h>

#include "tame/base.h"

/* --- classical products --------------------------------------------------- */

void tame_matmul_loops(double *c, size_t ldc, const double *a, size_t lda,
                       const double *b, size_t ldb, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    double *row = c + i * ldc;
    for (size_t j = 0; j < n; j++) row[j] = 0.0;
    for (size_t k = 0; k < n; k++)
      for (size_t j = 0; j < n; j++) row[j] += a[i * lda + k] * b[k * ldb + j];
  }
}

void tame_matmul_blas(double *c, size_t ldc, const double *a, size_t lda,
                      const double *b, size_t ldb, size_t n)
{
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)n, (int)n,
              1.0, a, (int)lda, b, (int)ldb, 0.0, c, (int)ldc);
}

/* --- the recursion -------------------------------------------------------- */

/* A square block of a matrix. */
typedef struct {
  double *x;
  size_t ld;
} block;
typedef struct {
  const double *x;
  size_t ld;
} const_block;

static block part(block m, size_t half, size_t i, size_t j)
{
  return (block){m.x + i * half * m.ld + j * half, m.ld};
}

static const_block const_part(const_block m, size_t half, size_t i, size_t j)
{
  return (const_block){m.x + i * half * m.ld + j * half, m.ld};
}

/* to <- a + sign b */
static double combine(double *to, const_block a, double sign, const_block b,
                      size_t n)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      to[i * n + j] = a.x[i * a.ld + j] + sign * b.x[i * b.ld + j];
  return (double)n * (double)n;
}

/* c <- m, without an operation, or c <- c + sign m */
static double put(block c, double sign, const double *m, size_t n)
{
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      c.x[i * c.ld + j] =
          sign == 0.0 ? m[i * n + j] : c.x[i * c.ld + j] + sign * m[i * n + j];
  return sign == 0.0 ? 0.0 : (double)n * (double)n;
}

static bool is_base(size_t n, size_t cutoff)
{
  return n <= cutoff || n % 2 == 1;
}

/* One of the seven products: (A_i + sign A_j)(B_k + sign B_l), where a second
 * block is 4 when there is none, and the blocks of C that it is put into, with a
 * sign: 0 the first time. */
typedef struct {
  struct {
    size_t first, second;
    double sign;
  } a, b;
  struct {
    size_t block;
    double sign;
  } to[2];
  size_t n_to;
} product;

/* Blocks 0, 1, 2, 3 are 11, 12, 21, 22.  C11 = M1 + M4 - M5 + M7,
 * C12 = M3 + M5, C21 = M2 + M4, C22 = M1 - M2 + M3 + M6. */
static const product PRODUCTS[7] = {
    {{0, 3, 1}, {0, 3, 1}, {{0, 0}, {3, 0}}, 2},   /* M1 */
    {{2, 3, 1}, {0, 4, 0}, {{2, 0}, {3, -1}}, 2},  /* M2 */
    {{0, 4, 0}, {1, 3, -1}, {{1, 0}, {3, 1}}, 2},  /* M3 */
    {{3, 4, 0}, {2, 0, -1}, {{0, 1}, {2, 1}}, 2},  /* M4 */
    {{0, 1, 1}, {3, 4, 0}, {{0, -1}, {1, 1}}, 2},  /* M5 */
    {{2, 0, -1}, {0, 1, 1}, {{3, 1}, {0, 0}}, 1},  /* M6 */
    {{1, 3, -1}, {2, 3, 1}, {{0, 1}, {0, 0}}, 1}}; /* M7 */

static double multiply(block c, double *work, const_block a, const_block b,
                       size_t n, size_t cutoff, tame_matmul *base)
{
  if (is_base(n, cutoff)) {
    base(c.x, c.ld, a.x, a.ld, b.x, b.ld, n);
    return tame_strassen_count(n, n);
  }
  const size_t half = n / 2, size = half * half;
  double *left = work, *right = work + size, *m = work + 2 * size, count = 0.0;
  for (size_t k = 0; k < 7; k++) {
    const product *p = &PRODUCTS[k];
    const_block f = const_part(a, half, p->a.first / 2, p->a.first % 2);
    const_block g = const_part(b, half, p->b.first / 2, p->b.first % 2);
    if (p->a.second < 4) {
      const size_t s = p->a.second;
      count +=
          combine(left, f, p->a.sign, const_part(a, half, s / 2, s % 2), half);
      f = (const_block){left, half};
    }
    if (p->b.second < 4) {
      const size_t s = p->b.second;
      count +=
          combine(right, g, p->b.sign, const_part(b, half, s / 2, s % 2), half);
      g = (const_block){right, half};
    }
    count +=
        multiply((block){m, half}, work + 3 * size, f, g, half, cutoff, base);
    for (size_t i = 0; i < p->n_to; i++) {
      const size_t to = p->to[i].block;
      count += put(part(c, half, to / 2, to % 2), p->to[i].sign, m, half);
    }
  }
  return count;
}

double tame_strassen(double *c, double *work, const double *a, const double *b,
                     size_t n, size_t cutoff, tame_matmul *base)
{
  TAME_REQUIRE(n > 0 && cutoff > 0);
  return multiply((block){c, n}, work, (const_block){a, n}, (const_block){b, n},
                  n, cutoff, base);
}

size_t tame_strassen_work(size_t n, size_t cutoff)
{
  size_t total = 0;
  for (; !is_base(n, cutoff); n /= 2) total += 3 * (n / 2) * (n / 2);
  return total;
}

double tame_strassen_count(size_t n, size_t cutoff)
{
  const double size = (double)n;
  if (is_base(n, cutoff)) return 2.0 * size * size * size - size * size;
  return 7.0 * tame_strassen_count(n / 2, cutoff) + 4.5 * size * size;
}
