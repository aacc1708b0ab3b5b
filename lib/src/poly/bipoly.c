/* SPDX-License-Identifier: MIT */
/* Polynomials of two variables with ball coefficients. */
#include <stdlib.h>
#include <string.h>

#include "ball.h"
#include "tame/base.h"

static tame_bipoly *alloc(tame_precision precision, size_t n, size_t m)
{
  tame_bipoly *p = tame_calloc(1, sizeof *p);
  TAME_REQUIRE(n <= TAME_BIPOLY_MAX_DEGREE && m <= TAME_BIPOLY_MAX_DEGREE);
  *p = (tame_bipoly){n, m, precision,
                     tame_calloc((n + 1) * (m + 1), sizeof *p->a)};
  return p;
}

void tame_bipoly_free(tame_bipoly *p)
{
  if (!p) return;
  free(p->a);
  free(p);
}

tame_bipoly *tame_bipoly_copy(const tame_bipoly *p)
{
  tame_bipoly *q = alloc(p->precision, p->n, p->m);
  memcpy(q->a, p->a, (p->n + 1) * (p->m + 1) * sizeof *p->a);
  return q;
}

tame_bipoly *tame_bipoly_monomial(tame_precision precision, double c, size_t i,
                                  size_t j)
{
  tame_bipoly *p = alloc(precision, i, j);
  p->a[i * (j + 1) + j] = ball_exact(c);
  return p;
}

/* to += p, which has no larger degrees */
static void accumulate(tame_bipoly *to, const tame_bipoly *p)
{
  for (size_t i = 0; i <= p->n; i++)
    for (size_t j = 0; j <= p->m; j++) {
      tame_ball *t = &to->a[i * (to->m + 1) + j];
      *t = ball_add(*t, p->a[i * (p->m + 1) + j], to->precision);
    }
}

tame_bipoly *tame_bipoly_add(tame_bipoly *p, tame_bipoly *q)
{
  TAME_REQUIRE(p->precision == q->precision);
  tame_bipoly *sum =
      alloc(p->precision, p->n > q->n ? p->n : q->n, p->m > q->m ? p->m : q->m);
  accumulate(sum, p);
  accumulate(sum, q);
  tame_bipoly_free(p);
  tame_bipoly_free(q);
  return sum;
}

tame_bipoly *tame_bipoly_mul(tame_bipoly *p, tame_bipoly *q)
{
  const tame_precision precision = p->precision;
  TAME_REQUIRE(precision == q->precision);
  tame_bipoly *product = alloc(precision, p->n + q->n, p->m + q->m);
  for (size_t i = 0; i <= p->n; i++)
    for (size_t j = 0; j <= p->m; j++)
      for (size_t k = 0; k <= q->n; k++)
        for (size_t h = 0; h <= q->m; h++) {
          tame_ball *t = &product->a[(i + k) * (product->m + 1) + j + h];
          const tame_ball term = ball_mul(p->a[i * (p->m + 1) + j],
                                          q->a[k * (q->m + 1) + h], precision);
          *t = ball_add(*t, term, precision);
        }
  tame_bipoly_free(p);
  if (q != p) tame_bipoly_free(q);
  return product;
}

/* Horner's rule in both variables. */
tame_ball tame_bipoly_at(const tame_bipoly *p, double t, double z)
{
  const tame_precision precision = p->precision;
  tame_ball value = ball_exact(0.0);
  for (size_t i = p->n + 1; i-- > 0;) {
    tame_ball row = ball_exact(0.0);
    for (size_t j = p->m + 1; j-- > 0;)
      row = ball_add(ball_mul(row, ball_exact(z), precision),
                     p->a[i * (p->m + 1) + j], precision);
    value = ball_add(ball_mul(value, ball_exact(t), precision), row, precision);
  }
  return value;
}
