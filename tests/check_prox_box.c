/* SPDX-License-Identifier: MIT */
/* tame/prox.h: the box, and bounds of each entry. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/prox.h"

static const tame_kink EXACT = {0.0, 0.0}, HALF = {0.375, 0.0};

static const double THETA[3] = {0.731, 0.417, -1.1};
static const double GAMMA = 1.3;
/* nothing within 1e-3 of the bounds used below */
static const double V[7] = {2.385, -0.417, -3.071, 0.0, -0.0, 0.9612, -1.1e3};

/* theta = (lambda, delta) */
static tame_map conjugate_box(tame_prox_box *q, tame_kink kink)
{
  ck_assert_int_eq(tame_prox_box_init(q, 7, 3, tame_param_scaled(0, -1.0),
                                      tame_param_theta(0), tame_param_theta(1),
                                      GAMMA, kink),
                   TAME_OK);
  return tame_prox_box_map(q);
}

START_TEST(the_box_clips_and_follows_its_bounds)
{
  tame_prox_box q;
  const tame_map m = conjugate_box(&q, EXACT);
  const double c = 1.0 + 1.3 * 0.417;
  double x[7], y[7];
  const double dx[7] = {0}, dtheta[3] = {1, 0, 0};
  m.value(x, V, THETA, m.ctx);
  m.jvp(y, dx, dtheta, V, THETA, m.ctx);
  const double want[7] = {0.731, -0.417 / c, -0.731, 0, 0, 0.9612 / c, -0.731};
  const double moves[7] = {1, 0, -1, 0, 0, 0, -1};
  for (int i = 0; i < 7; i++) {
    ck_assert_double_eq_tol(x[i], want[i], 1e-15);
    ck_assert_double_eq(y[i], moves[i]);
  }
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-5, 1e-8);
}
END_TEST

START_TEST(the_box_of_a_support_vector_machine_has_one_moving_side)
{
  tame_prox_box q;
  const double theta[1] = {1.2}, v[4] = {-0.3, 0.4, 1.9, 1.2};
  const double dx[4] = {0}, dtheta[1] = {1};
  double x[4], y[4];
  tame_prox_box_init(&q, 4, 1, tame_param_fixed(0), tame_param_theta(0),
                     tame_param_fixed(0), 0.7, HALF);
  const tame_map m = tame_prox_box_map(&q);
  m.value(x, v, theta, m.ctx);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  ck_assert_double_eq(x[0], 0.0);
  ck_assert_double_eq(x[1], 0.4);
  ck_assert_double_eq(x[2], 1.2);
  ck_assert_double_eq(y[0], 0.0);
  ck_assert_double_eq(y[1], 0.0);
  ck_assert_double_eq(y[2], 1.0);
  ck_assert_double_eq(y[3], 1.0 - 0.375);
  property_all(v, theta, &m);
}
END_TEST

START_TEST(a_box_of_width_zero_splits_its_tie)
{
  tame_prox_box q;
  const double theta[1] = {0.0}, v[3] = {0.5, 0.0, -0.5}, dx[3] = {1, 1, 1};
  const double dtheta[1] = {1};
  double x[3], y[3], back = 0.0;
  tame_prox_box_init(&q, 3, 1, tame_param_scaled(0, -1), tame_param_theta(0),
                     tame_param_fixed(0), 0.7, HALF);
  const tame_map m = tame_prox_box_map(&q);
  m.value(x, v, theta, m.ctx);
  m.jvp(y, dx, dtheta, v, theta, m.ctx);
  for (int i = 0; i < 3; i++) ck_assert_double_eq(x[i], 0.0);
  ck_assert_double_eq(y[0], 1.0);
  ck_assert_double_eq(y[1], 0.375); /* the bounds move apart */
  ck_assert_double_eq(y[2], -1.0);
  const double u[3] = {2.0, 3.0, 5.0};
  m.vjp(x, &back, u, v, theta, m.ctx);
  ck_assert_double_eq(back, 2.0 - 5.0);
  property_products(v, theta, &m);
}
END_TEST

START_TEST(infinite_bounds_give_the_identity)
{
  tame_prox_box q;
  double x[7], y[7];
  ck_assert_int_eq(tame_prox_box_init(&q, 7, 1,
                                      tame_param_fixed(-(double)INFINITY),
                                      tame_param_fixed((double)INFINITY),
                                      tame_param_fixed(0), 1.0, HALF),
                   TAME_OK);
  const tame_map m = tame_prox_box_map(&q);
  m.value(x, V, THETA, m.ctx);
  m.jvp(y, V, NULL, V, THETA, m.ctx);
  for (int i = 0; i < 7; i++) {
    ck_assert_double_eq(x[i], V[i]);
    ck_assert_double_eq(y[i], V[i]);
  }
}
END_TEST

START_TEST(bounds_of_each_entry_clip_that_entry)
{
  const double inf = (double)INFINITY;
  const double lo[5] = {-1, -inf, 0.5, 2.0, -inf}, hi[5] = {1, 0.25, inf, 2, 0};
  const double v[5] = {-3.1, -7.2, 0.7, 2.0, 0.1}, dx[5] = {1, 1, 1, 1, 1};
  const double want[5] = {-1, -7.2, 0.7, 2.0, 0.0},
               slope[5] = {0, 1, 1, .375, 0};
  tame_prox_bounds q;
  double x[5], y[5];
  ck_assert_int_eq(tame_prox_bounds_init(&q, 5, 3, lo, hi, HALF), TAME_OK);
  const tame_map m = tame_prox_bounds_map(&q);
  m.value(x, v, NULL, m.ctx);
  m.jvp(y, dx, NULL, v, NULL, m.ctx);
  for (int i = 0; i < 5; i++) {
    ck_assert_double_eq(x[i], want[i]);
    ck_assert_double_eq(y[i], slope[i]);
  }
  property_all(v, THETA, &m);
}
END_TEST

START_TEST(one_entry_is_enough)
{
  tame_prox_box b;
  const double theta[1] = {0.2}, v = -1.75;
  double x;
  tame_prox_box_init(&b, 1, 1, tame_param_scaled(0, -1), tame_param_theta(0),
                     tame_param_fixed(0), 0.5, EXACT);
  const tame_map m = tame_prox_box_map(&b);
  m.value(&x, &v, theta, m.ctx);
  ck_assert_double_eq(x, -0.2);
  property_all(&v, theta, &m);
}
END_TEST

START_TEST(numbers_of_theta_out_of_range_give_nan)
{
  const double negative[3] = {-0.1, 0.4, 0}, nan[3] = {(double)NAN, 0.4, 0};
  const double bad_ridge[3] = {0.3, -0.4, 0};
  tame_prox_box b;
  const tame_map m = conjugate_box(&b, EXACT);
  property_nan(V, negative, &m);
  property_nan(V, nan, &m);
  property_nan(V, bad_ridge, &m);
}
END_TEST

START_TEST(a_nan_in_v_stays)
{
  const double v[7] = {1, (double)NAN, 3, 4, 5, 6, 7};
  tame_prox_box b;
  double x[7];
  const tame_map m = conjugate_box(&b, EXACT);
  m.value(x, v, THETA, m.ctx);
  ck_assert(isnan(x[1]) && !isnan(x[0]));
}
END_TEST

START_TEST(what_is_not_a_box_is_refused)
{
  const double nan = (double)NAN, inf = (double)INFINITY;
  const tame_param w = tame_param_theta(0), zero = tame_param_fixed(0);
  const tame_param out = tame_param_theta(3), bad = tame_param_fixed(-0.1);
  const tame_kink kinks[] = {{-0.1, 0}, {1.1, 0}, {nan, 0},
                             {0, -1},   {0, nan}, {0, inf}};
  const double gammas[] = {0.0, -1.0, nan, inf};
  const tame_param numbers[][3] = {
      {out, w, zero},
      {zero, out, zero},
      {zero, w, bad},
      {tame_param_fixed(1.0), tame_param_fixed(0.9), zero},
      {tame_param_fixed(nan), w, zero},
      {tame_param_fixed(inf), tame_param_fixed(inf), zero},
      {tame_param_fixed(-inf), tame_param_fixed(-inf), zero}};
  tame_prox_box b;
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  for (int i = 0; i < 4; i++)
    REFUSED(tame_prox_box_init(&b, 7, 3, zero, w, zero, gammas[i], EXACT));
  for (int i = 0; i < 6; i++)
    REFUSED(tame_prox_box_init(&b, 7, 3, zero, w, zero, 1, kinks[i]));
  for (int i = 0; i < 7; i++)
    REFUSED(tame_prox_box_init(&b, 7, 3, numbers[i][0], numbers[i][1],
                               numbers[i][2], 1.0, EXACT));
  REFUSED(tame_prox_box_init(&b, 0, 3, zero, w, zero, 1.0, EXACT));
#undef REFUSED
}
END_TEST

START_TEST(bounds_of_each_entry_are_checked)
{
  const double nan = (double)NAN, inf = (double)INFINITY;
  const double lo[2] = {0, 1}, hi[2] = {1, 0.5}, up[2] = {1, nan};
  const double high[2] = {inf, inf}, low[2] = {-inf, -inf}, fine[2] = {2, 2};
  const tame_kink wrong = {2.0, 0.0};
  tame_prox_bounds b;
#define REFUSED(call) ck_assert_int_eq(call, TAME_EINVAL)
  REFUSED(tame_prox_bounds_init(&b, 2, 0, lo, hi, EXACT));
  REFUSED(tame_prox_bounds_init(&b, 2, 0, lo, up, EXACT));
  REFUSED(tame_prox_bounds_init(&b, 2, 0, high, high, EXACT));
  REFUSED(tame_prox_bounds_init(&b, 2, 0, low, low, EXACT));
  REFUSED(tame_prox_bounds_init(&b, 0, 0, lo, hi, EXACT));
  REFUSED(tame_prox_bounds_init(&b, 2, 0, lo, fine, wrong));
#undef REFUSED
  ck_assert_int_eq(tame_prox_bounds_init(&b, 2, 0, lo, fine, EXACT), TAME_OK);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("prox_box");
  tcase_add_test(t, the_box_clips_and_follows_its_bounds);
  tcase_add_test(t, the_box_of_a_support_vector_machine_has_one_moving_side);
  tcase_add_test(t, a_box_of_width_zero_splits_its_tie);
  tcase_add_test(t, infinite_bounds_give_the_identity);
  tcase_add_test(t, bounds_of_each_entry_clip_that_entry);
  tcase_add_test(t, one_entry_is_enough);
  tcase_add_test(t, numbers_of_theta_out_of_range_give_nan);
  tcase_add_test(t, a_nan_in_v_stays);
  tcase_add_test(t, what_is_not_a_box_is_refused);
  tcase_add_test(t, bounds_of_each_entry_are_checked);
  return run_tests(t);
}
