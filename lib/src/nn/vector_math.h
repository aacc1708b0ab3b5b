/* SPDX-License-Identifier: MIT */
/* exp and the normal distribution for float, without branches or calls, so that
 * a loop over an array is vectorised.  Relative errors below 2.5e-7 and 5e-7. */
#ifndef TAME_NN_VECTOR_MATH_H
#define TAME_NN_VECTOR_MATH_H

#include <stdint.h>
#include <string.h>

#ifdef __FMA__
#define MULADDF(a, b, c) __builtin_fmaf(a, b, c)
#else
#define MULADDF(a, b, c) ((a) * (b) + (c))
#endif

/* e^x = 2^n e^r, |r| <= log(2)/2, e^r by its series to r^7; x is cut to
 * [-87, 88].  Adding 1.5 2^23 rounds to an integer, left in the last bits. */
static inline float vector_exp(float x)
{
  const float shift = 12582912.0f;
  uint32_t bits;
  float power;
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float t = MULADDF(x, 1.442695041f, shift);
  const float n = t - shift;
  float r = MULADDF(n, -0.693359375f, x);
  r = MULADDF(n, 2.12194440e-4f, r);
  float p = 1.0f / 5040.0f;
  p = MULADDF(p, r, 1.0f / 720.0f);
  p = MULADDF(p, r, 1.0f / 120.0f);
  p = MULADDF(p, r, 1.0f / 24.0f);
  p = MULADDF(p, r, 1.0f / 6.0f);
  p = MULADDF(p, r, 0.5f);
  p = MULADDF(p, r, 1.0f);
  p = MULADDF(p, r, 1.0f);
  memcpy(&bits, &t, sizeof bits);
  bits = (bits << 23) + (127u << 23);
  memcpy(&power, &bits, sizeof power);
  return p * power;
}

/* Phi(x), the normal distribution; *density <- e^{-x^2/2}.  With z = |x|/sqrt 2
 * and t = 1/(1 + 0.3 z):  1 - erf(z) = t Q(t) e^{-z^2}, Q a polynomial: Chebyshev
 * interpolant on 0 <= z <= 8 in 50-digit arithmetic. */
static inline float vector_normal(float x, float *density)
{
  const float a = x < 0.0f ? -x : x;
  const float t = 1.0f / MULADDF(0.2121320344f, a, 1.0f);
  const float e = vector_exp(-0.5f * x * x);
  float q = -0.1285307669f;
  q = MULADDF(q, t, 0.4804686539f);
  q = MULADDF(q, t, -0.5010501442f);
  q = MULADDF(q, t, 0.5338587709f);
  q = MULADDF(q, t, -0.08417393766f);
  q = MULADDF(q, t, 0.2099646535f);
  q = MULADDF(q, t, 0.1497759282f);
  q = MULADDF(q, t, 0.1704827351f);
  q = MULADDF(q, t, 0.1692040913f);
  const float tail = 0.5f * t * q * e;
  *density = e;
  return x < 0.0f ? tail : 1.0f - tail;
}

#endif
