/* SPDX-License-Identifier: MIT */
/* tame/value_function.h, tame/whitney.h, tame/takagi.h. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/splitmix.h"
#include "tame/takagi.h"
#include "tame/value_function.h"
#include "tame/whitney.h"

/* --- linear lower levels ---------------------------------------------------- */

/* By all vertices: P over those that minimise c.y. */
static tame_values by_vertices(const double *c, double p0, const double *p,
                               size_t n)
{
  double least = INFINITY;
  tame_values v = {INFINITY, -INFINITY};
  for (int pass = 0; pass < 2; pass++) {
    for (unsigned y = 0; y < 1U << n; y++) {
      double q = 0.0, upper = p0;
      for (size_t k = 0; k < n; k++) {
        q += y >> k & 1 ? c[k] : 0.0;
        upper += y >> k & 1 ? p[k] : 0.0;
      }
      if (pass == 0) {
        least = fmin(least, q);
      } else if (q == least) {
        v.optimistic = fmin(v.optimistic, upper);
        v.pessimistic = fmax(v.pessimistic, upper);
      }
    }
  }
  return v;
}

START_TEST(a_linear_level_takes_the_best_and_worst_of_its_face)
{
  tame_splitmix g = tame_splitmix_seed(4);
  for (int trial = 0; trial < 200; trial++) {
    double c[5], p[5]; /* small integers, so that ties are exact */
    for (size_t k = 0; k < 5; k++) {
      c[k] = (double)(tame_splitmix_next(&g) % 5) - 2.0;
      p[k] = (double)(tame_splitmix_next(&g) % 9) - 4.0;
    }
    const tame_values v = tame_linear_level(c, 0.5, p, 5);
    const tame_values w = by_vertices(c, 0.5, p, 5);
    ck_assert_double_eq(v.optimistic, w.optimistic);
    ck_assert_double_eq(v.pessimistic, w.pessimistic);
  }
}
END_TEST

START_TEST(inexact_levels_widen_and_become_exact)
{
  const double c[] = {-2.385, -1e-3, 0.0, 1e-3, 0.7}, minus = -1.0;
  for (size_t i = 0; i < 5; i++) {
    const tame_values exact = tame_linear_level(&c[i], 1.0, &minus, 1);
    const tame_values none = tame_linear_level_inexact(c[i], 1.0, -1.0, 0.0);
    const tame_values some = tame_linear_level_inexact(c[i], 1.0, -1.0, 0.01);
    ck_assert_double_eq(exact.optimistic, none.optimistic);
    ck_assert_double_eq(exact.pessimistic, none.pessimistic);
    ck_assert_double_le(some.optimistic, exact.optimistic);
    ck_assert_double_ge(some.pessimistic, exact.pessimistic);
  }
  ck_assert_double_eq_tol(
      tame_linear_level_inexact(0.7, 1.0, -1.0, 0.01).optimistic,
      1.0 - 0.01 / 0.7, 1e-15);
}
END_TEST

START_TEST(a_regularised_level_is_a_ramp)
{
  ck_assert_double_eq(tame_linear_level_regularised(0.3, 1, -1, 0.1), 1.0);
  ck_assert_double_eq(tame_linear_level_regularised(-0.3, 1, -1, 0.1), 0.0);
  ck_assert_double_eq_tol(tame_linear_level_regularised(-0.025, 1, -1, 0.1),
                          0.75, 1e-15);
}
END_TEST

START_TEST(a_staircase_has_its_steps_and_the_lower_value_at_its_ends)
{
  const double end[3] = {-0.5, 0.25, 2.0}, value[4] = {1.0, -2.0, 0.5, 0.25};
  double work[8];
  ck_assert_double_eq(tame_staircase(-7, end, value, 4, work).optimistic, 1.0);
  ck_assert_double_eq(tame_staircase(0, end, value, 4, work).optimistic, -2.0);
  ck_assert_double_eq(tame_staircase(1, end, value, 4, work).pessimistic, 0.5);
  ck_assert_double_eq(tame_staircase(3, end, value, 4, work).optimistic, 0.25);
  for (size_t i = 0; i < 3; i++) {
    const tame_values v = tame_staircase(end[i], end, value, 4, work);
    ck_assert_double_eq(v.optimistic, fmin(value[i], value[i + 1]));
    ck_assert_double_eq(v.pessimistic, fmax(value[i], value[i + 1]));
  }
  ck_assert_double_eq(tame_staircase(9, NULL, value, 1, work).optimistic, 1.0);
}
END_TEST

/* --- Takagi ------------------------------------------------------------------- */

START_TEST(takagi_has_known_values_and_jumps)
{
  ck_assert_double_eq_tol(tame_takagi_continuous(0.5), 0.5, 1e-9);
  ck_assert_double_eq_tol(tame_takagi_continuous(1.0 / 3.0), 2.0 / 3.0, 1e-8);
  ck_assert_double_eq(tame_takagi(1, 2), tame_takagi_continuous(0.5) - 0.5);
  ck_assert_double_eq(tame_takagi(60, 120), tame_takagi(1, 2));
  ck_assert_double_eq(tame_takagi(0, 7), -1.0);
  ck_assert_double_eq(tame_takagi(1, 9), tame_takagi_continuous(1.0 / 9.0));
}
END_TEST

START_TEST(the_bound_of_takagi_is_below_all_its_points)
{
  tame_takagi_table *t = tame_takagi_alloc();
  tame_splitmix g = tame_splitmix_seed(6);
  for (int trial = 0; trial < 300; trial++) {
    const double a = tame_splitmix_uniform(&g) * 1.2 - 0.1;
    const double b = a + tame_splitmix_uniform(&g) * 0.1;
    const double bound = tame_takagi_below(t, a, b);
    for (long i = 0; i <= 8400; i++)
      if ((double)i / 8400 >= a && (double)i / 8400 <= b)
        ck_assert_double_ge(tame_takagi(i, 8400), bound);
  }
  tame_takagi_free(t);
  tame_takagi_free(NULL);
}
END_TEST

/* --- Whitney ------------------------------------------------------------------ */

static double slope_below(double lo, double hi, void *ctx)
{
  (void)hi;
  (void)ctx;
  return 0.37 * lo; /* increasing */
}

START_TEST(the_value_by_chords_is_the_first_zero_of_h)
{
  tame_whitney *w = tame_whitney_alloc(6, slope_below, NULL);
  for (int i = 1; i < 50; i++) {
    const double x = 0.02 * i;
    for (size_t depth = 3; depth <= 6; depth++) {
      const double v = tame_whitney_value(w, depth, x);
      ck_assert(v <= 0.37 * x && v > -1.0);
      ck_assert(tame_whitney_is_zero(w, depth, x, v + 1e-12));
      for (int j = 1; j <= 40; j++)
        ck_assert(!tame_whitney_is_zero(w, depth, x,
                                        -1.5 + (v + 1.5 - 1e-12) * j / 40));
    }
  }
  tame_whitney_free(w);
  tame_whitney_free(NULL);
}
END_TEST

START_TEST(more_discs_never_lower_the_value)
{
  tame_whitney *w = tame_whitney_alloc(8, slope_below, NULL);
  for (int i = 0; i <= 100; i++) {
    double before = -1.0;
    for (size_t depth = 2; depth <= 8; depth++) {
      const double v = tame_whitney_value(w, depth, 0.01 * i);
      ck_assert_double_ge(v, before);
      before = v;
    }
  }
  ck_assert_uint_gt(tame_whitney_count(w, 8), tame_whitney_count(w, 7));
  ck_assert_double_gt(tame_whitney_discs(w)[0].r, 0.0);
  tame_whitney_free(w);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("value_function");
  tcase_add_test(t, a_linear_level_takes_the_best_and_worst_of_its_face);
  tcase_add_test(t, inexact_levels_widen_and_become_exact);
  tcase_add_test(t, a_regularised_level_is_a_ramp);
  tcase_add_test(t, a_staircase_has_its_steps_and_the_lower_value_at_its_ends);
  tcase_add_test(t, takagi_has_known_values_and_jumps);
  tcase_add_test(t, the_bound_of_takagi_is_below_all_its_points);
  tcase_add_test(t, the_value_by_chords_is_the_first_zero_of_h);
  tcase_add_test(t, more_discs_never_lower_the_value);
  return run_tests(t);
}
