/* SPDX-License-Identifier: MIT */
/* Derivatives of the limit of a nonlinear contraction by every route that
 * tame/diff.h offers, compared with each other and with central differences. */
#include "run_tests.h"
#include "tanh_map.h"

/* --- Jacobians ----------------------------------------------------------- */

/* d [N] <- central difference of F at (START, THETA) in coordinate J of
 * (x, theta) */
static void difference_of_the_map(double *d, size_t j)
{
  const double h = 1e-6;
  double side[2][N];
  for (size_t k = 0; k < 2; k++) {
    double x[N], theta[P];
    memcpy(x, START, sizeof x);
    memcpy(theta, THETA, sizeof theta);
    *(j < N ? &x[j] : &theta[j - N]) += k == 0 ? h : -h;
    value(side[k], x, theta, NULL);
  }
  for (size_t i = 0; i < N; i++) d[i] = (side[0][i] - side[1][i]) / (2.0 * h);
}

START_TEST(jacobians_by_rows_and_by_columns_agree_with_differences)
{
  tame_map no_vjp = MAP, no_jvp = MAP;
  no_vjp.vjp = NULL;
  no_jvp.jvp = NULL;
  double a[N * N], b[N * P], a2[N * N], b2[N * P];
  ck_assert_int_eq(tame_diff_jacobians(a, b, START, THETA, &no_jvp), TAME_OK);
  ck_assert_int_eq(tame_diff_jacobians(a2, b2, START, THETA, &no_vjp), TAME_OK);
  assert_close(a, a2, N * N, 1e-15);
  assert_close(b, b2, N * P, 1e-15);

  for (size_t j = 0; j < N + P; j++) {
    double fd[N];
    difference_of_the_map(fd, j);
    for (size_t i = 0; i < N; i++)
      ck_assert_double_eq_tol(j < N ? a[i * N + j] : b[i * P + j - N], fd[i],
                              1e-9);
  }
}
END_TEST

START_TEST(either_jacobian_may_be_left_out)
{
  tame_map no_vjp = MAP;
  no_vjp.vjp = NULL;
  const tame_map *maps[2] = {&MAP, &no_vjp};
  for (size_t k = 0; k < 2; k++) {
    double a[N * N], b[N * P], only_a[N * N], only_b[N * P];
    tame_diff_jacobians(a, b, START, THETA, maps[k]);
    tame_diff_jacobians(only_a, NULL, START, THETA, maps[k]);
    tame_diff_jacobians(NULL, only_b, START, THETA, maps[k]);
    ck_assert_mem_eq(a, only_a, sizeof a);
    ck_assert_mem_eq(b, only_b, sizeof b);
  }
}
END_TEST

START_TEST(a_piggyback_step_from_nothing_is_b_and_else_a_jac_plus_b)
{
  double a[N * N], b[N * P], first[N * P], second[N * P], by_hand[N * P];
  tame_diff_jacobians(a, b, START, THETA, &MAP);
  ck_assert_int_eq(tame_diff_piggyback(first, NULL, START, THETA, &MAP),
                   TAME_OK);
  assert_close(first, b, N * P, 1e-15);
  ck_assert_int_eq(tame_diff_piggyback(second, first, START, THETA, &MAP),
                   TAME_OK);
  for (size_t i = 0; i < N; i++)
    for (size_t j = 0; j < P; j++) {
      by_hand[i * P + j] = b[i * P + j];
      for (size_t k = 0; k < N; k++)
        by_hand[i * P + j] += a[i * N + k] * first[k * P + j];
    }
  assert_close(second, by_hand, N * P, 1e-15);
}
END_TEST

/* --- unrolled, forward against reverse ----------------------------------- */

START_TEST(reverse_through_all_steps_is_the_transpose_of_piggyback)
{
  const size_t lengths[] = {0, 1, 2, 7, 30};
  for (size_t c = 0; c < sizeof lengths / sizeof *lengths; c++) {
    tame_trajectory *t = run(lengths[c], START, false);
    double jac[N * P] = {0}, next[N * P], forward[P], reverse[P];
    for (size_t k = 0; k < lengths[c]; k++) {
      tame_diff_piggyback(next, jac, tame_trajectory_x(t, k), THETA, &MAP);
      memcpy(jac, next, sizeof jac);
    }
    transposed_product(forward, jac, U);
    ck_assert_int_eq(tame_diff_reverse(reverse, NULL, t, MANY, U, THETA),
                     TAME_OK);
    for (size_t j = 0; j < P; j++)
      ck_assert_double_eq_tol(reverse[j], forward[j], 1e-14);
    tame_trajectory_free(t);
  }
}
END_TEST

/* U' x_K(theta) from the start x_0 = (theta, 0.5 theta_0); *ctx is K */
START_TEST(forward_and_reverse_agree_through_any_last_steps)
{
  enum { STEPS = 9 };
  static const size_t LAST[] = {0, 1, 4, STEPS, 100};
  tame_trajectory *t = run(STEPS, START, true);
  for (size_t k = 0; k < sizeof LAST / sizeof *LAST; k++) {
    double jac[N * P], forward[P], reverse[P];
    ck_assert_int_eq(tame_diff_forward(jac, NULL, t, LAST[k], THETA), TAME_OK);
    ck_assert_int_eq(tame_diff_reverse(reverse, NULL, t, LAST[k], U, THETA),
                     TAME_OK);
    transposed_product(forward, jac, U);
    for (size_t j = 0; j < P; j++)
      ck_assert_double_eq_tol(forward[j], reverse[j], 1e-15);
  }
  tame_trajectory_free(t);
}
END_TEST

/* x_0 moves with theta: the whole sweep is that of its second half begun with
 * the derivative after the first. */
START_TEST(a_forward_sweep_goes_on_from_a_derivative)
{
  double jac0[N * P], middle[N * P], whole[N * P], later[N * P];
  for (size_t i = 0; i < (size_t)N * P; i++) jac0[i] = cos(1.3 * (double)i);
  tame_trajectory *half = run(4, START, false), *all = run(7, START, false);
  ck_assert_int_eq(tame_diff_forward(middle, jac0, half, 4, THETA), TAME_OK);
  ck_assert_int_eq(tame_diff_forward(later, middle, all, 3, THETA), TAME_OK);
  ck_assert_int_eq(tame_diff_forward(whole, jac0, all, 7, THETA), TAME_OK);
  ck_assert_mem_eq(later, whole, sizeof whole);
  ck_assert_int_eq(tame_diff_forward(later, jac0, all, 0, THETA), TAME_OK);
  ck_assert_mem_eq(later, jac0, sizeof jac0);
  tame_trajectory_free(half);
  tame_trajectory_free(all);
}
END_TEST

static void moving_start(double *x0, const double *theta)
{
  memcpy(x0, theta, P * sizeof *x0);
  x0[3] = 0.5 * theta[0];
}

static double after_steps(const double *theta, void *ctx)
{
  double x[N], next[N], sum = 0.0;
  moving_start(x, theta);
  for (size_t k = 0; k < *(const size_t *)ctx; k++) {
    value(next, x, theta, NULL);
    memcpy(x, next, sizeof x);
  }
  for (size_t i = 0; i < N; i++) sum += U[i] * x[i];
  return sum;
}

START_TEST(dx0_chains_a_start_that_depends_on_theta)
{
  size_t five = 5;
  double x0[N], grad[P], dx0[N];
  moving_start(x0, THETA);
  tame_trajectory *t = run(5, x0, false);
  ck_assert_int_eq(tame_diff_reverse(grad, dx0, t, 5, U, THETA), TAME_OK);
  for (size_t j = 0; j < P; j++) grad[j] += dx0[j];
  grad[0] += 0.5 * dx0[3];
  for (size_t j = 0; j < P; j++) {
    double e[P] = {0};
    e[j] = 1.0;
    const double fd = tame_diff_central(after_steps, THETA, e, 1e-6, P, &five);
    ck_assert_double_eq_tol(grad[j], fd, 1e-8);
  }
  tame_trajectory_free(t);
}
END_TEST

START_TEST(records_give_the_same_bits_as_recomputing)
{
  tame_trajectory *kept = run(12, START, true), *bare = run(12, START, false);
  const size_t lengths[] = {1, 5, 12};
  for (size_t c = 0; c < 3; c++) {
    double grad[2][P], dx0[2][N];
    tame_diff_reverse(grad[0], dx0[0], kept, lengths[c], U, THETA);
    tame_diff_reverse(grad[1], dx0[1], bare, lengths[c], U, THETA);
    ck_assert_mem_eq(grad[0], grad[1], sizeof grad[0]);
    ck_assert_mem_eq(dx0[0], dx0[1], sizeof dx0[0]);
  }
  tame_trajectory_free(kept);
  tame_trajectory_free(bare);
}
END_TEST

/* --- the limit ----------------------------------------------------------- */

START_TEST(unrolled_implicit_and_differences_meet_at_the_limit)
{
  tame_trajectory *t = run(MANY, START, true);
  const double *limit = tame_trajectory_last(t);
  size_t many = MANY;
  double unrolled[P], implicit[P] = {7.1, NAN, -3.3};
  double dense[P], jac[N * P], fd[P];
  ck_assert_int_eq(tame_diff_reverse(unrolled, NULL, t, MANY, U, THETA),
                   TAME_OK);
  ck_assert_int_eq(tame_diff_implicit_vjp(implicit, U, limit, THETA, &MAP),
                   TAME_OK);
  ck_assert_int_eq(tame_diff_implicit(jac, limit, THETA, &MAP), TAME_OK);
  transposed_product(dense, jac, U);
  for (size_t j = 0; j < P; j++) {
    double e[P] = {0};
    e[j] = 1.0;
    fd[j] = tame_diff_central(after_steps, THETA, e, 1e-5, P, &many);
  }
  assert_close(unrolled, implicit, P, 1e-13);
  assert_close(dense, implicit, P, 1e-14);
  assert_close(fd, implicit, P, 1e-9);
  tame_trajectory_free(t);
}
END_TEST

/* J_K = sum_{i<K} A^i B at the limit, so J_K - Jbar = -A^K Jbar; K = 1 is the
 * one-step estimator. */
START_TEST(the_error_of_k_steps_is_a_to_the_k_times_the_jacobian)
{
  tame_trajectory *t = run(MANY, START, false);
  const double *limit = tame_trajectory_last(t);
  double a[N * N], jac[N * P], exact[P], power[N * P];
  tame_diff_jacobians(a, NULL, limit, THETA, &MAP);
  tame_diff_implicit(jac, limit, THETA, &MAP);
  transposed_product(exact, jac, U);
  memcpy(power, jac, sizeof power);
  for (size_t n_steps = 1; n_steps <= 6; n_steps++) {
    double next[N * P] = {0}, grad[P], bias[P], error[P];
    for (size_t i = 0; i < N; i++)
      for (size_t j = 0; j < P; j++)
        for (size_t k = 0; k < N; k++)
          next[i * P + j] += a[i * N + k] * power[k * P + j];
    memcpy(power, next, sizeof power);
    transposed_product(bias, power, U);
    tame_diff_reverse(grad, NULL, t, n_steps, U, THETA);
    for (size_t j = 0; j < P; j++) error[j] = exact[j] - grad[j];
    ck_assert_double_gt(tame_norm(bias, P), 1e-6); /* not a test of 0 = 0 */
    assert_close(error, bias, P, 1e-10);
  }
  tame_trajectory_free(t);
}
END_TEST

/* --- refusals ------------------------------------------------------------ */

static void identity(double *xnew, const double *x, const double *theta,
                     void *ctx)
{
  (void)ctx;
  xnew[0] = x[0] + 0.0 * theta[0];
}

static void identity_vjp(double *dx, double *dtheta, const double *dxnew,
                         const double *x, const double *theta, void *ctx)
{
  (void)x, (void)theta, (void)ctx;
  dx[0] = dxnew[0];
  if (dtheta) dtheta[0] += dxnew[0];
}

static const tame_map IDENTITY = {
    .n = 1, .p = 1, .value = identity, .vjp = identity_vjp};

START_TEST(a_map_without_contraction_has_no_implicit_derivative)
{
  const double x[1] = {0.7}, theta[1] = {1.1};
  double out[1];
  ck_assert_int_eq(tame_diff_implicit(out, x, theta, &IDENTITY),
                   TAME_ESINGULAR);
  ck_assert_int_eq(tame_diff_implicit_vjp(out, theta, x, theta, &IDENTITY),
                   TAME_ESINGULAR);
}
END_TEST

START_TEST(missing_products_are_told)
{
  tame_map bare = MAP, no_vjp = MAP;
  bare.vjp = NULL;
  bare.jvp = NULL;
  no_vjp.vjp = NULL;
  double jac[N * P], grad[P];
  tame_trajectory *t = tame_trajectory_alloc(&no_vjp, 3, false);
  tame_trajectory_init(t, START);
  tame_trajectory_step(t, THETA);
  ck_assert_int_eq(tame_diff_reverse(grad, NULL, t, 1, U, THETA), TAME_EINVAL);
  ck_assert_int_eq(tame_diff_implicit_vjp(grad, U, START, THETA, &no_vjp),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_diff_implicit(jac, START, THETA, &no_vjp), TAME_OK);
  ck_assert_int_eq(tame_diff_piggyback(jac, NULL, START, THETA, &bare),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_diff_jacobians(NULL, jac, START, THETA, &bare),
                   TAME_EINVAL);
  ck_assert_int_eq(tame_diff_implicit(jac, START, THETA, &bare), TAME_EINVAL);
  tame_trajectory_free(t);
  t = tame_trajectory_alloc(&bare, 3, false);
  tame_trajectory_init(t, START);
  tame_trajectory_step(t, THETA);
  ck_assert_int_eq(tame_diff_forward(jac, NULL, t, 1, THETA), TAME_EINVAL);
  tame_trajectory_free(t);
}
END_TEST

START_TEST(a_derivative_that_is_not_finite_is_told)
{
  const double broken[N] = {1.0, NAN, 0.0, 0.0};
  double grad[P], jac0[N * P] = {0.0, NAN}, jac[N * P];
  tame_trajectory *t = run(3, START, false);
  ck_assert_int_eq(tame_diff_forward(jac, jac0, t, 3, THETA), TAME_DIVERGED);
  ck_assert_int_lt(tame_diff_implicit(jac, broken, THETA, &MAP), 0);
  ck_assert_int_lt(tame_diff_implicit_vjp(grad, U, broken, THETA, &MAP), 0);
  ck_assert_int_eq(tame_diff_reverse(grad, NULL, t, 3, broken, THETA),
                   TAME_DIVERGED);
  tame_trajectory_free(t);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("diff");
  tcase_add_test(t, jacobians_by_rows_and_by_columns_agree_with_differences);
  tcase_add_test(t, either_jacobian_may_be_left_out);
  tcase_add_test(t, a_piggyback_step_from_nothing_is_b_and_else_a_jac_plus_b);
  tcase_add_test(t, reverse_through_all_steps_is_the_transpose_of_piggyback);
  tcase_add_test(t, forward_and_reverse_agree_through_any_last_steps);
  tcase_add_test(t, a_forward_sweep_goes_on_from_a_derivative);
  tcase_add_test(t, dx0_chains_a_start_that_depends_on_theta);
  tcase_add_test(t, records_give_the_same_bits_as_recomputing);
  tcase_add_test(t, unrolled_implicit_and_differences_meet_at_the_limit);
  tcase_add_test(t, the_error_of_k_steps_is_a_to_the_k_times_the_jacobian);
  tcase_add_test(t, a_map_without_contraction_has_no_implicit_derivative);
  tcase_add_test(t, missing_products_are_told);
  tcase_add_test(t, a_derivative_that_is_not_finite_is_told);
  return run_tests(t);
}
