/* SPDX-License-Identifier: MIT */
/* exp and erf for float, without branches or calls, so that a loop over an array
 * is vectorised.  Errors below 2.5e-7, relative to the value (exp) and absolute
 * (erf). */
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

/* |x| < 1: x times a polynomial of x^2; else 1 - e^q, q a polynomial near
 * log(1 - erf x) on [0.9, 4]; Chebyshev interpolants in 40-digit arithmetic. */
static inline float vector_erf(float x)
{
  const float a = x < 0.0f ? -x : x, b = a > 4.0f ? 4.0f : a, s = x * x;
  float p = 7.875875063e-5f;
  p = MULADDF(p, s, -8.016864287e-4f);
  p = MULADDF(p, s, 5.189087423e-3f);
  p = MULADDF(p, s, -2.685421201e-2f);
  p = MULADDF(p, s, 0.1128359472f);
  p = MULADDF(p, s, -0.3761262667f);
  p = MULADDF(p, s, 1.128379166f);
  float q = 1.643063656e-6f;
  q = MULADDF(q, b, -4.616385863e-5f);
  q = MULADDF(q, b, 5.975857702e-4f);
  q = MULADDF(q, b, -4.762625833e-3f);
  q = MULADDF(q, b, 2.642763715e-2f);
  q = MULADDF(q, b, -0.1100871665f);
  q = MULADDF(q, b, -0.6318239181f);
  q = MULADDF(q, b, -1.130231055f);
  q = MULADDF(q, b, 3.185396624e-4f);
  const float tail = 1.0f - vector_exp(q);
  return a < 1.0f ? x * p : x < 0.0f ? -tail : tail;
}

#endif
