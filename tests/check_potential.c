/* SPDX-License-Identifier: MIT */
/* tame/swarm_potential.h: potentials, their gradients and landscapes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/rng.h"
#include "tame/stats.h"
#include "tame/swarm_potential.h"

/* --- potentials and landscapes ------------------------------------------------------ */

START_TEST(the_two_wells_have_their_closed_forms)
{
  const double b = 0.385;
  const tame_potential u = tame_potential_two_wells(b);
  double g[2];
  ck_assert_double_eq_tol(u.argmin[0], 0.75, 1e-12);
  ck_assert_double_eq_tol(tame_potential_value(0.75, 0.0, &u), 0.0, 1e-15);
  ck_assert_double_eq_tol(tame_potential_value(0.25, 0.0, &u), 2 * b, 1e-14);
  for (double x = 0.013; x < 1.0; x += 0.1) {
    const double w = 2 * acos(-1.0) * x;
    tame_potential_gradient(g, x, 0.0, &u);
    ck_assert_double_eq_tol(g[0], 2 * acos(-1.0) * cos(w) * (b - 2 * sin(w)),
                            1e-12);
    ck_assert_double_eq(g[1], 0.0);
  }
  double *values = tame_vec(8192);
  tame_potential_sample(values, 8192, 1, &u);
  const tame_landscape land = tame_landscape_of(NULL, values, 8192, 1);
  ck_assert_uint_eq(land.minima, 2);
  ck_assert_double_eq_tol(land.depth, (1 - b / 2) * (1 - b / 2), 1e-5);
  ck_assert_double_eq_tol(land.oscillation, 1 + b + b * b / 4, 1e-5);
  free(values);
}
END_TEST

START_TEST(slopes_of_many_points_are_the_gradient)
{
  gsl_rng *rng = tame_rng_alloc(1, "check_swarm_theory", 0);
  const tame_potential list[] = {
      tame_potential_two_wells(0.2), tame_potential_rastrigin(8, 0.2),
      tame_potential_needle(1.5), tame_potential_rough(16, rng)};
  double x[700], slope[700], g[2];
  tame_rng_uniform(x, 700, 0.0, 1.0, rng);
  x[0] = 0.0;
  x[1] = 0.125;
  x[2] = 0.5;
  for (size_t p = 0; p < 4; p++) {
    tame_potential_slopes(slope, x, 700, &list[p]);
    for (size_t i = 0; i < 700; i++) {
      tame_potential_gradient(g, x[i], 0.0, &list[p]);
      ck_assert_double_eq_tol(slope[i], g[0], 1e-11);
    }
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(benchmarks_have_minimum_zero_where_they_say)
{
  gsl_rng *rng = tame_rng_alloc(1, "check_swarm_theory", 1);
  const tame_potential w = tame_potential_rastrigin(5, 0.2);
  const tame_potential list[] = {
      tame_potential_needle(1.5), tame_potential_rough(20, rng),
      tame_potential_sum(&w, &w), tame_potential_rough_torus(rng)};
  for (size_t p = 0; p < 4; p++) {
    const tame_potential *u = &list[p];
    double g[2];
    ck_assert_double_eq_tol(tame_potential_value(u->argmin[0], u->argmin[1], u),
                            0.0, 1e-14);
    tame_potential_gradient(g, u->argmin[0], u->argmin[1], u);
    ck_assert_double_lt(fabs(g[0]) + fabs(g[1]), 1e-10);
    for (size_t i = 0; i < 2000; i++) {
      double at[2];
      tame_rng_uniform(at, 2, 0.0, 1.0, rng);
      ck_assert_double_ge(
          tame_potential_value(at[0], u->dim == 2 ? at[1] : 0.0, u), -1e-13);
    }
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(a_wrong_potential_is_refused)
{
  tame_error err;
  tame_potential u = {.dim = 1};
  ck_assert_int_eq(tame_potential_anchor(&u, &err), TAME_EINVAL);
  u = (tame_potential){.dim = 1, .n_modes = 1, .mode = {{1, 0, NAN, 0}}};
  ck_assert_int_eq(tame_potential_anchor(&u, &err), TAME_EINVAL);
  u = (tame_potential){.dim = 1, .n_modes = 1, .mode = {{1, 1, 1.0, 0}}};
  ck_assert_int_eq(tame_potential_anchor(&u, &err), TAME_EINVAL);
  u.dim = 3;
  ck_assert_int_eq(tame_potential_anchor(&u, &err), TAME_EINVAL);
}
END_TEST

START_TEST(a_small_landscape_is_read_by_hand)
{
  /* minima 0 (at 1), 2 (at 4), 1 (at 6 and 7, a plateau); climbs: 2 -> 3 and
   * 1 -> 6 over 5 */
  const double u[9] = {7, 0, 6, 5, 2, 3, 1, 1, 8};
  double basin[9];
  const tame_landscape land = tame_landscape_of(basin, u, 9, 1);
  ck_assert_uint_eq(land.minima, 3);
  ck_assert_double_eq(land.depth, 5.0);
  ck_assert_double_eq(land.oscillation, 8.0);
  const double want[9] = {1, 1, 1, 0, 0, 0, 0, 0, 0};
  ck_assert_double_eq(tame_distance(basin, want, 9), 0.0);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("potential");
  tcase_add_test(t, the_two_wells_have_their_closed_forms);
  tcase_add_test(t, slopes_of_many_points_are_the_gradient);
  tcase_add_test(t, benchmarks_have_minimum_zero_where_they_say);
  tcase_add_test(t, a_wrong_potential_is_refused);
  tcase_add_test(t, a_small_landscape_is_read_by_hand);
  return run_tests(t);
}
