/* SPDX-License-Identifier: MIT */
/* tame/krylov.h against LU, and tame/diff_krylov.h against the dense implicit
 * derivative. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "run_tests.h"
#include "tame/base.h"
#include "tame/diff.h"
#include "tame/diff_krylov.h"
#include "tame/krylov.h"
#include "tame/la.h"
#include "tame/quadratic.h"
#include "tame/rng.h"
#include "tame/stats.h"

static const tame_krylov_options GMRES = {TAME_GMRES, 50, 2000, 1e-12};
static const tame_krylov_options SHORT = {TAME_GMRES, 5, 2000, 1e-12};
static const tame_krylov_options STAB = {TAME_BICGSTAB, 0, 2000, 1e-12};

typedef struct {
  size_t n, calls;
  const double *m; /* [n x n] */
} dense;

static void times(double *y, const double *z, void *ctx)
{
  dense *d = ctx;
  d->calls++;
  for (size_t i = 0; i < d->n; i++) {
    y[i] = 0.0;
    for (size_t j = 0; j < d->n; j++) y[i] += d->m[i * d->n + j] * z[j];
  }
}

/* I - 0.8 G/sqrt(n), G Gaussian: nonsymmetric, spectrum in a disc off zero */
static double *matrix(size_t n)
{
  gsl_rng *rng = tame_rng_alloc(31, "check_krylov", n);
  double *m = tame_vec(n * n);
  tame_rng_normal(m, n * n, rng);
  for (size_t i = 0; i < n * n; i++) m[i] *= -0.8 / sqrt((double)n);
  for (size_t i = 0; i < n; i++) m[i * n + i] += 1.0;
  gsl_rng_free(rng);
  return m;
}

static double *vector(size_t n, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(32, "check_krylov", rep);
  double *x = tame_vec(n);
  tame_rng_normal(x, n, rng);
  gsl_rng_free(rng);
  return x;
}

START_TEST(all_methods_agree_with_lu)
{
  const tame_krylov_options methods[] = {GMRES, SHORT, STAB};
  const size_t sizes[] = {1, 2, 3, 20, 40, 90};
  for (size_t c = 0; c < 6; c++) {
    const size_t n = sizes[c];
    double *m = matrix(n), *b = vector(n, n), *x = vector(n, n + 1);
    double *want = tame_vec_copy(b, n), *lu = tame_vec_copy(m, n * n);
    int *pivot = tame_calloc(n, sizeof *pivot);
    ck_assert_int_eq(tame_la_lu(lu, pivot, n), TAME_OK);
    tame_la_lu_solve(want, lu, pivot, n);
    for (size_t k = 0; k < 3; k++) {
      dense d = {n, 0, m};
      tame_krylov_info info;
      double *y = tame_vec_copy(x, n), *r = tame_vec(n);
      tame_krylov *w = tame_krylov_alloc(n, &methods[k]);
      ck_assert_int_eq(tame_krylov_solve(y, b, times, &d, w, &info),
                       TAME_CONVERGED);
      ck_assert_double_lt(tame_distance(y, want, n), 1e-9);
      ck_assert_uint_eq(info.products, d.calls);
      ck_assert_double_le(info.residual, 1e-12);
      times(r, y, &d);
      ck_assert_double_eq_tol(tame_distance(r, b, n) / tame_norm(b, n),
                              info.residual, 1e-15);
      /* once more, from the solution: one product, to look */
      ck_assert_int_eq(tame_krylov_solve(y, b, times, &d, w, &info),
                       TAME_CONVERGED);
      ck_assert_uint_eq(info.products, 1);
      tame_krylov_free(w);
      free(r);
      free(y);
    }
    free(pivot);
    free(lu);
    free(want);
    free(x);
    free(b);
    free(m);
  }
}
END_TEST

START_TEST(gmres_ends_after_n_steps)
{
  enum { N = 12 };
  double *m = matrix(N), *b = vector(N, 1), x[N] = {0};
  dense d = {N, 0, m};
  tame_krylov_info info;
  tame_krylov *w = tame_krylov_alloc(N, &GMRES);
  ck_assert_int_eq(tame_krylov_solve(x, b, times, &d, w, &info),
                   TAME_CONVERGED);
  ck_assert_uint_le(info.products, N + 2);
  tame_krylov_free(w);
  free(b);
  free(m);
}
END_TEST

START_TEST(a_right_side_of_zero_costs_nothing)
{
  const double m[4] = {1, 2, 3, 4}, b[2] = {0.0, -0.0};
  double x[2] = {2.385, -1};
  dense d = {2, 0, m};
  tame_krylov_info info;
  tame_krylov *w = tame_krylov_alloc(2, &GMRES);
  ck_assert_int_eq(tame_krylov_solve(x, b, times, &d, w, &info),
                   TAME_CONVERGED);
  ck_assert_double_eq(x[0], 0.0);
  ck_assert_uint_eq(info.products, 0);
  ck_assert_double_eq(info.residual, 0.0);
  tame_krylov_free(w);
}
END_TEST

START_TEST(the_limit_is_kept_and_the_best_point_returned)
{
  const tame_krylov_options methods[] = {{TAME_GMRES, 4, 0, 1e-12},
                                         {TAME_BICGSTAB, 0, 0, 1e-12}};
  enum { N = 60 };
  double *m = matrix(N), *b = vector(N, 2);
  for (size_t k = 0; k < 2; k++) {
    for (size_t limit = 1; limit < 30; limit++) {
      double x[N] = {0}, r[N];
      tame_krylov_options opt = methods[k];
      opt.max_products = limit;
      dense d = {N, 0, m};
      tame_krylov_info info;
      tame_krylov *w = tame_krylov_alloc(N, &opt);
      ck_assert_int_eq(tame_krylov_solve(x, b, times, &d, w, &info),
                       TAME_MAX_ITER);
      ck_assert_uint_le(d.calls, limit);
      ck_assert_uint_eq(d.calls, info.products);
      ck_assert_double_le(info.residual, 1.0);
      times(r, x, &d);
      ck_assert_double_eq_tol(tame_distance(r, b, N) / tame_norm(b, N),
                              info.residual, 1e-14);
      tame_krylov_free(w);
    }
  }
  free(b);
  free(m);
}
END_TEST

START_TEST(a_singular_matrix_stalls)
{
  /* b is not in the range; the best residual is |b_3| */
  const double m[9] = {2, 1, 0, 0, 3, 0, 0, 0, 0}, b[3] = {1, 2, 0.5};
  const double zero[9] = {0};
  const tame_krylov_options methods[] = {GMRES, STAB};
  for (size_t k = 0; k < 2; k++) {
    double x[3] = {0};
    dense d = {3, 0, m};
    tame_krylov_info info;
    tame_krylov *w = tame_krylov_alloc(3, &methods[k]);
    tame_status s = tame_krylov_solve(x, b, times, &d, w, &info);
    ck_assert_int_eq(s, TAME_STALLED);
    if (k == 0) { /* GMRES leaves the kernel alone and finds the best */
      ck_assert_double_eq_tol(info.residual, 0.5 / tame_norm(b, 3), 1e-14);
      ck_assert_double_lt(fabs(x[2]), 10.0);
    }
    ck_assert_double_le(info.residual, 1.0);
    d.m = zero;
    memset(x, 0, sizeof x);
    s = tame_krylov_solve(x, b, times, &d, w, &info);
    ck_assert_int_eq(s, TAME_STALLED);
    ck_assert_double_eq(x[0], 0.0);
    ck_assert_double_eq(info.residual, 1.0);
    tame_krylov_free(w);
  }
}
END_TEST

START_TEST(a_tolerance_below_rounding_is_not_reached)
{
  enum { N = 40 };
  const tame_krylov_options opt = {TAME_GMRES, 40, 5000, 1e-19};
  double *m = matrix(N), *b = vector(N, 3), x[N] = {0};
  dense d = {N, 0, m};
  tame_krylov_info info;
  tame_krylov *w = tame_krylov_alloc(N, &opt);
  ck_assert_int_eq(tame_krylov_solve(x, b, times, &d, w, &info), TAME_STALLED);
  ck_assert_double_lt(info.residual, 1e-14);
  tame_krylov_free(w);
  free(b);
  free(m);
}
END_TEST

START_TEST(nan_is_divergence)
{
  const double m[4] = {1, (double)NAN, 0, 1}, b[2] = {1, 1};
  const tame_krylov_options methods[] = {GMRES, STAB};
  for (size_t k = 0; k < 2; k++) {
    double x[2] = {0};
    dense d = {2, 0, m};
    tame_krylov *w = tame_krylov_alloc(2, &methods[k]);
    ck_assert_int_eq(tame_krylov_solve(x, b, times, &d, w, NULL),
                     TAME_DIVERGED);
    tame_krylov_free(w);
  }
}
END_TEST

START_TEST(options_are_checked)
{
  const tame_krylov_options bad[] = {{TAME_GMRES, 0, 10, 1e-6},
                                     {TAME_GMRES, 5, 0, 1e-6},
                                     {TAME_GMRES, 5, 10, 0.0},
                                     {TAME_GMRES, 5, 10, (double)NAN},
                                     {(tame_krylov_method)7, 5, 10, 1e-6}};
  for (size_t k = 0; k < 5; k++)
    ck_assert_ptr_null(tame_krylov_alloc(3, &bad[k]));
  ck_assert_ptr_null(tame_krylov_alloc(0, &GMRES));
  tame_krylov_free(NULL);
}
END_TEST

/* --- implicit derivatives ------------------------------------------------- */

enum { N = 30, P = 4 };
typedef struct {
  double *h, *c;
  tame_quadratic q;
  tame_map map;
} descent;

static descent make(void)
{
  descent d = {.h = tame_vec(N * N), .c = vector(N * P, 9)};
  gsl_rng *rng = tame_rng_alloc(33, "check_krylov", 0);
  tame_quadratic_random(d.h, NULL, NULL, N, 20.0, rng);
  gsl_rng_free(rng);
  d.q = (tame_quadratic){N, P, d.h, d.c, tame_quadratic_best_step(20.0)};
  return d;
}

static void done(descent *d)
{
  free(d->h);
  free(d->c);
}

START_TEST(without_a_matrix_the_implicit_derivative_is_the_same)
{
  descent d = make();
  const tame_map map = tame_quadratic_map(&d.q);
  const double theta[P] = {0.3, -1.1, 0.7, 2.0};
  double *x = vector(N, 5), *u = vector(N, 6);
  double dense_jac[N * P], jac[N * P], dx[N], grad[P], dense_grad[P];
  tame_krylov_info info;
  ck_assert_int_eq(tame_diff_implicit(dense_jac, x, theta, &map), TAME_OK);
  ck_assert_int_eq(tame_diff_implicit_vjp(dense_grad, u, x, theta, &map),
                   TAME_OK);
  const tame_krylov_options methods[] = {GMRES, SHORT, STAB};
  for (size_t k = 0; k < 3; k++) {
    const tame_krylov_options *opt = &methods[k];
    ck_assert_int_eq(tame_diff_implicit_krylov(jac, x, theta, &map, opt, &info),
                     TAME_CONVERGED);
    ck_assert_double_lt(tame_distance(jac, dense_jac, N * P), 1e-9);
    ck_assert_double_le(info.residual, 1e-12);
    ck_assert_uint_ge(info.products, P);
    ck_assert_int_eq(
        tame_diff_implicit_krylov_jvp(dx, theta, x, theta, &map, opt, &info),
        TAME_CONVERGED);
    for (size_t i = 0; i < N; i++) {
      double want = 0.0;
      for (size_t j = 0; j < P; j++) want += jac[i * P + j] * theta[j];
      ck_assert_double_eq_tol(dx[i], want, 1e-9);
    }
    for (size_t j = 0; j < P; j++) grad[j] = 2.385; /* noise */
    ck_assert_int_eq(
        tame_diff_implicit_krylov_vjp(grad, u, x, theta, &map, opt, NULL),
        TAME_CONVERGED);
    ck_assert_double_lt(tame_distance(grad, dense_grad, P), 1e-9);
  }
  free(u);
  free(x);
  done(&d);
}
END_TEST

START_TEST(the_worst_column_decides)
{
  descent d = make();
  tame_map map = tame_quadratic_map(&d.q);
  const double theta[P] = {0.3, -1.1, 0.7, 2.0};
  double jac[N * P], *x = vector(N, 5);
  const tame_krylov_options few = {TAME_GMRES, 3, 4, 1e-12};
  tame_krylov_info info;
  ck_assert_int_eq(tame_diff_implicit_krylov(jac, x, theta, &map, &few, &info),
                   TAME_MAX_ITER);
  ck_assert_double_gt(info.residual, 1e-12);
  ck_assert_uint_le(info.products, 4 * P);
  for (size_t i = 0; i < N; i++) d.c[i * P + 2] = (double)NAN;
  ck_assert_int_eq(tame_diff_implicit_krylov(jac, x, theta, &map, &few, &info),
                   TAME_DIVERGED);
  ck_assert(isnan(info.residual));
  free(x);
  done(&d);
}
END_TEST

START_TEST(a_missing_product_is_refused)
{
  descent d = make();
  tame_map map = tame_quadratic_map(&d.q);
  const double theta[P] = {0}, x[N] = {0};
  double jac[N * P];
  tame_krylov_options bad = GMRES;
  bad.tol = 0.0;
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_diff_implicit_krylov(jac, x, theta, &map, &bad, NULL));
  REFUSED(
      tame_diff_implicit_krylov_jvp(jac, theta, x, theta, &map, &bad, NULL));
  REFUSED(tame_diff_implicit_krylov_vjp(jac, x, x, theta, &map, &bad, NULL));
  map.jvp = NULL;
  REFUSED(tame_diff_implicit_krylov(jac, x, theta, &map, &GMRES, NULL));
  REFUSED(
      tame_diff_implicit_krylov_jvp(jac, theta, x, theta, &map, &GMRES, NULL));
  map.vjp = NULL;
  REFUSED(tame_diff_implicit_krylov_vjp(jac, x, x, theta, &map, &GMRES, NULL));
#undef REFUSED
  done(&d);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("krylov");
  tcase_add_test(t, all_methods_agree_with_lu);
  tcase_add_test(t, gmres_ends_after_n_steps);
  tcase_add_test(t, a_right_side_of_zero_costs_nothing);
  tcase_add_test(t, the_limit_is_kept_and_the_best_point_returned);
  tcase_add_test(t, a_singular_matrix_stalls);
  tcase_add_test(t, a_tolerance_below_rounding_is_not_reached);
  tcase_add_test(t, nan_is_divergence);
  tcase_add_test(t, options_are_checked);
  tcase_add_test(t, without_a_matrix_the_implicit_derivative_is_the_same);
  tcase_add_test(t, the_worst_column_decides);
  tcase_add_test(t, a_missing_product_is_refused);
  return run_tests(t);
}
