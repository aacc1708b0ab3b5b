/* SPDX-License-Identifier: MIT */
/* tame/opt.h against values of other programs (tests/reference/optimisers.py),
 * its special cases, and itself after a stop. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_math.h>

#include "sandbox.h"
#include "tame/base.h"
#include "tame/opt.h"

/* --- the problem of tests/reference/optimisers.py ------------------------- */

enum { N = 7, STEPS = 60, N_SHOWN = 4 };
static const double H[N] = {2.385, 0.417, 13.071, 0.003, 1.62, 7.25, 0.91};
static const double START[N] = {0.731, -1.137, 0.052, 2.919,
                                -0.604, 0.333, -3.071};
static const tame_opt_group GROUPS[2] = {{4, 0.07}, {3, 0.0}};
static const size_t SHOWN[N_SHOWN] = {1, 2, 10, 60};

static double rate_at(size_t t)
{
  return 0.03 * (1.0 + cos(M_PI * (double)t / STEPS)) / 2.0 + 0.001;
}

static double gradient_at(size_t i, double theta, size_t t)
{
  return H[i] * theta + 0.3 * cos((double)(t * (i + 1)));
}

static tame_opt_options options(tame_opt_kind kind)
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
static void make_samples(sample *x)
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

/* theta [N] <- after K steps of O from START */
static tame_opt_f64 *begin(double *theta, const tame_opt_options *o,
                           bool has_decay)
{
  tame_opt_f64 *w = tame_opt_alloc_f64(N, tame_opt_vectors(o));
  memcpy(theta, START, sizeof START);
  ck_assert_int_eq(
      tame_opt_init_f64(w, o, GROUPS, has_decay ? 2 : 0, theta), TAME_OK);
  return w;
}

static void go(tame_opt_f64 *w, double *theta, size_t first, size_t last)
{
  double g[N];
  for (size_t t = first; t <= last; t++) {
    for (size_t i = 0; i < N; i++) g[i] = gradient_at(i, theta[i], t);
    ck_assert_int_eq(tame_opt_step_f64(w, theta, g, rate_at(t)), TAME_OK);
  }
}

static void go_f32(tame_opt_f32 *w, float *theta, size_t first, size_t last)
{
  float g[N];
  for (size_t t = first; t <= last; t++) {
    for (size_t i = 0; i < N; i++)
      g[i] = (float)gradient_at(i, (double)theta[i], t);
    ck_assert_int_eq(tame_opt_step_f32(w, theta, g, rate_at(t)), TAME_OK);
  }
}

/* x [N_SHOWN x N] <- array NAME of the reference file */
static void reference(double *x, const char *name)
{
  char word[64];
  size_t rows, cols;
  double number;
  FILE *f = fopen("tests/reference/optimisers.txt", "r");
  ck_assert_ptr_nonnull(f);
  while (fscanf(f, "%63s %zu %zu", word, &rows, &cols) == 3) {
    const bool found = strcmp(word, name) == 0;
    ck_assert_uint_eq(rows * cols, N_SHOWN * N);
    for (size_t i = 0; i < rows * cols; i++) {
      ck_assert_int_eq(fscanf(f, "%lf", &number), 1);
      if (found) x[i] = number;
    }
    if (!found) continue;
    fclose(f);
    return;
  }
  ck_abort_msg("no %s in the reference file", name);
}

START_TEST(every_optimiser_agrees_with_another_program)
{
  sample x[N_SAMPLES];
  double expected[N_SHOWN * N], theta[N];
  make_samples(x);
  for (size_t j = 0; j < N_SAMPLES; j++) {
    reference(expected, x[j].name);
    tame_opt_f64 *w = begin(theta, &x[j].o, x[j].has_decay);
    for (size_t k = 0, t = 1; k < N_SHOWN; t = SHOWN[k++] + 1) {
      go(w, theta, t, SHOWN[k]);
      for (size_t i = 0; i < N; i++)
        ck_assert_msg(fabs(theta[i] - expected[k * N + i]) < 2e-12,
                      "%s, step %zu, %zu: %.17g, expected %.17g", x[j].name,
                      SHOWN[k], i, theta[i], expected[k * N + i]);
    }
    ck_assert_uint_eq(tame_opt_steps_f64(w), STEPS);
    tame_opt_free_f64(w);
  }
}
END_TEST

START_TEST(floats_agree_with_it_to_their_precision)
{
  sample x[N_SAMPLES];
  double expected[N_SHOWN * N];
  float theta[N];
  make_samples(x);
  for (size_t j = 0; j < N_SAMPLES; j++) {
    reference(expected, x[j].name);
    tame_opt_f32 *w = tame_opt_alloc_f32(N, tame_opt_vectors(&x[j].o));
    for (size_t i = 0; i < N; i++) theta[i] = (float)START[i];
    ck_assert_int_eq(tame_opt_init_f32(w, &x[j].o, GROUPS,
                                       x[j].has_decay ? 2 : 0, theta),
                     TAME_OK);
    go_f32(w, theta, 1, STEPS);
    for (size_t i = 0; i < N; i++) {
      const double error = (double)theta[i] - expected[(N_SHOWN - 1) * N + i];
      /* 60 roundings of 6e-8, amplified where a scaled gradient changes sign */
      ck_assert_msg(fabs(error) < 1e-4, "%s, %zu: %g", x[j].name, i, error);
    }
    tame_opt_free_f32(w);
  }
}
END_TEST

/* --- special cases -------------------------------------------------------- */

static double difference(const double *x, const double *y)
{
  double d = 0.0;
  for (size_t i = 0; i < N; i++) d = fmax(d, fabs(x[i] - y[i]));
  return d;
}

/* Largest difference over STEPS steps of A and B, whose steps are RATE or, where
 * that is 0, those of rate_at; B's are multiplied by factor. */
static double compare(const tame_opt_options *a, const tame_opt_options *b,
                      double rate, double factor)
{
  double x[N], y[N], g[N], worst = 0.0;
  tame_opt_f64 *u = begin(x, a, false), *v = begin(y, b, false);
  for (size_t t = 1; t <= STEPS; t++) {
    const double size = rate > 0.0 ? rate : rate_at(t);
    for (size_t i = 0; i < N; i++) g[i] = gradient_at(i, x[i], t);
    ck_assert_int_eq(tame_opt_step_f64(u, x, g, size), TAME_OK);
    for (size_t i = 0; i < N; i++) g[i] = gradient_at(i, y[i], t);
    ck_assert_int_eq(tame_opt_step_f64(v, y, g, size * factor), TAME_OK);
    worst = fmax(worst, difference(x, y));
  }
  tame_opt_free_f64(u);
  tame_opt_free_f64(v);
  return worst;
}

START_TEST(innaprop_with_alpha_beta_one_is_rmsprop_bit_by_bit)
{
  static const double BETA[3] = {1.0, 0.5, 2.0};
  for (size_t k = 0; k < 3; k++) {
    tame_opt_options a = options(TAME_OPT_INNAPROP),
                     b = options(TAME_OPT_RMSPROP);
    a.beta = BETA[k];
    a.alpha = 1.0 / BETA[k];
    a.phase_below = 0.0;
    /* decay and varying steps as well: psi stays 0 */
    a.weight_decay = 0.07;
    b.weight_decay = 0.07 / BETA[k];
    ck_assert_double_le(compare(&a, &b, 0.0, BETA[k]),
                        k == 0 ? 0.0 : 1e-15);
  }
}
END_TEST

START_TEST(beta_equal_to_the_step_is_the_heavy_ball)
{
  for (int scaled = 0; scaled < 2; scaled++) {
    const double rate = 0.031;
    tame_opt_options a =
        options(scaled ? TAME_OPT_INNAPROP : TAME_OPT_INNA);
    tame_opt_options b = options(TAME_OPT_HEAVY_BALL);
    a.alpha = 1.3;
    a.beta = rate;
    b.momentum = 1.0 - a.alpha * rate;
    b.is_scaled = scaled;
    ck_assert_double_lt(compare(&a, &b, rate, rate), 1e-13);
    if (!scaled) continue;
    a.kind = TAME_OPT_INNAPROP_MOMENTUM;
    ck_assert_double_lt(compare(&a, &b, rate, rate), 1e-13);
  }
}
END_TEST

START_TEST(a_little_more_geometric_damping_is_nesterov)
{
  for (int scaled = 0; scaled < 2; scaled++) {
    const double rate = 0.031;
    tame_opt_options a =
        options(scaled ? TAME_OPT_INNAPROP : TAME_OPT_INNA);
    tame_opt_options b = options(TAME_OPT_NESTEROV);
    a.alpha = 1.3;
    a.beta = rate * (2.0 - a.alpha * rate);
    b.momentum = 1.0 - a.alpha * rate;
    b.is_scaled = scaled;
    ck_assert_double_lt(compare(&a, &b, rate, rate), 1e-13);
  }
}
END_TEST

START_TEST(psi_and_phase_form_are_one_method)
{
  tame_opt_options a = options(TAME_OPT_INNAPROP), b = a;
  a.phase_below = 0.0;
  b.phase_below = INFINITY;
  a.weight_decay = b.weight_decay = 0.07;
  a.alpha = b.alpha = 0.5;
  ck_assert_double_lt(compare(&a, &b, 0.0, 1.0), 1e-13); /* gamma varies */
}
END_TEST

START_TEST(the_momentum_form_is_another_method_when_weights_decay)
{
  tame_opt_options a = options(TAME_OPT_INNAPROP), b = a;
  b.kind = TAME_OPT_INNAPROP_MOMENTUM;
  ck_assert_double_lt(compare(&a, &b, 0.02, 1.0), 1e-13);
  ck_assert_double_gt(compare(&a, &b, 0.0, 1.0), 1e-4);
  a.weight_decay = b.weight_decay = 0.1;
  ck_assert_double_gt(compare(&a, &b, 0.02, 1.0), 1e-3);
  a.alpha = b.alpha = a.beta = b.beta = 1.0;
  ck_assert_double_lt(compare(&a, &b, 0.02, 1.0), 1e-13);
}
END_TEST

START_TEST(near_beta_equal_gamma_only_the_phase_form_keeps_its_digits)
{
  double error[2];
  for (int phase = 0; phase < 2; phase++) {
    tame_opt_options o = options(TAME_OPT_INNAPROP);
    double theta[N];
    float single[N];
    const double rate = 0.02;
    o.kind = TAME_OPT_INNA; /* raw: nothing else amplifies rounding */
    o.alpha = 0.5;
    o.beta = rate * (1.0 + 1e-4);
    tame_opt_f64 *w = begin(theta, &o, false);
    tame_opt_f32 *v = tame_opt_alloc_f32(N, 1);
    o.phase_below = phase ? 0.01 : 0.0;
    for (size_t i = 0; i < N; i++) single[i] = (float)START[i];
    ck_assert_int_eq(tame_opt_init_f32(v, &o, NULL, 0, single), TAME_OK);
    for (size_t t = 1; t <= STEPS; t++) {
      double g[N];
      float h[N];
      for (size_t i = 0; i < N; i++) g[i] = gradient_at(i, theta[i], t);
      for (size_t i = 0; i < N; i++) h[i] = (float)g[i];
      tame_opt_step_f64(w, theta, g, rate);
      tame_opt_step_f32(v, single, h, rate);
    }
    error[phase] = 0.0;
    for (size_t i = 0; i < N; i++)
      error[phase] = fmax(error[phase], fabs((double)single[i] - theta[i]));
    tame_opt_free_f64(w);
    tame_opt_free_f32(v);
  }
  /* psi carries theta's rounding, 3e-7, and enters as psi / beta */
  ck_assert_double_lt(error[1], 60 * 3e-7 / 0.02);
  ck_assert_double_gt(error[0], 100.0 * error[1]);
}
END_TEST

START_TEST(a_damping_schedule_keeps_psi)
{
  tame_opt_options o = options(TAME_OPT_INNAPROP);
  double x[N], y[N], g[N], before[N];
  o.phase_below = 0.0;
  tame_opt_f64 *u = begin(x, &o, true);
  o.phase_below = INFINITY;
  tame_opt_f64 *v = begin(y, &o, true);
  for (size_t t = 1; t <= STEPS; t++) {
    memcpy(before, tame_opt_state_f64(u, 0), sizeof before);
    const double alpha = 0.1 + 0.01 * (double)t, beta = 0.9 + alpha;
    ck_assert_int_eq(tame_opt_set_damping_f64(u, alpha, beta), TAME_OK);
    ck_assert_int_eq(tame_opt_set_damping_f64(v, alpha, beta), TAME_OK);
    ck_assert_mem_eq(before, tame_opt_state_f64(u, 0), sizeof before);
    for (size_t i = 0; i < N; i++) g[i] = gradient_at(i, x[i], t);
    tame_opt_step_f64(u, x, g, rate_at(t));
    tame_opt_step_f64(v, y, g, rate_at(t));
  }
  ck_assert_double_lt(difference(x, y), 1e-13);
  tame_opt_free_f64(u);
  tame_opt_free_f64(v);
}
END_TEST

/* --- structure ------------------------------------------------------------ */

START_TEST(a_long_array_is_many_short_ones)
{
  enum { LONG = 2500 }; /* more than two blocks */
  sample x[N_SAMPLES];
  make_samples(x);
  float *theta = tame_calloc(LONG, sizeof *theta);
  float *g = tame_calloc(LONG, sizeof *g);
  for (size_t j = 0; j < N_SAMPLES; j++) {
    const tame_opt_group group[3] = {{1100, 0.3}, {0, 0.9}, {1400, 0.0}};
    tame_opt_f32 *w = tame_opt_alloc_f32(LONG, tame_opt_vectors(&x[j].o));
    for (size_t i = 0; i < LONG; i++) theta[i] = sinf((float)i);
    tame_opt_init_f32(w, &x[j].o, group, 3, theta);
    for (size_t t = 0; t < 3; t++) {
      for (size_t i = 0; i < LONG; i++) g[i] = cosf((float)(i * (t + 1)));
      ck_assert_int_eq(tame_opt_step_f32(w, theta, g, 0.03), TAME_OK);
    }
    for (size_t i = 1; i < LONG; i += 499) {
      float one = sinf((float)i);
      tame_opt_options o = x[j].o;
      o.weight_decay = i < 1100 ? 0.3 : 0.0;
      tame_opt_f32 *v = tame_opt_alloc_f32(1, tame_opt_vectors(&o));
      tame_opt_init_f32(v, &o, NULL, 0, &one);
      for (size_t t = 0; t < 3; t++) {
        const float h = cosf((float)(i * (t + 1)));
        tame_opt_step_f32(v, &one, &h, 0.03);
      }
      ck_assert_double_eq((double)one, (double)theta[i]);
      tame_opt_free_f32(v);
    }
    tame_opt_free_f32(w);
  }
  free(theta);
  free(g);
}
END_TEST

START_TEST(a_step_of_size_zero_moves_nothing_but_the_moments)
{
  sample x[N_SAMPLES];
  double theta[N], g[N] = {2.385, -1, 1, 1, 1, 1, 1};
  make_samples(x);
  for (size_t j = 0; j < N_SAMPLES; j++) {
    tame_opt_f64 *w = begin(theta, &x[j].o, true);
    ck_assert_int_eq(tame_opt_step_f64(w, theta, g, 0.0), TAME_OK);
    ck_assert_double_lt(difference(theta, START), 1e-16);
    ck_assert_uint_eq(tame_opt_steps_f64(w), 1);
    if (x[j].o.kind == TAME_OPT_ADAMW)
      ck_assert_double_eq_tol(tame_opt_state_f64(w, 1)[0], 0.01 * 2.385 * 2.385,
                              1e-15);
    tame_opt_free_f64(w);
  }
}
END_TEST

START_TEST(schedule_free_is_evaluated_between_its_two_sequences)
{
  tame_opt_options o = options(TAME_OPT_SCHEDULE_FREE);
  double theta[N], x[N];
  tame_opt_f64 *w = begin(theta, &o, true);
  go(w, theta, 1, 20);
  tame_opt_evaluation_f64(x, w, theta);
  const double *z = tame_opt_state_f64(w, 0);
  for (size_t i = 0; i < N; i++) /* theta = (1 - beta1) z + beta1 x */
    ck_assert_double_eq_tol(0.1 * z[i] + 0.9 * x[i], theta[i], 1e-15);
  tame_opt_free_f64(w);
  o = options(TAME_OPT_ADAMW);
  w = begin(theta, &o, true);
  tame_opt_evaluation_f64(x, w, theta);
  ck_assert_double_eq(difference(x, theta), 0.0);
  tame_opt_free_f64(w);
}
END_TEST

START_TEST(bad_options_and_steps_are_refused)
{
  tame_opt_options o = options(TAME_OPT_INNAPROP), bad;
  double theta[N], g[N] = {0};
  const tame_opt_group short_group = {3, 0.1}, negative = {N, -0.1};
  tame_opt_f64 *w = begin(theta, &o, false);
#define REFUSED(field, value)                                                  \
  bad = o;                                                                     \
  bad.field = value;                                                           \
  ck_assert_int_eq(tame_opt_init_f64(w, &bad, NULL, 0, theta), TAME_EINVAL)
  REFUSED(beta, 0.0);
  REFUSED(beta, NAN);
  REFUSED(alpha, -0.1);
  REFUSED(eps, 0.0);
  REFUSED(beta2, 1.0);
  REFUSED(phase_below, -1.0);
  REFUSED(weight_decay, -1e-3);
  o = options(TAME_OPT_ADAMW);
  REFUSED(beta1, 1.0);
  o = options(TAME_OPT_HEAVY_BALL);
  REFUSED(momentum, 1.1);
  o = options(TAME_OPT_SCHEDULE_FREE);
  REFUSED(beta1, 0.0);
  ck_assert_int_eq(tame_opt_set_damping_f64(w, 0.1, -1.0), TAME_EINVAL);
  ck_assert_int_eq(tame_opt_init_f64(w, &o, &short_group, 1, theta),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_opt_init_f64(w, &o, &negative, 1, theta), TAME_EINVAL);
  tame_opt_free_f64(w);

  w = tame_opt_alloc_f64(N, 1); /* AdamW needs two */
  o = options(TAME_OPT_ADAMW);
  ck_assert_int_eq(tame_opt_init_f64(w, &o, NULL, 0, theta), TAME_EINVAL);
  tame_opt_free_f64(w);

  o = options(TAME_OPT_INNAPROP);
  o.phase_below = 0.0;
  w = begin(theta, &o, false);
  ck_assert_int_eq(tame_opt_step_f64(w, theta, g, -0.1), TAME_EINVAL);
  ck_assert_int_eq(tame_opt_step_f64(w, theta, g, NAN), TAME_EINVAL);
  ck_assert_int_eq(tame_opt_step_f64(w, theta, g, o.beta), TAME_EINVAL);
  ck_assert_uint_eq(tame_opt_steps_f64(w), 0);
  g[3] = NAN;
  ck_assert_int_eq(tame_opt_step_f64(w, theta, g, 0.1), TAME_DIVERGED);
  tame_opt_free_f64(w);
  o.kind = TAME_OPT_INNAPROP_MOMENTUM;
  o.alpha = 4.0;
  w = begin(theta, &o, false);
  ck_assert_int_eq(tame_opt_step_f64(w, theta, g, 0.25), TAME_EINVAL);
  tame_opt_free_f64(w);
}
END_TEST

/* --- stop and go on ------------------------------------------------------- */

static void save(const tame_opt_f32 *w, const char *path)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, path, &err), TAME_OK);
  tame_opt_save_f32(f, "optimiser", w);
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
}

static tame_status load(tame_opt_f32 *w, const char *path, tame_error *err)
{
  tame_h5 *f;
  ck_assert_int_eq(tame_h5_open(&f, path, err), TAME_OK);
  const tame_status s = tame_opt_load_f32(w, f, "optimiser", err);
  tame_h5_close(f);
  return s;
}

START_TEST(a_run_resumed_from_a_file_is_the_same_run)
{
  sample x[N_SAMPLES];
  float whole[N], parts[N];
  tame_error err = {""};
  make_samples(x);
  for (size_t j = 0; j < N_SAMPLES; j++) {
    const tame_opt_options *o = &x[j].o;
    tame_opt_f32 *w = tame_opt_alloc_f32(N, tame_opt_vectors(o));
    for (size_t i = 0; i < N; i++) whole[i] = (float)START[i];
    tame_opt_init_f32(w, o, GROUPS, 2, whole);
    tame_opt_set_damping_f32(w, 0.7, 0.8); /* EINVAL where there is none */
    go_f32(w, whole, 1, 23);
    memcpy(parts, whole, sizeof parts);
    save(w, in_dir("state.h5"));
    go_f32(w, whole, 24, STEPS);
    tame_opt_free_f32(w);

    w = tame_opt_alloc_f32(N, tame_opt_vectors(o));
    tame_opt_init_f32(w, o, GROUPS, 2, parts);
    ck_assert_msg(load(w, in_dir("state.h5"), &err) == TAME_OK, "%s",
                  err.text);
    ck_assert_uint_eq(tame_opt_steps_f32(w), 23);
    go_f32(w, parts, 24, STEPS);
    ck_assert_mem_eq(whole, parts, sizeof whole);
    tame_opt_free_f32(w);
  }
}
END_TEST

/* Loading into W fails and says WHY; W goes on as if nothing was tried. */
static void refuses(tame_opt_f32 *w, const char *why)
{
  tame_error err = {""};
  float x[2] = {1.0f, -2.0f};
  const float g[2] = {0.3f, 0.4f};
  tame_opt_step_f32(w, x, g, 0.01);
  const size_t steps = tame_opt_steps_f32(w);
  ck_assert_int_eq(load(w, in_dir("state.h5"), &err), TAME_EFORMAT);
  ck_assert_msg(strstr(err.text, why), "no '%s' in: %s", why, err.text);
  ck_assert_uint_eq(tame_opt_steps_f32(w), steps);
  tame_opt_free_f32(w);
}

static tame_opt_f32 *start_with(const tame_opt_options *o, size_t n)
{
  const float x[3] = {1.0f, -2.0f, 3.0f};
  tame_opt_f32 *w = tame_opt_alloc_f32(n, tame_opt_vectors(o));
  ck_assert_int_eq(tame_opt_init_f32(w, o, NULL, 0, x), TAME_OK);
  return w;
}

START_TEST(the_state_of_another_run_is_refused)
{
  tame_opt_options o = options(TAME_OPT_INNAPROP);
  tame_error err = {""};
  tame_h5 *f;
  tame_opt_f32 *w = start_with(&o, 2);
  save(w, in_dir("state.h5"));
  tame_h5_open(&f, in_dir("state.h5"), NULL);
  ck_assert_int_eq(tame_opt_load_f32(w, f, "elsewhere", &err), TAME_EMISSING);
  ck_assert_ptr_nonnull(strstr(err.text, "elsewhere"));
  tame_h5_close(f);
  tame_opt_free_f32(w);
  tame_opt_options other = options(TAME_OPT_ADAMW);
  refuses(start_with(&other, 2), "state of innaprop, not of adamw");
  refuses(start_with(&o, 3), "2 parameters, not 3");
  other = o;
  other.beta2 = 0.98;
  refuses(start_with(&other, 2), "beta2 was 0.99, is 0.98");
}
END_TEST

/* --- clipping ------------------------------------------------------------- */

START_TEST(clipping_scales_to_the_norm_and_never_up)
{
  double g[19];
  float h[2] = {3.0f, -4.0f};
  for (size_t i = 0; i < 19; i++) g[i] = 2.0;
  ck_assert_double_eq_tol(tame_clip_norm_f64(g, 19, 1.0), 2.0 * sqrt(19.0),
                          1e-14);
  ck_assert_double_eq_tol(tame_clip_norm_f64(g, 19, 1.5), 1.0, 1e-15);
  ck_assert_double_eq_tol(g[18], 1.0 / sqrt(19.0), 1e-15);
  ck_assert_double_eq(tame_clip_norm_f32(h, 2, 2.5), 5.0);
  ck_assert_double_eq((double)h[0], 1.5);
  ck_assert_double_eq((double)h[1], -2.0);
}
END_TEST

START_TEST(clipping_leaves_what_is_not_finite)
{
  double g[3] = {3.0, NAN, 4.0};
  ck_assert(isnan(tame_clip_norm_f64(g, 3, 1.0)));
  ck_assert_double_eq(g[0], 3.0);
  g[1] = INFINITY;
  ck_assert(isinf(tame_clip_norm_f64(g, 3, 1.0)));
  ck_assert_double_eq(g[2], 4.0);
}
END_TEST

int main(void)
{
  Suite *suite = suite_create("opt");
  TCase *tc = tcase_create("fast");
  tcase_add_checked_fixture(tc, make_dir, remove_dir);
  tcase_add_test(tc, every_optimiser_agrees_with_another_program);
  tcase_add_test(tc, floats_agree_with_it_to_their_precision);
  tcase_add_test(tc, innaprop_with_alpha_beta_one_is_rmsprop_bit_by_bit);
  tcase_add_test(tc, beta_equal_to_the_step_is_the_heavy_ball);
  tcase_add_test(tc, a_little_more_geometric_damping_is_nesterov);
  tcase_add_test(tc, psi_and_phase_form_are_one_method);
  tcase_add_test(tc, the_momentum_form_is_another_method_when_weights_decay);
  tcase_add_test(tc, near_beta_equal_gamma_only_the_phase_form_keeps_its_digits);
  tcase_add_test(tc, a_damping_schedule_keeps_psi);
  tcase_add_test(tc, a_long_array_is_many_short_ones);
  tcase_add_test(tc, a_step_of_size_zero_moves_nothing_but_the_moments);
  tcase_add_test(tc, schedule_free_is_evaluated_between_its_two_sequences);
  tcase_add_test(tc, bad_options_and_steps_are_refused);
  tcase_add_test(tc, a_run_resumed_from_a_file_is_the_same_run);
  tcase_add_test(tc, the_state_of_another_run_is_refused);
  tcase_add_test(tc, clipping_scales_to_the_norm_and_never_up);
  tcase_add_test(tc, clipping_leaves_what_is_not_finite);
  suite_add_tcase(suite, tc);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  const int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
