/* SPDX-License-Identifier: MIT */
/* tame/prox_pieces.h: total variation. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/prox_pieces.h"
#include "tame/stats.h"

static const tame_kink EXACT = {0.0, 0.0}, HALF = {0.375, 0.0};
static const double GAMMA = 1.3;

typedef struct {
  size_t n;
  double t;
} tv_problem;

static double tv_penalty(const double *x, void *ctx)
{
  const tv_problem *q = ctx;
  double sum = 0.0;
  for (size_t i = 0; i + 1 < q->n; i++) sum += fabs(x[i + 1] - x[i]);
  return q->t * sum;
}

/* The dual variable u_i = sum_{j<=i} (x_j - v_j) is in [-t, t], at t where x
 * jumps up, at -t where it jumps down, and 0 at the end: necessary and
 * sufficient. */
static void tv_optimal(const double *x, const double *v, size_t n, double t,
                       double tol)
{
  double u = 0.0;
  for (size_t i = 0; i < n; i++) {
    u += x[i] - v[i];
    if (i + 1 == n) break;
    ck_assert_double_le(fabs(u), t + tol);
    if (x[i + 1] > x[i]) ck_assert_double_eq_tol(u, t, tol);
    if (x[i + 1] < x[i]) ck_assert_double_eq_tol(u, -t, tol);
  }
  ck_assert_double_eq_tol(u, 0.0, tol);
}

static double *walk(size_t n, size_t rep)
{
  gsl_rng *rng = tame_rng_alloc(9, "check_prox_pieces/tv", rep);
  double *v = tame_vec(n);
  tame_rng_normal(v, n, rng);
  for (size_t i = 1; rep % 2 && i < n; i++) v[i] += v[i - 1];
  gsl_rng_free(rng);
  return v;
}

START_TEST(total_variation_satisfies_its_optimality_condition)
{
  const size_t sizes[] = {1, 2, 3, 4, 7, 50, 1000};
  const double weights[] = {0.0, 1e-3, 0.1, 0.7, 3.0, 40.0, 1e6};
  for (size_t k = 0; k < 7; k++) {
    const size_t n = sizes[k];
    tame_prox_tv *w = tame_prox_tv_alloc(n);
    double *x = tame_vec(n);
    ck_assert_int_eq(tame_prox_tv_init(w, 1, tame_param_theta(0), GAMMA, EXACT),
                     TAME_OK);
    const tame_map m = tame_prox_tv_map(w);
    for (size_t j = 0; j < 7; j++) {
      for (size_t rep = 0; rep < 6; rep++) {
        double *v = walk(n, rep);
        const double t = GAMMA * weights[j];
        m.value(x, v, &weights[j], m.ctx);
        tv_optimal(x, v, n, t, 1e-12 * (10 + t) * (double)n);
        size_t pieces = 1;
        for (size_t i = 1; i < n; i++) pieces += x[i] != x[i - 1];
        ck_assert_uint_eq(tame_prox_tv_pieces(w, v, &weights[j]), pieces);
        free(v);
      }
    }
    free(x);
    tame_prox_tv_free(w);
  }
}
END_TEST

START_TEST(total_variation_is_a_proximal_operator)
{
  for (size_t n = 1; n <= 24; n = 2 * n + 1) {
    const double theta[2] = {3.3, 0.31};
    tv_problem q = {n, GAMMA * 0.31};
    tame_prox_tv *w = tame_prox_tv_alloc(n);
    double *v = walk(n, n);
    tame_prox_tv_init(w, 2, tame_param_theta(1), GAMMA, EXACT);
    const tame_map m = tame_prox_tv_map(w);
    property_all(v, theta, &m);
    property_slope(v, theta, &m, 1e-7, 1e-6);
    property_minimum(tv_penalty, &q, v, theta, &m);
    free(v);
    tame_prox_tv_free(w);
  }
}
END_TEST

START_TEST(two_entries_of_total_variation_by_hand)
{
  const double v[2] = {1.0, 3.5}, theta[1] = {0.75}, dtheta[1] = {1.0};
  const double dx[2] = {0.25, 0.5};
  tame_prox_tv *w = tame_prox_tv_alloc(2);
  double x[2], y[2];
  tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, EXACT);
  const tame_map m = tame_prox_tv_map(w);
  m.value(x, v, theta, m.ctx);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  ck_assert_double_eq(x[0], 1.75);
  ck_assert_double_eq(x[1], 2.75);
  ck_assert_double_eq(y[0], 1.25);
  ck_assert_double_eq(y[1], -0.5);
  const double large[1] = {2.0};
  m.value(x, v, large, m.ctx);
  m.jvp(y, dx, dtheta, v, large, m.ctx);
  ck_assert_double_eq(x[0], 2.25);
  ck_assert_double_eq(x[1], 2.25);
  ck_assert_double_eq(y[0], 0.375);
  ck_assert_double_eq(y[1], 0.375);
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(where_a_jump_vanishes_total_variation_may_be_cut_or_not)
{
  /* at weight 1.25 the two values meet */
  const double v[2] = {1.0, 3.5}, theta[1] = {1.25}, dtheta[1] = {1.0};
  const double dx[2] = {0.25, 0.5};
  const double merged[2] = {0.375, 0.375}, cut[2] = {1.25, -0.5};
  tame_prox_tv *w = tame_prox_tv_alloc(2);
  const tame_map m = tame_prox_tv_map(w);
  for (int k = 0; k <= 4; k++) {
    double x[2], y[2];
    const double a = 0.25 * k;
    const double here[1] = {k % 2 ? 1.25 : 1.25 - 1e-9}; /* width 1e-6 */
    tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, (tame_kink){a, 1e-6});
    const tame_map again = tame_prox_tv_map(w);
    again.value(x, v, here, again.ctx);
    again.jvp(y, dx, dtheta, v, here, again.ctx);
    for (int i = 0; i < 2; i++)
      ck_assert_double_eq_tol(y[i], a * cut[i] + (1 - a) * merged[i], 1e-14);
    property_products(v, here, &again);
    property_piggyback(v, here, &again);
  }
  tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, (tame_kink){1.0, 0.0});
  double y[2];
  const tame_map exact = tame_prox_tv_map(w);
  exact.jvp(y, dx, dtheta, v, theta, exact.ctx);
  ck_assert_double_eq(y[0], 1.25); /* an exact tie needs no width */
  (void)m;
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(a_tie_behind_a_jump_is_found)
{
  /* x = (1, 5, 5), u = (1, 1, 0): the second jump is of height 0 at its bound,
   * and with the cut the last two entries would move by (0, -1) */
  const double v[3] = {0, 5, 6}, theta[1] = {1}, dx[3] = {0}, dtheta[1] = {1};
  double x[3], y[3];
  tame_prox_tv *w = tame_prox_tv_alloc(3);
  tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, HALF);
  const tame_map m = tame_prox_tv_map(w);
  m.value(x, v, theta, m.ctx);
  ck_assert_double_eq(x[0], 1.0);
  ck_assert_double_eq(x[1], 5.0);
  ck_assert_double_eq(x[2], 5.0);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  ck_assert_double_eq(y[0], 1.0);
  ck_assert_double_eq(y[1], 0.625 * -0.5);
  ck_assert_double_eq(y[2], 0.625 * -0.5 - 0.375);
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(without_weight_total_variation_is_the_identity)
{
  const double v[4] = {0.1, 0.1, 0.1, -0.7}, theta[1] = {0.0};
  const double dx[4] = {0.3, 0.6, 0.9, 1.0}, dtheta[1] = {1.0};
  tame_prox_tv *w = tame_prox_tv_alloc(4);
  for (int k = 0; k < 2; k++) {
    double x[4], y[4];
    tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, (tame_kink){k, 0.0});
    const tame_map m = tame_prox_tv_map(w);
    m.value(x, v, theta, m.ctx);
    m.jvp(y, dx, dtheta, v, theta, m.ctx);
    for (int i = 0; i < 4; i++) ck_assert_double_eq(x[i], v[i]);
    ck_assert_double_eq_tol(y[3], 1.0 + 1.0, 1e-15);
    /* equal entries: one piece, or pieces of one with no sign between them */
    ck_assert_double_eq_tol(y[0], k ? 0.3 : 0.6 - 1 / 3.0, 1e-15);
    ck_assert_double_eq_tol(y[2], k ? 0.9 - 1.0 : 0.6 - 1 / 3.0, 1e-15);
    property_products(v, theta, &m);
    property_piggyback(v, theta, &m);
  }
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(the_jacobian_of_total_variation_projects_on_its_pieces)
{
  const size_t n = 31;
  const double theta[1] = {0.4};
  double *v = walk(n, 4);
  tame_prox_tv *w = tame_prox_tv_alloc(n);
  double *e = tame_vec(n), *once = tame_vec(n), *twice = tame_vec(n);
  double trace = 0.0;
  tame_prox_tv_init(w, 1, tame_param_theta(0), GAMMA, EXACT);
  const tame_map m = tame_prox_tv_map(w);
  for (size_t j = 0; j < n; j++) {
    e[j] = 1.0;
    m.jvp(once, e, NULL, v, theta, m.ctx);
    m.jvp(twice, once, NULL, v, theta, m.ctx);
    for (size_t i = 0; i < n; i++)
      ck_assert_double_eq_tol(once[i], twice[i], 1e-15);
    trace += once[j];
    e[j] = 0.0;
  }
  ck_assert_double_eq_tol(trace, (double)tame_prox_tv_pieces(w, v, theta),
                          1e-13);
  free(twice);
  free(once);
  free(e);
  free(v);
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(the_pieces_are_those_of_the_point_that_is_asked_for)
{
  /* the same workspace at other v, other weights, and back */
  const double v[3] = {1.0, 3.5, -2.0}, z[3] = {1.0, 3.5, 2.0};
  const double small[1] = {0.1}, large[1] = {9.0};
  const double plus[2] = {0.0, 1.0}, minus[2] = {-0.0, 1.0};
  tame_prox_tv *w = tame_prox_tv_alloc(3);
  double x[3];
  tame_prox_tv_init(w, 1, tame_param_theta(0), 1.0, EXACT);
  tame_map m = tame_prox_tv_map(w);
  m.value(x, v, small, m.ctx);
  ck_assert_double_eq_tol(x[0], 1.1, 1e-15);
  m.value(x, v, large, m.ctx);
  ck_assert_double_eq_tol(x[0], 2.5 / 3, 1e-15);
  m.value(x, z, large, m.ctx);
  ck_assert_double_eq_tol(x[0], 6.5 / 3, 1e-15);
  m.value(x, v, small, m.ctx);
  ck_assert_double_eq_tol(x[0], 1.1, 1e-15);
  tame_prox_tv_init(w, 1, tame_param_fixed(0.2), 1.0, EXACT);
  m = tame_prox_tv_map(w);
  m.value(x, v, NULL, m.ctx);
  ck_assert_double_eq_tol(x[0], 1.2, 1e-15);
  tame_prox_tv_free(w);

  w = tame_prox_tv_alloc(2);
  tame_prox_tv_init(w, 0, tame_param_fixed(0.0), 1.0, EXACT);
  m = tame_prox_tv_map(w);
  m.value(x, plus, NULL, m.ctx);
  ck_assert(!signbit(x[0]));
  m.value(x, minus, NULL, m.ctx);
  ck_assert(signbit(x[0]));
  tame_prox_tv_free(w);
}
END_TEST

/* --- errors --------------------------------------------------------------- */

START_TEST(numbers_out_of_range_give_nan)
{
  const double negative[1] = {-0.1}, nan[1] = {(double)NAN}, good[1] = {0.3};
  const double v[6] = {1, 2, (double)NAN, 4, 5, 6};
  const double fine[6] = {2.385, -0.417, 0.31, -0.55, -3.071, 1.7};
  double jac[6], old[6] = {0};
  tame_prox_tv *w = tame_prox_tv_alloc(6);
  tame_prox_tv_init(w, 1, tame_param_theta(0), GAMMA, EXACT);
  const tame_map m = tame_prox_tv_map(w);
  property_nan(fine, negative, &m);
  property_nan(fine, nan, &m);
  property_nan(v, good, &m);
  ck_assert_uint_eq(tame_prox_tv_pieces(w, v, good), 0);
  m.piggyback(jac, old, v, good, m.ctx);
  ck_assert(isnan(jac[0]) && isnan(jac[5]));
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(what_is_not_an_operator_is_refused)
{
  const tame_param w = tame_param_theta(0), out = tame_param_theta(1);
  const tame_param bad = tame_param_fixed(-1);
  const tame_kink wrong = {2.0, 0.0};
  tame_prox_tv *tv = tame_prox_tv_alloc(6);
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_prox_tv_init(tv, 1, out, 1.0, EXACT));
  REFUSED(tame_prox_tv_init(tv, 1, bad, 1.0, EXACT));
  REFUSED(tame_prox_tv_init(tv, 1, w, -1.0, EXACT));
  REFUSED(tame_prox_tv_init(tv, 1, w, 1.0, wrong));
#undef REFUSED
  tame_prox_tv_free(tv);
  tame_prox_tv_free(NULL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("prox_tv");
  tcase_add_test(t, total_variation_satisfies_its_optimality_condition);
  tcase_add_test(t, total_variation_is_a_proximal_operator);
  tcase_add_test(t, two_entries_of_total_variation_by_hand);
  tcase_add_test(t, where_a_jump_vanishes_total_variation_may_be_cut_or_not);
  tcase_add_test(t, a_tie_behind_a_jump_is_found);
  tcase_add_test(t, without_weight_total_variation_is_the_identity);
  tcase_add_test(t, the_jacobian_of_total_variation_projects_on_its_pieces);
  tcase_add_test(t, the_pieces_are_those_of_the_point_that_is_asked_for);
  tcase_add_test(t, numbers_out_of_range_give_nan);
  tcase_add_test(t, what_is_not_an_operator_is_refused);
  return run_tests(t);
}
