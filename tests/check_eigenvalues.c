/* SPDX-License-Identifier: MIT */
/* Eigenvalues of nonsymmetric matrices (tame/la.h) and convex hulls in the
 * plane (tame/hull.h). */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cblas.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/hull.h"
#include "tame/la.h"
#include "tame/rng.h"

static double *gaussian(size_t count, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(5, "check_eigenvalues", rep);
  double *x = tame_vec(count);
  tame_rng_normal(x, count, rng);
  gsl_rng_free(rng);
  return x;
}

START_TEST(products_of_the_heavy_ball_have_the_known_eigenvalues)
{
  /* M1 M1 M2 M2 of arXiv 2206.00457: -9/8 and -9/32 */
  const double a[4] = {-9.0 / 8, 81.0 / 128, 0, -9.0 / 32};
  const double m1[4] = {0.75, -0.75, 1, 0};
  double re[2], im[2], radius;
  ck_assert_int_eq(tame_la_eigenvalues(re, im, a, 2), TAME_OK);
  ck_assert_double_eq_tol(fmin(re[0], re[1]), -9.0 / 8, 1e-15);
  ck_assert_double_eq_tol(fmax(re[0], re[1]), -9.0 / 32, 1e-15);
  ck_assert_double_eq_tol(im[0], 0.0, 1e-15);
  ck_assert_int_eq(tame_la_eigenvalues(re, im, m1, 2), TAME_OK);
  ck_assert_double_eq_tol(hypot(re[0], im[0]), sqrt(0.75), 1e-15);
  ck_assert_double_eq_tol(im[0] + im[1], 0.0, 1e-15);
  ck_assert_int_eq(tame_la_radius(&radius, a, 2), TAME_OK);
  ck_assert_double_eq_tol(radius, 9.0 / 8, 1e-15);
  ck_assert_int_eq(tame_la_radius(&radius, m1, 2), TAME_OK);
  ck_assert_double_eq_tol(radius, sqrt(0.75), 1e-15);
}
END_TEST

START_TEST(trace_and_determinant_are_sum_and_product)
{
  enum { N = 9 };
  double *a = gaussian((size_t)N * N, 0), re[N], im[N], trace = 0.0;
  double sum = 0.0, square = 0.0, squares = 0.0;
  ck_assert_int_eq(tame_la_eigenvalues(re, im, a, N), TAME_OK);
  for (size_t i = 0; i < N; i++) {
    trace += a[i * N + i];
    sum += re[i];
    square += re[i] * re[i] - im[i] * im[i];
    for (size_t j = 0; j < N; j++) squares += a[i * N + j] * a[j * N + i];
  }
  ck_assert_double_eq_tol(sum, trace, 1e-13);
  ck_assert_double_eq_tol(square, squares, 1e-12); /* trace of A^2 */
  a[3] = (double)NAN;
  ck_assert_int_eq(tame_la_eigenvalues(re, im, a, N), TAME_EINVAL);
  ck_assert_int_eq(tame_la_radius(&sum, a, N), TAME_EINVAL);
  ck_assert(isnan(sum));
  free(a);
}
END_TEST

typedef struct {
  const double *a;
  size_t n;
} matrix;

static void times(double *y, const double *x, void *ctx)
{
  const matrix *m = ctx;
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m->n, (int)m->n, 1.0, m->a,
              (int)m->n, x, 1, 0.0, y, 1);
}

START_TEST(arnoldi_in_all_dimensions_finds_the_spectral_radius)
{
  static const size_t SIZES[] = {1, 2, 3, 8, 40};
  for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
    const size_t n = SIZES[i];
    double *a = gaussian(n * n, i), *start = gaussian(n, i + 50);
    double radius, residual, exact;
    matrix m = {a, n};
    ck_assert_int_eq(tame_la_radius(&exact, a, n), TAME_OK);
    ck_assert_int_eq(
        tame_la_spectral_radius(&radius, &residual, times, &m, start, n, n + 3),
        TAME_OK);
    ck_assert_double_eq_tol(radius / exact, 1.0, 1e-11);
    ck_assert_double_eq(residual, 0.0);
    free(a);
    free(start);
  }
}
END_TEST

/* I + P by parts: a few large eigenvalues, a complex pair among them, over many
 * small ones, in a basis that is not orthogonal */
START_TEST(arnoldi_in_few_dimensions_finds_what_stands_out)
{
  enum { N = 60, STEPS = 30 };
  double *g = gaussian((size_t)N * N, 7), *inverse = tame_vec((size_t)N * N);
  double *a = tame_vec((size_t)N * N), *start = gaussian(N, 8), radius,
         residual;
  double *d = tame_vec((size_t)N * N), *work = tame_vec((size_t)N * N);
  int pivot[N];
  for (size_t i = 0; i < N; i++) {
    for (size_t j = 0; j < N; j++) g[i * N + j] *= 0.05;
    g[i * N + i] += 1.0;
    d[i * N + i] = 0.4 * (double)i / N;
    inverse[i * N + i] = 1.0;
  }
  d[0] = d[N + 1] = 0.6; /* 0.6 +- 0.5 i */
  d[1] = 0.5;
  d[N] = -0.5;
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1.0, g, N, d,
              N, 0.0, a, N);
  ck_assert_int_eq(tame_la_lu(g, pivot, N), TAME_OK);
  tame_la_lu_solve_many(inverse, work, g, pivot, N, N);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1.0, a, N,
              inverse, N, 0.0, d, N);
  matrix m = {d, N};
  ck_assert_int_eq(
      tame_la_spectral_radius(&radius, &residual, times, &m, start, N, STEPS),
      TAME_OK);
  ck_assert_double_eq_tol(radius, hypot(0.6, 0.5), 1e-6);
  ck_assert_double_gt(residual, 0.0);
  ck_assert_double_lt(residual, 1e-5);
  free(g);
  free(inverse);
  free(a);
  free(start);
  free(d);
  free(work);
}
END_TEST

START_TEST(an_invariant_space_ends_arnoldi_early)
{
  const double a[9] = {0.3, 0, 0, 0, -0.8, 0, 0, 0, 5.0}, e[3] = {1.1, 2.3, 0};
  const double zero[3] = {0}, bad[3] = {1, NAN, 0};
  double radius, residual;
  matrix m = {a, 3};
  ck_assert_int_eq(
      tame_la_spectral_radius(&radius, &residual, times, &m, e, 3, 3), TAME_OK);
  ck_assert_double_eq_tol(radius, 0.8, 1e-15);
  ck_assert_double_lt(residual, 1e-14);
  ck_assert_int_eq(
      tame_la_spectral_radius(&radius, NULL, times, &m, zero, 3, 3),
      TAME_EINVAL);
  ck_assert_int_eq(tame_la_spectral_radius(&radius, NULL, times, &m, bad, 3, 3),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_la_spectral_radius(&radius, NULL, times, &m, e, 3, 0),
                   TAME_EINVAL);
}
END_TEST

/* --- hulls --------------------------------------------------------------- */

START_TEST(a_square_with_points_inside_and_on_its_edges_has_four_vertices)
{
  double p[] = {0.5, 0.5, 1, 1,    0,    0, 0, 1, 0.5,
                0,   1,   0, 0.25, 0.75, 0, 0, 1, 1};
  const double hull[8] = {0, 0, 1, 0, 1, 1, 0, 1};
  ck_assert_uint_eq(tame_convex_hull(p, 9), 4);
  ck_assert_mem_eq(p, hull, sizeof hull);
}
END_TEST

START_TEST(hulls_of_points_and_segments)
{
  double none[1] = {0}, one[2] = {2.385, -1}, same[6] = {2, 1, 2, 1, 2, 1};
  double line[8] = {1, 1, 0, 0, 3, 3, 2, 2}, upright[6] = {1, 4, 1, -2, 1, 3};
  ck_assert_uint_eq(tame_convex_hull(none, 0), 0);
  ck_assert_uint_eq(tame_convex_hull(one, 1), 1);
  ck_assert_uint_eq(tame_convex_hull(same, 3), 1);
  ck_assert_double_eq(same[0], 2.0);
  ck_assert_uint_eq(tame_convex_hull(line, 4), 2);
  ck_assert_double_eq(line[2], 3.0);
  ck_assert_uint_eq(tame_convex_hull(upright, 3), 2);
  ck_assert_double_eq(upright[1], -2.0);
  ck_assert_double_eq(upright[3], 4.0);
}
END_TEST

/* No direction has a point farther out than the vertices, and each vertex is
 * farthest out in some direction: the hull, found by brute force. */
START_TEST(vertices_are_the_farthest_points)
{
  enum { N = 200 };
  double *p = gaussian(2 * N, 3), *q = tame_vec_copy(p, 2 * N);
  const size_t m = tame_convex_hull(q, N);
  ck_assert_uint_gt(m, 5);
  for (size_t k = 0; k < m; k++) {
    const double *a = q + 2 * k, *b = q + 2 * ((k + 1) % m);
    const double nx = b[1] - a[1], ny = a[0] - b[0]; /* outwards */
    for (size_t i = 0; i < N; i++)
      ck_assert_double_le(nx * (p[2 * i] - a[0]) + ny * (p[2 * i + 1] - a[1]),
                          1e-14);
  }
  free(p);
  free(q);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("eigenvalues");
  tcase_add_test(t, products_of_the_heavy_ball_have_the_known_eigenvalues);
  tcase_add_test(t, trace_and_determinant_are_sum_and_product);
  tcase_add_test(t, arnoldi_in_all_dimensions_finds_the_spectral_radius);
  tcase_add_test(t, arnoldi_in_few_dimensions_finds_what_stands_out);
  tcase_add_test(t, an_invariant_space_ends_arnoldi_early);
  tcase_add_test(
      t, a_square_with_points_inside_and_on_its_edges_has_four_vertices);
  tcase_add_test(t, hulls_of_points_and_segments);
  tcase_add_test(t, vertices_are_the_farthest_points);
  return run_tests(t);
}
