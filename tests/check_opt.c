/* SPDX-License-Identifier: MIT */
/* tame/opt.h against values of other programs (tests/reference/optimisers.py)
 * and in its special cases; on several threads. */
#include <math.h>
#include <stdio.h>

#include "opt_problem.h"
#include "run_tests.h"

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
    ck_assert_int_eq(
        tame_opt_init_f32(w, &x[j].o, GROUPS, x[j].has_decay ? 2 : 0, theta),
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

/* Largest difference over STEPS steps of A and B, whose steps are RATE or,
 * where that is 0, those of rate_at; B's are multiplied by factor. */
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
    ck_assert_double_le(compare(&a, &b, 0.0, BETA[k]), k == 0 ? 0.0 : 1e-15);
  }
}
END_TEST

START_TEST(beta_equal_to_the_step_is_the_heavy_ball)
{
  for (int scaled = 0; scaled < 2; scaled++) {
    const double rate = 0.031;
    tame_opt_options a = options(scaled ? TAME_OPT_INNAPROP : TAME_OPT_INNA);
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
    tame_opt_options a = options(scaled ? TAME_OPT_INNAPROP : TAME_OPT_INNA);
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

/* Groups that begin and end within the slices that threads take. */
enum { MANY = 40001 };
static const tame_opt_group ODD[] = {
    {16381, 0.07}, {1, 0.0}, {7, 0.3}, {MANY - 16389, 0.01}};

/* theta [MANY] <- ten steps on a gradient that depends on theta */
static tame_status ten_steps(float *theta, const tame_opt_options *o,
                             tame_team *team)
{
  static float g[MANY];
  tame_status s = TAME_OK;
  tame_opt_f32 *w = tame_opt_alloc_f32(MANY, tame_opt_vectors(o));
  for (size_t i = 0; i < MANY; i++) theta[i] = sinf((float)i);
  ck_assert_int_eq(tame_opt_init_f32(w, o, ODD, 4, theta), TAME_OK);
  tame_opt_set_team_f32(w, team);
  for (size_t t = 1; t <= 10; t++) {
    for (size_t i = 0; i < MANY; i++)
      g[i] = 0.5f * theta[i] + cosf((float)(t * i));
    s = tame_opt_step_f32(w, theta, g, rate_at(t));
  }
  tame_opt_free_f32(w);
  return s;
}

/* x after the same steps on coordinate I alone */
static float alone(size_t i, const tame_opt_options *o)
{
  float x = sinf((float)i);
  size_t j = 0, end = ODD[0].n;
  while (i >= end) end += ODD[++j].n;
  const tame_opt_group one = {1, ODD[j].weight_decay};
  tame_opt_f32 *w = tame_opt_alloc_f32(1, tame_opt_vectors(o));
  ck_assert_int_eq(tame_opt_init_f32(w, o, &one, 1, &x), TAME_OK);
  for (size_t t = 1; t <= 10; t++) {
    const float g = 0.5f * x + cosf((float)(t * i));
    tame_opt_step_f32(w, &x, &g, rate_at(t));
  }
  tame_opt_free_f32(w);
  return x;
}

START_TEST(any_number_of_threads_and_of_neighbours_gives_the_same_bits)
{
  static float theta[MANY], other[MANY];
  sample x[N_SAMPLES];
  tame_team *team = tame_team_alloc(3);
  make_samples(x);
  for (size_t j = 0; j < N_SAMPLES; j++) {
    ck_assert_int_eq(ten_steps(theta, &x[j].o, NULL), TAME_OK);
    ck_assert_int_eq(ten_steps(other, &x[j].o, team), TAME_OK);
    ck_assert_mem_eq(theta, other, sizeof theta);
    for (size_t i = 16370; i < 16400; i++)
      ck_assert_msg(theta[i] == alone(i, &x[j].o), "%s, %zu", x[j].name, i);
    ck_assert(theta[MANY - 1] == alone(MANY - 1, &x[j].o));
  }
  tame_team_free(team);
}
END_TEST

START_TEST(threads_report_a_parameter_that_is_not_finite)
{
  static float theta[MANY], g[MANY];
  const tame_opt_options o = options(TAME_OPT_SGD);
  tame_team *team = tame_team_alloc(2);
  tame_opt_f32 *w = tame_opt_alloc_f32(MANY, tame_opt_vectors(&o));
  ck_assert_int_eq(tame_opt_init_f32(w, &o, NULL, 0, theta), TAME_OK);
  tame_opt_set_team_f32(w, team);
  ck_assert_int_eq(tame_opt_step_f32(w, theta, g, 0.1), TAME_OK);
  g[MANY - 1] = (float)INFINITY;
  ck_assert_int_eq(tame_opt_step_f32(w, theta, g, 0.1), TAME_DIVERGED);
  tame_opt_free_f32(w);
  tame_team_free(team);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("opt");
  tcase_add_test(t, every_optimiser_agrees_with_another_program);
  tcase_add_test(t, floats_agree_with_it_to_their_precision);
  tcase_add_test(t, innaprop_with_alpha_beta_one_is_rmsprop_bit_by_bit);
  tcase_add_test(t, beta_equal_to_the_step_is_the_heavy_ball);
  tcase_add_test(t, a_little_more_geometric_damping_is_nesterov);
  tcase_add_test(t, psi_and_phase_form_are_one_method);
  tcase_add_test(t, the_momentum_form_is_another_method_when_weights_decay);
  tcase_add_test(t, near_beta_equal_gamma_only_the_phase_form_keeps_its_digits);
  tcase_add_test(t, a_damping_schedule_keeps_psi);
  tcase_add_test(t,
                 any_number_of_threads_and_of_neighbours_gives_the_same_bits);
  tcase_add_test(t, threads_report_a_parameter_that_is_not_finite);
  return run_tests(t);
}
