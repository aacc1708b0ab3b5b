/* SPDX-License-Identifier: MIT */
/* tame/prox_pieces.h: group lasso, simplex. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/prox_pieces.h"
#include "tame/stats.h"

static const tame_kink EXACT = {0.0, 0.0}, HALF = {0.375, 0.0};
static const double GAMMA = 1.3;

/* --- group lasso ---------------------------------------------------------- */

static const double THETA[3] = {0.2, 0.731, -1.1};
static const double V[6] = {2.385, -0.417, 0.31, -0.55, -3.071, 1.7};

typedef struct {
  size_t n_groups;
  const size_t *start;
} grouping;

static double group_penalty(const double *x, void *ctx)
{
  const grouping *g = ctx;
  double sum = 0.0;
  for (size_t k = 0; k < g->n_groups; k++)
    sum += tame_norm(x + g->start[k], g->start[k + 1] - g->start[k]);
  return GAMMA * 0.731 * sum;
}

START_TEST(a_group_shrinks_as_one)
{
  tame_prox_group q;
  const size_t start[4] = {0, 2, 4, 6};
  grouping g = {3, start};
  double x[6];
  ck_assert_int_eq(
      tame_prox_group_init(&q, 6, 3, 2, tame_param_theta(1), GAMMA, EXACT),
      TAME_OK);
  const tame_map m = tame_prox_group_map(&q);
  m.value(x, V, THETA, m.ctx);
  const double s = 1.0 - 1.3 * 0.731 / hypot(2.385, -0.417);
  ck_assert_double_eq_tol(x[0], s * 2.385, 1e-15);
  ck_assert_double_eq_tol(x[1], s * -0.417, 1e-15);
  ck_assert_double_eq(x[2], 0.0);
  ck_assert_double_eq(x[3], 0.0);
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-5, 1e-8);
  property_minimum(group_penalty, &g, V, THETA, &m);
}
END_TEST

START_TEST(groups_may_have_any_boundaries)
{
  const size_t start[4] = {0, 1, 4, 6};
  grouping g = {3, start};
  tame_prox_group q;
  ck_assert_int_eq(tame_prox_groups_init(&q, 6, 3, start, 3,
                                         tame_param_theta(1), GAMMA, EXACT),
                   TAME_OK);
  const tame_map m = tame_prox_group_map(&q);
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-5, 1e-8);
  property_minimum(group_penalty, &g, V, THETA, &m);
}
END_TEST

START_TEST(groups_of_one_are_the_soft_threshold)
{
  tame_prox_group q;
  tame_prox_l1 one;
  double x[6], y[6];
  tame_prox_group_init(&q, 6, 3, 1, tame_param_theta(1), GAMMA, HALF);
  tame_prox_l1_init(&one, 6, 3, tame_param_theta(1), GAMMA, HALF);
  const tame_map m = tame_prox_group_map(&q), l1 = tame_prox_l1_map(&one);
  const double dtheta[3] = {0.3, 1.7, 0.2};
  const double tie[6] = {1.3 * 0.731, -1.3 * 0.731, 2, -2, 0.0, -0.0};
  for (int with = 0; with < 2; with++) {
    const double *v = with ? tie : V;
    m.value(x, v, THETA, m.ctx);
    l1.value(y, v, THETA, l1.ctx);
    for (int i = 0; i < 6; i++) ck_assert_double_eq_tol(x[i], y[i], 1e-15);
    m.jvp(x, V, dtheta, v, THETA, m.ctx);
    l1.jvp(y, V, dtheta, v, THETA, l1.ctx);
    for (int i = 0; i < 6; i++) ck_assert_double_eq_tol(x[i], y[i], 1e-15);
  }
}
END_TEST

START_TEST(a_group_at_its_threshold_takes_the_part_that_was_asked_for)
{
  const double v[2] = {3.0, 4.0}, theta[1] = {5.0}, dx[2] = {1.0, 2.0};
  const double dtheta[1] = {0.7};
  tame_prox_group q;
  double y[2];
  tame_prox_group_init(&q, 2, 1, 2, tame_param_theta(0), 1.0, HALF);
  const tame_map m = tame_prox_group_map(&q);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  /* u = (0.6, 0.8), u'dx = 2.2 */
  ck_assert_double_eq_tol(y[0], 0.375 * 0.6 * (2.2 - 0.7), 1e-15);
  ck_assert_double_eq_tol(y[1], 0.375 * 0.8 * (2.2 - 0.7), 1e-15);
  property_products(v, theta, &m);
  property_piggyback(v, theta, &m);

  /* and it is the limit from outside, scaled */
  const double near[2] = {3.0 + 3e-10, 4.0 + 4e-10};
  double limit[2];
  m.jvp(limit, dx, dtheta, near, theta, m.ctx);
  for (int i = 0; i < 2; i++)
    ck_assert_double_eq_tol(y[i], 0.375 * limit[i], 1e-9);
}
END_TEST

START_TEST(a_group_of_zeros_without_weight_moves_with_v)
{
  const double v[2] = {0.0, -0.0}, theta[1] = {0.0}, dx[2] = {1.0, 2.0};
  const double dtheta[1] = {0.7};
  tame_prox_group q;
  double x[2], y[2];
  tame_prox_group_init(&q, 2, 1, 2, tame_param_theta(0), 1.0, HALF);
  const tame_map m = tame_prox_group_map(&q);
  m.value(x, v, theta, m.ctx);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  for (int i = 0; i < 2; i++) {
    ck_assert_double_eq(x[i], 0.0);
    ck_assert_double_eq(y[i], 0.375 * dx[i]);
  }
  /* without weight, away from zero, the identity */
  m.value(x, dx, theta, m.ctx);
  ck_assert_double_eq(x[0], 1.0);
  ck_assert_double_eq(x[1], 2.0);
}
END_TEST

START_TEST(many_columns_pass_in_chunks)
{
  enum { P = 131 };
  double theta[P] = {0};
  theta[130] = 0.731;
  tame_prox_group g;
  tame_prox_simplex s;
  tame_prox_tv *tv = tame_prox_tv_alloc(6);
  tame_prox_group_init(&g, 6, P, 3, tame_param_theta(130), GAMMA, EXACT);
  tame_map m = tame_prox_group_map(&g);
  property_piggyback(V, theta, &m);
  tame_prox_simplex_init(&s, 6, P, tame_param_theta(130), EXACT);
  m = tame_prox_simplex_map(&s);
  property_piggyback(V, theta, &m);
  tame_prox_tv_init(tv, P, tame_param_theta(130), GAMMA, EXACT);
  m = tame_prox_tv_map(tv);
  property_piggyback(V, theta, &m);
  tame_prox_tv_free(tv);
}
END_TEST

/* --- simplex -------------------------------------------------------------- */

START_TEST(the_simplex_projection_satisfies_its_optimality_condition)
{
  /* x >= 0, sum x = total, and v - x is largest, and constant, where x > 0 */
  for (size_t n = 1; n <= 40; n += 3) {
    gsl_rng *rng = tame_rng_alloc(8, "check_prox_pieces/simplex", n);
    double v[40], x[40];
    const double theta[3] = {0.2, 0.731, 0};
    tame_prox_simplex q;
    tame_rng_normal(v, n, rng);
    ck_assert_int_eq(
        tame_prox_simplex_init(&q, n, 3, tame_param_theta(1), EXACT), TAME_OK);
    const tame_map m = tame_prox_simplex_map(&q);
    m.value(x, v, theta, m.ctx);
    double sum = 0.0, tau = -1e300;
    for (size_t i = 0; i < n; i++) {
      ck_assert_double_ge(x[i], 0.0);
      sum += x[i];
      if (v[i] - x[i] > tau) tau = v[i] - x[i];
    }
    ck_assert_double_eq_tol(sum, 0.731, 1e-14);
    for (size_t i = 0; i < n; i++)
      if (x[i] > 0.0) ck_assert_double_eq_tol(v[i] - x[i], tau, 1e-14);
    property_all(v, theta, &m);
    property_slope(v, theta, &m, 1e-7, 1e-6);
    gsl_rng_free(rng);
  }
}
END_TEST

START_TEST(ties_in_the_simplex_are_halved_as_asked)
{
  /* total 1: tau = 1, S- = {0}, S+ = {0, 1, 2} */
  const double v[4] = {2.0, 1.0, 1.0, 0.5}, theta[3] = {9.0, 1.0, 7.0};
  const double dx[4] = {0.3, 0.6, -0.3, 5.0}, dtheta[3] = {0.0, 1.5, 0.0};
  tame_prox_simplex q;
  double x[4], y[4];
  tame_prox_simplex_init(&q, 4, 3, tame_param_theta(1), HALF);
  const tame_map m = tame_prox_simplex_map(&q);
  m.value(x, v, theta, m.ctx);
  ck_assert_double_eq(x[0], 1.0);
  ck_assert_double_eq(x[1], 0.0);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  /* S+: mean 0.2, total 1.5/3;  S-: dx - mean = 0, total 1.5 */
  ck_assert_double_eq_tol(y[0], 0.375 * (0.1 + 0.5) + 0.625 * 1.5, 1e-15);
  ck_assert_double_eq_tol(y[1], 0.375 * (0.4 + 0.5), 1e-15);
  ck_assert_double_eq_tol(y[2], 0.375 * (-0.5 + 0.5), 1e-15);
  ck_assert_double_eq(y[3], 0.0);
  property_products(v, theta, &m);
  property_piggyback(v, theta, &m);

  const double same[3] = {0.25, 0.25, 0.25};
  tame_prox_simplex_init(&q, 3, 3, tame_param_theta(1), EXACT);
  m.value(x, same, theta, m.ctx);
  for (int i = 0; i < 3; i++) ck_assert_double_eq_tol(x[i], 1 / 3.0, 1e-15);

  /* a width that covers everything takes all entries */
  tame_prox_simplex_init(&q, 4, 3, tame_param_theta(1),
                         (tame_kink){0.375, 10.0});
  m.jvp(y, dx, NULL, v, theta, m.ctx);
  ck_assert_double_eq_tol(y[3], 5.0 - 1.4, 1e-15);
  property_piggyback(v, theta, &m);
}
END_TEST

/* --- errors --------------------------------------------------------------- */

START_TEST(numbers_out_of_range_give_nan)
{
  const double negative[1] = {-0.1}, nan[1] = {(double)NAN}, zero[1] = {0.0};
  const double good[1] = {0.3}, v[6] = {1, 2, (double)NAN, 4, 5, 6};
  tame_prox_group g;
  tame_prox_simplex s;
  tame_prox_group_init(&g, 6, 1, 2, tame_param_theta(0), GAMMA, EXACT);
  tame_map m = tame_prox_group_map(&g);
  property_nan(V, negative, &m);
  property_nan(V, nan, &m);
  property_nan(v, good, &m);
  tame_prox_simplex_init(&s, 6, 1, tame_param_theta(0), EXACT);
  m = tame_prox_simplex_map(&s);
  property_nan(V, negative, &m);
  property_nan(V, zero, &m);
  property_nan(V, nan, &m);
  property_nan(v, good, &m);
  double jac[6], old[6] = {0};
  m.piggyback(jac, old, v, good, m.ctx);
  ck_assert(isnan(jac[0]) && isnan(jac[5]));
}
END_TEST

START_TEST(what_is_not_an_operator_is_refused)
{
  const size_t late[3] = {1, 3, 6}, early[3] = {0, 3, 5}, twice[3] = {0, 0, 6};
  const size_t good[3] = {0, 1, 6};
  const tame_param w = tame_param_theta(0), out = tame_param_theta(1);
  const tame_param bad = tame_param_fixed(-1), zero = tame_param_fixed(0);
  const tame_kink wrong = {2.0, 0.0};
  tame_prox_group g;
  tame_prox_simplex s;
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_prox_group_init(&g, 6, 1, 4, w, 1.0, EXACT));
  REFUSED(tame_prox_group_init(&g, 6, 1, 0, w, 1.0, EXACT));
  REFUSED(tame_prox_group_init(&g, 0, 1, 1, w, 1.0, EXACT));
  REFUSED(tame_prox_group_init(&g, 6, 1, 2, out, 1.0, EXACT));
  REFUSED(tame_prox_group_init(&g, 6, 1, 2, bad, 1.0, EXACT));
  REFUSED(tame_prox_group_init(&g, 6, 1, 2, w, 0.0, EXACT));
  REFUSED(tame_prox_group_init(&g, 6, 1, 2, w, 1.0, wrong));
  REFUSED(tame_prox_groups_init(&g, 6, 1, late, 2, w, 1.0, EXACT));
  REFUSED(tame_prox_groups_init(&g, 6, 1, early, 2, w, 1.0, EXACT));
  REFUSED(tame_prox_groups_init(&g, 6, 1, twice, 2, w, 1.0, EXACT));
  REFUSED(tame_prox_groups_init(&g, 6, 1, good, 0, w, 1.0, EXACT));
  REFUSED(tame_prox_groups_init(&g, 6, 1, good, 2, out, 1.0, EXACT));
  REFUSED(tame_prox_simplex_init(&s, 0, 1, w, EXACT));
  REFUSED(tame_prox_simplex_init(&s, 6, 1, out, EXACT));
  REFUSED(tame_prox_simplex_init(&s, 6, 1, zero, EXACT));
  REFUSED(tame_prox_simplex_init(&s, 6, 1, w, wrong));
#undef REFUSED
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("prox_pieces");
  tcase_add_test(t, a_group_shrinks_as_one);
  tcase_add_test(t, groups_may_have_any_boundaries);
  tcase_add_test(t, groups_of_one_are_the_soft_threshold);
  tcase_add_test(t, a_group_at_its_threshold_takes_the_part_that_was_asked_for);
  tcase_add_test(t, a_group_of_zeros_without_weight_moves_with_v);
  tcase_add_test(t, many_columns_pass_in_chunks);
  tcase_add_test(t, the_simplex_projection_satisfies_its_optimality_condition);
  tcase_add_test(t, ties_in_the_simplex_are_halved_as_asked);
  tcase_add_test(t, numbers_out_of_range_give_nan);
  tcase_add_test(t, what_is_not_an_operator_is_refused);
  return run_tests(t);
}
