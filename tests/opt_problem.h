/* SPDX-License-Identifier: MIT */
/* A noisy quadratic, and every kind of optimiser on it: shared by the tests of
 * tame/opt.h.  The same problem is in tests/reference/optimisers.py. */
#ifndef OPT_PROBLEM_H
#define OPT_PROBLEM_H

#include <math.h>
#include <string.h>

#include <check.h>
#include <gsl/gsl_math.h>

#include "tame/opt.h"

enum { N = 7, STEPS = 60, N_SHOWN = 4 };
static const double H[N] = {2.385, 0.417, 13.071, 0.003, 1.62, 7.25, 0.91};
static const double START[N] = {0.731,  -1.137, 0.052, 2.919,
                                -0.604, 0.333,  -3.071};
static const tame_opt_group GROUPS[2] = {{4, 0.07}, {3, 0.0}};
static const size_t SHOWN[N_SHOWN] = {1, 2, 10, 60};

static inline double rate_at(size_t t)
{
  return 0.03 * (1.0 + cos(M_PI * (double)t / STEPS)) / 2.0 + 0.001;
}

static inline double gradient_at(size_t i, double theta, size_t t)
{
  return H[i] * theta + 0.3 * cos((double)(t * (i + 1)));
}

static inline tame_opt_options options(tame_opt_kind kind)
{
  tame_opt_options o = tame_opt_defaults(kind);
  o.beta2 = 0.99;
  o.eps = 1e-6;
  o.momentum = 0.85;
  o.alpha = 0.1;
  o.beta = 0.9;
  return o;
}

/* What every kind can be, with the name of its reference values. */
typedef struct {
  const char *name;
  tame_opt_options o;
  bool has_decay;
} sample;

enum { N_SAMPLES = 15 };
static inline void make_samples(sample *x)
{
  const sample all[N_SAMPLES] = {
      {"adamw", options(TAME_OPT_ADAMW), true},
      {"sgd", options(TAME_OPT_SGD), true},
      {"rmsprop", options(TAME_OPT_RMSPROP), true},
      {"rmsprop_uncorrected", options(TAME_OPT_RMSPROP), false},
      {"innaprop_0.1_0.9", options(TAME_OPT_INNAPROP), true},
      {"innaprop_2_2", options(TAME_OPT_INNAPROP), true},
      {"innaprop_0.5_0.02", options(TAME_OPT_INNAPROP), true},
      {"inna_0.5_0.1", options(TAME_OPT_INNA), true},
      {"momentum_0.1_0.9", options(TAME_OPT_INNAPROP_MOMENTUM), true},
      {"momentum_0.5_0.02", options(TAME_OPT_INNAPROP_MOMENTUM), true},
      {"heavy_ball", options(TAME_OPT_HEAVY_BALL), true},
      {"heavy_ball_scaled", options(TAME_OPT_HEAVY_BALL), true},
      {"nesterov", options(TAME_OPT_NESTEROV), true},
      {"nesterov_scaled", options(TAME_OPT_NESTEROV), true},
      {"schedule_free", options(TAME_OPT_SCHEDULE_FREE), true}};
  memcpy(x, all, sizeof all);
  x[1].o.momentum = 0.9;
  x[3].o.is_uncorrected = true;
  for (size_t i = 0; i < N_SAMPLES; i++) {
    if (strstr(x[i].name, "2_2")) x[i].o.alpha = x[i].o.beta = 2.0;
    if (strstr(x[i].name, "0.5_")) x[i].o.alpha = 0.5;
    if (strstr(x[i].name, "_0.02")) x[i].o.beta = 0.02;
    if (strstr(x[i].name, "_0.1") && !strstr(x[i].name, "0.9"))
      x[i].o.beta = 0.1;
    x[i].o.is_scaled = strstr(x[i].name, "scaled") != NULL;
  }
}

/* An optimiser at START; theta [N] <- START. */
static inline tame_opt_f64 *begin(double *theta, const tame_opt_options *o,
                                  bool has_decay)
{
  tame_opt_f64 *w = tame_opt_alloc_f64(N, tame_opt_vectors(o));
  memcpy(theta, START, sizeof START);
  ck_assert_int_eq(tame_opt_init_f64(w, o, GROUPS, has_decay ? 2 : 0, theta),
                   TAME_OK);
  return w;
}

static inline void go(tame_opt_f64 *w, double *theta, size_t first, size_t last)
{
  double g[N];
  for (size_t t = first; t <= last; t++) {
    for (size_t i = 0; i < N; i++) g[i] = gradient_at(i, theta[i], t);
    ck_assert_int_eq(tame_opt_step_f64(w, theta, g, rate_at(t)), TAME_OK);
  }
}

static inline void go_f32(tame_opt_f32 *w, float *theta, size_t first,
                          size_t last)
{
  float g[N];
  for (size_t t = first; t <= last; t++) {
    for (size_t i = 0; i < N; i++)
      g[i] = (float)gradient_at(i, (double)theta[i], t);
    ck_assert_int_eq(tame_opt_step_f32(w, theta, g, rate_at(t)), TAME_OK);
  }
}

/* Largest |x_i - y_i|, [N]. */
static inline double difference(const double *x, const double *y)
{
  double d = 0.0;
  for (size_t i = 0; i < N; i++) d = fmax(d, fabs(x[i] - y[i]));
  return d;
}

#endif
