/* SPDX-License-Identifier: MIT */
/* tame/bias.h: definitions and proposition 2 on any gradients. */
#include <check.h>
#include <math.h>

#include "run_tests.h"
#include "tame/bias.h"
#include "tame/rng.h"
#include "tame/stats.h"

START_TEST(a_view_is_what_its_definition_says)
{
  const double g0[3] = {1.5, -2.0, 0.25}, g1[3] = {0.5, 1.0, -3.0}, p = 0.31;
  double full[3], inner = 0.0;
  for (int i = 0; i < 3; i++) {
    full[i] = p * g0[i] + (1.0 - p) * g1[i];
    inner += full[i] * g1[i];
  }
  const tame_bias_view v = tame_bias_look(g0, g1, 3, p);
  ck_assert_double_eq_tol(v.inner, inner, 1e-14);
  ck_assert_double_eq_tol(
      v.cosine, inner / (tame_norm(full, 3) * tame_norm(g1, 3)), 1e-14);
  ck_assert_double_eq_tol(
      v.ratio, p * tame_norm(g0, 3) / ((1.0 - p) * tame_norm(g1, 3)), 1e-14);
  ck_assert(!v.is_adverse && v.is_dominated);
}
END_TEST

START_TEST(a_view_at_critical_points_is_never_dominated)
{
  const double zero[2] = {0.0, -0.0}, g[2] = {1.0, 2.0};
  const tame_bias_view stereotype = tame_bias_look(g, zero, 2, 0.2);
  ck_assert(stereotype.is_adverse && !stereotype.is_dominated);
  ck_assert(isinf(stereotype.ratio) && isnan(stereotype.cosine));
  const tame_bias_view both = tame_bias_look(zero, zero, 2, 0.2);
  ck_assert(both.is_adverse && !both.is_dominated && isnan(both.ratio));
  const tame_bias_view minority = tame_bias_look(zero, g, 2, 0.2);
  ck_assert(!minority.is_adverse && minority.is_dominated);
  ck_assert_double_eq(minority.ratio, 0.0);
}
END_TEST

/* Proposition 2, with directions of all angles. */
START_TEST(dominated_points_are_never_adverse)
{
  gsl_rng *rng = tame_rng_alloc(0, "check_bias/dominance", 0);
  size_t dominated = 0, adverse = 0;
  for (int k = 0; k < 20000; k++) {
    double g[8];
    tame_rng_normal(g, 8, rng);
    const double p = 0.02 + 0.96 * gsl_rng_uniform(rng);
    const tame_bias_view v = tame_bias_look(g, g + 4, 4, p);
    ck_assert(!(v.is_dominated && v.is_adverse));
    dominated += v.is_dominated;
    adverse += v.is_adverse;
  }
  ck_assert_uint_gt(dominated, 5000);
  ck_assert_uint_gt(adverse, 1000);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(bounds_of_time_and_gap_in_awkward_numbers)
{
  const double delta = 0.731, g = 2.385, p = 0.041, rate = 1.93, eta = 0.17;
  ck_assert_double_eq_tol(tame_bias_time(delta, g, p), 7.47558418, 1e-8);
  ck_assert_double_eq_tol(tame_bias_time_lipschitz(delta, g, p, rate),
                          log(1.0 + rate * delta / (p * g)) / rate, 1e-13);
  ck_assert_double_eq_tol(
      tame_bias_steps_lipschitz(delta, g, p, rate, eta),
      log(1.0 + rate * delta / (p * g)) / log(1.0 + eta * rate), 1e-12);
  ck_assert_double_eq_tol(tame_bias_gap_bound(g, 0.6, p),
                          0.041 / 0.959 * 2.385 / 0.6, 1e-15);
  ck_assert(isinf(tame_bias_time(delta, 0.0, p)));
  ck_assert(isinf(tame_bias_time_lipschitz(delta, 0.0, p, rate)));
  ck_assert_double_eq(tame_bias_time(0.0, g, p), 0.0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bias");
  tcase_add_test(t, a_view_is_what_its_definition_says);
  tcase_add_test(t, a_view_at_critical_points_is_never_dominated);
  tcase_add_test(t, dominated_points_are_never_adverse);
  tcase_add_test(t, bounds_of_time_and_gap_in_awkward_numbers);
  return run_tests(t);
}
