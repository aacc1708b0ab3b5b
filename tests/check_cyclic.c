/* SPDX-License-Identifier: MIT */
/* tame/cyclic.h against LU, and where LU loses. */
#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/cyclic.h"
#include "tame/la.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* random d, k in 10^[-spread, spread] and b */
static void problem(double *d, double *k, double *b, size_t n, double spread)
{
  gsl_rng *rng = tame_rng_alloc(5, "check_cyclic", n);
  tame_rng_uniform(d, n, -spread, spread, rng);
  tame_rng_uniform(k, n, -spread, spread, rng);
  tame_rng_normal(b, n, rng);
  for (size_t i = 0; i < n; i++) {
    d[i] = pow(10.0, d[i]);
    k[i] = pow(10.0, k[i]);
  }
  gsl_rng_free(rng);
}

static void dense(double *a, const double *d, const double *k, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    const size_t j = (i + 1) % n;
    a[i * n + i] += d[i] + k[i];
    a[j * n + j] += k[i];
    a[i * n + j] -= k[i];
    a[j * n + i] -= k[i];
  }
}

START_TEST(the_solution_is_that_of_lu)
{
  const size_t sizes[] = {3, 4, 5, 17, 60};
  for (size_t c = 0; c < 5; c++) {
    const size_t n = sizes[c];
    double *d = tame_vec(n), *k = tame_vec(n), *b = tame_vec(n);
    double *a = tame_vec(n * n), *x = tame_vec(n), *work = tame_vec(3 * n);
    int *pivot = tame_calloc(n, sizeof *pivot);
    problem(d, k, b, n, 1.0);
    dense(a, d, k, n);
    double *want = tame_vec_copy(b, n);
    ck_assert_int_eq(tame_la_lu(a, pivot, n), TAME_OK);
    tame_la_lu_solve(want, a, pivot, n);
    ck_assert_int_eq(tame_cyclic_solve(x, work, d, k, b, n), TAME_OK);
    ck_assert_double_lt(tame_distance(x, want, n), 1e-11 * tame_norm(want, n));
    /* in place */
    ck_assert_int_eq(tame_cyclic_solve(b, work, d, k, b, n), TAME_OK);
    ck_assert_double_eq(tame_distance(x, b, n), 0.0);
    free(d);
    free(k);
    free(b);
    free(a);
    free(x);
    free(work);
    free(want);
    free(pivot);
  }
}
END_TEST

START_TEST(mass_is_conserved_beside_edges_that_are_larger_by_ten_to_the_twenty)
{
  enum { N = 50 };
  double d[N], k[N], b[N], x[N], work[3 * N], left = 0.0, right = 0.0;
  problem(d, k, b, N, 1.0);
  for (size_t i = 0; i < N; i++) {
    d[i] *= 1e-12;
    k[i] *= 1e8;
    b[i] = fabs(b[i]);
  }
  ck_assert_int_eq(tame_cyclic_solve(x, work, d, k, b, N), TAME_OK);
  for (size_t i = 0; i < N; i++) {
    left += d[i] * x[i];
    right += b[i];
  }
  ck_assert_double_eq_tol(left / right, 1.0, 1e-13);
}
END_TEST

START_TEST(a_constant_is_found_from_its_image)
{
  enum { N = 7 };
  const double d[N] = {0.385, 0, 1.7, 0, 0, 3e-9, 0},
               k[N] = {2, 3, 5, 7, 0, 13, 17};
  double b[N], x[N], work[3 * N];
  for (size_t i = 0; i < N; i++) b[i] = 2.385 * d[i];
  ck_assert_int_eq(tame_cyclic_solve(x, work, d, k, b, N), TAME_OK);
  for (size_t i = 0; i < N; i++) ck_assert_double_eq_tol(x[i], 2.385, 1e-14);
}
END_TEST

START_TEST(a_laplacian_alone_is_singular)
{
  const double d[3] = {0, 0, 0}, k[3] = {1, 2, 3}, b[3] = {1, -1, 0};
  double x[3], work[9];
  ck_assert_int_eq(tame_cyclic_solve(x, work, d, k, b, 3), TAME_ESINGULAR);
  const double nan[3] = {1, NAN, 1};
  ck_assert_int_eq(tame_cyclic_solve(x, work, nan, k, b, 3), TAME_ESINGULAR);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("cyclic");
  tcase_add_test(t, the_solution_is_that_of_lu);
  tcase_add_test(
      t, mass_is_conserved_beside_edges_that_are_larger_by_ten_to_the_twenty);
  tcase_add_test(t, a_constant_is_found_from_its_image);
  tcase_add_test(t, a_laplacian_alone_is_singular);
  return run_tests(t);
}
