/* SPDX-License-Identifier: MIT */
/* Entropies, schedules, closed forms and theory of swarm gradient dynamics. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/swarm_entropy.h"
#include "tame/swarm_potential.h"
#include "tame/swarm_schedule.h"
#include "tame/swarm_stationary.h"

static const tame_entropy ENTROPY[] = {
    {0.2, false}, {0.5, false}, {0.75, false}, {1.0, false},
    {0.25, true}, {0.5, true},  {1.0, true}};
enum { N_ENTROPY = sizeof ENTROPY / sizeof *ENTROPY };
static const double R[] = {1e-3, 0.0385, 0.385, 0.9, 1.1, 2.385, 17.0};
enum { N_R = sizeof R / sizeof *R };

/* --- entropies ------------------------------------------------------------------ */

START_TEST(derivatives_are_those_of_differences)
{
  for (size_t e = 0; e < N_ENTROPY; e++)
    for (size_t i = 0; i < N_R; i++) {
      const double h = 1e-5 * R[i], up = R[i] + h, down = R[i] - h;
      const tame_entropy *q = &ENTROPY[e];
      const double slope =
          (tame_entropy_value(up, q) - tame_entropy_value(down, q)) / (2 * h);
      const double curvature =
          (tame_entropy_slope(up, q) - tame_entropy_slope(down, q)) / (2 * h);
      ck_assert_double_eq_tol(tame_entropy_slope(R[i], q), slope,
                              1e-5 * (1.0 + fabs(slope)));
      ck_assert_double_eq_tol(tame_entropy_curvature(R[i], q) / curvature, 1.0,
                              1e-7);
    }
}
END_TEST

START_TEST(at_density_one_value_and_slope_vanish_and_the_curvature_is_one)
{
  for (size_t e = 0; e < N_ENTROPY; e++) {
    ck_assert_double_eq_tol(tame_entropy_value(1.0, &ENTROPY[e]), 0.0, 1e-15);
    ck_assert_double_eq_tol(tame_entropy_slope(1.0, &ENTROPY[e]), 0.0, 1e-15);
    ck_assert_double_eq(tame_entropy_curvature(1.0, &ENTROPY[e]), 1.0);
  }
}
END_TEST

/* alpha(r) = (1/r) int_0^r s phi''(s) ds: alpha from r0 by Simpson's rule */
START_TEST(the_noise_is_the_mean_of_its_integral)
{
  for (size_t e = 0; e < N_ENTROPY; e++) {
    const tame_entropy *q = &ENTROPY[e];
    const double r0 = 0.385, r1 = 2.385;
    enum { N = 20000 };
    double sum = 0.0;
    for (size_t i = 0; i <= N; i++) {
      const double s = r0 + (r1 - r0) * (double)i / N;
      sum += (i == 0 || i == N ? 1.0
              : i % 2          ? 4.0
                               : 2.0) *
             s * tame_entropy_curvature(s, q);
    }
    sum *= (r1 - r0) / (3.0 * N);
    ck_assert_double_eq_tol(r1 * tame_entropy_noise(r1, q) -
                                r0 * tame_entropy_noise(r0, q),
                            sum, 1e-4);
  }
}
END_TEST

START_TEST(inverse_shift_and_arrays_agree_with_the_slope)
{
  for (size_t e = 0; e < N_ENTROPY; e++) {
    const tame_entropy *q = &ENTROPY[e];
    double y[N_R], a[N_R], power[N_R], zeta[N_R], r[N_R], dr[N_R];
    tame_entropy_slopes(y, R, N_R, q);
    tame_entropy_noises(a, R, N_R, q);
    tame_entropy_powers(power, R, N_R, q);
    for (size_t i = 0; i < N_R; i++) {
      ck_assert_double_eq_tol(y[i], tame_entropy_slope(R[i], q),
                              1e-12 * (1.0 + fabs(y[i])));
      ck_assert_double_eq_tol(a[i] / tame_entropy_noise(R[i], q), 1.0, 1e-14);
      ck_assert_double_eq_tol(tame_entropy_inverse(y[i], q) / R[i], 1.0, 1e-12);
      /* to the next density and back over the join at 1 */
      const double to = R[N_R - 1 - i];
      zeta[i] = tame_entropy_slope(to, q) - y[i];
    }
    tame_entropy_shift(r, dr, R, power, zeta, N_R, q);
    for (size_t i = 0; i < N_R; i++) {
      const double to = R[N_R - 1 - i];
      ck_assert_double_eq_tol(r[i] / to, 1.0, 1e-11);
      ck_assert_double_eq_tol(dr[i] * tame_entropy_curvature(to, q), 1.0,
                              1e-10);
    }
  }
}
END_TEST

START_TEST(no_density_has_a_slope_beyond_the_bound)
{
  ck_assert(isinf(tame_entropy_inverse(2.0, &ENTROPY[1])));
  ck_assert(isinf(tame_entropy_inverse(2.1, &ENTROPY[1])));
  ck_assert(isfinite(tame_entropy_inverse(1.999, &ENTROPY[1])));
  const double rho = 1.0, power = 1.0, zeta = 2.385;
  double r, dr;
  tame_entropy_shift(&r, &dr, &rho, &power, &zeta, 1, &ENTROPY[1]);
  ck_assert(isinf(r) && isinf(dr));
}
END_TEST

START_TEST(bregman_distances_are_not_negative)
{
  for (size_t e = 0; e < N_ENTROPY; e++)
    for (size_t i = 0; i < N_R; i++)
      for (size_t j = 0; j < N_R; j++) {
        const double d = tame_entropy_bregman(R[i], R[j], &ENTROPY[e]);
        if (i == j)
          ck_assert_double_eq_tol(d, 0.0, 1e-14);
        else
          ck_assert_double_gt(d, 0.0);
      }
}
END_TEST

/* --- schedules ---------------------------------------------------------------------- */

START_TEST(schedules_and_their_slopes_agree)
{
  const tame_schedule list[] = {{TAME_CONSTANT, 2.385, 0},
                                {TAME_POWER, 4, 0.47},
                                {TAME_LOGARITHMIC, 1, 0.81}};
  ck_assert_double_eq(tame_schedule_beta(0.0, &list[0]), 2.385);
  ck_assert_double_eq(tame_schedule_beta(3.0, &list[1]), 4 * pow(4, 0.47));
  ck_assert_double_eq(tame_schedule_beta(3.0, &list[2]), 1 + log(4) / 0.81);
  for (size_t i = 0; i < 3; i++) {
    const double h = 1e-5, t = 1.385;
    ck_assert_double_eq_tol(tame_schedule_slope(t, &list[i]),
                            (tame_schedule_beta(t + h, &list[i]) -
                             tame_schedule_beta(t - h, &list[i])) /
                                (2 * h),
                            1e-9);
    ck_assert_int_eq(tame_schedule_check(&list[i], NULL), TAME_OK);
  }
  const tame_schedule bad[] = {{TAME_CONSTANT, -1, 0},
                               {TAME_CONSTANT, NAN, 0},
                               {TAME_POWER, 1, -0.5},
                               {TAME_LOGARITHMIC, 1, 0},
                               {TAME_LOGARITHMIC, 1, NAN}};
  for (size_t i = 0; i < 5; i++)
    ck_assert_int_eq(tame_schedule_check(&bad[i], NULL), TAME_EINVAL);
}
END_TEST

/* --- stationary densities and theory --------------------------------------------------- */

START_TEST(stationary_densities_have_mass_one_and_constant_xi)
{
  enum { N = 128 };
  const tame_potential p = tame_potential_two_wells(0.2);
  double u[N], mu[N];
  tame_potential_sample(u, N, 1, &p);
  for (size_t e = 0; e < N_ENTROPY; e++)
    for (double beta = 0.0; beta <= 100.0; beta = 10 * beta + 0.0385) {
      ck_assert_int_eq(tame_swarm_stationary(mu, u, N, beta, &ENTROPY[e], NULL),
                       TAME_OK);
      ck_assert_double_eq_tol(tame_mean(mu, N), 1.0, 1e-14);
      const double c = tame_entropy_slope(mu[0], &ENTROPY[e]) + beta * u[0];
      for (size_t i = 0; i < N; i++)
        ck_assert_double_eq_tol(tame_entropy_slope(mu[i], &ENTROPY[e]) +
                                    beta * u[i],
                                c, 1e-10 * (1.0 + beta));
    }
}
END_TEST

START_TEST(the_boltzmann_density_is_the_gibbs_law)
{
  const double u[3] = {0.385, 1.0, 0.0}, beta = 2.385;
  const tame_entropy e = {1.0, false};
  double mu[3], z = 0.0;
  for (size_t i = 0; i < 3; i++) z += exp(-beta * u[i]) / 3.0;
  ck_assert_int_eq(tame_swarm_stationary(mu, u, 3, beta, &e, NULL), TAME_OK);
  for (size_t i = 0; i < 3; i++)
    ck_assert_double_eq_tol(mu[i], exp(-beta * u[i]) / z, 1e-14);
}
END_TEST

START_TEST(wrong_arguments_of_stationary_densities_are_refused)
{
  double u[3] = {0, 1, 2}, mu[3];
  tame_error err;
  const tame_entropy bad = {0.0, false};
  ck_assert_int_eq(tame_swarm_stationary(mu, u, 3, 1.0, &bad, &err),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_swarm_stationary(mu, u, 3, -1.0, &ENTROPY[1], &err),
                   TAME_EINVAL);
  u[1] = INFINITY;
  ck_assert_int_eq(tame_swarm_stationary(mu, u, 3, 1.0, &ENTROPY[1], &err),
                   TAME_EINVAL);
}
END_TEST

START_TEST(without_potential_the_rate_is_that_of_the_discrete_heat_equation)
{
  enum { N = 40 };
  double mu[N], lambda;
  for (size_t i = 0; i < N; i++) mu[i] = 1.0;
  const double s = sin(acos(-1.0) / N);
  for (size_t e = 0; e < N_ENTROPY; e++) {
    ck_assert_int_eq(tame_swarm_relaxation(&lambda, mu, N, &ENTROPY[e]),
                     TAME_OK);
    ck_assert_double_eq_tol(lambda, 4.0 * N * N * s * s, 1e-9);
  }
  mu[3] = 0.0;
  ck_assert_int_eq(tame_swarm_relaxation(&lambda, mu, N, &ENTROPY[1]),
                   TAME_EINVAL);
}
END_TEST

START_TEST(the_escape_flux_is_that_of_an_independent_program)
{
  const tame_potential u = tame_potential_two_wells(0.2);
  double right, left;
  ck_assert_int_eq(tame_swarm_escape_flux(&right, 0.25, 0.75, 0.5, &u),
                   TAME_OK);
  ck_assert_int_eq(tame_swarm_escape_flux(&left, 0.25, -0.25, 0.5, &u),
                   TAME_OK);
  ck_assert_double_eq_tol(right + left, 17.487184, 1e-6);
  ck_assert_double_eq_tol(right, left, 1e-7);
  ck_assert_int_eq(tame_swarm_escape_flux(&left, 0.75, 0.25, 0.5, &u),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_swarm_escape_flux(&left, 0.25, 0.75, 1.0, &u),
                   TAME_EINVAL);
}
END_TEST

START_TEST(the_comparison_step_solves_its_equation_from_above)
{
  const double y = 0.385, dt = 0.1, beta = 3.0, slope = 2.0, osc = 1.21,
               m = 0.4;
  const double z = tame_swarm_comparison_step(y, dt, beta, slope, osc, m);
  const double residual =
      z + dt * tame_swarm_psi(z, beta, osc, m) - y - dt * slope * osc;
  ck_assert_double_ge(residual, -1e-16);
  ck_assert_double_lt(residual, 1e-14);
  /* Psi written out at m = 1/2 */
  ck_assert_double_eq_tol(tame_swarm_psi(0.385, 2.0, 1.0, 0.5),
                          4 * 0.385 * 0.385 / pow(1 + 0.5 * 2.385, 2), 1e-15);
}
END_TEST

START_TEST(binomial_intervals_are_those_of_tables)
{
  double lo, hi;
  /* 7 of 20 at 95 %: 0.1539 to 0.5922 (Clopper and Pearson) */
  tame_binomial_interval(&lo, &hi, 7, 20, 0.95);
  ck_assert_double_eq_tol(lo, 0.1539, 5e-5);
  ck_assert_double_eq_tol(hi, 0.5922, 5e-5);
  tame_binomial_interval(&lo, &hi, 0, 8, 0.95);
  ck_assert_double_eq(lo, 0.0);
  ck_assert_double_eq_tol(hi, 1.0 - pow(0.025, 1.0 / 8), 1e-12);
  tame_binomial_interval(&lo, &hi, 8, 8, 0.95);
  ck_assert_double_eq_tol(lo, pow(0.025, 1.0 / 8), 1e-12);
  ck_assert_double_eq(hi, 1.0);
  /* every count of 400: increasing, around the share, and symmetric */
  double before = -1.0, other_lo, other_hi;
  for (size_t k = 0; k <= 400; k++) {
    tame_binomial_interval(&lo, &hi, k, 400, 0.95);
    tame_binomial_interval(&other_lo, &other_hi, 400 - k, 400, 0.95);
    ck_assert(lo <= (double)k / 400 && (double)k / 400 <= hi && lo > before);
    ck_assert_double_eq_tol(lo, 1.0 - other_hi, 1e-12);
    before = k == 0 ? 0.0 : lo;
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("swarm theory");
  tcase_add_test(t, derivatives_are_those_of_differences);
  tcase_add_test(
      t, at_density_one_value_and_slope_vanish_and_the_curvature_is_one);
  tcase_add_test(t, the_noise_is_the_mean_of_its_integral);
  tcase_add_test(t, inverse_shift_and_arrays_agree_with_the_slope);
  tcase_add_test(t, no_density_has_a_slope_beyond_the_bound);
  tcase_add_test(t, bregman_distances_are_not_negative);
  tcase_add_test(t, schedules_and_their_slopes_agree);
  tcase_add_test(t, stationary_densities_have_mass_one_and_constant_xi);
  tcase_add_test(t, the_boltzmann_density_is_the_gibbs_law);
  tcase_add_test(t, wrong_arguments_of_stationary_densities_are_refused);
  tcase_add_test(
      t, without_potential_the_rate_is_that_of_the_discrete_heat_equation);
  tcase_add_test(t, the_escape_flux_is_that_of_an_independent_program);
  tcase_add_test(t, the_comparison_step_solves_its_equation_from_above);
  tcase_add_test(t, binomial_intervals_are_those_of_tables);
  return run_tests(t);
}
