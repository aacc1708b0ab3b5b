/* SPDX-License-Identifier: MIT */
/* tame/splitting.h: each problem's solution is judged by its optimality
 * conditions and its derivative by a closed form. */
#include "run_tests.h"
#include "splitting_problem.h"

static const size_t STEPS[N_ALGORITHMS] = {4000, 1500, 3000, 6000, 3000};

/* --- solutions ------------------------------------------------------------- */

/* A'(Ax - b) + lambda s = 0, s in the subdifferential of |.|_1 at x */
static void is_lasso(const double *x, const problem *t)
{
  double r[ROWS];
  for (size_t i = 0; i < ROWS; i++) {
    r[i] = -t->theta[1 + i];
    for (size_t j = 0; j < N; j++) r[i] += t->a[i * N + j] * x[j];
  }
  for (size_t j = 0; j < N; j++) {
    double g = 0.0;
    for (size_t i = 0; i < ROWS; i++) g += t->a[i * N + j] * r[i];
    if (fabs(x[j]) > 1e-9) {
      ck_assert_double_eq_tol(g, x[j] > 0 ? -LAMBDA : LAMBDA, 1e-10);
    } else {
      ck_assert_double_lt(fabs(g), LAMBDA + 1e-10);
    }
  }
}

/* b - x = D'w with |w| <= lambda and w_k = lambda sign((Dx)_k): w by forward
 * substitution, as D' has a unit lower triangular head */
static void is_trend(const double *x, const problem *t)
{
  double w[M + 2] = {0};
  for (size_t k = 0; k < N; k++) {
    double rest = t->theta[1 + k] - x[k];
    if (k >= 1 && k - 1 < M) rest += 2.0 * w[k - 1];
    if (k >= 2) rest -= w[k - 2];
    if (k < M) {
      w[k] = rest;
    } else {
      ck_assert_double_eq_tol(rest, 0.0, 1e-9);
    }
  }
  for (size_t k = 0; k < M; k++) {
    const double d = x[k] - 2.0 * x[k + 1] + x[k + 2];
    ck_assert_double_lt(fabs(w[k]), LAMBDA + 1e-9);
    if (fabs(d) > 1e-9)
      ck_assert_double_eq_tol(w[k], d > 0 ? LAMBDA : -LAMBDA, 1e-9);
  }
}

static void is_ridge(const double *x, const problem *t)
{
  double r[ROWS];
  for (size_t i = 0; i < ROWS; i++) {
    r[i] = -t->theta[1 + i];
    for (size_t j = 0; j < N; j++) r[i] += t->a[i * N + j] * x[j];
  }
  for (size_t j = 0; j < N; j++) {
    double g = 0.43 * x[j];
    for (size_t i = 0; i < ROWS; i++) g += t->a[i * N + j] * r[i];
    ck_assert_double_eq_tol(g, 0.0, 1e-11);
  }
}

/* x [N], and jac [N x P] where asked for: what the problem asked for, from the
 * iterate */
static void solution(double *x, double *jac_x, const double *iterate,
                     const double *jac, algorithm which, problem *t)
{
  if (which == DOUGLAS_RACHFORD) {
    const tame_map r = soft_map(&t->threshold);
    r.value(x, iterate, t->theta, r.ctx);
    if (jac) tame_diff_piggyback(jac_x, jac, iterate, t->theta, &r);
    return;
  }
  memcpy(x, iterate, N * sizeof *x);
  if (jac) memcpy(jac_x, jac, (size_t)N * P * sizeof *jac);
}

START_TEST(limits_satisfy_the_optimality_conditions)
{
  static void (*const is_solution[N_ALGORITHMS])(
      const double *, const problem *) = {is_lasso, is_lasso, is_trend,
                                          is_trend, is_ridge};
  for (algorithm a = 0; a < N_ALGORITHMS; a++) {
    for (size_t rep = 0; rep < 4; rep++) {
      problem *t = make(a, rep);
      double iterate[MAX_N], next[MAX_N], x[N];
      run(iterate, NULL, t, STEPS[a]);
      t->map.value(next, iterate, t->theta, t->map.ctx);
      ck_assert_double_lt(tame_distance(next, iterate, t->map.n), 1e-12);
      solution(x, NULL, iterate, NULL, a, t);
      is_solution[a](x, t);
      done(t);
    }
  }
}
END_TEST

/* --- derivatives ----------------------------------------------------------- */

/* (A_S'A_S)^{-1} (-sign x_S, A_S') on S = supp x */
static void lasso_jacobian(double *jac, const double *x, const problem *t)
{
  size_t on[N], k = 0;
  double h[N * N], inverse[N * N];
  memset(jac, 0, (size_t)N * P * sizeof *jac);
  for (size_t j = 0; j < N; j++)
    if (fabs(x[j]) > 1e-9) on[k++] = j;
  for (size_t i = 0; i < k; i++)
    for (size_t j = 0; j < k; j++) h[i * k + j] = t->gram[on[i] * N + on[j]];
  ck_assert_int_eq(resolvent_matrix(inverse, h, 0.0, 1.0, k), TAME_OK);
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) {
      const double w = inverse[i * k + j];
      double *row = jac + on[i] * P;
      row[0] -= w * (x[on[j]] > 0 ? 1.0 : -1.0);
      for (size_t r = 0; r < ROWS; r++) row[1 + r] += w * t->a[r * N + on[j]];
    }
  }
}

/* Pi (-D_S' sign(Dx)_S, I), Pi the projector on the kernel of the other rows */
static void trend_jacobian(double *jac, const double *x, const problem *t)
{
  size_t off[M], k = 0;
  double e[M], pi[N * N], gram[M * M], inverse[M * M];
  for (size_t i = 0; i < M; i++) {
    const double d = x[i] - 2.0 * x[i + 1] + x[i + 2];
    e[i] = fabs(d) > 1e-9 ? (d > 0 ? 1.0 : -1.0) : 0.0;
    if (e[i] == 0.0) off[k++] = i;
  }
  for (size_t i = 0; i < k; i++) {
    for (size_t j = 0; j < k; j++) {
      gram[i * k + j] = 0.0;
      for (size_t c = 0; c < N; c++)
        gram[i * k + j] += t->diff[off[i] * N + c] * t->diff[off[j] * N + c];
    }
  }
  if (k > 0)
    ck_assert_int_eq(resolvent_matrix(inverse, gram, 0.0, 1.0, k), TAME_OK);
  for (size_t r = 0; r < N; r++) {
    for (size_t c = 0; c < N; c++) {
      pi[r * N + c] = r == c;
      for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
          pi[r * N + c] -= t->diff[off[i] * N + r] * inverse[i * k + j] *
                           t->diff[off[j] * N + c];
    }
  }
  memset(jac, 0, (size_t)N * P * sizeof *jac);
  for (size_t r = 0; r < N; r++) {
    for (size_t c = 0; c < N; c++) {
      for (size_t i = 0; i < M; i++)
        jac[r * P] -= pi[r * N + c] * t->diff[i * N + c] * e[i];
      jac[r * P + 1 + c] = pi[r * N + c];
    }
  }
}

static void ridge_jacobian(double *jac, const double *x, const problem *t)
{
  double inverse[N * N], jb[N * ROWS];
  (void)x;
  ck_assert_int_eq(resolvent_matrix(inverse, t->gram, 0.43, 1.0, N), TAME_OK);
  product(jb, 1.0, inverse, t->at, N, N, ROWS);
  for (size_t i = 0; i < N; i++) {
    jac[i * P] = 0.0;
    memcpy(jac + i * P + 1, jb + i * ROWS, ROWS * sizeof *jac);
  }
}

START_TEST(piggyback_implicit_and_closed_form_agree)
{
  static void (*const closed[N_ALGORITHMS])(double *, const double *,
                                            const problem *) = {
      lasso_jacobian, lasso_jacobian, trend_jacobian, trend_jacobian,
      ridge_jacobian};
  for (algorithm a = 0; a < N_ALGORITHMS; a++) {
    for (size_t rep = 0; rep < 3; rep++) {
      problem *t = make(a, rep);
      const size_t n = t->map.n;
      double iterate[MAX_N], jac[MAX_N * P], implicit[MAX_N * P];
      double x[N], jac_x[N * P], exact[N * P];
      run(iterate, jac, t, STEPS[a]);
      ck_assert_int_eq(tame_diff_implicit(implicit, iterate, t->theta, &t->map),
                       TAME_OK);
      ck_assert_double_lt(tame_distance(jac, implicit, n * P), 1e-9);
      solution(x, jac_x, iterate, jac, a, t);
      closed[a](exact, x, t);
      ck_assert_double_gt(tame_norm(exact, (size_t)N * P), 0.1);
      ck_assert_double_lt(tame_distance(jac_x, exact, (size_t)N * P), 1e-9);
      done(t);
    }
  }
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("splitting");
  tcase_add_test(t, limits_satisfy_the_optimality_conditions);
  tcase_add_test(t, piggyback_implicit_and_closed_form_agree);
  return run_tests(t);
}
