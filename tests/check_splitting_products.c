/* SPDX-License-Identifier: MIT */
/* tame/splitting.h: the products of the algorithms against differences and
 * against each other, and what is refused. */
#include "run_tests.h"
#include "splitting_problem.h"

/* The workspace remembers the last point: at the end the answer at (x, theta)
 * must be that of a fresh one. */
START_TEST(products_agree_with_differences_and_with_each_other)
{
  for (algorithm a = 0; a < N_ALGORITHMS; a++) {
    for (size_t rep = 0; rep < 5; rep++) {
      problem *t = make(a, rep);
      const size_t n = t->map.n;
      double x[MAX_N], dx[MAX_N], w[MAX_N], dtheta[P], theta[P];
      double jvp[MAX_N], ahead[MAX_N], behind[MAX_N], point[MAX_N];
      const double h = 1e-5;
      gsl_rng *rng = tame_rng_alloc(11, "check_splitting/points", 9 * rep + a);
      tame_rng_normal(x, n, rng);
      tame_rng_normal(dx, n, rng);
      tame_rng_normal(w, n, rng);
      tame_rng_normal(dtheta, P, rng);
      gsl_rng_free(rng);

      ck_assert_double_lt(
          tame_diff_dot_test(dx, dtheta, w, x, t->theta, &t->map), 1e-14);

      for (size_t i = 0; i < n; i++) point[i] = x[i] + h * dx[i];
      for (size_t i = 0; i < P; i++) theta[i] = t->theta[i] + h * dtheta[i];
      t->map.value(ahead, point, theta, t->map.ctx);
      for (size_t i = 0; i < n; i++) point[i] = x[i] - h * dx[i];
      for (size_t i = 0; i < P; i++) theta[i] = t->theta[i] - h * dtheta[i];
      t->map.value(behind, point, theta, t->map.ctx);
      t->map.jvp(jvp, dx, dtheta, x, t->theta, t->map.ctx);
      for (size_t i = 0; i < n; i++)
        ck_assert_double_eq_tol((ahead[i] - behind[i]) / (2.0 * h), jvp[i],
                                1e-8);
      t->map.value(behind, x, theta, t->map.ctx);
      t->map.value(ahead, x, t->theta, t->map.ctx);
      ck_assert_double_gt(tame_distance(ahead, behind, n), 1e-7);
      problem *fresh = make(a, rep);
      fresh->map.value(point, x, t->theta, fresh->map.ctx);
      ck_assert_mem_eq(point, ahead, n * sizeof *point);
      done(fresh);
      done(t);
    }
  }
}
END_TEST

START_TEST(all_columns_at_once_are_the_columns)
{
  for (algorithm a = 0; a < N_ALGORITHMS; a++) {
    problem *t = make(a, 6);
    const size_t n = t->map.n;
    double x[MAX_N], jac[MAX_N * P], block[MAX_N * P], slow[MAX_N * P];
    tame_map by_columns = t->map;
    by_columns.piggyback = NULL;
    gsl_rng *rng = tame_rng_alloc(11, "check_splitting/block", a);
    tame_rng_normal(x, n, rng);
    tame_rng_normal(jac, n * P, rng);
    gsl_rng_free(rng);
    ck_assert(t->map.piggyback);
    t->map.piggyback(block, jac, x, t->theta, t->map.ctx);
    ck_assert_int_eq(tame_diff_piggyback(slow, jac, x, t->theta, &by_columns),
                     TAME_OK);
    ck_assert_double_lt(tame_distance(block, slow, n * P),
                        1e-14 * tame_norm(slow, n * P));
    t->map.piggyback(block, NULL, x, t->theta, t->map.ctx);
    ck_assert_int_eq(tame_diff_piggyback(slow, NULL, x, t->theta, &by_columns),
                     TAME_OK);
    ck_assert_double_lt(tame_distance(block, slow, n * P),
                        1e-14 * tame_norm(slow, n * P));
    done(t);
  }
}
END_TEST

START_TEST(reverse_mode_gives_the_same_gradient_as_piggyback)
{
  for (algorithm a = 0; a < N_ALGORITHMS; a++) {
    problem *t = make(a, 1);
    const size_t n = t->map.n, steps = 40;
    double x[MAX_N], jac[MAX_N * P], u[MAX_N], grad[P], forward;
    for (size_t i = 0; i < n; i++) u[i] = cos(1.7 * (double)i + 0.3);
    tame_trajectory *path = tame_trajectory_alloc(&t->map, steps, false);
    memset(x, 0, sizeof x);
    tame_trajectory_init(path, x);
    for (size_t k = 0; k < steps; k++)
      ck_assert_int_eq(tame_trajectory_step(path, t->theta), TAME_OK);
    ck_assert_int_eq(tame_diff_reverse(grad, NULL, path, steps, u, t->theta),
                     TAME_OK);
    run(x, jac, t, steps);
    for (size_t j = 0; j < P; j++) {
      forward = 0.0;
      for (size_t i = 0; i < n; i++) forward += u[i] * jac[i * P + j];
      ck_assert_double_eq_tol(forward, grad[j], 1e-12);
    }
    tame_trajectory_free(path);
    done(t);
  }
}
END_TEST

/* --- the heavy ball's counterexample ---------------------------------------- */

/* f' of x^2/2 for x >= 0, x^2/8 for x < 0; ctx: the slope at 0 */
static void kinked_value(double *y, const double *x, const double *theta,
                         void *ctx)
{
  (void)theta;
  (void)ctx;
  y[0] = x[0] >= 0.0 ? x[0] : 0.25 * x[0];
}

static void kinked_jvp(double *dy, const double *dx, const double *dtheta,
                       const double *x, const double *theta, void *ctx)
{
  const double *at_zero = ctx;
  (void)dtheta;
  (void)theta;
  dy[0] = (x[0] == 0.0 ? *at_zero : (x[0] > 0.0 ? 1.0 : 0.25)) * dx[0];
}

START_TEST(the_heavy_ball_has_growing_derivatives_at_a_kink)
{
  double slope, theta = 0.0, x[2] = {0}, jac[2] = {1.0, 1.0}, next[2];
  const tame_map f = {
      .n = 1, .p = 1, .value = kinked_value, .jvp = kinked_jvp, .ctx = &slope};
  tame_splitting *s = tame_splitting_alloc();
  ck_assert_int_eq(tame_heavy_ball_init(s, &f, 1.0, 0.75), TAME_OK);
  const tame_map map = tame_splitting_map(s);
  ck_assert(!map.vjp);
  ck_assert(map.jvp);
  /* M1 M1 M2 M2 = [[-9/8, 81/128], [0, -9/32]] on (1, 1) */
  for (size_t k = 0; k < 4; k++) {
    slope = k < 2 ? 0.25 : 1.0; /* M2, M2, M1, M1: last factor first */
    map.jvp(next, jac, NULL, x, &theta, map.ctx);
    memcpy(jac, next, sizeof jac);
    map.value(next, x, &theta, map.ctx);
    ck_assert_double_eq(next[0], 0.0);
    ck_assert_double_eq(next[1], 0.0);
  }
  ck_assert_double_eq_tol(jac[0], -9.0 / 8.0 + 81.0 / 128.0, 1e-15);
  ck_assert_double_eq_tol(jac[1], -9.0 / 32.0, 1e-15);
  tame_splitting_free(s);
}
END_TEST

/* --- errors ----------------------------------------------------------------- */

START_TEST(parts_that_do_not_fit_are_refused)
{
  problem *t = make(FORWARD_BACKWARD, 0);
  tame_splitting *s = t->s;
  soft wrong_n = {N + 1, P, 1.0, false}, wrong_p = {N, P + 1, 1.0, false};
  soft small = {M, P, 1.0, false}, right = {N, P, 1.0, false};
  const tame_map b = affine_map(&t->part), r = soft_map(&right);
  const tame_map n1 = soft_map(&wrong_n), p1 = soft_map(&wrong_p);
  const tame_map g = soft_map(&small), none = {.n = N, .p = P};
  const tame_linear d = tame_linear_difference(N, 2);
  const tame_linear d1 = tame_linear_difference(N, 1);
  const tame_linear half = {M, N, d.apply, NULL, NULL};
#define REFUSED(call) ck_assert_int_eq((call), TAME_EINVAL)
  REFUSED(tame_forward_backward_init(s, &n1, &b, 0.1));
  REFUSED(tame_forward_backward_init(s, &p1, &b, 0.1));
  REFUSED(tame_forward_backward_init(s, &none, &b, 0.1));
  REFUSED(tame_forward_backward_init(s, &r, &none, 0.1));
  REFUSED(tame_forward_backward_init(s, &r, &b, 0.0));
  REFUSED(tame_forward_backward_init(s, &r, &b, (double)NAN));
  REFUSED(tame_forward_backward_init(s, &r, &b, (double)INFINITY));
  REFUSED(tame_douglas_rachford_init(s, &r, &n1, 1.0));
  REFUSED(tame_douglas_rachford_init(s, &p1, &b, 1.0));
  REFUSED(tame_douglas_rachford_init(s, &none, &b, 1.0));
  REFUSED(tame_douglas_rachford_init(s, &r, &b, 0.0));
  REFUSED(tame_douglas_rachford_init(s, &r, &b, 2.0));
  REFUSED(tame_douglas_rachford_init(s, &r, &b, (double)NAN));
  REFUSED(tame_admm_init(s, &b, &d1, &g, 1.0));
  REFUSED(tame_admm_init(s, &n1, &d, &g, 1.0));
  REFUSED(tame_admm_init(s, &none, &d, &g, 1.0));
  REFUSED(tame_admm_init(s, &p1, &d, &g, 1.0));
  REFUSED(tame_admm_init(s, &b, &half, &g, 1.0));
  REFUSED(tame_admm_init(s, &b, &d, &g, -1.0));
  REFUSED(tame_chambolle_pock_init(s, &b, &g, &d1, 0.1, 0.1));
  REFUSED(tame_chambolle_pock_init(s, &n1, &g, &d, 0.1, 0.1));
  REFUSED(tame_chambolle_pock_init(s, &p1, &g, &d, 0.1, 0.1));
  REFUSED(tame_chambolle_pock_init(s, &b, &g, &half, 0.1, 0.1));
  REFUSED(tame_chambolle_pock_init(s, &b, &g, &d, 0.0, 0.1));
  REFUSED(tame_chambolle_pock_init(s, &b, &g, &d, 0.1, (double)NAN));
  REFUSED(tame_heavy_ball_init(s, &none, 0.1, 0.5));
  REFUSED(tame_heavy_ball_init(s, &b, 0.0, 0.5));
  REFUSED(tame_heavy_ball_init(s, &b, 0.1, 1.0));
  REFUSED(tame_heavy_ball_init(s, &b, 0.1, -0.1));
  REFUSED(tame_heavy_ball_init(s, &b, 0.1, (double)NAN));
#undef REFUSED
  ck_assert_int_eq(tame_heavy_ball_init(s, &b, 0.1, 0.0), TAME_OK);
  done(t);
  tame_splitting_free(NULL);
}
END_TEST

START_TEST(a_product_that_a_part_lacks_is_missing)
{
  problem *t = make(FORWARD_BACKWARD, 0);
  const tame_map r = soft_map(&t->threshold);
  tame_map b = affine_map(&t->part);
  double jac[N * P], x[N] = {0.1};
  b.jvp = NULL;
  ck_assert_int_eq(tame_forward_backward_init(t->s, &r, &b, 0.1), TAME_OK);
  tame_map map = tame_splitting_map(t->s);
  ck_assert(!map.jvp);
  ck_assert(!map.piggyback);
  ck_assert(map.vjp);
  ck_assert_int_eq(tame_diff_piggyback(jac, NULL, x, t->theta, &map),
                   TAME_EINVAL);
  b.vjp = NULL;
  ck_assert_int_eq(tame_douglas_rachford_init(t->s, &b, &r, 1.0), TAME_OK);
  map = tame_splitting_map(t->s);
  ck_assert_int_eq(tame_diff_implicit(jac, x, t->theta, &map), TAME_EINVAL);
  done(t);
}
END_TEST

START_TEST(a_nan_is_divergence_not_a_crash)
{
  for (algorithm a = 0; a < N_ALGORITHMS; a++) {
    problem *t = make(a, 0);
    double x[MAX_N] = {0};
    t->theta[3] = (double)NAN;
    tame_trajectory *path = tame_trajectory_alloc(&t->map, 3, false);
    tame_trajectory_init(path, x);
    ck_assert_int_eq(tame_trajectory_step(path, t->theta), TAME_DIVERGED);
    tame_trajectory_free(path);
    done(t);
  }
}
END_TEST

/* --- linear operators -------------------------------------------------------- */

START_TEST(linear_operators_agree_with_their_matrices)
{
  enum { LONG = 6, C = 3 };
  for (unsigned order = 1; order <= 2; order++) {
    const tame_linear fast = tame_linear_difference(LONG, order);
    double a[LONG * LONG] = {0}, x[LONG * C], y[LONG * C], z[LONG * C];
    for (size_t k = 0; k < fast.rows; k++) {
      const double row[3] = {order == 1 ? -1 : 1, order == 1 ? 1 : -2, 1};
      for (size_t j = 0; j <= order; j++) a[k * LONG + k + j] = row[j];
    }
    const tame_linear slow = tame_linear_dense(a, fast.rows, LONG);
    for (size_t i = 0; i < (size_t)LONG * C; i++) x[i] = sin(2.1 * (double)i);
    for (size_t c = 1; c <= C; c += 2) {
      fast.apply(y, x, c, &fast);
      slow.apply(z, x, c, &slow);
      ck_assert_double_lt(tame_distance(y, z, fast.rows * c), 1e-14);
      fast.apply_t(y, x, c, &fast);
      slow.apply_t(z, x, c, &slow);
      ck_assert_double_lt(tame_distance(y, z, LONG * c), 1e-14);
    }
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("splitting_products");
  tcase_add_test(t, products_agree_with_differences_and_with_each_other);
  tcase_add_test(t, all_columns_at_once_are_the_columns);
  tcase_add_test(t, reverse_mode_gives_the_same_gradient_as_piggyback);
  tcase_add_test(t, the_heavy_ball_has_growing_derivatives_at_a_kink);
  tcase_add_test(t, parts_that_do_not_fit_are_refused);
  tcase_add_test(t, a_product_that_a_part_lacks_is_missing);
  tcase_add_test(t, a_nan_is_divergence_not_a_crash);
  tcase_add_test(t, linear_operators_agree_with_their_matrices);
  return run_tests(t);
}
