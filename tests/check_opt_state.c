/* SPDX-License-Identifier: MIT */
/* tame/opt.h: arrays, groups, bad input, stopping and going on, clipping. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "opt_problem.h"
#include "run_tests.h"
#include "sandbox.h"
#include "tame/base.h"

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
    ck_assert_msg(load(w, in_dir("state.h5"), &err) == TAME_OK, "%s", err.text);
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
  float x[3] = {1.0f, -2.0f, 3.0f};
  const float g[3] = {0.3f, 0.4f, 0.5f};
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
  TCase *t = tcase_create("opt_state");
  tcase_add_checked_fixture(t, make_dir, remove_dir);
  tcase_add_test(t, a_long_array_is_many_short_ones);
  tcase_add_test(t, a_step_of_size_zero_moves_nothing_but_the_moments);
  tcase_add_test(t, schedule_free_is_evaluated_between_its_two_sequences);
  tcase_add_test(t, bad_options_and_steps_are_refused);
  tcase_add_test(t, a_run_resumed_from_a_file_is_the_same_run);
  tcase_add_test(t, the_state_of_another_run_is_refused);
  tcase_add_test(t, clipping_scales_to_the_norm_and_never_up);
  tcase_add_test(t, clipping_leaves_what_is_not_finite);
  return run_tests(t);
}
