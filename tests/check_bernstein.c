/* SPDX-License-Identifier: MIT */
/* tame/bernstein.h: polynomials in balls, positivity, minima. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/bernstein.h"
#include "tame/splitmix.h"

static tame_bipoly *mono(tame_precision w, double c, size_t i, size_t j)
{
  return tame_bipoly_monomial(w, c, i, j);
}

static tame_bipoly *squared(tame_bipoly *p)
{
  return tame_bipoly_mul(p, tame_bipoly_copy(p));
}

/* (t - a)^2 + (z - b)^2 + c */
static tame_bipoly *bowl(tame_precision w, double a, double b, double c)
{
  tame_bipoly *t = tame_bipoly_add(mono(w, 1, 1, 0), mono(w, -a, 0, 0));
  tame_bipoly *z = tame_bipoly_add(mono(w, 1, 0, 1), mono(w, -b, 0, 0));
  return tame_bipoly_add(tame_bipoly_add(squared(t), squared(z)),
                         mono(w, c, 0, 0));
}

START_TEST(values_are_those_of_the_formula)
{
  tame_bipoly *p = squared(bowl(TAME_DOUBLE_DOUBLE, 0.3, -0.7, 0.125));
  const double f =
      (1.1 - 0.3) * (1.1 - 0.3) + (0.2 + 0.7) * (0.2 + 0.7) + 0.125;
  const tame_ball v = tame_bipoly_at(p, 1.1, 0.2);
  ck_assert_double_eq_tol(v.hi, f * f, 1e-14);
  ck_assert_double_lt(v.radius, 1e-28);
  ck_assert_double_gt(v.radius, 0.0);
  tame_bipoly_free(p);
  tame_bipoly_free(NULL);
}
END_TEST

/* (t - 1)^12 expanded, at t = 1 + 2^-20: 2^-240, all digits lost in double. */
START_TEST(error_bounds_contain_the_truth_in_both_precisions)
{
  for (int wide = 0; wide < 2; wide++) {
    const tame_precision w = wide ? TAME_DOUBLE_DOUBLE : TAME_PLAIN;
    tame_bipoly *p = mono(w, 1, 0, 0);
    for (int k = 0; k < 12; k++)
      p = tame_bipoly_mul(
          p, tame_bipoly_add(mono(w, 1, 1, 0), mono(w, -1.1, 0, 0)));
    for (int i = 0; i < 100; i++) {
      const double t = 1.0 + 0.002 * i;
      const double known = pow(t - 1.1, 12.0); /* good to 1e-14 relative */
      const tame_ball v = tame_bipoly_at(p, t, 0.0);
      ck_assert_double_le(fabs(v.hi + v.lo - known), v.radius + 1e-13 * known);
      ck_assert_double_lt(v.radius, wide ? 1e-26 : 1e-10);
    }
    tame_bipoly_free(p);
  }
}
END_TEST

START_TEST(a_positive_polynomial_is_proved_and_another_is_not)
{
  const tame_box2 box = {-1, 2, -1, 1.5};
  size_t boxes;
  tame_bipoly *p = bowl(TAME_DOUBLE_DOUBLE, 0.3, 0.2, 1e-3);
  ck_assert(tame_bernstein_positive(&boxes, p, box, true, 10000));
  ck_assert_uint_gt(boxes, 1);
  ck_assert(!tame_bernstein_positive(&boxes, p, box, true, 3)); /* too few */
  tame_bipoly_free(p);
  p = bowl(TAME_DOUBLE_DOUBLE, 0.3, 0.2, -1e-3);
  ck_assert(!tame_bernstein_positive(&boxes, p, box, true, 10000));
  tame_bipoly_free(p);
}
END_TEST

/* min is 1e-9 of the size of the coefficients: doubles cannot prove it. */
START_TEST(double_double_proves_what_double_cannot)
{
  const tame_box2 box = {0, 1, 0, 1};
  size_t boxes;
  for (int wide = 0; wide < 2; wide++) {
    const tame_precision w = wide ? TAME_DOUBLE_DOUBLE : TAME_PLAIN;
    tame_bipoly *p = squared(squared(bowl(w, 0.3, 0.2, 1e-5)));
    ck_assert_int_eq(tame_bernstein_positive(&boxes, p, box, true, 100000),
                     wide);
    tame_bipoly_free(p);
  }
}
END_TEST

START_TEST(the_minimum_is_enclosed_with_its_place)
{
  tame_splitmix g = tame_splitmix_seed(3);
  for (int trial = 0; trial < 30; trial++) {
    const double a = tame_splitmix_uniform(&g), b = tame_splitmix_uniform(&g);
    const double c = tame_splitmix_uniform(&g) - 0.5;
    tame_bernstein_minimum m;
    tame_bipoly *p = bowl(TAME_DOUBLE_DOUBLE, a, b, c);
    ck_assert_int_eq(tame_bernstein_minimize(&m, p, (tame_box2){0, 1, 0, 1},
                                             1e-9, 1e-4, 100000),
                     TAME_OK);
    ck_assert(m.lo <= c && c <= m.hi);
    ck_assert_double_le(m.hi - m.lo, 1e-9);
    ck_assert(m.argmin.t_lo <= a && a <= m.argmin.t_hi);
    ck_assert(m.argmin.z_lo <= b && b <= m.argmin.z_hi);
    ck_assert_double_le(m.argmin.t_hi - m.argmin.t_lo, 1e-4);
    tame_bipoly_free(p);
  }
}
END_TEST

/* (t^2 - 1/4)^2 + z^2 has two minimisers: both stay, so no width is reached. */
START_TEST(two_minimisers_are_both_kept)
{
  const tame_precision w = TAME_DOUBLE_DOUBLE;
  tame_bernstein_minimum m;
  tame_bipoly *p = tame_bipoly_add(
      squared(tame_bipoly_add(mono(w, 1, 2, 0), mono(w, -0.25, 0, 0))),
      mono(w, 1, 0, 2));
  ck_assert_int_eq(tame_bernstein_minimize(&m, p, (tame_box2){-1, 1, -1, 1},
                                           1e-9, 1e-3, 3000),
                   TAME_MAX_ITER);
  ck_assert(m.argmin.t_lo <= -0.5 && m.argmin.t_hi >= 0.5);
  ck_assert(m.lo <= 0.0 && m.hi >= 0.0);
  tame_bipoly_free(p);
}
END_TEST

/* Random polynomials against a grid. */
START_TEST(no_point_is_below_the_certified_minimum)
{
  tame_splitmix g = tame_splitmix_seed(12);
  for (int trial = 0; trial < 20; trial++) {
    tame_bipoly *p = mono(TAME_DOUBLE_DOUBLE, 0.1, 0, 0);
    tame_bernstein_minimum m;
    double least = INFINITY;
    for (size_t i = 0; i <= 4; i++)
      for (size_t j = 0; j <= 3; j++)
        p = tame_bipoly_add(p, mono(TAME_DOUBLE_DOUBLE,
                                    2 * tame_splitmix_uniform(&g) - 1, i, j));
    tame_bernstein_minimize(&m, p, (tame_box2){-1.3, 0.9, 0.2, 1.7}, 1e-7, 1.0,
                            200000);
    for (int i = 0; i <= 60; i++)
      for (int j = 0; j <= 60; j++)
        least =
            fmin(least,
                 tame_bipoly_at(p, -1.3 + 2.2 * i / 60, 0.2 + 1.5 * j / 60).hi);
    ck_assert_double_le(m.lo, least);
    ck_assert_double_ge(m.hi, least - 0.1);
    ck_assert_double_le(m.hi, least + 1e-6);
    tame_bipoly_free(p);
  }
}
END_TEST

START_TEST(a_box_may_be_a_segment_or_a_point)
{
  size_t boxes;
  tame_bipoly *p = bowl(TAME_DOUBLE_DOUBLE, 0.25, 0.5, 0.0);
  ck_assert(tame_bernstein_positive(&boxes, p, (tame_box2){0.3, 1, 0.5, 0.5},
                                    true, 100));
  ck_assert(!tame_bernstein_positive(
      &boxes, p, (tame_box2){0.25, 0.25, 0.5, 0.5}, true, 100));
  tame_bipoly_free(p);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("bernstein");
  tcase_add_test(t, values_are_those_of_the_formula);
  tcase_add_test(t, error_bounds_contain_the_truth_in_both_precisions);
  tcase_add_test(t, a_positive_polynomial_is_proved_and_another_is_not);
  tcase_add_test(t, double_double_proves_what_double_cannot);
  tcase_add_test(t, the_minimum_is_enclosed_with_its_place);
  tcase_add_test(t, two_minimisers_are_both_kept);
  tcase_add_test(t, no_point_is_below_the_certified_minimum);
  tcase_add_test(t, a_box_may_be_a_segment_or_a_point);
  return run_tests(t);
}
