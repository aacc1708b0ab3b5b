/* SPDX-License-Identifier: MIT */
/* tame/poly.h: global minima with certificates, ties, degenerate minima, and bad
 * input of all routines. */
#include <math.h>

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

static tame_status minimize(tame_poly_minimum *m, const double *c, size_t n,
                            double lo, double hi)
{
  tame_interval a[TAME_POLY_SIZE];
  tame_poly_of(a, c, n);
  return tame_poly_minimize(m, a, n, lo, hi, NULL);
}

START_TEST(the_minimum_of_a_double_well_is_certified)
{
  /* g' = (y - a)(y - b)(y - c) with a = -1.1, b = 0.2, c = 0.9 */
  const double c[5] = {0.0, 0.198, -0.515, 0.0, 0.25};
  const double a = -1.1;
  tame_poly_minimum m;
  ck_assert_int_eq(minimize(&m, c, 4, -(double)INFINITY, (double)INFINITY),
                   TAME_OK);
  ck_assert_uint_eq(m.n_critical, 3);
  ck_assert_uint_eq(m.n_minimisers, 1);
  const tame_poly_critical *q = &m.critical[m.minimiser[0]];
  ck_assert_int_eq(q->kind, TAME_POLY_MINIMUM);
  ck_assert_double_eq_tol(tame_interval_mid(q->y), a, 1e-14);
  ck_assert_double_eq_tol(m.value.lo, tame_poly_eval(c, 4, a), 1e-14);
  ck_assert_double_lt(m.value.hi - m.value.lo, 1e-14);
  ck_assert_int_eq(m.critical[1].kind, TAME_POLY_MAXIMUM);
  ck_assert_double_eq_tol(
      m.gap, tame_poly_eval(c, 4, 0.9) - tame_poly_eval(c, 4, a), 1e-13);
}
END_TEST

START_TEST(ties_are_reported)
{
  const double even[5] = {0.0, 0.0, -0.5, 0.0, 0.25};
  tame_poly_minimum m;
  ck_assert_int_eq(minimize(&m, even, 4, -(double)INFINITY, (double)INFINITY),
                   TAME_OK);
  ck_assert_uint_eq(m.n_minimisers, 2);
  ck_assert(m.minimiser[0] != m.minimiser[1]);
  ck_assert_double_eq_tol(m.gap, 0.25, 1e-13);
  ck_assert(tame_interval_contains(m.value, -0.25));
}
END_TEST

START_TEST(minima_are_those_of_a_fine_grid)
{
  gsl_rng *rng = tame_rng_alloc(0, "check/poly", 4);
  for (int trial = 0; trial < 300; trial++) {
    double c[8];
    tame_poly_minimum m;
    const size_t n = 1 + gsl_rng_uniform_int(rng, 7);
    for (size_t i = 0; i <= n; i++) c[i] = 2.0 * gsl_rng_uniform(rng) - 1.0;
    const double lo = -2.0 * gsl_rng_uniform(rng), hi = 2.0 * lo + 5.0;
    double best = (double)INFINITY;
    ck_assert_int_eq(minimize(&m, c, n, lo, hi), TAME_OK);
    for (size_t i = 0; i <= 2000; i++)
      best =
          fmin(best, tame_poly_eval(c, n, lo + (hi - lo) * (double)i / 2000));
    const double size = 1.0 + fabs(best);
    ck_assert_double_ge(best, m.value.lo - 1e-12 * size);
    ck_assert_double_lt(m.value.hi, best + 1e-12 * size);
    ck_assert_double_lt(m.value.hi - m.value.lo, 1e-10 * size);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(ends_are_candidates)
{
  const double line[2] = {1.0, -2.385}, cube[4] = {0, 0, 0, 1};
  tame_poly_minimum m;
  ck_assert_int_eq(minimize(&m, line, 1, -1.0, 3.0), TAME_OK);
  ck_assert_uint_eq(m.n_critical, 2);
  ck_assert_int_eq(m.critical[m.minimiser[0]].kind, TAME_POLY_END);
  ck_assert_double_eq(m.critical[m.minimiser[0]].y.lo, 3.0);
  /* the critical point 0 of y^3 is an end: it is counted once */
  ck_assert_int_eq(minimize(&m, cube, 3, 0.0, 2.0), TAME_OK);
  ck_assert_uint_eq(m.n_critical, 2);
  ck_assert_uint_eq(m.n_minimisers, 1);
  ck_assert_double_eq(m.value.hi, 0.0);
  /* one point */
  ck_assert_int_eq(minimize(&m, cube, 3, 0.5, 0.5), TAME_OK);
  ck_assert(tame_interval_contains(m.value, 0.125));
  /* half a line */
  ck_assert_int_eq(minimize(&m, cube, 3, -1.0, (double)INFINITY), TAME_OK);
  ck_assert_double_eq(m.value.lo, -1.0);
}
END_TEST

START_TEST(a_degenerate_minimum_is_still_enclosed)
{
  /* (y^2 - 0.1)^2 + small slope unknown in sign: wide coefficient */
  const double c[5] = {0.01, 0.0, -0.2, 0.0, 1.0};
  tame_interval a[5];
  tame_poly_minimum m;
  tame_poly_of(a, c, 4);
  a[1] = (tame_interval){-1e-12, 1e-12};
  ck_assert_int_eq(tame_poly_minimize(&m, a, 4, -1.0, 1.0, NULL), TAME_OK);
  ck_assert_uint_eq(m.n_minimisers, 2);
  ck_assert(tame_interval_contains(m.value, 0.0));
  ck_assert_double_lt(m.value.hi - m.value.lo, 1e-11);
  /* p' = (y - 0.3)^2 (y - 2) with rounded coefficients */
  const double r[3] = {0.3, 0.3, 2.0};
  double d[4], p[5] = {0};
  from_roots(d, r, 3);
  for (size_t i = 0; i < 4; i++) p[i + 1] = d[i] / (double)(i + 1);
  const tame_status status =
      minimize(&m, p, 4, -(double)INFINITY, (double)INFINITY);
  ck_assert(status == TAME_OK || status == TAME_STALLED);
  ck_assert_double_eq_tol(m.value.lo, tame_poly_eval(p, 4, 2.0), 1e-13);
  ck_assert_double_eq_tol(m.value.hi, tame_poly_eval(p, 4, 2.0), 1e-13);
}
END_TEST

START_TEST(bad_input_has_a_status_and_a_reason)
{
  double c[3] = {1.0, 2.0, 3.0};
  tame_interval a[TAME_POLY_SIZE + 1] = {{0, 0}};
  tame_poly_minimum m;
  tame_poly_root root[TAME_POLY_SIZE];
  tame_sturm s;
  size_t n_roots;
  tame_error err = {""};
#define REFUSED(call)                                                          \
  err.text[0] = '\0';                                                          \
  ck_assert_int_eq(call, TAME_EINVAL);                                         \
  ck_assert_msg(err.text[0] != '\0', "%s: no reason", #call)
  tame_poly_of(a, c, 2);
  REFUSED(tame_poly_minimize(&m, a, 2, 1.0, 0.0, &err));
  REFUSED(tame_poly_minimize(&m, a, 2, (double)NAN, 0.0, &err));
  REFUSED(tame_poly_minimize(&m, a, 0, 0.0, 1.0, &err));
  a[1] = a[2] = tame_point(0.0); /* degree zero in disguise */
  REFUSED(tame_poly_minimize(&m, a, 2, 0.0, 1.0, &err));
  REFUSED(tame_poly_roots(root, &n_roots, a, 2, &err));
  a[1] = tame_point((double)NAN);
  REFUSED(tame_poly_roots(root, &n_roots, a, 2, &err));
  a[1] = tame_point((double)INFINITY);
  REFUSED(tame_sturm_init(&s, a, 2, &err));
  a[1] = (tame_interval){1.0, 0.0};
  REFUSED(tame_sturm_init(&s, a, 1, &err));
  REFUSED(tame_poly_roots(root, &n_roots, a, TAME_POLY_SIZE, &err));
#undef REFUSED
  /* no minimum; a leading coefficient of unknown sign; overflow */
  const double down[4] = {0, 1, 0, 1};
  ck_assert_int_eq(minimize(&m, down, 3, -(double)INFINITY, 0.0),
                   TAME_DIVERGED);
  ck_assert(isinf(m.value.hi) && m.value.hi < 0.0);
  tame_poly_of(a, c, 2);
  a[2] = (tame_interval){-1.0, 1.0};
  ck_assert_int_eq(tame_poly_minimize(&m, a, 2, 0.0, (double)INFINITY, &err),
                   TAME_STALLED);
  ck_assert_int_eq(tame_poly_roots(root, &n_roots, a, 2, &err), TAME_STALLED);
  ck_assert(isinf(root[0].y.lo) && !root[0].is_certain);
  const double steep[3] = {1e308, -1e308, 1e-308};
  const tame_status status = roots_of(root, &n_roots, steep, 2);
  ck_assert(status == TAME_STALLED || status == TAME_OK);
  for (size_t i = 0; status == TAME_OK && i < n_roots; i++)
    ck_assert(tame_interval_is_finite(root[i].y));
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("poly_minimize");
  tcase_add_test(t, the_minimum_of_a_double_well_is_certified);
  tcase_add_test(t, ties_are_reported);
  tcase_add_test(t, minima_are_those_of_a_fine_grid);
  tcase_add_test(t, ends_are_candidates);
  tcase_add_test(t, a_degenerate_minimum_is_still_enclosed);
  tcase_add_test(t, bad_input_has_a_status_and_a_reason);
  return run_tests(t);
}
