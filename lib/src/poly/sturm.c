/* SPDX-License-Identifier: MIT */
/* Sturm sequences in interval arithmetic.
 *
 * Pseudo-division needs products only, so sequences of small integers stay
 * exact; powers of two keep the coefficients in range. */
#include "parts.h"

/* Multiply by the power of two that brings the largest modulus to about 1, when
 * it has left the middle of the range of doubles. */
static void rescale(tame_interval *c, size_t n)
{
  double largest = 0.0;
  int exponent;
  for (size_t i = 0; i <= n; i++)
    largest = fmax(largest, tame_interval_mag(c[i]));
  if (!(largest > 0.0) || !isfinite(largest) ||
      (largest > 0x1p-50 && largest < 0x1p200))
    return;
  frexp(largest, &exponent);
  /* two factors, because 2^-exponent may overflow */
  const double half = ldexp(1.0, -exponent / 2);
  const double rest = ldexp(1.0, -exponent - -exponent / 2);
  for (size_t i = 0; i <= n; i++)
    c[i] = tame_interval_scale(rest, tame_interval_scale(half, c[i]));
}

/* r [n] <- minus a positive multiple of the remainder of a (degree n) by b
 * (degree m, 1 <= m <= n); the sign of b's leading coefficient is known. */
static void remainder_of(tame_interval *r, const tame_interval *a, size_t n,
                         const tame_interval *b, size_t m)
{
  bool is_negated = true;
  tame_interval work[TAME_POLY_SIZE];
  memcpy(work, a, (n + 1) * sizeof *a);
  for (size_t d = n; d >= m; d--) {
    const tame_interval lead = work[d];
    if (is_zero(lead)) continue;
    for (size_t i = 0; i < d; i++) {
      work[i] = tame_interval_mul(b[m], work[i]);
      if (i >= d - m)
        work[i] =
            tame_interval_sub(work[i], tame_interval_mul(lead, b[i - (d - m)]));
    }
    if (b[m].hi < 0.0) is_negated = !is_negated;
    rescale(work, d - 1);
  }
  for (size_t i = 0; i < m; i++)
    r[i] = is_negated ? tame_interval_neg(work[i]) : work[i];
}

/* Append c [n + 1]; false when the sign of its leading coefficient is not
 * known.  Leading zeros are dropped; a zero polynomial appends nothing. */
static bool append(tame_sturm *s, const tame_interval *c, size_t n)
{
  while (n > 0 && is_zero(c[n])) n--;
  if (is_zero(c[n])) return true;
  if (sign_of(c[n]) == UNKNOWN) return false;
  const size_t k = s->length++;
  s->degree[k] = n;
  s->start[k] = k == 0 ? 0 : s->start[k - 1] + s->degree[k - 1] + 1;
  memcpy(s->c + s->start[k], c, (n + 1) * sizeof *c);
  rescale(s->c + s->start[k], n);
  return true;
}

tame_status tame_sturm_init(tame_sturm *s, const tame_interval *c, size_t n,
                            tame_error *err)
{
  tame_interval next[TAME_POLY_SIZE];
  bool is_known;
  s->length = 0;
  TAME_TRY(tame_poly_check(&n, c, n, err));
  is_known = append(s, c, n);
  tame_poly_derivative_interval(next, c, n);
  is_known = is_known && append(s, next, n - 1);
  while (is_known && s->degree[s->length - 1] > 0) {
    const size_t k = s->length, m = s->degree[k - 1];
    remainder_of(next, s->c + s->start[k - 2], s->degree[k - 2],
                 s->c + s->start[k - 1], m);
    is_known = append(s, next, m - 1);
    if (s->length == k) break;
  }
  if (!is_known)
    return tame_fail(err, TAME_STALLED,
                     "Sturm sequence: the sign of a leading coefficient cannot "
                     "be decided at working precision");
  s->is_square_free = s->degree[s->length - 1] == 0;
  return TAME_OK;
}

static int sign_at(const tame_sturm *s, size_t k, double y)
{
  const tame_interval *c = s->c + s->start[k];
  const size_t n = s->degree[k];
  if (isfinite(y)) return sign_of(tame_poly_at(c, n, y));
  return y < 0.0 && n % 2 == 1 ? -sign_of(c[n]) : sign_of(c[n]);
}

/* Zeros are dropped.  An unknown sign between two known opposite ones does not
 * matter: one change in any case.  A zero of the last polynomial is a multiple
 * root of p, where the sequence says nothing. */
tame_status tame_sturm_changes(size_t *changes, const tame_sturm *s, double y)
{
  int before = 0;
  bool is_open = false; /* an unknown sign came after `before` */
  *changes = 0;
  for (size_t k = 0; k < s->length; k++) {
    const int sign = sign_at(s, k, y);
    if (sign == 0 && k + 1 == s->length) return TAME_STALLED;
    if (sign == 0) continue;
    if (sign == UNKNOWN) {
      if (is_open || before == 0) return TAME_STALLED;
      is_open = true;
      continue;
    }
    if (is_open && sign != -before) return TAME_STALLED;
    *changes += sign == -before;
    before = sign;
    is_open = false;
  }
  return is_open ? TAME_STALLED : TAME_OK;
}

tame_status tame_sturm_count(size_t *count, const tame_sturm *s, double lo,
                             double hi)
{
  size_t left, right;
  if (!(lo < hi)) return TAME_EINVAL;
  const tame_status at_lo = tame_sturm_changes(&left, s, lo);
  const tame_status at_hi = tame_sturm_changes(&right, s, hi);
  if (at_lo != TAME_OK || at_hi != TAME_OK) return TAME_STALLED;
  *count = left - right;
  return TAME_OK;
}
