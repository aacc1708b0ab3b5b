/* SPDX-License-Identifier: MIT */
/* tame/poly.h: values, Sturm sequences and roots, against products of
 * known factors, against gsl_poly_complex_solve, and where the precision does
 * not suffice. */
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_poly.h>

#include "tame/poly.h"
#include "tame/rng.h"

#include "run_tests.h"

/* c [n + 1] <- prod (y - r_i) */
static void from_roots(double *c, const double *r, size_t n)
{
  c[0] = 1.0;
  for (size_t i = 0; i < n; i++) {
    c[i + 1] = c[i];
    for (size_t k = i; k > 0; k--) c[k] = c[k - 1] - r[i] * c[k];
    c[0] *= -r[i];
  }
}

static tame_status roots_of(tame_poly_root *root, size_t *n_roots,
                            const double *c, size_t n)
{
  tame_interval a[TAME_POLY_SIZE];
  tame_poly_of(a, c, n);
  return tame_poly_roots(root, n_roots, a, n, NULL);
}

/* --- values --------------------------------------------------------------- */

START_TEST(the_running_bound_covers_the_error_of_horner)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/poly", 0);
  for (int trial = 0; trial < 3000; trial++) {
    double c[13], error;
    const size_t n = gsl_rng_uniform_int(rng, 13);
    const double y = 6.0 * gsl_rng_uniform(rng) - 3.0;
    for (size_t i = 0; i <= n; i++) c[i] = 2.0 * gsl_rng_uniform(rng) - 1.0;
    long double exact = c[n];
    for (size_t i = n; i-- > 0;) exact = exact * y + c[i];
    const double p = tame_poly_eval_bound(&error, c, n, y);
    ck_assert_double_eq(p, tame_poly_eval(c, n, y));
    ck_assert(fabsl(exact - p) <= error * 1.001L);
    ck_assert_double_lt(error, 1e-8);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_range_holds_the_values_of_all_points)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/poly", 1);
  for (int trial = 0; trial < 3000; trial++) {
    double c[9];
    tame_interval a[9];
    const size_t n = gsl_rng_uniform_int(rng, 9);
    for (size_t i = 0; i <= n; i++) c[i] = 2.0 * gsl_rng_uniform(rng) - 1.0;
    tame_poly_of(a, c, n);
    const double lo = 4.0 * gsl_rng_uniform(rng) - 2.0;
    const tame_interval y = {lo, lo + gsl_rng_uniform(rng)};
    const double x = y.lo + gsl_rng_uniform(rng) * (y.hi - y.lo);
    const tame_interval r = tame_poly_range(a, n, y);
    ck_assert(tame_interval_contains(r, tame_poly_eval(c, n, x)));
    ck_assert(tame_interval_contains(tame_poly_range(a, n, tame_point(x)),
                                     tame_poly_eval(c, n, x)));
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(the_range_shrinks_with_the_square_of_the_width)
{
  const double c[4] = {0.3, -2.385, 0.7, 1.1}; /* the width of p'(1/2) is 0 */
  tame_interval a[4];
  tame_poly_of(a, c, 3);
  const double slope = -2.385 + 1.4 * 0.5 + 3.3 * 0.25;
  for (double w = 1e-2; w > 1e-6; w /= 10.0) {
    const tame_interval r =
        tame_poly_range(a, 3, (tame_interval){0.5 - w, 0.5 + w});
    ck_assert_double_lt(r.hi - r.lo - 2.0 * w * fabs(slope), 40.0 * w * w);
  }
}
END_TEST

START_TEST(derivatives_agree)
{
  const double c[5] = {1.0, 2.385, -3.0, 0.1, 7.0};
  double d[4];
  tame_interval a[5], b[4];
  tame_poly_of(a, c, 4);
  tame_poly_derivative(d, c, 4);
  tame_poly_derivative_interval(b, a, 4);
  for (size_t i = 0; i < 4; i++) {
    ck_assert_double_eq(d[i], (double)(i + 1) * c[i + 1]);
    ck_assert(tame_interval_contains(b[i], d[i]));
  }
}
END_TEST

/* --- Sturm sequences ------------------------------------------------------ */

START_TEST(counts_are_those_of_the_factors)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/poly", 2);
  tame_sturm s;
  for (int trial = 0; trial < 500; trial++) {
    double r[7], c[8];
    tame_interval a[8];
    const size_t n = 1 + gsl_rng_uniform_int(rng, 7);
    for (size_t i = 0; i < n; i++) /* integers, so that c is exact */
      r[i] = (double)gsl_rng_uniform_int(rng, 40) - 20.0;
    from_roots(c, r, n);
    tame_poly_of(a, c, n);
    const double lo = (double)gsl_rng_uniform_int(rng, 40) - 20.5;
    const double hi = lo + 1.0 + (double)gsl_rng_uniform_int(rng, 10);
    size_t distinct = 0, inside = 0, count = 99;
    for (size_t i = 0; i < n; i++) {
      bool is_new = true;
      for (size_t k = 0; k < i; k++) is_new = is_new && r[k] != r[i];
      distinct += is_new;
      inside += is_new && r[i] > lo && r[i] <= hi;
    }
    const tame_status status = tame_sturm_init(&s, a, n, NULL);
    if (status == TAME_STALLED) continue; /* seen below: rarely */
    ck_assert_int_eq(status, TAME_OK);
    ck_assert(s.is_square_free == (distinct == n));
    ck_assert_int_eq(
        tame_sturm_count(&count, &s, -(double)INFINITY, (double)INFINITY),
        TAME_OK);
    ck_assert_uint_eq(count, distinct);
    if (tame_sturm_count(&count, &s, lo, hi) == TAME_OK)
      ck_assert_uint_eq(count, inside);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(small_integers_stay_exact)
{
  /* (y-1)^2 (y+2) and y^4: multiple roots are seen */
  const double c[4] = {2, -3, 0, 1}, power[5] = {0, 0, 0, 0, 3.7};
  tame_interval a[5];
  tame_sturm s;
  size_t count = 0;
  tame_poly_of(a, c, 3);
  ck_assert_int_eq(tame_sturm_init(&s, a, 3, NULL), TAME_OK);
  ck_assert(!s.is_square_free);
  ck_assert_int_eq(tame_sturm_count(&count, &s, 0.0, 2.0), TAME_OK);
  ck_assert_uint_eq(count, 1);
  ck_assert_int_eq(tame_sturm_count(&count, &s, 0.0, 1.0), TAME_STALLED);
  tame_poly_of(a, power, 4);
  ck_assert_int_eq(tame_sturm_init(&s, a, 4, NULL), TAME_OK);
  ck_assert_int_eq(tame_sturm_count(&count, &s, -0.1, 0.3), TAME_OK);
  ck_assert_uint_eq(count, 1);
}
END_TEST

START_TEST(a_root_at_an_end_belongs_to_the_left_interval)
{
  const double c[3] = {-6, 1, 1}; /* (y - 2)(y + 3) */
  tame_interval a[3];
  tame_sturm s;
  size_t count = 9;
  tame_poly_of(a, c, 2);
  ck_assert_int_eq(tame_sturm_init(&s, a, 2, NULL), TAME_OK);
  ck_assert_int_eq(tame_sturm_count(&count, &s, 0.0, 2.0), TAME_OK);
  ck_assert_uint_eq(count, 1);
  ck_assert_int_eq(tame_sturm_count(&count, &s, 2.0, 5.0), TAME_OK);
  ck_assert_uint_eq(count, 0);
  ck_assert_int_eq(tame_sturm_count(&count, &s, 2.0, 2.0), TAME_EINVAL);
}
END_TEST

START_TEST(an_undecided_sign_is_not_guessed)
{
  /* the double root of (y^2 - 0.1)^2 is not exact in doubles: whether p has 0,
   * 2 or 4 real roots cannot be known from rounded coefficients */
  const double c[5] = {0.1 * 0.1, 0.0, -0.2, 0.0, 1.0};
  tame_interval a[5];
  tame_sturm s;
  tame_poly_root root[4];
  size_t n_roots = 0;
  tame_poly_of(a, c, 4);
  a[0] = tame_interval_mul(tame_point(0.1), tame_point(0.1));
  ck_assert_int_eq(tame_sturm_init(&s, a, 4, NULL), TAME_STALLED);
  tame_error err;
  ck_assert_int_eq(tame_poly_roots(root, &n_roots, a, 4, &err), TAME_STALLED);
  ck_assert(err.text[0] != '\0');
  /* still, everything is inside two clusters about +-sqrt(0.1) */
  ck_assert_uint_eq(n_roots, 2);
  ck_assert(!root[0].is_certain && !root[1].is_certain);
  ck_assert(tame_interval_contains(root[0].y, -sqrt(0.1)));
  ck_assert(tame_interval_contains(root[1].y, sqrt(0.1)));
  ck_assert_double_lt(root[1].y.hi - root[1].y.lo, 1e-6);
}
END_TEST

/* --- roots ---------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

START_TEST(roots_agree_with_those_of_gsl)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/poly", 3);
  gsl_poly_complex_workspace *w[12];
  for (size_t n = 1; n < 12; n++)
    w[n] = gsl_poly_complex_workspace_alloc(n + 1);
  for (int trial = 0; trial < 1000; trial++) {
    double c[12], z[22], real[11];
    tame_poly_root root[11];
    const size_t n = 1 + gsl_rng_uniform_int(rng, 11);
    size_t n_roots, n_real = 0;
    for (size_t i = 0; i <= n; i++) c[i] = 2.0 * gsl_rng_uniform(rng) - 1.0;
    ck_assert_int_eq(roots_of(root, &n_roots, c, n), TAME_OK);
    ck_assert_int_eq(gsl_poly_complex_solve(c, n + 1, w[n], z), 0);
    for (size_t i = 0; i < n; i++)
      if (fabs(z[2 * i + 1]) < 1e-9 * (1.0 + fabs(z[2 * i])))
        real[n_real++] = z[2 * i];
    qsort(real, n_real, sizeof *real, compare);
    ck_assert_uint_eq(n_roots, n_real);
    for (size_t i = 0; i < n_real; i++) {
      const double x = tame_interval_mid(root[i].y);
      ck_assert_double_lt(fabs(x - real[i]), 1e-6 * (1.0 + fabs(x)));
      ck_assert(root[i].is_certain && root[i].is_simple);
      ck_assert_double_lt(root[i].y.hi - root[i].y.lo, 1e-9 * (1.0 + fabs(x)));
      if (i > 0) ck_assert(root[i - 1].y.hi <= root[i].y.lo);
    }
  }
  for (size_t n = 1; n < 12; n++) gsl_poly_complex_workspace_free(w[n]);
  gsl_rng_free(rng);
}
END_TEST

START_TEST(double_roots_of_integers_are_found)
{
  const double r[5] = {-2, 1, 1, 1, 4};
  double c[6];
  tame_poly_root root[5];
  size_t n_roots = 0;
  from_roots(c, r, 5);
  ck_assert_int_eq(roots_of(root, &n_roots, c, 5), TAME_OK);
  ck_assert_uint_eq(n_roots, 3);
  for (size_t i = 0; i < 3; i++) ck_assert(root[i].is_certain);
  ck_assert(tame_interval_contains(root[1].y, 1.0));
  ck_assert(!root[1].is_simple && root[0].is_simple && root[2].is_simple);
  ck_assert(tame_interval_contains(root[2].y, 4.0));
}
END_TEST

START_TEST(wilkinsons_polynomial_is_certified_or_says_no)
{
  double r[20], c[21];
  tame_poly_root root[20];
  size_t n_roots;
  for (size_t n = 5; n <= 20; n++) {
    for (size_t i = 0; i < n; i++) r[i] = (double)(i + 1);
    from_roots(c, r, n);
    const tame_status status = roots_of(root, &n_roots, c, n);
    /* in every case each root is inside one of the enclosures; coefficients
     * are exact up to n = 18 */
    for (size_t i = 0; i < n && n <= 18; i++) {
      bool is_inside = false;
      for (size_t k = 0; k < n_roots; k++)
        is_inside = is_inside || tame_interval_contains(root[k].y, r[i]);
      ck_assert_msg(is_inside, "degree %zu: root %zu is lost", n, i + 1);
    }
    if (n <= 15) ck_assert_int_eq(status, TAME_OK);
    if (status == TAME_OK) ck_assert_uint_eq(n_roots, n);
  }
}
END_TEST

START_TEST(sizes_of_coefficients_do_not_matter)
{
  const double r[3] = {-2, 1, 5};
  double c[4];
  tame_poly_root root[3];
  size_t n_roots;
  for (int e = -900; e <= 900; e += 300) {
    from_roots(c, r, 3);
    for (size_t i = 0; i < 4; i++) c[i] = ldexp(c[i], e);
    ck_assert_int_eq(roots_of(root, &n_roots, c, 3), TAME_OK);
    ck_assert_uint_eq(n_roots, 3);
    for (size_t i = 0; i < 3; i++)
      ck_assert_double_eq_tol(tame_interval_mid(root[i].y), r[i], 1e-14);
  }
  /* y^2 = 1e-300 and y^2 = 1e300 */
  const double tiny[3] = {-1e-300, 0, 1}, large[3] = {-1e300, 0, 1};
  ck_assert_int_eq(roots_of(root, &n_roots, tiny, 2), TAME_OK);
  ck_assert_double_eq_tol(tame_interval_mid(root[1].y), 1e-150, 1e-162);
  ck_assert_int_eq(roots_of(root, &n_roots, large, 2), TAME_OK);
  ck_assert_double_eq_tol(tame_interval_mid(root[1].y), 1e150, 1e138);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("poly");
  tcase_add_test(t, the_running_bound_covers_the_error_of_horner);
  tcase_add_test(t, the_range_holds_the_values_of_all_points);
  tcase_add_test(t, the_range_shrinks_with_the_square_of_the_width);
  tcase_add_test(t, derivatives_agree);
  tcase_add_test(t, counts_are_those_of_the_factors);
  tcase_add_test(t, small_integers_stay_exact);
  tcase_add_test(t, a_root_at_an_end_belongs_to_the_left_interval);
  tcase_add_test(t, an_undecided_sign_is_not_guessed);
  tcase_add_test(t, roots_agree_with_those_of_gsl);
  tcase_add_test(t, double_roots_of_integers_are_found);
  tcase_add_test(t, wilkinsons_polynomial_is_certified_or_says_no);
  tcase_add_test(t, sizes_of_coefficients_do_not_matter);
  return run_tests(t);
}
