/* SPDX-License-Identifier: MIT */
/* tame/prox_matrix.h and the decompositions of tame/spectral.h. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/la.h"
#include "tame/prox_matrix.h"
#include "tame/spectral.h"
#include "tame/stats.h"

static const tame_kink EXACT = {0.0, 0.0}, HALF = {0.375, 0.0};
static const double GAMMA = 1.3;

static double *gaussian(size_t count, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(10, "check_prox_matrix", rep);
  double *x = tame_vec(count);
  tame_rng_normal(x, count, rng);
  gsl_rng_free(rng);
  return x;
}

/* c [m x n] <- a [m x k] b [k x n], the naive product */
static void product(double *c, const double *a, const double *b, size_t m,
                    size_t k, size_t n)
{
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) {
      double sum = 0.0;
      for (size_t r = 0; r < k; r++) sum += a[i * k + r] * b[r * n + j];
      c[i * n + j] = sum;
    }
}

/* --- decompositions ------------------------------------------------------- */

START_TEST(eigenvectors_rebuild_the_matrix)
{
  for (size_t n = 1; n <= 30; n = 3 * n + 1) {
    double *s = gaussian(n * n, n), *e = tame_vec(n), *v = tame_vec(n * n);
    double *back = tame_vec(n * n), *slow = tame_vec(n);

    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < i; j++) s[j * n + i] = s[i * n + j];
    tame_eigen *w = tame_eigen_alloc(n);
    ck_assert_int_eq(tame_eigen_factor(e, v, s, w), TAME_OK);
    ck_assert_int_eq(tame_la_eigen_symmetric(slow, NULL, s, n), TAME_OK);
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++)
        for (size_t k = 0; k < n; k++)
          back[i * n + j] += v[i * n + k] * e[k] * v[j * n + k];
    ck_assert_double_lt(tame_distance(back, s, n * n), 1e-13 * (double)n);
    ck_assert_double_lt(tame_distance(e, slow, n), 1e-13 * (double)n);
    s[0] = (double)NAN;
    ck_assert_int_eq(tame_eigen_factor(e, v, s, w), TAME_EINVAL);
    tame_eigen_free(w);
    free(slow);
    free(back);
    free(v);
    free(e);
    free(s);
  }
  tame_eigen_free(NULL);
}
END_TEST

START_TEST(singular_vectors_rebuild_the_matrix)
{
  const size_t sizes[][2] = {{1, 1}, {1, 5}, {5, 1}, {4, 4}, {3, 7}, {9, 4}};
  for (size_t c = 0; c < 6; c++) {
    const size_t m = sizes[c][0], n = sizes[c][1], k = m < n ? m : n;
    double *a = gaussian(m * n, c), *u = tame_vec(m * k), *s = tame_vec(k);
    double *vt = tame_vec(k * n), *back = tame_vec(m * n), norm;
    tame_svd *w = tame_svd_alloc(m, n);
    ck_assert_int_eq(tame_svd_factor(u, s, vt, a, w), TAME_OK);
    ck_assert_int_eq(tame_la_norm2(&norm, a, m, n), TAME_OK);
    ck_assert_double_eq_tol(s[0], norm, 1e-13);
    for (size_t i = 1; i < k; i++) ck_assert_double_le(s[i], s[i - 1]);
    for (size_t i = 0; i < m; i++)
      for (size_t j = 0; j < k; j++) u[i * k + j] *= s[j];
    product(back, u, vt, m, k, n);
    ck_assert_double_lt(tame_distance(back, a, m * n), 1e-13);
    a[0] = (double)INFINITY;
    ck_assert_int_eq(tame_svd_factor(u, s, vt, a, w), TAME_EINVAL);
    tame_svd_free(w);
    free(back);
    free(vt);
    free(s);
    free(u);
    free(a);
  }
  tame_svd_free(NULL);
}
END_TEST

/* --- nuclear norm --------------------------------------------------------- */

/* x = R(v):  (v - x)/t is a subgradient of the nuclear norm at x, that is, has
 * norm at most 1 and <v - x, x> = t |x|_*. */
static void nuclear_optimal(const double *x, const double *v, size_t rows,
                            size_t cols, double t)
{
  const size_t n = rows * cols, k = rows < cols ? rows : cols;
  double *d = tame_vec(n), *u = tame_vec(n), *s = tame_vec(k), norm;
  double *vt = tame_vec(n), inner = 0.0, nuclear = 0.0;
  for (size_t i = 0; i < n; i++) {
    d[i] = v[i] - x[i];
    inner += d[i] * x[i];
  }
  ck_assert_int_eq(tame_la_norm2(&norm, d, rows, cols), TAME_OK);
  ck_assert_double_le(norm, t * (1 + 1e-13) + 1e-13);
  tame_svd *w = tame_svd_alloc(rows, cols);
  ck_assert_int_eq(tame_svd_factor(u, s, vt, x, w), TAME_OK);
  for (size_t i = 0; i < k; i++) nuclear += s[i];
  ck_assert_double_eq_tol(inner, t * nuclear, 1e-12 * (1 + t));
  tame_svd_free(w);
  free(vt);
  free(s);
  free(u);
  free(d);
}

START_TEST(the_nuclear_norm_satisfies_its_optimality_condition)
{
  const size_t sizes[][2] = {{1, 1}, {1, 5}, {5, 1}, {4, 4}, {3, 7}, {9, 4}};
  const double weights[] = {0.0, 0.2, 0.9, 30.0};
  for (size_t c = 0; c < 6; c++) {
    const size_t rows = sizes[c][0], cols = sizes[c][1], n = rows * cols;
    double *v = gaussian(n, 20 + c), *x = tame_vec(n);
    tame_prox_nuclear *w = tame_prox_nuclear_alloc(rows, cols);
    ck_assert_int_eq(
        tame_prox_nuclear_init(w, 1, tame_param_theta(0), GAMMA, EXACT),
        TAME_OK);
    const tame_map m = tame_prox_nuclear_map(w);
    for (size_t j = 0; j < 4; j++) {
      m.value(x, v, &weights[j], m.ctx);
      nuclear_optimal(x, v, rows, cols, GAMMA * weights[j]);
      property_all(v, &weights[j], &m);
    }
    property_slope(v, &weights[2], &m, 1e-6, 1e-7);
    property_slope(v, &weights[1], &m, 1e-6, 1e-7);
    tame_prox_nuclear_free(w);
    free(x);
    free(v);
  }
  tame_prox_nuclear_free(NULL);
}
END_TEST

START_TEST(the_nuclear_norm_of_a_column_is_its_length)
{
  /* one singular value: the group lasso with one group */
  const double v[3] = {2.385, -0.417, 3.071}, theta[1] = {0.731};
  const double dx[3] = {0.3, 1.7, -0.2}, dtheta[1] = {0.9};
  const double norm = tame_norm(v, 3), t = GAMMA * 0.731;
  double x[3], y[3], dot = 0.0;
  for (int i = 0; i < 3; i++) dot += v[i] / norm * dx[i];
  tame_prox_nuclear *w = tame_prox_nuclear_alloc(3, 1);
  tame_prox_nuclear_init(w, 1, tame_param_theta(0), GAMMA, EXACT);
  const tame_map m = tame_prox_nuclear_map(w);
  m.value(x, v, theta, m.ctx);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  for (int i = 0; i < 3; i++) {
    const double u = v[i] / norm;
    ck_assert_double_eq_tol(x[i], v[i] - t * u, 1e-14);
    ck_assert_double_eq_tol(
        y[i], dx[i] - t / norm * (dx[i] - u * dot) - GAMMA * 0.9 * u, 1e-14);
  }
  tame_prox_nuclear_free(w);
}
END_TEST

START_TEST(singular_values_at_the_threshold_take_the_part_that_was_asked_for)
{
  /* V = diag(3, 2, 2, 1), t = 2: the middle block is free to move or not */
  double v[16] = {0}, y[16];
  const double theta[1] = {2.0}, dtheta[1] = {0.7};
  const double s[4] = {3, 2, 2, 1};
  for (int i = 0; i < 4; i++) v[5 * i] = s[i];
  double *dx = gaussian(16, 77);
  tame_prox_nuclear *w = tame_prox_nuclear_alloc(4, 4);
  tame_prox_nuclear_init(w, 1, tame_param_theta(0), 1.0, HALF);
  const tame_map m = tame_prox_nuclear_map(w);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  for (int i = 1; i < 3; i++) {
    for (int j = 1; j < 3; j++) {
      const double sym = 0.5 * (dx[4 * i + j] + dx[4 * j + i]);
      const double want = 0.375 * (sym - (i == j ? 0.7 : 0.0));
      ck_assert_double_eq_tol(y[4 * i + j], want, 1e-14);
    }
  }
  ck_assert_double_eq_tol(y[0], dx[0] - 0.7, 1e-14);
  ck_assert_double_eq_tol(y[15], 0.0, 1e-15);
  property_products(v, theta, &m);

  /* the zero matrix without weight: halfway between 0 and the identity */
  const double none[1] = {0.0}, zero[16] = {0};
  m.jvp(y, dx, dtheta, zero, none, m.ctx);
  for (int i = 0; i < 16; i++) {
    ck_assert_double_le(fabs(y[i]), 0.375 * (fabs(dx[i]) + 0.7) + 1e-14);
    if (i % 5) ck_assert_double_eq_tol(y[i], 0.375 * dx[i], 1e-14);
  }
  free(dx);
  tame_prox_nuclear_free(w);
}
END_TEST

/* --- log-determinant ------------------------------------------------------ */

START_TEST(log_det_satisfies_its_optimality_condition)
{
  /* X - V + gamma (C - X^{-1}) = 0 */
  for (size_t d = 1; d <= 12; d = 2 * d + 1) {
    const size_t n = d * d;
    double *v = gaussian(n, 30 + d), *c = gaussian(n, 40 + d);
    double *x = tame_vec(n), *inverse = tame_vec(n), *factor = tame_vec(n);
    tame_prox_logdet *w = tame_prox_logdet_alloc(d);
    ck_assert_int_eq(
        tame_prox_logdet_init(w, 0, (tame_params){TAME_FIXED, c}, GAMMA),
        TAME_OK);
    const tame_map m = tame_prox_logdet_map(w);
    m.value(x, v, NULL, m.ctx);
    memcpy(factor, x, n * sizeof *x);
    ck_assert_int_eq(tame_la_cholesky(factor, d), TAME_OK);
    for (size_t i = 0; i < d; i++) inverse[i * d + i] = 1.0;
    tame_la_cholesky_solve_many(inverse, factor, d, d);
    for (size_t i = 0; i < d; i++) {
      for (size_t j = 0; j < d; j++) {
        const size_t ij = i * d + j, ji = j * d + i;
        const double sv = 0.5 * (v[ij] + v[ji]), sc = 0.5 * (c[ij] + c[ji]);
        ck_assert_double_eq_tol(x[ij] + GAMMA * (sc - inverse[ij]), sv, 1e-10);
        ck_assert_double_eq(x[ij], x[ji]);
      }
    }
    property_all(v, NULL, &m);
    property_slope(v, NULL, &m, 1e-6, 1e-7);
    tame_prox_logdet_free(w);
    free(factor);
    free(inverse);
    free(x);
    free(c);
    free(v);
  }
  tame_prox_logdet_free(NULL);
}
END_TEST

START_TEST(log_det_follows_a_matrix_that_is_in_theta)
{
  double *theta = gaussian(10, 50), *v = gaussian(9, 51);
  double x[9], y[9];
  tame_prox_logdet *w = tame_prox_logdet_alloc(3);
  ck_assert_int_eq(tame_prox_logdet_init(w, 10, (tame_params){1, NULL}, GAMMA),
                   TAME_OK);
  tame_map m = tame_prox_logdet_map(w);
  property_all(v, theta, &m);
  property_slope(v, theta, &m, 1e-6, 1e-7);
  m.value(x, v, theta, m.ctx);
  tame_prox_logdet_init(w, 0, (tame_params){TAME_FIXED, theta + 1}, GAMMA);
  m = tame_prox_logdet_map(w);
  m.value(y, v, NULL, m.ctx);
  for (int i = 0; i < 9; i++) ck_assert_double_eq(x[i], y[i]);
  tame_prox_logdet_free(w);
  free(theta);
  free(v);
}
END_TEST

START_TEST(divided_differences_agree_with_the_other_formula)
{
  /* also for equal and for very negative eigenvalues, where the sum cancels
   * and the product does not */
  const double ell[6] = {-3.071, -0.417, 0.0, 0.731, 0.731, 1e3};
  double g[36];
  tame_prox_logdet_differences(g, ell, 6, GAMMA);
  for (int i = 0; i < 6; i++) {
    for (int j = 0; j < 6; j++) {
      const double ri = sqrt(ell[i] * ell[i] + 4 * GAMMA);
      const double rj = sqrt(ell[j] * ell[j] + 4 * GAMMA);
      const double want = 0.5 * (1.0 + (ell[i] + ell[j]) / (ri + rj));
      ck_assert_double_eq_tol(g[6 * i + j], want, 1e-13);
      if (ell[i] != ell[j]) { /* the quotient itself */
        const double top = 0.5 * (ell[i] + ri - ell[j] - rj);
        ck_assert_double_eq_tol(g[6 * i + j], top / (ell[i] - ell[j]), 1e-13);
      }
    }
  }
  const double deep[2] = {-1e9, -1e9};
  tame_prox_logdet_differences(g, deep, 2, 1.0);
  ck_assert_double_eq_tol(g[1] * 1e18, 1.0, 1e-12); /* gamma/ell^2 */
}
END_TEST

START_TEST(log_det_stays_positive_far_below_zero)
{
  const double v = -1e8;
  double x;
  tame_prox_logdet *w = tame_prox_logdet_alloc(1);
  tame_prox_logdet_init(w, 0, (tame_params){TAME_FIXED, NULL}, 1.0);
  const tame_map m = tame_prox_logdet_map(w);
  m.value(&x, &v, NULL, m.ctx);
  ck_assert_double_eq_tol(x * 1e8, 1.0, 1e-14);
  tame_prox_logdet_free(w);
}
END_TEST

/* --- errors --------------------------------------------------------------- */

START_TEST(what_cannot_be_decomposed_gives_nan)
{
  const double v[4] = {1, 2, (double)NAN, 4}, good[4] = {1, 2, 3, 4};
  const double theta[1] = {0.3}, negative[1] = {-0.3};
  tame_prox_nuclear *w = tame_prox_nuclear_alloc(2, 2);
  tame_prox_nuclear_init(w, 1, tame_param_theta(0), 1.0, EXACT);
  tame_map m = tame_prox_nuclear_map(w);
  property_nan(v, theta, &m);
  property_nan(good, negative, &m);
  tame_prox_nuclear_free(w);
  tame_prox_logdet *d = tame_prox_logdet_alloc(2);
  tame_prox_logdet_init(d, 1, (tame_params){TAME_FIXED, NULL}, 1.0);
  m = tame_prox_logdet_map(d);
  property_nan(v, theta, &m);
  double x[4];
  m.value(x, good, theta, m.ctx); /* and it recovers */
  ck_assert(isfinite(x[0]));
  tame_prox_logdet_free(d);
}
END_TEST

START_TEST(what_is_not_an_operator_is_refused)
{
  const double bad[4] = {1, (double)NAN, 0, 1};
  const tame_param w = tame_param_theta(0);
  tame_prox_nuclear *q = tame_prox_nuclear_alloc(2, 2);
  tame_prox_logdet *d = tame_prox_logdet_alloc(2);
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_prox_nuclear_init(q, 0, w, 1.0, EXACT));
  REFUSED(tame_prox_nuclear_init(q, 1, tame_param_fixed(-1), 1.0, EXACT));
  REFUSED(tame_prox_nuclear_init(q, 1, w, 0.0, EXACT));
  REFUSED(tame_prox_nuclear_init(q, 1, w, 1.0, (tame_kink){-1, 0}));
  REFUSED(tame_prox_logdet_init(d, 0, (tame_params){TAME_FIXED, bad}, 1.0));
  REFUSED(tame_prox_logdet_init(d, 4, (tame_params){1, NULL}, 1.0));
  REFUSED(tame_prox_logdet_init(d, 3, (tame_params){0, NULL}, 1.0));
  REFUSED(tame_prox_logdet_init(d, 0, (tame_params){TAME_FIXED, NULL}, -1));
#undef REFUSED
  tame_prox_logdet_free(d);
  tame_prox_nuclear_free(q);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("prox_matrix");
  tcase_add_test(t, eigenvectors_rebuild_the_matrix);
  tcase_add_test(t, singular_vectors_rebuild_the_matrix);
  tcase_add_test(t, the_nuclear_norm_satisfies_its_optimality_condition);
  tcase_add_test(t, the_nuclear_norm_of_a_column_is_its_length);
  tcase_add_test(
      t, singular_values_at_the_threshold_take_the_part_that_was_asked_for);
  tcase_add_test(t, log_det_satisfies_its_optimality_condition);
  tcase_add_test(t, log_det_follows_a_matrix_that_is_in_theta);
  tcase_add_test(t, divided_differences_agree_with_the_other_formula);
  tcase_add_test(t, log_det_stays_positive_far_below_zero);
  tcase_add_test(t, what_cannot_be_decomposed_gives_nan);
  tcase_add_test(t, what_is_not_an_operator_is_refused);
  return run_tests(t);
}
