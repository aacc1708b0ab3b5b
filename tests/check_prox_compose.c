/* SPDX-License-Identifier: MIT */
/* tame/prox_compose.h and tame/prox_quadratic.h. */
#include "prox_properties.h"
#include "run_tests.h"

#include "tame/prox.h"
#include "tame/prox_compose.h"
#include "tame/prox_pieces.h"
#include "tame/prox_quadratic.h"

static const tame_kink EXACT = {0.0, 0.0}, HALF = {0.375, 0.0};
static const double THETA[2] = {0.731, 0.417};
static const double V[5] = {2.385, -0.417, -3.071, 0.55, 1.7};

/* --- quadratic ------------------------------------------------------------ */

static const double Q[9] = {2.1, 0.3, -0.4, 0.3, 1.7, 0.2, -0.4, 0.2, 0.9};
static const double C0[3] = {0.5, -1.0, 0.25};
static const double C[6] = {1.0, 0.5, -0.3, 2.0, 0.7, -1.1};

START_TEST(the_quadratic_satisfies_its_optimality_condition)
{
  /* x - v + gamma (Q x - c - C theta) = 0 */
  const double gamma = 0.8;
  double x[3];
  tame_prox_quadratic *w = tame_prox_quadratic_alloc(3, 2);
  ck_assert_int_eq(tame_prox_quadratic_init(w, Q, C0, C, gamma), TAME_OK);
  tame_map m = tame_prox_quadratic_map(w);
  m.value(x, V, THETA, m.ctx);
  for (int i = 0; i < 3; i++) {
    double grad = -C0[i];
    for (int j = 0; j < 3; j++) grad += Q[3 * i + j] * x[j];
    for (int j = 0; j < 2; j++) grad -= C[2 * i + j] * THETA[j];
    ck_assert_double_eq_tol(x[i] + gamma * grad, V[i], 1e-14);
  }
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-4, 1e-10);
  ck_assert_int_eq(tame_prox_quadratic_init(w, Q, NULL, NULL, gamma), TAME_OK);
  property_all(V, THETA, &m);
  tame_prox_quadratic_free(w);

  w = tame_prox_quadratic_alloc(1, 0); /* (v + gamma c)/(1 + gamma q) */
  ck_assert_int_eq(tame_prox_quadratic_init(w, Q, C0, NULL, gamma), TAME_OK);
  m = tame_prox_quadratic_map(w);
  m.value(x, V, NULL, m.ctx);
  ck_assert_double_eq_tol(x[0], (2.385 + 0.4) / (1 + 0.8 * 2.1), 1e-15);
  property_all(V, NULL, &m);
  tame_prox_quadratic_free(w);
}
END_TEST

START_TEST(a_quadratic_that_is_not_one_is_refused)
{
  const double nan[1] = {(double)NAN}, concave[1] = {-2.0};
  tame_prox_quadratic *w = tame_prox_quadratic_alloc(1, 1);
  const double one[1] = {1.0};
  ck_assert_int_eq(tame_prox_quadratic_init(w, nan, one, one, 1), TAME_EINVAL);
  ck_assert_int_eq(tame_prox_quadratic_init(w, one, nan, one, 1), TAME_EINVAL);
  ck_assert_int_eq(tame_prox_quadratic_init(w, one, one, nan, 1), TAME_EINVAL);
  ck_assert_int_eq(tame_prox_quadratic_init(w, one, one, one, 0), TAME_EINVAL);
  ck_assert_int_eq(tame_prox_quadratic_init(w, concave, one, one, 1),
                   TAME_ESINGULAR);
  ck_assert_int_eq(tame_prox_quadratic_init(w, concave, one, one, 0.4),
                   TAME_OK);
  tame_prox_quadratic_free(w);
  tame_prox_quadratic_free(NULL);
}
END_TEST

/* --- product -------------------------------------------------------------- */

START_TEST(a_product_acts_block_by_block)
{
  tame_prox_l1 a;
  tame_prox_box b;
  tame_prox_product q;
  tame_map m;
  double x[5], y[5], back[2] = {0}, one[2] = {0}, two[2] = {0};
  tame_prox_l1_init(&a, 2, 2, tame_param_theta(0), 1.3, EXACT);
  tame_prox_box_init(&b, 3, 2, tame_param_scaled(1, -1), tame_param_theta(1),
                     tame_param_fixed(0), 1.0, EXACT);
  const tame_map blocks[2] = {tame_prox_l1_map(&a), tame_prox_box_map(&b)};
  ck_assert_int_eq(tame_prox_product_init(&m, &q, blocks, 2), TAME_OK);
  ck_assert_uint_eq(m.n, 5);
  ck_assert_uint_eq(m.p, 2);
  m.value(x, V, THETA, m.ctx);
  blocks[0].value(y, V, THETA, blocks[0].ctx);
  blocks[1].value(y + 2, V + 2, THETA, blocks[1].ctx);
  for (int i = 0; i < 5; i++) ck_assert_double_eq(x[i], y[i]);
  m.vjp(x, back, V, V, THETA, m.ctx);
  blocks[0].vjp(y, one, V, V, THETA, blocks[0].ctx);
  blocks[1].vjp(y, two, V + 2, V + 2, THETA, blocks[1].ctx);
  ck_assert_double_eq(back[0], one[0]);
  ck_assert_double_eq(back[1], two[1]);
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-5, 1e-8);
}
END_TEST

START_TEST(a_product_lacks_what_a_block_lacks)
{
  tame_prox_l1 a;
  tame_prox_product q;
  tame_map m;
  tame_prox_l1_init(&a, 2, 2, tame_param_theta(0), 1.3, EXACT);
  tame_map blocks[2] = {tame_prox_l1_map(&a), tame_prox_l1_map(&a)};
  blocks[1].vjp = NULL;
  ck_assert_int_eq(tame_prox_product_init(&m, &q, blocks, 2), TAME_OK);
  ck_assert(m.jvp && !m.vjp && m.piggyback);
  blocks[0].jvp = NULL;
  blocks[1].piggyback = NULL;
  ck_assert_int_eq(tame_prox_product_init(&m, &q, blocks, 2), TAME_OK);
  ck_assert(!m.jvp && !m.vjp && !m.piggyback);
  ck_assert_int_eq(tame_prox_product_init(&m, &q, blocks, 0), TAME_EINVAL);
  blocks[1].p = 3;
  ck_assert_int_eq(tame_prox_product_init(&m, &q, blocks, 2), TAME_EINVAL);
  blocks[1].p = 2;
  blocks[1].value = NULL;
  ck_assert_int_eq(tame_prox_product_init(&m, &q, blocks, 2), TAME_EINVAL);
}
END_TEST

/* --- conjugate ------------------------------------------------------------ */

START_TEST(the_conjugate_of_l1_is_the_box)
{
  const double gamma = 1.7;
  tame_prox_l1 a;
  tame_prox_box b;
  tame_prox_conjugate q;
  tame_map m;
  double x[5], y[5], dx[2][5], dtheta[2][2] = {{0}};
  tame_prox_l1_init(&a, 5, 2, tame_param_theta(0), 1 / gamma, HALF);
  tame_prox_box_init(&b, 5, 2, tame_param_scaled(0, -1), tame_param_theta(0),
                     tame_param_fixed(0), gamma, EXACT);
  const tame_map l1 = tame_prox_l1_map(&a), box = tame_prox_box_map(&b);
  ck_assert_int_eq(tame_prox_conjugate_init(&m, &q, &l1, gamma), TAME_OK);
  m.value(x, V, THETA, m.ctx);
  box.value(y, V, THETA, box.ctx);
  for (int i = 0; i < 5; i++) ck_assert_double_eq_tol(x[i], y[i], 1e-14);
  m.jvp(x, V, THETA, V, THETA, m.ctx);
  box.jvp(y, V, THETA, V, THETA, box.ctx);
  for (int i = 0; i < 5; i++) ck_assert_double_eq_tol(x[i], y[i], 1e-14);
  const double u[5] = {0.3, 1.1, -0.7, 2.0, 0.9};
  m.vjp(dx[0], dtheta[0], u, V, THETA, m.ctx);
  box.vjp(dx[1], dtheta[1], u, V, THETA, box.ctx);
  for (int i = 0; i < 5; i++)
    ck_assert_double_eq_tol(dx[0][i], dx[1][i], 1e-14);
  ck_assert_double_eq_tol(dtheta[0][0], dtheta[1][0], 1e-14);
  property_all(V, THETA, &m);
  property_slope(V, THETA, &m, 1e-5, 1e-8);
  tame_prox_conjugate_free(&q);
}
END_TEST

START_TEST(the_conjugate_of_the_conjugate_is_the_operator)
{
  /* total variation, whose conjugate has no formula of its own */
  const double gamma = 0.6;
  tame_prox_tv *w = tame_prox_tv_alloc(5);
  tame_prox_conjugate once, twice;
  tame_map dual, back;
  double x[5], y[5];
  tame_prox_tv_init(w, 2, tame_param_theta(1), gamma, EXACT);
  const tame_map tv = tame_prox_tv_map(w);
  tame_prox_conjugate_init(&dual, &once, &tv, 1 / gamma);
  tame_prox_conjugate_init(&back, &twice, &dual, gamma);
  back.value(x, V, THETA, back.ctx);
  tv.value(y, V, THETA, tv.ctx);
  for (int i = 0; i < 5; i++) ck_assert_double_eq_tol(x[i], y[i], 1e-14);
  back.jvp(x, V, THETA, V, THETA, back.ctx);
  tv.jvp(y, V, THETA, V, THETA, tv.ctx);
  for (int i = 0; i < 5; i++) ck_assert_double_eq_tol(x[i], y[i], 1e-14);
  const double scaled[5] = {0.4, -1, 2.2, 0.1, 0.7};
  property_all(scaled, THETA, &dual);
  property_all(V, THETA, &back);
  tame_prox_conjugate_free(&twice);
  tame_prox_conjugate_free(&once);
  tame_prox_tv_free(w);
}
END_TEST

START_TEST(a_conjugate_needs_a_step_and_a_value)
{
  tame_prox_l1 a;
  tame_prox_conjugate q;
  tame_map m;
  tame_prox_l1_init(&a, 5, 2, tame_param_theta(0), 1.0, EXACT);
  tame_map l1 = tame_prox_l1_map(&a);
  ck_assert_int_eq(tame_prox_conjugate_init(&m, &q, &l1, 0.0), TAME_EINVAL);
  tame_prox_conjugate_free(&q); /* nothing to free, and allowed */
  l1.jvp = NULL;
  ck_assert_int_eq(tame_prox_conjugate_init(&m, &q, &l1, 1.0), TAME_OK);
  ck_assert(!m.jvp && m.vjp);
  tame_prox_conjugate_free(&q);
  l1.value = NULL;
  ck_assert_int_eq(tame_prox_conjugate_init(&m, &q, &l1, 1.0), TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("prox_compose");
  tcase_add_test(t, the_quadratic_satisfies_its_optimality_condition);
  tcase_add_test(t, a_quadratic_that_is_not_one_is_refused);
  tcase_add_test(t, a_product_acts_block_by_block);
  tcase_add_test(t, a_product_lacks_what_a_block_lacks);
  tcase_add_test(t, the_conjugate_of_l1_is_the_box);
  tcase_add_test(t, the_conjugate_of_the_conjugate_is_the_operator);
  tcase_add_test(t, a_conjugate_needs_a_step_and_a_value);
  return run_tests(t);
}
