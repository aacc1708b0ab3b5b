/* SPDX-License-Identifier: MIT */
/* tame/box_min.h: certificates against known minima, ties, constraints, and what
 * an extension that is not sharp, or a limit, leaves. */
#include <math.h>
#include <stdlib.h>

#include "tame/box_min.h"
#include "tame/poly.h"

#include "run_tests.h"

static const tame_box_options FINE = {
    .value_tol = 1e-10, .x_tol = 1e-5, .cutoff = HUGE_VAL, .max_boxes = 100000};

/* --- the six-hump camel: two global minimisers +-(0.0898, -0.7126) --------- */

static tame_interval constant(double x) { return tame_point(x); }

static tame_interval camel(const tame_interval *x, void *ctx)
{
  (void)ctx;
  const tame_interval a = tame_interval_sqr(x[0]), b = tame_interval_sqr(x[1]);
  tame_interval s = tame_interval_mul(
      a, tame_interval_add(
             constant(4.0),
             tame_interval_add(
                 tame_interval_scale(-2.1, a),
                 tame_interval_div(tame_interval_sqr(a), constant(3.0)))));
  s = tame_interval_add(s, tame_interval_mul(x[0], x[1]));
  return tame_interval_add(
      s, tame_interval_mul(
             b, tame_interval_add(constant(-4.0), tame_interval_scale(4, b))));
}

static void camel_gradient(tame_interval *g, const tame_interval *x, void *ctx)
{
  (void)ctx;
  g[0] = tame_interval_add(
      tame_interval_scale(8.0, x[0]),
      tame_interval_add(tame_interval_scale(-8.4, tame_interval_pow(x[0], 3)),
                        tame_interval_scale(2.0, tame_interval_pow(x[0], 5))));
  g[0] = tame_interval_add(g[0], x[1]);
  g[1] =
      tame_interval_add(tame_interval_scale(-8.0, x[1]),
                        tame_interval_scale(16.0, tame_interval_pow(x[1], 3)));
  g[1] = tame_interval_add(g[1], x[0]);
}

static void camel_curvature(tame_interval *d, const tame_interval *x, void *ctx)
{
  (void)ctx;
  d[0] = tame_interval_add(
      constant(8.0),
      tame_interval_add(tame_interval_scale(-25.2, tame_interval_sqr(x[0])),
                        tame_interval_scale(10.0, tame_interval_pow(x[0], 4))));
  d[1] = tame_interval_add(constant(-8.0),
                           tame_interval_scale(48.0, tame_interval_sqr(x[1])));
}

static const tame_interval CAMEL_BOX[2] = {{-3.0, 2.7}, {-2.0, 2.1}};
static const double CAMEL_MINIMUM = -1.0316284534898774;

START_TEST(both_minimisers_of_the_camel_are_enclosed)
{
  tame_box_problem p = {.n = 2, .value = camel};
  size_t boxes[3];
  for (int level = 0; level < 3; level++) {
    tame_box_certificate cert;
    if (level >= 1) p.gradient = camel_gradient;
    if (level >= 2) p.curvature = camel_curvature;
    tame_box_options opt = FINE;
    if (level == 0) opt.value_tol = 1e-3, opt.x_tol = 1e-3;
    ck_assert_int_eq(tame_box_minimize(&cert, &p, CAMEL_BOX, &opt, NULL),
                     TAME_OK);
    ck_assert_double_le(cert.lower, CAMEL_MINIMUM);
    ck_assert_double_ge(cert.upper, CAMEL_MINIMUM);
    ck_assert_double_le(cert.upper - cert.lower, opt.value_tol);
    boxes[level] = cert.boxes;
    if (level == 0) continue;
    ck_assert_uint_eq(cert.n_regions, 2);
    for (int sign = -1; sign <= 1; sign += 2) {
      bool is_inside = false;
      for (size_t k = 0; k < 2; k++)
        is_inside = is_inside || (tame_interval_contains(cert.region[2 * k],
                                                         sign * 0.0898420131) &&
                                  tame_interval_contains(cert.region[2 * k + 1],
                                                         sign * -0.7126564030));
      ck_assert(is_inside);
    }
  }
  /* the second-order test never costs boxes */
  ck_assert_uint_le(boxes[2], boxes[1]);
}
END_TEST

START_TEST(a_cutoff_below_the_minimum_proves_that_there_is_none)
{
  const tame_box_problem p = {
      .n = 2, .value = camel, .gradient = camel_gradient};
  tame_box_certificate cert;
  tame_box_options opt = FINE;
  opt.cutoff = CAMEL_MINIMUM - 1e-6;
  ck_assert_int_eq(tame_box_minimize(&cert, &p, CAMEL_BOX, &opt, NULL),
                   TAME_OK);
  ck_assert_double_eq(cert.lower, opt.cutoff);
  ck_assert_uint_eq(cert.n_regions, 0);
  opt.cutoff = CAMEL_MINIMUM + 1e-6;
  ck_assert_int_eq(tame_box_minimize(&cert, &p, CAMEL_BOX, &opt, NULL),
                   TAME_OK);
  ck_assert_double_le(cert.lower, CAMEL_MINIMUM);
  ck_assert_uint_eq(cert.n_regions, 2);
}
END_TEST

/* --- sin(x) + cos(10 x / 3), 3.1 <= x <= 20.4: Floudas' test --------------- */

static tame_interval waves(const tame_interval *x, void *ctx)
{
  (void)ctx;
  return tame_interval_add(
      tame_interval_sin(x[0]),
      tame_interval_cos(
          tame_interval_div(tame_interval_scale(10.0, x[0]), constant(3.0))));
}

START_TEST(the_minimum_is_below_a_fine_grid)
{
  const tame_box_problem p = {.n = 1, .value = waves};
  const tame_interval box = {3.1, 20.4};
  tame_box_certificate cert;
  tame_box_options opt = FINE;
  opt.value_tol = 1e-6;
  double best = HUGE_VAL;
  for (int i = 0; i <= 200000; i++) {
    const double x = 3.1 + 17.3 * i / 200000.0;
    best = fmin(best, sin(x) + cos(10.0 * x / 3.0));
  }
  ck_assert_int_eq(tame_box_minimize(&cert, &p, &box, &opt, NULL), TAME_OK);
  ck_assert_double_le(cert.lower, best);
  ck_assert_double_le(best, cert.upper + 1e-6);
  ck_assert_double_ge(cert.upper,
                      sin(cert.x[0]) + cos(10.0 * cert.x[0] / 3.0) - 1e-15);
}
END_TEST

/* --- borders and constraints ---------------------------------------------- */

/* (x - 2.385)^2 + 0.3 y */
static tame_interval bowl(const tame_interval *x, void *ctx)
{
  (void)ctx;
  return tame_interval_add(
      tame_interval_sqr(tame_interval_sub(x[0], constant(2.385))),
      tame_interval_scale(0.3, x[1]));
}
static void bowl_gradient(tame_interval *g, const tame_interval *x, void *ctx)
{
  (void)ctx;
  g[0] = tame_interval_scale(2.0, tame_interval_sub(x[0], constant(2.385)));
  g[1] = constant(0.3);
}
static void bowl_curvature(tame_interval *d, const tame_interval *x, void *ctx)
{
  (void)ctx;
  (void)x;
  d[0] = constant(2.0);
  d[1] = constant(0.0);
}
/* x + y >= 1 */
static tame_interval half_plane(const tame_interval *x, void *ctx)
{
  (void)ctx;
  return tame_interval_sub(constant(1.0), tame_interval_add(x[0], x[1]));
}

START_TEST(minima_at_the_border_are_found_there)
{
  const tame_box_problem p = {.n = 2,
                              .value = bowl,
                              .gradient = bowl_gradient,
                              .curvature = bowl_curvature};
  const tame_interval box[2] = {{-1.0, 2.0}, {-0.7, 3.0}};
  tame_box_certificate cert;
  tame_box_options opt = FINE;
  opt.value_tol = 1e-14;
  ck_assert_int_eq(tame_box_minimize(&cert, &p, box, &opt, NULL), TAME_OK);
  ck_assert_double_eq(cert.x[0], 2.0);
  ck_assert_double_eq(cert.x[1], -0.7);
  ck_assert_double_eq_tol(cert.upper, 0.385 * 0.385 - 0.21, 1e-14);
  ck_assert_uint_le(cert.boxes, 10);
}
END_TEST

START_TEST(a_constraint_moves_the_minimum)
{
  /* on x + y = 1: (x - 2.385)^2 + 0.3 - 0.3 x, least at x = 2.535 */
  const tame_box_problem p = {.n = 2,
                              .value = bowl,
                              .gradient = bowl_gradient,
                              .curvature = bowl_curvature,
                              .constraint = half_plane};
  const tame_interval box[2] = {{-4.0, 4.0}, {-4.0, 4.0}};
  tame_box_certificate cert;
  tame_box_options opt = FINE;
  opt.value_tol = 1e-6;
  opt.x_tol = 1e-2;
  ck_assert_int_eq(tame_box_minimize(&cert, &p, box, &opt, NULL), TAME_OK);
  const double exact = 0.15 * 0.15 + 0.3 * (1.0 - 2.535);
  ck_assert_double_le(cert.lower, exact);
  ck_assert_double_ge(cert.upper, exact);
  ck_assert_double_ge(cert.x[0] + cert.x[1], 1.0);
}
END_TEST

static tame_interval nowhere(const tame_interval *x, void *ctx)
{
  (void)ctx;
  return tame_interval_add(constant(1.0), tame_interval_sqr(x[0]));
}

START_TEST(an_infeasible_box_is_proved_to_be_one)
{
  const tame_box_problem p = {.n = 2, .value = bowl, .constraint = nowhere};
  const tame_interval box[2] = {{-1.0, 2.0}, {-0.7, 3.0}};
  tame_box_certificate cert;
  ck_assert_int_eq(tame_box_minimize(&cert, &p, box, &FINE, NULL), TAME_OK);
  ck_assert(isinf(cert.lower) && cert.lower > 0.0 && isinf(cert.upper));
  ck_assert_uint_eq(cert.n_regions, 0);
}
END_TEST

/* --- limits ---------------------------------------------------------------- */

START_TEST(the_limit_of_boxes_leaves_true_bounds)
{
  const tame_box_problem p = {
      .n = 2, .value = camel, .gradient = camel_gradient};
  for (size_t limit = 1; limit < 300; limit += 37) {
    tame_box_certificate cert;
    tame_box_options opt = FINE;
    opt.max_boxes = limit;
    ck_assert_int_eq(tame_box_minimize(&cert, &p, CAMEL_BOX, &opt, NULL),
                     TAME_MAX_ITER);
    ck_assert_double_le(cert.lower, CAMEL_MINIMUM);
    ck_assert_double_ge(cert.upper, CAMEL_MINIMUM);
    ck_assert_uint_le(cert.boxes, limit + 1);
    ck_assert_uint_ge(cert.n_regions, 1);
  }
}
END_TEST

/* x - x in a form that never gets narrow: width 1 */
static tame_interval blurred(const tame_interval *x, void *ctx)
{
  (void)ctx;
  return tame_interval_add(tame_interval_sqr(x[0]), (tame_interval){-0.5, 0.5});
}

START_TEST(an_extension_that_is_not_sharp_stalls)
{
  const tame_box_problem p = {.n = 1, .value = blurred};
  const tame_interval box = {1.0, 1.0 + 1e-13};
  tame_box_certificate cert;
  ck_assert_int_eq(tame_box_minimize(&cert, &p, &box, &FINE, NULL),
                   TAME_STALLED);
  ck_assert_double_le(cert.lower, 0.5);
  ck_assert_double_ge(cert.upper, 1.5);
}
END_TEST

START_TEST(bad_input_is_refused_with_a_reason)
{
  tame_box_problem p = {.n = 1, .value = blurred};
  tame_box_certificate cert;
  tame_box_options opt = FINE;
  tame_error err;
  const tame_interval good = {0.0, 1.0};
  const tame_interval bad[4] = {
      {1.0, 0.0}, {0.0, HUGE_VAL}, {(double)NAN, 1.0}, {0.0, (double)NAN}};
  for (size_t i = 0; i < 4; i++) {
    err.text[0] = '\0';
    ck_assert_int_eq(tame_box_minimize(&cert, &p, &bad[i], &opt, &err),
                     TAME_EINVAL);
    ck_assert(err.text[0] != '\0');
    ck_assert(isinf(cert.lower));
  }
#define REFUSED()                                                              \
  ck_assert_int_eq(tame_box_minimize(&cert, &p, &good, &opt, &err), TAME_EINVAL)
  opt.max_boxes = 0;
  REFUSED();
  opt = FINE;
  opt.x_tol = 0.0;
  REFUSED();
  opt = FINE;
  opt.value_tol = (double)NAN;
  REFUSED();
  opt = FINE;
  opt.cutoff = (double)NAN;
  REFUSED();
  opt = FINE;
  p.n = 0;
  REFUSED();
  p.n = TAME_BOX_MAX_DIM + 1;
  REFUSED();
#undef REFUSED
}
END_TEST

/* --- choice of a branch ---------------------------------------------------- */

/* phi_i(x) = (x - i)^2 + level[i] on [i - 1, i + 1] */
typedef struct {
  double centre, level;
} dip;
static const dip DIPS[4] = {{0, 0.3}, {1, -0.2}, {2, 0.25}, {3, -0.2}};

static tame_interval dip_value(const tame_interval *x, void *ctx)
{
  const dip *d = ctx;
  return tame_interval_add(
      tame_interval_sqr(tame_interval_sub(x[0], tame_point(d->centre))),
      tame_point(d->level));
}
static tame_box_problem dip_branch(tame_interval *box, size_t i, void *ctx)
{
  dip *all = ctx;
  box[0] = (tame_interval){all[i].centre - 1.0, all[i].centre + 1.0};
  return (tame_box_problem){.n = 1, .value = dip_value, .ctx = &all[i]};
}

START_TEST(the_best_branch_wins_and_ties_are_open)
{
  dip dips[4];
  double lower[4];
  tame_mixed_certificate cert;
  for (size_t i = 0; i < 4; i++) dips[i] = DIPS[i];
  tame_mixed_problem p = {.n_branches = 3, .branch = dip_branch, .ctx = dips};
  ck_assert_int_eq(tame_mixed_minimize(&cert, lower, &p, &FINE, NULL), TAME_OK);
  ck_assert_uint_eq(cert.best, 1);
  ck_assert_uint_eq(cert.n_open, 1);
  ck_assert_double_eq_tol(cert.cert.upper, -0.2, 1e-9);
  ck_assert_double_le(cert.cert.lower, -0.2);
  ck_assert_double_gt(lower[0], 0.29);
  p.n_branches = 4;
  ck_assert_int_eq(tame_mixed_minimize(&cert, lower, &p, &FINE, NULL), TAME_OK);
  ck_assert_uint_eq(cert.n_open, 2);
  p.n_branches = 0;
  ck_assert_int_eq(tame_mixed_minimize(&cert, lower, &p, &FINE, NULL),
                   TAME_EINVAL);
}
END_TEST

int main(void)
{
  TCase *t = tcase_create("box_min");
  tcase_add_test(t, both_minimisers_of_the_camel_are_enclosed);
  tcase_add_test(t, a_cutoff_below_the_minimum_proves_that_there_is_none);
  tcase_add_test(t, the_minimum_is_below_a_fine_grid);
  tcase_add_test(t, minima_at_the_border_are_found_there);
  tcase_add_test(t, a_constraint_moves_the_minimum);
  tcase_add_test(t, an_infeasible_box_is_proved_to_be_one);
  tcase_add_test(t, the_limit_of_boxes_leaves_true_bounds);
  tcase_add_test(t, an_extension_that_is_not_sharp_stalls);
  tcase_add_test(t, bad_input_is_refused_with_a_reason);
  tcase_add_test(t, the_best_branch_wins_and_ties_are_open);
  return run_tests(t);
}
