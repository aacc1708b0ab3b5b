/* SPDX-License-Identifier: MIT */
/* tame/prox.h: l1, the elastic net, the squared distance. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/prox.h"

static const tame_kink EXACT = {0.0, 0.0}, HALF = {0.375, 0.0};
/* weight, ridge, unused */
static const double THETA[3] = {0.731, 0.417, -1.1};
static const double GAMMA = 1.3;
/* nothing within 1e-3 of t = 0.9503 or of the bounds used below */
static const double V[7] = {2.385, -0.417, -3.071, 0.0, -0.0, 0.9612, -1.1e3};

static tame_map elastic(tame_prox_l1 *q, tame_kink kink)
{
  ck_assert_int_eq(tame_prox_elastic_net_init(q, 7, 3, tame_param_theta(0),
                                              tame_param_scaled(1, 2.0), GAMMA,
                                              kink),
                   TAME_OK);
  return tame_prox_l1_map(q);
}

START_TEST(l1_is_the_soft_threshold)
{
  tame_prox_l1 q;
  double x[7];
  ck_assert_int_eq(
      tame_prox_l1_init(&q, 7, 3, tame_param_theta(0), GAMMA, EXACT), TAME_OK);
  const tame_map m = tame_prox_l1_map(&q);
  m.value(x, V, THETA, m.ctx);
  const double t = 1.3 * 0.731;
  ck_assert_double_eq(x[0], 2.385 - t);
  ck_assert_double_eq(x[1], 0.0);
  ck_assert_double_eq(x[2], -(3.071 - t));
  ck_assert(x[3] == 0.0 && !signbit(x[3]));
  ck_assert(x[4] == 0.0 && !signbit(x[4]));
  ck_assert_double_eq(x[5], 0.9612 - t);
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-5, 1e-8);
}
END_TEST

START_TEST(the_elastic_net_divides_the_threshold)
{
  tame_prox_l1 q;
  const tame_map m = elastic(&q, EXACT);
  double x[7];
  m.value(x, V, THETA, m.ctx);
  const double t = 1.3 * 0.731, c = 1.0 + 1.3 * 0.834;
  ck_assert_double_eq_tol(x[0], (2.385 - t) / c, 1e-15);
  ck_assert_double_eq_tol(x[2], -(3.071 - t) / c, 1e-15);
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-6, 1e-6);
}
END_TEST

static double elastic_penalty(const double *x, void *ctx)
{
  (void)ctx;
  double sum = 0.0;
  for (size_t i = 0; i < 7; i++)
    sum += GAMMA * (0.731 * fabs(x[i]) + 0.417 * x[i] * x[i]);
  return sum;
}

START_TEST(the_elastic_net_minimises_its_objective)
{
  tame_prox_l1 q;
  const tame_map m = elastic(&q, EXACT);
  property_minimum(elastic_penalty, NULL, V, THETA, &m);
}
END_TEST

START_TEST(at_a_tie_l1_takes_the_part_that_was_asked_for)
{
  const double v[4] = {0.75, -0.75, 0.75, -0.0}, dx[4] = {1, 1, 0, 1};
  const double theta[1] = {0.75}, dtheta[1] = {1.0};
  for (int k = 0; k <= 4; k++) {
    tame_prox_l1 q;
    double y[4], dw = 0.0;
    const tame_kink kink = {0.25 * k, 0.0};
    tame_prox_l1_init(&q, 4, 1, tame_param_theta(0), 1.0, kink);
    const tame_map m = tame_prox_l1_map(&q);
    m.jvp(y, dx, dtheta, v, theta, m.ctx);
    ck_assert_double_eq(y[0], 0.0);            /* a (1 - 1) */
    ck_assert_double_eq(y[1], 2.0 * 0.25 * k); /* a (1 + 1) */
    ck_assert_double_eq(y[2], -0.25 * k);
    ck_assert_double_eq(y[3], 0.0);
    m.vjp(y, &dw, dx, v, theta, m.ctx);
    ck_assert_double_eq(dw, 0.0); /* -a + a */
    property_products(v, theta, &m);
    property_piggyback(v, theta, &m);
  }
}
END_TEST

START_TEST(a_width_widens_the_tie)
{
  const double v[3] = {0.7501, 0.7499, 0.76}, dx[3] = {1, 1, 1};
  const double theta[1] = {0.75};
  tame_prox_l1 q;
  double y[3];
  const tame_kink kink = {0.375, 1e-3};
  tame_prox_l1_init(&q, 3, 1, tame_param_theta(0), 1.0, kink);
  const tame_map m = tame_prox_l1_map(&q);
  m.jvp(y, dx, NULL, v, theta, m.ctx);
  ck_assert_double_eq(y[0], 0.375);
  ck_assert_double_eq(y[1], 0.375);
  ck_assert_double_eq(y[2], 1.0);
}
END_TEST

START_TEST(without_weight_l1_is_the_identity_except_at_zero)
{
  const double v[4] = {1.5, -2.25, 0.0, -0.0}, dx[4] = {1, 1, 1, 1};
  const double theta[1] = {0.0}, dtheta[1] = {1.0};
  tame_prox_l1 q;
  double x[4], y[4];
  tame_prox_l1_init(&q, 4, 1, tame_param_theta(0), 2.0, HALF);
  const tame_map m = tame_prox_l1_map(&q);
  m.value(x, v, theta, m.ctx);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  for (int i = 0; i < 4; i++) ck_assert_double_eq(x[i], v[i]);
  ck_assert_double_eq(y[0], 1.0 - 2.0);
  ck_assert_double_eq(y[1], 1.0 + 2.0);
  ck_assert_double_eq(y[2], 0.375); /* halfway between -2 and 2 in theta */
  ck_assert_double_eq(y[3], 0.375);
}
END_TEST

START_TEST(fixed_numbers_need_no_theta)
{
  tame_prox_l1 q;
  double x[7], y[7];
  tame_prox_l1_init(&q, 7, 0, tame_param_fixed(0.731), GAMMA, EXACT);
  tame_map m = tame_prox_l1_map(&q);
  m.value(x, V, NULL, m.ctx);
  m.jvp(y, V, NULL, V, NULL, m.ctx);
  ck_assert_double_eq(x[0], 2.385 - 1.3 * 0.731);
  ck_assert_double_eq(y[0], 2.385);
  property_all(V, NULL, &m);
}
END_TEST

START_TEST(the_squared_distance_pulls_towards_its_centre)
{
  tame_prox_square q;
  const double theta[8] = {0.7, 0.1, 1.5, -0.3, 2.0, -1.0, 0.4, 0.6};
  double x[7];
  ck_assert_int_eq(tame_prox_square_init(&q, 7, 8, tame_param_theta(0),
                                         (tame_params){1, NULL}, GAMMA),
                   TAME_OK);
  tame_map m = tame_prox_square_map(&q);
  m.value(x, V, theta, m.ctx);
  for (int i = 0; i < 7; i++) /* gradient of the objective */
    ck_assert_double_eq_tol(GAMMA * 0.7 * (x[i] - theta[1 + i]) + x[i] - V[i],
                            0.0, 1e-12);
  property_all(V, theta, &m);
  property_slope(V, theta, &m, 1e-6, 1e-6);

  ck_assert_int_eq(tame_prox_square_init(&q, 7, 8, tame_param_theta(0),
                                         (tame_params){TAME_FIXED, NULL},
                                         GAMMA),
                   TAME_OK);
  m.value(x, V, theta, m.ctx);
  ck_assert_double_eq_tol(x[0], 2.385 / 1.91, 1e-15);
  property_all(V, theta, &m);
  property_slope(V, theta, &m, 1e-6, 1e-6);
}
END_TEST

START_TEST(one_entry_is_enough)
{
  tame_prox_l1 q;
  const double theta[1] = {0.2}, v = -1.75;
  double x;
  tame_prox_l1_init(&q, 1, 1, tame_param_theta(0), 0.5, EXACT);
  const tame_map m = tame_prox_l1_map(&q);
  m.value(&x, &v, theta, m.ctx);
  ck_assert_double_eq(x, -1.65);
  property_all(&v, theta, &m);
}
END_TEST

START_TEST(numbers_of_theta_out_of_range_give_nan)
{
  const double negative[3] = {-0.1, 0.4, 0}, nan[3] = {(double)NAN, 0.4, 0};
  const double bad_ridge[3] = {0.3, -0.4, 0};
  const double inf[3] = {(double)INFINITY, 0.4, 0};
  tame_prox_l1 q;
  tame_prox_square s;
  tame_map m = elastic(&q, EXACT);
  property_nan(V, negative, &m);
  property_nan(V, nan, &m);
  property_nan(V, inf, &m);
  property_nan(V, bad_ridge, &m);
  tame_prox_square_init(&s, 7, 3, tame_param_theta(0),
                        (tame_params){TAME_FIXED, NULL}, GAMMA);
  m = tame_prox_square_map(&s);
  property_nan(V, negative, &m);
  property_nan(V, nan, &m);
}
END_TEST

START_TEST(a_nan_in_v_stays)
{
  const double v[7] = {1, (double)NAN, 3, 4, 5, 6, 7};
  tame_prox_l1 q;
  double x[7];
  const tame_map m = elastic(&q, EXACT);
  m.value(x, v, THETA, m.ctx);
  ck_assert(isnan(x[1]) && !isnan(x[0]));
}
END_TEST

START_TEST(what_is_not_an_operator_is_refused)
{
  const double nan = (double)NAN, inf = (double)INFINITY, high[2] = {1, nan};
  const tame_param w = tame_param_theta(0);
  const tame_param out = tame_param_theta(3), bad = tame_param_fixed(-0.1);
  const tame_params none = {TAME_FIXED, NULL}, data = {TAME_FIXED, high};
  const tame_kink kinks[] = {{-0.1, 0}, {1.1, 0}, {nan, 0},
                             {0, -1},   {0, nan}, {0, inf}};
  const double gammas[] = {0.0, -1.0, nan, inf};
  tame_prox_l1 q;
  tame_prox_square s;
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_prox_l1_init(&q, 0, 3, w, 1.0, EXACT));
  REFUSED(tame_prox_l1_init(&q, 7, 3, out, 1.0, EXACT));
  REFUSED(tame_prox_l1_init(&q, 7, 3, bad, 1.0, EXACT));
  REFUSED(tame_prox_l1_init(&q, 7, 3, tame_param_scaled(0, nan), 1.0, EXACT));
  REFUSED(tame_prox_elastic_net_init(&q, 7, 3, w, bad, 1.0, EXACT));
  for (int i = 0; i < 4; i++)
    REFUSED(tame_prox_l1_init(&q, 7, 3, w, gammas[i], EXACT));
  for (int i = 0; i < 6; i++)
    REFUSED(tame_prox_l1_init(&q, 7, 3, w, 1.0, kinks[i]));
  REFUSED(tame_prox_square_init(&s, 0, 3, w, none, 1));
  REFUSED(tame_prox_square_init(&s, 2, 3, w, data, 1));
  for (int i = 0; i < 4; i++)
    REFUSED(tame_prox_square_init(&s, 2, 3, w, none, gammas[i]));
  REFUSED(tame_prox_square_init(&s, 2, 3, bad, none, 1));
  REFUSED(tame_prox_square_init(&s, 2, 3, out, none, 1));
  REFUSED(tame_prox_square_init(&s, 2, 3, w, (tame_params){2, NULL}, 1));
#undef REFUSED
  ck_assert_int_eq(
      tame_prox_square_init(&s, 2, 3, w, (tame_params){1, NULL}, 1), TAME_OK);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("prox");
  tcase_add_test(t, l1_is_the_soft_threshold);
  tcase_add_test(t, the_elastic_net_divides_the_threshold);
  tcase_add_test(t, the_elastic_net_minimises_its_objective);
  tcase_add_test(t, at_a_tie_l1_takes_the_part_that_was_asked_for);
  tcase_add_test(t, a_width_widens_the_tie);
  tcase_add_test(t, without_weight_l1_is_the_identity_except_at_zero);
  tcase_add_test(t, fixed_numbers_need_no_theta);
  tcase_add_test(t, the_squared_distance_pulls_towards_its_centre);
  tcase_add_test(t, one_entry_is_enough);
  tcase_add_test(t, numbers_of_theta_out_of_range_give_nan);
  tcase_add_test(t, a_nan_in_v_stays);
  tcase_add_test(t, what_is_not_an_operator_is_refused);
  return run_tests(t);
}
