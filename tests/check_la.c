/* SPDX-License-Identifier: MIT */
/* tame/la.h against products recomputed by plain loops, closed forms and the
 * failures that the header documents. */
#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/la.h"
#include "tame/rng.h"
#include "tame/stats.h"

/* Sizes on both sides of the block sizes of BLAS, with 0 and 1. */
static const size_t SIZES[] = {0, 1, 2, 3, 7, 33, 70};
#define N_SIZES (sizeof SIZES / sizeof *SIZES)

/* c [m x n] <- a [m x k] b [k x n], the naive product */
static double *product(const double *a, const double *b, size_t m, size_t k,
                       size_t n)
{
  double *c = tame_vec(m * n);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++)
      for (size_t r = 0; r < k; r++)
        c[i * n + j] += a[i * k + r] * b[r * n + j];
  return c;
}

static double *transpose(const double *a, size_t m, size_t n)
{
  double *t = tame_vec(m * n);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) t[j * m + i] = a[i * n + j];
  return t;
}

static double *gaussian(size_t count, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(11, "check_la", rep);
  double *x = tame_vec(count);
  tame_rng_normal(x, count, rng);
  gsl_rng_free(rng);
  return x;
}

/* G G' + n I, well conditioned */
static double *positive_definite(size_t n, size_t rep)
{
  double *g = gaussian(n * n, rep), *gt = transpose(g, n, n);
  double *h = product(g, gt, n, n, n);
  for (size_t i = 0; i < n; i++) h[i * n + i] += (double)n;
  free(g);
  free(gt);
  return h;
}

/* |A x - b| / |b| */
static double residual(const double *a, const double *x, const double *b,
                       size_t n, size_t m)
{
  double *ax = product(a, x, n, n, m);
  const double norm = tame_norm(b, n * m);
  const double r = tame_distance(ax, b, n * m) / (norm > 0.0 ? norm : 1.0);
  free(ax);
  return r;
}

/* 0 to 3 columns in the middle of rows of 5, of which the others stay as they
 * were; the sums have at most 40 terms of about 1. */
START_TEST(columns_are_the_naive_product_and_leave_their_neighbours)
{
  enum { LD = 5, ROWS = 40, COLS = 33 };
  const size_t c = (size_t)_i / 2;
  const bool is_transposed = _i % 2;
  const size_t in = is_transposed ? ROWS : COLS;
  const size_t out = is_transposed ? COLS : ROWS;
  double *a = gaussian(ROWS * COLS, 1), *at = transpose(a, ROWS, COLS);
  double *x = gaussian(in * LD, 2), *y = gaussian(out * LD, 3);
  double *before = tame_vec_copy(y, out * LD);
  double *all = product(is_transposed ? at : a, x, out, in, LD);
  tame_la_columns(y + 1, LD, is_transposed, a, ROWS, COLS, x + 1, LD, c);
  for (size_t i = 0; i < out; i++)
    for (size_t j = 0; j < LD; j++)
      if (j >= 1 && j < 1 + c)
        ck_assert_double_eq_tol(y[i * LD + j], all[i * LD + j], 1e-13);
      else
        ck_assert_double_eq(y[i * LD + j], before[i * LD + j]);
  free(a);
  free(at);
  free(x);
  free(y);
  free(before);
  free(all);
}
END_TEST

START_TEST(cholesky_factor_times_itself_is_the_matrix)
{
  const double h[9] = {4.41, -2.1, 6.3, NAN, 2.69, 0.9, NAN, NAN, 19.69};
  double u[9];
  for (size_t i = 0; i < 9; i++) u[i] = h[i];
  ck_assert_int_eq(tame_la_cholesky(u, 3), TAME_OK);
  /* by hand: rows of U are (2.1, -1, 3), (0, 1.3, 3), (0, 0, 1.3) */
  const double by_hand[9] = {2.1, -1, 3, NAN, 1.3, 3, NAN, NAN, 1.3};
  for (size_t i = 0; i < 3; i++) {
    for (size_t j = i; j < 3; j++)
      ck_assert_double_eq_tol(u[3 * i + j], by_hand[3 * i + j], 1e-14);
    for (size_t j = 0; j < i; j++) ck_assert_double_nan(u[3 * i + j]);
  }
}
END_TEST

START_TEST(cholesky_solves_leave_no_residual)
{
  for (size_t t = 0; t < N_SIZES; t++) {
    const size_t n = SIZES[t], m = 5;
    double *h = positive_definite(n, t), *u = tame_vec_copy(h, n * n);
    double *b = gaussian(n * m, 100 + t), *x = tame_vec_copy(b, n * m);
    ck_assert_int_eq(tame_la_cholesky(u, n), TAME_OK);
    tame_la_cholesky_solve_many(x, u, n, m);
    ck_assert_double_lt(residual(h, x, b, n, m), 1e-14);
    double *y = tame_vec(n);
    for (size_t i = 0; i < n; i++) y[i] = b[i * m + 3];
    tame_la_cholesky_solve(y, u, n);
    for (size_t i = 0; i < n; i++)
      ck_assert_double_eq_tol(y[i], x[i * m + 3], 1e-13);
    free(y);
    free(x);
    free(b);
    free(u);
    free(h);
  }
}
END_TEST

START_TEST(cholesky_refuses_what_is_not_positive_definite)
{
  double indefinite[4] = {1.7, 2.3, 2.3, 1.9};
  double negative[1] = {-0.3}, zero[1] = {0.0};
  double nan_inside[9] = {3.1, 0.2, NAN, 0, 2.7, 0.4, 0, 0, 5.3};
  double infinite[1] = {INFINITY};
  ck_assert_int_eq(tame_la_cholesky(indefinite, 2), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_cholesky(negative, 1), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_cholesky(zero, 1), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_cholesky(nan_inside, 3), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_cholesky(infinite, 1), TAME_ESINGULAR);
}
END_TEST

START_TEST(lu_solves_with_the_matrix_and_with_its_transpose)
{
  for (size_t t = 0; t < N_SIZES; t++) {
    const size_t n = SIZES[t], m = 4;
    double *a = gaussian(n * n, 200 + t), *at = transpose(a, n, n);
    double *lu = tame_vec_copy(a, n * n);
    int *pivot = tame_calloc(n, sizeof *pivot);
    double *b = gaussian(n * m, 300 + t), *x = tame_vec_copy(b, n * m);
    double *work = tame_vec(n * m);
    ck_assert_int_eq(tame_la_lu(lu, pivot, n), TAME_OK);
    tame_la_lu_solve_many(x, work, lu, pivot, n, m);
    ck_assert_double_lt(residual(a, x, b, n, m), 1e-11);

    double *y = tame_vec_copy(b, n), *z = tame_vec_copy(b, n);
    tame_la_lu_solve(y, lu, pivot, n);
    tame_la_lu_solve_t(z, lu, pivot, n);
    ck_assert_double_lt(residual(a, y, b, n, 1), 1e-11);
    ck_assert_double_lt(residual(at, z, b, n, 1), 1e-11);
    free(z);
    free(y);
    free(work);
    free(x);
    free(b);
    free(pivot);
    free(lu);
    free(at);
    free(a);
  }
}
END_TEST

START_TEST(lu_pivots_where_the_diagonal_is_zero)
{
  /* 1.25 y = b0 and 0.8 x + 2 y = b1 */
  double a[4] = {0.0, 1.25, 0.8, 2.0}, b[2] = {2.385, -0.417};
  int pivot[2];
  ck_assert_int_eq(tame_la_lu(a, pivot, 2), TAME_OK);
  tame_la_lu_solve(b, a, pivot, 2);
  ck_assert_double_eq_tol(b[1], 2.385 / 1.25, 1e-15);
  ck_assert_double_eq_tol(b[0], (-0.417 - 2.0 * 2.385 / 1.25) / 0.8, 1e-14);
}
END_TEST

START_TEST(lu_refuses_singular_and_not_finite_matrices)
{
  double rank_one[4] = {1.5, 3.0, 2.5, 5.0}, zero[1] = {0.0};
  double nan_below[4] = {1.1, 0.7, NAN, 2.2};
  double nan_above[4] = {1.1, NAN, 0.3, 2.2};
  int pivot[2];
  ck_assert_int_eq(tame_la_lu(rank_one, pivot, 2), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_lu(zero, pivot, 1), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_lu(nan_below, pivot, 2), TAME_ESINGULAR);
  ck_assert_int_eq(tame_la_lu(nan_above, pivot, 2), TAME_ESINGULAR);
}
END_TEST

START_TEST(eigenvectors_are_columns_and_rebuild_the_matrix)
{
  for (size_t t = 0; t < N_SIZES; t++) {
    const size_t n = SIZES[t];
    double *s = positive_definite(n, 400 + t);
    double *w = tame_vec(n), *v = tame_vec(n * n), *only_w = tame_vec(n);
    ck_assert_int_eq(tame_la_eigen_symmetric(w, v, s, n), TAME_OK);
    ck_assert_int_eq(tame_la_eigen_symmetric(only_w, NULL, s, n), TAME_OK);
    double *sv = product(s, v, n, n, n);
    for (size_t k = 0; k < n; k++) {
      if (k) ck_assert_double_le(w[k - 1], w[k]);
      ck_assert_double_eq_tol(w[k], only_w[k], 1e-12 * w[k]);
      for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol(sv[i * n + k], w[k] * v[i * n + k],
                                1e-13 * w[n - 1]);
    }
    free(sv);
    free(only_w);
    free(v);
    free(w);
    free(s);
  }
}
END_TEST

START_TEST(eigenvalues_of_a_two_by_two_matrix_are_known)
{
  /* trace 5.1, determinant 3.1 * 2 - 1.7^2 */
  const double s[4] = {3.1, 1.7, 1.7, 2.0};
  const double root = sqrt(5.1 * 5.1 / 4.0 - (3.1 * 2.0 - 1.7 * 1.7));
  double w[2];
  ck_assert_int_eq(tame_la_eigen_symmetric(w, NULL, s, 2), TAME_OK);
  ck_assert_double_eq_tol(w[0], 2.55 - root, 1e-14);
  ck_assert_double_eq_tol(w[1], 2.55 + root, 1e-14);
}
END_TEST

START_TEST(norm2_squared_is_the_largest_eigenvalue_of_the_gram_matrix)
{
  const size_t shapes[][2] = {{1, 1}, {5, 3}, {3, 5}, {40, 12}, {12, 40}};
  for (size_t t = 0; t < sizeof shapes / sizeof *shapes; t++) {
    const size_t m = shapes[t][0], n = shapes[t][1];
    double *a = gaussian(m * n, 500 + t), *at = transpose(a, m, n);
    double *gram = product(at, a, n, m, n), *w = tame_vec(n), sigma;
    ck_assert_int_eq(tame_la_eigen_symmetric(w, NULL, gram, n), TAME_OK);
    ck_assert_int_eq(tame_la_norm2(&sigma, a, m, n), TAME_OK);
    ck_assert_double_eq_tol(sigma * sigma, w[n - 1], 1e-12 * w[n - 1]);
    free(w);
    free(gram);
    free(at);
    free(a);
  }
}
END_TEST

START_TEST(norm2_of_an_empty_matrix_is_zero)
{
  double sigma = 3.7;
  ck_assert_int_eq(tame_la_norm2(&sigma, NULL, 0, 4), TAME_OK);
  ck_assert_double_eq(sigma, 0.0);
}
END_TEST

START_TEST(spectra_of_matrices_that_are_not_finite_are_refused)
{
  const double bad[4] = {1.1, NAN, NAN, 2.3};
  const double infinite[1] = {INFINITY};
  double w[2], sigma;
  ck_assert_int_eq(tame_la_eigen_symmetric(w, NULL, bad, 2), TAME_EINVAL);
  ck_assert_int_eq(tame_la_norm2(&sigma, infinite, 1, 1), TAME_EINVAL);
}
END_TEST

/* largest |Q'Q - I| */
static double orthogonality(const double *q, size_t m, size_t n)
{
  double *qt = transpose(q, m, n), *gram = product(qt, q, n, m, n), worst = 0;
  for (size_t i = 0; i < n * n; i++)
    worst = fmax(worst, fabs(gram[i] - (i % (n + 1) == 0 ? 1.0 : 0.0)));
  free(gram);
  free(qt);
  return worst;
}

START_TEST(qr_has_orthonormal_columns_and_rebuilds_the_matrix)
{
  const size_t shapes[][2] = {{1, 1}, {6, 6}, {9, 1}, {50, 7}, {90, 40}};
  for (size_t t = 0; t < sizeof shapes / sizeof *shapes; t++) {
    const size_t m = shapes[t][0], n = shapes[t][1];
    double *a = gaussian(m * n, 600 + t), *q = tame_vec_copy(a, m * n);
    double *r = gaussian(n * n, 650), *alone = tame_vec_copy(a, m * n);
    ck_assert_int_eq(tame_la_qr(q, r, m, n), TAME_OK);
    ck_assert_double_lt(orthogonality(q, m, n), 1e-13);
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < i; j++) ck_assert_double_eq(r[i * n + j], 0.0);
    double *qr = product(q, r, m, n, n);
    ck_assert_double_lt(tame_distance(qr, a, m * n),
                        1e-13 * tame_norm(a, m * n));
    ck_assert_int_eq(tame_la_qr(alone, NULL, m, n), TAME_OK);
    for (size_t i = 0; i < m * n; i++) ck_assert_double_eq(alone[i], q[i]);
    free(qr);
    free(alone);
    free(r);
    free(q);
    free(a);
  }
}
END_TEST

START_TEST(qr_of_a_wide_matrix_is_refused_and_of_no_columns_is_nothing)
{
  double a[6] = {1.1, 2.2, 3.3, 4.4, 5.5, 6.6};
  ck_assert_int_eq(tame_la_qr(a, NULL, 2, 3), TAME_EINVAL);
  ck_assert_double_eq(a[5], 6.6);
  ck_assert_int_eq(tame_la_qr(a, NULL, 3, 0), TAME_OK);
}
END_TEST

START_TEST(random_orthogonal_matrices_are_orthogonal)
{
  gsl_rng *rng = tame_rng_alloc(3, "orthogonal", 0);
  for (size_t t = 1; t < N_SIZES; t++) {
    double *q = tame_vec(SIZES[t] * SIZES[t]);
    tame_la_random_orthogonal(q, SIZES[t], rng);
    ck_assert_double_lt(orthogonality(q, SIZES[t], SIZES[t]), 1e-13);
    free(q);
  }
  gsl_rng_free(rng);
}
END_TEST

/* Under Haar measure an entry of Q [n x n] has mean 0; without the correction
 * of signs the first entry would always be negative.  For n = 3 an entry is
 * uniform on [-1, 1] (Archimedes), so the mean of 2000 has standard deviation
 * 1 / sqrt(3 * 2000) = 0.013 and the mean square is 1/3 to 0.007. */
START_TEST(random_orthogonal_matrices_have_the_moments_of_haar_measure)
{
  gsl_rng *rng = tame_rng_alloc(4, "haar", 0);
  double q[9], mean[9] = {0}, square[9] = {0};
  for (size_t k = 0; k < 2000; k++) {
    tame_la_random_orthogonal(q, 3, rng);
    for (size_t i = 0; i < 9; i++) {
      mean[i] += q[i] / 2000.0;
      square[i] += q[i] * q[i] / 2000.0;
    }
  }
  for (size_t i = 0; i < 9; i++) {
    ck_assert_double_lt(fabs(mean[i]), 5 * 0.013);
    ck_assert_double_eq_tol(square[i], 1.0 / 3.0, 5 * 0.007);
  }
  gsl_rng_free(rng);
}
END_TEST

START_TEST(mirror_copies_the_upper_triangle_down)
{
  double s[9] = {1.1, 1.2, 1.3, NAN, 2.2, 2.3, -7, 0, 3.3};
  const double full[9] = {1.1, 1.2, 1.3, 1.2, 2.2, 2.3, 1.3, 2.3, 3.3};
  tame_la_mirror(s, 3);
  for (size_t i = 0; i < 9; i++) ck_assert_double_eq(s[i], full[i]);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("la");
  tcase_add_test(t, cholesky_factor_times_itself_is_the_matrix);
  tcase_add_test(t, cholesky_solves_leave_no_residual);
  tcase_add_test(t, cholesky_refuses_what_is_not_positive_definite);
  tcase_add_test(t, lu_solves_with_the_matrix_and_with_its_transpose);
  tcase_add_test(t, lu_pivots_where_the_diagonal_is_zero);
  tcase_add_test(t, lu_refuses_singular_and_not_finite_matrices);
  tcase_add_test(t, eigenvectors_are_columns_and_rebuild_the_matrix);
  tcase_add_test(t, eigenvalues_of_a_two_by_two_matrix_are_known);
  tcase_add_test(t, norm2_squared_is_the_largest_eigenvalue_of_the_gram_matrix);
  tcase_add_test(t, norm2_of_an_empty_matrix_is_zero);
  tcase_add_test(t, spectra_of_matrices_that_are_not_finite_are_refused);
  tcase_add_test(t, qr_has_orthonormal_columns_and_rebuilds_the_matrix);
  tcase_add_test(t,
                 qr_of_a_wide_matrix_is_refused_and_of_no_columns_is_nothing);
  tcase_add_test(t, random_orthogonal_matrices_are_orthogonal);
  tcase_add_test(t,
                 random_orthogonal_matrices_have_the_moments_of_haar_measure);
  tcase_add_test(t, mirror_copies_the_upper_triangle_down);
  tcase_add_loop_test(
      t, columns_are_the_naive_product_and_leave_their_neighbours, 0, 8);
  return run_tests(t);
}
